# Words that documents, mails and pages share.
product = BillCenter
yes = Yes
no = No
