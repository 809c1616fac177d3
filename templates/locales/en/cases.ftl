# What is said of cases by e-mail and on documents. The pages' own words are in case_pages.ftl and office.ftl.

credit-reason-dispute = Case { $case }: { $reason }

dispute-reason-not-ordered = We did not order this
dispute-reason-wrong-price = The price is wrong
dispute-reason-wrong-quantity = The quantity is wrong
dispute-reason-already-cancelled = We had cancelled this
dispute-reason-duplicate-charge = We are charged twice
dispute-reason-calls-not-made = We did not make these calls
dispute-reason-service-did-not-work = The service did not work
dispute-reason-late-fee = The late fee is not due
dispute-reason-other = Another reason

notice-case-customer-subject = [{ $case }] Your case: { $title }
notice-case-customer-text = { $said } This is about case { $case }, { $title }.
notice-case-customer-button = Open the case
notice-case-customer-note = You get this message because you opened the case or are a contact for cases of the account. Please answer in the portal, where everyone who works on it sees your answer.

notice-case-staff-subject = [{ $case }] Case: { $title }
notice-case-staff-text = { $said } This is about case { $case }, { $title }.
notice-case-staff-button = Open the case in the back office
notice-case-staff-note = You get this message because you work on the case or stand on its escalation path.

case-mail-next-first-response = We will answer by { $until } Mountain Time.
case-mail-next-update = You will hear from us again by { $until } Mountain Time.

case-mail-customer-opened-dispute = We have your dispute. The amount in dispute is not due until it is decided, and no late fee or reminder comes for it.
case-mail-customer-opened-question = We have your question.
case-mail-customer-commented = There is a new comment on the case.
case-mail-customer-replied = We have answered.
case-mail-customer-started = Somebody works on the case now.
case-mail-customer-priority-set = We have reviewed the case: its priority is { $priority } now.
case-mail-customer-held = The case is on hold until { $until } Mountain Time. It then goes on by itself; write to us any time to go on sooner.
case-mail-customer-resumed = Work on the case goes on.
case-mail-customer-shipped = Hardware for the case is under way.
case-mail-customer-estimated = We think the case will be resolved by { $until } Mountain Time.
case-mail-customer-resolved = We think the case is resolved. Please confirm it, or tell us what is missing.
case-mail-customer-confirmed = The case was confirmed as resolved and is closed. It can be reopened for seven days.
case-mail-customer-reopened = The case was reopened.
case-mail-customer-withdrawn = The case was withdrawn and is closed. It can be reopened for seven days.
case-mail-customer-marked-duplicate = The case is a duplicate and goes on as case { $case }.
case-mail-customer-closing-announced = We have not heard from you. Without an answer the case is closed on { $until } Mountain Time.
case-mail-customer-closed-no-response = The case was closed because we had no answer. When you come back to us, a new case follows on this one.
case-mail-customer-escalated = The case was escalated to level { $level }.
case-mail-customer-followed-on = A new case, { $case }, follows on this one.
case-mail-customer-credited = We accept your dispute: { $amount } is credited with credit note { $note }, taxes included. Please confirm that this resolves it, or tell us what is missing.
case-mail-customer-credited-partly = We accept your dispute in part: { $amount } is credited with credit note { $note }, taxes included; the rest is due again. Please confirm that this resolves it, or tell us what is missing.
case-mail-customer-declined = We cannot accept your dispute, for the reason below; its amount is due again. Please confirm, or tell us what we missed.

case-mail-staff-opened-dispute = A dispute was opened.
case-mail-staff-opened-question = A question was opened.
case-mail-staff-opened-master = A master case was opened.
case-mail-staff-commented = The customer has written.
case-mail-staff-replied = A colleague has answered the customer.
case-mail-staff-noted = A colleague has left a note.
case-mail-staff-assigned = The case is assigned to you.
case-mail-staff-started = Work on the case has begun.
case-mail-staff-priority-set = The priority is { $priority } now.
case-mail-staff-held = The case is on hold until { $until } Mountain Time.
case-mail-staff-resumed = The case goes on.
case-mail-staff-shipped = Hardware is under way.
case-mail-staff-estimated = It is estimated to be resolved by { $until } Mountain Time.
case-mail-staff-resolved = The case waits for the customer’s confirmation.
case-mail-staff-confirmed = The customer confirmed that the case is resolved.
case-mail-staff-reopened = The customer has reopened the case.
case-mail-staff-withdrawn = The customer does not pursue the case.
case-mail-staff-marked-duplicate = The case is a duplicate of { $case }.
case-mail-staff-closing-announced = The customer was told that the case will be closed on { $until } Mountain Time.
case-mail-staff-closed-no-response = The case was closed without an answer.
case-mail-staff-escalated = The case was escalated to level { $level }: please look at it.
case-mail-staff-joined-master = The case belongs to a master case now.
case-mail-staff-followed-on = Case { $case } follows on it.
case-mail-staff-warned = The customer was promised to hear from us by { $until } Mountain Time: little time is left.
case-mail-staff-missed = The customer was promised to hear from us by { $until } Mountain Time, and did not.
case-mail-staff-proposed = A credit waits for your decision.
case-mail-staff-sent-back = The proposed credit was sent back.
case-mail-staff-credited = { $amount } was credited with credit note { $note }.
case-mail-staff-credited-partly = { $amount } was credited with credit note { $note }, a part of the dispute.
case-mail-staff-declined = The dispute was declined.

case-mail-next-approval = Work begins once a main contact of the account approves it in the portal.
case-mail-customer-opened-macd = We have your request. You see its price, its time log and what has accrued in the portal at any time.
case-mail-customer-approved = The work was approved and is scheduled.
case-mail-customer-quoted = The work takes longer than we may do without your consent. We quote { $units } units at most, { $amount } in all: please accept it in the portal, so that work can go on.
case-mail-customer-quote-accepted = The quote was accepted; work goes on.
case-mail-customer-reviewed = The work is billed with { $units } units, { $amount } in all. It stands on your next invoice, with its receipt.
case-mail-staff-opened-macd = A request was opened.
case-mail-staff-approved = The customer approved the work.
case-mail-staff-quoted = The customer was sent a quote of { $units } units, { $amount } in all.
case-mail-staff-quote-accepted = The customer accepted the quote.
case-mail-staff-logged = A colleague logged time.
case-mail-staff-reviewed = Billing confirmed { $units } units, { $amount } in all.
