//! The holidays of the next twelve months, as they count.

use chrono::{Datelike, Months, NaiveDate};

use crate::values::business_days::{BusinessDays, Special};
use crate::web::frame::Frame;

/// A weekday that is not like others.
pub(super) struct Holiday {
    pub day: String,
    pub name: String,
    /// Whether the clocks in business days stand still.
    pub is_off: bool,
    pub why: String,
}

/// Those of the twelve months from `today` on.
pub(super) fn upcoming(f: &Frame, days: &BusinessDays, today: NaiveDate) -> Vec<Holiday> {
    let last = today + Months::new(12);
    days.specials(today, last)
        .into_iter()
        .map(|(day, special)| {
            let weekday = f.t(format!("weekday-{}", day.weekday().number_from_monday()));
            let (name, why) = match &special {
                Special::Holiday(holiday) => {
                    (f.t(format!("holiday-{}", holiday.as_str())), "holidays-is-federal")
                }
                Special::Closed(name) => (name.to_string(), "holidays-is-own"),
                Special::Worked(_, name) => (name.to_string(), "holidays-is-worked"),
            };
            Holiday {
                day: f.t2("request-on-day", "weekday", &weekday, "day", f.long_date(day)),
                name,
                is_off: !matches!(special, Special::Worked(..)),
                why: f.t(why),
            }
        })
        .collect()
}
