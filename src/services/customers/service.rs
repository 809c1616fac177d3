//! A service added, ended, or changed in price or quantity from a day on, by staff (INTERFACES,
//! "Arithmetic, exactly", 3): a new price ends one service and starts another.

use chrono::{Days, NaiveDate};

use super::{Outcome, Refusal, Stop};
use crate::domain::access::{Scope, Viewer};
use crate::domain::account::Service;
use crate::domain::bill_run::StepState;
use crate::domain::seen::{Seen, Values, changes, value_of};
use crate::domain::service_cost::{ServiceCost, cost};
use crate::services::accounts::find_billing;
use crate::services::auth::note;
use crate::services::imports::{ImportKind, take_row};
use crate::services::seen::meanwhile;
use crate::services::stop::outcome;
use crate::services::{App, ServiceError};
use crate::store::services::{self, ServiceRow};
use crate::store::{AnyConnection, bill_runs, facts, hierarchy, locks, names};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, ServiceId};
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// What can be said of a service, by the columns of its import.
pub const SERVICE_FIELDS: [&str; 8] =
    ["service", "product", "description", "tax_class", "quantity", "unit_price", "starts_on", "ends_on"];

/// What a change of a service is written down as.
const ADDED: &str = "service.added";
const ENDED: &str = "service.ended";
const CHANGED: &str = "service.changed";

/// Whether somebody only wants to know what a change costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It is undone.
    Preview,
    /// It stays.
    Save,
}

/// A service as its forms show it.
#[derive(Clone, Debug)]
pub struct ServiceForm {
    /// Whose.
    pub number: AccountNumber,
    /// Row id.
    pub id: ServiceId,
    /// What is stored, by [`SERVICE_FIELDS`].
    pub values: Values,
    /// A free code for what follows on it.
    pub next_code: String,
}

/// A new price or quantity.
#[derive(Clone, Debug)]
pub struct NewPrice {
    /// The first day that it counts.
    pub from: String,
    /// The code of the service that starts then.
    pub service: String,
    /// Units.
    pub quantity: String,
    /// Dollars per unit and period.
    pub unit_price: String,
}

/// A service, to be ended or changed.
///
/// # Errors
/// An account or a service of it that does not exist.
pub fn open_service(app: &App, number: &AccountNumber, id: ServiceId) -> Result<ServiceForm, ServiceError> {
    app.db.read(|conn| {
        let account = account(conn, number)?;
        let row = service(conn, account, id)?;
        let next_code = free_code(conn, account, &row.code)?;
        Ok(ServiceForm { number: number.clone(), id, values: values(&row), next_code })
    })
}

/// The classes that taxes refer to, for who types one: those of taxes and of the account's services.
///
/// # Errors
/// An account that does not exist.
pub fn list_tax_classes(app: &App, number: &AccountNumber) -> Result<Vec<String>, ServiceError> {
    app.db.read(|conn| {
        let account = account(conn, number)?;
        Ok(services::list_tax_classes_of(conn, account)?)
    })
}

/// Adds a service with what was typed, or tells what that would cost.
///
/// # Errors
/// An account that does not exist.
pub fn add_service(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    typed: &Values,
    wish: Wish,
) -> Result<Outcome<Option<ServiceCost>>, ServiceError> {
    change(app, viewer, number, wish, |conn, account| {
        let code = value_of(typed, "service");
        if !services::list_by_keys(conn, &[(account.0, code)])?.is_empty() {
            return Err(Stop::Refused(Refusal::Taken));
        }
        take((app, viewer), conn, number, typed)?;
        Ok((ADDED, changes(&Values::new(), typed)))
    })
}

/// Gives the service that was shown as `seen` another last day, or none.
///
/// # Errors
/// An account or a service of it that does not exist.
pub fn end_service(
    app: &App,
    viewer: &Viewer,
    (number, id): (&AccountNumber, ServiceId),
    seen: &Seen,
    ends_on: &str,
    wish: Wish,
) -> Result<Outcome<Option<ServiceCost>>, ServiceError> {
    change(app, viewer, number, wish, |conn, account| {
        let before = as_seen(conn, (number, account), id, seen)?;
        let after = with(&before, &[("ends_on", ends_on.trim())]);
        take((app, viewer), conn, number, &after)?;
        Ok((ENDED, format!("{}: {}", value_of(&before, "service"), changes(&before, &after))))
    })
}

/// Gives the service that was shown as `seen` another price or quantity from a day on: it ends the day
/// before, and another starts. One that no invoice has may change from its first day on.
///
/// # Errors
/// An account or a service of it that does not exist.
pub fn change_service(
    app: &App,
    viewer: &Viewer,
    (number, id): (&AccountNumber, ServiceId),
    seen: &Seen,
    new: &NewPrice,
    wish: Wish,
) -> Result<Outcome<Option<ServiceCost>>, ServiceError> {
    change(app, viewer, number, wish, |conn, account| {
        let before = as_seen(conn, (number, account), id, seen)?;
        let stored = service(conn, account, id)?;
        let wrong = |field: &str| Stop::Refused(Refusal::Wrong(vec![field.to_owned()]));
        let from: NaiveDate = new.from.trim().parse().map_err(|_| wrong("from"))?;
        let price = [("quantity", new.quantity.trim()), ("unit_price", new.unit_price.trim())];
        let (code, of) = (value_of(&before, "service"), with(&before, &price));
        if changes(&before, &of).is_empty() {
            return Err(wrong("unit_price"));
        }
        if from <= stored.starts_on {
            // What an invoice has is history, which the row's own check knows.
            if from < stored.starts_on || !services::list_billed(conn, &[id.0])?.is_empty() {
                return Err(Stop::Refused(Refusal::History("from".to_owned())));
            }
            take((app, viewer), conn, number, &of)?;
            return Ok((CHANGED, format!("{code} from its first day, {from}: {}", changes(&before, &of))));
        }
        if stored.ends_on.is_some_and(|end| end < from) {
            return Err(wrong("from"));
        }
        let last = (from - Days::new(1)).to_string();
        take((app, viewer), conn, number, &with(&before, &[("ends_on", &last)]))?;
        let next = new.service.trim();
        if !services::list_by_keys(conn, &[(account.0, next)])?.is_empty() {
            return Err(Stop::Refused(Refusal::Taken));
        }
        take(
            (app, viewer),
            conn,
            number,
            &with(&of, &[("service", next), ("starts_on", &from.to_string())]),
        )?;
        keep_cost_centre(conn, account, id, next)?;
        Ok((CHANGED, format!("{code} from {from} on: {}; goes on as {next}", changes(&before, &of))))
    })
}

/// Makes a change, writes it down, and tells what it costs; undone where that is all that was wanted.
fn change(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    wish: Wish,
    make: impl FnOnce(&mut AnyConnection, AccountId) -> Result<(&'static str, String), Stop>,
) -> Result<Outcome<Option<ServiceCost>>, ServiceError> {
    if !viewer.role.may_change_accounts() {
        app.db.read(|conn| account(conn, number))?;
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    let work = |conn: &mut AnyConnection| -> Result<_, Stop> {
        locks::lock_imports(conn)?;
        let account = account(conn, number)?;
        locks::lock_account(conn, account)?;
        let before = load(conn, account)?;
        let (action, detail) = make(conn, account)?;
        if wish == Wish::Preview {
            let after = load(conn, account)?;
            let (period, drafted) = next_closing(conn, number, mountain_day(now))?;
            return Ok(Some(cost(&before, &after, period, drafted).map_err(ServiceError::from)?));
        }
        note(conn, now, &viewer.email, action, number.as_str(), &detail)?;
        Ok(None)
    };
    outcome(match wish {
        Wish::Preview => app.db.rehearse(work),
        Wish::Save => app.db.write(work),
    })
}

/// The period whose closing takes a change in, and the one before where its draft waits to be issued.
fn next_closing(
    conn: &mut AnyConnection,
    number: &AccountNumber,
    today: NaiveDate,
) -> Result<(BillingPeriod, Option<BillingPeriod>), ServiceError> {
    let missing = || ServiceError::NotFound(format!("account {number}"));
    let account = hierarchy::find_account(conn, Scope::EveryAccount, number)?.ok_or_else(missing)?;
    let billing = find_billing(conn, &account)?;
    let running = BillingPeriod::of_day(today);
    let previous = running.previous();
    Ok(match bill_runs::find_step(conn, previous, billing.id)? {
        Some(StepState::Drafted) => (running, Some(previous)),
        Some(_) => (running, None),
        // Its closing is late; where no month was ever billed there is none to wait for.
        None if bill_runs::last_period(conn)?.is_some_and(|last| last < previous) => (previous, None),
        None => (running, None),
    })
}

fn load(conn: &mut AnyConnection, account: AccountId) -> Result<Vec<Service>, ServiceError> {
    Ok(facts::load_services(conn, &[account.0])?.remove(&account.0).unwrap_or_default())
}

/// Checks and writes a row as its import would.
fn take(
    (app, viewer): (&App, &Viewer),
    conn: &mut AnyConnection,
    number: &AccountNumber,
    values: &Values,
) -> Result<(), Stop> {
    let mut cells = vec![("account", number.as_str())];
    cells.extend(values.iter().map(|(name, value)| (*name, value.as_str())));
    take_row(conn, ImportKind::Services, (&viewer.email, app.clock.now()), &cells)??;
    Ok(())
}

/// What follows on a service goes where its costs were booked.
fn keep_cost_centre(
    conn: &mut AnyConnection,
    account: AccountId,
    old: ServiceId,
    next: &str,
) -> Result<(), ServiceError> {
    let booked = services::find_cost_centre(conn, old)?;
    if let Some((new, _)) = services::list_by_keys(conn, &[(account.0, next)])?.pop() {
        names::update_service(conn, ServiceId(new), "", &booked)?;
    }
    Ok(())
}

fn account(conn: &mut AnyConnection, number: &AccountNumber) -> Result<AccountId, ServiceError> {
    facts::find_account(conn, number)?.ok_or_else(|| ServiceError::NotFound(format!("account {number}")))
}

fn service(conn: &mut AnyConnection, account: AccountId, id: ServiceId) -> Result<ServiceRow, ServiceError> {
    let found = services::find_service(conn, account, id)?;
    found.ok_or_else(|| ServiceError::NotFound(format!("service {}", id.0)))
}

/// The service as it is stored, where that is what was seen.
fn as_seen(
    conn: &mut AnyConnection,
    (number, account): (&AccountNumber, AccountId),
    id: ServiceId,
    seen: &Seen,
) -> Result<Values, Stop> {
    let now = values(&service(conn, account, id)?);
    match meanwhile(conn, seen, now.clone(), number.as_str(), &[ADDED, ENDED, CHANGED])? {
        Some(meanwhile) => Err(Stop::Refused(Refusal::Changed(meanwhile))),
        None => Ok(now),
    }
}

/// `code-2`, or the first number behind it that is free.
fn free_code(conn: &mut AnyConnection, account: AccountId, code: &str) -> Result<String, ServiceError> {
    let tries: Vec<String> = (2..12).map(|number| format!("{code}-{number}")).collect();
    let keys: Vec<(i64, &str)> = tries.iter().map(|code| (account.0, code.as_str())).collect();
    let taken = services::list_by_keys(conn, &keys)?;
    let free = tries.iter().find(|code| taken.iter().all(|(_, row)| row.code != **code));
    Ok(free.cloned().unwrap_or_default())
}

fn values(row: &ServiceRow) -> Values {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let values = [
        row.code.clone(),
        row.product.clone(),
        row.description.clone(),
        row.tax_class.clone(),
        row.quantity.clone(),
        row.unit_price.clone(),
        row.starts_on.to_string(),
        day(row.ends_on),
    ];
    let mut values: Values = SERVICE_FIELDS.into_iter().zip(values).collect();
    // An earlier system's: it goes through the same checks and never changes here.
    values.push(("billed_through", day(row.billed_through)));
    values
}

/// `values` with some of them replaced; what an earlier system billed belongs to its own row.
fn with(values: &Values, new: &[(&'static str, &str)]) -> Values {
    let is_another = new.iter().any(|(name, _)| *name == "service");
    let value = |name: &'static str, old: &String| match new.iter().find(|(field, _)| *field == name) {
        Some((_, value)) => (*value).to_owned(),
        None if is_another && name == "billed_through" => String::new(),
        None => old.clone(),
    };
    values.iter().map(|(name, old)| (*name, value(name, old))).collect()
}
