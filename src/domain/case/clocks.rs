//! What the provider promised the customer and by when (REQUIREMENTS R6.2).

use chrono::{DateTime, TimeDelta, Utc};

use super::{Event, Priority, What};
use crate::values::business_days::BusinessDays;

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Somebody answers for the first time, or for the first time since the case was reopened.
    FirstResponse,
    /// Somebody says how it stands.
    Update,
}

/// How long a promise gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// Around the clock.
    Minutes(i64),
    /// Days of the provider's calendar, in Mountain Time.
    BusinessDays(u32),
}

/// A promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What was promised.
    pub clock: Clock,
    /// When the clock began to run.
    pub since: DateTime<Utc>,
    /// By when.
    pub due: DateTime<Utc>,
}

/// A promise that was kept, or was broken first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The promise.
    pub promise: Promise,
    /// When the customer heard.
    pub at: DateTime<Utc>,
}

impl Kept {
    /// Whether the customer heard by the time that was promised.
    pub fn is_in_time(&self) -> bool {
        self.at <= self.promise.due
    }
}

/// Why no clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Nothing can be done until then.
    OnHold(DateTime<Utc>),
    /// The customer is to say whether it is resolved.
    WaitsForCustomer,
    /// The case is closed.
    Closed,
}

/// The clocks of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// The promise that runs now.
    pub running: Option<Promise>,
    /// Why none runs, where that has a reason.
    pub pause: Option<Pause>,
    /// Promises of the past, oldest first.
    pub kept: Vec<Kept>,
    /// When the provider thinks it will be resolved, where it said so.
    pub estimate: Option<DateTime<Utc>>,
}

/// The nearest to its end that a promise gets before someone is warned.
const WARNED_BEFORE_AT_MOST: TimeDelta = TimeDelta::hours(4);

impl Clock {
    /// Its name in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Clock::FirstResponse => "first-response",
            Clock::Update => "update",
        }
    }

    /// How long it gives at this priority.
    pub const fn allowance(self, priority: Priority) -> Allowance {
        match (self, priority) {
            // Immediate, then posted every hour.
            (Clock::FirstResponse, Priority::OneG) => Allowance::Minutes(0),
            (Clock::FirstResponse, Priority::One) => Allowance::Minutes(15),
            (Clock::FirstResponse, Priority::Two) => Allowance::Minutes(30),
            (Clock::FirstResponse, Priority::Three) => Allowance::Minutes(4 * 60),
            (Clock::FirstResponse, Priority::Four | Priority::Standard) => Allowance::BusinessDays(1),
            (Clock::FirstResponse, Priority::Expedited) => Allowance::Minutes(4 * 60),
            (Clock::Update, Priority::OneG | Priority::One) => Allowance::Minutes(60),
            (Clock::Update, Priority::Two) => Allowance::Minutes(2 * 60),
            // Requests are usually done by then.
            (Clock::Update, Priority::Three | Priority::Expedited) => Allowance::BusinessDays(1),
            (Clock::Update, Priority::Four | Priority::Standard) => Allowance::BusinessDays(2),
        }
    }
}

impl Allowance {
    /// When it is over.
    pub fn after(self, start: DateTime<Utc>, calendar: &BusinessDays) -> DateTime<Utc> {
        match self {
            Allowance::Minutes(minutes) => start + TimeDelta::minutes(minutes),
            Allowance::BusinessDays(days) => calendar.after(start, days),
        }
    }
}

impl Promise {
    fn of(clock: Clock, priority: Priority, since: DateTime<Utc>, days: &BusinessDays) -> Promise {
        Promise { clock, since, due: clock.allowance(priority).after(since, days) }
    }

    /// When somebody is warned that it may be broken: with a quarter of its time left, at most four hours.
    pub fn warned_at(&self) -> DateTime<Utc> {
        self.due - ((self.due - self.since) / 4).min(WARNED_BEFORE_AT_MOST)
    }
}

impl Clocks {
    /// Takes in what happened, at the priority the case has after it.
    pub(super) fn take(
        &mut self,
        event: &Event,
        before: Option<Priority>,
        priority: Priority,
        days: &BusinessDays,
    ) {
        let (at, what) = (event.at, &event.what);
        let promise = |clock| Promise::of(clock, priority, at, days);
        if what.is_word_to_customer()
            && let Some(promise) = self.running.take()
        {
            self.kept.push(Kept { promise, at });
        }
        match what {
            // Only staff open one of these, and that is the first response.
            What::Opened { priority: Priority::OneG } => self.run(promise(Clock::Update)),
            What::Opened { .. } | What::Reopened => self.run(promise(Clock::FirstResponse)),
            What::PrioritySet { .. } => self.review(before.unwrap_or(priority), priority, promise),
            What::Held { until } => self.stop(Pause::OnHold(*until)),
            What::Resolved | What::ApprovalAsked | What::Quoted { .. } => self.stop(Pause::WaitsForCustomer),
            What::Approved => self.run(promise(Clock::FirstResponse)),
            What::Confirmed | What::Withdrawn | What::MarkedDuplicate { .. } | What::ClosedNoResponse => {
                self.stop(Pause::Closed);
            }
            What::Estimated { at: estimate } => {
                self.estimate = Some(*estimate);
                self.run(Promise { clock: Clock::Update, since: at, due: *estimate });
            }
            What::Resumed | What::QuoteAccepted => self.run(promise(Clock::Update)),
            // A customer's word ends a hold.
            What::Commented if matches!(self.pause, Some(Pause::OnHold(_))) => {
                self.run(promise(Clock::Update));
            }
            // While there is an estimate, it stands for the updates that would only repeat it.
            _ if what.is_word_to_customer() && self.pause.is_none() => {
                let update = promise(Clock::Update);
                let due = self.estimate.filter(|estimate| *estimate > at).unwrap_or(update.due);
                self.run(Promise { due, ..update });
            }
            _ => {}
        }
    }

    fn run(&mut self, promise: Promise) {
        self.running = Some(promise);
        self.pause = None;
    }

    fn stop(&mut self, pause: Pause) {
        self.running = None;
        self.pause = Some(pause);
    }

    /// A review gives the new priority's time from now on; more urgent never means later.
    fn review(&mut self, before: Priority, priority: Priority, anew: impl Fn(Clock) -> Promise) {
        let Some(promise) = self.running else { return };
        let anew = anew(promise.clock);
        self.running = Some(match priority < before {
            true => Promise { due: anew.due.min(promise.due), ..anew },
            false => anew,
        });
    }
}
