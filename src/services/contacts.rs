//! The contacts of an account, looked after by its own people (REQUIREMENTS R1, R4.2, R6.5).
//!
//! Invariant: a change, its audit row and what else follows from it commit together, and nobody
//! overwrites what they have not seen.

use chrono::NaiveDate;

use super::accounts::{self, Choice};
use super::auth::note;
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::contacts::{self as rules, Change, Known, Objection, Person};
use crate::domain::delivery::MessageState;
use crate::domain::hierarchy::AccountNode;
use crate::store::audit::{self, NewAudit};
use crate::store::deliveries::{self, LastMessage};
use crate::store::suppressed::{self, Suppressed};
use crate::store::{AnyConnection, StoreError, contacts, hierarchy, locks};
use crate::values::calendar::mountain_day;
use crate::values::contact::{ContactRole, EmailAddress};
use crate::values::ids::{AccountId, ContactId};
use crate::values::number::{AccountNumber, InvoiceNumber};

/// The contacts of an account.
#[derive(Clone, Debug)]
pub struct Page {
    /// The account among those to choose from.
    pub choice: Choice,
    /// On whose invoices it stands, where it gets none itself and the viewer may see them.
    pub billed_on: Option<AccountNode>,
    /// In the order of their adding.
    pub contacts: Vec<Listed>,
    /// Whether some contact is marked as invoice recipient.
    pub is_marked: bool,
    /// Whether the viewer may change them.
    pub may_manage: bool,
    /// Whether to ask if they are still right.
    pub asks: bool,
}

/// A contact as the page lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Row id.
    pub id: ContactId,
    /// What is written down.
    pub person: Person,
    /// Whether they get the account's invoices.
    pub receives: bool,
    /// What came of the last message to this address, where it did not arrive.
    pub trouble: Option<Trouble>,
    /// What a server said when it refused the address for good: nothing is sent to it.
    pub silent: Option<Suppressed>,
}

/// A message that did not arrive.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The invoice that it carried.
    pub invoice: InvoiceNumber,
    /// Whether it is still being tried.
    pub is_tried: bool,
    /// The mail server's answer, in its words.
    pub response: String,
}

/// A contact to be changed.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose.
    pub account: AccountNode,
    /// The contact.
    pub known: Known,
    /// Who is the primary main point of contact, where it is someone else.
    pub primary: Option<String>,
    /// Whether the viewer may change it.
    pub may_manage: bool,
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is made, for this account.
    Done(AccountNumber),
    /// Something speaks against it.
    Refused(Objection),
    /// Someone changed the contact since it was shown; so it is now.
    Outdated(Box<Person>),
    /// The viewer may not change contacts of this account.
    NotAllowed(AccountNumber),
}

/// The contacts of an account; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_contacts(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
) -> Result<Option<Page>, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        let id = choice.account.id;
        let known = contacts::list_contacts(conn, id)?;
        let receiving = match choice.account.is_billed {
            true => rules::recipient_ids(&known),
            false => Vec::new(),
        };
        let last = deliveries::list_last_messages(conn, id)?;
        let emails: Vec<&str> = known.iter().map(|known| known.person.email.as_str()).collect();
        let silent = suppressed::list_of(conn, &emails)?;
        Ok(Some(Page {
            billed_on: choice.billed_on().cloned(),
            is_marked: known.iter().any(|known| known.person.is(ContactRole::Invoice)),
            may_manage: may_manage(conn, viewer, id)?,
            asks: needs_confirmation(conn, viewer, id, today)?,
            contacts: known
                .into_iter()
                .map(|Known { id, person }| Listed {
                    receives: receiving.contains(&id),
                    trouble: trouble(&person, &last),
                    silent: silent.iter().find(|one| one.is(&person.email)).cloned(),
                    person,
                    id,
                })
                .collect(),
            choice,
        }))
    })
}

fn trouble(person: &Person, last: &[LastMessage]) -> Option<Trouble> {
    let email = person.email.as_str();
    let newest = last.iter().rev().find(|message| message.email.eq_ignore_ascii_case(email))?;
    let is_tried = newest.state == MessageState::Retrying;
    (is_tried || newest.state == MessageState::Failed).then(|| Trouble {
        invoice: newest.invoice.clone(),
        is_tried,
        response: newest.response.clone(),
    })
}

/// Whether to ask `viewer` if the contacts of `account` are still right, on any page about it.
///
/// # Errors
/// The database.
pub(super) fn needs_confirmation(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    account: AccountId,
    today: NaiveDate,
) -> Result<bool, StoreError> {
    let (opened_on, confirmed_on) = contacts::find_confirmation(conn, account)?;
    let has_invoice = contacts::has_invoice(conn, account)?;
    Ok(rules::is_to_confirm(confirmed_on, opened_on, has_invoice, today)
        && may_manage(conn, viewer, account)?)
}

fn may_manage(conn: &mut AnyConnection, viewer: &Viewer, account: AccountId) -> Result<bool, StoreError> {
    Ok(rules::may_manage(viewer, &contacts::list_primaries(conn, account)?))
}

/// The contact with row `id`, to be changed.
///
/// # Errors
/// None that exists for the viewer.
pub fn open_contact(app: &App, viewer: &Viewer, id: ContactId) -> Result<Opened, ServiceError> {
    app.db.read(|conn| {
        let account = account_of(conn, viewer, id)?;
        let all = contacts::list_contacts(conn, account.id)?;
        let known = all.iter().find(|known| known.id == id).cloned().ok_or_else(|| missing(id))?;
        let may_manage = may_manage(conn, viewer, account.id)?;
        Ok(Opened { primary: other_primary(&all, Some(id)), account, known, may_manage })
    })
}

/// The account for which a contact is to be added, who is its primary main point of contact, and
/// whether the viewer may; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn open_account(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
) -> Result<Option<(AccountNode, Option<String>, bool)>, ServiceError> {
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        let all = contacts::list_contacts(conn, choice.account.id)?;
        let may = may_manage(conn, viewer, choice.account.id)?;
        Ok(Some((choice.account, other_primary(&all, None), may)))
    })
}

fn other_primary(all: &[Known], than: Option<ContactId>) -> Option<String> {
    let is_primary = |known: &&Known| known.person.is(ContactRole::MpocPrimary) && Some(known.id) != than;
    all.iter().find(is_primary).map(|known| known.person.called().to_owned())
}

/// Adds a contact to an account.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn add_contact(
    app: &App,
    viewer: &Viewer,
    account: &AccountNumber,
    person: Person,
    takes_over: bool,
) -> Result<Outcome, ServiceError> {
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, account)?;
        change(app, conn, viewer, &account, Change::Add(person), takes_over)
    })
}

/// Replaces what is written down of a contact, as it was shown with the digest `seen`.
///
/// # Errors
/// None that exists for the viewer.
pub fn change_contact(
    app: &App,
    viewer: &Viewer,
    id: ContactId,
    seen: &str,
    person: Person,
    takes_over: bool,
) -> Result<Outcome, ServiceError> {
    guarded(app, viewer, id, seen, Change::Replace(id, person), takes_over)
}

/// Removes a contact, as it was shown with the digest `seen`.
///
/// # Errors
/// None that exists for the viewer.
pub fn remove_contact(
    app: &App,
    viewer: &Viewer,
    id: ContactId,
    seen: &str,
) -> Result<Outcome, ServiceError> {
    guarded(app, viewer, id, seen, Change::Remove(id), false)
}

/// Writes down that the contacts of an account are right.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn confirm_contacts(
    app: &App,
    viewer: &Viewer,
    account: &AccountNumber,
) -> Result<Outcome, ServiceError> {
    let now = app.clock.now();
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, account)?;
        if !may_manage(conn, viewer, account.id)? {
            return Ok(Outcome::NotAllowed(account.number));
        }
        contacts::mark_confirmed(conn, account.id, mountain_day(now))?;
        let count = contacts::list_contacts(conn, account.id)?.len();
        let detail = format!("{count} contacts are right");
        note(conn, now, &viewer.email, "contacts.confirmed", account.number.as_str(), &detail)?;
        Ok(Outcome::Done(account.number))
    })
}

/// Gives the contact with row `id` another address, in the transaction of `conn`.
///
/// # Errors
/// None that exists for the viewer.
pub(super) fn correct_address(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    id: ContactId,
    (was, is): (&str, &EmailAddress),
) -> Result<Outcome, ServiceError> {
    let account = account_of(conn, viewer, id)?;
    locks::lock_account(conn, account.id)?;
    let all = contacts::list_contacts(conn, account.id)?;
    let known = all.into_iter().find(|known| known.id == id).ok_or_else(|| missing(id))?;
    if !known.person.email.as_str().eq_ignore_ascii_case(was) {
        return Ok(Outcome::Outdated(Box::new(known.person)));
    }
    let person = Person { email: is.clone(), ..known.person };
    change(app, conn, viewer, &account, Change::Replace(id, person), false)
}

fn guarded(
    app: &App,
    viewer: &Viewer,
    id: ContactId,
    seen: &str,
    what: Change,
    takes_over: bool,
) -> Result<Outcome, ServiceError> {
    app.db.write(|conn| {
        let account = account_of(conn, viewer, id)?;
        locks::lock_account(conn, account.id)?;
        let all = contacts::list_contacts(conn, account.id)?;
        let known = all.iter().find(|known| known.id == id).ok_or_else(|| missing(id))?;
        if known.person.digest() != seen && may_manage(conn, viewer, account.id)? {
            return Ok(Outcome::Outdated(Box::new(known.person.clone())));
        }
        change(app, conn, viewer, &account, what, takes_over)
    })
}

/// Decides, writes and records.
fn change(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    account: &AccountNode,
    what: Change,
    takes_over: bool,
) -> Result<Outcome, ServiceError> {
    locks::lock_account(conn, account.id)?;
    if !may_manage(conn, viewer, account.id)? {
        return Ok(Outcome::NotAllowed(account.number.clone()));
    }
    let before = contacts::list_contacts(conn, account.id)?;
    let after = match rules::change(&before, what, takes_over, account.is_billed, &viewer.email) {
        Ok(after) => after,
        Err(objection) => return Ok(Outcome::Refused(objection)),
    };
    let mut entries = Vec::new();
    let mut record = |action, detail| {
        entries.push(NewAudit { action, subject: account.number.to_string(), detail });
    };
    for old in &before {
        match after.iter().find(|known| known.id == old.id) {
            Some(new) if new == old => {}
            Some(new) => {
                contacts::replace_contact(conn, account.id, old, &new.person)?;
                let (was, is) = (old.person.in_words(), new.person.in_words());
                record("contact.changed", format!("was {was}; is {is}"));
            }
            None => {
                contacts::delete_contact(conn, account.id, old.id)?;
                record("contact.removed", format!("was {}", old.person.in_words()));
            }
        }
    }
    for new in after.iter().filter(|known| before.iter().all(|old| old.id != known.id)) {
        contacts::insert_contact(conn, account.id, &new.person)?;
        record("contact.added", format!("is {}", new.person.in_words()));
    }
    audit::append(conn, app.clock.now(), &viewer.email, entries)?;
    Ok(Outcome::Done(account.number.clone()))
}

fn account_of(conn: &mut AnyConnection, viewer: &Viewer, id: ContactId) -> Result<AccountNode, ServiceError> {
    let account = contacts::find_account_of(conn, viewer.scope(), id)?.ok_or_else(|| missing(id))?;
    let node = hierarchy::find_account_by_id(conn, viewer.scope(), account)?;
    node.ok_or_else(|| missing(id))
}

fn missing(id: ContactId) -> ServiceError {
    ServiceError::NotFound(format!("contact {}", id.0))
}
