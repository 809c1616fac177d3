//! Writes a document's objects as a file: the prelude as it is, then what the catalog and the
//! information reach, numbered in that order, so that nothing unused gets in.

use std::collections::{HashMap, VecDeque};
use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use sha2::{Digest, Sha256};

use super::fonts::{PRELUDE, PRELUDE_OBJECTS};

/// No object of ours has this generation: it marks references to the prelude.
const PRELUDE_GENERATION: u16 = u16::MAX;

/// A reference to an object of the prelude.
pub fn prelude_reference(number: u32) -> Object {
    Object::Reference((number, PRELUDE_GENERATION))
}

struct Writer {
    out: Vec<u8>,
    offsets: Vec<usize>,
    numbers: HashMap<ObjectId, u32>,
    waiting: VecDeque<ObjectId>,
}

/// The file. Its id is the hash of its content.
pub fn write(document: &Document, catalog: ObjectId, information: ObjectId) -> Vec<u8> {
    let prelude = &*PRELUDE;
    let mut writer = Writer {
        out: Vec::with_capacity(prelude.bytes.len() + 32 * 1024),
        offsets: prelude.offsets.clone(),
        numbers: HashMap::new(),
        waiting: VecDeque::new(),
    };
    writer.out.extend_from_slice(&prelude.bytes);
    let (root, info) = (writer.number_of(catalog), writer.number_of(information));
    while let Some(id) = writer.waiting.pop_front() {
        writer.offsets.push(writer.out.len());
        let number = writer.numbers[&id];
        let _ = writeln!(writer.out, "{number} 0 obj");
        writer.object(document.objects.get(&id).unwrap_or(&Object::Null));
        writer.out.extend_from_slice(b"\nendobj\n");
    }
    writer.finish(root, info)
}

impl Writer {
    fn number_of(&mut self, id: ObjectId) -> u32 {
        if id.1 == PRELUDE_GENERATION {
            return id.0;
        }
        let next = PRELUDE_OBJECTS + 1 + self.numbers.len() as u32;
        *self.numbers.entry(id).or_insert_with(|| {
            self.waiting.push_back(id);
            next
        })
    }

    fn object(&mut self, object: &Object) {
        match object {
            Object::Null => self.out.extend_from_slice(b"null"),
            Object::Boolean(yes) => self.out.extend_from_slice(if *yes { b"true" } else { b"false" }),
            Object::Integer(number) => {
                let _ = write!(self.out, "{number}");
            }
            Object::Real(number) => {
                // Coordinates: a hundredth of a point is finer than any printer.
                let _ = write!(self.out, "{}", (f64::from(*number) * 100.0).round() / 100.0);
            }
            Object::Name(name) => self.name(name),
            Object::String(bytes, StringFormat::Literal) => self.literal(bytes),
            Object::String(bytes, StringFormat::Hexadecimal) => {
                self.out.push(b'<');
                for byte in bytes {
                    let _ = write!(self.out, "{byte:02X}");
                }
                self.out.push(b'>');
            }
            Object::Array(items) => {
                self.out.push(b'[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        self.out.push(b' ');
                    }
                    self.object(item);
                }
                self.out.push(b']');
            }
            Object::Dictionary(dict) => self.dictionary(dict),
            Object::Stream(stream) => {
                self.dictionary(&stream.dict);
                self.out.extend_from_slice(b"stream\n");
                self.out.extend_from_slice(&stream.content);
                self.out.extend_from_slice(b"\nendstream");
            }
            Object::Reference(id) => {
                let number = self.number_of(*id);
                let _ = write!(self.out, "{number} 0 R");
            }
        }
    }

    fn dictionary(&mut self, dict: &Dictionary) {
        self.out.extend_from_slice(b"<<");
        for (key, value) in dict {
            self.name(key);
            // A value that begins with a letter or digit needs a blank before it.
            if !matches!(
                value,
                Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
            ) {
                self.out.push(b' ');
            }
            self.object(value);
        }
        self.out.extend_from_slice(b">>");
    }

    fn name(&mut self, name: &[u8]) {
        self.out.push(b'/');
        for byte in name {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'_' | b'.') {
                self.out.push(*byte);
            } else {
                let _ = write!(self.out, "#{byte:02X}");
            }
        }
    }

    fn literal(&mut self, bytes: &[u8]) {
        self.out.push(b'(');
        for byte in bytes {
            match byte {
                b'(' | b')' | b'\\' => self.out.extend([b'\\', *byte]),
                b'\r' => self.out.extend_from_slice(b"\\r"),
                _ => self.out.push(*byte),
            }
        }
        self.out.push(b')');
    }

    fn finish(mut self, root: u32, info: u32) -> Vec<u8> {
        let hash = Sha256::digest(&self.out[PRELUDE.bytes.len()..]);
        let id: String = hash.iter().take(16).map(|byte| format!("{byte:02X}")).collect();
        let start = self.out.len();
        let size = self.offsets.len() + 1;
        let _ = write!(self.out, "xref\n0 {size}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            let _ = writeln!(self.out, "{offset:010} 00000 n ");
        }
        let _ = write!(
            self.out,
            "trailer\n<</Size {size}/Root {root} 0 R/Info {info} 0 R/ID[<{id}><{id}>]>>\nstartxref\n{start}\n%%EOF\n"
        );
        self.out
    }
}
