//! Who a signed-in person is and what they may see (REQUIREMENTS R2.5).

use std::fmt;
use std::str::FromStr;

use crate::values::Invalid;
use crate::values::ids::UserId;
use crate::values::locale::Locale;

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

    /// Who works on customers' cases.
    pub const fn may_work_cases(self) -> bool {
        matches!(self, Role::Biller | Role::Agent | Role::Manager | Role::Administrator)
    }

    /// Who works on requests for moves, adds, changes and deletes.
    pub const fn may_work_requests(self) -> bool {
        self.may_work_cases() || matches!(self, Role::Technician)
    }

    /// Who decides on customers' money.
    pub const fn may_credit(self) -> bool {
        matches!(self, Role::Biller | Role::Manager | Role::Administrator)
    }

    /// Who runs the month: checks, closes, holds, releases and issues (REQUIREMENTS 1).
    pub const fn may_run_month(self) -> bool {
        matches!(self, Role::Biller | Role::Manager | Role::Administrator)
    }

    /// Who sends an invoice again.
    pub const fn may_resend(self) -> bool {
        self.may_work_cases()
    }

    /// Who sends all of a month again that failed, and lets mail go to an address that was refused.
    pub const fn may_run_post(self) -> bool {
        self.may_run_month()
    }

    /// Who looks at the settings.
    pub const fn may_see_settings(self) -> bool {
        matches!(self, Role::Manager | Role::Administrator)
    }

    /// Who changes them, and who may sign in.
    pub const fn may_change_settings(self) -> bool {
        matches!(self, Role::Administrator)
    }

    /// Who gives second approvals.
    pub const fn may_approve(self) -> bool {
        matches!(self, Role::Manager | Role::Administrator)
    }
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Row id.
    pub id: UserId,
    /// Their address, by which the audit log names them.
    pub email: String,
    /// What they signed in as.
    pub role: Role,
    /// The language they read.
    pub locale: Locale,
}

/// Which accounts, and what belongs to them, exist for a person. Every query of theirs applies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    EveryAccount,
    /// Those granted to this user and all below them.
    GrantedTo(UserId),
}

impl Viewer {
    /// What exists for this person (REQUIREMENTS R2.5).
    pub const fn scope(&self) -> Scope {
        if self.role.is_customer() { Scope::GrantedTo(self.id) } else { Scope::EveryAccount }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_may_what_it_is_for() {
        // works on cases, decides on money, runs the month, approves
        let table = [
            (Role::Finance, [false, false, false, false]),
            (Role::Mpoc, [false, false, false, false]),
            (Role::Biller, [true, true, true, false]),
            (Role::Technician, [false, false, false, false]),
            (Role::Agent, [true, false, false, false]),
            (Role::Manager, [true, true, true, true]),
            (Role::Administrator, [true, true, true, true]),
        ];
        assert_eq!(table.map(|(role, _)| role), Role::ALL);
        for (role, may) in table {
            let rules = [role.may_work_cases(), role.may_credit(), role.may_run_month(), role.may_approve()];
            assert_eq!(rules, may, "{role}");
        }
    }
    #[test]
    fn billing_runs_the_post_and_administrators_the_settings() {
        let may = |may: fn(Role) -> bool| Role::ALL.into_iter().filter(|role| may(*role)).collect::<Vec<_>>();
        let billing = [Role::Biller, Role::Manager, Role::Administrator];
        assert_eq!(may(Role::may_run_post), billing);
        assert_eq!(may(Role::may_see_settings), [Role::Manager, Role::Administrator]);
        assert_eq!(may(Role::may_change_settings), [Role::Administrator]);
        assert_eq!(may(Role::may_resend), [Role::Biller, Role::Agent, Role::Manager, Role::Administrator]);
    }
}
