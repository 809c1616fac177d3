//! `/office/deliveries`: every message, the newest first, and what became of it (REQUIREMENTS R4.4).

use std::iter::successors;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::domain::access::Viewer;
use crate::domain::delivery::MessageState;
use crate::services::month;
use crate::services::post::{self, Brings, Filter, Kind, MOST_AT_ONCE, Posted, Refusal, Wanted};
use crate::texts::text_of;
use crate::values::ids::OutboxId;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

/// Months to choose from.
const MONTHS: usize = 24;

/// Most letters of an address.
const LETTERS: usize = 254;

#[derive(Template)]
#[template(path = "office/deliveries.html")]
struct ListPage<'a> {
    f: &'a Frame,
    page: &'a post::Page,
    rows: Vec<Row<'a>>,
    query: &'a Query,
    periods: Vec<BillingPeriod>,
    /// What would be sent again at once; nothing where the reader may not.
    again: i64,
    notice: Option<String>,
    error: Option<String>,
}

/// A message in a list.
pub(super) struct Row<'a> {
    pub message: &'a Posted,
    pub view: View,
}

/// A message in words.
pub(super) struct View {
    /// What it brings.
    pub what: String,
    /// Names the badge and its text.
    pub state: &'static str,
    /// When what happened or will happen.
    pub when: String,
}

/// The message in the reader's words.
pub(super) fn view(f: &Frame, message: &Posted) -> View {
    let what = match &message.brings {
        Brings::Invoice { number, .. } => number.to_string(),
        Brings::Notice(kind, facts) => {
            let mut facts = facts.clone();
            facts.insert("provider".to_owned(), f.provider.address.name.clone());
            facts.insert("phone".to_owned(), f.provider.phone.clone());
            text_of(f.locale, &format!("notice-{kind}-subject"), &facts)
        }
    };
    let at = |at| f.minute(at);
    let (state, when) = match (message.state, message.sent_at) {
        (MessageState::Sent, Some(sent)) => ("sent", at(sent)),
        (MessageState::Sent, None) => ("sent", at(message.due_at)),
        (MessageState::Queued, _) => ("waiting", at(message.due_at)),
        (MessageState::Sending, _) => ("sending", at(message.dated_at)),
        (MessageState::Retrying, _) => ("retrying", f.t1("post-again-at", "time", at(message.due_at))),
        (MessageState::Failed, _) => ("failed", at(message.due_at)),
        (MessageState::Suppressed, _) => ("suppressed", at(message.due_at)),
    };
    View { what, state, when }
}

/// What the list is narrowed to, and where it goes on. A field that was left empty narrows nothing.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    period: String,
    /// A state, or `doubt`.
    state: String,
    kind: String,
    account: String,
    address: String,
    before: String,
    again: String,
}

impl Query {
    /// Of what narrows the list nothing may be misread: the counts would be of something else.
    fn filter(&self) -> Result<Filter, Failure> {
        fn one<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
            match text.trim() {
                "" => Ok(None),
                text => read(text).map(Some).ok_or(Failure::NotFound),
            }
        }
        let in_doubt = self.state == "doubt";
        let state = if in_doubt { "" } else { self.state.as_str() };
        let address: String = self.address.trim().chars().take(LETTERS).collect();
        Ok(Filter {
            account: one(&self.account, |text| text.parse::<AccountNumber>().ok())?,
            wanted: Wanted {
                period: one(&self.period, |text| text.parse().ok())?,
                state: one(state, |text| text.parse().ok())?,
                in_doubt,
                kind: one(&self.kind, |text| Kind::ALL.into_iter().find(|kind| kind.as_str() == text))?,
                account: None,
                address: (!address.is_empty()).then_some(address),
            },
        })
    }

    fn before(&self) -> Result<Option<OutboxId>, Failure> {
        match self.before.as_str() {
            "" => Ok(None),
            text => text.parse().map(OutboxId).map(Some).map_err(|_| Failure::NotFound),
        }
    }

    fn is_narrowed(&self) -> bool {
        [&self.period, &self.state, &self.kind, &self.account, &self.address]
            .iter()
            .any(|part| !part.is_empty())
    }

    fn address_of(&self, state: &str, before: Option<OutboxId>) -> String {
        let mut query = form_urlencoded::Serializer::new("/office/deliveries?".to_owned());
        let before = before.map(|id| id.0.to_string()).unwrap_or_default();
        for (name, value) in [
            ("period", self.period.as_str()),
            ("state", state),
            ("kind", &self.kind),
            ("account", &self.account),
            ("address", &self.address),
            ("before", &before),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish().trim_end_matches('?').to_owned()
    }
}

/// The parts of the list by state: their names and the states that they count.
const PARTS: [(&str, &[MessageState]); 6] = [
    ("", &MessageState::ALL),
    ("sent", &[MessageState::Sent]),
    ("queued", &[MessageState::Queued, MessageState::Sending]),
    ("retrying", &[MessageState::Retrying]),
    ("failed", &[MessageState::Failed]),
    ("suppressed", &[MessageState::Suppressed]),
];

impl ListPage<'_> {
    /// The parts with their addresses, and of a period how many messages are in them.
    fn parts(&self) -> Vec<(&'static str, String, String, bool)> {
        let counts = self.page.counts.as_ref();
        let part = |name: &'static str, count: Option<i64>| {
            let count = count.map(|count| self.f.count(count)).unwrap_or_default();
            (name, self.query.address_of(name, None), count, self.query.state == name)
        };
        let sum = |states: &[MessageState]| counts.map(|c| states.iter().map(|state| c.of(*state)).sum());
        let mut parts: Vec<_> = PARTS.iter().map(|(name, states)| part(name, sum(states))).collect();
        parts.push(part("doubt", counts.map(|counts| counts.in_doubt)));
        parts
    }

    fn part_name(&self, part: &str) -> String {
        self.f.t(format!("post-part-{}", if part.is_empty() { "all" } else { part }))
    }

    fn kinds(&self) -> [Kind; 3] {
        Kind::ALL
    }

    fn is_period(&self, period: &BillingPeriod) -> bool {
        self.query.period == period.to_string()
    }

    fn is_first(&self) -> bool {
        self.query.before.is_empty()
    }

    fn first(&self) -> String {
        self.query.address_of(&self.query.state, None)
    }

    fn next(&self) -> Option<String> {
        self.page.next.map(|id| self.query.address_of(&self.query.state, Some(id)))
    }

    /// How many go out at one press.
    fn at_once(&self) -> u32 {
        u32::try_from(self.again.min(MOST_AT_ONCE)).unwrap_or_default()
    }
}

/// A page of the list.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let sent = query.again.parse::<u32>().ok().map(|sent| staff.visit.frame.n("post-again-done", sent));
    show(&staff, &query, StatusCode::OK, sent, None).await
}

async fn show(
    staff: &Staff,
    query: &Query,
    status: StatusCode,
    notice: Option<String>,
    error: Option<String>,
) -> Result<HttpResponse, Failure> {
    let (filter, before) = (query.filter()?, query.before()?);
    let (visit, app) = (&staff.visit, staff.visit.app.clone());
    let chosen = filter.wanted.period;
    let (page, newest) = web::block(move || {
        let page = post::list_messages(&app, &filter, before)?;
        Ok::<_, crate::services::ServiceError>((page, month::period_in_focus(&app)?))
    })
    .await??;
    let f = &visit.frame;
    let mut periods: Vec<_> =
        successors(Some(newest), |period| Some(period.previous())).take(MONTHS).collect();
    if let Some(chosen) = chosen.filter(|chosen| !periods.contains(chosen)) {
        periods.push(chosen);
    }
    let may = staff.viewer.role.may_run_post();
    visit.page(
        status,
        &ListPage {
            f,
            rows: page.messages.iter().map(|message| Row { message, view: view(f, message) }).collect(),
            again: page.counts.as_ref().filter(|_| may).map_or(0, |counts| counts.again),
            page: &page,
            query,
            periods,
            notice,
            error,
        },
    )
}

/// Which month, and how many the person saw.
#[derive(Deserialize)]
pub struct AgainForm {
    period: String,
    seen: String,
}

/// Sends all of a month again that failed.
pub async fn resend_failed(
    mut staff: Staff,
    OwnForm(form): OwnForm<AgainForm>,
) -> Result<HttpResponse, Failure> {
    let period: BillingPeriod = form.period.parse().map_err(|_| Failure::NotFound)?;
    let seen: i64 = form.seen.parse().map_err(|_| Failure::BadRequest)?;
    "/office/deliveries".clone_into(&mut staff.visit.frame.path);
    let (app, viewer): (_, Viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let done = web::block(move || post::resend_failed(&app, &viewer, period, seen)).await??;
    match done {
        Ok(made) => Ok(see_other(&format!("/office/deliveries?period={period}&kind=copy&again={made}"))),
        Err(refusal) => {
            let query = Query { period: period.to_string(), ..Query::default() };
            let (status, text) = refused(&staff.visit.frame, &refusal);
            show(&staff, &query, status, None, Some(text)).await
        }
    }
}

/// The status and the words of a refusal.
pub(super) fn refused(f: &Frame, refusal: &Refusal) -> (StatusCode, String) {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let conflict = StatusCode::CONFLICT;
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, f.t("case-refused-not-allowed")),
        Refusal::Notice => (wrong, f.t("post-refused-notice")),
        Refusal::UnderWay => (conflict, f.t("post-refused-under-way")),
        Refusal::SentMeanwhile => (conflict, f.t("post-refused-sent-meanwhile")),
        Refusal::Suppressed(known) => {
            let (address, day) = (known.address.as_str(), f.day_of(known.since));
            (wrong, f.t2("post-refused-suppressed", "address", address, "day", day))
        }
        Refusal::ContactChanged => (conflict, f.t("post-refused-contact-changed")),
        Refusal::ContactNotAllowed => (StatusCode::FORBIDDEN, f.t("post-refused-contact-not-allowed")),
        Refusal::Contact(_) => (wrong, f.t("contact-address-taken")),
        Refusal::OthersNow(now) => {
            (conflict, f.n("post-refused-others", u32::try_from(*now).unwrap_or(u32::MAX)))
        }
        Refusal::NoReason => (wrong, f.t("addresses-no-reason")),
        Refusal::Lifted => (conflict, f.t("addresses-lifted-meanwhile")),
    }
}
