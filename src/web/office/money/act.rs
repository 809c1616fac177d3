//! Corrections of an account's money, each a form of its own: a payment that the bank returned or that
//! belongs to another account, credit that is paid out, a balance that is written off.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Form, Teller, account_number, path};
use crate::domain::account::PAYMENT_METHODS;
use crate::services::money::{self, Done, MoneyStory, Outcome, Refund, Refusal, Sent};
use crate::services::payments::Receipt;
use crate::services::{App, ServiceError};
use crate::values::ids::PaymentId;
use crate::values::money::Money;
use crate::values::number::AccountNumber;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::Typed;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Return(PaymentId),
    Move(PaymentId),
    Refund,
    WriteOff,
}

impl Act {
    /// As named in addresses and texts.
    fn name(self) -> &'static str {
        match self {
            Act::Return(_) => "return",
            Act::Move(_) => "move",
            Act::Refund => "refund",
            Act::WriteOff => "write-off",
        }
    }

    fn payment(self) -> Option<PaymentId> {
        match self {
            Act::Return(id) | Act::Move(id) => Some(id),
            Act::Refund | Act::WriteOff => None,
        }
    }

    /// How it is said that it is done.
    fn done(self) -> &'static str {
        match self {
            Act::Return(_) => "returned",
            Act::Move(_) => "moved",
            Act::Refund => "refunded",
            Act::WriteOff => "written-off",
        }
    }

    /// Where its form is.
    fn address(self, account: &AccountNumber) -> String {
        let name = self.name();
        match self.payment() {
            Some(id) => format!("/office/money/{account}/{name}/{}", id.0),
            None => format!("/office/money/{account}/{name}"),
        }
    }
}

#[derive(Template)]
#[template(path = "office/money/act.html")]
struct Page<'a> {
    f: &'a Frame,
    story: &'a MoneyStory,
    /// `return`, `move`, `refund` or `write-off`.
    act: &'static str,
    address: String,
    form: Form,
    may_act: bool,
    /// The payment that is on the account.
    receipt: Option<&'a Receipt>,
    /// The most that can be taken.
    most: Money,
    limit: Money,
    methods: [&'static str; PAYMENT_METHODS.len()],
}

impl Page<'_> {
    fn text(&self, part: &str) -> String {
        self.f.t(format!("money-{}-{part}", self.act))
    }
}

type OnPayment = web::Path<(String, i64)>;

/// The form for a payment that the bank returned.
pub async fn return_form(Teller(staff): Teller, of: OnPayment) -> Result<HttpResponse, Failure> {
    form(staff, &of.0, Act::Return(PaymentId(of.1))).await
}

/// Takes it back.
pub async fn return_payment(
    Teller(staff): Teller,
    of: OnPayment,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    submit(staff, &of.0, Act::Return(PaymentId(of.1)), typed).await
}

/// The form for a payment of another account.
pub async fn move_form(Teller(staff): Teller, of: OnPayment) -> Result<HttpResponse, Failure> {
    form(staff, &of.0, Act::Move(PaymentId(of.1))).await
}

/// Moves it.
pub async fn move_payment(
    Teller(staff): Teller,
    of: OnPayment,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    submit(staff, &of.0, Act::Move(PaymentId(of.1)), typed).await
}

/// The form for credit that is paid out.
pub async fn refund_form(Teller(staff): Teller, of: web::Path<String>) -> Result<HttpResponse, Failure> {
    form(staff, &of, Act::Refund).await
}

/// Pays it out.
pub async fn refund(
    Teller(staff): Teller,
    of: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    submit(staff, &of, Act::Refund, typed).await
}

/// The form for what is written off.
pub async fn write_off_form(Teller(staff): Teller, of: web::Path<String>) -> Result<HttpResponse, Failure> {
    form(staff, &of, Act::WriteOff).await
}

/// Writes it off.
pub async fn write_off(
    Teller(staff): Teller,
    of: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    submit(staff, &of, Act::WriteOff, typed).await
}

async fn form(staff: Staff, account: &str, act: Act) -> Result<HttpResponse, Failure> {
    let number = account_number(account)?;
    let story = open(&staff, &number).await?;
    let most = staff.visit.frame.locale.amount(most(&story, act));
    let form = Form::begun(&[("amount", &most), ("method", "check")]);
    show(&staff, StatusCode::OK, &story, act, form)
}

async fn submit(mut staff: Staff, account: &str, act: Act, typed: Typed) -> Result<HttpResponse, Failure> {
    let number = account_number(account)?;
    let mut form = Form::of(typed);
    staff.visit.frame.path = act.address(&number);
    let Some(work) = read(&staff.visit.frame, &mut form, act) else {
        let story = open(&staff, &number).await?;
        return show(&staff, StatusCode::UNPROCESSABLE_ENTITY, &story, act, form);
    };
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let (key, reason) = (form.typed("key").to_owned(), form.typed("reason").to_owned());
    let done =
        web::block(move || work(&app, Sent { viewer: &viewer, key: &key, reason: &reason }, &of)).await??;
    match done {
        Ok(Done::Waits(_)) => Ok(see_other(&path(&number, "waits"))),
        Ok(_) => Ok(see_other(&path(&number, act.done()))),
        Err(Refusal::SentTwice) => Ok(see_other(&path(&number, "twice"))),
        Err(refusal) => {
            let status = form.refuse(&staff.visit.frame, &refusal);
            let story = open(&staff, &number).await?;
            show(&staff, status, &story, act, form)
        }
    }
}

type Work = Box<dyn FnOnce(&App, Sent<'_>, &AccountNumber) -> Result<Outcome<Done>, ServiceError> + Send>;

/// What the form asks for.
fn read(f: &Frame, form: &mut Form, act: Act) -> Option<Work> {
    let _: Option<String> = form.why(f);
    match act {
        Act::Return(id) => form.is_right().then(|| -> Work {
            Box::new(move |app, sent, of| Ok(money::return_payment(app, sent, of, id)?.map(Done::Adjusted)))
        }),
        Act::Move(id) => {
            let to = form.line::<40>(f, "account");
            let to = to.filter(|_| form.is_right())?;
            Some(Box::new(move |app, sent, of| money::move_payment(app, sent, of, id, &to)))
        }
        Act::Refund => {
            let (amount, method, reference) = (form.amount(f, "amount"), form.method(f), form.reference(f));
            let (amount, method, reference) = (amount?, method?.to_owned(), reference?);
            let refund = Refund { method, reference, amount };
            form.is_right()
                .then(|| -> Work { Box::new(move |app, sent, of| money::refund(app, sent, of, &refund)) })
        }
        Act::WriteOff => {
            let amount = form.amount(f, "amount");
            let amount = amount.filter(|_| form.is_right())?;
            Some(Box::new(move |app, sent, of| money::write_off(app, sent, of, amount)))
        }
    }
}

async fn open(staff: &Staff, number: &AccountNumber) -> Result<MoneyStory, Failure> {
    let (app, viewer, number) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    Ok(web::block(move || money::story_of(&app, &viewer, &number)).await??)
}

fn most(story: &MoneyStory, act: Act) -> Money {
    match act {
        Act::Refund => (-story.balance).max(Money::ZERO),
        Act::WriteOff => story.undisputed,
        Act::Return(_) | Act::Move(_) => Money::ZERO,
    }
}

fn show(
    staff: &Staff,
    status: StatusCode,
    story: &MoneyStory,
    act: Act,
    form: Form,
) -> Result<HttpResponse, Failure> {
    let receipt = act.payment().and_then(|id| story.held(id));
    // What is no payment of the account has no form; where it was taken meanwhile, the form says so.
    if act.payment().is_some() && receipt.is_none() && status == StatusCode::OK {
        return Err(Failure::NotFound);
    }
    let page = Page {
        f: &staff.visit.frame,
        story,
        act: act.name(),
        address: act.address(&story.account.number),
        form,
        may_act: staff.viewer.role.may_credit(),
        receipt,
        most: most(story, act),
        limit: staff.visit.app.approval_limit(),
        methods: PAYMENT_METHODS,
    };
    staff.visit.page(status, &page)
}
