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
request-approve-waits = Waits for approval
request-accept-waits = The quote waits to be accepted
request-title = Request: { $kind }
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

# Asking for work
request-self = You can do these yourselves, at no charge
request-self-services = Put services on other cost centers
request-self-accounts = Name your accounts and give them cost centers
request-self-people = Add, change or remove contacts: who gets bills and notices, and in which language
request-self-login = Your own sign-in: password, e-mail address, two-step sign-in
request-which = What shall we do for you?
request-which-text = You see the price and when it is done before you send anything.
request-kind-move-means = something goes to another place, desk or user
request-kind-add-means = something new, such as a phone, a number or a service
request-kind-change-means = something that you have is to work differently
request-kind-delete-means = something is no longer wanted
request-other-kind = Choose another kind of request
request-where = For which account or location?
request-needs-approval = needs approval
request-approval-own = You are a main point of contact: by sending it you approve the work.
request-approval-some = Where you are a main point of contact you approve the work by sending it. For the accounts marked so, a main point of contact must approve before work starts.
request-approval-others = A main point of contact of the account must approve it before work starts; we let them know.
request-approval-phone = A main point of contact of the account must approve it in the portal before work starts; we let them know.
request-words = What is to be done?
request-words-hint = Names, numbers, rooms: the more precise, the less time it takes.
request-wanted-when = Wanted on (optional)
request-wanted-past = Enter today or a later day, or leave it empty.
request-wanted-unreadable = Enter a day such as 2026-12-01, or leave it empty.
request-costs = What it costs
request-price-free = Gathering information and your testing are not billed; a request with no billable time costs nothing. Taxes come on top.
request-price-changed = The price has changed since this page was shown. Please look at it again before you send the request.
request-how-soon = How soon?
request-way-standard = Standard
request-way-expedited = Expedited
request-no-fee = No fee beside the price above.
request-plus-fee = Plus an expedite fee of { $amount }, once for the request.
request-times = First response by { $response } MT, usually done by { $done } MT.
request-times-from-approval = Where it waits for approval, these times begin with that.
request-outside-standard = It is outside extended business hours now: it will be worked on { $day }.
request-outside-expedited = It is outside extended business hours now: it goes to the team that works around the clock, with the fee.
request-on-day = { $weekday }, { $day }
request-accept-fee = I accept the expedite fee of { $amount }. Needed for Expedited only.
request-send = Send the request
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
request-waits-approval = Waits for approval
request-waits-quote = A quote waits for you
