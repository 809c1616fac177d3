//! The coupon that goes back with a check: the lower third of page 1, to tear off.
//!
//! In a return envelope (#9, or #10) with the standard window, the part that always shows lies 0.88
//! to 4.38 inches from the left and 2.5 to 3 inches below the perforation: the remittance address
//! stands there, from the bottom up. Nothing else stands left of 5.38 inches below 1.88 inches.

use crate::domain::invoice::Invoice;
use crate::pdf::canvas::{Canvas, PAGE_WIDTH, Style};
use crate::pdf::flow::{LEFT, RIGHT, wrap_within};
use crate::pdf::letterhead::{ASIDE, WINDOW_LEFT, labelled};
use crate::pdf::palette::{ACCENT, HAIRLINE, INK, MUTED, SMALL, TITLE};
use crate::pdf::words::Words;
use crate::values::money::Money;

/// The perforation, 7.5 inches from the top.
const PERFORATION: f32 = 540.0;
/// The last line of the remittance address.
const REMIT_LAST: f32 = 751.0;

/// Draws it.
pub fn draw(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    canvas.dashes(18.0, PERFORATION, PAGE_WIDTH - 36.0, MUTED);
    canvas.text(LEFT, PERFORATION + 12.0, &SMALL, &words.text("doc-coupon-detach"));
    payer(canvas, invoice);
    remit_to(canvas, invoice);
    amounts(canvas, invoice);
}

fn payer(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    canvas.text(LEFT, 577.0, &TITLE, &words.text("doc-coupon"));
    let name = Style::regular(8.6, INK);
    let mut y = 594.0;
    let (name, name_lines) = wrap_within(&invoice.bill_to.name, &name, 300.0, 2);
    for line in &name_lines {
        canvas.text(LEFT, y, &name, line);
        y += 11.0;
    }
    y += 4.0;
    let how = if super::amount_to_pay(invoice) > Money::ZERO {
        words.with("doc-coupon-how", &[("name", &invoice.provider.remit_to.name)])
    } else {
        words.text(nothing_to_pay(invoice))
    };
    let (style, lines) = wrap_within(&how, &SMALL, 300.0, 4);
    for line in &lines {
        canvas.text(LEFT, y, &style, line);
        y += 10.0;
    }
}

fn remit_to(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let style = Style::regular(9.4, INK);
    let remit_to = &invoice.provider.remit_to;
    let mut lines = vec![remit_to.name.clone()];
    lines.extend(remit_to.lines());
    for (place, line) in lines.iter().rev().enumerate() {
        canvas.text_within(WINDOW_LEFT, REMIT_LAST - 11.4 * place as f32, &style, line, 250.0);
    }
}

fn amounts(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let due = words.money(super::amount_to_pay(invoice));
    let rows = [
        (words.text("doc-account-number"), invoice.account.to_string()),
        (words.text("doc-invoice-number"), super::number(invoice)),
        (words.text("doc-due-date"), words.date(invoice.due_date)),
    ];
    let mut y = 577.0;
    for (label, value) in rows {
        labelled(canvas, ASIDE, RIGHT, y, &label, &value);
        y += 18.0;
    }
    let strong = Style::bold(13.0, ACCENT);
    canvas.text(ASIDE, y + 4.0, &Style::bold(8.4, INK), &words.text("doc-amount-due"));
    canvas.text_right(RIGHT, y + 4.0, &strong, &due);
    if super::amount_to_pay(invoice).is_zero() {
        return;
    }
    y += 26.0;
    canvas.text(ASIDE, y, &SMALL, &words.text("doc-amount-enclosed"));
    boxed(canvas, y + 6.0);
}

fn nothing_to_pay(invoice: &Invoice) -> &'static str {
    if invoice.in_dispute.is_zero() { "doc-coupon-nothing" } else { "doc-coupon-disputed" }
}

/// A field to write the amount into, digit by digit.
fn boxed(canvas: &mut dyn Canvas, top: f32) {
    let (width, height, thickness) = (RIGHT - ASIDE, 26.0, 0.7);
    canvas.fill(ASIDE, top, width, thickness, MUTED);
    canvas.fill(ASIDE, top + height, width, thickness, MUTED);
    canvas.fill(ASIDE, top, thickness, height, MUTED);
    canvas.fill(RIGHT - thickness, top, thickness, height + thickness, MUTED);
    canvas.text(ASIDE + 8.0, top + 17.5, &Style::regular(12.0, MUTED), "$");
    canvas.fill(RIGHT - 44.0, top + 5.0, 0.6, height - 9.0, HAIRLINE);
}
