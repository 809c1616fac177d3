//! `billcenter verify`

use super::{CliError, Context, output};
use crate::services::verify;

pub async fn run(context: &Context) -> Result<(), CliError> {
    let found = verify::verify(&context.app()?, &output::Bar::new()).await?;
    if context.json {
        output::print_json(&found)?;
    } else {
        found.differences.iter().for_each(|difference| println!("{difference}"));
        println!(
            "{} documents, {} balances and {} audit rows looked at.",
            found.documents + found.credit_notes,
            found.balances,
            found.audit_rows
        );
    }
    match found.differences.len() {
        0 => Ok(()),
        count => Err(CliError::Found(format!("{count} differences found"))),
    }
}
