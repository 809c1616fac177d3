//! Accounts above and below one another (REQUIREMENTS R2.4).

use std::collections::{HashMap, HashSet};

use crate::values::ids::AccountId;
use crate::values::number::AccountNumber;

/// An account with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountNode {
    /// Row id.
    pub id: AccountId,
    /// The provider's number for it.
    pub number: AccountNumber,
    /// Whose it is, as on documents.
    pub name: String,
    /// What its people call it; empty where they gave it no name.
    pub nickname: String,
    /// The account above it.
    pub parent: Option<AccountId>,
    /// Whether it gets invoices of its own; else it stands on its parent's.
    pub is_billed: bool,
}

impl AccountNode {
    /// The name its people gave it, or the one on documents.
    pub fn called(&self) -> &str {
        if self.nickname.is_empty() { &self.name } else { &self.nickname }
    }
}

/// Each account below its parent, children by number, with its depth. One whose parent is not among
/// them stands at the top.
pub fn in_tree_order(accounts: Vec<AccountNode>) -> Vec<(usize, AccountNode)> {
    let known: HashSet<AccountId> = accounts.iter().map(|account| account.id).collect();
    let mut below: HashMap<Option<AccountId>, Vec<AccountNode>> = HashMap::new();
    for account in accounts {
        below.entry(account.parent.filter(|parent| known.contains(parent))).or_default().push(account);
    }
    let mut ordered = Vec::with_capacity(known.len());
    let mut open: Vec<(usize, AccountNode)> = Vec::new();
    let mut descend = |open: &mut Vec<(usize, AccountNode)>, depth, of| {
        let mut children = below.remove(&of).unwrap_or_default();
        children.sort_by(|a, b| b.number.cmp(&a.number));
        open.extend(children.into_iter().map(|child| (depth, child)));
    };
    descend(&mut open, 0, None);
    while let Some((depth, account)) = open.pop() {
        descend(&mut open, depth + 1, Some(account.id));
        ordered.push((depth, account));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_below_their_parents() {
        let account = |id, number: &str, parent: Option<i64>| AccountNode {
            id: AccountId(id),
            number: number.parse().unwrap(),
            name: String::new(),
            nickname: String::new(),
            parent: parent.map(AccountId),
            is_billed: parent.is_none(),
        };
        let accounts = vec![
            account(1, "100", None),
            account(2, "050", Some(1)),
            account(3, "300", Some(1)),
            account(4, "200", Some(2)),
            account(5, "010", Some(99)),
        ];
        let order: Vec<_> =
            in_tree_order(accounts).into_iter().map(|(depth, account)| (depth, account.id.0)).collect();
        assert_eq!(order, [(0, 5), (0, 1), (1, 2), (2, 4), (1, 3)]);
    }
}
