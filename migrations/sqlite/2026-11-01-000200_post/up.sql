-- Stored documents and the outbox.

-- The bytes lie in the file store under their SHA-256 and are what everyone gets.
CREATE TABLE documents (
  invoice_id BIGINT PRIMARY KEY REFERENCES invoices (id),
  sha256 TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  stored_at TIMESTAMP NOT NULL
);

-- One message per invoice and recipient (REQUIREMENTS R4.4), written with the invoice. dated_at is when it
-- was first due, the Date of its header on every try; in_doubt says that an answer was lost after the last
-- byte, so that the message may have arrived all the same.
CREATE TABLE outbox (
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
CREATE INDEX outbox_due ON outbox (state, due_at);

CREATE TRIGGER documents_fixed_update BEFORE UPDATE ON documents
BEGIN SELECT RAISE(ABORT, 'documents: an issued document never changes'); END;
CREATE TRIGGER documents_fixed_delete BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'documents: an issued document never changes'); END;
