//! `billcenter demo`

use std::fmt::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{CliError, Context, output};
use crate::config::Settings;
use crate::services::demo::{self, DATABASE, Found, LOGINS, MAILBOX, Made, SETTINGS};
use crate::services::{App, ServiceError};
use crate::values::Invalid;
use crate::values::locale::Locale;

#[derive(Debug, Args)]
#[command(
    after_help = "Everything is kept in DIR: books (SQLite), documents, settings, mailbox; --database and --config do \
                  not apply. Where DIR\nholds a finished demo already, it is served again as it is; delete the folder \
                  for a new one.\n\nExamples:\n  billcenter demo\n  billcenter demo --dir /tmp/try --port 9000 \
                  --months 3\n  billcenter demo --no-serve && cd demo && billcenter serve --dev"
)]
pub struct Demo {
    /// Where it is made: a new or empty folder, or an earlier demo
    #[arg(long, default_value = "demo", value_name = "DIR")]
    dir: PathBuf,
    /// The portal's port [default: 8080, or that of the earlier demo]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// So many months are billed, the last one that is over included
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=36), value_name = "N")]
    months: u32,
    /// Makes the demo and stops
    #[arg(long)]
    no_serve: bool,
}

const PORT: u16 = 8080;

impl Demo {
    pub async fn run(self, context: &Context) -> Result<(), CliError> {
        let found = demo::look(&self.dir)?;
        if !self.no_serve {
            // Better said now than after all the work.
            self.require_free_port()?;
        }
        if found == Found::Nothing {
            demo::create(&self.dir, self.port.unwrap_or(PORT))?;
        }
        // The settings name what lies in the folder as seen from there.
        std::env::set_current_dir(&self.dir).map_err(|why| CliError::io(self.shown(), why))?;
        let settings = self.settings()?;
        let app = App::open(&format!("sqlite://{DATABASE}"), context.clock, settings)?;
        let made = match found {
            Found::Nothing => Some(self.make(&app).await?),
            Found::Demo => None,
        };
        app.db.require_current()?;
        if context.json {
            output::print_json(&self.report(&app, made))?;
        } else {
            print!("{}", self.text(&app, made));
        }
        Ok(())
    }

    async fn make(&self, app: &App) -> Result<Made, CliError> {
        let bar = output::Bar::new();
        let made = demo::make(app, self.months, Path::new("."), &bar).await?;
        demo::complete(Path::new("."), &self.text(app, Some(made)))?;
        Ok(made)
    }

    fn settings(&self) -> Result<Settings, CliError> {
        let mut settings = Settings::load(Some(Path::new(SETTINGS)))?;
        if let Some(port) = self.port {
            settings.server.port = port;
        }
        Ok(settings)
    }

    fn require_free_port(&self) -> Result<(), CliError> {
        let port = self.port.unwrap_or(PORT);
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(_) => Ok(()),
            Err(why) => Err(CliError::Invalid(Invalid(format!(
                "port {port} cannot be used ({why}): choose another with --port"
            )))),
        }
    }

    fn shown(&self) -> String {
        self.dir.display().to_string()
    }
}
