//! Mountain Time.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::America::Denver;

/// The civil day in Mountain Time on which `instant` falls.
pub fn mountain_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Denver).date_naive()
}

/// The instant at which the wall clock in Mountain Time shows `time` on `day`: the first one where
/// the hour is repeated in autumn, the end of the gap where it does not exist in spring.
pub fn mountain_instant(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wall = day.and_time(time);
    match Denver.from_local_datetime(&wall).earliest() {
        Some(instant) => instant.to_utc(),
        // Denver's gap is 02:00 to 03:00: its end is the next whole hour.
        None => mountain_instant(
            day,
            NaiveTime::from_hms_opt(time.hour() + 1, 0, 0).expect("an hour in the small hours"),
        ),
    }
}

/// The instant at which `day` begins in Mountain Time.
pub fn mountain_midnight(day: NaiveDate) -> DateTime<Utc> {
    mountain_instant(day, NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn mountain_days_follow_daylight_saving() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(mountain_day(at("2026-10-26T05:59:59Z")), day("2026-10-25"));
        assert_eq!(mountain_day(at("2026-11-26T06:59:59Z")), day("2026-11-25"));
        assert_eq!(mountain_day(at("2026-11-26T07:00:00Z")), day("2026-11-26"));
        assert_eq!(mountain_midnight(day("2026-07-01")), at("2026-07-01T06:00:00Z"));
        assert_eq!(mountain_midnight(day("2026-12-01")), at("2026-12-01T07:00:00Z"));
    }

    #[test]
    fn a_wall_time_that_does_not_exist_is_the_end_of_the_gap() {
        let two_thirty = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let instant = mountain_instant(day("2026-03-08"), two_thirty);
        assert_eq!(instant, "2026-03-08T09:00:00Z".parse::<DateTime<Utc>>().unwrap());
        // 01:30 happens twice on 1 November; the first is still daylight time.
        let one_thirty = NaiveTime::from_hms_opt(1, 30, 0).unwrap();
        let instant = mountain_instant(day("2026-11-01"), one_thirty);
        assert_eq!(instant, "2026-11-01T07:30:00Z".parse::<DateTime<Utc>>().unwrap());
    }
}
