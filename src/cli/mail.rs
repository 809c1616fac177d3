//! `billcenter mail`

use clap::Subcommand;

use super::{CliError, Context, output};
use crate::services::delivery::{self, Delivered, DeliveryReport};
use crate::values::period::BillingPeriod;

#[derive(Debug, Subcommand)]
pub enum Mail {
    /// Delivers what is due in the outbox, reports sent, retrying and failed
    #[command(after_help = "Example: billcenter mail send --period 2026-11")]
    Send {
        /// Only the messages of the period that ends in this month
        #[arg(long, value_name = "YYYY-MM")]
        period: Option<BillingPeriod>,
        /// Writes messages into the folder `mailbox` where no mail server is set
        #[arg(long)]
        dev: bool,
    },
}

#[derive(serde::Serialize)]
struct Sent {
    this_run: Delivered,
    #[serde(flatten)]
    report: DeliveryReport,
}

impl Mail {
    pub async fn run(self, context: &Context) -> Result<(), CliError> {
        let Mail::Send { period, dev } = self;
        let app = context.app()?;
        let transport = delivery::transport(&app, dev)?;
        let sent = delivery::send_due(&app, &transport, period, true, &output::Bar::new()).await?;
        let sent = Sent { this_run: sent.unwrap_or_default(), report: delivery::report(&app, period)? };
        if context.json {
            return output::print_json(&sent);
        }
        print_report(&sent);
        Ok(())
    }
}

fn print_report(Sent { this_run, report }: &Sent) {
    println!(
        "This run: {} sent, {} retrying, {} failed, {} suppressed.",
        this_run.sent, this_run.retrying, this_run.failed, this_run.suppressed
    );
    println!(
        "All: {} recipients = {} sent + {} retrying + {} failed + {} suppressed + {} queued; {} in doubt.",
        report.recipients,
        report.sent,
        report.retrying,
        report.failed,
        report.suppressed,
        report.queued,
        report.in_doubt
    );
    if let Some(notices) = report.notices.as_ref().filter(|notices| !notices.is_empty()) {
        let states: Vec<_> = notices.iter().map(|(state, count)| format!("{count} {state}")).collect();
        println!("Notices: {}.", states.join(", "));
    }
    for message in &report.undelivered {
        println!("{:10} {} to {}: {}", message.state, message.invoice, message.email, message.response);
    }
}
