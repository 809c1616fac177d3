//! Who gets an invoice, and what becomes of a message (REQUIREMENTS R4.2, R4.4).

use chrono::{DateTime, TimeDelta, Utc};

use crate::values::Invalid;
use crate::values::contact::{ContactRole, Delivery, EmailAddress};
use crate::values::ids::ContactId;
use crate::values::locale::Locale;

/// A person at the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Row id.
    pub id: ContactId,
    /// Where mail goes.
    pub email: EmailAddress,
    /// How they are called.
    pub name: String,
    /// The language they read.
    pub locale: Locale,
    /// What they are contacted for.
    pub roles: Vec<ContactRole>,
    /// How they want the invoice.
    pub delivery: Delivery,
}

/// Every contact marked as invoice recipient; where there is none, the primary main point of
/// contact (REQUIREMENTS R4.2).
pub fn recipients(contacts: &[Contact]) -> Vec<&Contact> {
    let having = |role| contacts.iter().filter(|c| c.roles.contains(&role)).collect::<Vec<_>>();
    let marked = having(ContactRole::Invoice);
    if marked.is_empty() { having(ContactRole::MpocPrimary) } else { marked }
}

/// Where a message stands. Every move is a guarded update from one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits for its first try.
    Queued,
    /// A process is sending it, until its lease runs out.
    Sending,
    /// Taken by the recipient's server.
    Sent,
    /// Refused for now; tried again later.
    Retrying,
    /// Refused for good, or for four days.
    Failed,
    /// Not to be sent: its address was refused for good before.
    Suppressed,
}

impl std::str::FromStr for MessageState {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<MessageState, Invalid> {
        let known = MessageState::ALL.into_iter().find(|state| state.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not the state of a message")))
    }
}

impl MessageState {
    /// Every state.
    pub const ALL: [MessageState; 6] = [
        MessageState::Queued,
        MessageState::Sending,
        MessageState::Sent,
        MessageState::Retrying,
        MessageState::Failed,
        MessageState::Suppressed,
    ];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            MessageState::Queued => "queued",
            MessageState::Sending => "sending",
            MessageState::Sent => "sent",
            MessageState::Retrying => "retrying",
            MessageState::Failed => "failed",
            MessageState::Suppressed => "suppressed",
        }
    }
}

impl MessageState {
    /// Whether nothing more happens to it by itself.
    pub const fn is_final(self) -> bool {
        matches!(self, MessageState::Sent | MessageState::Failed | MessageState::Suppressed)
    }
}

/// Whether a server's refusal for good is about the address itself, so that later messages would be refused
/// too. Only an enhanced status code says that (RFC 3463): a code of three digits alone stands for policy and
/// full mailboxes as well, and a spam filter that answers 550 must not silence every address.
pub fn condemns_address(response: &str) -> bool {
    let mut words = response.split_ascii_whitespace();
    let is_permanent = words.next().is_some_and(|code| code.len() == 3 && code.starts_with('5'));
    let status: Option<Vec<u16>> =
        words.next().and_then(|status| status.split('.').map(|part| part.parse().ok()).collect());
    match status.as_deref() {
        // Bad mailbox, bad domain, bad syntax, ambiguous, moved; the others of 5.1 speak about the sender
        // (5.1.7, 5.1.8) or a relay (5.1.9). 5.1.10 is a domain that takes no mail (RFC 7505).
        Some([5, 1, detail]) => is_permanent && matches!(detail, 0..=4 | 6 | 10),
        // The mailbox is disabled; full (5.2.2) and too large (5.2.3) pass.
        Some([5, 2, 1]) => is_permanent,
        _ => false,
    }
}

/// How long a message is retried (DESIGN, "Post").
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(4);

/// When to try again after `attempts` temporary refusals, first tried for at `queued_at`; `None`
/// once four days are over. Waits double from five minutes to four hours; `jitter` (0 to 99)
/// spreads them by up to a quarter so that a burst does not come back as a burst.
pub fn next_try(
    queued_at: DateTime<Utc>,
    attempts: u32,
    jitter: u32,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let doublings = attempts.saturating_sub(1).min(6);
    let wait_s = (300_i64 << doublings).min(4 * 3600);
    let spread_s = wait_s * i64::from(jitter.min(99)) / 400;
    let next = now + TimeDelta::seconds(wait_s + spread_s);
    (next - queued_at <= GIVE_UP_AFTER).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: i64, roles: &[ContactRole]) -> Contact {
        Contact {
            id: ContactId(id),
            email: format!("c{id}@example.com").parse().unwrap(),
            name: String::new(),
            locale: Locale::En,
            roles: roles.to_vec(),
            delivery: Delivery::Attachment,
        }
    }

    #[test]
    fn the_primary_contact_stands_in_where_nobody_is_marked() {
        use ContactRole::*;
        let ids = |contacts: &[Contact]| recipients(contacts).iter().map(|c| c.id.0).collect::<Vec<_>>();
        let primary = contact(1, &[MpocPrimary, Case]);
        let second = contact(2, &[Mpoc]);
        assert_eq!(ids(&[primary.clone(), second.clone()]), [1]);
        assert_eq!(ids(&[primary, contact(3, &[Invoice]), contact(4, &[Case, Invoice])]), [3, 4]);
        assert!(ids(&[second]).is_empty());
    }

    #[test]
    fn what_waits_is_not_final() {
        let waits = MessageState::ALL.into_iter().filter(|state| !state.is_final());
        let expected = [MessageState::Queued, MessageState::Sending, MessageState::Retrying];
        assert_eq!(waits.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_a_refusal_of_the_address_itself_silences_it() {
        for (response, expected) in [
            ("550 5.1.1 no such user", true),
            ("550 5.1.1", true),
            ("550 5.1.0 address rejected", true),
            ("553 5.1.2 no such domain", true),
            ("553 5.1.3 not an address", true),
            ("551 5.1.6 moved", true),
            ("556 5.1.10 the domain takes no mail", true),
            ("550 5.2.1 mailbox disabled", true),
            ("550 5.1.7 bad sender address", false),
            ("550 5.1.8 bad sender domain", false),
            ("550 5.1.9 relay", false),
            ("552 5.2.2 mailbox full", false),
            ("552 5.2.3 message too large", false),
            ("552 5.3.4 message too large", false),
            ("550 5.4.1 access denied", false),
            ("550 5.7.1 blocked by policy", false),
            ("554 5.7.26 no DKIM", false),
            ("550 no such user", false),
            ("552 message too large", false),
            ("450 4.1.1 not now", false),
            ("450 5.1.1 of two minds", false),
            ("550 5.1.1.1 what", false),
            ("250 2.1.5 ok", false),
            ("no code at all", false),
            ("", false),
        ] {
            assert_eq!(condemns_address(response), expected, "{response}");
        }
    }

    #[test]
    fn retries_back_off_and_end_after_four_days() {
        let start: DateTime<Utc> = "2026-11-27T13:00:00Z".parse().unwrap();
        let minutes =
            |attempts, jitter| (next_try(start, attempts, jitter, start).unwrap() - start).num_minutes();
        assert_eq!([minutes(1, 0), minutes(2, 0), minutes(3, 0)], [5, 10, 20]);
        assert_eq!(minutes(60, 0), 240);
        assert_eq!(minutes(60, 99), 240 + 59);
        let mut now = start;
        let mut attempts = 0;
        while let Some(next) = next_try(start, attempts, 50, now) {
            now = next;
            attempts += 1;
        }
        let last = now - start;
        assert!(TimeDelta::hours(90) < last && last <= TimeDelta::days(4), "{last}");
    }
}
