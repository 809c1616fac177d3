//! Who is told by e-mail of what happens to a case: the customer's contacts for cases and whoever
//! opened it, who works on it, and the level it was escalated to; each in their language, in one
//! thread (REQUIREMENTS R6.5, R6.6).

use std::collections::BTreeMap;

use super::{Held, escalation_path};
use crate::domain::access::Scope;
use crate::domain::case::{CaseKind, Told, What};
use crate::domain::contacts::Person;
use crate::domain::notice::{Facts, NoticeKind};
use crate::services::notices::{self, NewNotice};
use crate::services::{App, ServiceError};
use crate::store::cases::{Author, NewEvent};
use crate::store::{AnyConnection, contacts, hierarchy, outbox, people};
use crate::texts::{text, text_with};
use crate::values::contact::{ContactRole, EmailAddress};
use crate::values::hash::sha256;
use crate::values::ids::AccountId;
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;

/// Somebody to be told.
struct Reader {
    email: EmailAddress,
    name: String,
    locale: Locale,
    kind: NoticeKind,
}

/// Enqueues what has to be said of `events`, the main one of which stands at `main`. Belongs into their
/// transaction.
pub(super) fn tell(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    after: &Told,
    events: &[NewEvent],
    main: usize,
    author: Author<'_>,
) -> Result<(), ServiceError> {
    let Some(event) = events.get(main) else { return Ok(()) };
    let mut readers: BTreeMap<String, Reader> = BTreeMap::new();
    let is_shown = event.what.is_shown_to_customers();
    if let Some(account) = held.row.account.filter(|_| is_shown && !is_among_staff(&event.what)) {
        let confirms = matches!(event.what, What::Opened { .. });
        let asks = |event: &NewEvent| matches!(event.what, What::ApprovalAsked | What::Quoted { .. });
        for reader in customers(conn, held, account, events.iter().any(asks))? {
            // Who did it knows; that it arrived is worth a message only when a case is opened.
            if confirms || !reader.email.as_str().eq_ignore_ascii_case(author.name) {
                readers.insert(key(&reader), reader);
            }
        }
    }
    for reader in staff(app, conn, held, after, event, author)? {
        readers.entry(key(&reader)).or_insert(reader);
    }
    let seq = held.row.events + 1 + main as i32;
    for reader in readers.values_mut() {
        reader.locale = app.languages().choose(reader.locale);
        enqueue(app, conn, held, after, event, reader, seq)?;
    }
    Ok(())
}

fn key(reader: &Reader) -> String {
    reader.email.as_str().to_lowercase()
}

/// What customers see in the portal and get no message for: who works on it, and each minute of work.
const fn is_among_staff(what: &What) -> bool {
    matches!(what, What::Assigned { .. } | What::JoinedMaster { .. } | What::Logged { .. })
}

/// The contacts for cases of the account, or of the first one above that has any, and who opened it; where
/// somebody must agree, also the main points of contact.
fn customers(
    conn: &mut AnyConnection,
    held: &Held,
    account: AccountId,
    asks: bool,
) -> Result<Vec<Reader>, ServiceError> {
    let mut found: Vec<Reader> = Vec::new();
    let mut at = Some(account);
    while let Some(id) = at.filter(|_| found.is_empty()) {
        let known = contacts::list_contacts(conn, id)?;
        let is_meant = |person: &Person| {
            let agrees = asks && (person.is(ContactRole::MpocPrimary) || person.is(ContactRole::Mpoc));
            agrees || person.is(ContactRole::Case)
        };
        let for_cases = known.into_iter().filter(|known| is_meant(&known.person));
        found.extend(for_cases.map(|known| Reader {
            email: known.person.email,
            name: known.person.name.as_str().to_owned(),
            locale: known.person.locale,
            kind: NoticeKind::CaseCustomer,
        }));
        at = hierarchy::find_account_by_id(conn, Scope::EveryAccount, id)?.and_then(|node| node.parent);
    }
    if let Some(opener) = held.row.opened_by
        && let Some(user) = people::find_user_by_id(conn, opener)?
        && user.role.is_customer()
        && user.is_active
        && !found.iter().any(|reader| reader.email.as_str().eq_ignore_ascii_case(&user.email))
    {
        let (email, locale) = (user.email.parse()?, user.locale);
        found.push(Reader { email, name: String::new(), locale, kind: NoticeKind::CaseCustomer });
    }
    Ok(found)
}

/// Who works on the case, where someone else did something they must know; the level that was asked;
/// and for a promise in danger on a case that nobody has, the first level.
fn staff(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    after: &Told,
    event: &NewEvent,
    author: Author<'_>,
) -> Result<Vec<Reader>, ServiceError> {
    let mut found = Vec::new();
    if let Some(email) = after.assignee.as_deref().filter(|email| *email != author.name)
        && let Some(user) = people::find_user(conn, email)?
    {
        let email = user.email.parse()?;
        found.push(Reader { email, name: String::new(), locale: user.locale, kind: NoticeKind::CaseStaff });
    }
    let level = match &event.what {
        What::Escalated { level } => Some(*level),
        What::Warned { .. } if after.assignee.is_none() => Some(1),
        What::Missed { .. } => Some(1),
        _ => None,
    };
    let path = escalation_path(app, held.row.kind);
    if let Some(level) = level.and_then(|level| path.get(usize::from(level).checked_sub(1)?)) {
        let email = level.email.parse()?;
        let (name, locale) = (level.name.clone(), Locale::En);
        found.push(Reader { email, name, locale, kind: NoticeKind::CaseStaff });
    }
    Ok(found)
}

fn enqueue(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    after: &Told,
    event: &NewEvent,
    reader: &Reader,
    seq: i32,
) -> Result<(), ServiceError> {
    let now = app.clock.now();
    // The first message to a reader begins their thread; the others answer it.
    let whose = &sha256(key(reader).as_bytes())[..12];
    let domain = app.settings.mail_domain();
    let first: MessageId = format!("case-{}-{whose}@{domain}", held.row.id.0).parse()?;
    let has_thread = outbox::has_message(conn, &first)?;
    let mut facts = Facts::from([
        ("case".to_owned(), held.number().to_string()),
        ("title".to_owned(), held.row.subject.clone()),
        ("said".to_owned(), said(held.row.kind, after, event, reader)),
        ("words".to_owned(), event.words.clone()),
    ]);
    let message_id = match has_thread {
        false => first,
        true => {
            facts.insert("thread".to_owned(), first.as_str().to_owned());
            format!("case-{}-{seq}-{whose}@{domain}", held.row.id.0).parse()?
        }
    };
    let notice = NewNotice {
        kind: reader.kind,
        email: &reader.email,
        name: &reader.name,
        locale: reader.locale,
        user: None,
        account: held.row.account,
        facts,
    };
    notices::enqueue_as(app, conn, &notice, &message_id, now)
}

/// What happened, in a sentence or two.
fn said(kind: CaseKind, after: &Told, event: &NewEvent, reader: &Reader) -> String {
    let locale = reader.locale;
    let time = |at| locale.minute(at);
    let side = if reader.kind == NoticeKind::CaseStaff { "staff" } else { "customer" };
    let key = match &event.what {
        What::Opened { .. } => format!("case-mail-{side}-opened-{kind}"),
        What::Credited { whole, .. } if !whole => format!("case-mail-{side}-credited-partly"),
        what => format!("case-mail-{side}-{}", what.name()),
    };
    let mut sentence = match &event.what {
        What::Held { until } => text_with(locale, &key, &[("until", &time(*until))]),
        What::Estimated { at } => text_with(locale, &key, &[("until", &time(*at))]),
        What::PrioritySet { priority } => text_with(locale, &key, &[("priority", priority.as_str())]),
        What::Escalated { level } => text_with(locale, &key, &[("level", &level.to_string())]),
        What::MarkedDuplicate { of } => text_with(locale, &key, &[("case", of)]),
        What::FollowedOn { by } => text_with(locale, &key, &[("case", by)]),
        What::Credited { note, total, .. } => {
            text_with(locale, &key, &[("note", note), ("amount", &locale.money(*total))])
        }
        What::Warned { due } | What::Missed { due } => text_with(locale, &key, &[("until", &time(*due))]),
        What::Quoted { units, total } | What::Reviewed { units, total } => {
            let (units, total) = (units.to_string(), locale.money(*total));
            text_with(locale, &key, &[("units", &units), ("amount", &total)])
        }
        What::ClosingAnnounced => {
            let until = after.closes_at().map(time).unwrap_or_default();
            text_with(locale, &key, &[("until", &until)])
        }
        _ => text(locale, &key),
    };
    if side == "customer" && matches!(event.what, What::Opened { .. }) && after.needs_approval {
        sentence.push(' ');
        sentence.push_str(&text(locale, "case-mail-next-approval"));
    }
    // What the customer can count on next.
    if side == "customer"
        && let Some(promise) = after.clocks.running
    {
        let next = format!("case-mail-next-{}", promise.clock.as_str());
        sentence.push(' ');
        sentence.push_str(&text_with(locale, &next, &[("until", &time(promise.due))]));
    }
    sentence
}
