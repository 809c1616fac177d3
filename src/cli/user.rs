//! `billcenter user`

use clap::Subcommand;

use super::{CliError, Context, output};
use crate::domain::access::Role;
use crate::services::users;
use crate::values::contact::EmailAddress;
use crate::values::number::AccountNumber;

/// Who the audit log names.
const ACTOR: &str = "command line";

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
    /// Removes the second factor of a person who has lost it, ends their sessions and tells them
    #[command(after_help = "Make sure first that it is them, by a telephone number you know.\n\n\
                            Example: billcenter user reset-factor --email pat@example.com")]
    ResetFactor {
        /// The address with which they sign in
        #[arg(long)]
        email: EmailAddress,
    },
}

impl User {
    pub fn run(self, context: &Context) -> Result<(), CliError> {
        let app = context.app()?;
        match self {
            User::Add { email, role, account } => {
                let link = users::add_user(&app, &email, role, &account, ACTOR)?;
                if context.json {
                    let added = serde_json::json!({ "email": email.as_str(), "set_password_link": link });
                    return output::print_json(&added);
                }
                println!("{email} can set a password once here: {link}");
            }
            User::ResetFactor { email } => {
                users::reset_factor(&app, &email, ACTOR)?;
                if context.json {
                    return output::print_json(&serde_json::json!({ "email": email.as_str() }));
                }
                println!("{email} signs in with the password alone now and can set up a new second factor.");
            }
        }
        Ok(())
    }
}
