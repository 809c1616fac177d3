//! Pictures in whole units of their own, for inline SVG: bars by month, and the steps of a bridge.

use super::cause_name;
use crate::domain::explain::{Bridge, Cause};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;
use crate::web::frame::Frame;

/// The bar chart's height, and the width of a month.
const FULL: i64 = 120;
const STEP: i64 = 40;

/// The width of a bridge's picture.
const WIDTH: i64 = 1_000;

/// One month of the chart.
pub struct Bar {
    pub x: i64,
    pub y: i64,
    pub height: i64,
    pub month: String,
    pub period: String,
    pub amount: Money,
    pub is_newest: bool,
}

/// Months, newest first, as bars, oldest first, each as high as its amount.
pub fn bars(f: &Frame, newest_first: &[(BillingPeriod, Money)]) -> Vec<Bar> {
    let highest = newest_first.iter().map(|(_, amount)| amount.cents()).max().unwrap_or(0).max(1);
    let last = newest_first.len().saturating_sub(1);
    let bar = |(place, (period, amount)): (usize, &(BillingPeriod, Money))| {
        let height = scaled(amount.cents().max(0), highest, FULL).max(1);
        let period = f.period(*period);
        Bar {
            x: place as i64 * STEP,
            y: FULL - height,
            height,
            month: period.chars().take(3).collect(),
            period,
            amount: *amount,
            is_newest: place == last,
        }
    };
    newest_first.iter().rev().enumerate().map(bar).collect()
}

/// A row of a bridge: from the total before through every step to the total now.
pub struct BridgeRow {
    /// `None` for the two totals.
    pub cause: Option<Cause>,
    /// The cause in words, or the total's period.
    pub name: String,
    /// A total, or what a step adds or takes away.
    pub amount: Money,
    /// Where its bar begins and how wide it is.
    pub x: i64,
    pub width: i64,
    /// `total`, `up` or `down`.
    pub direction: &'static str,
}

/// The rows of `bridge` from the invoice for `before` to the one for `now`.
pub fn bridge_rows(f: &Frame, bridge: &Bridge, before: BillingPeriod, now: BillingPeriod) -> Vec<BridgeRow> {
    let mut reached = vec![Money::ZERO, bridge.before];
    for step in &bridge.steps {
        reached.push(reached[reached.len() - 1] + step.amount);
    }
    let lowest = reached.iter().map(|amount| amount.cents()).min().unwrap_or(0);
    let highest = reached.iter().map(|amount| amount.cents()).max().unwrap_or(0);
    let place = |amount: Money| scaled(amount.cents() - lowest, (highest - lowest).max(1), WIDTH);
    let row = |cause: Option<Cause>, name: String, amount: Money, from: Money, to: Money| {
        let (from, to) = (place(from), place(to));
        let direction = match cause {
            None => "total",
            Some(_) if amount.is_negative() => "down",
            Some(_) => "up",
        };
        BridgeRow { cause, name, amount, x: from.min(to), width: (to - from).abs().max(4), direction }
    };
    let mut rows = vec![row(None, f.period(before), bridge.before, Money::ZERO, bridge.before)];
    let steps = bridge.steps.iter().zip(reached[1..].windows(2));
    rows.extend(
        steps.map(|(step, ends)| {
            row(Some(step.cause), cause_name(f, step.cause), step.amount, ends[0], ends[1])
        }),
    );
    rows.push(row(None, f.period(now), bridge.now, Money::ZERO, bridge.now));
    rows
}

fn scaled(part: i64, whole: i64, units: i64) -> i64 {
    (i128::from(part) * i128::from(units) / i128::from(whole)) as i64
}
