//! Second factors, their recovery codes, and sign-ins that still owe the code.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{half_sign_ins, recovery_codes, user_factors};
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::ids::UserId;

/// A user's second factor.
#[derive(Clone, Debug)]
pub struct Factor {
    /// In base32, as the app has it.
    pub secret: String,
    /// The time step of the last code that counted.
    pub last_step: i64,
}

/// The second factor of `user`.
pub fn find_factor(conn: &mut AnyConnection, user: UserId) -> Result<Option<Factor>, StoreError> {
    let row: Option<(String, i64)> = user_factors::table
        .find(user.0)
        .select((user_factors::secret, user_factors::last_step))
        .first(conn)
        .optional()?;
    Ok(row.map(|(secret, last_step)| Factor { secret, last_step }))
}

/// Gives `user` a second factor. `false` where they have one.
pub fn insert_factor(
    conn: &mut AnyConnection,
    user: UserId,
    factor: &Factor,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let inserted = on_either!(conn, |c| diesel::insert_into(user_factors::table)
        .values((
            user_factors::user_id.eq(user.0),
            user_factors::secret.eq(&factor.secret),
            user_factors::last_step.eq(factor.last_step),
            user_factors::added_at.eq(now.naive_utc()),
        ))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(inserted == 1)
}

/// Uses the code of a time step up, and with it those before. `false` where someone else did.
pub fn mark_step_used(conn: &mut AnyConnection, user: UserId, step: i64) -> Result<bool, StoreError> {
    let open = user_factors::table.find(user.0).filter(user_factors::last_step.lt(step));
    Ok(diesel::update(open).set(user_factors::last_step.eq(step)).execute(conn)? == 1)
}

/// Takes the second factor of `user` away, and the recovery codes. `false` where there was none.
pub fn delete_factor(conn: &mut AnyConnection, user: UserId) -> Result<bool, StoreError> {
    replace_codes(conn, user, &[])?;
    Ok(diesel::delete(user_factors::table.find(user.0)).execute(conn)? == 1)
}

/// Keeps these recovery codes; earlier ones end.
pub fn replace_codes(conn: &mut AnyConnection, user: UserId, sha256: &[String]) -> Result<(), StoreError> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user.0))).execute(conn)?;
    for sha256 in sha256 {
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::code_sha256.eq(sha256), recovery_codes::user_id.eq(user.0)))
            .execute(conn)?;
    }
    Ok(())
}

/// Uses a recovery code up. `false` where it is wrong, someone else's or used.
pub fn mark_code_used(
    conn: &mut AnyConnection,
    user: UserId,
    sha256: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = recovery_codes::table
        .filter(recovery_codes::code_sha256.eq(sha256))
        .filter(recovery_codes::user_id.eq(user.0))
        .filter(recovery_codes::used_at.is_null());
    let used = recovery_codes::used_at.eq(Some(now.naive_utc()));
    Ok(diesel::update(open).set(used).execute(conn)? == 1)
}

/// How many recovery codes of `user` still work.
pub fn count_codes(conn: &mut AnyConnection, user: UserId) -> Result<i64, StoreError> {
    Ok(recovery_codes::table
        .filter(recovery_codes::user_id.eq(user.0))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Keeps a sign-in that owes the code; those whose time is over are swept away on the occasion.
pub fn insert_half(
    conn: &mut AnyConnection,
    key_sha256: &str,
    user: UserId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let over = half_sign_ins::table.filter(half_sign_ins::expires_at.le(now.naive_utc()));
    diesel::delete(over).execute(conn)?;
    diesel::insert_into(half_sign_ins::table)
        .values((
            half_sign_ins::key_sha256.eq(key_sha256),
            half_sign_ins::user_id.eq(user.0),
            half_sign_ins::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whose half sign-in this is, while it lives.
pub fn find_half(
    conn: &mut AnyConnection,
    key_sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, StoreError> {
    let user: Option<i64> = half_sign_ins::table
        .find(key_sha256)
        .filter(half_sign_ins::expires_at.gt(now.naive_utc()))
        .select(half_sign_ins::user_id)
        .first(conn)
        .optional()?;
    Ok(user.map(UserId))
}

/// Ends a half sign-in. `false` where someone else did.
pub fn delete_half(conn: &mut AnyConnection, key_sha256: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(half_sign_ins::table.find(key_sha256)).execute(conn)? == 1)
}
