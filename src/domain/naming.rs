//! What customers call their accounts and where they book their costs.

use super::access::Role;

/// Whether someone with this role may name the accounts that exist for them.
pub const fn may_name(role: Role) -> bool {
    match role {
        Role::Finance | Role::Mpoc | Role::Biller | Role::Administrator => true,
        Role::Technician | Role::Agent | Role::Manager => false,
    }
}

/// What becomes of a row of a form that several people may have open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was left as it was shown, or is already what was typed.
    Stays,
    /// What was typed replaces what was shown.
    Changes,
    /// Someone else changed it since it was shown: nothing is overwritten.
    Outdated,
}

/// Decides by what was shown, what is there now and what was typed.
pub fn fate<T: PartialEq + ?Sized>(shown: &T, now: &T, typed: &T) -> Fate {
    match () {
        () if typed == shown || typed == now => Fate::Stays,
        () if now == shown => Fate::Changes,
        () => Fate::Outdated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_and_billing_staff_name_accounts() {
        let may: Vec<Role> = Role::ALL.into_iter().filter(|role| may_name(*role)).collect();
        assert_eq!(may, [Role::Finance, Role::Mpoc, Role::Biller, Role::Administrator]);
    }

    #[test]
    fn nobody_overwrites_what_they_have_not_seen() {
        for (shown, now, typed, expected) in [
            ("a", "a", "a", Fate::Stays),
            ("a", "a", "b", Fate::Changes),
            ("a", "b", "a", Fate::Stays),
            ("a", "b", "b", Fate::Stays),
            ("a", "b", "c", Fate::Outdated),
        ] {
            assert_eq!(fate(shown, now, typed), expected, "{shown} {now} {typed}");
        }
    }
}
