//! Page 2, first part: payments received, late fee, credits, adjustments (REQUIREMENTS R3.3, R3.5).

use crate::domain::invoice::{AdjustmentShown, CreditShown, Invoice, LateFee};
use crate::pdf::flow::{Flow, LEFT, RIGHT};
use crate::pdf::palette::{BODY, BODY_BOLD, CAPTION, TITLE};
use crate::pdf::table::{Align, Table, note};
use crate::pdf::words::Words;
use crate::values::money::Money;

/// Draws them.
pub fn draw(flow: &mut Flow<'_>, invoice: &Invoice) {
    let words = Words(invoice.locale);
    title(flow, &words.text("doc-payments-and-balance"));
    payments(flow, invoice);
    if let Some(fee) = &invoice.late_fee {
        late_fee(flow, words, fee);
    }
    if !invoice.credit_notes.is_empty() {
        credit_notes(flow, words, &invoice.credit_notes);
    }
    if !invoice.adjustments_made.is_empty() {
        adjustments(flow, words, &invoice.adjustments_made);
    }
    credits(flow, invoice);
    if !invoice.in_dispute.is_zero() {
        in_dispute(flow, words, invoice.in_dispute);
    }
}

/// The title of a part, with its bookmark.
pub fn title(flow: &mut Flow<'_>, text: &str) {
    flow.space(22.0);
    flow.keep(80.0);
    flow.y += 12.0;
    flow.bookmark(0, text);
    flow.canvas.text(LEFT, flow.y, &TITLE, text);
    flow.y += 9.0;
}

fn payments(flow: &mut Flow<'_>, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let caption = words.text("doc-payments-received");
    if invoice.payments_received.is_empty() {
        flow.y += 13.0;
        flow.canvas.text(LEFT, flow.y, &BODY, &words.text("doc-payments-none"));
        flow.y += 6.0;
        return;
    }
    let mut table = Table::new(&caption, &words.text("doc-continued"), words.decimal_point())
        .column(words.text("doc-received-on"), 84.0, Align::Left)
        .column(words.text("doc-method"), 110.0, Align::Left)
        .column(words.text("doc-reference"), 130.0, Align::Left)
        .column(words.text("doc-account"), 100.0, Align::Left)
        .column(words.text("doc-amount"), 80.0, Align::Right);
    table.begin(flow);
    for payment in &invoice.payments_received {
        table.row(
            flow,
            &[
                words.date(payment.received_on),
                method(words, &payment.method),
                payment.reference.clone(),
                payment.account.to_string(),
                words.amount(payment.amount),
            ],
        );
    }
    let sum: Money = invoice.payments_received.iter().map(|payment| payment.amount).sum();
    table.total(flow, &words.text("doc-payments-total"), &[words.amount(sum)]);
}

fn method(words: Words, method: &str) -> String {
    match method {
        "check" | "ach" | "card" | "wire" => words.text(&format!("doc-method-{method}")),
        other => other.to_owned(),
    }
}

fn late_fee(flow: &mut Flow<'_>, words: Words, fee: &LateFee) {
    flow.space(10.0);
    flow.keep(40.0);
    flow.y += 12.0;
    flow.canvas.text(LEFT, flow.y, &CAPTION, &words.text("doc-late-fee"));
    flow.canvas.text_right(RIGHT, flow.y, &BODY_BOLD, &words.amount(fee.amount));
    let (percent, base) = (words.number(fee.percent), words.money(fee.base));
    note(flow, &words.with("doc-late-fee-how", &[("percent", &percent), ("base", &base)]));
}

fn credit_notes(flow: &mut Flow<'_>, words: Words, notes: &[CreditShown]) {
    flow.space(8.0);
    let caption = words.text("credit-notes");
    let mut table = Table::new(&caption, &words.text("doc-continued"), words.decimal_point())
        .column(words.text("credit-date"), 84.0, Align::Left)
        .column(words.text("credit-number"), 120.0, Align::Left)
        .column(words.text("credit-reason"), 220.0, Align::Left)
        .column(words.text("doc-amount"), 80.0, Align::Right);
    table.begin(flow);
    for note in notes {
        table.row(
            flow,
            &[
                words.date(note.credited_on),
                note.number.to_string(),
                note.reason.clone(),
                words.amount(note.amount),
            ],
        );
    }
    let sum: Money = notes.iter().map(|note| note.amount).sum();
    table.total(flow, &words.text("credit-notes-total"), &[words.amount(sum)]);
}

fn adjustments(flow: &mut Flow<'_>, words: Words, made: &[AdjustmentShown]) {
    flow.space(8.0);
    let caption = words.text("adjustments-made");
    let mut table = Table::new(&caption, &words.text("doc-continued"), words.decimal_point())
        .column(words.text("adjustment-date"), 84.0, Align::Left)
        .column(words.text("adjustment-what"), 340.0, Align::Left)
        .column(words.text("doc-amount"), 80.0, Align::Right);
    table.begin(flow);
    for one in made {
        let what = words.with(one.kind.text(one.amount), &[("reference", &one.reference)]);
        table.row(flow, &[words.date(one.booked_on), what.trim_end().to_owned(), words.amount(one.amount)]);
    }
    let sum: Money = made.iter().map(|one| one.amount).sum();
    table.total(flow, &words.text("adjustments-total"), &[words.amount(sum)]);
}

fn in_dispute(flow: &mut Flow<'_>, words: Words, amount: Money) {
    flow.space(10.0);
    flow.keep(40.0);
    flow.y += 12.0;
    flow.canvas.text(LEFT, flow.y, &CAPTION, &words.text("doc-in-dispute"));
    flow.canvas.text_right(RIGHT, flow.y, &BODY_BOLD, &words.amount(amount));
    note(flow, &words.text("doc-in-dispute-how"));
}

fn credits(flow: &mut Flow<'_>, invoice: &Invoice) {
    let words = Words(invoice.locale);
    // Listed one by one where they are known.
    let credits = if invoice.credit_notes.is_empty() { invoice.credits } else { Money::ZERO };
    let adjustments = if invoice.adjustments_made.is_empty() { invoice.adjustments } else { Money::ZERO };
    if credits.is_zero() && adjustments.is_zero() {
        return;
    }
    flow.space(10.0);
    flow.keep(56.0);
    flow.y += 12.0;
    flow.canvas.text(LEFT, flow.y, &CAPTION, &words.text("doc-credits-and-adjustments"));
    flow.y += 2.0;
    for (key, amount) in [("doc-credits", -credits), ("doc-adjustments", adjustments)] {
        if !amount.is_zero() {
            flow.y += 12.4;
            flow.canvas.text(LEFT, flow.y, &BODY, &words.text(key));
            flow.canvas.text_right(RIGHT, flow.y, &BODY, &words.amount(amount));
        }
    }
    flow.y += 4.0;
}
