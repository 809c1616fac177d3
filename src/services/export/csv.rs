//! The document as CSV: a row per line, tax and late fee, adding up to the new charges; then the credit
//! notes and adjustments that the invoice is the first to show.

use super::neutral;
use crate::domain::invoice::{Invoice, Section};
use crate::services::ServiceError;

/// Columns of a row.
const COLUMNS: usize = 14;

const HEADER: [&str; COLUMNS] = [
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
    "cost_centre",
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
    let account = Booked {
        account: invoice.account.as_str(),
        name: &invoice.bill_to.name,
        // What is the billing account's is booked with its section, which stands first where it has one.
        cost_centre: match invoice.sections.first() {
            Some(section) if section.account == invoice.account => &section.cost_centre,
            _ => "",
        },
    };
    if let Some(fee) = &invoice.late_fee {
        let text = [fee.base.to_string(), fee.percent.to_string(), fee.amount.to_string()];
        rows.push(row(invoice, &account, ["late_fee", "late_fee", "Late fee", "", ""], text));
    }
    for credit in &invoice.credit_notes {
        let on = credit.credited_on.to_string();
        let what = ["credit_note", credit.number.as_str(), &credit.reason, &on, &on];
        rows.push(row(invoice, &account, what, [String::new(), String::new(), (-credit.amount).to_string()]));
    }
    for adjustment in &invoice.adjustments_made {
        let on = adjustment.booked_on.to_string();
        let what = ["adjustment", adjustment.kind.as_str(), &adjustment.reference, &on, &on];
        rows.push(row(
            invoice,
            &account,
            what,
            [String::new(), String::new(), adjustment.amount.to_string()],
        ));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|why| ServiceError::Refused(why.to_string()))?;
    }
    writer.into_inner().map_err(|why| ServiceError::Refused(why.to_string()))
}

/// Whose row it is, and where the customer books it.
struct Booked<'a> {
    account: &'a str,
    name: &'a str,
    cost_centre: &'a str,
}

fn section_rows(invoice: &Invoice, section: &Section) -> Vec<[String; COLUMNS]> {
    let booked = |cost_centre| Booked { account: section.account.as_str(), name: &section.name, cost_centre };
    let lines = section.lines.iter().map(|line| {
        let (from, to) = (line.from.to_string(), line.to.to_string());
        let what = [line.kind.as_str(), &line.code, &line.description, &from, &to];
        let amounts = [line.quantity.to_string(), line.unit_price.to_string(), line.amount.to_string()];
        row(invoice, &booked(&line.cost_centre), what, amounts)
    });
    let taxes = section.taxes.iter().map(|tax| {
        let amounts = [tax.base.to_string(), tax.rate.to_string(), tax.amount.to_string()];
        row(invoice, &booked(&section.cost_centre), ["tax", &tax.code, &tax.name, "", ""], amounts)
    });
    lines.chain(taxes).collect()
}

fn row(
    invoice: &Invoice,
    booked: &Booked<'_>,
    [kind, code, description, from, to]: [&str; 5],
    [quantity, unit_price, amount]: [String; 3],
) -> [String; COLUMNS] {
    let number = invoice.number.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        number,
        invoice.period.to_string(),
        booked.account.to_owned(),
        neutral(booked.name),
        kind.to_owned(),
        neutral(code),
        neutral(description),
        from.to_owned(),
        to.to_owned(),
        quantity,
        unit_price,
        amount,
        crate::values::money::CURRENCY.to_owned(),
        neutral(booked.cost_centre),
    ]
}
