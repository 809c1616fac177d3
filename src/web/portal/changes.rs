//! `/invoices/{number}/changes`: why an invoice differs from the one before, down to its lines.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::charts::{BridgeRow, bridge_rows};
use super::{cause_name, invoice_number, why};
use crate::domain::explain::{Bridge, Cause, Item, Step};
use crate::domain::invoice::Invoice;
use crate::services::statements;
use crate::values::number::InvoiceNumber;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/changes.html")]
struct Page<'a> {
    f: &'a Frame,
    number: &'a InvoiceNumber,
    invoice: &'a Invoice,
    since: Option<Since<'a>>,
}

/// The way from the invoice before.
struct Since<'a> {
    before: &'a Invoice,
    bridge: &'a Bridge,
    why: String,
    rows: Vec<BridgeRow>,
}

impl Page<'_> {
    fn cause(&self, step: &Step) -> String {
        cause_name(self.f, step.cause)
    }

    fn named(&self, step: &Step, item: &Item) -> String {
        match step.cause {
            Cause::Usage => self.f.call_type(&item.code),
            Cause::LateFee => cause_name(self.f, Cause::LateFee),
            _ => item.description.clone(),
        }
    }
}

/// The explanation.
pub async fn page(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let visit = signed_in.visit;
    let (app, viewer, wanted) = (visit.app.clone(), signed_in.viewer, number.clone());
    let explained = web::block(move || statements::explain_invoice(&app, &viewer, &wanted)).await??;
    let f = &visit.frame;
    let invoice = &explained.invoice;
    let since = explained.since.as_ref().map(|(before, bridge)| Since {
        before,
        bridge,
        why: why(f, bridge, before.period),
        rows: bridge_rows(f, bridge, before.period, invoice.period),
    });
    visit.ok(&Page { f, number: &number, invoice, since })
}
