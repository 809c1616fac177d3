//! The invoice as a document: everything its PDF, its mail, its page and its exports show.
//!
//! Invariants, asserted by `store::invoices` before it is written and after it is read: a section
//! is its lines and taxes; the document is its sections and the late fee.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::adjustment::AdjustmentKind;
use super::macd::receipt::Receipt;
use crate::values::Invalid;
use crate::values::address::PostalAddress;
use crate::values::locale::Locale;
use crate::values::logo::Logo;
use crate::values::money::{CallAmount, Money};
use crate::values::number::{AccountNumber, CreditNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// An invoice of one billing account for one period. Amounts are USD.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// `None` while it is a draft: numbers are given at issue, without gaps.
    pub number: Option<InvoiceNumber>,
    /// The billing account's number.
    pub account: AccountNumber,
    /// The billing account's name and address, as they were.
    pub bill_to: PostalAddress,
    /// Who sends the bill, as it was.
    pub provider: Provider,
    /// The language the document is written in.
    pub locale: Locale,
    /// The period that it closes.
    pub period: BillingPeriod,
    /// The 27th on which it is sent.
    pub invoice_date: NaiveDate,
    /// The last day to pay the undisputed amount.
    pub due_date: NaiveDate,
    /// What was due by the invoice before this one.
    pub previous_balance: Money,
    /// Payments received since then, as a positive sum; listed in `payments_received`.
    pub payments: Money,
    /// Credit notes since then, as a positive sum; listed in `credit_notes`.
    pub credits: Money,
    /// Other corrections since then, signed: positive raises what is due; listed in `adjustments_made`.
    pub adjustments: Money,
    /// Every payment that this invoice is the first to show, oldest first.
    pub payments_received: Vec<PaymentReceived>,
    /// Every credit note that this invoice is the first to show, oldest first.
    pub credit_notes: Vec<CreditShown>,
    /// Every adjustment that this invoice is the first to show, oldest first.
    pub adjustments_made: Vec<AdjustmentShown>,
    /// What of earlier invoices is unpaid and was in dispute when the period was closed; it is in
    /// `total_due`.
    pub in_dispute: Money,
    /// The finance charge, where the account was past due.
    pub late_fee: Option<LateFee>,
    /// One per account with lines: the billing account itself, then those that roll up into it.
    pub sections: Vec<Section>,
    /// New charges by category of the invoice before, for "what changed"; `None` on the first.
    pub previous_charges: Option<ChargesByCategory>,
}

/// The telecom provider as it presents itself on documents. Set in `billcenter.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Legal name and seat.
    pub address: PostalAddress,
    /// Where checks go; shown in the window of the return envelope.
    pub remit_to: PostalAddress,
    /// Toll-free number for billing questions and disputes.
    pub phone: String,
    /// Billing department's e-mail address.
    pub email: String,
    /// Public address of the portal, such as `https://billing.example.com`.
    pub portal_url: String,
    /// Bank for ACH and wire payments.
    pub bank: Option<BankDetails>,
    /// What its name stands below; kept beside, by its hash.
    #[serde(skip)]
    pub logo: Option<Logo>,
}

/// Where electronic payments go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankDetails {
    /// The bank's name.
    pub bank: String,
    /// ABA routing number.
    pub routing_number: String,
    /// Account number.
    pub account_number: String,
}

/// A payment as an invoice lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentReceived {
    /// The account it was made on: the billing account or one that rolls up into it.
    pub account: AccountNumber,
    /// The customer's or bank's reference.
    pub reference: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// `check`, `ach`, `card` or `wire`.
    pub method: String,
    /// Positive.
    pub amount: Money,
}

/// A credit note as an invoice lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditShown {
    /// Its number.
    pub number: CreditNumber,
    /// The day from which it counts.
    pub credited_on: NaiveDate,
    /// Why, as it says.
    pub reason: String,
    /// Positive.
    pub amount: Money,
}

/// An adjustment as an invoice lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustmentShown {
    /// What it is.
    pub kind: AdjustmentKind,
    /// The day from which it counts.
    pub booked_on: NaiveDate,
    /// The payment's or the refund's reference; may be empty.
    pub reference: String,
    /// Signed: positive raises what is due.
    pub amount: Money,
}

/// The finance charge on past-due invoices (INTERFACES, "Arithmetic, exactly", 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateFee {
    /// Percent a month.
    pub percent: Decimal,
    /// The past-due, undisputed amount it was computed from.
    pub base: Money,
    /// The fee.
    pub amount: Money,
}

/// The lines and taxes of one account.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The account's number.
    pub account: AccountNumber,
    /// The account's name.
    pub name: String,
    /// Where the customer books the account's costs, its taxes among them; may be empty.
    pub cost_centre: String,
    /// Charges and credits.
    pub lines: Vec<Line>,
    /// Taxes and fees on them.
    pub taxes: Vec<TaxLine>,
}

/// What a line is. The order is the order in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A service in the next period, in advance.
    Recurring,
    /// A service in this or an earlier period that was not billed before.
    CatchUp,
    /// A service billed before and not rendered.
    CatchUpCredit,
    /// A one-time charge or credit.
    OneTime,
    /// Moves, adds, changes and deletes that staff did on request.
    Macd,
    /// The fee for doing that before others.
    Expedite,
    /// Calls of this period.
    Usage,
    /// Calls of earlier periods that arrived after those were closed.
    UsageLate,
}

impl LineKind {
    /// Every kind, in order.
    pub const ALL: [LineKind; 8] = [
        LineKind::Recurring,
        LineKind::CatchUp,
        LineKind::CatchUpCredit,
        LineKind::OneTime,
        LineKind::Macd,
        LineKind::Expedite,
        LineKind::Usage,
        LineKind::UsageLate,
    ];

    /// As stored and exported.
    pub const fn as_str(self) -> &'static str {
        match self {
            LineKind::Recurring => "recurring",
            LineKind::CatchUp => "catch_up",
            LineKind::CatchUpCredit => "catch_up_credit",
            LineKind::OneTime => "one_time",
            LineKind::Macd => "macd",
            LineKind::Expedite => "expedite",
            LineKind::Usage => "usage",
            LineKind::UsageLate => "usage_late",
        }
    }
}

/// One charge or credit.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// Service, charge reference, number of the request, or `plan/call_type`.
    pub code: String,
    /// In plain words.
    pub description: String,
    /// First and last day of service, or of the calls.
    pub from: NaiveDate,
    /// See `from`; both days included.
    pub to: NaiveDate,
    /// Days charged or credited; `None` where the line is not by days.
    pub days: Option<u32>,
    /// The period those days belong to; `None` where the line is not by days.
    pub period: Option<BillingPeriod>,
    /// Units, or minutes of calls after rounding and included minutes.
    pub quantity: Decimal,
    /// Price of a unit for a whole period, of a one-time item, or of a minute.
    pub unit_price: Decimal,
    /// Signed.
    pub amount: Money,
    /// The class that taxes refer to.
    pub tax_class: String,
    /// How calls were rated; `None` where the line is no usage.
    pub usage: Option<UsageTerms>,
    /// The request that the line bills; `None` where its kind is not [`LineKind::Macd`].
    pub receipt: Option<Box<Receipt>>,
    /// Where the customer books it: the service's code, else its account's; may be empty.
    pub cost_centre: String,
}

/// The rate of a usage line as it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageTerms {
    /// How many calls the line sums.
    pub calls: u32,
    /// Their length before rounding, in seconds.
    pub seconds: i64,
    /// Seconds are raised to a multiple of this.
    pub increment_seconds: u32,
    /// Seconds are raised to at least this.
    pub minimum_seconds: u32,
    /// Included minutes that these calls used up.
    pub included_minutes_used: Decimal,
}

/// A tax or fee on a section's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLine {
    /// The tax table's code.
    pub code: String,
    /// In plain words.
    pub name: String,
    /// Country and region it belongs to, such as `US-CO`.
    pub jurisdiction: String,
    /// Percent of an amount, or an amount per unit.
    pub kind: TaxKind,
    /// What it was computed from: dollars for a percentage, units else.
    pub base: Decimal,
    /// Percent, or dollars per unit.
    pub rate: Decimal,
    /// Signed.
    pub amount: Money,
}

/// How a tax is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxKind {
    /// Base × rate ÷ 100.
    Percent,
    /// Units × rate.
    PerUnit,
}

impl TaxKind {
    /// As stored and imported.
    pub const fn as_str(self) -> &'static str {
        match self {
            TaxKind::Percent => "percent",
            TaxKind::PerUnit => "per_unit",
        }
    }
}

impl std::str::FromStr for TaxKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<TaxKind, Invalid> {
        match text {
            "percent" => Ok(TaxKind::Percent),
            "per_unit" => Ok(TaxKind::PerUnit),
            _ => Invalid::because(format!("{text:?} is neither percent nor per_unit")),
        }
    }
}

impl std::str::FromStr for LineKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<LineKind, Invalid> {
        let known = LineKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a kind of line")))
    }
}

/// A call on a usage line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedCall {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Calling number.
    pub from: String,
    /// Called number.
    pub to: String,
    /// Its length.
    pub seconds: i64,
    /// Seconds charged after rounding and included minutes.
    pub charged_seconds: i64,
    /// Its price, to a millionth of a dollar.
    pub amount: CallAmount,
}

/// The calls of an invoice by section and line, both counted from 0: the call detail.
pub type CallDetail = std::collections::BTreeMap<(usize, usize), Vec<RatedCall>>;

/// What page 1 sums up: new charges by category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChargesByCategory {
    /// Services in advance.
    pub recurring: Money,
    /// Prorated charges and credits.
    pub catch_up: Money,
    /// One-time charges and credits.
    pub one_time: Money,
    /// Work on request and expedite fees.
    pub macd: Money,
    /// Calls.
    pub usage: Money,
    /// Taxes and fees.
    pub taxes: Money,
    /// Finance charge.
    pub late_fee: Money,
}

impl ChargesByCategory {
    /// All of it: the new charges.
    pub fn total(&self) -> Money {
        self.recurring + self.catch_up + self.one_time + self.macd + self.usage + self.taxes + self.late_fee
    }

    /// Adds a line's amount to its category.
    pub fn add(&mut self, kind: LineKind, amount: Money) {
        match kind {
            LineKind::Recurring => self.recurring += amount,
            LineKind::CatchUp | LineKind::CatchUpCredit => self.catch_up += amount,
            LineKind::OneTime => self.one_time += amount,
            LineKind::Macd | LineKind::Expedite => self.macd += amount,
            LineKind::Usage | LineKind::UsageLate => self.usage += amount,
        }
    }
}

impl Section {
    /// Lines and taxes.
    pub fn total(&self) -> Money {
        self.lines_total() + self.taxes_total()
    }

    /// Lines without taxes.
    pub fn lines_total(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// Where `line` is booked, if that is not where the section is.
    pub fn other_cost_centre<'a>(&self, line: &'a Line) -> Option<&'a str> {
        (line.cost_centre != self.cost_centre).then_some(line.cost_centre.as_str())
    }

    /// Taxes and fees.
    pub fn taxes_total(&self) -> Money {
        self.taxes.iter().map(|tax| tax.amount).sum()
    }
}

impl Invoice {
    /// The late fee's amount, zero where there is none.
    pub fn late_fee_amount(&self) -> Money {
        self.late_fee.as_ref().map_or(Money::ZERO, |fee| fee.amount)
    }

    /// New charges by category.
    pub fn charges(&self) -> ChargesByCategory {
        let mut charges = ChargesByCategory { late_fee: self.late_fee_amount(), ..Default::default() };
        for section in &self.sections {
            charges.taxes += section.taxes_total();
            for line in &section.lines {
                charges.add(line.kind, line.amount);
            }
        }
        charges
    }

    /// Lines, taxes and late fee (INTERFACES, "Arithmetic, exactly", 10).
    pub fn new_charges(&self) -> Money {
        self.sections.iter().map(Section::total).sum::<Money>() + self.late_fee_amount()
    }

    /// What was carried over: previous balance less payments and credits, with adjustments.
    pub fn balance_forward(&self) -> Money {
        self.previous_balance - self.payments - self.credits + self.adjustments
    }

    /// What is to pay, negative where the account is in credit.
    pub fn total_due(&self) -> Money {
        self.balance_forward() + self.new_charges()
    }

    /// What is to pay by the due date: what is in dispute waits (REQUIREMENTS R6.7, R6.8).
    pub fn undisputed_due(&self) -> Money {
        self.total_due() - self.in_dispute
    }
}
