# Work on request where bills show it: the invoice, its PDF, mails and what accrues.
because-macd = moves and changes
cause-macd = Moves and changes
category-macd = Moves and changes
kind-macd = Moves and changes
kind-expedite = Expedite fees
doc-macd = Moves and changes
doc-expedite = Expedite fee
mail-macd = Moves and changes

receipt-details = Who approved it, and the time log
receipt-request = The request
receipt-asked = Requested by { $who }
receipt-approved = Approved by { $who }, { $at } MT
receipt-urgency-standard = Standard priority
receipt-urgency-expedited = Expedited
receipt-quote = Quote for up to { $minutes } minutes accepted by { $who }
receipt-log = Time log
receipt-day = Day
receipt-from-to = From – to (MT)
receipt-minutes-head = Minutes
receipt-purpose = Purpose
receipt-purpose-work = The work itself
receipt-purpose-gathering = Gathering information
receipt-purpose-testing = Your testing
receipt-billed = Billed
receipt-billable = Yes
receipt-not-billable = No charge
receipt-continued = (continued)
receipt-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
receipt-quarters = { $count ->
    [one] { $count } quarter hour
   *[other] { $count } quarter hours
}
receipt-units = { $units } × { $increment } minutes
receipt-exact = { $minutes } = { $units } × { $price } = { $amount }
receipt-rounded = { $minutes }, rounded up to { $units } × { $price } = { $amount }
receipt-excluded = { $count ->
    [one] { $count } minute not billed
   *[other] { $count } minutes not billed
}

next-work = Work in progress
next-work-text = Logged on your requests and not yet reviewed by billing. It is part of the expected total; the final amount comes with the review.
next-work-later = Logged on your requests and not yet reviewed by billing. It goes on a later bill, not on the one that is on its way.
next-work-request = Request
next-work-not-reviewed = Not yet reviewed
next-work-free = Nothing to bill so far
next-work-fee = plus the expedite fee of { $amount }
next-basis-work = Moves and changes: work logged so far is counted, also where billing has not reviewed it yet.
