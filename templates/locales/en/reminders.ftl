# Reminders of what is past due: the mail and the pages of staff.

notice-reminder-subject = { $tone ->
    [first] Account { $account }: { $amount } was due
    [last] Account { $account }: { $amount } is still open – may we help?
   *[again] Account { $account }: { $amount } is still open
}
notice-reminder-text = { $tone ->
    [first] Perhaps it slipped through: { $amount } of the bills of { $name } (account { $account }) is past due, the oldest for { $days } days. If you have paid in the meantime, thank you, and please disregard this message.
    [last] { $amount } of the bills of { $name } (account { $account }) is past due, the oldest for { $days } days. This is our last reminder of it. If something keeps you from paying, please write or call: we would rather find a way with you.
   *[again] { $amount } of the bills of { $name } (account { $account }) is still past due, the oldest for { $days } days. If you have paid in the meantime, thank you, and please disregard this message.
}
notice-reminder-button = See what to pay
notice-reminder-note = What you dispute is not part of this and need not be paid until it is decided. To dispute a charge, open its invoice in the portal. You get this message because you receive the bills of this account.

reminders-title = Reminders
reminders-lead = Who owes something past due that nobody disputes. Reminders go out by themselves on business days; here you write down what a customer promised or asked for.
reminders-usual = As usual: { $days } days after the due date.
reminders-usual-off = As usual: none.
reminders-caption = Accounts with something past due
reminders-amount = Past due
reminders-oldest = Oldest due date
reminders-days-late = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
reminders-last = Last reminder
reminders-next = Next one
reminders-none-yet = none yet
reminders-no-more = no more
reminders-off = switched off
reminders-promised = payment promised until { $day }
reminders-empty = Nobody is past due
reminders-empty-text = Every bill that nobody disputes is paid or not yet due.
reminders-page-empty = No account of this page is past due
reminders-page-empty-text = The next page looks at more accounts.
reminders-of = Reminders of { $name }
reminders-open = What is past due
reminders-nothing = Nothing of this account is past due.
reminders-reminded-on = reminded on { $day }
reminders-plan = What this account is reminded by
reminders-when = When reminders go out
reminders-when-usual = As usual
reminders-when-own = On days of its own
reminders-when-never = Never
reminders-days = Days after the due date
reminders-days-hint = Rising numbers with commas, such as 5, 15, 30.
reminders-until = Payment promised until
reminders-until-hint = No reminder goes out through that day. Leave it empty where nothing is promised.
reminders-note = Note
reminders-note-hint = Who promised what, for your colleagues. The customer does not see it.
reminders-set-by = Written down by { $email }.
reminders-save = Save
reminders-bad-days = Type up to nine rising numbers of days from 1 to 365, such as 5, 15, 30.
reminders-bad-until = Choose a day from today to 90 days ahead.
reminders-changed = Somebody else changed this meanwhile. The form shows what they wrote; please enter yours again.
reminders-not-allowed = Your role does not allow this. Billing staff can do it.
