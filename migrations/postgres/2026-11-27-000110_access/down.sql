-- Without the help with logins.
DROP INDEX sign_in_failures_by_window;
DROP INDEX registration_codes_by_account;
