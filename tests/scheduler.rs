//! The 27th happens by itself, also when nobody was there that morning (REQUIREMENTS R4.3).

mod support;

use std::path::{Path, PathBuf};

use billcenter::services::{App, bill_run, delivery, due};
use support::program::Program;
use support::{TestDatabase, databases};

fn load_example(database: &TestDatabase) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/three-months");
    Program::on(database).import_folder(&folder);
}

/// The program on `database` as it wakes at `now`, its post going into a folder.
fn app_at(database: &TestDatabase, now: &str) -> App {
    let mut app = database.app(now);
    app.settings.mail.folder = mailbox(database);
    app
}

fn mailbox(database: &TestDatabase) -> PathBuf {
    database.path().join("mailbox")
}

fn wake(app: &App) {
    let transport = delivery::transport(app, true).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(due::run(app, &transport)).unwrap();
}

fn wake_at(database: &TestDatabase, now: &str) {
    wake(&app_at(database, now));
}

/// Expected, issued and the messages in the mailbox.
fn state(database: &TestDatabase, period: &str) -> (i64, i64, usize) {
    let app = app_at(database, support::program::IMPORT_CLOCK);
    let messages = std::fs::read_dir(mailbox(database)).map_or(0, |files| {
        files
            .filter(|file| {
                file.as_ref().unwrap().file_name().to_string_lossy().contains(&period.replace('-', ""))
            })
            .count()
    });
    match bill_run::review(&app, period.parse().unwrap()) {
        Ok(review) => (review.expected, review.issued, messages),
        Err(_) => (0, 0, messages),
    }
}

#[test]
fn the_month_takes_its_steps_at_the_set_times() {
    for database in databases() {
        load_example(&database);
        // The example has eight billing accounts with one recipient each.
        for (now, expected) in [
            ("2026-11-26T00:59:59-07:00", (0, 0, 0)),
            ("2026-11-26T01:00:00-07:00", (8, 0, 0)),
            ("2026-11-27T05:59:59-07:00", (8, 0, 0)),
            ("2026-11-27T06:00:00-07:00", (8, 8, 8)),
            ("2026-11-27T06:01:00-07:00", (8, 8, 8)),
        ] {
            wake_at(&database, now);
            assert_eq!(state(&database, "2026-11"), expected, "{now}");
        }
    }
}

#[test]
fn a_process_that_was_down_catches_up_month_by_month() {
    for database in databases() {
        load_example(&database);
        wake_at(&database, "2026-09-26T01:00:00-06:00");
        // Down on the 27th of September and all of October; back on the 28th of November.
        wake_at(&database, "2026-11-28T09:30:00-07:00");
        for period in ["2026-09", "2026-10", "2026-11"] {
            assert_eq!(state(&database, period), (8, 8, 8), "{period}");
        }
        wake_at(&database, "2026-11-28T09:31:00-07:00");
        assert_eq!(state(&database, "2026-11"), (8, 8, 8), "nothing is billed or mailed twice");
        Program::on(&database).verify();
    }
}

#[test]
fn two_processes_that_wake_at_once_do_the_work_of_one() {
    for database in databases() {
        load_example(&database);
        let apps = [(); 2].map(|()| app_at(&database, "2026-11-27T06:00:00-07:00"));
        std::thread::scope(|scope| {
            for app in &apps {
                scope.spawn(|| wake(app));
            }
        });
        // One of them may have found the post taken by the other; the next minute sends the rest.
        wake_at(&database, "2026-11-27T06:01:00-07:00");
        assert_eq!(state(&database, "2026-11"), (8, 8, 8));
        Program::on(&database).verify();
    }
}

#[test]
fn held_drafts_stay_when_the_others_go() {
    for database in databases() {
        load_example(&database);
        wake_at(&database, "2026-11-26T01:00:00-07:00");
        let app = app_at(&database, "2026-11-26T10:00:00-07:00");
        let (period, account) = ("2026-11".parse().unwrap(), "100001".parse().unwrap());
        bill_run::hold(&app, period, Some(&account), "the price is wrong", "a biller").unwrap();
        wake_at(&database, "2026-11-27T06:00:00-07:00");
        assert_eq!(state(&database, "2026-11"), (8, 7, 7));
        let later = app_at(&database, "2026-11-27T15:00:00-07:00");
        bill_run::release(&later, period, Some(&account), "", "a biller").unwrap();
        wake(&later);
        assert_eq!(state(&database, "2026-11"), (8, 8, 8));
    }
}
