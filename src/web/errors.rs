//! What went wrong, in two texts: a plain sentence for the person, the chain of causes for the log.

use std::error::Error as StdError;
use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{BlockingError, InternalError};
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError};
use askama::Template;

use super::door::with_next;
use super::frame::{Frame, Visit};
use super::guard;
use crate::services::ServiceError;

/// Why there is no page.
#[derive(Debug)]
pub enum Failure {
    /// There is no such thing, or none for this person.
    NotFound,
    /// The page is for who is signed in; they come back to this path afterwards.
    SignInFirst(String),
    /// Staff who must set up a second factor first; they come back to this path afterwards.
    FactorFirst(String),
    /// The person must first prove again who they are; they come back to this path afterwards.
    ProveFirst(String),
    /// The person's role is for other things.
    NotAllowed,
    /// What was to be booked lies in a month whose books are closed.
    BooksClosed,
    /// A form that did not come from the page we showed to this browser, or from one too old.
    Forged,
    /// Staff who look through a customer's eyes have no page of their own meanwhile.
    Looking,
    /// Who looks through a customer's eyes changes nothing.
    OnlyLooking,
    /// A signed link whose time is over.
    LinkExpired,
    /// More than a request may bring.
    TooLarge,
    /// A request that no page of ours sends.
    BadRequest,
    /// A defect, or a machine that gives up.
    Broken(Box<dyn StdError + 'static>),
}

impl Failure {
    /// What cannot happen, for the log.
    pub fn defect(why: impl StdError + 'static) -> Failure {
        Failure::Broken(Box::new(why))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Failure::NotFound => "not found",
            Failure::SignInFirst(_) => "not signed in",
            Failure::FactorFirst(_) => "no second factor yet",
            Failure::ProveFirst(_) => "not proven of late",
            Failure::NotAllowed => "not for this role",
            Failure::BooksClosed => "the books are closed",
            Failure::Forged => "a form from elsewhere",
            Failure::Looking => "through a customer's eyes",
            Failure::OnlyLooking => "through a customer's eyes nothing is changed",
            Failure::LinkExpired => "an expired link",
            Failure::TooLarge => "more than a request may bring",
            Failure::BadRequest => "a request that no page sends",
            Failure::Broken(_) => "a page could not be made",
        })
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Failure {
        match error {
            ServiceError::NotFound(_) => Failure::NotFound,
            ServiceError::Store(why) if why.is_books_closed() => Failure::BooksClosed,
            other => Failure::defect(other),
        }
    }
}

impl From<BlockingError> for Failure {
    fn from(error: BlockingError) -> Failure {
        Failure::defect(error)
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Failure {
        Failure::defect(error)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        match self {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::SignInFirst(_) | Failure::FactorFirst(_) | Failure::ProveFirst(_) | Failure::Looking => {
                StatusCode::SEE_OTHER
            }
            Failure::Forged | Failure::OnlyLooking | Failure::NotAllowed => StatusCode::FORBIDDEN,
            Failure::BooksClosed => StatusCode::CONFLICT,
            Failure::LinkExpired => StatusCode::GONE,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::BadRequest => StatusCode::BAD_REQUEST,
            Failure::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        let way = match self {
            Failure::SignInFirst(path) => Some(with_next("/sign-in", path)),
            Failure::FactorFirst(path) => Some(with_next("/login/factor", path)),
            Failure::ProveFirst(path) => Some(with_next("/login/confirm", path)),
            Failure::Looking => Some("/".to_owned()),
            _ => None,
        };
        if let Some(way) = way {
            response.insert_header((LOCATION, way));
        }
        response.finish()
    }
}

/// Any address that no route knows.
pub async fn not_found() -> Result<HttpResponse, Failure> {
    Err(Failure::NotFound)
}

#[derive(Template)]
#[template(path = "portal/error.html")]
struct Page<'a> {
    f: &'a Frame,
    /// Names the texts: `error-<key>-title` and `error-<key>`.
    key: &'static str,
    reference: Option<String>,
}

/// Gives every refusal its page, and the log the causes of what broke.
pub async fn show<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let res = next.call(req).await?.map_into_boxed_body();
    let status = res.status();
    if !(status.is_client_error() || status.is_server_error()) || has_body(&res) {
        return Ok(res);
    }
    let visit = Visit::of(res.request())?;
    let key = match status {
        StatusCode::GONE => "link-expired",
        StatusCode::CONFLICT => "books-closed",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::FORBIDDEN => refused(&res),
        status if status.is_server_error() => "broken",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "not-found",
        _ => "bad-request",
    };
    let reference = status.is_server_error().then(|| guard::reference(res.request()));
    if let (Some(reference), Some(error)) = (&reference, res.response().error()) {
        tracing::error!(%reference, causes = %causes(error), "a page could not be made");
    }
    let page = Page { f: &visit.frame, key, reference };
    let response = visit.page(status, &page)?;
    Ok(res.into_response(response))
}

/// Why something was forbidden.
fn refused(res: &ServiceResponse<BoxBody>) -> &'static str {
    match res.response().error().and_then(|error| error.as_error::<Failure>()) {
        Some(Failure::OnlyLooking) => "only-looking",
        Some(Failure::NotAllowed) => "not-allowed",
        _ => "forged",
    }
}

/// The layer below the pages broke: one plain sentence.
pub fn bare(error: Error, path: &str) -> Error {
    if let Some(Failure::Forged | Failure::NotFound) = error.as_error::<Failure>() {
        return error;
    }
    tracing::error!(%path, causes = %causes(&error), "a request could not be served");
    let response = HttpResponse::InternalServerError()
        .content_type("text/plain; charset=utf-8")
        .body("Something went wrong on our side. Please try again in a minute.\n");
    InternalError::from_response(error, response).into()
}

fn has_body(res: &ServiceResponse<BoxBody>) -> bool {
    res.response().error().is_none()
        && !matches!(
            res.response().body().size(),
            actix_web::body::BodySize::Sized(0) | actix_web::body::BodySize::None
        )
}

fn causes(error: &Error) -> String {
    match error.as_error::<Failure>() {
        Some(Failure::Broken(why)) => {
            let mut text = why.to_string();
            let mut next = why.source();
            while let Some(cause) = next {
                text = format!("{text}: {cause}");
                next = cause.source();
            }
            text
        }
        _ => error.to_string(),
    }
}
