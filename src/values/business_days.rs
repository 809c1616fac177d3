//! The business calendar: Monday to Friday, less US federal holidays (REQUIREMENTS R6.2), with the days
//! that the provider closes besides and the holidays on which it works.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::America::Denver;
use serde::Deserialize;

use super::Invalid;
use super::calendar::mountain_instant;
use super::federal::{self, Federal};
use super::label::Label;

/// Days of one kind at most.
pub const MOST_DAYS: usize = 60;

/// What people call a day.
pub type DayName = Label<60>;

/// A day of the provider's own, as `2026-11-27 Day after Thanksgiving`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnDay {
    /// Which.
    pub day: NaiveDate,
    /// What it is called; never empty.
    pub name: DayName,
}

/// The two lists of own days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayList {
    /// Days off that everybody else works on.
    Closed,
    /// Federal holidays on which the provider works.
    Worked,
}

/// What is wrong with a line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFlaw {
    /// It does not begin with a date of the calendar.
    NoDate,
    /// Nothing follows the date.
    NoName,
    /// The name is too long, or has what cannot be printed.
    WrongName,
    /// The date stands in the list before.
    Twice,
    /// Nobody works on that day anyhow: a weekend, a federal holiday.
    OffAlready,
    /// No federal holiday is observed on that day.
    NoHoliday,
    /// It is one more than [`MOST_DAYS`].
    TooMany,
}

/// A line that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongDay {
    /// Of which list.
    pub list: DayList,
    /// What it says.
    pub line: String,
    /// What is wrong with it.
    pub flaw: DayFlaw,
}

/// The calendar that clocks in business days run by. Without own days it is Monday to Friday less US
/// federal holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Lists")]
pub struct BusinessDays(Arc<Own>);

/// Own days, in their order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Own {
    closed: Vec<OwnDay>,
    worked: Vec<OwnDay>,
}

/// As settings give them, a line for each day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    closed: Vec<String>,
    worked: Vec<String>,
}

/// A weekday that is not like others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Special {
    /// A federal holiday.
    Holiday(Federal),
    /// A day off of the provider's own.
    Closed(DayName),
    /// A federal holiday on which the provider works.
    Worked(Federal, DayName),
}

impl BusinessDays {
    /// The calendar with these own days, a line for each.
    ///
    /// # Errors
    /// Every line that cannot be meant.
    pub fn read<'a>(
        closed: impl Iterator<Item = &'a str>,
        worked: impl Iterator<Item = &'a str>,
    ) -> Result<BusinessDays, Vec<WrongDay>> {
        let mut wrong = Vec::new();
        let closed = read_list(DayList::Closed, closed, &mut wrong);
        let worked = read_list(DayList::Worked, worked, &mut wrong);
        if wrong.is_empty() { Ok(BusinessDays(Arc::new(Own { closed, worked }))) } else { Err(wrong) }
    }

    /// The own days of a list.
    pub fn own(&self, list: DayList) -> &[OwnDay] {
        match list {
            DayList::Closed => &self.0.closed,
            DayList::Worked => &self.0.worked,
        }
    }

    /// Whether the clocks in business days run on `day`.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        !is_weekend(day)
            && match federal::observed_on(day) {
                Some(_) => find(&self.0.worked, day).is_some(),
                None => find(&self.0.closed, day).is_none(),
            }
    }

    /// The day `count` business days after `day`; a start on a day off counts from the next business day.
    pub fn add(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let mut at = day;
        let mut left = count;
        while left > 0 || !self.is_business_day(at) {
            if self.is_business_day(at) {
                left -= 1;
            }
            at = at.succ_opt().expect("the calendar goes on");
        }
        at
    }

    /// The same time of day `count` business days later, in Mountain Time. A start on a day off counts
    /// from the beginning of the next business day.
    pub fn after(&self, start: DateTime<Utc>, count: u32) -> DateTime<Utc> {
        let wall = start.with_timezone(&Denver).naive_local();
        let (day, time) = match self.is_business_day(wall.date()) {
            true => (wall.date(), wall.time()),
            false => (self.add(wall.date(), 0), NaiveTime::MIN),
        };
        mountain_instant(self.add(day, count), time)
    }

    /// The weekdays from `first` to `last` that are not like others, in their order.
    pub fn specials(&self, first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, Special)> {
        let special = |day: NaiveDate| match (federal::observed_on(day), find(&self.0.worked, day)) {
            (Some(holiday), Some(own)) => Some((day, Special::Worked(holiday, own.name.clone()))),
            (Some(holiday), None) => Some((day, Special::Holiday(holiday))),
            (None, _) => find(&self.0.closed, day).map(|own| (day, Special::Closed(own.name.clone()))),
        };
        first.iter_days().take_while(|day| *day <= last).filter_map(special).collect()
    }
}

fn find(days: &[OwnDay], day: NaiveDate) -> Option<&OwnDay> {
    days.binary_search_by_key(&day, |own| own.day).ok().map(|at| &days[at])
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn read_list<'a>(
    list: DayList,
    lines: impl Iterator<Item = &'a str>,
    wrong: &mut Vec<WrongDay>,
) -> Vec<OwnDay> {
    let mut days: Vec<OwnDay> = Vec::new();
    for line in lines {
        let own = line.parse::<OwnDay>().and_then(|own| match list {
            _ if days.iter().any(|other| other.day == own.day) => Err(DayFlaw::Twice),
            _ if days.len() == MOST_DAYS => Err(DayFlaw::TooMany),
            DayList::Closed if is_weekend(own.day) => Err(DayFlaw::OffAlready),
            DayList::Closed if federal::observed_on(own.day).is_some() => Err(DayFlaw::OffAlready),
            DayList::Worked if federal::observed_on(own.day).is_none() => Err(DayFlaw::NoHoliday),
            _ => Ok(own),
        });
        match own {
            Ok(own) => days.push(own),
            Err(flaw) => wrong.push(WrongDay { list, line: line.trim().to_owned(), flaw }),
        }
        if wrong.last().is_some_and(|one| one.flaw == DayFlaw::TooMany) {
            break;
        }
    }
    days.sort();
    days
}

impl FromStr for OwnDay {
    type Err = DayFlaw;

    fn from_str(text: &str) -> Result<OwnDay, DayFlaw> {
        let text = text.trim();
        let (day, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let day = day.parse().map_err(|_| DayFlaw::NoDate)?;
        match name.parse::<DayName>() {
            Ok(name) if name.as_str().is_empty() => Err(DayFlaw::NoName),
            Ok(name) => Ok(OwnDay { day, name }),
            Err(_) => Err(DayFlaw::WrongName),
        }
    }
}

impl fmt::Display for OwnDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day, self.name)
    }
}

impl DayList {
    /// Its name in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            DayList::Closed => "closed",
            DayList::Worked => "worked",
        }
    }
}

impl DayFlaw {
    /// What to say in a log.
    const fn sentence(self) -> &'static str {
        match self {
            DayFlaw::NoDate => "begins with no date such as 2026-11-27",
            DayFlaw::NoName => "a name follows the date",
            DayFlaw::WrongName => "a name has at most 60 printable characters",
            DayFlaw::Twice => "this date stands in the list before",
            DayFlaw::OffAlready => "a weekend or a federal holiday is a day off already",
            DayFlaw::NoHoliday => "no federal holiday is observed on this day",
            DayFlaw::TooMany => "at most 60 days",
        }
    }
}

impl TryFrom<Lists> for BusinessDays {
    type Error = Invalid;

    fn try_from(lists: Lists) -> Result<BusinessDays, Invalid> {
        let (closed, worked) = (lists.closed.iter(), lists.worked.iter());
        BusinessDays::read(closed.map(String::as_str), worked.map(String::as_str)).map_err(|wrong| {
            let told = wrong
                .iter()
                .map(|one| format!("{}: {:?}: {}", one.list.as_str(), one.line, one.flaw.sentence()));
            Invalid(told.collect::<Vec<_>>().join("; "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn read(closed: &[&str], worked: &[&str]) -> Result<BusinessDays, Vec<WrongDay>> {
        BusinessDays::read(closed.iter().copied(), worked.iter().copied())
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        let days = BusinessDays::default();
        // Wednesday before Thanksgiving 2026, then Thursday off, Friday, week-end, Monday.
        assert_eq!(days.add(day("2026-11-25"), 1), day("2026-11-27"));
        assert_eq!(days.add(day("2026-11-25"), 2), day("2026-11-30"));
        assert_eq!(days.add(day("2026-11-28"), 0), day("2026-11-30"));
        assert_eq!(days.add(day("2026-11-28"), 1), day("2026-12-01"));
    }

    #[test]
    fn own_days_count_over_those_of_the_law() {
        // Closed on the Friday after Thanksgiving, at work on Columbus Day (Monday, 12 October).
        let days = read(&["2026-11-27 Day after Thanksgiving"], &["2026-10-12 Columbus Day"]).unwrap();
        for (from, count, expected) in [
            ("2026-11-25", 1, "2026-11-30"),
            ("2026-11-25", 2, "2026-12-01"),
            ("2026-11-27", 0, "2026-11-30"),
            ("2026-11-27", 1, "2026-12-01"),
            ("2026-10-09", 1, "2026-10-12"),
            ("2026-10-09", 2, "2026-10-13"),
            // Another year's are as they were.
            ("2027-11-24", 1, "2027-11-26"),
            ("2027-10-08", 1, "2027-10-12"),
        ] {
            assert_eq!(days.add(day(from), count), day(expected), "{from} and {count}");
        }
    }

    #[test]
    fn business_days_keep_the_time_of_day() {
        let table = [
            // Tuesday to Wednesday; Friday to Monday; from a Saturday as from Monday 00:00.
            ("2026-11-03T10:30:00-07:00", 1, "2026-11-04T10:30:00-07:00"),
            ("2026-11-06T15:00:00-07:00", 1, "2026-11-09T15:00:00-07:00"),
            ("2026-11-07T15:00:00-07:00", 1, "2026-11-10T00:00:00-07:00"),
            // Two from a Sunday, the second over Veterans Day.
            ("2026-11-08T23:59:59-07:00", 2, "2026-11-12T00:00:00-07:00"),
            // Veterans Day, Wednesday 11 November 2026, does not count.
            ("2026-11-10T09:00:00-07:00", 1, "2026-11-12T09:00:00-07:00"),
            // Independence Day 2026, a Saturday, is observed on Friday the 3rd.
            ("2026-07-02T16:00:00-06:00", 1, "2026-07-06T16:00:00-06:00"),
            // Independence Day 2027, a Sunday, is observed on Monday the 5th.
            ("2027-07-02T16:00:00-06:00", 1, "2027-07-06T16:00:00-06:00"),
            // New Year 2028, a Saturday, is observed on Friday, 31 December 2027.
            ("2027-12-30T16:00:00-07:00", 1, "2028-01-03T16:00:00-07:00"),
            // The clocks change in between: the time of day stays, not the number of hours.
            ("2026-10-30T15:00:00-06:00", 1, "2026-11-02T15:00:00-07:00"),
            ("2027-03-12T15:00:00-07:00", 2, "2027-03-16T15:00:00-06:00"),
            // A leap day is a day like others: Tuesday, 29 February 2028.
            ("2028-02-28T08:00:00-07:00", 1, "2028-02-29T08:00:00-07:00"),
        ];
        for (start, count, expected) in table {
            assert_eq!(BusinessDays::default().after(at(start), count), at(expected), "{start} and {count}");
        }
    }

    #[test]
    fn a_wrong_line_is_named() {
        let friday = "2026-11-27 Friday";
        let long = format!("2026-11-27 {}", "x".repeat(61));
        let flaw = |list, line: &str, flaw| Err(vec![WrongDay { list, line: line.to_owned(), flaw }]);
        for (line, why) in [
            ("27 November", DayFlaw::NoDate),
            ("2026-02-30 Leap", DayFlaw::NoDate),
            ("2026-11-27", DayFlaw::NoName),
            (&long, DayFlaw::WrongName),
            ("2026-11-27 \u{202e}Friday", DayFlaw::WrongName),
            ("2026-11-28 Saturday", DayFlaw::OffAlready),
            ("2026-11-26 Thanksgiving", DayFlaw::OffAlready),
            // The Fourth is a Saturday: it is observed on Friday.
            ("2026-07-03 Friday", DayFlaw::OffAlready),
        ] {
            assert_eq!(read(&[line], &[]), flaw(DayList::Closed, line, why), "{line}");
        }
        assert_eq!(
            read(&[friday, "2026-11-27 Again"], &[]),
            flaw(DayList::Closed, "2026-11-27 Again", DayFlaw::Twice)
        );
        for line in [friday, "2026-07-04 Saturday"] {
            assert_eq!(read(&[], &[line]), flaw(DayList::Worked, line, DayFlaw::NoHoliday), "{line}");
        }
        // A day in both lists is wrong in one of them.
        assert_eq!(read(&[friday], &[friday]), flaw(DayList::Worked, friday, DayFlaw::NoHoliday));
    }

    #[test]
    fn a_list_has_sixty_days_at_most() {
        let weekdays =
            day("2027-01-04").iter_days().filter(|day| BusinessDays::default().is_business_day(*day));
        let lines: Vec<String> = weekdays.take(61).map(|day| format!("{day} Closed")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert!(read(&lines[..60], &[]).is_ok());
        let wrong = read(&lines, &[]).unwrap_err();
        assert_eq!((wrong.len(), wrong[0].line.as_str(), wrong[0].flaw), (1, lines[60], DayFlaw::TooMany));
    }

    #[test]
    fn special_days_stand_in_their_order() {
        let days = read(&["2026-12-24 Christmas Eve", "2026-11-27 Friday"], &["2026-11-11 Open"]).unwrap();
        let name = |text: &str| text.parse::<DayName>().unwrap();
        assert_eq!(
            days.specials(day("2026-11-11"), day("2026-12-25")),
            [
                (day("2026-11-11"), Special::Worked(Federal::Veterans, name("Open"))),
                (day("2026-11-26"), Special::Holiday(Federal::Thanksgiving)),
                (day("2026-11-27"), Special::Closed(name("Friday"))),
                (day("2026-12-24"), Special::Closed(name("Christmas Eve"))),
                (day("2026-12-25"), Special::Holiday(Federal::Christmas)),
            ]
        );
    }
}
