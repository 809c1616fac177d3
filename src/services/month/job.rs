//! Work on a month that a person starts: it goes on in a thread of its own while its page shows how far
//! it is.
//!
//! Invariant: one process has the lock of the month; work that is written down as running while nobody
//! has the lock belongs to a process that died, and can be started again.

use std::sync::Arc;

use super::{Outcome, Refusal};
use crate::domain::access::Viewer;
use crate::domain::month::JobKind;
use crate::services::bill_run::{self, Turn};
use crate::services::{App, Progress, ServiceError};
use crate::store::connection::Sole;
use crate::store::month::{self, JobRow, JobState};
use crate::store::{StoreError, bill_runs};
use crate::values::period::BillingPeriod;

/// What only one process has.
const LOCK: &str = "month";

/// Work and whether it goes on.
#[derive(Clone, Debug)]
pub struct Job {
    /// As it is written down.
    pub row: JobRow,
    /// A process is at it.
    pub is_alive: bool,
}

impl Job {
    /// It came to no end: an error, or its process died.
    pub fn is_stopped(&self) -> bool {
        !self.is_alive && self.row.state != JobState::Done
    }
}

/// The last work of each kind for `period`, and whether it goes on. The lock is looked at only where one
/// is written down as running; whoever is done has written that down before they let the lock go.
pub(super) fn list(app: &App, period: BillingPeriod) -> Result<Vec<Job>, ServiceError> {
    let rows = || app.db.read(|conn| month::list_jobs(conn, period));
    let is_running = |rows: &[JobRow]| rows.iter().any(|row| row.state == JobState::Running);
    let mut known = rows()?;
    let mut is_alive = false;
    if is_running(&known) {
        is_alive = app.db.sole(LOCK, false)?.is_none();
        if !is_alive {
            known = rows()?;
        }
    }
    let alive = |row: JobRow| Job { is_alive: is_alive && row.state == JobState::Running, row };
    Ok(known.into_iter().map(alive).collect())
}

/// Starts work on `period` and does not wait for it.
///
/// # Errors
/// The database.
pub fn start(
    app: &Arc<App>,
    viewer: &Viewer,
    period: BillingPeriod,
    kind: JobKind,
) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_run_month() {
        return Ok(Err(Refusal::NotAllowed));
    }
    if let Some(refusal) = objection(app, period, kind)? {
        return Ok(Err(refusal));
    }
    let Some(sole) = app.db.sole(LOCK, false)? else { return Ok(Err(Refusal::Running)) };
    let now = app.clock.now();
    app.db.write(|conn| month::start_job(conn, period, kind, &viewer.email, now))?;
    let (app, actor) = (Arc::clone(app), viewer.email.clone());
    let work = move || work(&app, period, kind, &actor, sole);
    std::thread::Builder::new()
        .name("month".to_owned())
        .spawn(work)
        .map_err(|why| ServiceError::Internal(format!("no thread for the month's work: {why}")))?;
    Ok(Ok(()))
}

/// Why it is not the time for it.
fn objection(app: &App, period: BillingPeriod, kind: JobKind) -> Result<Option<Refusal>, ServiceError> {
    let now = app.clock.now();
    let run = app.db.read(|conn| bill_runs::find_run(conn, period))?;
    let is_closed = run.is_some_and(|run| run.closed_at.is_some());
    let out_of_turn = match bill_run::turn_of(app, period)? {
        Turn::Now => None,
        Turn::After(first) => Some(Refusal::After(first)),
        Turn::Past(last) => Some(Refusal::Past(last)),
    };
    let issues_at = app.settings.timeline().issues(period);
    Ok(match kind {
        JobKind::Check if run.is_some() => Some(Refusal::Closed),
        JobKind::Check => out_of_turn,
        JobKind::Close if now < period.ends_at() => Some(Refusal::NotOver(period.ends_at())),
        JobKind::Close => out_of_turn,
        JobKind::Issue if !is_closed => Some(Refusal::NotClosed),
        JobKind::Issue if now < issues_at => Some(Refusal::TooEarly(issues_at)),
        JobKind::Issue => None,
    })
}

fn work(app: &App, period: BillingPeriod, kind: JobKind, actor: &str, _sole: Sole) {
    let told = Told { app, period, kind };
    let result = match kind {
        JobKind::Check => bill_run::check(app, period, &told),
        JobKind::Close => bill_run::close(app, period, actor, &told).map(|_| ()),
        JobKind::Issue => issue(app, period, actor, &told),
    };
    let (state, error) = match &result {
        Ok(()) => (JobState::Done, String::new()),
        Err(ServiceError::Refused(why)) => (JobState::Failed, why.clone()),
        Err(error) => {
            tracing::error!(%period, kind = kind.as_str(), %error, "work on the month was stopped");
            (JobState::Failed, String::new())
        }
    };
    let now = app.clock.now();
    let ended = app.db.write(|conn| month::end_job(conn, period, kind, (state, &error), now));
    if let Err(error) = ended {
        tracing::error!(%period, %error, "the end of work on the month could not be written down");
    }
}

/// Documents are stored asynchronously.
fn issue(app: &App, period: BillingPeriod, actor: &str, progress: &dyn Progress) -> Result<(), ServiceError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|why| ServiceError::Internal(format!("no runtime to issue with: {why}")))?;
    runtime.block_on(bill_run::issue(app, period, actor, progress)).map(|_| ())
}

/// Writes down how far it is. Where that fails the work goes on: a bar that stands still harms nobody.
struct Told<'a> {
    app: &'a App,
    period: BillingPeriod,
    kind: JobKind,
}

impl Told<'_> {
    fn write(&self, done: u64, total: Option<u64>) {
        let (done, total) = (done as i64, total.map(|total| total as i64));
        let written: Result<(), StoreError> =
            self.app.db.write(|conn| month::advance_job(conn, self.period, self.kind, done, total));
        if let Err(error) = written {
            tracing::warn!(%error, "how far the work is could not be written down");
        }
    }
}

impl Progress for Told<'_> {
    fn start(&self, total: u64, _: &str) {
        self.write(0, Some(total));
    }

    fn advance(&self, done: u64) {
        self.write(done, None);
    }
}
