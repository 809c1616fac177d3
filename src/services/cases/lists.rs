//! Lists of cases.

use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::case::{CaseKind, CaseState, Told};
use crate::domain::hierarchy::AccountNode;
use crate::services::accounts;
use crate::store::cases::{self, Cursor, Listing, Narrowed, QueueCursor, Queued};
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::CaseId;
use crate::values::number::{AccountNumber, CaseNumber};

/// Cases on a page.
pub const CASES_PER_PAGE: usize = 50;

/// A page of a customer's cases, newest first.
#[derive(Debug)]
pub struct Page {
    /// The accounts to choose from, each with its depth.
    pub accounts: Vec<(usize, AccountNode)>,
    /// The cases.
    pub cases: Vec<Listing>,
    /// What the events of each amount to, in the same order.
    pub told: Vec<Told>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// The cases of a customer's accounts, or of one of them, open or closed.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_cases(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    closed: bool,
    after: Option<Cursor>,
) -> Result<Page, ServiceError> {
    app.db.read(|conn| {
        let choice = accounts::choose(conn, viewer, account)?;
        let of_one = choice.as_ref().filter(|_| account.is_some()).map(|choice| choice.account.id);
        let narrowed = Narrowed { account: of_one, closed: Some(closed), ..Narrowed::default() };
        let limit = CASES_PER_PAGE as i64 + 1;
        let mut found = cases::list_cases(conn, viewer.scope(), &narrowed, after, limit)?;
        let more = found.len() > CASES_PER_PAGE;
        found.truncate(CASES_PER_PAGE);
        let next = found.last().filter(|_| more).map(|last| last.case.id);
        let accounts = choice.map(|choice| choice.accounts).unwrap_or_default();
        Ok(Page { accounts, told: all_told(app, conn, &found)?, cases: found, next })
    })
}

/// What the events of each of these cases amount to.
fn all_told(app: &App, conn: &mut AnyConnection, listed: &[Listing]) -> Result<Vec<Told>, StoreError> {
    let ids: Vec<CaseId> = listed.iter().map(|listing| listing.case.id).collect();
    let mut events = cases::list_events(conn, &ids)?;
    let days = app.business_days();
    let told = |id: &CaseId| {
        let events = events.remove(id).unwrap_or_default();
        Told::by(&events, &days).map_err(|why| StoreError::Corrupt(format!("case {}: {why}", id.0)))
    };
    ids.iter().map(told).collect()
}

/// Which part of the queue is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only the viewer's own.
    pub mine: bool,
    /// Only those nobody has.
    pub unassigned: bool,
    /// Closed ones instead of open ones.
    pub closed: bool,
    /// Of this kind.
    pub kind: Option<CaseKind>,
    /// In this state.
    pub state: Option<CaseState>,
    /// A number, or a part of a subject, account number or name.
    pub text: String,
}

/// A page of the queue: what is due next first.
#[derive(Debug)]
pub struct QueuePage {
    /// The cases.
    pub cases: Vec<Queued>,
    /// Where the next page begins.
    pub next: Option<QueueCursor>,
    /// How much there is.
    pub counts: Counts,
}

/// How many cases are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub open: i64,
    /// Those the viewer works on.
    pub mine: i64,
    /// Those nobody works on.
    pub unassigned: i64,
}

/// The queue of staff (REQUIREMENTS R6.2: in the order of the promises).
///
/// # Errors
/// The database.
pub fn list_queue(
    app: &App,
    viewer: &Viewer,
    filter: &QueueFilter,
    after: Option<QueueCursor>,
) -> Result<QueuePage, ServiceError> {
    let narrowed = narrowed(viewer, filter);
    app.db.read(|conn| {
        let mut found = cases::list_queue(conn, &narrowed, after, CASES_PER_PAGE as i64 + 1)?;
        let more = found.len() > CASES_PER_PAGE;
        found.truncate(CASES_PER_PAGE);
        let next = found.last().filter(|_| more).map(|last| (last.listing.case.due_at, last.listing.case.id));
        Ok(QueuePage { cases: found, next, counts: counts(conn, viewer)? })
    })
}

fn narrowed(viewer: &Viewer, filter: &QueueFilter) -> Narrowed {
    let text = filter.text.trim();
    let id = text.parse::<CaseNumber>().ok().map(|number| number.0);
    Narrowed {
        closed: id.is_none().then_some(filter.closed),
        kind: only_kind(viewer).or(filter.kind),
        state: filter.state,
        assignee: filter.mine.then_some(viewer.id),
        unassigned: filter.unassigned,
        text: (id.is_none() && !text.is_empty()).then(|| text.to_owned()),
        id,
        ..Narrowed::default()
    }
}

/// The kind of cases that the viewer works on, where it is one: it is all that their queue has.
fn only_kind(viewer: &Viewer) -> Option<CaseKind> {
    let role = viewer.role;
    (role.may_work_requests() && !role.may_work_cases()).then_some(CaseKind::Macd)
}

fn counts(conn: &mut AnyConnection, viewer: &Viewer) -> Result<Counts, StoreError> {
    let open = Narrowed { closed: Some(false), kind: only_kind(viewer), ..Narrowed::default() };
    Ok(Counts {
        mine: cases::count_queue(conn, &Narrowed { assignee: Some(viewer.id), ..open.clone() })?,
        unassigned: cases::count_queue(conn, &Narrowed { unassigned: true, ..open.clone() })?,
        open: cases::count_queue(conn, &open)?,
    })
}

/// How many cases are open.
///
/// # Errors
/// The database.
pub fn count_cases(app: &App, viewer: &Viewer) -> Result<Counts, ServiceError> {
    Ok(app.db.read(|conn| counts(conn, viewer))?)
}
