//! Every text that a page asks for is there in both languages, and none is left over in one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How pages, documents and mails ask for a text by its name.
const ASKING: [&str; 10] = [
    ".t(\"",
    ".t1(\"",
    ".t2(\"",
    ".t3(\"",
    ".n(\"",
    ".title(\"",
    "words.text(\"",
    "words.with(\"",
    "words.count(\"",
    "self.with(\"",
];

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false if path.to_string_lossy().ends_with(ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

/// The texts of a language, each with the places that are filled in.
fn texts(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&format!("templates/locales/{language}"), ".ftl") {
        let mut current = String::new();
        for line in fs::read_to_string(&file).unwrap().lines() {
            let is_name = line.starts_with(|first: char| first.is_ascii_alphabetic());
            if let Some((name, _)) = line.split_once(" =").filter(|_| is_name) {
                current = name.to_owned();
                assert!(!texts.contains_key(name), "{name} is there twice, again in {}", file.display());
                texts.insert(current.clone(), BTreeSet::new());
            }
            let places = line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
            if let Some(known) = texts.get_mut(&current) {
                known.extend(places.map(str::to_owned));
            }
        }
    }
    texts
}

#[test]
fn both_languages_say_the_same() {
    let (english, spanish) = (texts("en"), texts("es"));
    for (name, places) in &english {
        let Some(other) = spanish.get(name) else { panic!("{name} is not there in Spanish") };
        assert_eq!(places, other, "{name}: what is filled in");
    }
    let more: Vec<_> = spanish.keys().filter(|name| !english.contains_key(*name)).collect();
    assert!(more.is_empty(), "only in Spanish: {more:?}");
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let english = texts("en");
    let sources =
        files("src", ".rs").into_iter().chain(files("templates", ".html")).chain(files("templates", ".txt"));
    let mut asked = 0;
    for file in sources {
        let source = fs::read_to_string(&file).unwrap();
        for asking in ASKING {
            for rest in source.split(asking).skip(1) {
                let name = rest.split('"').next().unwrap();
                asked += 1;
                assert!(
                    english.contains_key(name),
                    "{}: no text is called {name:?}",
                    Path::new(&file).display()
                );
            }
        }
    }
    assert!(asked > 300, "this test reads how texts are asked for: {asked}");
}
