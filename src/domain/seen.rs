//! Two people changing the same record: a form carries what its sender saw of it, so that nobody
//! overwrites what they have not seen.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::values::hash::sha256;

/// What a record holds, field by field in a fixed order, as people read it.
pub type Values = Vec<(&'static str, String)>;

/// What a field holds; nothing where there is no such field.
pub fn value_of<'a>(values: &'a Values, name: &str) -> &'a str {
    values.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
}

/// What somebody saw of a record, as a hidden field of the form carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen(String);

impl Seen {
    /// What somebody sees who looks now.
    pub fn of(values: &Values) -> Seen {
        let mut text = String::new();
        for (name, value) in values {
            // The length first, so that no two records of different fields read the same.
            text.push_str(&format!("{name} {} {value}\n", value.len()));
        }
        Seen(sha256(text.as_bytes()))
    }

    /// As a form sent it back.
    pub fn sent(text: &str) -> Seen {
        Seen(text.trim().to_owned())
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What somebody else made of a record while a form was open. Nothing of the form was kept; sent again
/// with [`Meanwhile::seen`] it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// What is stored now.
    pub now: Values,
    /// Who changed it last and when, where the audit log tells.
    pub by: Option<(String, DateTime<Utc>)>,
}

impl Meanwhile {
    /// What the next form has seen.
    pub fn seen(&self) -> Seen {
        Seen::of(&self.now)
    }

    /// What is stored now in a field, where that is not what was typed into it.
    pub fn stored(&self, name: &str, typed: &str) -> Option<&str> {
        let (_, value) = self.now.iter().find(|(field, _)| *field == name)?;
        (value != typed.trim()).then_some(value)
    }
}

/// What a change does, for the audit log: `street: 1 Main St -> 2 Main St; city: …`, each value that
/// differs. Fields are compared by name; `-` stands for nothing.
pub fn changes(before: &Values, after: &Values) -> String {
    let shown = |value: &str| if value.is_empty() { "-".to_owned() } else { value.to_owned() };
    let old = |name: &str| value_of(before, name);
    let changed = after.iter().filter(|(name, value)| old(name) != value);
    let told = changed.map(|(name, value)| format!("{name}: {} -> {}", shown(old(name)), shown(value)));
    told.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(street: &str, city: &str) -> Values {
        vec![("street", street.to_owned()), ("city", city.to_owned())]
    }

    #[test]
    fn another_record_is_seen_as_another() {
        let seen = Seen::of(&values("1 Main St", "Denver"));
        assert_eq!(Seen::sent(&format!(" {seen}\n")), seen);
        for (street, city) in [("1 Main St", ""), ("1 Main St ", "Denver"), ("", "1 Main StDenver")] {
            assert_ne!(Seen::of(&values(street, city)), seen, "{street:?} {city:?}");
        }
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = values("1 Main St", "");
        assert_eq!(changes(&before, &before), "");
        assert_eq!(changes(&before, &values("2 Main St", "")), "street: 1 Main St -> 2 Main St");
        let told = "street: 1 Main St -> -; city: - -> Denver";
        assert_eq!(changes(&before, &values("", "Denver")), told);
        assert_eq!(changes(&Vec::new(), &values("1 Main St", "")), "street: - -> 1 Main St");
    }

    #[test]
    fn what_is_stored_now_stands_beside_what_was_typed() {
        let meanwhile = Meanwhile { now: values("2 Main St", "Denver"), by: None };
        assert_eq!(meanwhile.stored("street", "3 Main St"), Some("2 Main St"));
        assert_eq!(meanwhile.stored("city", " Denver "), None);
        assert_eq!(meanwhile.stored("country", "US"), None);
        assert_eq!(meanwhile.seen(), Seen::of(&meanwhile.now));
    }
}
