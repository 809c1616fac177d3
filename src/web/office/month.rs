//! `/office/month/{period}`: a month from the check before its closing to its last mail.

use std::borrow::Borrow;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::month_parts::{StepView, moved, period, state_key, steps, tally};
use crate::domain::bill_run::{FindingKind, StepState};
use crate::domain::month::{JobKind, WarningKind};
use crate::services::month::{self, Job, Month, Narrowed, Order, ReviewPage, Step, Warning};
use crate::services::{App, ServiceError};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};
use crate::web::portal::cause_of;
use crate::web::portal::downloads::download;
use crate::web::stream::Piped;

/// Most letters of a search.
const LETTERS: usize = 60;

/// States to narrow the list to, in the order of the choice.
const STATES: [StepState; 5] =
    [StepState::Drafted, StepState::Held, StepState::Failed, StepState::Issued, StepState::Nothing];

#[derive(Template)]
#[template(path = "office/month.html")]
struct Page<'a> {
    f: &'a Frame,
    month: &'a Month,
    steps: Vec<StepView>,
    query: &'a Query,
    review: Option<&'a ReviewPage>,
    warnings: Vec<WarningRow<'a>>,
    warning: Option<WarningKind>,
    may_run: bool,
    is_over: bool,
    is_issuable: bool,
    said: Option<&'a str>,
    typed: &'a str,
}

/// A warning of a check, in words.
struct WarningRow<'a> {
    one: &'a Warning,
    change: Option<String>,
}

impl Page<'_> {
    fn states(&self) -> [StepState; STATES.len()] {
        STATES
    }

    fn n(&self, key: &str, count: impl Borrow<i64>) -> String {
        self.f.n(key, tally(*count.borrow()))
    }

    fn finding_name(&self, kind: &str) -> String {
        self.f.t(format!("month-finding-{}", kind.replace('_', "-")))
    }

    fn state_name(&self, step: &Step) -> String {
        self.f.t(format!("month-state-{}", state_key(step)))
    }

    fn badge(&self, step: &Step) -> &'static str {
        state_key(step)
    }

    fn moved(&self, step: &Step) -> Option<String> {
        moved(self.f, step)
    }

    fn findings<'p>(&self, review: &'p ReviewPage, step: &Step) -> &'p [(String, String)] {
        review.findings.get(&step.account).map_or(&[], Vec::as_slice)
    }

    /// What the new charges differ by, with percent.
    fn difference(&self, now: Option<&Money>, before: Option<&Money>) -> Option<(String, String)> {
        let (now, before) = (*now?, *before?);
        let percent = now.percent_above(before).map(|percent| {
            let sign = if percent > rust_decimal::Decimal::ZERO { "+" } else { "" };
            format!("{sign}{} %", self.f.decimal(percent))
        });
        Some((self.f.change(now - before), percent.unwrap_or_default()))
    }

    fn direction(&self, now: Option<&Money>, before: Option<&Money>) -> &'static str {
        match (now, before) {
            (Some(now), Some(before)) if now > before => "up",
            (Some(now), Some(before)) if now < before => "down",
            _ => "same",
        }
    }

    fn is_state(&self, state: &StepState) -> bool {
        self.query.state == state.as_str()
    }

    fn is_finding(&self, kind: &FindingKind) -> bool {
        self.query.finding == kind.as_str()
    }

    fn has_failed(&self) -> bool {
        self.month.tally.failed > 0
    }

    fn stopped(&self) -> Vec<&Job> {
        self.month.jobs.iter().filter(|job| job.is_stopped()).collect()
    }

    fn check(&self) -> Option<&Job> {
        self.month.job(JobKind::Check).filter(|job| job.row.ended_at.is_some())
    }

    fn job_name(&self, job: &Job) -> String {
        self.f.t(format!("month-job-{}", job.row.kind.as_str()))
    }

    fn next_page(&self) -> Option<String> {
        let shown = (self.query.page() + 1) * month::ACCOUNTS_PER_PAGE;
        let more = self.review.is_some_and(|review| review.sums.count > shown);
        more.then(|| self.query.address(self.month.period, self.query.page() + 1))
    }

    fn earlier_page(&self) -> Option<String> {
        let page = self.query.page();
        (page > 0).then(|| self.query.address(self.month.period, page - 1))
    }

    fn is_warning(&self, kind: &WarningKind) -> bool {
        self.warning.as_ref() == Some(kind)
    }
}

/// What the list of drafts is narrowed to, and which page of it. A field that was left empty narrows
/// nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    pub state: String,
    pub finding: String,
    pub text: String,
    pub order: String,
    pub page: String,
    pub warning: String,
}

impl Query {
    /// What it narrows to.
    pub fn narrowed(&self) -> Narrowed {
        Narrowed {
            state: self.state.parse().ok(),
            finding: self.finding.parse().ok(),
            text: self.text.trim().chars().take(LETTERS).collect(),
            number: None,
        }
    }

    fn is_narrowed(&self) -> bool {
        self.narrowed() != Narrowed::default()
    }

    fn order(&self) -> Order {
        if self.order == "change" { Order::Change } else { Order::Account }
    }

    fn page(&self) -> i64 {
        self.page.parse().unwrap_or(0).clamp(0, 1_000_000)
    }

    /// The same list, from another page on.
    pub fn address(&self, period: BillingPeriod, page: i64) -> String {
        let mut query = form_urlencoded::Serializer::new(format!("/office/month/{period}?"));
        let fields = [
            ("state", &self.state),
            ("finding", &self.finding),
            ("text", &self.text),
            ("order", &self.order),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if page > 0 {
            query.append_pair("page", &page.to_string());
        }
        query.finish().trim_end_matches('?').to_owned() + "#drafts"
    }
}

/// The month that staff look at first.
pub async fn current(staff: Staff) -> Result<HttpResponse, Failure> {
    let app = staff.visit.app.clone();
    let period = web::block(move || month::period_in_focus(&app)).await??;
    Ok(see_other(&format!("/office/month/{period}")))
}

/// A month.
pub async fn page(
    staff: Staff,
    wanted: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    show(&staff, period(&wanted)?, &query, StatusCode::OK, None, "").await
}

/// The month with why something did not happen, and the reason that was typed.
pub async fn show(
    staff: &Staff,
    period: BillingPeriod,
    query: &Query,
    status: StatusCode,
    said: Option<&str>,
    typed: &str,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let (app, wanted) = (visit.app.clone(), query.clone());
    let (month, review, warned) = web::block(move || load(&app, period, &wanted)).await??;
    let f = &visit.frame;
    let (warning, warnings) = warned.map_or((None, Vec::new()), |(kind, list)| (Some(kind), list));
    let now = visit.app.clock.now();
    visit.page(
        status,
        &Page {
            f,
            steps: steps(f, &month),
            query,
            review: review.as_ref(),
            warnings: warnings.iter().map(|one| WarningRow { one, change: change(f, one) }).collect(),
            warning,
            may_run: staff.viewer.role.may_run_month(),
            is_over: now >= period.ends_at(),
            is_issuable: now >= month.issues_at && month.is_closed(),
            month: &month,
            said,
            typed,
        },
    )
}

type Loaded = (Month, Option<ReviewPage>, Option<(WarningKind, Vec<Warning>)>);

fn load(app: &App, period: BillingPeriod, query: &Query) -> Result<Loaded, ServiceError> {
    let month = month::open_month(app, period)?;
    if month.run.is_none() && !month::may_come(app, period)? {
        return Err(ServiceError::NotFound(format!("month {period}")));
    }
    let review = match month.run {
        Some(_) => Some(month::list_drafts(app, period, &query.narrowed(), query.order(), query.page())?),
        None => None,
    };
    let chosen = query.warning.parse().ok().or(month.warnings.first().map(|(kind, _)| *kind));
    let warned = match chosen {
        Some(kind) if month.run.is_none() => {
            Some((kind, month::list_warnings(app, period, kind, query.page())?))
        }
        _ => None,
    };
    Ok((month, review, warned))
}

/// An unusual change in words.
fn change(f: &Frame, warning: &Warning) -> Option<String> {
    let change = warning.change.as_ref()?;
    let mut text = f.t2("month-unusual", "before", f.money(change.before), "now", f.money(change.now));
    if let Some((cause, amount)) = &change.cause {
        text.push(' ');
        text.push_str(&f.t2("month-unusual-cause", "cause", cause_of(f, cause), "amount", f.change(amount)));
    }
    Some(text)
}

/// The month as a table for spreadsheets.
pub async fn report(staff: Staff, wanted: web::Path<String>) -> Result<HttpResponse, Failure> {
    let period = period(&wanted)?;
    let app = staff.visit.app.clone();
    let asked = app.clone();
    let month = web::block(move || month::open_month(&asked, period)).await??;
    if month.run.is_none() {
        return Err(Failure::NotFound);
    }
    let written = Piped::written(move |out| month::write_report(&app, period, out));
    Ok(download("text/csv; charset=utf-8", &format!("month-{period}.csv"), written))
}

/// How the month ended, on paper.
pub async fn finish(staff: Staff, wanted: web::Path<String>) -> Result<HttpResponse, Failure> {
    let period = period(&wanted)?;
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let bytes = web::block(move || match month::open_month(&app, period)?.run {
        Some(_) => month::render_finish(&app, &viewer, period),
        None => Err(ServiceError::NotFound(format!("run of {period}"))),
    });
    Ok(download("application/pdf", &format!("month-{period}.pdf"), bytes.await??))
}
