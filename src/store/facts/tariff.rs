//! What every invoice of a run shares: prices of calls and taxes.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::invoice::TaxKind;
use crate::domain::tax::Tax;
use crate::domain::usage::{Rate, RateKey};
use crate::store::rows::value;
use crate::store::schema::{rates, taxes};
use crate::store::{AnyConnection, StoreError};

/// Every price of calls.
pub fn load_rates(conn: &mut AnyConnection) -> Result<HashMap<RateKey, Rate>, StoreError> {
    let rows: Vec<(String, String, String, i32, i32, i64)> = rates::table
        .select((
            rates::plan,
            rates::call_type,
            rates::per_minute,
            rates::increment_seconds,
            rates::minimum_seconds,
            rates::included_seconds,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(plan, call_type, per_minute, increment, minimum, included_seconds)| {
            let rate = Rate {
                per_minute: value("rates.per_minute", &per_minute)?,
                increment_seconds: increment.unsigned_abs(),
                minimum_seconds: minimum.unsigned_abs(),
                included_seconds,
            };
            Ok((RateKey { plan, call_type }, rate))
        })
        .collect()
}

/// The tax table in the order in which it was made.
pub fn load_taxes(conn: &mut AnyConnection) -> Result<Vec<Tax>, StoreError> {
    type Row = (String, String, String, String, String, String, String, bool, NaiveDate, Option<NaiveDate>);
    let rows: Vec<Row> = taxes::table
        .order(taxes::id)
        .select((
            taxes::code,
            taxes::name,
            taxes::country,
            taxes::region,
            taxes::tax_class,
            taxes::kind,
            taxes::value,
            taxes::is_government,
            taxes::starts_on,
            taxes::ends_on,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(code, name, country, region, tax_class, kind, rate, is_government, starts_on, ends_on)| {
            Ok(Tax {
                code,
                name,
                country,
                region,
                tax_class,
                kind: value::<TaxKind>("taxes.kind", &kind)?,
                value: value("taxes.value", &rate)?,
                is_government,
                starts_on,
                ends_on,
            })
        })
        .collect()
}
