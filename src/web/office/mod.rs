//! The pages of staff, one file each. For customers none of them exists.

pub mod accounts;
pub mod act;
pub mod addresses;
pub mod audit;
pub mod books;
mod card;
pub mod case;
pub mod decide;
pub mod deliveries;
pub mod delivery;
pub mod draft;
mod filled;
pub mod home;
pub mod money;
pub mod month;
mod month_parts;
pub mod month_work;
pub mod new;
pub mod queue;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod review;
mod review_form;
pub mod settings;
pub mod terms;
pub mod work;
mod work_card;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::values::calendar::mountain_instant;
use crate::values::number::CaseNumber;

/// A form as it was typed.
type Typed = BTreeMap<String, String>;

/// Where a case is. Links of a page that refuses lead there too: its own address takes forms only.
fn path(number: CaseNumber) -> String {
    format!("/office/cases/{number}")
}

/// What was typed into a field.
fn field<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.get(name).map_or("", |text| text.trim())
}

/// The instant that a field of day and time names in Mountain Time.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    // Browsers leave the seconds out where they are zero.
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let wall = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    Some(mountain_instant(wall.date(), wall.time()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_typed_in_mountain_time() {
        assert_eq!(instant("2026-11-28T09:30"), Some("2026-11-28T09:30:00-07:00".parse().unwrap()));
        assert_eq!(instant("2026-07-01T09:30:00"), Some("2026-07-01T09:30:00-06:00".parse().unwrap()));
        for bad in ["", "2026-11-28", "28.11.2026 09:30", "2026-02-30T00:00"] {
            assert_eq!(instant(bad), None, "{bad:?}");
        }
    }
}
