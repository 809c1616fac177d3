//! Logins and what staff hand out for them (REQUIREMENTS R2.2).

use chrono::TimeDelta;

use super::auth::{note, plain_address};
use super::{App, ServiceError, notices, secrets};
use crate::domain::access::Role;
use crate::domain::notice::{Facts, NoticeKind};
use crate::store::people::{self, NewUser, User};
use crate::store::{AnyConnection, factors, sessions};
use crate::values::contact::EmailAddress;
use crate::values::hash::sha256;
use crate::values::ids::AccountId;
use crate::values::locale::Locale;
use crate::values::number::AccountNumber;

/// How long a link to set a password works.
const LINK_LIFE: TimeDelta = TimeDelta::days(3);

/// How long a registration code works: it may travel by letter.
pub(super) const CODE_LIFE: TimeDelta = TimeDelta::days(30);

/// Adds a login, or grants more accounts to one, and returns the address of a one-time page to set
/// its password. `actor` is who asked for it.
///
/// # Errors
/// An account that does not exist; a customer without any; an address that has another role.
pub fn add_user(
    app: &App,
    email: &EmailAddress,
    role: Role,
    accounts: &[AccountNumber],
    actor: &str,
) -> Result<String, ServiceError> {
    let (email, now) = (plain_address(email.as_str()), app.clock.now());
    let token = secrets::random_key();
    app.db.write(|conn| {
        let mut found = Vec::with_capacity(accounts.len());
        for number in accounts {
            match people::find_account(conn, number)? {
                Some(account) => found.push(account),
                None => return Err(ServiceError::NotFound(format!("account {number}"))),
            }
        }
        let user = match people::find_user(conn, &email)? {
            Some(user) if user.role != role => {
                return ServiceError::refuse(format!("{email} is a login already, as {}", user.role));
            }
            Some(user) => user.id,
            None if role.is_customer() && found.is_empty() => {
                return ServiceError::refuse(format!("a {role} login needs an account: --account NUMBER"));
            }
            None => {
                let locale = found.first().map_or(Locale::En, |(_, locale)| *locale);
                people::insert_user(conn, &NewUser { email: &email, role, locale, password_hash: None }, now)?
            }
        };
        for (account, _) in &found {
            people::grant(conn, user, *account)?;
        }
        people::insert_token(conn, &sha256(token.as_bytes()), user, now + LINK_LIFE)?;
        let granted: Vec<_> = accounts.iter().map(AccountNumber::as_str).collect();
        note(conn, now, actor, "user.invited", &email, &format!("{role} {}", granted.join(" ")))?;
        Ok(())
    })?;
    Ok(format!("{}/set-password/{token}", app.settings.portal_url()))
}

/// Takes the second factor of a person away who has lost it and their recovery codes, ends their
/// sessions and tells them. Whoever does this has made sure that it is them.
///
/// # Errors
/// An address without a login; a login without a second factor.
pub fn reset_factor(app: &App, email: &EmailAddress, actor: &str) -> Result<(), ServiceError> {
    let email = plain_address(email.as_str());
    app.db.write(|conn| {
        let Some(user) = people::find_user(conn, &email)? else {
            return Err(ServiceError::NotFound(format!("login {email}")));
        };
        match take_factor(app, conn, &user, actor, "")? {
            true => Ok(()),
            false => ServiceError::refuse(format!("{email} has no second factor")),
        }
    })
}

/// The same for a login that was found, for a reason. `false` where it has no second factor. Belongs to the
/// end of a transaction.
///
/// # Errors
/// The database.
pub(super) fn take_factor(
    app: &App,
    conn: &mut AnyConnection,
    user: &User,
    actor: &str,
    reason: &str,
) -> Result<bool, ServiceError> {
    let now = app.clock.now();
    if !factors::delete_factor(conn, user.id)? {
        return Ok(false);
    }
    sessions::delete_sessions_of(conn, user.id, None)?;
    notices::tell(app, conn, NoticeKind::FactorReset, user, Facts::new(), now)?;
    note(conn, now, actor, "user.factor_reset", &user.email, reason)?;
    Ok(true)
}

/// A new one-time code with which a customer of this account registers; earlier unused ones end.
///
/// # Errors
/// An account that does not exist.
pub fn registration_code(app: &App, account: &AccountNumber, actor: &str) -> Result<String, ServiceError> {
    let now = app.clock.now();
    let code = secrets::random_code();
    let digest = sha256(secrets::plain_code(&code).as_bytes());
    app.db.write(|conn| {
        let Some((id, _)): Option<(AccountId, Locale)> = people::find_account(conn, account)? else {
            return Err(ServiceError::NotFound(format!("account {account}")));
        };
        people::insert_code(conn, &digest, id, now + CODE_LIFE)?;
        note(conn, now, actor, "account.code_issued", account.as_str(), "")?;
        Ok(())
    })?;
    Ok(code)
}
