//! One connection type over SQLite and PostgreSQL, chosen by the URL at run time.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::NaiveDate;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use diesel::result::DatabaseErrorKind;
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::AnyConnection;

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// What can go wrong in the database, for logs; what users read is made in `services`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or broke.
    #[error("database: {0}")]
    Database(#[from] diesel::result::Error),
    /// No connection.
    #[error("cannot open the database: {0}")]
    Connect(String),
    /// A stored row is not what the program wrote.
    #[error("the database holds a wrong row: {0}")]
    Corrupt(String),
    /// Someone else made the same move first; nothing was written.
    #[error("{0} was changed by someone else")]
    Conflict(String),
    /// Nothing is booked through this day any more.
    #[error("the books are closed through {0}: nothing can be booked on that day or before")]
    BooksClosed(NaiveDate),
    /// The database's migrations are not the program's.
    #[error("{0}")]
    Schema(String),
}

impl StoreError {
    /// It would be booked on a day whose books are closed.
    pub fn is_books_closed(&self) -> bool {
        matches!(self, StoreError::BooksClosed(_))
    }

    /// A row with this key exists already: another process was first.
    pub fn is_unique_violation(&self) -> bool {
        use diesel::result::Error::DatabaseError;
        matches!(self, StoreError::Database(DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

/// The database, shared between threads.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    /// SQLite has one writer at a time; queueing here is kinder than polling its lock.
    writer: Option<Arc<Mutex<()>>>,
    url: String,
}

impl Db {
    /// Opens `sqlite://path`, `sqlite:path` or `postgres://…`.
    ///
    /// # Errors
    /// An unknown kind of URL, or a database that cannot be reached.
    pub fn open(url: &str) -> Result<Db, StoreError> {
        let manager = Manager::from_url(url)?;
        let writer = matches!(manager, Manager::Sqlite(_)).then(Arc::default);
        let pool = Pool::builder()
            .max_size(8)
            .min_idle(Some(0))
            .connection_timeout(Duration::from_secs(10))
            .test_on_check_out(matches!(manager, Manager::Postgres(_)))
            .build(manager)
            .map_err(|why| StoreError::Connect(why.to_string()))?;
        let db = Db { pool, writer, url: url.to_owned() };
        db.connection()?;
        Ok(db)
    }

    /// Whether it is a file that this process reads itself.
    pub fn is_embedded(&self) -> bool {
        self.writer.is_some()
    }

    /// The file of an embedded database.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        self.writer.as_ref()?;
        Manager::sqlite_path(&self.url).map(PathBuf::from)
    }

    /// Reads, outside any transaction.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        work(&mut *self.connection()?)
    }

    /// Writes in one transaction: all of it or nothing.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let _turn =
            self.writer.as_ref().map(|writer| writer.lock().unwrap_or_else(|broken| broken.into_inner()));
        let mut connection = self.connection()?;
        begin(&mut connection)?;
        let result = work(&mut connection);
        let conn: &mut AnyConnection = &mut connection;
        type Manager = <AnyConnection as Connection>::TransactionManager;
        match result {
            Ok(value) => {
                Manager::commit_transaction(conn).map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                Manager::rollback_transaction(conn).map_err(StoreError::from)?;
                Err(error)
            }
        }
    }

    /// What [`Db::write`] would do: nothing of it stays.
    pub fn rehearse<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        struct Undone<R>(R);
        impl<T, E: From<StoreError>> From<StoreError> for Undone<Result<T, E>> {
            fn from(error: StoreError) -> Self {
                Undone(Err(error.into()))
            }
        }
        let Err(Undone(result)) = self.write::<Infallible, _>(|conn| Err(Undone(work(conn))));
        result
    }

    /// Brings the database up to date and returns the names of what was applied.
    ///
    /// # Errors
    /// A database newer than the program.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let mut connection = self.connection()?;
        let conn: &mut AnyConnection = &mut connection;
        refuse_newer(conn)?;
        let applied = match conn {
            AnyConnection::Sqlite(c) => c.run_pending_migrations(SQLITE_MIGRATIONS).map(names),
            AnyConnection::Postgres(c) => c.run_pending_migrations(POSTGRES_MIGRATIONS).map(names),
        };
        applied
            .map_err(|why| StoreError::Schema(format!("the database could not be brought up to date: {why}")))
    }

    /// Checks that the database is exactly as new as the program.
    ///
    /// # Errors
    /// One that is older or newer, with what to do.
    pub fn require_current(&self) -> Result<(), StoreError> {
        let mut connection = self.connection()?;
        let conn: &mut AnyConnection = &mut connection;
        refuse_newer(conn)?;
        let pending = match conn {
            AnyConnection::Sqlite(c) => c.has_pending_migration(SQLITE_MIGRATIONS),
            AnyConnection::Postgres(c) => c.has_pending_migration(POSTGRES_MIGRATIONS),
        };
        match pending {
            Ok(false) => Ok(()),
            Ok(true) => Err(StoreError::Schema(
                "the database is older than this program: run `billcenter migrate` first".to_owned(),
            )),
            Err(why) => Err(StoreError::Schema(why.to_string())),
        }
    }

    /// The right to be the only process that does `what`, until it is dropped or the process ends,
    /// however it ends. `None` where another process has it and `wait` is not wanted.
    pub fn sole(&self, what: &str, wait: bool) -> Result<Option<Sole>, StoreError> {
        let broken = |why: &dyn std::fmt::Display| StoreError::Connect(format!("the lock for {what}: {why}"));
        if let Some(file) = self.sqlite_file() {
            let path = file.with_extension(format!("{what}.lock"));
            let file = std::fs::File::create(&path).map_err(|why| broken(&why))?;
            let locked = match wait {
                true => file.lock().map(|()| true),
                false => match file.try_lock() {
                    Ok(()) => Ok(true),
                    Err(std::fs::TryLockError::WouldBlock) => Ok(false),
                    Err(std::fs::TryLockError::Error(why)) => Err(why),
                },
            };
            return Ok(locked.map_err(|why| broken(&why))?.then_some(Sole::File(file)));
        }
        // A connection of its own: the lock lives as long as its session.
        let mut connection = Manager::from_url(&self.url)?.connect().map_err(|why| broken(&why))?;
        let key = what.bytes().fold(0x6269_6c6c_i64, |key, byte| key * 31 + i64::from(byte));
        let is_mine = if wait {
            diesel::sql_query(format!("SELECT pg_advisory_lock({key})")).execute(&mut connection)?;
            true
        } else {
            use diesel::sql_types::Bool;
            diesel::select(diesel::dsl::sql::<Bool>(&format!("pg_try_advisory_lock({key})")))
                .get_result(&mut connection)?
        };
        Ok(is_mine.then(|| Sole::Session(Box::new(connection))))
    }

    fn connection(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.pool.get().map_err(|why| StoreError::Connect(why.to_string()))
    }
}

/// Held by the one process that may do something.
pub enum Sole {
    /// A locked file beside the embedded database.
    File(std::fs::File),
    /// A session that holds an advisory lock.
    Session(Box<AnyConnection>),
}

/// A SQLite transaction that will write takes the lock at once: one that reads first and writes
/// later can be refused in the middle.
fn begin(conn: &mut AnyConnection) -> Result<(), StoreError> {
    let begun = match conn {
        AnyConnection::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        AnyConnection::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
    };
    Ok(begun?)
}

fn names<V: std::fmt::Display>(versions: Vec<V>) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

fn refuse_newer(conn: &mut AnyConnection) -> Result<(), StoreError> {
    use diesel::migration::{Migration, MigrationSource};
    let versions = |why: Box<dyn std::error::Error + Send + Sync>| StoreError::Schema(why.to_string());
    let (applied, known) = match conn {
        AnyConnection::Sqlite(c) => {
            let known: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> =
                SQLITE_MIGRATIONS.migrations().map_err(versions)?;
            (
                c.applied_migrations().map_err(versions)?,
                known.iter().map(|m| m.name().version().to_string()).collect::<Vec<_>>(),
            )
        }
        AnyConnection::Postgres(c) => {
            let known: Vec<Box<dyn Migration<diesel::pg::Pg>>> =
                POSTGRES_MIGRATIONS.migrations().map_err(versions)?;
            (
                c.applied_migrations().map_err(versions)?,
                known.iter().map(|m| m.name().version().to_string()).collect::<Vec<_>>(),
            )
        }
    };
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        None => Ok(()),
        Some(version) => Err(StoreError::Schema(format!(
            "the database is newer than this program (it has migration {version}): use the newer program"
        ))),
    }
}

/// Makes connections; r2d2 keeps them.
#[derive(Clone, Debug)]
enum Manager {
    Sqlite(String),
    Postgres(String),
}

impl Manager {
    fn from_url(url: &str) -> Result<Manager, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Manager::Postgres(url.to_owned()));
        }
        match Manager::sqlite_path(url) {
            Some(path) if !path.is_empty() => Ok(Manager::Sqlite(path.to_owned())),
            _ => Err(StoreError::Connect(format!(
                "{url:?} is not a database address like sqlite://billcenter.db or postgres://user@host/name"
            ))),
        }
    }

    fn sqlite_path(url: &str) -> Option<&str> {
        url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))
    }
}

impl ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        use diesel::r2d2::Error;
        match self {
            Manager::Sqlite(path) => {
                let mut c = SqliteConnection::establish(path).map_err(Error::ConnectionError)?;
                // WAL lets readers go on while one writes; FULL survives a power cut, as documents must.
                c.batch_execute(
                    "PRAGMA busy_timeout = 15000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;",
                )
                .map_err(Error::QueryError)?;
                Ok(AnyConnection::Sqlite(c))
            }
            Manager::Postgres(url) => {
                let mut c = PgConnection::establish(url).map_err(Error::ConnectionError)?;
                c.batch_execute("SET client_min_messages = warning; SET timezone = 'UTC'")
                    .map_err(Error::QueryError)?;
                Ok(AnyConnection::Postgres(c))
            }
        }
    }

    fn is_valid(&self, conn: &mut AnyConnection) -> Result<(), Self::Error> {
        conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, _: &mut AnyConnection) -> bool {
        false
    }
}
