-- Disputes with their money, and the credit notes that settle them (REQUIREMENTS R3.8, R6.7, R6.8).
CREATE TABLE disputes (
  case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
  -- The billing account: whose invoices it disputes.
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  -- `open`, `proposed`, `accepted`, `partly_accepted`, `declined` or `withdrawn`; the first two are in dispute.
  state TEXT NOT NULL,
  -- From the list of reasons.
  reason TEXT NOT NULL,
  opened_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP
);
CREATE INDEX disputes_by_account ON disputes (account_id);

-- line_no counts through all sections of the invoice from 0; -1 is its late fee.
CREATE TABLE dispute_lines (
  case_id BIGINT NOT NULL REFERENCES disputes (case_id),
  invoice_id BIGINT NOT NULL REFERENCES invoices (id),
  line_no INTEGER NOT NULL,
  -- What is disputed of the line, and of the taxes on it; then what of both was credited.
  amount_cents BIGINT NOT NULL,
  tax_cents BIGINT NOT NULL,
  accepted_cents BIGINT NOT NULL,
  accepted_tax_cents BIGINT NOT NULL,
  PRIMARY KEY (case_id, invoice_id, line_no),
  CHECK (amount_cents > 0 AND accepted_cents BETWEEN 0 AND amount_cents)
);
CREATE INDEX dispute_lines_by_invoice ON dispute_lines (invoice_id);

-- Credit notes, issued documents like invoices. Only the invoice that is the first to show one is filled in later.
CREATE TABLE credit_notes (
  id INTEGER PRIMARY KEY NOT NULL,
  number TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  account_number TEXT NOT NULL,
  case_id BIGINT REFERENCES cases (id),
  credited_on DATE NOT NULL,
  letterhead_id BIGINT NOT NULL REFERENCES letterheads (id),
  bill_to TEXT NOT NULL,
  locale TEXT NOT NULL,
  reason TEXT NOT NULL,
  total_cents BIGINT NOT NULL CHECK (total_cents > 0),
  issued_at TIMESTAMP NOT NULL,
  invoice_id BIGINT REFERENCES invoices (id)
);
CREATE INDEX credit_notes_by_account ON credit_notes (account_id, credited_on);
CREATE INDEX credit_notes_not_shown ON credit_notes (account_id) WHERE invoice_id IS NULL;

-- What is credited of which line; invoice_line_no as in dispute_lines. Amounts are positive.
CREATE TABLE credit_note_lines (
  note_id BIGINT NOT NULL REFERENCES credit_notes (id),
  line_no INTEGER NOT NULL,
  invoice_id BIGINT NOT NULL REFERENCES invoices (id),
  invoice_number TEXT NOT NULL,
  invoice_line_no INTEGER NOT NULL,
  account_number TEXT NOT NULL,
  kind TEXT NOT NULL,
  description TEXT NOT NULL,
  from_on DATE NOT NULL,
  to_on DATE NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  PRIMARY KEY (note_id, line_no)
);
CREATE INDEX credit_note_lines_by_invoice ON credit_note_lines (invoice_id);

CREATE TABLE credit_note_taxes (
  note_id BIGINT NOT NULL REFERENCES credit_notes (id),
  tax_no INTEGER NOT NULL,
  invoice_id BIGINT NOT NULL REFERENCES invoices (id),
  invoice_tax_no INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  kind TEXT NOT NULL,
  base TEXT NOT NULL,
  rate TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (note_id, tax_no)
);
CREATE INDEX credit_note_taxes_by_invoice ON credit_note_taxes (invoice_id);

CREATE TABLE credit_note_documents (
  note_id BIGINT PRIMARY KEY NOT NULL REFERENCES credit_notes (id),
  sha256 TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  stored_at TIMESTAMP NOT NULL
);

-- The credit notes that an invoice is the first to show, copied onto it like payments.
CREATE TABLE invoice_credits (
  invoice_id BIGINT NOT NULL,
  note_id BIGINT NOT NULL,
  number TEXT NOT NULL,
  credited_on DATE NOT NULL,
  reason TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, note_id)
);

-- What of the account's earlier invoices was in dispute when the period was closed.
ALTER TABLE invoices ADD COLUMN in_dispute_cents BIGINT NOT NULL DEFAULT 0;

CREATE TRIGGER credit_note_lines_fixed_update BEFORE UPDATE ON credit_note_lines
BEGIN SELECT RAISE(ABORT, 'credit_note_lines: what is booked never changes'); END;
CREATE TRIGGER credit_note_lines_fixed_delete BEFORE DELETE ON credit_note_lines
BEGIN SELECT RAISE(ABORT, 'credit_note_lines: what is booked never changes'); END;
CREATE TRIGGER credit_note_taxes_fixed_update BEFORE UPDATE ON credit_note_taxes
BEGIN SELECT RAISE(ABORT, 'credit_note_taxes: what is booked never changes'); END;
CREATE TRIGGER credit_note_taxes_fixed_delete BEFORE DELETE ON credit_note_taxes
BEGIN SELECT RAISE(ABORT, 'credit_note_taxes: what is booked never changes'); END;
CREATE TRIGGER credit_note_documents_fixed_update BEFORE UPDATE ON credit_note_documents
BEGIN SELECT RAISE(ABORT, 'credit_note_documents: what is booked never changes'); END;
CREATE TRIGGER credit_note_documents_fixed_delete BEFORE DELETE ON credit_note_documents
BEGIN SELECT RAISE(ABORT, 'credit_note_documents: what is booked never changes'); END;
CREATE TRIGGER credit_notes_fixed_update BEFORE UPDATE OF
  id, number, account_id, account_number, case_id, credited_on, letterhead_id, bill_to, locale, reason, total_cents,
  issued_at ON credit_notes
BEGIN SELECT RAISE(ABORT, 'credit_notes: an issued credit note never changes'); END;
CREATE TRIGGER credit_notes_shown_once BEFORE UPDATE ON credit_notes WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'credit_notes: an invoice shows it already'); END;
CREATE TRIGGER credit_notes_fixed_delete BEFORE DELETE ON credit_notes
BEGIN SELECT RAISE(ABORT, 'credit_notes: an issued credit note never changes'); END;
CREATE TRIGGER invoice_credits_issued_insert BEFORE INSERT ON invoice_credits
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_credits: an issued invoice never changes'); END;
CREATE TRIGGER invoice_credits_issued_update BEFORE UPDATE ON invoice_credits
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_credits: an issued invoice never changes'); END;
CREATE TRIGGER invoice_credits_issued_delete BEFORE DELETE ON invoice_credits
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_credits: an issued invoice never changes'); END;
