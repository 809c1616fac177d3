//! What the tests of several files share.
#![allow(dead_code, reason = "not every file uses all of it")]

pub mod portal;
pub mod post;
pub mod program;

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};

use billcenter::clock::Clock;
use billcenter::config::{Mode, Settings};
use billcenter::services::App;
use billcenter::store::{AnyConnection, Db};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use tempfile::TempDir;

/// Address of a PostgreSQL server; its user may create databases.
const SERVER: &str = "BILLCENTER_TEST_POSTGRES";

/// An empty database with all migrations. It is gone after the test.
pub struct TestDatabase {
    /// Where it is.
    pub url: String,
    postgres: Option<(String, String)>,
    folder: TempDir,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// A fresh database of each kind.
pub fn databases() -> Vec<TestDatabase> {
    vec![sqlite(), postgres()]
}

/// A fresh SQLite file.
pub fn sqlite() -> TestDatabase {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    migrated(TestDatabase { url, postgres: None, folder })
}

/// A fresh PostgreSQL database.
pub fn postgres() -> TestDatabase {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = env::var(SERVER).unwrap_or_else(|_| {
        panic!(
            "{SERVER} is not set: run tests/run, which starts a PostgreSQL server for the tests, or set it to \
             the address of one, such as postgres://postgres@127.0.0.1:5432/postgres"
        )
    });
    let name = format!("billcenter_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    on_server(&server, &format!("CREATE DATABASE {name}"));
    let (address, _) = server.rsplit_once('/').expect("an address ends in a database's name");
    let url = format!("{address}/{name}");
    let folder = TempDir::new().unwrap();
    migrated(TestDatabase { url, postgres: Some((server, name)), folder })
}

fn on_server(server: &str, sql: &str) {
    let mut connection = PgConnection::establish(server).expect("the PostgreSQL server answers");
    connection.batch_execute(sql).expect("the user may create databases");
}

fn migrated(database: TestDatabase) -> TestDatabase {
    Db::open(&database.url).unwrap().migrate().unwrap();
    database
}

impl TestDatabase {
    /// The program on this database, its clock standing still.
    pub fn app(&self, now: &str) -> App {
        let mut settings = Settings::load(None).unwrap();
        settings.files.folder = self.folder.path().join("files");
        settings.mail.folder = self.folder.path().join("mailbox");
        settings.auth.settle(Mode::Development);
        App::open(&self.url, Clock::parse(now).unwrap(), settings).unwrap()
    }

    /// The books, read past the use cases.
    pub fn db(&self) -> Db {
        Db::open(&self.url).unwrap()
    }

    /// A folder of its own.
    pub fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Runs one statement behind the program's back.
    pub fn execute(&self, statement: &str) -> QueryResult<()> {
        self.connection().batch_execute(statement)
    }

    /// The number that a query names `count`.
    pub fn count(&self, query: &str) -> i64 {
        let row: CountRow = diesel::sql_query(query).get_result(&mut self.connection()).unwrap();
        row.count
    }

    fn connection(&self) -> AnyConnection {
        match self.postgres {
            Some(_) => AnyConnection::Postgres(PgConnection::establish(&self.url).unwrap()),
            None => {
                let mut connection =
                    SqliteConnection::establish(self.url.trim_start_matches("sqlite://")).unwrap();
                connection.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
                AnyConnection::Sqlite(connection)
            }
        }
    }

    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.postgres {
            on_server(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}
