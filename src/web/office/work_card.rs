//! The card on which staff log their work on a request, quote it and finish it.

use chrono::{DateTime, Utc};
use chrono_tz::America::Denver;

use super::case::Said;
use crate::domain::access::Viewer;
use crate::domain::case::decide::Doer;
use crate::domain::case::{CaseState, Told};
use crate::domain::macd::log::Purpose;
use crate::domain::macd::meter::meter;
use crate::services::macd::{LoggedEntry, RequestView};
use crate::web::cases::{RequestCard, units};
use crate::web::frame::Frame;

/// What can be done to the work of a request now.
pub struct WorkCard {
    /// Whether work can be logged, quoted and finished.
    pub may_work: bool,
    /// Whether finished work can go on.
    pub may_take_up: bool,
    /// Whether it waits for the billing review.
    pub is_finished: bool,
    /// What there is to say instead, where it can be neither.
    pub rests: Option<String>,
    /// The entry that is corrected.
    pub correction: Option<Correction>,
    /// What stands in the field of the beginning, of the end and of the minutes.
    pub from: String,
    /// See `from`.
    pub to: String,
    /// See `from`.
    pub minutes: String,
    /// The purpose that is ticked.
    pub purpose: Purpose,
    /// What stands in the field of the words.
    pub words: String,
    /// Now, as a field of a time has it.
    pub now: String,
    /// How much can be logged before a quote is needed.
    pub free: String,
    /// The smallest quote.
    pub least: u32,
    /// What stands in its field.
    pub units: String,
    /// Some quotes: units, the same in words, what they come to.
    pub examples: Vec<String>,
}

/// An entry that is corrected.
pub struct Correction {
    /// Its row.
    pub id: i64,
    /// Which it is.
    pub text: String,
}

impl WorkCard {
    /// The card for `viewer`; `correct` is the row of the entry to be corrected. `None` for who does not
    /// work on it, and where billing has reviewed it.
    pub fn of(
        f: &Frame,
        told: &Told,
        view: &RequestView,
        viewer: &Viewer,
        (correct, said): (Option<i64>, &Said),
        now: DateTime<Utc>,
    ) -> Option<WorkCard> {
        let works = Doer { role: viewer.role, email: &viewer.email }.may_work_on(told);
        if !works || view.request.review.is_some() {
            return None;
        }
        let may_work = may_log(told, view);
        let own = view
            .entries
            .iter()
            .find(|entry| may_work && Some(entry.row.entry.id.0) == correct && is_own(entry, viewer));
        let typed = |form: &str, field: &str| said.typed_in(form, field).to_owned();
        let is_refused = said.is_at("time");
        let of_entry = |read: &dyn Fn(&LoggedEntry) -> String, field: &str| match own {
            Some(entry) if !is_refused => read(entry),
            _ => typed("time", field),
        };
        let purpose = said.typed_in("time", "purpose").parse().ok();
        let purpose = purpose.or(own.map(|entry| entry.row.entry.purpose)).unwrap_or(Purpose::Work);
        Some(WorkCard {
            may_work,
            may_take_up: view.request.finished_at.is_some() && told.state == CaseState::Resolved,
            is_finished: view.request.finished_at.is_some(),
            rests: rests(f, told, view),
            correction: own.map(|entry| correction(f, entry)),
            from: of_entry(&|entry| wall(entry.row.entry.started_at), "from"),
            to: of_entry(&|entry| wall(entry.row.entry.ended_at), "to"),
            minutes: typed("time", "minutes"),
            purpose,
            words: of_entry(&|entry| entry.row.words.clone(), "words"),
            now: wall(now),
            free: match view.free_minutes {
                0 => f.t("macd-refused-needs-quote-now"),
                minutes => f.n("office-free-minutes", minutes),
            },
            least: view.least_quote,
            units: typed("quote", "units"),
            examples: examples(f, view),
        })
    }

    /// Every purpose.
    pub fn purposes(&self) -> [Purpose; Purpose::ALL.len()] {
        Purpose::ALL
    }

    /// Whether this purpose is ticked.
    pub fn is_on(&self, purpose: &Purpose) -> bool {
        *purpose == self.purpose
    }

    /// Whether the form named `form` is on the page.
    pub fn has(&self, form: &str) -> bool {
        match form {
            "time" | "quote" | "finish" => self.may_work,
            "take-up" => self.may_take_up,
            _ => false,
        }
    }
}

/// Whether time can be logged now.
fn may_log(told: &Told, view: &RequestView) -> bool {
    let request = &view.request;
    let is_ahead = !told.state.is_closed() && told.state != CaseState::Resolved;
    is_ahead && request.approval.is_some() && request.finished_at.is_none()
}

/// Why nothing can be done, where nothing can.
fn rests(f: &Frame, told: &Told, view: &RequestView) -> Option<String> {
    let request = &view.request;
    match () {
        () if request.finished_at.is_some() => Some(f.t("office-work-finished")),
        () if told.state.is_closed() => Some(f.t("office-work-closed")),
        () if request.approval.is_none() => Some(f.t("office-work-unapproved")),
        () => None,
    }
}

/// Whether the viewer logged it and it counts.
fn is_own(entry: &LoggedEntry, viewer: &Viewer) -> bool {
    entry.is_counted && entry.row.entry.person == viewer.id
}

fn correction(f: &Frame, entry: &LoggedEntry) -> Correction {
    let times = &entry.row.entry;
    let (from, to) = (f.minute(times.started_at), f.minute(times.ended_at));
    Correction { id: times.id.0, text: f.t2("office-correcting", "from", from, "to", to) }
}

/// Quotes to choose from: the smallest, and whole hours above it.
fn examples(f: &Frame, view: &RequestView) -> Vec<String> {
    let increment = view.terms.increment_minutes;
    let of_hour = 60_u32.div_ceil(increment);
    let next = view.least_quote.div_ceil(of_hour) * of_hour;
    let mut all = vec![view.least_quote, next, next + of_hour, next + 2 * of_hour];
    all.dedup();
    let total = |units: u32| meter(&view.terms, view.request.urgency, units * increment, 0).ok();
    let example = |count: u32| {
        let (words, total) = (units(f, count, increment), f.money(total(count)?.total()));
        Some(f.t3("office-quote-example", ("count", count), ("units", words), ("total", total)))
    };
    all.into_iter().filter_map(example).collect()
}

/// An instant as a field of day and time has it.
fn wall(at: DateTime<Utc>) -> String {
    at.with_timezone(&Denver).format("%Y-%m-%dT%H:%M").to_string()
}

/// Gives each entry of the card that the viewer can correct the address where they do.
pub fn offer_corrections(
    card: &mut RequestCard,
    told: &Told,
    view: &RequestView,
    viewer: &Viewer,
    path: &str,
) {
    if !may_log(told, view) {
        return;
    }
    for (line, entry) in card.log.iter_mut().zip(&view.entries) {
        line.correct = is_own(entry, viewer).then(|| format!("{path}?correct={}#time", line.id));
    }
}
