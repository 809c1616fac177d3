//! CSV files as an operator would import them.

use crate::services::imports::ImportKind;

/// A file being written.
pub(super) struct Sheet {
    kind: ImportKind,
    writer: csv::Writer<Vec<u8>>,
    is_empty: bool,
}

/// A file to be imported.
pub(super) struct Csv {
    pub(super) kind: ImportKind,
    pub(super) bytes: Vec<u8>,
}

impl Sheet {
    pub(super) fn new(kind: ImportKind, columns: &[&str]) -> Sheet {
        let mut sheet = Sheet { kind, writer: csv::Writer::from_writer(Vec::new()), is_empty: true };
        sheet.write(columns);
        sheet
    }

    pub(super) fn row(&mut self, cells: &[&str]) {
        self.is_empty = false;
        self.write(cells);
    }

    fn write(&mut self, cells: &[&str]) {
        self.writer.write_record(cells).expect("memory takes every row of the header's width");
    }

    /// The file, or `None` where it has no rows.
    pub(super) fn finish(self) -> Option<Csv> {
        let bytes = self.writer.into_inner().expect("memory takes every row");
        (!self.is_empty).then_some(Csv { kind: self.kind, bytes })
    }
}
