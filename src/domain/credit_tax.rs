//! The taxes that go with what is credited, in proportion (REQUIREMENTS R3.8, R6.8).
//!
//! Invariant: a line credited in any number of parts has its taxes credited to the cent; never more
//! than was charged.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::credit_note::CreditedTax;
use super::invoice::{Invoice, Line, LineKind, TaxKind, TaxLine};
use crate::values::Invalid;
use crate::values::ids::InvoiceId;
use crate::values::money::Money;

/// The class that each tax refers to, by its code; empty for every class.
pub type TaxClasses = HashMap<String, String>;

/// What is credited of an invoice's lines, by their numbers.
pub type CreditedByLine = BTreeMap<i32, Money>;

/// A part of a tax line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaxPart {
    /// Of its base.
    pub base: Decimal,
    /// Of its amount.
    pub amount: Money,
}

/// The taxes that go with what is credited of an invoice in all, for each of its tax lines in order.
///
/// A percentage is credited in the proportion of what is credited of its base, an amount per unit in
/// that of the recurring lines whose units it counted. Rounded once, so that parts credited one after
/// the other are the differences of these.
///
/// # Errors
/// A tax whose class is not known; an amount beyond all bounds.
pub fn taxes_on(
    invoice: &Invoice,
    classes: &TaxClasses,
    credited: &CreditedByLine,
) -> Result<Vec<TaxPart>, Invalid> {
    let mut parts = Vec::new();
    let mut first = 0;
    for section in &invoice.sections {
        let lines: Vec<(&Line, Money)> = (first..)
            .zip(&section.lines)
            .map(|(line_no, line)| (line, credited.get(&line_no).copied().unwrap_or_default()))
            .filter(|(_, credited)| !credited.is_zero())
            .collect();
        for tax in &section.taxes {
            let missing = || Invalid(format!("the tax {} is not in the tax table any more", tax.code));
            let class = classes.get(&tax.code).ok_or_else(missing)?;
            let covered = lines.iter().filter(|(line, _)| class.is_empty() || *class == line.tax_class);
            parts.push(match tax.kind {
                TaxKind::Percent => percent_part(tax, covered.map(|(_, credited)| *credited).sum())?,
                TaxKind::PerUnit => {
                    let on = invoice.period.next().first_day();
                    per_unit_part(
                        tax,
                        covered.filter_map(|(line, credited)| units(line, *credited, on)).sum(),
                    )?
                }
            });
        }
        first += section.lines.len() as i32;
    }
    Ok(parts)
}

/// A section with credits in it was taxed on less than its charges: no more is given back.
fn percent_part(tax: &TaxLine, credited: Money) -> Result<TaxPart, Invalid> {
    if tax.amount <= Money::ZERO || tax.base <= Decimal::ZERO {
        return Ok(TaxPart::default());
    }
    let base = credited.to_decimal().min(tax.base);
    Ok(TaxPart { base, amount: tax.amount.share(base, tax.base)? })
}

fn per_unit_part(tax: &TaxLine, units: Decimal) -> Result<TaxPart, Invalid> {
    if tax.amount <= Money::ZERO || tax.base <= Decimal::ZERO {
        return Ok(TaxPart::default());
    }
    let base = units.min(tax.base);
    Ok(TaxPart { base, amount: Money::extended(base, tax.rate)?.min(tax.amount) })
}

/// The units that a line has on `day`, on which they are taxed, in the proportion of what is credited.
fn units(line: &Line, credited: Money, day: NaiveDate) -> Option<Decimal> {
    let is_counted = line.kind == LineKind::Recurring && (line.from..=line.to).contains(&day);
    match is_counted && line.amount > Money::ZERO {
        true if credited == line.amount => Some(line.quantity),
        true => Some(line.quantity * credited.to_decimal() / line.amount.to_decimal()),
        false => None,
    }
}

/// The taxes on what is credited of an invoice beside `before`, which other notes credited.
///
/// # Errors
/// As [`taxes_on`].
pub fn taxes_between(
    invoice: &Invoice,
    id: InvoiceId,
    classes: &TaxClasses,
    before: &CreditedByLine,
    after: &CreditedByLine,
) -> Result<Vec<CreditedTax>, Invalid> {
    let (before, after) = (taxes_on(invoice, classes, before)?, taxes_on(invoice, classes, after)?);
    let taxes = invoice.sections.iter().flat_map(|section| &section.taxes);
    let credited =
        (0..).zip(taxes).zip(before.into_iter().zip(after)).map(|((tax_no, tax), (before, after))| {
            CreditedTax {
                invoice: id,
                tax_no,
                code: tax.code.clone(),
                name: tax.name.clone(),
                jurisdiction: tax.jurisdiction.clone(),
                kind: tax.kind,
                base: after.base - before.base,
                rate: tax.rate,
                amount: after.amount - before.amount,
            }
        });
    Ok(credited.filter(|tax| !tax.amount.is_zero()).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::dispute::LATE_FEE_LINE;
    use crate::domain::invoice::{Provider, Section};
    use crate::values::address::PostalAddress;
    use crate::values::locale::Locale;
    use crate::values::number::AccountNumber;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn line(kind: LineKind, tax_class: &str, quantity: i64, cents: i64) -> Line {
        let day = "2026-11-26".parse().unwrap();
        Line {
            kind,
            code: "S".into(),
            description: "Service".into(),
            from: day,
            to: "2026-12-25".parse().unwrap(),
            days: None,
            period: None,
            quantity: Decimal::from(quantity),
            unit_price: Decimal::ONE,
            amount: Money::from_cents(cents),
            tax_class: tax_class.into(),
            usage: None,
            receipt: None,
            cost_centre: String::new(),
        }
    }

    fn tax(code: &str, kind: TaxKind, base: Decimal, rate: &str) -> TaxLine {
        let rate = dec(rate);
        let amount = match kind {
            TaxKind::Percent => Money::rounded(base * rate / Decimal::ONE_HUNDRED),
            TaxKind::PerUnit => Money::extended(base, rate),
        };
        let (name, jurisdiction) = (code.to_owned(), "US-CO".to_owned());
        TaxLine { code: code.into(), name, jurisdiction, kind, base, rate, amount: amount.unwrap() }
    }

    /// An invoice of 2026-11 with one section, taxed on all its lines and per voice unit.
    fn invoice(lines: Vec<Line>) -> Invoice {
        let base: Money = lines.iter().map(|line| line.amount).sum();
        let units = lines.iter().filter(|line| line.tax_class == "voice" && line.kind == LineKind::Recurring);
        let units: Decimal = units.map(|line| line.quantity).sum();
        let taxes = vec![
            tax("ALL", TaxKind::Percent, base.to_decimal(), "3.333"),
            tax("E911", TaxKind::PerUnit, units, "0.705"),
        ];
        let account: AccountNumber = "A1".parse().unwrap();
        let (address, remit_to) = (PostalAddress::default(), PostalAddress::default());
        let (phone, email, portal_url) = (String::new(), String::new(), String::new());
        let name = String::new();
        Invoice {
            number: Some("INV-202611-000001".parse().unwrap()),
            account: account.clone(),
            bill_to: PostalAddress::default(),
            provider: Provider { address, remit_to, phone, email, portal_url, bank: None, logo: None },
            locale: Locale::En,
            period: "2026-11".parse().unwrap(),
            invoice_date: "2026-11-27".parse().unwrap(),
            due_date: "2026-12-27".parse().unwrap(),
            previous_balance: Money::ZERO,
            payments: Money::ZERO,
            credits: Money::ZERO,
            adjustments: Money::ZERO,
            payments_received: Vec::new(),
            credit_notes: Vec::new(),
            adjustments_made: Vec::new(),
            in_dispute: Money::ZERO,
            late_fee: None,
            sections: vec![Section { account, name, cost_centre: String::new(), lines, taxes }],
            previous_charges: None,
        }
    }

    fn classes() -> TaxClasses {
        [("ALL", ""), ("E911", "voice")].map(|(code, class)| (code.into(), class.into())).into()
    }

    fn cents(invoice: &Invoice, credited: &[(i32, i64)]) -> Vec<i64> {
        let credited =
            credited.iter().map(|(line_no, cents)| (*line_no, Money::from_cents(*cents))).collect();
        taxes_on(invoice, &classes(), &credited).unwrap().iter().map(|part| part.amount.cents()).collect()
    }

    #[test]
    fn taxes_follow_what_is_credited() {
        use LineKind::{OneTime, Recurring};
        // 3.333 % of 250.00 is 8.3325; 10 units at 0.705 are 7.05.
        let invoice = invoice(vec![line(Recurring, "voice", 10, 20_000), line(OneTime, "labor", 2, 5_000)]);
        assert_eq!(cents(&invoice, &[]), [0, 0]);
        // A half: 8.33 x 100 / 250 = 3.332; 5 units = 3.525.
        assert_eq!(cents(&invoice, &[(0, 10_000)]), [333, 353]);
        assert_eq!(cents(&invoice, &[(0, 20_000)]), [666, 705]);
        assert_eq!(cents(&invoice, &[(1, 5_000)]), [167, 0]);
        assert_eq!(cents(&invoice, &[(0, 20_000), (1, 5_000)]), [833, 705]);
        // The late fee is not taxed.
        assert_eq!(cents(&invoice, &[(LATE_FEE_LINE, 100)]), [0, 0]);
    }

    #[test]
    fn no_more_is_given_back_than_was_charged() {
        use LineKind::{CatchUpCredit, Recurring};
        // Taxed on 100.00 - 80.00 only: 3.333 % of 20.00 is 0.67.
        let lines = vec![line(Recurring, "data", 1, 10_000), line(CatchUpCredit, "data", 1, -8_000)];
        assert_eq!(cents(&invoice(lines), &[(0, 10_000)]), [67, 0]);
        let credits = invoice(vec![line(CatchUpCredit, "data", 1, -8_000)]);
        assert_eq!(cents(&credits, &[(0, 1)]), [0, 0]);
    }

    #[test]
    fn a_service_that_was_not_counted_credits_no_units() {
        use LineKind::{CatchUp, Recurring};
        let mut late = line(Recurring, "voice", 3, 3_000);
        late.from = "2026-12-01".parse().unwrap();
        let mut invoice =
            invoice(vec![line(Recurring, "voice", 2, 2_000), late, line(CatchUp, "voice", 9, 900)]);
        invoice.sections[0].taxes[1] = tax("E911", TaxKind::PerUnit, dec("2"), "0.705");
        assert_eq!(cents(&invoice, &[(1, 3_000), (2, 900)])[1], 0);
        assert_eq!(cents(&invoice, &[(0, 2_000), (1, 3_000)])[1], 141);
    }

    proptest! {
        /// In any number of parts: each tax is credited to the cent with the last, never more before.
        #[test]
        fn parts_add_up_to_the_tax(
            amounts in prop::collection::vec((1i64..90_000, 1i64..40, any::<bool>()), 1..6),
            cuts in prop::collection::vec((0usize..6, 1i64..100), 0..12),
        ) {
            let lines = amounts.iter().map(|(cents, quantity, is_voice)| {
                line(LineKind::Recurring, if *is_voice { "voice" } else { "data" }, *quantity, *cents)
            });
            let invoice = invoice(lines.collect());
            let whole: Vec<Money> = invoice.sections[0].lines.iter().map(|line| line.amount).collect();
            let mut credited = CreditedByLine::new();
            let mut sums: BTreeMap<i32, Money> = BTreeMap::new();
            let rest = (0..whole.len()).map(|place| (place, 100));
            for (place, percent) in cuts.into_iter().filter(|(place, _)| *place < whole.len()).chain(rest) {
                let so_far = credited.get(&(place as i32)).copied().unwrap_or_default();
                let left = whole[place] - so_far;
                let part = Money::from_cents(left.cents() * percent / 100);
                let before = credited.clone();
                credited.insert(place as i32, so_far + part);
                let id = InvoiceId(1);
                for tax in taxes_between(&invoice, id, &classes(), &before, &credited).unwrap() {
                    prop_assert!(!tax.amount.is_negative());
                    *sums.entry(tax.tax_no).or_default() += tax.amount;
                    prop_assert!(sums[&tax.tax_no] <= invoice.sections[0].taxes[tax.tax_no as usize].amount);
                }
            }
            let sum = |tax_no: i32| sums.get(&tax_no).copied().unwrap_or_default();
            let taxes = &invoice.sections[0].taxes;
            prop_assert_eq!((sum(0), sum(1)), (taxes[0].amount, taxes[1].amount));
        }
    }
}
