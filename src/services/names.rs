//! The names that people give their accounts, and where they book costs.
//!
//! Invariant: a row that someone else changed since it was shown is not overwritten; the others of the
//! same form are saved.

use std::collections::HashMap;

use super::accounts::{self, Choice};
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::hierarchy::{AccountNode, in_tree_order};
use crate::domain::naming::{Fate, fate, may_name};
use crate::pdf;
use crate::store::audit::{self, NewAudit};
use crate::store::names::{self, ServiceCode};
use crate::store::{AnyConnection, StoreError, hierarchy};
use crate::values::calendar::mountain_day;
use crate::values::hash::sha256;
use crate::values::ids::{AccountId, ServiceId};
use crate::values::label::{CostCentre, LabelFlaw, Nickname};
use crate::values::number::AccountNumber;

/// Accounts on the form; who has more begins at one further down.
const ACCOUNTS_ON_FORM: i64 = 200;

/// Services on a page of the form.
const SERVICES_PER_PAGE: usize = 100;

/// An account and all below it, to be named.
#[derive(Clone, Debug)]
pub struct Names {
    /// The account among those to choose from.
    pub choice: Choice,
    /// It and those below it, in the order of the tree.
    pub accounts: Vec<Named>,
    /// Whether there are more below than are shown.
    pub is_cut: bool,
    /// Whether the viewer may change them.
    pub may_change: bool,
}

/// An account and what its people say of it.
#[derive(Clone, Debug)]
pub struct Named {
    /// How far below, from 0.
    pub depth: usize,
    /// The account with its name.
    pub account: AccountNode,
    /// Where its costs are booked; may be empty.
    pub cost_centre: String,
}

impl Named {
    /// By which a form knows whether someone changed it since it was shown.
    pub fn digest(&self) -> String {
        digest(&self.account.nickname, &self.cost_centre)
    }
}

/// The active services of an account, to be coded.
#[derive(Clone, Debug)]
pub struct Services {
    /// The account among those to choose from.
    pub choice: Choice,
    /// Its own cost centre, which holds for what has none.
    pub cost_centre: String,
    /// In the order of their adding.
    pub services: Vec<Coded>,
    /// Where the next page begins.
    pub next: Option<ServiceId>,
    /// Whether the viewer may change them.
    pub may_change: bool,
}

/// A service and where its costs are booked.
#[derive(Clone, Debug)]
pub struct Coded {
    /// Row id.
    pub id: ServiceId,
    /// The customer-visible key.
    pub code: String,
    /// In plain words.
    pub description: String,
    /// Empty where it goes with its account's.
    pub cost_centre: String,
}

impl Coded {
    /// By which a form knows whether someone changed it since it was shown.
    pub fn digest(&self) -> String {
        digest("", &self.cost_centre)
    }
}

/// What was typed of an account, and the digest of what was shown.
#[derive(Clone, Debug)]
pub struct TypedName {
    /// Of what was shown.
    pub seen: String,
    /// The new name.
    pub nickname: Nickname,
    /// The new cost centre.
    pub cost_centre: CostCentre,
}

/// What was typed of a service, and the digest of what was shown.
#[derive(Clone, Debug)]
pub struct TypedCode {
    /// Of what was shown.
    pub seen: String,
    /// The new cost centre.
    pub cost_centre: CostCentre,
}

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved<Id> {
    /// So many rows were changed; these were not, because someone else had.
    Done(usize, Vec<Id>),
    /// The viewer may not.
    NotAllowed,
}

/// A cost centre that documents can show.
///
/// # Errors
/// One that is too long or has characters that our documents lack.
pub fn read_cost_centre(text: &str) -> Result<CostCentre, LabelFlaw> {
    let code: CostCentre = text.parse()?;
    match pdf::missing_glyphs(code.as_str()).is_empty() {
        true => Ok(code),
        false => Err(LabelFlaw::Unprintable),
    }
}

/// The names of an account and those below it; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_names(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
) -> Result<Option<Names>, ServiceError> {
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        let (accounts, is_cut) = load_names(conn, &choice.account)?;
        Ok(Some(Names { choice, accounts, is_cut, may_change: may_name(viewer.role) }))
    })
}

fn load_names(conn: &mut AnyConnection, top: &AccountNode) -> Result<(Vec<Named>, bool), StoreError> {
    let mut nodes = hierarchy::list_below(conn, top.id, ACCOUNTS_ON_FORM)?;
    let is_cut = nodes.len() as i64 == ACCOUNTS_ON_FORM;
    nodes.push(top.clone());
    let ids: Vec<AccountId> = nodes.iter().map(|node| node.id).collect();
    let mut codes = names::list_cost_centres(conn, &ids)?;
    let named = |(depth, account): (usize, AccountNode)| Named {
        depth,
        cost_centre: codes.remove(&account.id).unwrap_or_default(),
        account,
    };
    Ok((in_tree_order(nodes).into_iter().map(named).collect(), is_cut))
}

/// Gives the account and those below it the names and cost centres that were typed, by row.
///
/// # Errors
/// An account that does not exist for the viewer, or a row that is not on its form.
pub fn save_names(
    app: &App,
    viewer: &Viewer,
    account: &AccountNumber,
    mut typed: HashMap<AccountId, TypedName>,
) -> Result<Saved<AccountId>, ServiceError> {
    app.db.write(|conn| {
        let top = accounts::find(conn, viewer, account)?;
        if !may_name(viewer.role) {
            return Ok(Saved::NotAllowed);
        }
        let (mut entries, mut outdated) = (Vec::new(), Vec::new());
        for now in load_names(conn, &top)?.0 {
            let Some(typed) = typed.remove(&now.account.id) else { continue };
            let new = (typed.nickname.as_str(), typed.cost_centre.as_str());
            let old = (now.account.nickname.as_str(), now.cost_centre.as_str());
            let changes = match fate(&typed.seen, &now.digest(), &digest(new.0, new.1)) {
                Fate::Stays => continue,
                Fate::Changes => names::update_account(conn, now.account.id, (old.0, new.0), (old.1, new.1))?,
                Fate::Outdated => false,
            };
            match changes {
                true => entries.push(NewAudit {
                    action: "account.named",
                    subject: now.account.number.to_string(),
                    detail: format!(
                        "was {:?}, cost center {:?}; is {:?}, cost center {:?}",
                        old.0, old.1, new.0, new.1
                    ),
                }),
                false => outdated.push(now.account.id),
            }
        }
        if !typed.is_empty() {
            return Err(ServiceError::NotFound(format!("account below {account}")));
        }
        let changed = entries.len();
        audit::append(conn, app.clock.now(), &viewer.email, entries)?;
        Ok(Saved::Done(changed, outdated))
    })
}

/// A page of the active services of an account, after row `after`; `None` where nothing is granted to
/// the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_services(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    after: ServiceId,
) -> Result<Option<Services>, ServiceError> {
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        let id = choice.account.id;
        let (services, next) = load_services(app, conn, id, after)?;
        let cost_centre = names::list_cost_centres(conn, &[id])?.remove(&id).unwrap_or_default();
        Ok(Some(Services { choice, cost_centre, services, next, may_change: may_name(viewer.role) }))
    })
}

fn load_services(
    app: &App,
    conn: &mut AnyConnection,
    account: AccountId,
    after: ServiceId,
) -> Result<(Vec<Coded>, Option<ServiceId>), StoreError> {
    let today = mountain_day(app.clock.now());
    let mut found = names::list_services(conn, account, today, after, SERVICES_PER_PAGE as i64 + 1)?;
    let more = found.len() > SERVICES_PER_PAGE;
    found.truncate(SERVICES_PER_PAGE);
    let next = found.last().filter(|_| more).map(|last| last.id);
    let coded =
        |ServiceCode { id, code, description, cost_centre }| Coded { id, code, description, cost_centre };
    Ok((found.into_iter().map(coded).collect(), next))
}

/// Gives the services on a page the cost centres that were typed, by row.
///
/// # Errors
/// An account that does not exist for the viewer, or a row that is not on this page.
pub fn save_services(
    app: &App,
    viewer: &Viewer,
    account: &AccountNumber,
    after: ServiceId,
    mut typed: HashMap<ServiceId, TypedCode>,
) -> Result<Saved<ServiceId>, ServiceError> {
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, account)?;
        if !may_name(viewer.role) {
            return Ok(Saved::NotAllowed);
        }
        let (mut entries, mut outdated) = (Vec::new(), Vec::new());
        for now in load_services(app, conn, account.id, after)?.0 {
            let Some(typed) = typed.remove(&now.id) else { continue };
            let (old, new) = (now.cost_centre.as_str(), typed.cost_centre.as_str());
            let changes = match fate(&typed.seen, &now.digest(), &digest("", new)) {
                Fate::Stays => continue,
                Fate::Changes => names::update_service(conn, now.id, old, new)?,
                Fate::Outdated => false,
            };
            match changes {
                true => entries.push(NewAudit {
                    action: "service.coded",
                    subject: format!("{} {}", account.number, now.code),
                    detail: format!("was cost center {old:?}; is {new:?}"),
                }),
                false => outdated.push(now.id),
            }
        }
        if !typed.is_empty() {
            return Err(ServiceError::NotFound(format!("service of {}", account.number)));
        }
        let changed = entries.len();
        audit::append(conn, app.clock.now(), &viewer.email, entries)?;
        Ok(Saved::Done(changed, outdated))
    })
}

fn digest(nickname: &str, cost_centre: &str) -> String {
    // The length first, so that no two pairs read the same. A part of the hash tells rows apart that
    // were not made to deceive, and forms have hundreds.
    let mut digest = sha256(format!("{} {nickname}{cost_centre}", nickname.len()).as_bytes());
    digest.truncate(16);
    digest
}
