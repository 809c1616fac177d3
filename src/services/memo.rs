//! What pages were made of, kept in memory for as long as nothing was written.
//!
//! Whatever a customer's page shows changes in one transaction with an audit row (DESIGN, invariant
//! 5): while the audit log is as long as it was, so is everything else as it was. What changes
//! without such a row, like the fate of a message or a session, is never kept here.

use std::any::Any;
use std::sync::Arc;

use chrono::NaiveDate;
use quick_cache::sync::Cache;

use super::statements::{Cursor, Filter};
use super::{App, ServiceError};
use crate::domain::access::{Role, Scope, Viewer};
use crate::domain::report::Asked;
use crate::store::audit;
use crate::values::calendar::mountain_day;
use crate::values::ids::UserId;
use crate::values::number::{AccountNumber, InvoiceNumber};

/// Answers kept at once.
const KEPT: usize = 2_000;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// An account at a glance.
    Summary(Option<AccountNumber>),
    /// A page of a list of invoices.
    Invoices(Filter, Option<Cursor>),
    /// An invoice and where it stands.
    Invoice(InvoiceNumber),
    /// What has accrued on an account.
    Accrual(Option<AccountNumber>),
    /// An account's payments, so many newer ones left out.
    Payments(Option<AccountNumber>, usize),
    /// A report.
    Report(Asked),
}

type Key = (UserId, Role, Scope, NaiveDate, Question);

/// The answers, each with the length of the audit log when it was looked for.
pub(super) struct Memo(Cache<Key, (i64, Arc<dyn Any + Send + Sync>)>);

impl Default for Memo {
    fn default() -> Memo {
        Memo(Cache::new(KEPT))
    }
}

/// The answer for `viewer` today: the kept one where nothing was written since, else what `find` finds.
///
/// # Errors
/// Those of `find`, and the database.
pub fn answer<T: Send + Sync + 'static>(
    app: &App,
    viewer: &Viewer,
    question: &Question,
    find: impl FnOnce() -> Result<T, ServiceError>,
) -> Result<Arc<T>, ServiceError> {
    // Before the answer is looked for: what is written meanwhile makes it older, never newer.
    let length = app.db.read(audit::length)?;
    if let Some(kept) = kept(app, viewer, question, length) {
        return Ok(kept);
    }
    let found = Arc::new(find()?);
    app.memo.0.insert(key(app, viewer, question), (length, found.clone()));
    Ok(found)
}

/// The kept answer where it is still right and can be had without waiting: an embedded database says
/// so sooner than another thread could be woken.
///
/// # Errors
/// The database.
pub fn recall<T: Send + Sync + 'static>(
    app: &App,
    viewer: &Viewer,
    question: &Question,
) -> Result<Option<Arc<T>>, ServiceError> {
    match app.answers_at_once() {
        true => Ok(kept(app, viewer, question, app.db.read(audit::length)?)),
        false => Ok(None),
    }
}

fn kept<T: Send + Sync + 'static>(
    app: &App,
    viewer: &Viewer,
    question: &Question,
    length: i64,
) -> Option<Arc<T>> {
    let (looked_at, answer) = app.memo.0.get(&key(app, viewer, question))?;
    (looked_at == length).then(|| answer.downcast().ok()).flatten()
}

fn key(app: &App, viewer: &Viewer, question: &Question) -> Key {
    (viewer.id, viewer.role, viewer.scope(), mountain_day(app.clock.now()), question.clone())
}
