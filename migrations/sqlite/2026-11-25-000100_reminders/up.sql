-- Friendly reminders of what is past due and nobody disputes (REQUIREMENTS R3.5, R6.8).

-- What an account asked for, where it differs from the settings.
CREATE TABLE reminder_plans (
  account_id BIGINT PRIMARY KEY NOT NULL REFERENCES accounts (id),
  -- Days after the due date, as in `3, 10, 20`; empty for none at all; NULL for those of the settings.
  days TEXT,
  -- Until when a payment is promised: none before that day is over.
  promised_until DATE,
  note TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at TIMESTAMP NOT NULL
);

-- Which step went out about which invoice. Whoever adds the row sends the reminder: nobody gets it twice.
CREATE TABLE reminders (
  invoice_id BIGINT NOT NULL REFERENCES invoices (id),
  -- From 1.
  step INTEGER NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  sent_on DATE NOT NULL,
  -- What was past due of the invoice.
  amount_cents BIGINT NOT NULL,
  PRIMARY KEY (invoice_id, step)
);
CREATE INDEX reminders_by_account ON reminders (account_id);

-- The days on which every account was looked at.
CREATE TABLE reminder_days (
  day DATE PRIMARY KEY NOT NULL
);
