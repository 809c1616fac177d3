//! What has accrued for the next invoice, and what it will probably be (REQUIREMENTS R5.8).
//!
//! Invariant: computed by the rules that draft the invoice itself, from the facts as they are now;
//! nothing is written.

use std::sync::Arc;

use chrono::NaiveDate;

use super::accounts::{self, Choice};
use super::invoices::issued;
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::draft::{Tariff, draft};
use crate::domain::forecast::{Forecast, OpenPeriod, PastUsage, Running, forecast, open_period, past_usage};
use crate::domain::hierarchy::AccountNode;
use crate::domain::invoice::{ChargesByCategory, Invoice, Section};
use crate::store::facts::{self, AccountToBill};
use crate::store::{AnyConnection, StoreError, bill_runs, macd, statements};
use crate::values::calendar::mountain_day;
use crate::values::ids::AccountId;
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Invoices whose calls say what a month usually costs.
const PAST_INVOICES: usize = 3;

/// The next invoice as far as it is known.
#[derive(Debug)]
pub struct Accrual {
    /// The account among those to choose from.
    pub choice: Choice,
    /// The account whose invoice it will be, where it is another one and the viewer may see it.
    pub billed_with: Option<AccountNode>,
    /// The period that it will close.
    pub period: BillingPeriod,
    /// That period is over; its invoice is on the way.
    pub is_closing: bool,
    /// What has accrued, by account: all of the invoice, or the part of the account and those below it.
    pub sections: Vec<Section>,
    /// Work that is logged and not reviewed, by account: it is in `forecast` but in nothing else.
    pub running: Running,
    /// Its new charges so far, by category. For the billed account only.
    pub so_far: ChargesByCategory,
    /// What it will probably charge. For the billed account only.
    pub forecast: Option<Forecast>,
    /// The new charges of the last invoice.
    pub before: Option<ChargesByCategory>,
    /// Why calls are left out, where some cannot be priced yet.
    pub without_calls: Option<String>,
}

impl Accrual {
    /// Lines and taxes of what is shown.
    pub fn total(&self) -> Money {
        self.sections.iter().map(Section::total).sum::<Money>() + self.so_far.late_fee
    }
}

/// What has accrued on an account; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn accrue(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
) -> Result<Option<Accrual>, ServiceError> {
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        let billing = accounts::find_billing(conn, &choice.account)?;
        accrual(app, conn, viewer, choice, billing).map(Some)
    })
}

fn accrual(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    choice: Choice,
    billing: AccountNode,
) -> Result<Accrual, ServiceError> {
    let now = app.clock.now();
    let today = mountain_day(now);
    let OpenPeriod { period, is_closing } = find_open_period(conn, billing.id, today)?;
    let tariff = Tariff {
        rates: facts::load_rates(conn)?,
        taxes: facts::load_taxes(conn)?,
        provider: app.letterhead(),
        languages: app.languages(),
    };
    let mut loaded = facts::load(conn, &[billing.id], period, now)?;
    let missing = || ServiceError::NotFound(format!("account {}", billing.number));
    let account = loaded.first_mut().ok_or_else(missing)?;
    load_calls(conn, account, period)?;
    let past = past_invoices(app, conn, billing.id)?;
    let (accrued, without_calls) = draft_so_far(account, &tariff, period)?;
    let past_usage: PastUsage = account
        .facts
        .members
        .iter()
        .map(|member| {
            let invoices: Vec<&Invoice> = past.iter().map(AsRef::as_ref).collect();
            (member.account.number.clone(), past_usage(&invoices, &member.account.number))
        })
        .collect();
    let is_billed = choice.account.is_billed;
    let mut running = find_running(conn, account)?;
    // What is reviewed after the period is over goes on a later invoice.
    let expected = if is_closing { Running::new() } else { running.clone() };
    if !is_billed {
        running.retain(|(account, _)| *account == choice.account.number);
    }
    let forecast = match &accrued {
        accrued if is_billed && (accrued.is_some() || !expected.is_empty()) => {
            let accrued = accrued.as_ref();
            Some(forecast(&account.facts, accrued, &past_usage, &expected, &tariff, period, today)?)
        }
        _ => None,
    };
    let billed_with = match is_billed {
        true => None,
        false => accounts::find(conn, viewer, &billing.number).ok(),
    };
    let so_far = accrued.as_ref().filter(|_| is_billed).map(Invoice::charges).unwrap_or_default();
    let sections = accrued.map(|invoice| invoice.sections).unwrap_or_default();
    let sections = match is_billed {
        true => sections,
        false => sections.into_iter().filter(|section| section.account == choice.account.number).collect(),
    };
    let before = past.first().filter(|_| is_billed).map(|invoice| invoice.charges());
    Ok(Accrual {
        choice,
        billed_with,
        period,
        is_closing,
        sections,
        running,
        so_far,
        forecast,
        before,
        without_calls,
    })
}

/// The work on requests of the invoice's accounts that billing has not reviewed.
fn find_running(conn: &mut AnyConnection, account: &AccountToBill) -> Result<Running, StoreError> {
    let members = &account.facts.members;
    let ids: Vec<AccountId> = members.iter().map(|member| member.account.id).collect();
    let mut found = macd::list_running(conn, &ids)?;
    let mut running = Running::new();
    for member in members {
        let requests = found.remove(&member.account.id.0).unwrap_or_default();
        running.extend(requests.into_iter().map(|request| (member.account.number.clone(), request)));
    }
    Ok(running)
}

/// The period that accrues on the account today.
fn find_open_period(
    conn: &mut AnyConnection,
    billing: AccountId,
    today: NaiveDate,
) -> Result<OpenPeriod, StoreError> {
    let running = BillingPeriod::of_day(today);
    let ended = bill_runs::find_step(conn, running.previous(), billing)?;
    Ok(open_period(running, ended, bill_runs::last_period(conn)?))
}

fn load_calls(
    conn: &mut AnyConnection,
    account: &mut AccountToBill,
    period: BillingPeriod,
) -> Result<(), ServiceError> {
    let ids: Vec<AccountId> = account.facts.members.iter().map(|member| member.account.id).collect();
    let mut calls = facts::load_calls(conn, &ids, period)?;
    for member in &mut account.facts.members {
        member.calls = calls.remove(&member.account.id).unwrap_or_default();
    }
    Ok(())
}

/// The invoice as it would be drafted now. Calls without a rate keep nobody from seeing the rest.
fn draft_so_far(
    account: &mut AccountToBill,
    tariff: &Tariff,
    period: BillingPeriod,
) -> Result<(Option<Invoice>, Option<String>), ServiceError> {
    let invoice = |account: &AccountToBill| {
        draft(&account.facts, tariff, period).map(|draft| draft.map(|draft| draft.invoice))
    };
    match invoice(account) {
        Ok(found) => Ok((found, None)),
        Err(why) => {
            account.facts.members.iter_mut().for_each(|member| member.calls.clear());
            Ok((invoice(account)?, Some(why.to_string())))
        }
    }
}

/// The last invoices of the account, newest first.
fn past_invoices(
    app: &App,
    conn: &mut AnyConnection,
    billing: AccountId,
) -> Result<Vec<Arc<Invoice>>, ServiceError> {
    let history = statements::list_histories(conn, &[billing])?.remove(&billing).unwrap_or_default();
    let newest = history.iter().rev().take(PAST_INVOICES);
    Ok(newest.map(|row| issued(app, conn, row.id)).collect::<Result<_, _>>()?)
}
