//! The time log: what may be written into it, and what of it counts (REQUIREMENTS R5.2, R5.3, R5.7).

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::Terms;
use crate::values::ids::{EntryId, UserId};

/// Longest stretch that one person works without a break.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// What time was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The change itself: billable.
    Work,
    /// Finding out what is wanted: not billable.
    Gathering,
    /// The customer tries it out: not billable.
    Testing,
}

/// A stretch of time that somebody worked on a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Row id.
    pub id: EntryId,
    /// Who.
    pub person: UserId,
    /// From when, to the minute.
    pub started_at: DateTime<Utc>,
    /// Until when, to the minute.
    pub ended_at: DateTime<Utc>,
    /// On what.
    pub purpose: Purpose,
    /// The entry that this one stands for.
    pub corrects: Option<EntryId>,
}

/// How far a request is, as far as its log is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// When the customer approved the work, if they did.
    pub approved_at: Option<DateTime<Utc>>,
    /// Whether nothing more is to be done on it.
    pub is_finished: bool,
    /// Whether billing took it over.
    pub is_billed: bool,
    /// The units that the customer agreed to beyond those that need no quote.
    pub quoted_units: Option<u32>,
}

/// Why an entry is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// Nobody approved the work, or only later than that.
    NotApproved,
    /// It is finished: take it up again first.
    Finished,
    /// It was reviewed for billing: what is billed never changes.
    Billed,
    /// It ends when or before it begins.
    NoTime,
    /// Longer than a day.
    TooLong,
    /// In the future.
    NotYet,
    /// The same person worked elsewhere then.
    Overlaps,
    /// A quote must be accepted first; so many billable minutes can be logged without one.
    NeedsQuote(u32),
    /// It corrects an entry that is not there, was corrected already, or is somebody else's.
    NothingToCorrect,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 3] = [Purpose::Work, Purpose::Gathering, Purpose::Testing];

    /// As stored, and as it stands in the names of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Purpose::Work => "work",
            Purpose::Gathering => "gathering",
            Purpose::Testing => "testing",
        }
    }

    /// Whether its minutes count.
    pub const fn is_billable(self) -> bool {
        matches!(self, Purpose::Work)
    }
}

impl std::str::FromStr for Purpose {
    type Err = crate::values::Invalid;

    fn from_str(text: &str) -> Result<Purpose, Self::Err> {
        let found = Purpose::ALL.into_iter().find(|one| one.as_str() == text);
        found.ok_or_else(|| crate::values::Invalid(format!("{text:?} is no purpose of a time entry")))
    }
}

impl Entry {
    /// Its minutes.
    pub fn minutes(&self) -> u32 {
        u32::try_from((self.ended_at - self.started_at).num_minutes()).unwrap_or(0)
    }

    fn overlaps(&self, other: &Entry) -> bool {
        self.person == other.person && self.started_at < other.ended_at && other.started_at < self.ended_at
    }
}

/// The entries of a log that count: those that no other one corrects, and no empty ones.
pub fn counted(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let corrected: BTreeSet<EntryId> = entries.iter().filter_map(|entry| entry.corrects).collect();
    entries.iter().filter(move |entry| !corrected.contains(&entry.id) && entry.minutes() > 0)
}

/// Billable minutes and others.
pub fn minutes(entries: &[Entry]) -> (u32, u32) {
    counted(entries).fold((0, 0), |(billable, excluded), entry| match entry.purpose.is_billable() {
        true => (billable + entry.minutes(), excluded),
        false => (billable, excluded + entry.minutes()),
    })
}

/// Billable minutes that can be logged before a quote must be accepted.
pub fn free_minutes(billable_minutes: u32, terms: &Terms, quoted_units: Option<u32>) -> u32 {
    let allowed = quoted_units.unwrap_or(0).max(terms.quote_above_units);
    (allowed * terms.increment_minutes).saturating_sub(billable_minutes)
}

/// Whether `new` may be added to `log` now; `elsewhere` is what the same person logged on other
/// requests. People correct what they logged themselves; a correction to no minutes takes an entry back.
///
/// # Errors
/// An [`Objection`].
pub fn check(
    new: &Entry,
    log: &[Entry],
    elsewhere: &[Entry],
    terms: &Terms,
    permission: Permission,
    now: DateTime<Utc>,
) -> Result<(), Objection> {
    if permission.is_billed {
        return Err(Objection::Billed);
    }
    if permission.is_finished {
        return Err(Objection::Finished);
    }
    if permission.approved_at.is_none_or(|approved_at| new.started_at < approved_at) {
        return Err(Objection::NotApproved);
    }
    let corrected = match new.corrects {
        None => None,
        Some(id) => {
            let own = counted(log).find(|entry| entry.id == id && entry.person == new.person);
            Some(own.ok_or(Objection::NothingToCorrect)?)
        }
    };
    let length = new.ended_at - new.started_at;
    let takes_back = corrected.is_some() && length == TimeDelta::zero();
    match () {
        () if length < TimeDelta::zero() || (length < TimeDelta::minutes(1) && !takes_back) => {
            return Err(Objection::NoTime);
        }
        () if length > LONGEST => return Err(Objection::TooLong),
        () if new.ended_at > now => return Err(Objection::NotYet),
        () => {}
    }
    let others = || counted(log).filter(|entry| Some(entry.id) != new.corrects);
    if others().chain(counted(elsewhere)).any(|other| other.overlaps(new)) {
        return Err(Objection::Overlaps);
    }
    require_quote(new, others(), terms, permission)
}

/// More units than need no quote are logged only once the customer has accepted one for them.
fn require_quote<'a>(
    new: &Entry,
    others: impl Iterator<Item = &'a Entry>,
    terms: &Terms,
    permission: Permission,
) -> Result<(), Objection> {
    let logged: u32 = others.filter(|entry| entry.purpose.is_billable()).map(Entry::minutes).sum();
    let more = if new.purpose.is_billable() { new.minutes() } else { 0 };
    let free = free_minutes(logged, terms, permission.quoted_units);
    if more > free { Err(Objection::NeedsQuote(free)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::macd::tests::plan;

    const NOW: &str = "2026-11-03T18:00:00-07:00";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn entry(id: i64, person: i64, from: &str, to: &str) -> Entry {
        let wall = |time: &str| at(&format!("2026-11-03T{time}:00-07:00"));
        Entry {
            id: EntryId(id),
            person: UserId(person),
            started_at: wall(from),
            ended_at: wall(to),
            purpose: Purpose::Work,
            corrects: None,
        }
    }

    fn approved() -> Permission {
        let approved_at = Some(at("2026-11-03T08:00:00-07:00"));
        Permission { approved_at, is_finished: false, is_billed: false, quoted_units: None }
    }

    fn add(new: Entry, log: &[Entry], permission: Permission) -> Result<(), Objection> {
        check(&new, log, &[], &plan(), permission, at(NOW))
    }

    #[test]
    fn time_lies_in_the_past_and_is_not_longer_than_a_day() {
        assert_eq!(add(entry(1, 1, "09:00", "09:14"), &[], approved()), Ok(()));
        assert_eq!(add(entry(1, 1, "17:00", "18:00"), &[], approved()), Ok(()));
        assert_eq!(add(entry(1, 1, "17:00", "18:01"), &[], approved()), Err(Objection::NotYet));
        assert_eq!(add(entry(1, 1, "09:00", "09:00"), &[], approved()), Err(Objection::NoTime));
        assert_eq!(add(entry(1, 1, "09:00", "08:59"), &[], approved()), Err(Objection::NoTime));
        let day = Entry { ended_at: at("2026-11-03T17:00:00-07:00"), ..entry(1, 1, "09:00", "09:15") };
        let early = Permission { approved_at: Some(at("2026-11-01T00:00:00-07:00")), ..approved() };
        let long = |hours| Entry { started_at: day.ended_at - TimeDelta::hours(hours), ..day.clone() };
        let quoted = Permission { quoted_units: Some(200), ..early };
        assert_eq!(add(long(24), &[], quoted), Ok(()));
        assert_eq!(add(long(25), &[], quoted), Err(Objection::TooLong));
    }

    #[test]
    fn work_begins_with_approval_and_ends_with_billing() {
        let new = || entry(1, 1, "08:00", "08:30");
        assert_eq!(add(new(), &[], approved()), Ok(()));
        let none = Permission { approved_at: None, ..approved() };
        assert_eq!(add(new(), &[], none), Err(Objection::NotApproved));
        assert_eq!(add(entry(1, 1, "07:59", "08:30"), &[], approved()), Err(Objection::NotApproved));
        let finished = Permission { is_finished: true, ..approved() };
        assert_eq!(add(new(), &[], finished), Err(Objection::Finished));
        let billed = Permission { is_billed: true, ..finished };
        assert_eq!(add(new(), &[], billed), Err(Objection::Billed));
    }

    #[test]
    fn nobody_works_twice_at_the_same_time() {
        let log = [entry(1, 1, "09:00", "10:00")];
        assert_eq!(add(entry(2, 1, "09:59", "10:30"), &log, approved()), Err(Objection::Overlaps));
        assert_eq!(add(entry(2, 1, "10:00", "10:30"), &log, approved()), Ok(()));
        assert_eq!(add(entry(2, 2, "09:00", "10:00"), &log, approved()), Ok(()), "two people");
        let elsewhere = check(&entry(2, 1, "09:30", "09:40"), &[], &log, &plan(), approved(), at(NOW));
        assert_eq!(elsewhere, Err(Objection::Overlaps));
    }

    #[test]
    fn the_twenty_first_unit_needs_a_quote() {
        let log = [entry(1, 1, "08:00", "12:59")];
        assert_eq!(minutes(&log), (299, 0));
        assert_eq!(add(entry(2, 1, "13:00", "13:01"), &log, approved()), Ok(()), "300 minutes are 20 units");
        let more = entry(2, 1, "13:00", "13:02");
        assert_eq!(add(more.clone(), &log, approved()), Err(Objection::NeedsQuote(1)));
        let testing = Entry { purpose: Purpose::Testing, ..more };
        assert_eq!(add(testing, &log, approved()), Ok(()), "what does not count needs none");
        let quoted = Permission { quoted_units: Some(21), ..approved() };
        assert_eq!(add(more, &log, quoted), Ok(()));
        assert_eq!(add(entry(2, 1, "13:00", "13:16"), &log, quoted), Ok(()), "315 minutes");
        assert_eq!(add(entry(2, 1, "13:00", "13:17"), &log, quoted), Err(Objection::NeedsQuote(16)));
    }

    #[test]
    fn a_correction_stands_for_its_entry() {
        let wrong = entry(1, 1, "09:00", "11:00");
        let right = Entry { corrects: Some(EntryId(1)), ..entry(2, 1, "09:00", "09:30") };
        assert_eq!(add(right.clone(), std::slice::from_ref(&wrong), approved()), Ok(()));
        let log = [wrong, right];
        assert_eq!(minutes(&log), (30, 0));
        let foreign = Entry { corrects: Some(EntryId(2)), ..entry(3, 2, "09:00", "09:10") };
        assert_eq!(add(foreign, &log, approved()), Err(Objection::NothingToCorrect), "somebody else's");
        let again = Entry { corrects: Some(EntryId(1)), ..entry(3, 1, "09:00", "09:10") };
        assert_eq!(add(again, &log, approved()), Err(Objection::NothingToCorrect));
        let back = Entry { corrects: Some(EntryId(2)), ..entry(3, 1, "09:00", "09:00") };
        assert_eq!(add(back.clone(), &log, approved()), Ok(()));
        assert_eq!(minutes(&[log[0].clone(), log[1].clone(), back]), (0, 0));
    }
}
