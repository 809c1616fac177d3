//! Work on request, with the receipt of each request under its lines: who asked and approved, the time
//! log, and how it became the charge (REQUIREMENTS R5.8).

use crate::domain::invoice::{Line, LineKind, Section};
use crate::domain::macd::receipt::{LoggedTime, Receipt};
use crate::pdf::flow::{Flow, LEFT, WIDTH, wrap};
use crate::pdf::palette::{CALL, HAIRLINE, SMALL};
use crate::pdf::table::{Align, Table};
use crate::pdf::words::Words;
use crate::texts;
use crate::values::calendar::mountain_day;

use super::section::{sum, whole_row, whole_table};

/// How far small print stands in from the lines that it belongs to.
const INDENT: f32 = 10.0;

/// Draws the group of `lines`.
pub fn draw(flow: &mut Flow<'_>, words: Words, caption: &str, section: &Section, lines: &[&Line]) {
    let mut table = whole_table(words, caption, lines);
    table.begin(flow);
    let mut receipt = None;
    for (place, line) in lines.iter().enumerate() {
        // A line stands on one page with the beginning of its receipt.
        if line.receipt.as_ref().is_some_and(|receipt| !flow.fits(room_for(receipt))) {
            table.go_on(flow);
        }
        table.row(flow, &whole_row(words, section, line));
        receipt = receipt.or(line.receipt.as_deref());
        let next = lines.get(place + 1);
        let has_fee = next.is_some_and(|next| next.kind == LineKind::Expedite && next.code == line.code);
        if let Some(shown) = receipt.filter(|_| !has_fee) {
            let page = flow.canvas.pages();
            draw_receipt(flow, words, shown);
            receipt = None;
            if flow.canvas.pages() > page && next.is_some() {
                table.resume(flow);
            }
        }
    }
    table.total(flow, &words.with("doc-total-of", &[("what", caption)]), &[words.amount(sum(lines))]);
}

/// The height of a line with its fee and its receipt, or with the first entries of a long one.
fn room_for(receipt: &Receipt) -> f32 {
    110.0 + 10.0 * receipt.entries.len().min(8) as f32
}

fn draw_receipt(flow: &mut Flow<'_>, words: Words, receipt: &Receipt) {
    flow.space(2.0);
    small(flow, &who(words, receipt).join(" \u{b7} "));
    let mut table = Table::new("", &words.text("receipt-continued"), words.decimal_point())
        .dense(CALL)
        .indented(INDENT)
        .column(words.text("receipt-day"), 86.0, Align::Left)
        .column(words.text("receipt-from-to"), 108.0, Align::Left)
        .column(words.text("receipt-minutes-head"), 60.0, Align::Right)
        .column(words.text("receipt-purpose"), 150.0, Align::Left)
        .column(words.text("receipt-billed"), 90.0, Align::Left);
    table.begin(flow);
    for entry in &receipt.entries {
        table.row(flow, &row(words, entry));
    }
    flow.space(2.0);
    small(flow, &cost(words, receipt));
    flow.canvas.rule(LEFT, flow.y + 3.0, WIDTH, 0.4, HAIRLINE);
    flow.y += 3.0;
}

/// Who asked, who approved, how soon, and the quote.
fn who(words: Words, receipt: &Receipt) -> Vec<String> {
    let mut facts = vec![words.with("receipt-asked", &[("who", &receipt.requester)])];
    if let Some(approval) = &receipt.approval {
        let at = words.0.minute(approval.approved_at);
        facts.push(words.with("receipt-approved", &[("who", &approval.approver), ("at", &at)]));
    }
    facts.push(words.text(&format!("receipt-urgency-{}", receipt.urgency)));
    if let Some(quote) = &receipt.quote {
        let minutes = quote.units * receipt.increment_minutes;
        let values = [("minutes", minutes.to_string()), ("who", quote.by.clone())];
        facts.push(
            words.with("receipt-quote", &values.each_ref().map(|(name, value)| (*name, value.as_str()))),
        );
    }
    facts
}

fn row(words: Words, entry: &LoggedTime) -> [String; 5] {
    let billed = if entry.purpose.is_billable() { "receipt-billable" } else { "receipt-not-billable" };
    [
        words.date(mountain_day(entry.started_at)),
        format!("{} \u{2013} {}", words.0.time_of_day(entry.started_at), words.0.time_of_day(entry.ended_at)),
        entry.minutes.to_string(),
        words.text(&format!("receipt-purpose-{}", entry.purpose.as_str())),
        words.text(billed),
    ]
}

/// What does not count, and how what counts became the charge.
fn cost(words: Words, receipt: &Receipt) -> String {
    let minutes = (receipt.billable_minutes, receipt.units, receipt.increment_minutes);
    let rounding = texts::work_rounding(words.0, minutes, receipt.unit_price, receipt.work);
    match receipt.excluded_minutes {
        0 => rounding,
        excluded => format!("{rounding} \u{b7} {}", words.count("receipt-excluded", excluded as usize)),
    }
}

/// Small print, indented and wrapped.
fn small(flow: &mut Flow<'_>, text: &str) {
    for line in wrap(text, &SMALL, WIDTH - INDENT) {
        flow.keep(10.0);
        flow.y += 10.0;
        flow.canvas.text(LEFT + INDENT, flow.y - SMALL.size * 0.35, &SMALL, &line);
    }
}
