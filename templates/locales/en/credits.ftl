# What is in dispute, and credit notes.

state-in-dispute = In dispute

# The credit note as a document
credit-title = Credit note { $number } from { $provider }
credit-subject = Account { $account }
credit-note = Credit note
credit-no-payment = Nothing to pay
credit-number = Credit note number
credit-date = Date
credit-case = Case
credit-why = Why you receive this credit
credit-how = This amount has been credited to your account; it is shown on your next invoice.
credit-lines = Credited charges in US dollars
credit-lines-total = Credited charges
credit-taxes-total = Credited taxes and fees
credit-total = Total credit
credit-invoice = Invoice
credit-running-head = Credit note { $number }  ·  Account { $account }
