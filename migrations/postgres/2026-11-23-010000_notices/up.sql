-- One outbox for every message: invoices as before, and notices such as "your password was changed". A notice
-- belongs to a user or an account and is composed from `detail`, a JSON object of texts in which no secret
-- stands: links are signed when the message is composed.
ALTER TABLE outbox
  ADD COLUMN kind TEXT NOT NULL DEFAULT 'invoice',
  ADD COLUMN user_id BIGINT REFERENCES users (id),
  ADD COLUMN account_id BIGINT REFERENCES accounts (id),
  ADD COLUMN detail TEXT NOT NULL DEFAULT '{}',
  ALTER COLUMN invoice_id DROP NOT NULL,
  ALTER COLUMN contact_id DROP NOT NULL,
  ALTER COLUMN delivery DROP NOT NULL;
ALTER TABLE outbox
  ALTER COLUMN kind DROP DEFAULT,
  ALTER COLUMN detail DROP DEFAULT,
  ADD CONSTRAINT outbox_has_its_invoice CHECK ((kind = 'invoice') = (invoice_id IS NOT NULL)),
  ADD CONSTRAINT outbox_has_its_delivery CHECK ((kind = 'invoice') = (delivery IS NOT NULL));
-- Notices go first: they are found without looking through a month's invoices.
CREATE INDEX outbox_notices ON outbox (invoice_id, state, due_at) WHERE invoice_id IS NULL AND sent_at IS NULL;
