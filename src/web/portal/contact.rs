//! `/contacts/new` and `/contacts/{id}`: one contact, added, changed or removed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::contacts::{Query, done_at, refuse, role_name};

use super::{account_number, label_flaw, nothing_granted};
use crate::domain::contacts::{Objection, Person};
use crate::domain::hierarchy::AccountNode;
use crate::services::contacts::{self, Opened, Outcome};
use crate::values::contact::ContactRole;
use crate::values::ids::ContactId;
use crate::values::label::Label;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, SignedIn, Visit};

#[derive(Template)]
#[template(path = "portal/contact.html")]
struct Page<'a> {
    f: &'a Frame,
    account: &'a AccountNode,
    /// The contact's row; `None` for a new one.
    id: Option<ContactId>,
    /// Who is the primary main point of contact, where it is someone else.
    primary: Option<&'a str>,
    typed: &'a Form,
    errors: Errors,
    /// What the contact is now, where someone changed it meanwhile.
    now: Option<&'a Person>,
}

impl Page<'_> {
    fn roles(&self, person: &Person) -> String {
        person.roles.iter().map(|role| role_name(self.f, *role)).collect::<Vec<_>>().join(", ")
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The digest of the contact as it was shown.
    seen: String,
    email: String,
    name: String,
    title: String,
    phone: String,
    locale: String,
    delivery: String,
    invoice: Option<String>,
    case: Option<String>,
    maintenance: Option<String>,
    /// `mpoc_primary`, `mpoc` or nothing.
    mpoc: String,
    takes_over: Option<String>,
    /// Steps of the escalation list, such as `1, 3`.
    escalation: String,
}

/// What is wrong, each with its field.
#[derive(Default)]
struct Errors {
    email: Option<String>,
    name: Option<String>,
    title: Option<String>,
    phone: Option<String>,
    choice: Option<String>,
    invoice: Option<String>,
    mpoc: Option<String>,
    escalation: Option<String>,
    removal: Option<String>,
}

impl Errors {
    fn is_any(&self) -> bool {
        let Errors { email, name, title, phone, choice, invoice, mpoc, escalation, removal } = self;
        [email, name, title, phone, choice, invoice, mpoc, escalation, removal]
            .iter()
            .any(|one| one.is_some())
    }
}

impl Form {
    fn of(person: &Person) -> Form {
        let tick = |role| person.is(role).then(|| "on".to_owned());
        let steps = person.roles.iter().filter_map(|role| match role {
            ContactRole::Escalation(level) => Some(level.to_string()),
            _ => None,
        });
        let mpoc = [ContactRole::MpocPrimary, ContactRole::Mpoc].into_iter().find(|role| person.is(*role));
        Form {
            seen: person.digest(),
            email: person.email.to_string(),
            name: person.name.to_string(),
            title: person.title.to_string(),
            phone: person.phone.to_string(),
            locale: person.locale.to_string(),
            delivery: person.delivery.as_str().to_owned(),
            invoice: tick(ContactRole::Invoice),
            case: tick(ContactRole::Case),
            maintenance: tick(ContactRole::Maintenance),
            mpoc: mpoc.map(|role| role.to_string()).unwrap_or_default(),
            takes_over: None,
            escalation: steps.collect::<Vec<_>>().join(", "),
        }
    }

    /// The contact that was typed, or what is wrong with it.
    fn read(&self, f: &Frame) -> Result<Person, Box<Errors>> {
        let mut errors = Errors::default();
        let email = noted(self.email.trim().parse(), &mut errors.email, |_| f.t("email-invalid"));
        let name: Option<Label<200>> = noted(self.name.parse(), &mut errors.name, |why| label_flaw(f, why));
        let title: Option<Label<200>> =
            noted(self.title.parse(), &mut errors.title, |why| label_flaw(f, why));
        let phone: Option<Label<200>> =
            noted(self.phone.parse(), &mut errors.phone, |why| label_flaw(f, why));
        let locale = noted(self.locale.parse(), &mut errors.choice, |_| f.t("choice-unknown"));
        let delivery = noted(self.delivery.parse(), &mut errors.choice, |_| f.t("choice-unknown"));
        let roles = self.roles(f, &mut errors);
        match (email, name, title, phone, locale, delivery) {
            (Some(email), Some(name), Some(title), Some(phone), Some(locale), Some(delivery))
                if !errors.is_any() =>
            {
                Ok(Person { email, name, title, phone, locale, roles, delivery })
            }
            _ => Err(Box::new(errors)),
        }
    }

    fn roles(&self, f: &Frame, errors: &mut Errors) -> Vec<ContactRole> {
        let ticked = [
            (&self.invoice, ContactRole::Invoice),
            (&self.case, ContactRole::Case),
            (&self.maintenance, ContactRole::Maintenance),
        ];
        let mut roles: Vec<ContactRole> =
            ticked.into_iter().filter(|(tick, _)| tick.is_some()).map(|(_, role)| role).collect();
        match self.mpoc.as_str() {
            "" => {}
            "mpoc_primary" => roles.push(ContactRole::MpocPrimary),
            "mpoc" => roles.push(ContactRole::Mpoc),
            _ => errors.mpoc = Some(f.t("role-unknown")),
        }
        for step in self.escalation.split([',', ';', ' ']).filter(|step| !step.is_empty()) {
            let role = format!("escalation_{step}").parse::<ContactRole>();
            roles.extend(noted(role, &mut errors.escalation, |_| f.t("escalation-wrong")));
        }
        roles.sort();
        roles.dedup();
        roles
    }
}

fn noted<T, E>(read: Result<T, E>, error: &mut Option<String>, text: impl FnOnce(E) -> String) -> Option<T> {
    read.map_err(|why| *error = Some(text(why))).ok()
}

fn objected(f: &Frame, objection: Objection) -> Errors {
    let mut errors = Errors::default();
    match objection {
        Objection::AddressTaken => errors.email = Some(f.t("contact-address-taken")),
        Objection::SecondPrimary(name) => errors.mpoc = Some(f.t1("contact-second-primary", "name", &name)),
        Objection::NobodyReceives => errors.invoice = Some(f.t("contact-nobody-receives")),
        Objection::NoSuccessor => errors.mpoc = Some(f.t("contact-no-successor")),
    }
    errors
}

/// The empty form.
pub async fn new(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let Some((account, primary)) = account_for(&signed_in, query.account.as_deref()).await? else {
        return not_allowed(&signed_in, query.account.as_deref()).await;
    };
    let typed = Form {
        locale: signed_in.visit.app.languages().fallback().to_string(),
        delivery: "attachment".into(),
        ..Form::default()
    };
    let visit = &signed_in.visit;
    let errors = Errors::default();
    let primary = primary.as_deref();
    visit.ok(&Page {
        f: &visit.frame,
        account: &account,
        id: None,
        primary,
        typed: &typed,
        errors,
        now: None,
    })
}

/// Adds the contact.
pub async fn add(
    signed_in: SignedIn,
    query: web::Query<Query>,
    OwnForm(typed): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let Some((account, primary)) = account_for(&signed_in, query.account.as_deref()).await? else {
        return not_allowed(&signed_in, query.account.as_deref()).await;
    };
    let visit = &signed_in.visit;
    let f = &visit.frame;
    let errors = match typed.read(f) {
        Err(errors) => *errors,
        Ok(person) => {
            let (app, viewer, number) = (visit.app.clone(), signed_in.viewer.clone(), account.number.clone());
            let takes_over = typed.takes_over.is_some();
            let added = web::block(move || contacts::add_contact(&app, &viewer, &number, person, takes_over))
                .await??;
            match added {
                Outcome::Done(account) => return Ok(see_other(&done_at(&account, "added"))),
                Outcome::NotAllowed(account) => return refuse(visit, signed_in.viewer, account).await,
                Outcome::Refused(objection) => objected(f, objection),
                // A new contact was never shown.
                Outcome::Outdated(_) => return Err(Failure::NotFound),
            }
        }
    };
    let primary = primary.as_deref();
    let page = Page { f, account: &account, id: None, primary, typed: &typed, errors, now: None };
    visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The account that a new contact is for and its primary contact; `None` where the viewer may not.
async fn account_for(
    signed_in: &SignedIn,
    account: Option<&str>,
) -> Result<Option<(AccountNode, Option<String>)>, Failure> {
    let account = account_number(account)?;
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    let found = web::block(move || contacts::open_account(&app, &viewer, account.as_ref())).await??;
    Ok(found.filter(|(_, _, may)| *may).map(|(account, primary, _)| (account, primary)))
}

async fn not_allowed(signed_in: &SignedIn, account: Option<&str>) -> Result<HttpResponse, Failure> {
    let account = account_number(account)?;
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    let found = web::block(move || contacts::open_account(&app, &viewer, account.as_ref())).await??;
    match found {
        Some((account, _, _)) => refuse(&signed_in.visit, signed_in.viewer.clone(), account.number).await,
        None => nothing_granted(&signed_in.visit, "contacts"),
    }
}

/// The contact in its form.
pub async fn form(signed_in: SignedIn, id: web::Path<String>) -> Result<HttpResponse, Failure> {
    let opened = open(&signed_in, &id).await?;
    if !opened.may_manage {
        return refuse(&signed_in.visit, signed_in.viewer, opened.account.number).await;
    }
    let typed = Form::of(&opened.known.person);
    show(&signed_in.visit, StatusCode::OK, &opened, &typed, Errors::default(), None)
}

/// Writes down what was typed.
pub async fn submit(
    signed_in: SignedIn,
    id: web::Path<String>,
    OwnForm(mut typed): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let opened = open(&signed_in, &id).await?;
    let visit = &signed_in.visit;
    let person = match typed.read(&visit.frame) {
        Ok(person) => person,
        Err(_) if !opened.may_manage => {
            return refuse(visit, signed_in.viewer, opened.account.number).await;
        }
        Err(errors) => return show(visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, &typed, *errors, None),
    };
    let (app, viewer, id) = (visit.app.clone(), signed_in.viewer.clone(), opened.known.id);
    let (seen, takes_over) = (typed.seen.clone(), typed.takes_over.is_some());
    let changed = move || contacts::change_contact(&app, &viewer, id, &seen, person, takes_over);
    match web::block(changed).await?? {
        Outcome::Done(account) => Ok(see_other(&done_at(&account, "changed"))),
        Outcome::NotAllowed(account) => refuse(visit, signed_in.viewer, account).await,
        Outcome::Refused(objection) => {
            let errors = objected(&visit.frame, objection);
            show(visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, &typed, errors, None)
        }
        Outcome::Outdated(now) => {
            // Sent again, it replaces what is shown beside it now.
            typed.seen = now.digest();
            show(visit, StatusCode::CONFLICT, &opened, &typed, Errors::default(), Some(&now))
        }
    }
}

/// Only what the removal needs.
#[derive(Deserialize)]
pub struct Removal {
    seen: String,
}

/// Removes the contact.
pub async fn remove(
    signed_in: SignedIn,
    id: web::Path<String>,
    OwnForm(Removal { seen }): OwnForm<Removal>,
) -> Result<HttpResponse, Failure> {
    let opened = open(&signed_in, &id).await?;
    let visit = &signed_in.visit;
    let (app, viewer, id) = (visit.app.clone(), signed_in.viewer.clone(), opened.known.id);
    let typed = Form::of(&opened.known.person);
    match web::block(move || contacts::remove_contact(&app, &viewer, id, &seen)).await?? {
        Outcome::Done(account) => Ok(see_other(&done_at(&account, "removed"))),
        Outcome::NotAllowed(account) => refuse(visit, signed_in.viewer, account).await,
        Outcome::Refused(objection) => {
            let objected = objected(&visit.frame, objection);
            let removal = objected.invoice.or(objected.mpoc);
            let errors = Errors { removal, ..Errors::default() };
            show(visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, &typed, errors, None)
        }
        Outcome::Outdated(now) => {
            let typed = Form::of(&now);
            show(visit, StatusCode::CONFLICT, &opened, &typed, Errors::default(), Some(&now))
        }
    }
}

async fn open(signed_in: &SignedIn, id: &str) -> Result<Opened, Failure> {
    let id = id.parse().map(ContactId).map_err(|_| Failure::NotFound)?;
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    Ok(web::block(move || contacts::open_contact(&app, &viewer, id)).await??)
}

fn show(
    visit: &Visit,
    status: StatusCode,
    opened: &Opened,
    typed: &Form,
    errors: Errors,
    now: Option<&Person>,
) -> Result<HttpResponse, Failure> {
    let page = Page {
        f: &visit.frame,
        account: &opened.account,
        id: Some(opened.known.id),
        primary: opened.primary.as_deref(),
        typed,
        errors,
        now,
    };
    visit.page(status, &page)
}
