//! `/office/money/{account}`: the money of an account: what it owes, what came in and what that paid, and
//! what can be done about it.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Teller, account_number};
use crate::domain::money_request::RequestState;
use crate::services::money::{self, MoneyRequest, MoneyStory};
use crate::services::payments::{Receipt, Source};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::Frame;
use crate::web::portal::payment_name;

/// Receipts on a page.
const RECEIPTS_PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "office/money/account.html")]
struct Page<'a> {
    f: &'a Frame,
    story: &'a MoneyStory,
    may_act: bool,
    /// What was just done.
    said: Option<String>,
    /// How many newer receipts were on the pages before.
    from: usize,
}

impl Page<'_> {
    fn named(&self, receipt: &Receipt) -> String {
        let f = self.f;
        match &receipt.source {
            Source::Payment(row) => payment_name(f, row),
            Source::Credit(number) => f.t1("credit-invoice", "number", number.as_str()),
            Source::CreditNote(number) => f.t1("credit-note-n", "number", number.as_str()),
            Source::Adjustment(one, _) => f.t1(one.kind.text(one.amount), "reference", &one.reference),
        }
    }

    /// The receipts of this page.
    fn shown(&self) -> impl Iterator<Item = &Receipt> {
        self.story.receipts.iter().skip(self.from).take(RECEIPTS_PER_PAGE)
    }

    /// Where the next page begins.
    fn next(&self) -> Option<usize> {
        let next = self.from + RECEIPTS_PER_PAGE;
        (next < self.story.receipts.len()).then_some(next)
    }

    fn document(&self, receipt: &Receipt) -> Option<String> {
        match &receipt.source {
            Source::CreditNote(number) => Some(format!("/credit-notes/{number}.pdf")),
            _ => None,
        }
    }

    /// How a payment was taken from the account again.
    fn taken(&self, receipt: &Receipt) -> Option<String> {
        let (kind, day) = receipt.taken?;
        let key = format!("adjustment-taken-{}", kind.as_str().replace('_', "-"));
        Some(self.f.t1(&key, "day", self.f.date(day)))
    }

    fn decided(&self, request: &MoneyRequest) -> &'static str {
        match request.state {
            RequestState::Approved => "money-state-approved",
            RequestState::Waiting | RequestState::SentBack => "money-state-sent-back",
        }
    }

    fn asked(&self, kind: &str) -> String {
        self.f.t(format!("money-asked-{}", kind.replace('_', "-")))
    }
}

/// What was just done, and to which payment.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
    payment: Option<i64>,
    #[serde(default)]
    from: usize,
}

/// The account's money; of an account whose bills are another's, that one's.
pub async fn page(
    Teller(staff): Teller,
    account: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let number = account_number(&account)?;
    let (app, viewer, wanted) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let story = web::block(move || {
        let billing = money::billing_of(&app, &viewer, &wanted)?;
        match billing == wanted {
            true => money::story_of(&app, &viewer, &wanted).map(Ok),
            false => Ok(Err(billing)),
        }
    })
    .await??;
    let story = match story {
        Ok(story) => story,
        Err(billing) => return Ok(see_other(&format!("/office/money/{billing}"))),
    };
    let f = &staff.visit.frame;
    let page = Page {
        f,
        story: &story,
        may_act: staff.viewer.role.may_credit(),
        said: said(f, &story, &query),
        from: query.from,
    };
    staff.visit.ok(&page)
}

/// What was just done, in words.
fn said(f: &Frame, story: &MoneyStory, query: &Query) -> Option<String> {
    let key = match query.done.as_str() {
        "payment" => return Some(paid(f, story, query.payment?)),
        "returned" => "money-done-returned",
        "moved" => "money-done-moved",
        "refunded" => "money-done-refunded",
        "written-off" => "money-done-written-off",
        "credited" => "money-done-credited",
        "waits" => "money-done-waits",
        "twice" => "money-sent-twice",
        _ => return None,
    };
    Some(f.t(key))
}

/// What a payment paid, and what of it is left.
fn paid(f: &Frame, story: &MoneyStory, id: i64) -> String {
    let is_it = |receipt: &&Receipt| matches!(&receipt.source, Source::Payment(row) if row.id.0 == id);
    let Some(receipt) = story.receipts.iter().find(is_it) else { return f.t("money-done-payment") };
    let mut parts = vec![f.t("money-done-payment")];
    let paid: Vec<String> =
        receipt.applied.iter().map(|(number, part)| format!("{number} {}", f.money(part))).collect();
    if !paid.is_empty() {
        parts.push(f.t1("money-done-paid", "bills", paid.join(", ")));
    }
    if !receipt.left.is_zero() {
        parts.push(f.t1("money-done-left", "amount", f.money(receipt.left)));
    }
    parts.join(" ")
}
