//! `/office/accounts`: customers' accounts, one file for each thing that staff do with them.

pub mod access;
pub mod charge;
pub mod edit;
pub mod list;
pub mod service;
pub mod story;

use actix_web::http::StatusCode;

use super::filled::Filled;
use crate::services::customers::Refusal;
use crate::values::number::AccountNumber;
use crate::web::errors::Failure;
use crate::web::frame::Frame;

/// Where an account is.
fn path(number: &AccountNumber) -> String {
    format!("/office/accounts/{number}")
}

/// What is no account's number is no account.
fn number(text: &str) -> Result<AccountNumber, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The form of what was refused, with the texts of its fields: those of `acc-wrong-<field>`, and `taken`
/// with the text of a key that exists.
fn refused(
    f: &Frame,
    form: Filled,
    refusal: Refusal,
    taken: (&str, &str),
) -> Result<(StatusCode, Filled), Failure> {
    Ok(match refusal {
        Refusal::NotAllowed => return Err(Failure::NotAllowed),
        Refusal::Changed(meanwhile) => (StatusCode::CONFLICT, form.outdated(meanwhile)),
        Refusal::History(field) => {
            (StatusCode::UNPROCESSABLE_ENTITY, form.wrong(&field, f.t("acc-wrong-history")))
        }
        Refusal::Taken => (StatusCode::UNPROCESSABLE_ENTITY, form.wrong(taken.0, f.t(taken.1))),
        Refusal::Wrong(fields) => {
            let text = |name: &str| f.t(format!("acc-wrong-{}", name.replace('_', "-")));
            let form = fields.iter().fold(form, |form, name| form.wrong(name, text(name)));
            (StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    })
}
