# Who receives the invoice, what became of it, and what customers say of their accounts.
rooms = Contacts and accounts
contacts = Contacts
contacts-list = Who we write to and call
contact = Contact
contact-add = Add a contact
contact-change = Change a contact
contact-remove = Remove this contact
contact-remove-text = They get no more invoices or notices for this account. What was sent to them stays on record.
change-it = Change
change-of = Change { $name }
reach = E-mail and phone
phone = Phone
job-title = Title
language = Language
receives = Invoice
receives-yes = Receives it
receives-no = No
contact-for = Contact for
role-invoice = Invoices
role-mpoc-primary = Primary main contact (MPOC)
role-mpoc = Secondary main contact (MPOC)
role-case = Cases
role-maintenance = Maintenance notices
role-escalation = Escalation, step { $level }
as-attachment = PDF attached
as-link = As a link
as-named = { $how ->
    [link] As a link
   *[attachment] PDF attached
}
recipients-marked = Every contact marked as invoice recipient gets this account’s invoices by e-mail on the 27th.
recipients-primary = No contact is marked as invoice recipient, so the primary main contact gets this account’s invoices by e-mail on the 27th.
recipients-nobody = Nobody gets this account’s invoices by e-mail: mark a contact as invoice recipient or name a primary main contact.
no-contacts = There are no contacts yet.
contacts-count-from = A change counts from the next invoice on. Messages that are already on their way stay as they are.
billed-above = This account is on the invoice of the account above it, and that account’s contacts receive it.
who-may-manage = Only { $name }, as the primary main contact, and our billing department can change these contacts.
who-may-manage-above = Only the primary main contact of an account above this one and our billing department can change these contacts.
address-trouble = Last invoice not delivered
address-trouble-tried = Last invoice delayed
contact-added = The contact is added.
contact-changed = The contact is changed.
contact-removed = The contact is removed.
contacts-confirmed = Thank you. We will ask again in a year.
gets-invoice = Gets the invoice by e-mail
gets-invoice-hint = Where nobody is marked, the primary main contact gets it.
main-contact = Main point of contact (MPOC)
main-contact-no = No
main-contact-hint = The primary one manages this list. An account has one.
takes-over = Takes over from { $name }, who becomes a secondary main contact
escalation = Steps on your escalation list
escalation-hint = Step 1 is called first. Several with commas, such as 1, 3.
escalation-wrong = Enter steps as numbers from 1 to 255, such as 1 or 1, 3.
role-unknown = Choose one of the roles in the list.
choice-unknown = Choose one of the entries in the list.
contact-address-taken = Another contact of this account has this address.
contact-second-primary = { $name } is the primary main contact. To hand the role over, also tick that this contact takes over.
contact-nobody-receives = Nobody would get the invoices any more. Mark another contact as invoice recipient first.
contact-no-successor = You are the primary main contact. Name another first: open that contact, choose “{ role-mpoc-primary }” and tick that they take over from you.
contact-outdated = Someone changed this contact meanwhile
contact-outdated-text = Nothing was overwritten. This is what the contact is now; what you entered is still below.
label-too-long = Use at most { $most } characters.
label-unprintable = Use one line of letters, digits and signs that can be printed.
save = Save
save-anyway = Save what I entered
cancel = Cancel

still-right-title = Are these still your contacts?
still-right-text = It has been a year or more since anyone confirmed this list. A quick look makes sure that your invoices and our notices reach the right people.
still-right-yes = Yes, they are right
still-right-change = Change them

# Deliveries
deliveries = Deliveries
deliveries-all = All deliveries
deliveries-intro = Who was sent each invoice, and what their mail server answered.
delivery-of = Delivery of { $number }
invoice-of-day = Invoice of { $date }
no-deliveries = Nothing was sent yet
nobody-received = This invoice was sent to nobody, because the account had no invoice recipient and no primary main contact. You can always read it here; to get the next one by e-mail, mark a contact as invoice recipient.
to-contacts = Go to the contacts
recipient = Recipient
sent-how = Sent as
tries = Tries
server-answer = Mail server’s answer
state-waiting = Waiting
state-sending = On its way
state-sent = Sent
state-retrying = Delayed
state-failed = Not delivered
state-stopped = Stopped
sent-waiting-until = until { $at } MT
sent-waiting-next = goes out with the next mailing
sent-at = { $at } MT
sent-again-at = tried again { $at } MT
in-doubt = In doubt
in-doubt-text = In doubt: the mail server’s answer to a try was lost, so we cannot tell whether that try arrived. We send such a message again; it may have arrived twice, with the same content.

# Names and cost centers
account-names = Accounts and cost centers
account-names-intro = Give each account the name your people know it by and the code you book its costs to.
nickname = Your name for it
nickname-of = Your name for account { $number }
cost-centre = Cost center
cost-centre-of = Cost center of account { $number }
cost-centre-of-service = Cost center of { $code }
services = Services
services-of = Services of account { $number }
service = Service
services-codes = Cost centers of services
services-codes-intro = A service without a code of its own goes with its account, which has none yet.
services-codes-intro-of = A service without a code of its own goes with its account’s: { $code }.
no-services = No active services
no-services-text = This account has no services to book.
accounts-cut = There are more accounts below. Choose one of them above to see what is below it.
cost-centre-from = Names show in this portal only. Cost centers stand on every invoice that is prepared from now on and in its exports; invoices you have already do not change.
who-may-name = Finance contacts and main contacts of the account and our billing department can change this.
names-saved = { $count ->
    [0] Nothing was changed.
    [one] One account was changed.
   *[other] { $count } accounts were changed.
}
codes-saved = { $count ->
    [0] Nothing was changed.
    [one] One service was changed.
   *[other] { $count } services were changed.
}
names-wrong = Nothing was saved yet: please look at the marked fields.
names-outdated = Someone changed the marked rows meanwhile, so these were not overwritten. What you entered is still there; save again to replace what is there now.
row-now = Now: name “{ $name }”, cost center “{ $code }”
row-now-code = Now: “{ $code }”
