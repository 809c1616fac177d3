//! Signed-in sessions. Their keys are known to the browser only: stored is the SHA-256.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::auth::{note, off_thread};
use super::{App, ServiceError, settings};
use crate::domain::access::Viewer;
use crate::store::sessions::{self, NewSession};
use crate::values::hash::sha256;
use crate::values::ids::UserId;

/// A session that lives, and whose it is.
pub use crate::store::sessions::LiveSession;

/// A session that is not used ends after this.
pub const IDLE_MINUTES: i64 = 30;

/// However much it is used, a session ends after this.
pub(super) const LIFE: TimeDelta = TimeDelta::hours(12);

/// What a session begins with.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// What it remembers, as JSON.
    pub state: String,
    /// The browser and system, such as `Chrome/Windows`; empty where they are unknown.
    pub device: String,
    /// The network address.
    pub origin: String,
    /// When it was begun, where it goes on under a fresh key.
    pub begun_at: Option<DateTime<Utc>>,
}

/// Whose session this is and what it remembers, while it lives.
pub fn find_session(app: &App, key: &str) -> Result<Option<LiveSession>, ServiceError> {
    let (now, digest) = (app.clock.now(), sha256(key.as_bytes()));
    Ok(app.db.read(|conn| {
        // What was set in the office counts from the next page on.
        settings::refresh(app, conn)?;
        sessions::find_session(conn, &digest, now, now - LIFE)
    })?)
}

/// Begins a session of `user`, who has just proved who they are, under a fresh key.
pub fn begin_session(app: &App, key: &str, user: UserId, with: &Beginning) -> Result<(), ServiceError> {
    let (now, digest) = (app.clock.now(), sha256(key.as_bytes()));
    let session = NewSession {
        key_sha256: &digest,
        user,
        state: &with.state,
        device: &with.device,
        origin: &with.origin,
        begun_at: with.begun_at.unwrap_or(now),
        expires_at: now + TimeDelta::minutes(IDLE_MINUTES),
    };
    Ok(app.db.write(|conn| sessions::insert_session(conn, &session, now))?)
}

/// Remembers `state` and lets the session live on.
pub fn continue_session(app: &App, key: &str, state: &str) -> Result<(), ServiceError> {
    let (now, digest) = (app.clock.now(), sha256(key.as_bytes()));
    let end = now + TimeDelta::minutes(IDLE_MINUTES);
    Ok(app.db.write(|conn| sessions::update_session(conn, &digest, state, now, end))?)
}

/// Ends a session.
pub fn end_session(app: &App, key: &str) -> Result<(), ServiceError> {
    let digest = sha256(key.as_bytes());
    Ok(app.db.write(|conn| sessions::delete_session(conn, &digest))?)
}

/// Every live session of `user`, the one used last first.
pub async fn list(app: &Arc<App>, user: UserId) -> Result<Vec<LiveSession>, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        Ok(app.db.read(|conn| sessions::list_sessions(conn, user, now, now - LIFE))?)
    })
    .await
}

/// Ends the session named `id` if it is one of the viewer's; another's does not exist for them.
pub async fn end_own(app: &Arc<App>, viewer: Viewer, id: String) -> Result<(), ServiceError> {
    off_thread(app, move |app| {
        app.db.write(|conn| {
            if sessions::delete_session_of(conn, viewer.id, &id)? == 1 {
                note(conn, app.clock.now(), &viewer.email, "user.session_ended", &viewer.email, "")?;
            }
            Ok(())
        })
    })
    .await
}

/// Ends every session of the viewer but the one named `this`.
pub async fn end_others(app: &Arc<App>, viewer: Viewer, this: String) -> Result<(), ServiceError> {
    off_thread(app, move |app| {
        app.db.write(|conn| {
            let ended = sessions::delete_sessions_of(conn, viewer.id, Some(&this))?;
            if ended > 0 {
                let detail = format!("{ended} others");
                note(conn, app.clock.now(), &viewer.email, "user.session_ended", &viewer.email, &detail)?;
            }
            Ok(())
        })
    })
    .await
}
