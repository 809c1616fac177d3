# The invoice as a document.
doc-title = Invoice { $number } from { $provider }
doc-subject = Account { $account }, { $period }
doc-draft = DRAFT
doc-page = Page { $page } of { $pages }
doc-running-head = Invoice { $number }  ·  Account { $account }
doc-running-due = Total due { $amount } by { $date }
doc-running-nothing = Balance { $amount }, nothing to pay
doc-running-questions = Billing questions: { $phone }

# Page 1
doc-summary = Summary
doc-questions-short = Billing questions
doc-total-due = Total due
doc-due-by = Please pay by { $date }
doc-credit-balance = Credit balance
doc-nothing-to-pay = Nothing to pay
doc-invoice-number = Invoice number
doc-account-number = Account number
doc-invoice-date = Invoice date
doc-due-date = Due date
doc-billing-period = Billing period
doc-balance = Balance
doc-previous-balance = Previous balance
doc-payments-thanks = Payments received, thank you
doc-credits = Credits
doc-adjustments = Adjustments
doc-balance-forward = Balance forward
doc-new-charges = New charges in US dollars
doc-this-invoice = This invoice
doc-last-invoice = Last invoice
doc-change = Change
doc-recurring-of = Services { $dates }
doc-catch-up = Prorated charges and credits
doc-one-time = One-time charges
doc-usage = Calls
doc-taxes = Taxes and fees
doc-late-fee = Late fee
doc-total-new-charges = Total new charges
doc-what-changed = What changed
doc-changed-first = This is the first invoice of this account. The next one will show here what changed.
doc-changed-same = New charges are the same as on the last invoice.
doc-changed-more = New charges are { $amount } more than on the last invoice.
doc-changed-less = New charges are { $amount } less than on the last invoice.
doc-changed-mostly = The largest change: { $category }, { $amount }.
doc-pay-online = Pay and see every detail online
doc-pay-online-how = Sign in with your account number to pay, download and choose who gets this bill.
doc-pay-bank = Pay by ACH or wire
doc-pay-routing = Routing number { $number }
doc-pay-account = Account number { $number }
doc-pay-bank-ask = Call us for the details of our bank account.
doc-disputes = Something looks wrong?
doc-disputes-how = Call { $phone } toll-free or open a case online within 180 days of the invoice date. What you do not dispute stays due.

# Coupon
doc-coupon = Payment coupon
doc-coupon-detach = Detach here and return this part with your check.
doc-coupon-how = Make your check payable to { $name }, write the account number on it, and let the address below show in the window of the envelope.
doc-coupon-nothing = Nothing to pay: keep this for your records. A credit balance is used for your next invoice.
doc-amount-due = Amount due
doc-amount-enclosed = Amount enclosed

# Page 2
doc-payments-and-balance = Payments and credits
doc-payments-received = Payments received
doc-payments-none = No payments were received since the last invoice.
doc-payments-total = Total payments
doc-received-on = Received
doc-method = Paid by
doc-method-check = Check
doc-method-ach = ACH transfer
doc-method-card = Card
doc-method-wire = Wire transfer
doc-reference = Reference
doc-account = Account
doc-amount = Amount
doc-late-fee-how = { $percent } % a month on { $base }, the past-due amount that is not in dispute.
doc-credits-and-adjustments = Credits and adjustments
doc-accounts = Account summary
doc-accounts-continued = Account summary, continued
doc-account-name = Name
doc-recurring = Services in advance
doc-prorated = Prorated
doc-total = Total
doc-notice = { $provider } provides all services on this bill. Services are charged one period in advance, calls and work after they took place. For questions, or to dispute a charge, call { $phone } toll-free. A dispute must arrive within 180 days of the invoice date; charges that are not in dispute stay due by the due date, and late fees apply after it.

# Sections
doc-continued = (continued)
doc-account-of = Account { $account }
doc-cost-centre = Cost center: { $code }
doc-total-of = Total: { $what }
doc-code = Reference
doc-description = Description
doc-service-dates = Dates of service
doc-quantity = Quantity
doc-rate = Rate
doc-days = Days
doc-days-of = { $days } of { $of }
doc-catch-up-how = Quantity × rate × days of service ÷ days of the billing period.
doc-usage-by-type = Calls by type
doc-usage-late = Calls of earlier periods
doc-call-type = Call type
doc-plan = Plan
doc-call-dates = Dates of calls
doc-calls = Calls
doc-duration = Duration
doc-included = Included minutes
doc-charged = Charged minutes
doc-rate-minute = Rate per minute
doc-rounding = A call is charged for at least { $minimum } s, in steps of { $increment } s.
doc-rounding-of = { $calls }: charged for at least { $minimum } s, in steps of { $increment } s.
doc-tax = Tax or fee
doc-jurisdiction = Jurisdiction
doc-base = Base
doc-tax-rate = Rate
doc-units = { $count } units
doc-each = { $price } each

# Calls
doc-call-detail = Call detail
doc-call-detail-how = Times are Mountain Time, durations minutes:seconds. A call is priced to a millionth of a dollar; only their sum is rounded to the cent.
doc-call-time = Date and time
doc-call-from = From
doc-call-to = To
doc-charged-time = Charged
doc-calls-total = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
doc-call-local = Local
doc-call-toll-free = Toll-free, outbound
doc-call-ld-intralata = Long distance within the local area
doc-call-ld-intrastate = Long distance within the state
doc-call-ld-interstate = Long distance between states
doc-call-ld-international = International
doc-call-800-intrastate = Your toll-free numbers, from within the state
doc-call-800-interstate = Your toll-free numbers, from other states
doc-call-800-international = Your toll-free numbers, from abroad
