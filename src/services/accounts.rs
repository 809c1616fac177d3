//! The accounts that a person can choose from, and the one their page is about.

use super::ServiceError;
use crate::domain::access::{Scope, Viewer};
use crate::domain::hierarchy::{AccountNode, in_tree_order};
use crate::store::{AnyConnection, hierarchy};
use crate::values::number::AccountNumber;

/// More accounts than anyone picks from a list; an address takes any number.
const ACCOUNTS_TO_PICK: i64 = 200;

/// An account among those that the viewer can choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Each with its depth, children below their parents.
    pub accounts: Vec<(usize, AccountNode)>,
    /// The chosen one.
    pub account: AccountNode,
}

impl Choice {
    /// On whose invoices the chosen account stands, where it gets none itself and that one is among
    /// those to choose from.
    pub fn billed_on(&self) -> Option<&AccountNode> {
        let mut account = &self.account;
        while !account.is_billed {
            let parent = account.parent?;
            account = self.accounts.iter().map(|(_, other)| other).find(|other| other.id == parent)?;
        }
        (account.id != self.account.id).then_some(account)
    }
}

/// The account that the viewer asked for, or their first that gets invoices. `None` where nothing
/// is granted to them.
///
/// # Errors
/// An account that does not exist for the viewer.
pub(super) fn choose(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    wanted: Option<&AccountNumber>,
) -> Result<Option<Choice>, ServiceError> {
    let accounts = in_tree_order(hierarchy::list_accounts(conn, viewer.scope(), ACCOUNTS_TO_PICK)?);
    let listed = |found: &dyn Fn(&AccountNode) -> bool| {
        accounts.iter().map(|(_, account)| account).find(|account| found(account)).cloned()
    };
    let account = match wanted {
        None => listed(&|account| account.is_billed).or_else(|| listed(&|_| true)),
        Some(number) => match listed(&|account| account.number == *number) {
            Some(account) => Some(account),
            None => Some(find(conn, viewer, number)?),
        },
    };
    Ok(account.map(|account| Choice { accounts, account }))
}

/// The account with this number.
///
/// # Errors
/// None that exists for the viewer.
pub(super) fn find(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    number: &AccountNumber,
) -> Result<AccountNode, ServiceError> {
    let found = hierarchy::find_account(conn, viewer.scope(), number)?;
    found.ok_or_else(|| ServiceError::NotFound(format!("account {number}")))
}

/// The account on whose invoice this one stands: itself, or the first one above it that gets invoices.
pub(super) fn find_billing(
    conn: &mut AnyConnection,
    account: &AccountNode,
) -> Result<AccountNode, ServiceError> {
    let mut found = account.clone();
    // As many steps as the hierarchy is deep, which imports keep free of rings.
    while let Some(parent) = found.parent.filter(|_| !found.is_billed) {
        // The rules need it whoever asks; what of it is shown is up to the caller.
        let above = hierarchy::find_account_by_id(conn, Scope::EveryAccount, parent)?;
        found = above.ok_or_else(|| ServiceError::NotFound(format!("account above {}", found.number)))?;
    }
    Ok(found)
}
