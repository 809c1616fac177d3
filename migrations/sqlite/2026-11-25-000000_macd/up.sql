-- MACD: moves, adds, changes and deletes that staff do on request (REQUIREMENTS 5). A request is a case of kind
-- `macd` with what is asked, what it may cost, its time log and, once reviewed, what it does cost.

-- What the work costs and when it is done, from a day on. Never changed: new terms begin on a later day.
CREATE TABLE macd_terms (
  starts_on DATE PRIMARY KEY NOT NULL,
  -- USD an hour, a decimal; minutes of a unit; USD cents of the expedite fee.
  hourly TEXT NOT NULL,
  increment_minutes INTEGER NOT NULL,
  expedite_fee_cents BIGINT NOT NULL,
  quote_above_units INTEGER NOT NULL,
  -- Extended business hours, Mountain Time.
  opens TEXT NOT NULL,
  closes TEXT NOT NULL,
  set_by TEXT NOT NULL
);
-- As the support plan has them.
INSERT INTO macd_terms
  (starts_on, hourly, increment_minutes, expedite_fee_cents, quote_above_units, opens, closes, set_by)
VALUES ('2000-01-01', '100', 15, 15000, 20, '07:00:00', '19:00:00', 'support plan');

CREATE TABLE macd_requests (
  case_id BIGINT PRIMARY KEY NOT NULL REFERENCES cases (id),
  kind TEXT NOT NULL,
  urgency TEXT NOT NULL,
  is_outside_hours BOOLEAN NOT NULL,
  wanted_on DATE,
  requester TEXT NOT NULL,
  -- The terms that were accepted with it.
  terms_on DATE NOT NULL REFERENCES macd_terms (starts_on),
  approver TEXT,
  approved_at TIMESTAMP,
  -- The newest quote, in units, and who accepted it.
  quoted_units INTEGER,
  quoted_at TIMESTAMP,
  quote_acceptor TEXT,
  quote_accepted_at TIMESTAMP,
  finished_at TIMESTAMP,
  -- The billing review, after which nothing of it changes.
  reviewer TEXT,
  reviewed_at TIMESTAMP,
  units INTEGER,
  work_cents BIGINT,
  fee_cents BIGINT,
  -- The invoice that bills it.
  invoice_id BIGINT REFERENCES invoices (id)
);
CREATE INDEX macd_to_review ON macd_requests (finished_at) WHERE finished_at IS NOT NULL AND reviewed_at IS NULL;
-- A request without units costs nothing: no invoice ever bills it.
CREATE INDEX macd_to_bill ON macd_requests (reviewed_at)
WHERE reviewed_at IS NOT NULL AND invoice_id IS NULL AND units > 0;

-- The time log. Corrections are entries of their own.
CREATE TABLE macd_entries (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL REFERENCES macd_requests (case_id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  person TEXT NOT NULL,
  started_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP NOT NULL,
  purpose TEXT NOT NULL,
  words TEXT NOT NULL,
  corrects_id BIGINT UNIQUE REFERENCES macd_entries (id),
  logged_at TIMESTAMP NOT NULL,
  CHECK (ended_at >= started_at)
);
CREATE INDEX macd_entries_by_case ON macd_entries (case_id);
CREATE INDEX macd_entries_by_person ON macd_entries (user_id, started_at);

-- The services that a reviewed request ended or began.
CREATE TABLE macd_changes (
  case_id BIGINT NOT NULL REFERENCES macd_requests (case_id),
  change_no INTEGER NOT NULL,
  service_id BIGINT NOT NULL REFERENCES services (id),
  -- `started` or `ended`, on that day.
  what TEXT NOT NULL,
  changed_on DATE NOT NULL,
  PRIMARY KEY (case_id, change_no)
);

-- The request of a line as it was billed, JSON: shown under the line wherever the invoice is.
CREATE TABLE invoice_receipts (
  invoice_id BIGINT NOT NULL,
  line_no INTEGER NOT NULL,
  case_id BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (invoice_id, line_no)
);

CREATE TRIGGER macd_terms_fixed_update BEFORE UPDATE ON macd_terms
BEGIN SELECT RAISE(ABORT, 'macd_terms: what is booked never changes'); END;
CREATE TRIGGER macd_terms_fixed_delete BEFORE DELETE ON macd_terms
BEGIN SELECT RAISE(ABORT, 'macd_terms: what is booked never changes'); END;
CREATE TRIGGER macd_entries_fixed_update BEFORE UPDATE ON macd_entries
BEGIN SELECT RAISE(ABORT, 'macd_entries: what is booked never changes'); END;
CREATE TRIGGER macd_entries_fixed_delete BEFORE DELETE ON macd_entries
BEGIN SELECT RAISE(ABORT, 'macd_entries: what is booked never changes'); END;
CREATE TRIGGER macd_changes_fixed_update BEFORE UPDATE ON macd_changes
BEGIN SELECT RAISE(ABORT, 'macd_changes: what is booked never changes'); END;
CREATE TRIGGER macd_changes_fixed_delete BEFORE DELETE ON macd_changes
BEGIN SELECT RAISE(ABORT, 'macd_changes: what is booked never changes'); END;
CREATE TRIGGER invoice_receipts_issued_insert BEFORE INSERT ON invoice_receipts
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_receipts: an issued invoice never changes'); END;
CREATE TRIGGER invoice_receipts_issued_update BEFORE UPDATE ON invoice_receipts
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_receipts: an issued invoice never changes'); END;
CREATE TRIGGER invoice_receipts_issued_delete BEFORE DELETE ON invoice_receipts
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_receipts: an issued invoice never changes'); END;
-- After the billing review only the invoice is filled in.
CREATE TRIGGER macd_requests_reviewed BEFORE UPDATE OF
  kind, urgency, requester, terms_on, approver, approved_at, quoted_units, finished_at, reviewer, reviewed_at, units,
  work_cents, fee_cents ON macd_requests WHEN OLD.reviewed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'macd_requests: what was reviewed never changes'); END;
CREATE TRIGGER macd_requests_billed_once BEFORE UPDATE ON macd_requests WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'macd_requests: an invoice bills it already'); END;
