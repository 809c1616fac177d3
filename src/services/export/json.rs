//! The document as JSON: snake_case, amounts as strings beside their currency.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::invoice::{AdjustmentShown, CreditShown, Invoice, Line, LineKind, Section, TaxLine};
use crate::domain::macd::receipt::Receipt;
use crate::values::money::{CURRENCY, Money};
use crate::values::number::{AccountNumber, CreditNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// An invoice as INTERFACES names its fields.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    number: Option<&'a InvoiceNumber>,
    account: &'a AccountNumber,
    name: &'a str,
    period: BillingPeriod,
    invoice_date: NaiveDate,
    due_date: NaiveDate,
    currency: &'static str,
    previous_balance: Money,
    payments: Money,
    credits: Money,
    adjustments: Money,
    late_fee: Money,
    new_charges: Money,
    total_due: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_dispute: Option<Money>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credit_notes: Vec<CreditOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    adjustments_made: Vec<AdjustmentOut<'a>>,
    sections: Vec<SectionOut<'a>>,
}

#[derive(Debug, Serialize)]
struct CreditOut<'a> {
    number: &'a CreditNumber,
    credited_on: NaiveDate,
    amount: Money,
}

#[derive(Debug, Serialize)]
struct AdjustmentOut<'a> {
    kind: &'static str,
    booked_on: NaiveDate,
    reference: &'a str,
    amount: Money,
}

#[derive(Debug, Serialize)]
struct SectionOut<'a> {
    account: &'a AccountNumber,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    cost_centre: &'a str,
    lines: Vec<LineOut<'a>>,
    taxes: Vec<TaxOut<'a>>,
    total: Money,
}

#[derive(Debug, Serialize)]
struct LineOut<'a> {
    kind: LineKind,
    code: &'a str,
    description: &'a str,
    from: NaiveDate,
    to: NaiveDate,
    quantity: String,
    unit_price: String,
    amount: Money,
    tax_class: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<BillingPeriod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calls: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<&'a Receipt>,
    #[serde(skip_serializing_if = "str::is_empty")]
    cost_centre: &'a str,
}

#[derive(Debug, Serialize)]
struct TaxOut<'a> {
    code: &'a str,
    name: &'a str,
    jurisdiction: &'a str,
    base: String,
    rate: String,
    amount: Money,
}

/// The document of `invoice`.
pub fn document(invoice: &Invoice) -> Document<'_> {
    Document {
        number: invoice.number.as_ref(),
        account: &invoice.account,
        name: &invoice.bill_to.name,
        period: invoice.period,
        invoice_date: invoice.invoice_date,
        due_date: invoice.due_date,
        currency: CURRENCY,
        previous_balance: invoice.previous_balance,
        payments: invoice.payments,
        credits: invoice.credits,
        adjustments: invoice.adjustments,
        late_fee: invoice.late_fee_amount(),
        new_charges: invoice.new_charges(),
        total_due: invoice.total_due(),
        in_dispute: (!invoice.in_dispute.is_zero()).then_some(invoice.in_dispute),
        credit_notes: invoice.credit_notes.iter().map(credit).collect(),
        adjustments_made: invoice.adjustments_made.iter().map(adjustment).collect(),
        sections: invoice.sections.iter().map(section).collect(),
    }
}

fn credit(credit: &CreditShown) -> CreditOut<'_> {
    CreditOut { number: &credit.number, credited_on: credit.credited_on, amount: credit.amount }
}

fn adjustment(adjustment: &AdjustmentShown) -> AdjustmentOut<'_> {
    AdjustmentOut {
        kind: adjustment.kind.as_str(),
        booked_on: adjustment.booked_on,
        reference: &adjustment.reference,
        amount: adjustment.amount,
    }
}

fn section(section: &Section) -> SectionOut<'_> {
    SectionOut {
        account: &section.account,
        name: &section.name,
        cost_centre: &section.cost_centre,
        lines: section.lines.iter().map(line).collect(),
        taxes: section.taxes.iter().map(tax).collect(),
        total: section.total(),
    }
}

fn line(line: &Line) -> LineOut<'_> {
    LineOut {
        kind: line.kind,
        code: &line.code,
        description: &line.description,
        from: line.from,
        to: line.to,
        quantity: line.quantity.to_string(),
        unit_price: line.unit_price.to_string(),
        amount: line.amount,
        tax_class: &line.tax_class,
        period: line.period,
        days: line.days,
        calls: line.usage.as_ref().map(|usage| usage.calls),
        receipt: line.receipt.as_deref(),
        cost_centre: &line.cost_centre,
    }
}

fn tax(tax: &TaxLine) -> TaxOut<'_> {
    TaxOut {
        code: &tax.code,
        name: &tax.name,
        jurisdiction: &tax.jurisdiction,
        base: tax.base.to_string(),
        rate: tax.rate.to_string(),
        amount: tax.amount,
    }
}
