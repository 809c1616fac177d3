-- Who signs in. Tokens, codes and session keys are stored as SHA-256 only.

CREATE TABLE users (
  id INTEGER PRIMARY KEY NOT NULL,
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  locale TEXT NOT NULL,
  password_hash TEXT,
  is_active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE user_accounts (
  user_id BIGINT NOT NULL REFERENCES users (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (user_id, account_id)
);

-- One-time links to set a password.
CREATE TABLE user_tokens (
  token_sha256 TEXT PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);

-- One-time codes with which a customer registers (REQUIREMENTS R2.2).
CREATE TABLE registration_codes (
  code_sha256 TEXT PRIMARY KEY NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);

-- Made at sign-in, under a fresh key; expires_at moves on while it is used, created_at bounds it all the same.
CREATE TABLE sessions (
  key_sha256 TEXT PRIMARY KEY NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  state TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Tries to sign in or register per address and per origin, counted in windows; a success takes its own back.
CREATE TABLE sign_in_failures (
  subject TEXT NOT NULL,
  window_start TIMESTAMP NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (subject, window_start)
);
