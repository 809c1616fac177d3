//! A form with what was typed, what is wrong with it and what somebody else stored meanwhile.
//!
//! Its fields are the macros of `office/fields.html`.

use std::collections::BTreeMap;

use super::{Typed, field};
use crate::domain::seen::{Meanwhile, Seen, Values};

/// The hidden field with what its sender saw.
const SEEN: &str = "seen";

/// What a form shows.
#[derive(Default)]
pub(super) struct Filled {
    typed: Typed,
    /// What is wrong, by the name of its field; that of no field concerns the whole.
    errors: BTreeMap<String, String>,
    /// What is stored now, where that is not what the sender saw.
    pub meanwhile: Option<Meanwhile>,
}

impl Filled {
    /// The form of a record as it is stored.
    pub fn of(values: &Values) -> Filled {
        let mut typed: Typed =
            values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        typed.insert(SEEN.to_owned(), Seen::of(values).to_string());
        Filled { typed, ..Filled::default() }
    }

    /// The form as it was sent.
    pub fn sent(typed: Typed) -> Filled {
        Filled { typed, ..Filled::default() }
    }

    /// The same with something else in a field.
    pub fn with(mut self, name: &str, value: &str) -> Filled {
        self.typed.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with what is wrong in a field.
    pub fn wrong(mut self, name: &str, text: String) -> Filled {
        self.errors.insert(name.to_owned(), text);
        self
    }

    /// The same with what is stored now.
    pub fn outdated(mut self, meanwhile: Meanwhile) -> Filled {
        self.meanwhile = Some(meanwhile);
        self
    }

    /// What the sender saw of the record.
    pub fn sent_seen(typed: &Typed) -> Seen {
        Seen::sent(field(typed, SEEN))
    }

    /// What who sends it next has seen.
    pub fn seen(&self) -> String {
        match &self.meanwhile {
            Some(meanwhile) => meanwhile.seen().to_string(),
            None => self.value(SEEN).to_owned(),
        }
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> &str {
        field(&self.typed, name)
    }

    /// Whether a box is ticked.
    pub fn is_on(&self, name: &str) -> bool {
        is_on(self.value(name))
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    /// What is stored now in a field, where that is not what was typed.
    pub fn stored(&self, name: &str) -> Option<&str> {
        self.meanwhile.as_ref()?.stored(name, self.value(name))
    }

    /// The same of a box.
    pub fn stored_box(&self, name: &str) -> Option<bool> {
        let typed = if self.is_on(name) { "true" } else { "false" };
        self.meanwhile.as_ref()?.stored(name, typed).map(is_on)
    }

    /// The ids of what describes a field.
    pub fn described_by(&self, name: &str, has_hint: bool) -> String {
        let parts = [
            (has_hint, "hint"),
            (self.stored(name).is_some() || self.stored_box(name).is_some(), "stored"),
            (self.error(name).is_some(), "error"),
        ];
        let ids: Vec<_> =
            parts.iter().filter(|(is, _)| *is).map(|(_, end)| format!("{name}-{end}")).collect();
        ids.join(" ")
    }
}

/// What a box sends, and what its value is in a record.
pub(super) fn is_on(text: &str) -> bool {
    matches!(text, "on" | "true")
}
