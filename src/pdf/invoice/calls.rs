//! Call detail, in full, by account and call type (REQUIREMENTS R3.4).

use crate::domain::invoice::{CallDetail, Invoice, Line, LineKind, RatedCall, Section};
use crate::pdf::flow::{Flow, LEFT, WIDTH};
use crate::pdf::palette::{CALL, SMALL};
use crate::pdf::table::{Align, Table};
use crate::pdf::words::Words;

use super::payments::title;

/// Draws it, where there are calls.
pub fn draw(flow: &mut Flow<'_>, invoice: &Invoice, calls: &CallDetail) {
    let words = Words(invoice.locale);
    let mut begun = false;
    for ((section, line), calls) in calls {
        let Some(section) = invoice.sections.get(*section) else { continue };
        let Some(line) = section.lines.get(*line).filter(|_| !calls.is_empty()) else { continue };
        if !begun {
            title(flow, &words.text("doc-call-detail"));
            flow.canvas.text(LEFT, flow.y + 4.0, &SMALL, &words.text("doc-call-detail-how"));
            flow.y += 8.0;
            begun = true;
        }
        block(flow, words, section, line, calls);
    }
}

fn block(flow: &mut Flow<'_>, words: Words, section: &Section, line: &Line, calls: &[RatedCall]) {
    let (call_type, plan) = words.call_type(line);
    let late = match line.kind {
        LineKind::UsageLate => format!(", {}", words.text("doc-usage-late")),
        _ => String::new(),
    };
    let caption = format!("{} · {call_type}{late} · {plan}", section.account);
    flow.space(8.0);
    flow.keep(70.0);
    flow.bookmark(1, format!("{} · {call_type}{late}", section.name));
    let places = calls.iter().map(|call| call.amount.to_decimal().normalize().scale()).max();
    // A digit is 4.12 points wide at the size of call rows, the point 2.06.
    let room = 2.1 + 4.12 * places.unwrap_or(2).max(2) as f32;
    let mut table = Table::new(&caption, &words.text("doc-continued"), words.decimal_point())
        .dense(CALL)
        .column(words.text("doc-call-time"), 100.0, Align::Left)
        .column(words.text("doc-call-from"), 104.0, Align::Left)
        .column(words.text("doc-call-to"), 104.0, Align::Left)
        .column(words.text("doc-duration"), 62.0, Align::Right)
        .column(words.text("doc-charged-time"), 62.0, Align::Right)
        .column(words.text("doc-amount"), WIDTH - 432.0, Align::Point(room));
    table.begin(flow);
    for call in calls {
        table.row(
            flow,
            &[
                words.0.date_time(call.started_at),
                call.from.clone(),
                call.to.clone(),
                words.duration(call.seconds),
                words.duration(call.charged_seconds),
                words.call_amount(call.amount),
            ],
        );
    }
    let (all, charged): (i64, i64) =
        calls.iter().fold((0, 0), |sum, call| (sum.0 + call.seconds, sum.1 + call.charged_seconds));
    let numbers = [words.duration(all), words.duration(charged), words.amount(line.amount)];
    table.total(flow, &words.count("doc-calls-total", calls.len()), &numbers);
}
