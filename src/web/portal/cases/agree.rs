//! What customers agree to: `/cases/{case}/approve` and `/cases/{case}/accept-quote` (REQUIREMENTS R5.2,
//! R5.7).

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::Flaws;
use super::case::{self, Tried};
use crate::domain::access::Viewer;
use crate::domain::case::CaseState;
use crate::domain::macd::Urgency;
use crate::services::cases::Message;
use crate::services::macd::{self, Outcome, RequestView};
use crate::services::{App, ServiceError};
use crate::values::number::CaseNumber;
use crate::values::words::Words;
use crate::web::cases::{case_number, macd_refused, macd_refused_status, price, quote_above, units};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, SignedIn};

/// What somebody of the customer is to agree to.
pub struct AgreeCard {
    /// The form, as its address ends.
    pub form: &'static str,
    /// What is asked.
    pub title: String,
    /// What comes of it.
    pub text: String,
    /// What they agree to.
    pub terms: Vec<String>,
    /// What the button says.
    pub button: String,
    /// Whether the reader may.
    pub may: bool,
    /// The addresses of who may.
    pub who: Vec<String>,
}

impl AgreeCard {
    /// What waits for somebody to agree, in a case in this state.
    pub fn of(f: &Frame, view: &RequestView, state: CaseState) -> Option<AgreeCard> {
        if state.is_closed() {
            return None;
        }
        let (may, who) = (view.may_agree, view.mpocs.iter().cloned().collect());
        let quote = view.request.quote.as_ref().filter(|quote| quote.accepted.is_none());
        match (&view.request.approval, quote) {
            (None, _) => Some(AgreeCard {
                form: "approve",
                title: f.t(if may { "request-approve-title" } else { "request-approve-waits" }),
                text: f.t("request-approve-text"),
                terms: terms(f, view),
                button: f.t("request-approve-do"),
                may,
                who,
            }),
            (Some(_), Some(quote)) => {
                let most = units(f, quote.units, view.terms.increment_minutes);
                let total = view.quoted.map(|total| f.money(total)).unwrap_or_default();
                Some(AgreeCard {
                    form: "accept-quote",
                    title: f.t(if may { "request-accept-title" } else { "request-accept-waits" }),
                    text: f.t2("request-accept-text", "units", &most, "amount", &total),
                    terms: Vec::new(),
                    button: f.t2("request-accept-do", "units", &most, "amount", &total),
                    may,
                    who,
                })
            }
            (Some(_), None) => None,
        }
    }

    /// Whether this form is on the page.
    pub fn is_form(&self, form: &str) -> bool {
        self.may && self.form == form
    }
}

/// What the work costs.
fn terms(f: &Frame, view: &RequestView) -> Vec<String> {
    let fee = f.t1("request-fee", "amount", f.money(view.terms.expedite_fee));
    let mut lines = vec![price(f, &view.terms), quote_above(f, &view.terms)];
    lines.extend((view.request.urgency == Urgency::Expedited).then_some(fee));
    lines
}

/// Nothing but the token of the form.
#[derive(Deserialize)]
pub struct Agreed {}

/// Approves the work.
pub async fn approve(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(Agreed {}): OwnForm<Agreed>,
) -> Result<HttpResponse, Failure> {
    agree(&signed_in, &case, "approve", macd::approve).await
}

/// Accepts the newest quote.
pub async fn accept_quote(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(Agreed {}): OwnForm<Agreed>,
) -> Result<HttpResponse, Failure> {
    agree(&signed_in, &case, "accept-quote", macd::accept_quote).await
}

type Agree = fn(&App, &Viewer, CaseNumber, &Message<'_>) -> Result<Outcome<()>, ServiceError>;

async fn agree(
    signed_in: &SignedIn,
    case: &str,
    form: &'static str,
    agree: Agree,
) -> Result<HttpResponse, Failure> {
    let number = case_number(case)?;
    if !signed_in.viewer.role.is_customer() {
        return Ok(case::office(number));
    }
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    let done = web::block(move || {
        let message = Message { words: &Words::default(), files: &[] };
        agree(&app, &viewer, number, &message)
    });
    match done.await?? {
        Ok(()) => {
            signed_in.visit.wake_post();
            Ok(see_other(&format!("/cases/{number}?done={form}")))
        }
        Err(refusal) => {
            let text = Some(macd_refused(&signed_in.visit.frame, &refusal));
            let tried = Tried { form, words: String::new(), flaws: Flaws { form: text, ..Flaws::default() } };
            case::show(signed_in, macd_refused_status(&refusal), number, tried, None).await
        }
    }
}
