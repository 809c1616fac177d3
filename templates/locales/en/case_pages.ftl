# The customers' pages of cases.

case = Case
case-opened = Opened
case-ask = Ask a question
case-send = Send
case-your-words = Your message
case-you-wrote = What you wrote

# The list
case-list-intro = Disputes of charges, questions about your bills, and requests for changes. To dispute a charge, open its invoice and choose “Dispute” beside the line.
case-list-dispute = Dispute a charge: choose the invoice
case-list-due = You hear from us by
case-list-closes = Closes without your answer on
case-list-closed = Closed on
case-tabs = Open or closed cases
case-tab-open = Open
case-tab-closed = Closed
case-none = No open cases
case-none-text = To dispute a charge, open its invoice and choose “Dispute” beside the line. For anything else about your bills, ask a question.
case-none-closed = No closed cases
case-none-closed-text = What is settled stays here, with everything that was said.
case-waits-confirm = Waits for your confirmation
case-waits-answer = Waits for your answer
case-waits-answered = We have answered

# A question
case-ask-intro = Ask anything about your bills. You see the answer here and get it by e-mail.
case-ask-urgent = Urgent? Please call us:
case-subject = Subject
case-subject-missing = Say in a few words what it is about.
case-your-question = Your question

# A dispute
dispute-it = Dispute
dispute-charges = Dispute charges
dispute-title = Dispute charges of invoice { $invoice }
dispute-back = Back to the invoice
dispute-not-due = What you dispute is not due until it is decided; no late fee or reminder comes for it. Everything else on the invoice stays due.
dispute-taxes = Taxes follow: those on a disputed charge are in dispute with it.
dispute-last-day = Charges of this invoice can be disputed until { $day }.
dispute-related = It follows on case
dispute-too-late = The time to dispute this invoice is over
dispute-too-late-text = Charges can be disputed within 180 days of the invoice date; for this invoice that was until { $day }. You can still ask us about it.
dispute-find = Find a charge by its name or account
dispute-find-hint = Search first, without words for all of them: what is ticked or written below is not kept when you search.
dispute-find-none = No charge has these words.
dispute-lines-shown = { $shown } of { $all } charges are shown.
dispute-which = Which charges?
dispute-left = Left to dispute
dispute-amount = Disputed amount
dispute-amount-unreadable = Enter an amount such as 12.50.
dispute-line-credit = A credit or free of charge: nothing to dispute
dispute-line-exhausted = All of it is credited or in dispute already
dispute-why = Why?
dispute-reason = Reason
dispute-reason-choose = Please choose
dispute-reason-missing = Choose the reason that fits best.
dispute-words = In your words
dispute-words-hint = What should the charge be, and how do we see that? Numbers of orders or cancellations help.
dispute-send = Open the dispute

# One case
case-done-opened = We have it. You get an e-mail when we answer, and you can add to it here at any time.
case-done-comment = Your message is sent.
case-done-confirm = Thank you. The case is closed.
case-done-reopen = The case is open again.
case-done-withdraw = The case is withdrawn and closed.
case-done-escalate = The case is escalated: the next level has been told.
case-comment = Write to us
case-is-it-resolved = Is it resolved?
case-is-it-resolved-text = We think so. Please confirm it, or tell us what is missing.
case-confirm = Yes, it is resolved
case-not-resolved = No, reopen the case
case-what-is-missing = What is missing?
case-reopen = Reopen the case
case-reopen-text = If it is not settled after all, tell us what is missing, and we go on.
case-follow-on = Is there more to it?
case-follow-on-text = This case cannot be reopened any more. A new case that follows on it keeps both together.
case-follow-on-do = Open a new case
case-dispute-again = Dispute the charges again
case-more = More
case-escalate = Escalate the case
case-escalate-text = The next level of the list above is told at once and looks at the case.
case-escalate-why = What should they know?
case-escalate-do = Escalate now
case-withdraw = Withdraw the case
case-withdraw-text = The case is closed without an answer. It can be reopened for seven days.
case-withdraw-dispute-text = The case is closed and the disputed amount is due again. The case can be reopened for seven days.
case-withdraw-request-text = The work ends. What was worked until now is billed; where nothing was, nothing is. The request can be reopened for seven days.
case-withdraw-do = Withdraw it
