//! Short texts that people give to things: one line, printable, no longer than their place allows.

use std::fmt;
use std::str::FromStr;

/// One line of at most `MOST` printable characters, without blanks around it; it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label<const MOST: usize>(String);

/// What people call an account.
pub type Nickname = Label<60>;

/// Where they book its costs.
pub type CostCentre = Label<40>;

/// What is wrong with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelFlaw {
    /// More than so many characters.
    TooLong(usize),
    /// A line break or another character that cannot be seen.
    Unprintable,
}

impl<const MOST: usize> Label<MOST> {
    /// One that an earlier rule let in, or an import whose texts may be longer.
    pub fn as_stored(text: String) -> Label<MOST> {
        Label(text)
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MOST: usize> FromStr for Label<MOST> {
    type Err = LabelFlaw;

    fn from_str(text: &str) -> Result<Label<MOST>, LabelFlaw> {
        let text = text.trim();
        // Marks that turn or hide text would let a label read as something that it is not.
        let unseen = |c: char| {
            c.is_control()
                || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        };
        if text.chars().any(unseen) {
            return Err(LabelFlaw::Unprintable);
        }
        match text.chars().count() <= MOST {
            true => Ok(Label(text.to_owned())),
            false => Err(LabelFlaw::TooLong(MOST)),
        }
    }
}

impl<const MOST: usize> fmt::Display for Label<MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_printable_line() {
        let read = |text: &str| text.parse::<Label<5>>().map(|label| label.to_string());
        assert_eq!(read("  Ñandú "), Ok("Ñandú".to_owned()));
        assert_eq!(read(""), Ok(String::new()));
        assert_eq!(read("123456"), Err(LabelFlaw::TooLong(5)));
        for hidden in ["a\nb", "a\u{202e}b", "a\u{200b}", "\u{feff}a"] {
            assert_eq!(read(&format!("{hidden}x")), Err(LabelFlaw::Unprintable), "{hidden:?}");
        }
    }
}
