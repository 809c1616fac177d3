//! Cases: rows that only grow, and what they amount to beside them.
//!
//! Invariant: a case is moved by an update that names how many events it had; whoever comes second
//! gets a conflict, never a lost event.

mod events;
mod files;
mod lists;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

pub use events::{Author, EventRow, NewEvent, append, list_events, load_events, set_times};
pub use files::{FileRow, NewFile, find_file, insert_files, list_files};
pub use lists::{
    Cursor, Listing, Narrowed, QueueCursor, Queued, count_queue, list_cases, list_due, list_queue,
    list_running,
};

use super::rows::{instant, value};
use super::schema::cases;
use super::scope::within;
use super::{AnyConnection, StoreError};
use crate::domain::access::Scope;
use crate::domain::case::{CaseKind, CaseState, Priority};
use crate::on_either;
use crate::values::ids::{AccountId, CaseId, UserId};

type Backend = <AnyConnection as Connection>::Backend;

/// A case as its row has it.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Row id, which is its number.
    pub id: CaseId,
    /// What it is about.
    pub kind: CaseKind,
    /// Whose it is; `None` for a master case.
    pub account: Option<AccountId>,
    /// In a few words.
    pub subject: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Who opened it, where they have a login.
    pub opened_by: Option<UserId>,
    /// The closed case that it follows on.
    pub related: Option<CaseId>,
    /// How many events it has.
    pub events: i32,
    /// Where it stands.
    pub state: CaseState,
    /// How urgent it is.
    pub priority: Priority,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// The case it is a duplicate of.
    pub main: Option<CaseId>,
    /// The master case that gathers it.
    pub master: Option<CaseId>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The next promise to the customer.
    pub due_at: Option<DateTime<Utc>>,
    /// When time alone changes something next.
    pub wake_at: Option<DateTime<Utc>>,
}

/// A case to be opened; its first event is appended next.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// What it is about.
    pub kind: CaseKind,
    /// Whose it is; `None` for a master case.
    pub account: Option<AccountId>,
    /// In a few words.
    pub subject: &'a str,
    /// When it is opened.
    pub opened_at: DateTime<Utc>,
    /// Who opens it.
    pub opened_by: Option<UserId>,
    /// The closed case that it follows on.
    pub related: Option<CaseId>,
    /// How urgent it is.
    pub priority: Priority,
}

/// What the events of a case amount to, as its row repeats it for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// Where it stands.
    pub state: CaseState,
    /// How urgent it is.
    pub priority: Priority,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// The case it is a duplicate of.
    pub main: Option<CaseId>,
    /// The master case that gathers it.
    pub master: Option<CaseId>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The next promise to the customer.
    pub due_at: Option<DateTime<Utc>>,
    /// When time alone changes something next.
    pub wake_at: Option<DateTime<Utc>>,
}

type Row = (
    (i64, String, Option<i64>, String, NaiveDateTime, Option<i64>, Option<i64>, i32),
    (String, String, Option<i64>, Option<i64>, Option<i64>),
    (Option<NaiveDateTime>, Option<NaiveDateTime>, Option<NaiveDateTime>),
);

/// The columns of a [`Row`], in its order.
macro_rules! columns {
    () => {
        (
            (
                cases::id,
                cases::kind,
                cases::account_id,
                cases::subject,
                cases::opened_at,
                cases::opened_by,
                cases::related_id,
                cases::events,
            ),
            (cases::state, cases::priority, cases::assignee_id, cases::main_id, cases::master_id),
            (cases::closed_at, cases::due_at, cases::wake_at),
        )
    };
}
use columns;

fn case((id, now, times): Row) -> Result<CaseRow, StoreError> {
    let (id, kind, account, subject, opened_at, opened_by, related, events) = id;
    let (state, priority, assignee, main, master) = now;
    let (closed_at, due_at, wake_at) = times;
    Ok(CaseRow {
        id: CaseId(id),
        kind: value("cases.kind", &kind)?,
        account: account.map(AccountId),
        subject,
        opened_at: instant(opened_at),
        opened_by: opened_by.map(UserId),
        related: related.map(CaseId),
        events,
        state: value("cases.state", &state)?,
        priority: value("cases.priority", &priority)?,
        assignee: assignee.map(UserId),
        main: main.map(CaseId),
        master: master.map(CaseId),
        closed_at: closed_at.map(instant),
        due_at: due_at.map(instant),
        wake_at: wake_at.map(instant),
    })
}

/// Opens a case without events.
pub fn insert_case(conn: &mut AnyConnection, new: &NewCase<'_>) -> Result<CaseId, StoreError> {
    let row = (
        cases::kind.eq(new.kind.as_str()),
        cases::account_id.eq(new.account.map(|id| id.0)),
        cases::subject.eq(new.subject),
        cases::opened_at.eq(new.opened_at.naive_utc()),
        cases::opened_by.eq(new.opened_by.map(|id| id.0)),
        cases::related_id.eq(new.related.map(|id| id.0)),
        cases::events.eq(0),
        cases::state.eq(CaseState::New.as_str()),
        cases::priority.eq(new.priority.as_str()),
    );
    let id: i64 = on_either!(conn, |c| diesel::insert_into(cases::table)
        .values(row)
        .returning(cases::id)
        .get_result(c))?;
    Ok(CaseId(id))
}

/// The case with this row, where it exists for this scope. A master case exists for staff only.
pub fn find_case(conn: &mut AnyConnection, scope: Scope, id: CaseId) -> Result<Option<CaseRow>, StoreError> {
    let query = cases::table.filter(cases::id.eq(id.0)).select(columns!()).into_boxed::<Backend>();
    let row: Option<Row> = within!(query, scope, "cases.account_id").get_result(conn).optional()?;
    row.map(case).transpose()
}

/// The cases that follow on this one.
pub fn list_followers(conn: &mut AnyConnection, id: CaseId) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<i64> =
        cases::table.filter(cases::related_id.eq(id.0)).order(cases::id).select(cases::id).load(conn)?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The open cases that this master gathers, in order.
pub fn list_members(conn: &mut AnyConnection, master: CaseId) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<i64> = cases::table
        .filter(cases::master_id.eq(master.0))
        .filter(cases::closed_at.is_null())
        .order(cases::id)
        .select(cases::id)
        .load(conn)?;
    Ok(ids.into_iter().map(CaseId).collect())
}

impl CaseRow {
    /// What the row says that the case's events amount to.
    pub fn amounts(&self) -> Amounts {
        Amounts {
            state: self.state,
            priority: self.priority,
            assignee: self.assignee,
            main: self.main,
            master: self.master,
            closed_at: self.closed_at,
            due_at: self.due_at,
            wake_at: self.wake_at,
        }
    }
}
