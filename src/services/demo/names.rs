//! What the people of one customer call their accounts, and where they book them.

use std::collections::HashMap;

use super::logins;
use crate::domain::access::{Role, Viewer};
use crate::services::names::{self, TypedCode, TypedName, read_cost_centre};
use crate::services::{App, ServiceError};
use crate::values::Invalid;
use crate::values::ids::{ServiceId, UserId};
use crate::values::label::LabelFlaw;
use crate::values::locale::Locale;

/// The customer's corporate account.
const FAMILY: &str = "204117";

/// Accounts with a name, where they have one, and a cost centre.
const NAMES: [(&str, &str, &str); 3] = [
    (FAMILY, "", "5100-HQ"),
    ("204117-01", "Cherry Creek clinic", "5100-CC"),
    ("204117-03", "Fort Collins clinic", "5100-FC"),
];

/// Where the corporate account's router is booked.
const SERVICE_CODE: &str = "5200-IT";

/// Who writes it down: there are no logins yet, so the billing department does, as asked by telephone.
fn clerk() -> Viewer {
    Viewer {
        id: UserId(0),
        email: logins::BILLER.to_owned(),
        role: Role::Biller,
        locale: Locale::En,
        looks_as: None,
    }
}

/// Names accounts and gives them their cost centres.
pub(super) fn name_accounts(app: &App) -> Result<(), ServiceError> {
    let (family, clerk) = (FAMILY.parse()?, clerk());
    let Some(found) = names::list_names(app, &clerk, Some(&family))? else { return Ok(()) };
    let mut typed = HashMap::new();
    for named in found.accounts {
        let wanted = NAMES.iter().find(|(number, ..)| *number == named.account.number.as_str());
        let Some((_, nickname, code)) = wanted else { continue };
        let name = TypedName {
            seen: named.digest(),
            nickname: nickname.parse().map_err(flawed)?,
            cost_centre: read_cost_centre(code).map_err(flawed)?,
        };
        typed.insert(named.account.id, name);
    }
    names::save_names(app, &clerk, &family, typed).map(|_| ())
}

/// Gives one service a cost centre of its own.
pub(super) fn code_a_service(app: &App) -> Result<(), ServiceError> {
    let (family, clerk) = (FAMILY.parse()?, clerk());
    let found = names::list_services(app, &clerk, Some(&family), ServiceId(0))?;
    let services = found.map(|found| found.services).unwrap_or_default();
    let Some(service) = services.iter().find(|service| service.description.contains("router")) else {
        return Ok(());
    };
    let cost_centre = read_cost_centre(SERVICE_CODE).map_err(flawed)?;
    let typed = HashMap::from([(service.id, TypedCode { seen: service.digest(), cost_centre })]);
    names::save_services(app, &clerk, &family, ServiceId(0), typed).map(|_| ())
}

fn flawed(flaw: LabelFlaw) -> Invalid {
    Invalid(format!("a name of the demo: {flaw:?}"))
}
