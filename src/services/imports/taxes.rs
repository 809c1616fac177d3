//! The tax table: once a tax stands on an issued invoice, only its name and its end may change.

use chrono::NaiveDate;

use super::fields::{
    Cells, Column, Need, boolean, check_order, country, day, one_of, percent, quantity, text,
};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored};
use crate::store::accounts::AccountLink;
use crate::store::taxes::{self, TaxRow};
use crate::store::{AnyConnection, StoreError};

pub(super) struct Taxes;

impl Kind for Taxes {
    const COLUMNS: &'static [Column] = &[
        ("code", Need::Value),
        ("name", Need::Value),
        ("country", Need::Column),
        ("region", Need::Column),
        ("tax_class", Need::Column),
        ("kind", Need::Value),
        ("value", Need::Value),
        ("is_government", Need::Value),
        ("starts_on", Need::Value),
        ("ends_on", Need::Nothing),
    ];
    const KEY: &'static str = "code";
    type Parsed = TaxRow;
    type Row = TaxRow;

    fn read(&self, cells: &mut Cells<'_>, _: Today) -> Option<TaxRow> {
        let code = cells.required("code", text);
        let name = cells.required("name", text);
        let country = cells.or("country", String::new(), country);
        let region = cells.text("region");
        let tax_class = cells.text("tax_class");
        let kind = cells.required("kind", one_of(&["percent", "per_unit"]));
        let value = match kind {
            Some("percent") => cells.required("value", percent),
            _ => cells.required("value", quantity),
        };
        let is_government = cells.required("is_government", boolean);
        let starts_on = cells.required("starts_on", day);
        let ends_on = cells.optional("ends_on", day);
        check_order(cells, ("starts_on", starts_on), ("ends_on", ends_on));
        Some(TaxRow {
            code: code?,
            name: name?,
            country: country?,
            region: region?,
            tax_class: tax_class?,
            kind: kind?.to_owned(),
            value: value?.to_string(),
            is_government: is_government?,
            starts_on: starts_on?,
            ends_on: ends_on?,
        })
    }

    fn complete(&self, row: TaxRow, _: Option<&AccountLink>) -> Result<TaxRow, Refusal> {
        Ok(row)
    }

    fn key(row: &TaxRow) -> Key {
        (0, row.code.clone())
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        taxes::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<TaxRow>>, StoreError> {
        let codes: Vec<&str> = keys.iter().map(|(_, code)| *code).collect();
        Ok(taxes::list_by_codes(conn, &codes)?.into_iter().map(Stored::from).collect())
    }

    fn refuse(
        &self,
        conn: &mut AnyConnection,
        changes: &[Change<TaxRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        let codes: Vec<&str> = changes.iter().map(|change| change.new.code.as_str()).collect();
        let charged = taxes::list_last_charged(conn, &codes)?;
        let reason_of = |change: &Change<TaxRow>| refusal(change, *charged.get(&change.new.code)?);
        let refusals = changes.iter().enumerate();
        Ok(refusals.filter_map(|(place, change)| Some((place, reason_of(change)?))).collect())
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[TaxRow]) -> Result<(), StoreError> {
        taxes::insert_taxes(conn, rows)
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<TaxRow>]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| taxes::update_tax(conn, change.old.id, &change.new))
    }
}

/// What speaks against changing a tax that was last charged on `charged_on`.
fn refusal(Change { old, new, .. }: &Change<TaxRow>, charged_on: NaiveDate) -> Option<Refusal> {
    let old = &old.row;
    let column = [
        ("country", old.country != new.country),
        ("region", old.region != new.region),
        ("tax_class", old.tax_class != new.tax_class),
        ("kind", old.kind != new.kind),
        ("value", old.value != new.value),
        ("is_government", old.is_government != new.is_government),
        ("starts_on", old.starts_on != new.starts_on),
    ]
    .into_iter()
    .find_map(|(column, differs)| differs.then_some(column));
    if let Some(column) = column {
        let reason = format!(
            "tax {} is on issued invoices and cannot change: end it and start another under a new code",
            new.code
        );
        return Some((column, reason));
    }
    let ends_on = new.ends_on.filter(|ends_on| *ends_on < charged_on)?;
    let reason = format!("{ends_on} is before {charged_on}, when an issued invoice charged this tax");
    Some(("ends_on", reason))
}
