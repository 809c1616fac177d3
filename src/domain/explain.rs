//! Why an invoice differs from the one before: a bridge between the two totals, exact to the cent.
//!
//! Invariant: the steps add up to the difference, and each step's items add up to the step.

use std::collections::{BTreeMap, BTreeSet};

use super::invoice::{Invoice, Line, LineKind};
use crate::values::money::Money;
use crate::values::number::AccountNumber;

/// What a difference comes from. The order is the order of the bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Services that the invoice before did not charge in advance.
    Added,
    /// Services that this invoice does not charge in advance any more.
    Removed,
    /// Services that go on with another quantity or price: one ended and another of the same name began.
    Changed,
    /// Parts of periods: catch-up charges and credits, and services charged for some days only.
    Prorated,
    /// One-time charges and credits.
    OneTime,
    /// Work on request and expedite fees.
    Macd,
    /// Calls.
    Usage,
    /// Taxes and fees.
    Taxes,
    /// The finance charge.
    LateFee,
}

impl Cause {
    /// As named in texts and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cause::Added => "added",
            Cause::Removed => "removed",
            Cause::Changed => "changed",
            Cause::Prorated => "prorated",
            Cause::OneTime => "one-time",
            Cause::Macd => "macd",
            Cause::Usage => "usage",
            Cause::Taxes => "taxes",
            Cause::LateFee => "late-fee",
        }
    }
}

/// The way from the new charges of one invoice to those of the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// New charges of the invoice before.
    pub before: Money,
    /// New charges of this invoice.
    pub now: Money,
    /// In order; a cause of which nothing changed is left out.
    pub steps: Vec<Step>,
}

/// What one cause adds or takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub cause: Cause,
    /// Signed.
    pub amount: Money,
    /// What it consists of, by account and code; an item that stayed the same is left out.
    pub items: Vec<Item>,
}

/// A service, a charge, a kind of calls or a tax on both invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The account of its section.
    pub account: AccountNumber,
    /// Service, reference, `plan/call_type` or tax code.
    pub code: String,
    /// In plain words.
    pub description: String,
    /// What the invoice before charged.
    pub before: Money,
    /// What this invoice charges.
    pub now: Money,
}

impl Item {
    /// What it adds or takes away.
    pub fn change(&self) -> Money {
        self.now - self.before
    }
}

impl Bridge {
    /// The difference between the two totals.
    pub fn change(&self) -> Money {
        self.now - self.before
    }

    /// The causes that explain most of the difference, the largest first: at most two, and only
    /// those that go its way.
    pub fn main_steps(&self) -> Vec<&Step> {
        let change = self.change();
        let mut along: Vec<&Step> = self
            .steps
            .iter()
            .filter(|step| step.amount.is_negative() == change.is_negative() && !change.is_zero())
            .collect();
        along.sort_by_key(|step| std::cmp::Reverse(step.amount.cents().abs()));
        along.truncate(2);
        along
    }
}

/// Explains the difference of `now` to `before`, the invoice before it of the same account.
pub fn explain(before: &Invoice, now: &Invoice) -> Bridge {
    let mut items = Items::default();
    let advance = Advance::of(before, now);
    items.add(before, &advance, |item, amount| item.before += amount);
    items.add(now, &advance, |item, amount| item.now += amount);
    let steps: Vec<Step> = items.into_steps();
    let bridge = Bridge { before: before.new_charges(), now: now.new_charges(), steps };
    let explained: Money = bridge.steps.iter().map(|step| step.amount).sum();
    assert_eq!(explained, bridge.change(), "the steps add up to the difference");
    bridge
}

/// The services that each invoice charges in advance, by account and code, and by account and name.
struct Advance<'a> {
    before: Charged<'a>,
    now: Charged<'a>,
}

#[derive(Default)]
struct Charged<'a> {
    codes: BTreeSet<(&'a AccountNumber, &'a str)>,
    names: BTreeSet<(&'a AccountNumber, &'a str)>,
}

impl<'a> Charged<'a> {
    /// The services of `invoice` in advance; names only of those whose codes `other` does not have.
    fn of(invoice: &'a Invoice, other: &'a Invoice) -> Charged<'a> {
        let advance =
            |invoice: &'a Invoice| lines(invoice).filter(|(_, line)| line.kind == LineKind::Recurring);
        let known: BTreeSet<_> =
            advance(other).map(|(account, line)| (account, line.code.as_str())).collect();
        let mut charged = Charged::default();
        for (account, line) in advance(invoice) {
            charged.codes.insert((account, line.code.as_str()));
            if !known.contains(&(account, line.code.as_str())) {
                charged.names.insert((account, line.description.as_str()));
            }
        }
        charged
    }
}

impl<'a> Advance<'a> {
    fn of(before: &'a Invoice, now: &'a Invoice) -> Advance<'a> {
        Advance { before: Charged::of(before, now), now: Charged::of(now, before) }
    }

    fn cause(&self, account: &AccountNumber, line: &Line) -> Cause {
        let (code, name) = ((account, line.code.as_str()), (account, line.description.as_str()));
        let (was, is) = (self.before.codes.contains(&code), self.now.codes.contains(&code));
        match line.kind {
            LineKind::Recurring if was != is => {
                match (self.before.names.contains(&name), self.now.names.contains(&name)) {
                    (true, true) => Cause::Changed,
                    _ if is => Cause::Added,
                    _ => Cause::Removed,
                }
            }
            // On both: where they differ, one is for some days of its period only.
            LineKind::Recurring | LineKind::CatchUp | LineKind::CatchUpCredit => Cause::Prorated,
            LineKind::OneTime => Cause::OneTime,
            LineKind::Macd | LineKind::Expedite => Cause::Macd,
            LineKind::Usage | LineKind::UsageLate => Cause::Usage,
        }
    }
}

fn lines(invoice: &Invoice) -> impl Iterator<Item = (&AccountNumber, &Line)> {
    invoice.sections.iter().flat_map(|section| section.lines.iter().map(|line| (&section.account, line)))
}

/// Items by cause, account, code or name, and whether they are charged in advance: a service that is
/// both in advance and prorated is two items, of which the one that stayed the same is left out.
#[derive(Default)]
struct Items(BTreeMap<(Cause, AccountNumber, String, bool), Item>);

impl Items {
    fn add(&mut self, invoice: &Invoice, advance: &Advance<'_>, mut put: impl FnMut(&mut Item, Money)) {
        for (account, line) in lines(invoice) {
            let cause = advance.cause(account, line);
            // What changed is one item under its new code; an older code of it is not known any more.
            let key = if cause == Cause::Changed { &line.description } else { &line.code };
            let item = self.item(cause, account, key, &line.description, line.kind == LineKind::Recurring);
            item.code.clone_from(&line.code);
            put(item, line.amount);
        }
        for section in &invoice.sections {
            for tax in &section.taxes {
                put(self.item(Cause::Taxes, &section.account, &tax.code, &tax.name, false), tax.amount);
            }
        }
        if let Some(fee) = &invoice.late_fee {
            put(self.item(Cause::LateFee, &invoice.account, "", "", false), fee.amount);
        }
    }

    fn item(
        &mut self,
        cause: Cause,
        account: &AccountNumber,
        key: &str,
        description: &str,
        is_advance: bool,
    ) -> &mut Item {
        self.0.entry((cause, account.clone(), key.to_owned(), is_advance)).or_insert_with(|| Item {
            account: account.clone(),
            code: key.to_owned(),
            description: description.to_owned(),
            before: Money::ZERO,
            now: Money::ZERO,
        })
    }

    fn into_steps(self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for ((cause, ..), item) in self.0 {
            if item.change().is_zero() {
                continue;
            }
            match steps.last_mut() {
                Some(step) if step.cause == cause => {
                    step.amount += item.change();
                    step.items.push(item);
                }
                _ => steps.push(Step { cause, amount: item.change(), items: vec![item] }),
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::invoice::{LateFee, Provider, Section, TaxKind, TaxLine};
    use crate::values::address::PostalAddress;
    use crate::values::locale::Locale;

    fn line(kind: LineKind, code: &str, cents: i64) -> Line {
        let day = NaiveDate::default();
        Line {
            kind,
            code: code.into(),
            description: code.to_lowercase(),
            from: day,
            to: day,
            days: None,
            period: None,
            quantity: 1.into(),
            unit_price: 1.into(),
            amount: Money::from_cents(cents),
            tax_class: "voice".into(),
            usage: None,
            receipt: None,
            cost_centre: String::new(),
        }
    }

    fn invoice(lines: Vec<Line>, tax: i64, fee: i64) -> Invoice {
        let tax = TaxLine {
            code: "FUSF".into(),
            name: "Universal service".into(),
            jurisdiction: "US".into(),
            kind: TaxKind::Percent,
            base: 1.into(),
            rate: 1.into(),
            amount: Money::from_cents(tax),
        };
        let account: AccountNumber = "100".parse().unwrap();
        let (name, cost_centre) = ("Elm".into(), String::new());
        let section = Section { account: account.clone(), name, cost_centre, lines, taxes: vec![tax] };
        let (address, remit_to) = (PostalAddress::default(), PostalAddress::default());
        let (phone, email, portal_url) = (String::new(), String::new(), String::new());
        let amount = Money::from_cents(fee);
        Invoice {
            number: None,
            account,
            bill_to: PostalAddress::default(),
            provider: Provider { address, remit_to, phone, email, portal_url, bank: None, logo: None },
            locale: Locale::En,
            period: "2026-11".parse().unwrap(),
            invoice_date: NaiveDate::default(),
            due_date: NaiveDate::default(),
            previous_balance: Money::ZERO,
            payments: Money::ZERO,
            credits: Money::ZERO,
            adjustments: Money::ZERO,
            payments_received: Vec::new(),
            credit_notes: Vec::new(),
            adjustments_made: Vec::new(),
            in_dispute: Money::ZERO,
            late_fee: (fee != 0).then(|| LateFee { percent: 1.into(), base: amount, amount }),
            sections: vec![section],
            previous_charges: None,
        }
    }

    #[test]
    fn every_cent_of_a_difference_has_a_cause() {
        use LineKind::*;
        let october = invoice(
            vec![
                line(Recurring, "SEATS", 10_000),
                line(Recurring, "FAX", 1_500),
                line(CatchUp, "SEATS", 2_000),
                line(OneTime, "PORTING", 5_000),
                line(Usage, "basic/local", 310),
            ],
            900,
            0,
        );
        let november = invoice(
            vec![
                line(Recurring, "SEATS", 10_000),
                line(Recurring, "ROOM", 4_000),
                line(CatchUp, "ROOM", 1_000),
                line(CatchUpCredit, "FAX", -750),
                line(Usage, "basic/local", 420),
                line(UsageLate, "basic/local", 30),
            ],
            1_000,
            75,
        );
        let bridge = explain(&october, &november);
        // 100 + 15 + 20 + 50 + 3.10 + 9 = 197.10; 100 + 40 + 10 - 7.50 + 4.20 + 0.30 + 10 + 0.75 = 157.75
        assert_eq!((bridge.before.cents(), bridge.now.cents()), (19_710, 15_775));
        let steps: Vec<_> = bridge.steps.iter().map(|step| (step.cause, step.amount.cents())).collect();
        let expected = [
            (Cause::Added, 4_000),
            (Cause::Removed, -1_500),
            (Cause::Prorated, 1_000 - 750 - 2_000),
            (Cause::OneTime, -5_000),
            (Cause::Usage, 140),
            (Cause::Taxes, 100),
            (Cause::LateFee, 75),
        ];
        assert_eq!(steps, expected);
        let prorated: Vec<_> = bridge.steps[2]
            .items
            .iter()
            .map(|item| (item.code.as_str(), item.before.cents(), item.now.cents()))
            .collect();
        assert_eq!(prorated, [("FAX", 0, -750), ("ROOM", 0, 1_000), ("SEATS", 2_000, 0)]);
        let main: Vec<_> = bridge.main_steps().iter().map(|step| step.cause).collect();
        assert_eq!(main, [Cause::OneTime, Cause::Prorated]);
    }

    #[test]
    fn work_on_request_and_its_fee_are_one_item() {
        let lines =
            vec![line(LineKind::Macd, "C-000042", 5_000), line(LineKind::Expedite, "C-000042", 15_000)];
        let bridge = explain(&invoice(Vec::new(), 0, 0), &invoice(lines, 0, 0));
        let steps: Vec<_> = bridge.steps.iter().map(|step| (step.cause, step.amount.cents())).collect();
        assert_eq!(steps, [(Cause::Macd, 20_000)]);
        let items: Vec<_> = bridge.steps[0].items.iter().map(|item| item.description.as_str()).collect();
        assert_eq!(items, ["c-000042"]);
    }

    #[test]
    fn another_quantity_is_a_change_and_not_a_removal() {
        let named = |code: &str, name: &str, cents| Line {
            description: name.into(),
            ..line(LineKind::Recurring, code, cents)
        };
        let october = invoice(vec![named("S1", "Seat", 80_190), named("S2", "Fax", 1_500)], 0, 0);
        let november = invoice(vec![named("S7", "Seat", 83_930), named("S8", "Room", 900)], 0, 0);
        let bridge = explain(&october, &november);
        let steps: Vec<_> = bridge.steps.iter().map(|step| (step.cause, step.amount.cents())).collect();
        assert_eq!(steps, [(Cause::Added, 900), (Cause::Removed, -1_500), (Cause::Changed, 3_740)]);
        let item = &bridge.steps[2].items[0];
        assert_eq!((item.code.as_str(), item.before.cents(), item.now.cents()), ("S7", 80_190, 83_930));
    }

    #[test]
    fn the_same_month_again_needs_no_explanation() {
        let month = invoice(vec![line(LineKind::Recurring, "SEATS", 10_000)], 900, 0);
        let bridge = explain(&month, &month);
        assert_eq!((bridge.change(), bridge.steps.len()), (Money::ZERO, 0));
        assert!(bridge.main_steps().is_empty());
    }
}
