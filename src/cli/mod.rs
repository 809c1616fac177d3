//! The command line: one file per command (INTERFACES, "Command line").
#![allow(clippy::print_stdout, reason = "a command answers on standard output")]

mod account;
mod bill;
mod config;
mod demo;
mod import;
mod invoice;
mod mail;
mod migrate;
mod output;
mod serve;
mod user;
mod verify;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::clock::Clock;
use crate::config::Settings;
use crate::services::{App, ServiceError};
use crate::values::Invalid;

/// The billing portal of a telecom provider.
#[derive(Debug, Parser)]
#[command(
    name = "billcenter",
    version,
    about = "Bills business customers once a month: portal, back office, invoices by e-mail on the 27th",
    after_help = "Examples:\n  billcenter demo\n  billcenter migrate && billcenter import accounts accounts.csv\n  \
                  billcenter bill close --period 2026-11\n  billcenter serve"
)]
pub struct Cli {
    /// Where the books are: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        default_value = "sqlite://billcenter.db",
        value_name = "URL"
    )]
    database: String,
    /// Settings file [default: billcenter.toml, where there is one]
    #[arg(long, global = true, env = "BILLCENTER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Fixes "now" for a rehearsal, such as 2026-11-27T06:00:00-07:00
    #[arg(long, global = true, env = "BILLCENTER_CLOCK", value_name = "INSTANT")]
    clock: Option<String>,
    /// Reports as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A made-up provider with customers and a year of invoices, to try everything out
    Demo(demo::Demo),
    /// Brings the database up to date
    Migrate,
    /// Loads a CSV file: all of its rows or none
    Import(import::Import),
    /// Runs the month: close, review, hold, release, issue
    #[command(subcommand)]
    Bill(bill::Bill),
    /// Delivers what is due in the outbox
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Shows, lists and exports issued invoices
    #[command(subcommand)]
    Invoice(invoice::InvoiceCommand),
    /// Adds up every document and posting again, renders issued documents again, checks the audit chain
    Verify,
    /// The portal and the scheduler
    Serve(serve::Serve),
    /// Logins
    #[command(subcommand)]
    User(user::User),
    /// Customers' accounts
    #[command(subcommand)]
    Account(account::Account),
    /// The settings
    #[command(subcommand)]
    Config(config::Config),
}

/// Why a command failed, as one plain sentence.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A use case was refused or broke.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// What was typed or set is wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A file to import is wrong.
    #[error(transparent)]
    Import(#[from] crate::services::imports::ImportError),
    /// A file or the terminal.
    #[error("{what}: {why}")]
    Io {
        /// The file.
        what: String,
        /// Why.
        why: std::io::Error,
    },
    /// The command did its work, and what it found is bad: already reported.
    #[error("{0}")]
    Found(String),
}

impl CliError {
    fn io(what: impl Into<String>, why: std::io::Error) -> CliError {
        CliError::Io { what: what.into(), why }
    }
}

/// What every command works with.
struct Context {
    database: String,
    config: Option<PathBuf>,
    settings: Settings,
    clock: Clock,
    json: bool,
}

impl Context {
    /// The application over a current database.
    fn app(&self) -> Result<App, CliError> {
        Ok(App::open(&self.database, self.clock, self.settings.clone())?)
    }
}

/// Runs the command that `cli` names.
///
/// # Errors
/// One plain sentence.
pub async fn run(cli: Cli) -> Result<(), CliError> {
    let clock = cli.clock.as_deref().map_or(Ok(Clock::system()), Clock::parse)?;
    let settings = Settings::load(cli.config.as_deref())?;
    let context = Context { database: cli.database, config: cli.config, settings, clock, json: cli.json };
    match cli.command {
        Command::Demo(demo) => demo.run(&context).await,
        Command::Migrate => migrate::run(&context),
        Command::Import(import) => import.run(&context),
        Command::Bill(bill) => bill.run(&context).await,
        Command::Mail(mail) => mail.run(&context).await,
        Command::Invoice(invoice) => invoice.run(&context).await,
        Command::Verify => verify::run(&context).await,
        Command::Serve(serve) => serve.run(&context).await,
        Command::User(user) => user.run(&context),
        Command::Account(account) => account.run(&context),
        Command::Config(config) => config.run(&context),
    }
}
