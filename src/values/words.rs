//! What people write to each other: some lines of readable text.

use std::fmt;
use std::str::FromStr;

/// Most characters of one message.
pub const MOST_LETTERS: usize = 10_000;

/// Readable text of at most [`MOST_LETTERS`] characters without blanks around it; it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(String);

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsFlaw {
    /// More than [`MOST_LETTERS`] characters.
    TooLong,
    /// Characters that cannot be seen, other than blanks and new lines.
    Unprintable,
}

impl Words {
    /// As written, with plain new lines.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Words {
    type Err = WordsFlaw;

    fn from_str(text: &str) -> Result<Words, WordsFlaw> {
        // Browsers send new lines as two characters.
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(WordsFlaw::Unprintable);
        }
        match text.chars().count() <= MOST_LETTERS {
            true => Ok(Words(text.to_owned())),
            false => Err(WordsFlaw::TooLong),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_and_what_cannot_be_seen_does_not() {
        assert_eq!("  Dear all,\r\n\r\nwhy? \r\n".parse::<Words>().unwrap().as_str(), "Dear all,\n\nwhy?");
        assert!(" \n ".parse::<Words>().unwrap().is_empty());
        assert_eq!("a\u{7}b".parse::<Words>(), Err(WordsFlaw::Unprintable));
        assert!("é".repeat(10_000).parse::<Words>().is_ok());
        assert_eq!("é".repeat(10_001).parse::<Words>(), Err(WordsFlaw::TooLong));
    }
}
