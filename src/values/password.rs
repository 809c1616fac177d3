//! New passwords. What is asked of them follows OWASP ASVS 5, level 2: length and not being common,
//! no rules of composition.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

/// What everybody tries first, in lower case.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// The fewest characters; the page advises more.
pub const MIN_CHARS: usize = 8;

/// The most characters, so that hashing one costs no more than it should.
pub const MAX_CHARS: usize = 128;

/// A password that may be set.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

/// Why a password may not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFlaw {
    /// Fewer than [`MIN_CHARS`].
    TooShort,
    /// More than [`MAX_CHARS`].
    TooLong,
    /// Among the first that anyone would try, the person's own address included.
    Common,
}

impl NewPassword {
    /// Checks what the person with the address `email` would set.
    ///
    /// # Errors
    /// Its flaw.
    pub fn parse(text: &str, email: &str) -> Result<NewPassword, PasswordFlaw> {
        let lower = text.to_lowercase();
        let name = email.split('@').next().unwrap_or_default();
        match text.chars().count() {
            count if count < MIN_CHARS => Err(PasswordFlaw::TooShort),
            count if count > MAX_CHARS => Err(PasswordFlaw::TooLong),
            _ if COMMON.contains(lower.as_str()) => Err(PasswordFlaw::Common),
            _ if lower == email.to_lowercase() || lower == name.to_lowercase() => Err(PasswordFlaw::Common),
            _ if is_one_character(&lower) => Err(PasswordFlaw::Common),
            _ => Ok(NewPassword(text.to_owned())),
        }
    }

    /// As typed, to be hashed.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Never shown, not even by accident in a log.
impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword")
    }
}

fn is_one_character(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| chars.all(|c| c == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_composition_does_not() {
        let flaw = |text: &str| NewPassword::parse(text, "pat.lee@example.com").err();
        assert_eq!(flaw("seven77"), Some(PasswordFlaw::TooShort));
        assert_eq!(flaw(&"x1".repeat(65)), Some(PasswordFlaw::TooLong));
        assert_eq!(flaw("Password123"), Some(PasswordFlaw::Common));
        assert_eq!(flaw("Contraseña"), Some(PasswordFlaw::Common));
        assert_eq!(flaw("PAT.LEE@example.com"), Some(PasswordFlaw::Common));
        assert_eq!(flaw("zzzzzzzzzzzz"), Some(PasswordFlaw::Common));
        assert_eq!(flaw("correct horse battery"), None);
        assert_eq!(flaw("ññññáááá"), None, "characters count, not bytes");
        assert!(COMMON.iter().all(|word| word.chars().count() >= MIN_CHARS && *word == word.to_lowercase()));
    }
}
