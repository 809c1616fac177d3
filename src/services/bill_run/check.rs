//! Days before the closing: what it would find. The same computation, and nothing of it is kept but
//! what a person should look at.

use std::collections::{HashMap, HashSet};

use super::ACCOUNTS_PER_CHUNK;
use super::close::{Outcome, Run};
use crate::domain::bill_run::{FindingKind, StepState};
use crate::domain::delivery::recipients;
use crate::domain::explain::explain;
use crate::domain::invoice::Invoice;
use crate::domain::month::{WarningKind, unusual};
use crate::services::{App, Progress, ServiceError};
use crate::store::facts::{self, AccountToBill};
use crate::store::invoices;
use crate::store::month::{self, Change, NewWarning};
use crate::store::suppressed;
use crate::values::ids::{AccountId, CaseId, InvoiceId};
use crate::values::number::CaseNumber;
use crate::values::period::BillingPeriod;

/// Computes every invoice of `period` as far as it is known today, and writes down what staff should look
/// at in the place of what was found before. Memory stays flat: one chunk of accounts at a time.
///
/// # Errors
/// The database.
pub fn check(app: &App, period: BillingPeriod, progress: &dyn Progress) -> Result<(), ServiceError> {
    let run = Run::dry(app, period)?;
    let known = Known::load(app, period)?;
    app.db.write(|conn| month::delete_warnings(conn, period))?;
    progress.start(app.db.read(facts::count_billing_accounts)? as u64, "checking");
    let mut after = AccountId(0);
    loop {
        let ids = app.db.read(|conn| facts::list_billing_accounts(conn, after, ACCOUNTS_PER_CHUNK))?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = *last;
        run.each_group(&ids, |group| {
            let mut found = Vec::new();
            let mut moved = Vec::new();
            for account in &group {
                let outcome = run.outcome(account);
                known.warn(account, &outcome, &mut found);
                moved.extend(unusually(account, outcome));
            }
            drop(group);
            found.extend(causes(app, moved)?);
            Ok(app.db.write(|conn| month::insert_warnings(conn, period, &found))?)
        })?;
        progress.advance(ids.len() as u64);
    }
}

/// What is looked up once for all accounts: both are few.
struct Known {
    /// Addresses, in small letters, that take no mail.
    suppressed: HashSet<String>,
    /// Where the last invoice could not be delivered.
    failed: HashMap<AccountId, Vec<String>>,
    /// Requests whose quote is not answered.
    quotes: HashMap<AccountId, Vec<CaseNumber>>,
}

impl Known {
    fn load(app: &App, period: BillingPeriod) -> Result<Known, ServiceError> {
        let (failed, quotes, suppressed) = app.db.read(|conn| {
            let failed = month::list_failed_addresses(conn, period.previous())?;
            let suppressed = suppressed::list(conn, "", i64::MAX)?;
            Ok::<_, ServiceError>((failed, month::list_open_quotes(conn)?, suppressed))
        })?;
        let suppressed = suppressed.into_iter().map(|known| known.address).collect();
        let mut known = Known { suppressed, failed: HashMap::new(), quotes: HashMap::new() };
        for (account, email) in failed {
            known.failed.entry(account).or_default().push(email);
        }
        for (account, case) in quotes {
            known.quotes.entry(account).or_default().push(CaseNumber(CaseId(case)));
        }
        Ok(known)
    }

    fn warn(&self, account: &AccountToBill, outcome: &Outcome, found: &mut Vec<NewWarning>) {
        let id = account.facts.account.id;
        let mut find = |kind, text: String| found.push(NewWarning { account: id, kind, text, change: None });
        if outcome.step.state == StepState::Failed {
            find(WarningKind::CannotBill, outcome.step.reason.clone());
        }
        for finding in &outcome.step.findings {
            match finding.kind {
                FindingKind::NoRecipient => find(WarningKind::NoRecipient, String::new()),
                FindingKind::NegativeTotal => find(WarningKind::NegativeTotal, String::new()),
                FindingKind::MissingGlyph => find(WarningKind::MissingGlyph, finding.text.clone()),
                FindingKind::UnreviewedMacd => {
                    find(WarningKind::UnreviewedMacd, listed(&account.unreviewed));
                }
                // Here the average of several months says what is unusual.
                FindingKind::LargeChange => {}
            }
        }
        let failed = self.failed.get(&id).map_or(&[][..], Vec::as_slice);
        let reads = recipients(&account.contacts);
        let is_suppressed = |email: &str| self.suppressed.contains(&email.to_lowercase());
        let silent: Vec<String> =
            reads.iter().map(|c| c.email.to_string()).filter(|email| is_suppressed(email)).collect();
        if !silent.is_empty() {
            find(WarningKind::SuppressedAddress, silent.join(", "));
        }
        let still: Vec<String> = failed
            .iter()
            .filter(|email| reads.iter().any(|c| c.email.as_str() == *email) && !is_suppressed(email))
            .cloned()
            .collect();
        if !still.is_empty() {
            find(WarningKind::FailedAddress, still.join(", "));
        }
        let members = account.facts.members.iter().filter_map(|member| self.quotes.get(&member.account.id));
        let quotes: Vec<CaseNumber> = members.flatten().copied().collect();
        if !quotes.is_empty() {
            find(WarningKind::OpenQuote, listed(&quotes));
        }
    }
}

fn listed(requests: &[CaseNumber]) -> String {
    let listed: Vec<String> = requests.iter().map(ToString::to_string).collect();
    listed.join(", ")
}

/// An account whose new charges are far from what is usual, its draft, and its last invoice.
type Moved = (NewWarning, Invoice, Option<InvoiceId>);

fn unusually(account: &AccountToBill, outcome: Outcome) -> Option<Moved> {
    let (draft, last_issued) = outcome.draft?;
    let charged: Vec<_> = account.facts.history.iter().map(|invoice| invoice.new_charges).collect();
    let now = draft.invoice.new_charges();
    let before = unusual(&charged, now)?;
    let warning = NewWarning {
        account: account.facts.account.id,
        kind: WarningKind::UnusualChange,
        text: String::new(),
        change: Some(Change { before, now, cause: None }),
    };
    Some((warning, draft.invoice, last_issued.map(|(_, id)| InvoiceId(id))))
}

/// Says of each what changes most against its last invoice.
fn causes(app: &App, moved: Vec<Moved>) -> Result<Vec<NewWarning>, ServiceError> {
    let ids: Vec<InvoiceId> = moved.iter().filter_map(|(_, _, last)| *last).collect();
    let last: Vec<_> = match ids.is_empty() {
        true => Vec::new(),
        false => app.db.read(|conn| invoices::load(conn, &ids))?,
    };
    let mut last = ids.into_iter().zip(last).collect::<HashMap<_, _>>();
    let with_cause = |(mut warning, draft, id): Moved| {
        if let (Some(before), Some(change)) = (id.and_then(|id| last.remove(&id)), warning.change.as_mut()) {
            let bridge = explain(&before, &draft);
            let largest = bridge.steps.iter().max_by_key(|step| step.amount.cents().abs());
            change.cause = largest.map(|step| (step.cause.as_str().to_owned(), step.amount));
        }
        warning
    };
    Ok(moved.into_iter().map(with_cause).collect())
}
