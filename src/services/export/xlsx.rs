//! Tables as spreadsheets; the document as one: the rows of its CSV, amounts as numbers.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::domain::invoice::Invoice;
use crate::services::ServiceError;

/// Columns of the CSV that hold numbers: quantity, unit price, amount.
const NUMBERS: std::ops::RangeInclusive<usize> = 9..=11;

/// The last of them.
const AMOUNT: usize = 11;

/// What a cell is. Numbers are plain decimals; what is none stays text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A number as it is.
    Number,
    /// A number with two decimals.
    Amount,
}

/// A workbook with one sheet that is being written, row by row.
pub struct Book {
    book: Workbook,
    amounts: Format,
    rows: u32,
}

impl Book {
    /// One with these heads, which stay in sight.
    ///
    /// # Errors
    /// A sheet's name that spreadsheets do not take.
    pub fn new<'a>(name: &str, heads: impl Iterator<Item = &'a str>) -> Result<Book, ServiceError> {
        let mut book =
            Book { book: Workbook::new(), amounts: Format::new().set_num_format("#,##0.00"), rows: 1 };
        let bold = Format::new().set_bold();
        let sheet = book.book.add_worksheet();
        let begin = || -> Result<(), XlsxError> {
            sheet.set_name(name)?.set_freeze_panes(1, 0)?;
            for (column, head) in (0..).zip(heads) {
                sheet.write_string_with_format(0, column, head, &bold)?;
            }
            Ok(())
        };
        begin().map_err(broken)?;
        Ok(book)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// More rows than a sheet takes.
    pub fn push<'a>(&mut self, cells: impl Iterator<Item = (Kind, &'a str)>) -> Result<(), ServiceError> {
        let place = self.rows;
        self.rows += 1;
        let sheet = self.book.worksheet_from_index(0).map_err(broken)?;
        for (column, (kind, text)) in (0..).zip(cells) {
            // A spreadsheet has no other numbers; nothing is computed from these.
            let written = match (kind, text.parse::<f64>()) {
                (Kind::Amount, Ok(number)) => {
                    sheet.write_number_with_format(place, column, number, &self.amounts)
                }
                (Kind::Number, Ok(number)) => sheet.write_number(place, column, number),
                _ => sheet.write_string(place, column, text),
            };
            written.map_err(broken)?;
        }
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// None that the input can cause.
    pub fn finish(mut self) -> Result<Vec<u8>, ServiceError> {
        self.book.worksheet_from_index(0).map_err(broken)?.autofit();
        self.book.save_to_buffer().map_err(broken)
    }
}

/// The rows of `invoice` as an XLSX file.
///
/// # Errors
/// None that the input can cause.
pub fn document(invoice: &Invoice) -> Result<Vec<u8>, ServiceError> {
    let csv = super::csv::document(invoice)?;
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let heads = reader.headers().map_err(broken)?.clone();
    let mut book = Book::new("Invoice", heads.iter())?;
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let kind = |column| match column {
            AMOUNT => Kind::Amount,
            column if NUMBERS.contains(&column) => Kind::Number,
            _ => Kind::Text,
        };
        book.push(row.iter().enumerate().map(|(column, cell)| (kind(column), cell)))?;
    }
    book.finish()
}

fn broken(why: impl std::fmt::Display) -> ServiceError {
    ServiceError::Internal(format!("the spreadsheet: {why}"))
}
