//! `billcenter serve`

use clap::Args;

use super::{CliError, Context};
use crate::config::Mode;
use crate::services::{App, delivery};
use crate::values::Invalid;
use crate::{logs, scheduler, web};

#[derive(Debug, Args)]
#[command(after_help = "Example: BILLCENTER_MAIL__SMTP__HOST=mail.example.com \\\n         \
                  BILLCENTER_SERVER__PUBLIC_URL=https://billing.example.com \\\n         \
                  BILLCENTER_SERVER__SESSION_SECRET_FILE=/etc/billcenter/secret billcenter serve")]
pub struct Serve {
    /// For trying out: mail goes into the folder `mailbox`, secrets are made up
    #[arg(long)]
    dev: bool,
    /// Instead of the port of the settings
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

impl Serve {
    pub async fn run(self, context: &Context) -> Result<(), CliError> {
        let mode = if self.dev { Mode::Development } else { Mode::Production };
        let mut settings = context.settings.clone();
        settings.require(mode)?;
        settings.server.port = self.port.unwrap_or(settings.server.port);
        if mode == Mode::Development {
            settings.make_up_secrets();
        }
        let app = App::open(&context.database, context.clock, settings)?;
        serve(app, mode).await
    }
}

/// The portal and the scheduler, until the process is told to stop.
pub async fn serve(mut app: App, mode: Mode) -> Result<(), CliError> {
    app.settings.auth.settle(mode);
    logs::start(&app.settings.log)?;
    if let Some(instant) = app.clock.fixed_at() {
        tracing::warn!(%instant, "the clock is set: this is a rehearsal");
    }
    let transport = delivery::transport(&app, mode == Mode::Development)?;
    let address = app.settings.portal_url();
    let mut scheduler = scheduler::start(app.clone(), transport.clone())
        .await
        .map_err(|why| Invalid(format!("the scheduler does not start: {why}")))?;
    let listen = format!("{}:{}", app.settings.server.bind, app.settings.server.port);
    tracing::info!(%address, %listen, "serving");
    let served =
        web::serve(app, web::ServeOptions { transport: Some(transport), ..Default::default() }).await;
    // The process ends; a wake-up that is lost now is made up for at the next start.
    let _ = scheduler.shutdown().await;
    served.map_err(|why| CliError::io(format!("the address {listen}"), why))
}
