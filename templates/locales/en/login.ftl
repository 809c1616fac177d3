# A person's own login: the second step, a forgotten password, sessions.
login-title = Your sign-in
login-back = Back to your sign-in

# The code after the password
login-code-title = One more step
login-code-intro = Open your authenticator app and enter the code it shows for us.
login-code = Code
login-code-hint = Six digits from the app, or one of your recovery codes.
login-code-wrong = That code is not right, or it has been used already. Wait for the next one in the app and try again.
login-code-lost = Lost your phone and your recovery codes? Call { $phone } or write to { $email }.
login-code-back = Sign in as someone else

# A forgotten password
sign-in-forgotten = Forgotten your password?
forgot-title = Forgotten your password?
forgot-intro = Enter the e-mail address you sign in with. We send a link there to set a new password.
forgot-send = Send the link
forgot-sent = If there is a login with this address, a link is on its way to it.
forgot-sent-more = It works once, for one hour. Nothing there after a few minutes? Look into your spam folder, and check that you entered the address you sign in with.
forgot-again = Try another address
forgot-back = Back to the sign-in page
reset-title = Set a new password
reset-intro = For { $email }. Wherever you are signed in now, you will be signed out.
reset-save = Save the new password

# The page about one's login
login-done-password = Your password has been changed. Every other session has ended.
login-done-asked = If the new address can be used, we have sent a link to it. Your address changes when you open that link and confirm.
login-done-email = Your e-mail address has been changed. Sign in with the new one from now on.
login-done-factor-off = Two-step sign-in is off.
login-done-sessions = Done. What you ended is signed out.
login-on = On
login-off = Off
login-password-text = Change it if you think that someone else may know it.
login-password-change = Change your password
login-password-intro = Everywhere else you will be signed out.
login-current = Current password
login-current-wrong = This is not your current password.
login-password-save = Change the password
login-email-text = You sign in with { $email }.
login-email-change = Change your e-mail address
login-email-intro = You sign in with { $email } until the new address is confirmed.
login-email-new = New e-mail address
login-email-hint = We send a link there. It works for 24 hours.
login-email-send = Send the link
confirm-email-title = Confirm your new address
confirm-email-text = From now on you sign in with { $email }.
confirm-email-button = Use this address
confirm-email-not = If you did not ask for this, close this page: nothing has changed.

# Confirm it is you
login-confirm-title = Confirm it is you
login-confirm-intro = What comes next concerns the safety of your login. Please prove once more that it is you.
login-confirm-button = Continue
login-confirm-wrong = This is not your password.
login-confirm-wrong-code = The password or the code is not right. A code works only once: wait for the next one in the app.

# The second factor
login-factor-title = Two‑step sign-in
login-factor-on-text = After your password we ask for a code from your authenticator app.
login-factor-off-text = With a code from an app on your phone, a stolen password alone opens nothing.
login-factor-set-up = Set up two‑step sign-in
login-factor-manage = Recovery codes and settings
login-factor-owed = Everyone who works here signs in with two steps. Please set yours up before you go on.
login-factor-step-app = Open an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator, 1Password or Aegis.
login-factor-step-scan = Add an account there and scan this picture.
login-factor-picture = QR code with the secret key; the same key stands below as text
login-factor-secret = You cannot scan it? Enter this key in the app:
login-factor-step-code = Enter the six digits that the app shows then.
login-factor-code = Code from the app
login-factor-turn-on = Turn on
login-factor-off-title = Turn it off
login-factor-off-warning = After that the password alone lets you in, and anyone who has it. Your recovery codes end too. With a new phone, turn it off and set it up again.
login-factor-turn-off = Turn off two‑step sign-in
login-codes-title = Recovery codes
login-codes-left = { $count ->
    [0] You have no recovery codes left.
    [one] You have 1 recovery code left.
   *[other] You have { $count } recovery codes left.
}
login-codes-new-text = New codes replace the earlier ones, which stop working.
login-codes-new = Make new recovery codes
login-codes-on = Two-step sign-in is on. Here are your recovery codes.
login-codes-keep = Print or copy them now and keep them in a safe place: we show them only this once. Each lets you in once if you lose your phone.
login-codes-whose = Recovery codes for { $provider }
login-codes-kept = I have kept them

# Sessions
login-sessions-title = Where you are signed in
login-sessions-text = If you do not recognize one, end it and change your password.
login-sessions-note = Times are Mountain Time. A session ends by itself after 30 minutes without use.
login-device = { $browser } on { $system }
login-device-unknown = Unknown device
login-session-device = Device
login-session-origin = Network address
login-session-begun = Signed in
login-session-used = Last used
login-session-this = This one
login-session-end = End
login-sessions-end-others = End all the others
