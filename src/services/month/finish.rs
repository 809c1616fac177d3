//! How a month ended, on paper: its counts, its money, its mail, and what is left to a person.

use super::{Month, open_month};
use crate::domain::access::Viewer;
use crate::pdf::{self, Sheet, SheetTable};
use crate::services::bill_run::{Review, review};
use crate::services::{App, ServiceError};
use crate::texts::{text, text_with};
use crate::values::calendar::mountain_day;
use crate::values::locale::Locale;
use crate::values::period::BillingPeriod;

/// Accounts and messages that are named; the CSV has all of them.
const NAMED: usize = 500;

/// The finish report of `period` as a PDF in the viewer's language.
///
/// # Errors
/// A period without a run.
pub fn render_finish(app: &App, viewer: &Viewer, period: BillingPeriod) -> Result<Vec<u8>, ServiceError> {
    let month = open_month(app, period)?;
    let review = review(app, period)?;
    let locale = app.languages().choose(viewer.locale);
    let now = app.clock.now();
    let sheet = Sheet {
        locale,
        provider: printable(&app.letterhead().address.name),
        title: text_with(locale, "home-month", &[("period", &locale.period(period))]),
        made: text_with(locale, "finish-made", &[("who", &viewer.email), ("time", &locale.minute(now))]),
        date: mountain_day(now),
        facts: facts(locale, &month, &review),
        tables: [
            Some(money(locale, &review)),
            Some(mail(locale, &month)),
            kept(locale, &review),
            lost(locale, &month),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    pdf::render_sheet(&sheet).map_err(|why| ServiceError::Refused(why.to_string()))
}

/// The documents' fonts lack some scripts; in a report the number says which account it is.
fn printable(words: &str) -> String {
    let missing = pdf::missing_glyphs(words);
    words.chars().map(|letter| if missing.contains(&letter) { '·' } else { letter }).collect()
}

fn facts(locale: Locale, month: &Month, review: &Review) -> Vec<(String, String)> {
    let count = |count: i64| locale.decimal(count.into());
    let say = |key: &str| text(locale, key);
    let agrees = |yes: bool| say(if yes { "month-agrees" } else { "month-differs" });
    let days = (month.period.first_day(), month.period.last_day());
    vec![
        (say("finish-days"), format!("{} – {}", locale.short_date(days.0), locale.short_date(days.1))),
        (say("month-drafted"), count(review.drafted)),
        (say("finish-issued"), count(review.issued)),
        (say("month-held"), count(review.held)),
        (say("month-failed"), count(review.failed)),
        (say("month-expected"), format!("{} · {}", count(review.expected), agrees(review.counts_agree))),
        (say("month-state-nothing"), count(review.nothing_to_bill)),
    ]
}

fn money(locale: Locale, review: &Review) -> SheetTable {
    let totals = &review.totals;
    let row = |key: &str, amount| vec![text(locale, key), locale.amount(amount)];
    let mut rows =
        vec![row("finish-previous", totals.previous_balance), row("finish-payments", -totals.payments)];
    rows.extend(totals.credits.map(|credits| row("finish-credits", -credits)));
    rows.extend(totals.adjustments.map(|sum| row("finish-adjustments", sum)));
    rows.push(row("finish-new-charges", totals.new_charges));
    SheetTable {
        caption: text(locale, "finish-money"),
        columns: vec![(text(locale, "finish-what"), 0.7, false), (text(locale, "finish-amount"), 0.3, true)],
        rows,
        total: Some((text(locale, "finish-total-due"), vec![locale.money(totals.total_due)])),
        note: None,
    }
}

fn mail(locale: Locale, month: &Month) -> SheetTable {
    let report = &month.mail;
    let count = |count: i64| locale.decimal(count.into());
    let row = |key: &str, number: i64| vec![text(locale, key), count(number)];
    SheetTable {
        caption: text(locale, "month-mail"),
        columns: vec![
            (text(locale, "finish-what"), 0.7, false),
            (text(locale, "finish-messages"), 0.3, true),
        ],
        rows: vec![
            row("month-mail-sent", report.sent),
            row("month-mail-queued", report.queued),
            row("month-mail-retrying", report.retrying),
            row("month-mail-failed", report.failed),
            row("month-mail-suppressed", report.suppressed),
        ],
        total: Some((text(locale, "month-mail-recipients"), vec![count(report.recipients)])),
        note: Some(text_with(
            locale,
            "month-mail-more",
            &[("doubt", &count(report.in_doubt)), ("unread", &count(month.unread))],
        )),
    }
}

/// What was held or could not be billed; `None` where nothing was.
fn kept(locale: Locale, review: &Review) -> Option<SheetTable> {
    let all = &review.kept_back;
    (!all.is_empty()).then(|| SheetTable {
        caption: text(locale, "finish-kept"),
        columns: vec![
            (text(locale, "account"), 0.16, false),
            (text(locale, "finish-name"), 0.30, false),
            (text(locale, "finish-state"), 0.12, false),
            (text(locale, "month-reason"), 0.42, false),
        ],
        rows: all
            .iter()
            .take(NAMED)
            .map(|one| {
                let state = text(locale, &format!("month-state-{}", one.state));
                vec![one.account.clone(), printable(&one.name), state, printable(&one.reason)]
            })
            .collect(),
        total: None,
        note: more(locale, all.len()),
    })
}

/// Messages that did not arrive; `None` where all did.
fn lost(locale: Locale, month: &Month) -> Option<SheetTable> {
    let all = &month.mail.undelivered;
    let count = usize::try_from(month.mail.retrying + month.mail.failed).unwrap_or(all.len());
    (!all.is_empty()).then(|| SheetTable {
        caption: text(locale, "month-undelivered"),
        columns: vec![
            (text(locale, "month-invoice"), 0.2, false),
            (text(locale, "finish-address"), 0.32, false),
            (text(locale, "finish-answer"), 0.48, false),
        ],
        rows: all
            .iter()
            .map(|one| vec![one.invoice.clone(), printable(&one.email), printable(&one.response)])
            .collect(),
        total: None,
        note: (count > all.len()).then(|| more_text(locale, count - all.len())),
    })
}

fn more(locale: Locale, all: usize) -> Option<String> {
    (all > NAMED).then(|| more_text(locale, all - NAMED))
}

fn more_text(locale: Locale, count: usize) -> String {
    text_with(locale, "finish-more", &[("count", &count.to_string())])
}
