//! `/office/cases/{case}`: a case with all that staff see of it, and what they can do to it now.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Days, NaiveTime, Utc};
use serde::Deserialize;

use super::card::DecisionCard;
use super::work_card::{WorkCard, offer_corrections};
use super::{Typed, path};
use crate::domain::access::Viewer;
use crate::domain::case::CaseKind;
use crate::domain::case::decide::Doer;
use crate::domain::case::offer::Offer;
use crate::services::cases::{self, Queued, View};
use crate::services::macd::{self, RequestView};
use crate::services::{App, ServiceError};
use crate::texts;
use crate::values::calendar::mountain_day;
use crate::values::locale::Locale;
use crate::values::money::Money;
use crate::values::number::CaseNumber;
use crate::web::cases::{Audience, Parts, RequestCard, case_number, size};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

/// What answers can begin with; each names a text in the customer's language and its own name.
const TEMPLATES: [&str; 6] = ["received", "more", "carrier", "credited", "declined", "closing"];

/// When work begins: what a hold or an estimate is proposed to end with.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("a time of day");

#[derive(Template)]
#[template(path = "office/case.html")]
struct Page<'a> {
    f: &'a Frame,
    p: Parts,
    view: &'a View,
    offer: Offer,
    now: DateTime<Utc>,
    workers: &'a [String],
    may_work: bool,
    is_mine: bool,
    said: &'a Said,
    decision: Option<DecisionCard>,
    /// What a request costs, and who agreed to what.
    card: Option<RequestCard>,
    /// What can be done to its work.
    work: Option<WorkCard>,
    /// The language that the customer reads.
    language: Locale,
    /// The answer to begin with, and its name.
    begun: String,
    template: &'a str,
    /// The next morning of a business day, for fields of a time.
    morning: String,
    most: String,
}

impl Page<'_> {
    fn templates(&self) -> &'static [&'static str] {
        &TEMPLATES
    }

    fn is_begun(&self, template: &str) -> bool {
        self.template == template
    }

    fn is_master(&self) -> bool {
        self.view.kind == CaseKind::Master
    }

    /// Names what is written when a case is closed or reopened.
    fn phone_words(&self) -> &'static str {
        if self.is_master() { "office-words-master" } else { "office-words-phone" }
    }

    fn kind_name(&self) -> String {
        self.f.t(format!("case-kind-{}", self.view.kind))
    }

    /// What stands in the answer's field.
    fn answer(&self) -> &str {
        if self.said.form == "reply" { self.said.typed_in("reply", "words") } else { &self.begun }
    }

    /// What stands in a field of a time.
    fn time_in(&self, form: &str) -> &str {
        let typed = self.said.typed_in(form, "at");
        if typed.is_empty() { &self.morning } else { typed }
    }

    /// Whether the closing can be announced now.
    fn may_announce(&self) -> bool {
        self.offer.announce.is_some_and(|from| from <= self.now)
    }

    /// Whether what was refused has no form on the page any more: the case is not what it was.
    fn is_above(&self) -> bool {
        let offer = &self.offer;
        let is_shown = match self.said.form {
            "reply" => offer.reply || offer.note,
            "assign" => offer.assign,
            "priority" => !offer.priorities.is_empty(),
            "hold" => offer.hold,
            "estimate" => offer.estimate,
            "resume" => offer.resume,
            "ship" => offer.ship,
            "resolve" => offer.resolve,
            "announce" => offer.announce.is_some(),
            "phone" => offer.is_on_phone(),
            "duplicate" => offer.duplicate,
            "master" => offer.join,
            "escalate" => offer.escalate,
            "decide" | "approve" => self.decision.is_some(),
            form @ ("time" | "quote" | "finish" | "take-up") => {
                self.work.as_ref().is_some_and(|work| work.has(form))
            }
            _ => false,
        };
        let is_at_its_form = is_shown && self.may_work;
        !self.said.text.is_empty() && !is_at_its_form
    }

    /// Whether the time that was refused needs a quote first.
    fn needs_quote(&self) -> bool {
        self.said.needs_quote
    }

    fn announce_from(&self) -> String {
        let from = self.offer.announce.map(|from| self.f.minute(from)).unwrap_or_default();
        self.f.t1("office-announce-from", "at", from)
    }

    fn is_chosen(&self, worker: &str) -> bool {
        let typed = self.said.typed_in("assign", "to");
        if typed.is_empty() { self.view.told.assignee.as_deref() == Some(worker) } else { typed == worker }
    }

    fn member(&self, one: &Queued) -> String {
        CaseNumber(one.listing.case.id).to_string()
    }
}

/// Why something was not done, and what was typed.
#[derive(Default)]
pub struct Said {
    /// The form; empty where nothing was refused.
    pub form: &'static str,
    /// The field that is wrong, where it is one.
    pub field: String,
    /// Why.
    pub text: String,
    /// All that was typed.
    pub typed: Typed,
    /// Whether a quote would help.
    pub needs_quote: bool,
}

impl Said {
    /// What was typed into a field of a form.
    pub fn typed_in(&self, form: &str, field: &str) -> &str {
        if self.form == form { self.typed.get(field).map_or("", String::as_str) } else { "" }
    }

    /// The words that came with it.
    pub fn words(&self) -> &str {
        self.typed.get("words").map_or("", |words| words.trim())
    }

    /// Whether this field of a form was refused.
    pub fn is_in(&self, form: &str, field: &str) -> bool {
        self.form == form && self.field == field
    }

    /// Whether this form was refused.
    pub fn is_at(&self, form: &str) -> bool {
        self.form == form
    }
}

/// Which answer to begin with, which entry to correct.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Query {
    template: String,
    correct: String,
}

/// Everything that the page is made of.
struct Desk {
    view: View,
    request: Option<RequestView>,
    workers: Vec<String>,
    language: Locale,
    /// What would be credited now: what was proposed, else all that is left, taxes included.
    credit: Money,
}

/// The case.
pub async fn page(
    staff: Staff,
    case: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let desk = desk(&staff, case_number(&case)?).await?;
    let template = TEMPLATES.into_iter().find(|known| *known == query.template).unwrap_or_default();
    show(&staff, StatusCode::OK, &desk, &Said::default(), (template, query.correct.parse().ok()))
}

/// The case after something was not done.
pub(super) async fn show_after(
    staff: &Staff,
    number: CaseNumber,
    status: StatusCode,
    said: Said,
) -> Result<HttpResponse, Failure> {
    let correct = said.typed_in("time", "corrects").parse().ok();
    show(staff, status, &desk(staff, number).await?, &said, ("", correct))
}

async fn desk(staff: &Staff, number: CaseNumber) -> Result<Desk, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    Ok(web::block(move || gather(&app, &viewer, number)).await??)
}

fn gather(app: &App, viewer: &Viewer, number: CaseNumber) -> Result<Desk, ServiceError> {
    let view = cases::open_case(app, viewer, number)?;
    let language = match &view.account {
        Some(account) => cases::language_of(app, account.id)?,
        None => viewer.locale,
    };
    let credit = match &view.dispute {
        Some(dispute) => cases::credit_of(app, dispute, &DecisionCard::parts(&view, dispute))?,
        None => Money::ZERO,
    };
    let is_request = view.kind == CaseKind::Macd;
    let request = is_request.then(|| macd::open_view(app, viewer, number)).transpose()?;
    Ok(Desk { workers: cases::list_workers(app, view.kind)?, view, request, language, credit })
}

fn show(
    staff: &Staff,
    status: StatusCode,
    desk: &Desk,
    said: &Said,
    (template, correct): (&str, Option<i64>),
) -> Result<HttpResponse, Failure> {
    let (visit, viewer, view) = (&staff.visit, &staff.viewer, &desk.view);
    let (f, now, settings) = (&visit.frame, visit.app.clock.now(), &visit.app.settings.cases);
    let by = Doer { role: viewer.role, email: &viewer.email };
    let is_undecided = view.dispute.as_ref().is_some_and(|one| one.dispute.state.is_in_dispute());
    let levels = view.escalation.len() as u8;
    let begun = match template {
        "" => String::new(),
        name => texts::text_with(
            desk.language,
            &format!("case-template-{name}"),
            &[("case", &view.number.to_string()), ("provider", &f.provider.address.name)],
        ),
    };
    let mut offer = Offer::of(&view.told, view.kind, by, is_undecided, levels, now);
    let (mut card, mut work) = (None, None);
    if let Some(request) = &desk.request {
        let told = &view.told;
        // The customer chose it and pays for it.
        offer.priorities.clear();
        if request.request.review.is_none() {
            offer = offer.without_end_of_work(told);
        }
        let mut shown = RequestCard::of(f, request, Audience::Staff);
        offer_corrections(&mut shown, told, request, viewer, &path(view.number));
        card = Some(shown);
        work = WorkCard::of(f, told, request, viewer, (correct, said), now);
    }
    let tomorrow = mountain_day(now) + Days::new(1);
    let morning = visit.app.business_days().add(tomorrow, 0).and_time(MORNING);
    let page = Page {
        f,
        p: Parts::of(f, view, Audience::Staff, now),
        offer,
        card,
        work,
        now,
        workers: &desk.workers,
        may_work: by.may_work_on(&view.told),
        is_mine: view.told.assignee.as_ref() == Some(&viewer.email),
        said,
        decision: DecisionCard::of(f, view, viewer, desk.credit, visit.app.approval_limit(), said),
        language: desk.language,
        begun,
        template,
        morning: morning.format("%Y-%m-%dT%H:%M").to_string(),
        most: size(f, i64::try_from(settings.max_file_bytes).unwrap_or(i64::MAX)),
        view,
    };
    visit.page(status, &page)
}
