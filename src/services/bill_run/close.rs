//! The 26th: the period that ended is closed and drafts are computed.

use std::collections::HashMap;

use serde::Serialize;

use super::{ACCOUNTS_PER_CHUNK, find_account};
use crate::domain::account::Member;
use crate::domain::bill_run::{Finding, FindingKind, StepState, findings, unreviewed};
use crate::domain::delivery::recipients;
use crate::domain::draft::{Draft, Tariff, draft};
use crate::domain::invoice::{Invoice, LineKind};
use crate::pdf;
use crate::services::{App, Progress, ServiceError, settings};
use crate::store::audit::{self, NewAudit};
use crate::store::bill_runs::{self, NewStep};
use crate::store::facts::{self, AccountToBill};
use crate::store::invoices::{self, NewDraft};
use crate::store::statistics::refresh_statistics;
use crate::store::{AnyConnection, StoreError};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Calls held in memory at once; an account with more is computed alone.
const CALLS_PER_GROUP: i64 = 50_000;

/// What a closing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// Drafts made by this call.
    pub drafted: usize,
    /// Drafts that wait for a person, made by this call.
    pub held: usize,
    /// Accounts that could not be computed, in this call.
    pub failed: usize,
    /// Accounts with nothing to bill, in this call.
    pub nothing: usize,
}

impl Closed {
    fn count(&mut self, state: StepState) {
        match state {
            StepState::Nothing => self.nothing += 1,
            StepState::Drafted => self.drafted += 1,
            StepState::Held => self.held += 1,
            StepState::Failed => self.failed += 1,
            StepState::Issued => {}
        }
    }

    fn add(&mut self, other: Closed) {
        self.drafted += other.drafted;
        self.held += other.held;
        self.failed += other.failed;
        self.nothing += other.nothing;
    }
}

/// Closes `period` and drafts the invoice of every billing account that has none yet. Safe to
/// repeat, to resume and to run twice at once; steps that failed are tried again.
///
/// # Errors
/// A period that is not over, or out of order.
pub fn close(
    app: &App,
    period: BillingPeriod,
    actor: &str,
    progress: &dyn Progress,
) -> Result<Closed, ServiceError> {
    let now = app.clock.now();
    if now < period.ends_at() {
        return ServiceError::refuse(format!(
            "{period} is not over: it ends with {} in Mountain Time, and today is {}",
            period.last_day(),
            mountain_day(now)
        ));
    }
    app.db.write(|conn| {
        require_order(conn, period)?;
        bill_runs::start_run(conn, period, now).map_err(ServiceError::from)
    })?;
    let run = Run::open(app, period)?;
    let expected = app.db.read(|conn| {
        refresh_statistics(conn)?;
        facts::count_billing_accounts(conn)
    })?;
    progress.start(expected as u64, "closing");

    let mut closed = Closed::default();
    let mut after = AccountId(0);
    loop {
        let ids = app.db.read(|conn| facts::list_billing_accounts(conn, after, ACCOUNTS_PER_CHUNK))?;
        let Some(last) = ids.last() else { break };
        after = *last;
        closed.add(run.close_chunk(&ids)?);
        progress.advance(ids.len() as u64);
    }
    app.db.write(|conn| {
        if bill_runs::mark_closed(conn, period, expected, now)? {
            let entry = NewAudit {
                action: "period.closed",
                subject: period.to_string(),
                detail: format!("{expected} billing accounts"),
            };
            audit::append(conn, now, actor, vec![entry])?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(closed)
}

/// Drafts the invoice of one account anew, after a correction. Issued invoices stay as they are.
///
/// # Errors
/// An account without a step that may be taken back.
pub fn redraft(
    app: &App,
    period: BillingPeriod,
    number: &AccountNumber,
    actor: &str,
) -> Result<Closed, ServiceError> {
    let run = Run::open(app, period)?;
    let id = app.db.write(|conn| {
        super::require_closed(conn, period)?;
        let id = find_account(conn, number)?;
        if !bill_runs::delete_step(conn, period, id)? {
            return ServiceError::refuse(format!(
                "account {number} has no draft of {period} that could be made anew: its invoice is out, a later \
                 period took it in, or it is billed with its parent"
            ));
        }
        invoices::delete_drafts(conn, &[id], period)?;
        let entry = NewAudit {
            action: "invoice.redrafted",
            subject: format!("{period} {number}"),
            detail: String::new(),
        };
        audit::append(conn, app.clock.now(), actor, vec![entry])?;
        Ok(id)
    })?;
    run.close_chunk(&[id])
}

/// Whether it is a period's turn to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is, or it was closed before.
    Now,
    /// This one comes first.
    After(BillingPeriod),
    /// This one is closed and took in everything before it.
    Past(BillingPeriod),
}

/// Periods are closed one after the other, so that nothing falls between two of them.
pub(super) fn turn_of(conn: &mut AnyConnection, period: BillingPeriod) -> Result<Turn, StoreError> {
    let Some(last) = bill_runs::last_period(conn)? else { return Ok(Turn::Now) };
    let unfinished = match bill_runs::find_run(conn, last)? {
        Some(run) if run.closed_at.is_none() => last,
        _ => last.next(),
    };
    Ok(match period {
        period if period > unfinished => Turn::After(unfinished),
        period if period < last && bill_runs::find_run(conn, period)?.is_none() => Turn::Past(last),
        _ => Turn::Now,
    })
}

fn require_order(conn: &mut AnyConnection, period: BillingPeriod) -> Result<(), ServiceError> {
    match turn_of(conn, period)? {
        Turn::Now => Ok(()),
        Turn::After(first) => ServiceError::refuse(format!(
            "{first} is not closed yet: close it before {period}, or what belongs to it would be lost"
        )),
        Turn::Past(last) => ServiceError::refuse(format!(
            "{period} cannot be closed any more: {last} is closed, and takes in everything before it"
        )),
    }
}

/// What every chunk of a closing shares.
pub(super) struct Run<'a> {
    app: &'a App,
    period: BillingPeriod,
    tariff: Tariff,
    /// Its row; none where nothing is written.
    letterhead: i64,
    /// Findings that hold a draft.
    hold_on: Vec<FindingKind>,
}

/// An account's outcome before it is written.
pub(super) struct Outcome {
    pub(super) step: NewStep,
    pub(super) draft: Option<(Draft, Option<(i64, i64)>)>,
    members: Vec<AccountId>,
}

impl Run<'_> {
    fn open(app: &App, period: BillingPeriod) -> Result<Run<'_>, ServiceError> {
        settings::look(app)?;
        let provider = app.letterhead();
        let letterhead = app.db.write(|conn| invoices::find_or_insert_letterhead(conn, &provider))?;
        Ok(Run { letterhead, ..Run::dry(app, period)? })
    }

    /// For looking only: nothing is written.
    pub(super) fn dry(app: &App, period: BillingPeriod) -> Result<Run<'_>, ServiceError> {
        settings::look(app)?;
        let provider = app.letterhead();
        let (rates, taxes) =
            app.db.read(|conn| Ok::<_, StoreError>((facts::load_rates(conn)?, facts::load_taxes(conn)?)))?;
        let tariff = Tariff { rates, taxes, provider, languages: app.languages() };
        Ok(Run { app, period, tariff, letterhead: 0, hold_on: app.hold_on() })
    }

    /// Drafts those of `ids` that have no step yet.
    fn close_chunk(&self, ids: &[AccountId]) -> Result<Closed, ServiceError> {
        let mut closed = Closed::default();
        self.each_group(ids, |group| {
            closed.add(self.close_group(group)?);
            Ok(())
        })?;
        Ok(closed)
    }

    /// Those of `ids` that have no step yet, with their calls, in parts that memory can hold.
    pub(super) fn each_group(
        &self,
        ids: &[AccountId],
        mut work: impl FnMut(Vec<AccountToBill>) -> Result<(), ServiceError>,
    ) -> Result<(), ServiceError> {
        let (accounts, calls) = self.app.db.read(|conn| {
            let open = facts::without_step(conn, self.period, ids)?;
            if open.is_empty() {
                return Ok((Vec::new(), HashMap::new()));
            }
            let accounts = facts::load(conn, &open, self.period, self.app.clock.now())?;
            let members: Vec<AccountId> = accounts
                .iter()
                .flat_map(|account| account.facts.members.iter().map(|m| m.account.id))
                .collect();
            Ok::<_, StoreError>((accounts, facts::count_calls(conn, &members, self.period)?))
        })?;
        for mut group in groups(accounts, &calls) {
            if !calls.is_empty() {
                self.load_calls(&mut group)?;
            }
            work(group)?;
        }
        Ok(())
    }

    fn close_group(&self, group: Vec<AccountToBill>) -> Result<Closed, ServiceError> {
        let outcomes: Vec<Outcome> = group.iter().map(|account| self.outcome(account)).collect();
        drop(group);
        let written = self.app.db.write(|conn| self.write(conn, &outcomes));
        match written {
            Ok(()) => {
                let mut closed = Closed::default();
                outcomes.iter().for_each(|outcome| closed.count(outcome.step.state));
                Ok(closed)
            }
            // Another process drafted one of these at the same time: its drafts stand, the rest of
            // the group is found without a step and done one by one.
            Err(error) if error.is_unique_violation() && outcomes.len() > 1 => {
                let mut closed = Closed::default();
                for outcome in &outcomes {
                    closed.add(self.close_chunk(&[outcome.step.account])?);
                }
                Ok(closed)
            }
            Err(error) if error.is_unique_violation() => Ok(Closed::default()),
            Err(error) => Err(error.into()),
        }
    }

    fn load_calls(&self, group: &mut [AccountToBill]) -> Result<(), ServiceError> {
        let members = || group.iter().flat_map(|account| &account.facts.members);
        let ids: Vec<AccountId> = members().map(|member| member.account.id).collect();
        let mut calls = self.app.db.read(|conn| facts::load_calls(conn, &ids, self.period))?;
        let members = group.iter_mut().flat_map(|account| &mut account.facts.members);
        for Member { account, calls: of_member, .. } in members {
            *of_member = calls.remove(&account.id).unwrap_or_default();
        }
        Ok(())
    }

    /// The decision on one account: nothing is written yet.
    pub(super) fn outcome(&self, account: &AccountToBill) -> Outcome {
        let facts = &account.facts;
        let unreviewed = unreviewed(&account.unreviewed);
        let step =
            |state, reason: String, findings| NewStep { account: facts.account.id, state, reason, findings };
        let without_draft = |state, reason, found: Option<Finding>| Outcome {
            step: step(state, reason, found.into_iter().collect()),
            draft: None,
            members: facts.members.iter().map(|member| member.account.id).collect(),
        };
        match draft(facts, &self.tariff, self.period) {
            Ok(None) => without_draft(StepState::Nothing, String::new(), unreviewed),
            Ok(Some(mut draft)) => {
                make_printable(&mut draft.invoice);
                let previous = facts.history.last().map(|invoice| invoice.new_charges);
                let mut found = findings(
                    &draft.invoice,
                    previous,
                    recipients(&account.contacts).len(),
                    &pdf::missing_glyphs(&printed_text(&draft.invoice)),
                );
                found.extend(unreviewed);
                let (state, reason) = self.state_for(&found);
                Outcome {
                    step: step(state, reason, found),
                    draft: Some((draft, account.last_issued)),
                    members: facts.members.iter().map(|member| member.account.id).collect(),
                }
            }
            Err(why) => without_draft(StepState::Failed, why.to_string(), unreviewed),
        }
    }

    /// Held where the settings say so of one of its findings.
    fn state_for(&self, found: &[Finding]) -> (StepState, String) {
        match found.iter().find(|finding| self.hold_on.contains(&finding.kind)) {
            Some(finding) => (StepState::Held, finding.text.clone()),
            None => (StepState::Drafted, String::new()),
        }
    }

    fn write(&self, conn: &mut AnyConnection, outcomes: &[Outcome]) -> Result<(), StoreError> {
        let steps: Vec<NewStep> = outcomes.iter().map(|outcome| outcome.step.clone()).collect();
        bill_runs::insert_steps(conn, self.period, &steps)?;
        let members: Vec<AccountId> = outcomes.iter().flat_map(|outcome| outcome.members.clone()).collect();
        // Most months nothing is carried over; then there is no draft to look for either.
        if bill_runs::mark_carried(conn, &members, self.period)? > 0 {
            invoices::delete_drafts(conn, &members, self.period.previous())?;
        }
        let drafts: Vec<_> =
            outcomes.iter().filter_map(|outcome| Some((outcome, outcome.draft.as_ref()?))).collect();
        if drafts.is_empty() {
            return Ok(());
        }
        let first = invoices::reserve_ids(conn, drafts.len() as i64)?;
        let drafts: Vec<NewDraft> = (first..)
            .zip(drafts)
            .map(|(id, (outcome, (draft, last_issued)))| NewDraft {
                id: InvoiceId(id),
                account: outcome.step.account,
                sequence: last_issued.map_or(1, |(sequence, _)| sequence + 1),
                previous: last_issued.map(|(_, id)| InvoiceId(id)),
                draft: draft.clone(),
            })
            .collect();
        invoices::insert_drafts(conn, self.letterhead, &drafts)
    }
}

/// Cuts a chunk so that no part has too many calls to hold in memory.
fn groups(accounts: Vec<AccountToBill>, calls: &HashMap<AccountId, i64>) -> Vec<Vec<AccountToBill>> {
    let mut groups: Vec<Vec<AccountToBill>> = Vec::new();
    let mut in_last = 0;
    for account in accounts {
        let of_account: i64 =
            account.facts.members.iter().filter_map(|member| calls.get(&member.account.id)).sum();
        match groups.last_mut() {
            Some(group) if in_last + of_account <= CALLS_PER_GROUP => group.push(account),
            _ => {
                groups.push(vec![account]);
                in_last = 0;
            }
        }
        in_last += of_account;
    }
    groups
}

/// Requests and their logs are never worded anew: a letter that the document's fonts lack would keep their
/// invoice back for ever, so it is shown as a question mark.
fn make_printable(invoice: &mut Invoice) {
    let lines = invoice.sections.iter_mut().flat_map(|section| &mut section.lines);
    for line in lines.filter(|line| matches!(line.kind, LineKind::Macd | LineKind::Expedite)) {
        let texts = line.receipt.as_mut().into_iter().flat_map(|receipt| receipt.texts_mut());
        for text in texts.chain(std::iter::once(&mut line.description)) {
            let missing = pdf::missing_glyphs(text);
            if !missing.is_empty() {
                *text = text.replace(|letter| missing.contains(&letter), "?");
            }
        }
    }
}

/// Everything on a document that people typed, for the search of glyphs the fonts lack.
fn printed_text(invoice: &Invoice) -> String {
    let party = &invoice.bill_to;
    let mut text = [&party.name, &party.street, &party.city, &party.region].map(String::as_str).concat();
    for section in &invoice.sections {
        text.push_str(&section.name);
        text.push_str(&section.cost_centre);
        section.lines.iter().for_each(|line| {
            text.push_str(&line.code);
            text.push_str(&line.description);
            text.push_str(&line.cost_centre);
        });
        section.taxes.iter().for_each(|tax| text.push_str(&tax.name));
    }
    invoice.payments_received.iter().for_each(|payment| text.push_str(&payment.reference));
    invoice.credit_notes.iter().for_each(|credit| text.push_str(&credit.reason));
    invoice.adjustments_made.iter().for_each(|adjustment| text.push_str(&adjustment.reference));
    text
}
