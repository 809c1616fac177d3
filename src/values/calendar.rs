//! Mountain Time and the business calendar.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Timelike, Utc, Weekday};
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

/// Whether `day` is a day on which the clocks in business days run: Monday to Friday, less US
/// federal holidays (REQUIREMENTS R6.2).
pub fn is_business_day(day: NaiveDate) -> bool {
    !is_weekend(day) && !is_federal_holiday_observed(day)
}

/// The day `count` business days after `day`; a start on a day off counts from the next business day.
pub fn add_business_days(day: NaiveDate, count: u32) -> NaiveDate {
    let mut at = day;
    let mut left = count;
    while left > 0 || !is_business_day(at) {
        if is_business_day(at) {
            left -= 1;
        }
        at = at.succ_opt().expect("the calendar goes on");
    }
    at
}

/// Whether a federal holiday is observed on `day`: one on a Saturday is observed on the Friday
/// before, one on a Sunday on the Monday after (5 U.S.C. 6103, as OPM publishes it).
pub fn is_federal_holiday_observed(day: NaiveDate) -> bool {
    // New Year's Day of the next year may be observed on 31 December of this one.
    federal_holidays(day.year())
        .chain(federal_holidays(day.year() + 1))
        .any(|holiday| observed(holiday) == day)
}

fn observed(holiday: NaiveDate) -> NaiveDate {
    match holiday.weekday() {
        Weekday::Sat => holiday - Days::new(1),
        Weekday::Sun => holiday + Days::new(1),
        _ => holiday,
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The eleven federal holidays of `year`, on their own dates.
fn federal_holidays(year: i32) -> impl Iterator<Item = NaiveDate> {
    let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
        .map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day).expect("a date of every year"));
    let nth = [
        (1, Weekday::Mon, 3),  // Martin Luther King Jr.
        (2, Weekday::Mon, 3),  // Washington
        (9, Weekday::Mon, 1),  // Labor Day
        (10, Weekday::Mon, 2), // Columbus Day
        (11, Weekday::Thu, 4), // Thanksgiving
    ]
    .map(|(month, weekday, n)| {
        NaiveDate::from_weekday_of_month_opt(year, month, weekday, n).expect("every month has four of each")
    });
    let memorial_day = (25..=31)
        .filter_map(|day| NaiveDate::from_ymd_opt(year, 5, day))
        .find(|day| day.weekday() == Weekday::Mon)
        .expect("seven days hold a Monday");
    fixed.into_iter().chain(nth).chain([memorial_day])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Dates from OPM's published tables of federal holidays.
    #[test]
    fn holidays_are_those_opm_publishes() {
        let published_2026 = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
        ];
        let found: Vec<_> = day("2026-01-01")
            .iter_days()
            .take_while(|d| d.year() == 2026)
            .filter(|d| is_federal_holiday_observed(*d))
            .map(|d| d.to_string())
            .collect();
        assert_eq!(found, published_2026);
        for observed in ["2021-12-31", "2027-12-31", "2022-12-26", "2027-07-05", "2028-11-10", "2031-11-27"] {
            assert!(is_federal_holiday_observed(day(observed)), "{observed}");
        }
        assert!(!is_federal_holiday_observed(day("2028-01-01")), "Saturday's holiday moved to Friday");
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        // Wednesday before Thanksgiving 2026, then Thursday off, Friday, week-end, Monday.
        assert_eq!(add_business_days(day("2026-11-25"), 1), day("2026-11-27"));
        assert_eq!(add_business_days(day("2026-11-25"), 2), day("2026-11-30"));
        assert_eq!(add_business_days(day("2026-11-28"), 0), day("2026-11-30"));
        assert_eq!(add_business_days(day("2026-11-28"), 1), day("2026-12-01"));
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
