//! `/contacts`: who receives the invoice, who is the main point of contact, and whose address is wrong
//! (REQUIREMENTS R1, R4.2, R6.5).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{account_number, nothing_granted};

use crate::domain::access::Viewer;
use crate::services::contacts::{self, Listed, Outcome};
use crate::values::contact::{ContactRole, Delivery};
use crate::values::number::AccountNumber;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::{self, OwnForm};
use crate::web::frame::{Frame, SignedIn, Visit};

#[derive(Template)]
#[template(path = "portal/contacts.html")]
struct Page<'a> {
    f: &'a Frame,
    page: &'a contacts::Page,
    /// What was just done.
    done: Option<String>,
    /// Whether the viewer tried to change what they may not.
    is_refused: bool,
}

impl Page<'_> {
    fn roles(&self, listed: &Listed) -> Vec<String> {
        listed.person.roles.iter().map(|role| role_name(self.f, *role)).collect()
    }

    /// How the invoice comes to them.
    fn how(&self, listed: &Listed) -> String {
        self.f.t(match listed.person.delivery {
            Delivery::Attachment => "as-attachment",
            Delivery::Link => "as-link",
        })
    }

    /// Whether anybody gets this account's invoices.
    fn receives(&self) -> bool {
        self.page.contacts.iter().any(|listed| listed.receives)
    }

    /// Who gets this account's invoices, in a sentence.
    fn rule(&self) -> String {
        self.f.t(match (self.page.is_marked, self.receives()) {
            (true, _) => "recipients-marked",
            (false, true) => "recipients-primary",
            (false, false) => "recipients-nobody",
        })
    }

    /// Who may change the contacts, for those who may not.
    fn who_may(&self) -> String {
        let primary = |listed: &&Listed| listed.person.is(ContactRole::MpocPrimary);
        match self.page.contacts.iter().find(primary) {
            Some(listed) => self.f.t1("who-may-manage", "name", listed.person.called()),
            None => self.f.t("who-may-manage-above"),
        }
    }
}

/// What a contact is contacted for.
pub(super) fn role_name(f: &Frame, role: ContactRole) -> String {
    match role {
        ContactRole::Invoice => f.t("role-invoice"),
        ContactRole::MpocPrimary => f.t("role-mpoc-primary"),
        ContactRole::Mpoc => f.t("role-mpoc"),
        ContactRole::Case => f.t("role-case"),
        ContactRole::Maintenance => f.t("role-maintenance"),
        ContactRole::Escalation(level) => f.t1("role-escalation", "level", level.to_string()),
    }
}

/// Which account, and what was just done there.
#[derive(Deserialize)]
pub struct Query {
    pub(super) account: Option<String>,
    done: Option<String>,
}

/// The contacts.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let done = match query.done.as_deref() {
        Some("added") => Some("contact-added"),
        Some("changed") => Some("contact-changed"),
        Some("removed") => Some("contact-removed"),
        Some("confirmed") => Some("contacts-confirmed"),
        _ => None,
    };
    let done = done.map(|key| signed_in.visit.frame.t(key));
    show(&signed_in.visit, signed_in.viewer, account, done, false).await
}

/// The same for someone who tried to change what they may not.
pub(super) async fn refuse(
    visit: &Visit,
    viewer: Viewer,
    account: AccountNumber,
) -> Result<HttpResponse, Failure> {
    show(visit, viewer, Some(account), None, true).await
}

async fn show(
    visit: &Visit,
    viewer: Viewer,
    account: Option<AccountNumber>,
    done: Option<String>,
    is_refused: bool,
) -> Result<HttpResponse, Failure> {
    let app = visit.app.clone();
    let found = web::block(move || contacts::list_contacts(&app, &viewer, account.as_ref())).await??;
    let f = &visit.frame;
    let status = if is_refused { StatusCode::FORBIDDEN } else { StatusCode::OK };
    match &found {
        Some(page) => visit.page(status, &Page { f, page, done, is_refused }),
        None => nothing_granted(visit, "contacts"),
    }
}

/// "Yes, they are right."
pub async fn confirm(
    signed_in: SignedIn,
    query: web::Query<Query>,
    _: OwnForm<forms::Nothing>,
) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?.ok_or(Failure::NotFound)?;
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    match web::block(move || contacts::confirm_contacts(&app, &viewer, &account)).await?? {
        Outcome::NotAllowed(account) => refuse(&signed_in.visit, signed_in.viewer, account).await,
        Outcome::Done(account) => Ok(see_other(&done_at(&account, "confirmed"))),
        // Nothing is typed that could be refused, and nothing was shown that could be outdated.
        Outcome::Refused(_) | Outcome::Outdated(_) => Err(Failure::NotFound),
    }
}

/// The contacts of `account`, with word of what was done.
pub(super) fn done_at(account: &AccountNumber, done: &str) -> String {
    format!("/contacts?account={account}&done={done}")
}
