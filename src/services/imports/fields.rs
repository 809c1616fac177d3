//! Cells to values, each error with its line and column.

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::errors::{Errors, RowError};
use super::reader::Record;
use crate::values::money::Money;
use crate::values::{Invalid, rate};

/// No text in a cell may be longer.
const MAX_CHARS: usize = 200;

/// Whether a file may do without a column, or a row without a value in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Every row has a value.
    Value,
    /// The column is there; a blank cell means something.
    Column,
    /// The column may be missing; blank stands for a default.
    Nothing,
}

/// A column of a kind of file.
pub(super) type Column = (&'static str, Need);

/// Which column stands where.
#[derive(Debug)]
pub(super) struct Header {
    places: Vec<(&'static str, Option<usize>)>,
    width: usize,
}

impl Header {
    /// Reads the first row; `None` where it is wrong.
    pub(super) fn read(
        record: &Record,
        kind: &str,
        columns: &'static [Column],
        errors: &mut Errors,
    ) -> Option<Header> {
        let mut faults: Vec<String> = Vec::new();
        let names: Vec<&str> = (0..record.len()).map(|place| record.field(place)).collect();
        for (place, name) in names.iter().enumerate() {
            if !columns.iter().any(|(known, _)| known == name) {
                let known: Vec<_> = columns.iter().map(|(known, _)| *known).collect();
                faults.push(format!("{name:?} is not a column of {kind}, which are {}", known.join(", ")));
            } else if names[..place].contains(name) {
                faults.push(format!("the column {name} stands here twice"));
            }
        }
        let place_of = |column: &str| names.iter().position(|name| *name == column);
        for (column, need) in columns {
            if *need != Need::Nothing && place_of(column).is_none() {
                faults.push(format!("the column {column} is missing"));
            }
        }
        let is_right = faults.is_empty();
        faults.into_iter().for_each(|fault| errors.push(RowError::of_line(record.line, fault)));
        let places = columns.iter().map(|(column, _)| (*column, place_of(column))).collect();
        is_right.then_some(Header { places, width: names.len() })
    }

    /// The row's cells, or `None` where their number is not the header's.
    pub(super) fn cells<'a>(&'a self, record: &'a Record, errors: &'a mut Errors) -> Option<Cells<'a>> {
        if record.len() == self.width {
            return Some(Cells { header: self, record, errors, is_right: true });
        }
        let reason = format!("the row has {} fields, the header has {}", record.len(), self.width);
        errors.push(RowError::of_line(record.line, reason));
        None
    }
}

/// A row's cells. Reading a wrong one notes the error and goes on, so that one pass finds them all.
pub(super) struct Cells<'a> {
    header: &'a Header,
    record: &'a Record,
    errors: &'a mut Errors,
    is_right: bool,
}

impl Cells<'_> {
    /// The cell as it stands; empty where the column is missing.
    fn cell(&self, column: &str) -> &str {
        let (_, place) = self.header.places.iter().find(|(name, _)| *name == column).expect("a known column");
        place.map_or("", |place| self.record.field(place))
    }

    /// A value that must be there.
    pub(super) fn required<T>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        match self.cell(column) {
            "" => self.refuse(column, "is empty and must not be"),
            cell => read(cell).map_err(|why| self.refuse::<T>(column, why.0)).ok(),
        }
    }

    /// A value, or `blank` where there is none.
    pub(super) fn or<T>(
        &mut self,
        column: &'static str,
        blank: T,
        read: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        match self.cell(column) {
            "" => Some(blank),
            cell => read(cell).map_err(|why| self.refuse::<T>(column, why.0)).ok(),
        }
    }

    /// A value that may be missing.
    pub(super) fn optional<T>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        self.or(column, None, |cell| read(cell).map(Some))
    }

    /// A text that may be empty.
    pub(super) fn text(&mut self, column: &'static str) -> Option<String> {
        self.or(column, String::new(), text)
    }

    /// Notes an error of this row.
    pub(super) fn refuse<T>(&mut self, column: &'static str, reason: impl Into<String>) -> Option<T> {
        self.is_right = false;
        self.errors.push(RowError {
            line: self.record.line,
            column: Some(column.to_owned()),
            reason: reason.into(),
        });
        None
    }

    /// Whether no cell was wrong so far.
    pub(super) fn are_right(&self) -> bool {
        self.is_right
    }
}

/// Anything that reads itself.
pub(super) fn parsed<T: FromStr<Err = Invalid>>(cell: &str) -> Result<T, Invalid> {
    cell.parse()
}

/// One line of text.
pub(super) fn text(cell: &str) -> Result<String, Invalid> {
    if cell.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Invalid::because(format!("{cell:?} has a line break or another control character in it"));
    }
    match cell.chars().count() {
        0..=MAX_CHARS => Ok(cell.to_owned()),
        long => Invalid::because(format!("the text has {long} characters; at most {MAX_CHARS} fit")),
    }
}

/// One of a few words.
pub(super) fn one_of(words: &'static [&'static str]) -> impl Fn(&str) -> Result<&'static str, Invalid> {
    move |cell| match words.iter().find(|word| **word == cell) {
        Some(word) => Ok(word),
        None => Invalid::because(format!("{cell:?} is none of {}", words.join(", "))),
    }
}

/// `true` or `false`.
pub(super) fn boolean(cell: &str) -> Result<bool, Invalid> {
    match cell {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Invalid::because(format!("{cell:?} is neither true nor false")),
    }
}

/// A day such as `2026-11-27`, and nothing near it.
pub(super) fn day(cell: &str) -> Result<NaiveDate, Invalid> {
    let is_shaped = cell.len() == 10
        && cell.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let found = is_shaped.then(|| cell.parse::<NaiveDate>().ok()).flatten();
    match found.filter(|day| (1900..3000).contains(&day.year())) {
        Some(day) => Ok(day),
        None if is_shaped => Invalid::because(format!("there is no day {cell}")),
        None => Invalid::because(format!("{cell:?} is not a day like 2026-11-27")),
    }
}

/// An instant such as `2026-11-07T18:09:31Z`, to the microsecond that both databases keep.
pub(super) fn instant(cell: &str) -> Result<DateTime<Utc>, Invalid> {
    let read = DateTime::parse_from_rfc3339(cell).ok();
    // Through the count of microseconds a leap second becomes the second after it, as in both databases.
    let instant = read.and_then(|read| DateTime::from_timestamp_micros(read.timestamp_micros()));
    match instant.filter(|instant| (1900..3000).contains(&instant.year())) {
        Some(instant) => Ok(instant),
        None => Invalid::because(format!("{cell:?} is not an instant like 2026-11-07T18:09:31Z")),
    }
}

/// A whole number from `least` to `most`.
pub(super) fn whole(least: i64, most: i64) -> impl Fn(&str) -> Result<i64, Invalid> {
    move |cell| {
        let is_plain = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        match cell.parse().ok().filter(|number| is_plain && (least..=most).contains(number)) {
            Some(number) => Ok(number),
            None => Invalid::because(format!("{cell:?} is not a whole number from {least} to {most}")),
        }
    }
}

/// A quantity: not negative.
pub(super) fn quantity(cell: &str) -> Result<Decimal, Invalid> {
    rate::parse_non_negative(cell, 6)
}

/// A price: negative for a discount or credit.
pub(super) fn price(cell: &str) -> Result<Decimal, Invalid> {
    rate::parse_bounded(cell, 6)
}

/// A percentage from 0 to 100.
pub(super) fn percent(cell: &str) -> Result<Decimal, Invalid> {
    let percent = rate::parse_non_negative(cell, 6)?;
    if percent > Decimal::ONE_HUNDRED {
        return Invalid::because(format!("{cell} is more than 100 percent"));
    }
    Ok(percent)
}

/// A two-letter country code.
pub(super) fn country(cell: &str) -> Result<String, Invalid> {
    if cell.len() == 2 && cell.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(cell.to_owned());
    }
    Invalid::because(format!("{cell:?} is not a country code of two capital letters like US"))
}

/// Refuses what could never be billed because it is too much.
pub(super) fn check_amount(cells: &mut Cells<'_>, quantity: Option<Decimal>, unit_price: Option<Decimal>) {
    if let (Some(quantity), Some(unit_price)) = (quantity, unit_price)
        && let Err(why) = Money::extended(quantity, unit_price)
    {
        cells.refuse::<()>("unit_price", why.0);
    }
}

/// Refuses an end before the beginning.
pub(super) fn check_order(
    cells: &mut Cells<'_>,
    (first, begins): (&str, Option<NaiveDate>),
    (last, ends): (&'static str, Option<Option<NaiveDate>>),
) {
    if let (Some(begins), Some(Some(ends))) = (begins, ends)
        && ends < begins
    {
        cells.refuse::<()>(last, format!("{ends} is before {first}, {begins}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_one_way() {
        assert_eq!(day("2028-02-29").unwrap().to_string(), "2028-02-29");
        for bad in [
            "2026-02-30",
            "2026-2-3",
            "2026/02/03",
            "20260203",
            "03-02-2026",
            "2026-13-01",
            "0026-01-01",
            "2026-01-01T",
            " 2026-01-1",
            "２026-01-0",
        ] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn instants_have_an_offset() {
        for (written, utc) in [
            ("2026-11-07T18:09:31Z", "2026-11-07 18:09:31 UTC"),
            ("2026-11-07T18:09:31.1234567+05:30", "2026-11-07 12:39:31.123456 UTC"),
            ("2016-12-31T23:59:60Z", "2017-01-01 00:00:00 UTC"),
        ] {
            assert_eq!(instant(written).unwrap().to_string(), utc);
        }
        for bad in ["2026-11-07T18:09:31", "2026-11-07", "2026-02-30T00:00:00Z", "1762538971", "now"] {
            assert!(instant(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_are_plain() {
        for bad in ["-1", "+1", "1.0", "366", "", "1e2", "99999999999999999999"] {
            assert!(whole(0, 365)(bad).is_err(), "{bad}");
        }
        assert_eq!(whole(0, 365)("0365").unwrap(), 365);
    }
}
