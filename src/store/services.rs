//! Recurring services.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::keys::pairs_in;
use super::rows::like;
use super::schema::{accounts, invoice_lines, invoices, services, taxes};
use super::scope::below;
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::ids::{AccountId, ServiceId};

#[diesel::declare_sql_function]
extern "SQL" {
    /// Small letters, so that both databases find a text however it was typed.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// A service without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = services, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ServiceRow {
    /// Whose.
    pub account_id: i64,
    /// The customer-visible key, unique in the account.
    pub code: String,
    /// What is sold.
    pub product: String,
    /// In plain words.
    pub description: String,
    /// The class that taxes refer to.
    pub tax_class: String,
    /// Canonical decimal.
    pub quantity: String,
    /// Canonical decimal.
    pub unit_price: String,
    /// First day of service.
    pub starts_on: NaiveDate,
    /// Last day of service.
    pub ends_on: Option<NaiveDate>,
    /// Last day billed by an earlier system.
    pub billed_through: Option<NaiveDate>,
}

/// The services with these accounts and codes.
pub fn list_by_keys(
    conn: &mut AnyConnection,
    keys: &[(i64, &str)],
) -> Result<Vec<(i64, ServiceRow)>, StoreError> {
    Ok(on_either!(conn, |c| services::table
        .filter(pairs_in(services::account_id, services::code, keys))
        .select((services::id, ServiceRow::as_select()))
        .load(c))?)
}

/// Those of `ids` that a line of an issued invoice bills.
pub fn list_billed(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashSet<i64>, StoreError> {
    let billed: Vec<Option<i64>> = on_either!(conn, |c| invoice_lines::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_lines::invoice_id)))
        .filter(invoice_lines::service_id.eq_any(ids))
        .filter(invoices::state.eq("issued"))
        .select(invoice_lines::service_id)
        .distinct()
        .load(c))?;
    Ok(billed.into_iter().flatten().collect())
}

/// Up to `limit` services of an account and those below it that run on `day` or later, each with its
/// account's number; with a `text`, those that have it in their code or description.
pub fn list_below(
    conn: &mut AnyConnection,
    top: AccountId,
    day: NaiveDate,
    text: &str,
    limit: i64,
) -> Result<Vec<(String, ServiceRow)>, StoreError> {
    let pattern = like(&text.to_lowercase());
    let (code, description) = (lower(services::code), lower(services::description));
    Ok(services::table
        .inner_join(accounts::table.on(accounts::id.eq(services::account_id)))
        .filter(below!(top, "services.account_id"))
        .filter(services::ends_on.is_null().or(services::ends_on.ge(day)))
        .filter(code.like(pattern.clone()).escape('\\').or(description.like(pattern).escape('\\')))
        .order((accounts::number, services::code))
        .limit(limit)
        .select((accounts::number, ServiceRow::as_select()))
        .load(conn)?)
}

/// Every class that a service or a tax has, in order.
pub fn list_tax_classes(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let mut all: Vec<String> = services::table.select(services::tax_class).distinct().load(conn)?;
    let taxed: Vec<String> =
        taxes::table.filter(taxes::tax_class.ne("")).select(taxes::tax_class).distinct().load(conn)?;
    all.extend(taxed);
    all.sort();
    all.dedup();
    Ok(all)
}

/// The classes of taxes and of the services of an account, in order.
pub fn list_tax_classes_of(conn: &mut AnyConnection, account: AccountId) -> Result<Vec<String>, StoreError> {
    let mut all: Vec<String> = services::table
        .filter(services::account_id.eq(account.0))
        .select(services::tax_class)
        .distinct()
        .load(conn)?;
    let taxed: Vec<String> =
        taxes::table.filter(taxes::tax_class.ne("")).select(taxes::tax_class).distinct().load(conn)?;
    all.extend(taxed);
    all.sort();
    all.dedup();
    Ok(all)
}

/// The service with this row, where it is one of the account's.
pub fn find_service(
    conn: &mut AnyConnection,
    account: AccountId,
    id: ServiceId,
) -> Result<Option<ServiceRow>, StoreError> {
    let of_account = services::table.find(id.0).filter(services::account_id.eq(account.0));
    Ok(of_account.select(ServiceRow::as_select()).get_result(conn).optional()?)
}

/// Where the customer books the costs of a service.
pub fn find_cost_centre(conn: &mut AnyConnection, id: ServiceId) -> Result<String, StoreError> {
    Ok(services::table.find(id.0).select(services::cost_centre).get_result(conn)?)
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = services::table.select(diesel::dsl::max(services::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds services, in one statement.
pub fn insert_services(conn: &mut AnyConnection, rows: &[ServiceRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(services::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a service.
pub fn update_service(conn: &mut AnyConnection, id: i64, row: &ServiceRow) -> Result<(), StoreError> {
    diesel::update(services::table.find(id)).set(row).execute(conn)?;
    Ok(())
}
