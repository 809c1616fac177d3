//! What the work costs and when it is done, from which day on.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::macd::Terms;
use crate::store::rows::value;
use crate::store::schema::macd_terms;
use crate::store::{AnyConnection, StoreError};
use crate::values::money::Money;

type Row = (NaiveDate, String, i32, i64, i32, String, String);

type Columns = (
    macd_terms::starts_on,
    macd_terms::hourly,
    macd_terms::increment_minutes,
    macd_terms::expedite_fee_cents,
    macd_terms::quote_above_units,
    macd_terms::opens,
    macd_terms::closes,
);

const COLUMNS: Columns = (
    macd_terms::starts_on,
    macd_terms::hourly,
    macd_terms::increment_minutes,
    macd_terms::expedite_fee_cents,
    macd_terms::quote_above_units,
    macd_terms::opens,
    macd_terms::closes,
);

/// All terms, the oldest first.
pub fn list_terms(conn: &mut AnyConnection) -> Result<Vec<Terms>, StoreError> {
    let rows: Vec<Row> = macd_terms::table.order(macd_terms::starts_on).select(COLUMNS).load(conn)?;
    rows.into_iter().map(terms).collect()
}

/// The terms that begin on `day`.
pub fn find_terms(conn: &mut AnyConnection, day: NaiveDate) -> Result<Terms, StoreError> {
    let row: Row = macd_terms::table.find(day).select(COLUMNS).get_result(conn)?;
    terms(row)
}

/// Adds terms, which `by` set.
pub fn insert_terms(conn: &mut AnyConnection, terms: &Terms, by: &str) -> Result<(), StoreError> {
    diesel::insert_into(macd_terms::table)
        .values((
            macd_terms::starts_on.eq(terms.starts_on),
            macd_terms::hourly.eq(terms.hourly.to_string()),
            macd_terms::increment_minutes.eq(terms.increment_minutes as i32),
            macd_terms::expedite_fee_cents.eq(terms.expedite_fee.cents()),
            macd_terms::quote_above_units.eq(terms.quote_above_units as i32),
            macd_terms::opens.eq(terms.opens.to_string()),
            macd_terms::closes.eq(terms.closes.to_string()),
            macd_terms::set_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

fn terms((starts_on, hourly, increment, fee, quote, opens, closes): Row) -> Result<Terms, StoreError> {
    Ok(Terms {
        starts_on,
        hourly: value("macd_terms.hourly", &hourly)?,
        increment_minutes: increment.unsigned_abs(),
        expedite_fee: Money::from_cents(fee),
        quote_above_units: quote.unsigned_abs(),
        opens: value("macd_terms.opens", &opens)?,
        closes: value("macd_terms.closes", &closes)?,
    })
}
