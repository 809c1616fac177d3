//! Page 1: who, how much, by when, what changed, how to pay, whom to call (REQUIREMENTS R3.3).
//!
//! Folded in three, the page shows the customer's address through the window of a #10 envelope
//! (4 1/2 × 1 1/8 inches, 7/8 from the left and 1/2 from the bottom). However the sheet lies in the
//! envelope, the window lies between 2.04 and 3.63 inches from the page's top and left of 5.38
//! inches, and always shows 0.88 to 4.38 × 2.5 to 3.17 inches: the address goes into the latter,
//! and nothing else into the former.

use crate::domain::invoice::Invoice;
use crate::pdf::canvas::{Canvas, Style};
use crate::pdf::flow::{Flow, LEFT, RIGHT, WIDTH, wrap_within};
use crate::pdf::letterhead::{self, ASIDE, address, labelled, shown};
use crate::pdf::palette::{ACCENT, HAIRLINE, INK, MUTED, SMALL, TINT, TITLE};
use crate::pdf::words::Words;
use crate::values::money::Money;

use super::{charges, coupon};

/// Draws it.
pub fn draw(flow: &mut Flow<'_>, invoice: &Invoice) {
    flow.y = 0.0;
    flow.bookmark(0, Words(invoice.locale).text("doc-summary"));
    letterhead::draw(flow.canvas, Words(invoice.locale), &invoice.provider);
    due_card(flow.canvas, invoice);
    facts(flow.canvas, invoice);
    address(flow.canvas, 189.0, &invoice.bill_to, 250.0);
    charges::draw(flow.canvas, invoice, 277.0);
    how_to_pay(flow.canvas, invoice);
    coupon::draw(flow.canvas, invoice);
}

/// How much, by when.
fn due_card(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let total = invoice.undisputed_due();
    let (label, by_when) = match total {
        due if due > Money::ZERO => {
            let date = invoice.locale.long_date(invoice.due_date);
            (words.text("doc-total-due"), words.with("doc-due-by", &[("date", &date)]))
        }
        Money::ZERO => (words.text("doc-total-due"), words.text("doc-nothing-to-pay")),
        _ => (words.text("doc-credit-balance"), words.text("doc-nothing-to-pay")),
    };
    let label = if invoice.in_dispute.is_zero() { label } else { words.text("doc-undisputed-due") };
    canvas.fill(ASIDE, 38.0, RIGHT - ASIDE, 86.0, TINT);
    canvas.fill(ASIDE, 38.0, 3.0, 86.0, ACCENT);
    let left = ASIDE + 15.0;
    canvas.text(left, 58.0, &Style::bold(9.0, MUTED), &label);
    let amount = words.money(total);
    let room = RIGHT - left - 8.0;
    canvas.text_within(left, 87.0, &Style::bold(24.0, ACCENT), &amount, room);
    canvas.text_within(left, 108.0, &Style::bold(9.0, INK), &by_when, room);
    if !invoice.in_dispute.is_zero() {
        let besides = words.with("doc-besides-in-dispute", &[("amount", &words.money(invoice.in_dispute))]);
        canvas.text_within(left, 118.5, &SMALL, &besides, room);
    }
}

/// Numbers and dates.
fn facts(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let rows = [
        (words.text("doc-invoice-number"), super::number(invoice)),
        (words.text("doc-account-number"), invoice.account.to_string()),
        (words.text("doc-invoice-date"), words.date(invoice.invoice_date)),
        (words.text("doc-due-date"), words.date(invoice.due_date)),
        (
            words.text("doc-billing-period"),
            words.dates(invoice.period.first_day(), invoice.period.last_day()),
        ),
    ];
    let mut y = 144.0;
    for (label, value) in rows {
        labelled(canvas, ASIDE, RIGHT, y, &label, &value);
        y += 17.0;
    }
}

/// Three ways to pay or ask, above the coupon.
fn how_to_pay(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let provider = &invoice.provider;
    let column = WIDTH / 3.0;
    let top = 495.0;
    canvas.rule(LEFT, top - 13.0, WIDTH, 0.5, HAIRLINE);

    let title = Style { size: 8.4, ..TITLE };
    canvas.text(LEFT, top, &title, &words.text("doc-pay-online"));
    canvas.linked_text(LEFT, top + 11.0, &SMALL, shown(&provider.portal_url), &provider.portal_url);
    lines(canvas, LEFT, top + 21.0, column - 14.0, &words.text("doc-pay-online-how"), 2);

    let second = LEFT + column;
    canvas.text(second, top, &title, &words.text("doc-pay-bank"));
    match &provider.bank {
        Some(bank) => {
            lines(canvas, second, top + 11.0, column - 14.0, &bank.bank, 1);
            let routing = words.with("doc-pay-routing", &[("number", &bank.routing_number)]);
            let account = words.with("doc-pay-account", &[("number", &bank.account_number)]);
            canvas.text(second, top + 21.0, &SMALL, &routing);
            canvas.text(second, top + 31.0, &SMALL, &account);
        }
        None => lines(canvas, second, top + 11.0, column - 14.0, &words.text("doc-pay-bank-ask"), 3),
    }

    let third = LEFT + 2.0 * column;
    canvas.text(third, top, &title, &words.text("doc-disputes"));
    let how = words.with("doc-disputes-how", &[("phone", &provider.phone)]);
    lines(canvas, third, top + 11.0, column, &how, 4);
}

/// Wrapped small print of at most `most` lines.
fn lines(canvas: &mut dyn Canvas, x: f32, y: f32, width: f32, text: &str, most: usize) {
    let (style, lines) = wrap_within(text, &SMALL, width, most);
    for (place, line) in lines.iter().enumerate() {
        canvas.text(x, y + 10.0 * place as f32, &style, line);
    }
}
