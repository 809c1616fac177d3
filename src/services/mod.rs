//! Use cases: load, decide, save, record, enqueue. One file per capability.
//!
//! `web`, `cli` and `scheduler` reach the world only through here.

pub mod bill_run;
pub mod delivery;
pub mod demo;
pub mod due;
pub mod export;
pub mod imports;
pub mod invoices;
pub mod links;
pub mod verify;

use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::config::Settings;
use crate::files::{FileError, FileStore};
use crate::store::{Db, StoreError};
use crate::values::Invalid;

/// What every use case works with.
#[derive(Clone)]
pub struct App {
    /// The books.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The settings.
    pub settings: Settings,
    /// Stored documents.
    pub files: FileStore,
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
        let files = FileStore::in_folder(&files_folder(&settings, &db))?;
        Ok(App { db, clock, settings, files })
    }
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
