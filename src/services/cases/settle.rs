//! How a dispute ends: credited whole or in part, declined, or not pursued (REQUIREMENTS R6.8).

use super::{
    App, Held, Message, Outcome, Refusal, ServiceError, allowed, author, doer, hold, levels, record, work,
};
use crate::domain::access::Viewer;
use crate::domain::case::decide::{Action, Objection, decide};
use crate::domain::case::{CaseKind, What};
use crate::domain::credit_note::{CreditItem, NewCreditNote};
use crate::domain::dispute::{self, Dispute, DisputeState};
use crate::services::credit_notes;
use crate::store::{AnyConnection, disputes, hierarchy};
use crate::texts::{text, text_with};
use crate::values::ids::{CaseId, CreditNoteId, UserId};
use crate::values::money::Money;
use crate::values::number::CaseNumber;

/// What came of a decision on a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is decided; the credit note, where there is one.
    Done(Option<CreditNoteId>),
    /// A second person is to approve it.
    Proposed,
}

/// Credits `parts` of the disputed lines, in their order, with the taxes on them; or proposes it to a
/// second person, where it is above the limit.
///
/// # Errors
/// A case that does not exist for the viewer.
pub fn accept(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    parts: &[Money],
    message: &Message<'_>,
) -> Result<Outcome<Decision>, ServiceError> {
    app.db.write(|conn| {
        let (held, dispute) = allowed!(open_for(app, conn, viewer, number, DisputeState::Open)?);
        allowed!(check_parts(&dispute, parts));
        let taxes = credit_notes::taxes_of(conn, &items(&dispute, parts))?;
        let total: Money = parts.iter().chain(&taxes).copied().sum();
        // What was credited of it before counts: the limit is not for each step.
        if total + dispute.accepted() <= app.approval_limit() {
            allowed!(settleable(app, viewer, &held, message));
            return settle(app, conn, viewer, &held, &dispute, parts, message);
        }
        let proposal = Action::Propose(What::Proposed { parts: parts.to_vec() });
        let all = allowed!(decided(app, viewer, &held, &proposal, message));
        disputes::mark_state(conn, dispute.case, DisputeState::Open, DisputeState::Proposed, None)?;
        record(app, conn, &held, all, message, author(viewer))?;
        Ok(Ok(Decision::Proposed))
    })
}

/// Credits what someone else proposed.
///
/// # Errors
/// As [`accept`].
pub fn approve(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<Decision>, ServiceError> {
    app.db.write(|conn| {
        let (held, dispute) = allowed!(open_for(app, conn, viewer, number, DisputeState::Proposed)?);
        let Some((parts, proposer)) = proposal(&held) else { return Ok(Err(Refusal::NothingToDecide)) };
        match () {
            () if !viewer.role.may_approve() => return Ok(Err(Objection::NotAllowed.into())),
            () if proposer == Some(viewer.id) => return Ok(Err(Refusal::OwnProposal)),
            () => {}
        }
        allowed!(settleable(app, viewer, &held, message));
        disputes::mark_state(conn, dispute.case, DisputeState::Proposed, DisputeState::Open, None)?;
        settle(app, conn, viewer, &held, &dispute, &parts, message)
    })
}

/// Sends a proposal back to who works on the case.
///
/// # Errors
/// As [`accept`].
pub fn send_back(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let (held, dispute) = allowed!(open_for(app, conn, viewer, number, DisputeState::Proposed)?);
        let all = allowed!(decided(app, viewer, &held, &Action::Propose(What::SentBack), message));
        disputes::mark_state(conn, dispute.case, DisputeState::Proposed, DisputeState::Open, None)?;
        record(app, conn, &held, all, message, author(viewer))?;
        Ok(Ok(()))
    })
}

/// Declines a dispute with the reason written: its amount is due again.
///
/// # Errors
/// As [`accept`].
pub fn decline(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let (held, dispute) = allowed!(open_for(app, conn, viewer, number, DisputeState::Open)?);
        let all = allowed!(decided(app, viewer, &held, &Action::Settle(What::Declined), message));
        let to = ended(&dispute, DisputeState::Declined);
        disputes::mark_state(conn, dispute.case, DisputeState::Open, to, Some(app.clock.now()))?;
        record(app, conn, &held, all, message, author(viewer))?;
        Ok(Ok(()))
    })
}

/// A case with its dispute in `state`, for who may decide on it.
fn open_for(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    number: CaseNumber,
    state: DisputeState,
) -> Result<Outcome<(Held, Dispute)>, ServiceError> {
    let held = hold(app, conn, viewer.scope(), number)?;
    if !viewer.role.may_credit() {
        return Ok(Err(Objection::NotAllowed.into()));
    }
    let dispute = disputes::find_dispute(conn, number.0)?.filter(|dispute| dispute.state == state);
    Ok(dispute.map(|dispute| (held, dispute)).ok_or(Refusal::NothingToDecide))
}

fn decided(
    app: &App,
    viewer: &Viewer,
    held: &Held,
    action: &Action,
    message: &Message<'_>,
) -> Outcome<Vec<What>> {
    let (has_words, levels) = (!message.words.is_empty(), levels(app, held.row.kind));
    Ok(decide(&held.told, action, doer(viewer), has_words, levels, app.clock.now())?)
}

/// Whether the dispute of a case can end now; asked before anything is written.
fn settleable(app: &App, viewer: &Viewer, held: &Held, message: &Message<'_>) -> Outcome<()> {
    decided(app, viewer, held, &Action::Settle(What::Declined), message).map(|_| ())
}

fn check_parts(dispute: &Dispute, parts: &[Money]) -> Outcome<()> {
    if parts.len() != dispute.lines.len() || parts.iter().copied().sum::<Money>().is_zero() {
        return Err(Refusal::Line(None, dispute::Objection::NoAmount));
    }
    for (place, (line, part)) in dispute.lines.iter().zip(parts).enumerate() {
        let left = line.amount - line.accepted;
        if part.is_negative() || *part > left {
            return Err(Refusal::NotWithin(place, left));
        }
    }
    Ok(())
}

fn items(dispute: &Dispute, parts: &[Money]) -> Vec<CreditItem> {
    let of_lines = dispute.lines.iter().zip(parts).filter(|(_, part)| !part.is_zero());
    of_lines
        .map(|(line, part)| CreditItem { invoice: line.invoice, line_no: line.line_no, amount: *part })
        .collect()
}

/// The newest proposal and whose login made it: addresses can change.
fn proposal(held: &Held) -> Option<(Vec<Money>, Option<UserId>)> {
    held.events.iter().rev().find_map(|row| match &row.event.what {
        What::Proposed { parts } => Some((parts.clone(), row.user)),
        _ => None,
    })
}

/// Issues the credit note and ends the dispute.
fn settle(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    held: &Held,
    dispute: &Dispute,
    parts: &[Money],
    message: &Message<'_>,
) -> Result<Outcome<Decision>, ServiceError> {
    let now = app.clock.now();
    let credited = items(dispute, parts);
    let mut taxes = credit_notes::taxes_of(conn, &credited)?.into_iter();
    let mut after = dispute.clone();
    for (line, part) in after.lines.iter_mut().zip(parts).filter(|(_, part)| !part.is_zero()) {
        let tax = taxes.next().unwrap_or_default();
        line.accepted += *part;
        // What was thought of the tax when it was disputed ends with the line.
        line.accepted_tax = match line.accepted == line.amount {
            true => line.tax,
            false => (line.accepted_tax + tax).min(line.tax),
        };
    }
    let is_whole = after.lines.iter().all(|line| line.accepted == line.amount);
    // Ended before the note is made: what it credits is in dispute no more.
    disputes::mark_accepted(conn, dispute.case, &after.lines)?;
    let state = if is_whole { DisputeState::Accepted } else { DisputeState::PartlyAccepted };
    disputes::mark_state(conn, dispute.case, DisputeState::Open, state, Some(now))?;
    let new = NewCreditNote {
        account: dispute.account,
        case: Some(dispute.case),
        reason: reason(conn, dispute)?,
        items: credited,
    };
    let note = credit_notes::issue(app, conn, &new, &viewer.email, now)?;
    let (number, total) = (note.number.to_string(), note.total());
    let credited = Action::Settle(What::Credited { note: number, total, whole: is_whole });
    match decided(app, viewer, held, &credited, message) {
        Ok(all) => {
            record(app, conn, held, all, message, author(viewer))?;
            Ok(Ok(Decision::Done(Some(note.id))))
        }
        // The case is in no state for it: whoever calls rolls everything back.
        Err(Refusal::Case(objection)) => Err(ServiceError::Refused(format!("{objection:?}"))),
        Err(_) => Err(ServiceError::Internal("a decision was refused after it was made".to_owned())),
    }
}

/// Why, in the language of the account.
fn reason(conn: &mut AnyConnection, dispute: &Dispute) -> Result<String, ServiceError> {
    let locale = hierarchy::find_locale(conn, dispute.account)?;
    let why = text(locale, &format!("dispute-reason-{}", dispute.reason.as_str().replace('_', "-")));
    let case = CaseNumber(dispute.case).to_string();
    Ok(text_with(locale, "credit-reason-dispute", &[("case", &case), ("reason", &why)]))
}

/// Whether the dispute of a case waits for a decision.
pub(super) fn is_undecided(conn: &mut AnyConnection, held: &Held) -> Result<bool, ServiceError> {
    if held.row.kind != CaseKind::Dispute {
        return Ok(false);
    }
    Ok(disputes::find_dispute(conn, held.row.id)?.is_some_and(|dispute| dispute.state.is_in_dispute()))
}

/// What `all` does to the money of a case: whoever does not pursue a dispute owes its amount again, a
/// reopened one is in dispute again, a duplicate's lines go to the main case. And to the work of a request.
pub(super) fn follow(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    all: &[What],
) -> Result<Outcome<()>, ServiceError> {
    match held.row.kind {
        CaseKind::Dispute => {}
        CaseKind::Macd => return work::follow(app, conn, held, all),
        CaseKind::Question | CaseKind::Master => return Ok(Ok(())),
    }
    let Some(dispute) = disputes::find_dispute(conn, held.row.id)? else { return Ok(Ok(())) };
    for what in all {
        match what {
            What::Withdrawn | What::ClosedNoResponse if dispute.state.is_in_dispute() => {
                let to = ended(&dispute, DisputeState::Withdrawn);
                disputes::mark_state(conn, dispute.case, dispute.state, to, Some(app.clock.now()))?;
            }
            What::Reopened if dispute.state != DisputeState::Accepted && !dispute.state.is_in_dispute() => {
                allowed!(reopen(conn, &dispute)?);
            }
            What::MarkedDuplicate { of } if dispute.state.is_in_dispute() => {
                let main: CaseNumber = of.parse()?;
                allowed!(merge(app, conn, &dispute, main.0)?);
            }
            _ => {}
        }
    }
    Ok(Ok(()))
}

/// How a dispute ended of which no more is credited now: earlier decisions stand.
fn ended(dispute: &Dispute, otherwise: DisputeState) -> DisputeState {
    if dispute.accepted().is_zero() { otherwise } else { DisputeState::PartlyAccepted }
}

/// What was not credited is in dispute again, as far as nothing else claims it.
fn reopen(conn: &mut AnyConnection, dispute: &Dispute) -> Result<Outcome<()>, ServiceError> {
    let mut invoices: Vec<_> = dispute.lines.iter().map(|line| line.invoice).collect();
    invoices.dedup();
    let known = disputes::list_disputable(conn, dispute.account, &invoices, None)?;
    for (place, line) in dispute.lines.iter().enumerate() {
        let left = known
            .iter()
            .find(|known| known.invoice == line.invoice && known.line_no == line.line_no)
            .map(|known| known.left())
            .unwrap_or_default();
        if line.amount - line.accepted > left {
            return Ok(Err(Refusal::Line(Some(place), dispute::Objection::MoreThanLeft(left))));
        }
    }
    disputes::mark_state(conn, dispute.case, dispute.state, DisputeState::Open, None)?;
    Ok(Ok(()))
}

/// Moves what is in dispute to the main case.
fn merge(
    app: &App,
    conn: &mut AnyConnection,
    from: &Dispute,
    main: CaseId,
) -> Result<Outcome<()>, ServiceError> {
    let Some(into) = disputes::find_dispute(conn, main)?.filter(|into| into.state == DisputeState::Open)
    else {
        return Ok(Err(Refusal::NoSuchCase));
    };
    disputes::mark_state(conn, from.case, from.state, DisputeState::Withdrawn, Some(app.clock.now()))?;
    disputes::add_lines(conn, &into, &from.lines)?;
    Ok(Ok(()))
}
