//! The card on which staff decide on a dispute.

use super::case::Said;
use crate::domain::access::Viewer;
use crate::domain::case::What;
use crate::domain::dispute::DisputeState;
use crate::services::cases::{DisputeView, DisputedView, View};
use crate::values::money::Money;
use crate::web::cases::line_name;
use crate::web::frame::Frame;

/// What can be decided on a dispute now, and by whom.
pub struct DecisionCard {
    /// Its lines.
    pub lines: Vec<DecisionLine>,
    /// What would be credited now, taxes included.
    pub credit: Money,
    /// Above this a manager must approve.
    pub limit: Money,
    /// Who proposed it, while it waits for a second person.
    pub proposer: Option<String>,
    /// Whether that was the reader.
    pub is_own: bool,
    /// Whether the reader may decide now.
    pub may_decide: bool,
}

/// A line of a dispute on the card.
pub struct DecisionLine {
    /// The name of its field.
    pub field: String,
    /// Its invoice's number.
    pub invoice: String,
    /// In words.
    pub name: String,
    /// What is disputed.
    pub disputed: Money,
    /// What is left to decide.
    pub left: Money,
    /// What is proposed to be credited of it.
    pub part: Money,
    /// What stands in its field.
    pub typed: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

impl DecisionCard {
    /// What of each line would be credited now: what was proposed, else all that is left.
    pub fn parts(view: &View, dispute: &DisputeView) -> Vec<Money> {
        let proposed = proposal(view).filter(|_| dispute.dispute.state == DisputeState::Proposed);
        match proposed {
            Some((parts, _)) => parts.to_vec(),
            None => dispute.lines.iter().map(|line| line.left()).collect(),
        }
    }

    /// The card of a dispute that waits for a decision.
    pub fn of(
        f: &Frame,
        view: &View,
        viewer: &Viewer,
        credit: Money,
        limit: Money,
        said: &Said,
    ) -> Option<DecisionCard> {
        let dispute = view.dispute.as_ref().filter(|one| one.dispute.state.is_in_dispute())?;
        let is_proposed = dispute.dispute.state == DisputeState::Proposed;
        let proposer = proposal(view).filter(|_| is_proposed).map(|(_, by)| by.to_owned());
        let is_own = proposer.as_deref() == Some(&viewer.email);
        let may = if is_proposed { viewer.role.may_approve() && !is_own } else { viewer.role.may_credit() };
        let parts = DecisionCard::parts(view, dispute);
        let line = |(place, (line, part)): (usize, (&_, Money))| decision_line(f, place, line, part, said);
        Some(DecisionCard {
            lines: dispute.lines.iter().zip(parts).enumerate().map(line).collect(),
            credit,
            limit,
            proposer,
            is_own,
            may_decide: may && !view.told.state.is_closed(),
        })
    }

    /// Whether all that is left would need a second person.
    pub fn is_above_limit(&self) -> bool {
        self.credit > self.limit
    }
}

fn decision_line(f: &Frame, place: usize, line: &DisputedView, part: Money, said: &Said) -> DecisionLine {
    let field = format!("credit-{place}");
    let typed = match said.is_at("decide") {
        true => said.typed_in("decide", &field).to_owned(),
        false => f.locale.amount(part),
    };
    DecisionLine {
        error: (said.is_at("decide") && said.field == field).then(|| said.text.clone()),
        field,
        invoice: line.invoice.to_string(),
        name: line_name(f, line.kind, &line.description),
        disputed: line.line.amount,
        left: line.left(),
        part,
        typed,
    }
}

/// The newest proposal and who made it.
fn proposal(view: &View) -> Option<(&[Money], &str)> {
    view.events.iter().rev().find_map(|event| match &event.what {
        What::Proposed { parts } => Some((parts.as_slice(), event.actor.as_str())),
        _ => None,
    })
}
