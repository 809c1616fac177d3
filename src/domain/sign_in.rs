//! When a person counts as who they say they are (OWASP ASVS 5, level 2).

use chrono::{DateTime, TimeDelta, Utc};

use super::access::Role;

/// How long a proof lasts for what could lock its owner out.
pub const PROOF_LASTS: TimeDelta = TimeDelta::minutes(10);

/// How long the code may follow the password.
pub const HALF_WAY_LASTS: TimeDelta = TimeDelta::minutes(5);

/// How long a link to set a forgotten password works.
pub const RESET_LASTS: TimeDelta = TimeDelta::hours(1);

/// How long a link to set the first password works.
pub const INVITED_LASTS: TimeDelta = TimeDelta::days(3);

/// How long a link to confirm a new address works.
pub const CONFIRM_LASTS: TimeDelta = TimeDelta::hours(24);

/// Whether who proved themself at `proven_at` need not do so again.
pub fn is_proven(proven_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - proven_at < PROOF_LASTS
}

/// Whether a person must set up a second factor before anything else.
pub fn owes_factor(role: Role, has_factor: bool, required_of_staff: bool) -> bool {
    required_of_staff && !role.is_customer() && !has_factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_lasts_ten_minutes() {
        let at = |time: &str| format!("2026-11-28T{time}Z").parse::<DateTime<Utc>>().unwrap();
        assert!(is_proven(at("09:00:00"), at("09:00:00")));
        assert!(is_proven(at("09:00:00"), at("09:09:59")));
        assert!(!is_proven(at("09:00:00"), at("09:10:00")));
    }

    #[test]
    fn only_staff_without_a_factor_owe_one_and_only_where_it_is_required() {
        assert!(owes_factor(Role::Biller, false, true));
        assert!(owes_factor(Role::Administrator, false, true));
        assert!(!owes_factor(Role::Biller, true, true));
        assert!(!owes_factor(Role::Biller, false, false));
        assert!(!owes_factor(Role::Finance, false, true));
        assert!(!owes_factor(Role::Mpoc, false, true));
    }
}
