-- A second factor at sign-in, and sessions that people can look through and end.

-- RFC 6238. The secret is as the app has it (base32), because codes are computed from it; last_step is the
-- time step of the last code that counted, so that no code counts twice.
CREATE TABLE user_factors (
  user_id BIGINT PRIMARY KEY REFERENCES users (id),
  secret TEXT NOT NULL,
  last_step BIGINT NOT NULL,
  added_at TIMESTAMP NOT NULL
);

-- For who has lost the app. Each works once; only its SHA-256 is kept.
CREATE TABLE recovery_codes (
  code_sha256 TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  used_at TIMESTAMP
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

-- Who has given their password and owes the code. Known by the SHA-256 of a key that the browser has; opens
-- nothing but the page that asks for the code.
CREATE TABLE half_sign_ins (
  key_sha256 TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX half_sign_ins_by_user ON half_sign_ins (user_id);

-- proven_at is when the person last proved who they are; device and origin (a network address) are what they
-- know a session by. Open sessions have none of these, so everybody signs in once more.
DROP TABLE sessions;
CREATE TABLE sessions (
  key_sha256 TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  state TEXT NOT NULL,
  device TEXT NOT NULL,
  origin TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  proven_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
