//! `/office/money`: what came in, what it paid, and how it is corrected. Agents may look; technicians and
//! customers have none of it.

pub mod account;
pub mod act;
pub mod approvals;
pub mod credit;
pub mod import;
pub mod list;
pub mod payment;
pub mod unidentified;

use std::collections::BTreeMap;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;

use super::{Typed, field};
use crate::domain::access::Role;
use crate::domain::account::PAYMENT_METHODS;
use crate::domain::adjustment::AmountFlaw;
use crate::domain::money_request::DecisionFlaw;
use crate::services::money::Refusal;
use crate::values::label::{Label, LabelFlaw};
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::web::csrf;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

/// Someone of the provider's who may look at money.
pub struct Teller(pub Staff);

impl FromRequest for Teller {
    type Error = actix_web::Error;
    type Future = Ready<Result<Teller, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let teller = Staff::from_request(req, payload).into_inner().and_then(|staff| {
            staff.require(Role::may_see_money)?;
            Ok(Teller(staff))
        });
        ready(teller)
    }
}

/// Letters of a payer's or bank's reference at most.
const REFERENCE_LETTERS: usize = 60;

/// Letters of why something is done: one line for colleagues, and for the customer where it is a credit's.
const REASON_LETTERS: usize = 200;

/// What is wrong, by the name of its field; under no name what is wrong with all of it.
type Errors = BTreeMap<&'static str, String>;

/// A form that was shown or sent: what was typed, and what is wrong with it.
#[derive(Default)]
struct Form {
    typed: Typed,
    errors: Errors,
}

impl Form {
    /// One that nobody filled in yet, with a key of its own.
    fn begun(fields: &[(&str, &str)]) -> Form {
        let mut typed: Typed =
            fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        typed.insert("key".to_owned(), csrf::new_visit());
        Form { typed, errors: Errors::new() }
    }

    fn of(typed: Typed) -> Form {
        Form { typed, errors: Errors::new() }
    }

    fn typed(&self, name: &str) -> &str {
        field(&self.typed, name)
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    fn is_ticked(&self, name: &str) -> bool {
        !self.typed(name).is_empty()
    }

    fn is_right(&self) -> bool {
        self.errors.is_empty()
    }

    fn wrong<T>(&mut self, name: &'static str, text: String) -> Option<T> {
        self.errors.insert(name, text);
        None
    }

    /// A day; not one that is still to come.
    fn day(&mut self, f: &Frame, name: &'static str) -> Option<NaiveDate> {
        match self.typed(name).parse() {
            Ok(day) => Some(day),
            Err(_) => self.wrong(name, f.t("money-day-wrong")),
        }
    }

    /// An amount of more than nothing.
    fn amount(&mut self, f: &Frame, name: &'static str) -> Option<Money> {
        match amount(self.typed(name)) {
            Some(amount) if amount > Money::ZERO => Some(amount),
            Some(_) => self.wrong(name, f.t("money-amount-nothing")),
            None => self.wrong(name, f.t("money-amount-wrong")),
        }
    }

    fn method(&mut self, f: &Frame) -> Option<&'static str> {
        match PAYMENT_METHODS.into_iter().find(|method| *method == self.typed("method")) {
            None => self.wrong("method", f.t("money-method-missing")),
            found => found,
        }
    }

    /// A line of text that may not be empty.
    fn line<const MOST: usize>(&mut self, f: &Frame, name: &'static str) -> Option<String> {
        match self.typed(name).parse::<Label<MOST>>() {
            Ok(line) if line.as_str().is_empty() => self.wrong(name, f.t("money-missing")),
            Ok(line) => Some(line.as_str().to_owned()),
            Err(LabelFlaw::TooLong(most)) => {
                self.wrong(name, f.t1("label-too-long", "most", most.to_string()))
            }
            Err(LabelFlaw::Unprintable) => self.wrong(name, f.t("label-unprintable")),
        }
    }

    fn reference(&mut self, f: &Frame) -> Option<String> {
        self.line::<REFERENCE_LETTERS>(f, "reference")
    }

    fn why(&mut self, f: &Frame) -> Option<String> {
        self.line::<REASON_LETTERS>(f, "reason")
    }

    /// Puts a refusal to its field; its status.
    fn refuse(&mut self, f: &Frame, refusal: &Refusal) -> StatusCode {
        let (status, name, text) = refused(f, refusal);
        let name = if name.is_empty() || self.typed.contains_key(name) { name } else { "" };
        self.errors.insert(name, text);
        status
    }
}

/// An amount with cents, or whole dollars.
fn amount(text: &str) -> Option<Money> {
    Money::typed(text).or_else(|| text.parse().ok())
}

/// The status of a refusal, the field that it is about, and its words.
fn refused(f: &Frame, refusal: &Refusal) -> (StatusCode, &'static str, String) {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let taken = StatusCode::CONFLICT;
    match refusal {
        Refusal::NotAllowed | Refusal::Decision(DecisionFlaw::NotAllowed) => {
            (StatusCode::FORBIDDEN, "", f.t("money-not-allowed"))
        }
        Refusal::SentTwice => (taken, "", f.t("money-sent-twice")),
        Refusal::NoSuchAccount(typed) => (wrong, "account", f.t1("money-no-account", "account", typed)),
        Refusal::Future => (wrong, "received", f.t("money-future")),
        Refusal::Closed(day) => (wrong, "received", f.t1("money-closed", "day", f.date(day))),
        Refusal::Amount(AmountFlaw::Nothing) => (wrong, "amount", f.t("money-amount-nothing")),
        Refusal::Amount(AmountFlaw::MoreThan(most)) => {
            (wrong, "amount", f.t1("money-more-than", "most", f.money(most)))
        }
        Refusal::SameReference(known) => {
            let text = match (&known.at, known.by.is_empty()) {
                (Some(at), false) => f.t2("money-same-reference", "who", &known.by, "time", f.minute(at)),
                _ => f.t("money-same-reference-imported"),
            };
            (taken, "reference", text)
        }
        Refusal::Alike(_) => (taken, "", f.t("money-alike")),
        Refusal::Taken(Some((who, day))) => (taken, "", f.t2("money-taken", "who", who, "day", f.date(day))),
        Refusal::Taken(None) => (taken, "", f.t("money-not-there")),
        Refusal::SameAccount => (wrong, "account", f.t("money-same-account")),
        Refusal::Line(_, left) => (wrong, "", f.t1("money-line-left", "left", f.money(left))),
        Refusal::NoLines => (wrong, "", f.t("money-no-lines")),
        Refusal::Decision(DecisionFlaw::Own) => (StatusCode::FORBIDDEN, "", f.t("money-own")),
        Refusal::Decision(DecisionFlaw::Decided) => (taken, "", f.t("money-decided")),
        Refusal::Settled(who) if who.is_empty() => (taken, "", f.t("money-decided")),
        Refusal::Settled(who) => (taken, "", f.t1("money-settled", "who", who)),
        Refusal::ReasonMissing => (wrong, "answer", f.t("money-answer-missing")),
        Refusal::Rule(why) => (wrong, "reason", why.clone()),
    }
}

/// What is no account's number is no account.
fn account_number(text: &str) -> Result<AccountNumber, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// Where an account's money is, with what was just done.
fn path(account: &AccountNumber, done: &str) -> String {
    format!("/office/money/{account}?done={done}")
}
