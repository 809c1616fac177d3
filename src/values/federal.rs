//! US federal holidays (5 U.S.C. 6103) and the weekdays on which they are observed.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A federal holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Federal {
    /// 1 January.
    NewYear,
    /// The third Monday of January.
    King,
    /// The third Monday of February.
    Washington,
    /// The last Monday of May.
    Memorial,
    /// 19 June.
    Juneteenth,
    /// 4 July.
    Independence,
    /// The first Monday of September.
    Labor,
    /// The second Monday of October.
    Columbus,
    /// 11 November.
    Veterans,
    /// The fourth Thursday of November.
    Thanksgiving,
    /// 25 December.
    Christmas,
}

impl Federal {
    const ALL: [Federal; 11] = [
        Federal::NewYear,
        Federal::King,
        Federal::Washington,
        Federal::Memorial,
        Federal::Juneteenth,
        Federal::Independence,
        Federal::Labor,
        Federal::Columbus,
        Federal::Veterans,
        Federal::Thanksgiving,
        Federal::Christmas,
    ];

    /// Its name in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Federal::NewYear => "new-year",
            Federal::King => "king",
            Federal::Washington => "washington",
            Federal::Memorial => "memorial",
            Federal::Juneteenth => "juneteenth",
            Federal::Independence => "independence",
            Federal::Labor => "labor",
            Federal::Columbus => "columbus",
            Federal::Veterans => "veterans",
            Federal::Thanksgiving => "thanksgiving",
            Federal::Christmas => "christmas",
        }
    }

    /// Its own date in `year`.
    fn date(self, year: i32) -> NaiveDate {
        let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date of every year");
        let nth = |month, weekday, n| {
            NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)
                .expect("every month has four of each")
        };
        match self {
            Federal::NewYear => fixed(1, 1),
            Federal::King => nth(1, Weekday::Mon, 3),
            Federal::Washington => nth(2, Weekday::Mon, 3),
            // The first Monday of June is a week later.
            Federal::Memorial => nth(6, Weekday::Mon, 1) - Days::new(7),
            Federal::Juneteenth => fixed(6, 19),
            Federal::Independence => fixed(7, 4),
            Federal::Labor => nth(9, Weekday::Mon, 1),
            Federal::Columbus => nth(10, Weekday::Mon, 2),
            Federal::Veterans => fixed(11, 11),
            Federal::Thanksgiving => nth(11, Weekday::Thu, 4),
            Federal::Christmas => fixed(12, 25),
        }
    }
}

/// The holiday that is observed on `day`: one on a Saturday is observed on the Friday before, one on a
/// Sunday on the Monday after (as OPM publishes it).
pub fn observed_on(day: NaiveDate) -> Option<Federal> {
    // New Year's Day of the next year may be observed on 31 December of this one.
    let years = [day.year(), day.year() + 1];
    Federal::ALL.into_iter().find(|holiday| years.iter().any(|year| observed(holiday.date(*year)) == day))
}

fn observed(holiday: NaiveDate) -> NaiveDate {
    match holiday.weekday() {
        Weekday::Sat => holiday - Days::new(1),
        Weekday::Sun => holiday + Days::new(1),
        _ => holiday,
    }
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
            ("2026-01-01", Federal::NewYear),
            ("2026-01-19", Federal::King),
            ("2026-02-16", Federal::Washington),
            ("2026-05-25", Federal::Memorial),
            ("2026-06-19", Federal::Juneteenth),
            ("2026-07-03", Federal::Independence),
            ("2026-09-07", Federal::Labor),
            ("2026-10-12", Federal::Columbus),
            ("2026-11-11", Federal::Veterans),
            ("2026-11-26", Federal::Thanksgiving),
            ("2026-12-25", Federal::Christmas),
        ];
        let found: Vec<_> = day("2026-01-01")
            .iter_days()
            .take_while(|d| d.year() == 2026)
            .filter_map(|d| observed_on(d).map(|holiday| (d.to_string(), holiday)))
            .collect();
        let published = published_2026.map(|(day, holiday)| (day.to_owned(), holiday));
        assert_eq!(found, published);
        for observed in ["2021-12-31", "2027-12-31", "2022-12-26", "2027-07-05", "2028-11-10", "2031-11-27"] {
            assert!(observed_on(day(observed)).is_some(), "{observed}");
        }
        assert_eq!(observed_on(day("2028-01-01")), None, "Saturday's holiday moved to Friday");
        // Mondays of May: the 31st, the 25th at the earliest.
        assert_eq!(observed_on(day("2027-05-31")), Some(Federal::Memorial));
        assert_eq!(observed_on(day("2032-05-31")), Some(Federal::Memorial));
    }
}
