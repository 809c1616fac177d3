//! `/office/accounts`: an account found by whatever somebody says of it.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::path;
use crate::services::customers::{self, Found, Hit, Why};
use crate::values::ids::AccountId;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

/// Most letters of a search.
const LETTERS: usize = 100;

#[derive(Template)]
#[template(path = "office/accounts/list.html")]
struct Page<'a> {
    f: &'a Frame,
    text: &'a str,
    hits: Vec<Hit>,
    next: Option<AccountId>,
    is_first: bool,
    may_add: bool,
    sees_money: bool,
}

impl Page<'_> {
    fn why(&self, hit: &Hit) -> Option<String> {
        match &hit.why {
            Why::Itself => None,
            Why::Contact(is) => Some(self.f.t1("acc-found-contact", "is", is)),
            Why::Login(email) => Some(self.f.t1("acc-found-login", "email", email)),
        }
    }
}

/// What to look for, or where the list of all goes on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Query {
    q: String,
    after: Option<i64>,
}

/// The newest accounts, or those that a text may mean; a whole number leads to its account.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let text: String = query.q.trim().chars().take(LETTERS).collect();
    let after = query.after.map(AccountId);
    let (app, viewer, asked) = (staff.visit.app.clone(), staff.viewer.clone(), text.clone());
    let found = web::block(move || customers::find_accounts(&app, &viewer, &asked, after)).await??;
    let (hits, next) = match found {
        Found::One(number) => return Ok(see_other(&path(&number))),
        Found::Listed(hits, next) => (hits, next),
    };
    let (visit, role) = (&staff.visit, staff.viewer.role);
    visit.ok(&Page {
        f: &visit.frame,
        text: &text,
        hits,
        next,
        is_first: after.is_none(),
        may_add: role.may_change_accounts(),
        sees_money: role.may_see_money(),
    })
}
