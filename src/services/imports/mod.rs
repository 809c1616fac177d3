//! Loading CSV files (INTERFACES, "CSV files for import").
//!
//! All rows or none: one transaction reads the file chunk by chunk, so that memory does not grow with
//! the file, and is undone at the first error; the rest is then only checked. A row whose natural key
//! exists already updates it where that is safe and is refused where it would change billed history.

mod accounts;
mod charges;
mod contacts;
mod directory;
mod errors;
mod fields;
mod flow;
mod hierarchy;
mod keyed;
mod payments;
mod rates;
mod reader;
mod row;
mod services;
mod taxes;
mod usage;

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

pub use errors::{ImportError, RowError};
pub(super) use row::{Taken, take_row};

use self::errors::Stop;
use self::flow::{Sheet, load};
use self::keyed::ByKey;
use super::{App, Progress, ServiceError};
use crate::store::audit::{NewAudit, append};
use crate::store::locks::lock_imports;
use crate::store::{AnyConnection, StoreError};
use crate::values::Invalid;
use crate::values::money::Money;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportKind {
    /// Customers' accounts.
    Accounts,
    /// Their contacts.
    Contacts,
    /// Recurring services.
    Services,
    /// One-time charges and credits.
    Charges,
    /// Prices of calls.
    Rates,
    /// Call records.
    Usage,
    /// Payments received.
    Payments,
    /// The tax table.
    Taxes,
}

impl ImportKind {
    /// Every kind, in an order in which they can be loaded.
    pub const ALL: [ImportKind; 8] = [
        ImportKind::Accounts,
        ImportKind::Contacts,
        ImportKind::Services,
        ImportKind::Charges,
        ImportKind::Rates,
        ImportKind::Usage,
        ImportKind::Payments,
        ImportKind::Taxes,
    ];

    /// As written on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            ImportKind::Accounts => "accounts",
            ImportKind::Contacts => "contacts",
            ImportKind::Services => "services",
            ImportKind::Charges => "charges",
            ImportKind::Rates => "rates",
            ImportKind::Usage => "usage",
            ImportKind::Payments => "payments",
            ImportKind::Taxes => "taxes",
        }
    }

    /// As written in the audit log.
    const fn action(self) -> &'static str {
        match self {
            ImportKind::Accounts => "import.accounts",
            ImportKind::Contacts => "import.contacts",
            ImportKind::Services => "import.services",
            ImportKind::Charges => "import.charges",
            ImportKind::Rates => "import.rates",
            ImportKind::Usage => "import.usage",
            ImportKind::Payments => "import.payments",
            ImportKind::Taxes => "import.taxes",
        }
    }
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ImportKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<ImportKind, Invalid> {
        ImportKind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let kinds = ImportKind::ALL.map(ImportKind::as_str).join(", ");
            Invalid(format!("{text:?} is not a kind of file to import: {kinds}"))
        })
    }
}

/// How a file is imported.
#[derive(Clone, Copy, Debug)]
pub struct ImportOptions<'a> {
    /// Who asked, for the audit log.
    pub actor: &'a str,
    /// Does everything and undoes it.
    pub dry_run: bool,
    /// Size of the file in bytes, for the progress bar; 0 where it is not known.
    pub total_bytes: u64,
}

/// What an import did, or would have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// What the file holds.
    pub kind: ImportKind,
    /// Rows of the file, without the header.
    pub rows: u64,
    /// Rows that were new.
    pub added: u64,
    /// Rows that changed one that existed.
    pub changed: u64,
    /// Rows that exist as they are.
    pub unchanged: u64,
    /// What the new rows add up to, USD; only where they are amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// New rows that may be others once more; loaded all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<AlikeRows>,
    /// Whether it was undone.
    pub dry_run: bool,
}

/// New payments of the account, day and amount of another one, by another reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AlikeRows {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Alike>,
}

/// A new row that may be another once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alike {
    /// Its line.
    pub line: u64,
    /// What is alike.
    #[serde(flatten)]
    pub likeness: Likeness,
}

/// What a payment has in common with another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Likeness {
    /// Its reference.
    pub reference: String,
    /// The other one's reference.
    pub other: String,
    /// When both came in.
    pub received_on: NaiveDate,
    /// What both came to, USD.
    pub amount: Money,
}

/// Imports `source`, all of it or nothing.
///
/// The transaction lasts as long as reading the file: give it a file, not somebody's slow line.
///
/// # Errors
/// [`ImportError::Rows`] with what is wrong, line by line; anything else as `Service`.
pub fn import<R: Read>(
    app: &App,
    kind: ImportKind,
    source: R,
    options: &ImportOptions<'_>,
    progress: &dyn Progress,
) -> Result<ImportReport, ImportError> {
    progress.start(options.total_bytes, kind.as_str());
    let mut sheet = Sheet::new(kind, app.clock.now());
    let work = |conn: &mut AnyConnection| -> Result<(), Stop> {
        lock_imports(conn)?;
        load_kind(conn, kind, source, &mut sheet, (options.actor, progress))?;
        if !sheet.errors.is_empty() {
            return Err(Stop::Errors);
        }
        Ok(record(conn, &sheet, options.actor)?)
    };
    match if options.dry_run { app.db.rehearse(work) } else { app.db.write(work) } {
        Ok(()) => Ok(sheet.report(options.dry_run)),
        Err(Stop::Errors) => Err(sheet.errors.into_import_error()),
        Err(Stop::Store(error)) => Err(error.into()),
        Err(Stop::Read(why)) => {
            Err(ImportError::Service(ServiceError::Refused(format!("the file cannot be read: {why}"))))
        }
    }
}

fn load_kind<R: Read>(
    conn: &mut AnyConnection,
    kind: ImportKind,
    source: R,
    sheet: &mut Sheet,
    (actor, progress): (&str, &dyn Progress),
) -> Result<(), Stop> {
    match kind {
        ImportKind::Accounts => load(conn, accounts::Accounts::default(), source, sheet, progress),
        ImportKind::Contacts => load(conn, ByKey::new(contacts::Contacts), source, sheet, progress),
        ImportKind::Services => load(conn, ByKey::new(services::Services), source, sheet, progress),
        ImportKind::Charges => load(conn, ByKey::new(charges::Charges), source, sheet, progress),
        ImportKind::Rates => load(conn, ByKey::new(rates::Rates), source, sheet, progress),
        ImportKind::Usage => load(conn, ByKey::new(usage::Usage::default()), source, sheet, progress),
        ImportKind::Payments => {
            let payments = payments::Payments::recorded_by(actor, sheet.now);
            load(conn, ByKey::new(payments), source, sheet, progress)
        }
        ImportKind::Taxes => load(conn, ByKey::new(taxes::Taxes), source, sheet, progress),
    }
}

/// One line in the audit log, where anything changed: a second import of the same file writes nothing.
fn record(conn: &mut AnyConnection, sheet: &Sheet, actor: &str) -> Result<(), StoreError> {
    if sheet.added + sheet.changed == 0 {
        return Ok(());
    }
    let detail = format!(
        "{} rows: {} added, {} changed, {} unchanged",
        sheet.rows, sheet.added, sheet.changed, sheet.unchanged
    );
    let entry = NewAudit { action: sheet.kind.action(), subject: sheet.kind.to_string(), detail };
    append(conn, sheet.now, actor, vec![entry])
}
