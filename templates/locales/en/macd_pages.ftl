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
case-clock-hold-why = Why: { $words }

# A request
request-kind-move = Move
request-kind-add = Add
request-kind-change = Change
request-kind-delete = Delete
request-total = in all, before taxes
request-so-far = so far, before taxes
request-excluded = { $minutes } of gathering information and testing are not billed.
request-unit-left = { $count ->
    [one] 1 more minute is in the unit that has begun and costs nothing more.
   *[other] { $count } more minutes are in the unit that has begun and cost nothing more.
}
request-unit-full = The unit is full: the next minute of work begins another one at { $price }.
request-requester = Requested by
request-urgency = Priority
request-clocks-standard = Standard: first response within 1 business day, usually done within 2 business days.
request-clocks-expedited = Expedited: first response within 4 hours, usually done within 1 business day.
request-came-outside-standard = It came outside extended business hours and is worked on the next business day.
request-came-outside-expedited = It came outside extended business hours and went to the team that works around the clock.
request-approval = Approval
request-approved = Approved by { $who }, { $at } MT
request-not-approved = Waits for approval by a main point of contact. Work starts after that.
request-wanted = Wanted on
request-terms = Price
request-price = { $hourly } USD an hour, in units of { $minutes } minutes at { $unit } USD, rounded up once for the whole request.
request-quote-above = More than { $units } need a quote that you accept first.
request-quote-above-hours = More than { $units } ({ $span }) need a quote that you accept first.
request-finished = Work finished
request-at = { $at } MT
request-review = Billing review
request-reviewed = { $units }, { $amount } in all, { $at } MT
request-invoice = Invoice
request-invoice-next = It goes on the invoice of { $day }.
request-quote = Quote
request-quote-terms = At most { $units }, { $amount } in all.
request-quote-accepted = Accepted by { $who }, { $at } MT
request-quote-waits = Waits to be accepted
request-log-empty = No time has been logged yet.
request-person = Who
request-corrected = Corrected

# Agreeing
request-approve-title = Approve this work?
request-approve-text = Work starts once it is approved. What it costs:
request-approve-do = Approve this work
request-fee = Expedite fee: { $amount }, once for the request.
request-accept-title = Accept the quote?
request-accept-text = The work takes at most { $units }, { $amount } in all before taxes; you pay what is needed and no more than that. Work goes on once you accept.
request-accept-do = Accept the quote: { $units }, up to { $amount }
request-who-agrees = Only a main point of contact of the account can do that:
request-nobody-agrees = The account has none yet. Name one first:
request-done = We have your request. Its price, its time log and everything that happens to it stand here.
request-done-approve = The work is approved.
request-done-accept-quote = The quote is accepted. Work goes on.

# Billed
request-billed = It is billed
request-billed-text = The work stands on invoice { $invoice }, with who approved it and its time log as a receipt.
request-receipt = See the receipt on the invoice
request-dispute = Dispute the charge
request-follow-on = For more work, send a new request:
request-new = Request a change
request-self-contacts = Contacts
