//! How customers pay: what they were billed decides when and how much.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::customers::Customer;
use super::random::Random;
use super::sheet::{Csv, Sheet};
use crate::domain::invoice::Invoice;
use crate::services::imports::ImportKind;
use crate::values::business_days::BusinessDays;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// A customer's way with invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Habit {
    /// All of it within two weeks.
    Prompt,
    /// All of it days before it is due.
    OnTime,
    /// Each invoice two months after its date: late fees.
    Late,
    /// Most of what is due, never all.
    Partial,
    /// More than is due, in round numbers.
    Rounds,
    /// Half a year in advance: in credit most of the time.
    Prepays,
    /// Nothing any more, for the last months.
    Stopped,
    /// Whatever comes to hand.
    Erratic,
    /// One invoice was paid twice.
    Twice,
}

/// So many invoices before the last one `Habit::Stopped` paid for the last time.
const STOPPED_MONTHS: u32 = 4;

/// So many invoices before the last one `Habit::Twice` paid double.
const TWICE_MONTH: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Payment {
    received_on: NaiveDate,
    account: String,
    reference: String,
    method: &'static str,
    amount: Money,
}

/// Payments on their way.
pub(super) struct Payers {
    habits: HashMap<String, Habit>,
    last: BillingPeriod,
    underway: Vec<Payment>,
}

impl Payers {
    pub(super) fn new(customers: &[Customer], last: BillingPeriod) -> Payers {
        let habits = customers.iter().filter_map(|c| Some((c.number.clone(), c.pays?))).collect();
        Payers { habits, last, underway: Vec::new() }
    }

    /// Somebody opens the envelope.
    pub(super) fn receive(&mut self, invoice: &Invoice) {
        let account = invoice.account.as_str();
        let habit = self.habits.get(account).copied().unwrap_or(Habit::OnTime);
        let month = invoice.period.to_string();
        let mut random = Random::of(&["payment", account, &month]);
        let until_last = months_between(invoice.period, self.last);
        for (days, amount) in decide(habit, invoice, until_last, &mut random) {
            let received_on = business_day(invoice.invoice_date + Days::new(days.into()));
            let (method, reference) = means(account, received_on, &mut random);
            let account = account.to_owned();
            self.underway.push(Payment { received_on, account, reference, method, amount });
        }
    }

    /// The payments that have arrived by `through` and were not given out before.
    pub(super) fn sheet(&mut self, through: NaiveDate) -> Option<Csv> {
        self.underway.sort();
        let arrived = self.underway.partition_point(|payment| payment.received_on <= through);
        let mut sheet =
            Sheet::new(ImportKind::Payments, &["account", "reference", "received_on", "method", "amount"]);
        for payment in self.underway.drain(..arrived) {
            let received_on = payment.received_on.to_string();
            sheet.row(&[
                &payment.account,
                &payment.reference,
                &received_on,
                payment.method,
                &payment.amount.to_decimal().to_string(),
            ]);
        }
        sheet.finish()
    }
}

/// Days after the invoice date, and amounts.
fn decide(habit: Habit, invoice: &Invoice, until_last: u32, random: &mut Random) -> Vec<(u32, Money)> {
    let (due, new) = (invoice.total_due(), invoice.new_charges());
    if due <= Money::ZERO {
        return Vec::new();
    }
    match habit {
        Habit::Prompt => vec![(random.between(5, 13), due)],
        Habit::OnTime => vec![(random.between(17, 25), due)],
        Habit::Late if new > Money::ZERO => vec![(random.between(61, 74), new)],
        Habit::Late => Vec::new(),
        Habit::Partial => vec![(random.between(14, 24), floor_to(percent_of(due, 70), 10))],
        Habit::Rounds => vec![(random.between(8, 20), ceil_to(due, 100))],
        Habit::Prepays => vec![(random.between(4, 9), ceil_to(percent_of(new.max(due), 600), 10))],
        Habit::Stopped if until_last <= STOPPED_MONTHS => Vec::new(),
        Habit::Stopped => vec![(random.between(25, 40), due)],
        Habit::Twice if until_last == TWICE_MONTH => {
            vec![(random.between(4, 6), due), (random.between(9, 12), due)]
        }
        Habit::Twice => vec![(random.between(4, 12), due)],
        Habit::Erratic => match random.between(1, 10) {
            1..=5 => vec![(random.between(6, 24), due)],
            6..=7 => vec![(random.between(31, 36), due)],
            8 => vec![(random.between(10, 20), floor_to(percent_of(due, 50), 5))],
            _ => Vec::new(),
        },
    }
}

/// How an account pays; a reference is never used twice, for each has its day or counts on.
fn means(account: &str, day: NaiveDate, random: &mut Random) -> (&'static str, String) {
    let method =
        *Random::of(&["method", account]).pick(&["ach", "ach", "ach", "check", "check", "card", "wire"]);
    let compact = day.format("%Y%m%d");
    let reference = match method {
        "check" => {
            let first = Random::of(&["check", account]).between(1_200, 8_900);
            // About one check a week goes to others.
            let since = (day - NaiveDate::from_ymd_opt(2020, 1, 1).expect("a date")).num_days() as u32;
            format!("Check {}", first + since / 7 * 3 + since % 7)
        }
        "ach" => format!("ACH {compact}-{:04}", random.between(0, 9_999)),
        "card" => format!("Card {compact}-{:05}", random.between(0, 99_999)),
        _ => format!("Wire {compact}{:06}", random.between(0, 999_999)),
    };
    (method, reference)
}

pub(super) fn months_between(from: BillingPeriod, to: BillingPeriod) -> u32 {
    std::iter::successors(Some(from), |period| Some(period.next())).take_while(|period| *period < to).count()
        as u32
}

/// A day on which banks work.
fn business_day(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| BusinessDays::default().is_business_day(*day)).expect("the calendar goes on")
}

fn percent_of(amount: Money, percent: i64) -> Money {
    Money::from_cents(amount.cents() * percent / 100)
}

/// Down to whole `dollars`.
fn floor_to(amount: Money, dollars: i64) -> Money {
    Money::from_cents(amount.cents() / (dollars * 100) * dollars * 100)
        .max(Money::from_cents(amount.cents().min(dollars * 100)))
}

/// Up to whole `dollars`.
fn ceil_to(amount: Money, dollars: i64) -> Money {
    let unit = dollars * 100;
    Money::from_cents((amount.cents() + unit - 1) / unit * unit)
}
