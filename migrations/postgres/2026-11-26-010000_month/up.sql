-- The month in the office: who held or released a draft and when, the work of a month that somebody
-- started and that goes on in the background, and what a check before the closing found.

ALTER TABLE bill_steps ADD COLUMN moved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE bill_steps ADD COLUMN moved_at TIMESTAMP;

-- The last work of each kind for a period: its state is `running`, `done` or `failed`. One that is
-- running while nobody has the lock of the month belongs to a process that died.
CREATE TABLE month_jobs (
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY (period, kind)
);

-- What the last check of a period found. `text` is an address, numbers of requests, letters or a
-- sentence, as the kind says; the amounts are those of an unusual change.
CREATE TABLE month_warnings (
  period TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  before_cents BIGINT,
  now_cents BIGINT,
  cause TEXT,
  cause_cents BIGINT,
  PRIMARY KEY (period, kind, account_id)
);
