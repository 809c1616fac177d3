# The staff's pages of requests for work: the time log, the billing review, the terms.

nav-requests = Billing review
queue-requests = Requests

macd-refused-not-as-confirmed = The time log has changed since you opened this page. Check the new units and total and confirm again.

# Work on a request
office-work = Log time
office-work-finished = The work is finished and waits for the billing review. Take it up again to log more time.
office-work-closed = The case is closed: no time can be logged.
office-work-unapproved = The work waits for the approval of a main point of contact. Time can be logged once it is approved.
office-work-delay = A carrier or vendor makes it take longer? Put the case on hold with the reason: the customer is told.
office-time-from = From (Mountain Time)
office-time-to = To (Mountain Time)
office-minutes = Or minutes up to now
office-minutes-wrong = Enter whole minutes.
office-minutes-or-times = Enter either the times or the minutes.
office-purpose-work = The work itself
office-purpose-gathering = Gathering information
office-purpose-testing = The customer’s testing
office-purpose-billable = billed
office-purpose-free = not billed
office-time-words = What was done, for the customer and the invoice (may stay empty)
office-free-minutes = { $count ->
    [one] 1 more billable minute can be logged before the customer must accept a quote.
   *[other] { $count } more billable minutes can be logged before the customer must accept a quote.
}
office-correct = Correct
office-correct-of = Correct { $day } { $times }
office-correct-title = Correct an entry
office-correcting = This stands for the entry { $from } – { $to }, which stays in the log, struck through.
office-correct-save = Save the correction
office-take-back-entry = To take the entry back, enter the same time twice.
office-quote = Send a quote
office-quote-hint = { $count ->
    [one] From 1 unit on. The customer pays for the time that is needed and no more than the quote.
   *[other] From { $count } units on. The customer pays for the time that is needed and no more than the quote.
}
office-quote-example = { $count }: { $units }, { $total } in all
office-quote-units = Units at most
office-quote-send = Send the quote
office-units-wrong = Enter a whole number of units.
office-words-quote = Why it takes that long, for the customer
office-finish = Work is finished
office-finish-hint = The customer is asked to confirm it, and billing reviews what it costs.
office-take-up = Take up again
office-take-up-hint = Work goes on and time can be logged. Billing reviews it once it is finished again.
office-review = Billing review

# The billing review
review-title = Requests to review
review-caption = Finished requests that billing has not reviewed, the oldest first
review-closing = What is reviewed before { $at } Mountain Time goes on the invoice of { $day }.
review-missed = Missed the invoice of { $day }
review-waits = waits { $span }
review-units = Units
review-empty = Nothing to review
review-empty-text = Finished requests stand here until billing has reviewed them.
review-who = A biller, a manager or an administrator reviews requests.
review-of = Review of { $case }
review-look = Check
review-look-below = It was not confirmed: see below.
review-ends = Services that end
review-prorated = A service that ends is credited from the day after its last day; one that begins is charged from its first day on. Both go to the day on the next invoice.
review-choose = { $count ->
    [one] { $count } service to choose from
   *[other] { $count } services to choose from
}
review-find = Code or description
review-no-services = No service was found.
review-cut = There are more services. Find them by their code or description; what you typed is kept.
review-last-day = Last day
review-last-day-of = Last day of { $code }
review-ends-already = ends { $day }
review-starts = Services that begin
review-starts-hint = For another price or quantity, end the old service and begin one with a code of its own. Leave empty what is not needed.
review-new = New service { $place }
review-code = Code
review-product = Product
review-description = Description on the bill
review-class = Tax class
review-class-none = Choose
review-quantity = Quantity
review-price = Price a month (USD)
review-first-day = First day
review-more = One more
review-confirm = Confirm
review-confirms = { $units }, { $total } in all before taxes.
review-final = It goes on the next invoice, and the services change with it. After that nothing of it can be changed.
review-do = Confirm { $total }
review-back = Send back to work
review-back-hint = The time log is wrong or something is missing: work goes on, and it is reviewed once it is finished again.
review-back-closed = The customer has closed the case: it can be sent back to work by reopening it there.
review-day-wrong = Enter a day.
review-text-wrong = Enter one line of at most 200 letters.
review-quantity-wrong = Enter a number above 0.
review-price-wrong = Enter a price of 0.00 or more.
review-end-wrong = This service cannot end on that day: it is after its end or before its beginning, more than a year away, or the service is not on this account.
review-start-wrong = This service cannot begin like this: its code is taken, or its first day is more than a year away.

# The terms
terms-title = Terms of work on request
terms-intro = A request is billed by the terms of the day on which it was sent.
terms-from = From
terms-in-force = In force
terms-ahead = Later
terms-hourly = Rate an hour (USD)
terms-increment = Minutes of a unit
terms-fee = Expedite fee (USD)
terms-quote = Quote above (units)
terms-hours = Hours (MT)
terms-opens = Hours begin (MT)
terms-closes = Hours end (MT)
terms-starts = In force from
terms-new = New terms
terms-new-hint = They begin on a later day and cannot be changed or removed afterwards; only newer ones can follow.
terms-do = Set these terms
terms-set = The new terms are set.
terms-who = An administrator sets new terms.
terms-amount-wrong = Enter an amount like 100.00.
terms-number-wrong = Enter a whole number.
terms-time-wrong = Enter a time of day.
