//! One row that somebody typed, checked and written as a file of one line would be.

use chrono::{DateTime, Utc};

use super::errors::{ImportError, RowError, Stop};
use super::flow::Sheet;
use super::{ImportKind, load_kind};
use crate::services::{ServiceError, Silent};
use crate::store::AnyConnection;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was new.
    Added,
    /// It changed the one that existed.
    Changed,
    /// It exists as it is.
    Unchanged,
}

/// Checks and writes one row of `kind` that `actor` typed; `cells` are its columns with what stands in them. Belongs into a
/// transaction that holds the lock of imports and is undone where the row is refused: a row that is
/// refused late was written before.
///
/// # Errors
/// The database.
pub fn take_row(
    conn: &mut AnyConnection,
    kind: ImportKind,
    (actor, now): (&str, DateTime<Utc>),
    cells: &[(&str, &str)],
) -> Result<Result<Taken, Vec<RowError>>, ServiceError> {
    let mut sheet = Sheet::new(kind, now);
    match load_kind(conn, kind, file(cells)?.as_slice(), &mut sheet, (actor, &Silent)) {
        Ok(()) => {}
        Err(Stop::Store(error)) => return Err(error.into()),
        Err(other) => return Err(ServiceError::Internal(format!("a row that was typed: {other:?}"))),
    }
    if let ImportError::Rows { errors, total: 1.. } = sheet.errors.into_import_error() {
        return Ok(Err(errors));
    }
    Ok(Ok(match (sheet.added, sheet.changed) {
        (0, 0) => Taken::Unchanged,
        (0, _) => Taken::Changed,
        _ => Taken::Added,
    }))
}

/// The header and the row.
fn file(cells: &[(&str, &str)]) -> Result<Vec<u8>, ServiceError> {
    let broken = |why: csv::Error| ServiceError::Internal(format!("a row that was typed: {why}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.iter().map(|(column, _)| *column)).map_err(broken)?;
    writer.write_record(cells.iter().map(|(_, cell)| *cell)).map_err(broken)?;
    writer.into_inner().map_err(|why| ServiceError::Internal(format!("a row that was typed: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_stays_in_its_cell() {
        let written = file(&[("name", "Elm, \"Dental\""), ("city", "a\nb")]).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "name,city\n\"Elm, \"\"Dental\"\"\",\"a\nb\"\n");
    }
}
