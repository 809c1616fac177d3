//! The program as its users run it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use super::TestDatabase;

/// After the last call of every test base.
pub const IMPORT_CLOCK: &str = "2026-12-01T12:00:00-07:00";

/// The binary on one database, with folders of its own for documents and mail.
pub struct Program<'a> {
    database: &'a TestDatabase,
}

impl<'a> Program<'a> {
    pub fn on(database: &'a TestDatabase) -> Program<'a> {
        Program { database }
    }

    /// Where mails are written.
    pub fn mailbox(&self) -> PathBuf {
        self.database.path().join("mailbox")
    }

    pub fn command(&self, clock: &str, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_billcenter"));
        command
            .current_dir(self.database.path())
            .args(["--clock", clock])
            .args(arguments.split_whitespace())
            .env("DATABASE_URL", &self.database.url)
            .env("BILLCENTER_FILES__FOLDER", self.database.path().join("files"))
            .env("BILLCENTER_MAIL__FOLDER", self.mailbox())
            .env("BILLCENTER_SERVER__SESSION_SECRET", "a secret of the tests, long enough")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn output(&self, clock: &str, arguments: &str) -> Output {
        self.command(clock, arguments).output().unwrap()
    }

    /// What a command prints that succeeds.
    pub fn run(&self, clock: &str, arguments: &str) -> String {
        let output = self.output(clock, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments}: {said}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The sentence of a command that is refused.
    pub fn refused(&self, clock: &str, arguments: &str) -> String {
        let output = self.output(clock, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments} is refused");
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn json(&self, clock: &str, arguments: &str) -> Value {
        serde_json::from_str(&self.run(clock, &format!("{arguments} --json"))).unwrap()
    }

    pub fn spawn(&self, clock: &str, arguments: &str) -> Child {
        self.command(clock, arguments).spawn().unwrap()
    }

    /// Loads every CSV file of `folder`.
    pub fn import_folder(&self, folder: &Path) {
        for kind in ["accounts", "contacts", "services", "charges", "rates", "usage", "payments", "taxes"] {
            let file = folder.join(format!("{kind}.csv"));
            if file.exists() {
                self.run(IMPORT_CLOCK, &format!("import {kind} {}", file.display()));
            }
        }
    }

    pub fn close(&self, period: &str) -> String {
        self.run(&on_the_26th(period), &format!("bill close --period {period}"))
    }

    pub fn issue(&self, period: &str) -> String {
        self.run(&on_the_27th(period), &format!("bill issue --period {period}"))
    }

    pub fn send(&self, period: &str) -> Value {
        self.json(&on_the_27th(period), &format!("mail send --period {period}"))
    }

    /// Every document of `period`.
    pub fn documents(&self, period: &str) -> Vec<Value> {
        let text = self.run(IMPORT_CLOCK, &format!("invoice export --period {period}"));
        serde_json::from_str(&text).unwrap()
    }

    pub fn verify(&self) {
        self.run(IMPORT_CLOCK, "verify");
    }
}

/// When the period is closed.
pub fn on_the_26th(period: &str) -> String {
    format!("{period}-26T02:00:00-07:00")
}

/// When its invoices go out.
pub fn on_the_27th(period: &str) -> String {
    format!("{period}-27T06:00:00-07:00")
}
