//! A forgotten password: a link to the address, which sets a new one and skips no second factor.
//!
//! Invariant: what is answered, and after how long, does not depend on whether the address has a
//! login.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::{Instant, sleep_until};

use super::auth::{clipped, note, off_thread, plain_address};
use super::proofs::{self, Purpose};
use super::throttle::{self, Limit};
use super::{App, ServiceError, notices, passwords};
use crate::domain::notice::{Facts, NoticeKind};
use crate::domain::sign_in::RESET_LASTS;
use crate::store::people;
use crate::values::ids::UserId;
use crate::values::password::NewPassword;

/// The answer takes this long: longer than the database does, with a login or without.
const ANSWER_AFTER: Duration = Duration::from_millis(250);

/// Sends the link, if there is a login to send it for. When to come back, after too many tries.
pub async fn ask(app: &Arc<App>, email: &str, origin: &str) -> Result<Option<DateTime<Utc>>, ServiceError> {
    let answer_at = Instant::now() + ANSWER_AFTER;
    let (email, origin) = (plain_address(email), origin.to_owned());
    let later = off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            let limits = limits(&email, &origin);
            if let Some(at) = throttle::take(conn, &limits, now)? {
                return Ok(Some(at));
            }
            let Some(user) = people::find_user(conn, &email)?.filter(|user| user.is_active) else {
                tracing::info!(%origin, "a reset was asked for without a login");
                return Ok(None);
            };
            let facts = proofs::facts(&user, RESET_LASTS, now);
            notices::tell(app, conn, NoticeKind::PasswordReset, &user, facts, now)?;
            note(conn, now, &user.email, "user.reset_asked", &user.email, "")?;
            Ok(None)
        })
    })
    .await?;
    sleep_until(answer_at).await;
    Ok(later)
}

/// Whose link this is: their address, for the page. `None` where it is wrong, used up or too old.
pub async fn find_owner(app: &Arc<App>, text: String) -> Result<Option<String>, ServiceError> {
    off_thread(app, move |app| Ok(proofs::open(app, Purpose::Reset, &text)?.map(|(user, _)| user.email)))
        .await
}

/// Sets the password of whose link this is and ends their sessions. `None` as [`find_owner`].
pub async fn set_password(
    app: &Arc<App>,
    text: String,
    password: NewPassword,
) -> Result<Option<UserId>, ServiceError> {
    let hash = passwords::hash(password).await?;
    off_thread(app, move |app| {
        let now = app.clock.now();
        let Some((user, _)) = proofs::open(app, Purpose::Reset, &text)? else { return Ok(None) };
        app.db.write(|conn| {
            // The link was used in another window meanwhile.
            if !people::change_password(conn, &user, &hash)? {
                return Ok(None);
            }
            // The first password of who was invited changes none.
            if user.password_hash.is_some() {
                notices::tell(app, conn, NoticeKind::PasswordChanged, &user, Facts::new(), now)?;
            }
            note(conn, now, &user.email, "user.password_reset", &user.email, "")?;
            Ok(Some(user.id))
        })
    })
    .await
}

/// The second one keeps one mailbox from being filled from many places.
fn limits(email: &str, origin: &str) -> [Limit; 2] {
    [Limit::of(format!("forgot {origin}"), 10), Limit::of(format!("forgot {}", clipped(email)), 5)]
}
