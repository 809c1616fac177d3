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
use crate::pdf::palette::{ACCENT, HAIRLINE, INK, MUTED, SMALL, TINT, TITLE};
use crate::pdf::words::Words;
use crate::values::address::PostalAddress;
use crate::values::money::Money;

use super::{charges, coupon};

/// Left edge of what must not show in the window.
const ASIDE: f32 = 390.0;
/// Left edge of an address in a window.
pub const WINDOW_LEFT: f32 = 66.0;

/// Draws it.
pub fn draw(flow: &mut Flow<'_>, invoice: &Invoice) {
    flow.y = 0.0;
    flow.bookmark(0, Words(invoice.locale).text("doc-summary"));
    letterhead(flow.canvas, invoice);
    due_card(flow.canvas, invoice);
    facts(flow.canvas, invoice);
    address(flow.canvas, 189.0, &invoice.bill_to, 250.0);
    charges::draw(flow.canvas, invoice, 277.0);
    how_to_pay(flow.canvas, invoice);
    coupon::draw(flow.canvas, invoice);
}

fn letterhead(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let provider = &invoice.provider;
    canvas.fill(LEFT, 38.0, 30.0, 4.0, ACCENT);
    let name = Style::bold(15.0, INK);
    let mut y = 62.0;
    let (name, name_lines) = wrap_within(&provider.address.name, &name, ASIDE - LEFT - 20.0, 2);
    for line in &name_lines {
        canvas.text(LEFT, y, &name, line);
        y += name.size + 2.0;
    }
    y -= 3.0;
    canvas.text(LEFT, y, &SMALL, &provider.address.lines().join(" · "));
    y += 15.0;
    canvas.text(LEFT, y, &Style::bold(8.4, INK), &words.text("doc-questions-short"));
    let at = LEFT + Style::bold(8.4, INK).width(&words.text("doc-questions-short")) + 5.0;
    canvas.linked_text(at, y, &Style::bold(8.4, ACCENT), &provider.phone, &telephone(&provider.phone));
    y += 11.5;
    canvas.linked_text(LEFT, y, &SMALL, &provider.email, &format!("mailto:{}", provider.email));
    let at = LEFT + SMALL.width(&provider.email);
    canvas.text(at, y, &SMALL, "  ·  ");
    let at = at + SMALL.width("  ·  ");
    canvas.linked_text(at, y, &SMALL, shown(&provider.portal_url), &provider.portal_url);
}

/// A telephone number as an address: `tel:` and its digits.
fn telephone(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

/// An address as people write it, without the scheme.
fn shown(url: &str) -> &str {
    url.trim_start_matches("https://").trim_end_matches('/')
}

/// How much, by when.
fn due_card(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let total = invoice.total_due();
    let (label, by_when) = match total {
        due if due > Money::ZERO => {
            let date = invoice.locale.long_date(invoice.due_date);
            (words.text("doc-total-due"), words.with("doc-due-by", &[("date", &date)]))
        }
        Money::ZERO => (words.text("doc-total-due"), words.text("doc-nothing-to-pay")),
        _ => (words.text("doc-credit-balance"), words.text("doc-nothing-to-pay")),
    };
    canvas.fill(ASIDE, 38.0, RIGHT - ASIDE, 86.0, TINT);
    canvas.fill(ASIDE, 38.0, 3.0, 86.0, ACCENT);
    let left = ASIDE + 15.0;
    canvas.text(left, 58.0, &Style::bold(9.0, MUTED), &label);
    let amount = words.money(total);
    let room = RIGHT - left - 8.0;
    canvas.text_within(left, 87.0, &Style::bold(24.0, ACCENT), &amount, room);
    canvas.text_within(left, 108.0, &Style::bold(9.0, INK), &by_when, room);
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

/// A label, its value at the right, and a hairline below.
pub fn labelled(canvas: &mut dyn Canvas, left: f32, right: f32, y: f32, label: &str, value: &str) {
    canvas.text(left, y, &SMALL, label);
    let room = right - left - SMALL.width(label) - 6.0;
    canvas.text_right(right, y, &Style::regular(8.4, INK).within(value, room), value);
    canvas.rule(left, y + 5.0, right - left, 0.4, HAIRLINE);
}

/// Name and address for a window, from the first baseline.
fn address(canvas: &mut dyn Canvas, first: f32, address: &PostalAddress, room: f32) {
    let style = Style::regular(9.4, INK);
    let below = address.lines();
    // Four lines of this size fit the window however the sheet lies; five are set closer.
    let (name_style, name) = wrap_within(&address.name, &style, room, 2);
    let leading = (46.4 / (name.len() + below.len()) as f32).min(11.6);
    let style = Style { size: style.size.min(leading * 0.9), ..style };
    let name_style = Style { size: name_style.size.min(style.size), ..name_style };
    let mut y = first;
    let name = name.iter().map(|line| (name_style, line.as_ref()));
    for (style, line) in name.chain(below.iter().map(|line| (style, line.as_str()))) {
        canvas.text_within(WINDOW_LEFT, y, &style, line, room);
        y += leading;
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
