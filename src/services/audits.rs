//! The audit log, read by staff: who did what, to what, and what it was before.

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};

use super::export::neutral;
use super::{App, ServiceError};
use crate::domain::audit::AuditRecord;
use crate::store::audit::{self, Narrowed};
use crate::values::calendar::mountain_midnight;

/// Rows on a page.
pub const ROWS_PER_PAGE: i64 = 100;

/// Rows in memory at once.
const ROWS_PER_CHUNK: i64 = 2_000;

/// What is looked for; what is empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Who: a login's whole address, or the name of a command or job.
    pub actor: String,
    /// What, from its beginning: `invoice` finds `invoice.issued`.
    pub action: String,
    /// To what, whole.
    pub subject: String,
    /// The first day, Mountain Time.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Filter {
    fn narrowed(&self) -> Narrowed<'_> {
        let until = self.to.and_then(|day| day.succ_opt()).map(mountain_midnight);
        Narrowed {
            actor: &self.actor,
            action: &self.action,
            subject: &self.subject,
            from: self.from.map(mountain_midnight),
            until,
        }
    }
}

/// A page of the log, newest first, from below the row `before` on, and where the next one begins.
///
/// # Errors
/// The database.
pub fn list(
    app: &App,
    filter: &Filter,
    before: Option<i64>,
) -> Result<(Vec<AuditRecord>, Option<i64>), ServiceError> {
    let limit = ROWS_PER_PAGE + 1;
    let mut rows = app.db.read(|conn| audit::list_before(conn, &filter.narrowed(), before, limit))?;
    let more = rows.len() as i64 > ROWS_PER_PAGE;
    rows.truncate(ROWS_PER_PAGE as usize);
    let next = rows.last().filter(|_| more).map(|row| row.seq);
    Ok((rows, next))
}

/// Writes everything that `filter` finds as CSV, newest first. Memory stays flat.
///
/// # Errors
/// The database, and what `out` says.
pub fn write_csv(app: &App, filter: &Filter, out: &mut dyn Write) -> Result<(), ServiceError> {
    let failed = |why: csv::Error| ServiceError::Internal(format!("the audit log's file: {why}"));
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["seq", "at", "actor", "action", "subject", "detail"]).map_err(failed)?;
    let mut before = None;
    loop {
        let rows =
            app.db.read(|conn| audit::list_before(conn, &filter.narrowed(), before, ROWS_PER_CHUNK))?;
        let Some(last) = rows.last() else { break };
        before = Some(last.seq);
        for row in &rows {
            csv.write_record([
                row.seq.to_string(),
                row.at.to_rfc3339(),
                neutral(&row.actor),
                row.action.clone(),
                neutral(&row.subject),
                neutral(&row.detail),
            ])
            .map_err(failed)?;
        }
    }
    csv.flush().map_err(|why| ServiceError::Internal(format!("the audit log's file: {why}")))
}

/// The log's chain, walked from its first row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked {
    /// Rows whose hash is right.
    pub rows: i64,
    /// When it was walked.
    pub at: DateTime<Utc>,
    /// The hash of the last row: who has written it down elsewhere sees whether it was rewritten.
    pub last: String,
    /// What is wrong, in words.
    pub broken: Option<String>,
}

/// Computes the hash of every row again. Memory stays flat.
///
/// # Errors
/// The database.
pub fn walk(app: &App) -> Result<Walked, ServiceError> {
    // First: rows that are added meanwhile are not looked at.
    let head = app.db.read(audit::head)?;
    let (mut seq, mut hash) = (0, String::new());
    let walked = |rows, last, broken| Walked { rows, at: app.clock.now(), last, broken };
    while seq < head.0 {
        let rows = app.db.read(|conn| audit::list_after(conn, seq, ROWS_PER_CHUNK.min(head.0 - seq)))?;
        if rows.is_empty() {
            break;
        }
        for (record, stored) in rows {
            if record.seq != seq + 1 || record.hash(&hash) != stored {
                let broken = format!("audit row {}: it or one before it was changed", record.seq);
                return Ok(walked(seq, hash, Some(broken)));
            }
            (seq, hash) = (record.seq, stored);
        }
    }
    let is_cut = (seq, hash.as_str()) != (head.0, head.1.as_str());
    Ok(walked(seq, hash, is_cut.then(|| "the audit log's last rows are missing".to_owned())))
}
