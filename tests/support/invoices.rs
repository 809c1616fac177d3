//! Invoices to render: coherent ones, as billing makes them, from one line to ten thousand calls.

#![allow(dead_code, reason = "each test binary uses some of them")]

use billcenter::domain::invoice::{
    BankDetails, CallDetail, ChargesByCategory, Invoice, LateFee, Line, LineKind, PaymentReceived, Provider,
    RatedCall, Section, TaxKind, TaxLine, UsageTerms,
};
use billcenter::values::address::PostalAddress;
use billcenter::values::locale::Locale;
use billcenter::values::money::{CallAmount, Money};
use billcenter::values::number::InvoiceNumber;
use billcenter::values::period::BillingPeriod;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;

pub fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

pub fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn period() -> BillingPeriod {
    "2026-11".parse().expect("a period")
}

fn address(name: &str, street: &str, city: &str, region: &str, postal_code: &str) -> PostalAddress {
    PostalAddress {
        name: name.into(),
        street: street.into(),
        city: city.into(),
        region: region.into(),
        postal_code: postal_code.into(),
        country: "US".into(),
    }
}

pub fn provider() -> Provider {
    Provider {
        address: address("Summit Ridge Communications, Inc.", "1400 Larimer Street", "Denver", "CO", "80202"),
        remit_to: address("Summit Ridge Communications", "P.O. Box 910482", "Denver", "CO", "80291-0482"),
        phone: "1-800-555-0142".into(),
        email: "billing@summitridge.example".into(),
        portal_url: "https://billing.summitridge.example".into(),
        bank: Some(BankDetails {
            bank: "First Bank of the Rockies".into(),
            routing_number: "102000021".into(),
            account_number: "4455667788".into(),
        }),
        logo: None,
    }
}

/// An invoice without sections.
pub fn empty(locale: Locale) -> Invoice {
    let period = period();
    Invoice {
        number: Some(InvoiceNumber::in_series(period, 42)),
        account: "100001".parse().expect("a number"),
        bill_to: address(
            "Alder & Finch Architects LLC",
            "2750 Blake Street, Suite 300",
            "Denver",
            "CO",
            "80205",
        ),
        provider: provider(),
        locale,
        period,
        invoice_date: period.invoice_date(),
        due_date: period.invoice_date() + Days::new(30),
        previous_balance: cents(0),
        payments: cents(0),
        credits: cents(0),
        adjustments: cents(0),
        payments_received: Vec::new(),
        credit_notes: Vec::new(),
        adjustments_made: Vec::new(),
        in_dispute: cents(0),
        late_fee: None,
        sections: Vec::new(),
        previous_charges: None,
    }
}

pub fn section(account: &str, name: &str, lines: Vec<Line>) -> Section {
    let (account, cost_centre) = (account.parse().expect("a number"), String::new());
    let mut section = Section { account, name: name.into(), cost_centre, lines, taxes: Vec::new() };
    let base = section.lines_total();
    let tax = |code: &str, name: &str, jurisdiction: &str, rate: &str| TaxLine {
        code: code.into(),
        name: name.into(),
        jurisdiction: jurisdiction.into(),
        kind: TaxKind::Percent,
        base: base.to_decimal(),
        rate: dec(rate),
        amount: base.percent(dec(rate)).expect("fits"),
    };
    section.taxes = vec![
        tax("US-FUSF", "Federal Universal Service Fund", "US", "4.41"),
        tax("CO-SALES", "Colorado state sales tax", "US-CO", "2.9"),
        TaxLine {
            code: "CO-911".into(),
            name: "Enhanced 911 service fee".into(),
            jurisdiction: "US-CO".into(),
            kind: TaxKind::PerUnit,
            base: dec("12"),
            rate: dec("1.97"),
            amount: cents(2364),
        },
    ];
    section
}

pub fn recurring(code: &str, description: &str, quantity: &str, unit_price: &str) -> Line {
    let next = period().next();
    Line {
        kind: LineKind::Recurring,
        code: code.into(),
        description: description.into(),
        from: next.first_day(),
        to: next.last_day(),
        days: Some(next.days()),
        period: Some(next),
        quantity: dec(quantity),
        unit_price: dec(unit_price),
        amount: Money::extended(dec(quantity), dec(unit_price)).expect("fits"),
        tax_class: "voice".into(),
        usage: None,
        receipt: None,
        cost_centre: String::new(),
    }
}

pub fn catch_up(code: &str, description: &str, quantity: &str, unit_price: &str, days: u32) -> Line {
    let amount = Money::prorated(dec(quantity), dec(unit_price), days, period().days()).expect("fits");
    Line {
        kind: LineKind::CatchUp,
        from: period().last_day() - Days::new(u64::from(days) - 1),
        to: period().last_day(),
        days: Some(days),
        period: Some(period()),
        amount,
        ..recurring(code, description, quantity, unit_price)
    }
}

pub fn catch_up_credit(code: &str, description: &str, quantity: &str, unit_price: &str, days: u32) -> Line {
    let line = catch_up(code, description, quantity, unit_price, days);
    Line { kind: LineKind::CatchUpCredit, amount: -line.amount, ..line }
}

pub fn one_time(code: &str, description: &str, on: &str, quantity: &str, unit_price: &str) -> Line {
    Line {
        kind: LineKind::OneTime,
        from: day(on),
        to: day(on),
        days: None,
        period: None,
        ..recurring(code, description, quantity, unit_price)
    }
}

/// A usage line and the calls that it sums.
pub fn usage(call_type: &str, per_minute: &str, count: usize) -> (Line, Vec<RatedCall>) {
    let start: DateTime<Utc> = "2026-10-26T14:03:11Z".parse().expect("an instant");
    let calls: Vec<RatedCall> = (0..count as i64)
        .map(|n| {
            let seconds = 7 + (n * 7919) % 1800;
            let charged = (seconds.max(18) + 5) / 6 * 6;
            RatedCall {
                started_at: start + TimeDelta::seconds(n * 2_500_000 / count as i64),
                from: format!("+1303555{:04}", (n * 37) % 10_000),
                to: format!("+1{}{:07}", 201 + (n * 13) % 700, (n * 104_729) % 10_000_000),
                seconds,
                charged_seconds: charged,
                amount: CallAmount::of_call(Decimal::from(charged), dec(per_minute)).expect("fits"),
            }
        })
        .collect();
    let charged: i64 = calls.iter().map(|call| call.charged_seconds).sum();
    let line = Line {
        kind: LineKind::Usage,
        code: format!("business-plus/{call_type}"),
        description: format!("Calls {call_type}"),
        from: period().first_day(),
        to: period().last_day(),
        days: None,
        period: Some(period()),
        quantity: Decimal::from(charged) / Decimal::from(60),
        unit_price: dec(per_minute),
        amount: CallAmount::total(calls.iter().map(|call| call.amount)).expect("fits"),
        tax_class: "usage".into(),
        usage: Some(UsageTerms {
            calls: count as u32,
            seconds: calls.iter().map(|call| call.seconds).sum(),
            increment_seconds: 6,
            minimum_seconds: 18,
            included_minutes_used: Decimal::ZERO,
        }),
        receipt: None,
        cost_centre: String::new(),
    };
    (line, calls)
}

pub fn payment(reference: &str, on: &str, method: &str, amount: i64) -> PaymentReceived {
    PaymentReceived {
        account: "100001".parse().expect("a number"),
        reference: reference.into(),
        received_on: day(on),
        method: method.into(),
        amount: cents(amount),
    }
}

const PRODUCTS: [(&str, &str, &str); 6] = [
    ("UC-PRO", "Unified communications seat, professional", "24.95"),
    ("UC-BASIC", "Unified communications seat, basic", "14.95"),
    ("DID-20", "Block of 20 direct numbers", "12.00"),
    ("SIP-TRUNK", "SIP trunk, 23 channels", "189.50"),
    ("FAX", "Fax over IP line", "9.75"),
    ("E911", "Emergency location service", "1.50"),
];

fn product(n: usize) -> Line {
    let (code, description, price) = PRODUCTS[n % PRODUCTS.len()];
    recurring(&format!("{code}-{:03}", n + 1), description, &(1 + n * 7 % 24).to_string(), price)
}

/// One line and nothing else.
pub fn one_line() -> Invoice {
    let mut invoice = empty(Locale::En);
    invoice.sections = vec![section("100001", "Alder & Finch Architects LLC", vec![product(0)])];
    invoice
}

/// One account with `count` recurring lines.
pub fn with_lines(count: usize) -> Invoice {
    let mut invoice = empty(Locale::En);
    let lines = (0..count).map(product).collect();
    invoice.sections = vec![section("100001", "Alder & Finch Architects LLC", lines)];
    invoice
}

/// One account with a usage line of `count` calls.
pub fn with_calls(count: usize) -> (Invoice, CallDetail) {
    let mut invoice = one_line();
    let (line, calls) = usage("ld_interstate", "0.0315", count);
    invoice.sections[0].lines.push(line);
    (invoice, CallDetail::from([((0, 1), calls)]))
}

/// Everything there is: three locations, every kind of line, calls, payments, a late fee, credits.
pub fn rich(locale: Locale) -> (Invoice, CallDetail) {
    let mut invoice = empty(locale);
    let mut detail = CallDetail::new();
    let headquarters = vec![
        product(0),
        product(2),
        product(3),
        catch_up("UC-PRO-019", "Unified communications seat, professional", "133", "24.95", 15),
        catch_up_credit("FAX-002", "Fax over IP line", "2", "9.75", 6),
        one_time(
            "MACD-10482",
            "Move of 12 phones to the 4th floor, 6 units of 15 minutes",
            "2026-11-04",
            "6",
            "25",
        ),
        one_time("GOODWILL-7", "Goodwill credit for the outage of October 30", "2026-11-09", "1", "-40"),
    ];
    invoice.sections.push(section("100001", "Alder & Finch Architects LLC", headquarters));
    let mut north = vec![product(1), product(5)];
    for (place, (call_type, rate, count)) in
        [("local", "0", 38), ("ld_interstate", "0.0315", 64), ("ld_international", "0.1875", 9)]
            .iter()
            .enumerate()
    {
        let (line, calls) = usage(call_type, rate, *count);
        detail.insert((1, place + 2), calls);
        north.push(line);
    }
    invoice.sections.push(section("100001-01", "Fort Collins studio", north));
    let mut boulder = vec![product(4), product(7)];
    let (line, calls) = usage("800_interstate", "0.0425", 21);
    detail.insert((2, 2), calls);
    boulder.push(Line { kind: LineKind::UsageLate, ..line });
    invoice.sections.push(section(
        "100001-02",
        "Alder & Finch Architects LLC, Boulder Office for Restoration, Monument Care and Landscape Planning",
        boulder,
    ));
    invoice.late_fee = Some(LateFee { percent: dec("1.5"), base: cents(81_250), amount: cents(1219) });
    invoice.previous_balance = cents(512_480);
    invoice.payments_received = vec![
        payment("CHK 20418", "2026-11-03", "check", 400_000),
        payment("ACH-99120044", "2026-11-12", "ach", 31_230),
    ];
    invoice.payments = cents(431_230);
    invoice.credits = cents(2_500);
    invoice.adjustments = cents(1_075);
    invoice.previous_charges = Some(ChargesByCategory {
        recurring: cents(98_410),
        catch_up: cents(0),
        one_time: cents(30_000),
        macd: cents(0),
        usage: cents(4_321),
        taxes: cents(14_502),
        late_fee: cents(0),
    });
    (invoice, detail)
}

/// Five pages: three accounts with 33 lines each.
pub fn five_pages() -> Invoice {
    let mut invoice = empty(Locale::En);
    for n in 0..3 {
        let lines = (0..33).map(|place| product(n * 33 + place)).collect();
        invoice.sections.push(section(&format!("100001-{n:02}"), "Alder & Finch Architects LLC", lines));
    }
    invoice
}
