//! A report for the provider's own files: a title, facts, tables.

use chrono::NaiveDate;

use super::PdfError;
use super::canvas::{Canvas, Style};
use super::content::Pages;
use super::document::{self, Info};
use super::flow::{Flow, LEFT, RIGHT, WIDTH};
use super::letterhead::labelled;
use super::palette::{ACCENT, BODY, HAIRLINE, INK, SMALL, TITLE};
use super::table::{Align, Table, note};
use super::words::Words;
use crate::values::locale::Locale;

/// What a sheet says, in the reader's words.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The language it is written in.
    pub locale: Locale,
    /// Whose it is.
    pub provider: String,
    /// What it is about.
    pub title: String,
    /// When it was made, as a sentence.
    pub made: String,
    /// That day.
    pub date: NaiveDate,
    /// Labels and values.
    pub facts: Vec<(String, String)>,
    /// Below them.
    pub tables: Vec<SheetTable>,
}

/// A table of a sheet.
#[derive(Clone, Debug)]
pub struct SheetTable {
    /// What it shows.
    pub caption: String,
    /// Heads with their parts of the page's width, which add up to 1; numbers stand at the right.
    pub columns: Vec<(String, f32, bool)>,
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
    /// A label and numbers for the last columns.
    pub total: Option<(String, Vec<String>)>,
    /// Small print below.
    pub note: Option<String>,
}

/// The sheet as a PDF, letter size.
///
/// A pure function: the same sheet gives the same bytes on every machine.
///
/// # Errors
/// [`PdfError::MissingGlyphs`] where a text has characters that the embedded faces lack.
pub fn render_sheet(sheet: &Sheet) -> Result<Vec<u8>, PdfError> {
    let mut pages = Pages::default();
    draw(sheet, &mut pages);
    if !pages.missing.is_empty() {
        return Err(PdfError::MissingGlyphs(pages.missing));
    }
    let info = Info {
        title: sheet.title.clone(),
        author: sheet.provider.clone(),
        subject: sheet.made.clone(),
        language: match sheet.locale {
            Locale::En => "en-US",
            Locale::Es => "es-US",
        },
        date: sheet.date,
    };
    Ok(document::assemble(pages, &info, &[]))
}

fn draw(sheet: &Sheet, canvas: &mut dyn Canvas) {
    let words = Words(sheet.locale);
    let mut flow = Flow::new(canvas);
    flow.canvas.fill(LEFT, 38.0, 30.0, 4.0, ACCENT);
    flow.canvas.text(LEFT, 62.0, &Style::bold(9.0, INK), &sheet.provider);
    flow.canvas.text(LEFT, 84.0, &TITLE, &sheet.title);
    flow.canvas.text(LEFT, 97.0, &SMALL, &sheet.made);
    flow.y = 120.0;
    for (label, value) in &sheet.facts {
        labelled(flow.canvas, LEFT, RIGHT, flow.y, label, value);
        flow.y += 17.0;
    }
    for one in &sheet.tables {
        flow.space(8.0);
        let mut table = Table::new(&one.caption, &words.text("doc-continued"), words.decimal_point());
        for (head, part, is_number) in &one.columns {
            let align = if *is_number { Align::Right } else { Align::Left };
            table = table.column(head.clone(), WIDTH * part, align);
        }
        table.begin(&mut flow);
        for row in &one.rows {
            table.row(&mut flow, row);
        }
        if let Some((label, numbers)) = &one.total {
            table.total(&mut flow, label, numbers);
        }
        if let Some(text) = &one.note {
            note(&mut flow, text);
        }
    }
    frame(canvas, sheet, words);
}

/// Heads, feet and page numbers.
fn frame(canvas: &mut dyn Canvas, sheet: &Sheet, words: Words) {
    let pages = canvas.pages();
    for page in 0..pages {
        canvas.turn_to(page);
        let number =
            words.with("doc-page", &[("page", &(page + 1).to_string()), ("pages", &pages.to_string())]);
        canvas.rule(LEFT, 756.0, WIDTH, 0.5, HAIRLINE);
        canvas.text(LEFT, 768.0, &SMALL, &sheet.title);
        canvas.text_right(RIGHT, 768.0, &SMALL, &number);
        if page > 0 {
            canvas.text(LEFT, 46.0, &BODY, &sheet.provider);
            canvas.rule(LEFT, 54.0, WIDTH, 0.5, HAIRLINE);
        }
    }
}
