-- Copies and tries are lost; first messages stay.
DROP TABLE suppressed_addresses;
DROP TABLE outbox_tries;
DELETE FROM outbox WHERE copy_of IS NOT NULL;
DROP INDEX outbox_first, outbox_of_invoice, outbox_of_period, outbox_of_period_by_state, outbox_of_account,
  outbox_to_address, outbox_every_notice, outbox_copies, outbox_doubts;
UPDATE outbox SET account_id = NULL WHERE invoice_id IS NOT NULL;
ALTER TABLE outbox
  DROP CONSTRAINT outbox_has_its_period,
  DROP CONSTRAINT outbox_copies_invoices,
  DROP COLUMN period,
  DROP COLUMN copy_of,
  DROP COLUMN copies,
  DROP COLUMN asked_by,
  ADD CONSTRAINT outbox_invoice_id_email_key UNIQUE (invoice_id, email);
