//! The provider's own days: a list of lines each, read by [`BusinessDays`].

use super::sections::{Content, Flaw, text};
use crate::domain::seen::Values;
use crate::values::business_days::{BusinessDays, DayFlaw, DayList, OwnDay, WrongDay};

/// The fields of the section.
pub(super) const FIELDS: [&str; 2] = [DayList::Closed.as_str(), DayList::Worked.as_str()];

/// The calendar as its fields say.
pub(super) fn read(values: &Values) -> Result<Content, Vec<Flaw>> {
    let lines = |list: DayList| text(values, list.as_str()).lines().filter(|line| !line.trim().is_empty());
    let days = BusinessDays::read(lines(DayList::Closed), lines(DayList::Worked));
    days.map(Content::Holidays).map_err(|wrong| wrong.into_iter().map(flaw).collect())
}

fn flaw(wrong: WrongDay) -> Flaw {
    let text = match wrong.flaw {
        DayFlaw::NoDate => "holidays-no-date",
        DayFlaw::NoName => "holidays-no-name",
        DayFlaw::WrongName => "holidays-wrong-name",
        DayFlaw::Twice => "holidays-twice",
        DayFlaw::OffAlready => "holidays-off-already",
        DayFlaw::NoHoliday => "holidays-none",
        DayFlaw::TooMany => "holidays-too-many",
    };
    Flaw { field: wrong.list.as_str(), text, line: wrong.line }
}

/// A day to a line, in their order.
pub(super) fn values(days: &BusinessDays) -> Values {
    let lines = |list| days.own(list).iter().map(OwnDay::to_string).collect::<Vec<_>>().join("\n");
    [DayList::Closed, DayList::Worked].map(|list| (list.as_str(), lines(list))).to_vec()
}
