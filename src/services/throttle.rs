//! How often someone may try: counted in the database, so that every process counts alike.

use chrono::{DateTime, TimeDelta, Utc};

use super::ServiceError;
use super::auth::{FROM_EVERYWHERE, FROM_ONE_PLACE};
use crate::store::{AnyConnection, StoreError, tries};
use crate::values::ids::UserId;

const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Old windows are kept a day for whoever looks into an attack.
const KEPT: TimeDelta = TimeDelta::days(1);

/// What is counted together, and how many tries a window allows.
pub struct Limit {
    subject: String,
    most: i32,
}

impl Limit {
    /// `most` tries of `subject` in a quarter of an hour.
    pub fn of(subject: String, most: i32) -> Limit {
        Limit { subject, most }
    }
}

/// Counts a try against every limit before it is looked at, so that many at once are no way around;
/// or says when to come back.
pub fn take(
    conn: &mut AnyConnection,
    limits: &[Limit],
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, ServiceError> {
    let window = window_of(now);
    let mut refused = false;
    // Always in this order, so that two processes cannot wait for each other.
    for limit in limits {
        refused |= tries::add_try(conn, &limit.subject, window)? > limit.most;
    }
    Ok(refused.then_some(window + WINDOW))
}

/// A success: the first limit starts anew, the others get their try back.
pub fn succeed(conn: &mut AnyConnection, limits: &[Limit], now: DateTime<Utc>) -> Result<(), ServiceError> {
    for (place, limit) in limits.iter().enumerate() {
        match place {
            0 => tries::forget(conn, &limit.subject, now - KEPT)?,
            _ => tries::take_back(conn, &limit.subject, window_of(now))?,
        }
    }
    Ok(())
}

/// Wrong tries that keep somebody out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// From where they were made; empty where that is not counted.
    pub origin: String,
    /// When the next try counts.
    pub until: DateTime<Utc>,
}

/// The wrong tries that keep the login with this address, in small letters, out now.
pub fn list_locked(
    conn: &mut AnyConnection,
    email: &str,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<Locked>, StoreError> {
    let (window, mut locked) = (window_of(now), Vec::new());
    for (subject, count) in tries::list_of(conn, window, email, &code_of(user))? {
        let origin = subject.strip_prefix("sign-in ").and_then(|rest| rest.strip_suffix(email)).unwrap_or("");
        let is_everywhere = origin.is_empty() && subject != code_of(user);
        let most = if is_everywhere { FROM_EVERYWHERE } else { FROM_ONE_PLACE };
        if count >= most {
            locked.push(Locked { origin: origin.trim().to_owned(), until: window + WINDOW });
        }
    }
    Ok(locked)
}

/// Forgets the wrong tries for that login.
pub fn forgive(
    conn: &mut AnyConnection,
    email: &str,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for (subject, _) in tries::list_of(conn, window_of(now), email, &code_of(user))? {
        tries::forget(conn, &subject, now - KEPT)?;
    }
    Ok(())
}

/// What the tries of a second step are counted under.
pub fn code_of(user: UserId) -> String {
    format!("code {}", user.0)
}

fn window_of(now: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = now.timestamp();
    let start = seconds - seconds.rem_euclid(WINDOW.num_seconds());
    DateTime::from_timestamp(start, 0).expect("a window starts at an instant")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_quarters_of_an_hour() {
        let window = window_of("2026-11-27T13:29:59.5Z".parse().unwrap());
        assert_eq!(window, "2026-11-27T13:15:00Z".parse::<DateTime<Utc>>().unwrap());
    }
}
