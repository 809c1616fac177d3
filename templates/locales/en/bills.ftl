# Finding bills, what is paid, what comes next, calls.
find-invoices = Find bills
every-state = Any
year = Year
every-year = Any
number-or-amount = Number or amount
number-or-amount-example = 202611 or 1,234.50
find = Find
show-all = Show all
no-matches = No bill matches
no-matches-text = Try a part of the number, the exact amount with its cents, or fewer conditions.
years-title = A whole year
years-text = Every PDF of the year in one ZIP file, with a list for your spreadsheet.
year-zip = { $year } (ZIP)
xlsx = Spreadsheet (Excel)
csv-file = CSV

# Payments
nav-payments = Payments
pay-now = To pay now
pay-late = { $amount } is past due: please pay it first.
pay-nothing = Nothing is due. Thank you.
pay-credit = You have a credit of { $amount }. It is used for your next bill.
pay-how = How to pay
pay-check = By check, payable to { $name }, to
pay-bank = By ACH or wire
pay-mention = Please mention your account number { $number } or the invoice’s number.
open-title = Unpaid bills
open-of = Unpaid
payments-received = Payments received
applied-to = Applied to
applied-later = { $amount } kept for your next bill
no-payments = No payments yet
no-payments-text = Payments show here on the day we book them, with the bills they were applied to.
older-payments = Older payments
credit-invoice = Credit on invoice { $number }

# The next bill
nav-next = Next bill
next-title = Accruing now
next-period = { $from } – { $to }, billed on { $date }
next-so-far = So far
next-so-far-text = What would be billed if the period ended today: services in advance for the next period, and everything since { $date }.
next-forecast = Expected total
next-forecast-text = New charges expected on { $date }, if nothing else changes.
next-before = Last bill
next-basis = How this is estimated
next-basis-fixed = Services, prorated changes and one-time charges: as they are known now.
next-basis-pace = Calls: { $amount } so far in { $days } days, continued to { $whole } days.
next-basis-average = Calls: the average of your last bills, { $amount }, because the period has only begun.
next-basis-none = Calls: none so far.
next-basis-taxes = Taxes and fees: computed on the expected charges with today’s rates.
next-basis-late = Late fee: { $amount } if the past-due balance stays unpaid.
next-now = Now
next-expected = Expected
next-lines = What has accrued
next-nothing = Nothing has accrued yet
next-nothing-text = New services, calls and one-time charges show here as soon as we know of them.
next-closed = The period that ended on { $date } is being billed: its bill comes on { $invoiced }.
next-on-parent = This account is billed with { $number }: see the next bill of that account.
next-unpriced = Some calls have no price yet, so calls are left out here: { $why }

# Finding calls
nav-calls = Calls
find-calls = Find calls
call-number = Phone number, or a part of it
call-kind = Kind
every-kind = Any
from-day = From day
to-day = Through day
calls-intro = Every call on your bills, newest first.
calls-none = No calls here
calls-none-text = No billed call matches. Try other days or a part of the number.
call-bill = Invoice
calls-csv = Download these calls (CSV)
older-calls = Older calls
newest-calls = Newest
