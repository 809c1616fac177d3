# Money in the office.

money-title = Money
money-of = Money of { $name }
money-amount = Amount in US dollars
money-came-in = What came in
money-find = Find payments
money-from = From
money-to = Through
money-reference-exact = Exact reference
money-none = No payment matches
money-none-text = Look for another account, day or reference.
money-recorded-by = recorded by { $who }
money-recorded = Recorded
money-next = Next page

# A payment recorded by hand
money-record = Record a payment
money-record-lead = It is booked on the account whose bill it pays, and goes to the oldest unpaid bill first.
money-record-do = Record the payment
money-account-hint = An account on another one’s bill will do: the payment is booked there.
money-reference-hint = The check’s number or the bank’s reference.
money-alike-title = Payments of the same account, amount and day
money-another = It is another payment: record it too.
money-done-payment = The payment is recorded.
money-done-paid = It paid: { $bills }.
money-done-left = { $amount } waits for the next bill.

# An account's money
money-balance = Balance
money-in-credit = In credit
money-as-customer = As the customer sees it
money-unpaid = Unpaid bills
money-unpaid-none = Everything is paid.
money-receipts = What came in and went out
money-receipts-none = Nothing came in yet.
money-can = Correct
money-who-why = Why, and who
money-approved-by = approved by { $who }
money-asked-title = Asked for and approved
money-asked-credit = Credit
money-asked-refund = Refund
money-asked-write-off = Write-off
money-asked-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
money-asked-by = Asked for by
money-state-waiting = Waits for a second person
money-state-approved = Approved by { $who } { $answer }
money-state-sent-back = Sent back by { $who } { $answer }

# Corrections
money-reason = Why
money-reason-hint = For your colleagues and the audit log; the customer does not see it.
money-most = At most { $most }. More than { $limit } in a month for one account needs a second person.
money-return-short = Returned
money-return-title = The bank returned a payment
money-return-lead = All of it is taken back today: what it paid is unpaid again. The next bill shows it.
money-return-do = Take it back
money-move-short = Move
money-move-title = Move a payment to another account
money-move-lead = It leaves this account today and is booked on the other one the same day. The next bill of both shows it.
money-move-do = Move it
money-move-to = To account
money-refund-title = Pay out credit
money-refund-lead = Pays credit of the account back to the customer. The next bill shows it.
money-refund-do = Pay it out
money-refund-reference-hint = The number of our check or of the transfer.
money-write-off-title = Write off
money-write-off-lead = What is unpaid and nobody disputes, and that you do not expect to be paid any more. The oldest bill is paid by it first.
money-write-off-do = Write it off
money-done-returned = The payment is taken back.
money-done-moved = The payment is moved.
money-done-refunded = The credit is paid out.
money-done-written-off = The amount is written off.
money-done-credited = The credit note is issued. The next bill shows it.
money-done-waits = That is above the limit: it waits for a second person.

# Credits without a dispute
money-credit-title = Credit charges
money-credit-choose = Which bill was wrong? A credit note takes back what of its lines you say, with their taxes.
money-credit-none = No bill yet
money-credit-none-text = There is nothing that could be credited.
money-credit-of = Credit charges of { $invoice }
money-credit-lead = Say how much of which line to credit, without taxes. More than { $limit } in a month for one account needs a second person.
money-credit-which = Lines that can be credited
money-credit-reason-hint = The customer reads this on the credit note and on the next bill.
money-credit-preview = Show it with taxes
money-credit-preview-lead = Nothing is credited yet.
money-credit-waits = This is above { $limit } for this month: a second person must approve it.
money-credit-do = Issue the credit note
money-credit-ask = Ask for approval
money-credit-edit = Change it
money-nothing-left = Nothing left to credit
money-nothing-left-text = Every line that matches is credited or in dispute.

# Second person
money-approvals = Waiting for approval
money-approvals-lead = Credits, refunds and write-offs above the limit, oldest first. Whoever asked cannot approve.
money-approvals-none = Nothing waits
money-approvals-none-text = No credit, refund or write-off needs a second person now.
money-answer = Answer
money-answer-hint = Needed when you send it back.
money-answer-missing = Say why you send it back.
money-done-approved = It is approved and done.
money-done-sent-back = It is sent back.

# Money without an account
money-unidentified = Money that nobody can place yet
money-unidentified-new = Money without an account
money-unidentified-lead = Record it as it is printed. When you know whose it is, it becomes a payment of the day on which it came in.
money-unidentified-do = Record it
money-unidentified-of = Money from { $payer }
money-payer = Payer
money-payer-hint = The name as printed.
money-note = Note
money-receipt-open = Nobody placed it yet
money-receipt-applied = It became a payment
money-receipt-returned = It was sent back
money-apply = It belongs to an account
money-apply-hint = It becomes a payment received on { $day }, or on the first day whose books are not closed.
money-apply-do = Make it a payment
money-give-back = Send it back
money-give-back-hint = From today on the money is gone from the books.
money-give-back-do = It was sent back

# Accounts in credit
money-credits-list = Accounts in credit
money-credits-lead = They paid more than was charged. It waits for the next bill, or can be paid out.
money-credits-none = No account is in credit
money-credits-none-text = Everything that came in has paid a bill.
money-credits-page-none = No account of this page is in credit

# A file of payments
money-import = Load a file of payments
money-import-lead = The file is looked through first. Nothing is loaded before you say so, and nothing at all where any line is wrong.
money-import-choose = Choose a file
money-import-file = CSV file
money-import-hint = A header and one line for each payment:
money-import-check = Look it through
money-import-look = What the file would do
money-import-rows = Lines
money-import-new = New payments
money-import-sum = They add up to
money-import-changed = Payments that it would change
money-import-unchanged = Payments that are there already
money-import-alike = { $count ->
    [one] One new payment is of the account, day and amount of another one, with another reference. Look whether it is the same money before you load it.
   *[other] { $count } new payments are of the account, day and amount of another one, with another reference. Look whether they are the same money before you load them.
}
money-import-alike-title = Possibly the same money twice
money-import-other = Like
money-import-nothing = There is nothing to load: all of it is there already.
money-import-load = Load it
money-import-wrong = Nothing was loaded
money-import-errors = { $count ->
    [one] { $count } line is wrong. Correct the file and choose it again.
   *[other] { $count } lines are wrong. Correct the file and choose it again.
}
money-import-line = Line
money-import-column = Column
money-import-why = Why
money-import-no-file = Choose a file.
money-import-too-large = The file is too large. Split it.
money-import-gone = That file is not here any more. Choose it again.
money-import-done = { $count ->
    [one] { $count } payment is loaded.
   *[other] { $count } payments are loaded.
}

# Refusals
money-not-allowed = Your role does not allow this. Billing staff can do it.
money-sent-twice = This form was sent before and counted once. Nothing was done twice.
money-missing = Fill this in.
money-day-wrong = Choose a day.
money-method-missing = Choose how it was paid.
money-amount-wrong = Enter an amount like 1,234.50.
money-amount-nothing = The amount must be more than nothing.
money-more-than = At most { $most } can be taken.
money-no-account = There is no account { $account }.
money-future = That day is still to come.
money-closed = The books are closed through { $day }: take a later day.
money-same-reference = This account has a payment with this reference: { $who } recorded it on { $time }. Nothing was changed.
money-same-reference-imported = This account has a payment with this reference. Nothing was changed.
money-alike = This looks like a payment that is recorded already. Nothing was recorded yet.
money-taken = { $who } took this payment from the account on { $day }. Nothing was changed.
money-not-there = This payment is not on this account any more.
money-same-account = The payment is on that account already.
money-line-left = Only { $left } are left of this line.
money-no-lines = Say how much of at least one line to credit.
money-own = You asked for this yourself: another person must approve it.
money-decided = Somebody else decided on this meanwhile.
money-settled = { $who } did this already.

# On the first page of the office
worry-money-to-approve = { $count ->
    [one] { $count } credit, refund or write-off waits for a second person
   *[other] { $count } credits, refunds or write-offs wait for a second person
}
worry-money-to-place = { $count ->
    [one] Money came in that nobody has placed
   *[other] Money came in { $count } times that nobody has placed
}
