//! What the customers' and the staff's pages of cases share: states, promises, events and refusals in
//! words, and the clock as a picture.

mod clock;
mod macd_refusals;
mod refusals;
mod request;

use chrono::{DateTime, Utc};

pub use clock::{Bar, ClockCard, bar, clock_card, span};
pub use macd_refusals::{macd_refused, macd_refused_status};
pub use refusals::{file_flaw, line_objected, refused, refused_status, size, words_flaw};
pub use request::{RequestCard, price, quote_above, units};

use super::errors::Failure;
use super::frame::Frame;
use crate::config::Level;
use crate::domain::case::{CaseState, Priority, Side, What};
use crate::domain::dispute::DisputeState;
use crate::domain::invoice::LineKind;
use crate::services::cases::{DisputeView, Shown, View};
use crate::values::money::Money;
use crate::values::number::CaseNumber;

/// Who looks at a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The customer: staff are the provider, and what staff do among themselves is not there.
    Customer,
    /// Staff: everything, by its name.
    Staff,
}

/// A time as people and as programs read it.
pub struct When {
    /// RFC 3339.
    pub iso: String,
    /// In Mountain Time, to the minute.
    pub text: String,
}

/// Something that happened, in words.
pub struct EventLine {
    /// Its place, from 1.
    pub seq: i32,
    /// `customer`, `staff` or `clock`.
    pub side: &'static str,
    /// Whether the customer does not see it.
    pub is_internal: bool,
    /// Who did it; empty where time did.
    pub who: String,
    /// What happened.
    pub what: String,
    /// Where more of it is: an address and its name.
    pub link: Option<(String, String)>,
    /// When.
    pub at: When,
    /// What was written with it; may be empty.
    pub words: String,
    /// Files that came with it: address, name, size.
    pub files: Vec<(String, String, String)>,
}

/// A disputed line.
pub struct DisputedLine {
    /// Its invoice's number.
    pub invoice: String,
    /// In words.
    pub name: String,
    /// What of it is disputed, without taxes.
    pub amount: Money,
    /// The taxes on that.
    pub tax: Money,
    /// What was credited, taxes included; `None` while nothing is decided.
    pub accepted: Option<String>,
}

/// What is disputed.
pub struct DisputeCard {
    /// Names its text and its colour.
    pub state: String,
    /// Why.
    pub reason: String,
    /// What.
    pub lines: Vec<DisputedLine>,
    /// All of it, taxes included.
    pub total: Money,
    /// What was credited, taxes included; `None` while nothing is decided.
    pub accepted: Option<String>,
    /// The credit note's number.
    pub note: Option<String>,
}

/// A case in words, for its page.
pub struct Parts {
    /// Where cases are for who looks: `/cases` or `/office/cases`.
    pub base: &'static str,
    /// What it is about.
    pub kind: String,
    /// The state's name in style sheets.
    pub state: &'static str,
    /// The state.
    pub state_name: String,
    /// The priority.
    pub priority: String,
    /// What the priority means.
    pub priority_meaning: String,
    /// What happens next.
    pub clock: ClockCard,
    /// What is disputed.
    pub dispute: Option<DisputeCard>,
    /// What happened, newest first.
    pub events: Vec<EventLine>,
    /// Whom to ask, from level 1 up.
    pub escalation: Vec<Level>,
    /// The highest level that was asked.
    pub escalated_to: usize,
    /// Other cases: what they are to this one, and their numbers.
    pub others: Vec<(String, String)>,
}

impl Parts {
    /// The case as `audience` reads it now.
    pub fn of(f: &Frame, view: &View, audience: Audience, now: DateTime<Utc>) -> Parts {
        Parts {
            base: audience.base(),
            kind: f.t(format!("case-kind-{}", view.kind)),
            state: view.told.state.as_str(),
            state_name: state_name(f, view.told.state),
            priority: priority_name(f, view.told.priority),
            priority_meaning: f.t(format!("case-priority-{}-means", view.told.priority)),
            clock: clock_card(f, view, audience, now),
            dispute: view.dispute.as_ref().map(|dispute| dispute_card(f, view, dispute, audience)),
            events: view.events.iter().rev().map(|event| event_line(f, view, event, audience)).collect(),
            escalation: view.escalation.clone(),
            escalated_to: usize::from(view.told.escalated_to.unwrap_or(0)),
            others: others(f, view),
        }
    }
}

impl Audience {
    /// Where cases are.
    pub const fn base(self) -> &'static str {
        match self {
            Audience::Customer => "/cases",
            Audience::Staff => "/office/cases",
        }
    }
}

/// What is no case's number is no case.
pub fn case_number(text: &str) -> Result<CaseNumber, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// What a state is called.
pub fn state_name(f: &Frame, state: CaseState) -> String {
    f.t(format!("case-state-{state}"))
}

/// What a priority is called.
pub fn priority_name(f: &Frame, priority: Priority) -> String {
    match priority.is_of_macd() {
        true => f.t(format!("receipt-urgency-{priority}")),
        false => f.t1("case-priority", "priority", priority.as_str()),
    }
}

/// A time for people and programs.
pub fn when(f: &Frame, at: DateTime<Utc>) -> When {
    When { iso: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true), text: f.minute(at) }
}

fn dispute_card(f: &Frame, view: &View, dispute: &DisputeView, audience: Audience) -> DisputeCard {
    let DisputeView { dispute, lines } = dispute;
    let state = match (dispute.state, audience) {
        // What staff weigh among themselves is open for the customer.
        (DisputeState::Proposed, Audience::Customer) => DisputeState::Open,
        (state, _) => state,
    };
    let is_decided = !dispute.state.is_in_dispute();
    let note = view.events.iter().rev().find_map(|event| match &event.what {
        What::Credited { note, .. } => Some(note.clone()),
        _ => None,
    });
    let lines = lines.iter().map(|one| DisputedLine {
        invoice: one.invoice.to_string(),
        name: line_name(f, one.kind, &one.description),
        amount: one.line.amount,
        tax: one.line.tax,
        accepted: is_decided.then(|| f.money(one.line.accepted + one.line.accepted_tax)),
    });
    DisputeCard {
        state: state.as_str().replace('_', "-"),
        reason: f.t(format!("dispute-reason-{}", dispute.reason.as_str().replace('_', "-"))),
        lines: lines.collect(),
        total: dispute.total(),
        accepted: is_decided.then(|| f.money(dispute.accepted())),
        note,
    }
}

/// What a line of an invoice is called; `None` is the kind of a late fee.
pub fn line_name(f: &Frame, kind: Option<LineKind>, description: &str) -> String {
    match kind {
        None => f.t("category-late-fee"),
        Some(LineKind::Usage | LineKind::UsageLate) => {
            f.t(format!("doc-call-{}", description.replace('_', "-")))
        }
        Some(_) => description.to_owned(),
    }
}

fn event_line(f: &Frame, view: &View, event: &Shown, audience: Audience) -> EventLine {
    let who = match (event.side, audience) {
        (Side::Clock, _) => String::new(),
        (Side::Staff, Audience::Customer) => f.provider.address.name.clone(),
        _ => event.actor.clone(),
    };
    // Files are the same for everyone who may see them.
    let files = event.files.iter().map(|file| {
        let address = format!("/cases/{}/files/{}", view.number, file.id);
        (address, file.name.clone(), size(f, file.size_bytes))
    });
    EventLine {
        seq: event.seq,
        side: event.side.as_str(),
        is_internal: !event.what.is_shown_to_customers(),
        who,
        what: event_text(f, &event.what, audience),
        link: event_link(f, &event.what, audience),
        at: when(f, event.at),
        words: event.words.clone(),
        files: files.collect(),
    }
}

/// What happened, in a few words.
pub fn event_text(f: &Frame, what: &What, audience: Audience) -> String {
    let key = format!("case-event-{}", what.name());
    match what {
        What::Opened { priority } if priority.is_of_macd() => f.t(format!("{key}-{priority}")),
        What::Opened { priority } | What::PrioritySet { priority } => {
            f.t1(&key, "priority", priority.as_str())
        }
        What::Assigned { to: None } => f.t("case-event-assigned-nobody"),
        What::Assigned { to: Some(to) } if audience == Audience::Staff => {
            f.t1("case-event-assigned-to", "person", to)
        }
        What::Held { until: at } | What::Estimated { at } => f.t1(&key, "at", f.minute(at)),
        What::Warned { due } | What::Missed { due } => f.t1(&key, "at", f.minute(due)),
        What::Escalated { level } => f.t1(&key, "level", level.to_string()),
        What::Credited { total, whole: true, .. } => f.t1(&key, "amount", f.money(total)),
        What::Credited { total, whole: false, .. } => {
            f.t1("case-event-credited-partly", "amount", f.money(total))
        }
        What::Proposed { parts } => f.t1(&key, "amount", f.money(parts.iter().copied().sum::<Money>())),
        What::Quoted { units, total } | What::Reviewed { units, total } => {
            f.t2(&key, "units", units.to_string(), "amount", f.money(total))
        }
        What::Logged { billable, excluded: 0 } => f.t1(&key, "billable", f.n("receipt-minutes", *billable)),
        What::Logged { billable, excluded } => f.t2(
            "case-event-logged-excluded",
            "billable",
            f.n("receipt-minutes", *billable),
            "excluded",
            f.n("receipt-minutes", *excluded),
        ),
        _ => f.t(key),
    }
}

fn event_link(f: &Frame, what: &What, audience: Audience) -> Option<(String, String)> {
    let to_case = |number: &String| (format!("{}/{number}", audience.base()), number.clone());
    match what {
        What::MarkedDuplicate { of: number } | What::FollowedOn { by: number } => Some(to_case(number)),
        // A master case does not exist for customers.
        What::JoinedMaster { master } if audience == Audience::Staff => Some(to_case(master)),
        What::Credited { note, .. } => {
            Some((format!("/credit-notes/{note}.pdf"), f.t1("case-credit-note", "number", note)))
        }
        _ => None,
    }
}

fn others(f: &Frame, view: &View) -> Vec<(String, String)> {
    let main = view.told.main.iter().map(|number| (f.t("case-other-main"), number.clone()));
    let related = view.related.iter().map(|number| (f.t("case-other-related"), number.to_string()));
    let followers = view.followers.iter().map(|number| (f.t("case-other-follower"), number.to_string()));
    main.chain(related).chain(followers).collect()
}
