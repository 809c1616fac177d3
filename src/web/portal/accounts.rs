//! `/accounts` and `/accounts/services`: what people call their accounts, and where they book costs.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{account_number, label_flaw, nothing_granted};
use crate::services::names::{self, Coded, Named, Names, Saved, Services, TypedCode, TypedName};
use crate::values::ids::{AccountId, ServiceId};
use crate::values::label::Nickname;
use crate::values::number::AccountNumber;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, SignedIn, Visit};

/// What was typed: `name-1`, `code-1` and `seen-1` for the row 1.
type Typed = HashMap<String, String>;

#[derive(Template)]
#[template(path = "portal/accounts.html")]
struct NamesPage<'a> {
    f: &'a Frame,
    names: &'a Names,
    rows: Vec<(&'a Named, Row)>,
    said: Said,
}

#[derive(Template)]
#[template(path = "portal/account_services.html")]
struct ServicesPage<'a> {
    f: &'a Frame,
    services: &'a Services,
    rows: Vec<(&'a Coded, Row)>,
    after: ServiceId,
    said: Said,
}

/// What is said above a form.
#[derive(Default)]
struct Said {
    done: Option<String>,
    error: Option<String>,
}

/// A row of a form.
struct Row {
    id: i64,
    name: String,
    code: String,
    seen: String,
    name_error: Option<String>,
    code_error: Option<String>,
    /// What it is now, where someone else changed it.
    now: Option<String>,
}

/// Which account, where its services go on, and what was just done.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    #[serde(default)]
    cursor: i64,
    saved: Option<u32>,
}

/// The names and cost centres of an account and those below it.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let visit = &signed_in.visit;
    let Some(names) = list_names(&signed_in, account).await? else {
        return nothing_granted(visit, "account-names");
    };
    let said = Said { done: query.saved.map(|count| visit.frame.n("names-saved", count)), error: None };
    show_names(visit, StatusCode::OK, &names, &Typed::new(), &[], said)
}

/// Saves them.
pub async fn submit(
    signed_in: SignedIn,
    query: web::Query<Query>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?.ok_or(Failure::NotFound)?;
    let visit = &signed_in.visit;
    let mut read = HashMap::new();
    for (id, seen) in rows_of(&typed)? {
        let field = |kind: &str| typed.get(&format!("{kind}-{id}")).map_or("", String::as_str);
        let (Ok(nickname), Ok(cost_centre)) = (field("name").parse(), names::read_cost_centre(field("code")))
        else {
            let names = list_names(&signed_in, Some(account)).await?.ok_or(Failure::NotFound)?;
            let said = Said { done: None, error: Some(visit.frame.t("names-wrong")) };
            return show_names(visit, StatusCode::UNPROCESSABLE_ENTITY, &names, &typed, &[], said);
        };
        read.insert(AccountId(id), TypedName { seen, nickname, cost_centre });
    }
    let (app, viewer, number) = (visit.app.clone(), signed_in.viewer.clone(), account.clone());
    let saved = web::block(move || names::save_names(&app, &viewer, &number, read)).await??;
    let (status, outdated, said) =
        match said(visit, saved, "names-saved", &format!("/accounts?account={account}")) {
            Ok(done) => return Ok(done),
            Err(answer) => answer,
        };
    let names = list_names(&signed_in, Some(account)).await?.ok_or(Failure::NotFound)?;
    let outdated: Vec<i64> = outdated.iter().map(|id| id.0).collect();
    show_names(visit, status, &names, &typed, &outdated, said)
}

/// The cost centres of an account's services.
pub async fn services(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let visit = &signed_in.visit;
    let after = ServiceId(query.cursor);
    let Some(services) = list_services(&signed_in, account, after).await? else {
        return nothing_granted(visit, "account-names");
    };
    let said = Said { done: query.saved.map(|count| visit.frame.n("codes-saved", count)), error: None };
    show_services(visit, StatusCode::OK, &services, after, &Typed::new(), &[], said)
}

/// Saves them.
pub async fn submit_services(
    signed_in: SignedIn,
    query: web::Query<Query>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?.ok_or(Failure::NotFound)?;
    let (visit, after) = (&signed_in.visit, ServiceId(query.cursor));
    let mut read = HashMap::new();
    for (id, seen) in rows_of(&typed)? {
        let code = typed.get(&format!("code-{id}")).map_or("", String::as_str);
        let Ok(cost_centre) = names::read_cost_centre(code) else {
            let services = list_services(&signed_in, Some(account), after).await?.ok_or(Failure::NotFound)?;
            let said = Said { done: None, error: Some(visit.frame.t("names-wrong")) };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show_services(visit, status, &services, after, &typed, &[], said);
        };
        read.insert(ServiceId(id), TypedCode { seen, cost_centre });
    }
    let (app, viewer, number) = (visit.app.clone(), signed_in.viewer.clone(), account.clone());
    let saved = web::block(move || names::save_services(&app, &viewer, &number, after, read)).await??;
    let back = format!("/accounts/services?account={account}&cursor={}", after.0);
    let (status, outdated, said) = match said(visit, saved, "codes-saved", &back) {
        Ok(done) => return Ok(done),
        Err(answer) => answer,
    };
    let services = list_services(&signed_in, Some(account), after).await?.ok_or(Failure::NotFound)?;
    let outdated: Vec<i64> = outdated.iter().map(|id| id.0).collect();
    show_services(visit, status, &services, after, &typed, &outdated, said)
}

/// The way back where all was saved; else what to say and of which rows.
fn said<Id>(
    visit: &Visit,
    saved: Saved<Id>,
    key: &str,
    back: &str,
) -> Result<HttpResponse, (StatusCode, Vec<Id>, Said)> {
    let f = &visit.frame;
    match saved {
        Saved::Done(count, outdated) if outdated.is_empty() => {
            Ok(see_other(&format!("{back}&saved={count}")))
        }
        Saved::Done(count, outdated) => {
            let done = (count > 0).then(|| f.n(key, count as u32));
            Err((StatusCode::CONFLICT, outdated, Said { done, error: Some(f.t("names-outdated")) }))
        }
        Saved::NotAllowed => {
            let error = Some(f.t("who-may-name"));
            Err((StatusCode::FORBIDDEN, Vec::new(), Said { done: None, error }))
        }
    }
}

/// The rows of a form with their digests.
fn rows_of(typed: &Typed) -> Result<Vec<(i64, String)>, Failure> {
    let seen = typed.iter().filter_map(|(key, seen)| Some((key.strip_prefix("seen-")?, seen)));
    seen.map(|(id, seen)| Ok((id.parse().map_err(|_| Failure::NotFound)?, seen.clone()))).collect()
}

async fn list_names(signed_in: &SignedIn, account: Option<AccountNumber>) -> Result<Option<Names>, Failure> {
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    Ok(web::block(move || names::list_names(&app, &viewer, account.as_ref())).await??)
}

async fn list_services(
    signed_in: &SignedIn,
    account: Option<AccountNumber>,
    after: ServiceId,
) -> Result<Option<Services>, Failure> {
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    Ok(web::block(move || names::list_services(&app, &viewer, account.as_ref(), after)).await??)
}

fn show_names(
    visit: &Visit,
    status: StatusCode,
    names: &Names,
    typed: &Typed,
    outdated: &[i64],
    said: Said,
) -> Result<HttpResponse, Failure> {
    let f = &visit.frame;
    let sent = Sent { f, typed, outdated };
    let row = |named: &'_ Named| {
        let (name, code) = (named.account.nickname.as_str(), named.cost_centre.as_str());
        let now = f.t2("row-now", "name", name, "code", code);
        sent.row(named.account.id.0, (name, code), named.digest(), now)
    };
    let rows = names.accounts.iter().map(|named| (named, row(named))).collect();
    visit.page(status, &NamesPage { f, names, rows, said })
}

fn show_services(
    visit: &Visit,
    status: StatusCode,
    services: &Services,
    after: ServiceId,
    typed: &Typed,
    outdated: &[i64],
    said: Said,
) -> Result<HttpResponse, Failure> {
    let f = &visit.frame;
    let sent = Sent { f, typed, outdated };
    let row = |coded: &'_ Coded| {
        let now = f.t1("row-now-code", "code", &coded.cost_centre);
        sent.row(coded.id.0, ("", &coded.cost_centre), coded.digest(), now)
    };
    let rows = services.services.iter().map(|coded| (coded, row(coded))).collect();
    visit.page(status, &ServicesPage { f, services, rows, after, said })
}

/// A form as it came back, and the rows of it that were not saved because someone else had changed them.
struct Sent<'a> {
    f: &'a Frame,
    typed: &'a Typed,
    outdated: &'a [i64],
}

impl Sent<'_> {
    /// A row with what was typed where it was not saved, else with what there is.
    fn row(&self, id: i64, (name, code): (&str, &str), digest: String, now: String) -> Row {
        let is_outdated = self.outdated.contains(&id);
        let keeps_typed = is_outdated || self.outdated.is_empty();
        let typed = |kind: &str| self.typed.get(&format!("{kind}-{id}")).filter(|_| keeps_typed).cloned();
        let name = typed("name").unwrap_or_else(|| name.to_owned());
        let code = typed("code").unwrap_or_else(|| code.to_owned());
        Row {
            id,
            name_error: name.parse::<Nickname>().err().map(|flaw| label_flaw(self.f, flaw)),
            code_error: names::read_cost_centre(&code).err().map(|flaw| label_flaw(self.f, flaw)),
            name,
            code,
            // Sent again, what was typed replaces what is shown beside it now.
            seen: typed("seen").filter(|_| !is_outdated).unwrap_or(digest),
            now: is_outdated.then_some(now),
        }
    }
}
