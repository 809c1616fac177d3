//! `/payments`: what is to pay now, and where every payment went.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{account_number, answer, nothing_granted, payment_name};
use crate::services::memo::Question;
use crate::services::payments::{self, Payments, Receipt, Source};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/payments.html")]
struct Page<'a> {
    f: &'a Frame,
    found: &'a Payments,
    is_first: bool,
}

impl Page<'_> {
    /// A payment's method and reference, or the credit that it is.
    fn named(&self, source: &Source) -> String {
        match source {
            Source::Payment(row) => payment_name(self.f, row),
            Source::Credit(number) => self.f.t1("credit-invoice", "number", number.as_str()),
            Source::CreditNote(number) => self.f.t1("credit-note-n", "number", number.as_str()),
            Source::Adjustment(one, _) => self.f.t1(one.kind.text(one.amount), "reference", &one.reference),
        }
    }

    /// How it was taken from the account again.
    fn taken(&self, receipt: &Receipt) -> Option<String> {
        let (kind, day) = receipt.taken?;
        let key = format!("adjustment-taken-{}", kind.as_str().replace('_', "-"));
        Some(self.f.t1(&key, "day", self.f.date(day)))
    }

    /// The document that says more about it.
    fn document(&self, source: &Source) -> Option<String> {
        match source {
            Source::CreditNote(number) => Some(format!("/credit-notes/{number}.pdf")),
            Source::Payment(_) | Source::Credit(_) | Source::Adjustment(..) => None,
        }
    }

    fn address(&self, from: Option<&usize>) -> String {
        let address = self.f.link("/payments");
        let joint = if address.contains('?') { '&' } else { '?' };
        from.map_or_else(|| address.clone(), |from| format!("{address}{joint}from={from}"))
    }
}

/// Which account, and how many newer payments were on the pages before.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    #[serde(default)]
    from: usize,
}

/// The payments.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let (visit, from) = (signed_in.visit, query.from);
    let question = Question::Payments(account.clone(), from);
    let find = move |app: &_, viewer: &_| payments::list_payments(app, viewer, account.as_ref(), from);
    let found = answer(&visit.app, signed_in.viewer, question, find).await?;
    let f = &visit.frame;
    match found.as_ref() {
        None => nothing_granted(&visit, "nav-payments"),
        Some(found) => visit.ok(&Page { f, found, is_first: from == 0 }),
    }
}
