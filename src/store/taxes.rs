//! The built-in tax table.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{invoice_taxes, invoices, taxes};
use super::{AnyConnection, StoreError};
use crate::on_either;

/// A tax without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = taxes, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct TaxRow {
    /// Its key.
    pub code: String,
    /// In plain words.
    pub name: String,
    /// Country it applies in; empty = any.
    pub country: String,
    /// Region it applies in; empty = any.
    pub region: String,
    /// Class it applies to; empty = every class.
    pub tax_class: String,
    /// `percent` or `per_unit`.
    pub kind: String,
    /// Canonical decimal.
    pub value: String,
    /// Levied by a government.
    pub is_government: bool,
    /// First day in force.
    pub starts_on: NaiveDate,
    /// Last day in force.
    pub ends_on: Option<NaiveDate>,
}

/// The taxes with these codes.
pub fn list_by_codes(conn: &mut AnyConnection, codes: &[&str]) -> Result<Vec<(i64, TaxRow)>, StoreError> {
    Ok(on_either!(conn, |c| taxes::table
        .filter(taxes::code.eq_any(codes))
        .select((taxes::id, TaxRow::as_select()))
        .load(c))?)
}

/// The date of the last issued invoice that charged each of these codes.
pub fn list_last_charged(
    conn: &mut AnyConnection,
    codes: &[&str],
) -> Result<HashMap<String, NaiveDate>, StoreError> {
    let last: Vec<(String, Option<NaiveDate>)> = on_either!(conn, |c| invoice_taxes::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_taxes::invoice_id)))
        .filter(invoice_taxes::code.eq_any(codes))
        .filter(invoices::state.eq("issued"))
        .group_by(invoice_taxes::code)
        .select((invoice_taxes::code, diesel::dsl::max(invoices::invoice_date)))
        .load(c))?;
    Ok(last.into_iter().filter_map(|(code, on)| Some((code, on?))).collect())
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = taxes::table.select(diesel::dsl::max(taxes::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds taxes, in one statement.
pub fn insert_taxes(conn: &mut AnyConnection, rows: &[TaxRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(taxes::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a tax; issued invoices keep what stands on them.
pub fn update_tax(conn: &mut AnyConnection, id: i64, row: &TaxRow) -> Result<(), StoreError> {
    diesel::update(taxes::table.find(id)).set(row).execute(conn)?;
    Ok(())
}
