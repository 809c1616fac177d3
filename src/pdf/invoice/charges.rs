//! The balance and the new charges by category, beside those of the invoice before: what changed.

use crate::domain::invoice::{ChargesByCategory, Invoice};
use crate::pdf::canvas::{Canvas, Style};
use crate::pdf::flow::{LEFT, RIGHT, WIDTH, wrap_within};
use crate::pdf::palette::{ACCENT, BODY, BODY_BOLD, HAIRLINE, HEAD, INK, MUTED, PALE, SMALL, TITLE};
use crate::pdf::words::Words;
use crate::values::money::Money;

/// Right edges of the columns.
const THIS: f32 = 330.0;
const LAST: f32 = 402.0;
const CHANGE: f32 = 472.0;
/// Where the bars begin, and how long one can be to either side.
const BARS: f32 = 520.0;
const BAR: f32 = 36.0;
/// From row to row.
const STEP: f32 = 12.2;

/// A category's name, amount on this and on the last invoice.
struct Row {
    name: String,
    /// As a sentence names it.
    short: String,
    now: Money,
    before: Money,
}

/// Draws both from `top` on.
pub fn draw(canvas: &mut dyn Canvas, invoice: &Invoice, top: f32) {
    let y = balance(canvas, invoice, top);
    what_changed(canvas, invoice, top);
    new_charges(canvas, invoice, y + 17.0);
}

fn balance(canvas: &mut dyn Canvas, invoice: &Invoice, top: f32) -> f32 {
    let words = Words(invoice.locale);
    let mut y = top;
    canvas.text(LEFT, y, &Style { size: 9.6, ..TITLE }, &words.text("doc-balance"));
    canvas.rule(LEFT, y + 4.4, THIS - LEFT, 0.8, ACCENT);
    y += 4.0;
    let mut row = |label: &str, style: &Style, amount: Money| {
        y += STEP;
        canvas.text(LEFT, y, style, &words.text(label));
        canvas.text_right(THIS, y, style, &words.amount(amount));
    };
    row("doc-previous-balance", &BODY, invoice.previous_balance);
    row("doc-payments-thanks", &BODY, -invoice.payments);
    if !invoice.credits.is_zero() {
        row("doc-credits", &BODY, -invoice.credits);
    }
    if !invoice.adjustments.is_zero() {
        row("doc-adjustments", &BODY, invoice.adjustments);
    }
    row("doc-balance-forward", &BODY_BOLD, invoice.balance_forward());
    y
}

/// Reads a category's amount.
type Category = fn(&ChargesByCategory) -> Money;

/// The categories that have an amount on either invoice.
fn rows(invoice: &Invoice) -> Vec<Row> {
    let words = Words(invoice.locale);
    let now = invoice.charges();
    let before = invoice.previous_charges.unwrap_or_default();
    let next = invoice.period.next();
    let recurring =
        words.with("doc-recurring-of", &[("dates", &words.dates(next.first_day(), next.last_day()))]);
    let categories: [(String, &str, Category); 7] = [
        (recurring, "doc-recurring", |charges| charges.recurring),
        (words.text("doc-catch-up"), "doc-catch-up", |charges| charges.catch_up),
        (words.text("doc-one-time"), "doc-one-time", |charges| charges.one_time),
        (words.text("doc-macd"), "doc-macd", |charges| charges.macd),
        (words.text("doc-usage"), "doc-usage", |charges| charges.usage),
        (words.text("doc-taxes"), "doc-taxes", |charges| charges.taxes),
        (words.text("doc-late-fee"), "doc-late-fee", |charges| charges.late_fee),
    ];
    categories
        .into_iter()
        .map(|(name, short, amount)| Row {
            name,
            short: words.text(short),
            now: amount(&now),
            before: amount(&before),
        })
        .filter(|row| !row.now.is_zero() || !row.before.is_zero())
        .collect()
}

fn new_charges(canvas: &mut dyn Canvas, invoice: &Invoice, top: f32) {
    let words = Words(invoice.locale);
    let compared = invoice.previous_charges.is_some();
    let width = if compared { WIDTH } else { THIS - LEFT };
    let mut y = top;
    canvas.text(LEFT, y, &Style { size: 9.6, ..TITLE }, &words.text("doc-new-charges"));
    canvas.text_right(THIS, y, &HEAD, &words.text("doc-this-invoice"));
    if compared {
        canvas.text_right(LAST, y, &HEAD, &words.text("doc-last-invoice"));
        canvas.text_right(CHANGE, y, &HEAD, &words.text("doc-change"));
    }
    canvas.rule(LEFT, y + 4.4, width, 0.8, ACCENT);
    y += 4.0;

    let rows = rows(invoice);
    let scale = Scale::of(&rows);
    for row in &rows {
        y += STEP;
        category(canvas, words, row, y, &BODY, compared);
        if compared {
            scale.bar(canvas, y, change(row));
        }
    }
    if compared && !rows.is_empty() {
        canvas.fill(BARS - 0.3, top + 8.0, 0.6, STEP * rows.len() as f32 + 1.0, HAIRLINE);
    }

    y += STEP + 1.0;
    canvas.rule(LEFT, y - 9.4, width, 0.4, HAIRLINE);
    let before = invoice.previous_charges.map_or(Money::ZERO, |charges| charges.total());
    let name = words.text("doc-total-new-charges");
    let total = Row { short: name.clone(), name, now: invoice.new_charges(), before };
    category(canvas, words, &total, y, &BODY_BOLD, compared);

    y += STEP + 4.0;
    canvas.rule(LEFT, y - 11.0, THIS - LEFT, 0.8, ACCENT);
    let style = Style::bold(10.0, ACCENT);
    let label = if invoice.total_due().is_negative() { "doc-credit-balance" } else { "doc-total-due" };
    canvas.text(LEFT, y, &style, &words.text(label));
    canvas.text_right(THIS, y, &style, &words.money(invoice.total_due()));
    if !invoice.in_dispute.is_zero() {
        disputed(canvas, invoice, y);
    }
}

/// What of the total is in dispute, and what is left to pay, right of the total.
fn disputed(canvas: &mut dyn Canvas, invoice: &Invoice, y: f32) {
    let words = Words(invoice.locale);
    let left = THIS + 24.0;
    canvas.text(left, y, &BODY, &words.text("doc-in-dispute"));
    canvas.text_right(RIGHT, y, &BODY, &words.amount(-invoice.in_dispute));
    canvas.text(left, y + STEP, &BODY_BOLD, &words.text("doc-undisputed-due"));
    canvas.text_right(RIGHT, y + STEP, &BODY_BOLD, &words.money(invoice.undisputed_due()));
}

fn category(canvas: &mut dyn Canvas, words: Words, row: &Row, y: f32, style: &Style, compared: bool) {
    canvas.text(LEFT, y, style, &row.name);
    canvas.text_right(THIS, y, style, &words.amount(row.now));
    if compared {
        let muted = Style { color: MUTED, ..*style };
        canvas.text_right(LAST, y, &muted, &words.amount(row.before));
        canvas.text_right(CHANGE, y, style, &words.change(change(row)));
    }
}

fn change(row: &Row) -> Money {
    row.now - row.before
}

/// How long bars are: the largest change has the whole length.
struct Scale {
    largest: Money,
}

impl Scale {
    fn of(rows: &[Row]) -> Scale {
        let largest = rows.iter().map(|row| change(row).max(-change(row))).max();
        Scale { largest: largest.unwrap_or(Money::ZERO) }
    }

    /// A bar to the right for an increase, to the left for a decrease.
    fn bar(&self, canvas: &mut dyn Canvas, y: f32, change: Money) {
        if change.is_zero() {
            return;
        }
        // A length to look at, not an amount: the amount stands beside it.
        let length = (change.cents() as f32 / self.largest.cents() as f32) * BAR;
        let (height, top) = (6.4, y - 6.2);
        if length > 0.0 {
            canvas.fill(BARS + 0.3, top, length.max(0.6), height, ACCENT);
        } else {
            let length = (-length).max(0.6);
            canvas.fill(BARS - 0.3 - length, top, length, height, PALE);
        }
    }
}

/// What changed, in words, right of the balance.
fn what_changed(canvas: &mut dyn Canvas, invoice: &Invoice, top: f32) {
    let words = Words(invoice.locale);
    let left = THIS + 24.0;
    canvas.text(left, top, &Style { size: 9.6, ..TITLE }, &words.text("doc-what-changed"));
    canvas.rule(left, top + 4.4, RIGHT - left, 0.8, ACCENT);
    let style = Style { size: 8.4, color: INK, ..SMALL };
    let text = difference(invoice);
    let (style, lines) = wrap_within(&text, &style, RIGHT - left, 4);
    for (place, line) in lines.iter().enumerate() {
        canvas.text(left, top + 17.0 + 11.2 * place as f32, &style, line);
    }
}

fn difference(invoice: &Invoice) -> String {
    let words = Words(invoice.locale);
    let Some(previous) = invoice.previous_charges else { return words.text("doc-changed-first") };
    let total = invoice.new_charges() - previous.total();
    let rows = rows(invoice);
    let mut text = match total {
        Money::ZERO => words.text("doc-changed-same"),
        _ => {
            let (key, amount) =
                if total.is_negative() { ("doc-changed-less", -total) } else { ("doc-changed-more", total) };
            words.with(key, &[("amount", &words.money(amount))])
        }
    };
    let main = rows.iter().filter(|row| !change(row).is_zero());
    if let Some(row) = main.max_by_key(|row| change(row).max(-change(row))) {
        let values = [("category", row.short.as_str()), ("amount", &words.change(change(row)))];
        text = format!("{text} {}", words.with("doc-changed-mostly", &values));
    }
    text
}
