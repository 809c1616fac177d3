//! Who may do what to a case, and what then happens (REQUIREMENTS R6.1 to R6.6).

use chrono::{DateTime, TimeDelta, Utc};

use super::windows::{may_reopen, reopen_until};
use super::{CaseState, Event, Priority, Side, Told, What};
use crate::domain::access::Role;

/// How far ahead a hold or an estimate may reach.
const AT_MOST_AHEAD: TimeDelta = TimeDelta::days(366);

/// What somebody wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The customer writes.
    Comment,
    /// The customer says that it is resolved.
    Confirm,
    /// The customer says that it is not.
    Reopen,
    /// The customer does not pursue it.
    Withdraw,
    /// Somebody higher up is to look.
    Escalate,
    /// Staff take it.
    Claim,
    /// Staff give it to someone with this address, or back to the queue.
    Assign(Option<String>),
    /// Staff review how urgent it is.
    SetPriority(Priority),
    /// Staff write to the customer.
    Reply,
    /// Staff write for themselves.
    Note,
    /// Nothing can be done until then.
    Hold(DateTime<Utc>),
    /// Work goes on.
    Resume,
    /// Hardware is under way.
    Ship,
    /// When it will be resolved, as staff think.
    Estimate(DateTime<Utc>),
    /// Staff think that it is resolved.
    Resolve,
    /// Another case is the main one.
    MarkDuplicate(String),
    /// It will be closed unless the customer answers.
    AnnounceClosing,
    /// A master case gathers it.
    Join(String),
    /// A credit waits for a second person.
    Propose(What),
    /// The dispute is decided.
    Settle(What),
    /// The customer agrees to work or to its price.
    Agree(What),
    /// Staff do something for a request: time, a quote.
    Work(What),
    /// Billing confirms what a request costs.
    Review(What),
}

/// Who wants to do it.
#[derive(Clone, Copy, Debug)]
pub struct Doer<'a> {
    /// What they signed in as.
    pub role: Role,
    /// Their address.
    pub email: &'a str,
}

/// Why it does not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// The role does not allow it.
    NotAllowed,
    /// It cannot be done to a case in this state.
    NotNow(CaseState),
    /// Someone else has it.
    Taken(String),
    /// Something must be written with it.
    WordsMissing,
    /// The time to reopen it was over then.
    TooLate(DateTime<Utc>),
    /// It can be done from then on.
    NotYet(DateTime<Utc>),
    /// A time that is over, or too far ahead.
    BadTime,
    /// It has that priority.
    SamePriority,
    /// A priority that only a master case can have, or that it must keep.
    MastersOnly,
    /// Every level was asked already.
    NothingAbove,
}

impl Doer<'_> {
    /// On whose side they are.
    pub const fn side(&self) -> Side {
        if self.role.is_customer() { Side::Customer } else { Side::Staff }
    }

    /// Whether they work on cases like this one: technicians on requests only.
    pub fn may_work_on(&self, told: &Told) -> bool {
        self.role.may_work_cases() || (self.role.may_work_requests() && told.priority.is_of_macd())
    }
}

impl Action {
    const fn is_of_customers(&self) -> bool {
        matches!(
            self,
            Action::Comment
                | Action::Confirm
                | Action::Reopen
                | Action::Withdraw
                | Action::Escalate
                | Action::Agree(_)
        )
    }

    /// Whether nothing happens unless something is written with it.
    pub const fn needs_words(&self) -> bool {
        matches!(
            self,
            Action::Comment
                | Action::Reopen
                | Action::Escalate
                | Action::Reply
                | Action::Note
                | Action::Hold(_)
                | Action::Ship
                | Action::Resolve
                | Action::MarkDuplicate(_)
                | Action::Propose(_)
                | Action::Settle(_)
        )
    }

    /// Whether it shows that somebody works on the case, so that it need not be claimed first.
    const fn picks_up(&self) -> bool {
        matches!(
            self,
            Action::Claim
                | Action::Reply
                | Action::Hold(_)
                | Action::Ship
                | Action::Estimate(_)
                | Action::Resolve
                | Action::Propose(_)
                | Action::Settle(_)
                | Action::Work(_)
        )
    }
}

/// What happens, in order, when `action` is done now with or without words. `levels` is how long the
/// escalation path is.
///
/// # Errors
/// An [`Objection`]; nothing happens then.
pub fn decide(
    told: &Told,
    action: &Action,
    by: Doer<'_>,
    has_words: bool,
    levels: u8,
    now: DateTime<Utc>,
) -> Result<Vec<What>, Objection> {
    let may = match by.side() {
        Side::Customer => action.is_of_customers(),
        _ => by.may_work_on(told) && !matches!(action, Action::Comment | Action::Agree(_)),
    };
    if !may {
        return Err(Objection::NotAllowed);
    }
    if action.needs_words() && !has_words {
        return Err(Objection::WordsMissing);
    }
    let what = happening(told, action, by, levels, now)?;
    let mut all = Vec::new();
    if action.picks_up() {
        if told.assignee.is_none() {
            all.push(What::Assigned { to: Some(by.email.to_owned()) });
        }
        if matches!(told.state, CaseState::New | CaseState::Reopened) {
            all.push(What::Started);
        }
    }
    all.extend(what);
    if all.is_empty() {
        return Err(Objection::NotNow(told.state));
    }
    possible(told, by.side(), &all, now)?;
    Ok(all)
}

/// What the action itself amounts to.
fn happening(
    told: &Told,
    action: &Action,
    by: Doer<'_>,
    levels: u8,
    now: DateTime<Utc>,
) -> Result<Vec<What>, Objection> {
    Ok(vec![match action {
        Action::Comment => What::Commented,
        Action::Confirm => What::Confirmed,
        Action::Reopen => {
            require_reopenable(told, now)?;
            What::Reopened
        }
        Action::Withdraw => What::Withdrawn,
        Action::Escalate => match told.escalated_to.map_or(1, |level| level + 1) {
            level if level > levels => return Err(Objection::NothingAbove),
            level => What::Escalated { level },
        },
        Action::Claim => {
            require_free(told, by)?;
            return Ok(Vec::new());
        }
        Action::Assign(to) => What::Assigned { to: to.clone() },
        Action::SetPriority(priority) => {
            require_other(told, *priority)?;
            What::PrioritySet { priority: *priority }
        }
        Action::Reply => What::Replied,
        Action::Note => What::Noted,
        Action::Hold(until) => What::Held { until: ahead(*until, now)? },
        Action::Resume => What::Resumed,
        Action::Ship => What::Shipped,
        Action::Estimate(at) => What::Estimated { at: ahead(*at, now)? },
        Action::Resolve => What::Resolved,
        Action::MarkDuplicate(of) => What::MarkedDuplicate { of: of.clone() },
        Action::AnnounceClosing => match told.may_announce_from() {
            None => return Err(Objection::NotNow(told.state)),
            Some(from) if now < from => return Err(Objection::NotYet(from)),
            Some(_) => What::ClosingAnnounced,
        },
        Action::Join(master) => What::JoinedMaster { master: master.clone() },
        Action::Propose(what) | Action::Agree(what) | Action::Work(what) | Action::Review(what) => {
            what.clone()
        }
        Action::Settle(what) => return Ok(vec![what.clone(), What::Resolved]),
    }])
}

/// Each event can follow on the one before it.
fn possible(told: &Told, side: Side, all: &[What], now: DateTime<Utc>) -> Result<(), Objection> {
    let mut after = told.clone();
    all.iter().try_for_each(|what| {
        let state = after.state;
        after.take(&Event { at: now, side, what: what.clone() }).map_err(|_| Objection::NotNow(state))
    })
}

fn require_reopenable(told: &Told, now: DateTime<Utc>) -> Result<(), Objection> {
    match (told.state, told.closed_at) {
        (CaseState::Closed, Some(closed_at)) if !may_reopen(closed_at, now) => {
            Err(Objection::TooLate(reopen_until(closed_at)))
        }
        _ => Ok(()),
    }
}

fn require_free(told: &Told, by: Doer<'_>) -> Result<(), Objection> {
    match &told.assignee {
        Some(other) if other != by.email => Err(Objection::Taken(other.clone())),
        _ => Ok(()),
    }
}

fn require_other(told: &Told, priority: Priority) -> Result<(), Objection> {
    let keeps_its_own = |priority: Priority| priority == Priority::OneG || priority.is_of_macd();
    if priority != told.priority && (keeps_its_own(priority) || keeps_its_own(told.priority)) {
        return Err(Objection::MastersOnly);
    }
    if priority == told.priority && told.is_reviewed {
        return Err(Objection::SamePriority);
    }
    Ok(())
}

fn ahead(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Objection> {
    if at > now && at <= now + AT_MOST_AHEAD { Ok(at) } else { Err(Objection::BadTime) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-03T10:00:00-07:00";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn told(events: &[(&str, Side, What)]) -> Told {
        let opened = Event {
            at: at("2026-11-02T09:00:00-07:00"),
            side: Side::Customer,
            what: What::Opened { priority: Priority::Four },
        };
        let rest =
            events.iter().map(|(time, side, what)| Event { at: at(time), side: *side, what: what.clone() });
        let events: Vec<Event> = std::iter::once(opened).chain(rest).collect();
        Told::by(&events, &Default::default()).unwrap()
    }

    fn doing(told: &Told, action: Action, role: Role, now: &str) -> Result<Vec<What>, Objection> {
        decide(told, &action, Doer { role, email: "x@example.com" }, true, 3, at(now))
    }

    fn mine() -> What {
        What::Assigned { to: Some("x@example.com".to_owned()) }
    }

    #[test]
    fn customers_do_what_is_theirs_and_staff_what_is_theirs() {
        let new = told(&[]);
        for role in [Role::Finance, Role::Mpoc] {
            assert_eq!(doing(&new, Action::Comment, role, NOW), Ok(vec![What::Commented]));
            for action in [Action::Claim, Action::Reply, Action::Note, Action::SetPriority(Priority::One)] {
                assert_eq!(doing(&new, action, role, NOW), Err(Objection::NotAllowed));
            }
        }
        for role in [Role::Biller, Role::Agent, Role::Manager, Role::Administrator] {
            assert_eq!(doing(&new, Action::Note, role, NOW), Ok(vec![What::Noted]));
            assert_eq!(doing(&new, Action::Comment, role, NOW), Err(Objection::NotAllowed));
        }
        assert_eq!(doing(&new, Action::Note, Role::Technician, NOW), Err(Objection::NotAllowed));
    }

    #[test]
    fn who_answers_a_new_case_has_picked_it_up() {
        let new = told(&[]);
        let expected = vec![mine(), What::Started, What::Replied];
        assert_eq!(doing(&new, Action::Reply, Role::Biller, NOW), Ok(expected));
        assert_eq!(doing(&new, Action::Claim, Role::Biller, NOW), Ok(vec![mine(), What::Started]));
        let taken = told(&[(
            "2026-11-02T09:30:00-07:00",
            Side::Staff,
            What::Assigned { to: Some("y@example.com".to_owned()) },
        )]);
        let refused = Err(Objection::Taken("y@example.com".to_owned()));
        assert_eq!(doing(&taken, Action::Claim, Role::Biller, NOW), refused);
        let given = told(&[("2026-11-02T09:30:00-07:00", Side::Staff, mine())]);
        assert_eq!(doing(&given, Action::Claim, Role::Biller, NOW), Ok(vec![What::Started]), "given to them");
    }

    #[test]
    fn a_closed_case_can_be_reopened_for_seven_days_and_nothing_else() {
        let closed = told(&[("2026-11-02T23:59:00-07:00", Side::Customer, What::Withdrawn)]);
        let (last, late) = ("2026-11-09T23:59:59-07:00", "2026-11-10T00:00:00-07:00");
        assert_eq!(doing(&closed, Action::Reopen, Role::Finance, last), Ok(vec![What::Reopened]));
        let refused = Err(Objection::TooLate(at(last)));
        assert_eq!(doing(&closed, Action::Reopen, Role::Finance, late), refused);
        for action in [Action::Comment, Action::Confirm, Action::Withdraw, Action::Escalate] {
            let refused = Err(Objection::NotNow(CaseState::Closed));
            assert_eq!(doing(&closed, action, Role::Finance, NOW), refused);
        }
        for action in [Action::Claim, Action::Reply, Action::Resolve, Action::Resume] {
            let refused = Err(Objection::NotNow(CaseState::Closed));
            assert_eq!(doing(&closed, action, Role::Biller, NOW), refused);
        }
    }

    #[test]
    fn each_step_up_is_one_level() {
        let up = |level| ("2026-11-02T10:00:00-07:00", Side::Customer, What::Escalated { level });
        let next = |told: &Told| doing(told, Action::Escalate, Role::Finance, NOW);
        assert_eq!(next(&told(&[])), Ok(vec![What::Escalated { level: 1 }]));
        assert_eq!(next(&told(&[up(1)])), Ok(vec![What::Escalated { level: 2 }]));
        assert_eq!(next(&told(&[up(1), up(2), up(3)])), Err(Objection::NothingAbove));
    }

    #[test]
    fn times_lie_ahead_and_words_are_needed() {
        let new = told(&[]);
        for bad in ["2026-11-03T10:00:00-07:00", "2027-11-04T10:00:01-07:00"] {
            assert_eq!(
                doing(&new, Action::Hold(at(bad)), Role::Biller, NOW),
                Err(Objection::BadTime),
                "{bad}"
            );
            assert_eq!(doing(&new, Action::Estimate(at(bad)), Role::Biller, NOW), Err(Objection::BadTime));
        }
        let silent = decide(
            &new,
            &Action::Reply,
            Doer { role: Role::Biller, email: "x@example.com" },
            false,
            3,
            at(NOW),
        );
        assert_eq!(silent, Err(Objection::WordsMissing));
    }

    #[test]
    fn silence_is_not_announced_too_early() {
        let asked = told(&[
            ("2026-11-02T10:00:00-07:00", Side::Staff, What::Started),
            ("2026-11-02T10:00:00-07:00", Side::Staff, What::Replied),
        ]);
        let announce = |now| doing(&asked, Action::AnnounceClosing, Role::Agent, now);
        let from = at("2026-11-04T10:00:00-07:00");
        assert_eq!(announce("2026-11-04T09:59:59-07:00"), Err(Objection::NotYet(from)));
        assert!(announce("2026-11-04T10:00:00-07:00").is_ok());
    }

    #[test]
    fn the_first_review_may_find_the_priority_right() {
        let new = told(&[]);
        let set = |told: &Told, priority| doing(told, Action::SetPriority(priority), Role::Agent, NOW);
        assert!(set(&new, Priority::Four).is_ok());
        assert_eq!(set(&new, Priority::OneG), Err(Objection::MastersOnly));
        let reviewed = told(&[(
            "2026-11-02T10:00:00-07:00",
            Side::Staff,
            What::PrioritySet { priority: Priority::Four },
        )]);
        assert_eq!(set(&reviewed, Priority::Four), Err(Objection::SamePriority));
    }
}
