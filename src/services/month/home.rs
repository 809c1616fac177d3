//! What the office begins with: the month, what comes next, what needs a person now.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Month, open_month, period_in_focus};
use crate::domain::month::Event;
use crate::services::{App, ServiceError, macd};
use crate::store::{StoreError, money_requests, month, outbox, suppressed, unidentified};

/// A case that owes something within this time is worth a look.
const SOON: TimeDelta = TimeDelta::hours(2);

/// Accounts without recipient that are named.
const NAMED: i64 = 20;

/// What needs a person, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worry {
    /// Accounts have no step, or messages are lost: an alarm.
    CountsDiffer,
    /// Work was stopped by an error, or its process died.
    WorkStopped,
    /// Accounts that could not be computed.
    FailedDrafts,
    /// Cases over their promise.
    LateCases,
    /// Drafts that wait for a release.
    HeldDrafts,
    /// Messages that did not arrive and were not sent again, or whose answer was lost.
    FailedMails,
    /// Addresses that take no mail.
    SuppressedAddresses,
    /// Accounts whose invoice nobody would get.
    NoRecipient,
    /// Cases that owe something soon.
    CasesDueSoon,
    /// Finished requests that wait for billing.
    RequestsToReview,
    /// Credits that wait for a second approval.
    CreditsToApprove,
    /// Credits without a dispute, refunds and write-offs that wait for a second person.
    MoneyToApprove,
    /// Money that nobody can place yet.
    MoneyToPlace,
}

impl Worry {
    /// As named in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Worry::CountsDiffer => "counts-differ",
            Worry::WorkStopped => "work-stopped",
            Worry::FailedDrafts => "failed-drafts",
            Worry::LateCases => "late-cases",
            Worry::HeldDrafts => "held-drafts",
            Worry::FailedMails => "failed-mails",
            Worry::SuppressedAddresses => "suppressed-addresses",
            Worry::NoRecipient => "no-recipient",
            Worry::CasesDueSoon => "cases-due-soon",
            Worry::RequestsToReview => "requests-to-review",
            Worry::CreditsToApprove => "credits-to-approve",
            Worry::MoneyToApprove => "money-to-approve",
            Worry::MoneyToPlace => "money-to-place",
        }
    }
}

/// The office's first page.
#[derive(Clone, Debug)]
pub struct Home {
    /// The month in focus.
    pub month: Month,
    /// What the calendar starts next, and when.
    pub next: (Event, DateTime<Utc>),
    /// What needs a person and how much of it, the most urgent first.
    pub worries: Vec<(Worry, i64)>,
    /// Accounts without recipient by number and name, the first of them.
    pub unreached: Vec<(String, String)>,
}

/// What the office begins with.
///
/// # Errors
/// The database.
pub fn home(app: &App) -> Result<Home, ServiceError> {
    let now = app.clock.now();
    let period = period_in_focus(app)?;
    let month = open_month(app, period)?;
    let ((unreached, without), (late, soon), credits, (unresolved, silent), (asked, unplaced)) =
        app.db.read(|conn| {
            Ok::<_, StoreError>((
                month::list_without_recipient(conn, NAMED)?,
                (month::count_cases_due(conn, now)?, month::count_cases_due(conn, now + SOON)?),
                month::count_proposals(conn)?,
                (outbox::count_unresolved(conn, period)?, suppressed::count(conn)?),
                (money_requests::count_waiting(conn)?, unidentified::count_open(conn)?),
            ))
        })?;
    let requests = macd::list_to_review(app)?.len() as i64;
    let differ = (month.is_closed() && !month.tally.agrees) || !month.mail_agrees();
    let stopped = month.jobs.iter().filter(|job| job.is_stopped()).count() as i64;
    let worries = [
        (Worry::CountsDiffer, i64::from(differ)),
        (Worry::WorkStopped, stopped),
        (Worry::FailedDrafts, month.tally.failed),
        (Worry::LateCases, late),
        (Worry::HeldDrafts, month.tally.held),
        (Worry::FailedMails, unresolved + month.mail.in_doubt),
        (Worry::SuppressedAddresses, silent),
        (Worry::NoRecipient, without),
        (Worry::CasesDueSoon, soon - late),
        (Worry::RequestsToReview, requests),
        (Worry::CreditsToApprove, credits),
        (Worry::MoneyToApprove, asked),
        (Worry::MoneyToPlace, unplaced),
    ];
    Ok(Home {
        next: app.settings.timeline().next(now),
        worries: worries.into_iter().filter(|(_, count)| *count > 0).collect(),
        unreached,
        month,
    })
}
