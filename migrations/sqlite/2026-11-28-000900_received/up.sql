-- Only who counts invoices that somebody received says that there is an invoice: other questions about a period's
-- messages are not drawn to this index.
DROP INDEX outbox_invoices;
CREATE INDEX outbox_invoices ON outbox (period, invoice_id) WHERE invoice_id IS NOT NULL;
