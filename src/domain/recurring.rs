//! Recurring charges day by day (INTERFACES, "Arithmetic, exactly", 3).

use super::account::Service;
use super::coverage::{Coverage, Span};
use super::invoice::{Line, LineKind};
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// The lines of `service` on the invoice that closes `period`, oldest period first, charges before
/// credits: days served and not covered are charged, days covered and not served are credited,
/// through the end of the next period.
pub fn lines(service: &Service, period: BillingPeriod) -> Result<Vec<Line>, Invalid> {
    let horizon = period.next().last_day();
    let end = service.ends_on.map_or(horizon, |end| end.min(horizon));
    let served = Coverage::of(Span::new(service.starts_on, end));
    let known = Span::new(service.starts_on, horizon);
    let covered = known.map_or_else(Coverage::default, |known| service.covered.within(known));

    let mut lines = Vec::new();
    for (days, is_credit) in [(served.minus(&covered), false), (covered.minus(&served), true)] {
        for (of, days) in by_period(&days) {
            lines.push(line(service, period, of, &days, is_credit)?);
        }
    }
    lines.sort_by_key(|line| (line.period, line.kind));
    Ok(lines)
}

fn by_period(days: &Coverage) -> Vec<(BillingPeriod, Coverage)> {
    let Some(hull) = days.hull() else { return Vec::new() };
    let last = BillingPeriod::of_day(hull.to);
    std::iter::successors(Some(BillingPeriod::of_day(hull.from)), |period| Some(period.next()))
        .take_while(|period| *period <= last)
        .map(|period| (period, days.within(Span { from: period.first_day(), to: period.last_day() })))
        .filter(|(_, days)| days.days() > 0)
        .collect()
}

fn line(
    service: &Service,
    closing: BillingPeriod,
    of: BillingPeriod,
    days: &Coverage,
    is_credit: bool,
) -> Result<Line, Invalid> {
    let hull = days.hull().expect("a line has days");
    let amount = Money::prorated(service.quantity, service.unit_price, days.days(), of.days())?;
    let kind = match is_credit {
        true => LineKind::CatchUpCredit,
        false if of > closing => LineKind::Recurring,
        false => LineKind::CatchUp,
    };
    Ok(Line {
        kind,
        code: service.code.clone(),
        description: service.description.clone(),
        from: hull.from,
        to: hull.to,
        days: Some(days.days()),
        period: Some(of),
        quantity: service.quantity,
        unit_price: service.unit_price,
        amount: if is_credit { -amount } else { amount },
        tax_class: service.tax_class.clone(),
        usage: None,
        receipt: None,
        cost_centre: service.cost_centre.clone(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::values::ids::ServiceId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(text: &str) -> BillingPeriod {
        text.parse().unwrap()
    }

    fn service(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Service {
        Service {
            id: ServiceId(1),
            code: "S".into(),
            description: "UC User".into(),
            tax_class: "voice".into(),
            quantity: 1.into(),
            unit_price: 30.into(),
            starts_on,
            ends_on,
            covered: Coverage::default(),
            cost_centre: String::new(),
        }
    }

    fn short(lines: &[Line]) -> Vec<(LineKind, String, u32, String)> {
        lines
            .iter()
            .map(|l| (l.kind, l.period.unwrap().to_string(), l.days.unwrap(), l.amount.to_string()))
            .collect()
    }

    /// Bills `lines` as an issued invoice would.
    fn cover(service: &mut Service, lines: &[Line]) {
        for line in lines {
            let span = Span::new(line.from, line.to).unwrap();
            match line.kind {
                LineKind::CatchUpCredit => service.covered.remove(span),
                _ => service.covered.add(span),
            }
        }
    }

    #[test]
    fn a_new_service_catches_up_and_is_billed_ahead() {
        // Period 2026-11 is 26 October to 25 November, 31 days; the 16th on leaves 10 of them.
        let lines = lines(&service(day("2026-11-16"), None), period("2026-11")).unwrap();
        assert_eq!(
            short(&lines),
            [
                (LineKind::CatchUp, "2026-11".into(), 10, "9.68".into()),
                (LineKind::Recurring, "2026-12".into(), 30, "30.00".into()),
            ]
        );
    }

    #[test]
    fn an_ended_service_is_credited_for_the_days_not_rendered() {
        let mut ended = service(day("2026-01-26"), None);
        ended.covered.add(Span::new(day("2026-01-26"), day("2026-11-25")).unwrap());
        ended.ends_on = Some(day("2026-11-10"));
        // 11 to 25 November: 15 of 31 days of 30.00 is 14.516…
        assert_eq!(
            short(&lines(&ended, period("2026-11")).unwrap()),
            [(LineKind::CatchUpCredit, "2026-11".into(), 15, "-14.52".into())]
        );
    }

    #[test]
    fn days_billed_beyond_the_next_period_are_left_for_later() {
        let mut ended = service(day("2026-10-26"), Some(day("2026-11-25")));
        ended.covered.add(Span::new(day("2026-10-26"), day("2027-01-10")).unwrap());
        let first = lines(&ended, period("2026-11")).unwrap();
        assert_eq!(short(&first), [(LineKind::CatchUpCredit, "2026-12".into(), 30, "-30.00".into())]);
        cover(&mut ended, &first);
        let second = lines(&ended, period("2026-12")).unwrap();
        assert_eq!(second.len(), 1);
        assert_eq!((second[0].days, second[0].to), (Some(16), day("2027-01-10")));
    }

    proptest! {
        /// Whatever is ended, reopened and closed in between, in the end exactly the days served are billed.
        #[test]
        fn every_day_served_is_billed_once(start in 0u64..200, ends in prop::collection::vec(prop::option::of(0u64..400), 1..8)) {
            let origin = day("2026-01-01");
            let starts_on = origin + chrono::Days::new(start);
            let mut service = service(starts_on, None);
            let mut closing = BillingPeriod::of_day(starts_on);
            for end in ends {
                service.ends_on = end.map(|end| starts_on + chrono::Days::new(end));
                let billed = lines(&service, closing).unwrap();
                cover(&mut service, &billed);
                prop_assert!(lines(&service, closing).unwrap().is_empty(), "closing twice bills nothing twice");
                closing = closing.next();
            }
            let horizon = closing.last_day();
            let end = service.ends_on.map_or(horizon, |end| end.min(horizon));
            prop_assert_eq!(service.covered, Coverage::of(Span::new(starts_on, end)));
        }

        /// Splitting a service at any day bills the same days.
        #[test]
        fn a_split_service_bills_the_same_days(start in 0u64..120, split in 1u64..100) {
            let starts_on = day("2026-01-01") + chrono::Days::new(start);
            let cut = starts_on + chrono::Days::new(split);
            let closing = period("2026-08");
            let days = |lines: Vec<Line>| lines.iter().map(|l| l.days.unwrap()).sum::<u32>();
            let whole = days(lines(&service(starts_on, None), closing).unwrap());
            let first = days(lines(&service(starts_on, cut.pred_opt()), closing).unwrap());
            let second = days(lines(&service(cut, None), closing).unwrap());
            prop_assert_eq!(whole, first + second);
        }
    }
}
