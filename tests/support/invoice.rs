//! An invoice with something in every place that a mail shows.

use billcenter::domain::invoice::{
    BankDetails, ChargesByCategory, Invoice, LateFee, Line, LineKind, Provider, Section, TaxKind, TaxLine,
};
use billcenter::values::address::PostalAddress;
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::period::BillingPeriod;
use rust_decimal::Decimal;

pub fn invoice() -> Invoice {
    let period: BillingPeriod = "2026-11".parse().unwrap();
    Invoice {
        number: Some("INV-202611-000042".parse().unwrap()),
        account: "100001".parse().unwrap(),
        bill_to: address("Peñasco Logistics, Inc.", "1200 Canyon Blvd", "Boulder", "80302"),
        provider: provider(),
        locale: Locale::En,
        period,
        invoice_date: period.invoice_date(),
        due_date: "2026-12-27".parse().unwrap(),
        previous_balance: Money::from_cents(412_075),
        payments: Money::from_cents(400_000),
        credits: Money::from_cents(2_500),
        adjustments: Money::ZERO,
        payments_received: vec![],
        credit_notes: vec![],
        adjustments_made: vec![],
        in_dispute: Money::ZERO,
        late_fee: Some(LateFee {
            percent: Decimal::new(15, 1),
            base: Money::from_cents(9_575),
            amount: Money::from_cents(144),
        }),
        sections: vec![section(period)],
        previous_charges: Some(ChargesByCategory {
            recurring: Money::from_cents(331_835),
            usage: Money::from_cents(8_410),
            taxes: Money::from_cents(71_830),
            ..ChargesByCategory::default()
        }),
    }
}

fn provider() -> Provider {
    Provider {
        address: address("Front Range Telecom, LLC", "1801 California St", "Denver", "80202"),
        remit_to: address("Front Range Telecom Remittance", "PO Box 9001", "Denver", "80291"),
        phone: "1-800-555-0142".to_owned(),
        email: "billing@frontrange.example".to_owned(),
        portal_url: "https://billing.frontrange.example".to_owned(),
        bank: Some(BankDetails {
            bank: "First Bank of Denver".to_owned(),
            routing_number: "102000076".to_owned(),
            account_number: "4400017".to_owned(),
        }),
        logo: None,
    }
}

fn address(name: &str, street: &str, city: &str, postal_code: &str) -> PostalAddress {
    PostalAddress {
        name: name.to_owned(),
        street: street.to_owned(),
        city: city.to_owned(),
        region: "CO".to_owned(),
        postal_code: postal_code.to_owned(),
        country: "US".to_owned(),
    }
}

fn section(period: BillingPeriod) -> Section {
    Section {
        account: "100001".parse().unwrap(),
        name: "Peñasco Logistics, Inc.".to_owned(),
        cost_centre: String::new(),
        lines: vec![
            line(period, LineKind::Recurring, 331_835),
            line(period, LineKind::CatchUp, 16_592),
            line(period, LineKind::OneTime, 7_500),
            line(period, LineKind::Usage, 12_247),
        ],
        taxes: vec![TaxLine {
            code: "co-sales".to_owned(),
            name: "Colorado sales tax".to_owned(),
            jurisdiction: "US-CO".to_owned(),
            kind: TaxKind::Percent,
            base: Decimal::new(368_174, 2),
            rate: Decimal::new(29, 1),
            amount: Money::from_cents(76_412),
        }],
    }
}

fn line(period: BillingPeriod, kind: LineKind, cents: i64) -> Line {
    Line {
        kind,
        code: "seat".to_owned(),
        description: "Seat, standard".to_owned(),
        from: period.first_day(),
        to: period.last_day(),
        days: None,
        period: None,
        quantity: Decimal::ONE,
        unit_price: Decimal::new(cents, 2),
        amount: Money::from_cents(cents),
        tax_class: "voice".to_owned(),
        usage: None,
        receipt: None,
        cost_centre: String::new(),
    }
}
