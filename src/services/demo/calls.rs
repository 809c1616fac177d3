//! Call records as a switch would deliver them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use super::customers::Customer;
use super::random::Random;
use super::sheet::{Csv, Sheet};
use crate::domain::usage::CALL_TYPES;
use crate::services::imports::ImportKind;
use crate::values::calendar::{mountain_day, mountain_instant};
use crate::values::period::BillingPeriod;

/// The account whose carrier delivers the last evening of a period a day late.
const LATE_FEED: &str = "223018";

/// From this hour on, Mountain Time.
const LATE_FROM_HOUR: u32 = 17;

const COLUMNS: [&str; 8] = ["account", "call_id", "started_at", "seconds", "from", "to", "call_type", "plan"];

struct Call {
    account: String,
    id: String,
    started_at: DateTime<Utc>,
    seconds: u32,
    from: String,
    to: String,
    call_type: &'static str,
    plan: String,
}

/// The switch.
#[derive(Default)]
pub(super) struct Switch {
    /// What comes with the next delivery.
    late: Vec<Call>,
}

impl Switch {
    /// The calls of `period` through `until`, and what the delivery before left out.
    pub(super) fn sheet(
        &mut self,
        customers: &[Customer],
        period: BillingPeriod,
        until: DateTime<Utc>,
    ) -> Option<Csv> {
        let mut sheet = Sheet::new(ImportKind::Usage, &COLUMNS);
        self.late.drain(..).for_each(|call| write(&mut sheet, &call));
        for customer in customers {
            for call in of_account(customer, period) {
                if call.started_at > until || mountain_day(call.started_at) < customer.opened_on {
                    continue;
                }
                match is_late(&call, period) {
                    true => self.late.push(call),
                    false => write(&mut sheet, &call),
                }
            }
        }
        sheet.finish()
    }
}

fn is_late(call: &Call, period: BillingPeriod) -> bool {
    let evening = NaiveTime::from_hms_opt(LATE_FROM_HOUR, 0, 0).expect("a time of day");
    call.account == LATE_FEED && call.started_at >= mountain_instant(period.last_day(), evening)
}

fn write(sheet: &mut Sheet, call: &Call) {
    sheet.row(&[
        &call.account,
        &call.id,
        &call.started_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        &call.seconds.to_string(),
        &call.from,
        &call.to,
        call.call_type,
        &call.plan,
    ]);
}

fn of_account(customer: &Customer, period: BillingPeriod) -> Vec<Call> {
    let month = period.to_string();
    let mut random = Random::of(&["calls", &customer.number, &month]);
    let count = customer.calls * random.between(85, 115) / 100;
    let mut calls: Vec<Call> = (0..count).map(|_| call(customer, period, &mut random)).collect();
    calls.sort_by_key(|call| call.started_at);
    for (place, call) in calls.iter_mut().enumerate() {
        call.id = format!("{}-{:05}", call.started_at.format("%y%m%d%H%M%S"), place + 1);
    }
    calls
}

fn call(customer: &Customer, period: BillingPeriod, random: &mut Random) -> Call {
    let started_at = mountain_instant(day(customer, period, random), time(random));
    let call_type = CALL_TYPES[random.weighted(&customer.trade.call_mix())];
    let (from, to) = parties(customer, call_type, random);
    Call {
        account: customer.number.clone(),
        id: String::new(),
        started_at,
        seconds: seconds(random),
        from,
        to,
        call_type,
        plan: customer.plan.clone(),
    }
}

fn day(customer: &Customer, period: BillingPeriod, random: &mut Random) -> NaiveDate {
    let mut any = || period.first_day() + chrono::Days::new(random.between(0, period.days() - 1).into());
    let first = any();
    let is_week_end = matches!(first.weekday(), Weekday::Sat | Weekday::Sun);
    // Offices are not empty on Saturdays, but nearly.
    if is_week_end && !customer.trade.works_on_week_ends() { any() } else { first }
}

fn time(random: &mut Random) -> NaiveTime {
    let hour = match random.weighted(&[4, 80, 16]) {
        0 => random.between(6, 7),
        1 => random.between(8, 16),
        _ => random.between(17, 20),
    };
    NaiveTime::from_hms_opt(hour, random.between(0, 59), random.between(0, 59)).expect("a time of day")
}

/// Many short calls, few long ones, some that nobody answered.
fn seconds(random: &mut Random) -> u32 {
    match random.weighted(&[3, 9, 48, 30, 8, 2]) {
        0 => 0,
        1 => random.between(2, 20),
        2 => random.between(20, 180),
        3 => random.between(180, 600),
        4 => random.between(600, 1_800),
        _ => random.between(1_800, 4_200),
    }
}

fn parties(customer: &Customer, call_type: &str, random: &mut Random) -> (String, String) {
    let home = area(customer);
    let own = {
        let first = Random::of(&["number", &customer.number]).between(2_000, 8_900);
        format!("+1{home}555{:04}", first + random.between(0, customer.seats.min(90)))
    };
    let toll_free = format!("+1888555{:04}", Random::of(&["800", &customer.number]).between(2_000, 8_999));
    let (from_state, region) = (in_state(&customer.region), customer.region.as_str());
    match call_type {
        "local" | "ld_intralata" => (own, number_in(home, random)),
        "toll_free" => (own, number_in("800", random)),
        "ld_intrastate" => (own, number_in(from_state, random)),
        "ld_international" => (own, abroad(random)),
        "800_intrastate" => (number_in(from_state, random), toll_free),
        "800_interstate" => (from_elsewhere(region, random), toll_free),
        "800_international" => (abroad(random), toll_free),
        _ => (own, from_elsewhere(region, random)),
    }
}

fn number_in(area: &str, random: &mut Random) -> String {
    format!("+1{area}555{:04}", random.between(2_000, 9_999))
}

/// The area code of the customer's town.
fn area(customer: &Customer) -> &'static str {
    match (customer.region.as_str(), customer.city.as_str()) {
        ("CO", "Colorado Springs" | "Pueblo") => "719",
        ("CO", "Greeley" | "Fort Collins" | "Loveland" | "Grand Junction") => "970",
        ("CO", _) => "303",
        ("UT", "Juniper Falls") => "435",
        ("UT", _) => "801",
        ("TX", "San Antonio") => "210",
        ("TX", "El Paso") => "915",
        ("TX", "Laredo") => "956",
        ("TX", "Amarillo") => "806",
        ("TX", _) => "512",
        ("NM", _) => "505",
        ("NY", "Poughkeepsie") => "845",
        ("NY", _) => "518",
        ("OR", "Bend" | "Eugene") => "541",
        ("OR", _) => "503",
        ("AZ", "Tucson") => "520",
        ("AZ", _) => "602",
        _ => "206",
    }
}

/// Another area code of the state.
fn in_state(region: &str) -> &'static str {
    match region {
        "CO" => "720",
        "UT" => "385",
        "TX" => "713",
        "NM" => "575",
        "NY" => "212",
        "OR" => "971",
        "AZ" => "480",
        _ => "509",
    }
}

const STATES: [(&str, &str); 12] = [
    ("CO", "303"),
    ("UT", "801"),
    ("TX", "214"),
    ("NY", "646"),
    ("OR", "503"),
    ("AZ", "602"),
    ("CA", "415"),
    ("CA", "213"),
    ("IL", "312"),
    ("FL", "305"),
    ("GA", "404"),
    ("MN", "612"),
];

fn from_elsewhere(region: &str, random: &mut Random) -> String {
    loop {
        let (state, area) = random.pick(&STATES);
        if *state != region {
            return number_in(area, random);
        }
    }
}

/// Numbers that regulators keep for fiction, or that look like the country's.
fn abroad(random: &mut Random) -> String {
    let last = random.between(100, 999);
    match random.weighted(&[45, 15, 15, 15, 10]) {
        0 => format!("+52555555{:04}", random.between(1_000, 9_999)),
        1 => format!("+44207946{last:04}"),
        2 => format!("+493023125{last}"),
        3 => format!("+3491555{:04}", random.between(1_000, 9_999)),
        _ => format!("+30210555{:04}", random.between(1_000, 9_999)),
    }
}
