# The staff's pages of cases, and what answers to customers can begin with.

case-kind = Kind
priority = Priority
assignee = Who
nobody = Nobody
claim = Claim
claim-of = Claim case { $case }

# The queue
queue-title = Case queue
queue-parts = Parts of the queue
queue-open = Open
queue-mine = Mine
queue-unassigned = Nobody’s
queue-closed = Closed
queue-find = Find cases
queue-text = Number, subject or account
queue-text-example = C-000042 or Spruce
queue-caption = Cases, what is due next first
queue-due = Due
queue-me = You
queue-on-hold = On hold until { $time } MT
queue-waits = Waits for the customer
queue-closes = Closes { $time } MT unless answered
queue-closed-at = Closed { $time } MT
queue-empty = Nothing here
queue-empty-text = There is no case in this part of the queue.
queue-no-match = No case matches
queue-no-match-text = Try a part of the subject, of the account’s name or number, or fewer conditions. Closed cases have a part of their own.
queue-first = From the beginning
queue-next = Next 50

# A case
office-facts = At a glance
office-not-reviewed = not reviewed yet
office-opened = Opened
office-language = The customer reads
office-members = Cases gathered here
office-no-members = No case has joined yet. Open a customer’s case and let it join this one.
office-members-hint = What you answer, estimate or resolve here reaches every open case in this list. A dispute stays open until it is decided by itself.
office-write = Write
office-template = Begin with ({ $language })
office-template-none = An empty page
office-template-use = Insert
office-words = Your words
office-reply = Send to the customer
office-note = Keep as an internal note
office-you-wrote = You had written:
office-write-hint = An answer is sent by e-mail and shown to the customer. A note and its files are seen by staff only.
office-actions = Actions
office-closed-text = The case is closed. Notes can still be added.
office-until = Until (Mountain Time)
office-time-wrong = Enter a day and a time.
office-assign = Assign
office-assign-to = Who works on it
office-assign-nobody = Nobody: back to the queue
office-priority = Review the priority
office-priority-set = Set the priority
office-hold = Put on hold
office-estimate = Estimate when it is resolved
office-estimate-set = Tell the estimate
office-ship = Hardware is under way
office-resume = Go on working
office-resolve = Mark as resolved
office-announce = Announce the closing
office-announce-hint = The customer is told that the case closes after one business day without an answer.
office-announce-from = The customer has two business days to answer: it can be announced from { $at } Mountain Time on.
office-phone = The customer is on the phone
office-phone-master = Close or reopen
office-phone-hint = What you press here counts as said by the customer.
office-confirm = Confirm as resolved
office-reopen = Reopen
office-withdraw = Withdraw
office-duplicate = Mark as a duplicate
office-duplicate-hint = The main case is an open one of the same account and kind. What this one disputes goes over to it.
office-duplicate-of = Number of the main case
office-join = Join a master case
office-join-hint = A master case tells all its customers the same at once.
office-join-of = Number of the master case
office-escalate = Escalate
office-escalate-hint = The next level of the escalation path is told, and the customer sees it.
office-words-why = Why, for the customer
office-words-customer = Words, seen by the customer
office-words-also = Words for the customer (may stay empty)
office-words-ship = What is under way, for the customer
office-words-resolve = What was done, for the customer
office-words-master = Words for staff
office-words-phone = What the customer said

# Decisions
office-decide = Decide on the dispute
office-left = Left to decide
office-credit = Credit
office-credit-of = Credit of { $name }
office-decide-sum = All that is left comes to { $amount } with taxes, which follow the amounts.
office-limit = A credit above { $limit } needs a manager’s approval.
office-above-limit = A credit above { $limit } is only proposed: a manager must approve it.
office-words-decision = Words for the customer
office-accept = Accept
office-decline = Decline with this reason
office-amount-wrong = Enter an amount like 1,234.50; leave it empty for nothing.
office-proposed = A credit waits for approval
office-proposed-by = { $person } proposes to credit { $amount }, taxes included.
office-approve = Approve
office-send-back = Send back
office-send-back-hint = When it is approved, the customer sees your words. When it is sent back, only staff do.
office-own-proposal = You proposed this: someone else must approve it.
office-take-back = Take back
office-words-take-back = Why, for your colleagues
office-waits-for-manager = A manager or an administrator decides on this proposal.
office-waits-for-biller = A biller or a manager decides on this dispute.

# A new case
office-new = Open a case
office-question-hint = for a customer on the phone
office-master-hint = the same problem of several customers; only staff see it
office-account = Account number
office-account-hint = Not for a master case.
office-account-wrong = There is no account with this number.
office-subject = Subject
office-subject-missing = Say in a few words what it is about.
office-priority-1 = critical, a whole site
office-priority-2 = critical, several users
office-priority-3 = not critical, several users
office-priority-4 = not critical, one user
office-priority-hint = A master case is always 1G.
office-new-words = What the customer says
office-new-words-hint = The customer sees this, unless it is a master case.
office-open = Open the case

# Answers to begin with
case-template-name-received = We have it and look into it
case-template-name-more = We need more information
case-template-name-carrier = We wait for a carrier
case-template-name-credited = Credited
case-template-name-declined = Not credited
case-template-name-closing = We will close it soon
case-template-received =
    Hello,

    thank you for writing to us about case { $case }. We have received it and are looking into it. You will hear from us as soon as we know more, and at the latest by the time shown with the case.

    { $provider }
case-template-more =
    Hello,

    to go on with case { $case } we need a little more from you:

    - 

    You can answer in the portal, with files if you like. We go on as soon as we have it.

    { $provider }
case-template-carrier =
    Hello,

    for case { $case } we have asked the carrier whose network is concerned, and are waiting for their answer. We remind them and tell you as soon as they reply; there is nothing you need to do.

    { $provider }
case-template-credited =
    Hello,

    we have looked into case { $case } and you are right. We credit the amount to your account, with the taxes on it. The credit note is attached to the case and shown on your next invoice.

    { $provider }
case-template-declined =
    Hello,

    we have looked into case { $case } carefully and find the charge to be correct, because

    The amount is due again with your other open invoices. If we missed something, please tell us and we look again.

    { $provider }
case-template-closing =
    Hello,

    we have not heard from you about case { $case } and think that nothing more is needed. Without an answer we will close it soon. If there is anything left, a short answer in the portal is enough.

    { $provider }
