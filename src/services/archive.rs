//! A year's invoices in one ZIP: every PDF as it was stored, and a list.

use std::io::Write;

use chrono::Datelike;
use tokio::runtime::Handle;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::{App, ServiceError, accounts, invoices};
use crate::domain::access::Viewer;
use crate::store::statements::{self, StatementRow};
use crate::values::money::CURRENCY;
use crate::values::number::AccountNumber;

/// A year's invoices that a viewer may have.
pub struct Archive {
    app: App,
    year: i32,
    rows: Vec<StatementRow>,
}

/// The invoices dated in `year` of the viewer's accounts, or of `account`.
///
/// # Errors
/// None of that year, or an account that does not exist for the viewer.
pub fn open_year(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    year: i32,
) -> Result<Archive, ServiceError> {
    let rows = app.db.read(|conn| {
        let account = match account {
            Some(number) => Some(accounts::find(conn, viewer, number)?.id),
            None => None,
        };
        Ok::<_, ServiceError>(statements::list_year(conn, viewer.scope(), account, year)?)
    })?;
    match rows.is_empty() {
        true => Err(ServiceError::NotFound(format!("invoice of {year}"))),
        false => Ok(Archive { app: app.clone(), year, rows }),
    }
}

impl Archive {
    /// Writes the archive, one document in memory at a time. For a thread that may wait, within the
    /// async runtime.
    ///
    /// # Errors
    /// A document that cannot be had whole; a writer that is gone.
    pub fn write(self, out: &mut dyn Write) -> Result<(), ServiceError> {
        let broken = |why: zip::result::ZipError| ServiceError::Internal(format!("an archive: {why}"));
        let unwritten = |why: std::io::Error| ServiceError::Internal(format!("an archive: {why}"));
        let mut zip = ZipWriter::new_stream(out);
        zip.start_file(format!("invoices-{}.csv", self.year), stored(None)).map_err(broken)?;
        zip.write_all(&self.list()?).map_err(unwritten)?;
        for row in &self.rows {
            let (app, id) = (&self.app, row.id);
            let invoice = app.db.read(|conn| invoices::issued(app, conn, id))?;
            let pdf = Handle::current().block_on(invoices::pdf(app, id, &invoice))?;
            zip.start_file(format!("{}.pdf", row.number), stored(Some(row))).map_err(broken)?;
            zip.write_all(&pdf).map_err(unwritten)?;
        }
        zip.finish().map_err(broken)?;
        Ok(())
    }

    fn list(&self) -> Result<Vec<u8>, ServiceError> {
        let broken = |why: csv::Error| ServiceError::Internal(format!("an archive's list: {why}"));
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = [
            "invoice",
            "account",
            "period",
            "invoice_date",
            "due_date",
            "new_charges",
            "total_due",
            "currency",
        ];
        writer.write_record(header).map_err(broken)?;
        for row in &self.rows {
            let record = [
                row.number.to_string(),
                row.account.to_string(),
                row.period.to_string(),
                row.invoice_date.to_string(),
                row.issued.due_date.to_string(),
                row.issued.new_charges.to_string(),
                row.issued.total_due.to_string(),
                CURRENCY.to_owned(),
            ];
            writer.write_record(&record).map_err(broken)?;
        }
        writer.into_inner().map_err(|why| ServiceError::Internal(format!("an archive's list: {why}")))
    }
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
