//! `billcenter migrate`

use serde::Serialize;

use super::{CliError, Context, output};
use crate::services;

#[derive(Serialize)]
struct Migrated {
    applied: Vec<String>,
}

pub fn run(context: &Context) -> Result<(), CliError> {
    let applied = services::migrate(&context.database)?;
    if context.json {
        return output::print_json(&Migrated { applied });
    }
    match applied.len() {
        0 => println!("The database is up to date."),
        count => println!("The database is up to date: {count} migrations applied."),
    }
    Ok(())
}
