//! Recurring services: once one is billed, its price, quantity and beginning are history.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::fields::{Cells, Column, Need, check_amount, check_order, day, parsed, price, quantity, text};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored};
use crate::store::accounts::AccountLink;
use crate::store::services::{self, ServiceRow};
use crate::store::{AnyConnection, StoreError};
use crate::values::number::AccountNumber;

pub(super) struct Services;

pub(super) struct Parsed {
    account: AccountNumber,
    code: String,
    product: String,
    description: String,
    tax_class: String,
    quantity: Decimal,
    unit_price: Decimal,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    billed_through: Option<NaiveDate>,
}

impl Kind for Services {
    const COLUMNS: &'static [Column] = &[
        ("account", Need::Value),
        ("service", Need::Value),
        ("product", Need::Value),
        ("description", Need::Column),
        ("tax_class", Need::Value),
        ("quantity", Need::Value),
        ("unit_price", Need::Value),
        ("starts_on", Need::Value),
        ("ends_on", Need::Nothing),
        ("billed_through", Need::Nothing),
    ];
    const KEY: &'static str = "service";
    type Parsed = Parsed;
    type Row = ServiceRow;

    fn read(&self, cells: &mut Cells<'_>, _: Today) -> Option<Parsed> {
        let account = cells.required("account", parsed);
        let code = cells.required("service", text);
        let product = cells.required("product", text);
        let description = cells.text("description");
        let tax_class = cells.required("tax_class", text);
        let quantity = cells.required("quantity", quantity);
        let unit_price = cells.required("unit_price", price);
        let starts_on = cells.required("starts_on", day);
        let ends_on = cells.optional("ends_on", day);
        let billed_through = cells.optional("billed_through", day);
        check_amount(cells, quantity, unit_price);
        check_order(cells, ("starts_on", starts_on), ("ends_on", ends_on));
        check_order(cells, ("starts_on", starts_on), ("billed_through", billed_through));
        Some(Parsed {
            account: account?,
            code: code?,
            product: product?,
            description: description?,
            tax_class: tax_class?,
            quantity: quantity?,
            unit_price: unit_price?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            billed_through: billed_through?,
        })
    }

    fn account(parsed: &Parsed) -> Option<&AccountNumber> {
        Some(&parsed.account)
    }

    fn complete(&self, parsed: Parsed, account: Option<&AccountLink>) -> Result<ServiceRow, Refusal> {
        let account = account.expect("every service names its account");
        Ok(ServiceRow {
            account_id: account.id,
            code: parsed.code,
            // The description stands on the bill: one without is called what it is.
            description: if parsed.description.is_empty() {
                parsed.product.clone()
            } else {
                parsed.description
            },
            product: parsed.product,
            tax_class: parsed.tax_class,
            quantity: parsed.quantity.to_string(),
            unit_price: parsed.unit_price.to_string(),
            starts_on: parsed.starts_on,
            ends_on: parsed.ends_on,
            billed_through: parsed.billed_through,
        })
    }

    fn key(row: &ServiceRow) -> Key {
        (row.account_id, row.code.clone())
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        services::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<ServiceRow>>, StoreError> {
        Ok(services::list_by_keys(conn, keys)?.into_iter().map(Stored::from).collect())
    }

    fn refuse(
        &self,
        conn: &mut AnyConnection,
        changes: &[Change<ServiceRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        let of_history: Vec<(usize, &Change<ServiceRow>, &'static str)> = changes
            .iter()
            .enumerate()
            .filter_map(|(place, change)| Some((place, change, column_of_history(change)?)))
            .collect();
        if of_history.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = of_history.iter().map(|(_, change, _)| change.old.id).collect();
        let billed = services::list_billed(conn, &ids)?;
        let refusals = of_history.into_iter().filter(|(_, change, _)| billed.contains(&change.old.id));
        Ok(refusals
            .map(|(place, change, column)| {
                let reason = format!(
                    "service {} is on an issued invoice and cannot change: end it and start another",
                    change.new.code
                );
                (place, (column, reason))
            })
            .collect())
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[ServiceRow]) -> Result<(), StoreError> {
        services::insert_services(conn, rows)
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<ServiceRow>]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| services::update_service(conn, change.old.id, &change.new))
    }
}

/// The first changed column that issued invoices were computed from.
fn column_of_history(Change { old, new, .. }: &Change<ServiceRow>) -> Option<&'static str> {
    let old = &old.row;
    [
        ("quantity", old.quantity != new.quantity),
        ("unit_price", old.unit_price != new.unit_price),
        ("tax_class", old.tax_class != new.tax_class),
        ("starts_on", old.starts_on != new.starts_on),
        ("billed_through", old.billed_through != new.billed_through),
    ]
    .into_iter()
    .find_map(|(column, differs)| differs.then_some(column))
}
