//! Who sees an account, and help with their logins (REQUIREMENTS R2.2, R2.5).
//!
//! Invariant: a login is reached only through an account that it sees, so that nobody's own login of
//! staff is; everything done is in the audit log, under the login's address or the account's number.

use chrono::{DateTime, Utc};

use crate::domain::access::{Role, Viewer};
use crate::domain::audit::AuditRecord;
use crate::domain::notice::NoticeKind;
use crate::domain::sign_in::{INVITED_LASTS, RESET_LASTS};
use crate::services::auth::{note, plain_address};
use crate::services::throttle::{self, Locked};
use crate::services::{App, ServiceError, notices, proofs, users};
use crate::store::account_story::{self, LoginRow};
use crate::store::people::{self, NewUser, User};
use crate::store::{AnyConnection, audit, factors, hierarchy, locks, sessions};
use crate::values::contact::EmailAddress;
use crate::values::ids::{AccountId, UserId};
use crate::values::number::AccountNumber;
use crate::values::words::Words;

/// Logins and log rows that are listed.
const LISTED: i64 = 50;

/// What tells when somebody was last here.
const SIGNED_IN: [&str; 2] = ["user.signed_in", "user.registered"];

/// Why something about a login is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessRefusal {
    /// The role does not allow it.
    NotAllowed,
    /// The address is one of staff, or a customer's in another role.
    OtherRole(Role),
    /// The login may not sign in.
    Inactive,
    /// There is no second step to take away.
    NoFactor,
    /// It sees the account by one above it: take that one away.
    ByAnother(AccountNumber),
}

/// What came of something that was wanted about a login.
pub type Helped<T> = Result<T, AccessRefusal>;

/// Who sees an account.
#[derive(Clone, Debug)]
pub struct Access {
    /// Its number.
    pub number: AccountNumber,
    /// Whose it is.
    pub name: String,
    /// The logins, by address.
    pub logins: Vec<LoginRow>,
    /// When an unused registration code ends, where there is one.
    pub code_until: Option<DateTime<Utc>>,
}

/// How a login stands.
#[derive(Clone, Debug)]
pub struct LoginState {
    /// The login, and by which account it sees this one.
    pub login: LoginRow,
    /// The accounts granted to it.
    pub granted: Vec<AccountNumber>,
    /// Whether it has a second step.
    pub has_factor: bool,
    /// Wrong tries that keep it out now.
    pub locked: Vec<Locked>,
    /// Its sessions that go on: when each was last used.
    pub sessions: Vec<DateTime<Utc>>,
    /// When it was last here.
    pub seen_at: Option<DateTime<Utc>>,
    /// What the log tells of it, the newest first.
    pub audit: Vec<AuditRecord>,
}

/// Who sees the account with this number.
///
/// # Errors
/// An account that does not exist.
pub fn open_access(app: &App, viewer: &Viewer, number: &AccountNumber) -> Result<Access, ServiceError> {
    let now = app.clock.now();
    app.db.read(|conn| {
        let account = crate::services::accounts::find(conn, viewer, number)?;
        Ok(Access {
            logins: account_story::list_logins(conn, account.id, LISTED)?,
            code_until: people::find_open_code(conn, account.id, now)?,
            number: account.number,
            name: account.name,
        })
    })
}

/// How one of the logins stands that see this account.
///
/// # Errors
/// An account that does not exist, or a login that does not see it.
pub fn open_login(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    user: UserId,
) -> Result<LoginState, ServiceError> {
    let now = app.clock.now();
    app.db.read(|conn| {
        let (_, login) = find(conn, viewer, number, user)?;
        let live = sessions::list_sessions(conn, user, now, now - crate::services::sessions::LIFE)?;
        let last = audit::find_last(conn, &login.email, &SIGNED_IN)?.map(|row| row.at);
        let sessions: Vec<_> = live.iter().map(|session| session.used_at).collect();
        Ok(LoginState {
            granted: people::list_granted(conn, user)?,
            has_factor: factors::find_factor(conn, user)?.is_some(),
            locked: throttle::list_locked(conn, &login.email, user, now)?,
            seen_at: sessions.iter().copied().chain(last).max(),
            audit: audit::list_before(conn, &audit::Narrowed::about(&login.email), None, 10)?,
            sessions,
            login,
        })
    })
}

/// A registration code for the account, shown once, and when it ends.
///
/// # Errors
/// An account that does not exist.
pub fn issue_code(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
) -> Result<Helped<(String, DateTime<Utc>)>, ServiceError> {
    if !viewer.role.may_change_accounts() {
        return Ok(Err(AccessRefusal::NotAllowed));
    }
    let until = app.clock.now() + users::CODE_LIFE;
    Ok(Ok((users::registration_code(app, number, &viewer.email)?, until)))
}

/// Lets a login see the account: a new one gets a mail with which it sets its password, as does one that
/// never did. Whether a mail goes out.
///
/// # Errors
/// An account that does not exist.
pub fn invite(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    email: &EmailAddress,
    role: Role,
) -> Result<Helped<bool>, ServiceError> {
    let (email, now) = (plain_address(email.as_str()), app.clock.now());
    app.db.write(|conn| {
        let account = crate::services::accounts::find(conn, viewer, number)?;
        if !viewer.role.may_change_accounts() || !role.is_customer() {
            return Ok(Err(AccessRefusal::NotAllowed));
        }
        let user = match people::find_user(conn, &email)? {
            Some(user) if user.role != role => return Ok(Err(AccessRefusal::OtherRole(user.role))),
            Some(user) if !user.is_active => return Ok(Err(AccessRefusal::Inactive)),
            Some(user) => user,
            None => {
                let locale = hierarchy::find_locale(conn, account.id)?;
                let new = NewUser { email: &email, role, locale, password_hash: None };
                let id = people::insert_user(conn, &new, now)?;
                crate::services::factors::owner(conn, id)?
            }
        };
        people::grant(conn, user.id, account.id)?;
        let is_invited = user.password_hash.is_none();
        if is_invited {
            send_invitation(app, conn, &user, number, now)?;
        }
        note(conn, now, &viewer.email, "user.invited", &email, &format!("{role} {number}"))?;
        Ok(Ok(is_invited))
    })
}

/// Takes the account away from a login, and ends its sessions so that no open page goes on.
///
/// # Errors
/// An account that does not exist, or a login that does not see it.
pub fn take_away(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    user: UserId,
) -> Result<Helped<()>, ServiceError> {
    let now = app.clock.now();
    app.db.write(|conn| {
        let (account, login) = find(conn, viewer, number, user)?;
        if !viewer.role.may_change_accounts() {
            return Ok(Err(AccessRefusal::NotAllowed));
        }
        if !people::revoke(conn, user, account)? {
            return Ok(Err(AccessRefusal::ByAnother(login.granted)));
        }
        sessions::delete_sessions_of(conn, user, None)?;
        note(conn, now, &viewer.email, "user.account_taken", &login.email, number.as_str())?;
        Ok(Ok(()))
    })
}

/// What helps with a login.
#[derive(Clone, Debug)]
pub enum Help {
    /// A mail with a link to set a new password; an invitation where none was ever set.
    ResetMail,
    /// The second step is taken away, for this reason, and the sessions end.
    ResetFactor(Words),
    /// Every session ends.
    EndSessions,
    /// Wrong tries are forgotten.
    ForgetTries,
}

/// Helps one of the logins that see this account.
///
/// # Errors
/// An account that does not exist, or a login that does not see it.
pub fn help(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    user: UserId,
    how: &Help,
) -> Result<Helped<()>, ServiceError> {
    let now = app.clock.now();
    app.db.write(|conn| {
        let (account, login) = find(conn, viewer, number, user)?;
        if !viewer.role.may_help_customers() || !login.role.is_customer() {
            return Ok(Err(AccessRefusal::NotAllowed));
        }
        locks::lock_account(conn, account)?;
        let known = crate::services::factors::owner(conn, user)?;
        let by = &viewer.email;
        match how {
            Help::ResetMail if !known.is_active => return Ok(Err(AccessRefusal::Inactive)),
            Help::ResetMail if known.password_hash.is_none() => {
                send_invitation(app, conn, &known, number, now)?;
                note(conn, now, by, "user.invited", &known.email, "again")?;
            }
            Help::ResetMail => {
                let facts = proofs::facts(&known, RESET_LASTS, now);
                notices::tell(app, conn, NoticeKind::PasswordReset, &known, facts, now)?;
                note(conn, now, by, "user.reset_sent", &known.email, "")?;
            }
            Help::ResetFactor(reason) => {
                if !users::take_factor(app, conn, &known, by, reason.as_str())? {
                    return Ok(Err(AccessRefusal::NoFactor));
                }
            }
            Help::EndSessions => {
                let ended = sessions::delete_sessions_of(conn, user, None)?;
                note(conn, now, by, "user.session_ended", &known.email, &format!("{ended} of them"))?;
            }
            Help::ForgetTries => {
                throttle::forgive(conn, &known.email, user, now)?;
                note(conn, now, by, "user.tries_forgotten", &known.email, "")?;
            }
        }
        Ok(Ok(()))
    })
}

fn send_invitation(
    app: &App,
    conn: &mut AnyConnection,
    user: &User,
    number: &AccountNumber,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut facts = proofs::facts(user, INVITED_LASTS, now);
    facts.insert("account".to_owned(), number.to_string());
    notices::tell(app, conn, NoticeKind::Invited, user, facts, now)
}

fn find(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    number: &AccountNumber,
    user: UserId,
) -> Result<(AccountId, LoginRow), ServiceError> {
    let account = crate::services::accounts::find(conn, viewer, number)?;
    let login = account_story::find_login(conn, account.id, user)?;
    let login = login.ok_or_else(|| ServiceError::NotFound(format!("login {}", user.0)))?;
    Ok((account.id, login))
}
