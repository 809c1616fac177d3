# Words that documents, mails and pages share.
product = BillCenter
