//! Who can sign in to the demo.

use std::sync::Arc;

use crate::domain::access::Role;
use crate::services::{App, ServiceError, auth, users};
use crate::values::number::AccountNumber;
use crate::values::password::NewPassword;

/// A ready-to-use login.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Login {
    /// What the person does.
    pub who: &'static str,
    /// With which to sign in.
    pub email: &'static str,
    /// With which to sign in.
    pub password: &'static str,
    /// What they may do.
    pub role: Role,
    /// The account they see, for customers.
    pub account: Option<&'static str>,
}

const fn login(
    who: &'static str,
    role: Role,
    account: Option<&'static str>,
    email: &'static str,
    password: &'static str,
) -> Login {
    Login { who, email, password, role, account }
}

/// One of each kind.
pub const LOGINS: [Login; 5] = [
    login(
        "finance contact",
        Role::Finance,
        Some(OURS),
        "carol.jennings@bluesprucedental.example",
        "blue-spruce-ledger",
    ),
    login(
        "main point of contact",
        Role::Mpoc,
        Some(OURS),
        "dmitri.volkov@bluesprucedental.example",
        "blue-spruce-switch",
    ),
    login("biller", Role::Biller, None, "marta.quintero@juniperridge.example", "juniper-invoice-27"),
    login("technician", Role::Technician, None, "sam.okoro@juniperridge.example", "juniper-patch-panel"),
    login("administrator", Role::Administrator, None, "admin@juniperridge.example", "juniper-front-door"),
];

/// The account of the customers' logins.
pub(super) const OURS: &str = "204117";

/// The finance contact.
pub(super) const FINANCE: &str = LOGINS[0].email;

/// The main point of contact.
pub(super) const MPOC: &str = LOGINS[1].email;

/// The biller, who held and released an invoice.
pub(super) const BILLER: &str = LOGINS[2].email;

/// Who does the work that customers ask for.
pub(super) const TECHNICIAN: &str = LOGINS[3].email;

/// Who invites everybody.
pub(super) const ADMINISTRATOR: &str = LOGINS[4].email;

/// Makes the logins the way people get theirs: an invitation, then the link in it.
pub(super) async fn add(app: &App) -> Result<(), ServiceError> {
    let app = Arc::new(app.clone());
    for login in LOGINS {
        let accounts: Vec<AccountNumber> =
            login.account.into_iter().map(str::parse).collect::<Result<_, _>>()?;
        let link = users::add_user(&app, &login.email.parse()?, login.role, &accounts, ADMINISTRATOR)?;
        let token = link.rsplit('/').next().unwrap_or_default();
        let password = NewPassword::parse(login.password, login.email)
            .map_err(|flaw| ServiceError::Internal(format!("the password of {}: {flaw:?}", login.email)))?;
        auth::set_password(&app, token, password).await?;
    }
    Ok(())
}
