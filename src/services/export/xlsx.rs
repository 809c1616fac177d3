//! The document as a spreadsheet: the rows of the CSV, amounts as numbers.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::domain::invoice::Invoice;
use crate::services::ServiceError;

/// Columns of the CSV that hold numbers: quantity, unit price, amount.
const NUMBERS: std::ops::RangeInclusive<usize> = 9..=11;

/// The rows of `invoice` as an XLSX file.
///
/// # Errors
/// None that the input can cause.
pub fn document(invoice: &Invoice) -> Result<Vec<u8>, ServiceError> {
    let csv = super::csv::document(invoice)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_slice());
    let rows: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
    let rows = rows.map_err(|why| ServiceError::Refused(why.to_string()))?;
    workbook(&rows).map_err(|why| ServiceError::Refused(format!("the spreadsheet: {why}")))
}

fn workbook(rows: &[csv::StringRecord]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.00"));
    let sheet = book.add_worksheet();
    sheet.set_name("Invoice")?.set_freeze_panes(1, 0)?;
    for (row_no, row) in (0_u32..).zip(rows) {
        for (column, cell) in row.iter().enumerate() {
            let place = (row_no, column as u16);
            match cell.parse::<f64>() {
                // A spreadsheet has no other numbers; nothing is computed from these.
                Ok(number) if row_no > 0 && NUMBERS.contains(&column) => {
                    let format = if column == 11 { &money } else { &Format::new() };
                    sheet.write_number_with_format(place.0, place.1, number, format)?;
                }
                _ if row_no == 0 => {
                    sheet.write_string_with_format(place.0, place.1, cell, &bold)?;
                }
                _ => {
                    sheet.write_string(place.0, place.1, cell)?;
                }
            }
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}
