//! The month as staff see it: how far it is, what comes next, what a check before the closing warns of.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use super::bill_run::{Timeline, is_large_change};
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// So long after its issue the ended period is what staff look at first.
const FRESH_FOR: TimeDelta = TimeDelta::days(7);

/// How far a month is, in the order of the steps (REQUIREMENTS R4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Its days go on.
    Running,
    /// It is over and not closed, or not wholly.
    Closing,
    /// Staff look at the drafts.
    Review,
    /// Released drafts are due to be issued.
    Issue,
    /// Invoices are out and their mail is on the way.
    Mail,
    /// Nothing is left to do by the calendar.
    Done,
}

impl Stage {
    /// The steps of the time line.
    pub const STEPS: [Stage; 5] = [Stage::Running, Stage::Closing, Stage::Review, Stage::Issue, Stage::Mail];

    /// As named in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Stage::Running => "running",
            Stage::Closing => "closing",
            Stage::Review => "review",
            Stage::Issue => "issue",
            Stage::Mail => "mail",
            Stage::Done => "done",
        }
    }
}

/// What the rows say of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The closing has begun.
    pub has_run: bool,
    /// Every billing account has its step.
    pub is_closed: bool,
    /// Drafts that go out at the next issue.
    pub to_issue: i64,
    /// Drafts kept back and accounts that could not be computed.
    pub kept_back: i64,
    /// Invoices that are out.
    pub issued: i64,
    /// Messages that wait or are tried again.
    pub under_way: i64,
}

impl Standing {
    /// How far `period` is at `now`.
    pub fn stage(&self, period: BillingPeriod, timeline: &Timeline, now: DateTime<Utc>) -> Stage {
        match self {
            Standing { is_closed: false, has_run, .. } if !has_run && now < period.ends_at() => {
                Stage::Running
            }
            Standing { is_closed: false, .. } => Stage::Closing,
            _ if now < timeline.issues(period) && self.issued == 0 => Stage::Review,
            _ if self.to_issue > 0 => Stage::Issue,
            _ if self.under_way > 0 => Stage::Mail,
            _ => Stage::Done,
        }
    }
}

/// Something that the calendar starts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The closing of a period.
    Close(BillingPeriod),
    /// The issue of a period.
    Issue(BillingPeriod),
}

impl Timeline {
    /// What the calendar starts next, and when.
    pub fn next(&self, now: DateTime<Utc>) -> (Event, DateTime<Utc>) {
        let running = BillingPeriod::of_instant(now);
        let ended = running.previous();
        let events = [
            (Event::Close(ended), self.closes(ended)),
            (Event::Issue(ended), self.issues(ended)),
            (Event::Close(running), self.closes(running)),
        ];
        let ahead = events.into_iter().filter(|(_, at)| *at > now);
        ahead.min_by_key(|(_, at)| *at).expect("the running period closes after now")
    }

    /// The period that staff look at first: the one that ended while there is work on it or it went out of
    /// late, else the running one. `last` is the last period with a run, and whether it is done with.
    pub fn in_focus(&self, last: Option<(BillingPeriod, bool)>, now: DateTime<Utc>) -> BillingPeriod {
        let running = BillingPeriod::of_instant(now);
        let ended = running.previous();
        let is_done = match last {
            Some((period, is_done)) if period >= ended => is_done,
            Some(_) => false,
            // Nobody was ever billed: what ended long ago is for a person to begin with.
            None => true,
        };
        if is_done && now >= self.issues(ended) + FRESH_FOR { running } else { ended }
    }
}

/// What a check before the closing warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningKind {
    /// No draft could be computed: calls without a rate.
    CannotBill,
    /// Nobody would get the invoice.
    NoRecipient,
    /// A recipient's address that was refused for good: nothing is sent to it.
    SuppressedAddress,
    /// An address to which the last invoice could not be delivered.
    FailedAddress,
    /// The document's fonts lack a letter.
    MissingGlyph,
    /// Finished work that billing has not reviewed.
    UnreviewedMacd,
    /// A quote that the customer has not answered.
    OpenQuote,
    /// New charges far from the average of the last months.
    UnusualChange,
    /// The total is a credit.
    NegativeTotal,
}

impl WarningKind {
    /// Every kind, what keeps an invoice from its reader first.
    pub const ALL: [WarningKind; 9] = [
        WarningKind::CannotBill,
        WarningKind::NoRecipient,
        WarningKind::SuppressedAddress,
        WarningKind::FailedAddress,
        WarningKind::MissingGlyph,
        WarningKind::UnreviewedMacd,
        WarningKind::OpenQuote,
        WarningKind::UnusualChange,
        WarningKind::NegativeTotal,
    ];

    /// As stored and named in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            WarningKind::CannotBill => "cannot-bill",
            WarningKind::NoRecipient => "no-recipient",
            WarningKind::SuppressedAddress => "suppressed-address",
            WarningKind::FailedAddress => "failed-address",
            WarningKind::MissingGlyph => "missing-glyph",
            WarningKind::UnreviewedMacd => "unreviewed-macd",
            WarningKind::OpenQuote => "open-quote",
            WarningKind::UnusualChange => "unusual-change",
            WarningKind::NegativeTotal => "negative-total",
        }
    }
}

impl FromStr for WarningKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<WarningKind, Invalid> {
        let known = WarningKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a kind of warning")))
    }
}

/// Months that say what is usual.
const USUAL_MONTHS: usize = 3;

/// What the last months charged on average, where `now` is far from it. `charged` has the new charges of
/// every issued invoice, oldest first.
pub fn unusual(charged: &[Money], now: Money) -> Option<Money> {
    let last = &charged[charged.len().saturating_sub(USUAL_MONTHS)..];
    let sum: Money = last.iter().copied().sum();
    let average = sum.share(1.into(), last.len().into()).ok()?;
    is_large_change(average, now).then_some(average)
}

/// Work on a month that a person starts and that goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// What the closing would find.
    Check,
    /// The closing.
    Close,
    /// The issue.
    Issue,
}

impl JobKind {
    /// As stored and named in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            JobKind::Check => "check",
            JobKind::Close => "close",
            JobKind::Issue => "issue",
        }
    }
}

impl FromStr for JobKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<JobKind, Invalid> {
        let known = [JobKind::Check, JobKind::Close, JobKind::Issue].into_iter().find(|k| k.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is no work on a month")))
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;

    fn timeline() -> Timeline {
        Timeline {
            close_at: NaiveTime::from_hms_opt(1, 0, 0).unwrap(),
            issue_at: NaiveTime::from_hms_opt(6, 0, 0).unwrap(),
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn period(text: &str) -> BillingPeriod {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_goes_from_stage_to_stage() {
        let closed =
            Standing { has_run: true, is_closed: true, to_issue: 5, kept_back: 1, ..Default::default() };
        let out = Standing { to_issue: 0, issued: 5, under_way: 3, ..closed };
        let began = Standing { has_run: true, ..Default::default() };
        for (standing, now, expected) in [
            (Standing::default(), "2026-11-25T23:59:59-07:00", Stage::Running),
            (Standing::default(), "2026-11-26T00:00:00-07:00", Stage::Closing),
            (began, "2026-11-26T01:00:10-07:00", Stage::Closing),
            (closed, "2026-11-27T05:59:59-07:00", Stage::Review),
            (closed, "2026-11-27T06:00:00-07:00", Stage::Issue),
            (Standing { to_issue: 2, ..out }, "2026-11-27T06:01:00-07:00", Stage::Issue),
            (out, "2026-11-27T06:02:00-07:00", Stage::Mail),
            (Standing { under_way: 0, ..out }, "2026-11-27T06:03:00-07:00", Stage::Done),
        ] {
            assert_eq!(standing.stage(period("2026-11"), &timeline(), at(now)), expected, "{now}");
        }
    }

    #[test]
    fn the_next_event_is_the_nearest_one() {
        let (november, december) = (period("2026-11"), period("2026-12"));
        for (now, event, when) in [
            ("2026-11-25T12:00:00-07:00", Event::Close(november), "2026-11-26T01:00:00-07:00"),
            ("2026-11-26T00:30:00-07:00", Event::Close(november), "2026-11-26T01:00:00-07:00"),
            ("2026-11-26T01:00:00-07:00", Event::Issue(november), "2026-11-27T06:00:00-07:00"),
            ("2026-11-27T06:00:00-07:00", Event::Close(december), "2026-12-26T01:00:00-07:00"),
        ] {
            assert_eq!(timeline().next(at(now)), (event, at(when)), "{now}");
        }
    }

    #[test]
    fn staff_look_at_what_has_work_left() {
        let (october, november, december) = (period("2026-10"), period("2026-11"), period("2026-12"));
        for (last, now, expected) in [
            (Some((october, true)), "2026-11-20T12:00:00-07:00", november),
            (Some((october, false)), "2026-11-20T12:00:00-07:00", october),
            (Some((october, true)), "2026-11-26T00:10:00-07:00", november),
            (Some((november, true)), "2026-12-04T05:59:00-07:00", november),
            (Some((november, true)), "2026-12-04T06:00:00-07:00", december),
            (None, "2026-11-28T12:00:00-07:00", november),
            (None, "2026-12-20T12:00:00-07:00", december),
        ] {
            assert_eq!(timeline().in_focus(last, at(now)), expected, "{last:?} {now}");
        }
    }

    #[test]
    fn a_change_is_unusual_against_the_last_three_months() {
        let dollars = |n: i64| Money::from_cents(n * 100);
        let charged = [900, 100, 200, 300].map(dollars);
        assert_eq!(unusual(&charged, dollars(300)), None, "100 more than 200 is not more than 100");
        assert_eq!(unusual(&charged, dollars(301)), Some(dollars(200)));
        assert_eq!(unusual(&charged[..1], dollars(300)), Some(dollars(900)));
        assert_eq!(unusual(&[], dollars(300)), None, "a first invoice");
    }
}
