//! Signed-in sessions. Their keys are known to the browser only: stored is the SHA-256.

use chrono::TimeDelta;

use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::store::sessions;
use crate::values::hash::sha256;
use crate::values::ids::UserId;

/// A session that is not used ends after this.
pub const IDLE_MINUTES: i64 = 30;

/// However much it is used, a session ends after this.
const LIFE: TimeDelta = TimeDelta::hours(12);

/// Whose session this is and what it remembers, while it lives.
pub fn find_session(app: &App, key: &str) -> Result<Option<(Viewer, String)>, ServiceError> {
    let (now, digest) = (app.clock.now(), sha256(key.as_bytes()));
    Ok(app.db.read(|conn| sessions::find_session(conn, &digest, now, now - LIFE))?)
}

/// Begins a session of `user` under a fresh key.
pub fn begin_session(app: &App, key: &str, user: UserId, state: &str) -> Result<(), ServiceError> {
    let (now, digest) = (app.clock.now(), sha256(key.as_bytes()));
    let end = now + TimeDelta::minutes(IDLE_MINUTES);
    Ok(app.db.write(|conn| sessions::insert_session(conn, &digest, user, state, now, end))?)
}

/// Remembers `state` and lets the session live on.
pub fn continue_session(app: &App, key: &str, state: &str) -> Result<(), ServiceError> {
    let digest = sha256(key.as_bytes());
    let end = app.clock.now() + TimeDelta::minutes(IDLE_MINUTES);
    Ok(app.db.write(|conn| sessions::update_session(conn, &digest, state, end))?)
}

/// Ends a session.
pub fn end_session(app: &App, key: &str) -> Result<(), ServiceError> {
    let digest = sha256(key.as_bytes());
    Ok(app.db.write(|conn| sessions::delete_session(conn, &digest))?)
}
