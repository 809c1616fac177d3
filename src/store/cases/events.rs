//! What happened to a case.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::Amounts;
use crate::domain::case::{Event, Side, What};
use crate::on_either;
use crate::store::rows::{instant, value};
use crate::store::schema::{case_events, cases};
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{CaseId, UserId};

/// Who made an event.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    /// On whose side they are.
    pub side: Side,
    /// Their login; `None` where time did it.
    pub user: Option<UserId>,
    /// Their address, as the audit log names them.
    pub name: &'a str,
}

/// Something that happens now.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// What.
    pub what: What,
    /// What was written with it; may be empty.
    pub words: String,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// Its place, from 1.
    pub seq: i32,
    /// When, through whom and what.
    pub event: Event,
    /// Whose login it was; `None` where time did it.
    pub user: Option<UserId>,
    /// The address they had.
    pub actor: String,
    /// What was written with it; may be empty.
    pub words: String,
}

#[derive(Insertable)]
#[diesel(table_name = case_events)]
struct NewRow<'a> {
    case_id: i64,
    seq: i32,
    at: NaiveDateTime,
    side: &'static str,
    user_id: Option<i64>,
    actor: &'a str,
    what: String,
    body: &'a str,
}

/// Writes the times that a case with `had` events amounts to where only the calendar has changed; one that
/// has more events by now has newer times already.
pub fn set_times(
    conn: &mut AnyConnection,
    id: CaseId,
    had: i32,
    amounts: &Amounts,
) -> Result<(), StoreError> {
    diesel::update(cases::table.find(id.0).filter(cases::events.eq(had)))
        .set((
            cases::due_at.eq(amounts.due_at.map(|at| at.naive_utc())),
            cases::wake_at.eq(amounts.wake_at.map(|at| at.naive_utc())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Appends `new` to a case that has `had` events, and writes beside them what all amount to.
///
/// # Errors
/// A conflict where it has more by now.
pub fn append(
    conn: &mut AnyConnection,
    id: CaseId,
    had: i32,
    new: &[NewEvent],
    author: Author<'_>,
    at: DateTime<Utc>,
    amounts: &Amounts,
) -> Result<(), StoreError> {
    let moved = diesel::update(cases::table.find(id.0).filter(cases::events.eq(had)))
        .set((
            cases::events.eq(had + new.len() as i32),
            cases::state.eq(amounts.state.as_str()),
            cases::priority.eq(amounts.priority.as_str()),
            cases::assignee_id.eq(amounts.assignee.map(|id| id.0)),
            cases::main_id.eq(amounts.main.map(|id| id.0)),
            cases::master_id.eq(amounts.master.map(|id| id.0)),
            cases::closed_at.eq(amounts.closed_at.map(|at| at.naive_utc())),
            cases::due_at.eq(amounts.due_at.map(|at| at.naive_utc())),
            cases::wake_at.eq(amounts.wake_at.map(|at| at.naive_utc())),
        ))
        .execute(conn)?;
    if moved != 1 {
        return Err(StoreError::Conflict("a case".to_owned()));
    }
    let rows = (had + 1..)
        .zip(new)
        .map(|(seq, event)| {
            let what = serde_json::to_string(&event.what);
            Ok(NewRow {
                case_id: id.0,
                seq,
                at: at.naive_utc(),
                side: author.side.as_str(),
                user_id: author.user.map(|id| id.0),
                actor: author.name,
                what: what.map_err(|why| StoreError::Corrupt(why.to_string()))?,
                body: &event.words,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    on_either!(conn, |c| diesel::insert_into(case_events::table).values(&rows).execute(c))?;
    Ok(())
}

/// Everything that happened to a case, oldest first.
pub fn load_events(conn: &mut AnyConnection, id: CaseId) -> Result<Vec<EventRow>, StoreError> {
    type Row = (i32, NaiveDateTime, String, Option<i64>, String, String, String);
    let rows: Vec<Row> = case_events::table
        .filter(case_events::case_id.eq(id.0))
        .order(case_events::seq)
        .select((
            case_events::seq,
            case_events::at,
            case_events::side,
            case_events::user_id,
            case_events::actor,
            case_events::what,
            case_events::body,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(seq, at, side, user, actor, what, words)| {
            let side: Side = value("case_events.side", &side)?;
            let event = Event { at: instant(at), side, what: happening(id, &what)? };
            Ok(EventRow { seq, event, user: user.map(UserId), actor, words })
        })
        .collect()
}

/// What happened to each of these cases, oldest first, without the words.
pub fn list_events(
    conn: &mut AnyConnection,
    ids: &[CaseId],
) -> Result<HashMap<CaseId, Vec<Event>>, StoreError> {
    let rows: Vec<(i64, NaiveDateTime, String, String)> = case_events::table
        .filter(case_events::case_id.eq_any(ids.iter().map(|id| id.0)))
        .order((case_events::case_id, case_events::seq))
        .select((case_events::case_id, case_events::at, case_events::side, case_events::what))
        .load(conn)?;
    let mut events: HashMap<CaseId, Vec<Event>> = HashMap::with_capacity(ids.len());
    for (id, at, side, what) in rows {
        let id = CaseId(id);
        let (side, what) = (value("case_events.side", &side)?, happening(id, &what)?);
        events.entry(id).or_default().push(Event { at: instant(at), side, what });
    }
    Ok(events)
}

fn happening(id: CaseId, what: &str) -> Result<What, StoreError> {
    serde_json::from_str(what)
        .map_err(|why| StoreError::Corrupt(format!("case_events.what of case {}: {why}", id.0)))
}
