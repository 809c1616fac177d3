//! Signed links that prove an address: to set a forgotten password, to confirm a new address.
//!
//! A link is signed over a stamp of its user's address and password hash: whatever it was for uses
//! it up, and so does every other change of the two. Nothing of it is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};

use super::{App, ServiceError, links};
use crate::domain::notice::{Facts, NoticeKind};
use crate::store::people::{self, User};
use crate::values::hash::sha256;
use crate::values::ids::UserId;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new password.
    Reset,
    /// A new address.
    Confirm,
}

/// What a link is signed over, beside whose it is.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What it is for.
    pub purpose: Purpose,
    /// Where it was sent.
    pub email: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Of the user as they were when it was asked for.
    stamp: String,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Reset => b"billcenter password reset v1",
            Purpose::Confirm => b"billcenter address confirmation v1",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Purpose::Reset => "reset",
            Purpose::Confirm => "confirm-email",
        }
    }
}

/// What the outbox keeps so that the link of a notice can be signed: nothing that opens anything.
pub(super) fn facts(user: &User, lasts: TimeDelta, now: DateTime<Utc>) -> Facts {
    let expires_at = (now + lasts).timestamp().to_string();
    Facts::from([("expires_at".to_owned(), expires_at), ("stamp".to_owned(), stamp(user))])
}

/// The proof that a notice to `email` brings.
pub(super) fn of_notice(kind: NoticeKind, facts: &Facts, email: &str) -> Option<Proof> {
    let purpose = match kind {
        NoticeKind::PasswordReset | NoticeKind::Invited | NoticeKind::StaffInvited => Purpose::Reset,
        NoticeKind::EmailConfirm => Purpose::Confirm,
        _ => return None,
    };
    let expires_at = DateTime::from_timestamp(facts.get("expires_at")?.parse().ok()?, 0)?;
    Some(Proof { purpose, email: email.to_owned(), expires_at, stamp: facts.get("stamp")?.clone() })
}

/// The whole address of the link.
///
/// # Errors
/// No session secret is set.
pub(super) fn sign(app: &App, user: UserId, proof: &Proof) -> Result<String, ServiceError> {
    let Proof { purpose, email, expires_at, stamp } = proof;
    let shown = format!("{}~{}~{}", user.0, expires_at.timestamp(), URL_SAFE_NO_PAD.encode(email));
    let tag = links::tag(app, purpose.label(), &format!("{shown}~{stamp}"))?;
    Ok(format!("{}/{}/{shown}~{tag}", app.settings.portal_url(), purpose.path()))
}

/// The user whose link this is and where it was sent. `None` where it is none of ours, its time is
/// over or it was used up.
///
/// # Errors
/// The database; no session secret is set.
pub(super) fn open(app: &App, purpose: Purpose, text: &str) -> Result<Option<(User, String)>, ServiceError> {
    let Some((shown, tag)) = text.rsplit_once('~') else { return Ok(None) };
    let Some((user, expires_at, email)) = parts(shown) else { return Ok(None) };
    if expires_at <= app.clock.now() {
        return Ok(None);
    }
    let found = app.db.read(|conn| people::find_user_by_id(conn, user))?;
    let Some(user) = found.filter(|user| user.is_active) else { return Ok(None) };
    let is_ours = links::is_tag(app, purpose.label(), &format!("{shown}~{}", stamp(&user)), tag)?;
    Ok(is_ours.then_some((user, email)))
}

fn parts(shown: &str) -> Option<(UserId, DateTime<Utc>, String)> {
    let mut parts = shown.splitn(3, '~');
    let user = parts.next()?.parse().ok()?;
    let expires_at = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
    let email = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
    Some((UserId(user), expires_at, String::from_utf8(email).ok()?))
}

/// Differs once the address or the password does; tells neither.
fn stamp(user: &User) -> String {
    sha256(format!("{}~{}", user.email, user.password_hash.as_deref().unwrap_or_default()).as_bytes())
}
