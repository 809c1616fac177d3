-- Pages over a hundred thousand accounts: what they list is found by an index, what they add up is read from one.

-- What accounts owe, on a day too. Only these postings are ever looked for by account.
DROP INDEX postings_by_account;
CREATE INDEX postings_owed ON postings (account_id, booked_on, amount_cents, ledger) WHERE ledger = 'receivable';
-- What was posted in a month, by kind of document and ledger.
CREATE INDEX postings_by_day ON postings (booked_on, document, ledger, amount_cents);

-- Sums of a month's documents, credits and corrections.
DROP INDEX invoices_by_period;
CREATE INDEX invoices_by_period ON invoices
  (period, state, account_id, id, previous_invoice_id, new_charges_cents, total_due_cents);
CREATE INDEX credit_notes_by_day ON credit_notes (credited_on, total_cents);
CREATE INDEX adjustments_by_day ON adjustments (booked_on, amount_cents);
-- What later months took in is few, and left out of what can be held and released.
CREATE INDEX bill_steps_carried ON bill_steps (period, state) WHERE carried_into IS NOT NULL;

-- How many accounts are billed, and the few of them whose invoice nobody receives: what is left of one index when
-- the other is taken off. The conditions are those of `store/facts` and `store/month.rs`, letter by letter.
CREATE INDEX accounts_billed ON accounts (id, closed_on, parent_id, bills_separately)
  WHERE parent_id IS NULL OR bills_separately;
CREATE INDEX contacts_receiving ON contacts (account_id, roles)
  WHERE ';' || roles || ';' LIKE '%;invoice;%' OR ';' || roles || ';' LIKE '%;mpoc_primary;%';
-- Invoices that somebody received: only who counts them says that there is an invoice, so that other questions about
-- a period's messages are not drawn to this index.
CREATE INDEX outbox_invoices ON outbox (period, invoice_id) WHERE invoice_id IS NOT NULL;

-- Payments by a method that few use, the newest first.
CREATE INDEX payments_by_method ON payments (method, received_on, id);
-- What was done seldom, or lately, among a log of many invoices.
CREATE INDEX audit_by_action ON audit (action, seq);
CREATE INDEX audit_by_time ON audit (at);

-- The next message to be sent is the first of its state: a month's messages are due at one instant.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (state, due_at, id);
