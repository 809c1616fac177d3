//! A report as a file for spreadsheets.

use std::io::Write;

use super::each_row;
use crate::domain::report::{Asked, Cell};
use crate::services::export::neutral;
use crate::services::export::xlsx::{Book, Kind};
use crate::services::{App, ServiceError};

/// Kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, amounts as plain decimals.
    Csv,
    /// A workbook, amounts as numbers.
    Xlsx,
}

/// Writes every row of a report under the names of its columns. A CSV's memory stays flat.
///
/// # Errors
/// The database, and what `out` says.
pub fn write(app: &App, asked: Asked, format: Format, out: &mut dyn Write) -> Result<(), ServiceError> {
    match format {
        Format::Csv => write_csv(app, asked, out),
        Format::Xlsx => write_xlsx(app, asked, out),
    }
}

fn write_csv(app: &App, asked: Asked, out: &mut dyn Write) -> Result<(), ServiceError> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(asked.kind.columns()).map_err(broken)?;
    each_row(app, asked, &mut |row| csv.write_record(row.iter().map(text)).map_err(broken))?;
    csv.flush().map_err(broken)
}

fn write_xlsx(app: &App, asked: Asked, out: &mut dyn Write) -> Result<(), ServiceError> {
    let mut book = Book::new(asked.kind.as_str(), asked.kind.columns().iter().copied())?;
    each_row(app, asked, &mut |row| {
        let cells: Vec<(Kind, String)> = row.iter().map(|cell| (kind(cell), text(cell))).collect();
        book.push(cells.iter().map(|(kind, text)| (*kind, text.as_str())))
    })?;
    out.write_all(&book.finish()?).map_err(broken)
}

fn kind(cell: &Cell) -> Kind {
    match cell {
        Cell::Money(_) => Kind::Amount,
        Cell::Count(_) | Cell::Number(_) | Cell::Percent(_) => Kind::Number,
        _ => Kind::Text,
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Named(_, text) => neutral(text),
        Cell::Money(amount) => amount.to_string(),
        Cell::Unknown | Cell::Percent(None) => String::new(),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number) | Cell::Percent(Some(number)) => number.to_string(),
        Cell::Month(month) => month.to_string(),
    }
}

fn broken(why: impl std::fmt::Display) -> ServiceError {
    ServiceError::Internal(format!("the report's file: {why}"))
}
