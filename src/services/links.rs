//! Signed links that expire, for mails: whoever has one gets the document without signing in
//! (REQUIREMENTS R4.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{App, ServiceError};
use crate::values::number::InvoiceNumber;

/// Names the key of these links.
const DOCUMENT: &[u8] = b"billcenter document link v1";

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
    let tag = tag(app, DOCUMENT, &signed)?;
    Ok(format!("{}/d/{signed}~{tag}", app.settings.portal_url()))
}

/// What the last part of such an address opens.
///
/// # Errors
/// As [`sign`].
pub fn open(app: &App, text: &str) -> Result<Link, ServiceError> {
    let Some((signed, tag)) = text.rsplit_once('~') else { return Ok(Link::Foreign) };
    if !is_tag(app, DOCUMENT, signed, tag)? {
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

/// The signature of `signed` under the key that `label` names.
///
/// # Errors
/// As [`sign`].
pub(super) fn tag(app: &App, label: &[u8], signed: &str) -> Result<String, ServiceError> {
    Ok(URL_SAFE_NO_PAD.encode(mac(app, label, signed)?.finalize().into_bytes()))
}

/// Whether `tag` is that signature, compared in a time that tells nothing.
///
/// # Errors
/// As [`sign`].
pub(super) fn is_tag(app: &App, label: &[u8], signed: &str, tag: &str) -> Result<bool, ServiceError> {
    let mac = mac(app, label, signed)?;
    Ok(URL_SAFE_NO_PAD.decode(tag).is_ok_and(|tag| mac.verify_slice(&tag).is_ok()))
}

fn mac(app: &App, label: &[u8], signed: &str) -> Result<Hmac<Sha256>, ServiceError> {
    let secret = &app.settings.server.session_secret;
    if secret.len() < 32 {
        return ServiceError::refuse("set server.session_secret to 32 or more random characters");
    }
    // A key for each label, so that what is signed for one purpose passes for no other.
    let mut key = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("keys of any length");
    key.update(label);
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(&key.finalize().into_bytes()).expect("keys of any length");
    mac.update(signed.as_bytes());
    Ok(mac)
}
