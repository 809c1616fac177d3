-- The post in the office: invoices sent again, every try of a message, addresses that take no mail.
--
-- A copy is a message of its own: copy_of is the first message, which counts its copies, and asked_by who wanted
-- this one. Only first messages are one per invoice and address. The period and the account of an invoice's
-- message stand on its row, so that lists and counts need no look at the invoices. SQLite cannot drop a UNIQUE
-- of a table, so the table is made anew; every row is kept.
CREATE TABLE outbox_with_copies (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  invoice_id BIGINT REFERENCES invoices (id),
  contact_id BIGINT,
  user_id BIGINT REFERENCES users (id),
  account_id BIGINT REFERENCES accounts (id),
  period TEXT,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  delivery TEXT,
  detail TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  in_doubt BOOLEAN NOT NULL,
  dated_at TIMESTAMP NOT NULL,
  due_at TIMESTAMP NOT NULL,
  sent_at TIMESTAMP,
  response TEXT NOT NULL,
  copy_of BIGINT REFERENCES outbox_with_copies (id),
  copies INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  CHECK ((kind = 'invoice') = (invoice_id IS NOT NULL)),
  CHECK ((kind = 'invoice') = (delivery IS NOT NULL)),
  CHECK ((kind = 'invoice') = (period IS NOT NULL)),
  CHECK (copy_of IS NULL OR kind = 'invoice')
);
INSERT INTO outbox_with_copies
  (id, kind, invoice_id, contact_id, user_id, account_id, period, email, name, locale, delivery, detail, message_id,
   state, attempts, in_doubt, dated_at, due_at, sent_at, response, copies, asked_by)
SELECT o.id, o.kind, o.invoice_id, o.contact_id, o.user_id, COALESCE(i.account_id, o.account_id), i.period, o.email,
       o.name, o.locale, o.delivery, o.detail, o.message_id, o.state, o.attempts, o.in_doubt, o.dated_at, o.due_at,
       o.sent_at, o.response, 0, ''
FROM outbox o LEFT JOIN invoices i ON i.id = o.invoice_id;
DROP TABLE outbox;
ALTER TABLE outbox_with_copies RENAME TO outbox;
CREATE UNIQUE INDEX outbox_first ON outbox (invoice_id, email) WHERE copy_of IS NULL;
CREATE INDEX outbox_of_invoice ON outbox (invoice_id);
CREATE INDEX outbox_due ON outbox (state, due_at);
-- Notices go first: they are found without looking through a month's invoices. invoice_id is named, though it is
-- always null here, so that SQLite prefers this index to the larger one.
CREATE INDEX outbox_notices ON outbox (invoice_id, state, due_at) WHERE invoice_id IS NULL AND sent_at IS NULL;
-- The lists of the office, newest first, and the counts of a period.
CREATE INDEX outbox_of_period ON outbox (period, id);
CREATE INDEX outbox_of_period_by_state ON outbox (period, state, id);
CREATE INDEX outbox_of_account ON outbox (account_id, id);
CREATE INDEX outbox_to_address ON outbox (lower(email), id);
CREATE INDEX outbox_every_notice ON outbox (id) WHERE invoice_id IS NULL;
CREATE INDEX outbox_copies ON outbox (copy_of, period, state) WHERE copy_of IS NOT NULL;
CREATE INDEX outbox_doubts ON outbox (period, id) WHERE in_doubt;

-- What became of each try. Of tries before this table only the last answer is known.
CREATE TABLE outbox_tries (
  id INTEGER PRIMARY KEY NOT NULL,
  message_id BIGINT NOT NULL REFERENCES outbox (id),
  at TIMESTAMP NOT NULL,
  state TEXT NOT NULL,
  in_doubt BOOLEAN NOT NULL,
  response TEXT NOT NULL
);
INSERT INTO outbox_tries (message_id, at, state, in_doubt, response)
SELECT id, due_at, state, in_doubt, response FROM outbox WHERE attempts > 0 AND state IN ('sent', 'failed') ORDER BY id;
CREATE INDEX outbox_tries_of ON outbox_tries (message_id, id);

-- Addresses, in small letters, that a server refused for good: nothing is sent to them until somebody lifts it.
-- why is what the server said to the message.
CREATE TABLE suppressed_addresses (
  address TEXT PRIMARY KEY NOT NULL,
  since TIMESTAMP NOT NULL,
  why TEXT NOT NULL,
  message_id BIGINT NOT NULL REFERENCES outbox (id)
);
