-- Notices are lost; invoices stay.
CREATE TABLE outbox_of_invoices (
  id INTEGER PRIMARY KEY NOT NULL,
  invoice_id BIGINT NOT NULL REFERENCES invoices (id),
  contact_id BIGINT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  delivery TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  in_doubt BOOLEAN NOT NULL,
  dated_at TIMESTAMP NOT NULL,
  due_at TIMESTAMP NOT NULL,
  sent_at TIMESTAMP,
  response TEXT NOT NULL,
  UNIQUE (invoice_id, email)
);
INSERT INTO outbox_of_invoices
SELECT id, invoice_id, contact_id, email, name, locale, delivery, message_id, state, attempts, in_doubt,
       dated_at, due_at, sent_at, response
FROM outbox WHERE kind = 'invoice';
DROP TABLE outbox;
ALTER TABLE outbox_of_invoices RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (state, due_at);
