//! One account's lines by kind with quantity, rate and dates of service, and its taxes
//! (REQUIREMENTS R3.3, R3.6, R3.7).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::invoice::{Invoice, Line, LineKind, Section, TaxKind, TaxLine};
use crate::pdf::canvas::Style;
use crate::pdf::flow::{Flow, LEFT, RIGHT, WIDTH, wrap};
use crate::pdf::palette::{ACCENT, INK, SMALL, TITLE};
use crate::pdf::table::{Align, Table, note};
use crate::pdf::words::{Words, minutes};
use crate::values::money::Money;

use super::work;

/// The groups of a section: their caption and the kinds they take in.
const GROUPS: [(&str, &[LineKind]); 6] = [
    ("doc-recurring", &[LineKind::Recurring]),
    ("doc-catch-up", &[LineKind::CatchUp, LineKind::CatchUpCredit]),
    ("doc-one-time", &[LineKind::OneTime]),
    ("doc-macd", &[LineKind::Macd, LineKind::Expedite]),
    ("doc-usage-by-type", &[LineKind::Usage]),
    ("doc-usage-late", &[LineKind::UsageLate]),
];

/// Draws it.
pub fn draw(flow: &mut Flow<'_>, invoice: &Invoice, section: &Section) {
    let words = Words(invoice.locale);
    heading(flow, words, section);
    for (caption, kinds) in GROUPS {
        let lines: Vec<&Line> = section.lines.iter().filter(|line| kinds.contains(&line.kind)).collect();
        if lines.is_empty() {
            continue;
        }
        flow.space(6.0);
        let caption = words.text(caption);
        match kinds[0] {
            LineKind::CatchUp => prorated(flow, words, &caption, section, &lines),
            LineKind::Macd => work::draw(flow, words, &caption, section, &lines),
            LineKind::Usage | LineKind::UsageLate => usage(flow, words, &caption, &lines),
            _ => whole(flow, words, &caption, section, &lines),
        }
    }
    if !section.taxes.is_empty() {
        flow.space(6.0);
        taxes(flow, words, &section.taxes);
    }
    total(flow, words, section);
}

fn heading(flow: &mut Flow<'_>, words: Words, section: &Section) {
    flow.space(26.0);
    let lines = wrap(&section.name, &TITLE, WIDTH - 120.0);
    flow.keep(96.0 + 15.0 * lines.len() as f32);
    flow.y += 12.0;
    flow.bookmark(0, format!("{} ({})", section.name, section.account));
    let style = Style::bold(11.0, INK);
    flow.canvas.text_right(RIGHT, flow.y, &style, &words.money(section.total()));
    for line in &lines {
        flow.canvas.text(LEFT, flow.y, &TITLE, line);
        flow.y += 15.0;
    }
    flow.y -= 3.0;
    let mut account = words.with("doc-account-of", &[("account", section.account.as_str())]);
    if !section.cost_centre.is_empty() {
        account = format!("{account} · {}", booked(words, &section.cost_centre));
    }
    flow.canvas.text(LEFT, flow.y, &SMALL, &account);
    flow.y += 6.0;
}

fn table(words: Words, caption: &str) -> Table {
    Table::new(caption, &words.text("doc-continued"), words.decimal_point())
}

/// What they charge together.
pub fn sum(lines: &[&Line]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

/// Room right of the decimal point for the longest of `numbers`.
fn point(numbers: impl Iterator<Item = Decimal>, at_least: u32) -> Align {
    let places = numbers.map(|number| number.normalize().scale()).max().unwrap_or(0).max(at_least);
    // A digit is 4.56 points wide at the size of table text, the point 2.28.
    Align::Point(if places == 0 { 0.0 } else { 2.3 + 4.56 * places as f32 })
}

fn quantities(lines: &[&Line]) -> Align {
    point(lines.iter().map(|line| line.quantity), 0)
}

fn prices(lines: &[&Line]) -> Align {
    point(lines.iter().map(|line| line.unit_price), 2)
}

/// What a line is for, and where it is booked if that is not where the rest of its section is.
fn described(words: Words, section: &Section, line: &Line) -> String {
    match section.other_cost_centre(line) {
        Some(code) => format!("{}\n{}", line.description, booked(words, code)),
        None => line.description.clone(),
    }
}

fn booked(words: Words, code: &str) -> String {
    words.with("doc-cost-centre", &[("code", code)])
}

/// The columns of what is charged as a whole.
pub fn whole_table(words: Words, caption: &str, lines: &[&Line]) -> Table {
    table(words, caption)
        .column(words.text("doc-code"), 74.0, Align::Muted)
        .column(words.text("doc-description"), 172.0, Align::Left)
        .column(words.text("doc-service-dates"), 102.0, Align::Left)
        .column(words.text("doc-quantity"), 44.0, quantities(lines))
        .column(words.text("doc-rate"), 52.0, prices(lines))
        .column(words.text("doc-amount"), 60.0, Align::Right)
}

/// A line in those columns.
pub fn whole_row(words: Words, section: &Section, line: &Line) -> [String; 6] {
    [
        line.code.clone(),
        described(words, section, line),
        words.dates(line.from, line.to),
        words.number(line.quantity),
        words.price(line.unit_price),
        words.amount(line.amount),
    ]
}

/// Services for whole periods and one-time charges.
fn whole(flow: &mut Flow<'_>, words: Words, caption: &str, section: &Section, lines: &[&Line]) {
    let mut table = whole_table(words, caption, lines);
    table.begin(flow);
    for line in lines {
        table.row(flow, &whole_row(words, section, line));
    }
    table.total(flow, &words.with("doc-total-of", &[("what", caption)]), &[words.amount(sum(lines))]);
}

/// Services for some days of a period.
fn prorated(flow: &mut Flow<'_>, words: Words, caption: &str, section: &Section, lines: &[&Line]) {
    let mut table = table(words, caption)
        .column(words.text("doc-code"), 66.0, Align::Muted)
        .column(words.text("doc-description"), 126.0, Align::Left)
        .column(words.text("doc-service-dates"), 104.0, Align::Left)
        .column(words.text("doc-days"), 50.0, Align::Right)
        .column(words.text("doc-quantity"), 46.0, quantities(lines))
        .column(words.text("doc-rate"), 54.0, prices(lines))
        .column(words.text("doc-amount"), 58.0, Align::Right);
    table.begin(flow);
    for line in lines {
        table.row(
            flow,
            &[
                line.code.clone(),
                described(words, section, line),
                words.dates(line.from, line.to),
                days(words, line),
                words.number(line.quantity),
                words.price(line.unit_price),
                words.amount(line.amount),
            ],
        );
    }
    table.total(flow, &words.with("doc-total-of", &[("what", caption)]), &[words.amount(sum(lines))]);
    note(flow, &words.text("doc-catch-up-how"));
}

/// `15 of 30`: days charged of the days of their period.
fn days(words: Words, line: &Line) -> String {
    match (line.days, line.period) {
        (Some(days), Some(period)) => {
            let of = period.days().to_string();
            words.with("doc-days-of", &[("days", &days.to_string()), ("of", &of)])
        }
        (Some(days), None) => days.to_string(),
        (None, _) => String::new(),
    }
}

/// Calls by type.
fn usage(flow: &mut Flow<'_>, words: Words, caption: &str, lines: &[&Line]) {
    let mut table = table(words, caption)
        .column(words.text("doc-call-type"), 92.0, Align::Left)
        .column(words.text("doc-plan"), 52.0, Align::Muted)
        .column(words.text("doc-call-dates"), 100.0, Align::Left)
        .column(words.text("doc-calls"), 36.0, Align::Right)
        .column(words.text("doc-duration"), 54.0, Align::Right)
        .column(words.text("doc-included"), 43.0, included(lines))
        .column(words.text("doc-charged"), 46.0, point(lines.iter().map(|line| minutes(line.quantity)), 0))
        .column(words.text("doc-rate-minute"), 36.0, prices(lines))
        .column(words.text("doc-amount"), 45.0, Align::Right);
    table.begin(flow);
    for line in lines {
        let (call_type, plan) = words.call_type(line);
        let terms = line.usage.as_ref();
        table.row(
            flow,
            &[
                call_type,
                plan,
                words.dates(line.from, line.to),
                terms.map_or(String::new(), |terms| words.number(terms.calls.into())),
                terms.map_or(String::new(), |terms| words.duration(terms.seconds)),
                terms.map_or(String::new(), |terms| words.minutes(terms.included_minutes_used)),
                words.minutes(line.quantity),
                words.price(line.unit_price),
                words.amount(line.amount),
            ],
        );
    }
    table.total(flow, &words.with("doc-total-of", &[("what", caption)]), &[words.amount(sum(lines))]);
    rounding_notes(flow, words, lines);
}

fn included(lines: &[&Line]) -> Align {
    let terms = lines.iter().filter_map(|line| line.usage.as_ref());
    point(terms.map(|terms| minutes(terms.included_minutes_used)), 0)
}

/// How calls were rounded, once for all types with the same rule.
fn rounding_notes(flow: &mut Flow<'_>, words: Words, lines: &[&Line]) {
    let mut rules: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
    for line in lines {
        if let Some(terms) = &line.usage {
            let names = rules.entry((terms.increment_seconds, terms.minimum_seconds)).or_default();
            let (name, _) = words.call_type(line);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let alone = rules.len() == 1;
    for ((increment, minimum), names) in rules {
        let (increment, minimum) = (increment.to_string(), minimum.to_string());
        let values = [("increment", increment.as_str()), ("minimum", minimum.as_str())];
        if alone {
            note(flow, &words.with("doc-rounding", &values));
        } else {
            let calls = names.join(", ");
            note(flow, &words.with("doc-rounding-of", &[("calls", &calls), values[0], values[1]]));
        }
    }
}

fn taxes(flow: &mut Flow<'_>, words: Words, taxes: &[TaxLine]) {
    let caption = words.text("doc-taxes");
    let mut table = table(words, &caption)
        .column(words.text("doc-tax"), 206.0, Align::Left)
        .column(words.text("doc-jurisdiction"), 78.0, Align::Left)
        .column(words.text("doc-base"), 80.0, Align::Right)
        .column(words.text("doc-tax-rate"), 78.0, Align::Right)
        .column(words.text("doc-amount"), 62.0, Align::Right);
    table.begin(flow);
    for tax in taxes {
        let (base, rate) = match tax.kind {
            TaxKind::Percent => (words.price(tax.base), format!("{} %", words.number(tax.rate))),
            TaxKind::PerUnit => (
                words.with("doc-units", &[("count", &words.number(tax.base))]),
                words.with("doc-each", &[("price", &words.price(tax.rate))]),
            ),
        };
        table.row(flow, &[tax.name.clone(), tax.jurisdiction.clone(), base, rate, words.amount(tax.amount)]);
    }
    let sum: Money = taxes.iter().map(|tax| tax.amount).sum();
    table.total(flow, &words.with("doc-total-of", &[("what", &caption)]), &[words.amount(sum)]);
}

fn total(flow: &mut Flow<'_>, words: Words, section: &Section) {
    flow.space(8.0);
    let label = words.with("doc-total-of", &[("what", &section.name)]);
    let style = Style::bold(9.4, ACCENT);
    let lines = wrap(&label, &style, WIDTH - 120.0);
    let height = 12.0 * lines.len() as f32 + 8.0;
    flow.keep(height);
    flow.canvas.rule(LEFT, flow.y, WIDTH, 1.2, ACCENT);
    flow.canvas.text_right(RIGHT, flow.y + 13.0, &style, &words.money(section.total()));
    for line in &lines {
        flow.y += 12.0;
        flow.canvas.text(LEFT, flow.y + 1.0, &style, line);
    }
    flow.y += 8.0;
}
