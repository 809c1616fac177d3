//! `/deliveries` and `/invoices/{number}/delivery`: who was sent which invoice, and what their mail
//! server answered (REQUIREMENTS R4).

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{account_number, invoice_number, nothing_granted, parse_cursor};
use crate::domain::delivery::MessageState;
use crate::services::deliveries::{self, Delivered, Message};
use crate::values::contact::Delivery;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/deliveries.html")]
struct ListPage<'a> {
    f: &'a Frame,
    page: &'a deliveries::Page,
    sent: Vec<Sent<'a>>,
    is_first: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/delivery.html")]
struct InvoicePage<'a> {
    f: &'a Frame,
    sent: Sent<'a>,
}

/// An invoice and its messages in words.
struct Sent<'a> {
    invoice: &'a Delivered,
    messages: Vec<MessageView<'a>>,
    has_doubt: bool,
}

/// A message in words.
struct MessageView<'a> {
    message: &'a Message,
    /// Names the badge and its text.
    state: &'static str,
    /// When what happened or will happen.
    when: Option<String>,
    /// Names how the invoice goes with it.
    how: &'static str,
}

/// Which account, and where the list goes on.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    cursor: Option<String>,
}

/// A page of an account's invoices with what became of their messages.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let after =
        query.cursor.as_deref().map(|text| parse_cursor(text).ok_or(Failure::NotFound)).transpose()?;
    let visit = signed_in.visit;
    let (app, viewer) = (visit.app.clone(), signed_in.viewer);
    let found =
        web::block(move || deliveries::list_deliveries(&app, &viewer, account.as_ref(), after)).await??;
    let f = &visit.frame;
    let Some(page) = found else {
        return nothing_granted(&visit, "deliveries");
    };
    visit.ok(&ListPage {
        f,
        sent: page.invoices.iter().map(|invoice| sent(f, invoice)).collect(),
        is_first: after.is_none(),
        next: page.next.map(|(day, id)| format!("{day}.{}", id.0)),
        page: &page,
    })
}

/// What became of the messages of one invoice.
pub async fn of_invoice(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let visit = signed_in.visit;
    let (app, viewer) = (visit.app.clone(), signed_in.viewer);
    let invoice = web::block(move || deliveries::find_delivery(&app, &viewer, &number)).await??;
    let f = &visit.frame;
    visit.ok(&InvoicePage { f, sent: sent(f, &invoice) })
}

fn sent<'a>(f: &Frame, invoice: &'a Delivered) -> Sent<'a> {
    Sent {
        invoice,
        messages: invoice.messages.iter().map(|message| view(f, message)).collect(),
        has_doubt: invoice.messages.iter().any(|message| message.in_doubt),
    }
}

fn view<'a>(f: &Frame, message: &'a Message) -> MessageView<'a> {
    let at = message.next_at.or(message.sent_at).map(|at| f.locale.date_time(at));
    let (state, when) = match (message.state, at) {
        (MessageState::Queued, Some(at)) => ("waiting", Some(f.t1("sent-waiting-until", "at", at))),
        (MessageState::Queued, None) => ("waiting", Some(f.t("sent-waiting-next"))),
        (MessageState::Sending, _) => ("sending", None),
        (MessageState::Sent, at) => ("sent", at.map(|at| f.t1("sent-at", "at", at))),
        (MessageState::Retrying, Some(at)) => ("retrying", Some(f.t1("sent-again-at", "at", at))),
        (MessageState::Retrying, None) => ("retrying", Some(f.t("sent-waiting-next"))),
        (MessageState::Failed, _) => ("failed", None),
        (MessageState::Suppressed, _) => ("stopped", None),
    };
    let how = match message.delivery {
        Delivery::Attachment => "as-attachment",
        Delivery::Link => "as-link",
    };
    MessageView { message, state, when, how }
}
