//! `billcenter account`

use clap::Subcommand;

use super::{CliError, Context, output};
use crate::services::users;
use crate::values::number::AccountNumber;

#[derive(Debug, Subcommand)]
pub enum Account {
    /// Makes a one-time code with which the customer registers at the portal
    #[command(after_help = "Example: billcenter account code 100001")]
    Code {
        /// The account's number
        number: AccountNumber,
    },
}

impl Account {
    pub fn run(self, context: &Context) -> Result<(), CliError> {
        let Account::Code { number } = self;
        let code = users::registration_code(&context.app()?, &number, "command line")?;
        if context.json {
            return output::print_json(&serde_json::json!({ "account": number.as_str(), "code": code }));
        }
        println!("{code}");
        Ok(())
    }
}
