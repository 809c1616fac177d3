//! What a case's events amount to.

use chrono::{DateTime, Utc};

use super::clocks::{Clocks, Pause};
use super::states::next;
use super::windows::{closes_at, may_announce_from};
use super::{CaseState, Event, Priority, Side, What};
use crate::values::Invalid;
use crate::values::business_days::BusinessDays;

/// A case as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where it stands.
    pub state: CaseState,
    /// How urgent it is.
    pub priority: Priority,
    /// Whether staff ever set that.
    pub is_reviewed: bool,
    /// The address of who works on it.
    pub assignee: Option<String>,
    /// When it was closed last.
    pub closed_at: Option<DateTime<Utc>>,
    /// What was promised.
    pub clocks: Clocks,
    /// The highest level that was asked to look, from 1.
    pub escalated_to: Option<u8>,
    /// When the provider last asked or told something that the customer has not answered since.
    pub unanswered_since: Option<DateTime<Utc>>,
    /// When its closing was announced, unless the customer answered.
    pub announced_at: Option<DateTime<Utc>>,
    /// Whether a request waits for an approval.
    pub needs_approval: bool,
    /// The case it is a duplicate of.
    pub main: Option<String>,
    /// The master case that gathers it.
    pub master: Option<String>,
    /// The newest promise somebody was warned of, and the newest one that was broken.
    warned: Option<DateTime<Utc>>,
    missed: Option<DateTime<Utc>>,
    /// What its clocks run by.
    days: BusinessDays,
}

impl Told {
    /// What `events`, oldest first, amount to where clocks run by `days`: every promise is found out from
    /// them, so that it follows a change of the calendar.
    ///
    /// # Errors
    /// Events that could not happen one after the other.
    pub fn by(events: &[Event], days: &BusinessDays) -> Result<Told, Invalid> {
        let (first, rest) =
            events.split_first().ok_or_else(|| Invalid("a case without events".to_owned()))?;
        let What::Opened { priority } = first.what else {
            return Invalid::because(format!("a case that begins with {:?}", first.what.name()));
        };
        let mut told = Told {
            state: CaseState::New,
            priority,
            is_reviewed: first.side == Side::Staff,
            assignee: None,
            closed_at: None,
            clocks: Clocks::default(),
            escalated_to: None,
            unanswered_since: None,
            announced_at: None,
            needs_approval: false,
            main: None,
            master: None,
            warned: None,
            missed: None,
            days: days.clone(),
        };
        told.clocks.take(first, None, priority, days);
        rest.iter().try_for_each(|event| told.take(event))?;
        Ok(told)
    }

    /// Takes in one more event.
    ///
    /// # Errors
    /// One that cannot happen in this state, or not before what happened already.
    pub fn take(&mut self, event: &Event) -> Result<(), Invalid> {
        let Some(state) = next(self.state, &event.what, event.side) else {
            return Invalid::because(format!(
                "{} by {} cannot happen to a case that is {}",
                event.what.name(),
                event.side,
                self.state
            ));
        };
        let before = self.priority;
        match &event.what {
            What::PrioritySet { priority } => (self.priority, self.is_reviewed) = (*priority, true),
            What::Assigned { to } => self.assignee.clone_from(to),
            What::ApprovalAsked => self.needs_approval = true,
            What::Approved => self.needs_approval = false,
            What::Escalated { level } => self.escalated_to = self.escalated_to.max(Some(*level)),
            What::MarkedDuplicate { of } => self.main = Some(of.clone()),
            What::JoinedMaster { master } => self.master = Some(master.clone()),
            What::Warned { due } => self.warned = Some(*due),
            What::Missed { due } => self.missed = Some(*due),
            _ => {}
        }
        self.listen(event);
        self.clocks.take(event, Some(before), self.priority, &self.days);
        match (self.state.is_closed(), state.is_closed()) {
            (false, true) => self.closed_at = Some(event.at),
            (true, false) => self.closed_at = None,
            _ => {}
        }
        self.state = state;
        Ok(())
    }

    /// Who spoke last, and whether silence was announced to close the case.
    fn listen(&mut self, event: &Event) {
        match (event.side, &event.what) {
            (_, What::ClosingAnnounced) => self.announced_at = Some(event.at),
            (Side::Customer, _) | (_, What::Reopened | What::Resumed) => {
                (self.unanswered_since, self.announced_at) = (None, None);
            }
            // Nobody has to answer to work that is going on.
            (Side::Staff, What::Logged { .. }) => {}
            (Side::Staff, what) if what.is_word_to_customer() => {
                (self.unanswered_since, self.announced_at) = (Some(event.at), None);
            }
            _ => {}
        }
    }

    /// The next promise to the customer.
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        self.clocks.running.map(|promise| promise.due)
    }

    /// From when staff may announce that they close it without an answer; `None` where nobody waits for
    /// one, or it was announced.
    pub fn may_announce_from(&self) -> Option<DateTime<Utc>> {
        let waits = matches!(self.state, CaseState::InProgress | CaseState::Resolved);
        let asked_at = self.unanswered_since.filter(|_| waits && self.announced_at.is_none());
        asked_at.map(|at| may_announce_from(at, &self.days))
    }

    /// When it closes by itself, since nobody answers.
    pub fn closes_at(&self) -> Option<DateTime<Utc>> {
        let waits = matches!(self.state, CaseState::InProgress | CaseState::Resolved);
        self.announced_at.filter(|_| waits).map(|at| closes_at(at, &self.days))
    }

    /// When time alone changes something next, and what that is.
    pub fn wakes(&self) -> Option<(DateTime<Utc>, What)> {
        let hold = match self.clocks.pause {
            Some(Pause::OnHold(until)) => Some((until, What::Resumed)),
            _ => None,
        };
        let promise = self.clocks.running.and_then(|promise| {
            let due = promise.due;
            let is_told = |told: Option<DateTime<Utc>>| told == Some(due);
            match () {
                () if is_told(self.missed) => None,
                () if is_told(self.warned) => Some((due, What::Missed { due })),
                () => Some((promise.warned_at(), What::Warned { due })),
            }
        });
        let closing = self.closes_at().map(|at| (at, What::ClosedNoResponse));
        [hold, promise, closing].into_iter().flatten().min_by_key(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::clocks::{Clock, Promise};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn event(time: &str, side: Side, what: What) -> Event {
        Event { at: at(time), side, what }
    }

    fn opened(time: &str, priority: Priority) -> Event {
        event(time, Side::Staff, What::Opened { priority })
    }

    fn told_by(events: &[Event]) -> Result<Told, Invalid> {
        Told::by(events, &BusinessDays::default())
    }

    fn due(events: &[Event]) -> Option<DateTime<Utc>> {
        told_by(events).unwrap().due_at()
    }

    #[test]
    fn the_first_response_is_due_as_the_plan_says() {
        let friday = "2026-11-06T15:00:00-07:00";
        let table = [
            // Immediate: staff open it, and the next word is due within the hour.
            (Priority::OneG, "2026-11-06T16:00:00-07:00"),
            (Priority::One, "2026-11-06T15:15:00-07:00"),
            (Priority::Two, "2026-11-06T15:30:00-07:00"),
            (Priority::Three, "2026-11-06T19:00:00-07:00"),
            (Priority::Four, "2026-11-09T15:00:00-07:00"),
        ];
        for (priority, expected) in table {
            assert_eq!(due(&[opened(friday, priority)]), Some(at(expected)), "{priority}");
        }
    }

    #[test]
    fn updates_are_due_as_the_plan_says() {
        // Opened and answered on Friday before the clocks go back, at 23:30 in summer time.
        let (opening, answer) = ("2026-10-30T23:20:00-06:00", "2026-10-30T23:30:00-06:00");
        let table = [
            (Priority::OneG, "2026-10-31T00:30:00-06:00"),
            (Priority::One, "2026-10-31T00:30:00-06:00"),
            (Priority::Two, "2026-10-31T01:30:00-06:00"),
            (Priority::Three, "2026-11-02T23:30:00-07:00"),
            (Priority::Four, "2026-11-03T23:30:00-07:00"),
        ];
        for (priority, expected) in table {
            let events = [
                opened(opening, priority),
                event(opening, Side::Staff, What::Started),
                event(answer, Side::Staff, What::Replied),
            ];
            assert_eq!(due(&events), Some(at(expected)), "{priority}");
        }
        // Two hours around the clock are two hours, also where the clock shows one of them twice.
        let night = [
            opened("2026-11-01T01:00:00-06:00", Priority::Two),
            event("2026-11-01T01:00:00-06:00", Side::Staff, What::Started),
            event("2026-11-01T01:10:00-06:00", Side::Staff, What::Replied),
        ];
        assert_eq!(due(&night), Some(at("2026-11-01T02:10:00-07:00")));
    }

    #[test]
    fn promises_follow_the_providers_own_days() {
        let days =
            BusinessDays::read(["2026-11-27 Friday"].into_iter(), ["2026-11-11 Open"].into_iter()).unwrap();
        let table = [
            (Priority::Four, "2026-11-25T15:00:00-07:00", "2026-11-30T15:00:00-07:00"),
            (Priority::Four, "2026-11-27T15:00:00-07:00", "2026-12-01T00:00:00-07:00"),
            (Priority::Four, "2026-11-10T15:00:00-07:00", "2026-11-11T15:00:00-07:00"),
            // Hours run on every day.
            (Priority::Three, "2026-11-27T15:00:00-07:00", "2026-11-27T19:00:00-07:00"),
        ];
        for (priority, time, expected) in table {
            let told = Told::by(&[opened(time, priority)], &days).unwrap();
            assert_eq!(told.due_at(), Some(at(expected)), "{priority} at {time}");
        }
        let silent = [
            opened("2026-11-25T09:00:00-07:00", Priority::Four),
            event("2026-11-25T10:00:00-07:00", Side::Staff, What::Started),
            event("2026-11-25T11:00:00-07:00", Side::Staff, What::Replied),
        ];
        let told = Told::by(&silent, &days).unwrap();
        assert_eq!(told.may_announce_from(), Some(at("2026-12-01T11:00:00-07:00")));
        assert_eq!(told.due_at(), Some(at("2026-12-01T11:00:00-07:00")), "two business days");
    }

    #[test]
    fn picking_a_case_up_is_no_answer_yet() {
        let mut events = vec![
            opened("2026-11-03T10:00:00-07:00", Priority::Four),
            event("2026-11-03T10:05:00-07:00", Side::Staff, What::Started),
            event("2026-11-03T10:06:00-07:00", Side::Staff, What::Noted),
        ];
        let promise = told_by(&events).unwrap().clocks.running.unwrap();
        assert_eq!((promise.clock, promise.due), (Clock::FirstResponse, at("2026-11-04T10:00:00-07:00")));
        events.push(event("2026-11-04T10:00:01-07:00", Side::Staff, What::Replied));
        let told = told_by(&events).unwrap();
        assert_eq!(told.clocks.kept.len(), 1);
        assert!(!told.clocks.kept[0].is_in_time(), "one second late");
        assert_eq!(told.clocks.running.unwrap().clock, Clock::Update);
    }

    #[test]
    fn work_that_the_customer_sees_is_an_answer_and_asks_for_none() {
        let logged = What::Logged { billable: 15, excluded: 0 };
        let events = [
            opened("2026-11-03T10:00:00-07:00", Priority::Expedited),
            event("2026-11-03T13:59:00-07:00", Side::Staff, What::Started),
            event("2026-11-03T13:59:00-07:00", Side::Staff, logged),
        ];
        let told = told_by(&events).unwrap();
        assert!(told.clocks.kept[0].is_in_time(), "four hours");
        assert_eq!(told.due_at(), Some(at("2026-11-04T13:59:00-07:00")), "done within a business day");
        assert_eq!(told.unanswered_since, None);
    }

    #[test]
    fn a_review_gives_its_time_from_then_on_and_urgency_never_postpones() {
        let begin = opened("2026-11-03T10:00:00-07:00", Priority::Four);
        let set = |time, priority| event(time, Side::Staff, What::PrioritySet { priority });
        let raised = [begin.clone(), set("2026-11-03T12:00:00-07:00", Priority::Two)];
        assert_eq!(due(&raised), Some(at("2026-11-03T12:30:00-07:00")));
        // Four hours from there would be later than the business day promised before.
        let late = [begin, set("2026-11-04T09:00:00-07:00", Priority::Three)];
        assert_eq!(due(&late), Some(at("2026-11-04T10:00:00-07:00")));
        let lowered =
            [raised[0].clone(), raised[1].clone(), set("2026-11-03T12:10:00-07:00", Priority::Three)];
        assert_eq!(due(&lowered), Some(at("2026-11-03T16:10:00-07:00")));
    }

    #[test]
    fn a_hold_pauses_the_clock_until_its_time_or_the_customers_word() {
        let until = at("2026-11-05T08:00:00-07:00");
        let mut events = vec![
            opened("2026-11-03T10:00:00-07:00", Priority::Three),
            event("2026-11-03T10:00:00-07:00", Side::Staff, What::Started),
            event("2026-11-03T10:30:00-07:00", Side::Staff, What::Held { until }),
        ];
        let told = told_by(&events).unwrap();
        assert_eq!((told.due_at(), told.clocks.pause), (None, Some(Pause::OnHold(until))));
        assert_eq!(told.wakes(), Some((until, What::Resumed)));
        let mut spoken = events.clone();
        spoken.push(event("2026-11-03T11:00:00-07:00", Side::Customer, What::Commented));
        let told = told_by(&spoken).unwrap();
        assert_eq!(
            (told.state, told.due_at()),
            (CaseState::InProgress, Some(at("2026-11-04T11:00:00-07:00")))
        );
        events.push(event("2026-11-05T08:00:00-07:00", Side::Clock, What::Resumed));
        let told = told_by(&events).unwrap();
        assert_eq!(
            (told.state, told.due_at()),
            (CaseState::InProgress, Some(at("2026-11-06T08:00:00-07:00")))
        );
    }

    #[test]
    fn an_estimate_stands_for_updates_that_would_repeat_it() {
        let estimate = at("2026-11-06T17:00:00-07:00");
        let mut events = vec![
            opened("2026-11-03T10:00:00-07:00", Priority::Two),
            event("2026-11-03T10:00:00-07:00", Side::Staff, What::Started),
            event("2026-11-03T10:10:00-07:00", Side::Staff, What::Estimated { at: estimate }),
        ];
        assert_eq!(due(&events), Some(estimate));
        events.push(event("2026-11-04T10:00:00-07:00", Side::Staff, What::Replied));
        assert_eq!(due(&events), Some(estimate), "a word before it changes nothing");
        events.push(event("2026-11-06T16:59:00-07:00", Side::Staff, What::Replied));
        events.push(event("2026-11-06T17:00:00-07:00", Side::Staff, What::Replied));
        assert_eq!(due(&events), Some(at("2026-11-06T19:00:00-07:00")), "then the clock runs again");
    }

    #[test]
    fn who_reopens_a_case_gets_a_first_response_again() {
        let events = [
            opened("2026-11-03T10:00:00-07:00", Priority::Four),
            event("2026-11-03T10:00:00-07:00", Side::Staff, What::Started),
            event("2026-11-03T11:00:00-07:00", Side::Staff, What::Resolved),
            event("2026-11-03T12:00:00-07:00", Side::Customer, What::Confirmed),
            event("2026-11-10T23:59:59-07:00", Side::Customer, What::Reopened),
        ];
        let told = told_by(&events[..4]).unwrap();
        assert_eq!(told.closed_at, Some(at("2026-11-03T12:00:00-07:00")));
        assert_eq!((told.due_at(), told.clocks.pause), (None, Some(Pause::Closed)));
        let told = told_by(&events).unwrap();
        assert_eq!((told.state, told.closed_at), (CaseState::Reopened, None));
        // Reopened on a Tuesday; Wednesday is Veterans Day.
        let since = at("2026-11-10T23:59:59-07:00");
        let expected = Promise { clock: Clock::FirstResponse, since, due: at("2026-11-12T23:59:59-07:00") };
        assert_eq!(told.clocks.running, Some(expected));
    }

    #[test]
    fn silence_is_announced_after_two_business_days_and_any_answer_undoes_it() {
        let mut events = vec![
            opened("2026-11-02T10:00:00-07:00", Priority::Four),
            event("2026-11-02T10:00:00-07:00", Side::Staff, What::Started),
            event("2026-11-02T11:00:00-07:00", Side::Staff, What::Replied),
        ];
        let told = told_by(&events).unwrap();
        assert_eq!(told.may_announce_from(), Some(at("2026-11-04T11:00:00-07:00")));
        events.push(event("2026-11-04T11:00:00-07:00", Side::Staff, What::ClosingAnnounced));
        let told = told_by(&events).unwrap();
        assert_eq!(
            (told.may_announce_from(), told.closes_at()),
            (None, Some(at("2026-11-05T11:00:00-07:00")))
        );
        assert_eq!(told.wakes(), Some((at("2026-11-05T11:00:00-07:00"), What::ClosedNoResponse)));
        let mut answered = events.clone();
        answered.push(event("2026-11-05T10:59:00-07:00", Side::Customer, What::Commented));
        assert_eq!(told_by(&answered).unwrap().closes_at(), None);
        events.push(event("2026-11-05T11:00:00-07:00", Side::Clock, What::ClosedNoResponse));
        assert_eq!(told_by(&events).unwrap().state, CaseState::ClosedNoResponse);
    }

    #[test]
    fn someone_is_warned_once_and_told_once_that_a_promise_was_broken() {
        let mut events = vec![opened("2026-11-03T10:00:00-07:00", Priority::Three)];
        let due = at("2026-11-03T14:00:00-07:00");
        let wakes = |events: &[Event]| told_by(events).unwrap().wakes();
        assert_eq!(wakes(&events), Some((at("2026-11-03T13:00:00-07:00"), What::Warned { due })));
        events.push(event("2026-11-03T13:00:30-07:00", Side::Clock, What::Warned { due }));
        assert_eq!(wakes(&events), Some((due, What::Missed { due })));
        events.push(event("2026-11-03T14:00:30-07:00", Side::Clock, What::Missed { due }));
        assert_eq!(wakes(&events), None);
        // A business day warns four hours before its end.
        let four = [opened("2026-11-03T10:00:00-07:00", Priority::Four)];
        assert_eq!(wakes(&four).unwrap().0, at("2026-11-04T06:00:00-07:00"));
    }

    #[test]
    fn what_cannot_happen_is_no_case() {
        let begin = opened("2026-11-03T10:00:00-07:00", Priority::Four);
        let reply = event("2026-11-03T11:00:00-07:00", Side::Staff, What::Replied);
        assert!(told_by(&[]).is_err());
        assert!(told_by(std::slice::from_ref(&reply)).is_err());
        assert!(told_by(&[begin, reply]).is_err(), "nobody picked it up");
    }
}
