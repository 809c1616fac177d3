//! What a change of services does to the next invoice, by the rule that bills them.

use super::account::Service;
use super::coverage::Span;
use super::invoice::{Line, LineKind};
use super::recurring::lines;
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// What the next invoice shows of the services that change, before taxes.
#[derive(Clone, Debug)]
pub struct ServiceCost {
    /// The period that it closes.
    pub period: BillingPeriod,
    /// Its lines of those services.
    pub lines: Vec<Line>,
    /// How much more it charges than without the change.
    pub difference: Money,
}

/// What the closing of `period` makes of services as they were `before` and are `after`: of those that
/// differ. Where a draft of the period before waits to be issued (`drafted`), its lines count as billed.
///
/// # Errors
/// Amounts that are too large.
pub fn cost(
    before: &[Service],
    after: &[Service],
    period: BillingPeriod,
    drafted: Option<BillingPeriod>,
) -> Result<ServiceCost, Invalid> {
    let (mut found, mut difference) = (Vec::new(), Money::ZERO);
    for service in after {
        let old = before.iter().find(|old| old.id == service.id);
        if old.is_some_and(|old| is_same(old, service)) {
            continue;
        }
        let mut service = service.clone();
        if let Some(old) = old {
            let mut old = old.clone();
            if let Some(drafted) = drafted {
                cover(&mut old, drafted)?;
                service.covered = old.covered.clone();
            }
            difference = difference - total(&lines(&old, period)?);
        }
        let new = lines(&service, period)?;
        difference += total(&new);
        found.extend(new);
    }
    Ok(ServiceCost { period, lines: found, difference })
}

fn is_same(one: &Service, other: &Service) -> bool {
    let of = |service: &Service| (service.quantity, service.unit_price, service.starts_on, service.ends_on);
    of(one) == of(other)
}

/// Counts what a draft bills as billed.
fn cover(service: &mut Service, drafted: BillingPeriod) -> Result<(), Invalid> {
    for line in lines(service, drafted)? {
        let Some(span) = Span::new(line.from, line.to) else { continue };
        match line.kind {
            LineKind::CatchUpCredit => service.covered.remove(span),
            _ => service.covered.add(span),
        }
    }
    Ok(())
}

fn total(lines: &[Line]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::coverage::Coverage;
    use crate::values::ids::ServiceId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn service(id: i64, price: i64, from: &str, to: Option<&str>, billed: Option<&str>) -> Service {
        Service {
            id: ServiceId(id),
            code: format!("S{id}"),
            description: "UC User".into(),
            tax_class: "voice".into(),
            quantity: 1.into(),
            unit_price: price.into(),
            starts_on: day(from),
            ends_on: to.map(day),
            covered: Coverage::of(billed.and_then(|to| Span::new(day(from), day(to)))),
            cost_centre: String::new(),
        }
    }

    fn amounts(cost: &ServiceCost) -> Vec<String> {
        cost.lines.iter().map(|line| line.amount.to_string()).collect()
    }

    #[test]
    fn a_new_price_inside_a_period_credits_and_charges_its_days() {
        // Period 2026-12 is 26 November to 25 December, 30 days; from 11 December on 15 are left.
        let old = service(1, 30, "2026-01-26", None, Some("2026-12-25"));
        let ended = Service { ends_on: Some(day("2026-12-10")), ..old.clone() };
        let new = service(2, 45, "2026-12-11", None, None);
        let other = service(3, 99, "2026-01-26", None, None);
        let period = "2026-12".parse().unwrap();
        let found = cost(&[old, other.clone()], &[ended, other, new], period, None).unwrap();
        // 15 of 30 days of 30.00 back, 15 of 30 of 45.00, then a whole 45.00 instead of 30.00.
        assert_eq!(amounts(&found), ["-15.00", "22.50", "45.00"]);
        assert_eq!(found.difference.to_string(), "22.50");
    }

    #[test]
    fn what_a_waiting_draft_bills_is_not_billed_again() {
        // Billed through 25 November; the draft of 2026-11 bills ahead through 25 December.
        let old = service(1, 30, "2026-01-26", None, Some("2026-11-25"));
        let ended = Service { ends_on: Some(day("2026-12-10")), ..old.clone() };
        let (period, drafted) = ("2026-12".parse().unwrap(), Some("2026-11".parse().unwrap()));
        let (before, after) = ([old], [ended]);
        let found = cost(&before, &after, period, drafted).unwrap();
        assert_eq!(amounts(&found), ["-15.00"]);
        assert_eq!(found.difference.to_string(), "-45.00", "and no 30.00 for the next period");
        let without = cost(&before, &after, period, None).unwrap();
        assert_eq!(amounts(&without), ["15.00"]);
    }
}
