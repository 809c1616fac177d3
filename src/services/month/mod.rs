//! The month as staff run it in the office: how far it is, what needs a person, drafts by account, and
//! work that goes on in the background. What a closing or an issue does is in [`super::bill_run`].

mod desk;
mod finish;
mod home;
mod job;
mod report;

use chrono::{DateTime, Utc};

pub use crate::store::month::{Change, JobState, Warning};
pub use crate::store::review::{Narrowed, Order, Step, Sums};
pub use desk::{
    ACCOUNTS_PER_PAGE, DraftView, ReviewPage, WARNINGS_PER_PAGE, list_drafts, list_warnings, move_listed,
    move_one, open_draft, redraft, render_draft,
};
pub use finish::render_finish;
pub use home::{Home, Worry, home};
pub use job::{Job, start};
pub use report::write_report;

use super::bill_run::{self, Tally};
use super::delivery::{self, DeliveryReport};
use super::{App, ServiceError};
use crate::domain::month::{JobKind, Stage, Standing, WarningKind};
use crate::store::bill_runs::{self, BillRun};
use crate::store::{StoreError, facts, month};
use crate::values::period::BillingPeriod;

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// The period's days go on until then.
    NotOver(DateTime<Utc>),
    /// It is closed already: a check would come too late.
    Closed,
    /// It is not closed, or not wholly.
    NotClosed,
    /// This period is to be closed first.
    After(BillingPeriod),
    /// A later period is closed and took it in.
    Past(BillingPeriod),
    /// Invoices go out from then on.
    TooEarly(DateTime<Utc>),
    /// Somebody else started work on a month that goes on.
    Running,
    /// A draft that is held needs a reason.
    NoReason,
    /// Somebody was faster: this is how the account stands now.
    Changed(Box<Step>),
    /// So many are meant now, not what was on the screen.
    OthersNow(usize),
}

/// What came of something that was wanted.
pub type Outcome<T> = Result<T, Refusal>;

/// Where a month stands.
#[derive(Clone, Debug)]
pub struct Month {
    /// Which.
    pub period: BillingPeriod,
    /// How far it is.
    pub stage: Stage,
    /// When it is closed.
    pub closes_at: DateTime<Utc>,
    /// When it is issued.
    pub issues_at: DateTime<Utc>,
    /// Its run, once the closing has begun.
    pub run: Option<BillRun>,
    /// Accounts that are billed.
    pub accounts: i64,
    /// Its counts.
    pub tally: Tally,
    /// Its messages.
    pub mail: DeliveryReport,
    /// Issued invoices that nobody receives.
    pub unread: i64,
    /// The last work of each kind.
    pub jobs: Vec<Job>,
    /// What the last check found.
    pub warnings: Vec<(WarningKind, i64)>,
}

impl Month {
    /// Whether every account has its step.
    pub fn is_closed(&self) -> bool {
        self.run.is_some_and(|run| run.closed_at.is_some())
    }

    /// Drafts that go out at the next issue.
    pub fn to_issue(&self) -> i64 {
        self.tally.drafted - self.tally.issued
    }

    /// `recipients = sent + retrying + failed + suppressed + queued`.
    pub fn mail_agrees(&self) -> bool {
        let mail = &self.mail;
        mail.recipients == mail.sent + mail.retrying + mail.failed + mail.suppressed + mail.queued
    }

    /// The last work of a kind.
    pub fn job(&self, kind: JobKind) -> Option<&Job> {
        self.jobs.iter().find(|job| job.row.kind == kind)
    }

    /// The work that goes on.
    pub fn running(&self) -> Option<&Job> {
        self.jobs.iter().find(|job| job.is_alive)
    }
}

/// Where `period` stands.
///
/// # Errors
/// The database.
pub fn open_month(app: &App, period: BillingPeriod) -> Result<Month, ServiceError> {
    // First: where work is done, everything below shows what it did.
    let jobs = job::list(app, period)?;
    let (run, accounts, warnings, unread) = app.db.read(|conn| {
        Ok::<_, StoreError>((
            bill_runs::find_run(conn, period)?,
            facts::count_billing_accounts(conn)?,
            month::count_warnings(conn, period)?,
            month::count_unread(conn, period)?,
        ))
    })?;
    // What a closed period was to have is written down; of an open one it is what there is today.
    let expected = run.filter(|run| run.closed_at.is_some()).map_or(accounts, |run| run.expected);
    let tally = bill_run::tally(app, period, expected)?;
    let mail = delivery::report(app, Some(period))?;
    let timeline = app.settings.timeline();
    let standing = Standing {
        has_run: run.is_some(),
        is_closed: run.is_some_and(|run| run.closed_at.is_some()),
        to_issue: tally.drafted - tally.issued,
        kept_back: tally.held + tally.failed,
        issued: tally.issued,
        under_way: mail.queued + mail.retrying,
    };
    Ok(Month {
        period,
        stage: standing.stage(period, &timeline, app.clock.now()),
        closes_at: timeline.closes(period),
        issues_at: timeline.issues(period),
        run,
        accounts,
        tally,
        mail,
        unread,
        jobs,
        warnings,
    })
}

/// Whether the turn of a period that nobody closed may come: it has begun, and no later one took it in.
///
/// # Errors
/// The database.
pub fn may_come(app: &App, period: BillingPeriod) -> Result<bool, ServiceError> {
    let has_begun = period <= BillingPeriod::of_instant(app.clock.now());
    Ok(has_begun && !matches!(bill_run::turn_of(app, period)?, bill_run::Turn::Past(_)))
}

/// The period that staff look at first.
///
/// # Errors
/// The database.
pub fn period_in_focus(app: &App) -> Result<BillingPeriod, ServiceError> {
    let last = app.db.read(|conn| {
        let Some(period) = bill_runs::last_period(conn)? else { return Ok(None) };
        let run = bill_runs::find_run(conn, period)?;
        let is_open = bill_runs::has_open_steps(conn, period)?;
        Ok::<_, StoreError>(Some((period, run.is_some_and(|run| run.closed_at.is_some()) && !is_open)))
    })?;
    Ok(app.settings.timeline().in_focus(last, app.clock.now()))
}
