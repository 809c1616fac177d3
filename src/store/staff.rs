//! The provider's own logins as an administrator sees them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{sessions, user_factors, user_tokens, users};
use super::{AnyConnection, StoreError};
use crate::domain::access::Role;
use crate::values::ids::UserId;
use crate::values::locale::Locale;

/// A login of staff.
#[derive(Clone, Debug)]
pub struct StaffLogin {
    /// Row id.
    pub id: UserId,
    /// In small letters.
    pub email: String,
    /// What they sign in as.
    pub role: Role,
    /// The language they read.
    pub locale: Locale,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether they have set a password.
    pub has_password: bool,
    /// Whether they have a second step.
    pub has_factor: bool,
    /// Sessions that live.
    pub sessions: i64,
    /// When one of those was used last.
    pub used_at: Option<DateTime<Utc>>,
}

fn customers() -> Vec<&'static str> {
    Role::ALL.iter().filter(|role| role.is_customer()).map(|role| role.as_str()).collect()
}

/// Every login of staff by address, locked ones too; only `one` where it is given.
pub fn list_logins(
    conn: &mut AnyConnection,
    one: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<Vec<StaffLogin>, StoreError> {
    type Row = (i64, String, String, String, bool, Option<String>);
    let mut query = users::table
        .filter(users::role.ne_all(customers()))
        .order(users::email)
        .select((users::id, users::email, users::role, users::locale, users::is_active, users::password_hash))
        .into_boxed::<<AnyConnection as Connection>::Backend>();
    if let Some(one) = one {
        query = query.filter(users::id.eq(one.0));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let factors: Vec<i64> = user_factors::table
        .filter(user_factors::user_id.eq_any(&ids))
        .select(user_factors::user_id)
        .load(conn)?;
    let factors: HashSet<i64> = factors.into_iter().collect();
    type Used = (i64, i64, Option<NaiveDateTime>);
    let used: Vec<Used> = sessions::table
        .filter(sessions::user_id.eq_any(&ids))
        .filter(sessions::expires_at.gt(now.naive_utc()))
        .group_by(sessions::user_id)
        .select((sessions::user_id, diesel::dsl::count_star(), diesel::dsl::max(sessions::used_at)))
        .load(conn)?;
    let used: HashMap<i64, (i64, Option<NaiveDateTime>)> =
        used.into_iter().map(|(user, count, at)| (user, (count, at))).collect();
    rows.into_iter()
        .map(|(id, email, role, locale, is_active, hash)| {
            let (sessions, used_at) = used.get(&id).copied().unwrap_or_default();
            Ok(StaffLogin {
                id: UserId(id),
                email,
                role: value("users.role", &role)?,
                locale: value("users.locale", &locale)?,
                is_active,
                has_password: hash.is_some(),
                has_factor: factors.contains(&id),
                sessions,
                used_at: used_at.map(instant),
            })
        })
        .collect()
}

/// How many administrators may sign in. Nobody else changes one of them until the transaction ends, so that
/// the rule about the last one holds. SQLite's one writer does that already.
pub fn count_administrators(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let active =
        users::table.filter(users::role.eq(Role::Administrator.as_str())).filter(users::is_active.eq(true));
    if let AnyConnection::Postgres(c) = conn {
        let locked: Vec<i64> = active.order(users::id).select(users::id).for_update().load(c)?;
        return Ok(locked.len() as i64);
    }
    Ok(active.count().get_result(conn)?)
}

/// Gives a login another role; `false` where it has not the role `was` any more.
pub fn set_role(conn: &mut AnyConnection, user: UserId, was: Role, is: Role) -> Result<bool, StoreError> {
    let row = users::table.find(user.0).filter(users::role.eq(was.as_str()));
    Ok(diesel::update(row).set(users::role.eq(is.as_str())).execute(conn)? == 1)
}

/// Locks or unlocks a login; `false` where it is so already. A locked one has no link that opens it.
pub fn set_active(conn: &mut AnyConnection, user: UserId, is_active: bool) -> Result<bool, StoreError> {
    let row = users::table.find(user.0).filter(users::is_active.eq(!is_active));
    if diesel::update(row).set(users::is_active.eq(is_active)).execute(conn)? != 1 {
        return Ok(false);
    }
    diesel::delete(user_tokens::table.filter(user_tokens::user_id.eq(user.0))).execute(conn)?;
    Ok(true)
}
