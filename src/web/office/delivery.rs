//! `/office/deliveries/{id}`: the life of one message, and the way to send it again.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::deliveries::{Row, View, refused, view};
use crate::domain::contacts::may_manage;
use crate::domain::delivery::MessageState;
use crate::services::post::{self, Again, Brings, Life, Posted, Suppressed, Try};
use crate::values::contact::EmailAddress;
use crate::values::ids::OutboxId;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/delivery.html")]
struct Page<'a> {
    f: &'a Frame,
    life: &'a Life,
    message: &'a Posted,
    view: View,
    silent: Option<&'a Suppressed>,
    family: Vec<Row<'a>>,
    /// Whether the reader may send it again, now.
    may_resend: bool,
    /// Whether they may give the contact another address.
    may_correct: bool,
    typed: &'a Form,
    error: Option<String>,
    email_error: Option<String>,
    notice: Option<String>,
}

impl Page<'_> {
    /// What came of a try.
    fn tried(&self, one: &Try) -> String {
        self.f.t(match one.state {
            _ if one.in_doubt => "post-try-doubt",
            MessageState::Sent => "post-try-sent",
            MessageState::Retrying => "post-try-retrying",
            _ => "post-try-failed",
        })
    }

    /// Names the colour of its line.
    fn tone(&self, one: &Try) -> &'static str {
        match one.state {
            _ if one.in_doubt => "internal",
            MessageState::Sent => "staff",
            MessageState::Retrying => "internal",
            _ => "failed",
        }
    }

    /// Tries of which only the number is known.
    fn untold(&self) -> u32 {
        self.message.attempts.saturating_sub(u32::try_from(self.life.tries.len()).unwrap_or(u32::MAX))
    }

    fn is_waiting(&self) -> bool {
        !self.message.state.is_final()
    }

    fn contact(&self) -> Option<i64> {
        match &self.message.brings {
            Brings::Invoice { contact, .. } => self.life.contact_email.as_ref().map(|_| contact.0),
            Brings::Notice(..) => None,
        }
    }

    fn invoice(&self) -> Option<String> {
        match &self.message.brings {
            Brings::Invoice { number, .. } => Some(number.to_string()),
            Brings::Notice(..) => None,
        }
    }

    fn is_copy(&self) -> bool {
        self.message.copy_of.is_some()
    }
}

/// What was typed to send it again.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// How many copies there were when the page was shown.
    seen: String,
    email: String,
    corrects: String,
}

/// Whether it was just made.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    made: String,
}

/// The life of a message.
pub async fn page(
    staff: Staff,
    id: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let notice = (!query.made.is_empty()).then(|| staff.visit.frame.t("post-resent"));
    show(&staff, read(&id)?, StatusCode::OK, None, (None, None), notice).await
}

/// Sends the invoice of a message again.
pub async fn resend(
    mut staff: Staff,
    id: web::Path<String>,
    OwnForm(typed): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let id = read(&id)?;
    staff.visit.frame.path = format!("/office/deliveries/{}", id.0);
    let seen: u32 = typed.seen.parse().map_err(|_| Failure::BadRequest)?;
    let Ok(email) = typed.email.trim().parse::<EmailAddress>() else {
        let wrong = staff.visit.frame.t("email-invalid");
        let errors = (None, Some(wrong));
        return show(&staff, id, StatusCode::UNPROCESSABLE_ENTITY, Some(typed), errors, None).await;
    };
    let again = Again { seen, email: Some(email), corrects_contact: !typed.corrects.is_empty() };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    match web::block(move || post::resend(&app, &viewer, id, &again)).await?? {
        Ok(made) => {
            staff.visit.wake_post();
            Ok(see_other(&format!("/office/deliveries/{}?made=1", made.id.0)))
        }
        Err(refusal) => {
            let (status, text) = refused(&staff.visit.frame, &refusal);
            show(&staff, id, status, Some(typed), (Some(text), None), None).await
        }
    }
}

/// What is no number is no message.
fn read(id: &str) -> Result<OutboxId, Failure> {
    id.parse().map(OutboxId).map_err(|_| Failure::NotFound)
}

async fn show(
    staff: &Staff,
    id: OutboxId,
    status: StatusCode,
    typed: Option<Form>,
    (error, email_error): (Option<String>, Option<String>),
    notice: Option<String>,
) -> Result<HttpResponse, Failure> {
    let app = staff.visit.app.clone();
    let (life, silent) = web::block(move || post::open_message(&app, id)).await??;
    let f = &staff.visit.frame;
    // What was seen is what is shown now: a second press is deliberate.
    let seen = life.first().copies.to_string();
    let typed =
        Form { seen, ..typed.unwrap_or(Form { email: life.message.email.clone(), ..Form::default() }) };
    let is_still_theirs = life.contact_email.as_deref() == Some(life.message.email.as_str());
    let is_invoice = matches!(life.message.brings, Brings::Invoice { .. });
    let page = Page {
        f,
        view: view(f, &life.message),
        message: &life.message,
        silent: silent.as_ref(),
        family: life.family.iter().map(|one| Row { message: one, view: view(f, one) }).collect(),
        may_resend: is_invoice
            && staff.viewer.role.may_resend()
            && life.family.iter().all(|one| one.state.is_final()),
        may_correct: is_still_theirs && may_manage(&staff.viewer, &[]),
        life: &life,
        typed: &typed,
        error,
        email_error,
        notice,
    };
    staff.visit.page(status, &page)
}
