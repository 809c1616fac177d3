//! How staff decide on a dispute (REQUIREMENTS R6.8).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::act::answer;
use super::case::{Said, show_after};
use super::{Typed, field, path};
use crate::domain::access::Viewer;
use crate::domain::case::decide::Objection;
use crate::services::cases::{self, Decision, Message, Outcome, Refusal};
use crate::services::{App, ServiceError, credit_notes};
use crate::values::ids::CreditNoteId;
use crate::values::money::Money;
use crate::values::number::CaseNumber;
use crate::values::words::Words;
use crate::web::cases::{case_number, words_flaw};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Staff;

/// Credits what the fields `credit-0`, `credit-1` and so on say of each line, or proposes it.
pub async fn accept(
    mut staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let parts = match parts(&typed) {
        Ok(parts) => parts,
        Err(field) => {
            staff.visit.frame.path = path(number);
            let text = staff.visit.frame.t("office-amount-wrong");
            let said = Said { form: "decide", field, text, typed, ..Said::default() };
            return show_after(&staff, number, StatusCode::UNPROCESSABLE_ENTITY, said).await;
        }
    };
    let accept = move |app: &App, viewer: &Viewer, message: &Message<'_>| {
        cases::accept(app, viewer, number, &parts, message)
    };
    decide(staff, number, "decide", typed, accept).await
}

/// Declines it with the reason written.
pub async fn decline(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let decline = move |app: &App, viewer: &Viewer, message: &Message<'_>| {
        Ok(cases::decline(app, viewer, number, message)?.map(|()| Decision::Done(None)))
    };
    decide(staff, number, "decide", typed, decline).await
}

/// Credits what somebody else proposed.
pub async fn approve(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let approve =
        move |app: &App, viewer: &Viewer, message: &Message<'_>| cases::approve(app, viewer, number, message);
    decide(staff, number, "approve", typed, approve).await
}

/// Sends what was proposed back.
pub async fn send_back(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let send_back = move |app: &App, viewer: &Viewer, message: &Message<'_>| {
        Ok(cases::send_back(app, viewer, number, message)?.map(|()| Decision::Done(None)))
    };
    decide(staff, number, "approve", typed, send_back).await
}

/// The amounts typed, line by line; the name of the first field that has none.
fn parts(typed: &Typed) -> Result<Vec<Money>, String> {
    let names = (0..).map(|place| format!("credit-{place}")).take_while(|name| typed.contains_key(name));
    names
        .map(|name| match field(typed, &name) {
            "" => Ok(Money::ZERO),
            text => Money::typed(text).or_else(|| text.parse().ok()).ok_or(name),
        })
        .collect()
}

/// Decides, stores the credit note's document, and leads back to the case; or shows it with why not at
/// `form`, and all that was typed.
async fn decide(
    mut staff: Staff,
    number: CaseNumber,
    form: &'static str,
    typed: Typed,
    work: impl FnOnce(&App, &Viewer, &Message<'_>) -> Result<Outcome<Decision>, ServiceError> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    staff.visit.frame.path = path(number);
    let visit = &staff.visit;
    let words: Words = match field(&typed, "words").parse() {
        Ok(words) => words,
        Err(flaw) => {
            let text = words_flaw(&visit.frame, flaw);
            let said = Said { form, field: "words".to_owned(), text, typed, ..Said::default() };
            return show_after(&staff, number, StatusCode::UNPROCESSABLE_ENTITY, said).await;
        }
    };
    let (app, viewer) = (visit.app.clone(), staff.viewer.clone());
    let decided = web::block(move || work(&app, &viewer, &Message { words: &words, files: &[] })).await??;
    match decided {
        Ok(decision) => {
            visit.wake_post();
            if let Decision::Done(Some(note)) = decision {
                store_document(&visit.app, note).await;
            }
            Ok(see_other(&path(number)))
        }
        Err(refusal) => {
            let (status, text) = answer(&staff, &refusal);
            let field = match &refusal {
                Refusal::NotWithin(place, _) | Refusal::Line(Some(place), _) => format!("credit-{place}"),
                Refusal::Case(Objection::WordsMissing) => "words".to_owned(),
                _ => String::new(),
            };
            show_after(&staff, number, status, Said { form, field, text, typed, ..Said::default() }).await
        }
    }
}

/// The credit is made, whatever becomes of its document: that is rendered again from the same rows.
pub(super) async fn store_document(app: &App, note: CreditNoteId) {
    if let Err(why) = credit_notes::ensure_document(app, note).await {
        tracing::error!(note = note.0, %why, "a credit note's document was not stored");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn amounts_are_read_in_both_languages() {
        let cents = |cents: &[i64]| Ok(cents.iter().copied().map(Money::from_cents).collect());
        let read = |one: &str, other: &str| parts(&typed(&[("credit-0", one), ("credit-1", other)]));
        assert_eq!(read("1,234.50", " 1.234,50 "), cents(&[123_450, 123_450]));
        assert_eq!(read("12", ""), cents(&[1_200, 0]));
        assert_eq!(read("12.345", "twelve"), Err("credit-0".to_owned()));
        assert_eq!(read("1.00", "twelve"), Err("credit-1".to_owned()));
        assert_eq!(parts(&typed(&[("words", "no lines")])), cents(&[]));
    }
}
