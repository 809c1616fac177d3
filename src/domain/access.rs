//! Who a signed-in person is and what they may see (REQUIREMENTS R2.5).

use std::fmt;
use std::str::FromStr;

use crate::values::Invalid;
use crate::values::ids::{AccountId, UserId};
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

    /// Who may look at customers' money.
    pub const fn may_see_money(self) -> bool {
        matches!(self, Role::Biller | Role::Agent | Role::Manager | Role::Administrator)
    }

    /// Who runs the month: checks, closes, holds, releases and issues (REQUIREMENTS 1).
    pub const fn may_run_month(self) -> bool {
        matches!(self, Role::Biller | Role::Manager | Role::Administrator)
    }

    /// Who sees what all customers together owe, paid and were charged.
    pub const fn may_see_reports(self) -> bool {
        self.may_run_month()
    }

    /// Who reads what everyone did.
    pub const fn may_see_audit(self) -> bool {
        self.may_approve()
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

    /// Who adds and changes accounts, their services and charges.
    pub const fn may_change_accounts(self) -> bool {
        matches!(self, Role::Biller | Role::Manager | Role::Administrator)
    }

    /// Who helps customers with their logins and looks at the pages through their eyes.
    pub const fn may_help_customers(self) -> bool {
        matches!(self, Role::Biller | Role::Agent | Role::Manager | Role::Administrator)
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
    /// Through whose eyes somebody of staff looks ([`super::look`]): who sees this account.
    pub looks_as: Option<AccountId>,
}

/// Which accounts, and what belongs to them, exist for a person. Every query of theirs applies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of them.
    EveryAccount,
    /// Those granted to this user and all below them.
    GrantedTo(UserId),
    /// This one and all below it.
    Under(AccountId),
}

impl Viewer {
    /// What exists for this person (REQUIREMENTS R2.5).
    pub const fn scope(&self) -> Scope {
        match self.looks_as {
            Some(account) => Scope::Under(account),
            None if self.role.is_customer() => Scope::GrantedTo(self.id),
            None => Scope::EveryAccount,
        }
    }

    /// The same person, looking through the eyes of who sees `account`.
    pub fn through(&self, account: AccountId) -> Viewer {
        Viewer { role: Role::Finance, looks_as: Some(account), ..self.clone() }
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
        use Role::{Administrator, Agent, Biller, Manager, Technician};
        type Rule = (&'static str, fn(Role) -> bool, &'static [Role]);
        let rules: [Rule; 14] = [
            ("work on cases", Role::may_work_cases, &[Biller, Agent, Manager, Administrator]),
            (
                "work on requests",
                Role::may_work_requests,
                &[Biller, Technician, Agent, Manager, Administrator],
            ),
            ("credit", Role::may_credit, &[Biller, Manager, Administrator]),
            ("see money", Role::may_see_money, &[Biller, Agent, Manager, Administrator]),
            ("run the month", Role::may_run_month, &[Biller, Manager, Administrator]),
            ("see reports", Role::may_see_reports, &[Biller, Manager, Administrator]),
            ("see the audit log", Role::may_see_audit, &[Manager, Administrator]),
            ("resend", Role::may_resend, &[Biller, Agent, Manager, Administrator]),
            ("run the post", Role::may_run_post, &[Biller, Manager, Administrator]),
            ("see settings", Role::may_see_settings, &[Manager, Administrator]),
            ("change settings", Role::may_change_settings, &[Administrator]),
            ("approve", Role::may_approve, &[Manager, Administrator]),
            ("change accounts", Role::may_change_accounts, &[Biller, Manager, Administrator]),
            ("help customers", Role::may_help_customers, &[Biller, Agent, Manager, Administrator]),
        ];
        for (what, may, who) in rules {
            let those: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role)).collect();
            assert_eq!(those, who, "who may {what}");
        }
    }

    #[test]
    fn who_looks_through_a_customers_eyes_sees_what_they_see() {
        let email = "gina@provider.example".to_owned();
        let gina = Viewer { id: UserId(7), email, role: Role::Agent, locale: Locale::Es, looks_as: None };
        assert_eq!(gina.scope(), Scope::EveryAccount);
        let looking = gina.through(AccountId(3));
        assert_eq!(looking.scope(), Scope::Under(AccountId(3)));
        assert_eq!((looking.role, looking.locale, looking.id), (Role::Finance, Locale::Es, UserId(7)));
        assert_eq!(Viewer { looks_as: None, ..looking }.scope(), Scope::GrantedTo(UserId(7)));
    }
}
