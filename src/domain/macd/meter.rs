//! What a request costs: the sum of its billable minutes, rounded up once (REQUIREMENTS R5.1 to R5.3,
//! INTERFACES, "Arithmetic, exactly", 5).

use rust_decimal::Decimal;

use super::{Terms, Urgency};
use crate::values::Invalid;
use crate::values::money::Money;

/// A request's time and what it costs, so far or in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// Minutes that count.
    pub billable_minutes: u32,
    /// Minutes that do not: gathering information, the customer's testing.
    pub excluded_minutes: u32,
    /// Billable minutes by the increment, rounded up.
    pub units: u32,
    /// USD for one unit.
    pub unit_price: Decimal,
    /// Units times that.
    pub work: Money,
    /// The expedite fee; zero where nothing billable was done.
    pub fee: Money,
    /// Minutes that can still be worked before the next unit begins.
    pub minutes_left_in_unit: u32,
}

impl Meter {
    /// Work and fee.
    pub fn total(&self) -> Money {
        self.work + self.fee
    }
}

/// The units of so many billable minutes: rounded up, once.
pub const fn units(billable_minutes: u32, increment_minutes: u32) -> u32 {
    billable_minutes.div_ceil(increment_minutes)
}

/// What so many minutes cost under `terms`. A request with no billable time costs nothing.
///
/// # Errors
/// An amount beyond all bounds.
pub fn meter(
    terms: &Terms,
    urgency: Urgency,
    billable_minutes: u32,
    excluded_minutes: u32,
) -> Result<Meter, Invalid> {
    let units = units(billable_minutes, terms.increment_minutes);
    let is_charged = units > 0 && urgency == Urgency::Expedited;
    Ok(Meter {
        billable_minutes,
        excluded_minutes,
        units,
        unit_price: terms.unit_price(),
        work: Money::extended(Decimal::from(units), terms.unit_price())?,
        fee: if is_charged { terms.expedite_fee } else { Money::ZERO },
        minutes_left_in_unit: units * terms.increment_minutes - billable_minutes,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::macd::tests::plan;

    fn cost(minutes: u32, urgency: Urgency) -> (u32, i64, i64) {
        let meter = meter(&plan(), urgency, minutes, 0).unwrap();
        (meter.units, meter.work.cents(), meter.total().cents())
    }

    #[test]
    fn minutes_are_rounded_up_once_to_quarters_of_an_hour() {
        let table = [
            (0, 0, 0),
            (1, 1, 2_500),
            (14, 1, 2_500),
            (15, 1, 2_500),
            (16, 2, 5_000),
            (60, 4, 10_000),
            (299, 20, 50_000),
            (300, 20, 50_000),
            (301, 21, 52_500),
        ];
        for (minutes, units, cents) in table {
            assert_eq!(cost(minutes, Urgency::Standard), (units, cents, cents), "{minutes} minutes");
        }
        assert_eq!(cost(14, Urgency::Expedited), (1, 2_500, 17_500));
        assert_eq!(cost(0, Urgency::Expedited), (0, 0, 0), "no billable time costs nothing");
    }

    #[test]
    fn what_is_left_of_a_unit_is_shown() {
        let left = |minutes| meter(&plan(), Urgency::Standard, minutes, 0).unwrap().minutes_left_in_unit;
        assert_eq!([left(0), left(1), left(14), left(15), left(16)], [0, 14, 1, 0, 14]);
    }

    proptest! {
        /// However the same minutes are split into entries, they cost the same.
        #[test]
        fn any_split_costs_the_same(minutes in 0u32..2_000, cuts in prop::collection::vec(0u32..2_000, 0..10)) {
            let mut edges: Vec<u32> = cuts.iter().map(|cut| cut % (minutes + 1)).chain([0, minutes]).collect();
            edges.sort_unstable();
            let split: u32 = edges.windows(2).map(|pair| pair[1] - pair[0]).sum();
            prop_assert_eq!(cost(split, Urgency::Standard), cost(minutes, Urgency::Standard));
        }
    }
}
