//! Lists of cases: a customer's own, and the queue of staff.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{Backend, CaseRow, Row, case, columns};
use crate::domain::access::Scope;
use crate::domain::case::{CaseKind, CaseState};
use crate::store::rows::like;
use crate::store::schema::{accounts, cases, users};
use crate::store::scope::within;
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, CaseId, UserId};

/// What a list is narrowed to; the default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Those of this account.
    pub account: Option<AccountId>,
    /// Open ones or closed ones.
    pub closed: Option<bool>,
    /// Of this kind.
    pub kind: Option<CaseKind>,
    /// In this state.
    pub state: Option<CaseState>,
    /// Assigned to this person.
    pub assignee: Option<UserId>,
    /// Assigned to nobody.
    pub unassigned: bool,
    /// Gathered by this master case.
    pub master: Option<CaseId>,
    /// Those with this in their subject or their account's number or name, or this number.
    pub text: Option<String>,
    /// The case with this row.
    pub id: Option<CaseId>,
}

/// Where a list of newest first goes on.
pub type Cursor = CaseId;

/// Where the queue goes on: after this promise and case.
pub type QueueCursor = (Option<DateTime<Utc>>, CaseId);

/// A case in a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The case.
    pub case: CaseRow,
    /// Its account's number and name; `None` for a master case.
    pub account: Option<(String, String)>,
}

/// A case in the queue.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The case and its account.
    pub listing: Listing,
    /// The address of who works on it.
    pub assignee: Option<String>,
}

diesel::define_sql_function! {
    /// Small letters, so that both databases find a text however it was typed.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

type ListRow = (Row, Option<String>, Option<String>, Option<String>);

/// Cases with their account and assignee, narrowed, as a boxed query.
macro_rules! narrowed {
    ($narrowed:expr) => {{
        let narrowed: &Narrowed = $narrowed;
        let mut query = cases::table
            .left_join(accounts::table.on(cases::account_id.eq(accounts::id.nullable())))
            .left_join(users::table.on(cases::assignee_id.eq(users::id.nullable())))
            .into_boxed::<Backend>();
        if let Some(account) = narrowed.account {
            query = query.filter(cases::account_id.eq(account.0));
        }
        query = match narrowed.closed {
            Some(true) => query.filter(cases::closed_at.is_not_null()),
            Some(false) => query.filter(cases::closed_at.is_null()),
            None => query,
        };
        if let Some(kind) = narrowed.kind {
            query = query.filter(cases::kind.eq(kind.as_str()));
        }
        if let Some(state) = narrowed.state {
            query = query.filter(cases::state.eq(state.as_str()));
        }
        if let Some(assignee) = narrowed.assignee {
            query = query.filter(cases::assignee_id.eq(assignee.0));
        }
        if narrowed.unassigned {
            query = query.filter(cases::assignee_id.is_null());
        }
        if let Some(master) = narrowed.master {
            query = query.filter(cases::master_id.eq(master.0));
        }
        if let Some(id) = narrowed.id {
            query = query.filter(cases::id.eq(id.0));
        }
        if let Some(text) = &narrowed.text {
            let pattern = like(&text.to_lowercase());
            let subject = lower(cases::subject).like(pattern.clone()).escape('\\');
            let name = lower(accounts::name).like(pattern.clone()).escape('\\');
            let number = lower(accounts::number).like(pattern).escape('\\');
            query = query.filter(subject.or(name.or(number).assume_not_null()));
        }
        query
    }};
}

/// What a [`ListRow`] is made of.
macro_rules! list_columns {
    () => {
        (columns!(), accounts::number.nullable(), accounts::name.nullable(), users::email.nullable())
    };
}

/// Up to `limit` cases of this scope, newest first, from the one after `after` on.
pub fn list_cases(
    conn: &mut AnyConnection,
    scope: Scope,
    narrowed: &Narrowed,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listing>, StoreError> {
    let mut query = narrowed!(narrowed).order(cases::id.desc()).limit(limit);
    if let Some(after) = after {
        query = query.filter(cases::id.lt(after.0));
    }
    let rows: Vec<ListRow> = within!(query, scope, "cases.account_id").select(list_columns!()).load(conn)?;
    rows.into_iter().map(|row| Ok(queued(row)?.listing)).collect()
}

/// Up to `limit` cases, what is due next first and what waits for nothing last, from the one after
/// `after` on.
pub fn list_queue(
    conn: &mut AnyConnection,
    narrowed: &Narrowed,
    after: Option<QueueCursor>,
    limit: i64,
) -> Result<Vec<Queued>, StoreError> {
    // Said as two keys: databases put nulls at different ends.
    let mut query =
        narrowed!(narrowed).order((cases::due_at.is_null(), cases::due_at, cases::id)).limit(limit);
    if let Some((due, id)) = after {
        query = match due.map(|due| due.naive_utc()) {
            Some(due) => {
                let same = cases::due_at.eq(due).and(cases::id.gt(id.0));
                query.filter(cases::due_at.is_null().or(cases::due_at.gt(due).or(same).assume_not_null()))
            }
            None => query.filter(cases::due_at.is_null()).filter(cases::id.gt(id.0)),
        };
    }
    let rows: Vec<ListRow> = query.select(list_columns!()).load(conn)?;
    rows.into_iter().map(queued).collect()
}

/// How many cases these are.
pub fn count_queue(conn: &mut AnyConnection, narrowed: &Narrowed) -> Result<i64, StoreError> {
    Ok(narrowed!(narrowed).count().get_result(conn)?)
}

fn queued((row, number, name, assignee): ListRow) -> Result<Queued, StoreError> {
    Ok(Queued { listing: Listing { case: case(row)?, account: number.zip(name) }, assignee })
}

/// Up to `limit` cases after `after` whose clocks run, in the order of their numbers.
pub fn list_running(conn: &mut AnyConnection, after: CaseId, limit: i64) -> Result<Vec<CaseRow>, StoreError> {
    let rows: Vec<Row> = cases::table
        .filter(cases::due_at.is_not_null().or(cases::wake_at.is_not_null()))
        .filter(cases::id.gt(after.0))
        .order(cases::id)
        .limit(limit)
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(case).collect()
}

/// Up to `limit` cases after `after` to which time alone does something by `now`.
pub fn list_due(
    conn: &mut AnyConnection,
    now: DateTime<Utc>,
    after: CaseId,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let now: NaiveDateTime = now.naive_utc();
    let ids: Vec<i64> = cases::table
        .filter(cases::wake_at.le(now))
        .filter(cases::id.gt(after.0))
        .order(cases::id)
        .limit(limit)
        .select(cases::id)
        .load(conn)?;
    Ok(ids.into_iter().map(CaseId).collect())
}
