//! Files that people send along: what may come in, and under which name it goes out again.

/// Files that come with one message.
pub const FILES_AT_ONCE: usize = 5;

/// What a file is, by its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// A safe name, ending as its content asks for.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFlaw {
    /// Nothing is in it.
    Empty(String),
    /// More than so many bytes.
    TooLarge(String, u64),
    /// No kind of file that we take.
    UnknownKind(String),
    /// Its content is not what its name says.
    Mislabelled(String),
    /// More files than come with one message.
    TooMany,
}

/// The kinds of files that are taken: how their names end, and their media type.
const KINDS: [(&[&str], &str); 8] = [
    (&["pdf"], "application/pdf"),
    (&["png"], "image/png"),
    (&["jpg", "jpeg"], "image/jpeg"),
    (&["gif"], "image/gif"),
    (&["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (&["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (&["txt"], "text/plain"),
    (&["csv"], "text/csv"),
];

/// Longest name that is kept.
const NAME_LETTERS: usize = 80;

/// What the file of this name is.
///
/// # Errors
/// A [`FileFlaw`] that names the file.
pub fn inspect(name: &str, bytes: &[u8], most_bytes: u64) -> Result<Attachment, FileFlaw> {
    let shown = shown_name(name);
    if bytes.is_empty() {
        return Err(FileFlaw::Empty(shown));
    }
    if bytes.len() as u64 > most_bytes {
        return Err(FileFlaw::TooLarge(shown, most_bytes));
    }
    let (stem, ending) = match shown.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, ending.to_lowercase()),
        _ => return Err(FileFlaw::UnknownKind(shown)),
    };
    let Some((endings, content_type)) =
        KINDS.into_iter().find(|(endings, _)| endings.contains(&ending.as_str()))
    else {
        return Err(FileFlaw::UnknownKind(shown));
    };
    let is_right = match infer::get(bytes) {
        Some(found) => found.mime_type() == content_type,
        None => content_type.starts_with("text/") && is_plain_text(bytes),
    };
    match is_right {
        true => Ok(Attachment { name: format!("{stem}.{}", endings[0]), content_type }),
        false => Err(FileFlaw::Mislabelled(shown)),
    }
}

/// Words and numbers for people: no program, no markup that a browser would run.
fn is_plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let is_readable = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(2).collect();
    is_readable && !start.starts_with('<') && start != "#!"
}

/// The last part of a path, with nothing in it that a file system or a header would read otherwise.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let plain = plain.trim_matches(['.', ' ']);
    let letters = plain.chars().count();
    match letters > NAME_LETTERS {
        // The end stays: it says what the file is.
        true => plain.chars().skip(letters - NAME_LETTERS).collect(),
        false if plain.is_empty() => "file".to_owned(),
        false => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 1_000;

    fn name(name: &str, bytes: &[u8]) -> Result<String, FileFlaw> {
        inspect(name, bytes, MOST).map(|found| found.name)
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        let png = b"\x89PNG\r\n\x1a\n0000";
        assert_eq!(inspect("Screen Shot.PNG", png, MOST).unwrap().content_type, "image/png");
        assert_eq!(name("scan.jpeg", b"\xff\xd8\xff\xe0 jpeg"), Ok("scan.jpg".to_owned()));
        assert_eq!(name("bill.pdf", b"%PDF-1.7 ..."), Ok("bill.pdf".to_owned()));
        assert_eq!(name("calls.csv", "a,b\n1,é\n".as_bytes()), Ok("calls.csv".to_owned()));
    }

    #[test]
    fn what_pretends_is_refused() {
        let mislabelled = |file: &str| Err(FileFlaw::Mislabelled(file.to_owned()));
        assert_eq!(name("bill.pdf", b"#!/bin/sh\nrm -rf /\n"), mislabelled("bill.pdf"));
        assert_eq!(name("bill.pdf", b"\x7fELF\x02\x01\x01"), mislabelled("bill.pdf"));
        assert_eq!(name("notes.txt", b"#!/bin/sh\n"), mislabelled("notes.txt"));
        assert_eq!(name("notes.txt", b"  <script>alert(1)</script>"), mislabelled("notes.txt"));
        assert_eq!(name("notes.txt", b"\x00\x01\x02"), mislabelled("notes.txt"));
        assert_eq!(name("photo.png", b"%PDF-1.7 ..."), mislabelled("photo.png"));
        for other in ["run.exe", "page.html", "icon.svg", "none", ".pdf"] {
            assert!(matches!(name(other, b"%PDF-1.7"), Err(FileFlaw::UnknownKind(_))), "{other}");
        }
        assert_eq!(name("a.txt", b""), Err(FileFlaw::Empty("a.txt".to_owned())));
        assert_eq!(name("a.txt", &[b'x'; 1_001]), Err(FileFlaw::TooLarge("a.txt".to_owned(), MOST)));
    }

    #[test]
    fn names_lead_nowhere() {
        let named = |typed: &str| name(typed, b"words").unwrap();
        assert_eq!(named("../../etc/passwd.txt"), "passwd.txt");
        assert_eq!(named("C:\\temp\\a\"b\r\n.txt"), "a_b__.txt");
        assert_eq!(named("..hidden.txt"), "hidden.txt");
        assert_eq!(named(&format!("{}.txt", "x".repeat(300))).chars().count(), 80);
    }
}
