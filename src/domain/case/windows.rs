//! How long a case can be reopened, and when silence closes one (REQUIREMENTS R6.4).

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::values::business_days::BusinessDays;
use crate::values::calendar::{mountain_day, mountain_midnight};

/// Calendar days after the day of closing on which a case can still be reopened.
const REOPEN_DAYS: u64 = 7;

/// Business days of silence after which staff may announce the closing.
const SILENT_BUSINESS_DAYS: u32 = 2;

/// Business days between the announcement and the closing, so that it can be answered.
const ANNOUNCED_BUSINESS_DAYS: u32 = 1;

/// The last second in which a case that was closed then can be reopened: that of the seventh calendar
/// day in Mountain Time.
pub fn reopen_until(closed_at: DateTime<Utc>) -> DateTime<Utc> {
    mountain_midnight(mountain_day(closed_at) + Days::new(REOPEN_DAYS + 1)) - TimeDelta::seconds(1)
}

/// Whether a case that was closed then can be reopened now: through that last second.
pub fn may_reopen(closed_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < reopen_until(closed_at) + TimeDelta::seconds(1)
}

/// From when staff may announce that they close a case to which the customer has not answered since.
pub fn may_announce_from(asked_at: DateTime<Utc>, days: &BusinessDays) -> DateTime<Utc> {
    days.after(asked_at, SILENT_BUSINESS_DAYS)
}

/// When a case is closed whose closing was announced then.
pub fn closes_at(announced_at: DateTime<Utc>, days: &BusinessDays) -> DateTime<Utc> {
    days.after(announced_at, ANNOUNCED_BUSINESS_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_case_can_be_reopened_to_the_last_second_of_the_seventh_day() {
        let table = [
            // Closed on Monday, 2 November 2026, at noon: through Monday the 9th.
            ("2026-11-02T12:00:00-07:00", "2026-11-09T23:59:59-07:00"),
            // One minute before midnight and right after it: a day apart.
            ("2026-11-02T23:59:00-07:00", "2026-11-09T23:59:59-07:00"),
            ("2026-11-03T00:00:00-07:00", "2026-11-10T23:59:59-07:00"),
            // Over the end of daylight-saving time (1 November 2026) and its beginning (14 March 2027).
            ("2026-10-30T23:59:00-06:00", "2026-11-06T23:59:59-07:00"),
            ("2027-03-12T08:00:00-07:00", "2027-03-19T23:59:59-06:00"),
            // Over a leap day.
            ("2028-02-25T10:00:00-07:00", "2028-03-03T23:59:59-07:00"),
            ("2028-02-29T10:00:00-07:00", "2028-03-07T23:59:59-07:00"),
        ];
        for (closed, until) in table {
            let (closed, until) = (at(closed), at(until));
            assert_eq!(reopen_until(closed), until, "{closed}");
            assert!(may_reopen(closed, until), "{closed}");
            assert!(may_reopen(closed, until + TimeDelta::milliseconds(999)), "{closed}");
            assert!(!may_reopen(closed, until + TimeDelta::seconds(1)), "{closed}: one second late");
        }
    }

    #[test]
    fn silence_closes_a_case_after_two_business_days_and_an_announced_third() {
        // Asked on Wednesday before Thanksgiving 2026.
        let asked = at("2026-11-25T11:00:00-07:00");
        let days = BusinessDays::default();
        assert_eq!(may_announce_from(asked, &days), at("2026-11-30T11:00:00-07:00"));
        assert_eq!(closes_at(at("2026-11-30T11:00:00-07:00"), &days), at("2026-12-01T11:00:00-07:00"));
        // Where the Friday is a day off of the provider's own, a business day later.
        let days = BusinessDays::read(["2026-11-27 Friday"].into_iter(), [].into_iter()).unwrap();
        assert_eq!(may_announce_from(asked, &days), at("2026-12-01T11:00:00-07:00"));
        assert_eq!(closes_at(asked, &days), at("2026-11-30T11:00:00-07:00"));
    }
}
