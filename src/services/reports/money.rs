//! Reports of money: debts by age, revenue, taxes.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::Take;
use crate::domain::aging::{Aging, age};
use crate::domain::late_fee::IssuedInvoice;
use crate::domain::ledger::Ledger;
use crate::domain::report::{Asked, Cell, Proof, Row};
use crate::services::{App, ServiceError};
use crate::store::reports::{self, Owing, Posted, TaxRate};
use crate::store::{StoreError, disputes, statements};
use crate::values::calendar::mountain_midnight;
use crate::values::ids::AccountId;
use crate::values::money::Money;
use crate::values::month::CalendarMonth;

/// Accounts whose invoices are in memory at once.
const ACCOUNTS_PER_CHUNK: i64 = 500;

/// Every account that owes something or has money to its credit at the end of `day`.
pub(super) fn aging(app: &App, day: NaiveDate, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let midnight = mountain_midnight(day.succ_opt().unwrap_or(day));
    // The last instant of the day that both databases can tell from the next one.
    let last_instant = midnight - TimeDelta::microseconds(1);
    let (mut after, mut sum) = (AccountId(0), Money::ZERO);
    loop {
        let owing = app.db.read(|conn| reports::list_owing(conn, day, after, ACCOUNTS_PER_CHUNK))?;
        let Some(last) = owing.last() else { break };
        after = last.id;
        let ids: Vec<AccountId> = owing.iter().map(|one| one.id).collect();
        let histories = app.db.read(|conn| {
            let in_dispute = disputes::sum_in_dispute_at(conn, &ids, last_instant, midnight)?;
            statements::histories(conn, &ids, &in_dispute)
        })?;
        for one in owing {
            let issued = histories.get(&one.id).map(Vec::as_slice).unwrap_or_default().iter();
            let history: Vec<IssuedInvoice> =
                issued.filter(|row| row.invoice_date <= day).map(|row| row.issued).collect();
            let aging = age(&history, one.balance, day);
            sum += aging.balance();
            take(aging_row(one, &aging))?;
        }
    }
    let books = app.db.read(|conn| reports::sum_owed(conn, day))?;
    Ok(vec![Proof { what: "owed", here: sum, books }])
}

fn aging_row(of: Owing, aging: &Aging) -> Row {
    let [to_30, to_60, to_90, older] = aging.past_due;
    let amounts = [aging.not_due, to_30, to_60, to_90, older, aging.in_dispute, aging.other, aging.balance()];
    let names = [of.number, of.name].map(Cell::Text);
    names.into_iter().chain(amounts.map(Cell::Money)).collect()
}

/// What of a row of debts is past due.
pub(super) fn past_due(row: &Row) -> Money {
    let amount = |cell: &Cell| if let Cell::Money(amount) = cell { *amount } else { Money::ZERO };
    row.iter().skip(3).take(4).map(amount).sum()
}

/// What is earned, in the order of the columns.
const EARNED: [Ledger; 6] = [
    Ledger::RevenueRecurring,
    Ledger::RevenueCatchUp,
    Ledger::RevenueOneTime,
    Ledger::RevenueMacd,
    Ledger::RevenueUsage,
    Ledger::RevenueLateFee,
];

/// What was earned in each month, by category: invoices less credit notes.
pub(super) fn revenue(app: &App, asked: &Asked, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let (first, last) = (asked.from.first_day(), asked.to.last_day());
    let (posted, invoiced, credited) = app.db.read(|conn| {
        let invoiced = reports::sum_invoiced(conn, asked.from.period(), asked.to.period())?;
        Ok::<_, StoreError>((
            reports::sum_posted(conn, first, last)?,
            invoiced.into_iter().map(|(_, amount)| amount).sum::<Money>(),
            reports::sum_credited(conn, first, last)?,
        ))
    })?;
    let mut billed = Money::ZERO;
    for month in asked.months() {
        let of = |ledger| sum_of(&posted, month, ledger);
        let earned = EARNED.map(of);
        let (revenue, taxes) = (earned.into_iter().sum::<Money>(), of(Ledger::Tax));
        billed += revenue + taxes;
        let amounts = earned.into_iter().chain([revenue, taxes, revenue + taxes]);
        take(std::iter::once(Cell::Month(month)).chain(amounts.map(Cell::Money)).collect())?;
    }
    Ok(vec![Proof { what: "documents", here: invoiced - credited, books: billed }])
}

/// What was earned or collected; credits of the books count as positive.
fn sum_of(posted: &[Posted], month: CalendarMonth, ledger: Ledger) -> Money {
    let here = posted.iter().filter(|one| one.ledger == ledger && CalendarMonth::of_day(one.on) == month);
    -here.map(|one| one.amount).sum::<Money>()
}

/// What was collected by tax, jurisdiction and rate.
pub(super) fn taxes(app: &App, asked: &Asked, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let (first, last) = (asked.from.first_day(), asked.to.last_day());
    let (invoiced, credited, posted) = app.db.read(|conn| {
        Ok::<_, StoreError>((
            reports::sum_taxes(conn, asked.from.period(), asked.to.period())?,
            reports::sum_credited_taxes(conn, first, last)?,
            reports::sum_posted(conn, first, last)?,
        ))
    })?;
    let mut rates: BTreeMap<TaxRate, (Money, Money)> = BTreeMap::new();
    for (rate, amount) in invoiced {
        rates.entry(rate).or_default().0 += amount;
    }
    for (rate, amount) in credited {
        rates.entry(rate).or_default().1 += amount;
    }
    let mut collected = Money::ZERO;
    for (rate, (invoiced, credited)) in rates {
        collected += invoiced - credited;
        let price = match rate.kind.as_str() {
            "percent" => format!("{} %", rate.rate),
            _ => rate.rate,
        };
        let names = [rate.code, rate.name, rate.jurisdiction, price].map(Cell::Text);
        let amounts = [invoiced, credited, invoiced - credited].map(Cell::Money);
        take(names.into_iter().chain(amounts).collect())?;
    }
    let books = -posted.iter().filter(|one| one.ledger == Ledger::Tax).map(|one| one.amount).sum::<Money>();
    Ok(vec![Proof { what: "taxes", here: collected, books }])
}
