//! Use cases: load, decide, save, record, enqueue. One file per capability.
//!
//! `web`, `cli` and `scheduler` reach the world only through here.

pub mod accounts;
pub mod accruals;
pub mod archive;
pub mod audits;
pub mod auth;
pub mod bill_run;
pub mod books;
pub mod calls;
pub mod cases;
pub mod contacts;
pub mod credit_notes;
pub mod customers;
pub mod deliveries;
pub mod delivery;
pub mod demo;
pub mod due;
pub mod export;
pub mod factors;
pub mod health;
pub mod imports;
pub mod invoices;
pub mod links;
pub mod login;
pub mod looks;
pub mod macd;
pub mod memo;
pub mod money;
pub mod month;
pub mod names;
pub mod notices;
mod passwords;
pub mod payments;
pub mod post;
mod proofs;
pub mod reminders;
pub mod reports;
pub mod resets;
pub mod second_step;
mod secrets;
mod seen;
pub mod sessions;
pub mod settings;
pub mod statements;
mod stop;
pub mod summary;
mod throttle;
pub mod users;
pub mod verify;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Settings;
use crate::files::{FileError, FileStore};
use crate::store::{Db, StoreError};
use crate::values::Invalid;

/// What every use case works with. Whoever asks has no way past the use cases to the books and the
/// stored documents.
#[derive(Clone)]
pub struct App {
    /// The books.
    db: Db,
    /// The time.
    pub clock: Clock,
    /// The settings.
    pub settings: Settings,
    /// Stored documents.
    files: FileStore,
    /// Issued invoices that were read before.
    issued: Arc<invoices::Issued>,
    /// What pages were made of.
    memo: Arc<memo::Memo>,
    /// What was set in the office.
    kept: Arc<settings::Kept>,
    /// The calendar that the cases follow.
    followed: Arc<cases::Followed>,
}

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// What was asked for cannot be done: a sentence for the person who asked.
    #[error("{0}")]
    Refused(String),
    /// There is no such thing, or none that the person may see.
    #[error("there is no {0}")]
    NotFound(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Stored documents.
    #[error(transparent)]
    Files(#[from] FileError),
    /// A defect, or a machine that is giving up: for the log only.
    #[error("{0}")]
    Internal(String),
}

impl ServiceError {
    /// Shorthand for `Err(Refused(...))`.
    pub fn refuse<T>(reason: impl Into<String>) -> Result<T, ServiceError> {
        Err(ServiceError::Refused(reason.into()))
    }
}

impl From<Invalid> for ServiceError {
    fn from(invalid: Invalid) -> ServiceError {
        ServiceError::Refused(invalid.0)
    }
}

impl App {
    /// Opens the database, which must be current, and the file store.
    ///
    /// # Errors
    /// A database that is not current; a folder that cannot be made.
    pub fn open(database: &str, clock: Clock, settings: Settings) -> Result<App, ServiceError> {
        let db = Db::open(database)?;
        db.require_current()?;
        let files = FileStore::in_folder(&files_folder(&settings, &db))?;
        let (issued, memo, kept, followed) = Default::default();
        let app = App { db, clock, settings, files, issued, memo, kept, followed };
        settings::look(&app)?;
        Ok(app)
    }

    /// Whether a lookup takes less time than waking a thread for it would: the database is embedded.
    pub fn answers_at_once(&self) -> bool {
        self.db.is_embedded()
    }
}

/// Brings `database` up to date and returns the names of what was applied.
///
/// # Errors
/// A database that cannot be reached or is newer than the program.
pub fn migrate(database: &str) -> Result<Vec<String>, ServiceError> {
    Ok(Db::open(database)?.migrate()?)
}

/// The folder that is set, or one beside the embedded database.
fn files_folder(settings: &Settings, db: &Db) -> PathBuf {
    let set = &settings.files.folder;
    match db.sqlite_file() {
        _ if !set.as_os_str().is_empty() => set.clone(),
        Some(file) => file.with_extension("files"),
        None => Path::new("billcenter.files").to_owned(),
    }
}

/// Runs database work where it does not hold up other tasks.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ServiceError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(why) => ServiceError::refuse(format!("the database task stopped: {why}")),
    }
}

/// Tells how far long work is; a progress bar on a terminal, nothing else.
pub trait Progress {
    /// The whole is `total` steps.
    fn start(&self, total: u64, what: &str);
    /// `done` more steps are done.
    fn advance(&self, done: u64);
    /// What the next steps are about; the count goes on.
    fn step(&self, _what: &str) {}
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: u64, _: &str) {}
    fn advance(&self, _: u64) {}
}
