//! DKIM signatures (RFC 6376, RFC 8463): receivers see that a message is from the domain it names.
//!
//! lettre can sign too, but always with the current time, so that no two tries of a message would
//! have the same bytes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use crate::values::Invalid;

/// What a signature covers. From stands twice: a second one added on the way breaks the signature
/// instead of being shown (RFC 6376, 8.15).
const SIGNED_HEADERS: [&str; 11] = [
    "from",
    "from",
    "reply-to",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "auto-submitted",
    "content-language",
];

/// A key and the name under which its public half stands in DNS.
pub struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    /// With the private key in `pem` (PKCS#8, or PKCS#1 for RSA), whose public half is published as
    /// `selector._domainkey.domain`. RSA keys have 2048 to 4096 bits.
    ///
    /// # Errors
    /// [`Invalid`] where it is no such key, or the names are not names.
    pub fn from_pem(domain: &str, selector: &str, pem: &str) -> Result<Signer, Invalid> {
        for name in [domain, selector] {
            let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
            if name.is_empty() || !plain {
                return Invalid::because(format!("{name:?} is not a name in DNS"));
            }
        }
        let refused = |why: String| Invalid(format!("the DKIM key of {domain} cannot be used: {why}"));
        let der =
            PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| refused(error.to_string()))?;
        let key = match &der {
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(Key::rsa),
            PrivateKeyDer::Pkcs8(der) => {
                RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map(Key::rsa).or_else(|not_rsa| {
                    let ed25519 = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der());
                    ed25519.map(Key::Ed25519).map_err(|_| not_rsa)
                })
            }
            _ => return Err(refused("it is neither RSA nor Ed25519".to_owned())),
        };
        let key = key.map_err(|error| refused(error.to_string()))?;
        Ok(Signer { domain: domain.to_owned(), selector: selector.to_owned(), key })
    }

    /// `message` with its signature before it: the same on every try. It carries no time of its own
    /// (`t=`): the date header, which it covers, says it, and a receiver whose clock is behind
    /// ours would refuse a time in its future.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let (head, body) = split(message);
        let headers = headers(head);
        let body_hash = STANDARD.encode(digest(&SHA256, &relaxed_body(body)));
        let names: Vec<&str> = SIGNED_HEADERS
            .into_iter()
            .filter(|name| headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name)))
            .collect();
        let (algorithm, domain, selector) = (self.key.algorithm(), &self.domain, &self.selector);
        let unsigned = format!(
            "v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n h={};\r\n bh={body_hash};\r\n b=",
            names.join(":"),
        );
        let mut covered = relaxed_headers(&headers, &names);
        covered.extend_from_slice(b"dkim-signature:");
        covered.extend_from_slice(relaxed_value(unsigned.as_bytes()).as_slice());
        let signature = STANDARD.encode(self.key.sign(&covered));

        let mut signed = Vec::with_capacity(message.len() + 1024);
        signed.extend_from_slice(b"DKIM-Signature: ");
        signed.extend_from_slice(unsigned.as_bytes());
        for (place, line) in signature.as_bytes().chunks(72).enumerate() {
            if place > 0 {
                signed.extend_from_slice(b"\r\n  ");
            }
            signed.extend_from_slice(line);
        }
        signed.extend_from_slice(b"\r\n");
        signed.extend_from_slice(message);
        signed
    }
}

impl Key {
    fn rsa(key: RsaKeyPair) -> Key {
        Key::Rsa(Box::new(key))
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, covered: &[u8]) -> Vec<u8> {
        match self {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // The random numbers only blind the computation; the signature has none in it.
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), covered, &mut signature)
                    .expect("the buffer has the key's length");
                signature
            }
            // RFC 8463: the hash is what is signed, not the text.
            Key::Ed25519(key) => key.sign(digest(&SHA256, covered).as_ref()).as_ref().to_vec(),
        }
    }
}

fn split(message: &[u8]) -> (&[u8], &[u8]) {
    match message.windows(4).position(|window| window == b"\r\n\r\n") {
        Some(end) => (&message[..end + 2], &message[end + 4..]),
        None => (message, &[]),
    }
}

/// Names and raw values, folded lines and all.
fn headers(head: &[u8]) -> Vec<(&str, &[u8])> {
    let mut headers = Vec::new();
    let mut rest = head;
    while !rest.is_empty() {
        let end = rest
            .windows(3)
            .position(|window| window.starts_with(b"\r\n") && !b" \t".contains(&window[2]))
            .map_or(rest.len(), |end| end + 2);
        let (header, next) = rest.split_at(end);
        if let Some(colon) = header.iter().position(|byte| *byte == b':') {
            let name = str::from_utf8(&header[..colon]).unwrap_or_default().trim_end();
            headers.push((name, &header[colon + 1..]));
        }
        rest = next;
    }
    headers
}

/// The named headers as they are signed. A name that comes again takes the next one from the
/// bottom up, or nothing (RFC 6376, 5.4.2).
fn relaxed_headers(headers: &[(&str, &[u8])], names: &[&str]) -> Vec<u8> {
    let mut covered = Vec::with_capacity(1024);
    let mut left: Vec<_> = headers.iter().collect();
    for name in names {
        let Some(place) = left.iter().rposition(|(header, _)| header.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let (_, value) = left.remove(place);
        covered.extend_from_slice(name.as_bytes());
        covered.push(b':');
        covered.extend_from_slice(&relaxed_value(value));
        covered.extend_from_slice(b"\r\n");
    }
    covered
}

/// RFC 6376, 3.4.2: unfolded, blanks reduced to one, none at the ends.
fn relaxed_value(value: &[u8]) -> Vec<u8> {
    let words = value.split(|byte| b" \t\r\n".contains(byte)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}

/// RFC 6376, 3.4.4: blanks in a line reduced to one, none at its end, no empty lines at the end.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 2);
    let mut empty_lines = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut empty_lines) {
            out.extend_from_slice(b"\r\n");
        }
        let mut blank = false;
        for byte in line {
            let is_blank = b" \t".contains(byte);
            if !(is_blank && blank) {
                out.push(if is_blank { b' ' } else { *byte });
            }
            blank = is_blank;
        }
        out.extend_from_slice(b"\r\n");
    }
    out
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}._domainkey.{})", self.selector, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6376, 3.4.5.
    #[test]
    fn canonical_forms_are_those_of_the_standard() {
        let message = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (head, body) = split(message);
        let headers = headers(head);
        assert_eq!(relaxed_headers(&headers, &["a", "b"]), b"a:X\r\nb:Y Z\r\n");
        assert_eq!(relaxed_body(body), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_header_named_again_is_the_next_from_the_bottom_or_nothing() {
        let headers = headers(b"From: one\r\nTo: x\r\nFrom: two\r\n");
        let covered = relaxed_headers(&headers, &["from", "from", "from", "to"]);
        assert_eq!(covered, b"from:two\r\nfrom:one\r\nto:x\r\n");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for pem in ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert!(Signer::from_pem("example.com", "s1", pem).is_err());
        }
        assert!(Signer::from_pem("example.com; x", "s1", "").is_err());
    }
}
