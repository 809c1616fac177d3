//! The invoice (REQUIREMENTS R3.3, R3.4, R3.7): page 1 with its coupon, then payments and accounts,
//! a section for each account, and the call detail.

mod accounts;
mod calls;
mod charges;
mod coupon;
mod frame;
mod page1;
mod payments;
mod section;
mod work;

use crate::domain::invoice::{CallDetail, Invoice};
use crate::values::locale::Locale;
use crate::values::money::Money;

use super::content::Pages;
use super::document::{self, Info};
use super::flow::Flow;
use super::words::Words;
use super::{PdfError, canvas::Canvas};

/// The invoice as a PDF, letter size, in the invoice's language; amounts are US dollars.
///
/// A pure function: the same rows give the same bytes on every machine. A draft, which has no
/// number, is marked as one on every page. Calls without a line on the invoice are left out.
///
/// # Errors
/// [`PdfError::MissingGlyphs`] where a name or description has characters that the embedded faces
/// lack; [`super::missing_glyphs`] tells beforehand.
pub fn render_invoice(invoice: &Invoice, calls: &CallDetail) -> Result<Vec<u8>, PdfError> {
    let mut pages = Pages::default();
    let outline = draw(invoice, calls, &mut pages);
    if !pages.missing.is_empty() {
        return Err(PdfError::MissingGlyphs(pages.missing));
    }
    Ok(document::assemble(pages, &info(invoice), &outline))
}

/// Its first page alone.
///
/// # Errors
/// As [`render_invoice`].
pub fn render_first_page(invoice: &Invoice) -> Result<Vec<u8>, PdfError> {
    let mut pages = Pages::default();
    let mut flow = Flow::new(&mut pages);
    page1::draw(&mut flow, invoice);
    let outline = flow.outline;
    frame::draw(&mut pages, invoice);
    if !pages.missing.is_empty() {
        return Err(PdfError::MissingGlyphs(pages.missing));
    }
    Ok(document::assemble(pages, &info(invoice), &outline))
}

/// The name to attach and download the file under, ASCII: `INV-202611-000042.pdf`.
pub fn invoice_file_name(invoice: &Invoice) -> String {
    match &invoice.number {
        Some(number) => format!("{number}.pdf"),
        None => format!("DRAFT-{}-{}.pdf", invoice.account, invoice.period),
    }
}

/// Draws the whole invoice and returns its outline.
fn draw(invoice: &Invoice, calls: &CallDetail, canvas: &mut dyn Canvas) -> Vec<document::Bookmark> {
    let mut flow = Flow::new(canvas);
    page1::draw(&mut flow, invoice);
    flow.break_page();
    payments::draw(&mut flow, invoice);
    accounts::draw(&mut flow, invoice);
    for section in &invoice.sections {
        section::draw(&mut flow, invoice, section);
    }
    calls::draw(&mut flow, invoice, calls);
    let outline = flow.outline;
    frame::draw(canvas, invoice);
    outline
}

fn info(invoice: &Invoice) -> Info {
    let words = Words(invoice.locale);
    let number = number(invoice);
    let period = invoice.locale.period(invoice.period);
    Info {
        title: words.with("doc-title", &[("number", &number), ("provider", &invoice.provider.address.name)]),
        author: invoice.provider.address.name.clone(),
        subject: words.with("doc-subject", &[("account", invoice.account.as_str()), ("period", &period)]),
        language: match invoice.locale {
            Locale::En => "en-US",
            Locale::Es => "es-US",
        },
        date: invoice.invoice_date,
    }
}

/// The invoice's number, or what a draft says in its place.
fn number(invoice: &Invoice) -> String {
    match &invoice.number {
        Some(number) => number.to_string(),
        None => Words(invoice.locale).text("doc-draft"),
    }
}

/// What is to pay: nothing where the account is in credit; what is in dispute waits.
fn amount_to_pay(invoice: &Invoice) -> Money {
    invoice.undisputed_due().max(Money::ZERO)
}
