# The post in the office: every message, invoices sent again, addresses that take no mail.

post-title = Deliveries
post-lead = Every message, newest first: invoices, copies and notices, and what the recipient’s mail server answered.
post-parts = Messages by state
post-part-all = All
post-part-sent = Sent
post-part-queued = Not tried yet
post-part-retrying = Tried again
post-part-failed = Failed
post-part-suppressed = Address refused
post-part-doubt = In doubt
post-find = Find messages
post-every-period = Every period
post-kind = Kind
post-kind-invoice = Invoices
post-kind-copy = Copies
post-kind-notice = Notices
post-address = E-mail address
post-caption = Messages, newest first
post-message = Message
post-counts-hint = The counts are of invoices’ first messages in the period. Copies are listed and not counted; notices belong to no period. An address is found by the whole address.
post-older = Older messages
post-empty = No message
post-empty-text = Nothing was sent that matches.
post-again-text = { $count ->
    [one] 1 message failed and was not sent again. Its address was not refused, so another try may succeed.
   *[other] { $count } messages failed and were not sent again. Their addresses were not refused, so another try may succeed.
}
post-again = { $count ->
    [one] Send 1 failed message again
   *[other] Send { $count } failed messages again
}
post-again-done = { $count ->
    [one] 1 copy is on its way.
   *[other] { $count } copies are on their way.
}
post-again-at = again { $time }
post-life = What became of it
post-queued = Ready to be sent
post-asked-by = { $who } asked for this copy
post-untold = { $count ->
    [one] 1 earlier try, of which no time was kept
   *[other] { $count } earlier tries, of which no times were kept
}
post-try-sent = The recipient’s mail server took it
post-try-retrying = Refused for now, or the server could not be reached
post-try-failed = Refused for good
post-try-doubt = The server’s answer was lost: it may have arrived
post-next-try = It is tried again on { $time } MT.
post-first-try = It is tried on { $time } MT or soon after.
post-not-tried = Not tried: a mail server refused this address for good before
post-doubt-text = In doubt: after the last byte of a try the connection broke before the server’s answer came. Nobody can know whether that try arrived (RFC 1047). The very same message was tried again, so the recipient may have it twice; a lost invoice would be worse.
post-family = The message and its copies
post-about = About this message
post-contact-now = The contact as it is now
post-resend = Send it again
post-resend-hint = It goes out as a copy and says so in its subject and its first line, with the very same PDF. Who asked for it is recorded.
post-resend-to = To
post-corrects = Also correct the contact’s address
post-resend-do = Send a copy
post-resent = The copy is on its way. It goes out within a minute or so.
post-refused-notice = Only invoices can be sent again. The links of a notice work for a short time only.
post-refused-under-way = It is still on its way. It can be sent again once that came to an end.
post-refused-sent-meanwhile = A copy was sent meanwhile, so nothing more was sent. Look at it first.
post-refused-suppressed = A mail server refused { $address } for good on { $day }. Send to another address, or let mail go to this one again first.
post-refused-contact-changed = The contact was changed or removed meanwhile. Nothing was sent: look at the contact first.
post-refused-contact-not-allowed = Only billing may change this contact. Nothing was sent.
post-refused-others = { $count ->
    [one] Nothing was sent: there is 1 such message now, not what you saw.
   *[other] Nothing was sent: there are { $count } such messages now, not what you saw.
}
sent-copy = Copy
state-suppressed = Address refused
address-silent = Address refused
address-silent-text = A mail server refused this address for good on { $day }. No mail goes to it until the address is corrected or the block is lifted.
addresses-title = Refused addresses
addresses-lead = A mail server said that these addresses do not exist or take no mail. Nothing is sent to them. A corrected contact needs nothing here.
addresses-look = Look at the block
addresses-since = Refused on
addresses-lift = Let mail go again
addresses-lift-do = Lift
addresses-lift-of = Let mail go to { $address } again
addresses-reason = Reason
addresses-no-reason = Say why mail may go to this address again.
addresses-lifted = Mail goes to { $address } again. What was not sent meanwhile is not sent by this: send copies where they are needed.
addresses-lifted-meanwhile = Mail goes to this address already.
addresses-empty = No address is refused
addresses-empty-text = Mail goes to every address.
worry-suppressed-addresses = { $count ->
    [one] 1 address takes no mail
   *[other] { $count } addresses take no mail
}
month-warning-suppressed-address = Address refused
month-warning-suppressed-address-text = A mail server refused these recipients for good. Nothing is sent to them until the contact is corrected or the block is lifted.
