//! The document as CSV: a row per line, tax and late fee, adding up to the new charges.

use super::neutral;
use crate::domain::invoice::{Invoice, Section};
use crate::services::ServiceError;

const HEADER: [&str; 13] = [
    "invoice",
    "period",
    "account",
    "account_name",
    "kind",
    "code",
    "description",
    "from",
    "to",
    "quantity",
    "unit_price",
    "amount",
    "currency",
];

/// Every amount of `invoice`, UTF-8 with a header.
///
/// # Errors
/// None that the input can cause.
pub fn document(invoice: &Invoice) -> Result<Vec<u8>, ServiceError> {
    let mut rows = vec![HEADER.map(str::to_owned)];
    for section in &invoice.sections {
        rows.extend(section_rows(invoice, section));
    }
    if let Some(fee) = &invoice.late_fee {
        let (account, name) = (invoice.account.as_str(), invoice.bill_to.name.as_str());
        let text = [fee.base.to_string(), fee.percent.to_string(), fee.amount.to_string()];
        rows.push(row(invoice, account, name, ["late_fee", "late_fee", "Late fee", "", ""], text));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|why| ServiceError::Refused(why.to_string()))?;
    }
    writer.into_inner().map_err(|why| ServiceError::Refused(why.to_string()))
}

fn section_rows(invoice: &Invoice, section: &Section) -> Vec<[String; 13]> {
    let (account, name) = (section.account.as_str(), section.name.as_str());
    let lines = section.lines.iter().map(|line| {
        let (from, to) = (line.from.to_string(), line.to.to_string());
        let what = [line.kind.as_str(), &line.code, &line.description, &from, &to];
        let amounts = [line.quantity.to_string(), line.unit_price.to_string(), line.amount.to_string()];
        row(invoice, account, name, what, amounts)
    });
    let taxes = section.taxes.iter().map(|tax| {
        let amounts = [tax.base.to_string(), tax.rate.to_string(), tax.amount.to_string()];
        row(invoice, account, name, ["tax", &tax.code, &tax.name, "", ""], amounts)
    });
    lines.chain(taxes).collect()
}

fn row(
    invoice: &Invoice,
    account: &str,
    name: &str,
    [kind, code, description, from, to]: [&str; 5],
    [quantity, unit_price, amount]: [String; 3],
) -> [String; 13] {
    let number = invoice.number.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        number,
        invoice.period.to_string(),
        account.to_owned(),
        neutral(name),
        kind.to_owned(),
        neutral(code),
        neutral(description),
        from.to_owned(),
        to.to_owned(),
        quantity,
        unit_price,
        amount,
        crate::values::money::CURRENCY.to_owned(),
    ]
}
