//! `billcenter demo`

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{CliError, Context, output, serve};
use crate::config::{Mode, Settings};
use crate::services::demo::{self, Found, LOGINS, MAILBOX, Made, SETTINGS};
use crate::services::{App, migrate};
use crate::values::Invalid;

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

/// In the demo's folder.
const DATABASE: &str = "sqlite://billcenter.db";

impl Demo {
    pub async fn run(self, context: &Context) -> Result<(), CliError> {
        let found = demo::look(&self.dir)?;
        if found == Found::Nothing {
            let port = self.port.unwrap_or(PORT);
            self.require_free_port(port)?;
            demo::create(&self.dir, port)?;
        }
        // The settings name what lies in the folder as it is seen from there.
        let shown = || self.dir.display().to_string();
        std::env::set_current_dir(&self.dir).map_err(|why| CliError::io(shown(), why))?;
        let mut settings = Settings::load(Some(Path::new(SETTINGS)))?;
        if let Some(port) = self.port {
            settings.server.port = port;
        }
        if found == Found::Demo {
            self.require_free_port(settings.server.port)?;
        }
        if settings.mail.smtp.is_some() {
            return Err(CliError::Invalid(Invalid(
                "mail.smtp is set in the environment: the demo's customers are made up, so it does not mail them"
                    .to_owned(),
            )));
        }
        // An earlier demo may have been made by an earlier program.
        migrate(DATABASE)?;
        let app = App::open(DATABASE, context.clock, settings)?;
        let made = match found {
            Found::Nothing => Some(self.make(&app).await?),
            Found::Demo => None,
        };
        self.report(context, &app, made)?;
        if self.no_serve {
            return Ok(());
        }
        serve::serve(app, Mode::Development).await
    }

    /// Better said now than after all the work.
    fn require_free_port(&self, port: u16) -> Result<(), CliError> {
        if self.no_serve {
            return Ok(());
        }
        TcpListener::bind(("127.0.0.1", port)).map(|_| ()).map_err(|why| {
            CliError::Invalid(Invalid(format!(
                "port {port} cannot be used ({why}): choose another with --port"
            )))
        })
    }

    async fn make(&self, app: &App) -> Result<Made, CliError> {
        let made = demo::make(app, self.months, Path::new("."), &output::Bar::new()).await?;
        // Written last: it says that nothing is missing.
        demo::complete(Path::new("."), &self.text(app, Some(made)))?;
        Ok(made)
    }

    fn report(&self, context: &Context, app: &App, made: Option<Made>) -> Result<(), CliError> {
        if !context.json {
            print!("{}", self.text(app, made));
            return Ok(());
        }
        output::print_json(&json!({
            "folder": self.dir.display().to_string(),
            "address": app.settings.portal_url(),
            "mailbox": self.dir.join(MAILBOX).display().to_string(),
            "made": made,
            "logins": LOGINS,
        }))
    }

    fn text(&self, app: &App, made: Option<Made>) -> String {
        let dir = self.dir.display();
        let mailbox = self.dir.join(MAILBOX);
        let mut text = String::new();
        let mut line = |words: String| text.extend([words.as_str(), "\n"]);
        line(match made {
            Some(made) => format!(
                "The demo is in {dir}: {} accounts, {} invoices for {} to {}.",
                made.accounts, made.invoices, made.first, made.last
            ),
            None => format!(
                "{dir} holds a demo: here it is again, as it was left. Delete the folder for a new one."
            ),
        });
        line(String::new());
        line(format!("Portal   {}", app.settings.portal_url()));
        line(match made {
            Some(made) => format!(
                "Mailbox  {}: {} messages for {}, earlier months in the folder earlier",
                mailbox.display(),
                made.messages,
                made.last
            ),
            None => format!("Mailbox  {}", mailbox.display()),
        });
        line(String::new());
        line(format!("{:22} {:41} {}", "Sign in as", "with", "and the password"));
        for login in LOGINS {
            line(format!("{:22} {:41} {}", login.who, login.email, login.password));
        }
        line(String::new());
        line("Try next:".to_owned());
        line(format!("  open a message of {} in a mail program: the invoice is attached", mailbox.display()));
        if let Some(made) = made {
            line(format!("  in {dir}: billcenter bill review --period {}", made.last));
            line(format!("  in {dir}: billcenter invoice list --period {}", made.last));
        }
        line(format!("  in {dir}: billcenter verify"));
        line(format!("  in {dir}: billcenter serve --dev starts the portal again"));
        text
    }
}
