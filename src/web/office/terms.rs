//! `/office/terms`: what work on request costs, from which day on (REQUIREMENTS R5.1, R5.5, R5.6).

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{Days, NaiveTime};

use super::review_form::decimal;
use super::work::answer;
use super::{Typed, field};
use crate::domain::access::Role;
use crate::domain::macd::{Terms, TermsFlaw, in_force};
use crate::services::macd::{self, Refusal};
use crate::values::calendar::mountain_day;
use crate::values::money::Money;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

/// Fields that stand for one number each.
const NUMBERS: [&str; 4] = ["hourly", "increment", "fee", "quote"];

#[derive(Template)]
#[template(path = "office/terms.html")]
struct Page<'a> {
    f: &'a Frame,
    /// The newest first.
    rows: Vec<Row<'a>>,
    may_set: bool,
    typed: Typed,
    errors: Errors,
    /// The first day that new terms can begin on.
    first: String,
    is_set: bool,
}

impl Page<'_> {
    fn typed(&self, name: &str) -> &str {
        field(&self.typed, name)
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }
}

struct Row<'a> {
    terms: &'a Terms,
    is_in_force: bool,
    is_ahead: bool,
}

/// What is wrong, by the name of its field.
type Errors = BTreeMap<&'static str, String>;

/// Whether new terms were just set.
#[derive(serde::Deserialize)]
pub struct Query {
    #[serde(default)]
    set: String,
}

/// All terms, and the form for new ones.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let known = list(&staff).await?;
    // New terms begin as those that were set last.
    let typed = known.iter().max_by_key(|terms| terms.starts_on).map(|last| begun(&staff.visit.frame, last));
    let typed = typed.unwrap_or_default();
    show(&staff, StatusCode::OK, &known, typed, Errors::new(), !query.set.is_empty())
}

/// Sets new terms.
pub async fn submit(staff: Staff, OwnForm(typed): OwnForm<Typed>) -> Result<HttpResponse, Failure> {
    let known = list(&staff).await?;
    let f = &staff.visit.frame;
    let terms = match read(f, &typed) {
        Ok(terms) => terms,
        Err(errors) => {
            return show(&staff, StatusCode::UNPROCESSABLE_ENTITY, &known, typed, errors, false);
        }
    };
    let (app, viewer, new) = (staff.visit.app.clone(), staff.viewer.clone(), terms.clone());
    let Err(refusal) = web::block(move || macd::set_terms(&app, &viewer, &new)).await?? else {
        return Ok(see_other("/office/terms?set=1"));
    };
    let (status, text) = answer(&staff, &refusal);
    let today = mountain_day(staff.visit.app.clock.now());
    let names = match &refusal {
        Refusal::Terms(TermsFlaw::ReachesBack | TermsFlaw::DayTaken) => vec!["starts"],
        Refusal::Terms(TermsFlaw::HoursReversed) => vec!["closes"],
        Refusal::Terms(TermsFlaw::OutOfRange) => {
            in_force(&known, today).map_or_else(Vec::new, |now| wrong_numbers(&terms, now))
        }
        _ => Vec::new(),
    };
    let mut errors: Errors = names.into_iter().map(|name| (name, text.clone())).collect();
    if errors.is_empty() {
        errors.insert("", text);
    }
    show(&staff, status, &known, typed, errors, false)
}

/// The numbers of `new` that cannot be, each beside what is in force now.
fn wrong_numbers(new: &Terms, now: &Terms) -> Vec<&'static str> {
    let is_wrong = |name: &&str| {
        let mut one = Terms { starts_on: new.starts_on, ..now.clone() };
        match *name {
            "hourly" => one.hourly = new.hourly,
            "increment" => one.increment_minutes = new.increment_minutes,
            "fee" => one.expedite_fee = new.expedite_fee,
            _ => one.quote_above_units = new.quote_above_units,
        }
        one.check(&[], now.starts_on) == Err(TermsFlaw::OutOfRange)
    };
    let wrong: Vec<&str> = NUMBERS.into_iter().filter(is_wrong).collect();
    // Each by itself could be: together they make a unit that is no whole cents.
    if wrong.is_empty() { vec!["hourly"] } else { wrong }
}

/// The fields of terms.
fn begun(f: &Frame, terms: &Terms) -> Typed {
    let time = |time: NaiveTime| time.format("%H:%M").to_string();
    let fields = [
        ("hourly", f.price(terms.hourly)),
        ("increment", terms.increment_minutes.to_string()),
        ("fee", f.locale.amount(terms.expedite_fee)),
        ("quote", terms.quote_above_units.to_string()),
        ("opens", time(terms.opens)),
        ("closes", time(terms.closes)),
    ];
    fields.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

fn read(f: &Frame, typed: &Typed) -> Result<Terms, Errors> {
    let mut errors = Errors::new();
    let starts_on = value(f, typed, &mut errors, ("starts", "review-day-wrong"), |text| text.parse().ok());
    let hourly = value(f, typed, &mut errors, ("hourly", "terms-amount-wrong"), decimal);
    let increment =
        value(f, typed, &mut errors, ("increment", "terms-number-wrong"), |text| text.parse().ok());
    let fee = value(f, typed, &mut errors, ("fee", "terms-amount-wrong"), amount);
    let quote = value(f, typed, &mut errors, ("quote", "terms-number-wrong"), |text| text.parse().ok());
    let opens = value(f, typed, &mut errors, ("opens", "terms-time-wrong"), time);
    let closes = value(f, typed, &mut errors, ("closes", "terms-time-wrong"), time);
    let all = (|| {
        Some(Terms {
            starts_on: starts_on?,
            hourly: hourly?,
            increment_minutes: increment?,
            expedite_fee: fee?,
            quote_above_units: quote?,
            opens: opens?,
            closes: closes?,
        })
    })();
    all.ok_or(errors)
}

fn value<T>(
    f: &Frame,
    typed: &Typed,
    errors: &mut Errors,
    (name, key): (&'static str, &str),
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let value = read(field(typed, name));
    if value.is_none() {
        errors.insert(name, f.t(key));
    }
    value
}

/// An amount with cents, or whole dollars.
fn amount(text: &str) -> Option<Money> {
    Money::typed(text).or_else(|| text.parse().ok())
}

fn time(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(text, format).ok())
}

async fn list(staff: &Staff) -> Result<Vec<Terms>, Failure> {
    let app = staff.visit.app.clone();
    Ok(web::block(move || macd::list_terms(&app)).await??)
}

fn show(
    staff: &Staff,
    status: StatusCode,
    known: &[Terms],
    typed: Typed,
    errors: Errors,
    is_set: bool,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let today = mountain_day(visit.app.clock.now());
    let now = in_force(known, today).map(|terms| terms.starts_on);
    let row =
        |terms| Row { terms, is_in_force: Some(terms.starts_on) == now, is_ahead: terms.starts_on > today };
    let page = Page {
        f: &visit.frame,
        rows: known.iter().rev().map(row).collect(),
        may_set: staff.viewer.role == Role::Administrator,
        typed,
        errors,
        first: (today + Days::new(1)).to_string(),
        is_set,
    };
    visit.page(status, &page)
}
