//! What the next invoice will probably be, and of which period: what has accrued, with the calls
//! continued to the end of the period and taxes computed on the result.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::account::BillingFacts;
use super::bill_run::StepState;
use super::draft::Tariff;
use super::invoice::{ChargesByCategory, Invoice, Line, LineKind};
use super::macd::bill::{self, BillableRequest};
use super::tax;
use super::usage::USAGE_TAX_CLASS;
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Before so many days of a period are over its calls say too little of the rest.
const DAYS_TO_TRUST: u32 = 7;

/// The period whose invoice comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPeriod {
    /// The period.
    pub period: BillingPeriod,
    /// It is over; its invoice is on the way.
    pub is_closing: bool,
}

/// The period that accrues on an account: the one that runs, or the one before while its invoice is on
/// the way. `ended` is where the account stands in that one, `last_run` the last period that has a run.
pub fn open_period(
    running: BillingPeriod,
    ended: Option<StepState>,
    last_run: Option<BillingPeriod>,
) -> OpenPeriod {
    let previous = running.previous();
    let is_closing = match ended {
        Some(StepState::Drafted | StepState::Held | StepState::Failed) => true,
        Some(StepState::Issued | StepState::Nothing) => false,
        // Not closed yet. Where no month was ever billed there is none to wait for.
        None => last_run.is_some_and(|last| last < previous),
    };
    OpenPeriod { period: if is_closing { previous } else { running }, is_closing }
}

/// How the calls of a whole period were estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageBasis {
    /// There are none, now or before.
    None,
    /// The period is over: nothing is estimated.
    Complete,
    /// Those so far, continued at the same pace.
    Pace {
        /// Charged so far.
        so_far: Money,
        /// Days that are over.
        days: u32,
        /// Days of the period.
        whole: u32,
    },
    /// The average of the last invoices, where the period has only begun.
    Average(Money),
}

/// The expected new charges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// By category.
    pub charges: ChargesByCategory,
    /// Where its usage comes from.
    pub basis: UsageBasis,
}

/// The usage of an account on each of its last invoices.
pub type PastUsage = Vec<(AccountNumber, Vec<Money>)>;

/// Requests whose work is not reviewed yet, with the account of each.
pub type Running = Vec<(AccountNumber, BillableRequest)>;

/// The calls charged to `account` on each of `invoices`; an invoice without any counts as zero.
pub fn past_usage(invoices: &[&Invoice], account: &AccountNumber) -> Vec<Money> {
    let of = |invoice: &Invoice| {
        let sections = invoice.sections.iter().filter(|section| section.account == *account);
        sections
            .flat_map(|section| &section.lines)
            .filter(|line| is_usage(line))
            .map(|line| line.amount)
            .sum()
    };
    invoices.iter().map(|invoice| of(invoice)).collect()
}

/// What the invoice that closes `period` will charge, from what has `accrued` by `today`, the accounts'
/// usage on their last invoices and the work that is under way.
///
/// # Errors
/// An amount beyond all bounds.
pub fn forecast(
    facts: &BillingFacts,
    accrued: Option<&Invoice>,
    past: &PastUsage,
    running: &Running,
    tariff: &Tariff,
    period: BillingPeriod,
    today: NaiveDate,
) -> Result<Forecast, Invalid> {
    let (days, whole) = (days_over(period, today), period.days());
    let mut charges = ChargesByCategory {
        late_fee: accrued.map_or(Money::ZERO, Invoice::late_fee_amount),
        ..Default::default()
    };
    let (mut so_far, mut expected) = (Money::ZERO, Money::ZERO);
    for member in &facts.members {
        let sections = accrued.map_or(&[][..], |invoice| &invoice.sections);
        let section = sections.iter().find(|section| section.account == member.account.number);
        let lines = section.map_or(&[][..], |section| &section.lines);
        let (calls, mut lines): (Vec<Line>, Vec<Line>) = lines.iter().cloned().partition(is_usage);
        let now: Money = calls.iter().map(|line| line.amount).sum();
        let before = past.iter().find(|(account, _)| *account == member.account.number);
        let usage = match days {
            days if days >= whole => now,
            days if days >= DAYS_TO_TRUST => Money::prorated(Decimal::ONE, now.to_decimal(), whole, days)?,
            _ => now.max(average(before.map_or(&[], |(_, amounts)| amounts))?),
        };
        (so_far, expected) = (so_far + now, expected + usage);
        if !usage.is_zero() {
            lines.push(usage_line(usage, today));
        }
        let locale = tariff.languages.choose(facts.account.locale);
        let work = running.iter().filter(|(account, _)| *account == member.account.number);
        lines.extend(work.flat_map(|(_, request)| bill::lines(request, locale)));
        for line in &lines {
            charges.add(line.kind, line.amount);
        }
        if !lines.is_empty() {
            let taxes = tax::lines(&tariff.taxes, member, &lines, period)?;
            charges.taxes += taxes.iter().map(|tax| tax.amount).sum();
        }
    }
    let basis = match days {
        days if days >= whole => UsageBasis::Complete,
        _ if expected.is_zero() => UsageBasis::None,
        days if days >= DAYS_TO_TRUST => UsageBasis::Pace { so_far, days, whole },
        _ => UsageBasis::Average(expected),
    };
    Ok(Forecast { charges, basis })
}

/// Days of `period` that were over when `today` began.
fn days_over(period: BillingPeriod, today: NaiveDate) -> u32 {
    (today - period.first_day()).num_days().clamp(0, i64::from(period.days())) as u32
}

fn average(amounts: &[Money]) -> Result<Money, Invalid> {
    match amounts.len() {
        0 => Ok(Money::ZERO),
        count => Money::rounded(amounts.iter().copied().sum::<Money>().to_decimal() / Decimal::from(count)),
    }
}

/// Late calls do not go on at the same pace: they stay as they are.
fn is_usage(line: &Line) -> bool {
    line.kind == LineKind::Usage
}

/// A line that carries an estimate to the taxes on it.
fn usage_line(amount: Money, day: NaiveDate) -> Line {
    Line {
        kind: LineKind::Usage,
        code: String::new(),
        description: String::new(),
        from: day,
        to: day,
        days: None,
        period: None,
        quantity: Decimal::ONE,
        unit_price: amount.to_decimal(),
        amount,
        tax_class: USAGE_TAX_CLASS.to_owned(),
        usage: None,
        receipt: None,
        cost_centre: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::{Account, Member};
    use crate::domain::draft::draft;
    use crate::domain::invoice::{Provider, TaxKind};
    use crate::domain::tax::Tax;
    use crate::values::address::PostalAddress;
    use crate::values::ids::AccountId;
    use crate::values::locale::Locale;

    const PERIOD: &str = "2026-11";

    fn account() -> Account {
        Account {
            id: AccountId(1),
            number: "100".parse().unwrap(),
            address: PostalAddress::default(),
            locale: Locale::En,
            terms_days: 30,
            late_fee_percent: Decimal::ONE,
            tax_exempt: false,
            cost_centre: String::new(),
        }
    }

    /// Ten percent on everything.
    fn tariff() -> Tariff {
        let (address, remit_to) = (PostalAddress::default(), PostalAddress::default());
        let (phone, email, portal_url) = (String::new(), String::new(), String::new());
        let tax = Tax {
            code: "T".into(),
            name: "Tax".into(),
            country: String::new(),
            region: String::new(),
            tax_class: String::new(),
            kind: TaxKind::Percent,
            value: Decimal::TEN,
            is_government: false,
            starts_on: NaiveDate::MIN,
            ends_on: None,
        };
        let provider = Provider { address, remit_to, phone, email, portal_url, bank: None, logo: None };
        Tariff { rates: Default::default(), taxes: vec![tax], provider, languages: Default::default() }
    }

    fn member() -> Member {
        let (services, charges, requests, calls) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Member { account: account(), services, charges, requests, calls }
    }

    /// `cents` of calls so far and a charge of 20.00.
    fn expected(cents: i64, past: &[i64], today: &str) -> (i64, i64, UsageBasis) {
        let period = PERIOD.parse().unwrap();
        let charge = crate::domain::account::Charge {
            id: crate::values::ids::ChargeId(1),
            reference: "C".into(),
            charged_on: "2026-10-27".parse().unwrap(),
            description: String::new(),
            tax_class: "labor".into(),
            quantity: Decimal::ONE,
            unit_price: Decimal::from(20),
        };
        let member = Member { charges: vec![charge], ..member() };
        let facts = BillingFacts {
            account: account(),
            members: vec![member],
            history: Vec::new(),
            payments: Vec::new(),
            credits: Vec::new(),
            adjustments: Vec::new(),
        };
        let mut accrued = draft(&facts, &tariff(), period).unwrap().unwrap().invoice;
        let mut calls = usage_line(Money::from_cents(cents), period.first_day());
        calls.code = "basic/local".into();
        accrued.sections[0].lines.push(calls);
        let past = vec![(account().number, past.iter().copied().map(Money::from_cents).collect())];
        let found =
            forecast(&facts, Some(&accrued), &past, &Vec::new(), &tariff(), period, today.parse().unwrap());
        let found = found.unwrap();
        assert_eq!(found.charges.one_time.cents(), 2_000);
        (found.charges.usage.cents(), found.charges.taxes.cents(), found.basis)
    }

    #[test]
    fn the_period_that_ended_is_shown_until_its_invoice_is_out() {
        use StepState::{Drafted, Failed, Held, Issued, Nothing};
        let (october, november, december) = (Some("2026-10"), "2026-11", "2026-12");
        for (ended, last_run, period, is_closing) in [
            (Some(Drafted), Some(november), november, true),
            (Some(Held), Some(november), november, true),
            (Some(Failed), Some(november), november, true),
            (Some(Issued), Some(november), december, false),
            (Some(Nothing), Some(november), december, false),
            // Held back in November, and December was closed early.
            (Some(Held), Some(december), november, true),
            // November is over and not closed.
            (None, october, november, true),
            // It was closed without this account.
            (None, Some(november), december, false),
            // No month was ever billed.
            (None, None, december, false),
        ] {
            let last_run = last_run.map(|period| period.parse().unwrap());
            let open = open_period(december.parse().unwrap(), ended, last_run);
            let expected = OpenPeriod { period: period.parse().unwrap(), is_closing };
            assert_eq!(open, expected, "{ended:?}, {last_run:?}");
        }
    }

    #[test]
    fn calls_go_on_at_their_pace_once_a_week_is_over() {
        // The period has 31 days: 26 October through 25 November. 15.50 in ten days are 48.05 in 31.
        let basis = UsageBasis::Pace { so_far: Money::from_cents(1_550), days: 10, whole: 31 };
        assert_eq!(expected(1_550, &[9_900], "2026-11-05"), (4_805, 681, basis));
        // Less than a week: the average of 30.00, 31.00 and 32.01 is 31.00(3).
        let basis = UsageBasis::Average(Money::from_cents(3_100));
        assert_eq!(expected(1_550, &[3_000, 3_100, 3_201], "2026-11-01"), (3_100, 510, basis));
        // More than the average already: at least that.
        let basis = UsageBasis::Average(Money::from_cents(4_000));
        assert_eq!(expected(4_000, &[3_000], "2026-10-26"), (4_000, 600, basis));
        // It is over: exactly what there is.
        assert_eq!(expected(1_550, &[9_900], "2026-11-26"), (1_550, 355, UsageBasis::Complete));
        assert_eq!(expected(0, &[], "2026-11-01"), (0, 200, UsageBasis::None));
    }
}
