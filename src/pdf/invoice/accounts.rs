//! Page 2, second part: every account with its charges by category, which add up to the new charges.

use crate::domain::invoice::{ChargesByCategory, Invoice, Section};
use crate::pdf::flow::Flow;
use crate::pdf::palette::SMALL;
use crate::pdf::table::{Align, Table};
use crate::pdf::words::Words;
use crate::values::money::Money;

use super::payments::title;

/// Draws it, and the notice on what the bill is (REQUIREMENTS R3.7).
pub fn draw(flow: &mut Flow<'_>, invoice: &Invoice) {
    let words = Words(invoice.locale);
    title(flow, &words.text("doc-accounts"));
    let with_macd = !invoice.charges().macd.is_zero();
    let columns: &[(&str, f32)] = match with_macd {
        false => &[
            ("doc-recurring", 55.0),
            ("doc-prorated", 52.0),
            ("doc-one-time", 52.0),
            ("doc-usage", 52.0),
            ("doc-taxes", 52.0),
            ("doc-total", 59.0),
        ],
        true => &[
            ("doc-recurring", 53.0),
            ("doc-prorated", 48.0),
            ("doc-one-time", 48.0),
            ("doc-macd", 50.0),
            ("doc-usage", 47.0),
            ("doc-taxes", 48.0),
            ("doc-total", 56.0),
        ],
    };
    let (number, name) = if with_macd { (62.0, 92.0) } else { (68.0, 114.0) };
    let mut table = Table::new("", &words.text("doc-accounts-continued"), words.decimal_point())
        .column(words.text("doc-account"), number, Align::Left)
        .column(words.text("doc-account-name"), name, Align::Left);
    for (title, width) in columns {
        table = table.column(words.text(title), *width, Align::Right);
    }
    table.begin(flow);
    for section in &invoice.sections {
        let mut cells = vec![section.account.to_string(), section.name.clone()];
        cells.extend(amounts(words, with_macd, &by_category(section), section.total()));
        table.row(flow, &cells);
    }
    if let Some(fee) = &invoice.late_fee {
        let mut cells = vec![invoice.account.to_string(), words.text("doc-late-fee")];
        cells.extend((1..columns.len()).map(|_| String::new()));
        cells.push(words.amount(fee.amount));
        table.row(flow, &cells);
    }
    let totals = amounts(words, with_macd, &invoice.charges(), invoice.new_charges());
    table.total(flow, &words.text("doc-total-new-charges"), &totals);
    flow.y += 8.0;
    let values = [("provider", invoice.provider.address.name.as_str()), ("phone", &invoice.provider.phone)];
    flow.paragraph(&SMALL, &words.with("doc-notice", &values));
}

/// A section's charges by category.
fn by_category(section: &Section) -> ChargesByCategory {
    let mut charges = ChargesByCategory { taxes: section.taxes_total(), ..Default::default() };
    for line in &section.lines {
        charges.add(line.kind, line.amount);
    }
    charges
}

fn amounts(words: Words, with_macd: bool, charges: &ChargesByCategory, total: Money) -> Vec<String> {
    let macd = with_macd.then_some(charges.macd);
    [charges.recurring, charges.catch_up, charges.one_time]
        .into_iter()
        .chain(macd)
        .chain([charges.usage, charges.taxes, total])
        .map(|amount| words.amount(amount))
        .collect()
}
