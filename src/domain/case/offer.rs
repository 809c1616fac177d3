//! What staff are offered to do to a case: what they may and what can happen to it now, nothing that
//! would be refused anyhow.

use chrono::{DateTime, TimeDelta, Utc};

use super::decide::{Action, Doer, decide};
use super::{CaseKind, CaseState, Priority, Told};

/// What can be done to a case now, by one of staff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Take it.
    pub claim: bool,
    /// Give it to somebody, or back to the queue.
    pub assign: bool,
    /// The priorities that it can get.
    pub priorities: Vec<Priority>,
    /// Write to the customer.
    pub reply: bool,
    /// Write for staff.
    pub note: bool,
    /// Let it rest until a time.
    pub hold: bool,
    /// Go on with it.
    pub resume: bool,
    /// Say that hardware is under way.
    pub ship: bool,
    /// Say when it will be resolved.
    pub estimate: bool,
    /// Say that it is resolved.
    pub resolve: bool,
    /// Announce that it will be closed; from when on that can be done, where it is too early.
    pub announce: Option<DateTime<Utc>>,
    /// Point to the main case.
    pub duplicate: bool,
    /// Put it among those of a master case.
    pub join: bool,
    /// Ask somebody higher up to look.
    pub escalate: bool,
    /// On the phone: the customer says that it is resolved.
    pub confirm: bool,
    /// On the phone: the customer says that it is not.
    pub reopen: bool,
    /// On the phone: the customer does not pursue it.
    pub withdraw: bool,
}

impl Offer {
    /// What `by` is offered. `is_undecided` where it has a dispute that nobody decided on; `levels` is
    /// how long the escalation path is.
    pub fn of(
        told: &Told,
        kind: CaseKind,
        by: Doer<'_>,
        is_undecided: bool,
        levels: u8,
        now: DateTime<Utc>,
    ) -> Offer {
        let may = |action: Action| decide(told, &action, by, true, levels, now).is_ok();
        let works = by.may_work_on(told);
        let soon = now + TimeDelta::hours(1);
        let other = String::new;
        Offer {
            claim: may(Action::Claim),
            assign: may(Action::Assign(None)),
            priorities: Priority::ALL
                .into_iter()
                .filter(|priority| may(Action::SetPriority(*priority)))
                .collect(),
            reply: may(Action::Reply),
            note: may(Action::Note),
            hold: may(Action::Hold(soon)),
            resume: may(Action::Resume),
            ship: may(Action::Ship),
            estimate: may(Action::Estimate(soon)),
            resolve: !is_undecided && may(Action::Resolve),
            announce: told.may_announce_from().filter(|_| works),
            duplicate: may(Action::MarkDuplicate(other())),
            join: kind != CaseKind::Master && may(Action::Join(other())),
            escalate: may(Action::Escalate),
            confirm: may(Action::Confirm),
            reopen: may(Action::Reopen),
            withdraw: may(Action::Withdraw),
        }
    }

    /// What is left of it for a request that billing has not reviewed: its work is finished and taken up
    /// again by what knows its time log.
    pub fn without_end_of_work(self, told: &Told) -> Offer {
        Offer { resolve: false, resume: self.resume && told.state != CaseState::Resolved, ..self }
    }

    /// Whether the customer is on the phone for anything.
    pub const fn is_on_phone(&self) -> bool {
        self.confirm || self.reopen || self.withdraw
    }

    /// Whether it can be moved on.
    pub const fn is_of_state(&self) -> bool {
        self.hold || self.resume || self.ship || self.estimate || self.resolve || self.announce.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Role;
    use crate::domain::case::{Event, Side, What};

    const NOW: &str = "2026-11-03T10:00:00-07:00";

    fn told(rest: &[(&str, Side, What)]) -> Told {
        let opened = ("2026-11-02T09:00:00-07:00", Side::Customer, What::Opened { priority: Priority::Four });
        let events: Vec<Event> = std::iter::once(&opened)
            .chain(rest)
            .map(|(at, side, what)| Event { at: at.parse().unwrap(), side: *side, what: what.clone() })
            .collect();
        Told::by(&events, &Default::default()).unwrap()
    }

    fn offered(told: &Told, role: Role, is_undecided: bool) -> Offer {
        let by = Doer { role, email: "x@example.com" };
        Offer::of(told, CaseKind::Question, by, is_undecided, 3, NOW.parse().unwrap())
    }

    #[test]
    fn who_does_not_work_on_cases_is_offered_nothing() {
        let asked = told(&[
            ("2026-11-02T10:00:00-07:00", Side::Staff, What::Started),
            ("2026-11-02T10:00:00-07:00", Side::Staff, What::Replied),
        ]);
        assert_eq!(offered(&asked, Role::Technician, false), Offer::default());
        let by_agent = offered(&asked, Role::Agent, false);
        assert!(by_agent.claim && by_agent.reply && by_agent.resolve && by_agent.withdraw);
        assert_eq!(by_agent.announce, Some("2026-11-04T10:00:00-07:00".parse().unwrap()));
    }

    #[test]
    fn only_what_the_state_allows_is_offered() {
        let new = offered(&told(&[]), Role::Biller, false);
        assert!(new.claim && new.reply && new.hold && new.resolve && new.duplicate && new.join);
        assert!(!new.resume && !new.confirm && !new.reopen && new.announce.is_none());
        assert_eq!(new.priorities, Priority::OF_ONE_CUSTOMER, "also the one it has: nobody reviewed it");

        let start = ("2026-11-02T10:00:00-07:00", Side::Staff, What::Started);
        let resolved = told(&[start, ("2026-11-02T11:00:00-07:00", Side::Staff, What::Resolved)]);
        let resolved = offered(&resolved, Role::Biller, false);
        assert!(resolved.confirm && resolved.reopen && resolved.resume && resolved.reply);
        assert!(!resolved.hold && !resolved.resolve && resolved.priorities.is_empty());

        let closed = told(&[("2026-11-02T10:00:00-07:00", Side::Customer, What::Withdrawn)]);
        let closed = offered(&closed, Role::Biller, false);
        let expected = Offer { note: true, reopen: true, ..Offer::default() };
        assert_eq!(closed, expected);
    }

    #[test]
    fn a_dispute_is_decided_before_it_is_resolved() {
        assert!(!offered(&told(&[]), Role::Biller, true).resolve);
    }

    #[test]
    fn a_master_case_joins_none() {
        let by = Doer { role: Role::Agent, email: "x@example.com" };
        let master = Offer::of(&told(&[]), CaseKind::Master, by, false, 3, NOW.parse().unwrap());
        assert!(!master.join && master.reply);
    }
}
