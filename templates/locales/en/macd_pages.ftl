# Requests for work: what both sides' pages share, and the customers' own pages.

# Refusals
macd-refused-not-mpoc = Only a main point of contact of the account can agree to this.
macd-refused-nothing-to-agree = There is nothing to agree to: it was agreed already, or nothing was asked. The page shows how it stands now.
macd-refused-quote-too-small = { $count ->
    [one] A quote covers at least 1 unit here: more than needs none, and no less than was worked.
   *[other] A quote covers at least { $count } units here: more than needs none, and no less than was worked.
}
macd-refused-nothing-to-review = There is nothing to review: the work is not finished, or billing has reviewed it.
macd-refused-service = Change { $place } of services cannot be made: there is no such service on this account or below, its code is taken, or it would change what was billed.
macd-refused-terms-reach-back = Enter a day after today: new terms do not change what was agreed before.
macd-refused-terms-day-taken = Other terms begin on that day already.
macd-refused-terms-out-of-range = Enter a rate above 0.00, a unit of 1 to 60 minutes with a price in whole cents, a fee of 0.00 or more, and a limit of 1 to 1,000 units.
macd-refused-terms-hours-reversed = The hours must begin before they end.
macd-refused-fee-not-accepted = Accept the fee to have it expedited, or choose Standard.
macd-refused-not-approved = The work was not approved by then: a main point of contact of the account approves it first, and only time after that can be logged.
macd-refused-finished = The work is finished. Take it up again first.
macd-refused-billed = Billing has reviewed it: what is billed does not change any more.
macd-refused-no-time = The end must lie at least a minute after the beginning.
macd-refused-too-long = One entry covers a day at most.
macd-refused-not-yet = The end lies in the future.
macd-refused-overlaps = You logged other time that touches this. Correct that entry, or enter other times.
macd-refused-needs-quote-now = The customer must accept a quote before more billable time can be logged.
macd-refused-needs-quote = { $count ->
    [one] Without an accepted quote only 1 more billable minute can be logged.
   *[other] Without an accepted quote only { $count } more billable minutes can be logged.
}
macd-refused-nothing-to-correct = That entry is not there, or was corrected already.

# What happened
case-event-opened-standard = Requested, standard priority
case-event-opened-expedited = Requested, expedited
case-event-approval-asked = Waits for approval by a main point of contact
case-event-approved = Work approved
case-event-quoted = Quote: { $units } units at most, { $amount } in all
case-event-quote-accepted = Quote accepted
case-event-logged = Time logged: { $billable } so far
case-event-logged-excluded = Time logged: { $billable } so far, and { $excluded } that are not billed
case-event-reviewed = Reviewed by billing: { $units } units, { $amount } in all

# What happens next
case-clock-approval = Waiting for the customer’s approval
case-clock-approval-text = A main point of contact of the account approves the work before it starts. No clock runs until then.
case-clock-approval-you = Waiting for your approval
case-clock-approval-you-text = Work starts once a main point of contact of the account approves it. No clock runs until then.
case-clock-quote = Waiting for the customer to accept the quote
case-clock-quote-text = Work goes on once a main point of contact of the account accepts it. No clock runs until then.
case-clock-quote-you = Waiting for you to accept the quote
case-clock-quote-you-text = Work goes on once a main point of contact of the account accepts it. No clock runs until then.
