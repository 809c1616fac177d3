//! Who can sign in to the demo.

use crate::domain::access::Role;

/// A ready-to-use login.
#[derive(Clone, Copy, Debug)]
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
        Some("204117"),
        "carol.jennings@bluesprucedental.example",
        "blue-spruce-ledger",
    ),
    login(
        "main point of contact",
        Role::Mpoc,
        Some("204117"),
        "dmitri.volkov@bluesprucedental.example",
        "blue-spruce-switch",
    ),
    login("biller", Role::Biller, None, "marta.quintero@juniperridge.example", "juniper-invoice-27"),
    login("technician", Role::Technician, None, "sam.okoro@juniperridge.example", "juniper-patch-panel"),
    login("administrator", Role::Administrator, None, "admin@juniperridge.example", "juniper-front-door"),
];

/// The biller, who held and released an invoice.
pub(super) const BILLER: &str = LOGINS[2].email;
