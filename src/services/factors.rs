//! The second factor: codes from an authenticator app, and recovery codes for who has lost it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use qrcode::QrCode;
use qrcode::render::svg;

use super::auth::{note, off_thread};
use super::{App, ServiceError, notices, secrets};
use crate::domain::access::Viewer;
use crate::domain::notice::{Facts, NoticeKind};
use crate::domain::totp;
use crate::store::factors::{self, Factor};
use crate::store::people::{self, User};
use crate::store::{AnyConnection, StoreError};
use crate::values::hash::sha256;
use crate::values::ids::UserId;

/// How many recovery codes are made at a time.
const CODES: usize = 10;

/// What an app needs to make codes.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The secret to type, in groups of four.
    pub secret: String,
    /// The same as a picture: an `<svg>` element that brings its own white ground.
    pub picture: String,
}

/// With what a second factor was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// A code from the app.
    App,
    /// A recovery code.
    Recovery,
}

/// A new secret, which counts once it is confirmed.
pub fn new_secret() -> String {
    totp::written(rand::random())
}

/// How the app of `viewer` is given `secret`.
///
/// # Errors
/// A provider's name too long for a picture.
pub fn set_up(app: &App, viewer: &Viewer, secret: &str) -> Result<SetUp, ServiceError> {
    let uri = totp::key_uri(secret, &app.letterhead().address.name, &viewer.email);
    let code = QrCode::new(uri).map_err(|why| ServiceError::Internal(format!("a QR code: {why}")))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    // Without the XML declaration, which has no place inside a page.
    let picture = drawn.find("<svg").map_or("", |start| &drawn[start..]).to_owned();
    let groups: Vec<_> = secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    Ok(SetUp { secret: groups.join(" "), picture })
}

/// Gives the viewer the second factor `secret` if `typed` is its code now, and returns their
/// recovery codes. `None` where the code is wrong, or they have a factor already.
pub async fn add(
    app: &Arc<App>,
    viewer: Viewer,
    secret: String,
    typed: String,
) -> Result<Option<Vec<String>>, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        let Some(last_step) = totp::accepted_step(&secret, &digits(&typed), 0, now) else {
            return Ok(None);
        };
        app.db.write(|conn| {
            let user = owner(conn, viewer.id)?;
            if !factors::insert_factor(conn, user.id, &Factor { secret, last_step }, now)? {
                return Ok(None);
            }
            let codes = renew_codes(conn, user.id)?;
            notices::tell(app, conn, NoticeKind::FactorAdded, &user, Facts::new(), now)?;
            note(conn, now, &user.email, "user.factor_added", &user.email, "")?;
            Ok(Some(codes))
        })
    })
    .await
}

/// Makes new recovery codes; the earlier ones end. `None` where the viewer has no second factor.
pub async fn make_codes(app: &Arc<App>, viewer: Viewer) -> Result<Option<Vec<String>>, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            let user = owner(conn, viewer.id)?;
            if factors::find_factor(conn, user.id)?.is_none() {
                return Ok(None);
            }
            let codes = renew_codes(conn, user.id)?;
            notices::tell(app, conn, NoticeKind::CodesMade, &user, Facts::new(), now)?;
            note(conn, now, &user.email, "user.recovery_codes_made", &user.email, "")?;
            Ok(Some(codes))
        })
    })
    .await
}

/// Turns the viewer's second factor off.
pub async fn remove(app: &Arc<App>, viewer: Viewer) -> Result<(), ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            let user = owner(conn, viewer.id)?;
            if factors::delete_factor(conn, user.id)? {
                notices::tell(app, conn, NoticeKind::FactorRemoved, &user, Facts::new(), now)?;
                note(conn, now, &user.email, "user.factor_removed", &user.email, "")?;
            }
            Ok(())
        })
    })
    .await
}

/// How many recovery codes of `user` still work.
pub async fn codes_left(app: &Arc<App>, user: UserId) -> Result<i64, ServiceError> {
    off_thread(app, move |app| Ok(app.db.read(|conn| factors::count_codes(conn, user))?)).await
}

/// Uses up what was typed, be it a code of the app or a recovery code. `None` where it is neither.
pub(super) fn accept(
    conn: &mut AnyConnection,
    user: UserId,
    factor: &Factor,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<Option<Means>, StoreError> {
    if let Some(step) = totp::accepted_step(&factor.secret, &digits(typed), factor.last_step, now) {
        return Ok(factors::mark_step_used(conn, user, step)?.then_some(Means::App));
    }
    let digest = sha256(secrets::plain_code(typed).as_bytes());
    Ok(factors::mark_code_used(conn, user, &digest, now)?.then_some(Means::Recovery))
}

/// Tells who used a recovery code that one was used. Belongs to the end of a transaction.
pub(super) fn tell_of(
    app: &App,
    conn: &mut AnyConnection,
    means: Means,
    user: &User,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    if means == Means::Recovery {
        let left = factors::count_codes(conn, user.id)?.to_string();
        let facts = Facts::from([("left".to_owned(), left.clone())]);
        notices::tell(app, conn, NoticeKind::CodeUsed, user, facts, now)?;
        note(conn, now, &user.email, "user.recovery_code_used", &user.email, &format!("{left} left"))?;
    }
    Ok(())
}

/// The user that a viewer is.
pub(super) fn owner(conn: &mut AnyConnection, id: UserId) -> Result<User, ServiceError> {
    people::find_user_by_id(conn, id)?.ok_or_else(|| ServiceError::NotFound("user".to_owned()))
}

fn renew_codes(conn: &mut AnyConnection, user: UserId) -> Result<Vec<String>, StoreError> {
    let codes: Vec<_> = (0..CODES).map(|_| secrets::random_code()).collect();
    let digests: Vec<_> = codes.iter().map(|code| sha256(secrets::plain_code(code).as_bytes())).collect();
    factors::replace_codes(conn, user, &digests)?;
    Ok(codes)
}

/// Apps show codes as `123 456`, and people type them so.
fn digits(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}
