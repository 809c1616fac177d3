//! How fast a month is closed and issued: `cargo bench --bench month`, for 10,000 accounts, or
//! `cargo bench --bench month -- 100000`. Prints figures, judges nothing.
//!
//! Each account has ten services and one recipient and pays five taxes. The second month costs what
//! every later one does: it reads what the first one billed. The aims are at least 2,000 accounts
//! closed and issued per second on SQLite, 1,000 on PostgreSQL (where `BILLCENTER_TEST_POSTGRES` is
//! the address of a server), and at most 150 MB whatever their number.

use std::cell::Cell;
use std::env;
use std::fmt::Write;
use std::ops::{Add, Sub};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use billcenter::clock::Clock;
use billcenter::config::Settings;
use billcenter::services::bill_run::{close, issue};
use billcenter::services::imports::{ImportKind, ImportOptions, import};
use billcenter::services::{App, Progress, Silent, migrate};
use billcenter::store::schema::{invoice_lines, invoice_taxes};
use billcenter::store::{Db, StoreError};
use billcenter::values::period::BillingPeriod;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use tempfile::TempDir;

const ACCOUNTS: u32 = 10_000;
const SERVICES_EACH: u32 = 10;
const NOW: &str = "2026-11-27T06:00:00-07:00";
const PERIODS: [&str; 2] = ["2026-10", "2026-11"];

/// The second argument of the process that measures; the third is the database.
const MEASURE: &str = "measure";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [first, url] = &arguments[..]
        && first == MEASURE
    {
        let documents = TempDir::new().expect("a folder");
        let app = open(url, documents.path());
        return PERIODS.iter().for_each(|period| measure(&app, url, period.parse().expect("a period")));
    }
    let accounts = arguments.first().map_or(ACCOUNTS, |text| text.parse().expect("a number of accounts"));
    println!(
        "{accounts} accounts, {SERVICES_EACH} services each; in parentheses per CPU second of this program"
    );
    let folder = TempDir::new().expect("a folder");
    run("SQLite", &format!("sqlite://{}", folder.path().join("month.db").display()), accounts);
    match env::var("BILLCENTER_TEST_POSTGRES") {
        Ok(server) => on_postgres(&server, accounts),
        Err(_) => println!("PostgreSQL: BILLCENTER_TEST_POSTGRES is not set"),
    }
}

/// In a database of its own, gone at the end.
fn on_postgres(server: &str, accounts: u32) {
    let name = format!("billcenter_month_{}", std::process::id());
    let mut connection = PgConnection::establish(server).expect("the server answers");
    let (address, _) = server.rsplit_once('/').expect("an address ends in a database's name");
    connection.batch_execute(&format!("CREATE DATABASE {name}")).expect("the user may create databases");
    run("PostgreSQL", &format!("{address}/{name}"), accounts);
    connection.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).expect("it was made here");
}

fn run(name: &str, url: &str, accounts: u32) {
    println!("{name}");
    migrate(url).expect("a new database");
    let documents = TempDir::new().expect("a folder");
    let start = Instant::now();
    let rows = load(&open(url, documents.path()), accounts);
    let seconds = start.elapsed().as_secs_f64();
    println!("  import   {:>8.0} rows/s", rows as f64 / seconds);
    // A process of its own: the peak of memory is then the month's, not the import's.
    let program = env::current_exe().expect("this program");
    let status = Command::new(program).args([MEASURE, url]).status().expect("it starts");
    assert!(status.success(), "{name}: {status}");
}

fn open(url: &str, documents: &Path) -> App {
    let mut settings = Settings::load(None).expect("defaults");
    settings.files.folder = documents.to_owned();
    App::open(url, Clock::parse(NOW).expect("an instant"), settings).expect("it was made before")
}

fn load(app: &App, accounts: u32) -> u64 {
    let mut tables = [
        (ImportKind::Accounts, "number,name,street,city,region,postal_code,country,opened_on\n".to_owned()),
        (ImportKind::Contacts, "account,email,name,roles,delivery\n".to_owned()),
        (ImportKind::Services, SERVICES.to_owned()),
        (ImportKind::Taxes, TAXES.to_owned()),
    ];
    for number in 100_000..100_000 + accounts {
        let [(_, account), (_, contact), (_, services), _] = &mut tables;
        writeln!(account, "{number},Customer {number},{number} Main St,Denver,CO,80202,US,2024-01-01")
            .and_then(|()| writeln!(contact, "{number},ap@{number}.example.com,Pat,invoice,attachment"))
            .expect("memory");
        for service in 0..SERVICES_EACH {
            let (class, cents) = if service % 3 == 0 { ("equipment", 1_500) } else { ("voice", 2_495) };
            let price = format!("{}.{:02}", cents / 100, cents % 100);
            writeln!(
                services,
                "{number},S{service:02},UC User,UC User at site {service},{class},{},{price},2025-03-01,2026-09-25",
                1 + service
            )
            .expect("memory");
        }
    }
    let options = ImportOptions { actor: "a measurement", dry_run: false, total_bytes: 0 };
    let loaded = tables
        .iter()
        .map(|(kind, text)| import(app, *kind, text.as_bytes(), &options, &Silent).expect("valid"));
    loaded.map(|report| report.rows).sum()
}

const SERVICES: &str =
    "account,service,product,description,tax_class,quantity,unit_price,starts_on,billed_through\n";

const TAXES: &str = "\
code,name,country,region,tax_class,kind,value,is_government,starts_on
FUSF,Federal Universal Service Fund,US,,voice,percent,24.4,true,2020-01-01
E911,Emergency 911,US,CO,voice,per_unit,1.25,true,2020-01-01
CO-ST,Colorado sales tax,US,CO,equipment,percent,2.9,true,2020-01-01
DEN,Denver sales tax,US,CO,equipment,percent,5.15,true,2020-01-01
REG,Regulatory recovery,US,,,percent,1.5,false,2020-01-01
";

fn measure(app: &App, url: &str, period: BillingPeriod) {
    let start = Spent::now();
    let drafted = close(app, period, "a measurement", &Silent).expect("a period that is over").drafted;
    let closing = start.until_now();

    let stages = Stages { start: Spent::now(), rendering_after: Cell::new(None) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let issued =
        runtime.block_on(issue(app, period, "a measurement", &stages)).expect("a period that is closed");
    let issuing = stages.rendering_after.get().expect("it renders after it issued");
    let rendering = stages.start.until_now() - issuing;

    let rate = |what: &str, count: usize, Spent { wall, cpu }: Spent| {
        let count = count as f64;
        print!("  {what} {:.0}/s ({:.0})", count / wall.as_secs_f64(), count / cpu.as_secs_f64().max(0.01));
    };
    print!("  {period}");
    rate("close", drafted, closing);
    rate("issue", issued.issued, issuing);
    rate("both", issued.issued, closing + issuing);
    rate("documents", issued.rendered, rendering);
    println!("  {} lines and taxes so far, peak {} MB", count_rows(url), peak_kilobytes() / 1_024);
}

/// Time on the clock, and of the processors in this process.
#[derive(Clone, Copy)]
struct Spent {
    wall: Duration,
    cpu: Duration,
}

impl Spent {
    fn now() -> Spent {
        static START: OnceLock<Instant> = OnceLock::new();
        Spent { wall: START.get_or_init(Instant::now).elapsed(), cpu: cpu_time() }
    }

    fn until_now(self) -> Spent {
        Spent::now() - self
    }
}

impl Add for Spent {
    type Output = Spent;

    fn add(self, other: Spent) -> Spent {
        Spent { wall: self.wall + other.wall, cpu: self.cpu + other.cpu }
    }
}

impl Sub for Spent {
    type Output = Spent;

    fn sub(self, other: Spent) -> Spent {
        Spent { wall: self.wall - other.wall, cpu: self.cpu - other.cpu }
    }
}

/// When the documents are begun.
struct Stages {
    start: Spent,
    rendering_after: Cell<Option<Spent>>,
}

impl Progress for Stages {
    fn start(&self, _: u64, what: &str) {
        if what == "rendering" {
            self.rendering_after.set(Some(self.start.until_now()));
        }
    }

    fn advance(&self, _: u64) {}
}

/// User and system time; Linux counts it in hundredths of a second, whatever the machine.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in parentheses and may hold blanks; the 14th and 15th field follow.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

fn count_rows(url: &str) -> i64 {
    let counted = Db::open(url).and_then(|db| {
        db.read(|conn| {
            let lines: i64 = invoice_lines::table.count().get_result(conn)?;
            let taxes: i64 = invoice_taxes::table.count().get_result(conn)?;
            Ok::<_, StoreError>(lines + taxes)
        })
    });
    counted.expect("it is there")
}

fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|text| text.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
