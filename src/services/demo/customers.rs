//! Who the demo's customers are: `data/customers.csv` and `data/contacts.csv`.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::catalogue::Trade;
use super::payers::Habit;
use super::random::Random;
use super::sheet::{Csv, Sheet};
use crate::services::imports::ImportKind;
use crate::values::locale::Locale;
use crate::values::period::BillingPeriod;

const CUSTOMERS: &str = include_str!("data/customers.csv");
const CONTACTS: &str = include_str!("data/contacts.csv");

const COLUMNS: [&str; 13] = [
    "number",
    "parent",
    "name",
    "street",
    "city",
    "region",
    "postal_code",
    "locale",
    "terms_days",
    "late_fee_percent",
    "bills_separately",
    "opened_on",
    "tax_exempt",
];

/// An account and how it lives.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Customer {
    pub(super) number: String,
    parent: Option<String>,
    name: String,
    street: String,
    pub(super) city: String,
    pub(super) region: String,
    postal_code: String,
    pub(super) locale: Locale,
    terms_days: u32,
    late_fee_percent: String,
    bills_separately: bool,
    tax_exempt: bool,
    /// What it buys.
    pub(super) trade: Trade,
    /// How many people use it.
    pub(super) seats: u32,
    /// Calls in a usual month.
    pub(super) calls: u32,
    /// What calls are priced by.
    pub(super) plan: String,
    /// How its invoices are paid; empty where its parent pays.
    pub(super) pays: Option<Habit>,
    /// So many months before the last one it became a customer; empty: long ago.
    joined: Option<u32>,
    /// First day as a customer.
    #[serde(skip)]
    pub(super) opened_on: NaiveDate,
    /// Whether the corporate family is large enough for the better prices.
    #[serde(skip)]
    pub(super) has_volume_price: bool,
}

/// From so many seats in a corporate family the better prices apply.
const VOLUME_SEATS: u32 = 80;

/// Every account, with its dates laid so that the story ends with `last`.
pub(super) fn customers(first: BillingPeriod, last: BillingPeriod) -> Vec<Customer> {
    let mut customers: Vec<Customer> = csv::Reader::from_reader(CUSTOMERS.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the demo's own table is well-formed");
    let large: HashSet<String> = customers
        .iter()
        .map(Customer::family)
        .filter(|family| {
            let seats: u32 = customers.iter().filter(|c| c.family() == *family).map(|c| c.seats).sum();
            seats >= VOLUME_SEATS
        })
        .map(str::to_owned)
        .collect();
    for customer in &mut customers {
        customer.has_volume_price = large.contains(customer.family());
        customer.opened_on = opened_on(customer, first, last);
    }
    customers
}

fn opened_on(customer: &Customer, first: BillingPeriod, last: BillingPeriod) -> NaiveDate {
    let joined = customer.joined.map(|months| (0..months).fold(last, |period, _| period.previous()));
    // A family's locations joined with it or later, never before.
    let mut random = Random::of(&["opened", customer.family()]);
    match joined {
        Some(period) if period > first => period.first_day() + Days::new(random.between(4, 12).into()),
        _ => {
            let long_ago = u64::from(random.between(800, 3_000));
            let later = if customer.parent.is_some() { 30 * u64::from(customer.seats % 9) } else { 0 };
            first.first_day() - Days::new(long_ago - later)
        }
    }
}

impl Customer {
    /// The number of the corporate account.
    fn family(&self) -> &str {
        self.parent.as_deref().unwrap_or(&self.number)
    }
}

/// The accounts that were opened from `from` to `through`, and the contacts of all of them.
pub(super) fn sheets(customers: &[Customer], from: NaiveDate, through: NaiveDate) -> Vec<Csv> {
    let mut accounts = Sheet::new(ImportKind::Accounts, &COLUMNS);
    let mut opened = HashSet::new();
    for customer in customers.iter().filter(|c| (from..=through).contains(&c.opened_on)) {
        opened.insert(customer.number.as_str());
        accounts.row(&[
            &customer.number,
            customer.parent.as_deref().unwrap_or_default(),
            &customer.name,
            &customer.street,
            &customer.city,
            &customer.region,
            &customer.postal_code,
            customer.locale.as_str(),
            &customer.terms_days.to_string(),
            &customer.late_fee_percent,
            &customer.bills_separately.to_string(),
            &customer.opened_on.to_string(),
            &customer.tax_exempt.to_string(),
        ]);
    }
    [accounts.finish(), contacts(&opened)].into_iter().flatten().collect()
}

fn contacts(accounts: &HashSet<&str>) -> Option<Csv> {
    let mut reader = csv::Reader::from_reader(CONTACTS.as_bytes());
    let header = reader.headers().expect("the demo's own table has a header").clone();
    let mut sheet = Sheet::new(ImportKind::Contacts, &header.iter().collect::<Vec<_>>());
    for record in reader.records() {
        let record = record.expect("the demo's own table is well-formed");
        if accounts.contains(&record[0]) {
            sheet.row(&record.iter().collect::<Vec<_>>());
        }
    }
    sheet.finish()
}
