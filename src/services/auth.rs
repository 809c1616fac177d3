//! Signing in, registering, setting a password: what a person proves before they are let in.
//!
//! Invariant: no answer tells whether an address or an account exists, neither by its words nor by
//! the time it takes.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::throttle::{self, Limit};
use super::{App, ServiceError, notices, passwords, secrets};
use crate::domain::access::Role;
use crate::domain::notice::{Facts, NoticeKind};
use crate::store::audit::{self, NewAudit};
use crate::store::people::{self, NewUser};
use crate::store::{AnyConnection, StoreError, factors};
use crate::values::contact::EmailAddress;
use crate::values::hash::sha256;
use crate::values::ids::UserId;
use crate::values::locale::Locale;
use crate::values::number::AccountNumber;
use crate::values::password::NewPassword;

/// Wrong tries for one person from one place, and from all places together, before they have to wait.
pub(super) const FROM_ONE_PLACE: i32 = 5;
pub(super) const FROM_EVERYWHERE: i32 = 200;

/// What came of a try to get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// This user is in, or owes only the code of their second factor ([`super::second_step`]).
    Welcome(UserId),
    /// Something about it is wrong, and nobody is told what.
    Wrong,
    /// Too many tries; the next counts from then on.
    Later(DateTime<Utc>),
}

/// What a customer registers with (REQUIREMENTS R2.2).
#[derive(Clone, Debug)]
pub struct Registration {
    /// The account's number, as typed.
    pub account: String,
    /// The one-time code, as typed.
    pub code: String,
    /// Their address.
    pub email: EmailAddress,
    /// Their password.
    pub password: NewPassword,
    /// The language of the page they registered on.
    pub locale: Locale,
}

/// Lets a person in who knows their password. `origin` is the network address they come from.
pub async fn sign_in(
    app: &Arc<App>,
    email: &str,
    password: String,
    origin: &str,
) -> Result<Entry, ServiceError> {
    let email = plain_address(email);
    let limits = {
        let (email, origin) = (email.clone(), origin.to_owned());
        move || sign_in_limits(&email, &origin)
    };
    let (found, later) = {
        let (email, limits) = (email.clone(), limits.clone());
        off_thread(app, move |app| {
            let now = app.clock.now();
            app.db.write(|conn| {
                let later = throttle::take(conn, &limits(), now)?;
                Ok::<_, ServiceError>((people::find_user(conn, &email)?, later))
            })
        })
        .await?
    };
    if let Some(at) = later {
        tracing::warn!(email = %email, %origin, "sign-in refused: too many tries");
        return Ok(Entry::Later(at));
    }
    let user = found.filter(|user| user.is_active);
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = passwords::verify(password, hash).await?;
    let Some(user) = user.filter(|_| right) else {
        tracing::warn!(email = %email, %origin, "sign-in failed");
        return Ok(Entry::Wrong);
    };
    off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            throttle::succeed(conn, &limits(), now)?;
            let action = match factors::find_factor(conn, user.id)? {
                // Nobody is signed in yet: `second_step` says when they are.
                Some(_) => "user.password_given",
                None => "user.signed_in",
            };
            note(conn, now, &user.email, action, &user.email, "")?;
            Ok::<_, ServiceError>(Entry::Welcome(user.id))
        })
    })
    .await
}

/// Makes a finance login for who holds an account's one-time code. Someone who has a login already
/// proves it by its password and is granted the account as well.
pub async fn register(
    app: &Arc<App>,
    registration: Registration,
    origin: &str,
) -> Result<Entry, ServiceError> {
    let email = plain_address(registration.email.as_str());
    let limits = {
        let (account, origin) = (registration.account.trim().to_owned(), origin.to_owned());
        move || {
            [
                Limit::of(format!("register {origin} {}", clipped(&account)), 5),
                Limit::of(format!("register {origin}"), 50),
            ]
        }
    };
    let (existing, later) = {
        let (email, limits) = (email.clone(), limits.clone());
        off_thread(app, move |app| {
            let now = app.clock.now();
            app.db.write(|conn| {
                let later = throttle::take(conn, &limits(), now)?;
                Ok::<_, ServiceError>((people::find_user(conn, &email)?, later))
            })
        })
        .await?
    };
    if let Some(at) = later {
        return Ok(Entry::Later(at));
    }
    // Both a comparison and a hash, whoever it is: the time must not tell whether there is a login.
    let known = existing.as_ref().and_then(|user| user.password_hash.clone());
    let right = passwords::verify(registration.password.reveal().to_owned(), known).await?;
    let hash = passwords::hash(registration.password.clone()).await?;
    if existing.as_ref().is_some_and(|user| !(right && user.is_active && user.role.is_customer())) {
        return Ok(Entry::Wrong);
    }
    off_thread(app, move |app| {
        let user = match existing {
            Some(user) => Registrant::Known(user.id),
            None => Registrant::New { hash },
        };
        app.db.write(|conn| enter(conn, app.clock.now(), &registration, &email, user, &limits()))
    })
    .await
}

enum Registrant {
    Known(UserId),
    New { hash: String },
}

fn enter(
    conn: &mut AnyConnection,
    now: DateTime<Utc>,
    registration: &Registration,
    email: &str,
    registrant: Registrant,
    limits: &[Limit],
) -> Result<Entry, ServiceError> {
    let number: Result<AccountNumber, _> = registration.account.trim().parse();
    let account = match &number {
        Ok(number) => people::find_account(conn, number)?,
        Err(_) => None,
    };
    let Some((account, _)) = account else {
        return Ok(Entry::Wrong);
    };
    let code = sha256(secrets::plain_code(&registration.code).as_bytes());
    if !people::mark_code_used(conn, &code, account, now)? {
        return Ok(Entry::Wrong);
    }
    let user = match registrant {
        Registrant::Known(user) => user,
        Registrant::New { hash } => {
            let (role, locale) = (Role::Finance, registration.locale);
            people::insert_user(conn, &NewUser { email, role, locale, password_hash: Some(&hash) }, now)?
        }
    };
    people::grant(conn, user, account)?;
    throttle::succeed(conn, limits, now)?;
    note(conn, now, email, "user.registered", email, registration.account.trim())?;
    Ok(Entry::Welcome(user))
}

/// Whose unused one-time link this is: their address, for the page.
pub fn find_link_owner(app: &App, token: &str) -> Result<Option<String>, ServiceError> {
    let digest = sha256(token.as_bytes());
    let found = app.db.read(|conn| people::find_token(conn, &digest, app.clock.now()))?;
    Ok(found.map(|(_, email)| email))
}

/// Sets the password of whose one-time link this is and ends their sessions. `None` where the link
/// is wrong, used or too old.
pub async fn set_password(
    app: &Arc<App>,
    token: &str,
    password: NewPassword,
) -> Result<Option<UserId>, ServiceError> {
    let digest = sha256(token.as_bytes());
    let hash = passwords::hash(password).await?;
    off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            let Some((user, email)) = people::find_token(conn, &digest, now)? else { return Ok(None) };
            if !people::mark_token_used(conn, &digest, now)? {
                return Ok(None);
            }
            let before = people::find_user_by_id(conn, user)?.filter(|user| user.password_hash.is_some());
            people::set_password(conn, user, &hash)?;
            if let Some(user) = before {
                notices::tell(app, conn, NoticeKind::PasswordChanged, &user, Facts::new(), now)?;
            }
            note(conn, now, &email, "user.password_set", &email, "")?;
            Ok(Some(user))
        })
    })
    .await
}

/// Writes down that a person signed out; the session itself is ended by who holds its key.
pub fn record_sign_out(app: &App, email: &str) -> Result<(), ServiceError> {
    let now = app.clock.now();
    Ok(app.db.write(|conn| note(conn, now, email, "user.signed_out", email, ""))?)
}

fn sign_in_limits(email: &str, origin: &str) -> [Limit; 3] {
    // The last one slows down who guesses one person's password from many places; it is wide, so
    // that nobody is easily locked out by others.
    [
        Limit::of(format!("sign-in {origin} {}", clipped(email)), FROM_ONE_PLACE),
        Limit::of(format!("sign-in {origin}"), 50),
        Limit::of(format!("sign-in {}", clipped(email)), FROM_EVERYWHERE),
    ]
}

/// What someone typed may be long; what is counted is not.
pub(super) fn clipped(typed: &str) -> String {
    if typed.len() <= 254 { typed.to_owned() } else { sha256(typed.as_bytes()) }
}

/// Addresses are compared in lower case.
pub(super) fn plain_address(email: &str) -> String {
    email.trim().to_lowercase()
}

pub(super) fn note(
    conn: &mut AnyConnection,
    now: DateTime<Utc>,
    actor: &str,
    action: &'static str,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    let entry = NewAudit { action, subject: subject.to_owned(), detail: detail.to_owned() };
    audit::append(conn, now, actor, vec![entry])
}

/// Database work on a thread that may wait.
pub(super) async fn off_thread<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&App) -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    let app = Arc::clone(app);
    match tokio::task::spawn_blocking(move || work(&app)).await {
        Ok(result) => result,
        Err(why) => Err(ServiceError::Internal(format!("signing in: {why}"))),
    }
}
