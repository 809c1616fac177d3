//! What may be done to the provider's own logins (REQUIREMENTS R2).

use super::access::Role;
use crate::values::ids::UserId;

/// A login as far as these rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    /// Whose.
    pub id: UserId,
    /// What they sign in as.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
}

/// What is done to a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It has this role from now on.
    Become(Role),
    /// It opens nothing any more.
    Lock,
    /// It opens again.
    Unlock,
}

/// What speaks against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// Nobody changes their own role or locks themself out.
    Own,
    /// Nobody would be left who can change the settings.
    LastAdministrator,
    /// Staff do not become customers.
    NoStaffRole,
}

/// What speaks against `deed`, done to `login` by `actor` while `administrators` may sign in.
pub fn objection(actor: UserId, login: Login, deed: Deed, administrators: i64) -> Option<Objection> {
    if actor == login.id {
        return Some(Objection::Own);
    }
    let is_administrator = login.role == Role::Administrator && login.is_active;
    let stays = match deed {
        Deed::Become(role) if role.is_customer() => return Some(Objection::NoStaffRole),
        Deed::Become(role) => role == Role::Administrator,
        Deed::Lock => false,
        Deed::Unlock => true,
    };
    (is_administrator && !stays && administrators <= 1).then_some(Objection::LastAdministrator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_administrator_stays_and_nobody_changes_themself() {
        use Deed::{Become, Lock, Unlock};
        use Role::{Administrator, Biller, Finance, Manager};
        let me = UserId(1);
        let login = |id, role, is_active| Login { id: UserId(id), role, is_active };
        for (login, deed, administrators, expected) in [
            (login(2, Biller, true), Become(Manager), 1, None),
            (login(2, Biller, true), Become(Administrator), 1, None),
            (login(2, Biller, true), Become(Finance), 1, Some(Objection::NoStaffRole)),
            (login(2, Biller, true), Lock, 1, None),
            (login(1, Biller, true), Become(Administrator), 2, Some(Objection::Own)),
            (login(1, Administrator, true), Lock, 2, Some(Objection::Own)),
            (login(2, Administrator, true), Lock, 2, None),
            (login(2, Administrator, true), Lock, 1, Some(Objection::LastAdministrator)),
            (login(2, Administrator, true), Become(Biller), 1, Some(Objection::LastAdministrator)),
            (login(2, Administrator, true), Become(Biller), 2, None),
            (login(2, Administrator, true), Become(Administrator), 1, None),
            (login(2, Administrator, false), Become(Biller), 1, None),
            (login(2, Administrator, false), Unlock, 1, None),
        ] {
            assert_eq!(objection(me, login, deed, administrators), expected, "{login:?} {deed:?}");
        }
    }
}
