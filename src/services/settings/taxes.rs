//! The tax table as an administrator looks after it: what is typed passes the checks of an import of one line.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::access::Viewer;
use crate::domain::seen::{Values, changes, value_of};
use crate::domain::tax::{self, Tax};
use crate::services::auth::note;
use crate::services::imports::{ImportKind, RowError, take_row};
use crate::services::stop::{self, outcome};
use crate::services::{App, ServiceError, invoices};
use crate::store::{AnyConnection, StoreError, accounts, bill_runs, facts, locks, taxes};
use crate::values::calendar::mountain_day;
use crate::values::ids::AccountId;
use crate::values::money::Money;
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
    pub tax: Tax,
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

type Stop = stop::Stop<Refusal>;

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
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
    let (mut table, charged) = app.db.read(|conn| {
        let table = facts::load_taxes(conn)?;
        let codes: Vec<&str> = table.iter().map(|tax| tax.code.as_str()).collect();
        let charged = taxes::list_last_charged(conn, &codes)?;
        Ok::<_, StoreError>((table, charged))
    })?;
    table.sort_by(|one, other| one.code.cmp(&other.code));
    let known = |tax: Tax| Known {
        charged_on: charged.get(&tax.code).copied(),
        is_in_force: tax.is_in_force(today),
        tax,
    };
    Ok(Ok(table.into_iter().map(known).collect()))
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
        let tax = take(app, conn, viewer, typed)?;
        let detail = changes(&Values::new(), &values(&tax));
        note(conn, app.clock.now(), &viewer.email, "tax.added", &tax.code, &detail)?;
        Ok(())
    }))
}

/// Writes what was typed, where no other tax is the same one in that time, and reads it back.
fn take(app: &App, conn: &mut AnyConnection, viewer: &Viewer, typed: &Values) -> Result<Tax, Stop> {
    let overlap = |other: &Tax| Refusal::Overlaps(other.code.clone(), other.starts_on, other.ends_on);
    locks::lock_imports(conn)?;
    let code = value_of(typed, "code").trim();
    if let Some(same) = facts::load_taxes(conn)?.iter().find(|tax| tax.code == code) {
        return Err(overlap(same).into());
    }
    let cells: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.trim())).collect();
    if let Err(errors) = take_row(conn, ImportKind::Taxes, (&viewer.email, app.clock.now()), &cells)? {
        return Err(Refusal::Wrong(errors).into());
    }
    let (written, others): (Vec<Tax>, Vec<Tax>) =
        facts::load_taxes(conn)?.into_iter().partition(|tax| tax.code == code);
    let gone = || ServiceError::Internal("a tax that was just written is gone".to_owned());
    let tax = written.into_iter().next().ok_or_else(gone)?;
    match others.iter().find(|other| tax.overlaps(other)) {
        Some(other) => Err(overlap(other).into()),
        None => Ok(tax),
    }
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
        let old = facts::load_taxes(conn)?.into_iter().find(|tax| tax.code == code).ok_or_else(missing)?;
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
    let tax = match outcome(app.db.rehearse(|conn| take(app, conn, viewer, typed)))? {
        // Whatever its days: last month's invoices are asked what they would have charged.
        Ok(tax) => Tax { starts_on: NaiveDate::MIN, ends_on: None, ..tax },
        Err(refusal) => return Ok(Err(refusal)),
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
            let numbers: Vec<&str> = heads.iter().map(|head| head.account.as_str()).collect();
            let links = accounts::list_links_by_numbers(conn, &numbers)?;
            let ids: Vec<AccountId> = links.iter().map(|link| AccountId(link.id)).collect();
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

/// A tax as its columns.
fn values(tax: &Tax) -> Values {
    vec![
        ("code", tax.code.clone()),
        ("name", tax.name.clone()),
        ("country", tax.country.clone()),
        ("region", tax.region.clone()),
        ("tax_class", tax.tax_class.clone()),
        ("kind", tax.kind.as_str().to_owned()),
        ("value", tax.value.to_string()),
        ("is_government", tax.is_government.to_string()),
        ("starts_on", tax.starts_on.to_string()),
        ("ends_on", tax.ends_on.map(|day| day.to_string()).unwrap_or_default()),
    ]
}
