//! Account numbers to accounts, looked up in bulk.

use std::collections::{HashMap, HashSet};

use crate::store::accounts::{AccountLink, list_links_by_ids, list_links_by_numbers};
use crate::store::{AnyConnection, StoreError};

/// So many accounts are remembered from one chunk to the next.
const KEPT: usize = 20_000;

/// The accounts that rows name.
#[derive(Debug, Default)]
pub(super) struct Directory {
    by_number: HashMap<String, AccountLink>,
}

impl Directory {
    /// Looks up those of `numbers` that are not known yet.
    pub(super) fn load<'a>(
        &mut self,
        conn: &mut AnyConnection,
        numbers: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), StoreError> {
        if self.by_number.len() > KEPT {
            self.by_number.clear();
        }
        let unknown: HashSet<&str> = numbers.filter(|number| !self.by_number.contains_key(*number)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<&str> = unknown.into_iter().collect();
        let found = list_links_by_numbers(conn, &unknown)?;
        self.by_number.extend(found.into_iter().map(|link| (link.number.clone(), link)));
        Ok(())
    }

    pub(super) fn get(&self, number: &str) -> Option<&AccountLink> {
        self.by_number.get(number)
    }
}

/// Which account is billed for which (INTERFACES, "Arithmetic, exactly", 2).
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    by_id: HashMap<i64, AccountLink>,
}

impl Hierarchy {
    /// Looks up everything above `accounts`, level by level.
    pub(super) fn load(
        &mut self,
        conn: &mut AnyConnection,
        accounts: &[AccountLink],
    ) -> Result<(), StoreError> {
        if self.by_id.len() > KEPT {
            self.by_id.clear();
        }
        let mut level: Vec<AccountLink> = accounts.to_vec();
        while !level.is_empty() {
            let above: HashSet<i64> = level.iter().filter_map(above).collect();
            self.by_id.extend(level.into_iter().map(|link| (link.id, link)));
            let unknown: Vec<i64> = above.into_iter().filter(|id| !self.by_id.contains_key(id)).collect();
            level = if unknown.is_empty() { Vec::new() } else { list_links_by_ids(conn, &unknown)? };
        }
        Ok(())
    }

    /// The account that gets the invoice for `account`, which was loaded.
    pub(super) fn billing_account(&self, account: i64) -> i64 {
        let mut at = account;
        while let Some(parent) = self.by_id.get(&at).and_then(above) {
            at = parent;
        }
        at
    }
}

/// The account into which this one rolls up. Accounts form no loops: their import refuses them.
fn above(link: &AccountLink) -> Option<i64> {
    link.parent_id.filter(|_| !link.bills_separately)
}
