//! Cases: opened, worked on and followed to their end, on both sides (REQUIREMENTS 6).
//!
//! Invariants: what happens to a case is decided by [`crate::domain::case`] alone; an event, what it
//! changes, its messages and its audit row commit together; nobody edits what happened.

mod act;
mod desk;
mod files;
mod lists;
mod mail;
mod open;
mod settle;
mod view;
mod watch;
mod work;

pub use crate::store::cases::{Cursor, FileRow, Listing, NewFile, QueueCursor, Queued};
pub use act::{Message, act};
pub use desk::{credit_of, language_of, list_workers, tell_many};
pub use files::{Upload, find_file, keep_files, read_file};
pub use lists::{CASES_PER_PAGE, Counts, Page, QueueFilter, QueuePage, count_cases, list_cases, list_queue};
pub use open::{
    DisputableInvoice, DisputableLine, NewDispute, Subject, open_dispute, open_follow_on, open_master,
    open_question, show_disputable,
};
pub(super) use open::{Opening, open};
pub use settle::{Decision, accept, approve, decline, send_back};
pub use view::{DisputeView, DisputedView, Shown, View, open_case};
pub(super) use watch::Followed;
pub use watch::wake;

use super::auth::note;
use super::{App, ServiceError};
use crate::config::Level;
use crate::domain::access::{Scope, Viewer};
use crate::domain::case::decide::{Doer, Objection};
use crate::domain::case::{CaseKind, Event, Side, Told, What};
use crate::domain::dispute;
use crate::store::cases::{self, Amounts, Author, CaseRow, EventRow, NewEvent};
use crate::store::{AnyConnection, StoreError, locks, people};
use crate::values::ids::{AccountId, CaseId};
use crate::values::money::Money;
use crate::values::number::CaseNumber;

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The rules of cases.
    Case(Objection),
    /// The rules of disputes, with the place of the line.
    Line(Option<usize>, dispute::Objection),
    /// There is no such case, or none that can be meant.
    NoSuchCase,
    /// Nobody who works on cases has this address.
    NoSuchPerson,
    /// The dispute is not decided yet.
    Undecided,
    /// There is nothing to decide.
    NothingToDecide,
    /// More than was disputed, or nothing.
    NotWithin(usize, Money),
    /// Who proposed it cannot approve it.
    OwnProposal,
    /// Nobody approved the work of the request.
    NotApproved,
}

impl From<Objection> for Refusal {
    fn from(objection: Objection) -> Refusal {
        Refusal::Case(objection)
    }
}

/// What came of it.
pub type Outcome<T> = Result<T, Refusal>;

/// What the rules allow; else the outcome is why not.
macro_rules! allowed {
    ($outcome:expr) => {
        match $outcome {
            Ok(value) => value,
            Err(why) => return Ok(Err(why.into())),
        }
    };
}
pub(super) use allowed;

/// A case with all that happened to it, held until the transaction ends.
pub(super) struct Held {
    row: CaseRow,
    events: Vec<EventRow>,
    told: Told,
}

impl Held {
    fn number(&self) -> CaseNumber {
        CaseNumber(self.row.id)
    }

    pub(super) fn kind(&self) -> CaseKind {
        self.row.kind
    }

    pub(super) fn account(&self) -> Option<AccountId> {
        self.row.account
    }

    pub(super) fn told(&self) -> &Told {
        &self.told
    }
}

/// The case with this number, where it exists for this scope; nobody else changes it meanwhile.
pub(super) fn hold(
    app: &App,
    conn: &mut AnyConnection,
    scope: Scope,
    number: CaseNumber,
) -> Result<Held, ServiceError> {
    locks::lock_case(conn, number.0)?;
    let row = cases::find_case(conn, scope, number.0)?.ok_or_else(|| missing(number))?;
    let events = cases::load_events(conn, number.0)?;
    let told = told(app, row.id, &events)?;
    Ok(Held { row, events, told })
}

/// What events amount to.
fn told(app: &App, id: CaseId, events: &[EventRow]) -> Result<Told, StoreError> {
    let events: Vec<Event> = events.iter().map(|row| row.event.clone()).collect();
    Told::by(&events, &app.business_days())
        .map_err(|why| StoreError::Corrupt(format!("case {}: {why}", id.0)))
}

/// Writes down that `all` happened to a case now, with words and files, tells who is to know, and
/// records it.
pub(super) fn record(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    all: Vec<What>,
    message: &Message<'_>,
    author: Author<'_>,
) -> Result<(), ServiceError> {
    let at = app.clock.now();
    let mut after = held.told.clone();
    for what in &all {
        let event = Event { at, side: author.side, what: what.clone() };
        after.take(&event).map_err(|why| StoreError::Corrupt(format!("case {}: {why}", held.number())))?;
    }
    write(app, conn, held, &after, all, message, author)
}

/// The same where it is known what the case amounts to after it.
fn write(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    after: &Told,
    all: Vec<What>,
    message: &Message<'_>,
    author: Author<'_>,
) -> Result<(), ServiceError> {
    let at = app.clock.now();
    let main = main_event(&all);
    let words = |place| if place == main { message.words.to_string() } else { String::new() };
    let events: Vec<NewEvent> =
        all.into_iter().enumerate().map(|(place, what)| NewEvent { what, words: words(place) }).collect();
    let (id, had) = (held.row.id, held.row.events);
    let amounts = amounts(conn, after)?;
    cases::append(conn, id, had, &events, author, at, &amounts)?;
    if !message.files.is_empty() {
        cases::insert_files(conn, id, had + 1 + main as i32, message.files)?;
    }
    mail::tell(app, conn, held, after, &events, main, author)?;
    let names: Vec<&str> = events.iter().map(|event| event.what.name()).collect();
    Ok(note(conn, at, author.name, "case.event", &held.number().to_string(), &names.join(", "))?)
}

/// The place of what was done, beside what follows from it: that is what the words belong to.
fn main_event(all: &[What]) -> usize {
    let is_main = |what: &What| !matches!(what, What::Assigned { .. } | What::Started);
    all.iter().position(is_main).unwrap_or(all.len().saturating_sub(1))
}

/// What a case's row repeats of its events.
fn amounts(conn: &mut AnyConnection, told: &Told) -> Result<Amounts, StoreError> {
    let id_of = |number: &Option<String>| match number {
        Some(number) => match number.parse::<CaseNumber>() {
            Ok(number) => Ok(Some(number.0)),
            Err(why) => Err(StoreError::Corrupt(why.to_string())),
        },
        None => Ok(None),
    };
    let assignee = match &told.assignee {
        Some(email) => people::find_user(conn, email)?.map(|user| user.id),
        None => None,
    };
    Ok(Amounts {
        state: told.state,
        priority: told.priority,
        assignee,
        main: id_of(&told.main)?,
        master: id_of(&told.master)?,
        closed_at: told.closed_at,
        due_at: told.due_at(),
        wake_at: told.wakes().map(|(at, _)| at),
    })
}

/// Whom to ask, level by level, about a case of this kind.
pub fn escalation_path(app: &App, kind: CaseKind) -> Vec<Level> {
    let paths = app.escalation();
    match kind {
        CaseKind::Macd => paths.support,
        CaseKind::Dispute | CaseKind::Question | CaseKind::Master => paths.billing,
    }
}

fn levels(app: &App, kind: CaseKind) -> u8 {
    escalation_path(app, kind).len() as u8
}

pub(super) fn doer(viewer: &Viewer) -> Doer<'_> {
    Doer { role: viewer.role, email: &viewer.email }
}

pub(super) fn author(viewer: &Viewer) -> Author<'_> {
    Author { side: doer(viewer).side(), user: Some(viewer.id), name: &viewer.email }
}

/// The author of what time does.
const CLOCK: Author<'static> = Author { side: Side::Clock, user: None, name: "clock" };

fn missing(number: CaseNumber) -> ServiceError {
    ServiceError::NotFound(format!("case {number}"))
}

/// Checks that rows repeat what their events amount to: each difference in words.
///
/// # Errors
/// The database.
pub fn check(app: &App) -> Result<Vec<String>, ServiceError> {
    let mut differences = Vec::new();
    let mut after = None;
    loop {
        let page = app.db.read(|conn| {
            cases::list_cases(conn, Scope::EveryAccount, &cases::Narrowed::default(), after, 500)
        })?;
        let Some(last) = page.last() else { return Ok(differences) };
        after = Some(last.case.id);
        for row in page.into_iter().map(|listing| listing.case) {
            let problem = app.db.read(|conn| {
                let events = cases::load_events(conn, row.id)?;
                if events.len() as i32 != row.events {
                    return Ok(Some("it lacks events".to_owned()));
                }
                let told = match told(app, row.id, &events) {
                    Err(why) => return Ok(Some(why.to_string())),
                    Ok(told) => told,
                };
                // Its times follow a change of the calendar with the next wake-up.
                let Amounts { due_at, wake_at, .. } = row.amounts();
                let is_repeated = Amounts { due_at, wake_at, ..amounts(conn, &told)? } == row.amounts();
                let problem = (!is_repeated).then(|| "its row is not what its events amount to".to_owned());
                Ok::<_, StoreError>(problem)
            })?;
            differences.extend(problem.map(|problem| format!("case {}: {problem}", CaseNumber(row.id))));
        }
    }
}
