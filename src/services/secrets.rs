//! Random keys, of which only the SHA-256 is stored, and codes that people type.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngExt;

use crate::values::hash::hex;

/// Letters and digits that are not taken for one another: no I, L, O, 0, 1.
const CODE_LETTERS: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/// 256 random bits as 43 characters that can stand in an address.
pub fn random_key() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// 80 random bits for a name that need not be secret, in letters and digits.
pub fn random_name() -> String {
    hex(&rand::random::<[u8; 10]>())
}

/// A code like `ABCD-EFGH-JKLM`: 59 random bits, more than its lifetime and the throttle let anyone try.
pub fn random_code() -> String {
    let mut rng = rand::rng();
    let mut code = String::with_capacity(14);
    for place in 0..12 {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(CODE_LETTERS[rng.random_range(0..CODE_LETTERS.len())]));
    }
    code
}

/// A code as it was given out, however it was typed.
pub fn plain_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_survive_being_typed() {
        let code = random_code();
        assert_eq!(code.len(), 14, "{code}");
        assert_eq!(plain_code(&code.to_lowercase().replace('-', " ")), code.replace('-', ""));
        assert_ne!(random_code(), random_code());
        assert_eq!(random_key().len(), 43);
    }
}
