//! What happens next in a case, by when, and how much of that time is over.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Audience, When, state_name, when};
use crate::domain::case::clocks::{Allowance, Clock, Kept, Pause};
use crate::domain::case::windows::{may_reopen, reopen_until};
use crate::domain::case::{CaseState, Priority, Told, What};
use crate::services::cases::View;
use crate::web::frame::Frame;

/// Letters of the reason of a hold beside its clock.
const WORDS_SHOWN: usize = 240;

/// How much of a time is over, from 0 to 1000.
pub struct Bar {
    /// The part that is over.
    pub permille: i64,
    /// `calm`, `soon`, `late` or `pause`: its colour.
    pub tone: &'static str,
    /// The same in words.
    pub left: String,
    /// Its beginning.
    pub from: When,
    /// Its end.
    pub to: When,
}

/// A promise of the past.
pub struct PromiseKept {
    /// What was promised.
    pub name: String,
    /// When the customer heard.
    pub at: When,
    /// By when.
    pub due: When,
    /// Whether it was kept.
    pub is_in_time: bool,
}

/// What happens next, and by when.
pub struct ClockCard {
    /// What happens next.
    pub title: String,
    /// More about it.
    pub lines: Vec<String>,
    /// The time that it takes, as a picture.
    pub bar: Option<Bar>,
    /// Promises of the past, oldest first.
    pub kept: Vec<PromiseKept>,
}

/// A span of time in its largest unit, whole ones only: `3 days`.
pub fn span(f: &Frame, span: TimeDelta) -> String {
    let count = |units: i64| u32::try_from(units.max(1)).unwrap_or(u32::MAX);
    match span {
        span if span.num_days() > 0 => f.n("case-days", count(span.num_days())),
        span if span.num_hours() > 0 => f.n("case-hours", count(span.num_hours())),
        span => f.n("case-minutes", count(span.num_minutes())),
    }
}

/// How much of the time from `from` to `to` is over now, in `tone` where that says more than the time
/// itself does.
pub fn bar(
    f: &Frame,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    tone: Option<&'static str>,
    now: DateTime<Utc>,
) -> Bar {
    let (whole, over) = ((to - from).num_seconds().max(1), (now - from).num_seconds());
    let permille = if now >= to { 1000 } else { (over.max(0).saturating_mul(1000) / whole).min(1000) };
    let left = match now < to {
        true => f.t1("case-left", "span", span(f, to - now)),
        false => f.t1("case-over", "span", span(f, now - to)),
    };
    let of_time = match () {
        () if now > to => "late",
        () if permille >= 750 => "soon",
        () => "calm",
    };
    Bar { permille, tone: tone.unwrap_or(of_time), left, from: when(f, from), to: when(f, to) }
}

/// The card of a case as `audience` reads it now.
pub fn clock_card(f: &Frame, view: &View, audience: Audience, now: DateTime<Utc>) -> ClockCard {
    let told = &view.told;
    let mut lines = Vec::new();
    let (title, bar) = match (told.clocks.running, told.clocks.pause) {
        (Some(promise), _) => {
            let is_estimate = told.clocks.estimate == Some(promise.due);
            let name = if is_estimate { "estimate" } else { promise.clock.as_str() };
            lines.push(f.t(format!("case-clock-{name}-text")));
            lines.extend((!is_estimate).then(|| allowance(f, promise.clock, told.priority)));
            let late = if now > promise.due { "-late" } else { "" };
            let title = f.t1(&format!("case-clock-{name}{late}"), "at", f.minute(promise.due));
            (title, Some(bar(f, promise.since, promise.due, None, now)))
        }
        (None, Some(Pause::OnHold(until))) => {
            let held = view.events.iter().rev().find(|event| matches!(event.what, What::Held { .. }));
            lines.extend(held.map(|event| f.t1("case-clock-hold-why", "words", short(&event.words))));
            lines.push(f.t("case-clock-hold-text"));
            let since = held.map_or(view.opened_at, |event| event.at);
            let picture = bar(f, since, until, Some("pause"), now);
            (f.t1("case-clock-hold", "at", f.minute(until)), Some(picture))
        }
        (None, Some(Pause::WaitsForCustomer)) => {
            let whose = if audience == Audience::Customer { "-you" } else { "" };
            let what = waits_for(told);
            lines.push(f.t(format!("case-clock-{what}{whose}-text")));
            (f.t(format!("case-clock-{what}{whose}")), None)
        }
        (None, _) => closed(f, told, &mut lines, now),
    };
    let announced = announced(f, told, audience, &mut lines, now);
    let kept = told.clocks.kept.iter().map(|kept| kept_promise(f, kept)).collect();
    ClockCard { title, lines, bar: announced.or(bar), kept }
}

/// What the customer is waited for: names its texts.
fn waits_for(told: &Told) -> &'static str {
    match told.state {
        CaseState::Resolved => "waits",
        _ if told.needs_approval => "approval",
        _ => "quote",
    }
}

/// How long a promise of this kind takes at this priority.
fn allowance(f: &Frame, clock: Clock, priority: Priority) -> String {
    let span = match clock.allowance(priority) {
        Allowance::Minutes(0) => return f.t("case-allowance-at-once"),
        Allowance::Minutes(minutes) => span(f, TimeDelta::minutes(minutes)),
        Allowance::BusinessDays(days) => f.n("case-business-days", days),
    };
    f.t1(&format!("case-allowance-{}", clock.as_str()), "span", span)
}

fn closed(f: &Frame, told: &Told, lines: &mut Vec<String>, now: DateTime<Utc>) -> (String, Option<Bar>) {
    let title = state_name(f, told.state);
    let Some(closed_at) = told.closed_at else { return (title, None) };
    match told.state {
        CaseState::Closed if may_reopen(closed_at, now) => {
            let until = reopen_until(closed_at);
            let left = span(f, until - now);
            lines.push(f.t2("case-clock-reopen-until", "at", f.minute(until), "span", left));
            (title, Some(bar(f, closed_at, until, Some("pause"), now)))
        }
        CaseState::Closed | CaseState::ClosedNoResponse => {
            lines.push(f.t1("case-clock-closed-since", "at", f.minute(closed_at)));
            lines.push(f.t("case-clock-follow-on"));
            (title, None)
        }
        _ => {
            lines.push(f.t1("case-clock-duplicate", "case", told.main.clone().unwrap_or_default()));
            (title, None)
        }
    }
}

/// The closing that was announced, or for staff from when it may be.
fn announced(
    f: &Frame,
    told: &Told,
    audience: Audience,
    lines: &mut Vec<String>,
    now: DateTime<Utc>,
) -> Option<Bar> {
    if let (Some(since), Some(at)) = (told.announced_at, told.closes_at()) {
        lines.push(f.t1("case-clock-closes", "at", f.minute(at)));
        return Some(bar(f, since, at, Some("soon"), now));
    }
    let from = told.may_announce_from().filter(|_| audience == Audience::Staff)?;
    lines.push(f.t1("case-clock-announce-from", "at", f.minute(from)));
    None
}

fn kept_promise(f: &Frame, kept: &Kept) -> PromiseKept {
    PromiseKept {
        name: f.t(format!("case-promise-{}", kept.promise.clock.as_str())),
        at: when(f, kept.at),
        due: when(f, kept.promise.due),
        is_in_time: kept.is_in_time(),
    }
}

/// The beginning of what was written; all of it stands below.
fn short(words: &str) -> String {
    match words.char_indices().nth(WORDS_SHOWN) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
