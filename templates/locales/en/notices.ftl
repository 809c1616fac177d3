# E-mails that tell one person of one thing. Each kind has a subject, a text, what its button says and a
# note below it; { $provider } and { $phone } stand in all of them.

notice-password-reset-subject = { $provider }: set a new password
notice-password-reset-text = Somebody, we hope you, asked for a new password for your login. The link below works once, for one hour.
notice-password-reset-button = Set a new password
notice-password-reset-note = If it was not you, do nothing: your password stays as it is.

notice-password-changed-subject = { $provider }: your password was changed
notice-password-changed-text = The password of your login was changed, and you were signed out everywhere else.
notice-password-changed-button = It was not me: set a new password
notice-password-changed-note = If you changed it yourself, there is nothing to do. If not, set a new password now and call us: { $phone }.

notice-email-confirm-subject = { $provider }: confirm your new e-mail address
notice-email-confirm-text = Please confirm that you want to sign in with this address. The link below works for 24 hours.
notice-email-confirm-button = Confirm this address
notice-email-confirm-note = If you did not ask for this, do nothing: nothing will change.

notice-email-changing-subject = { $provider }: somebody wants to change your e-mail address
notice-email-changing-text = Somebody, we hope you, asked to sign in with { $new } instead of this address. It changes only once it is confirmed from there.
notice-email-changing-button = It was not me: set a new password
notice-email-changing-note = If it was you, there is nothing to do here. If not, set a new password now, which also stops the change, and call us: { $phone }.

notice-email-changed-subject = { $provider }: your e-mail address was changed
notice-email-changed-text = From now on your login has the address { $new }. We do not write to this one about it any more.
notice-email-changed-button = Go to the portal
notice-email-changed-note = If it was not you, call us at once: { $phone }.

notice-factor-added-subject = { $provider }: two-step sign-in is on
notice-factor-added-text = From now on we ask for a code from your authenticator app after your password.
notice-factor-added-button = See your sign-in
notice-factor-added-note = If it was not you, call us at once: { $phone }.

notice-factor-removed-subject = { $provider }: two-step sign-in is off
notice-factor-removed-text = Two-step sign-in was turned off: the password alone lets you in now. Your recovery codes have ended.
notice-factor-removed-button = See your sign-in
notice-factor-removed-note = If it was not you, change your password now and call us: { $phone }.

notice-factor-reset-subject = { $provider }: we removed your two-step sign-in
notice-factor-reset-text = Our staff removed the second step of your login, because we were told that you had lost it, and signed you out everywhere. The password alone lets you in now. Please set the second step up again.
notice-factor-reset-button = Set it up again
notice-factor-reset-note = If you did not ask us for this, change your password now and call us: { $phone }.

notice-codes-made-subject = { $provider }: new recovery codes
notice-codes-made-text = New recovery codes were made for your login. The earlier ones have ended.
notice-codes-made-button = See your sign-in
notice-codes-made-note = If it was not you, change your password now and call us: { $phone }.

notice-code-used-subject = { $provider }: a recovery code was used
notice-code-used-text = Somebody, we hope you, proved who they are with one of your recovery codes. Codes left: { $left }.
notice-code-used-button = See your sign-in
notice-code-used-note = If it was not you, change your password now and call us: { $phone }.
