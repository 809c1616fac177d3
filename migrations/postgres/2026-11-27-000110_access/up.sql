-- Help with logins: the code that is out for an account, and the wrong tries of the quarter of an hour that
-- runs, whoever made them.
CREATE INDEX registration_codes_by_account ON registration_codes (account_id);
CREATE INDEX sign_in_failures_by_window ON sign_in_failures (window_start);
