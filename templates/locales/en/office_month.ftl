# The office's first page and the month.

nav-office = Office
nav-accounts = Accounts
nav-money = Money
nav-post = Mail
nav-reports = Reports
nav-audit = Audit
home-month = The month of { $period }
home-open-month = Open { $period }
home-now = What needs a person now
home-nothing = Nothing waits for a person.
home-unreached = Accounts without recipient
home-unreached-hint = The first of them by number. Give each a contact who receives invoices.
worry-counts-differ = { $count ->
    [one] The counts of the month do not agree: something was lost. Look at once.
   *[other] The counts of the month do not agree: something was lost. Look at once.
}
worry-work-stopped = { $count ->
    [one] Work on the month stopped before its end
   *[other] { $count } tasks on the month stopped before their end
}
worry-failed-drafts = { $count ->
    [one] 1 account could not be billed
   *[other] { $count } accounts could not be billed
}
worry-late-cases = { $count ->
    [one] 1 case is late
   *[other] { $count } cases are late
}
worry-held-drafts = { $count ->
    [one] 1 draft is held
   *[other] { $count } drafts are held
}
worry-failed-mails = { $count ->
    [one] 1 message did not arrive or is in doubt
   *[other] { $count } messages did not arrive or are in doubt
}
worry-no-recipient = { $count ->
    [one] Nobody would get the invoice of 1 account
   *[other] Nobody would get the invoices of { $count } accounts
}
worry-cases-due-soon = { $count ->
    [one] 1 case is due within two hours
   *[other] { $count } cases are due within two hours
}
worry-requests-to-review = { $count ->
    [one] 1 finished request waits for billing review
   *[other] { $count } finished requests wait for billing review
}
worry-credits-to-approve = { $count ->
    [one] 1 credit waits for approval
   *[other] { $count } credits wait for approval
}
month-next-close = Next: { $period } is closed on { $time } MT.
month-next-issue = Next: the released invoices of { $period } go out on { $time } MT.
month-line = Where the month stands
month-step-running = The period ends
month-step-closing = Closing
month-step-review = Review
month-step-issue = Issue
month-step-mail = Mail out
month-is-done = Done
month-is-now = Now
month-is-ahead = Ahead
month-held-count = { $count ->
    [one] 1 held
   *[other] { $count } held
}
month-sent-of = { $sent } of { $all } sent
month-documents = Documents
month-documents-caption = Drafted, held and failed add up to what is expected
month-drafted = Drafted
month-of-which-issued = { $count } of them issued
month-held = Held
month-failed = Failed
month-expected = Expected accounts
month-nothing = { $all } billing accounts, { $count } of them with nothing to bill.
month-no-run = { $count } billing accounts. The period is not closed yet, so there is no draft.
month-not-finished = The closing has begun and is not finished.
month-agrees = The counts agree.
month-differs = The counts do NOT agree. Something was lost: tell an administrator.
month-mail = Mail
month-mail-caption = The states of messages add up to the recipients
month-no-mail = No invoice of this period is out.
month-mail-sent = Sent
month-mail-queued = Not tried yet
month-mail-retrying = Tried again
month-mail-failed = Failed
month-mail-suppressed = Address refused before
month-mail-recipients = Recipients
month-mail-more = In doubt, because the server’s answer was lost: { $doubt }. Issued invoices that nobody receives: { $unread }.
month-earlier = Earlier month
month-later = Later month
month-report = Report (CSV)
month-job-check = Checking what the closing would find.
month-job-close = Closing the period.
month-job-issue = Issuing what is released.
month-job-by = Started by { $who } on { $time } MT.
month-job-of = { $done } of { $total } done
month-job-begins = It begins …
month-job-hint = The page looks again by itself every three seconds. You may leave it: the work goes on.
month-job-look = Look now
month-stopped = { $job } Started on { $time } MT, it stopped before its end.
month-stopped-log = The reason is in the program’s log.
month-stopped-again = Nothing is lost: start it again and it goes on where it stopped.
month-check-now = Check now
month-close = Close the period
month-close-on = Go on with the closing
month-close-failed = Try the failed accounts again
month-issue = { $count ->
    [one] Issue 1 invoice
   *[other] Issue { $count } invoices
}
month-closes-by-itself = It is closed by itself on { $time } MT.
month-issues-by-itself = What is released goes out by itself on { $time } MT.
month-check = Check before the closing
month-checked = Checked by { $who } on { $time } MT, with what was known then.
month-check-clean = Nothing was found that needs a person.
month-check-never = This period has not been checked. A check computes every invoice as far as it is known today and writes none.
month-what = What
month-where = Where to look
month-warning-cannot-bill = Cannot be billed
month-warning-cannot-bill-text = These accounts have calls without a rate: add the rate.
month-warning-no-recipient = No recipient
month-warning-no-recipient-text = Nobody would get these invoices: give each account a contact who receives invoices.
month-warning-failed-address = Address failed
month-warning-failed-address-text = The last invoice did not arrive at these addresses, and they are still recipients.
month-warning-missing-glyph = Missing letter
month-warning-missing-glyph-text = The document’s fonts lack a letter of a name or description.
month-warning-unreviewed-macd = Not reviewed
month-warning-unreviewed-macd-text = These requests are finished. What billing has not reviewed by the closing goes on a later invoice.
month-warning-open-quote = Open quote
month-warning-open-quote-text = The customer has not answered these quotes.
month-warning-unusual-change = Unusual change
month-warning-unusual-change-text = New charges differ by more than half, and by more than $100, from the average of the last three months.
month-warning-negative-total = Credit
month-warning-negative-total-text = The total is a credit: nothing is to be paid.
month-unusual = Usually { $before }, now { $now }.
month-unusual-cause = Largest change against the last invoice: { $cause } ({ $amount }).
month-undelivered = Messages that did not arrive
month-invoice = Invoice
month-drafts = Drafts by account
month-find = Find accounts
month-text = Number or name
month-finding = Finding
month-order = Order
month-order-account = By account number
month-order-change = Largest change first
month-finding-no-recipient = No recipient
month-finding-negative-total = Credit
month-finding-large-change = Large change
month-finding-missing-glyph = Missing letter
month-finding-unreviewed-macd = Not reviewed
month-state-drafted = Drafted
month-state-released = Released
month-state-held = Held
month-state-carried = Taken into a later period
month-state-failed = Failed
month-state-issued = Issued
month-state-nothing = Nothing to bill
month-moved-by = By { $who } on { $time } MT.
month-before = Last invoice
month-sum = { $count ->
    [one] Sum of 1 account
   *[other] Sum of { $count } accounts
}
month-no-match = No account matches
month-no-match-text = Try fewer conditions.
month-page-earlier = 100 before
month-page-next = Next 100
month-hold-shown = { $count ->
    [one] Hold the 1 draft of this list that would go out
   *[other] Hold all { $count } drafts of this list that would go out
}
month-hold-all = { $count ->
    [one] Hold 1 draft
   *[other] Hold { $count } drafts
}
month-release-shown = { $count ->
    [one] Release the 1 held draft of this list
   *[other] Release all { $count } held drafts of this list
}
month-release-all = { $count ->
    [one] Release 1 draft
   *[other] Release { $count } drafts
}
month-reason = Reason
month-reason-free = Remark (may stay empty)
month-refused-not-over = The period is not over. It can be closed from { $time } MT on.
month-refused-closed = The closing has begun: look at the drafts instead.
month-refused-not-closed = The period is not closed, or its closing is not finished.
month-refused-after = { $period } comes first: close it before, or what belongs to it would be lost.
month-refused-past = It cannot be closed any more: { $period } is closed and took in everything before it.
month-refused-too-early = Invoices go out from { $time } MT on, not before.
month-refused-no-reason = Say why it is held: whoever looks next must understand it.
month-refused-running = Work on a month is going on already. Wait until it is done.
month-refused-others = { $count ->
    [one] Nothing was done: the list has changed meanwhile, and 1 draft is meant now. Look again.
   *[other] Nothing was done: the list has changed meanwhile, and { $count } drafts are meant now. Look again.
}
month-refused-changed = Nothing was done. Account { $account } stands like this now: { $state }.
draft-title = { $account }, { $period }
draft-pdf = PDF, marked as a draft
draft-findings = What was found
draft-hold = Hold this draft
draft-hold-do = Hold it
draft-release = Release this draft
draft-release-do = Release it
draft-redraft = Make it anew
draft-redraft-text = After a correction. The new draft is held only where its own findings say so: a hold by hand ends with the old one.
draft-redraft-do = Make the draft anew
draft-none = There is no draft
draft-none-text = The account could not be computed, has nothing to bill, or a later period took it in.
