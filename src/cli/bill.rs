//! `billcenter bill`

use clap::{Args, Subcommand};

use super::{CliError, Context, output};
use crate::services::bill_run::{self, Review};
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Who the audit log names for what the command line does.
const ACTOR: &str = "command line";

#[derive(Debug, Subcommand)]
pub enum Bill {
    /// Closes the period that ends in that month and computes drafts; safe to repeat
    #[command(after_help = "Example: billcenter bill close --period 2026-11")]
    Close {
        #[command(flatten)]
        period: Period,
        /// Drafts this one account anew, after a correction
        #[arg(long, value_name = "NUMBER")]
        account: Option<AccountNumber>,
    },
    /// Totals, exceptions, holds
    Review(Period),
    /// Keeps accounts back
    #[command(
        after_help = "Example: billcenter bill hold --period 2026-11 --account 100001 --reason \"wrong price\""
    )]
    Hold {
        #[command(flatten)]
        period: Period,
        /// One account; without it every draft is held
        #[arg(long, value_name = "NUMBER")]
        account: Option<AccountNumber>,
        /// Why
        #[arg(long, default_value = "", value_name = "TEXT")]
        reason: String,
    },
    /// Lets held accounts go
    Release {
        #[command(flatten)]
        period: Period,
        /// One account; without it everything held is released
        #[arg(long, value_name = "NUMBER")]
        account: Option<AccountNumber>,
        /// Why
        #[arg(long, default_value = "", value_name = "TEXT")]
        reason: String,
    },
    /// Numbers, posts and renders what is released; safe to repeat
    Issue(Period),
}

#[derive(Debug, Args)]
pub struct Period {
    /// The month in which the period ends
    #[arg(long, value_name = "YYYY-MM")]
    period: BillingPeriod,
}

impl Bill {
    pub async fn run(self, context: &Context) -> Result<(), CliError> {
        match self {
            Bill::Close { period, account } => close(context, period.period, account.as_ref()),
            Bill::Review(Period { period }) => review(context, period),
            Bill::Hold { period, account, reason } => {
                let held = bill_run::hold(&context.app()?, period.period, account.as_ref(), &reason, ACTOR)?;
                moved(context, "held", held)
            }
            Bill::Release { period, account, reason } => {
                let app = context.app()?;
                let released = bill_run::release(&app, period.period, account.as_ref(), &reason, ACTOR)?;
                moved(context, "released", released)
            }
            Bill::Issue(Period { period }) => issue(context, period).await,
        }
    }
}

fn close(context: &Context, period: BillingPeriod, account: Option<&AccountNumber>) -> Result<(), CliError> {
    let app = context.app()?;
    let closed = match account {
        Some(account) => bill_run::redraft(&app, period, account, ACTOR)?,
        None => bill_run::close(&app, period, ACTOR, &output::Bar::new())?,
    };
    if context.json {
        return output::print_json(&closed);
    }
    println!(
        "{period} is closed: {} drafted, {} held, {} failed, {} with nothing to bill by this run.",
        closed.drafted, closed.held, closed.failed, closed.nothing
    );
    Ok(())
}

fn moved(context: &Context, what: &str, count: usize) -> Result<(), CliError> {
    if context.json {
        return output::print_json(&serde_json::json!({ what: count }));
    }
    println!("{count} {what}.");
    Ok(())
}

async fn issue(context: &Context, period: BillingPeriod) -> Result<(), CliError> {
    let issued = bill_run::issue(&context.app()?, period, ACTOR, &output::Bar::new()).await?;
    if context.json {
        return output::print_json(&issued);
    }
    println!(
        "{period}: {} invoices issued, {} documents rendered, {} messages put into the outbox by this run.",
        issued.issued, issued.rendered, issued.enqueued
    );
    Ok(())
}

fn review(context: &Context, period: BillingPeriod) -> Result<(), CliError> {
    let review = bill_run::review(&context.app()?, period)?;
    if context.json {
        return output::print_json(&review);
    }
    print_review(&review);
    Ok(())
}

fn print_review(review: &Review) {
    println!("Period {}{}", review.period, if review.is_closed { "" } else { " (closing is not finished)" });
    println!(
        "Documents: {} expected = {} drafted + {} held + {} failed; {} issued; {} accounts with nothing to bill",
        review.expected, review.drafted, review.held, review.failed, review.issued, review.nothing_to_bill
    );
    if !review.counts_agree {
        println!("The counts do not agree: some accounts have no step. Run `billcenter bill close` again.");
    }
    let totals = &review.totals;
    let credits = totals.credits.map_or_else(String::new, |sum| format!(", credits {sum}"));
    let adjusted = totals.adjustments.map_or_else(String::new, |sum| format!(", adjustments {sum}"));
    println!(
        "Totals in {}: previous balance {}, payments {}{credits}{adjusted}, new charges {}, due {}",
        totals.currency, totals.previous_balance, totals.payments, totals.new_charges, totals.total_due
    );
    for kept in &review.kept_back {
        println!("{:7} {} {}: {}", kept.state, kept.account, kept.name, kept.reason);
    }
    for exception in &review.exceptions {
        println!("look at {}: {}", exception.account, exception.text);
    }
}
