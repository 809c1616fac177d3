//! `billcenter import`

use std::fs::File;
use std::path::PathBuf;

use clap::Args;

use super::{CliError, Context, output};
use crate::services::imports::{self, Alike, ImportKind, ImportOptions, Likeness};

#[derive(Debug, Args)]
#[command(
    after_help = "Kinds: accounts, contacts, services, charges, rates, usage, payments, taxes; accounts first, rates \
                  before usage.\nExample: billcenter import accounts accounts.csv --dry-run"
)]
pub struct Import {
    /// What the file holds
    kind: ImportKind,
    /// The CSV file
    file: PathBuf,
    /// Does everything and undoes it
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub fn run(self, context: &Context) -> Result<(), CliError> {
        let app = context.app()?;
        let name = || self.file.display().to_string();
        let file = File::open(&self.file).map_err(|why| CliError::io(name(), why))?;
        let total_bytes = file.metadata().map_err(|why| CliError::io(name(), why))?.len();
        let options = ImportOptions { actor: "command line", dry_run: self.dry_run, total_bytes };
        let report = imports::import(&app, self.kind, file, &options, &output::Bar::new())?;
        if context.json {
            return output::print_json(&report);
        }
        println!(
            "{}: {} rows: {} new, {} changed, {} unchanged{}.",
            report.kind,
            report.rows,
            report.added,
            report.changed,
            report.unchanged,
            if report.dry_run { "; nothing was written (dry run)" } else { "" }
        );
        if let Some(alike) = report.alike {
            println!("{} of the new ones may be others once more:", alike.count);
            for Alike { line, likeness } in alike.first {
                let Likeness { reference, other, received_on, amount } = likeness;
                println!("  line {line}: {reference}, {amount} on {received_on}, is like {other}");
            }
        }
        Ok(())
    }
}
