//! The customers' pages, one file each.

pub mod calls;
pub mod confirm_email;
pub mod downloads;
pub mod forgot;
pub mod invoice;
pub mod invoices;
pub mod link;
pub mod login;
pub mod register;
pub mod reset;
pub mod set_password;
pub mod sign_in;
pub mod sign_in_code;
pub mod summary;

use chrono::{DateTime, Utc};

use super::errors::Failure;
use super::frame::Frame;
use crate::domain::invoice::ChargesByCategory;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::password::PasswordFlaw;

/// What is no invoice's number is no invoice.
fn invoice_number(text: &str) -> Result<InvoiceNumber, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The account that a page is narrowed to; nothing where the field was left empty.
fn account_number(text: Option<&str>) -> Result<Option<AccountNumber>, Failure> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Failure::NotFound),
    }
}

/// What is wrong with a password, for its field.
fn flaw(f: &Frame, flaw: PasswordFlaw) -> String {
    f.t(match flaw {
        PasswordFlaw::TooShort => "password-too-short",
        PasswordFlaw::TooLong => "password-too-long",
        PasswordFlaw::Common => "password-common",
    })
}

/// When someone who tried too often may try again.
fn later(f: &Frame, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let minutes = ((at - now).num_seconds().max(1) as u32).div_ceil(60);
    f.n("try-later", minutes)
}

/// A category of charges beside what it was the month before.
struct Compared {
    /// Names its text.
    key: &'static str,
    now: Money,
    before: Money,
}

impl Compared {
    fn change(&self) -> Money {
        self.now - self.before
    }

    /// `up`, `down` or `same`: the sign, for the eye and for style sheets.
    fn direction(&self) -> &'static str {
        match self.change() {
            change if change.is_zero() => "same",
            change if change.is_negative() => "down",
            _ => "up",
        }
    }
}

/// The categories in which anything was charged, in the order of the document.
fn compare(now: &ChargesByCategory, before: Option<&ChargesByCategory>) -> Vec<Compared> {
    let before = before.copied().unwrap_or_default();
    [
        ("category-recurring", now.recurring, before.recurring),
        ("category-catch-up", now.catch_up, before.catch_up),
        ("category-one-time", now.one_time, before.one_time),
        ("category-usage", now.usage, before.usage),
        ("category-taxes", now.taxes, before.taxes),
        ("category-late-fee", now.late_fee, before.late_fee),
    ]
    .into_iter()
    .filter(|(_, now, before)| !(now.is_zero() && before.is_zero()))
    .map(|(key, now, before)| Compared { key, now, before })
    .collect()
}
