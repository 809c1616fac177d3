//! From the file's first byte to its last: header, rows, chunks.

use std::io::Read;

use chrono::{DateTime, NaiveDate, Utc};

use super::errors::{Errors, RowError, Stop};
use super::fields::{Cells, Column, Header};
use super::reader::{Record, Records, Unread};
use super::{Alike, AlikeRows, ImportKind, ImportReport, Likeness};
use crate::services::Progress;
use crate::store::{AnyConnection, StoreError};
use crate::values::calendar::mountain_day;
use crate::values::money::Money;

/// Rows that are looked up and written together. SQLite binds at most 32,766 values per statement,
/// and the widest row has 16.
pub(super) const CHUNK: usize = 1_000;

/// Rows that are named as possibly loaded twice; the others are counted.
const ALIKE_SHOWN: usize = 50;

/// What is known of the file so far.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) kind: ImportKind,
    pub(super) now: DateTime<Utc>,
    pub(super) rows: u64,
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) unchanged: u64,
    /// What the new rows add up to, where they are amounts.
    pub(super) amount: Option<Money>,
    pub(super) alike: Option<AlikeRows>,
    pub(super) errors: Errors,
}

impl Sheet {
    pub(super) fn new(kind: ImportKind, now: DateTime<Utc>) -> Sheet {
        Sheet {
            kind,
            now,
            rows: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            amount: None,
            alike: None,
            errors: Errors::default(),
        }
    }

    /// Today in Mountain Time.
    pub(super) fn today(&self) -> NaiveDate {
        mountain_day(self.now)
    }

    pub(super) fn refuse(&mut self, line: u64, column: &str, reason: impl Into<String>) {
        self.errors.push(RowError { line, column: Some(column.to_owned()), reason: reason.into() });
    }

    pub(super) fn doubt(&mut self, line: u64, likeness: Likeness) {
        let alike = self.alike.get_or_insert_default();
        alike.count += 1;
        if alike.first.len() < ALIKE_SHOWN {
            alike.first.push(Alike { line, likeness });
        }
    }

    /// After the first error nothing more is written: it would be undone.
    pub(super) fn is_writing(&self) -> bool {
        self.errors.is_empty()
    }

    pub(super) fn report(&self, dry_run: bool) -> ImportReport {
        ImportReport {
            kind: self.kind,
            rows: self.rows,
            added: self.added,
            changed: self.changed,
            unchanged: self.unchanged,
            amount: self.amount,
            alike: self.alike.clone(),
            dry_run,
        }
    }
}

/// When the file is read, for what must not lie ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Today {
    pub(super) now: DateTime<Utc>,
    pub(super) day: NaiveDate,
}

/// A row with its line.
#[derive(Debug)]
pub(super) struct Lined<T> {
    pub(super) line: u64,
    pub(super) row: T,
}

/// What takes the rows of one kind of file.
pub(super) trait Loader {
    const COLUMNS: &'static [Column];
    /// A row that is right in itself.
    type Parsed;

    /// Before the first row.
    fn begin(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError>;
    /// Reads a row; `None` where a cell is wrong.
    fn read(&self, cells: &mut Cells<'_>, today: Today) -> Option<Self::Parsed>;
    /// Checks rows against the database, and writes them while there are no errors.
    fn take(
        &mut self,
        conn: &mut AnyConnection,
        rows: Vec<Lined<Self::Parsed>>,
        sheet: &mut Sheet,
    ) -> Result<(), StoreError>;
    /// After the last row.
    fn finish(&mut self, conn: &mut AnyConnection, sheet: &mut Sheet) -> Result<(), StoreError>;
}

/// Reads the whole file into `loader`.
pub(super) fn load<L: Loader, R: Read>(
    conn: &mut AnyConnection,
    mut loader: L,
    source: R,
    sheet: &mut Sheet,
    progress: &dyn Progress,
) -> Result<(), Stop> {
    let mut records = Records::new(source);
    let mut record = Record::default();
    let Some(header) = read_header::<L, R>(&mut records, &mut record, sheet)? else { return Ok(()) };
    loader.begin(conn)?;
    let today = Today { now: sheet.now, day: sheet.today() };
    let (mut told, mut more) = (0, true);
    let mut chunk = Vec::with_capacity(CHUNK);
    while more {
        more = next(&mut records, &mut record, sheet, |record, errors| {
            let Some(mut cells) = header.cells(record, errors) else { return };
            if let Some(row) = loader.read(&mut cells, today).filter(|_| cells.are_right()) {
                chunk.push(Lined { line: record.line, row });
            }
        })?;
        if chunk.len() == CHUNK || !more {
            loader.take(conn, std::mem::take(&mut chunk), sheet)?;
            progress.advance(records.bytes - told);
            told = records.bytes;
        }
    }
    Ok(loader.finish(conn, sheet)?)
}

fn read_header<L: Loader, R: Read>(
    records: &mut Records<R>,
    record: &mut Record,
    sheet: &mut Sheet,
) -> Result<Option<Header>, Stop> {
    match records.read(record) {
        Ok(true) => Ok(Header::read(record, sheet.kind.as_str(), L::COLUMNS, &mut sheet.errors)),
        Ok(false) => {
            sheet.errors.push(RowError::of_line(1, "the file is empty: its first line names the columns"));
            Ok(None)
        }
        Err(Unread::Row(error) | Unread::File(error)) => {
            sheet.errors.push(error);
            Ok(None)
        }
        Err(Unread::Io(why)) => Err(Stop::Read(why)),
    }
}

/// Reads one row and hands it on; `false` where there is nothing behind it.
fn next<R: Read>(
    records: &mut Records<R>,
    record: &mut Record,
    sheet: &mut Sheet,
    take: impl FnOnce(&Record, &mut Errors),
) -> Result<bool, Stop> {
    match records.read(record) {
        Ok(false) => return Ok(false),
        Ok(true) => take(record, &mut sheet.errors),
        Err(Unread::Row(error)) => sheet.errors.push(error),
        Err(Unread::File(error)) => {
            sheet.errors.push(error);
            return Ok(false);
        }
        Err(Unread::Io(why)) => return Err(Stop::Read(why)),
    }
    sheet.rows += 1;
    Ok(true)
}
