//! `/office/money/{account}/credit`: a credit without a dispute: choose an invoice, say how much of which
//! lines, see it with its taxes, then credit it.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Form, Teller, account_number, amount, path};
use crate::services::cases::{self, DisputableInvoice, DisputableLine};
use crate::services::money::{self, CreditPreview, Done, MoneyStory, NewCredit, Refusal, Sent};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::web::cases::line_name;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::Typed;
use crate::web::office::decide::store_document;

/// Lines that a page shows; the others are found by their words.
const LINES_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "office/money/credit_choose.html")]
struct ChoosePage<'a> {
    f: &'a Frame,
    story: &'a MoneyStory,
}

#[derive(Template)]
#[template(path = "office/money/credit.html")]
struct Page<'a> {
    f: &'a Frame,
    invoice: &'a DisputableInvoice,
    rows: Vec<Row>,
    /// Lines of the invoice.
    all: usize,
    find: &'a str,
    form: Form,
    may_act: bool,
    limit: Money,
}

#[derive(Template)]
#[template(path = "office/money/credit_preview.html")]
struct PreviewPage<'a> {
    f: &'a Frame,
    account: &'a AccountNumber,
    invoice: &'a InvoiceNumber,
    /// What each line is called, with its amount and the taxes on it.
    rows: Vec<(String, Money, Money)>,
    preview: &'a CreditPreview,
    limit: Money,
    form: &'a Form,
}

impl PreviewPage<'_> {
    /// The fields that are sent on as they are.
    fn kept(&self) -> impl Iterator<Item = (&String, &String)> {
        self.form.typed.iter().filter(|(name, text)| name.as_str() != "step" && !text.trim().is_empty())
    }
}

/// A line in the form.
struct Row {
    field: String,
    name: String,
    account: String,
    amount: Money,
    left: Money,
    typed: String,
    error: Option<String>,
}

/// Which invoice, and words of lines that are looked for.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    invoice: String,
    #[serde(default)]
    find: String,
}

/// The invoices to choose from, or the lines of the one that was chosen.
pub async fn form(
    Teller(staff): Teller,
    account: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let number = account_number(&account)?;
    if query.invoice.is_empty() {
        let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
        let story = web::block(move || money::story_of(&app, &viewer, &number)).await??;
        return staff.visit.ok(&ChoosePage { f: &staff.visit.frame, story: &story });
    }
    let form = Form::begun(&[("invoice", &query.invoice)]);
    show(&staff, &number, StatusCode::OK, form, &query.find, BTreeMap::new()).await
}

/// Shows what it comes to, credits it, or goes back to the lines, as its button says.
pub async fn submit(
    Teller(mut staff): Teller,
    account: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = account_number(&account)?;
    let mut form = Form::of(typed);
    staff.visit.frame.path = format!("/office/money/{number}/credit");
    let find = form.typed("find").to_owned();
    let (new, wrong) = read(&staff.visit.frame, &mut form)?;
    if !wrong.is_empty() || !form.is_right() {
        return show(&staff, &number, StatusCode::UNPROCESSABLE_ENTITY, form, &find, wrong).await;
    }
    match form.typed("step") {
        "edit" => show(&staff, &number, StatusCode::OK, form, &find, wrong).await,
        "do" => credit(&staff, &number, form, new).await,
        _ => preview(&staff, &number, form, new).await,
    }
}

async fn preview(
    staff: &Staff,
    number: &AccountNumber,
    form: Form,
    new: NewCredit,
) -> Result<HttpResponse, Failure> {
    let (app, viewer, of, wanted) =
        (staff.visit.app.clone(), staff.viewer.clone(), number.clone(), new.clone());
    let found = web::block(move || money::preview_credit(&app, &viewer, &of, &wanted)).await??;
    let preview = match found {
        Ok(preview) => preview,
        Err(refusal) => return refused(staff, number, form, &refusal).await,
    };
    let f = &staff.visit.frame;
    let invoice = lines_of(staff, number, &new.invoice).await?;
    let named = |line_no: i32| {
        let line = invoice.lines.iter().find(|line| line.line_no == line_no);
        line.map(|line| line_name(f, line.kind, &line.description)).unwrap_or_default()
    };
    let page = PreviewPage {
        f,
        account: number,
        invoice: &new.invoice,
        rows: preview.lines.iter().map(|line| (named(line.line_no), line.amount, line.taxes)).collect(),
        preview: &preview,
        limit: staff.visit.app.approval_limit(),
        form: &form,
    };
    staff.visit.ok(&page)
}

async fn credit(
    staff: &Staff,
    number: &AccountNumber,
    form: Form,
    new: NewCredit,
) -> Result<HttpResponse, Failure> {
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let (key, reason) = (form.typed("key").to_owned(), form.typed("reason").to_owned());
    let done = web::block(move || {
        money::credit(&app, Sent { viewer: &viewer, key: &key, reason: &reason }, &of, &new)
    });
    match done.await?? {
        Ok(Done::Credited(note)) => {
            store_document(&staff.visit.app, note).await;
            Ok(see_other(&path(number, "credited")))
        }
        Ok(_) => Ok(see_other(&path(number, "waits"))),
        Err(Refusal::SentTwice) => Ok(see_other(&path(number, "twice"))),
        Err(refusal) => refused(staff, number, form, &refusal).await,
    }
}

async fn refused(
    staff: &Staff,
    number: &AccountNumber,
    mut form: Form,
    refusal: &Refusal,
) -> Result<HttpResponse, Failure> {
    let mut wrong = BTreeMap::new();
    let status = form.refuse(&staff.visit.frame, refusal);
    if let (Refusal::Line(line_no, _), Some(text)) = (refusal, form.errors.get("").cloned()) {
        wrong.insert(*line_no, text);
    }
    let find = form.typed("find").to_owned();
    show(staff, number, status, form, &find, wrong).await
}

/// What was typed, and what is wrong with it line by line.
fn read(f: &Frame, form: &mut Form) -> Result<(NewCredit, BTreeMap<i32, String>), Failure> {
    let invoice: InvoiceNumber = form.typed("invoice").parse().map_err(|_| Failure::NotFound)?;
    let (mut lines, mut wrong) = (Vec::new(), BTreeMap::new());
    for (name, text) in form.typed.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let Some(line_no) = name.strip_prefix("credit-").and_then(|no| no.parse::<i32>().ok()) else {
            continue;
        };
        match amount(text.trim()) {
            Some(amount) if amount > Money::ZERO => lines.push((line_no, amount)),
            Some(amount) if amount.is_zero() => {}
            _ => {
                wrong.insert(line_no, f.t("office-amount-wrong"));
            }
        }
    }
    lines.sort_unstable_by_key(|(line_no, _)| *line_no);
    if form.typed("step") != "edit" {
        let _: Option<String> = form.why(f);
        if lines.is_empty() && wrong.is_empty() {
            form.errors.insert("", f.t("money-no-lines"));
        }
    }
    Ok((NewCredit { invoice, lines }, wrong))
}

/// The lines of an invoice of this account.
async fn lines_of(
    staff: &Staff,
    number: &AccountNumber,
    invoice: &InvoiceNumber,
) -> Result<DisputableInvoice, Failure> {
    let (app, viewer, wanted) = (staff.visit.app.clone(), staff.viewer.clone(), invoice.clone());
    let found = web::block(move || cases::show_disputable(&app, &viewer, &wanted)).await??;
    if found.account == *number { Ok(found) } else { Err(Failure::NotFound) }
}

async fn show(
    staff: &Staff,
    number: &AccountNumber,
    status: StatusCode,
    form: Form,
    find: &str,
    wrong: BTreeMap<i32, String>,
) -> Result<HttpResponse, Failure> {
    let wanted: InvoiceNumber = form.typed("invoice").parse().map_err(|_| Failure::NotFound)?;
    let invoice = lines_of(staff, number, &wanted).await?;
    let f = &staff.visit.frame;
    let find = find.trim();
    let page = Page {
        f,
        rows: rows(f, &invoice, &form, &find.to_lowercase(), &wrong),
        all: invoice.lines.len(),
        invoice: &invoice,
        find,
        form,
        may_act: staff.viewer.role.may_credit(),
        limit: staff.visit.app.approval_limit(),
    };
    staff.visit.page(status, &page)
}

/// The lines that were typed into, then the others that fit the search and of which something is left.
fn rows(
    f: &Frame,
    invoice: &DisputableInvoice,
    form: &Form,
    find: &str,
    wrong: &BTreeMap<i32, String>,
) -> Vec<Row> {
    let field = |line: &DisputableLine| format!("credit-{}", line.line_no);
    let is_typed = |line: &&DisputableLine| !form.typed(&field(line)).is_empty();
    let fits = |line: &&DisputableLine| {
        let has = |text: &str| text.to_lowercase().contains(find);
        !is_typed(line)
            && line.left > Money::ZERO
            && (find.is_empty()
                || has(&line_name(f, line.kind, &line.description))
                || has(line.account.as_str()))
    };
    let typed = invoice.lines.iter().filter(is_typed);
    let row = |line: &DisputableLine| Row {
        field: field(line),
        name: line_name(f, line.kind, &line.description),
        account: line.account.to_string(),
        amount: line.amount,
        left: line.left,
        typed: form.typed(&field(line)).to_owned(),
        error: wrong.get(&line.line_no).cloned(),
    };
    typed.chain(invoice.lines.iter().filter(fits)).take(LINES_SHOWN).map(row).collect()
}
