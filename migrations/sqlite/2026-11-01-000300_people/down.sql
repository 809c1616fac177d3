DROP TABLE sign_in_failures;
DROP TABLE sessions;
DROP TABLE registration_codes;
DROP TABLE user_tokens;
DROP TABLE user_accounts;
DROP TABLE users;
