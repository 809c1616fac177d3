-- Months whose books are closed: nothing is booked on their days any more. `explained` is a JSON object,
-- the reason for each difference that was left; `owed_cents` is what all accounts owed at the month's end.
CREATE TABLE book_months (
  month TEXT PRIMARY KEY NOT NULL,
  last_day DATE NOT NULL,
  closed_at TIMESTAMP NOT NULL,
  closed_by TEXT NOT NULL,
  owed_cents BIGINT NOT NULL,
  explained TEXT NOT NULL
);

-- The audit log is read by who did it.
CREATE INDEX audit_by_actor ON audit (actor, seq);
