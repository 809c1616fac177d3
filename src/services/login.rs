//! What people do with their own login: prove that it is them, change the password or the address.

use std::sync::Arc;

use super::auth::{Entry, note, off_thread, plain_address};
use super::proofs::{self, Purpose};
use super::throttle::{self, Limit};
use super::{App, ServiceError, factors, notices, passwords, second_step};
use crate::domain::access::Viewer;
use crate::domain::notice::{Facts, NoticeKind};
use crate::domain::sign_in::CONFIRM_LASTS;
use crate::store::people::{self, User};
use crate::values::contact::EmailAddress;
use crate::values::ids::UserId;
use crate::values::password::NewPassword;

/// Whether it is the viewer who sits there: their password, and the code where they have a second
/// factor. What is wrong is not said.
pub async fn confirm(
    app: &Arc<App>,
    viewer: Viewer,
    password: String,
    code: String,
) -> Result<Entry, ServiceError> {
    let user = match check_password(app, viewer.id, password).await? {
        Checked::Right(user) => *user,
        Checked::No(entry) => return Ok(entry),
    };
    off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            if let Some(factor) = crate::store::factors::find_factor(conn, user.id)? {
                let limits = second_step::limits(user.id);
                if let Some(at) = throttle::take(conn, &limits, now)? {
                    return Ok(Entry::Later(at));
                }
                let Some(means) = factors::accept(conn, user.id, &factor, &code, now)? else {
                    note(conn, now, &user.email, "user.code_refused", &user.email, "")?;
                    return Ok(Entry::Wrong);
                };
                throttle::succeed(conn, &limits, now)?;
                factors::tell_of(app, conn, means, &user, now)?;
            }
            note(conn, now, &user.email, "user.proved", &user.email, "")?;
            Ok(Entry::Welcome(user.id))
        })
    })
    .await
}

/// Changes the viewer's password, who gives the current one; every session of theirs ends.
pub async fn change_password(
    app: &Arc<App>,
    viewer: Viewer,
    current: String,
    new: NewPassword,
) -> Result<Entry, ServiceError> {
    let user = match check_password(app, viewer.id, current).await? {
        Checked::Right(user) => *user,
        Checked::No(entry) => return Ok(entry),
    };
    let hash = passwords::hash(new).await?;
    off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            // Another window was faster: the current one is not the current one any more.
            if !people::change_password(conn, &user, &hash)? {
                return Ok(Entry::Wrong);
            }
            notices::tell(app, conn, NoticeKind::PasswordChanged, &user, Facts::new(), now)?;
            note(conn, now, &user.email, "user.password_changed", &user.email, "")?;
            Ok(Entry::Welcome(user.id))
        })
    })
    .await
}

/// Sends a link to the new address, under which the change is confirmed, and tells the old one. The
/// new one gets nothing where it is another's; that is not said.
pub async fn ask_for_email(app: &Arc<App>, viewer: Viewer, new: EmailAddress) -> Result<Entry, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        let new: EmailAddress = plain_address(new.as_str()).parse()?;
        app.db.write(|conn| {
            let limits = [Limit::of(format!("email-change {}", viewer.id.0), 5)];
            if let Some(at) = throttle::take(conn, &limits, now)? {
                return Ok(Entry::Later(at));
            }
            let user = factors::owner(conn, viewer.id)?;
            if people::find_user(conn, new.as_str())?.is_none() {
                let notice = notices::NewNotice {
                    kind: NoticeKind::EmailConfirm,
                    email: &new,
                    name: "",
                    locale: user.locale,
                    user: Some(user.id),
                    account: None,
                    facts: proofs::facts(&user, CONFIRM_LASTS, now),
                };
                notices::enqueue(app, conn, &notice, now)?;
            }
            let facts = Facts::from([("new".to_owned(), new.to_string())]);
            notices::tell(app, conn, NoticeKind::EmailChanging, &user, facts, now)?;
            note(conn, now, &user.email, "user.email_change_asked", &user.email, new.as_str())?;
            Ok(Entry::Welcome(user.id))
        })
    })
    .await
}

/// The new address that a link confirms. `None` where it is wrong, used up or too old, or the
/// address has become another's.
pub async fn find_confirmation(app: &Arc<App>, text: String) -> Result<Option<String>, ServiceError> {
    off_thread(app, move |app| {
        let Some((_, email)) = proofs::open(app, Purpose::Confirm, &text)? else { return Ok(None) };
        let taken = app.db.read(|conn| people::find_user(conn, &email))?.is_some();
        Ok((!taken).then_some(email))
    })
    .await
}

/// Changes the address to the one that a link confirms. `None` as [`find_confirmation`].
pub async fn confirm_email(app: &Arc<App>, text: String) -> Result<Option<UserId>, ServiceError> {
    off_thread(app, move |app| {
        let now = app.clock.now();
        let Some((user, email)) = proofs::open(app, Purpose::Confirm, &text)? else { return Ok(None) };
        let changed = app.db.write(|conn| {
            if people::find_user(conn, &email)?.is_some() || !people::change_email(conn, &user, &email)? {
                return Ok(None);
            }
            let facts = Facts::from([("new".to_owned(), email.clone())]);
            notices::tell(app, conn, NoticeKind::EmailChanged, &user, facts, now)?;
            note(conn, now, &user.email, "user.email_changed", &user.email, &email)?;
            Ok(Some(user.id))
        });
        match changed {
            // Another took it between the two statements.
            Err(ServiceError::Store(why)) if why.is_unique_violation() => Ok(None),
            other => other,
        }
    })
    .await
}

enum Checked {
    Right(Box<User>),
    No(Entry),
}

/// Whether `password` is that of `user`, with as few tries as at the sign-in.
async fn check_password(app: &Arc<App>, user: UserId, password: String) -> Result<Checked, ServiceError> {
    let limits = move || [Limit::of(format!("own password {}", user.0), 5)];
    let (found, later) = off_thread(app, move |app| {
        let now = app.clock.now();
        app.db.write(|conn| {
            let later = throttle::take(conn, &limits(), now)?;
            Ok::<_, ServiceError>((factors::owner(conn, user)?, later))
        })
    })
    .await?;
    if let Some(at) = later {
        return Ok(Checked::No(Entry::Later(at)));
    }
    if !passwords::verify(password, found.password_hash.clone()).await? || !found.is_active {
        tracing::warn!(user = user.0, "a signed-in person gave a wrong password");
        return Ok(Checked::No(Entry::Wrong));
    }
    off_thread(app, move |app| {
        app.db.write(|conn| throttle::succeed(conn, &limits(), app.clock.now()))?;
        Ok(Checked::Right(Box::new(found)))
    })
    .await
}
