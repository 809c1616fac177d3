//! Friendly reminders of what is past due and nobody disputes (REQUIREMENTS R3.5, R6.8).
//!
//! Invariant: nobody is reminded of what is paid, credited, in dispute or promised.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};

use crate::values::Invalid;
use crate::values::ids::InvoiceId;
use crate::values::money::Money;

/// Most steps of a schedule.
const MOST_STEPS: usize = 9;

/// The latest step, in days after the due date.
const LAST_DAY: u16 = 365;

/// On which days after the due date reminders go out; none where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "Vec<u16>")]
pub struct Schedule(Vec<u16>);

/// What an account is reminded by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// When.
    pub schedule: Schedule,
    /// Through which day a payment is promised.
    pub promised_until: Option<NaiveDate>,
    /// What is less in all is not worth a reminder, in USD.
    pub least: Money,
}

/// An invoice that is past due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// Which.
    pub invoice: InvoiceId,
    /// The last day to pay it.
    pub due_date: NaiveDate,
    /// What of it is neither paid nor in dispute.
    pub amount: Money,
    /// The last step that went out about it; 0 for none.
    pub reminded: usize,
}

/// How a reminder is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It may have been overlooked.
    First,
    /// Some of it was mentioned before.
    Again,
    /// No more reminders follow about one of the invoices.
    Last,
}

/// A reminder to be sent: one for everything that is past due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The invoices that reached a step, and which.
    pub steps: Vec<(InvoiceId, usize)>,
    /// How it is worded.
    pub tone: Tone,
    /// Everything past due, in USD.
    pub amount: Money,
}

impl Schedule {
    /// How many steps an invoice reached by `today`.
    pub fn reached(&self, due_date: NaiveDate, today: NaiveDate) -> usize {
        self.0.iter().filter(|days| due_date + Days::new(u64::from(**days)) <= today).count()
    }

    /// The day of the step after `reached` ones.
    pub fn next(&self, due_date: NaiveDate, reached: usize) -> Option<NaiveDate> {
        self.0.get(reached).map(|days| due_date + Days::new(u64::from(*days)))
    }

    /// Whether it sends none.
    pub fn is_off(&self) -> bool {
        self.0.is_empty()
    }
}

impl Plan {
    /// Whether nothing is sent today because a payment is promised.
    pub fn is_promised(&self, today: NaiveDate) -> bool {
        self.promised_until.is_some_and(|until| today <= until)
    }

    /// The reminder that is due today to who owes `overdue` (oldest first). Where days were missed, it
    /// is one for all of them.
    pub fn due(&self, overdue: &[Overdue], today: NaiveDate) -> Option<Reminder> {
        let amount: Money = overdue.iter().map(|one| one.amount).sum();
        if self.is_promised(today) || amount < self.least {
            return None;
        }
        let reached = |one: &Overdue| self.schedule.reached(one.due_date, today);
        let is_new = |one: &&Overdue| one.amount > Money::ZERO && reached(one) > one.reminded;
        let steps: Vec<_> = overdue.iter().filter(is_new).map(|one| (one.invoice, reached(one))).collect();
        let (_, highest) = steps.iter().max_by_key(|(_, step)| *step)?;
        let tone = match *highest {
            _ if overdue.iter().all(|one| one.reminded == 0) => Tone::First,
            step if step == self.schedule.0.len() => Tone::Last,
            _ => Tone::Again,
        };
        Some(Reminder { steps, tone, amount })
    }
}

impl Tone {
    /// As it stands in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Tone::First => "first",
            Tone::Again => "again",
            Tone::Last => "last",
        }
    }
}

impl TryFrom<Vec<u16>> for Schedule {
    type Error = Invalid;

    fn try_from(days: Vec<u16>) -> Result<Schedule, Invalid> {
        let is_rising = days.windows(2).all(|pair| pair[0] < pair[1]);
        let is_in_range = days.iter().all(|day| (1..=LAST_DAY).contains(day));
        if is_rising && is_in_range && days.len() <= MOST_STEPS {
            return Ok(Schedule(days));
        }
        Invalid::because(format!(
            "up to {MOST_STEPS} rising numbers of days after the due date, from 1 to {LAST_DAY}"
        ))
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&days.join(", "))
    }
}

impl FromStr for Schedule {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Schedule, Invalid> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let days: Result<Vec<u16>, _> = parts.map(str::parse).collect();
        days.map_err(|_| Invalid(format!("{text:?} is no list of days such as 3, 10, 20")))?.try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan() -> Plan {
        Plan { schedule: "3, 10, 20".parse().unwrap(), promised_until: None, least: Money::from_cents(500) }
    }

    fn overdue(id: i64, due: &str, cents: i64, reminded: usize) -> Overdue {
        Overdue { invoice: InvoiceId(id), due_date: day(due), amount: Money::from_cents(cents), reminded }
    }

    #[test]
    fn each_step_goes_out_once_on_its_day() {
        let due = |reminded, today| {
            let found = plan().due(&[overdue(1, "2026-11-26", 10_000, reminded)], day(today));
            found.map(|reminder| (reminder.steps[0].1, reminder.tone))
        };
        assert_eq!(due(0, "2026-11-28"), None, "two days late");
        assert_eq!(due(0, "2026-11-29"), Some((1, Tone::First)));
        assert_eq!(due(1, "2026-11-29"), None, "it went out");
        assert_eq!(due(1, "2026-12-05"), None);
        assert_eq!(due(1, "2026-12-06"), Some((2, Tone::Again)));
        assert_eq!(due(2, "2026-12-16"), Some((3, Tone::Last)));
        assert_eq!(due(3, "2027-06-01"), None, "nothing follows the last one");
        assert_eq!(due(0, "2026-12-16"), Some((3, Tone::First)), "missed steps are one reminder");
    }

    #[test]
    fn one_reminder_speaks_of_everything_past_due() {
        let both = [overdue(1, "2026-10-27", 10_000, 3), overdue(2, "2026-11-26", 2_550, 0)];
        let found = plan().due(&both, day("2026-11-30")).unwrap();
        assert_eq!((found.steps, found.amount.cents()), (vec![(InvoiceId(2), 1)], 12_550));
        assert_eq!(found.tone, Tone::Again);
    }

    #[test]
    fn payment_dispute_promise_and_small_change_stop_it() {
        let today = day("2026-12-01");
        let owed = [overdue(1, "2026-11-26", 10_000, 0)];
        assert!(plan().due(&owed, today).is_some());
        assert_eq!(plan().due(&[], today), None, "paid, or all of it in dispute");
        let promised = |until| Plan { promised_until: Some(day(until)), ..plan() };
        assert_eq!(promised("2026-12-01").due(&owed, today), None);
        assert!(promised("2026-11-30").due(&owed, today).is_some(), "the promise was not kept");
        assert_eq!(plan().due(&[overdue(1, "2026-11-26", 499, 0)], today), None);
        assert!(plan().due(&[overdue(1, "2026-11-26", 500, 0)], today).is_some());
        let off = Plan { schedule: Schedule::default(), ..plan() };
        assert_eq!(off.due(&owed, today), None);
    }

    #[test]
    fn schedules_are_read_as_they_are_written() {
        for (typed, written) in [("3,10 ,20", "3, 10, 20"), ("", ""), (" 365 ", "365")] {
            assert_eq!(typed.parse::<Schedule>().unwrap().to_string(), written);
        }
        for wrong in ["0", "366", "10, 3", "3, 3", "soon", "1,2,3,4,5,6,7,8,9,10"] {
            assert!(wrong.parse::<Schedule>().is_err(), "{wrong:?}");
        }
    }
}
