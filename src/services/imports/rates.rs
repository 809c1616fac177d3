//! Prices of calls: they may change; issued calls keep the price that stands on their invoice.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::fields::{Cells, Column, Need, one_of, quantity, text, whole};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored};
use crate::domain::usage::CALL_TYPES;
use crate::store::accounts::AccountLink;
use crate::store::rates::{self, RateRow};
use crate::store::{AnyConnection, StoreError};
use crate::values::Invalid;

/// No call is longer than ten days.
pub(super) const MAX_SECONDS: i64 = 10 * 24 * 3_600;

pub(super) struct Rates;

impl Kind for Rates {
    const COLUMNS: &'static [Column] = &[
        ("plan", Need::Value),
        ("call_type", Need::Value),
        ("per_minute", Need::Value),
        ("increment_seconds", Need::Value),
        ("minimum_seconds", Need::Value),
        ("included_minutes", Need::Value),
    ];
    const KEY: &'static str = "call_type";
    type Parsed = RateRow;
    type Row = RateRow;

    fn read(&self, cells: &mut Cells<'_>, _: Today) -> Option<RateRow> {
        let plan = cells.required("plan", plan);
        let call_type = cells.required("call_type", one_of(&CALL_TYPES));
        let per_minute = cells.required("per_minute", quantity);
        let increment_seconds = cells.required("increment_seconds", whole(1, MAX_SECONDS));
        let minimum_seconds = cells.required("minimum_seconds", whole(0, MAX_SECONDS));
        let included_seconds = cells.required("included_minutes", minutes_as_seconds);
        Some(RateRow {
            plan: plan?,
            call_type: call_type?.to_owned(),
            per_minute: per_minute?.to_string(),
            increment_seconds: increment_seconds? as i32,
            minimum_seconds: minimum_seconds? as i32,
            included_seconds: included_seconds?,
        })
    }

    fn complete(&self, row: RateRow, _: Option<&AccountLink>) -> Result<RateRow, Refusal> {
        Ok(row)
    }

    /// Call types have no slash: the last one divides the two.
    fn key(row: &RateRow) -> Key {
        (0, format!("{}/{}", row.plan, row.call_type))
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        rates::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<RateRow>>, StoreError> {
        let plans: HashSet<&str> =
            keys.iter().filter_map(|(_, key)| key.rsplit_once('/')).map(|(plan, _)| plan).collect();
        let plans: Vec<&str> = plans.into_iter().collect();
        Ok(rates::list_by_plans(conn, &plans)?.into_iter().map(Stored::from).collect())
    }

    fn refuse(
        &self,
        _: &mut AnyConnection,
        _: &[Change<RateRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        Ok(Vec::new())
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[RateRow]) -> Result<(), StoreError> {
        rates::insert_rates(conn, rows)
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<RateRow>]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| rates::update_rate(conn, change.old.id, &change.new))
    }
}

/// A tariff's name.
pub(super) fn plan(cell: &str) -> Result<String, Invalid> {
    text(cell)
}

/// Minutes as whole seconds: what is used up is counted in seconds.
fn minutes_as_seconds(cell: &str) -> Result<i64, Invalid> {
    let seconds = quantity(cell)? * Decimal::from(60);
    match i64::try_from(seconds).ok().filter(|_| seconds.is_integer()) {
        Some(seconds) => Ok(seconds),
        None => Invalid::because(format!("{cell} minutes are not whole seconds")),
    }
}
