//! The second step of a sign-in: the code, after the password. Between the two nobody is signed in;
//! the browser holds a key that opens nothing but the page that asks for the code.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::auth::{FROM_ONE_PLACE, note, off_thread};
use super::throttle::{self, Limit};
use super::{App, ServiceError, factors, secrets};
use crate::domain::sign_in::HALF_WAY_LASTS;
use crate::store;
use crate::values::hash::sha256;
use crate::values::ids::UserId;

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This user is in.
    Welcome(UserId),
    /// It is not the code, or was used already.
    Wrong,
    /// Too many tries; the next counts from then on.
    Later(DateTime<Utc>),
    /// The first step was too long ago: begin again.
    Over,
}

/// The key for the second step of `user`, who has just taken the first. `None` where there is no
/// second one for them.
pub async fn begin(app: &Arc<App>, user: UserId) -> Result<Option<String>, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        if app.db.read(|conn| store::factors::find_factor(conn, user))?.is_none() {
            return Ok(None);
        }
        let key = secrets::random_key();
        let digest = sha256(key.as_bytes());
        app.db.write(|conn| store::factors::insert_half(conn, &digest, user, now, now + HALF_WAY_LASTS))?;
        Ok(Some(key))
    })
    .await
}

/// Whether this is the key of a sign-in that still waits for its code.
pub async fn is_open(app: &Arc<App>, key: String) -> Result<bool, ServiceError> {
    off_thread(app, move |app| {
        let (now, digest) = (app.clock.now(), sha256(key.as_bytes()));
        Ok(app.db.read(|conn| store::factors::find_half(conn, &digest, now))?.is_some())
    })
    .await
}

/// Takes the second step with what was typed: a code of the app, or a recovery code.
pub async fn finish(
    app: &Arc<App>,
    key: String,
    typed: String,
    origin: String,
) -> Result<Answer, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        let digest = sha256(key.as_bytes());
        app.db.write(|conn| {
            let Some(user) = store::factors::find_half(conn, &digest, now)? else { return Ok(Answer::Over) };
            let limits = limits(user);
            if let Some(at) = throttle::take(conn, &limits, now)? {
                tracing::warn!(user = user.0, %origin, "a code was refused: too many tries");
                return Ok(Answer::Later(at));
            }
            let user = factors::owner(conn, user)?;
            // Whoever lost their factor meanwhile begins again.
            let Some(factor) = store::factors::find_factor(conn, user.id)?.filter(|_| user.is_active) else {
                return Ok(Answer::Over);
            };
            let Some(means) = factors::accept(conn, user.id, &factor, &typed, now)? else {
                // Who comes this far knows the password.
                note(conn, now, &user.email, "user.code_refused", &user.email, "")?;
                return Ok(Answer::Wrong);
            };
            if !store::factors::delete_half(conn, &digest)? {
                return Ok(Answer::Over);
            }
            throttle::succeed(conn, &limits, now)?;
            factors::tell_of(app, conn, means, &user, now)?;
            note(conn, now, &user.email, "user.signed_in", &user.email, "with a second factor")?;
            Ok(Answer::Welcome(user.id))
        })
    })
    .await
}

/// For each person, wherever the tries come from: of a million codes three are right at a time.
pub(super) fn limits(user: UserId) -> [Limit; 1] {
    [Limit::of(throttle::code_of(user), FROM_ONE_PLACE)]
}
