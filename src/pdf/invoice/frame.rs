//! What every page has: whose bill it is, how much by when, and the page's number.

use crate::domain::invoice::Invoice;
use crate::pdf::canvas::{Canvas, Style};
use crate::pdf::flow::{LEFT, RIGHT, WIDTH};
use crate::pdf::palette::{HAIRLINE, INK, MUTED, SMALL, WATERMARK};
use crate::pdf::words::Words;
use crate::values::money::Money;

/// Running heads, feet and page numbers, and the mark of a draft.
pub fn draw(canvas: &mut dyn Canvas, invoice: &Invoice) {
    let words = Words(invoice.locale);
    let head = words.with(
        "doc-running-head",
        &[("number", &super::number(invoice)), ("account", invoice.account.as_str())],
    );
    let foot = how_much_by_when(invoice);
    let questions = words.with("doc-running-questions", &[("phone", &invoice.provider.phone)]);
    let pages = canvas.pages();
    for page in 0..pages {
        canvas.turn_to(page);
        if invoice.number.is_none() {
            canvas.watermark(&words.text("doc-draft"), WATERMARK);
        }
        let number =
            words.with("doc-page", &[("page", &(page + 1).to_string()), ("pages", &pages.to_string())]);
        if page == 0 {
            canvas.text_right(RIGHT, 771.0, &SMALL, &number);
            continue;
        }
        let provider = Style::bold(8.2, INK);
        canvas.text(LEFT, 46.0, &provider, &invoice.provider.address.name);
        canvas.text_right(RIGHT, 46.0, &SMALL, &head);
        canvas.rule(LEFT, 54.0, WIDTH, 0.5, HAIRLINE);
        canvas.rule(LEFT, 756.0, WIDTH, 0.5, HAIRLINE);
        canvas.text(LEFT, 768.0, &Style::bold(7.4, MUTED), &foot);
        canvas.text(LEFT + 250.0, 768.0, &SMALL, &questions);
        canvas.text_right(RIGHT, 768.0, &SMALL, &number);
    }
}

fn how_much_by_when(invoice: &Invoice) -> String {
    let words = Words(invoice.locale);
    let due = invoice.undisputed_due();
    let total = words.money(due);
    if due > Money::ZERO {
        let date = invoice.locale.long_date(invoice.due_date);
        let key = if invoice.in_dispute.is_zero() { "doc-running-due" } else { "doc-running-undisputed" };
        words.with(key, &[("amount", &total), ("date", &date)])
    } else {
        words.with("doc-running-nothing", &[("amount", &total)])
    }
}
