-- For every question again.
DROP INDEX outbox_invoices;
CREATE INDEX outbox_invoices ON outbox (period, invoice_id);
