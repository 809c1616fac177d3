//! The tax table as an administrator looks after it: what is typed passes the checks of an import of one line.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::access::Viewer;
use crate::domain::seen::{Values, changes};
use crate::domain::tax::{self, Tax};
use crate::services::auth::note;
use crate::services::imports::{ImportKind, RowError, take_row};
use crate::services::{App, ServiceError, invoices};
use crate::store::taxes::{self, TaxRow};
use crate::store::{AnyConnection, StoreError, bill_runs, facts, locks, people};
use crate::values::calendar::mountain_day;
use crate::values::ids::AccountId;
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// The columns of a tax, in the order of its form.
pub const FIELDS: [&str; 10] = [
    "code",
    "name",
    "country",
    "region",
    "tax_class",
    "kind",
    "value",
    "is_government",
    "starts_on",
    "ends_on",
];

/// Accounts that are named where an effect is shown.
const NAMED: usize = 5;

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// What the checks of an import say.
    Wrong(Vec<RowError>),
    /// Another tax is the same one in that time: its code and its days.
    Overlaps(String, NaiveDate, Option<NaiveDate>),
    /// It does not end after its first day or not in time: the first day possible.
    NoEnd,
    /// It ends already, or somebody changed it meanwhile.
    Changed,
    /// No invoice was issued yet.
    NoInvoices,
}

/// What came of something that was wanted.
pub type Outcome<T> = Result<T, Refusal>;

/// A tax and whether issued invoices charge it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The tax.
    pub row: TaxRow,
    /// The date of the last issued invoice that charges it.
    pub charged_on: Option<NaiveDate>,
    /// Whether it is in force today.
    pub is_in_force: bool,
}

/// What a tax would have come to on the invoices of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The month.
    pub period: BillingPeriod,
    /// All of it.
    pub sum: Money,
    /// How many invoices it would be on.
    pub invoices: i64,
    /// The accounts that pay most of it, by number and amount.
    pub most: Vec<(String, Money)>,
}

/// Why a transaction is taken back: it was only to be looked at, what was wanted is refused, or it failed.
enum Stop {
    Checked(Box<TaxRow>),
    Refused(Refusal),
    Failed(ServiceError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Failed(error.into())
    }
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Stop {
        Stop::Failed(error)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

fn outcome<T>(result: Result<T, Stop>) -> Result<Outcome<T>, ServiceError> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::Checked(_)) => Err(ServiceError::Internal("a tax was only looked at".to_owned())),
    }
}

/// Every tax by code.
///
/// # Errors
/// The database.
pub fn list(app: &App, viewer: &Viewer) -> Result<Outcome<Vec<Known>>, ServiceError> {
    if !viewer.role.may_see_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let today = mountain_day(app.clock.now());
    let (rows, charged) = app.db.read(|conn| {
        let rows = taxes::list_taxes(conn)?;
        let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        let charged = taxes::list_last_charged(conn, &codes)?;
        Ok::<_, StoreError>((rows, charged))
    })?;
    let known = |row: TaxRow| Known {
        charged_on: charged.get(&row.code).copied(),
        is_in_force: row.starts_on <= today && row.ends_on.is_none_or(|end| today <= end),
        row,
    };
    Ok(Ok(rows.into_iter().map(known).collect()))
}

/// Adds a tax.
///
/// # Errors
/// The database.
pub fn add(app: &App, viewer: &Viewer, typed: &Values) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    outcome(app.db.write(|conn| {
        let row = take(app, conn, viewer, typed)?;
        let detail = changes(&Values::new(), &values(&row));
        note(conn, app.clock.now(), &viewer.email, "tax.added", &row.code, &detail)?;
        Ok(())
    }))
}

/// Writes what was typed, where no other tax is the same one in that time, and reads it back.
fn take(app: &App, conn: &mut AnyConnection, viewer: &Viewer, typed: &Values) -> Result<TaxRow, Stop> {
    locks::lock_imports(conn)?;
    let before = taxes::list_taxes(conn)?;
    let code = value(typed, "code");
    if let Some(same) = before.iter().find(|tax| tax.code == code) {
        return Err(Refusal::Overlaps(same.code.clone(), same.starts_on, same.ends_on).into());
    }
    let cells: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.trim())).collect();
    if let Err(errors) = take_row(conn, ImportKind::Taxes, (&viewer.email, app.clock.now()), &cells)? {
        return Err(Refusal::Wrong(errors).into());
    }
    let written = taxes::list_by_codes(conn, &[code])?.pop();
    let (_, row) =
        written.ok_or_else(|| ServiceError::Internal("a tax that was just written is gone".to_owned()))?;
    match before.into_iter().find(|other| overlaps(other, &row)) {
        Some(other) => Err(Refusal::Overlaps(other.code, other.starts_on, other.ends_on).into()),
        None => Ok(row),
    }
}

/// Whether two rows are one tax twice: the same name in the same place on the same class, in days of both.
fn overlaps(one: &TaxRow, other: &TaxRow) -> bool {
    let key = |tax: &TaxRow| {
        (tax.name.trim().to_lowercase(), tax.country.clone(), tax.region.clone(), tax.tax_class.clone())
    };
    let begins_before_end =
        |one: &TaxRow, other: &TaxRow| other.ends_on.is_none_or(|end| one.starts_on <= end);
    key(one) == key(other) && begins_before_end(one, other) && begins_before_end(other, one)
}

/// Ends a tax that goes on, with `ends_on` as its last day; what issued invoices charged stays right.
///
/// # Errors
/// No tax of that code.
pub fn end(app: &App, viewer: &Viewer, code: &str, ends_on: &str) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    outcome(app.db.write(|conn| {
        locks::lock_imports(conn)?;
        let missing = || ServiceError::NotFound(format!("tax {code}"));
        let (_, old) = taxes::list_by_codes(conn, &[code])?.pop().ok_or_else(missing)?;
        if old.ends_on.is_some() {
            return Err(Refusal::Changed.into());
        }
        if ends_on.trim().is_empty() {
            return Err(Refusal::NoEnd.into());
        }
        let mut after = values(&old);
        after.retain(|(name, _)| *name != "ends_on");
        after.push(("ends_on", ends_on.trim().to_owned()));
        let cells: Vec<(&str, &str)> = after.iter().map(|(name, text)| (*name, text.as_str())).collect();
        if let Err(errors) = take_row(conn, ImportKind::Taxes, (&viewer.email, app.clock.now()), &cells)? {
            return Err(Refusal::Wrong(errors).into());
        }
        let detail = changes(&values(&old), &after);
        note(conn, app.clock.now(), &viewer.email, "tax.ended", code, &detail)?;
        Ok(())
    }))
}

/// What a tax would have come to on the invoices of the last month that was issued, whatever its days: by
/// the rule of the closing, a chunk of invoices at a time. Nothing is kept.
///
/// # Errors
/// The database.
pub fn effect(app: &App, viewer: &Viewer, typed: &Values) -> Result<Outcome<Effect>, ServiceError> {
    if !viewer.role.may_see_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    // Written to be checked and read back, then taken back.
    let checked: Result<(), Stop> =
        app.db.write(|conn| Err(Stop::Checked(Box::new(take(app, conn, viewer, typed)?))));
    let row = match checked {
        Err(Stop::Checked(row)) => row,
        Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
        Err(Stop::Failed(error)) => return Err(error),
        Ok(()) => return Err(ServiceError::Internal("what was only looked at was written".to_owned())),
    };
    let tax = Tax {
        // Whatever its days: last month's invoices are asked what they would have charged.
        starts_on: NaiveDate::MIN,
        ends_on: None,
        kind: row.kind.parse()?,
        value: row.value.parse().map_err(|_| ServiceError::Internal(format!("tax {}", row.code)))?,
        code: row.code,
        name: row.name,
        country: row.country,
        region: row.region,
        tax_class: row.tax_class,
        is_government: row.is_government,
    };
    let last = app.db.read(bill_runs::last_period)?;
    for period in last.into_iter().flat_map(|last| [last, last.previous()]) {
        if let Some(effect) = effect_in(app, &tax, period)? {
            return Ok(Ok(effect));
        }
    }
    Ok(Err(Refusal::NoInvoices))
}

/// `None` where nothing of `period` was issued.
fn effect_in(app: &App, tax: &Tax, period: BillingPeriod) -> Result<Option<Effect>, ServiceError> {
    let mut effect = Effect { period, sum: Money::ZERO, invoices: 0, most: Vec::new() };
    let mut any = false;
    invoices::each_head(app, period, |heads| {
        any = true;
        let issued = invoices::load(app, heads)?;
        let members = app.db.read(|conn| {
            let mut ids: Vec<AccountId> = Vec::with_capacity(heads.len());
            for head in heads {
                let number: AccountNumber = head.account.parse().map_err(|why| {
                    StoreError::Corrupt(format!("the account of invoice {}: {why}", head.number))
                })?;
                ids.extend(people::find_account(conn, &number)?.map(|(id, _)| id));
            }
            facts::load(conn, &ids, period, app.clock.now())
        })?;
        let members: HashMap<_, _> = members
            .iter()
            .flat_map(|account| &account.facts.members)
            .map(|member| (member.account.number.clone(), member))
            .collect();
        for invoice in &issued {
            let mut charged = Money::ZERO;
            for section in &invoice.sections {
                let Some(member) = members.get(&section.account) else { continue };
                let taxed = tax::lines(std::slice::from_ref(tax), member, &section.lines, period)?;
                charged += taxed.iter().map(|line| line.amount).sum();
            }
            effect.count(invoice.account.as_str(), charged);
        }
        Ok::<_, ServiceError>(())
    })?;
    Ok(any.then_some(effect))
}

impl Effect {
    fn count(&mut self, account: &str, charged: Money) {
        if charged.is_zero() {
            return;
        }
        self.sum += charged;
        self.invoices += 1;
        self.most.push((account.to_owned(), charged));
        self.most.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        self.most.truncate(NAMED);
    }
}

fn value<'a>(typed: &'a Values, name: &str) -> &'a str {
    typed.iter().find(|(field, _)| *field == name).map_or("", |(_, text)| text.trim())
}

/// A tax as its columns.
fn values(row: &TaxRow) -> Values {
    vec![
        ("code", row.code.clone()),
        ("name", row.name.clone()),
        ("country", row.country.clone()),
        ("region", row.region.clone()),
        ("tax_class", row.tax_class.clone()),
        ("kind", row.kind.clone()),
        ("value", row.value.clone()),
        ("is_government", row.is_government.to_string()),
        ("starts_on", row.starts_on.to_string()),
        ("ends_on", row.ends_on.map(|day| day.to_string()).unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tax_twice_in_one_time_overlaps() {
        let tax = |code: &str, name: &str, region: &str, starts: &str, ends: Option<&str>| TaxRow {
            code: code.to_owned(),
            name: name.to_owned(),
            country: "US".to_owned(),
            region: region.to_owned(),
            tax_class: "voice".to_owned(),
            kind: "percent".to_owned(),
            value: "2.9".to_owned(),
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
            assert_eq!(overlaps(&old, &other), expected, "{other:?}");
            assert_eq!(overlaps(&other, &old), expected, "{other:?}");
        }
    }
}
