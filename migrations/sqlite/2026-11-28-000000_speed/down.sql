-- Slower again.
DROP INDEX audit_by_time;
DROP INDEX audit_by_action;
DROP INDEX payments_by_method;
DROP INDEX outbox_invoices;
DROP INDEX contacts_receiving;
DROP INDEX accounts_billed;
DROP INDEX bill_steps_carried;
DROP INDEX adjustments_by_day;
DROP INDEX credit_notes_by_day;
DROP INDEX invoices_by_period;
CREATE INDEX invoices_by_period ON invoices (period, state, account_id);
DROP INDEX postings_by_day;
DROP INDEX postings_owed;
CREATE INDEX postings_by_account ON postings (account_id, ledger);
CREATE INDEX outbox_every_notice ON outbox (id) WHERE invoice_id IS NULL;
