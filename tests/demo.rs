//! `billcenter demo`: what it makes is whole, tells every story, and is the same every time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use billcenter::clock::Clock;
use billcenter::config::Settings;
use billcenter::domain::usage::CALL_TYPES;
use billcenter::services::App;
use billcenter::services::auth::{Entry, sign_in};
use billcenter::services::demo::LOGINS;
use serde_json::Value;
use tempfile::TempDir;

/// In the open period, after two quarters' universal service rates.
const CLOCK: &str = "2026-11-10T10:00:00-07:00";
const PERIODS: [&str; 3] = ["2026-08", "2026-09", "2026-10"];

/// A place for demos.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(TempDir::new().unwrap())
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program in `folder`, away from what the tests' environment may set.
    fn output(&self, folder: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_billcenter"))
            .current_dir(folder)
            .env_remove("DATABASE_URL")
            .env("BILLCENTER_CLOCK", CLOCK)
            .args(arguments)
            .output()
            .unwrap()
    }

    fn run(&self, folder: &Path, arguments: &[&str]) -> String {
        let output = self.output(folder, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, folder: &Path, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--json"]].concat();
        serde_json::from_str(&self.run(folder, &arguments)).unwrap()
    }

    fn demo(&self, name: &str) -> Value {
        self.json(self.0.path(), &["demo", "--dir", name, "--months", "3", "--no-serve"])
    }
}

/// Every file below `folder` by its name, but for other months' messages and those about cases.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_file() {
            found.insert(name, fs::read(path).unwrap());
        } else if name != "earlier" && name != "cases" {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        }
    }
    found
}

/// The kinds of lines of `document`, and the call types of its usage.
fn kinds(document: &Value) -> BTreeSet<String> {
    let sections = document["sections"].as_array().unwrap().iter();
    let lines = sections.flat_map(|section| section["lines"].as_array().unwrap());
    lines
        .flat_map(|line| {
            let code = line["code"].as_str().unwrap();
            let call_type = code.rsplit_once('/').map(|(_, call_type)| call_type.to_owned());
            [Some(line["kind"].as_str().unwrap().to_owned()), call_type]
        })
        .flatten()
        .collect()
}

fn is_negative(amount: &Value) -> bool {
    amount.as_str().unwrap().starts_with('-')
}

fn documents(place: &Place, folder: &Path) -> Vec<Value> {
    let export = |period: &&str| place.run(folder, &["invoice", "export", "--period", period]);
    let parse = |text: String| serde_json::from_str::<Vec<Value>>(&text).unwrap();
    PERIODS.iter().map(export).flat_map(parse).collect()
}

#[test]
fn three_months_are_whole_and_tell_every_story() {
    let place = Place::new();
    let made = place.demo("demo");
    let folder = place.folder("demo");
    let verified = place.json(&folder, &["verify"]);
    assert_eq!(verified["differences"].as_array().unwrap().len(), 0);

    let documents = documents(&place, &folder);
    assert_eq!(documents.len() as u64, made["made"]["invoices"].as_u64().unwrap());
    let seen: BTreeSet<String> = documents.iter().flat_map(kinds).collect();
    let lines = ["recurring", "catch_up", "catch_up_credit", "one_time", "usage", "usage_late"];
    for kind in lines.iter().chain(&CALL_TYPES) {
        assert!(seen.contains(*kind), "no {kind} among {seen:?}");
    }
    assert!(documents.iter().any(|document| document["late_fee"] != "0.00"), "somebody pays late");
    assert!(documents.iter().any(|document| is_negative(&document["total_due"])), "somebody is in credit");
    assert!(documents.iter().any(|document| document["sections"].as_array().unwrap().len() > 4));

    let review = place.json(&folder, &["bill", "review", "--period", PERIODS[2]]);
    assert_eq!((&review["held"], &review["failed"]), (&0.into(), &0.into()));
    let exceptions = review["exceptions"].as_array().unwrap();
    for kind in ["no_recipient", "negative_total"] {
        assert!(exceptions.iter().any(|exception| exception["kind"] == kind), "{exceptions:?}");
    }
}

#[test]
fn the_mailbox_has_one_message_for_each_recipient_of_the_last_month() {
    let place = Place::new();
    let made = place.demo("demo");
    let folder = place.folder("demo");
    let messages = files(&folder.join("mailbox"));
    let report = place.json(&folder, &["mail", "send", "--period", PERIODS[2]]);
    assert_eq!(report["recipients"], messages.len());
    assert_eq!(made["made"]["messages"], messages.len());
    let all = place.json(&folder, &["mail", "send"]);
    assert_eq!(all["sent"], all["recipients"], "nothing waits: {all}");

    let texts: Vec<_> = messages.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(texts.iter().any(|text| text.contains("Content-Language: es")), "somebody reads Spanish");
    assert!(texts.iter().any(|text| !text.contains("application/pdf")), "somebody gets a link");
    let cases = files(&folder.join("mailbox/cases"));
    let about = |number: &str| cases.values().any(|mail| String::from_utf8_lossy(mail).contains(number));
    assert!(about("[C-000001]") && about("[C-000006]"), "customers hear of their cases");
    let earlier = fs::read_dir(folder.join("mailbox/earlier")).unwrap().count();
    assert_eq!(earlier, 2, "a folder for each earlier month");
}

#[test]
fn the_same_clock_gives_the_same_figures_and_a_demo_is_kept() {
    let place = Place::new();
    place.demo("one");
    place.demo("two");
    assert!(files(&place.folder("one/imports")) == files(&place.folder("two/imports")));

    let again = place.run(place.0.path(), &["demo", "--dir", "one", "--no-serve"]);
    assert!(again.contains("as it was left"), "{again}");
    fs::write(place.folder("two/README.txt"), "").unwrap();
    fs::remove_file(place.folder("two/billcenter.toml")).unwrap();
    let refused = place.output(place.0.path(), &["demo", "--dir", "two", "--no-serve"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && said.contains("two is not empty"), "{said}");
}

#[tokio::test]
async fn everybody_can_sign_in() {
    let place = Place::new();
    place.json(place.0.path(), &["demo", "--dir", "demo", "--months", "1", "--no-serve"]);
    let database = format!("sqlite://{}", place.folder("demo/billcenter.db").display());
    let mut settings = Settings::load(None).unwrap();
    settings.files.folder = place.folder("demo/billcenter.files");
    let app = Arc::new(App::open(&database, Clock::parse(CLOCK).unwrap(), settings).unwrap());
    for login in LOGINS {
        let entry = sign_in(&app, login.email, login.password.to_owned(), "127.0.0.1").await.unwrap();
        assert!(matches!(entry, Entry::Welcome(_)), "{}: {entry:?}", login.email);
    }
}
