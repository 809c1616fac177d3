//! The time log.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::domain::macd::log::{Entry, Purpose};
use crate::store::rows::{instant, value};
use crate::store::schema::macd_entries;
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{CaseId, EntryId, UserId};

/// A stretch of time as it was logged.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// What the rules know of it.
    pub entry: Entry,
    /// Its request.
    pub case: CaseId,
    /// The address of who worked.
    pub person: String,
    /// What was written with it; may be empty.
    pub words: String,
    /// When it was logged.
    pub logged_at: DateTime<Utc>,
}

/// A stretch of time to be logged.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    /// Its request.
    pub case: CaseId,
    /// What the rules know of it; its row id counts for nothing.
    pub entry: &'a Entry,
    /// The address of who worked.
    pub person: &'a str,
    /// What is written with it; may be empty.
    pub words: &'a str,
    /// When it is logged.
    pub logged_at: DateTime<Utc>,
}

/// Adds an entry.
pub fn insert_entry(conn: &mut AnyConnection, new: &NewEntry<'_>) -> Result<(), StoreError> {
    diesel::insert_into(macd_entries::table)
        .values((
            macd_entries::case_id.eq(new.case.0),
            macd_entries::user_id.eq(new.entry.person.0),
            macd_entries::person.eq(new.person),
            macd_entries::started_at.eq(new.entry.started_at.naive_utc()),
            macd_entries::ended_at.eq(new.entry.ended_at.naive_utc()),
            macd_entries::purpose.eq(new.entry.purpose.as_str()),
            macd_entries::words.eq(new.words),
            macd_entries::corrects_id.eq(new.entry.corrects.map(|id| id.0)),
            macd_entries::logged_at.eq(new.logged_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

type Row =
    ((i64, i64, i64, String), (NaiveDateTime, NaiveDateTime, String, String, Option<i64>, NaiveDateTime));

macro_rules! columns {
    () => {
        (
            (macd_entries::id, macd_entries::case_id, macd_entries::user_id, macd_entries::person),
            (
                macd_entries::started_at,
                macd_entries::ended_at,
                macd_entries::purpose,
                macd_entries::words,
                macd_entries::corrects_id,
                macd_entries::logged_at,
            ),
        )
    };
}

/// The log of each of these requests, in the order of the work.
pub fn list_entries(conn: &mut AnyConnection, cases: &[CaseId]) -> Result<Vec<EntryRow>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|id| id.0).collect();
    let rows: Vec<Row> = macd_entries::table
        .filter(macd_entries::case_id.eq_any(ids))
        .order((macd_entries::case_id, macd_entries::started_at, macd_entries::id))
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(entry).collect()
}

/// What a person logged on other requests than `besides` that touches this stretch of time.
pub fn list_of_person(
    conn: &mut AnyConnection,
    person: UserId,
    besides: CaseId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<EntryRow>, StoreError> {
    let rows: Vec<Row> = macd_entries::table
        .filter(macd_entries::user_id.eq(person.0))
        .filter(macd_entries::case_id.ne(besides.0))
        .filter(macd_entries::started_at.lt(to.naive_utc()))
        .filter(macd_entries::ended_at.gt(from.naive_utc()))
        .select(columns!())
        .load(conn)?;
    // Corrections of these may lie elsewhere in time: their whole logs say what counts.
    let mut cases: Vec<CaseId> = rows.iter().map(|row| CaseId(row.0.1)).collect();
    cases.dedup();
    list_entries(conn, &cases)
}

fn entry(((id, case, user, person), times): Row) -> Result<EntryRow, StoreError> {
    let (started_at, ended_at, purpose, words, corrects, logged_at) = times;
    let purpose: Purpose = value("macd_entries.purpose", &purpose)?;
    Ok(EntryRow {
        entry: Entry {
            id: EntryId(id),
            person: UserId(user),
            started_at: instant(started_at),
            ended_at: instant(ended_at),
            purpose,
            corrects: corrects.map(EntryId),
        },
        case: CaseId(case),
        person,
        words,
        logged_at: instant(logged_at),
    })
}
