# The customers' pages.
skip = Skip to the content
nav = Main
nav-summary = Summary
nav-invoices = Invoices
sign-out = Sign out
foot-questions = Questions about a bill?

# Getting in
sign-in-title = Sign in
sign-in-intro = See your invoices, where they changed, and every call behind them.
sign-in = Sign in
sign-in-new = First time here?
sign-in-register = Register with your account number
sign-in-wrong = That e-mail address and password do not go together. Please check both and try again.
try-later = { $count ->
    [one] Too many tries. Please wait a minute, then try again.
   *[other] Too many tries. Please wait { $count } minutes, then try again.
}
email = E-mail address
email-invalid = Enter an e-mail address like pat@example.com.
password = Password
new-password = New password
password-hint = At least 8 characters; 15 or more is better. A few words you will remember are enough.
password-too-short = Use at least 8 characters.
password-too-long = Use at most 128 characters.
password-common = This is one of the first passwords anyone would try. Choose another.
register-title = Register for online billing
register-intro = You need your account number and the one-time code from our billing department.
register = Register
register-have = Already registered?
register-wrong = The account number, the code and the e-mail address do not go together, or the code has been used or has expired. Please check them, or ask us for a new code.
account-number = Account number
account-hint = At the top right of any invoice.
code = Registration code
code-hint = Twelve letters and digits. It works once.
set-password-title = Choose your password
set-password-intro = For { $email }. You will be signed in afterwards.
set-password = Save and sign in

# Summary
account = Account
account-n = Account { $number }
show = Show
due-now = Balance due
in-credit = Credit balance
past-due-amount = { $amount } is past its due date.
due-by-amount = { $amount } is due by { $date }.
nothing-due = Nothing is due. Thank you.
see-newest = View newest invoice
pdf = Download PDF
pdf-of = Download { $number } as PDF
chart-title = New charges by month
chart-table = Show as a table
newest-title = Why it changed: { $period }
category = Category
this-invoice = This invoice
change = Change
why-first = This is your first bill: there is none to compare it with.
why-same = The same total as for { $period }.
why-more = { $amount } more than for { $period }.
why-less = { $amount } less than for { $period }.
why-one = Mostly { $first }.
why-two = Mostly { $first } and { $second }.
because-added = added services
because-removed = removed services
because-changed = changed quantities or prices
because-prorated = prorated changes
because-one-time = one-time charges
because-usage = calls
because-taxes = taxes and fees
because-late-fee = a late fee
cause-added = Added
cause-removed = Removed
cause-changed = Changed
cause-prorated = Prorated
cause-one-time = One-time
cause-usage = Usage
cause-taxes = Taxes and fees
cause-late-fee = Late fee
bridge-caption = From the total before to this one, step by step
changes-title = Why it changed
bridge-title = Step by step
changes-none = Nothing to compare with
group-balance = { $amount } together with the accounts below.
part-intro = Billed on the invoice of the account above it.
part-title = Its part: { $period }
activity-title = Recent activity
activity-invoice = Invoice { $number }
activity-payment = Payment by { $method }, { $reference }
no-activity = Nothing yet.
children-title = Accounts below this one
name = Name
billed = Billed
bills-separately = On its own invoice
rolls-up = On this account’s invoice
summary-none = There is nothing to show yet
summary-none-text = No account is assigned to your sign-in. Ask our billing department if you expected to see one here.

# Invoices
all-accounts = All accounts
invoice = Invoice
invoice-n = Invoice { $number }
period = Period
new-charges = New charges
total-new-charges = Total new charges
total-due = Total due
due-date = Due date
state = Status
download = Download
state-open = Open
state-past-due = Past due
state-paid = Paid
state-credit = Credit
pages = Pages
newest = Newest
older = Older invoices
no-invoices = No invoices yet
no-invoices-text = Your first invoice appears here on the 27th of the month.

# One invoice
account-summary = Account summary
previous-balance = Previous balance
payments = Payments received
credits = Credits
adjustments = Adjustments
balance-forward = Balance forward
invoice-date = Invoice date
unpaid = Still unpaid of it
parties = Addresses and payment
bill-to = Bill to
remit-to = Remit to
bank = ACH and wire
routing = Routing
bank-account = Account
received-title = Payments, credits and late fees
received-on = Received
method = Method
reference = Reference
method-check = check
method-ach = ACH
method-card = card
method-wire = wire
late-fee-text = Finance charge of { $percent } % on { $base } past due:
by-account = Charges by account
charges = Charges
total = Total
description = Description
dates = Dates of service
quantity = Quantity
minutes = Minutes
rate = Rate
amount = Amount
jurisdiction = Jurisdiction
base = Base
per-unit = ${ $rate } each
category-recurring = Monthly services
category-catch-up = Prorated changes
category-one-time = One-time charges and credits
category-usage = Usage
category-taxes = Taxes and fees
category-late-fee = Late fee
kind-recurring = Monthly services, in advance
kind-catch-up = Prorated charges
kind-catch-up-credit = Prorated credits
kind-one-time = One-time charges and credits
kind-usage = Usage
kind-usage-late = Usage of earlier periods
prorated = { $days } of { $whole } days
rated = Counted in steps of { $increment } s, at least { $minimum } s a call
included = { $minutes } included minutes used
see-calls = { $count ->
    [one] See the call
   *[other] See all { $count } calls
}
usd-note = All amounts are in US dollars.
dispute-note = To dispute a charge, call { $phone } or write to { $email }. Charges that you do not dispute stay due.

# Calls
calls = Calls
calls-n = { $count ->
    [one] 1 call
   *[other] { $count } calls
}
call-when = Began (Mountain Time)
call-from = From
call-to = To
call-length = Length
call-charged = Charged
call-amount = Amount, USD
calls-note = Single calls are priced to a millionth of a dollar; only their sum on the invoice is rounded to the cent.
no-calls = No more calls
no-calls-text = This line has no calls from here on.
first-page = First page
next-page = Next 100

# When there is no page
error-title = { $key ->
    [not-found] This page does not exist
    [link-expired] This link no longer works
    [not-allowed] Your role is not for this page
    [books-closed] The books of that month are closed
    [forged] This form has expired
    [only-looking] You are only looking
    [too-large] That is too large to send
    [bad-request] That did not work
   *[broken] Something went wrong on our side
}
error-text = { $key ->
    [not-found] The address may be wrong, or it may belong to an account that you cannot see.
    [link-expired] Links like this work for a limited time, and some only once. Sign in to see your invoices, or ask us for a new link.
    [not-allowed] Someone with another role works here. Ask an administrator if it should be you.
    [books-closed] Nothing was saved. Nothing can be booked on its days any more: use a later day, or correct it with an entry of today.
    [forged] Go back, load the page again and send it once more.
    [only-looking] Through the customer’s eyes nothing can be changed. Stop looking first: the button is at the top of the page.
    [too-large] Nothing was saved. Go back and send smaller or fewer files: what you wrote is still there.
    [bad-request] Go back, check what you entered and try again.
   *[broken] It is not your doing, and we have been told. Please try again in a minute.
}
error-reference = If you write to us, mention
to-summary = Go to the summary
