//! When a request is worked on: extended business hours, the next business day, the team that works
//! around the clock (REQUIREMENTS R5.4, R5.5).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::Denver;

use super::{Terms, Urgency};
use crate::values::business_days::BusinessDays;

/// What somebody who asks now is told before they send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// How soon.
    pub urgency: Urgency,
    /// Whether it comes outside extended business hours: an urgent one then goes to the team that works
    /// around the clock.
    pub is_outside_hours: bool,
    /// The business day on which a standard request is worked on.
    pub worked_on: NaiveDate,
    /// By when somebody answers.
    pub first_response: DateTime<Utc>,
    /// By when it is usually done.
    pub done: DateTime<Utc>,
}

/// What becomes of a request that comes at `at`.
pub fn place(terms: &Terms, days: &BusinessDays, urgency: Urgency, at: DateTime<Utc>) -> Placement {
    let worked_on = worked_on(terms, days, at);
    let (first_response, done) = match urgency {
        Urgency::Standard => (days.after(at, 1), days.after(at, 2)),
        Urgency::Expedited => (at + TimeDelta::hours(4), days.after(at, 1)),
    };
    Placement { urgency, is_outside_hours: !is_open(terms, days, at), worked_on, first_response, done }
}

/// Whether `at` lies in extended business hours: their first second does, their last does not.
pub fn is_open(terms: &Terms, days: &BusinessDays, at: DateTime<Utc>) -> bool {
    let wall = at.with_timezone(&Denver).naive_local();
    days.is_business_day(wall.date()) && (terms.opens..terms.closes).contains(&wall.time())
}

/// The business day on which what comes at `at` is worked on: the same one within its hours or before
/// them, the next one after them.
fn worked_on(terms: &Terms, days: &BusinessDays, at: DateTime<Utc>) -> NaiveDate {
    let wall = at.with_timezone(&Denver).naive_local();
    match days.is_business_day(wall.date()) {
        true if wall.time() >= terms.closes => days.add(wall.date(), 1),
        _ => days.add(wall.date(), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::macd::tests::plan;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn hours_are_monday_to_friday_from_seven_to_seven() {
        let table = [
            ("2026-11-03T06:59:59-07:00", false, "2026-11-03"),
            ("2026-11-03T07:00:00-07:00", true, "2026-11-03"),
            ("2026-11-03T18:59:59-07:00", true, "2026-11-03"),
            ("2026-11-03T19:00:00-07:00", false, "2026-11-04"),
            // Friday evening, Saturday, Sunday: Monday.
            ("2026-11-06T19:00:00-07:00", false, "2026-11-09"),
            ("2026-11-07T12:00:00-07:00", false, "2026-11-09"),
            ("2026-11-08T23:59:59-07:00", false, "2026-11-09"),
            // Thanksgiving: Friday.
            ("2026-11-26T10:00:00-07:00", false, "2026-11-27"),
            // The day after the clocks change: 07:00 is an hour earlier in UTC in spring.
            ("2027-03-12T14:00:00Z", true, "2027-03-12"),
            ("2027-03-15T12:59:59Z", false, "2027-03-15"),
            ("2027-03-15T13:00:00Z", true, "2027-03-15"),
        ];
        for (time, is_within, worked_on) in table {
            let placed = place(&plan(), &BusinessDays::default(), Urgency::Standard, at(time));
            assert_eq!(placed.is_outside_hours, !is_within, "{time}");
            assert_eq!(placed.worked_on, worked_on.parse().unwrap(), "{time}");
        }
    }

    #[test]
    fn own_days_of_the_provider_count() {
        let days =
            BusinessDays::read(["2026-11-27 Friday"].into_iter(), ["2026-11-11 Open"].into_iter()).unwrap();
        let table = [
            // Closed on the Friday after Thanksgiving: Monday.
            ("2026-11-27T10:00:00-07:00", false, "2026-11-30", "2026-12-01T00:00:00-07:00"),
            ("2026-11-25T19:00:00-07:00", false, "2026-11-30", "2026-11-30T19:00:00-07:00"),
            // At work on Veterans Day.
            ("2026-11-11T10:00:00-07:00", true, "2026-11-11", "2026-11-12T10:00:00-07:00"),
            ("2026-11-10T19:00:00-07:00", false, "2026-11-11", "2026-11-11T19:00:00-07:00"),
        ];
        for (time, is_within, worked_on, response) in table {
            let placed = place(&plan(), &days, Urgency::Standard, at(time));
            assert_eq!(placed.is_outside_hours, !is_within, "{time}");
            assert_eq!(placed.worked_on, worked_on.parse().unwrap(), "{time}");
            assert_eq!(placed.first_response, at(response), "{time}");
        }
    }

    #[test]
    fn the_clocks_are_those_of_the_plan() {
        let standard =
            place(&plan(), &BusinessDays::default(), Urgency::Standard, at("2026-11-06T15:00:00-07:00"));
        assert_eq!(standard.first_response, at("2026-11-09T15:00:00-07:00"));
        assert_eq!(standard.done, at("2026-11-10T15:00:00-07:00"));
        let expedited =
            place(&plan(), &BusinessDays::default(), Urgency::Expedited, at("2026-11-06T22:00:00-07:00"));
        assert!(expedited.is_outside_hours);
        assert_eq!(expedited.first_response, at("2026-11-07T02:00:00-07:00"));
        assert_eq!(expedited.done, at("2026-11-09T22:00:00-07:00"));
    }
}
