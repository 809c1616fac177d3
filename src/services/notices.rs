//! E-mails that tell one person of one thing: enqueued with what they tell of, sent by
//! [`super::delivery`].
//!
//! A new kind is a variant of [`NoticeKind`] and its four messages in `templates/locales`.

use chrono::{DateTime, Utc};

use super::{App, ServiceError, secrets};
use crate::domain::notice::{Facts, NoticeKind};
use crate::store::people::User;
use crate::store::{AnyConnection, outbox};
use crate::values::contact::EmailAddress;
use crate::values::ids::{AccountId, UserId};
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;

/// A notice to be sent.
#[derive(Clone, Debug)]
pub struct NewNotice<'a> {
    /// What it tells of.
    pub kind: NoticeKind,
    /// Where to.
    pub email: &'a EmailAddress,
    /// The recipient's name; may be empty.
    pub name: &'a str,
    /// The recipient's language.
    pub locale: Locale,
    /// Whose login it is about, where it is about one.
    pub user: Option<UserId>,
    /// Which account it is about, where it is about one.
    pub account: Option<AccountId>,
    /// What its words are filled in with. No secret may stand in it.
    pub facts: Facts,
}

/// Puts a notice into the outbox, due at once. Belongs into the transaction of what it tells of;
/// after that, whoever can wakes the sending.
///
/// # Errors
/// The database.
pub fn enqueue(
    app: &App,
    conn: &mut AnyConnection,
    notice: &NewNotice<'_>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let name = secrets::random_name();
    let message_id: MessageId = format!("notice-{name}@{}", app.settings.mail_domain()).parse()?;
    enqueue_as(app, conn, notice, &message_id, now)
}

/// The same under a Message-ID that is known before.
///
/// # Errors
/// As [`enqueue`].
pub(super) fn enqueue_as(
    app: &App,
    conn: &mut AnyConnection,
    notice: &NewNotice<'_>,
    message_id: &MessageId,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let row = outbox::NewNoticeRow {
        kind: notice.kind,
        email: notice.email,
        name: notice.name,
        locale: app.languages().choose(notice.locale),
        user: notice.user,
        account: notice.account,
        facts: &notice.facts,
        message_id,
    };
    Ok(outbox::insert_notice(conn, &row, now)?)
}

/// The same about the login of `user`, to the address with which they sign in.
///
/// # Errors
/// As [`enqueue`].
pub(super) fn tell(
    app: &App,
    conn: &mut AnyConnection,
    kind: NoticeKind,
    user: &User,
    facts: Facts,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let email = user.email.parse()?;
    let notice = NewNotice {
        kind,
        email: &email,
        name: "",
        locale: user.locale,
        user: Some(user.id),
        account: None,
        facts,
    };
    enqueue(app, conn, &notice, now)
}
