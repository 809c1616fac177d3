//! What a review can change: the services of the request's account and those below it.

use super::Request;
use crate::domain::access::Viewer;
use crate::domain::hierarchy::AccountNode;
use crate::services::{App, ServiceError};
use crate::store::services::{self, ServiceRow};
use crate::store::{StoreError, hierarchy};
use crate::values::calendar::mountain_day;
use crate::values::number::{AccountNumber, CaseNumber};

/// Services on a form; more are found by their name.
const SERVICES_SHOWN: usize = 100;

/// Accounts to choose from.
const ACCOUNTS_SHOWN: i64 = 500;

/// What a review can change.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The request's account, then those below it.
    pub accounts: Vec<AccountNode>,
    /// The services that run, or will.
    pub services: Vec<RunningService>,
    /// Whether there are more of them.
    pub is_cut: bool,
    /// The tax classes that services and taxes have.
    pub tax_classes: Vec<String>,
}

/// A service that runs, or will.
#[derive(Clone, Debug)]
pub struct RunningService {
    /// Whose.
    pub account: AccountNumber,
    /// What it is.
    pub row: ServiceRow,
}

/// What the review of this request can change; with a `text`, the services that have it in their code or
/// description.
///
/// # Errors
/// A request that does not exist for the viewer.
pub fn list_choices(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    text: &str,
) -> Result<Choices, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let top = Request::hold(app, conn, viewer, number)?.account()?;
        let mut accounts: Vec<AccountNode> =
            hierarchy::find_account_by_id(conn, viewer.scope(), top)?.into_iter().collect();
        accounts.extend(hierarchy::list_below(conn, top, ACCOUNTS_SHOWN)?);
        let mut found = services::list_below(conn, top, today, text, SERVICES_SHOWN as i64 + 1)?;
        let is_cut = found.len() > SERVICES_SHOWN;
        found.truncate(SERVICES_SHOWN);
        let service = |(account, row): (String, ServiceRow)| {
            let account = account.parse().map_err(|why| StoreError::Corrupt(format!("an account: {why}")))?;
            Ok(RunningService { account, row })
        };
        let services = found.into_iter().map(service).collect::<Result<_, StoreError>>()?;
        Ok(Choices { accounts, services, is_cut, tax_classes: services::list_tax_classes(conn)? })
    })
}
