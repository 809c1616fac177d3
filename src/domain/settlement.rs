//! Which bill each payment paid: the oldest unpaid one first (INTERFACES, "Arithmetic, exactly", 8),
//! and what is in dispute last (REQUIREMENTS R6.8).

use std::collections::VecDeque;

use super::late_fee::IssuedInvoice;
use crate::values::money::Money;

/// Where what was received went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Places in the history, oldest first, each with the part that paid it.
    pub to: Vec<(usize, Money)>,
    /// What no bill needed yet.
    pub left: Money,
}

/// What came in or went out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Negative where it went out.
    pub amount: Money,
    /// The place of what it takes back, among those before it.
    pub takes: Option<usize>,
}

/// What of each of `movements` (oldest first) is there to pay bills. What went out is taken from what it
/// takes back, else from the newest before it: older money has paid bills by then. What is not there is
/// taken from what comes later.
pub fn usable(movements: &[Movement]) -> Vec<Money> {
    let mut usable: Vec<Money> = movements.iter().map(|one| one.amount.max(Money::ZERO)).collect();
    for (place, one) in movements.iter().enumerate().filter(|(_, one)| one.amount.is_negative()) {
        let mut missing = -one.amount;
        let from = one.takes.into_iter().chain((0..place).rev()).chain(place + 1..movements.len());
        for other in from {
            let part = usable[other].min(missing);
            (usable[other], missing) = (usable[other] - part, missing - part);
        }
    }
    usable
}

/// How each of `receipts` (oldest first: payments, credit notes, and invoices that are credits
/// themselves) was applied to `history` (oldest first).
pub fn settle(history: &[IssuedInvoice], receipts: &[Money]) -> Vec<Applied> {
    let undisputed = history.iter().map(|invoice| invoice.parts().0).enumerate();
    let in_dispute = history.iter().map(|invoice| invoice.parts().1).enumerate();
    let mut owed: VecDeque<(usize, Money)> =
        undisputed.chain(in_dispute).filter(|(_, amount)| !amount.is_zero()).collect();
    let apply = |receipt: &Money| {
        let mut applied = Applied { to: Vec::new(), left: *receipt };
        while let Some((place, unpaid)) = owed.front_mut()
            && !applied.left.is_zero()
        {
            let part = (*unpaid).min(applied.left);
            applied.to.push((*place, part));
            (applied.left, *unpaid) = (applied.left - part, *unpaid - part);
            if unpaid.is_zero() {
                owed.pop_front();
            }
        }
        merge(&mut applied.to);
        applied
    };
    receipts.iter().map(apply).collect()
}

/// One part for each bill, oldest first: a receipt may have paid both parts of one.
fn merge(to: &mut Vec<(usize, Money)>) {
    to.sort_by_key(|(place, _)| *place);
    to.dedup_by(|(place, part), (kept, sum)| {
        let same = place == kept;
        if same {
            *sum += *part;
        }
        same
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::late_fee::unpaid;

    fn history(charges: &[(i64, i64)]) -> Vec<IssuedInvoice> {
        let invoice = |(cents, in_dispute): &(i64, i64)| IssuedInvoice {
            due_date: chrono::NaiveDate::default(),
            new_charges: Money::from_cents(*cents),
            late_fee: Money::ZERO,
            payments: Money::ZERO,
            credits: Money::ZERO,
            adjustments: Money::ZERO,
            total_due: Money::ZERO,
            in_dispute: Money::from_cents(*in_dispute),
        };
        charges.iter().map(invoice).collect()
    }

    fn cents(applied: &Applied) -> (Vec<(usize, i64)>, i64) {
        (applied.to.iter().map(|(place, part)| (*place, part.cents())).collect(), applied.left.cents())
    }

    #[test]
    fn a_payment_goes_to_the_oldest_bill_and_what_is_left_waits() {
        let receipts = [12_000, 1_000, 5_000].map(Money::from_cents);
        let applied = settle(&history(&[(10_000, 0), (-500, 0), (5_000, 0)]), &receipts);
        let found: Vec<_> = applied.iter().map(cents).collect();
        let expected = [(vec![(0, 10_000), (2, 2_000)], 0), (vec![(2, 1_000)], 0), (vec![(2, 2_000)], 3_000)];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_in_dispute_is_paid_last() {
        let receipts = [9_000, 4_000, 5_000].map(Money::from_cents);
        let applied = settle(&history(&[(10_000, 3_000), (5_000, 0)]), &receipts);
        let found: Vec<_> = applied.iter().map(cents).collect();
        let expected =
            [(vec![(0, 7_000), (1, 2_000)], 0), (vec![(0, 1_000), (1, 3_000)], 0), (vec![(0, 2_000)], 3_000)];
        assert_eq!(found, expected);
        let at_once = settle(&history(&[(10_000, 3_000)]), &[Money::from_cents(10_000)]);
        assert_eq!(cents(&at_once[0]), (vec![(0, 10_000)], 0));
    }

    #[test]
    fn what_goes_out_is_taken_from_what_it_takes_back_or_from_the_newest() {
        type Case<'a> = (&'a [(i64, Option<usize>)], &'a [i64]);
        let table: [Case<'_>; 6] = [
            // The first came back from the bank.
            (&[(10_000, None), (2_000, None), (-10_000, Some(0))], &[0, 2_000, 0]),
            // Credit was paid out: what paid bills is the older money.
            (&[(10_000, None), (2_000, None), (-1_500, None), (700, None)], &[10_000, 500, 0, 700]),
            (&[(10_000, None), (2_000, None), (-2_500, None)], &[9_500, 0, 0]),
            // Paid out in part, then taken back whole: the rest is taken from the others.
            (&[(500, None), (1_000, None), (-300, None), (-1_000, Some(1))], &[200, 0, 0, 0]),
            (&[(1_000, None), (-300, None), (-1_000, Some(0)), (5_000, None)], &[0, 0, 0, 4_700]),
            (&[(1_000, None), (-300, None), (-1_000, Some(0))], &[0, 0, 0]),
        ];
        for (movements, expected) in table {
            let movement = |(cents, takes): &(i64, Option<usize>)| Movement {
                amount: Money::from_cents(*cents),
                takes: *takes,
            };
            let movements: Vec<_> = movements.iter().map(movement).collect();
            let found: Vec<_> = usable(&movements).iter().map(|amount| amount.cents()).collect();
            assert_eq!(found, expected, "{movements:?}");
        }
    }

    proptest! {
        /// Whatever went out, what is left to pay bills is all that is there.
        #[test]
        fn nothing_is_lost(movements in prop::collection::vec((-5_000i64..9_000, 0usize..12), 0..12)) {
            let movement = |(place, (cents, takes)): (usize, &(i64, usize))| Movement {
                amount: Money::from_cents(*cents),
                takes: (*takes < place).then_some(*takes),
            };
            let movements: Vec<_> = movements.iter().enumerate().map(movement).collect();
            let left: i64 = usable(&movements).iter().map(|amount| amount.cents()).sum();
            let sum: i64 = movements.iter().map(|one| one.amount.cents()).sum();
            prop_assert_eq!(left, sum.max(0));
        }

        /// Bill by bill it leaves unpaid what the books say is unpaid.
        #[test]
        fn it_agrees_with_what_is_unpaid(
            charges in prop::collection::vec((-5_000i64..20_000, 0i64..9_000), 0..8),
            payments in prop::collection::vec(1i64..15_000, 0..8),
        ) {
            let history = history(&charges);
            let credits = charges.iter().filter(|(cents, _)| *cents < 0).map(|(cents, _)| -cents);
            let receipts: Vec<Money> = payments.iter().copied().chain(credits).map(Money::from_cents).collect();
            let mut left: Vec<i64> = charges.iter().map(|(cents, _)| (*cents).max(0)).collect();
            for (place, part) in settle(&history, &receipts).iter().flat_map(|applied| &applied.to) {
                left[*place] -= part.cents();
            }
            let paid = payments.iter().copied().map(Money::from_cents).sum();
            let expected: Vec<i64> = unpaid(&history, paid).iter().map(|left| left.total().cents()).collect();
            prop_assert_eq!(left, expected);
        }
    }
}
