//! Signed-in sessions, by the SHA-256 of their key.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{half_sign_ins, sessions, user_factors, users};
use super::{AnyConnection, StoreError};
use crate::domain::access::Viewer;
use crate::values::ids::UserId;

/// A session that lives, and whose it is.
#[derive(Clone, Debug)]
pub struct LiveSession {
    /// The SHA-256 of its key: names it, opens nothing.
    pub id: String,
    /// Whose.
    pub viewer: Viewer,
    /// Whether they have a second factor.
    pub has_factor: bool,
    /// What it remembers, as JSON.
    pub state: String,
    /// The browser and system that it was begun with.
    pub device: String,
    /// The network address that it was begun from.
    pub origin: String,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// When its user last proved who they are.
    pub proven_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub used_at: DateTime<Utc>,
}

/// A session to be begun.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// The SHA-256 of its key.
    pub key_sha256: &'a str,
    /// Whose.
    pub user: UserId,
    /// What it remembers, as JSON.
    pub state: &'a str,
    /// The browser and system.
    pub device: &'a str,
    /// The network address.
    pub origin: &'a str,
    /// When it was begun; earlier than now for one that goes on under a fresh key.
    pub begun_at: DateTime<Utc>,
    /// When it ends unless it is used.
    pub expires_at: DateTime<Utc>,
}

type Row = (
    (String, String, String, String, NaiveDateTime, NaiveDateTime, NaiveDateTime),
    (i64, String, String, String),
    Option<i64>,
);

/// The columns of a [`Row`], in its order.
macro_rules! columns {
    () => {
        (
            (
                sessions::key_sha256,
                sessions::state,
                sessions::device,
                sessions::origin,
                sessions::created_at,
                sessions::proven_at,
                sessions::used_at,
            ),
            (users::id, users::email, users::role, users::locale),
            user_factors::user_id.nullable(),
        )
    };
}

/// Sessions of people who may sign in, that are neither idle nor too old.
macro_rules! live {
    ($now:expr, $not_before:expr) => {
        sessions::table
            .inner_join(users::table.on(users::id.eq(sessions::user_id)))
            .left_join(user_factors::table.on(user_factors::user_id.eq(users::id)))
            .filter(sessions::expires_at.gt($now.naive_utc()))
            .filter(sessions::created_at.gt($not_before.naive_utc()))
            .filter(users::is_active.eq(true))
    };
}

/// The live session with this key and whose it is; none where that user was disabled.
pub fn find_session(
    conn: &mut AnyConnection,
    key_sha256: &str,
    now: DateTime<Utc>,
    not_before: DateTime<Utc>,
) -> Result<Option<LiveSession>, StoreError> {
    // Not `first`: its LIMIT is a bound value, for which SQLite plans a query anew at every call.
    let row: Option<Row> = live!(now, not_before)
        .filter(sessions::key_sha256.eq(key_sha256))
        .select(columns!())
        .get_result(conn)
        .optional()?;
    row.map(session).transpose()
}

/// Every live session of `user`, the one used last first.
pub fn list_sessions(
    conn: &mut AnyConnection,
    user: UserId,
    now: DateTime<Utc>,
    not_before: DateTime<Utc>,
) -> Result<Vec<LiveSession>, StoreError> {
    let rows: Vec<Row> = live!(now, not_before)
        .filter(sessions::user_id.eq(user.0))
        .order((sessions::used_at.desc(), sessions::created_at.desc(), sessions::key_sha256))
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(session).collect()
}

fn session((of_session, of_user, factor): Row) -> Result<LiveSession, StoreError> {
    let (id, state, device, origin, begun_at, proven_at, used_at) = of_session;
    let (user, email, role, locale) = of_user;
    Ok(LiveSession {
        id,
        viewer: Viewer {
            id: UserId(user),
            email,
            role: value("users.role", &role)?,
            locale: value("users.locale", &locale)?,
            looks_as: None,
        },
        has_factor: factor.is_some(),
        state,
        device,
        origin,
        begun_at: instant(begun_at),
        proven_at: instant(proven_at),
        used_at: instant(used_at),
    })
}

/// Keeps a new session, whose user has just proved who they are; those that have ended are swept
/// away on the occasion.
pub fn insert_session(
    conn: &mut AnyConnection,
    session: &NewSession<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now.naive_utc()))).execute(conn)?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::key_sha256.eq(session.key_sha256),
            sessions::user_id.eq(session.user.0),
            sessions::state.eq(session.state),
            sessions::device.eq(session.device),
            sessions::origin.eq(session.origin),
            sessions::created_at.eq(session.begun_at.naive_utc()),
            sessions::proven_at.eq(now.naive_utc()),
            sessions::used_at.eq(now.naive_utc()),
            sessions::expires_at.eq(session.expires_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes a session's state and later end. One that was ended meanwhile stays ended.
pub fn update_session(
    conn: &mut AnyConnection,
    key_sha256: &str,
    state: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(key_sha256))
        .set((
            sessions::state.eq(state),
            sessions::used_at.eq(now.naive_utc()),
            sessions::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a session.
pub fn delete_session(conn: &mut AnyConnection, key_sha256: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(key_sha256)).execute(conn)?;
    Ok(())
}

/// Ends a session if it is one of `user`'s; how many that were.
pub fn delete_session_of(
    conn: &mut AnyConnection,
    user: UserId,
    key_sha256: &str,
) -> Result<usize, StoreError> {
    let own = sessions::table.find(key_sha256).filter(sessions::user_id.eq(user.0));
    Ok(diesel::delete(own).execute(conn)?)
}

/// Ends the sessions of `user` but for the one named, and what they began without finishing; how
/// many sessions that were.
pub fn delete_sessions_of(
    conn: &mut AnyConnection,
    user: UserId,
    but_for: Option<&str>,
) -> Result<usize, StoreError> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::user_id.eq(user.0))).execute(conn)?;
    let others = sessions::table
        .filter(sessions::user_id.eq(user.0))
        .filter(sessions::key_sha256.ne(but_for.unwrap_or_default()));
    Ok(diesel::delete(others).execute(conn)?)
}
