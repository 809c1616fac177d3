//! Users, what is granted to them, their one-time links and registration codes.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{accounts, registration_codes, user_accounts, user_tokens, users};
use super::{AnyConnection, StoreError, sessions};
use crate::domain::access::Role;
use crate::on_either;
use crate::values::ids::{AccountId, UserId};
use crate::values::locale::Locale;
use crate::values::number::AccountNumber;

/// A person who signs in.
#[derive(Clone, Debug)]
pub struct User {
    /// Row id.
    pub id: UserId,
    /// In lower case.
    pub email: String,
    /// What they sign in as.
    pub role: Role,
    /// The language they read.
    pub locale: Locale,
    /// `None` until they have set a password.
    pub password_hash: Option<String>,
    /// Whether they may sign in.
    pub is_active: bool,
}

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// In lower case.
    pub email: &'a str,
    /// What they sign in as.
    pub role: Role,
    /// The language they read.
    pub locale: Locale,
    /// `None` where they set it later by a one-time link.
    pub password_hash: Option<&'a str>,
}

type UserRow = (i64, String, String, String, Option<String>, bool);

/// The user with this address, in lower case.
pub fn find_user(conn: &mut AnyConnection, email: &str) -> Result<Option<User>, StoreError> {
    let row: Option<UserRow> = users::table
        .filter(users::email.eq(email))
        .select((users::id, users::email, users::role, users::locale, users::password_hash, users::is_active))
        .first(conn)
        .optional()?;
    row.map(user).transpose()
}

/// The user with this id.
pub fn find_user_by_id(conn: &mut AnyConnection, id: UserId) -> Result<Option<User>, StoreError> {
    let row: Option<UserRow> = users::table
        .find(id.0)
        .select((users::id, users::email, users::role, users::locale, users::password_hash, users::is_active))
        .first(conn)
        .optional()?;
    row.map(user).transpose()
}

/// Everyone of the provider's who may sign in, by address.
pub fn list_staff(conn: &mut AnyConnection) -> Result<Vec<User>, StoreError> {
    let customers: Vec<_> =
        Role::ALL.iter().filter(|role| role.is_customer()).map(|role| role.as_str()).collect();
    let rows: Vec<UserRow> = users::table
        .filter(users::is_active.eq(true))
        .filter(users::role.ne_all(customers))
        .order(users::email)
        .select((users::id, users::email, users::role, users::locale, users::password_hash, users::is_active))
        .load(conn)?;
    rows.into_iter().map(user).collect()
}

fn user((id, email, role, locale, password_hash, is_active): UserRow) -> Result<User, StoreError> {
    Ok(User {
        id: UserId(id),
        email,
        role: value("users.role", &role)?,
        locale: value("users.locale", &locale)?,
        password_hash,
        is_active,
    })
}

/// Adds a user and returns their id.
pub fn insert_user(
    conn: &mut AnyConnection,
    user: &NewUser<'_>,
    now: DateTime<Utc>,
) -> Result<UserId, StoreError> {
    diesel::insert_into(users::table)
        .values((
            users::email.eq(user.email),
            users::role.eq(user.role.as_str()),
            users::locale.eq(user.locale.as_str()),
            users::password_hash.eq(user.password_hash),
            users::is_active.eq(true),
            users::created_at.eq(now.naive_utc()),
        ))
        .execute(conn)?;
    let id: i64 = users::table.filter(users::email.eq(user.email)).select(users::id).first(conn)?;
    Ok(UserId(id))
}

/// Lets `user` see `account` and all below it. Granting twice changes nothing.
pub fn grant(conn: &mut AnyConnection, user: UserId, account: AccountId) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(user_accounts::table)
        .values((user_accounts::user_id.eq(user.0), user_accounts::account_id.eq(account.0)))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Takes `account` away from `user`. `false` where it was not granted to them itself.
pub fn revoke(conn: &mut AnyConnection, user: UserId, account: AccountId) -> Result<bool, StoreError> {
    Ok(diesel::delete(user_accounts::table.find((user.0, account.0))).execute(conn)? == 1)
}

/// The accounts granted to `user`, by number.
pub fn list_granted(conn: &mut AnyConnection, user: UserId) -> Result<Vec<AccountNumber>, StoreError> {
    let numbers: Vec<String> = user_accounts::table
        .inner_join(accounts::table.on(accounts::id.eq(user_accounts::account_id)))
        .filter(user_accounts::user_id.eq(user.0))
        .order(accounts::number)
        .select(accounts::number)
        .load(conn)?;
    numbers.iter().map(|number| value("accounts.number", number)).collect()
}

/// Sets a password and ends every session of that user.
pub fn set_password(conn: &mut AnyConnection, user: UserId, hash: &str) -> Result<(), StoreError> {
    diesel::update(users::table.find(user.0)).set(users::password_hash.eq(hash)).execute(conn)?;
    sessions::delete_sessions_of(conn, user, None)?;
    Ok(())
}

/// Changes a password if it is still the one that `user` was read with, and ends every session and
/// every link to set one. `false` where it is not.
pub fn change_password(conn: &mut AnyConnection, user: &User, hash: &str) -> Result<bool, StoreError> {
    let to = users::password_hash.eq(hash);
    let changed = match &user.password_hash {
        Some(old) => {
            let as_read = users::table.find(user.id.0).filter(users::password_hash.eq(old));
            diesel::update(as_read).set(to).execute(conn)?
        }
        None => {
            let as_read = users::table.find(user.id.0).filter(users::password_hash.is_null());
            diesel::update(as_read).set(to).execute(conn)?
        }
    };
    sessions::delete_sessions_of(conn, user.id, None)?;
    diesel::delete(user_tokens::table.filter(user_tokens::user_id.eq(user.id.0))).execute(conn)?;
    Ok(changed == 1)
}

/// Changes an address if it is still the one that `user` was read with. `false` where it is not.
pub fn change_email(conn: &mut AnyConnection, user: &User, email: &str) -> Result<bool, StoreError> {
    let as_read = users::table.find(user.id.0).filter(users::email.eq(&user.email));
    Ok(diesel::update(as_read).set(users::email.eq(email)).execute(conn)? == 1)
}

/// The account with this number and the language of its documents.
pub fn find_account(
    conn: &mut AnyConnection,
    number: &AccountNumber,
) -> Result<Option<(AccountId, Locale)>, StoreError> {
    let row: Option<(i64, String)> = accounts::table
        .filter(accounts::number.eq(number.as_str()))
        .select((accounts::id, accounts::locale))
        .first(conn)
        .optional()?;
    row.map(|(id, locale)| Ok((AccountId(id), value("accounts.locale", &locale)?))).transpose()
}

/// Keeps a one-time link to set a password; earlier ones of that user end.
pub fn insert_token(
    conn: &mut AnyConnection,
    sha256: &str,
    user: UserId,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let earlier = user_tokens::table.filter(user_tokens::user_id.eq(user.0));
    diesel::delete(earlier).execute(conn)?;
    diesel::insert_into(user_tokens::table)
        .values((
            user_tokens::token_sha256.eq(sha256),
            user_tokens::user_id.eq(user.0),
            user_tokens::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The user whose unused link this is.
pub fn find_token(
    conn: &mut AnyConnection,
    sha256: &str,
    now: DateTime<Utc>,
) -> Result<Option<(UserId, String)>, StoreError> {
    let row: Option<(i64, String)> = user_tokens::table
        .inner_join(users::table.on(users::id.eq(user_tokens::user_id)))
        .filter(user_tokens::token_sha256.eq(sha256))
        .filter(user_tokens::used_at.is_null())
        .filter(user_tokens::expires_at.gt(now.naive_utc()))
        .filter(users::is_active.eq(true))
        .select((users::id, users::email))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, email)| (UserId(id), email)))
}

/// Uses a link up. `false` where someone else did, or its time is over.
pub fn mark_token_used(
    conn: &mut AnyConnection,
    sha256: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = user_tokens::table
        .filter(user_tokens::token_sha256.eq(sha256))
        .filter(user_tokens::used_at.is_null())
        .filter(user_tokens::expires_at.gt(now.naive_utc()));
    Ok(diesel::update(open).set(user_tokens::used_at.eq(Some(now.naive_utc()))).execute(conn)? == 1)
}

/// Keeps a registration code; earlier unused ones of that account end.
pub fn insert_code(
    conn: &mut AnyConnection,
    sha256: &str,
    account: AccountId,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let earlier = registration_codes::table
        .filter(registration_codes::account_id.eq(account.0))
        .filter(registration_codes::used_at.is_null());
    diesel::delete(earlier).execute(conn)?;
    diesel::insert_into(registration_codes::table)
        .values((
            registration_codes::code_sha256.eq(sha256),
            registration_codes::account_id.eq(account.0),
            registration_codes::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// When the unused registration code of an account ends.
pub fn find_open_code(
    conn: &mut AnyConnection,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let ends: Option<NaiveDateTime> = registration_codes::table
        .filter(registration_codes::account_id.eq(account.0))
        .filter(registration_codes::used_at.is_null())
        .filter(registration_codes::expires_at.gt(now.naive_utc()))
        .select(max(registration_codes::expires_at))
        .get_result(conn)?;
    Ok(ends.map(instant))
}

/// Uses a registration code up. `false` where it is wrong, of another account, used or expired.
pub fn mark_code_used(
    conn: &mut AnyConnection,
    sha256: &str,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = registration_codes::table
        .filter(registration_codes::code_sha256.eq(sha256))
        .filter(registration_codes::account_id.eq(account.0))
        .filter(registration_codes::used_at.is_null())
        .filter(registration_codes::expires_at.gt(now.naive_utc()));
    let used = registration_codes::used_at.eq(Some(now.naive_utc()));
    Ok(diesel::update(open).set(used).execute(conn)? == 1)
}
