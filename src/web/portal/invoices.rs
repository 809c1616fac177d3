//! `/invoices`: every statement there ever was (REQUIREMENTS R2.1), newest first.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{account_number, parse_cursor};
use crate::services::statements::{self, Statement};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/invoices.html")]
struct Page<'a> {
    f: &'a Frame,
    account: Option<String>,
    is_first: bool,
    statements: &'a [Statement],
    next: Option<String>,
}

/// What the list is narrowed to, and where it goes on.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    cursor: Option<String>,
}

/// A page of the list.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let after =
        query.cursor.as_deref().map(|text| parse_cursor(text).ok_or(Failure::NotFound)).transpose()?;
    let visit = signed_in.visit;
    let (app, viewer, narrowed) = (visit.app.clone(), signed_in.viewer, account.clone());
    let (statements, next) =
        web::block(move || statements::list_statements(&app, &viewer, narrowed.as_ref(), after)).await??;
    visit.ok(&Page {
        f: &visit.frame,
        account: account.map(|number| number.to_string()),
        is_first: after.is_none(),
        statements: &statements,
        next: next.map(|(day, id)| format!("{day}.{}", id.0)),
    })
}
