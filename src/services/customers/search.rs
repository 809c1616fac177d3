//! Accounts found by whatever somebody says of them.

use std::collections::{HashMap, HashSet};

use crate::domain::access::{Scope, Viewer};
use crate::domain::search::{Ask, asks};
use crate::services::{App, ServiceError};
use crate::store::account_search::{self, AccountLine};
use crate::store::{AnyConnection, cases, statements};
use crate::values::ids::AccountId;
use crate::values::money::Money;
use crate::values::number::AccountNumber;

/// Accounts on a page, and at most found by each thing that a text may be.
pub const ACCOUNTS_PER_PAGE: usize = 50;

/// Why an account was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is one of the newest, or its number or name begins so.
    Itself,
    /// A contact's address or phone number, as it is written.
    Contact(String),
    /// The address of a login that sees it.
    Login(String),
}

/// An account that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Which.
    pub account: AccountLine,
    /// Why.
    pub why: Why,
    /// What it owes, for who may see that, where it gets invoices of its own.
    pub balance: Option<Money>,
}

/// What came of a search.
#[derive(Debug)]
pub enum Found {
    /// The one account that a whole number names.
    One(AccountNumber),
    /// Accounts, and where the list goes on.
    Listed(Vec<Hit>, Option<AccountId>),
}

/// The accounts that `text` may mean; without a text the newest, from the one after `after` on.
///
/// # Errors
/// The database.
pub fn find_accounts(
    app: &App,
    viewer: &Viewer,
    text: &str,
    after: Option<AccountId>,
) -> Result<Found, ServiceError> {
    app.db.read(|conn| {
        let asks = asks(text);
        if asks.is_empty() {
            let mut newest = account_search::list_newest(conn, after, ACCOUNTS_PER_PAGE as i64 + 1)?;
            let more = newest.len() > ACCOUNTS_PER_PAGE;
            newest.truncate(ACCOUNTS_PER_PAGE);
            let next = newest.last().filter(|_| more).map(|last| last.id);
            let found = newest.into_iter().map(|account| (account, Why::Itself)).collect();
            return Ok(Found::Listed(hits(conn, viewer, found)?, next));
        }
        let mut found: Vec<(AccountId, Why)> = Vec::new();
        for ask in &asks {
            match look_for(conn, ask)? {
                Looked::Exactly(number) => return Ok(Found::One(number)),
                Looked::Among(some) => found.extend(some),
            }
        }
        let mut known = HashSet::new();
        found.retain(|(id, _)| known.insert(*id));
        found.truncate(ACCOUNTS_PER_PAGE);
        let ids: Vec<AccountId> = found.iter().map(|(id, _)| *id).collect();
        let mut lines = account_search::list_lines(conn, &ids)?;
        let found = found.into_iter().filter_map(|(id, why)| Some((lines.remove(&id)?, why))).collect();
        Ok(Found::Listed(hits(conn, viewer, found)?, None))
    })
}

/// What a look for one thing finds.
enum Looked {
    Exactly(AccountNumber),
    Among(Vec<(AccountId, Why)>),
}

fn look_for(conn: &mut AnyConnection, ask: &Ask) -> Result<Looked, ServiceError> {
    let limit = ACCOUNTS_PER_PAGE as i64;
    let itself = |ids: Vec<AccountId>| ids.into_iter().map(|id| (id, Why::Itself)).collect::<Vec<_>>();
    Ok(match ask {
        Ask::Number(start) => {
            let ids = account_search::list_by_number(conn, start, limit)?;
            // The whole number stands before those that it only begins.
            let first = match ids.first() {
                Some(id) => account_search::list_lines(conn, &[*id])?.remove(id),
                None => None,
            };
            match first.filter(|first| first.number.as_str().eq_ignore_ascii_case(start)) {
                Some(first) => Looked::Exactly(first.number),
                None => Looked::Among(itself(ids)),
            }
        }
        Ask::Name(start) => Looked::Among(itself(account_search::list_by_name(conn, start, limit)?)),
        Ask::Email(start) => {
            let contacts = account_search::list_by_email(conn, start, limit)?;
            let mut found: Vec<_> = contacts.into_iter().map(|(id, is)| (id, Why::Contact(is))).collect();
            let logins = account_search::list_by_login(conn, start, limit)?;
            found.extend(logins.into_iter().map(|id| (id, Why::Login(start.clone()))));
            Looked::Among(found)
        }
        Ask::Phone(starts) => {
            let mut found = Vec::new();
            for start in starts {
                let some = account_search::list_by_phone(conn, start, limit)?;
                found.extend(some.into_iter().map(|(id, is)| (id, Why::Contact(is))));
            }
            Looked::Among(found)
        }
        Ask::Invoice(number) => {
            let billed = account_search::find_billed_by(conn, number)?;
            exactly(conn, billed)?
        }
        Ask::Case(number) => {
            let case = cases::find_case(conn, Scope::EveryAccount, number.0)?;
            exactly(conn, case.and_then(|case| case.account))?
        }
    })
}

fn exactly(conn: &mut AnyConnection, id: Option<AccountId>) -> Result<Looked, ServiceError> {
    let Some(id) = id else { return Ok(Looked::Among(Vec::new())) };
    let found = account_search::list_lines(conn, &[id])?.remove(&id);
    Ok(found.map_or(Looked::Among(Vec::new()), |account| Looked::Exactly(account.number)))
}

fn hits(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    found: Vec<(AccountLine, Why)>,
) -> Result<Vec<Hit>, ServiceError> {
    let billed: Vec<AccountId> =
        found.iter().filter(|(account, _)| account.is_billed).map(|(account, _)| account.id).collect();
    let sees_money = viewer.role.may_see_money();
    let balances = match sees_money {
        true => statements::sum_balances(conn, &billed)?,
        false => HashMap::new(),
    };
    let hit = |(account, why): (AccountLine, Why)| {
        let balance = balances.get(&account.id).copied().unwrap_or_default();
        let balance = (account.is_billed && sees_money).then_some(balance);
        Hit { account, why, balance }
    };
    Ok(found.into_iter().map(hit).collect())
}
