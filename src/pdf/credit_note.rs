//! The credit note: what of which invoice lines is credited, and the taxes on it (REQUIREMENTS R3.8).

use crate::domain::credit_note::{CreditNote, CreditedTax};
use crate::domain::invoice::{LineKind, TaxKind};
use crate::values::locale::Locale;

use super::PdfError;
use super::canvas::{Canvas, Style};
use super::content::Pages;
use super::document::{self, Bookmark, Info};
use super::flow::{Flow, LEFT, RIGHT, WIDTH};
use super::letterhead::{self, ASIDE, address, labelled};
use super::palette::{ACCENT, BODY, HAIRLINE, INK, MUTED, SMALL, TINT, TITLE};
use super::table::{Align, Table};
use super::words::Words;

/// The credit note as a PDF, letter size, in its language; amounts are US dollars.
///
/// A pure function: the same rows give the same bytes on every machine.
///
/// # Errors
/// [`PdfError::MissingGlyphs`] where a name or text has characters that the embedded faces lack.
pub fn render_credit_note(note: &CreditNote) -> Result<Vec<u8>, PdfError> {
    let mut pages = Pages::default();
    let outline = draw(note, &mut pages);
    if !pages.missing.is_empty() {
        return Err(PdfError::MissingGlyphs(pages.missing));
    }
    Ok(document::assemble(pages, &info(note), &outline))
}

fn info(note: &CreditNote) -> Info {
    let words = Words(note.locale);
    Info {
        title: words.with(
            "credit-title",
            &[("number", note.number.as_str()), ("provider", &note.provider.address.name)],
        ),
        author: note.provider.address.name.clone(),
        subject: words.with("credit-subject", &[("account", note.account.as_str())]),
        language: match note.locale {
            Locale::En => "en-US",
            Locale::Es => "es-US",
        },
        date: note.credited_on,
    }
}

fn draw(note: &CreditNote, canvas: &mut dyn Canvas) -> Vec<Bookmark> {
    let words = Words(note.locale);
    let mut flow = Flow::new(canvas);
    flow.y = 0.0;
    flow.bookmark(0, words.text("credit-note"));
    letterhead::draw(flow.canvas, words, &note.provider);
    card(flow.canvas, note);
    facts(flow.canvas, note);
    address(flow.canvas, 189.0, &note.bill_to, 250.0);
    flow.y = 280.0;
    why(&mut flow, note);
    lines(&mut flow, note);
    taxes(&mut flow, note);
    total(&mut flow, note);
    let outline = flow.outline;
    frame(canvas, note);
    outline
}

/// How much.
fn card(canvas: &mut dyn Canvas, note: &CreditNote) {
    let words = Words(note.locale);
    canvas.fill(ASIDE, 38.0, RIGHT - ASIDE, 86.0, TINT);
    canvas.fill(ASIDE, 38.0, 3.0, 86.0, ACCENT);
    let left = ASIDE + 15.0;
    let room = RIGHT - left - 8.0;
    canvas.text(left, 58.0, &Style::bold(9.0, MUTED), &words.text("credit-note"));
    canvas.text_within(left, 87.0, &Style::bold(24.0, ACCENT), &words.money(note.total()), room);
    canvas.text_within(left, 108.0, &Style::bold(9.0, INK), &words.text("credit-no-payment"), room);
}

/// Numbers and dates.
fn facts(canvas: &mut dyn Canvas, note: &CreditNote) {
    let words = Words(note.locale);
    let mut rows = vec![
        (words.text("credit-number"), note.number.to_string()),
        (words.text("doc-account-number"), note.account.to_string()),
        (words.text("credit-date"), words.date(note.credited_on)),
    ];
    rows.extend(note.case.map(|case| (words.text("credit-case"), case.to_string())));
    let mut y = 144.0;
    for (label, value) in rows {
        labelled(canvas, ASIDE, RIGHT, y, &label, &value);
        y += 17.0;
    }
}

fn why(flow: &mut Flow<'_>, note: &CreditNote) {
    let words = Words(note.locale);
    flow.canvas.text(LEFT, flow.y, &TITLE, &words.text("credit-why"));
    flow.y += 6.0;
    let style = Style { size: 9.0, ..BODY };
    flow.paragraph(&style, &note.reason);
    flow.y += 5.0;
    flow.paragraph(&style, &words.text("credit-how"));
    flow.y += 10.0;
}

fn lines(flow: &mut Flow<'_>, note: &CreditNote) {
    let words = Words(note.locale);
    let mut table = table(words, "credit-lines")
        .column(words.text("invoice"), 104.0, Align::Left)
        .column(words.text("doc-account"), 72.0, Align::Muted)
        .column(words.text("doc-description"), 160.0, Align::Left)
        .column(words.text("doc-service-dates"), 104.0, Align::Left)
        .column(words.text("doc-amount"), 64.0, Align::Right);
    table.begin(flow);
    for line in &note.lines {
        table.row(
            flow,
            &[
                line.invoice_number.to_string(),
                line.account.to_string(),
                match line.kind {
                    Some(kind) => described(words, kind, &line.description),
                    None => words.text("doc-late-fee"),
                },
                words.dates(line.from, line.to),
                words.amount(line.amount),
            ],
        );
    }
    table.total(flow, &words.text("credit-lines-total"), &[words.amount(note.lines_total())]);
}

/// What kind of charge it was, where its description does not say.
fn described(words: Words, kind: LineKind, description: &str) -> String {
    let kind = match kind {
        LineKind::Recurring => "doc-recurring",
        LineKind::CatchUp | LineKind::CatchUpCredit => "doc-prorated",
        LineKind::OneTime => "doc-one-time",
        LineKind::Macd => "doc-macd",
        LineKind::Expedite => "doc-expedite",
        LineKind::Usage => "doc-usage",
        LineKind::UsageLate => "doc-usage-late",
    };
    format!("{description}\n{}", words.text(kind))
}

fn taxes(flow: &mut Flow<'_>, note: &CreditNote) {
    if note.taxes.is_empty() {
        return;
    }
    let words = Words(note.locale);
    flow.space(8.0);
    let mut table = table(words, "doc-taxes")
        .column(words.text("invoice"), 104.0, Align::Left)
        .column(words.text("doc-tax"), 152.0, Align::Left)
        .column(words.text("doc-jurisdiction"), 72.0, Align::Muted)
        .column(words.text("doc-base"), 64.0, Align::Right)
        .column(words.text("doc-tax-rate"), 48.0, Align::Right)
        .column(words.text("doc-amount"), 64.0, Align::Right);
    table.begin(flow);
    for tax in &note.taxes {
        let number = note.lines.iter().find(|line| line.invoice == tax.invoice);
        let (base, rate) = base_and_rate(words, tax);
        table.row(
            flow,
            &[
                number.map(|line| line.invoice_number.to_string()).unwrap_or_default(),
                tax.name.clone(),
                tax.jurisdiction.clone(),
                base,
                rate,
                words.amount(tax.amount),
            ],
        );
    }
    table.total(flow, &words.text("credit-taxes-total"), &[words.amount(note.taxes_total())]);
}

fn base_and_rate(words: Words, tax: &CreditedTax) -> (String, String) {
    match tax.kind {
        TaxKind::Percent => (words.price(tax.base), format!("{} %", words.number(tax.rate))),
        TaxKind::PerUnit => (
            words.with("doc-units", &[("count", &words.minutes(tax.base))]),
            words.with("doc-each", &[("price", &words.price(tax.rate))]),
        ),
    }
}

fn total(flow: &mut Flow<'_>, note: &CreditNote) {
    let words = Words(note.locale);
    flow.space(16.0);
    flow.keep(30.0);
    flow.canvas.rule(LEFT, flow.y, WIDTH, 0.8, ACCENT);
    flow.y += 18.0;
    let style = Style::bold(11.0, ACCENT);
    flow.canvas.text(LEFT, flow.y, &style, &words.text("credit-total"));
    flow.canvas.text_right(RIGHT, flow.y, &style, &words.money(note.total()));
    flow.y += 8.0;
}

fn table(words: Words, caption: &str) -> Table {
    Table::new(&words.text(caption), &words.text("doc-continued"), words.decimal_point())
}

/// Heads, feet and page numbers.
fn frame(canvas: &mut dyn Canvas, note: &CreditNote) {
    let words = Words(note.locale);
    let head = words
        .with("credit-running-head", &[("number", note.number.as_str()), ("account", note.account.as_str())]);
    let questions = words.with("doc-running-questions", &[("phone", &note.provider.phone)]);
    let pages = canvas.pages();
    for page in 0..pages {
        canvas.turn_to(page);
        let number =
            words.with("doc-page", &[("page", &(page + 1).to_string()), ("pages", &pages.to_string())]);
        canvas.rule(LEFT, 756.0, WIDTH, 0.5, HAIRLINE);
        canvas.text(LEFT, 768.0, &SMALL, &questions);
        canvas.text_right(RIGHT, 768.0, &SMALL, &number);
        if page > 0 {
            canvas.text(LEFT, 46.0, &Style::bold(8.2, INK), &note.provider.address.name);
            canvas.text_right(RIGHT, 46.0, &SMALL, &head);
            canvas.rule(LEFT, 54.0, WIDTH, 0.5, HAIRLINE);
        }
    }
}
