# What the customers' and the staff's pages of cases share.

nav-cases = Cases
nav-queue = Case queue

case-n = Case { $number }
case-kind-dispute = Dispute
case-kind-question = Question
case-kind-macd = Change request
case-kind-master = Master case

# States
case-state-new = New
case-state-in-progress = In progress
case-state-duplicate = Duplicate
case-state-on-hold = On hold
case-state-shipping = Shipping
case-state-resolved = Resolved, to be confirmed
case-state-reopened = Reopened
case-state-closed-no-response = Closed, no response
case-state-closed = Closed

# Priorities
case-priority = Priority { $priority }
case-priority-1G-means = One problem that hits several customers
case-priority-1-means = A critical service is lost for a whole site
case-priority-2-means = A critical service is partly impaired for several users
case-priority-3-means = A service that is not critical is impaired for several users, or lost for one
case-priority-4-means = A service that is not critical is impaired for one user; also every case until we have reviewed it
case-priority-expedited-means = A requested change, expedited
case-priority-standard-means = A requested change, in the usual time

# Spans of time
case-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
case-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
case-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
case-business-days =
    { $count ->
        [one] 1 business day
       *[other] { $count } business days
    }
case-left = { $span } left
case-over = over for { $span }

# What happens next
case-next = What happens next
case-times = All times are in Mountain Time.
case-clock-first-response = First response due by { $at } Mountain Time
case-clock-first-response-late = The first response was due by { $at } Mountain Time
case-clock-first-response-text = We answer for the first time by then.
case-clock-update = Next update due by { $at } Mountain Time
case-clock-update-late = An update was due by { $at } Mountain Time
case-clock-update-text = You hear from us again by then, also where there is nothing new.
case-clock-estimate = Estimated to be resolved by { $at } Mountain Time
case-clock-estimate-late = It was estimated to be resolved by { $at } Mountain Time
case-clock-estimate-text = Until then there are no updates that would only repeat this.
case-clock-hold = On hold until { $at } Mountain Time
case-clock-hold-text = Nothing can be done before. It then goes on by itself; a comment from you makes it go on sooner.
case-clock-waits = Resolved, as we see it: waiting for the customer
case-clock-waits-you = We think it is resolved: please confirm
case-clock-waits-you-text = Or tell us what is missing, and we go on. No clock runs until you answer.
case-clock-waits-text = The customer is asked to confirm it, or to say what is missing. No clock runs until then.
case-clock-closes = Without an answer the case is closed on { $at } Mountain Time.
case-clock-announce-from = The closing may be announced from { $at } Mountain Time on.
case-clock-reopen-until = It can be reopened until { $at } Mountain Time ({ $span } left).
case-clock-closed-since = Closed on { $at } Mountain Time.
case-clock-follow-on = It cannot be reopened any more; a new case can follow on it.
case-clock-duplicate = It goes on as case { $case }.
case-allowance-first-response = At this priority the first response takes at most { $span }.
case-allowance-update = At this priority there is an update at least every { $span }.
case-allowance-at-once = At this priority we respond at once.
case-promises = What was promised before
case-promise-first-response = First response
case-promise-update = Update
case-promise-when = given { $at }, due { $due }
case-in-time = In time
case-late = Late

# Disputes
case-dispute = In this dispute
case-dispute-state =
    { $state ->
        [proposed] Credit proposed
        [accepted] Accepted
        [partly-accepted] Accepted in part
        [declined] Declined
        [withdrawn] Withdrawn
       *[open] In dispute
    }
case-dispute-reason = Reason: { $reason }
case-disputed = Disputed
case-disputed-total = Disputed, with taxes
case-credited = Credited, with taxes
case-credit-note = Credit note { $number } (PDF)
case-dispute-not-due = This amount is not due until the dispute is decided. Everything else on the invoice stays due.

# Events
case-events = What happened
case-internal = Internal: the customer does not see this
case-by-clock = By itself, as the time came
case-event-opened = Opened at priority { $priority }
case-event-commented = Comment
case-event-replied = Answer
case-event-noted = Note
case-event-assigned = Given to someone to work on
case-event-assigned-to = Assigned to { $person }
case-event-assigned-nobody = Back in the queue
case-event-started = Work began
case-event-priority-set = Priority { $priority } after review
case-event-held = On hold until { $at }
case-event-resumed = Work goes on
case-event-shipped = Hardware is under way
case-event-estimated = Estimated to be resolved by { $at }
case-event-resolved = Resolved, waiting for confirmation
case-event-confirmed = Confirmed as resolved, closed
case-event-reopened = Reopened
case-event-withdrawn = Withdrawn, closed
case-event-marked-duplicate = A duplicate: it goes on as case
case-event-closing-announced = Closing announced
case-event-closed-no-response = Closed without an answer
case-event-escalated = Escalated to level { $level }
case-event-joined-master = Handled together with the same problem of others
case-event-followed-on = A new case follows on this one:
case-event-warned = Little time is left: a promise is due by { $at }
case-event-missed = A promise was missed: it was due by { $at }
case-event-proposed = Credit of { $amount } proposed, taxes apart
case-event-sent-back = Proposal sent back
case-event-credited = Accepted: { $amount } credited, taxes included
case-event-credited-partly = Accepted in part: { $amount } credited, taxes included
case-event-declined = Declined

# Around a case
case-escalation = If you need someone higher up
case-level-asked = Asked
case-others = Belongs together
case-other-main = It goes on as
case-other-related = It follows on
case-other-follower = Followed by
case-files = Files
case-files-hint = Up to 5 files: PDF, picture (PNG, JPEG, GIF), Excel, Word, text or CSV; each { $most } at most.

# Refusals
case-refused-not-allowed = Your login may not do this.
case-refused-not-now = This cannot be done while the case is “{ $state }”. The page shows how it stands now.
case-refused-taken = { $person } has it already.
case-refused-words-missing = Please write a few words with it.
case-refused-too-late = The case could be reopened until { $at } Mountain Time. A new case can follow on it.
case-refused-not-yet = This can be done from { $at } Mountain Time on.
case-refused-bad-time = Enter a time that lies ahead, within a year.
case-refused-same-priority = The case has this priority already.
case-refused-masters-only = Priority 1G is for master cases, and only for them.
case-refused-nothing-above = The case has been escalated to the highest level already.
case-refused-no-such-case = There is no such case that could be meant here.
case-refused-no-such-person = Nobody who works on cases has this address.
case-refused-undecided = The dispute must be accepted or declined first.
case-refused-nothing-to-decide = There is nothing left to decide.
case-refused-not-within = Enter an amount from 0.00 to { $amount }, and more than nothing in all.
case-refused-own-proposal = Someone else must approve what you proposed.
case-refused-no-lines = Tick at least one charge.
case-refused-same-line-twice = This charge was chosen twice.
case-refused-statement-too-old = Charges of this statement could be disputed until { $day }.
case-refused-no-charge = This line is a credit or costs nothing: it cannot be disputed.
case-refused-no-amount = Enter an amount of at least 0.01.
case-refused-more-than-left = At most { $amount } of this charge is left to dispute.
case-words-too-long = Write at most { $most } characters.
case-words-unprintable = The text has characters that cannot be seen. Please type it again without them.
case-file-empty = The file “{ $name }” is empty.
case-file-too-large = The file “{ $name }” is larger than { $most }.
case-file-unknown-kind = The file “{ $name }” is of a kind that we do not take.
case-file-mislabelled = The content of the file “{ $name }” is not what its name says.
case-file-too-many = At most 5 files can come with one message.
