//! A year's invoices in one ZIP: every PDF as it was stored, and a list.
//!
//! Invariant: a chunk of rows and one document are in memory at a time, however many accounts the
//! viewer sees. What grows is the directory that a ZIP ends with, some 200 bytes for each file.

use std::io::{self, Write};

use chrono::Datelike;
use tokio::runtime::Handle;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::{App, ServiceError, accounts, invoices};
use crate::domain::access::{Scope, Viewer};
use crate::store::documents;
use crate::store::statements::{self, StatementRow, Year};
use crate::values::ids::InvoiceId;
use crate::values::money::CURRENCY;
use crate::values::number::AccountNumber;

/// Rows in memory at once.
const ROWS_PER_CHUNK: i64 = 500;

/// The columns of the list.
const HEADER: [&str; 8] =
    ["invoice", "account", "period", "invoice_date", "due_date", "new_charges", "total_due", "currency"];

/// A year's invoices that a viewer may have.
pub struct Archive {
    app: App,
    scope: Scope,
    of: Year,
}

/// The invoices dated in `year` of the viewer's accounts, or of `account`, issued by now.
///
/// # Errors
/// None of that year, or an account that does not exist for the viewer.
pub fn open_year(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    year: i32,
) -> Result<Archive, ServiceError> {
    let scope = viewer.scope();
    app.db.read(|conn| {
        let billed = match account {
            Some(number) => Some(accounts::find(conn, viewer, number)?.id),
            None => None,
        };
        // What is issued while the archive is written would be among the files and not on the list.
        let of = Year { billed, year, issued_by: app.clock.now() };
        match statements::list_year(conn, scope, of, None, 1)?.is_empty() {
            true => Err(ServiceError::NotFound(format!("invoice of {year}"))),
            false => Ok(Archive { app: app.clone(), scope, of }),
        }
    })
}

impl Archive {
    /// Writes the archive, the list first. For a thread that may wait, within the async runtime.
    ///
    /// # Errors
    /// A document that cannot be had whole; a writer that is gone.
    pub fn write(self, out: &mut dyn Write) -> Result<(), ServiceError> {
        let mut zip = ZipWriter::new_stream(out);
        zip.start_file(format!("invoices-{}.csv", self.of.year), stored(None)).map_err(broken)?;
        let mut list = csv::Writer::from_writer(&mut zip);
        list.write_record(HEADER).map_err(broken)?;
        self.each_chunk(|rows| {
            rows.iter().try_for_each(|row| list.write_record(record(row)).map_err(broken))
        })?;
        list.flush().map_err(broken)?;
        drop(list);
        self.each_chunk(|rows| self.write_documents(&mut zip, rows))?;
        zip.finish().map_err(broken)?;
        Ok(())
    }

    fn write_documents(
        &self,
        zip: &mut ZipWriter<impl Write + io::Seek>,
        rows: &[StatementRow],
    ) -> Result<(), ServiceError> {
        let ids: Vec<InvoiceId> = rows.iter().map(|row| row.id).collect();
        let stored_as = self.app.db.read(|conn| documents::list_documents(conn, &ids))?;
        for row in rows {
            let pdf = match stored_as.get(&row.id) {
                Some(sha256) => Handle::current().block_on(self.app.files.get(sha256))?,
                None => self.render(row.id)?,
            };
            zip.start_file(format!("{}.pdf", row.number), stored(Some(row))).map_err(broken)?;
            zip.write_all(&pdf).map_err(broken)?;
        }
        Ok(())
    }

    /// The PDF of an invoice whose process died before it was stored.
    fn render(&self, id: InvoiceId) -> Result<Vec<u8>, ServiceError> {
        let invoice = self.app.db.read(|conn| invoices::issued(&self.app, conn, id))?;
        invoices::render(&self.app, id, &invoice)
    }

    /// Walks through the invoices in the order of their numbers.
    fn each_chunk(
        &self,
        mut visit: impl FnMut(&[StatementRow]) -> Result<(), ServiceError>,
    ) -> Result<(), ServiceError> {
        let mut after = None;
        loop {
            let rows = self.app.db.read(|conn| {
                statements::list_year(conn, self.scope, self.of, after.as_ref(), ROWS_PER_CHUNK)
            })?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.number.clone());
            visit(&rows)?;
        }
    }
}

fn record(row: &StatementRow) -> [String; 8] {
    [
        row.number.to_string(),
        row.account.to_string(),
        row.period.to_string(),
        row.invoice_date.to_string(),
        row.issued.due_date.to_string(),
        row.issued.new_charges.to_string(),
        row.issued.total_due.to_string(),
        CURRENCY.to_owned(),
    ]
}

fn broken(why: impl std::fmt::Display) -> ServiceError {
    ServiceError::Internal(format!("an archive: {why}"))
}

/// PDFs are compressed already. A file is dated like its invoice, so that the same archive is the
/// same bytes.
fn stored(row: Option<&StatementRow>) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let dated = row.and_then(|row| {
        let day = row.invoice_date;
        DateTime::from_date_and_time(day.year() as u16, day.month() as u8, day.day() as u8, 0, 0, 0).ok()
    });
    options.last_modified_time(dated.unwrap_or_default())
}
