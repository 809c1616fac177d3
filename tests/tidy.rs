//! The layout is a test: who may import whom, who may ask the time, who speaks SQL, where there are
//! no floats, how long a file may be (DESIGN, "One picture" and "Invariants").
//!
//! It reads the sources line by line and no more cleverly than that. What it cannot read, such as a
//! group of imports over several lines, it refuses.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and those that it may import beside itself; `main` is `src/main.rs`.
const MAY_IMPORT: [(&str, &[&str]); 16] = [
    ("values", &[]),
    ("domain", &["values"]),
    ("clock", &["values"]),
    ("texts", &["values"]),
    ("store", &["domain", "values"]),
    ("pdf", &["domain", "values", "texts"]),
    ("mail", &["domain", "values", "texts"]),
    ("files", &["values"]),
    // The mail server's settings are read into the type that connects with them: one list of fields.
    ("config", &["domain", "values", "mail"]),
    ("logs", &["values", "config"]),
    ("services", &["store", "pdf", "mail", "files", "domain", "values", "config", "clock", "texts"]),
    ("web", &ASKS),
    ("cli", &["services", "domain", "values", "config", "clock", "texts", "web", "scheduler", "logs"]),
    ("scheduler", &ASKS),
    ("main", &["cli"]),
    // The map names every room and imports none.
    ("lib", &[]),
];

/// What those import who ask for something: the world lies behind `services`.
const ASKS: [&str; 6] = ["services", "domain", "values", "config", "clock", "texts"];

/// `crate::` names that are no rooms: macros, and the room they belong to.
const MACROS: [(&str, &str); 1] = [("on_either", "store")];

/// A file has one subject.
const MOST_LINES: usize = 450;

/// Rooms in which amounts are computed or carried.
const WITHOUT_FLOATS: [&str; 4] = ["values", "domain", "store", "services"];

/// A cell of a spreadsheet is a float by its format; it shows an amount and computes none.
const MAY_FLOAT: [&str; 1] = ["src/services/export/xlsx.rs"];

#[test]
fn rooms_import_downward_only() {
    let mut broken = Broken::default();
    for source in sources() {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(room, _)| *room == source.room) else {
            broken.add(&source.path, 1, "this room is in no layer: give it one in tests/tidy.rs");
            continue;
        };
        for (number, line) in source.code() {
            for imported in rooms_named(line, source.depth) {
                let Ok(imported) = imported else {
                    broken.add(
                        &source.path,
                        number,
                        "one `use` for each room, so that this test can read it",
                    );
                    continue;
                };
                if imported != source.room && !allowed.contains(&imported) {
                    let rule = format!(
                        "`{}` may import {}, not `{imported}`",
                        source.room,
                        if allowed.is_empty() { "no other room".to_owned() } else { allowed.join(", ") }
                    );
                    broken.add(&source.path, number, &rule);
                }
            }
        }
    }
    broken.none();
}

#[test]
fn only_the_store_speaks_sql() {
    forbid(&["diesel::", "diesel_migrations"], "diesel is for src/store alone", |source| {
        source.room == "store"
    });
}

#[test]
fn only_the_clock_asks_the_time() {
    let asking = ["Utc::now", "Local::now", "SystemTime::now", "UNIX_EPOCH.elapsed"];
    forbid(
        &asking,
        "only src/clock.rs asks the time: take it from the `Clock` or as an argument",
        |source| source.room == "clock",
    );
}

#[test]
fn amounts_are_no_floats() {
    forbid(&["f32", "f64"], "no floats where amounts are: `Money` or `Decimal`", |source| {
        !WITHOUT_FLOATS.contains(&source.room.as_str()) || MAY_FLOAT.contains(&source.path.as_str())
    });
}

#[test]
fn nothing_panics_without_saying_why() {
    forbid(
        &[".unwrap()", ".unwrap_err()"],
        "no unwrap: return the error, or `expect` with the reason",
        |_| false,
    );
}

#[test]
fn files_have_one_subject() {
    let mut broken = Broken::default();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > MOST_LINES {
            broken.add(
                &source.path,
                MOST_LINES + 1,
                &format!("{lines} lines; {MOST_LINES} is the most: split it"),
            );
        }
        if !source.text.starts_with("//! ") {
            broken.add(&source.path, 1, "a file begins with `//!` and what it is for");
        }
    }
    broken.none();
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        let files = files_under(&folder, "sql");
        let names = files.iter().map(|file| file.strip_prefix(&folder).expect("it is in there"));
        names.map(|name| name.display().to_string()).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty());
    let alone: Vec<_> = sqlite.symmetric_difference(&postgres).collect();
    assert!(alone.is_empty(), "migrations of one database only: {alone:?}");
    for name in sqlite.iter().filter(|name| name.ends_with("up.sql")) {
        for database in ["sqlite", "postgres"] {
            let text = read(&root().join("migrations").join(database).join(name));
            assert!(
                text.starts_with("--"),
                "migrations/{database}/{name}:1: a migration begins with why it is"
            );
        }
    }
}

/// A file under `src`.
struct Source {
    /// As seen from the repository.
    path: String,
    /// The first part of its module's path.
    room: String,
    /// How many `super` lead from its module to the crate's root.
    depth: usize,
    text: String,
}

impl Source {
    fn read(file: &Path) -> Source {
        let path = file.strip_prefix(root()).expect("a file of ours").display().to_string();
        let module = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        Source {
            room: module.split('/').next().unwrap_or_default().to_owned(),
            depth: module.split('/').count(),
            text: read(file),
            path,
        }
    }

    /// Its lines with their numbers, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The same without its tests, which stand at the end.
    fn code_without_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }
}

/// The rooms that a line names, or an error for a name that cannot be read. `depth` is how many
/// `super` lead to the root.
fn rooms_named(line: &str, depth: usize) -> Vec<Result<&str, ()>> {
    let to_root = "super::".repeat(depth);
    let mut found = Vec::new();
    for prefix in ["crate::", "billcenter::", &to_root] {
        for (place, _) in line.match_indices(prefix) {
            // `my_crate::` and the end of a longer chain of `super` are something else.
            if line[..place].ends_with(|before: char| before.is_alphanumeric() || "_:".contains(before)) {
                continue;
            }
            let Some(names) = names(&line[place + prefix.len()..]) else {
                found.push(Err(()));
                continue;
            };
            for name in names {
                let room = MACROS.iter().find(|(known, _)| *known == name).map_or(name, |(_, room)| room);
                match MAY_IMPORT.iter().any(|(known, _)| *known == room) {
                    true => found.push(Ok(room)),
                    // From the root of a file's module `super` also names what stands beside a test.
                    false if prefix == to_root => {}
                    false => found.push(Err(())),
                }
            }
        }
    }
    found
}

/// The names that begin each path in `rest`: one, or those of a flat group such as `{logs, web}`.
fn names(rest: &str) -> Option<Vec<&str>> {
    let end = |path: &str| path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    match rest.strip_prefix('{') {
        None => Some(vec![&rest[..end(rest)]]),
        Some(group) => {
            let (group, _) = group.split_once('}').filter(|(group, _)| !group.contains('{'))?;
            let paths = group.split(',').map(str::trim);
            Some(paths.map(|path| &path[..end(path)]).collect())
        }
    }
}

/// No code outside tests has one of `words`, but for the files that `may`.
fn forbid(words: &[&str], rule: &str, may: impl Fn(&Source) -> bool) {
    let mut broken = Broken::default();
    for source in sources().iter().filter(|source| !may(source)) {
        for (number, line) in source.code_without_tests() {
            if words.iter().any(|word| has_word(line, word)) {
                broken.add(&source.path, number, rule);
            }
        }
    }
    broken.none();
}

/// Whether `word` stands in `line` by itself, not as a part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(place, _)| {
        let (before, after) = (&line[..place], &line[place + word.len()..]);
        (!word.starts_with(is_name) || !before.ends_with(is_name))
            && (!word.ends_with(is_name) || !after.starts_with(is_name))
    })
}

/// Every place that breaks a rule, so that all are seen at once.
#[derive(Default)]
struct Broken(String);

impl Broken {
    fn add(&mut self, path: &str, line: usize, rule: &str) {
        writeln!(self.0, "{path}:{line}: {rule}").expect("memory");
    }

    fn none(&self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let sources: Vec<_> =
        files_under(&root().join("src"), "rs").iter().map(|file| Source::read(file)).collect();
    assert!(sources.len() > 50, "the sources are in src");
    sources
}

fn files_under(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()))
}

#[test]
fn the_reader_of_imports_sees_them() {
    assert_eq!(rooms_named("use crate::store::Db;", 1), [Ok("store")]);
    assert_eq!(rooms_named("    let x = crate::pdf::f(crate::mail::y);", 2), [Ok("pdf"), Ok("mail")]);
    assert_eq!(rooms_named("use crate::on_either;", 1), [Ok("store")]);
    assert_eq!(rooms_named("use crate::{store, pdf};", 1), [Ok("store"), Ok("pdf")]);
    assert_eq!(rooms_named("use crate::{store::Db, pdf};", 1), [Ok("store"), Ok("pdf")]);
    assert_eq!(rooms_named("use crate::{store::{Db, StoreError}, pdf};", 1), [Err(())]);
    assert_eq!(rooms_named("use crate::{", 1), [Err(())]);
    assert_eq!(rooms_named("use super::super::store::Db;", 2), [Ok("store")]);
    assert_eq!(rooms_named("use super::store::Db;", 2), []);
    assert_eq!(rooms_named("use super::*;", 1), []);
    assert_eq!(rooms_named("$crate::store::AnyConnection", 2), [Ok("store")]);
    assert!(
        has_word("x as f64)", "f64") && !has_word("to_f64(x)", "f64") && has_word("a.unwrap()?", ".unwrap()")
    );
}
