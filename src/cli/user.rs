//! `billcenter user`

use clap::Subcommand;

use super::{CliError, Context, output};
use crate::domain::access::Role;
use crate::services::users;
use crate::values::contact::EmailAddress;
use crate::values::number::AccountNumber;

#[derive(Debug, Subcommand)]
pub enum User {
    /// Makes a login and prints a one-time link to set its password
    #[command(
        after_help = "Example: billcenter user add --email pat@example.com --role finance --account 100001"
    )]
    Add {
        /// The person's address, with which they sign in
        #[arg(long)]
        email: EmailAddress,
        /// finance, mpoc, biller, technician, agent, manager or administrator
        #[arg(long)]
        role: Role,
        /// An account that a customer may see, with its children; may be given several times
        #[arg(long, value_name = "NUMBER")]
        account: Vec<AccountNumber>,
    },
}

impl User {
    pub fn run(self, context: &Context) -> Result<(), CliError> {
        let User::Add { email, role, account } = self;
        let app = context.app()?;
        let link = users::add_user(&app, &email, role, &account, "command line")?;
        if context.json {
            return output::print_json(
                &serde_json::json!({ "email": email.as_str(), "set_password_link": link }),
            );
        }
        println!("{email} can set a password once here: {link}");
        Ok(())
    }
}
