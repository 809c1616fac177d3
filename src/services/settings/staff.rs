//! The provider's own logins: invited, given roles, locked, let in again.
//!
//! Invariant: somebody can always change the settings, and nobody changes their own role.

use crate::domain::access::{Role, Viewer};
use crate::domain::notice::{Facts, NoticeKind};
use crate::domain::sign_in::INVITED_LASTS;
use crate::domain::staff::{Deed, Login, Objection, objection};
use crate::services::auth::{note, plain_address};
use crate::services::{App, ServiceError, notices, proofs};
use crate::store::people::{self, NewUser, User};
use crate::store::{AnyConnection, factors, sessions, staff};
use crate::values::contact::EmailAddress;
use crate::values::ids::UserId;
use crate::values::locale::Locale;

pub use crate::store::staff::StaffLogin;

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// A rule speaks against it.
    Rule(Objection),
    /// The address has a login already, with this role.
    HasLogin(Role),
    /// Somebody changed the login meanwhile.
    Changed,
    /// There is to be a reason.
    NoReason,
    /// There is no second step to take away.
    NoFactor,
    /// They have a password: who has forgotten it asks for a new one.
    HasPassword,
}

/// What came of something that was wanted.
pub type Outcome<T> = Result<T, Refusal>;

/// Every login of staff.
///
/// # Errors
/// The database.
pub fn list(app: &App, viewer: &Viewer) -> Result<Outcome<Vec<StaffLogin>>, ServiceError> {
    if !viewer.role.may_see_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    Ok(Ok(app.db.read(|conn| staff::list_logins(conn, None, now))?))
}

/// One of them.
///
/// # Errors
/// No login of staff has this id.
pub fn open(app: &App, viewer: &Viewer, id: UserId) -> Result<Outcome<StaffLogin>, ServiceError> {
    if !viewer.role.may_see_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    let found = app.db.read(|conn| staff::list_logins(conn, Some(id), now))?.pop();
    found.map(Ok).ok_or_else(|| missing(id))
}

/// Adds a login of staff and mails the link with which they set its password.
///
/// # Errors
/// The database.
pub fn invite(
    app: &App,
    viewer: &Viewer,
    email: &EmailAddress,
    role: Role,
    locale: Locale,
) -> Result<Outcome<UserId>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    if role.is_customer() {
        return Ok(Err(Refusal::Rule(Objection::NoStaffRole)));
    }
    let (email, now) = (plain_address(email.as_str()), app.clock.now());
    app.db.write(|conn| {
        if let Some(user) = people::find_user(conn, &email)? {
            return Ok(Err(Refusal::HasLogin(user.role)));
        }
        people::insert_user(conn, &NewUser { email: &email, role, locale, password_hash: None }, now)?;
        let user = people::find_user(conn, &email)?
            .ok_or_else(|| ServiceError::Internal("a login that was just added is gone".to_owned()))?;
        send_invitation(app, conn, &user)?;
        note(conn, now, &viewer.email, "user.invited", &email, &format!("- -> {role}"))?;
        Ok(Ok(user.id))
    })
}

/// Mails the link again to who has set no password yet; the earlier one works until its time is over.
///
/// # Errors
/// No login of staff has this id.
pub fn invite_again(app: &App, viewer: &Viewer, id: UserId) -> Result<Outcome<()>, ServiceError> {
    change(app, viewer, id, |conn, user| {
        if user.password_hash.is_some() || !user.is_active {
            return Ok(Err(Refusal::HasPassword));
        }
        send_invitation(app, conn, user)?;
        note(conn, app.clock.now(), &viewer.email, "user.invited", &user.email, "again")?;
        Ok(Ok(()))
    })
}

fn send_invitation(app: &App, conn: &mut AnyConnection, user: &User) -> Result<(), ServiceError> {
    let now = app.clock.now();
    notices::tell(app, conn, NoticeKind::StaffInvited, user, proofs::facts(user, INVITED_LASTS, now), now)
}

/// Gives a login another role, if it still has the one that the person saw.
///
/// # Errors
/// No login of staff has this id.
pub fn set_role(
    app: &App,
    viewer: &Viewer,
    id: UserId,
    (was, is): (Role, Role),
) -> Result<Outcome<()>, ServiceError> {
    change(app, viewer, id, |conn, user| {
        if let Some(refusal) = against(conn, viewer, user, Deed::Become(is))? {
            return Ok(Err(refusal));
        }
        if !staff::set_role(conn, id, was, is)? {
            return Ok(Err(Refusal::Changed));
        }
        // What they signed in for is not what they may do now.
        sessions::delete_sessions_of(conn, id, None)?;
        let detail = format!("role: {was} -> {is}");
        note(conn, app.clock.now(), &viewer.email, "user.role_changed", &user.email, &detail)?;
        Ok(Ok(()))
    })
}

/// Locks a login and ends its sessions, or lets it sign in again, for a reason.
///
/// # Errors
/// No login of staff has this id.
pub fn set_active(
    app: &App,
    viewer: &Viewer,
    id: UserId,
    is_active: bool,
    reason: &str,
) -> Result<Outcome<()>, ServiceError> {
    let reason = reason.trim();
    change(app, viewer, id, |conn, user| {
        let (deed, action, detail) = match is_active {
            true => (Deed::Unlock, "user.unlocked", "locked -> open"),
            false => (Deed::Lock, "user.locked", "open -> locked"),
        };
        if let Some(refusal) = against(conn, viewer, user, deed)? {
            return Ok(Err(refusal));
        }
        if reason.is_empty() {
            return Ok(Err(Refusal::NoReason));
        }
        if !staff::set_active(conn, id, is_active)? {
            return Ok(Err(Refusal::Changed));
        }
        sessions::delete_sessions_of(conn, id, None)?;
        note(conn, app.clock.now(), &viewer.email, action, &user.email, &format!("{detail}: {reason}"))?;
        Ok(Ok(()))
    })
}

/// Ends every session of a login; how many.
///
/// # Errors
/// No login of staff has this id.
pub fn end_sessions(app: &App, viewer: &Viewer, id: UserId) -> Result<Outcome<usize>, ServiceError> {
    change(app, viewer, id, |conn, user| {
        let ended = sessions::delete_sessions_of(conn, id, None)?;
        let detail = format!("sessions: {ended} -> 0");
        note(conn, app.clock.now(), &viewer.email, "user.sessions_ended", &user.email, &detail)?;
        Ok(Ok(ended))
    })
}

/// Takes the second step of a login away, whose owner lost it, ends its sessions and tells them. Whoever
/// does this has made sure that it is them, and says how.
///
/// # Errors
/// No login of staff has this id.
pub fn reset_factor(
    app: &App,
    viewer: &Viewer,
    id: UserId,
    reason: &str,
) -> Result<Outcome<()>, ServiceError> {
    let (reason, now) = (reason.trim(), app.clock.now());
    change(app, viewer, id, |conn, user| {
        if viewer.id == id {
            return Ok(Err(Refusal::Rule(Objection::Own)));
        }
        if reason.is_empty() {
            return Ok(Err(Refusal::NoReason));
        }
        if !factors::delete_factor(conn, id)? {
            return Ok(Err(Refusal::NoFactor));
        }
        sessions::delete_sessions_of(conn, id, None)?;
        notices::tell(app, conn, NoticeKind::FactorReset, user, Facts::new(), now)?;
        note(conn, now, &viewer.email, "user.factor_reset", &user.email, &format!("on -> off: {reason}"))?;
        Ok(Ok(()))
    })
}

/// Who may, and the login as it is in this transaction.
fn change<T>(
    app: &App,
    viewer: &Viewer,
    id: UserId,
    make: impl FnOnce(&mut AnyConnection, &User) -> Result<Outcome<T>, ServiceError>,
) -> Result<Outcome<T>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    app.db.write(|conn| {
        let found = people::find_user_by_id(conn, id)?.filter(|user| !user.role.is_customer());
        let user = found.ok_or_else(|| missing(id))?;
        make(conn, &user)
    })
}

fn against(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    user: &User,
    deed: Deed,
) -> Result<Option<Refusal>, ServiceError> {
    let administrators = staff::count_administrators(conn)?;
    let login = Login { id: user.id, role: user.role, is_active: user.is_active };
    Ok(objection(viewer.id, login, deed, administrators).map(Refusal::Rule))
}

fn missing(id: UserId) -> ServiceError {
    ServiceError::NotFound(format!("login {}", id.0))
}
