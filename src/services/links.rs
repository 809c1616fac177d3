//! Signed links that expire, for mails: whoever has one gets the document without signing in
//! (REQUIREMENTS R4.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{App, ServiceError};
use crate::values::number::InvoiceNumber;

/// What a link is worth now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// It opens this invoice.
    Opens(InvoiceNumber),
    /// It was one of ours; its time is over.
    Expired,
    /// It is none of ours.
    Foreign,
}

/// The address under which `number` can be had until `expires_at`.
///
/// # Errors
/// No session secret is set: a link that anyone could forge is not made.
pub fn sign(app: &App, number: &InvoiceNumber, expires_at: DateTime<Utc>) -> Result<String, ServiceError> {
    let signed = format!("{number}~{}", expires_at.timestamp());
    let tag = URL_SAFE_NO_PAD.encode(mac(app, &signed)?.finalize().into_bytes());
    Ok(format!("{}/d/{signed}~{tag}", app.settings.portal_url()))
}

/// What the last part of such an address opens.
///
/// # Errors
/// As [`sign`].
pub fn open(app: &App, text: &str) -> Result<Link, ServiceError> {
    let Some((signed, tag)) = text.rsplit_once('~') else { return Ok(Link::Foreign) };
    let Ok(tag) = URL_SAFE_NO_PAD.decode(tag) else { return Ok(Link::Foreign) };
    if mac(app, signed)?.verify_slice(&tag).is_err() {
        return Ok(Link::Foreign);
    }
    let parts = signed.split_once('~').and_then(|(number, end)| {
        Some((number.parse::<InvoiceNumber>().ok()?, DateTime::from_timestamp(end.parse().ok()?, 0)?))
    });
    Ok(match parts {
        Some((number, end)) if app.clock.now() < end => Link::Opens(number),
        Some(_) => Link::Expired,
        None => Link::Foreign,
    })
}

fn mac(app: &App, signed: &str) -> Result<Hmac<Sha256>, ServiceError> {
    let secret = &app.settings.server.session_secret;
    if secret.len() < 32 {
        return ServiceError::refuse("set server.session_secret to 32 or more random characters");
    }
    // A key of its own, so that nothing else that is signed with the secret passes as a link.
    let mut key = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("keys of any length");
    key.update(b"billcenter document link v1");
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(&key.finalize().into_bytes()).expect("keys of any length");
    mac.update(signed.as_bytes());
    Ok(mac)
}
