//! Wiring only: arguments in, exit code out.

use std::process::ExitCode;

use billcenter::cli::{self, Cli};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("billcenter: {why}");
            ExitCode::FAILURE
        }
    }
}
