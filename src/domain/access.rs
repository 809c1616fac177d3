//! Who a signed-in person is and what they may see (REQUIREMENTS R2.5).

use std::fmt;
use std::str::FromStr;

use crate::values::Invalid;

/// What a person signs in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A customer's finance contact.
    Finance,
    /// A customer's main point of contact.
    Mpoc,
    /// The provider's billing staff.
    Biller,
    /// The provider's technician.
    Technician,
    /// The provider's support agent.
    Agent,
    /// Gives second approvals.
    Manager,
    /// Users, settings, everything.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Role::Finance,
        Role::Mpoc,
        Role::Biller,
        Role::Technician,
        Role::Agent,
        Role::Manager,
        Role::Administrator,
    ];

    /// As stored and typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Finance => "finance",
            Role::Mpoc => "mpoc",
            Role::Biller => "biller",
            Role::Technician => "technician",
            Role::Agent => "agent",
            Role::Manager => "manager",
            Role::Administrator => "administrator",
        }
    }

    /// Customers see the accounts granted to them; staff see every account.
    pub const fn is_customer(self) -> bool {
        matches!(self, Role::Finance | Role::Mpoc)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Role, Invalid> {
        Role::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
            Invalid(format!("{text:?} is not a role: {}", known.join(", ")))
        })
    }
}
