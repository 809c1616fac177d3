//! The escalation paths: a level to a line.

use super::sections::{Content, Flaw, Line, text};
use crate::config::{Escalation, Level};
use crate::domain::seen::Values;
use crate::values::contact::EmailAddress;

/// Levels of a path at most.
const MOST_LEVELS: usize = 9;

/// The paths as fields.
pub(super) fn values(paths: &Escalation) -> Values {
    vec![("billing", lines(&paths.billing)), ("support", lines(&paths.support))]
}

/// A level to a line: name, function, address, phone number, with bars between.
fn lines(levels: &[Level]) -> String {
    let line = |level: &Level| [&*level.name, &*level.title, &*level.email, &*level.phone].join(" | ");
    levels.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The paths as their fields say.
pub(super) fn read(values: &Values) -> Result<Content, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut path = |name: &'static str| {
        let read: Option<Vec<Level>> =
            text(values, name).lines().filter(|line| !line.trim().is_empty()).map(level).collect();
        match read {
            Some(levels) if (1..=MOST_LEVELS).contains(&levels.len()) => levels,
            Some(_) => {
                flaws.push((name, "settings-wrong-levels").into());
                Vec::new()
            }
            None => {
                flaws.push((name, "settings-wrong-level").into());
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

#[cfg(test)]
mod tests {
    use crate::services::settings::Section;

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
            assert_eq!(read(&billing), Err(vec![("billing", flaw).into()]), "{billing:?}");
        }
    }
}
