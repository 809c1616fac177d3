//! `/invoices/{number}/calls`: the calls of one line, a hundred at a time (REQUIREMENTS R3.4).

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::invoice_number;
use crate::domain::invoice::{Line, RatedCall, Section};
use crate::services::statements;
use crate::values::number::InvoiceNumber;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/calls.html")]
struct Page<'a> {
    f: &'a Frame,
    number: &'a InvoiceNumber,
    section: &'a Section,
    line: &'a Line,
    line_no: usize,
    is_first: bool,
    calls: &'a [RatedCall],
    next: Option<i32>,
}

impl Page<'_> {
    fn when(&self, call: &RatedCall) -> String {
        self.f.locale.date_time(call.started_at)
    }

    fn price(&self, call: &RatedCall) -> String {
        self.f.locale.decimal(call.amount.to_decimal())
    }
}

/// Which line, counted through all sections from 0, and from which call on.
#[derive(Deserialize)]
pub struct Query {
    line: usize,
    #[serde(default)]
    cursor: i32,
}

/// A page of calls.
pub async fn page(
    signed_in: SignedIn,
    number: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let visit = signed_in.visit;
    let (app, viewer, wanted) = (visit.app.clone(), signed_in.viewer, number.clone());
    let (line_no, from) = (query.line, query.cursor);
    let found = web::block(move || statements::list_calls(&app, &viewer, &wanted, line_no, from)).await??;
    let (section, line) = found
        .invoice
        .sections
        .iter()
        .flat_map(|section| section.lines.iter().map(move |line| (section, line)))
        .nth(found.line_no)
        .ok_or(Failure::NotFound)?;
    visit.ok(&Page {
        f: &visit.frame,
        number: &number,
        section,
        line,
        line_no,
        is_first: from == 0,
        calls: &found.calls,
        next: found.next,
    })
}

/// `1:02:03` or `2:03`.
pub fn length(seconds: &i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}
