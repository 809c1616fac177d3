//! Loads call records and says how fast and in how much memory:
//! `cargo bench --bench import -- [ROWS] [DATABASE]`, a million into a new SQLite file by default.
//! A database that is named must be empty.

use std::io::Read;
use std::time::Instant;

use billcenter::clock::Clock;
use billcenter::config::Settings;
use billcenter::services::imports::{ImportKind, ImportOptions, import};
use billcenter::services::{App, Silent};
use billcenter::store::Db;

const ACCOUNTS: u64 = 20_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let rows: u64 = arguments.first().map_or(1_000_000, |rows| rows.parse().expect("a number of rows"));
    let folder = tempfile::tempdir().expect("a folder");
    let url = arguments
        .get(1)
        .cloned()
        .unwrap_or_else(|| format!("sqlite://{}", folder.path().join("bench.db").display()));
    Db::open(&url).expect("a database").migrate().expect("migrations");
    let mut settings = Settings::load(None).expect("settings");
    settings.files.folder = folder.path().join("files");
    let clock = Clock::parse("2026-12-01T12:00:00-07:00").expect("an instant");
    let app = App::open(&url, clock, settings).expect("a current database");
    let accounts = Lines::new("number,parent,name,opened_on\n", ACCOUNTS, |n| {
        let parent = if n % 10 == 0 { String::new() } else { format!("A{}", n / 10 * 10) };
        format!("A{n},{parent},Customer {n},2026-01-01\n")
    });
    load(&app, ImportKind::Accounts, accounts);
    let rates = "plan,call_type,per_minute,increment_seconds,minimum_seconds,included_minutes\n\
                 basic,local,0.0150,6,6,0\n";
    load(&app, ImportKind::Rates, rates.as_bytes());
    // New, then once more: every row is compared and none is written.
    for _ in 0..2 {
        let header = "account,call_id,started_at,seconds,from,to,call_type,plan\n";
        let usage = Lines::new(header, rows, |n| {
            let (account, second) = (n * 7_919 % ACCOUNTS, n % 60);
            let (day, minute) = (n / 60 % 28 + 1, n / 1_680 % 60);
            format!(
                "A{account},U{n:09},2026-11-{day:02}T12:{minute:02}:{second:02}Z,{},+13035550100,+1{:010},local,basic\n",
                n % 3_600,
                n * 104_729 % 10_000_000_000
            )
        });
        load(&app, ImportKind::Usage, usage);
    }
}

fn load(app: &App, kind: ImportKind, source: impl Read) {
    let begun = Instant::now();
    let options = ImportOptions { actor: "bench", dry_run: false, total_bytes: 0 };
    let report = import(app, kind, source, &options, &Silent).unwrap_or_else(|error| panic!("{error}"));
    let took = begun.elapsed();
    let per_second = u128::from(report.rows) * 1_000 / took.as_millis().max(1);
    println!(
        "{kind}: {} rows ({} added, {} unchanged) in {took:.1?}, {per_second} rows/s, {}",
        report.rows,
        report.added,
        report.unchanged,
        peak_memory()
    );
}

/// The process's highest memory so far, where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("memory unknown").to_owned()
}

/// A file that is made while it is read.
struct Lines<F> {
    text: Vec<u8>,
    read: usize,
    next: u64,
    rows: u64,
    line: F,
}

impl<F: Fn(u64) -> String> Lines<F> {
    fn new(header: &str, rows: u64, line: F) -> Lines<F> {
        Lines { text: header.as_bytes().to_vec(), read: 0, next: 0, rows, line }
    }
}

impl<F: Fn(u64) -> String> Read for Lines<F> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read == self.text.len() && self.next < self.rows {
            (self.text, self.read) = ((self.line)(self.next).into_bytes(), 0);
            self.next += 1;
        }
        let count = buffer.len().min(self.text.len() - self.read);
        buffer[..count].copy_from_slice(&self.text[self.read..self.read + count]);
        self.read += count;
        Ok(count)
    }
}
