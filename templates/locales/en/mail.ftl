# The e-mail that brings an invoice. It answers what page 1 of the invoice answers.

mail-subject-due = { $provider } invoice { $number }: { $amount } due { $due } (account { $account })
mail-subject-nothing = { $provider } invoice { $number }: nothing to pay (account { $account })
mail-subject-copy = Copy: { $subject }

mail-copy-note = This is a copy of an invoice that we sent you before. Please do not pay it twice.
mail-greeting = Hello { $name },
mail-greeting-nobody = Hello,
mail-attached = The invoice for { $company } for { $period } is attached as a PDF.
mail-linked = The invoice for { $company } for { $period } is ready for you to download.

mail-amount-due = Amount due
mail-due-by = Due by { $due }
mail-nothing-to-pay = Nothing to pay
mail-credit-note = Your account has a credit of { $credit }. We apply it to your next invoice.
mail-settled-note = Your account is settled.
mail-due-by-text = Pay by

mail-account = Account
mail-invoice-number = Invoice
mail-invoice-date = Invoice date
mail-period = Billing period
mail-period-days = { $from } – { $to }

mail-summary = Summary
mail-previous-balance = Previous balance
mail-payments = Payments – thank you
mail-credits = Credits
mail-adjustments = Adjustments
mail-balance-forward = Balance forward
mail-recurring = Monthly services
mail-catch-up = Changes in earlier service
mail-one-time = One-time charges
mail-usage = Calls
mail-taxes = Taxes and fees
mail-late-fee = Late payment charge
mail-new-charges = Total new charges
mail-credit-balance = Credit balance

mail-changes = What changed since last month
mail-changes-first = This is your first invoice.
mail-changes-same = Your new charges are the same as last month: { $now }.
mail-changes-up = Your new charges are { $difference } higher than last month: { $now } instead of { $before }.
mail-changes-down = Your new charges are { $difference } lower than last month: { $now } instead of { $before }.
mail-changes-shifted = Your new charges add up to the same as last month, { $now }, but their parts changed.
mail-last-month = Last month
mail-this-month = This month
mail-change = Change

mail-pay = How to pay
mail-pay-online = Online
mail-pay-bank = ACH or wire
mail-pay-bank-details = { $bank }, routing number { $routing }, account number { $number }
mail-pay-check = Check
mail-pay-reference = Please state account { $account } and invoice { $number } with your payment.
mail-pay-warning = We never announce new bank details by e-mail. If a message does, call us before you pay.

mail-questions = Questions?
mail-questions-call = Call { $phone } or write to { $email }.
mail-questions-dispute = If you disagree with a charge, dispute it in the portal or with us within 180 days of the invoice date. The rest stays due on { $due }.
mail-questions-dispute-nothing = If you disagree with a charge, dispute it in the portal or with us within 180 days of the invoice date.

mail-portal = View every detail in the portal
mail-download = Download the invoice (PDF)
mail-link-note = The link is yours alone and works until { $expires }. After that, find the invoice in the portal.
mail-footer = You receive this message because you are named as an invoice contact of account { $account }. You can change the contacts in the portal.
