-- The office finds an account by whatever somebody says on the phone, among a hundred thousand: numbers,
-- the beginning of a name, an address, digits of a phone number. Letters are compared without case, ASCII
-- only, as both databases can. The expressions are those of `store/account_search.rs`, letter by letter.
CREATE INDEX accounts_by_number_key ON accounts (lower(number COLLATE "C"));
CREATE INDEX accounts_by_name_key ON accounts (lower(name COLLATE "C"));
CREATE INDEX contacts_by_email_key ON contacts (lower(email COLLATE "C"));
CREATE INDEX contacts_by_digits ON contacts
  (replace(replace(replace(replace(replace(replace(replace(phone COLLATE "C", ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), '+', ''));

-- Who sees an account, and what the log tells of one.
CREATE INDEX user_accounts_by_account ON user_accounts (account_id);
CREATE INDEX audit_by_subject ON audit (subject, seq);

-- Somebody of staff looks at the pages through a customer's eyes. A row is a look that has not ended; its
-- begin and its end are in the audit log.
CREATE TABLE customer_looks (
  id TEXT PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  begun_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL
);
CREATE INDEX customer_looks_by_end ON customer_looks (ends_at);
