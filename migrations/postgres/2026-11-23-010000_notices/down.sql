-- Notices are lost; invoices stay.
DROP INDEX outbox_notices;
DELETE FROM outbox WHERE kind <> 'invoice';
ALTER TABLE outbox
  DROP CONSTRAINT outbox_has_its_invoice,
  DROP CONSTRAINT outbox_has_its_delivery,
  DROP COLUMN kind,
  DROP COLUMN user_id,
  DROP COLUMN account_id,
  DROP COLUMN detail,
  ALTER COLUMN invoice_id SET NOT NULL,
  ALTER COLUMN contact_id SET NOT NULL,
  ALTER COLUMN delivery SET NOT NULL;
