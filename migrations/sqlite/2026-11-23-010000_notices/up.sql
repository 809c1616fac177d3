-- One outbox for every message: invoices as before, and notices such as "your password was changed". A notice
-- belongs to a user or an account and is composed from `detail`, a JSON object of texts in which no secret
-- stands: links are signed when the message is composed. SQLite cannot drop a NOT NULL, so the table is made
-- anew; every row is kept.
CREATE TABLE outbox_of_all (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  invoice_id BIGINT REFERENCES invoices (id),
  contact_id BIGINT,
  user_id BIGINT REFERENCES users (id),
  account_id BIGINT REFERENCES accounts (id),
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  delivery TEXT,
  detail TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  in_doubt BOOLEAN NOT NULL,
  dated_at TIMESTAMP NOT NULL,
  due_at TIMESTAMP NOT NULL,
  sent_at TIMESTAMP,
  response TEXT NOT NULL,
  UNIQUE (invoice_id, email),
  CHECK ((kind = 'invoice') = (invoice_id IS NOT NULL)),
  CHECK ((kind = 'invoice') = (delivery IS NOT NULL))
);
INSERT INTO outbox_of_all
  (id, kind, invoice_id, contact_id, email, name, locale, delivery, detail, message_id, state, attempts, in_doubt,
   dated_at, due_at, sent_at, response)
SELECT id, 'invoice', invoice_id, contact_id, email, name, locale, delivery, '{}', message_id, state, attempts, in_doubt,
       dated_at, due_at, sent_at, response
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_of_all RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (state, due_at);
-- Notices go first: they are found without looking through a month's invoices. invoice_id is named, though it is
-- always null here, so that SQLite prefers this index to the larger one.
CREATE INDEX outbox_notices ON outbox (invoice_id, state, due_at) WHERE invoice_id IS NULL AND sent_at IS NULL;
