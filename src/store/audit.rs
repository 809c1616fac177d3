//! The append-only audit log.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use super::rows::{instant, starting_with};
use super::schema::{audit, audit_head};
use super::{AnyConnection, StoreError};
use crate::domain::audit::AuditRecord;
use crate::on_either;

/// What is to be written down; its place in the chain is found when it is.
#[derive(Clone, Debug)]
pub struct NewAudit {
    /// What, such as `invoice.issued`.
    pub action: &'static str,
    /// To what, such as an invoice's number.
    pub subject: String,
    /// What else a reader would want to know.
    pub detail: String,
}

#[derive(Insertable)]
#[diesel(table_name = audit)]
struct AuditRow {
    seq: i64,
    at: NaiveDateTime,
    actor: String,
    action: String,
    subject: String,
    detail: String,
    hash: String,
}

/// Appends `entries` to the chain. Belongs into the transaction of what they tell of; it holds the
/// chain's end until that commits, so call it last.
pub fn append(
    conn: &mut AnyConnection,
    at: DateTime<Utc>,
    actor: &str,
    entries: Vec<NewAudit>,
) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let count = entries.len() as i64;
    diesel::update(audit_head::table.find(1))
        .set(audit_head::seq.eq(audit_head::seq + count))
        .execute(conn)?;
    let (last, mut hash): (i64, String) =
        audit_head::table.find(1).select((audit_head::seq, audit_head::hash)).first(conn)?;
    let mut rows = Vec::with_capacity(entries.len());
    for (seq, entry) in (last - count + 1..).zip(entries) {
        let record = AuditRecord {
            seq,
            at,
            actor: actor.to_owned(),
            action: entry.action.to_owned(),
            subject: entry.subject,
            detail: entry.detail,
        };
        hash = record.hash(&hash);
        rows.push(AuditRow {
            seq,
            at: at.naive_utc(),
            actor: record.actor,
            action: record.action,
            subject: record.subject,
            detail: record.detail,
            hash: hash.clone(),
        });
    }
    on_either!(conn, |c| diesel::insert_into(audit::table).values(&rows).execute(c))?;
    diesel::update(audit_head::table.find(1)).set(audit_head::hash.eq(hash)).execute(conn)?;
    Ok(())
}

/// Up to `limit` rows after `seq`, with their hashes, in order.
pub fn list_after(
    conn: &mut AnyConnection,
    seq: i64,
    limit: i64,
) -> Result<Vec<(AuditRecord, String)>, StoreError> {
    type Row = (i64, NaiveDateTime, String, String, String, String, String);
    let rows: Vec<Row> = audit::table
        .filter(audit::seq.gt(seq))
        .order(audit::seq)
        .limit(limit)
        .select(audit::all_columns)
        .load(conn)?;
    let record = |(seq, at, actor, action, subject, detail, hash): Row| {
        (AuditRecord { seq, at: instant(at), actor, action, subject, detail }, hash)
    };
    Ok(rows.into_iter().map(record).collect())
}

/// What a part of the log is narrowed to; what is empty narrows nothing.
#[derive(Clone, Copy, Debug)]
pub struct Narrowed<'a> {
    /// Who, whole.
    pub actor: &'a str,
    /// What, from its beginning.
    pub action: &'a str,
    /// To what, whole.
    pub subject: &'a str,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
}

impl<'a> Narrowed<'a> {
    /// The rows about `subject`.
    pub const fn about(subject: &'a str) -> Narrowed<'a> {
        Narrowed { actor: "", action: "", subject, from: None, until: None }
    }
}

/// Up to `limit` rows, newest first, from below the row `before` on.
pub fn list_before(
    conn: &mut AnyConnection,
    narrowed: &Narrowed<'_>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<AuditRecord>, StoreError> {
    let is_few = is_few(conn, narrowed)?;
    // A subject has few rows, however many its actions have.
    if narrowed.action.is_empty() || !narrowed.subject.is_empty() || is_few {
        return list_of(conn, narrowed, (None, is_few), before, limit);
    }
    // Each action by itself: its newest rows are found without looking at those of others.
    let mut rows = Vec::new();
    for action in list_actions(conn)? {
        if starts_with(&action, narrowed.action) {
            rows.extend(list_of(conn, narrowed, (Some(&action), false), before, limit)?);
        }
    }
    rows.sort_by_key(|row| Reverse(row.seq));
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(rows)
}

/// Rows of some days that are sorted rather than passed on the way back from the last one.
const FEW: i64 = 5_000;

/// A row's instant, not looked for in its index.
const TIME_UNINDEXED: &str = "COALESCE(audit.at, audit.at)";

/// Whether the days that are meant have [`FEW`] rows at most.
fn is_few(conn: &mut AnyConnection, narrowed: &Narrowed<'_>) -> Result<bool, StoreError> {
    if narrowed.from.is_none() && narrowed.until.is_none() {
        return Ok(false);
    }
    let mut query =
        audit::table.select(audit::at).limit(FEW + 1).into_boxed::<<AnyConnection as Connection>::Backend>();
    if let Some(from) = narrowed.from {
        query = query.filter(audit::at.ge(from.naive_utc()));
    }
    if let Some(until) = narrowed.until {
        query = query.filter(audit::at.lt(until.naive_utc()));
    }
    let found: Vec<NaiveDateTime> = query.load(conn)?;
    Ok(found.len() as i64 <= FEW)
}

/// Every action that was ever done: the next one is the first behind the one before in the index of actions.
fn list_actions(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        action: String,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "WITH RECURSIVE known (action) AS (SELECT MIN(action) FROM audit UNION ALL \
         SELECT (SELECT MIN(a.action) FROM audit a WHERE a.action > known.action) FROM known \
         WHERE known.action IS NOT NULL) SELECT action FROM known WHERE action IS NOT NULL",
    )
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.action).collect())
}

/// ASCII letters without case.
fn starts_with(action: &str, start: &str) -> bool {
    action.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start))
}

fn list_of(
    conn: &mut AnyConnection,
    narrowed: &Narrowed<'_>,
    (action, is_few): (Option<&str>, bool),
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<AuditRecord>, StoreError> {
    let mut query = audit::table
        .limit(limit)
        .select((audit::seq, audit::at, audit::actor, audit::action, audit::subject, audit::detail))
        .into_boxed::<<AnyConnection as Connection>::Backend>();
    // Few rows of some days are found by the days and sorted; of many the newest are, going back from the last.
    let (time, place) = if is_few { ("audit.at", "(audit.seq + 0)") } else { (TIME_UNINDEXED, "audit.seq") };
    query = query.order(sql::<BigInt>(place).desc());
    if !narrowed.actor.is_empty() {
        query = query.filter(audit::actor.eq(narrowed.actor.to_owned()));
    }
    if let Some(action) = action {
        query = query.filter(audit::action.eq(action.to_owned()));
    } else if !narrowed.action.is_empty() {
        query = query.filter(audit::action.like(starting_with(narrowed.action)).escape('\\'));
    }
    if !narrowed.subject.is_empty() {
        query = query.filter(audit::subject.eq(narrowed.subject.to_owned()));
    }
    if let Some(from) = narrowed.from {
        query = query.filter(sql::<Timestamp>(time).ge(from.naive_utc()));
    }
    if let Some(until) = narrowed.until {
        query = query.filter(sql::<Timestamp>(time).lt(until.naive_utc()));
    }
    if let Some(seq) = before {
        query = query.filter(sql::<BigInt>(place).lt(seq));
    }
    let rows: Vec<Told> = query.load(conn)?;
    Ok(rows.into_iter().map(record).collect())
}

/// The newest row about `subject` with one of these actions.
pub fn find_last(
    conn: &mut AnyConnection,
    subject: &str,
    actions: &[&str],
) -> Result<Option<AuditRecord>, StoreError> {
    let rows: Vec<Told> = audit::table
        .filter(audit::subject.eq(subject))
        .filter(audit::action.eq_any(actions.to_vec()))
        .order(audit::seq.desc())
        .limit(1)
        .select((audit::seq, audit::at, audit::actor, audit::action, audit::subject, audit::detail))
        .load(conn)?;
    Ok(rows.into_iter().map(record).next())
}

/// A row without its hash.
type Told = (i64, NaiveDateTime, String, String, String, String);

fn record((seq, at, actor, action, subject, detail): Told) -> AuditRecord {
    AuditRecord { seq, at: instant(at), actor, action, subject, detail }
}

/// How many rows the log has: it only grows, and grows with everything that is written.
pub fn length(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    // Not `first`: its LIMIT is a bound value, for which SQLite plans a query anew at every call.
    Ok(audit_head::table.find(1).select(audit_head::seq).get_result(conn)?)
}

/// The last place and hash, as the chain's end remembers them.
pub fn head(conn: &mut AnyConnection) -> Result<(i64, String), StoreError> {
    Ok(audit_head::table.find(1).select((audit_head::seq, audit_head::hash)).first(conn)?)
}
