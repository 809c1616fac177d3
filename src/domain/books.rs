//! When the books of a month may be closed: every difference is explained (DESIGN, invariant 7).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::report::Cell;
use crate::values::month::CalendarMonth;
use crate::values::words::Words;

/// Two figures that should be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is compared, as its text is named.
    pub what: &'static str,
    /// As it should be: by the documents.
    pub expected: Cell,
    /// As it is: by the books, or by what was done.
    pub found: Cell,
}

impl Check {
    /// Whether both are the same.
    pub fn agrees(&self) -> bool {
        self.expected == self.found
    }
}

/// Why the books of a month are not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// The month goes on until then.
    NotOver(DateTime<Utc>),
    /// They are closed.
    Closed,
    /// This month is to be closed first.
    After(CalendarMonth),
    /// Differences without a reason.
    Unexplained(Vec<&'static str>),
}

/// The month to be closed next: the one after the last closed one, or the first with postings.
pub fn next_to_close(
    closed_through: Option<NaiveDate>,
    first_day: Option<NaiveDate>,
) -> Option<CalendarMonth> {
    match closed_through {
        Some(day) => Some(CalendarMonth::of_day(day).next()),
        None => first_day.map(CalendarMonth::of_day),
    }
}

/// Whether the books of `month` may be closed at `now`, when `next` is the month whose turn it is.
///
/// # Errors
/// Why not.
pub fn may_close(
    month: CalendarMonth,
    next: CalendarMonth,
    checks: &[Check],
    explained: &BTreeMap<String, Words>,
    now: DateTime<Utc>,
) -> Result<(), Objection> {
    if month < next {
        return Err(Objection::Closed);
    }
    if now < month.ends_at() {
        return Err(Objection::NotOver(month.ends_at()));
    }
    if month > next {
        return Err(Objection::After(next));
    }
    let differs = checks.iter().filter(|check| !check.agrees() && !explained.contains_key(check.what));
    let unexplained: Vec<&'static str> = differs.map(|check| check.what).collect();
    if unexplained.is_empty() { Ok(()) } else { Err(Objection::Unexplained(unexplained)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> CalendarMonth {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_closed_in_their_turn() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        assert_eq!(next_to_close(None, None), None);
        assert_eq!(next_to_close(None, day("2026-09-27")), Some(month("2026-09")));
        assert_eq!(next_to_close(day("2026-09-30"), day("2026-09-27")), Some(month("2026-10")));
        let close = |of: &str, now: &str| {
            may_close(month(of), month("2026-10"), &[], &BTreeMap::new(), now.parse().unwrap())
        };
        // Midnight in Denver, which is at UTC-6 then.
        let midnight: DateTime<Utc> = "2026-11-01T06:00:00Z".parse().unwrap();
        assert_eq!(close("2026-10", "2026-11-01T05:59:59Z"), Err(Objection::NotOver(midnight)));
        assert_eq!(close("2026-10", "2026-11-01T06:00:00Z"), Ok(()));
        assert_eq!(close("2026-09", "2026-12-01T12:00:00Z"), Err(Objection::Closed));
        assert_eq!(close("2026-11", "2026-12-01T12:00:00Z"), Err(Objection::After(month("2026-10"))));
    }

    #[test]
    fn every_difference_needs_a_reason() {
        let check = |what, found| Check { what, expected: Cell::Count(2), found: Cell::Count(found) };
        let checks = [check("accounts", 2), check("messages", 1), check("documents", 0)];
        let close = |explained: &[&str]| {
            let reason = |what: &&str| ((*what).to_owned(), "The printer burnt.".parse().unwrap());
            let explained = explained.iter().map(reason).collect();
            let now = "2026-12-01T12:00:00Z".parse().unwrap();
            may_close(month("2026-11"), month("2026-11"), &checks, &explained, now)
        };
        assert_eq!(close(&[]), Err(Objection::Unexplained(vec!["messages", "documents"])));
        assert_eq!(close(&["messages", "accounts"]), Err(Objection::Unexplained(vec!["documents"])));
        assert_eq!(close(&["messages", "documents"]), Ok(()));
    }
}
