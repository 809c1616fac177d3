//! What a report is: rows of cells under columns, what they add up to, and proof that this is what the
//! books say.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::month::CalendarMonth;

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// Who owes what, by how long it is past due.
    Aging,
    /// What was earned, by category.
    Revenue,
    /// What was collected for governments.
    Taxes,
    /// Disputes and how they ended.
    Disputes,
    /// Promises of cases that were kept (REQUIREMENTS R6.2).
    Promises,
    /// Work on request that was billed.
    Work,
    /// Calls that no invoice bills yet.
    Usage,
}

impl ReportKind {
    /// Every report, in the order of the page.
    pub const ALL: [ReportKind; 7] = [
        ReportKind::Aging,
        ReportKind::Revenue,
        ReportKind::Taxes,
        ReportKind::Disputes,
        ReportKind::Promises,
        ReportKind::Work,
        ReportKind::Usage,
    ];

    /// As in addresses and texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReportKind::Aging => "aging",
            ReportKind::Revenue => "revenue",
            ReportKind::Taxes => "taxes",
            ReportKind::Disputes => "disputes",
            ReportKind::Promises => "promises",
            ReportKind::Work => "work",
            ReportKind::Usage => "usage",
        }
    }

    /// What it is about in time.
    pub const fn spans(self) -> Spans {
        match self {
            ReportKind::Aging => Spans::Day,
            ReportKind::Usage => Spans::Now,
            _ => Spans::Months,
        }
    }

    /// Its columns, by the names that files and texts use.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            ReportKind::Aging => &[
                "account",
                "name",
                "not_due",
                "days_1_30",
                "days_31_60",
                "days_61_90",
                "days_over_90",
                "in_dispute",
                "other",
                "balance",
            ],
            ReportKind::Revenue => &[
                "month",
                "recurring",
                "catch_up",
                "one_time",
                "macd",
                "usage",
                "late_fee",
                "revenue",
                "taxes",
                "billed",
            ],
            ReportKind::Taxes => {
                &["code", "name", "jurisdiction", "rate", "invoiced", "credited", "collected"]
            }
            ReportKind::Disputes => &[
                "month",
                "opened",
                "open",
                "accepted",
                "partly_accepted",
                "declined",
                "withdrawn",
                "disputed",
                "credited",
                "days_to_decide",
            ],
            ReportKind::Promises => &[
                "priority",
                "cases",
                "first_responses",
                "first_in_time",
                "updates",
                "updates_in_time",
                "kept",
            ],
            ReportKind::Work => {
                &["month", "requests", "billable_minutes", "free_minutes", "units", "work", "fees", "billed"]
            }
            ReportKind::Usage => &["plan", "call_type", "age", "calls", "seconds", "value"],
        }
    }

    /// The columns of its picture: one bar for each where `true` (of the totals), else one for each row.
    pub const fn charted(self) -> (&'static [&'static str], bool) {
        match self {
            ReportKind::Aging => {
                (&["not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90", "in_dispute"], true)
            }
            ReportKind::Revenue => (&["revenue"], false),
            ReportKind::Taxes => (&["collected"], false),
            ReportKind::Disputes => (&["disputed"], false),
            ReportKind::Promises => (&["kept"], false),
            ReportKind::Work => (&["billed"], false),
            ReportKind::Usage => (&["value"], false),
        }
    }
}

impl fmt::Display for ReportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ReportKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<ReportKind, Invalid> {
        let known = ReportKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a report")))
    }
}

/// What a report is about in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spans {
    /// The end of a day.
    Day,
    /// Calendar months.
    Months,
    /// This moment.
    Now,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Which report.
    pub kind: ReportKind,
    /// The first month, where it is about months.
    pub from: CalendarMonth,
    /// The last month.
    pub to: CalendarMonth,
    /// The day at whose end it is, where it is about one.
    pub day: NaiveDate,
}

/// Months that a report covers at most.
pub const MONTHS_AT_MOST: u32 = 60;

impl Asked {
    /// The report of the twelve months up to `today`'s, or of today.
    pub fn usual(kind: ReportKind, today: NaiveDate) -> Asked {
        let to = CalendarMonth::of_day(today);
        Asked { kind, from: to.back(11), to, day: today }
    }

    /// Every month of it.
    pub fn months(&self) -> impl Iterator<Item = CalendarMonth> + use<> {
        let last = self.to;
        std::iter::successors(Some(self.from), |month| Some(month.next()))
            .take_while(move |month| *month <= last)
    }
}

/// One value of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words as they are stored.
    Text(String),
    /// Something that has a name in every language, by that name.
    Named(&'static str, String),
    /// An amount in USD.
    Money(Money),
    /// An amount that is not known.
    Unknown,
    /// How many.
    Count(i64),
    /// A number that cannot be added up, such as an average or a rate.
    Number(Decimal),
    /// Percent, where there was anything at all.
    Percent(Option<Decimal>),
    /// A month.
    Month(CalendarMonth),
}

impl Cell {
    /// `part` of `whole` in percent, to one decimal.
    pub fn percent(part: i64, whole: i64) -> Cell {
        Cell::Percent((whole != 0).then(|| (Decimal::from(part * 100) / Decimal::from(whole)).round_dp(1)))
    }

    /// How large it is, for pictures.
    pub fn size(&self) -> Decimal {
        match self {
            Cell::Money(amount) => amount.to_decimal(),
            Cell::Count(count) => Decimal::from(*count),
            Cell::Number(number) | Cell::Percent(Some(number)) => *number,
            _ => Decimal::ZERO,
        }
    }
}

/// One row, a cell for each column.
pub type Row = Vec<Cell>;

/// What the rows come to: amounts and counts are added up, the rest stays empty.
#[derive(Clone, Debug, Default)]
pub struct Totals(Option<Vec<Option<Cell>>>);

impl Totals {
    /// Takes a row in.
    pub fn add(&mut self, row: &Row) {
        let sums = self.0.get_or_insert_with(|| vec![None; row.len()]);
        for (sum, cell) in sums.iter_mut().zip(row) {
            *sum = match (sum.take(), cell) {
                (None, Cell::Money(_) | Cell::Count(_)) => Some(cell.clone()),
                (Some(Cell::Money(sum)), Cell::Money(amount)) => Some(Cell::Money(sum + *amount)),
                (Some(Cell::Count(sum)), Cell::Count(count)) => Some(Cell::Count(sum + count)),
                (sum, _) => sum,
            };
        }
    }

    /// The sums under their columns; `None` without rows.
    pub fn cells(&self) -> Option<&[Option<Cell>]> {
        self.0.as_deref()
    }
}

/// Two ways to the same amount: by the documents and by the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What is compared, as its text is named.
    pub what: &'static str,
    /// By the rows of the report.
    pub here: Money,
    /// By the postings.
    pub books: Money,
}

impl Proof {
    /// Whether both ways lead to the same amount.
    pub fn holds(&self) -> bool {
        self.here == self.books
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_is_found_by_its_name_and_charts_columns_that_it_has() {
        for kind in ReportKind::ALL {
            assert_eq!(kind.as_str().parse::<ReportKind>().unwrap(), kind);
            let (charted, _) = kind.charted();
            assert!(charted.iter().all(|name| kind.columns().contains(name)), "{kind}");
        }
        assert!("profit".parse::<ReportKind>().is_err());
    }

    #[test]
    fn the_usual_months_are_the_last_twelve() {
        let asked = Asked::usual(ReportKind::Revenue, "2026-11-28".parse().unwrap());
        let months: Vec<String> = asked.months().map(|month| month.to_string()).collect();
        assert_eq!((months.len(), months[0].as_str(), months[11].as_str()), (12, "2025-12", "2026-11"));
    }

    #[test]
    fn amounts_and_counts_are_added_up_and_nothing_else() {
        let row = |cents, count, percent: &str| {
            let percent = Cell::Percent(percent.parse().ok());
            vec![Cell::Text("x".into()), Cell::Money(Money::from_cents(cents)), Cell::Count(count), percent]
        };
        let mut totals = Totals::default();
        assert_eq!(totals.cells(), None);
        totals.add(&row(150, 2, "50"));
        totals.add(&row(-25, 3, "10"));
        let expected = [None, Some(Cell::Money(Money::from_cents(125))), Some(Cell::Count(5)), None];
        assert_eq!(totals.cells().unwrap(), expected);
    }

    #[test]
    fn nothing_of_nothing_is_no_percentage() {
        assert_eq!(Cell::percent(1, 3), Cell::Percent(Some("33.3".parse().unwrap())));
        assert_eq!(Cell::percent(0, 0), Cell::Percent(None));
    }
}
