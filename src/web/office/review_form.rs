//! The form of a billing review: what was confirmed, services that end, services that begin.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Typed, field};
use crate::services::macd::{Choices, Confirmed, NewService, RunningService, ServiceChange};
use crate::values::label::Label;
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::values::rate;
use crate::web::frame::Frame;

/// Services that one form begins at most.
const MOST_NEW: usize = 10;

/// What a field of a new service is called after `new-1-`.
const NEW_FIELDS: [&str; 6] = ["code", "product", "description", "quantity", "price", "on"];

/// What is wrong, by the name of its field.
pub type Errors = BTreeMap<String, String>;

/// A service that can end.
pub struct Ending {
    /// The name of its field.
    pub field: String,
    /// The field's id.
    pub id: String,
    /// Whose.
    pub account: String,
    /// Its code.
    pub code: String,
    /// What it is; `None` where it is not in the list.
    pub service: Option<RunningService>,
    /// How many, and the price of one.
    pub numbers: Option<(String, String)>,
    /// What stands in the field.
    pub typed: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

/// A change with the field to which a refusal of it belongs.
pub type Placed = (String, ServiceChange);

/// The field in which a service's last day is typed.
fn ending_field(account: &str, code: &str) -> String {
    format!("end {account} {code}")
}

/// What was confirmed.
pub fn confirmed(typed: &Typed) -> Option<Confirmed> {
    let total = field(typed, "total").parse::<i64>().ok().map(Money::from_cents)?;
    Some(Confirmed { units: field(typed, "units").parse().ok()?, total })
}

/// The services that can end: those in the list, and those that a day was typed for before the list was
/// narrowed.
pub fn endings(f: &Frame, choices: &Choices, typed: &Typed, errors: &Errors) -> Vec<Ending> {
    let ending = |place: usize, account: &str, code: &str, service: Option<&RunningService>| {
        let name = ending_field(account, code);
        Ending {
            id: format!("end-{place}"),
            account: account.to_owned(),
            code: code.to_owned(),
            service: service.cloned(),
            numbers: service.and_then(|one| {
                let (quantity, price) =
                    (one.row.quantity.parse::<Decimal>(), one.row.unit_price.parse::<Decimal>());
                Some((f.decimal(quantity.ok()?.normalize()), f.price(price.ok()?)))
            }),
            typed: field(typed, &name).to_owned(),
            error: errors.get(&name).cloned(),
            field: name,
        }
    };
    let mut all: Vec<Ending> = Vec::new();
    for one in &choices.services {
        all.push(ending(all.len(), one.account.as_str(), &one.row.code, Some(one)));
    }
    for (account, code) in typed_endings(typed) {
        if !all.iter().any(|one| one.account == account && one.code == code) {
            all.push(ending(all.len(), account, code, None));
        }
    }
    all
}

/// Accounts and codes of the services that a last day was typed for.
fn typed_endings(typed: &Typed) -> impl Iterator<Item = (&str, &str)> {
    let days = typed.iter().filter(|(_, day)| !day.trim().is_empty());
    days.filter_map(|(name, _)| name.strip_prefix("end ")?.split_once(' '))
}

/// How many new services the form has room for.
pub fn new_rows(typed: &Typed) -> usize {
    let sent: usize = field(typed, "new-rows").parse().unwrap_or(1);
    let more = usize::from(field(typed, "do") == "more");
    (sent + more).clamp(1, MOST_NEW)
}

/// What was typed about services, each with its field; or what is wrong, by field.
pub fn changes(f: &Frame, choices: &Choices, typed: &Typed) -> Result<Vec<Placed>, Errors> {
    let (mut changes, mut errors) = (Vec::new(), Errors::new());
    for (account, code) in typed_endings(typed) {
        let name = ending_field(account, code);
        match (account.parse::<AccountNumber>(), field(typed, &name).parse::<NaiveDate>()) {
            (Ok(account), Ok(on)) => {
                changes.push((name, ServiceChange::Ends { account, code: code.to_owned(), on }));
            }
            _ => drop(errors.insert(name, f.t("review-day-wrong"))),
        }
    }
    for place in 0..new_rows(typed) {
        let is_typed = |part: &&str| !field(typed, &format!("new-{place}-{part}")).is_empty();
        if NEW_FIELDS.iter().any(is_typed) {
            let mut row = NewRow { f, typed, place, errors: &mut errors };
            if let Some(new) = row.read(choices) {
                changes.push((format!("new-{place}-code"), ServiceChange::Starts(new)));
            }
        }
    }
    if errors.is_empty() { Ok(changes) } else { Err(errors) }
}

/// A new service as it was typed.
struct NewRow<'a> {
    f: &'a Frame,
    typed: &'a Typed,
    place: usize,
    errors: &'a mut Errors,
}

impl NewRow<'_> {
    fn read(&mut self, choices: &Choices) -> Option<NewService> {
        let account = self.value("account", "choice-unknown", |text| {
            choices.accounts.iter().map(|one| &one.number).find(|number| number.as_str() == text).cloned()
        });
        let code = self.value("code", "review-text-wrong", label);
        let product = self.value("product", "review-text-wrong", label);
        let description = self.value("description", "review-text-wrong", label);
        let tax_class = self.value("class", "choice-unknown", |text| {
            choices.tax_classes.iter().find(|class| *class == text).cloned()
        });
        let quantity = self.value("quantity", "review-quantity-wrong", |text| {
            decimal(text).filter(|quantity| *quantity > Decimal::ZERO)
        });
        let unit_price = self.value("price", "review-price-wrong", decimal);
        let on = self.value("on", "review-day-wrong", |text| text.parse().ok());
        let new = NewService {
            account: account?,
            code: code?,
            product: product?,
            description: description?,
            tax_class: tax_class?,
            quantity: quantity?,
            unit_price: unit_price?,
            on: on?,
        };
        match Money::extended(new.quantity, new.unit_price) {
            Ok(_) => Some(new),
            Err(_) => self.value("price", "review-price-wrong", |_| None),
        }
    }

    /// What `read` makes of a field; else the text named `key` stands there.
    fn value<T>(&mut self, part: &str, key: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let name = format!("new-{}-{part}", self.place);
        let value = read(field(self.typed, &name));
        if value.is_none() {
            self.errors.insert(name, self.f.t(key));
        }
        value
    }
}

/// A text of a bill; as long as an import's may be.
fn label(text: &str) -> Option<String> {
    let label: Label<200> = text.parse().ok()?;
    Some(label.as_str().to_owned()).filter(|text| !text.is_empty())
}

/// A number that is not negative, as both languages write it.
pub fn decimal(text: &str) -> Option<Decimal> {
    let plain = rate::parse_non_negative(text, 6).ok();
    plain.or_else(|| Money::typed(text).filter(|money| !money.is_negative()).map(Money::to_decimal))
}
