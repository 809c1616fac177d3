//! Tables: rows are never torn apart, heads are repeated on every page, numbers stand on their
//! decimal point.

use std::borrow::Cow;

use super::canvas::Style;
use super::flow::{BOTTOM, Flow, LEFT, RIGHT, TOP, WIDTH, wrap};
use super::palette::{ACCENT, BODY, BODY_BOLD, BODY_MUTED, CAPTION, HAIRLINE, HEAD, SMALL};

/// Between two columns.
const GUTTER: f32 = 8.0;
/// Between the lines of a head.
const HEAD_LEADING: f32 = 8.6;

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Align {
    /// Words, wrapped.
    Left,
    /// Words of less weight, wrapped.
    Muted,
    /// Numbers that all have the same decimals.
    Right,
    /// Numbers on their decimal point, with so many points of room right of it.
    Point(f32),
}

/// A column.
#[derive(Clone, Debug)]
struct Column {
    title: String,
    left: f32,
    right: f32,
    align: Align,
}

/// A table's columns and looks.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    continued: String,
    columns: Vec<Column>,
    style: Style,
    /// From one line of a cell to the next, and of a row.
    leading: f32,
    /// Room around a row.
    padding: f32,
    /// A hairline below every so many rows.
    ruled_every: usize,
    decimal_point: char,
    /// Where it begins; one that stands inside another begins further in and has lighter rules.
    left: f32,
    rows: usize,
}

impl Table {
    /// A table that goes on under `continued` where it does not fit on a page.
    pub fn new(caption: &str, continued: &str, decimal_point: char) -> Table {
        Table {
            caption: caption.to_owned(),
            continued: format!("{caption} {continued}"),
            columns: Vec::new(),
            style: BODY,
            leading: 10.0,
            padding: 4.4,
            ruled_every: 1,
            decimal_point,
            left: LEFT,
            rows: 0,
        }
    }

    /// Close rows without a line under each, for what is long.
    pub fn dense(mut self, style: Style) -> Table {
        self.style = style;
        self.leading = 9.0;
        self.padding = 1.0;
        self.ruled_every = 5;
        self
    }

    /// Inside another table, so many points further in. Before the first column.
    pub fn indented(mut self, points: f32) -> Table {
        self.left = LEFT + points;
        self
    }

    /// Adds a column. The widths of all columns add up to [`WIDTH`], less what the table is indented; the
    /// space between them is part of them.
    pub fn column(mut self, title: String, width: f32, align: Align) -> Table {
        let left = self.columns.last().map_or(self.left, |column| column.right + GUTTER);
        let gutter = if self.columns.is_empty() { 0.0 } else { GUTTER };
        self.columns.push(Column { title, left, right: left + width - gutter, align });
        self
    }

    /// Caption and head, on a page that has room for them and the first rows.
    pub fn begin(&mut self, flow: &mut Flow<'_>) {
        debug_assert!(
            self.columns.last().is_some_and(|column| (column.right - RIGHT).abs() < 0.1),
            "the columns of {:?} are as wide as the page",
            self.caption
        );
        flow.keep(self.head_height() + 3.0 * (self.leading + self.padding));
        let caption = self.caption.clone();
        self.head(flow, &caption);
    }

    /// The head again, where something else that stood between rows went on to this page.
    pub fn resume(&mut self, flow: &mut Flow<'_>) {
        flow.keep(self.head_height() + 3.0 * (self.leading + self.padding));
        let continued = self.continued.clone();
        self.head(flow, &continued);
    }

    /// A row; one that does not fit goes to the next page as a whole.
    pub fn row(&mut self, flow: &mut Flow<'_>, cells: &[impl AsRef<str>]) {
        debug_assert_eq!(cells.len(), self.columns.len());
        let wrapped: Vec<Vec<Cow<'_, str>>> = self
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| self.wrap_cell(column, cell.as_ref()))
            .collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        let height = lines as f32 * self.leading + self.padding;
        if !flow.fits(height) {
            self.go_on(flow);
        }
        for line in 0..lines {
            // Only a row that is longer than a page gets here without room.
            if !flow.fits(self.leading) {
                self.go_on(flow);
            }
            flow.y += self.leading;
            let baseline = flow.y + self.padding / 2.0 - self.leading * 0.21;
            for (column, cell) in self.columns.iter().zip(&wrapped) {
                if let Some(text) = cell.get(line) {
                    self.cell(flow, column, baseline, text);
                }
            }
        }
        flow.y += self.padding;
        self.rows += 1;
        if self.rows.is_multiple_of(self.ruled_every) {
            flow.canvas.rule(self.left, flow.y - 0.2, RIGHT - self.left, 0.4, HAIRLINE);
        }
    }

    /// The last row: a word and numbers, right-aligned under the columns from the right.
    pub fn total(&self, flow: &mut Flow<'_>, label: &str, numbers: &[String]) {
        if !flow.fits(16.0) {
            flow.break_page();
        }
        flow.canvas.rule(LEFT, flow.y - 0.4, WIDTH, 0.8, ACCENT);
        flow.y += 15.0;
        let baseline = flow.y - 4.2;
        flow.canvas.text(LEFT, baseline, &BODY_BOLD, label);
        for (column, number) in self.columns.iter().rev().zip(numbers.iter().rev()) {
            let style = fitted(&Style { size: self.style.size, ..BODY_BOLD }, number, column);
            flow.canvas.text_right(column.right, baseline, &style, number);
        }
    }

    fn wrap_cell<'t>(&self, column: &Column, cell: &'t str) -> Vec<Cow<'t, str>> {
        match column.align {
            // What stands below a word begins a line of its own.
            Align::Left | Align::Muted => cell
                .split('\n')
                .flat_map(|part| wrap(part, &self.style, column.right - column.left))
                .collect(),
            Align::Right | Align::Point(_) => vec![Cow::Borrowed(cell)],
        }
    }

    fn cell(&self, flow: &mut Flow<'_>, column: &Column, baseline: f32, text: &str) {
        match column.align {
            Align::Left => flow.canvas.text(column.left, baseline, &self.style, text),
            Align::Muted => {
                let style = Style { color: BODY_MUTED.color, ..self.style };
                flow.canvas.text(column.left, baseline, &style, text);
            }
            Align::Right => {
                let style = fitted(&self.style, text, column);
                flow.canvas.text_right(column.right, baseline, &style, text);
            }
            Align::Point(room) => {
                let style = fitted(&self.style, text, column);
                let whole = text.rfind(self.decimal_point).map_or(text, |point| &text[..point]);
                let start = column.right - room - style.width(whole);
                flow.canvas.text(start.max(column.left), baseline, &style, text);
            }
        }
    }

    /// Goes on on a new page, under the head.
    pub fn go_on(&mut self, flow: &mut Flow<'_>) {
        // The last row of a page needs no second line below it.
        flow.break_page();
        let continued = self.continued.clone();
        self.head(flow, &continued);
    }

    fn head_lines(&self) -> Vec<Vec<Cow<'_, str>>> {
        self.columns.iter().map(|column| wrap(&column.title, &HEAD, column.right - column.left)).collect()
    }

    fn head_height(&self) -> f32 {
        let lines = self.head_lines().iter().map(Vec::len).max().unwrap_or(1);
        22.0 + lines as f32 * HEAD_LEADING
    }

    fn head(&self, flow: &mut Flow<'_>, caption: &str) {
        if !caption.trim().is_empty() {
            flow.y += if flow.y <= TOP { 9.0 } else { 11.0 };
            flow.canvas.text(LEFT, flow.y, &CAPTION, caption);
            flow.y += 5.0;
        }
        let heads = self.head_lines();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        for (column, head) in self.columns.iter().zip(&heads) {
            for (line, text) in head.iter().enumerate() {
                // Heads stand on the rule: short ones begin lower.
                let y = flow.y + (lines - head.len() + line + 1) as f32 * HEAD_LEADING;
                match column.align {
                    Align::Left | Align::Muted => flow.canvas.text(column.left, y, &HEAD, text),
                    Align::Right | Align::Point(_) => flow.canvas.text_right(column.right, y, &HEAD, text),
                }
            }
        }
        flow.y += lines as f32 * HEAD_LEADING + 4.0;
        match self.left > LEFT {
            true => flow.canvas.rule(self.left, flow.y, RIGHT - self.left, 0.4, HAIRLINE),
            false => flow.canvas.rule(LEFT, flow.y, WIDTH, 0.8, ACCENT),
        }
        flow.y += 0.8;
    }
}

/// The style, smaller where the text is wider than its column, so that no digit is ever hidden.
fn fitted(style: &Style, text: &str, column: &Column) -> Style {
    style.within(text, column.right - column.left)
}

/// A line of small print below a table, kept on its page.
pub fn note(flow: &mut Flow<'_>, text: &str) {
    flow.keep(SMALL.size * 2.0);
    flow.y = (flow.y + 3.0).min(BOTTOM);
    flow.paragraph(&SMALL, text);
}

#[cfg(test)]
mod tests {
    use super::super::canvas::{Canvas, Color};
    use super::*;
    use crate::values::logo::Logo;

    /// Remembers each text with its page and place.
    #[derive(Default)]
    struct Recorder {
        pages: usize,
        texts: Vec<(usize, f32, f32, String)>,
    }

    impl Canvas for Recorder {
        fn add_page(&mut self) {
            self.pages += 1;
        }
        fn turn_to(&mut self, _: usize) {}
        fn pages(&self) -> usize {
            self.pages
        }
        fn text(&mut self, x: f32, y: f32, _: &Style, text: &str) {
            self.texts.push((self.pages, x, y, text.to_owned()));
        }
        fn fill(&mut self, _: f32, _: f32, _: f32, _: f32, _: Color) {}
        fn dashes(&mut self, _: f32, _: f32, _: f32, _: Color) {}
        fn image(&mut self, _: f32, _: f32, _: f32, _: f32, _: &Logo) {}
        fn watermark(&mut self, _: &str, _: Color) {}
        fn link(&mut self, _: f32, _: f32, _: f32, _: f32, _: &str) {}
    }

    fn drawn(rows: usize) -> Recorder {
        let mut recorder = Recorder::default();
        let mut flow = Flow::new(&mut recorder);
        let mut table = Table::new("Caption", "(continued)", '.')
            .column("Words".into(), 100.0, Align::Left)
            .column("Number".into(), WIDTH - 100.0, Align::Point(20.0));
        table.begin(&mut flow);
        for row in 0..rows {
            let words = format!("row{row} {}", "and some more words ".repeat(row % 5));
            table.row(&mut flow, &[words, format!("{}.{}", row * 7, row)]);
        }
        table.total(&mut flow, "Total", &["1.00".to_owned()]);
        recorder
    }

    #[test]
    fn no_row_is_torn_apart_and_heads_are_repeated() {
        let recorder = drawn(200);
        assert!(recorder.pages > 4);
        let heads = recorder.texts.iter().filter(|text| text.3 == "Number").count();
        let continued = recorder.texts.iter().filter(|text| text.3 == "Caption (continued)").count();
        assert_eq!((heads, continued), (recorder.pages, recorder.pages - 1));
        let mut row_page = 0;
        for (page, x, y, text) in &recorder.texts {
            assert!(*y <= BOTTOM + 4.0 && *y > 40.0, "{text:?} is at {y}");
            if text.starts_with("row") {
                row_page = *page;
            } else if *x == LEFT && text.contains("more") {
                assert_eq!(*page, row_page, "{text:?} is apart from its row");
            }
        }
    }

    #[test]
    fn numbers_stand_on_their_decimal_point() {
        let recorder = drawn(50);
        let numbers =
            recorder.texts.iter().filter(|text| text.1 > LEFT && text.3.contains('.') && text.3 != "1.00");
        let points: Vec<f32> = numbers
            .map(|(_, x, _, text)| x + BODY.width(text.split('.').next().unwrap_or_default()))
            .collect();
        assert_eq!(points.len(), 50);
        assert!(points.iter().all(|point| (point - points[0]).abs() < 0.01), "{points:?}");
    }
}
