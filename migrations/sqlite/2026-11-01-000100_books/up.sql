-- The month, the documents and the books. An issued document, a posting and an audit row never change:
-- the triggers below refuse it whoever asks.

CREATE TABLE bill_runs (
  period TEXT PRIMARY KEY NOT NULL,
  started_at TIMESTAMP NOT NULL,
  closed_at TIMESTAMP,
  expected BIGINT NOT NULL
);

CREATE TABLE bill_steps (
  period TEXT NOT NULL REFERENCES bill_runs (period),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  carried_into TEXT,
  PRIMARY KEY (period, account_id)
);
CREATE INDEX bill_steps_by_state ON bill_steps (period, state, account_id);
CREATE INDEX bill_steps_by_account ON bill_steps (account_id);

CREATE TABLE bill_findings (
  period TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (period, account_id, kind)
);

-- The provider as it presents itself on documents, one row per wording.
CREATE TABLE letterheads (
  id INTEGER PRIMARY KEY NOT NULL,
  sha256 TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
);

CREATE TABLE invoices (
  id BIGINT PRIMARY KEY NOT NULL,
  period TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  account_sequence BIGINT NOT NULL,
  state TEXT NOT NULL,
  number TEXT UNIQUE,
  account_number TEXT NOT NULL,
  letterhead_id BIGINT NOT NULL REFERENCES letterheads (id),
  bill_to TEXT NOT NULL,
  locale TEXT NOT NULL,
  invoice_date DATE NOT NULL,
  due_date DATE NOT NULL,
  previous_invoice_id BIGINT,
  previous_balance_cents BIGINT NOT NULL,
  payments_cents BIGINT NOT NULL,
  credits_cents BIGINT NOT NULL,
  adjustments_cents BIGINT NOT NULL,
  late_fee_percent TEXT NOT NULL,
  late_fee_base_cents BIGINT NOT NULL,
  late_fee_cents BIGINT NOT NULL,
  new_charges_cents BIGINT NOT NULL,
  total_due_cents BIGINT NOT NULL,
  issued_at TIMESTAMP,
  UNIQUE (account_id, period)
);
-- Each account's issued invoices form one chain: two processes cannot both write its next link.
CREATE UNIQUE INDEX invoices_chain ON invoices (account_id, account_sequence) WHERE state = 'issued';
CREATE INDEX invoices_by_period ON invoices (period, state, account_id);

-- Lines and their like have no foreign key to invoices: on PostgreSQL it would be the largest cost of a
-- run, they are only ever written with their invoice by one function, and `verify` looks for strays.
CREATE TABLE invoice_sections (
  invoice_id BIGINT NOT NULL,
  section_no INTEGER NOT NULL,
  account_id BIGINT NOT NULL,
  account_number TEXT NOT NULL,
  name TEXT NOT NULL,
  total_cents BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, section_no)
);

CREATE TABLE invoice_lines (
  invoice_id BIGINT NOT NULL,
  line_no INTEGER NOT NULL,
  section_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  description TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  days INTEGER,
  period TEXT,
  quantity TEXT NOT NULL,
  unit_price TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  tax_class TEXT NOT NULL,
  service_id BIGINT,
  charge_id BIGINT,
  calls INTEGER,
  seconds BIGINT,
  increment_seconds INTEGER,
  minimum_seconds INTEGER,
  included_minutes_used TEXT,
  PRIMARY KEY (invoice_id, line_no)
);
CREATE INDEX invoice_lines_by_service ON invoice_lines (service_id) WHERE service_id IS NOT NULL;

CREATE TABLE invoice_taxes (
  invoice_id BIGINT NOT NULL,
  tax_no INTEGER NOT NULL,
  section_no INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  kind TEXT NOT NULL,
  base TEXT NOT NULL,
  rate TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, tax_no)
);

CREATE TABLE invoice_payments (
  invoice_id BIGINT NOT NULL,
  payment_id BIGINT NOT NULL,
  account_number TEXT NOT NULL,
  reference TEXT NOT NULL,
  received_on DATE NOT NULL,
  method TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, payment_id)
);

CREATE TABLE invoice_calls (
  invoice_id BIGINT NOT NULL,
  line_no INTEGER NOT NULL,
  call_no INTEGER NOT NULL,
  call_id BIGINT NOT NULL,
  charged_seconds BIGINT NOT NULL,
  amount_micros BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, line_no, call_no)
);

-- Journal entries: the postings of one document sum to zero. entry_no counts the entries of a document
-- that was booked, reversed and booked again.
CREATE TABLE postings (
  document TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  entry_no INTEGER NOT NULL,
  ledger TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  booked_on DATE NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (document, document_id, entry_no, ledger)
);
CREATE INDEX postings_by_account ON postings (account_id, ledger);

-- Gapless numbers, taken inside the transaction that issues.
CREATE TABLE invoice_series (
  series TEXT PRIMARY KEY NOT NULL,
  last_place BIGINT NOT NULL
);

-- Row ids are reserved in blocks, so that a batch knows the ids of its documents before it writes them.
CREATE TABLE id_blocks (
  name TEXT PRIMARY KEY NOT NULL,
  last_id BIGINT NOT NULL
);
INSERT INTO id_blocks (name, last_id) VALUES ('invoices', 0);

CREATE TABLE audit (
  seq BIGINT PRIMARY KEY NOT NULL,
  at TIMESTAMP NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
);

-- The end of the audit chain; its row lock orders those who write to it.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY NOT NULL,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

CREATE TRIGGER postings_fixed_update BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'postings: what is booked never changes'); END;
CREATE TRIGGER postings_fixed_delete BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'postings: what is booked never changes'); END;
CREATE TRIGGER audit_fixed_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: what is booked never changes'); END;
CREATE TRIGGER audit_fixed_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: what is booked never changes'); END;
CREATE TRIGGER invoices_issued_update BEFORE UPDATE ON invoices WHEN OLD.state = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoices: an issued invoice never changes'); END;
CREATE TRIGGER invoices_issued_delete BEFORE DELETE ON invoices WHEN OLD.state = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoices: an issued invoice never changes'); END;
CREATE TRIGGER invoice_sections_issued_insert BEFORE INSERT ON invoice_sections
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_sections: an issued invoice never changes'); END;
CREATE TRIGGER invoice_sections_issued_update BEFORE UPDATE ON invoice_sections
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_sections: an issued invoice never changes'); END;
CREATE TRIGGER invoice_sections_issued_delete BEFORE DELETE ON invoice_sections
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_sections: an issued invoice never changes'); END;
CREATE TRIGGER invoice_lines_issued_insert BEFORE INSERT ON invoice_lines
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_lines: an issued invoice never changes'); END;
CREATE TRIGGER invoice_lines_issued_update BEFORE UPDATE ON invoice_lines
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_lines: an issued invoice never changes'); END;
CREATE TRIGGER invoice_lines_issued_delete BEFORE DELETE ON invoice_lines
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_lines: an issued invoice never changes'); END;
CREATE TRIGGER invoice_taxes_issued_insert BEFORE INSERT ON invoice_taxes
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_taxes: an issued invoice never changes'); END;
CREATE TRIGGER invoice_taxes_issued_update BEFORE UPDATE ON invoice_taxes
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_taxes: an issued invoice never changes'); END;
CREATE TRIGGER invoice_taxes_issued_delete BEFORE DELETE ON invoice_taxes
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_taxes: an issued invoice never changes'); END;
CREATE TRIGGER invoice_payments_issued_insert BEFORE INSERT ON invoice_payments
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_payments: an issued invoice never changes'); END;
CREATE TRIGGER invoice_payments_issued_update BEFORE UPDATE ON invoice_payments
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_payments: an issued invoice never changes'); END;
CREATE TRIGGER invoice_payments_issued_delete BEFORE DELETE ON invoice_payments
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_payments: an issued invoice never changes'); END;
CREATE TRIGGER invoice_calls_issued_insert BEFORE INSERT ON invoice_calls
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_calls: an issued invoice never changes'); END;
CREATE TRIGGER invoice_calls_issued_update BEFORE UPDATE ON invoice_calls
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_calls: an issued invoice never changes'); END;
CREATE TRIGGER invoice_calls_issued_delete BEFORE DELETE ON invoice_calls
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_calls: an issued invoice never changes'); END;
