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
credit-running-head = Credit note { $number }  ·  Account { $account }

# On the invoice
credit-notes = Credit notes
credit-notes-total = Total credits
credit-reason = Reason
doc-in-dispute = In dispute
doc-in-dispute-how = Charges of earlier invoices that you dispute. They are part of the total due, but you need not pay them and no late fee is charged on them while we look into it.
doc-undisputed-due = Undisputed amount due now
doc-besides-in-dispute = { $amount } more is in dispute
doc-running-undisputed = Undisputed amount due { $amount } by { $date }
doc-coupon-disputed = Nothing to pay now: what is open is in dispute. We will write to you when it is decided.

# In the e-mail
mail-undisputed-due = Undisputed amount due
mail-in-dispute = In dispute
mail-in-dispute-note = { $amount } of your balance is in dispute. You need not pay it while we look into it; the rest stays due.
mail-all-in-dispute = What is open on your account is in dispute.

# In the portal
due-undisputed = Balance due, undisputed
undisputed-due = Undisputed amount due
unpaid-in-dispute = Of that in dispute
in-dispute-besides = { $amount } more is in dispute: it waits until we have decided.
in-dispute-part = { $amount } in dispute
credit-note-n = Credit note { $number }
