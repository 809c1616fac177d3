//! One-time codes from an authenticator app: RFC 6238 with SHA-1, six digits and steps of 30 seconds,
//! the one combination that every app knows.

use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};

/// How many random bytes a secret has (RFC 4226, section 4).
pub const SECRET_BYTES: usize = 20;

/// RFC 3986: whatever is not unreserved is escaped.
const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A secret as apps take it, in base32.
pub fn written(secret: [u8; SECRET_BYTES]) -> String {
    Secret::new_stack(secret).to_base32()
}

/// The time step whose code was typed: this one, the one before or the one after, and later than
/// the last that counted. `None` where the code is none of them, or the secret is no secret.
pub fn accepted_step(secret: &str, typed: &str, last_step: i64, now: DateTime<Utc>) -> Option<i64> {
    let now_s = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret)?.check(typed, now_s)?;
    i64::try_from(step).ok().filter(|step| *step > last_step)
}

/// What the app reads from the picture: the secret, whose it is and for which portal.
pub fn key_uri(secret: &str, issuer: &str, account: &str) -> String {
    let escaped = |text| utf8_percent_encode(text, &ESCAPED);
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).with_digits(6).with_skew(1).with_step_duration(30).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, in base32.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn step(typed: &str, last_step: i64, now_s: i64) -> Option<i64> {
        accepted_step(SECRET, typed, last_step, DateTime::from_timestamp(now_s, 0).unwrap())
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        assert_eq!(written(*b"12345678901234567890"), SECRET);
        // Its table has eight digits; six are the last six of them.
        for (now_s, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step(code, 0, now_s), Some(now_s / 30), "{now_s}");
        }
    }

    #[test]
    fn a_code_counts_a_step_early_and_a_step_late() {
        // 287082 is the code of step 1, seconds 30 to 59.
        assert_eq!(step("287082", 0, 0), Some(1));
        assert_eq!(step("287082", 0, 89), Some(1));
        assert_eq!(step("287082", 0, 90), None, "two steps later");
        // 050471 is the code of step 37037037, which begins at 1111111110.
        assert_eq!(step("050471", 0, 1_111_111_080), Some(37_037_037));
        assert_eq!(step("050471", 0, 1_111_111_079), None, "two steps earlier");
    }

    #[test]
    fn a_code_counts_once() {
        assert_eq!(step("287082", 1, 59), None, "its step was used");
        assert_eq!(step("287082", 2, 59), None, "a later one was used");
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in ["", "28708", "2870820", "28708a", "+87082", "٢٨٧٠٨٢"] {
            assert_eq!(step(typed, 0, 59), None, "{typed:?}");
        }
        let at = DateTime::from_timestamp(59, 0).unwrap();
        assert_eq!(accepted_step("no base32!", "287082", 0, at), None);
    }

    #[test]
    fn the_app_learns_whose_code_it_is() {
        assert_eq!(
            key_uri("ABC", "Juniper & Co", "pat@example.com"),
            "otpauth://totp/Juniper%20%26%20Co:pat%40example.com?secret=ABC&issuer=Juniper%20%26%20Co\
             &algorithm=SHA1&digits=6&period=30"
        );
    }
}
