-- Money in the office (REQUIREMENTS R3.8): corrections that are documents of their own, what waits for a second
-- person, money that nobody can place yet, and forms that count once.

-- Who recorded a payment and when; empty for those from before.
ALTER TABLE payments ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN recorded_at TIMESTAMP;
CREATE INDEX payments_by_day ON payments (received_on, id);
CREATE INDEX payments_by_reference ON payments (reference);

-- Adjustments: `payment_returned`, `payment_moved`, `refund` or `write_off`. amount_cents is positive where it
-- raises what is due. The two halves of a moved payment have its payment_id and the same move_no; a payment is
-- taken from an account once for each number. method is a refund's; reference is the payment's or the refund's.
-- Only the invoice that is the first to show one is filled in later.
CREATE TABLE adjustments (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL,
  booked_on DATE NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents <> 0),
  payment_id BIGINT REFERENCES payments (id),
  move_no INTEGER,
  method TEXT NOT NULL,
  reference TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  -- The second person; empty where none was needed.
  approved_by TEXT NOT NULL,
  made_at TIMESTAMP NOT NULL,
  invoice_id BIGINT REFERENCES invoices (id),
  UNIQUE (payment_id, move_no, account_id),
  CHECK ((payment_id IS NULL) = (move_no IS NULL))
);
CREATE INDEX adjustments_by_account ON adjustments (account_id, booked_on);
CREATE INDEX adjustments_not_shown ON adjustments (account_id) WHERE invoice_id IS NULL;

-- The adjustments that an invoice is the first to show, copied onto it like payments.
CREATE TABLE invoice_adjustments (
  invoice_id BIGINT NOT NULL,
  adjustment_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  booked_on DATE NOT NULL,
  reference TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, adjustment_id)
);

-- What one person asked for and another decides: a `credit`, `refund` or `write_off` above the limit. `body`
-- is what was asked for, JSON; result_id the credit note or adjustment that came of it. State: `waiting`,
-- `approved` or `sent_back`.
CREATE TABLE money_requests (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_by_id BIGINT NOT NULL REFERENCES users (id),
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMP NOT NULL,
  state TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TIMESTAMP,
  answer TEXT NOT NULL,
  result_id BIGINT
);
CREATE INDEX money_requests_waiting ON money_requests (id) WHERE state = 'waiting';
CREATE INDEX money_requests_by_account ON money_requests (account_id);
CREATE INDEX money_requests_by_result ON money_requests (kind, result_id) WHERE result_id IS NOT NULL;

-- Money that came in and that nobody can place yet: `open`, then `applied` (as a payment of the day it was
-- received) or `returned`.
CREATE TABLE unidentified_receipts (
  id INTEGER PRIMARY KEY NOT NULL,
  payer TEXT NOT NULL,
  reference TEXT NOT NULL,
  received_on DATE NOT NULL,
  method TEXT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  note TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  state TEXT NOT NULL,
  settled_on DATE,
  settled_by TEXT NOT NULL,
  settled_at TIMESTAMP,
  reason TEXT NOT NULL,
  payment_id BIGINT REFERENCES payments (id),
  UNIQUE (payer, reference, received_on)
);
CREATE INDEX unidentified_receipts_open ON unidentified_receipts (id) WHERE state = 'open';

-- Keys of forms that were sent: each counts once, however often its button was pressed.
CREATE TABLE money_keys (
  key TEXT PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  used_at TIMESTAMP NOT NULL
);

-- Accounts in credit are found among those whose last invoice was one.
CREATE INDEX invoices_in_credit ON invoices (account_id) WHERE total_due_cents < 0 AND state = 'issued';

CREATE TRIGGER adjustments_fixed_update BEFORE UPDATE OF
  id, account_id, kind, booked_on, amount_cents, payment_id, move_no, method, reference, reason, made_by,
  approved_by, made_at ON adjustments
BEGIN SELECT RAISE(ABORT, 'adjustments: an adjustment never changes'); END;
CREATE TRIGGER adjustments_fixed_delete BEFORE DELETE ON adjustments
BEGIN SELECT RAISE(ABORT, 'adjustments: an adjustment never changes'); END;
CREATE TRIGGER money_requests_fixed_update BEFORE UPDATE OF
  id, kind, account_id, amount_cents, body, reason, asked_by_id, asked_by, asked_at ON money_requests
BEGIN SELECT RAISE(ABORT, 'money_requests: what was asked for never changes'); END;
CREATE TRIGGER money_requests_fixed_delete BEFORE DELETE ON money_requests
BEGIN SELECT RAISE(ABORT, 'money_requests: what was asked for never changes'); END;
CREATE TRIGGER unidentified_receipts_fixed_update BEFORE UPDATE OF
  id, payer, reference, received_on, method, amount_cents, note, recorded_by, recorded_at ON unidentified_receipts
BEGIN SELECT RAISE(ABORT, 'unidentified_receipts: what came in never changes'); END;
CREATE TRIGGER unidentified_receipts_fixed_delete BEFORE DELETE ON unidentified_receipts
BEGIN SELECT RAISE(ABORT, 'unidentified_receipts: what came in never changes'); END;
CREATE TRIGGER adjustments_shown_once BEFORE UPDATE ON adjustments WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'adjustments: an invoice shows it already'); END;
CREATE TRIGGER money_requests_decided_once BEFORE UPDATE ON money_requests WHEN OLD.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'money_requests: it is decided'); END;
CREATE TRIGGER unidentified_receipts_settled_once BEFORE UPDATE ON unidentified_receipts WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'unidentified_receipts: it is settled'); END;
CREATE TRIGGER invoice_adjustments_issued_insert BEFORE INSERT ON invoice_adjustments
WHEN (SELECT state FROM invoices WHERE id = NEW.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_adjustments: an issued invoice never changes'); END;
CREATE TRIGGER invoice_adjustments_issued_update BEFORE UPDATE ON invoice_adjustments
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_adjustments: an issued invoice never changes'); END;
CREATE TRIGGER invoice_adjustments_issued_delete BEFORE DELETE ON invoice_adjustments
WHEN (SELECT state FROM invoices WHERE id = OLD.invoice_id) = 'issued'
BEGIN SELECT RAISE(ABORT, 'invoice_adjustments: an issued invoice never changes'); END;
