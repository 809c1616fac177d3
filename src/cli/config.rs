//! `billcenter config`

use clap::Subcommand;

use super::{CliError, Context};
use crate::config;

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Prints the effective settings, secrets masked
    Show,
}

impl Config {
    pub fn run(self, context: &Context) -> Result<(), CliError> {
        print!("{}", config::show(context.config.as_deref())?);
        Ok(())
    }
}
