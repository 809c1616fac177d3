//! Counted tries to sign in or register.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::rows::like;
use super::schema::sign_in_failures::{self, failures, subject, window_start};
use super::{AnyConnection, StoreError};
use crate::on_either;

/// Counts one more try of `of` in the window and returns how many there are now.
pub fn add_try(conn: &mut AnyConnection, of: &str, window: DateTime<Utc>) -> Result<i32, StoreError> {
    let window = window.naive_utc();
    on_either!(conn, |c| diesel::insert_into(sign_in_failures::table)
        .values((subject.eq(of), window_start.eq(window), failures.eq(1)))
        .on_conflict((subject, window_start))
        .do_update()
        .set(failures.eq(failures + 1))
        .execute(c))?;
    Ok(sign_in_failures::table.find((of, window)).select(failures).first(conn)?)
}

/// Takes one try back.
pub fn take_back(conn: &mut AnyConnection, of: &str, window: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(sign_in_failures::table.find((of, window.naive_utc())))
        .set(failures.eq(failures - 1))
        .execute(conn)?;
    Ok(())
}

/// The tries of this window to sign in with an address, from anywhere, and those of `other`.
pub fn list_of(
    conn: &mut AnyConnection,
    window: DateTime<Utc>,
    email: &str,
    other: &str,
) -> Result<Vec<(String, i32)>, StoreError> {
    // `%` before the address: the window's index narrows it to a quarter of an hour.
    let from = format!("sign-in % {}", like(email).trim_matches('%'));
    let of_one = subject.eq(format!("sign-in {email}")).or(subject.eq(other.to_owned()));
    Ok(sign_in_failures::table
        .filter(window_start.eq(window.naive_utc()))
        .filter(subject.like(from).escape('\\').or(of_one))
        .order(subject)
        .select((subject, failures))
        .load(conn)?)
}

/// Forgets the tries of `of`, and everyone's before `before`.
pub fn forget(conn: &mut AnyConnection, of: &str, before: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::delete(sign_in_failures::table.filter(subject.eq(of))).execute(conn)?;
    diesel::delete(sign_in_failures::table.filter(window_start.lt(before.naive_utc()))).execute(conn)?;
    Ok(())
}
