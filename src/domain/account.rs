//! What a billing account's invoice is computed from: facts as they are known at closing.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::adjustment::Adjustment;
use super::coverage::Coverage;
use super::late_fee::IssuedInvoice;
use super::macd::bill::BillableRequest;
use super::usage::Call;
use crate::values::address::PostalAddress;
use crate::values::ids::{AccountId, ChargeId, CreditNoteId, PaymentId, ServiceId};
use crate::values::locale::Locale;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CreditNumber};

/// A customer's account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Row id.
    pub id: AccountId,
    /// The provider's number for it.
    pub number: AccountNumber,
    /// Name and address.
    pub address: PostalAddress,
    /// Language of its documents.
    pub locale: Locale,
    /// Days from invoice date to due date.
    pub terms_days: u32,
    /// Percent a month on past-due charges.
    pub late_fee_percent: Decimal,
    /// Exempt from taxes of a government.
    pub tax_exempt: bool,
    /// Where the customer books its costs; may be empty.
    pub cost_centre: String,
}

/// Everything one invoice is computed from.
#[derive(Clone, Debug)]
pub struct BillingFacts {
    /// The account that is billed.
    pub account: Account,
    /// It and the accounts that roll up into it, by number (REQUIREMENTS R2.4).
    pub members: Vec<Member>,
    /// Its issued invoices, oldest first.
    pub history: Vec<IssuedInvoice>,
    /// Payments received through the period's last day that no invoice showed yet, oldest first.
    pub payments: Vec<Payment>,
    /// Credit notes of that time that no invoice showed yet, oldest first.
    pub credits: Vec<Credit>,
    /// Adjustments of that time that no invoice showed yet, oldest first.
    pub adjustments: Vec<Adjustment>,
}

/// An account of the invoice with what there is to bill.
#[derive(Clone, Debug)]
pub struct Member {
    /// The account.
    pub account: Account,
    /// Its recurring services, by code.
    pub services: Vec<Service>,
    /// One-time charges due and not billed, by reference.
    pub charges: Vec<Charge>,
    /// Reviewed requests that are not billed, in the order of their review.
    pub requests: Vec<BillableRequest>,
    /// Calls through the period's last day that are not billed.
    pub calls: Vec<Call>,
}

/// A recurring service. A change of price or quantity ends one and starts another.
#[derive(Clone, Debug)]
pub struct Service {
    /// Row id.
    pub id: ServiceId,
    /// The customer-visible key.
    pub code: String,
    /// In plain words.
    pub description: String,
    /// The class that taxes refer to.
    pub tax_class: String,
    /// Units.
    pub quantity: Decimal,
    /// Dollars per unit and period.
    pub unit_price: Decimal,
    /// First day of service.
    pub starts_on: NaiveDate,
    /// Last day of service; `None` while active.
    pub ends_on: Option<NaiveDate>,
    /// The days billed so far.
    pub covered: Coverage,
    /// Where the customer books its costs; empty where it goes with its account's.
    pub cost_centre: String,
}

impl Service {
    /// Whether `day` is a day of service.
    pub fn serves(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }
}

/// A one-time charge, or a credit where its price is negative.
#[derive(Clone, Debug)]
pub struct Charge {
    /// Row id.
    pub id: ChargeId,
    /// The key on the invoice.
    pub reference: String,
    /// The day it was incurred.
    pub charged_on: NaiveDate,
    /// In plain words.
    pub description: String,
    /// The class that taxes refer to.
    pub tax_class: String,
    /// Units.
    pub quantity: Decimal,
    /// Dollars per unit.
    pub unit_price: Decimal,
}

/// How payments come in and refunds go out.
pub const PAYMENT_METHODS: [&str; 4] = ["check", "ach", "card", "wire"];

/// A payment received.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Row id.
    pub id: PaymentId,
    /// The account that it was made on.
    pub account: AccountNumber,
    /// The payer's or bank's reference.
    pub reference: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// `check`, `ach`, `card` or `wire`.
    pub method: String,
    /// Positive.
    pub amount: Money,
}

/// An issued credit note.
#[derive(Clone, Debug)]
pub struct Credit {
    /// Row id.
    pub id: CreditNoteId,
    /// Its number.
    pub number: CreditNumber,
    /// The day from which it counts.
    pub credited_on: NaiveDate,
    /// Why, as it says.
    pub reason: String,
    /// Positive.
    pub amount: Money,
}
