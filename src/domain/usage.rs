//! Rating of calls (INTERFACES, "Arithmetic, exactly", 4; REQUIREMENTS R3.4).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::invoice::{Line, LineKind, UsageTerms};
use crate::values::Invalid;
use crate::values::calendar::mountain_day;
use crate::values::ids::CallId;
use crate::values::money::CallAmount;
use crate::values::period::BillingPeriod;

/// The tax class of calls.
pub const USAGE_TAX_CLASS: &str = "usage";

/// The call types of the provider's invoices, in the order of INTERFACES.
pub const CALL_TYPES: [&str; 9] = [
    "local",
    "toll_free",
    "ld_intralata",
    "ld_intrastate",
    "ld_interstate",
    "ld_international",
    "800_intrastate",
    "800_interstate",
    "800_international",
];

/// Plan and call type: what a rate is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RateKey {
    /// The tariff.
    pub plan: String,
    /// One of [`CALL_TYPES`].
    pub call_type: String,
}

/// A call to be rated.
#[derive(Clone, Debug)]
pub struct Call {
    /// Row id.
    pub id: CallId,
    /// The switch's key, unique in the account.
    pub call_id: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Its length.
    pub seconds: i64,
    /// What it is priced by, shared between calls.
    pub key: Arc<RateKey>,
}

/// A price per minute and how seconds are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Dollars.
    pub per_minute: Decimal,
    /// Seconds are raised to a multiple of this, at least 1.
    pub increment_seconds: u32,
    /// Seconds are raised to at least this.
    pub minimum_seconds: u32,
    /// Free per period and account.
    pub included_seconds: i64,
}

impl Rate {
    /// A call of 0 seconds costs nothing; else at least the minimum, then whole increments.
    fn billable_seconds(&self, seconds: i64) -> i64 {
        if seconds == 0 {
            return 0;
        }
        let increment = i64::from(self.increment_seconds);
        let raised = seconds.max(i64::from(self.minimum_seconds));
        (raised + increment - 1) / increment * increment
    }

    /// What a call of so many seconds costs once the included minutes are used up.
    pub fn price(&self, seconds: i64) -> Result<CallAmount, Invalid> {
        CallAmount::of_call(Decimal::from(self.billable_seconds(seconds)), self.per_minute)
    }
}

/// A call with its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The call.
    pub call: CallId,
    /// Seconds left to pay after rounding and included minutes.
    pub charged_seconds: i64,
    /// The price.
    pub amount: CallAmount,
}

/// A usage line and the calls that it sums, in order of their start.
#[derive(Clone, Debug)]
pub struct UsageLine {
    /// The line.
    pub line: Line,
    /// Its calls.
    pub calls: Vec<Rated>,
}

/// Rates `calls` of one account on the invoice that closes `period`: a line per plan and call
/// type, those of earlier periods in lines of their own.
///
/// Included minutes are used up over all calls of the invoice, in order of start, then `call_id`.
pub fn lines(
    calls: &[Call],
    rates: &HashMap<RateKey, Rate>,
    period: BillingPeriod,
) -> Result<Vec<UsageLine>, Invalid> {
    let mut by_key: BTreeMap<&RateKey, Vec<&Call>> = BTreeMap::new();
    for call in calls {
        by_key.entry(&call.key).or_default().push(call);
    }
    let mut lines = Vec::new();
    for (key, mut calls) in by_key {
        let rate = rates.get(key).ok_or_else(|| {
            Invalid(format!(
                "no rate for plan {:?}, call type {:?}: import the rate",
                key.plan, key.call_type
            ))
        })?;
        calls.sort_by(|a, b| (a.started_at, &a.call_id).cmp(&(b.started_at, &b.call_id)));
        let late = calls.partition_point(|call| BillingPeriod::of_instant(call.started_at) < period);
        let mut included_left = rate.included_seconds;
        for (kind, calls) in [(LineKind::UsageLate, &calls[..late]), (LineKind::Usage, &calls[late..])] {
            if !calls.is_empty() {
                lines.push(line(kind, key, rate, calls, &mut included_left, period)?);
            }
        }
    }
    lines.sort_by(|a, b| (a.line.kind, &a.line.code).cmp(&(b.line.kind, &b.line.code)));
    Ok(lines)
}

fn line(
    kind: LineKind,
    key: &RateKey,
    rate: &Rate,
    calls: &[&Call],
    included_left: &mut i64,
    period: BillingPeriod,
) -> Result<UsageLine, Invalid> {
    let before = *included_left;
    let rated = calls.iter().map(|call| rated(call, rate, included_left)).collect::<Result<Vec<_>, _>>()?;
    let charged: i64 = rated.iter().map(|call| call.charged_seconds).sum();
    let (from, to) = match kind {
        LineKind::UsageLate => {
            (mountain_day(calls[0].started_at), mountain_day(calls[calls.len() - 1].started_at))
        }
        _ => (period.first_day(), period.last_day()),
    };
    let line = Line {
        kind,
        code: format!("{}/{}", key.plan, key.call_type),
        description: key.call_type.clone(),
        from,
        to,
        days: None,
        period: None,
        quantity: minutes(charged),
        unit_price: rate.per_minute,
        amount: CallAmount::total(rated.iter().map(|call| call.amount))?,
        tax_class: USAGE_TAX_CLASS.to_owned(),
        usage: Some(UsageTerms {
            calls: calls.len() as u32,
            seconds: calls.iter().map(|call| call.seconds).sum(),
            increment_seconds: rate.increment_seconds,
            minimum_seconds: rate.minimum_seconds,
            included_minutes_used: minutes(before - *included_left),
        }),
        receipt: None,
        cost_centre: String::new(),
    };
    Ok(UsageLine { line, calls: rated })
}

fn rated(call: &Call, rate: &Rate, included_left: &mut i64) -> Result<Rated, Invalid> {
    let billable = rate.billable_seconds(call.seconds);
    let included = billable.min(*included_left);
    *included_left -= included;
    let charged_seconds = billable - included;
    let amount = CallAmount::of_call(Decimal::from(charged_seconds), rate.per_minute)?;
    Ok(Rated { call: call.id, charged_seconds, amount })
}

/// Seconds as minutes for display, to four decimals; the price is computed from the seconds.
pub fn minutes(seconds: i64) -> Decimal {
    (Decimal::from(seconds) / Decimal::from(60)).round_dp(4).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(per_minute: &str, increment: u32, minimum: u32, included_minutes: i64) -> Rate {
        Rate {
            per_minute: per_minute.parse().unwrap(),
            increment_seconds: increment,
            minimum_seconds: minimum,
            included_seconds: included_minutes * 60,
        }
    }

    fn call(id: i64, started_at: &str, seconds: i64) -> Call {
        Call {
            id: CallId(id),
            call_id: format!("C{id}"),
            started_at: started_at.parse().unwrap(),
            seconds,
            key: Arc::new(RateKey { plan: "basic".into(), call_type: "local".into() }),
        }
    }

    fn rate_calls(rate: Rate, calls: &[Call]) -> Vec<UsageLine> {
        let rates = HashMap::from([((*calls[0].key).clone(), rate)]);
        lines(calls, &rates, "2026-11".parse().unwrap()).unwrap()
    }

    #[test]
    fn seconds_are_raised_to_the_minimum_then_to_the_increment() {
        let rate = rate("0.60", 6, 30, 0);
        for (seconds, billable) in [(0, 0), (1, 30), (30, 30), (31, 36), (36, 36), (37, 42)] {
            assert_eq!(rate.billable_seconds(seconds), billable, "{seconds} s");
        }
        assert_eq!(Rate { minimum_seconds: 10, ..rate }.billable_seconds(1), 12, "minimum first");
    }

    #[test]
    fn included_minutes_go_to_the_earliest_calls() {
        let calls = [
            call(2, "2026-11-02T00:00:00Z", 90),
            call(1, "2026-11-01T00:00:00Z", 90),
            call(3, "2026-11-03T00:00:00Z", 60),
        ];
        // 2 minutes included: call 1 is free, 30 s of call 2 too; 60 + 60 s are left at 0.50.
        let lines = rate_calls(rate("0.50", 1, 0, 2), &calls);
        let charged: Vec<_> = lines[0].calls.iter().map(|c| (c.call.0, c.charged_seconds)).collect();
        assert_eq!(charged, [(1, 0), (2, 60), (3, 60)]);
        assert_eq!(lines[0].line.amount.to_string(), "1.00");
        assert_eq!(lines[0].line.usage.as_ref().unwrap().included_minutes_used, 2.into());
    }

    #[test]
    fn a_call_of_an_earlier_period_stands_in_a_line_of_its_own() {
        // 25 October 23:59:59 MT is the last second of period 2026-10.
        let calls = [call(1, "2026-10-26T05:59:59Z", 60), call(2, "2026-10-26T06:00:00Z", 60)];
        let lines = rate_calls(rate("1.00", 60, 0, 0), &calls);
        let kinds: Vec<_> = lines.iter().map(|l| (l.line.kind, l.calls[0].call.0)).collect();
        assert_eq!(kinds, [(LineKind::Usage, 2), (LineKind::UsageLate, 1)]);
    }

    #[test]
    fn a_call_without_a_rate_names_what_is_missing() {
        let error = lines(&[call(1, "2026-11-02T00:00:00Z", 1)], &HashMap::new(), "2026-11".parse().unwrap());
        assert!(error.unwrap_err().to_string().contains("\"basic\""));
    }
}
