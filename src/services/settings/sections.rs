//! The sections that an administrator sets, field by field, and what may stand in each field.
//!
//! Invariant: what counts was read here, whether it was typed just now or is stored.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::config::{Escalation, Level};
use crate::domain::bill_run::FindingKind;
use crate::domain::invoice::{BankDetails, Provider};
use crate::domain::seen::{Values, value_of};
use crate::pdf;
use crate::values::Invalid;
use crate::values::address::PostalAddress;
use crate::values::bank::is_routing_number;
use crate::values::contact::EmailAddress;
use crate::values::label::Label;
use crate::values::money::Money;

/// A line of a form.
type Line = Label<100>;

/// Levels of a path at most.
const MOST_LEVELS: usize = 9;

/// Something that is set as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The letterhead of documents.
    Provider,
    /// Whom to ask when someone higher up should look.
    Escalation,
    /// What needs a second person, and what keeps a draft back.
    Limits,
}

/// A section's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The letterhead; its portal's address is that of the file.
    Provider(Box<Provider>),
    /// The paths.
    Escalation(Escalation),
    /// The largest credit of one person, and the findings that hold a draft.
    Limits(Money, Vec<FindingKind>),
}

/// What is wrong with a field: its name and the text that says so.
pub type Flaw = (&'static str, &'static str);

impl Section {
    /// Every section.
    pub const ALL: [Section; 3] = [Section::Provider, Section::Escalation, Section::Limits];

    /// As stored and as the last part of its address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Section::Provider => "provider",
            Section::Escalation => "escalation",
            Section::Limits => "limits",
        }
    }

    /// Its fields in the order of the form.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Section::Provider => &[
                "name",
                "street",
                "city",
                "region",
                "postal_code",
                "country",
                "phone",
                "email",
                "remit_name",
                "remit_street",
                "remit_city",
                "remit_region",
                "remit_postal_code",
                "remit_country",
                "bank",
                "routing_number",
                "account_number",
            ],
            Section::Escalation => &["billing", "support"],
            Section::Limits => &[
                "approval_limit",
                "no_recipient",
                "negative_total",
                "large_change",
                "missing_glyph",
                "unreviewed_macd",
            ],
        }
    }

    /// What its fields say; those that are boxes say `true` or `false`.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(self, values: &Values) -> Result<Content, Vec<Flaw>> {
        match self {
            Section::Provider => provider(values),
            Section::Escalation => escalation(values),
            Section::Limits => limits(values),
        }
    }

    /// The fields of a stored object.
    ///
    /// # Errors
    /// What is no JSON object of texts.
    pub fn stored(self, body: &str) -> Result<Values, serde_json::Error> {
        let mut texts: BTreeMap<String, String> = serde_json::from_str(body)?;
        Ok(self.fields().iter().map(|name| (*name, texts.remove(*name).unwrap_or_default())).collect())
    }
}

impl FromStr for Section {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Section, Invalid> {
        let known = Section::ALL.into_iter().find(|section| section.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is no section of the settings")))
    }
}

impl Content {
    /// As fields.
    pub fn values(&self) -> Values {
        match self {
            Content::Provider(provider) => {
                let (seat, remit) = (&provider.address, &provider.remit_to);
                let bank = |part: fn(&BankDetails) -> &String| {
                    provider.bank.as_ref().map(|bank| part(bank).clone()).unwrap_or_default()
                };
                vec![
                    ("name", seat.name.clone()),
                    ("street", seat.street.clone()),
                    ("city", seat.city.clone()),
                    ("region", seat.region.clone()),
                    ("postal_code", seat.postal_code.clone()),
                    ("country", seat.country.clone()),
                    ("phone", provider.phone.clone()),
                    ("email", provider.email.clone()),
                    ("remit_name", remit.name.clone()),
                    ("remit_street", remit.street.clone()),
                    ("remit_city", remit.city.clone()),
                    ("remit_region", remit.region.clone()),
                    ("remit_postal_code", remit.postal_code.clone()),
                    ("remit_country", remit.country.clone()),
                    ("bank", bank(|bank| &bank.bank)),
                    ("routing_number", bank(|bank| &bank.routing_number)),
                    ("account_number", bank(|bank| &bank.account_number)),
                ]
            }
            Content::Escalation(paths) => {
                vec![("billing", lines(&paths.billing)), ("support", lines(&paths.support))]
            }
            Content::Limits(limit, hold_on) => {
                let box_of = |kind: FindingKind| (kind.as_str(), hold_on.contains(&kind).to_string());
                let boxes = FindingKind::ALL.into_iter().map(box_of);
                std::iter::once(("approval_limit", limit.to_string())).chain(boxes).collect()
            }
        }
    }
}

fn text<'a>(values: &'a Values, name: &str) -> &'a str {
    value_of(values, name).trim()
}

/// One printable line; `None` where something is wrong with it.
fn line(values: &Values, name: &'static str, is_needed: bool, flaws: &mut Vec<Flaw>) -> String {
    let typed = text(values, name);
    let flaw = match typed.parse::<Line>() {
        Err(_) => "settings-wrong-line",
        Ok(_) if is_needed && typed.is_empty() => "settings-needed",
        Ok(_) if !pdf::missing_glyphs(typed).is_empty() => "settings-wrong-letter",
        Ok(_) => return typed.to_owned(),
    };
    flaws.push((name, flaw));
    String::new()
}

fn provider(values: &Values) -> Result<Content, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut get = |name, is_needed| line(values, name, is_needed, &mut flaws);
    let provider = Provider {
        address: PostalAddress {
            name: get("name", true),
            street: get("street", true),
            city: get("city", true),
            region: get("region", false),
            postal_code: get("postal_code", false),
            country: get("country", true),
        },
        phone: get("phone", true),
        email: get("email", true),
        remit_to: PostalAddress {
            name: get("remit_name", true),
            street: get("remit_street", true),
            city: get("remit_city", true),
            region: get("remit_region", false),
            postal_code: get("remit_postal_code", false),
            country: get("remit_country", true),
        },
        portal_url: String::new(),
        bank: Some(BankDetails {
            bank: get("bank", false),
            routing_number: get("routing_number", false),
            account_number: get("account_number", false),
        }),
    };
    for name in ["country", "remit_country"] {
        let code = text(values, name);
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        if !code.is_empty() && !is_code {
            flaws.push((name, "settings-wrong-country"));
        }
    }
    if !provider.email.is_empty() && provider.email.parse::<EmailAddress>().is_err() {
        flaws.push(("email", "email-invalid"));
    }
    let provider = Provider { bank: bank(provider.bank, &mut flaws), ..provider };
    if flaws.is_empty() { Ok(Content::Provider(Box::new(provider))) } else { Err(flaws) }
}

/// All three parts or none.
fn bank(typed: Option<BankDetails>, flaws: &mut Vec<Flaw>) -> Option<BankDetails> {
    let bank = typed?;
    let parts = [
        ("bank", &bank.bank),
        ("routing_number", &bank.routing_number),
        ("account_number", &bank.account_number),
    ];
    if parts.iter().all(|(_, text)| text.is_empty()) {
        return None;
    }
    flaws
        .extend(parts.iter().filter(|(_, text)| text.is_empty()).map(|(name, _)| (*name, "settings-needed")));
    if !bank.routing_number.is_empty() && !is_routing_number(&bank.routing_number) {
        flaws.push(("routing_number", "settings-wrong-routing"));
    }
    Some(bank)
}

/// A level to a line: name, function, address, phone number, with bars between.
fn lines(levels: &[Level]) -> String {
    let line = |level: &Level| [&*level.name, &*level.title, &*level.email, &*level.phone].join(" | ");
    levels.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn escalation(values: &Values) -> Result<Content, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut path = |name: &'static str| {
        let read: Option<Vec<Level>> =
            text(values, name).lines().filter(|line| !line.trim().is_empty()).map(level).collect();
        match read {
            Some(levels) if (1..=MOST_LEVELS).contains(&levels.len()) => levels,
            Some(_) => {
                flaws.push((name, "settings-wrong-levels"));
                Vec::new()
            }
            None => {
                flaws.push((name, "settings-wrong-level"));
                Vec::new()
            }
        }
    };
    let paths = Escalation { billing: path("billing"), support: path("support") };
    if flaws.is_empty() { Ok(Content::Escalation(paths)) } else { Err(flaws) }
}

fn level(line: &str) -> Option<Level> {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, title, email, phone] = parts[..] else { return None };
    let is_right = !name.is_empty()
        && email.parse::<EmailAddress>().is_ok()
        && [name, title, phone].iter().all(|part| part.parse::<Line>().is_ok());
    is_right.then(|| Level {
        name: name.to_owned(),
        title: title.to_owned(),
        email: email.to_owned(),
        phone: phone.to_owned(),
    })
}

fn limits(values: &Values) -> Result<Content, Vec<Flaw>> {
    let typed = text(values, "approval_limit");
    let limit = Money::typed(typed).or_else(|| typed.parse().ok()).filter(|limit| !limit.is_negative());
    let hold_on = FindingKind::ALL.into_iter().filter(|kind| text(values, kind.as_str()) == "true").collect();
    match limit {
        Some(limit) => Ok(Content::Limits(limit, hold_on)),
        None => Err(vec![("approval_limit", "terms-amount-wrong")]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(values: &Values, name: &str, value: &str) -> Values {
        let one = |(field, old): &(&'static str, String)| {
            (*field, if *field == name { value.to_owned() } else { old.clone() })
        };
        values.iter().map(one).collect()
    }

    fn some_provider() -> Provider {
        let address = PostalAddress {
            name: "Example Telecom".to_owned(),
            street: "1 Main St".to_owned(),
            city: "Denver".to_owned(),
            region: "CO".to_owned(),
            postal_code: "80202".to_owned(),
            country: "US".to_owned(),
        };
        Provider {
            remit_to: address.clone(),
            address,
            phone: "+1 800 555 0100".to_owned(),
            email: "billing@example.com".to_owned(),
            portal_url: String::new(),
            bank: None,
        }
    }

    #[test]
    fn what_counts_reads_and_writes_the_same() {
        let level = |email: &str| Level {
            name: "Pat".to_owned(),
            title: String::new(),
            email: email.to_owned(),
            phone: "+1 800 555 0100".to_owned(),
        };
        for (section, content) in [
            (Section::Provider, Content::Provider(Box::new(some_provider()))),
            (
                Section::Escalation,
                Content::Escalation(Escalation {
                    billing: vec![level("a@example.com"), level("b@example.com")],
                    support: vec![level("c@example.com")],
                }),
            ),
            (Section::Limits, Content::Limits(Money::from_cents(25_050), vec![FindingKind::LargeChange])),
        ] {
            let values = content.values();
            assert_eq!(values.iter().map(|(name, _)| *name).collect::<Vec<_>>(), section.fields());
            assert_eq!(section.read(&values), Ok(content));
            let texts: BTreeMap<_, _> = values.iter().cloned().collect();
            assert_eq!(section.stored(&serde_json::to_string(&texts).unwrap()).unwrap(), values);
        }
    }

    #[test]
    fn a_wrong_letterhead_is_named_by_its_fields() {
        let right = Content::Provider(Box::new(some_provider())).values();
        for (field, value, flaw) in [
            ("name", " ", "settings-needed"),
            ("name", "Ex\u{202e}ample", "settings-wrong-line"),
            ("city", "東京", "settings-wrong-letter"),
            ("country", "usa", "settings-wrong-country"),
            ("email", "billing at example", "email-invalid"),
        ] {
            let read = Section::Provider.read(&changed(&right, field, value));
            assert_eq!(read, Err(vec![(field, flaw)]), "{value:?}");
        }
        let half = Section::Provider.read(&changed(&right, "bank", "First Bank"));
        let needed = |name| (name, "settings-needed");
        assert_eq!(half, Err(vec![needed("routing_number"), needed("account_number")]));
    }

    #[test]
    fn a_path_has_one_to_nine_levels() {
        let one = "Pat | Billing | pat@example.com | +1 800 555 0100";
        let read = |billing: &str| {
            let values = vec![("billing", billing.to_owned()), ("support", one.to_owned())];
            Section::Escalation.read(&values).map(|_| ())
        };
        assert_eq!(read(one), Ok(()));
        assert_eq!(read(&[one; 9].join("\r\n")), Ok(()));
        for (billing, flaw) in [
            (String::new(), "settings-wrong-levels"),
            ([one; 10].join("\n"), "settings-wrong-levels"),
            ("Pat | Billing | pat@example.com".to_owned(), "settings-wrong-level"),
            ("Pat | Billing | pat at example | 1".to_owned(), "settings-wrong-level"),
        ] {
            assert_eq!(read(&billing), Err(vec![("billing", flaw)]), "{billing:?}");
        }
    }
}
