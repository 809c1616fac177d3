-- Who is billed and for what. Amounts are BIGINT cents; rates and quantities are canonical decimal TEXT,
-- because SQLite's NUMERIC goes through floating point. Instants are UTC.

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY NOT NULL,
  number TEXT NOT NULL UNIQUE,
  parent_id BIGINT REFERENCES accounts (id),
  name TEXT NOT NULL,
  street TEXT NOT NULL,
  city TEXT NOT NULL,
  region TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  country TEXT NOT NULL,
  currency TEXT NOT NULL,
  locale TEXT NOT NULL,
  terms_days INTEGER NOT NULL,
  late_fee_percent TEXT NOT NULL,
  bills_separately BOOLEAN NOT NULL,
  opened_on DATE NOT NULL,
  closed_on DATE,
  tax_exempt BOOLEAN NOT NULL
);
CREATE INDEX accounts_by_parent ON accounts (parent_id);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  phone TEXT NOT NULL,
  locale TEXT NOT NULL,
  roles TEXT NOT NULL,
  delivery TEXT NOT NULL,
  UNIQUE (account_id, email)
);

CREATE TABLE services (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  code TEXT NOT NULL,
  product TEXT NOT NULL,
  description TEXT NOT NULL,
  tax_class TEXT NOT NULL,
  quantity TEXT NOT NULL,
  unit_price TEXT NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE,
  billed_through DATE,
  UNIQUE (account_id, code)
);

-- invoice_id of charges, calls and payments: the issued invoice that bills or first shows the row.
-- What is not billed yet is found by the partial indexes, whatever the length of the history.
CREATE TABLE charges (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  reference TEXT NOT NULL,
  charged_on DATE NOT NULL,
  description TEXT NOT NULL,
  tax_class TEXT NOT NULL,
  quantity TEXT NOT NULL,
  unit_price TEXT NOT NULL,
  invoice_id BIGINT,
  UNIQUE (account_id, reference)
);
CREATE INDEX charges_not_billed ON charges (account_id) WHERE invoice_id IS NULL;

CREATE TABLE rates (
  id INTEGER PRIMARY KEY NOT NULL,
  plan TEXT NOT NULL,
  call_type TEXT NOT NULL,
  per_minute TEXT NOT NULL,
  increment_seconds INTEGER NOT NULL,
  minimum_seconds INTEGER NOT NULL,
  included_seconds BIGINT NOT NULL,
  UNIQUE (plan, call_type)
);

CREATE TABLE calls (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  call_id TEXT NOT NULL,
  started_at TIMESTAMP NOT NULL,
  seconds BIGINT NOT NULL,
  from_number TEXT NOT NULL,
  to_number TEXT NOT NULL,
  call_type TEXT NOT NULL,
  plan TEXT NOT NULL,
  invoice_id BIGINT,
  UNIQUE (account_id, call_id)
);
CREATE INDEX calls_not_billed ON calls (account_id) WHERE invoice_id IS NULL;

CREATE TABLE payments (
  id INTEGER PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  billing_account_id BIGINT NOT NULL REFERENCES accounts (id),
  reference TEXT NOT NULL,
  received_on DATE NOT NULL,
  method TEXT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  invoice_id BIGINT,
  UNIQUE (account_id, reference)
);
CREATE INDEX payments_not_shown ON payments (billing_account_id) WHERE invoice_id IS NULL;
CREATE INDEX payments_by_billing_account ON payments (billing_account_id);

CREATE TABLE taxes (
  id INTEGER PRIMARY KEY NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  region TEXT NOT NULL,
  tax_class TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  is_government BOOLEAN NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE
);

CREATE TRIGGER charges_billed_update BEFORE UPDATE ON charges WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'charges: what an invoice bills or shows never changes'); END;
CREATE TRIGGER charges_billed_delete BEFORE DELETE ON charges WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'charges: what an invoice bills or shows never changes'); END;
CREATE TRIGGER calls_billed_update BEFORE UPDATE ON calls WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'calls: what an invoice bills or shows never changes'); END;
CREATE TRIGGER calls_billed_delete BEFORE DELETE ON calls WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'calls: what an invoice bills or shows never changes'); END;
CREATE TRIGGER payments_billed_update BEFORE UPDATE ON payments WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'payments: what an invoice bills or shows never changes'); END;
CREATE TRIGGER payments_billed_delete BEFORE DELETE ON payments WHEN OLD.invoice_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'payments: what an invoice bills or shows never changes'); END;
