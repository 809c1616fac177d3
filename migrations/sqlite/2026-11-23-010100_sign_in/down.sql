-- Everybody signs in once more, without a second factor.
DROP TABLE sessions;
CREATE TABLE sessions (
  key_sha256 TEXT PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  state TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
DROP TABLE half_sign_ins;
DROP TABLE recovery_codes;
DROP TABLE user_factors;
