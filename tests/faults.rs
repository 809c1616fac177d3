//! The program is killed, doubled and starved in the middle of the month, and goes on.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::program::{Program, on_the_26th, on_the_27th};
use support::{TestDatabase, databases};
use tempfile::TempDir;

const PERIOD: &str = "2026-09";

/// A base large enough that killing hits different places.
fn base(accounts: u32) -> TempDir {
    let folder = TempDir::new().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/generate.py");
    let status = Command::new("python3")
        .arg(script)
        .args(["11", &folder.path().display().to_string(), "--accounts", &accounts.to_string()])
        .status()
        .expect("python3 is installed");
    assert!(status.success());
    folder
}

/// Starts the command and kills it as soon as the database shows that `enough`; `false` where it
/// was done before.
fn kill_when(program: &Program<'_>, clock: &str, command: &str, enough: impl Fn() -> bool) -> bool {
    let mut child = program.spawn(clock, command);
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if enough() {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::yield_now();
    }
}

/// Kills `command` again and again, each time a little further on, until it gets through.
fn kill_all_along(program: &Program<'_>, database: &TestDatabase, clock: &str, command: &str, count: &str) {
    let mut kills = 0;
    loop {
        let before = database.count(count);
        // Half of the kills hit before anything is written, half after.
        let further = before + i64::from(kills % 2);
        if !kill_when(program, clock, command, || database.count(count) >= further) {
            break;
        }
        kills += 1;
        assert!(kills < 200, "{command} makes no headway");
    }
    assert!(kills > 0, "{command} was never killed");
    program.run(clock, command);
}

fn documents_without_numbers(program: &Program<'_>) -> BTreeSet<String> {
    let without_number = |mut document: Value| {
        document["number"] = Value::Null;
        document.to_string()
    };
    program.documents(PERIOD).into_iter().map(without_number).collect()
}

fn mailbox(program: &Program<'_>) -> BTreeSet<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    std::fs::read_dir(program.mailbox()).unwrap().map(name).filter(|name| name.ends_with(".eml")).collect()
}

fn undisturbed(folder: &Path) -> (BTreeSet<String>, usize) {
    let database = support::sqlite();
    let program = Program::on(&database);
    program.import_folder(folder);
    program.close(PERIOD);
    program.issue(PERIOD);
    let sent = program.send(PERIOD)["sent"].as_u64().unwrap();
    (documents_without_numbers(&program), sent as usize)
}

#[test]
fn killed_at_any_point_the_month_goes_on() {
    let folder = base(150);
    let (expected, messages) = undisturbed(folder.path());
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(folder.path());
        let (on_26th, on_27th) = (on_the_26th(PERIOD), on_the_27th(PERIOD));
        let steps = "SELECT COUNT(*) AS count FROM bill_steps";
        kill_all_along(&program, &database, &on_26th, &format!("bill close --period {PERIOD}"), steps);
        let documents = "SELECT COUNT(*) AS count FROM documents";
        kill_all_along(&program, &database, &on_27th, &format!("bill issue --period {PERIOD}"), documents);
        let sent = "SELECT COUNT(*) / 10 AS count FROM outbox WHERE state = 'sent'";
        kill_all_along(&program, &database, &on_27th, &format!("mail send --period {PERIOD}"), sent);
        assert_eq!(documents_without_numbers(&program), expected);
        program.verify();
        let report = program.send(PERIOD);
        assert_eq!(report["sent"].as_u64(), Some(messages as u64), "{report}");
        assert_eq!(mailbox(&program).len(), messages, "one file for each message, none lost, none doubled");
    }
}

#[test]
fn two_processes_at_once_do_the_work_of_one() {
    let folder = base(150);
    let (expected, messages) = undisturbed(folder.path());
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(folder.path());
        let steps = [
            (on_the_26th(PERIOD), format!("bill close --period {PERIOD}")),
            (on_the_27th(PERIOD), format!("bill issue --period {PERIOD}")),
            (on_the_27th(PERIOD), format!("mail send --period {PERIOD}")),
        ];
        for (clock, command) in steps {
            let both = [program.spawn(&clock, &command), program.spawn(&clock, &command)];
            for child in both {
                let output = child.wait_with_output().unwrap();
                assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
            }
        }
        assert_eq!(documents_without_numbers(&program), expected);
        assert_eq!(mailbox(&program).len(), messages);
        program.verify();
    }
}

#[test]
fn a_full_disk_while_issuing_loses_nothing() {
    let folder = base(150);
    let (expected, _) = undisturbed(folder.path());
    let database = support::sqlite();
    let program = Program::on(&database);
    program.import_folder(folder.path());
    program.close(PERIOD);
    let issue = program.command(&on_the_27th(PERIOD), &format!("bill issue --period {PERIOD}"));
    // No file may grow beyond this many KiB: to the program the disk is full.
    for limit_kib in [1, 20, 60] {
        let mut starved = Command::new("bash");
        let words: Vec<_> = issue.get_args().map(|word| format!("'{}'", word.display())).collect();
        starved
            .arg("-c")
            .arg(format!(
                "trap '' XFSZ; ulimit -f {limit_kib}; exec '{}' {}",
                issue.get_program().display(),
                words.join(" ")
            ))
            .current_dir(database.path());
        for (name, value) in issue.get_envs() {
            starved.env(name, value.unwrap());
        }
        let output = starved.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "the disk is full: {said}");
        assert!(said.starts_with("billcenter: ") && said.lines().count() == 1, "one plain sentence: {said}");
    }
    program.issue(PERIOD);
    assert_eq!(documents_without_numbers(&program), expected);
    program.verify();
}

#[test]
fn a_database_newer_than_the_program_is_refused() {
    for database in databases() {
        database
            .execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000000')")
            .unwrap();
        let program = Program::on(&database);
        for command in ["migrate", "verify", "bill review --period 2026-09"] {
            let refused = program.refused(support::program::IMPORT_CLOCK, command);
            assert!(refused.contains("newer than this program"), "{command}: {refused}");
        }
    }
}
