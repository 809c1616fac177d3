//! Assembling an invoice from facts.

use std::collections::HashMap;

use super::account::{BillingFacts, Charge, Member};
use super::invoice::{Invoice, Line, LineKind, PaymentReceived, Provider, Section};
use super::late_fee::late_fee;
use super::tax::Tax;
use super::usage::{Rate, RateKey, Rated};
use super::{recurring, tax, usage};
use crate::values::Invalid;
use crate::values::ids::{AccountId, ChargeId, PaymentId, ServiceId};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// What every invoice of a run shares.
#[derive(Debug)]
pub struct Tariff {
    /// Prices of calls.
    pub rates: HashMap<RateKey, Rate>,
    /// The tax table in its order.
    pub taxes: Vec<Tax>,
    /// The letterhead.
    pub provider: Provider,
}

/// An invoice before it is issued, with the rows that it bills.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The document.
    pub invoice: Invoice,
    /// The account of each section.
    pub accounts: Vec<AccountId>,
    /// What each line of each section bills.
    pub sources: Vec<Vec<Source>>,
    /// The payments that it is the first to show, as in `payments_received`.
    pub payments: Vec<PaymentId>,
}

/// The row or rows that a line bills.
#[derive(Clone, Debug)]
pub enum Source {
    /// Days of a service.
    Service(ServiceId),
    /// A one-time charge.
    Charge(ChargeId),
    /// Calls.
    Calls(Vec<Rated>),
}

/// The invoice of one billing account that closes `period`; `None` where there is nothing new, no
/// payment and no balance (INTERFACES, "Arithmetic, exactly", 2).
///
/// # Errors
/// A call without a rate, or an amount beyond all bounds.
pub fn draft(facts: &BillingFacts, tariff: &Tariff, period: BillingPeriod) -> Result<Option<Draft>, Invalid> {
    let previous_balance = facts.history.last().map_or(Money::ZERO, |invoice| invoice.total_due);
    let payments: Money = facts.payments.iter().map(|payment| payment.amount).sum();
    let shown: Money = facts.history.iter().map(|invoice| invoice.payments + invoice.credits).sum();
    let fee = late_fee(&facts.history, shown + payments, facts.account.late_fee_percent, period)?;

    let (mut sections, mut accounts, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for member in &facts.members {
        if let Some((section, from)) = section(member, tariff, period)? {
            sections.push(section);
            accounts.push(member.account.id);
            sources.push(from);
        }
    }
    if sections.is_empty() && fee.is_none() && facts.payments.is_empty() && previous_balance.is_zero() {
        return Ok(None);
    }
    let account = &facts.account;
    let invoice_date = period.invoice_date();
    let invoice = Invoice {
        number: None,
        account: account.number.clone(),
        bill_to: account.address.clone(),
        provider: tariff.provider.clone(),
        locale: account.locale,
        period,
        invoice_date,
        due_date: invoice_date + chrono::Days::new(u64::from(account.terms_days)),
        previous_balance,
        payments,
        credits: Money::ZERO,
        adjustments: Money::ZERO,
        payments_received: facts.payments.iter().map(received).collect(),
        late_fee: fee,
        sections,
        previous_charges: None,
    };
    let payments = facts.payments.iter().map(|payment| payment.id).collect();
    Ok(Some(Draft { invoice, accounts, sources, payments }))
}

fn received(payment: &super::account::Payment) -> PaymentReceived {
    PaymentReceived {
        account: payment.account.clone(),
        reference: payment.reference.clone(),
        received_on: payment.received_on,
        method: payment.method.clone(),
        amount: payment.amount,
    }
}

fn section(
    member: &Member,
    tariff: &Tariff,
    period: BillingPeriod,
) -> Result<Option<(Section, Vec<Source>)>, Invalid> {
    let mut found: Vec<(Line, Source)> = Vec::new();
    for service in &member.services {
        let lines = recurring::lines(service, period)?;
        found.extend(lines.into_iter().map(|line| (line, Source::Service(service.id))));
    }
    for charge in &member.charges {
        found.push((one_time(charge)?, Source::Charge(charge.id)));
    }
    for usage in usage::lines(&member.calls, &tariff.rates, period)? {
        found.push((usage.line, Source::Calls(usage.calls)));
    }
    if found.is_empty() {
        return Ok(None);
    }
    let (lines, sources): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let taxes = tax::lines(&tariff.taxes, member, &lines, period)?;
    let account = &member.account;
    let section =
        Section { account: account.number.clone(), name: account.address.name.clone(), lines, taxes };
    Ok(Some((section, sources)))
}

fn one_time(charge: &Charge) -> Result<Line, Invalid> {
    Ok(Line {
        kind: LineKind::OneTime,
        code: charge.reference.clone(),
        description: charge.description.clone(),
        from: charge.charged_on,
        to: charge.charged_on,
        days: None,
        period: None,
        quantity: charge.quantity,
        unit_price: charge.unit_price,
        amount: Money::extended(charge.quantity, charge.unit_price)?,
        tax_class: charge.tax_class.clone(),
        usage: None,
    })
}
