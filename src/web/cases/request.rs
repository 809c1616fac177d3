//! A request as its case's page shows it: what it costs so far and why, who agreed to what, the time log.

use rust_decimal::Decimal;

use super::Audience;
use crate::domain::macd::meter::Meter;
use crate::domain::macd::{Terms, Urgency};
use crate::services::macd::{LoggedEntry, RequestView};
use crate::texts;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;
use crate::web::frame::Frame;

/// A request in words.
pub struct RequestCard {
    /// Move, add, change or delete.
    pub kind: String,
    /// What is known of it: names and values.
    pub facts: Vec<(String, String)>,
    /// What it costs.
    pub meter: MeterCard,
    /// The newest quote.
    pub quote: Option<QuoteCard>,
    /// The time log, in the order of the work.
    pub log: Vec<LogLine>,
    /// Whether each line says who worked.
    pub names_people: bool,
    /// The invoice that bills it and its line there.
    pub billed_on: Option<(String, i32)>,
}

/// What a request costs, so far or in the end.
pub struct MeterCard {
    /// Whether nothing is added any more.
    pub is_final: bool,
    /// Minutes that are not billed; `None` where there are none.
    pub excluded: Option<String>,
    /// How minutes became units and units an amount.
    pub rounding: String,
    /// The unit that has begun.
    pub unit: Option<UnitBar>,
    /// The expedite fee.
    pub fee: Option<String>,
    /// Work and fee.
    pub total: Money,
}

/// How much of the unit that has begun is used.
pub struct UnitBar {
    /// Minutes used.
    pub used: u32,
    /// Minutes of a unit.
    pub of: u32,
    /// The same in words.
    pub words: String,
}

/// A quote.
pub struct QuoteCard {
    /// So many units at most, in words.
    pub units: String,
    /// What they come to, the fee included.
    pub total: String,
    /// Who accepted it and when; `None` while it waits.
    pub accepted: Option<String>,
}

/// A stretch of time in the log.
pub struct LogLine {
    /// The entry's row.
    pub id: i64,
    /// The day, Mountain Time.
    pub day: String,
    /// From when to when.
    pub from_to: String,
    /// Its length.
    pub minutes: u32,
    /// On what.
    pub purpose: String,
    /// Who worked.
    pub person: String,
    /// What was written with it; may be empty.
    pub words: String,
    /// Whether it is billed.
    pub is_billable: bool,
    /// Whether it counts: nothing corrected it.
    pub is_counted: bool,
    /// Where the reader can correct it.
    pub correct: Option<String>,
}

impl RequestCard {
    /// The request as `audience` reads it.
    pub fn of(f: &Frame, view: &RequestView, audience: Audience) -> RequestCard {
        let request = &view.request;
        let increment = view.terms.increment_minutes;
        let quote = request.quote.as_ref().map(|quote| QuoteCard {
            units: units(f, quote.units, increment),
            total: view.quoted.map(|total| f.money(total)).unwrap_or_default(),
            accepted: quote
                .accepted
                .as_ref()
                .map(|by| f.t2("request-quote-accepted", "who", &by.by, "at", f.minute(by.at))),
        });
        RequestCard {
            kind: f.t(format!("request-kind-{}", request.kind)),
            facts: facts(f, view, audience),
            meter: meter_card(f, view),
            quote,
            log: view.entries.iter().map(|entry| log_line(f, entry)).collect(),
            names_people: audience == Audience::Staff,
            billed_on: view.billed_on.as_ref().map(|(number, line)| (number.to_string(), *line)),
        }
    }
}

/// So many units of work in words: `4 quarter hours`.
pub fn units(f: &Frame, units: u32, increment_minutes: u32) -> String {
    match increment_minutes {
        15 => f.n("receipt-quarters", units),
        minutes => f.t2("receipt-units", "units", units.to_string(), "increment", minutes.to_string()),
    }
}

/// What work costs under these terms, in a sentence.
pub fn price(f: &Frame, terms: &Terms) -> String {
    f.t3(
        "request-price",
        ("hourly", f.price(terms.hourly)),
        ("minutes", f.decimal(Decimal::from(terms.increment_minutes))),
        ("unit", f.price(terms.unit_price())),
    )
}

/// Above how much work a quote is accepted first.
pub fn quote_above(f: &Frame, terms: &Terms) -> String {
    let minutes = terms.quote_above_units * terms.increment_minutes;
    let span = super::clock::span(f, chrono::TimeDelta::minutes(i64::from(minutes)));
    let most = units(f, terms.quote_above_units, terms.increment_minutes);
    match minutes % 60 {
        0 => f.t2("request-quote-above-hours", "units", most, "span", span),
        _ => f.t1("request-quote-above", "units", most),
    }
}

fn meter_card(f: &Frame, view: &RequestView) -> MeterCard {
    let Meter { billable_minutes, excluded_minutes, units: count, .. } = view.meter;
    let increment = view.terms.increment_minutes;
    let is_final = view.request.finished_at.is_some();
    let rounding = match count {
        0 => f.t("next-work-free"),
        _ => texts::work_rounding(
            f.locale,
            (billable_minutes, count, increment),
            view.meter.unit_price,
            view.meter.work,
        ),
    };
    MeterCard {
        is_final,
        excluded: (excluded_minutes > 0).then(|| f.n("receipt-minutes", excluded_minutes)),
        rounding,
        unit: (!is_final && count > 0).then(|| unit_bar(f, view)),
        fee: (!view.meter.fee.is_zero()).then(|| f.money(view.meter.fee)),
        total: view.meter.total(),
    }
}

fn unit_bar(f: &Frame, view: &RequestView) -> UnitBar {
    let (left, of) = (view.meter.minutes_left_in_unit, view.terms.increment_minutes);
    let words = match left {
        0 => f.t1("request-unit-full", "price", f.price(view.meter.unit_price)),
        left => f.n("request-unit-left", left),
    };
    UnitBar { used: of - left, of, words }
}

fn facts(f: &Frame, view: &RequestView, audience: Audience) -> Vec<(String, String)> {
    let request = &view.request;
    let mut facts = vec![
        (f.t("request-requester"), request.requester.clone()),
        (f.t("request-urgency"), urgency(f, view)),
        (f.t("request-approval"), approval(f, view)),
    ];
    if let Some(day) = request.wanted_on {
        facts.push((f.t("request-wanted"), f.long_date(day)));
    }
    let terms = format!("{} {}", price(f, &view.terms), quote_above(f, &view.terms));
    facts.push((f.t("request-terms"), terms));
    if let Some(at) = request.finished_at {
        facts.push((f.t("request-finished"), f.t1("request-at", "at", f.minute(at))));
    }
    if let Some(review) = &request.review {
        let (count, at) = (units(f, review.units, view.terms.increment_minutes), f.minute(review.by.at));
        let total = f.money(review.work + review.fee);
        let by = match audience {
            Audience::Customer => String::new(),
            Audience::Staff => format!(" {}", review.by.by),
        };
        let reviewed =
            f.t3("request-reviewed", ("units", count), ("amount", total), ("at", at.as_str())) + &by;
        facts.push((f.t("request-review"), reviewed));
        if request.invoice.is_none() {
            let day = BillingPeriod::of_instant(review.by.at).invoice_date();
            facts.push((f.t("request-invoice"), f.t1("request-invoice-next", "day", f.long_date(day))));
        }
    }
    facts
}

fn urgency(f: &Frame, view: &RequestView) -> String {
    let request = &view.request;
    let clocks = f.t(format!("request-clocks-{}", request.urgency));
    let outside = match (request.is_outside_hours, request.urgency) {
        (false, _) => return clocks,
        (true, Urgency::Standard) => f.t("request-came-outside-standard"),
        (true, Urgency::Expedited) => f.t("request-came-outside-expedited"),
    };
    format!("{clocks} {outside}")
}

fn approval(f: &Frame, view: &RequestView) -> String {
    match &view.request.approval {
        Some(by) => f.t2("request-approved", "who", &by.by, "at", f.minute(by.at)),
        None => f.t("request-not-approved"),
    }
}

fn log_line(f: &Frame, LoggedEntry { row, is_counted }: &LoggedEntry) -> LogLine {
    let entry = &row.entry;
    LogLine {
        id: entry.id.0,
        day: f.day_of(entry.started_at),
        from_to: format!("{} – {}", f.time_of_day(entry.started_at), f.time_of_day(entry.ended_at)),
        minutes: entry.minutes(),
        purpose: f.t(format!("receipt-purpose-{}", entry.purpose.as_str())),
        person: row.person.clone(),
        words: row.words.clone(),
        is_billable: entry.purpose.is_billable(),
        is_counted: *is_counted,
        correct: None,
    }
}
