//! `/requests/new`: work on request, with what it costs shown before it is sent (REQUIREMENTS R5.1, R5.4 to
//! R5.7). Staff open one for a customer on the phone.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{Flaws, largest_file, written};
use crate::domain::access::Viewer;
use crate::domain::case::decide::Objection;
use crate::domain::macd::hours::Placement;
use crate::domain::macd::{MacdKind, Terms, Urgency};
use crate::services::ServiceError;
use crate::services::cases::{self, Subject};
use crate::services::macd::{self, NewRequest, Refusal, Start};
use crate::values::calendar::mountain_day;
use crate::values::ids::AccountId;
use crate::values::number::{AccountNumber, CaseNumber};
use crate::web::cases::{Audience, macd_refused, macd_refused_status, price, quote_above};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};
use crate::web::portal::{account_number, label_flaw, nothing_granted};
use crate::web::upload::OwnUpload;

#[derive(Template)]
#[template(path = "portal/cases/request.html")]
struct Page<'a> {
    f: &'a Frame,
    /// What is asked for; `None` while that is to be chosen.
    kind: Option<MacdKind>,
    /// Whether one of the provider's asks for a customer.
    is_staff: bool,
    start: &'a Start,
    ways: Vec<Way>,
    price: Vec<String>,
    typed: &'a Form,
    flaws: RequestFlaws,
    today: NaiveDate,
    largest: String,
}

/// How soon it can be done.
struct Way {
    urgency: Urgency,
    is_chosen: bool,
    /// What is to be known of it before it is chosen.
    lines: Vec<String>,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    kind: String,
    account: String,
    subject: String,
    words: String,
    wanted: String,
    urgency: String,
    accept_fee: String,
    /// The first day of the terms that were shown.
    terms: String,
}

/// What is wrong, each with its field.
#[derive(Default)]
struct RequestFlaws {
    account: Option<String>,
    subject: Option<String>,
    wanted: Option<String>,
    fee: Option<String>,
    message: Flaws,
}

/// What the page begins with.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    account: String,
}

impl Page<'_> {
    fn kinds(&self) -> [MacdKind; 4] {
        MacdKind::ALL
    }

    /// The form for this kind, about the account that was chosen.
    fn address(&self, kind: Option<&MacdKind>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(kind) = kind {
            query.append_pair("kind", kind.as_str());
        }
        if !self.typed.account.is_empty() {
            query.append_pair("account", &self.typed.account);
        }
        match query.finish() {
            empty if empty.is_empty() => "/requests/new".to_owned(),
            query => format!("/requests/new?{query}"),
        }
    }

    /// What customers do themselves instead: its text and its page.
    fn free(&self) -> Vec<(&'static str, String)> {
        let of_account = |text: &'static str, path: &str| (text, self.f.link(path));
        let services = of_account("request-self-services", "/accounts/services");
        let accounts = of_account("request-self-accounts", "/accounts");
        let people = of_account("request-self-people", "/contacts");
        match self.kind {
            Some(MacdKind::Move) => vec![services, accounts],
            Some(MacdKind::Add | MacdKind::Delete) => vec![people],
            Some(MacdKind::Change) | None => {
                vec![services, accounts, people, ("request-self-login", "/login".to_owned())]
            }
        }
    }

    fn approves(&self, account: &AccountId) -> bool {
        self.start.approves.contains(account)
    }

    /// Names who has to approve: nobody else where the reader does for every account.
    fn approval(&self) -> &'static str {
        match self.start.approves.len() {
            _ if self.is_staff => "request-approval-phone",
            0 => "request-approval-others",
            some if some == self.start.accounts.len() => "request-approval-own",
            _ => "request-approval-some",
        }
    }
}

/// The form, or the kinds to choose from.
pub async fn form(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let Query { kind, account } = query.into_inner();
    let urgency = Urgency::Standard.to_string();
    let typed = Form { kind, account, urgency, ..Form::default() };
    let role = signed_in.viewer.role;
    if role.is_customer() || role.may_work_cases() {
        return show(&signed_in, StatusCode::OK, &typed, RequestFlaws::default()).await;
    }
    let flaws = refused(&signed_in.visit.frame, &Objection::NotAllowed.into());
    show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed, flaws).await
}

/// Opens the request.
pub async fn submit(signed_in: SignedIn, sent: OwnUpload<Form>) -> Result<HttpResponse, Failure> {
    let OwnUpload { form: typed, files } = sent;
    let visit = &signed_in.visit;
    let f = &visit.frame;
    let new = typed.read(f, &signed_in.viewer)?;
    let (new, written) = match (new, written(visit, &typed.words, files).await?) {
        (Ok(new), Ok(written)) => (new, written),
        (new, written) => {
            let mut flaws = new.err().map(|flaws| *flaws).unwrap_or_default();
            flaws.message = written.err().unwrap_or_default();
            return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed, flaws).await;
        }
    };
    let (app, viewer, shown) = (visit.app.clone(), signed_in.viewer.clone(), typed.terms.clone());
    let opened = web::block(move || {
        // Who sends it agrees to the price that was shown.
        if macd::offer(&app)?.terms.starts_on.to_string() != shown {
            return Ok(None);
        }
        macd::open_request(&app, &viewer, &new, &written.message()).map(Some)
    });
    let (status, flaws) = match opened.await? {
        Ok(Some(Ok(number))) => {
            visit.wake_post();
            return Ok(see_other(&page_of(&signed_in.viewer, number)));
        }
        Ok(Some(Err(refusal))) => (macd_refused_status(&refusal), refused(f, &refusal)),
        Ok(None) => {
            let form = Some(f.t("request-price-changed"));
            let message = Flaws { form, ..Flaws::default() };
            (StatusCode::UNPROCESSABLE_ENTITY, RequestFlaws { message, ..RequestFlaws::default() })
        }
        Err(ServiceError::NotFound(_)) if !signed_in.viewer.role.is_customer() => {
            (StatusCode::UNPROCESSABLE_ENTITY, no_account(f))
        }
        Err(other) => return Err(other.into()),
    };
    show(&signed_in, status, &typed, flaws).await
}

/// Where who sent it sees it.
fn page_of(viewer: &Viewer, number: CaseNumber) -> String {
    match viewer.role.is_customer() {
        true => format!("/cases/{number}?done=requested"),
        false => format!("{}/{number}", Audience::Staff.base()),
    }
}

fn no_account(f: &Frame) -> RequestFlaws {
    RequestFlaws { account: Some(f.t("office-account-wrong")), ..RequestFlaws::default() }
}

impl Form {
    /// What was typed, or what is wrong with it.
    fn read(&self, f: &Frame, viewer: &Viewer) -> Result<Result<NewRequest, Box<RequestFlaws>>, Failure> {
        let mut flaws = RequestFlaws::default();
        let account: Option<AccountNumber> = match (self.account.trim().parse(), viewer.role.is_customer()) {
            (Ok(account), _) => Some(account),
            (Err(_), true) => return Err(Failure::NotFound),
            (Err(_), false) => {
                flaws = no_account(f);
                None
            }
        };
        let subject = match self.subject.parse::<Subject>() {
            Ok(subject) if subject.as_str().is_empty() => Err(f.t("case-subject-missing")),
            Ok(subject) => Ok(subject),
            Err(flaw) => Err(label_flaw(f, flaw)),
        };
        let wanted_on = match self.wanted.trim() {
            "" => Ok(None),
            typed => typed.parse().map(Some).map_err(|_| f.t("request-wanted-unreadable")),
        };
        let kind = self.kind.parse().map_err(|_| Failure::BadRequest)?;
        let urgency = self.urgency.parse().map_err(|_| Failure::BadRequest)?;
        Ok(match (account, subject, wanted_on) {
            (Some(account), Ok(subject), Ok(wanted_on)) => {
                let accepts_fee = self.accept_fee == "on";
                Ok(NewRequest { account, kind, urgency, accepts_fee, wanted_on, subject })
            }
            (_, subject, wanted_on) => {
                Err(Box::new(RequestFlaws { subject: subject.err(), wanted: wanted_on.err(), ..flaws }))
            }
        })
    }
}

/// Why it was not opened, at its field.
fn refused(f: &Frame, refusal: &Refusal) -> RequestFlaws {
    let text = Some(macd_refused(f, refusal));
    let mut flaws = RequestFlaws::default();
    match refusal {
        Refusal::FeeNotAccepted => flaws.fee = text,
        Refusal::Case(cases::Refusal::Case(Objection::BadTime)) => {
            flaws.wanted = Some(f.t("request-wanted-past"));
        }
        Refusal::Case(cases::Refusal::Case(Objection::WordsMissing)) => flaws.message.words = text,
        _ => flaws.message.form = text,
    }
    flaws
}

async fn show(
    signed_in: &SignedIn,
    status: StatusCode,
    typed: &Form,
    flaws: RequestFlaws,
) -> Result<HttpResponse, Failure> {
    let visit = &signed_in.visit;
    let is_staff = !signed_in.viewer.role.is_customer();
    let account = if is_staff { None } else { account_number(Some(&typed.account))? };
    let (app, viewer) = (visit.app.clone(), signed_in.viewer.clone());
    let start = web::block(move || macd::prepare(&app, &viewer, account.as_ref())).await??;
    if start.accounts.is_empty() && !is_staff {
        return nothing_granted(visit, "request-new");
    }
    let (f, offer) = (&visit.frame, &start.offer);
    let ways = [&offer.standard, &offer.expedited];
    let page = Page {
        f,
        kind: typed.kind.parse().ok(),
        is_staff,
        ways: ways.into_iter().map(|placement| way(f, placement, &offer.terms, typed)).collect(),
        price: vec![price(f, &offer.terms), quote_above(f, &offer.terms), f.t("request-price-free")],
        start: &start,
        typed,
        flaws,
        today: mountain_day(visit.app.clock.now()),
        largest: largest_file(f, &visit.app),
    };
    visit.page(status, &page)
}

/// A way in words, as of now.
fn way(f: &Frame, placement: &Placement, terms: &Terms, typed: &Form) -> Way {
    let urgency = placement.urgency;
    let cost = match urgency {
        Urgency::Standard => f.t("request-no-fee"),
        Urgency::Expedited => f.t1("request-plus-fee", "amount", f.money(terms.expedite_fee)),
    };
    let (response, done) = (f.minute(placement.first_response), f.minute(placement.done));
    let times = f.t2("request-times", "response", response, "done", done);
    let outside = placement.is_outside_hours.then(|| match urgency {
        Urgency::Standard => f.t1("request-outside-standard", "day", weekday(f, placement.worked_on)),
        Urgency::Expedited => f.t("request-outside-expedited"),
    });
    Way {
        urgency,
        is_chosen: typed.urgency == urgency.as_str(),
        lines: std::iter::once(cost).chain(outside).chain([times]).collect(),
    }
}

/// `Tuesday, December 1, 2026`.
fn weekday(f: &Frame, day: NaiveDate) -> String {
    let name = f.t(format!("weekday-{}", day.weekday().number_from_monday()));
    f.t2("request-on-day", "weekday", name, "day", f.long_date(day))
}
