//! One-time charges and credits: a billed one never changes.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::fields::{Cells, Column, Need, check_amount, day, parsed, price, quantity, text};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored, refuse_invoiced};
use crate::store::accounts::AccountLink;
use crate::store::charges::{self, ChargeRow};
use crate::store::{AnyConnection, StoreError};
use crate::values::number::AccountNumber;

pub(super) struct Charges;

pub(super) struct Parsed {
    account: AccountNumber,
    reference: String,
    charged_on: NaiveDate,
    description: String,
    tax_class: String,
    quantity: Decimal,
    unit_price: Decimal,
}

impl Kind for Charges {
    const COLUMNS: &'static [Column] = &[
        ("account", Need::Value),
        ("reference", Need::Value),
        ("charged_on", Need::Value),
        ("description", Need::Value),
        ("tax_class", Need::Value),
        ("quantity", Need::Value),
        ("unit_price", Need::Value),
    ];
    const KEY: &'static str = "reference";
    type Parsed = Parsed;
    type Row = ChargeRow;

    fn read(&self, cells: &mut Cells<'_>, _: Today) -> Option<Parsed> {
        let account = cells.required("account", parsed);
        let reference = cells.required("reference", text);
        let charged_on = cells.required("charged_on", day);
        let description = cells.required("description", text);
        let tax_class = cells.required("tax_class", text);
        let quantity = cells.required("quantity", quantity);
        let unit_price = cells.required("unit_price", price);
        check_amount(cells, quantity, unit_price);
        Some(Parsed {
            account: account?,
            reference: reference?,
            charged_on: charged_on?,
            description: description?,
            tax_class: tax_class?,
            quantity: quantity?,
            unit_price: unit_price?,
        })
    }

    fn account(parsed: &Parsed) -> Option<&AccountNumber> {
        Some(&parsed.account)
    }

    fn complete(&self, parsed: Parsed, account: Option<&AccountLink>) -> Result<ChargeRow, Refusal> {
        Ok(ChargeRow {
            account_id: account.expect("every charge names its account").id,
            reference: parsed.reference,
            charged_on: parsed.charged_on,
            description: parsed.description,
            tax_class: parsed.tax_class,
            quantity: parsed.quantity.to_string(),
            unit_price: parsed.unit_price.to_string(),
        })
    }

    fn key(row: &ChargeRow) -> Key {
        (row.account_id, row.reference.clone())
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        charges::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<ChargeRow>>, StoreError> {
        Ok(charges::list_by_keys(conn, keys)?.into_iter().map(Stored::from).collect())
    }

    fn refuse(
        &self,
        _: &mut AnyConnection,
        changes: &[Change<ChargeRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        let reason = "the charge is on an issued invoice and cannot change: correct it with another charge";
        Ok(refuse_invoiced(changes, Self::KEY, reason))
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[ChargeRow]) -> Result<(), StoreError> {
        charges::insert_charges(conn, rows)
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<ChargeRow>]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| charges::update_charge(conn, change.old.id, &change.new))
    }
}
