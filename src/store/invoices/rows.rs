//! The rows of a document. Every column is given, as COPY needs it: none is left to its default.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::store::schema::{
    invoice_adjustments, invoice_calls, invoice_credits, invoice_lines, invoice_payments, invoice_receipts,
    invoice_sections, invoice_taxes, invoices,
};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoices, treat_none_as_default_value = false)]
pub struct InvoiceRow {
    pub id: i64,
    pub period: String,
    pub account_id: i64,
    pub account_sequence: i64,
    pub state: String,
    pub number: Option<String>,
    pub account_number: String,
    pub letterhead_id: i64,
    pub bill_to: String,
    pub locale: String,
    pub invoice_date: NaiveDate,
    pub due_date: NaiveDate,
    pub previous_invoice_id: Option<i64>,
    pub previous_balance_cents: i64,
    pub payments_cents: i64,
    pub credits_cents: i64,
    pub adjustments_cents: i64,
    pub late_fee_percent: String,
    pub late_fee_base_cents: i64,
    pub late_fee_cents: i64,
    pub new_charges_cents: i64,
    pub total_due_cents: i64,
    pub issued_at: Option<NaiveDateTime>,
    pub in_dispute_cents: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoice_sections, treat_none_as_default_value = false)]
pub struct SectionRow {
    pub invoice_id: i64,
    pub section_no: i32,
    pub account_id: i64,
    pub account_number: String,
    pub name: String,
    pub total_cents: i64,
    pub cost_centre: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoice_lines, treat_none_as_default_value = false)]
pub struct LineRow {
    pub invoice_id: i64,
    pub line_no: i32,
    pub section_no: i32,
    pub kind: String,
    pub code: String,
    pub description: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub days: Option<i32>,
    pub period: Option<String>,
    pub quantity: String,
    pub unit_price: String,
    pub amount_cents: i64,
    pub tax_class: String,
    pub service_id: Option<i64>,
    pub charge_id: Option<i64>,
    pub calls: Option<i32>,
    pub seconds: Option<i64>,
    pub increment_seconds: Option<i32>,
    pub minimum_seconds: Option<i32>,
    pub included_minutes_used: Option<String>,
    pub cost_centre: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoice_taxes, treat_none_as_default_value = false)]
pub struct TaxRow {
    pub invoice_id: i64,
    pub tax_no: i32,
    pub section_no: i32,
    pub code: String,
    pub name: String,
    pub jurisdiction: String,
    pub kind: String,
    pub base: String,
    pub rate: String,
    pub amount_cents: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoice_payments, treat_none_as_default_value = false)]
pub struct PaymentRow {
    pub invoice_id: i64,
    pub payment_id: i64,
    pub account_number: String,
    pub reference: String,
    pub received_on: NaiveDate,
    pub method: String,
    pub amount_cents: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoice_credits, treat_none_as_default_value = false)]
pub struct CreditRow {
    pub invoice_id: i64,
    pub note_id: i64,
    pub number: String,
    pub credited_on: NaiveDate,
    pub reason: String,
    pub amount_cents: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = invoice_adjustments, treat_none_as_default_value = false)]
pub struct AdjustmentRow {
    pub invoice_id: i64,
    pub adjustment_id: i64,
    pub kind: String,
    pub booked_on: NaiveDate,
    pub reference: String,
    pub amount_cents: i64,
}

#[derive(Insertable)]
#[diesel(table_name = invoice_receipts, treat_none_as_default_value = false)]
pub struct ReceiptRow {
    pub invoice_id: i64,
    pub line_no: i32,
    pub case_id: i64,
    pub body: String,
}

#[derive(Insertable)]
#[diesel(table_name = invoice_calls, treat_none_as_default_value = false)]
pub struct CallRow {
    pub invoice_id: i64,
    pub line_no: i32,
    pub call_no: i32,
    pub call_id: i64,
    pub charged_seconds: i64,
    pub amount_micros: i64,
}
