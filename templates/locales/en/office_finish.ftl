# The report with which a month ends, as PDF.

month-finish = Report (PDF)
finish-made = Made by { $who } on { $time } MT.
finish-days = Days
finish-issued = Issued
finish-money = Documents in dollars
finish-what = What
finish-amount = Amount
finish-messages = Messages
finish-previous = Previous balances
finish-payments = Payments
finish-credits = Credit notes
finish-adjustments = Adjustments
finish-new-charges = New charges
finish-total-due = Total due
finish-kept = Held or not billed
finish-name = Name
finish-state = State
finish-address = Address
finish-answer = The server’s answer
finish-more = { $count } more are in the CSV.
