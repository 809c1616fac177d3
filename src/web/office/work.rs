//! What staff do to the work of a request: time, quotes, finished (REQUIREMENTS R5.1 to R5.3).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, TimeDelta, Utc};

use super::case::{Said, show_after};
use super::{Typed, field, instant, path};
use crate::domain::access::Viewer;
use crate::domain::case::decide::Objection;
use crate::domain::macd::log;
use crate::services::cases::Message;
use crate::services::macd::{self, NewTime, Outcome, Refusal};
use crate::services::{App, ServiceError, cases};
use crate::values::ids::EntryId;
use crate::values::number::CaseNumber;
use crate::values::words::Words;
use crate::web::cases::{case_number, macd_refused, macd_refused_status, words_flaw};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Staff;

/// More minutes than any form means.
const MOST_MINUTES: i64 = 100_000;

/// What a form asks for; or the field that is wrong and the name of the text that says why.
type Read<T> = Result<T, (&'static str, &'static str)>;

/// Writes time into the log, from one time to another or so many minutes up to now.
pub async fn time(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let read = read_time(&typed, staff.visit.app.clock.now());
    let log = move |app: &App, viewer: &Viewer, new: &NewTime, message: &Message<'_>| {
        macd::log_time(app, viewer, number, new, message)
    };
    done(staff, number, "time", typed, read, log).await
}

/// Quotes so many units.
pub async fn quote(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let read = field(&typed, "units").parse::<u32>().map_err(|_| ("units", "office-units-wrong"));
    let quote = move |app: &App, viewer: &Viewer, units: &u32, message: &Message<'_>| {
        macd::quote(app, viewer, number, *units, message)
    };
    done(staff, number, "quote", typed, read, quote).await
}

/// The work is done.
pub async fn finish(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let finish = move |app: &App, viewer: &Viewer, (): &(), message: &Message<'_>| {
        macd::finish(app, viewer, number, message)
    };
    done(staff, number, "finish", typed, Ok(()), finish).await
}

/// The work is not done after all.
pub async fn take_up(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let take_up = move |app: &App, viewer: &Viewer, (): &(), message: &Message<'_>| {
        macd::take_up(app, viewer, number, message)
    };
    done(staff, number, "take-up", typed, Ok(()), take_up).await
}

fn read_time(typed: &Typed, now: DateTime<Utc>) -> Read<NewTime> {
    let corrects = match field(typed, "corrects") {
        "" => None,
        row => Some(EntryId(row.parse().map_err(|_| ("", "macd-refused-nothing-to-correct"))?)),
    };
    let purpose = field(typed, "purpose").parse().map_err(|_| ("purpose", "choice-unknown"))?;
    let (from, to) = (field(typed, "from"), field(typed, "to"));
    let (started_at, ended_at) = match field(typed, "minutes") {
        "" => {
            let at = |name: &'static str, text: &str| instant(text).ok_or((name, "office-time-wrong"));
            (at("from", from)?, at("to", to)?)
        }
        _ if !(from.is_empty() && to.is_empty()) => return Err(("minutes", "office-minutes-or-times")),
        minutes => {
            let minutes =
                minutes.parse().ok().filter(|minutes| (-MOST_MINUTES..=MOST_MINUTES).contains(minutes));
            (now - TimeDelta::minutes(minutes.ok_or(("minutes", "office-minutes-wrong"))?), now)
        }
    };
    Ok(NewTime { started_at, ended_at, purpose, corrects })
}

/// Does what was `read` and leads back to the case; or shows it with why not at the field of `form`, and
/// all that was typed.
async fn done<T: Send + 'static>(
    mut staff: Staff,
    number: CaseNumber,
    form: &'static str,
    typed: Typed,
    read: Read<T>,
    work: impl FnOnce(&App, &Viewer, &T, &Message<'_>) -> Result<Outcome<()>, ServiceError> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    staff.visit.frame.path = path(number);
    let f = &staff.visit.frame;
    let words: Result<Words, _> = field(&typed, "words").parse();
    let wrong = match (&read, &words) {
        (Err((field, key)), _) => Some(((*field).to_owned(), f.t(key))),
        (_, Err(flaw)) => Some(("words".to_owned(), words_flaw(f, *flaw))),
        _ => None,
    };
    if let Some((field, text)) = wrong {
        let said = Said { form, field, text, typed, needs_quote: false };
        return show_after(&staff, number, StatusCode::UNPROCESSABLE_ENTITY, said).await;
    }
    let (Ok(read), Ok(words)) = (read, words) else { return Err(Failure::BadRequest) };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let outcome =
        web::block(move || work(&app, &viewer, &read, &Message { words: &words, files: &[] })).await??;
    match outcome {
        Ok(()) => {
            staff.visit.wake_post();
            Ok(see_other(&path(number)))
        }
        Err(refusal) => {
            let (status, text) = answer(&staff, &refusal);
            let field = field_of(form, &refusal, &typed).to_owned();
            let needs_quote = matches!(refusal, Refusal::Log(log::Objection::NeedsQuote(_)));
            show_after(&staff, number, status, Said { form, field, text, typed, needs_quote }).await
        }
    }
}

/// The status and the words of a refusal.
pub(super) fn answer(staff: &Staff, refusal: &Refusal) -> (StatusCode, String) {
    let status = match refusal {
        Refusal::Case(cases::Refusal::Case(Objection::NotAllowed)) => StatusCode::FORBIDDEN,
        other => macd_refused_status(other),
    };
    (status, macd_refused(&staff.visit.frame, refusal))
}

/// The field that a refusal is about; empty where it is about the whole form.
fn field_of(form: &str, refusal: &Refusal, typed: &Typed) -> &'static str {
    match (form, refusal) {
        (_, Refusal::Case(cases::Refusal::Case(Objection::WordsMissing))) => "words",
        ("quote", Refusal::QuoteTooSmall(_)) => "units",
        ("time", Refusal::Log(objection)) => match (objection, field(typed, "minutes")) {
            (log::Objection::Finished | log::Objection::Billed | log::Objection::NothingToCorrect, _) => "",
            (log::Objection::NotApproved | log::Objection::Overlaps, "") => "from",
            (_, "") => "to",
            _ => "minutes",
        },
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::macd::log::Purpose;

    const NOW: &str = "2026-11-30T10:00:30-07:00";

    fn read(fields: &[(&str, &str)]) -> Result<(String, String), (&'static str, &'static str)> {
        let typed = fields.iter().chain(&[("purpose", "work")]).map(|(a, b)| ((*a).into(), (*b).into()));
        let new = read_time(&typed.collect(), NOW.parse().unwrap())?;
        assert_eq!(new.purpose, Purpose::Work);
        Ok((new.started_at.to_string(), new.ended_at.to_string()))
    }

    #[test]
    fn time_is_two_times_or_minutes_up_to_now() {
        let times = [("from", "2026-11-29T23:00"), ("to", "2026-11-30T01:00"), ("minutes", "")];
        assert_eq!(read(&times), Ok(("2026-11-30 06:00:00 UTC".into(), "2026-11-30 08:00:00 UTC".into())));
        let minutes = |text| read(&[("from", ""), ("to", ""), ("minutes", text)]);
        assert_eq!(minutes("45"), Ok(("2026-11-30 16:15:30 UTC".into(), "2026-11-30 17:00:30 UTC".into())));
        for wrong in ["an hour", "1.5", "9999999999"] {
            assert_eq!(minutes(wrong), Err(("minutes", "office-minutes-wrong")), "{wrong}");
        }
        assert_eq!(read(&[("from", "2026-11-29T23:00")]), Err(("to", "office-time-wrong")));
        let both = [("from", "2026-11-29T23:00"), ("minutes", "5")];
        assert_eq!(read(&both), Err(("minutes", "office-minutes-or-times")));
    }
}
