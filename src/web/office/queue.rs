//! `/office/cases`: the queue of cases, what breaks a promise next first (REQUIREMENTS R6.2).

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::access::Viewer;
use crate::domain::case::clocks::Pause;
use crate::domain::case::{CaseKind, CaseState, Told};
use crate::services::ServiceError;
use crate::services::cases::{self, QueueCursor, QueueFilter, QueuePage, Queued};
use crate::values::ids::CaseId;
use crate::values::number::CaseNumber;
use crate::web::cases::{Bar, bar};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

/// Most letters of a search.
const LETTERS: usize = 60;

#[derive(Template)]
#[template(path = "office/queue.html")]
struct Page<'a> {
    f: &'a Frame,
    found: &'a QueuePage,
    rows: Vec<Row<'a>>,
    filter: &'a QueueFilter,
    /// Whether the reader works on cases of every kind.
    may_open: bool,
    is_first: bool,
}

/// A case in the queue.
struct Row<'a> {
    number: CaseNumber,
    kind: CaseKind,
    subject: &'a str,
    account: Option<&'a (String, String)>,
    state: CaseState,
    priority: &'static str,
    assignee: Option<&'a str>,
    is_mine: bool,
    /// Whether the reader can take it.
    may_claim: bool,
    /// The promise that runs.
    due: Option<Bar>,
    /// What it waits for, where no promise runs.
    rests: String,
}

impl Page<'_> {
    fn kinds(&self) -> [CaseKind; CaseKind::ALL.len()] {
        CaseKind::ALL
    }

    fn states(&self) -> [CaseState; CaseState::ALL.len()] {
        CaseState::ALL
    }

    fn is_narrowed(&self) -> bool {
        self.filter.kind.is_some() || self.filter.state.is_some() || !self.filter.text.is_empty()
    }

    fn is_here(&self, part: &str) -> bool {
        self.part() == part
    }

    /// Which of the four parts of the queue is shown.
    fn part(&self) -> &'static str {
        match self.filter {
            QueueFilter { mine: true, .. } => "mine",
            QueueFilter { unassigned: true, .. } => "unassigned",
            QueueFilter { closed: true, .. } => "closed",
            _ => "open",
        }
    }

    /// The parts of the queue with their addresses and how many cases are in them.
    fn parts(&self) -> [(&'static str, String, Option<i64>); 4] {
        let counts = self.found.counts;
        let part = |mine, unassigned, closed| {
            self.address(&QueueFilter { mine, unassigned, closed, ..self.filter.clone() }, None)
        };
        [
            ("open", part(false, false, false), Some(counts.open)),
            ("mine", part(true, false, false), Some(counts.mine)),
            ("unassigned", part(false, true, false), Some(counts.unassigned)),
            ("closed", part(false, false, true), None),
        ]
    }

    /// The whole of this part of the queue.
    fn whole(&self) -> String {
        let QueueFilter { mine, unassigned, closed, .. } = *self.filter;
        self.address(&QueueFilter { mine, unassigned, closed, ..QueueFilter::default() }, None)
    }

    fn first(&self) -> String {
        self.address(self.filter, None)
    }

    fn next(&self) -> Option<String> {
        self.found.next.map(|(due, id)| {
            let due = due.map_or_else(|| "-".to_owned(), |due| due.timestamp_micros().to_string());
            self.address(self.filter, Some(format!("{due}.{}", id.0)))
        })
    }

    fn address(&self, filter: &QueueFilter, after: Option<String>) -> String {
        let mut query = form_urlencoded::Serializer::new("/office/cases?".to_owned());
        let parts = [("mine", filter.mine), ("unassigned", filter.unassigned), ("closed", filter.closed)];
        for (name, _) in parts.into_iter().filter(|(_, is_on)| *is_on) {
            query.append_pair(name, "1");
        }
        if let Some(kind) = filter.kind {
            query.append_pair("kind", kind.as_str());
        }
        if let Some(state) = filter.state {
            query.append_pair("state", state.as_str());
        }
        if !filter.text.is_empty() {
            query.append_pair("text", &filter.text);
        }
        if let Some(after) = after {
            query.append_pair("after", &after);
        }
        query.finish().trim_end_matches('?').to_owned()
    }
}

/// What the queue is narrowed to, and where it goes on. A field that was left empty narrows nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Query {
    mine: String,
    unassigned: String,
    closed: String,
    kind: String,
    state: String,
    text: String,
    after: String,
}

impl Query {
    fn filter(&self) -> QueueFilter {
        QueueFilter {
            mine: self.mine == "1",
            unassigned: self.unassigned == "1",
            closed: self.closed == "1",
            kind: self.kind.parse().ok(),
            state: self.state.parse().ok(),
            text: self.text.trim().chars().take(LETTERS).collect(),
        }
    }

    /// Where the list goes on, as its own link says.
    fn after(&self) -> Result<Option<QueueCursor>, Failure> {
        let Some((due, id)) = self.after.split_once('.') else {
            return if self.after.is_empty() { Ok(None) } else { Err(Failure::NotFound) };
        };
        let due = match due {
            "-" => None,
            micros => {
                let micros = micros.parse().map_err(|_| Failure::NotFound)?;
                Some(DateTime::from_timestamp_micros(micros).ok_or(Failure::NotFound)?)
            }
        };
        Ok(Some((due, CaseId(id.parse().map_err(|_| Failure::NotFound)?))))
    }
}

/// A page of the queue.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let (filter, after) = (query.filter(), query.after()?);
    let (visit, viewer) = (&staff.visit, &staff.viewer);
    let (app, asking, narrowed) = (visit.app.clone(), viewer.clone(), filter.clone());
    let (found, told) = web::block(move || {
        let found = cases::list_queue(&app, &asking, &narrowed, after)?;
        let ids: Vec<CaseId> = found.cases.iter().map(|one| one.listing.case.id).collect();
        let told = cases::tell_many(&app, &ids)?;
        Ok::<_, ServiceError>((found, told))
    })
    .await??;
    let page = Page {
        f: &visit.frame,
        rows: rows(&visit.frame, &found, &told, viewer, visit.app.clock.now()),
        found: &found,
        filter: &filter,
        may_open: viewer.role.may_work_cases(),
        is_first: after.is_none(),
    };
    visit.ok(&page)
}

fn rows<'a>(
    f: &Frame,
    found: &'a QueuePage,
    told: &HashMap<CaseId, Told>,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Vec<Row<'a>> {
    let me = viewer.email.as_str();
    let may_claim = |kind| match kind {
        CaseKind::Macd => viewer.role.may_work_requests(),
        _ => viewer.role.may_work_cases(),
    };
    let row = |one: &'a Queued| {
        let case = &one.listing.case;
        let told = told.get(&case.id);
        let promise = told.and_then(|told| told.clocks.running);
        Row {
            number: CaseNumber(case.id),
            kind: case.kind,
            subject: &case.subject,
            account: one.listing.account.as_ref(),
            state: case.state,
            priority: case.priority.as_str(),
            assignee: one.assignee.as_deref(),
            may_claim: may_claim(case.kind) && !case.state.is_closed(),
            is_mine: one.assignee.as_deref() == Some(me),
            due: promise.map(|promise| bar(f, promise.since, promise.due, None, now)),
            rests: told.map(|told| rests(f, told)).unwrap_or_default(),
        }
    };
    found.cases.iter().map(row).collect()
}

/// Why no promise runs, and what time will do.
fn rests(f: &Frame, told: &Told) -> String {
    if let Some(at) = told.closes_at() {
        return f.t1("queue-closes", "time", f.minute(at));
    }
    match told.clocks.pause {
        Some(Pause::OnHold(until)) => Some(f.t1("queue-on-hold", "time", f.minute(until))),
        Some(Pause::WaitsForCustomer) => Some(f.t("queue-waits")),
        Some(Pause::Closed) => told.closed_at.map(|at| f.t1("queue-closed-at", "time", f.minute(at))),
        None => None,
    }
    .unwrap_or_default()
}
