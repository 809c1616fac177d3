-- Copies and tries are lost; first messages stay.
DROP TABLE suppressed_addresses;
DROP TABLE outbox_tries;
CREATE TABLE outbox_of_firsts (
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
INSERT INTO outbox_of_firsts
  (id, kind, invoice_id, contact_id, user_id, account_id, email, name, locale, delivery, detail, message_id, state,
   attempts, in_doubt, dated_at, due_at, sent_at, response)
SELECT id, kind, invoice_id, contact_id, user_id, CASE WHEN invoice_id IS NULL THEN account_id END, email, name, locale,
       delivery, detail, message_id, state, attempts, in_doubt, dated_at, due_at, sent_at, response
FROM outbox WHERE copy_of IS NULL;
DELETE FROM outbox WHERE copy_of IS NOT NULL;
DROP TABLE outbox;
ALTER TABLE outbox_of_firsts RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_notices ON outbox (invoice_id, state, due_at) WHERE invoice_id IS NULL AND sent_at IS NULL;
