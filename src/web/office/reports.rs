//! `/office/reports`: debts, revenue, taxes, disputes, promises, work and calls to be billed, each with a
//! picture and as a file.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::access::Role;
use crate::domain::report::{Asked, Cell, Proof, ReportKind, Row, Spans};
use crate::services::reports::{self, Flaw, Format, Report};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};
use crate::web::portal::downloads::{XLSX, download};
use crate::web::stream::Piped;

/// The width of a picture's longest bar.
const WIDTH: u32 = 1_000;

/// Bars of a picture at most.
const BARS: usize = 36;

#[derive(Template)]
#[template(path = "office/reports.html")]
struct ListPage<'a> {
    f: &'a Frame,
}

#[derive(Template)]
#[template(path = "office/report.html")]
struct Page<'a> {
    f: &'a Frame,
    kind: ReportKind,
    typed: &'a Query,
    error: Option<String>,
    report: Option<&'a Report>,
    bars: Vec<Bar>,
}

/// A bar of the picture.
struct Bar {
    name: String,
    shown: String,
    width: u32,
    is_negative: bool,
}

/// Months or day as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    from: String,
    to: String,
    day: String,
}

impl Query {
    fn of(asked: &Asked) -> Query {
        Query { from: asked.from.to_string(), to: asked.to.to_string(), day: asked.day.to_string() }
    }

    /// The same as a part of an address.
    fn address(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("from", &self.from)
            .append_pair("to", &self.to)
            .append_pair("day", &self.day)
            .finish()
    }
}

impl ListPage<'_> {
    fn kinds(&self) -> [ReportKind; 7] {
        ReportKind::ALL
    }
}

impl Page<'_> {
    fn is_about_months(&self) -> bool {
        self.kind.spans() == Spans::Months
    }

    fn is_about_a_day(&self) -> bool {
        self.kind.spans() == Spans::Day
    }

    fn name(&self, column: &str) -> String {
        column_name(self.f, column)
    }

    /// The cells of a row with their columns.
    fn headed<'c>(&self, row: &'c Row) -> Vec<(&'static str, &'c Cell)> {
        self.kind.columns().iter().copied().zip(row).collect()
    }

    /// The sums with their columns; `None` where nothing is added up.
    fn summed<'c>(&self, report: &'c Report) -> Vec<(&'static str, &'c Option<Cell>)> {
        self.kind.columns().iter().copied().zip(report.totals.cells().unwrap_or_default()).collect()
    }

    fn shown(&self, cell: &Cell) -> String {
        shown(self.f, cell)
    }

    fn is_number(&self, cell: &Cell) -> bool {
        !matches!(cell, Cell::Text(_) | Cell::Named(..) | Cell::Month(_))
    }

    fn total(&self, cell: &&Option<Cell>) -> String {
        cell.as_ref().map(|cell| shown(self.f, cell)).unwrap_or_default()
    }

    /// Rows that only the files have.
    fn left_out(&self, report: &Report) -> usize {
        report.count - report.rows.len()
    }

    fn proof(&self, proof: &Proof) -> String {
        let key = if proof.holds() { "report-proof-holds" } else { "report-proof-differs" };
        let what = self.f.t(format!("report-proof-{}", proof.what));
        self.f.t3(
            key,
            ("what", what),
            ("here", self.f.money(proof.here)),
            ("books", self.f.money(proof.books)),
        )
    }
}

fn column_name(f: &Frame, column: &str) -> String {
    f.t(format!("report-col-{}", column.replace('_', "-")))
}

fn shown(f: &Frame, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Named("call", name) => f.call_type(&format!("/{name}")),
        Cell::Named(of, name) => f.t(format!("report-{of}-{name}")),
        Cell::Money(amount) => f.money(amount),
        Cell::Unknown | Cell::Percent(None) => "–".to_owned(),
        Cell::Count(count) => f.count(count),
        Cell::Number(number) => f.decimal(number),
        Cell::Percent(Some(percent)) => format!("{} %", f.decimal(percent)),
        Cell::Month(month) => f.period(month.period()),
    }
}

fn bars(f: &Frame, report: &Report) -> Vec<Bar> {
    let kind = report.asked.kind;
    let (charted, is_of_totals) = kind.charted();
    let place = |name: &str| kind.columns().iter().position(|column| *column == name).unwrap_or(0);
    let found: Vec<(String, Cell)> = if is_of_totals {
        let totals = report.totals.cells().unwrap_or_default();
        let cell = |name: &&str| Some((column_name(f, name), totals.get(place(name))?.clone()?));
        charted.iter().filter_map(cell).collect()
    } else {
        let of = charted.first().map_or(0, |name| place(name));
        report.rows.iter().take(BARS).map(|row| (row_name(f, kind, row), row[of].clone())).collect()
    };
    let largest = found.iter().map(|(_, cell)| cell.size().abs()).max().unwrap_or_default();
    if largest.is_zero() {
        return Vec::new();
    }
    let bar = |(name, cell): (String, Cell)| Bar {
        name,
        shown: shown(f, &cell),
        width: width(cell.size().abs(), largest),
        is_negative: cell.size().is_sign_negative(),
    };
    found.into_iter().map(bar).collect()
}

fn width(size: Decimal, largest: Decimal) -> u32 {
    (size * Decimal::from(WIDTH) / largest).trunc().try_into().unwrap_or(0)
}

/// What a row is about.
fn row_name(f: &Frame, kind: ReportKind, row: &Row) -> String {
    let parts = match kind {
        ReportKind::Taxes => &row[1..4],
        ReportKind::Usage => &row[0..3],
        _ => &row[0..1],
    };
    parts.iter().map(|cell| shown(f, cell)).collect::<Vec<_>>().join(" · ")
}

/// Which reports there are.
pub async fn list(staff: Staff) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_reports)?;
    staff.visit.ok(&ListPage { f: &staff.visit.frame })
}

/// A report.
pub async fn page(
    staff: Staff,
    kind: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_reports)?;
    let kind = find_kind(&kind)?;
    let visit = &staff.visit;
    match reports::read_asked(&visit.app, kind, &query.from, &query.to, &query.day) {
        Err(flaw) => {
            let error = Some(visit.frame.t(flaw_key(flaw)));
            let page = Page { f: &visit.frame, kind, typed: &query, error, report: None, bars: Vec::new() };
            visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Ok(asked) => {
            let (app, viewer) = (visit.app.clone(), staff.viewer.clone());
            let report: Arc<Report> = web::block(move || reports::report(&app, &viewer, asked)).await??;
            let typed = Query::of(&asked);
            let bars = bars(&visit.frame, &report);
            visit.ok(&Page { f: &visit.frame, kind, typed: &typed, error: None, report: Some(&report), bars })
        }
    }
}

/// All of its rows as CSV.
pub async fn csv(
    staff: Staff,
    kind: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    file(&staff, &kind, &query, Format::Csv)
}

/// All of its rows as a workbook.
pub async fn xlsx(
    staff: Staff,
    kind: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    file(&staff, &kind, &query, Format::Xlsx)
}

fn file(staff: &Staff, kind: &str, query: &Query, format: Format) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_reports)?;
    let app = staff.visit.app.clone();
    let asked = reports::read_asked(&app, find_kind(kind)?, &query.from, &query.to, &query.day)
        .map_err(|_| Failure::BadRequest)?;
    let (media, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => (XLSX, "xlsx"),
    };
    let time = match asked.kind.spans() {
        Spans::Months => format!("{}-to-{}", asked.from, asked.to),
        Spans::Day | Spans::Now => asked.day.to_string(),
    };
    let name = format!("{}-{time}.{ending}", asked.kind);
    Ok(download(media, &name, Piped::written(move |out| reports::write(&app, asked, format, out))))
}

fn find_kind(kind: &str) -> Result<ReportKind, Failure> {
    kind.parse().map_err(|_| Failure::NotFound)
}

fn flaw_key(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::NoDay => "report-flaw-no-day",
        Flaw::Backwards => "report-flaw-backwards",
        Flaw::TooLong => "report-flaw-too-long",
        Flaw::Future => "report-flaw-future",
    }
}
