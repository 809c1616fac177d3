//! The audit log as a chain: each row carries the hash of the one before, so that none can be
//! changed or taken out unseen.

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use crate::values::hash::hex;

/// What happened, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Place in the log, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a user's e-mail address, or the name of the command or job.
    pub actor: String,
    /// What, such as `invoice.issued`.
    pub action: String,
    /// To what, such as an invoice's number.
    pub subject: String,
    /// What else a reader would want to know.
    pub detail: String,
}

impl AuditRecord {
    /// The hash of this row in a chain whose last hash is `previous`.
    pub fn hash(&self, previous: &str) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let mut hasher = Sha256::new();
        for part in
            [previous, &self.seq.to_string(), &at, &self.actor, &self.action, &self.subject, &self.detail]
        {
            // The length first, so that no two rows of different parts read the same.
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_row_changes_its_hash() {
        let row = AuditRecord {
            seq: 1,
            at: "2026-11-27T13:00:00Z".parse().unwrap(),
            actor: "bill issue".into(),
            action: "invoice.issued".into(),
            subject: "INV-202611-000001".into(),
            detail: String::new(),
        };
        let hash = row.hash("");
        assert_eq!(hash.len(), 64);
        assert_ne!(row.hash("x"), hash);
        assert_ne!(AuditRecord { detail: "x".into(), ..row.clone() }.hash(""), hash);
        let shifted = AuditRecord { actor: "bill issuei".into(), action: "nvoice.issued".into(), ..row };
        assert_ne!(shifted.hash(""), hash);
    }
}
