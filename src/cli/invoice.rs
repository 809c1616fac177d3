//! `billcenter invoice`

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::{CliError, Context, output};
use crate::services::{App, ServiceError, export, invoices};
use crate::values::Invalid;
use crate::values::number::InvoiceNumber;
use crate::values::period::BillingPeriod;

#[derive(Debug, Subcommand)]
pub enum InvoiceCommand {
    /// One document
    #[command(after_help = "Example: billcenter invoice show INV-202611-000042 --format pdf -o invoice.pdf")]
    Show {
        /// The invoice's number
        number: InvoiceNumber,
        /// What to make of it
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// Where to write it [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// The invoices of a period
    List {
        /// The month in which the period ends
        #[arg(long, value_name = "YYYY-MM")]
        period: BillingPeriod,
    },
    /// Every document of a period as one JSON array
    Export {
        /// The month in which the period ends
        #[arg(long, value_name = "YYYY-MM")]
        period: BillingPeriod,
        /// Where to write it [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Json,
    Pdf,
    Csv,
    Xlsx,
}

impl InvoiceCommand {
    pub async fn run(self, context: &Context) -> Result<(), CliError> {
        let app = context.app()?;
        match self {
            InvoiceCommand::Show { number, format, output } => {
                let bytes = show(&app, &number, format).await?;
                let mut sink = sink(output.as_deref())?;
                finish(sink.write_all(&bytes), sink)
            }
            InvoiceCommand::List { period } => list(&app, period, context.json),
            InvoiceCommand::Export { period, output } => export_period(&app, period, output.as_deref()),
        }
    }
}

async fn show(app: &App, number: &InvoiceNumber, format: Format) -> Result<Vec<u8>, CliError> {
    let (id, invoice) = invoices::find(app, number)?;
    Ok(match format {
        Format::Json => {
            let mut text = serde_json::to_vec_pretty(&export::json::document(&invoice))
                .map_err(|why| Invalid(why.to_string()))?;
            text.push(b'\n');
            text
        }
        Format::Pdf => invoices::pdf(app, id, &invoice).await?,
        Format::Csv => export::csv::document(&invoice)?,
        Format::Xlsx => export::xlsx::document(&invoice)?,
    })
}

fn list(app: &App, period: BillingPeriod, as_json: bool) -> Result<(), CliError> {
    let mut all = Vec::new();
    invoices::each_head(app, period, |heads| {
        for head in heads {
            if as_json {
                all.push(json!({
                    "number": head.number, "account": head.account, "invoice_date": head.invoice_date,
                    "due_date": head.due_date, "new_charges": head.new_charges, "total_due": head.total_due,
                }));
            } else {
                println!("{}  {:20}  {:>14}", head.number, head.account, head.total_due);
            }
        }
        Ok::<_, ServiceError>(())
    })?;
    if as_json { output::print_json(&all) } else { Ok(()) }
}

/// Writes document after document, so that a large period does not have to fit into memory.
fn export_period(app: &App, period: BillingPeriod, output: Option<&Path>) -> Result<(), CliError> {
    let mut sink = sink(output)?;
    let mut separator = "[\n";
    let broken = |why: std::io::Error| CliError::io("the export", why);
    invoices::each_head(app, period, |heads| {
        for invoice in invoices::load(app, heads)? {
            sink.write_all(separator.as_bytes()).map_err(broken)?;
            serde_json::to_writer(&mut sink, &export::json::document(&invoice))
                .map_err(|why| broken(why.into()))?;
            separator = ",\n";
        }
        Ok::<_, CliError>(())
    })?;
    let end = if separator == "[\n" { "[]\n" } else { "\n]\n" };
    finish(sink.write_all(end.as_bytes()), sink)
}

fn sink(output: Option<&Path>) -> Result<Box<dyn Write>, CliError> {
    Ok(match output {
        None => Box::new(BufWriter::new(stdout().lock())),
        Some(path) => {
            let file = File::create(path).map_err(|why| CliError::io(path.display().to_string(), why))?;
            Box::new(BufWriter::new(file))
        }
    })
}

fn finish(written: std::io::Result<()>, mut sink: Box<dyn Write>) -> Result<(), CliError> {
    written.and_then(|()| sink.flush()).map_err(|why| CliError::io("the output", why))
}
