-- Cases: disputes, billing questions and, later, other work, against the clock (REQUIREMENTS 6). What happened is in
-- case_events, which only grows; the columns from `events` on say what those events amount to, so that lists need
-- not read them. A case is moved by an update that names how many events it had.
CREATE TABLE cases (
  id INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  -- Null on a master case, which gathers the same problem across customers.
  account_id BIGINT REFERENCES accounts (id),
  subject TEXT NOT NULL,
  opened_at TIMESTAMP NOT NULL,
  -- Null where it came by e-mail from somebody without a login.
  opened_by BIGINT REFERENCES users (id),
  -- The closed case that it follows on.
  related_id BIGINT REFERENCES cases (id),
  events INTEGER NOT NULL,
  state TEXT NOT NULL,
  priority TEXT NOT NULL,
  assignee_id BIGINT REFERENCES users (id),
  -- The case it is a duplicate of, and the master case it belongs to.
  main_id BIGINT REFERENCES cases (id),
  master_id BIGINT REFERENCES cases (id),
  closed_at TIMESTAMP,
  -- The next promise to the customer; null while no clock runs.
  due_at TIMESTAMP,
  -- When time alone changes something next.
  wake_at TIMESTAMP,
  CHECK ((kind = 'master') = (account_id IS NULL))
);
CREATE INDEX cases_by_account ON cases (account_id, id);
CREATE INDEX cases_open ON cases (due_at, id) WHERE closed_at IS NULL;
CREATE INDEX cases_to_wake ON cases (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX cases_by_master ON cases (master_id) WHERE master_id IS NOT NULL;
CREATE INDEX cases_by_related ON cases (related_id) WHERE related_id IS NOT NULL;

CREATE TABLE case_events (
  case_id BIGINT NOT NULL REFERENCES cases (id),
  seq INTEGER NOT NULL,
  at TIMESTAMP NOT NULL,
  -- `customer`, `staff` or `clock`, the person's login and the address they had.
  side TEXT NOT NULL,
  user_id BIGINT REFERENCES users (id),
  actor TEXT NOT NULL,
  -- JSON: what happened.
  what TEXT NOT NULL,
  -- What was written with it, as it was typed.
  body TEXT NOT NULL,
  PRIMARY KEY (case_id, seq)
);

-- Files that came with an event; their bytes are stored by their SHA-256.
CREATE TABLE case_files (
  id INTEGER PRIMARY KEY NOT NULL,
  case_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  FOREIGN KEY (case_id, seq) REFERENCES case_events (case_id, seq)
);
CREATE INDEX case_files_by_case ON case_files (case_id);

CREATE TRIGGER case_events_fixed_update BEFORE UPDATE ON case_events
BEGIN SELECT RAISE(ABORT, 'case_events: what is booked never changes'); END;
CREATE TRIGGER case_events_fixed_delete BEFORE DELETE ON case_events
BEGIN SELECT RAISE(ABORT, 'case_events: what is booked never changes'); END;
CREATE TRIGGER case_files_fixed_update BEFORE UPDATE ON case_files
BEGIN SELECT RAISE(ABORT, 'case_files: what is booked never changes'); END;
CREATE TRIGGER case_files_fixed_delete BEFORE DELETE ON case_files
BEGIN SELECT RAISE(ABORT, 'case_files: what is booked never changes'); END;
