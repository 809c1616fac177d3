//! What is wrong with a file, row by row.

use std::fmt;
use std::io;

use serde::Serialize;

use crate::services::ServiceError;
use crate::store::StoreError;

/// So many are told one by one; of the rest the count.
const FIRST: usize = 100;

/// Why a row cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Line of the file on which the row begins; the header is line 1.
    pub line: u64,
    /// The column, where it is one.
    pub column: Option<String>,
    /// In plain words.
    pub reason: String,
}

impl RowError {
    /// An error of a whole row.
    pub fn of_line(line: u64, reason: impl Into<String>) -> RowError {
        RowError { line, column: None, reason: reason.into() }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "line {}, {column}: {}", self.line, self.reason),
            None => write!(f, "line {}: {}", self.line, self.reason),
        }
    }
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportError {
    /// The file is wrong.
    Rows {
        /// The first hundred errors, in the order found.
        errors: Vec<RowError>,
        /// How many there are.
        total: u64,
    },
    /// Anything else.
    Service(ServiceError),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Rows { errors, total } => {
                for (place, error) in errors.iter().enumerate() {
                    write!(f, "{}{error}", if place == 0 { "" } else { "\n" })?;
                }
                match total - errors.len() as u64 {
                    0 => Ok(()),
                    more => write!(f, "\nand {more} more errors"),
                }
            }
            ImportError::Service(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ImportError::Rows { .. } => None,
            // Display is already the inner error's own.
            ImportError::Service(error) => error.source(),
        }
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> ImportError {
        ImportError::Service(error.into())
    }
}

/// The errors found so far.
#[derive(Debug, Default)]
pub(super) struct Errors {
    first: Vec<RowError>,
    total: u64,
}

impl Errors {
    pub(super) fn push(&mut self, error: RowError) {
        self.total += 1;
        if self.first.len() < FIRST {
            self.first.push(error);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// In the order of the file: an account's missing parent is found only at the end.
    pub(super) fn into_import_error(mut self) -> ImportError {
        self.first.sort_by_key(|error| error.line);
        ImportError::Rows { errors: self.first, total: self.total }
    }
}

/// Why an import ended early; its transaction is undone.
#[derive(Debug)]
pub(super) enum Stop {
    /// The database.
    Store(StoreError),
    /// The file could not be read.
    Read(io::Error),
    /// There are errors.
    Errors,
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}
