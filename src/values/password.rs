//! New passwords. What is asked of them follows OWASP ASVS 5, level 2: length and not being common,
//! no rules of composition.

use std::fmt;

use zxcvbn::zxcvbn;

/// What people here would try first, in lower case, beside the 30,000 passwords that zxcvbn knows.
const COMMON: &str = include_str!("common_passwords.txt");

/// So many tries find every password of that list, by rank.
const COMMON_GUESSES: u64 = 30_000;

/// No common password is longer, and looking for one takes longer the longer it is.
const COMMON_CHARS: usize = 40;

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
        match text.chars().count() {
            count if count < MIN_CHARS => Err(PasswordFlaw::TooShort),
            count if count > MAX_CHARS => Err(PasswordFlaw::TooLong),
            _ if lower == email.to_lowercase() => Err(PasswordFlaw::Common),
            count if count <= COMMON_CHARS && is_common(text, email) => Err(PasswordFlaw::Common),
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

/// Whether it is one of the first that a guesser who knows the address would try.
fn is_common(text: &str, email: &str) -> bool {
    let name = email.split('@').next().unwrap_or_default();
    let known: Vec<&str> = [email, name].into_iter().chain(COMMON.lines()).collect();
    zxcvbn(text, &known).guesses() <= COMMON_GUESSES
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
        assert_eq!(flaw("el ñandú"), None, "characters count, not bytes");
        assert!(COMMON.lines().all(|word| word.chars().count() >= MIN_CHARS && word == word.to_lowercase()));
    }

    #[test]
    fn what_anyone_would_try_first_is_refused() {
        for common in [
            "Password1",
            "iloveyou",
            "Westinghouse",
            "qwertyuiop",
            "contraseña1",
            "Billing123",
            "pat.lee1",
            "abcdefgh",
            "20262026",
        ] {
            assert_eq!(
                NewPassword::parse(common, "pat.lee@example.com"),
                Err(PasswordFlaw::Common),
                "{common}"
            );
        }
        for fine in ["juniper-front-door", "four plain words together", "blue-spruce-ledger"] {
            assert!(NewPassword::parse(fine, "pat.lee@example.com").is_ok(), "{fine}");
        }
    }
}
