//! Which days of a service are billed: spans of days, added by charges, taken away by credits.

use chrono::{Days, NaiveDate};

/// Days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Span {
    /// `None` where `to` is before `from`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Span> {
        (from <= to).then_some(Span { from, to })
    }

    /// How many days.
    pub fn days(self) -> u32 {
        (self.to - self.from).num_days() as u32 + 1
    }

    /// The days in both.
    pub fn intersection(self, other: Span) -> Option<Span> {
        Span::new(self.from.max(other.from), self.to.min(other.to))
    }
}

/// A set of days as disjoint spans in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(Vec<Span>);

impl Coverage {
    /// The days of one span, or none.
    pub fn of(span: Option<Span>) -> Coverage {
        Coverage(span.into_iter().collect())
    }

    /// The spans in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Adds the days of `span`.
    pub fn add(&mut self, span: Span) {
        self.remove(span);
        let place = self.0.partition_point(|have| have.from < span.from);
        self.0.insert(place, span);
        self.0.dedup_by(|next, have| {
            let adjacent = have.to + Days::new(1) == next.from;
            if adjacent {
                have.to = next.to;
            }
            adjacent
        });
    }

    /// Takes the days of `span` away.
    pub fn remove(&mut self, span: Span) {
        self.0 = self.without(span).0;
    }

    /// The days that are not in `span`.
    fn without(&self, span: Span) -> Coverage {
        let before = |have: Span| Span::new(have.from, have.to.min(span.from - Days::new(1)));
        let after = |have: Span| Span::new(have.from.max(span.to + Days::new(1)), have.to);
        Coverage(self.0.iter().flat_map(|have| [before(*have), after(*have)]).flatten().collect())
    }

    /// The days that are not in `other`.
    pub fn minus(&self, other: &Coverage) -> Coverage {
        other.0.iter().fold(self.clone(), |left, span| left.without(*span))
    }

    /// The days that are also in `span`.
    pub fn within(&self, span: Span) -> Coverage {
        Coverage(self.0.iter().filter_map(|have| have.intersection(span)).collect())
    }

    /// How many days.
    pub fn days(&self) -> u32 {
        self.0.iter().map(|span| span.days()).sum()
    }

    /// From the first day to the last, gaps and all.
    pub fn hull(&self) -> Option<Span> {
        Some(Span { from: self.0.first()?.from, to: self.0.last()?.to })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn day(offset: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(offset)
    }

    proptest! {
        /// The same as a set of days, whatever is added and taken away.
        #[test]
        fn behaves_as_a_set_of_days(steps in prop::collection::vec((any::<bool>(), 0u64..60, 0u64..20), 0..12)) {
            let mut coverage = Coverage::default();
            let mut days = BTreeSet::new();
            for (add, from, length) in steps {
                let span = Span::new(day(from), day(from + length)).unwrap();
                let these = (from..=from + length).map(day);
                if add {
                    coverage.add(span);
                    days.extend(these);
                } else {
                    coverage.remove(span);
                    these.for_each(|day| { days.remove(&day); });
                }
            }
            let listed: BTreeSet<_> = coverage.spans().iter()
                .flat_map(|span| span.from.iter_days().take(span.days() as usize)).collect();
            prop_assert_eq!(&listed, &days);
            prop_assert_eq!(coverage.days() as usize, days.len());
            prop_assert!(coverage.spans().windows(2).all(|pair| pair[0].to + Days::new(1) < pair[1].from));
        }
    }
}
