//! Signed-in sessions, by the SHA-256 of their key.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::rows::value;
use super::schema::{sessions, users};
use super::{AnyConnection, StoreError};
use crate::domain::access::Viewer;
use crate::values::ids::UserId;

/// The live session with this key and whose it is; none where that user was disabled.
pub fn find_session(
    conn: &mut AnyConnection,
    key_sha256: &str,
    now: DateTime<Utc>,
    not_before: DateTime<Utc>,
) -> Result<Option<(Viewer, String)>, StoreError> {
    type Row = (i64, String, String, String, String);
    let row: Option<Row> = sessions::table
        .inner_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(sessions::key_sha256.eq(key_sha256))
        .filter(sessions::expires_at.gt(now.naive_utc()))
        .filter(sessions::created_at.gt(not_before.naive_utc()))
        .filter(users::is_active.eq(true))
        .select((users::id, users::email, users::role, users::locale, sessions::state))
        .first(conn)
        .optional()?;
    row.map(|(id, email, role, locale, state)| {
        let viewer = Viewer {
            id: UserId(id),
            email,
            role: value("users.role", &role)?,
            locale: value("users.locale", &locale)?,
        };
        Ok((viewer, state))
    })
    .transpose()
}

/// Keeps a new session; those that have ended are swept away on the occasion.
pub fn insert_session(
    conn: &mut AnyConnection,
    key_sha256: &str,
    user: UserId,
    state: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now.naive_utc()))).execute(conn)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::key_sha256.eq(key_sha256),
            sessions::user_id.eq(user.0),
            sessions::state.eq(state),
            sessions::created_at.eq(now.naive_utc()),
            sessions::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes a session's state and later end. One that was ended meanwhile stays ended.
pub fn update_session(
    conn: &mut AnyConnection,
    key_sha256: &str,
    state: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(key_sha256))
        .set((sessions::state.eq(state), sessions::expires_at.eq(expires_at.naive_utc())))
        .execute(conn)?;
    Ok(())
}

/// Ends a session.
pub fn delete_session(conn: &mut AnyConnection, key_sha256: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(key_sha256)).execute(conn)?;
    Ok(())
}
