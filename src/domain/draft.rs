//! Assembling an invoice from facts.

use std::collections::HashMap;

use super::account::{BillingFacts, Charge, Credit, Member};
use super::adjustment::Adjustment;
use super::invoice::{
    AdjustmentShown, CreditShown, Invoice, Line, LineKind, PaymentReceived, Provider, Section,
};
use super::late_fee::{IssuedInvoice, late_fee, unpaid};
use super::macd::bill;
use super::tax::Tax;
use super::usage::{Rate, RateKey, Rated};
use super::{recurring, tax, usage};
use crate::values::Invalid;
use crate::values::ids::{AccountId, AdjustmentId, CaseId, ChargeId, CreditNoteId, PaymentId, ServiceId};
use crate::values::languages::Languages;
use crate::values::locale::Locale;
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
    /// What documents are written in.
    pub languages: Languages,
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
    /// The credit notes that it is the first to show, as in `credit_notes`.
    pub credits: Vec<CreditNoteId>,
    /// The adjustments that it is the first to show, as in `adjustments_made`.
    pub adjustments: Vec<AdjustmentId>,
}

/// The row or rows that a line bills.
#[derive(Clone, Debug)]
pub enum Source {
    /// Days of a service.
    Service(ServiceId),
    /// A one-time charge.
    Charge(ChargeId),
    /// A reviewed request.
    Request(CaseId),
    /// Calls.
    Calls(Vec<Rated>),
}

/// The invoice of one billing account that closes `period`; `None` where there is nothing new, no
/// payment, no credit and no balance (INTERFACES, "Arithmetic, exactly", 2).
///
/// # Errors
/// A call without a rate, or an amount beyond all bounds.
pub fn draft(facts: &BillingFacts, tariff: &Tariff, period: BillingPeriod) -> Result<Option<Draft>, Invalid> {
    let previous_balance = facts.history.last().map_or(Money::ZERO, |invoice| invoice.total_due);
    let payments: Money = facts.payments.iter().map(|payment| payment.amount).sum();
    let credits: Money = facts.credits.iter().map(|credit| credit.amount).sum();
    let adjustments: Money = facts.adjustments.iter().map(|adjustment| adjustment.amount).sum();
    let shown: Money = facts.history.iter().map(IssuedInvoice::came_in).sum();
    let paid = shown + payments + credits - adjustments;
    let fee = late_fee(&facts.history, paid, facts.account.late_fee_percent, period)?;

    let locale = tariff.languages.choose(facts.account.locale);
    let (mut sections, mut accounts, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for member in &facts.members {
        if let Some((section, from)) = section(member, locale, tariff, period)? {
            sections.push(section);
            accounts.push(member.account.id);
            sources.push(from);
        }
    }
    let nothing_came_in =
        facts.payments.is_empty() && facts.credits.is_empty() && facts.adjustments.is_empty();
    if sections.is_empty() && fee.is_none() && nothing_came_in && previous_balance.is_zero() {
        return Ok(None);
    }
    let account = &facts.account;
    let invoice_date = period.invoice_date();
    let mut invoice = Invoice {
        number: None,
        account: account.number.clone(),
        bill_to: account.address.clone(),
        provider: tariff.provider.clone(),
        locale,
        period,
        invoice_date,
        due_date: invoice_date + chrono::Days::new(u64::from(account.terms_days)),
        previous_balance,
        payments,
        credits,
        adjustments,
        payments_received: facts.payments.iter().map(received).collect(),
        credit_notes: facts.credits.iter().map(shown_credit).collect(),
        adjustments_made: facts.adjustments.iter().map(shown_adjustment).collect(),
        in_dispute: Money::ZERO,
        late_fee: fee,
        sections,
        previous_charges: None,
    };
    invoice.in_dispute = in_dispute(facts, paid, invoice.total_due());
    let payments = facts.payments.iter().map(|payment| payment.id).collect();
    let credits = facts.credits.iter().map(|credit| credit.id).collect();
    let adjustments = facts.adjustments.iter().map(|adjustment| adjustment.id).collect();
    Ok(Some(Draft { invoice, accounts, sources, payments, credits, adjustments }))
}

/// What is unpaid of earlier invoices and in dispute; not more than is due, where this invoice is
/// itself a credit.
fn in_dispute(facts: &BillingFacts, paid: Money, total_due: Money) -> Money {
    let in_dispute: Money = unpaid(&facts.history, paid).iter().map(|unpaid| unpaid.in_dispute).sum();
    in_dispute.min(total_due).max(Money::ZERO)
}

fn shown_adjustment(adjustment: &Adjustment) -> AdjustmentShown {
    AdjustmentShown {
        kind: adjustment.kind,
        booked_on: adjustment.booked_on,
        reference: adjustment.reference.clone(),
        amount: adjustment.amount,
    }
}

fn shown_credit(credit: &Credit) -> CreditShown {
    CreditShown {
        number: credit.number.clone(),
        credited_on: credit.credited_on,
        reason: credit.reason.clone(),
        amount: credit.amount,
    }
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
    locale: Locale,
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
    for request in &member.requests {
        let lines = bill::lines(request, locale);
        found.extend(lines.into_iter().map(|line| (line, Source::Request(request.case))));
    }
    for usage in usage::lines(&member.calls, &tariff.rates, period)? {
        found.push((usage.line, Source::Calls(usage.calls)));
    }
    if found.is_empty() {
        return Ok(None);
    }
    let (mut lines, sources): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let taxes = tax::lines(&tariff.taxes, member, &lines, period)?;
    let account = &member.account;
    for line in lines.iter_mut().filter(|line| line.cost_centre.is_empty()) {
        line.cost_centre.clone_from(&account.cost_centre);
    }
    let section = Section {
        account: account.number.clone(),
        name: account.address.name.clone(),
        cost_centre: account.cost_centre.clone(),
        lines,
        taxes,
    };
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
        receipt: None,
        cost_centre: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate, TimeDelta};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::account::{Account, Payment, Service};
    use crate::domain::coverage::Coverage;
    use crate::domain::explain::explain;
    use crate::domain::invoice::{BankDetails, TaxKind};
    use crate::domain::ledger::{Entry, Ledger};
    use crate::domain::usage::Call;
    use crate::values::address::PostalAddress;
    use crate::values::ids::CallId;

    fn day(offset: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 8, 1).unwrap() + Days::new(offset)
    }

    fn account(id: i64) -> Account {
        let address = PostalAddress { country: "US".into(), region: "CO".into(), ..Default::default() };
        let number = format!("A{id}").parse().unwrap();
        let (late_fee_percent, id) = (Decimal::new(15, 1), AccountId(id));
        Account {
            id,
            number,
            address,
            locale: Locale::En,
            terms_days: 30,
            late_fee_percent,
            tax_exempt: false,
            cost_centre: String::new(),
        }
    }

    fn tariff() -> Tariff {
        let tax = |code: &str, tax_class: &str, kind, value| Tax {
            code: code.into(),
            name: code.into(),
            country: "US".into(),
            region: String::new(),
            tax_class: tax_class.into(),
            kind,
            value,
            is_government: true,
            starts_on: day(0),
            ends_on: None,
        };
        let key = RateKey { plan: "basic".into(), call_type: "local".into() };
        let per_minute = Decimal::new(315, 4);
        let rate = Rate { per_minute, increment_seconds: 6, minimum_seconds: 30, included_seconds: 120 };
        let bank =
            Some(BankDetails { bank: "B".into(), routing_number: "1".into(), account_number: "2".into() });
        let (address, remit_to) = (PostalAddress::default(), PostalAddress::default());
        let (phone, email, portal_url) = (String::new(), String::new(), String::new());
        Tariff {
            rates: HashMap::from([(key, rate)]),
            taxes: vec![
                tax("P", "", TaxKind::Percent, Decimal::new(3_333, 3)),
                tax("U", "voice", TaxKind::PerUnit, Decimal::new(705, 3)),
            ],
            provider: Provider { address, remit_to, phone, email, portal_url, bank, logo: None },
            languages: Languages::default(),
        }
    }

    type Facts = (Vec<(u64, Option<u64>, i64, i64)>, Vec<(i64, i64)>, Vec<(i64, i64)>);

    fn member(id: i64, (services, charges, calls): &Facts) -> Member {
        let service =
            |(place, (start, length, quantity, cents)): (usize, &(u64, Option<u64>, i64, i64))| Service {
                id: ServiceId(place as i64),
                code: format!("S{place}"),
                description: String::new(),
                tax_class: "voice".into(),
                quantity: Decimal::new(*quantity, 1),
                unit_price: Decimal::new(*cents, 2),
                starts_on: day(*start),
                ends_on: length.map(|length| day(start + length)),
                covered: Coverage::default(),
                cost_centre: String::new(),
            };
        let charge = |(place, (quantity, mills)): (usize, &(i64, i64))| Charge {
            id: ChargeId(place as i64),
            reference: format!("C{place}"),
            charged_on: day(60),
            description: String::new(),
            tax_class: "labor".into(),
            quantity: Decimal::from(*quantity),
            unit_price: Decimal::new(*mills, 3),
        };
        let key = std::sync::Arc::new(RateKey { plan: "basic".into(), call_type: "local".into() });
        let call = |(place, (hours, seconds)): (usize, &(i64, i64))| Call {
            id: CallId(place as i64),
            call_id: place.to_string(),
            started_at: day(30).and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(*hours),
            seconds: *seconds,
            key: key.clone(),
        };
        Member {
            account: account(id),
            services: services.iter().enumerate().map(service).collect(),
            charges: charges.iter().enumerate().map(charge).collect(),
            requests: Vec::new(),
            calls: calls.iter().enumerate().map(call).collect(),
        }
    }

    fn facts() -> impl Strategy<Value = Facts> {
        (
            prop::collection::vec((0u64..150, prop::option::of(0u64..90), 0i64..500, -3_000i64..9_000), 0..5),
            prop::collection::vec((0i64..9, -9_999i64..9_999), 0..4),
            prop::collection::vec((0i64..1_300, 0i64..4_000), 0..20),
        )
    }

    #[test]
    fn a_line_is_booked_where_its_service_is_or_else_its_account() {
        let two = vec![(0, None, 10, 100), (0, None, 10, 100)];
        let mut member = member(0, &(two, vec![(1, 1_000)], vec![(1, 60)]));
        member.account.cost_centre = "HQ".into();
        member.services[1].cost_centre = "LAB".into();
        let (account, members) = (account(0), vec![member]);
        let facts = BillingFacts {
            account,
            members,
            history: Vec::new(),
            payments: Vec::new(),
            credits: Vec::new(),
            adjustments: Vec::new(),
        };
        let drafted = draft(&facts, &tariff(), "2026-10".parse().unwrap()).unwrap().unwrap();
        let section = &drafted.invoice.sections[0];
        assert_eq!(section.cost_centre, "HQ");
        for line in &section.lines {
            let expected = if line.code == "S1" { "LAB" } else { "HQ" };
            assert_eq!(line.cost_centre, expected, "{}", line.code);
            assert_eq!(section.other_cost_centre(line), (expected == "LAB").then_some("LAB"));
        }
        let kinds: std::collections::BTreeSet<_> = section.lines.iter().map(|line| line.kind).collect();
        assert!(kinds.len() >= 4, "services, a charge and calls: {kinds:?}");
    }

    #[test]
    fn what_is_in_dispute_is_no_more_than_is_due() {
        let issued = |new_charges: i64, in_dispute: i64| IssuedInvoice {
            due_date: day(40),
            new_charges: Money::from_cents(new_charges),
            late_fee: Money::ZERO,
            payments: Money::ZERO,
            credits: Money::ZERO,
            adjustments: Money::ZERO,
            total_due: Money::from_cents(new_charges),
            in_dispute: Money::from_cents(in_dispute),
        };
        let credit = |cents| Credit {
            id: CreditNoteId(7),
            number: "CN-2026-000007".parse().unwrap(),
            credited_on: day(60),
            reason: "Goodwill".into(),
            amount: Money::from_cents(cents),
        };
        // Of 100.00, 30.00 are in dispute. New charges of so many cents, credits of so many.
        let cases = [
            (500, 0, 3_000),
            (500, 5_000, 3_000),
            (500, 8_000, 2_000),
            (-2_000, 0, 3_000),
            (-9_000, 0, 1_000),
            (-99_999, 0, 0),
        ];
        for (charge, credited, in_dispute) in cases {
            let member = member(0, &(Vec::new(), vec![(1, charge * 10)], Vec::new()));
            let mut facts = BillingFacts {
                account: account(0),
                members: vec![member],
                history: vec![issued(10_000, 3_000)],
                payments: Vec::new(),
                credits: vec![credit(credited)],
                adjustments: Vec::new(),
            };
            facts.account.late_fee_percent = Decimal::ZERO;
            let tariff = Tariff { taxes: Vec::new(), ..tariff() };
            let invoice = draft(&facts, &tariff, "2026-10".parse().unwrap()).unwrap().unwrap().invoice;
            let due = 10_000 + charge - credited;
            assert_eq!((invoice.total_due().cents(), invoice.credits.cents()), (due, credited));
            assert_eq!(invoice.in_dispute.cents(), in_dispute, "{charge} and {credited}");
        }
    }

    proptest! {
        /// Lines and taxes are the sections, sections and late fee the document, and the books
        /// receive exactly that, in postings that sum to zero.
        #[test]
        fn a_document_adds_up(members in prop::collection::vec(facts(), 1..4), paid in 0i64..99_999) {
            let payment = Payment {
                id: PaymentId(1),
                account: account(0).number,
                reference: "P".into(),
                received_on: day(70),
                method: "ach".into(),
                amount: Money::from_cents(paid + 1),
            };
            let facts = BillingFacts {
                account: account(0),
                members: (0..).zip(&members).map(|(id, facts)| member(id, facts)).collect(),
                history: Vec::new(),
                payments: vec![payment],
                credits: Vec::new(),
                adjustments: Vec::new(),
            };
            let drafted = draft(&facts, &tariff(), "2026-10".parse().unwrap()).unwrap().unwrap();
            let invoice = &drafted.invoice;
            let mut cents = 0;
            for section in &invoice.sections {
                prop_assert!(!section.lines.is_empty(), "a section without lines is left out");
                cents += section.lines.iter().map(|line| line.amount.cents()).sum::<i64>();
                cents += section.taxes.iter().map(|tax| tax.amount.cents()).sum::<i64>();
            }
            prop_assert_eq!(invoice.new_charges().cents(), cents);
            prop_assert_eq!(invoice.total_due().cents(), cents - paid - 1);
            let entry = Entry::of_charges(invoice.invoice_date, &invoice.charges());
            prop_assert_eq!(entry.postings.iter().map(|posting| posting.amount.cents()).sum::<i64>(), 0);
            let nothing = Invoice { sections: Vec::new(), late_fee: None, ..invoice.clone() };
            let explained = explain(&nothing, invoice).steps.iter().map(|step| step.amount.cents()).sum::<i64>();
            prop_assert_eq!(explained, cents);
            let owed = entry.postings.iter().find(|posting| posting.ledger == Ledger::Receivable);
            prop_assert_eq!(owed.map_or(0, |posting| posting.amount.cents()), cents);
        }
    }
}
