//! Which state follows on which, and by whom (REQUIREMENTS R6.3).

use super::{CaseState, Side, What};

use CaseState::{Closed, ClosedNoResponse, Duplicate, InProgress, New, OnHold, Reopened, Resolved, Shipping};

/// The state after `what` by `side` in the state `from`; `None` where that cannot happen.
pub fn next(from: CaseState, what: &What, side: Side) -> Option<CaseState> {
    let by_customer_or_for_them = matches!(side, Side::Customer | Side::Staff);
    let (is_allowed, to) = match (side, what) {
        // Written words: a customer's end a hold, since somebody should read them.
        (Side::Customer, What::Commented) if from == OnHold => (true, InProgress),
        (Side::Customer, What::Commented) | (_, What::Escalated { .. }) => (!from.is_closed(), from),
        (Side::Staff, What::Noted) => (true, from),
        (Side::Staff, What::Replied) => (is_worked_on(from) || from == Resolved, from),

        // What only staff do.
        (Side::Staff, What::Assigned { .. } | What::JoinedMaster { .. }) => (!from.is_closed(), from),
        (Side::Staff, What::PrioritySet { .. }) => (!from.is_closed() && from != Resolved, from),
        (Side::Staff, What::Started) => (matches!(from, New | Reopened), InProgress),
        (Side::Staff, What::Held { .. }) => (is_worked_on(from), OnHold),
        (Side::Staff, What::Shipped) => (matches!(from, InProgress | OnHold), Shipping),
        (Side::Staff, What::Estimated { .. }) => (is_worked_on(from), from),
        (Side::Staff, What::Resumed) => (matches!(from, OnHold | Shipping | Resolved), InProgress),
        (Side::Staff, What::Resolved) => (is_worked_on(from), Resolved),
        (Side::Staff, What::MarkedDuplicate { .. }) => {
            (matches!(from, New | InProgress | OnHold | Reopened), Duplicate)
        }
        (Side::Staff, What::ClosingAnnounced) => (matches!(from, InProgress | Resolved), from),
        (Side::Staff, What::Proposed { .. } | What::SentBack | What::Credited { .. } | What::Declined) => {
            (is_worked_on(from), from)
        }

        // MACD: staff work and bill, the customer agrees.
        (Side::Customer | Side::Staff, What::ApprovalAsked) => (from == New, from),
        (Side::Customer, What::Approved | What::QuoteAccepted) => (!from.is_closed(), from),
        (Side::Staff, What::Quoted { .. } | What::Logged { .. }) => (is_worked_on(from), from),
        (Side::Staff, What::Reviewed { .. }) => (from != New, from),

        // What the customer does, or staff for them on the phone.
        (_, What::Confirmed) if by_customer_or_for_them => (from == Resolved, Closed),
        (_, What::Reopened) if by_customer_or_for_them => (matches!(from, Resolved | Closed), Reopened),
        (_, What::Withdrawn) if by_customer_or_for_them => (!from.is_closed(), Closed),
        (_, What::FollowedOn { .. }) if by_customer_or_for_them => (from.is_closed(), from),

        // What time does.
        (Side::Clock, What::Resumed) => (from == OnHold, InProgress),
        (Side::Clock, What::ClosedNoResponse) => (matches!(from, InProgress | Resolved), ClosedNoResponse),
        (Side::Clock, What::Warned { .. } | What::Missed { .. }) => (!from.is_closed(), from),
        _ => (false, from),
    };
    is_allowed.then_some(to)
}

/// Somebody picked it up and it is not resolved.
fn is_worked_on(state: CaseState) -> bool {
    matches!(state, InProgress | OnHold | Shipping)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    /// For each event and side the states in which it can happen, and what follows; `=` where the
    /// state stays. Everything else cannot happen.
    const ALLOWED: &[(&str, Side, &str)] = &[
        ("commented", Side::Customer, "new= in-progress= on-hold>in-progress shipping= resolved= reopened="),
        ("escalated", Side::Customer, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("escalated", Side::Staff, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("escalated", Side::Clock, "new= in-progress= on-hold= shipping= resolved= reopened="),
        (
            "noted",
            Side::Staff,
            "new= in-progress= duplicate= on-hold= shipping= resolved= reopened= closed-no-response= closed=",
        ),
        ("replied", Side::Staff, "in-progress= on-hold= shipping= resolved="),
        ("assigned", Side::Staff, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("joined-master", Side::Staff, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("priority-set", Side::Staff, "new= in-progress= on-hold= shipping= reopened="),
        ("started", Side::Staff, "new>in-progress reopened>in-progress"),
        ("held", Side::Staff, "in-progress>on-hold on-hold= shipping>on-hold"),
        ("shipped", Side::Staff, "in-progress>shipping on-hold>shipping"),
        ("estimated", Side::Staff, "in-progress= on-hold= shipping="),
        ("resumed", Side::Staff, "on-hold>in-progress shipping>in-progress resolved>in-progress"),
        ("resumed", Side::Clock, "on-hold>in-progress"),
        ("resolved", Side::Staff, "in-progress>resolved on-hold>resolved shipping>resolved"),
        ("confirmed", Side::Customer, "resolved>closed"),
        ("confirmed", Side::Staff, "resolved>closed"),
        ("reopened", Side::Customer, "resolved>reopened closed>reopened"),
        ("reopened", Side::Staff, "resolved>reopened closed>reopened"),
        (
            "withdrawn",
            Side::Customer,
            "new>closed in-progress>closed on-hold>closed shipping>closed resolved>closed reopened>closed",
        ),
        (
            "withdrawn",
            Side::Staff,
            "new>closed in-progress>closed on-hold>closed shipping>closed resolved>closed reopened>closed",
        ),
        (
            "marked-duplicate",
            Side::Staff,
            "new>duplicate in-progress>duplicate on-hold>duplicate reopened>duplicate",
        ),
        ("closing-announced", Side::Staff, "in-progress= resolved="),
        ("closed-no-response", Side::Clock, "in-progress>closed-no-response resolved>closed-no-response"),
        ("followed-on", Side::Customer, "duplicate= closed-no-response= closed="),
        ("followed-on", Side::Staff, "duplicate= closed-no-response= closed="),
        ("warned", Side::Clock, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("missed", Side::Clock, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("proposed", Side::Staff, "in-progress= on-hold= shipping="),
        ("sent-back", Side::Staff, "in-progress= on-hold= shipping="),
        ("credited", Side::Staff, "in-progress= on-hold= shipping="),
        ("declined", Side::Staff, "in-progress= on-hold= shipping="),
        ("approval-asked", Side::Customer, "new="),
        ("approval-asked", Side::Staff, "new="),
        ("approved", Side::Customer, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("quote-accepted", Side::Customer, "new= in-progress= on-hold= shipping= resolved= reopened="),
        ("quoted", Side::Staff, "in-progress= on-hold= shipping="),
        ("logged", Side::Staff, "in-progress= on-hold= shipping="),
        (
            "reviewed",
            Side::Staff,
            "in-progress= on-hold= shipping= resolved= reopened= duplicate= closed-no-response= closed=",
        ),
    ];

    fn every_event() -> Vec<What> {
        let due = DateTime::UNIX_EPOCH;
        let number = || "C-000001".to_owned();
        vec![
            What::Opened { priority: super::super::Priority::Four },
            What::Commented,
            What::Replied,
            What::Noted,
            What::Assigned { to: None },
            What::Started,
            What::PrioritySet { priority: super::super::Priority::One },
            What::Held { until: due },
            What::Resumed,
            What::Shipped,
            What::Estimated { at: due },
            What::Resolved,
            What::Confirmed,
            What::Reopened,
            What::Withdrawn,
            What::MarkedDuplicate { of: number() },
            What::ClosingAnnounced,
            What::ClosedNoResponse,
            What::Escalated { level: 1 },
            What::JoinedMaster { master: number() },
            What::FollowedOn { by: number() },
            What::Warned { due },
            What::Missed { due },
            What::Proposed { parts: Vec::new() },
            What::SentBack,
            What::Credited { note: number(), total: Default::default(), whole: true },
            What::Declined,
            What::ApprovalAsked,
            What::Approved,
            What::Quoted { units: 21, total: Default::default() },
            What::QuoteAccepted,
            What::Logged { billable: 1, excluded: 0 },
            What::Reviewed { units: 1, total: Default::default() },
        ]
    }

    #[test]
    fn exactly_the_transitions_of_the_table_can_happen() {
        for what in every_event() {
            for side in Side::ALL {
                let row = ALLOWED.iter().find(|(name, by, _)| *name == what.name() && *by == side);
                let cells: Vec<&str> = row.map_or_else(Vec::new, |(_, _, cells)| cells.split(' ').collect());
                for from in CaseState::ALL {
                    let expected = cells.iter().find_map(|cell| {
                        let stays = cell.strip_suffix('=').map(|state| (state, state));
                        let (state, to) = stays.or_else(|| cell.split_once('>')).expect("= or >");
                        (state == from.as_str()).then(|| to.parse::<CaseState>().unwrap())
                    });
                    assert_eq!(next(from, &what, side), expected, "{from}: {} by {side}", what.name());
                }
            }
        }
    }

    #[test]
    fn the_table_has_no_row_for_nothing() {
        let names: Vec<&str> = every_event().iter().map(What::name).collect();
        for (name, ..) in ALLOWED {
            assert!(names.contains(name), "{name}");
        }
    }
}
