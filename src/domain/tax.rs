//! Telecom taxes and fees from the built-in rate table (INTERFACES, "Arithmetic, exactly", 7;
//! REQUIREMENTS R3.6).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::account::Member;
use super::invoice::{Line, TaxKind, TaxLine};
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// A row of the rate table.
#[derive(Clone, Debug)]
pub struct Tax {
    /// Its key.
    pub code: String,
    /// In plain words.
    pub name: String,
    /// Country it applies in; empty = any.
    pub country: String,
    /// Region it applies in; empty = any.
    pub region: String,
    /// Class of lines or services it applies to; empty = every class.
    pub tax_class: String,
    /// Percent of an amount or an amount per unit.
    pub kind: TaxKind,
    /// Percent, or dollars per unit.
    pub value: Decimal,
    /// Levied by a government: exempt accounts do not pay it.
    pub is_government: bool,
    /// First day in force.
    pub starts_on: NaiveDate,
    /// Last day in force; `None` = until further notice.
    pub ends_on: Option<NaiveDate>,
}

impl Tax {
    /// Whether it is charged on invoices of `day`.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }

    /// Whether this and another row are one tax twice: the same name in the same place on the same class,
    /// in days of both.
    pub fn overlaps(&self, other: &Tax) -> bool {
        let key = |tax: &Tax| {
            (tax.name.trim().to_lowercase(), tax.country.clone(), tax.region.clone(), tax.tax_class.clone())
        };
        let begins_before_end = |one: &Tax, other: &Tax| other.ends_on.is_none_or(|end| one.starts_on <= end);
        key(self) == key(other) && begins_before_end(self, other) && begins_before_end(other, self)
    }

    fn applies_to(&self, member: &Member, invoice_date: NaiveDate) -> bool {
        let place = &member.account.address;
        (self.country.is_empty() || self.country == place.country)
            && (self.region.is_empty() || self.region == place.region)
            && self.is_in_force(invoice_date)
            && !(self.is_government && member.account.tax_exempt)
    }

    fn covers(&self, tax_class: &str) -> bool {
        self.tax_class.is_empty() || self.tax_class == tax_class
    }

    /// Such as `US-CO`; empty where it applies anywhere.
    fn jurisdiction(&self) -> String {
        match (self.country.is_empty(), self.region.is_empty()) {
            (false, false) => format!("{}-{}", self.country, self.region),
            _ => format!("{}{}", self.country, self.region),
        }
    }
}

/// The taxes on a section's lines, in the table's order. A tax of 0.00 makes no line.
pub fn lines(
    taxes: &[Tax],
    member: &Member,
    lines: &[Line],
    period: BillingPeriod,
) -> Result<Vec<TaxLine>, Invalid> {
    let mut found = Vec::new();
    for tax in taxes.iter().filter(|tax| tax.applies_to(member, period.invoice_date())) {
        let (base, amount) = match tax.kind {
            TaxKind::Percent => {
                let of = lines.iter().filter(|line| tax.covers(&line.tax_class));
                let base: Money = of.map(|line| line.amount).sum();
                (base.to_decimal(), base.percent(tax.value)?)
            }
            TaxKind::PerUnit => {
                let units = units_on(member, tax, period.next().first_day());
                (units, Money::extended(units, tax.value)?)
            }
        };
        if !amount.is_zero() {
            found.push(TaxLine {
                code: tax.code.clone(),
                name: tax.name.clone(),
                jurisdiction: tax.jurisdiction(),
                kind: tax.kind,
                base,
                rate: tax.value,
                amount,
            });
        }
    }
    Ok(found)
}

fn units_on(member: &Member, tax: &Tax, day: NaiveDate) -> Decimal {
    let active =
        member.services.iter().filter(|service| tax.covers(&service.tax_class) && service.serves(day));
    active.map(|service| service.quantity).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tax_twice_in_one_time_overlaps() {
        let tax = |code: &str, name: &str, region: &str, starts: &str, ends: Option<&str>| Tax {
            code: code.to_owned(),
            name: name.to_owned(),
            country: "US".to_owned(),
            region: region.to_owned(),
            tax_class: "voice".to_owned(),
            kind: TaxKind::Percent,
            value: Decimal::new(29, 1),
            is_government: true,
            starts_on: starts.parse().unwrap(),
            ends_on: ends.map(|day| day.parse().unwrap()),
        };
        let old = tax("A", "State tax", "CO", "2026-01-01", Some("2026-12-31"));
        for (other, expected) in [
            (tax("B", "state TAX ", "CO", "2026-12-31", None), true),
            (tax("B", "State tax", "CO", "2027-01-01", None), false),
            (tax("B", "State tax", "CO", "2025-01-01", Some("2026-01-01")), true),
            (tax("B", "State tax", "CO", "2025-01-01", Some("2025-12-31")), false),
            (tax("B", "State tax", "NM", "2026-06-01", None), false),
            (tax("B", "911 fee", "CO", "2026-06-01", None), false),
        ] {
            assert_eq!(old.overlaps(&other), expected, "{other:?}");
            assert_eq!(other.overlaps(&old), expected, "{other:?}");
        }
    }
}
