//! Bytes to records, strictly RFC 4180 and in bounded memory.
//!
//! The `csv` crate forgives what must be refused here (a quote that is never closed, text behind a
//! closing quote) and would take a quote that is never closed as one field of the file's length.

use std::io::{self, BufRead, BufReader, Read};

use super::errors::RowError;

/// No line and no row may be longer.
const MAX_BYTES: usize = 1 << 20;

/// A row's fields, without their quotes.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Line of the file on which it begins.
    pub(super) line: u64,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The field at `place`, without blanks around it.
    pub(super) fn field(&self, place: usize) -> &str {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        std::str::from_utf8(&self.bytes[start..self.ends[place]])
            .expect("every line was checked, and fields end at commas and line breaks")
            .trim()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_field(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

/// Why there is no record.
#[derive(Debug)]
pub(super) enum Unread {
    /// This row is wrong; the next can be read.
    Row(RowError),
    /// Nothing behind this can be read.
    File(RowError),
    /// The source failed.
    Io(io::Error),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote inside quotes: the field's end, or the first half of a doubled quote.
    Quote,
}

/// The records of a source.
pub(super) struct Records<R> {
    input: BufReader<R>,
    /// The physical line being read, with its line break.
    raw: Vec<u8>,
    line: u64,
    /// Bytes read so far.
    pub(super) bytes: u64,
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: R) -> Records<R> {
        Records { input: BufReader::with_capacity(1 << 16, source), raw: Vec::new(), line: 0, bytes: 0 }
    }

    /// Reads the next row into `record`; `false` at the end. Empty lines are passed over.
    pub(super) fn read(&mut self, record: &mut Record) -> Result<bool, Unread> {
        record.clear();
        loop {
            if !self.read_line()? {
                return Ok(false);
            }
            if !self.text().is_empty() {
                break;
            }
        }
        record.line = self.line;
        let mut state = State::FieldStart;
        loop {
            state = self.split_line(record, state)?;
            if state != State::Quoted {
                record.end_field();
                return Ok(true);
            }
            record.bytes.push(b'\n');
            let too_long = record.bytes.len() > MAX_BYTES;
            if too_long || !self.read_line()? {
                return Err(Unread::File(RowError::of_line(
                    record.line,
                    "a quote (\") is opened in this row and not closed",
                )));
            }
        }
    }

    /// Reads one physical line; `false` at the end of the source.
    fn read_line(&mut self) -> Result<bool, Unread> {
        self.raw.clear();
        let limit = MAX_BYTES as u64;
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.raw).map_err(Unread::Io)? as u64;
        if read == 0 {
            return Ok(false);
        }
        self.bytes += read;
        self.line += 1;
        if self.line == 1 {
            self.strip_byte_order_mark()?;
        }
        if self.raw.contains(&0) {
            return self.refuse_file("there is a NUL character: this is no text in UTF-8");
        }
        if read == limit && !self.raw.ends_with(b"\n") {
            return self.refuse_file("the line is longer than 1 MiB: is this a CSV file?");
        }
        if std::str::from_utf8(&self.raw).is_err() {
            let reason = "the line is not UTF-8: save the file as UTF-8";
            return Err(Unread::Row(RowError::of_line(self.line, reason)));
        }
        Ok(true)
    }

    fn strip_byte_order_mark(&mut self) -> Result<(), Unread> {
        let utf16 = self.raw.starts_with(&[0xff, 0xfe]) || self.raw.starts_with(&[0xfe, 0xff]);
        if utf16 || self.raw.contains(&0) {
            self.refuse_file("the file is UTF-16: save it as UTF-8")?;
        }
        if self.raw.starts_with(&[0xef, 0xbb, 0xbf]) {
            self.raw.drain(..3);
        }
        Ok(())
    }

    fn refuse_file(&self, reason: &str) -> Result<bool, Unread> {
        Err(Unread::File(RowError::of_line(self.line, reason)))
    }

    /// The line without its line break.
    fn text(&self) -> &[u8] {
        let text = self.raw.strip_suffix(b"\n").unwrap_or(&self.raw);
        text.strip_suffix(b"\r").unwrap_or(text)
    }

    fn split_line(&self, record: &mut Record, mut state: State) -> Result<State, Unread> {
        for &byte in self.text() {
            state = match (state, byte) {
                (State::FieldStart | State::Plain | State::Quote, b',') => {
                    record.end_field();
                    State::FieldStart
                }
                (State::FieldStart, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::Quote,
                (State::Plain, b'"') | (State::Quote, _) if (state, byte) != (State::Quote, b'"') => {
                    return Err(Unread::Row(RowError::of_line(
                        self.line,
                        "a quote (\") stands inside a field: quote the whole field and double the quotes in it",
                    )));
                }
                (kept, _) => {
                    record.bytes.push(byte);
                    if kept == State::Quoted || kept == State::Quote { State::Quoted } else { State::Plain }
                }
            };
        }
        Ok(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Result<Vec<(u64, Vec<String>)>, String> {
        let mut records = Records::new(text);
        let mut record = Record::default();
        let mut rows = Vec::new();
        loop {
            match records.read(&mut record) {
                Ok(false) => return Ok(rows),
                Ok(true) => {
                    rows.push((record.line, (0..record.len()).map(|n| record.field(n).to_owned()).collect()));
                }
                Err(Unread::Row(error) | Unread::File(error)) => return Err(error.to_string()),
                Err(Unread::Io(error)) => return Err(error.to_string()),
            }
        }
    }

    #[test]
    fn quotes_commas_and_line_breaks() {
        let read = rows(b"\xef\xbb\xbfa,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\n\n,\nlast, z ").unwrap();
        let fields = |row: &[&str]| row.iter().map(|f| f.to_string()).collect::<Vec<_>>();
        assert_eq!(
            read,
            [
                (1, fields(&["a", "b"])),
                (2, fields(&["x, \"y\"", "1\n2"])),
                (5, fields(&["", ""])),
                (6, fields(&["last", "z"])),
            ]
        );
        assert_eq!(rows(b"").unwrap(), []);
        assert_eq!(rows(b"\"\"").unwrap(), [(1, fields(&[""]))]);
    }

    #[test]
    fn what_no_csv_file_holds_is_refused() {
        for (bytes, reason) in [
            (&b"a,b\n\"x,y\n1,2\n"[..], "line 2: a quote (\") is opened"),
            (b"a\nx\"y\n", "line 2: a quote (\") stands inside"),
            (b"a\n\"x\"y\n", "line 2: a quote (\") stands inside"),
            (b"a\n\"x\" ,y\n", "line 2: a quote (\") stands inside"),
            (b"a\n\xe9t\xe9\n", "line 2: the line is not UTF-8"),
            (b"a\nx\0y\n", "line 2: there is a NUL"),
            (b"\xff\xfea\0\n\0", "line 1: the file is UTF-16"),
            (b"\xfe\xff\0a\0\n", "line 1: the file is UTF-16"),
            (b"a\0\n\0", "line 1: the file is UTF-16"),
        ] {
            let error = rows(bytes).unwrap_err();
            assert!(error.starts_with(reason), "{error}");
        }
    }

    /// Counts what was asked of it.
    struct Endless<'a>(&'a std::cell::Cell<usize>, u8);

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(self.1);
            self.0.set(self.0.get() + buffer.len());
            Ok(buffer.len())
        }
    }

    #[test]
    fn neither_a_long_line_nor_an_open_quote_is_read_to_its_end() {
        for (start, filler, reason) in [
            ("a\nb\n", b'x', "line 3: the line is longer"),
            ("a\n\"", b'\n', "line 2: a quote (\") is opened"),
        ] {
            let read = std::cell::Cell::new(0);
            let mut records = Records::new(start.as_bytes().chain(Endless(&read, filler)));
            let mut record = Record::default();
            let error = loop {
                match records.read(&mut record) {
                    Ok(more) => assert!(more),
                    Err(Unread::File(error)) => break error.to_string(),
                    Err(other) => panic!("{other:?}"),
                }
            };
            assert!(error.starts_with(reason), "{error}");
            assert!(read.get() < 2 << 20, "{} bytes were read", read.get());
            assert!(record.bytes.capacity() < 4 << 20);
        }
    }
}
