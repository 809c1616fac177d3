//! What administrators set in the office: the last row of a section counts.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::instant;
use super::schema::settings_changes;
use super::{AnyConnection, StoreError};

/// A section as somebody set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRow {
    /// Which.
    pub section: String,
    /// A JSON object of texts; empty where the file counts again.
    pub body: String,
    /// Who set it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How many changes there were: whoever has seen this many knows what counts.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> =
        settings_changes::table.select(diesel::dsl::max(settings_changes::id)).get_result(conn)?;
    Ok(last.unwrap_or(0))
}

/// The last row of each section.
pub fn list_current(conn: &mut AnyConnection) -> Result<Vec<SettingRow>, StoreError> {
    let last: Vec<Option<i64>> = settings_changes::table
        .group_by(settings_changes::section)
        .select(diesel::dsl::max(settings_changes::id))
        .load(conn)?;
    let rows: Vec<(String, String, String, NaiveDateTime)> = settings_changes::table
        .filter(settings_changes::id.eq_any(last.into_iter().flatten().collect::<Vec<_>>()))
        .order(settings_changes::id)
        .select((
            settings_changes::section,
            settings_changes::body,
            settings_changes::changed_by,
            settings_changes::changed_at,
        ))
        .load(conn)?;
    let row = |(section, body, by, at)| SettingRow { section, body, by, at: instant(at) };
    Ok(rows.into_iter().map(row).collect())
}

/// Lets one person at a time set something, until the transaction ends. SQLite's one writer does that already.
pub fn lock(conn: &mut AnyConnection) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = conn {
        diesel::sql_query("LOCK TABLE settings_changes IN SHARE ROW EXCLUSIVE MODE").execute(c)?;
    }
    Ok(())
}

/// Sets a section.
pub fn insert(conn: &mut AnyConnection, row: &SettingRow) -> Result<(), StoreError> {
    diesel::insert_into(settings_changes::table)
        .values((
            settings_changes::section.eq(&row.section),
            settings_changes::body.eq(&row.body),
            settings_changes::changed_by.eq(&row.by),
            settings_changes::changed_at.eq(row.at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}
