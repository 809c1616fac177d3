//! The credit note as a document: what of issued invoices is credited (REQUIREMENTS R3.8, R6.8).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::dispute::LATE_FEE_LINE;
use super::invoice::{ChargesByCategory, Invoice, Line, LineKind, Provider, Section, TaxKind};
use crate::values::address::PostalAddress;
use crate::values::ids::{AccountId, CaseId, CreditNoteId, InvoiceId};
use crate::values::locale::Locale;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber, CreditNumber, InvoiceNumber};

/// A credit note of one billing account. Amounts are USD and positive.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditNote {
    /// Row id.
    pub id: CreditNoteId,
    /// Its number.
    pub number: CreditNumber,
    /// The billing account's number.
    pub account: AccountNumber,
    /// The billing account's name and address, as they were.
    pub bill_to: PostalAddress,
    /// Who credits, as it was.
    pub provider: Provider,
    /// The language the document is written in.
    pub locale: Locale,
    /// The case it settles.
    pub case: Option<CaseNumber>,
    /// The day in Mountain Time from which it counts.
    pub credited_on: NaiveDate,
    /// Why, in words that the customer reads.
    pub reason: String,
    /// What is credited of which invoice line.
    pub lines: Vec<CreditedLine>,
    /// The taxes and fees on that.
    pub taxes: Vec<CreditedTax>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
}

/// What is credited of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditedLine {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub invoice_number: InvoiceNumber,
    /// Counted through all its sections from 0, or [`LATE_FEE_LINE`].
    pub line_no: i32,
    /// The account whose section it stands in.
    pub account: AccountNumber,
    /// What it is; `None` for the late fee.
    pub kind: Option<LineKind>,
    /// In plain words; empty for the late fee.
    pub description: String,
    /// First and last day of service.
    pub from: NaiveDate,
    /// See `from`.
    pub to: NaiveDate,
    /// Without taxes.
    pub amount: Money,
}

/// What is credited of a tax line.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditedTax {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Counted through all its sections from 0.
    pub tax_no: i32,
    /// The tax table's code.
    pub code: String,
    /// In plain words.
    pub name: String,
    /// Country and region it belongs to, such as `US-CO`.
    pub jurisdiction: String,
    /// Percent of an amount, or an amount per unit.
    pub kind: TaxKind,
    /// What of the tax's base is credited: dollars for a percentage, units else.
    pub base: Decimal,
    /// Percent, or dollars per unit.
    pub rate: Decimal,
    /// What is credited.
    pub amount: Money,
}

impl CreditNote {
    /// Lines without taxes.
    pub fn lines_total(&self) -> Money {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// Taxes and fees.
    pub fn taxes_total(&self) -> Money {
        self.taxes.iter().map(|tax| tax.amount).sum()
    }

    /// What is credited.
    pub fn total(&self) -> Money {
        self.lines_total() + self.taxes_total()
    }

    /// It by the categories of invoices, positive.
    pub fn charges(&self) -> ChargesByCategory {
        let mut charges = ChargesByCategory { taxes: self.taxes_total(), ..Default::default() };
        for line in &self.lines {
            match line.kind {
                Some(kind) => charges.add(kind, line.amount),
                None => charges.late_fee += line.amount,
            }
        }
        charges
    }
}

/// A credit note to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCreditNote {
    /// The billing account.
    pub account: AccountId,
    /// The case it settles.
    pub case: Option<CaseId>,
    /// Why, in words that the customer reads.
    pub reason: String,
    /// What of which lines.
    pub items: Vec<CreditItem>,
}

/// A part of a line to be credited; its taxes follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditItem {
    /// An issued invoice of the account.
    pub invoice: InvoiceId,
    /// Counted through all its sections from 0, or [`LATE_FEE_LINE`].
    pub line_no: i32,
    /// Without taxes.
    pub amount: Money,
}

/// The line of `invoice` with this number as it is credited, nothing of it yet.
pub fn credited_line(invoice: &Invoice, id: InvoiceId, line_no: i32) -> Option<CreditedLine> {
    let (section, line) = match line_no {
        LATE_FEE_LINE => {
            invoice.late_fee.as_ref()?;
            return Some(CreditedLine {
                invoice: id,
                invoice_number: invoice.number.clone()?,
                line_no,
                account: invoice.account.clone(),
                kind: None,
                description: String::new(),
                from: invoice.period.first_day(),
                to: invoice.period.last_day(),
                amount: Money::ZERO,
            });
        }
        _ => find_line(invoice, line_no)?,
    };
    Some(CreditedLine {
        invoice: id,
        invoice_number: invoice.number.clone()?,
        line_no,
        account: section.account.clone(),
        kind: Some(line.kind),
        description: line.description.clone(),
        from: line.from,
        to: line.to,
        amount: Money::ZERO,
    })
}

fn find_line(invoice: &Invoice, line_no: i32) -> Option<(&Section, &Line)> {
    let place = usize::try_from(line_no).ok()?;
    let lines =
        invoice.sections.iter().flat_map(|section| section.lines.iter().map(move |line| (section, line)));
    lines.into_iter().nth(place)
}
