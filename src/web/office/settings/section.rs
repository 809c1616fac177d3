//! `/office/settings/{section}`: the letterhead, the escalation paths, the limits, the holidays,
//! the languages.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::holidays::{Holiday, upcoming};
use super::refuse;
use crate::domain::bill_run::FindingKind;
use crate::domain::seen::Values;
use crate::services::settings::{self, Flaw, Opened, Refusal, Section};
use crate::values::calendar::mountain_day;
use crate::values::locale::Locale;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::filled::{Filled, is_on};
use crate::web::office::{Typed, field};

#[derive(Template)]
#[template(path = "office/settings_section.html")]
struct Page<'a> {
    f: &'a Frame,
    section: Section,
    opened: &'a Opened,
    form: &'a Filled,
    may_change: bool,
    /// Of the next twelve months, where the section is about them.
    upcoming: Vec<Holiday>,
    is_set: bool,
    error: Option<String>,
}

impl Page<'_> {
    fn is(&self, name: &str) -> bool {
        self.section.as_str() == name
    }

    fn findings(&self) -> [FindingKind; FindingKind::ALL.len()] {
        FindingKind::ALL
    }

    fn locales(&self) -> [Locale; Locale::ALL.len()] {
        Locale::ALL
    }

    /// The boxes of the languages.
    fn boxes(&self) -> Vec<(&'static str, Locale)> {
        self.section.fields().iter().copied().zip(Locale::ALL).collect()
    }

    /// Fields in which the file says something else than what counts.
    fn overridden(&self) -> Vec<(&'static str, &str)> {
        let counts = |name: &str| self.opened.values.iter().find(|(field, _)| *field == name);
        let differs = self.opened.of_file.iter().filter(|(name, text)| {
            self.opened.set.is_some() && counts(name).is_none_or(|(_, value)| value != text)
        });
        differs.map(|(name, text)| (*name, text.as_str())).collect()
    }

    fn name_of(&self, field: &str) -> String {
        field_name(self.f, field)
    }
}

fn field_name(f: &Frame, field: &str) -> String {
    match FindingKind::ALL.iter().any(|kind| kind.as_str() == field) {
        true => f.t(format!("month-finding-{}", field.replace('_', "-"))),
        false => f.t(format!("settings-field-{}", field.replace('_', "-"))),
    }
}

/// Whether it was just set.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    set: String,
}

/// What counts, and the form.
pub async fn page(
    staff: Staff,
    section: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let section = read(&section)?;
    show(&staff, section, StatusCode::OK, None, None, !query.set.is_empty()).await
}

/// Sets a section, or lets the file count again.
pub async fn submit(
    mut staff: Staff,
    section: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let section = read(&section)?;
    staff.visit.frame.path = format!("/office/settings/{}", section.as_str());
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (seen, values) = (Filled::sent_seen(&typed), values(section, &typed));
    let lets_go = typed.contains_key("let_go");
    let done = web::block(move || match lets_go {
        true => settings::let_go(&app, &viewer, section, &seen),
        false => settings::set(&app, &viewer, section, &seen, &values),
    })
    .await??;
    match done {
        Ok(()) => Ok(see_other(&format!("/office/settings/{}?set=1", section.as_str()))),
        Err(refusal) => refused(&staff, section, typed, refusal).await,
    }
}

/// The first page of an invoice under the letterhead that is typed.
pub async fn preview(mut staff: Staff, OwnForm(typed): OwnForm<Typed>) -> Result<HttpResponse, Failure> {
    let section = Section::Provider;
    staff.visit.frame.path = format!("/office/settings/{}", section.as_str());
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let values = values(section, &typed);
    match web::block(move || settings::preview(&app, &viewer, &values)).await?? {
        Ok(pdf) => Ok(HttpResponse::Ok()
            .content_type("application/pdf")
            .insert_header(("content-disposition", "inline; filename=\"letterhead.pdf\""))
            .body(pdf)),
        Err(refusal) => refused(&staff, section, typed, refusal).await,
    }
}

async fn refused(
    staff: &Staff,
    section: Section,
    typed: Typed,
    refusal: Refusal,
) -> Result<HttpResponse, Failure> {
    let f = &staff.visit.frame;
    let form = Filled::sent(typed);
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let (status, form, error) = match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, form, Some(f.t("settings-who"))),
        Refusal::NoInvoice => (wrong, form, Some(f.t("settings-no-invoice"))),
        Refusal::Meanwhile(meanwhile) => (StatusCode::CONFLICT, form.outdated(meanwhile), None),
        Refusal::Wrong(flaws) => (wrong, flaws.iter().fold(form, |form, flaw| marked(f, form, flaw)), None),
    };
    show(staff, section, status, Some(form), error, false).await
}

/// The form with one more flaw; each wrong line of a field is named.
pub(super) fn marked(f: &Frame, form: Filled, flaw: &Flaw) -> Filled {
    let text = match flaw.line.as_str() {
        "" => f.t(flaw.text),
        line => f.t1(flaw.text, "line", line),
    };
    let text = match form.error(flaw.field) {
        Some(before) => format!("{before} {text}"),
        None => text,
    };
    form.wrong(flaw.field, text)
}

/// What is no section has no page.
fn read(section: &str) -> Result<Section, Failure> {
    section.parse().map_err(|_| Failure::NotFound)
}

fn is_box(name: &str) -> bool {
    name.starts_with("offer_") || FindingKind::ALL.iter().any(|kind| kind.as_str() == name)
}

/// What was typed; a box that is not ticked is not sent.
fn values(section: Section, typed: &Typed) -> Values {
    let value = |name: &'static str| {
        let text = field(typed, name);
        match is_box(name) {
            true => is_on(text).to_string(),
            false => text.replace("\r\n", "\n"),
        }
    };
    section.fields().iter().map(|name| (*name, value(name))).collect()
}

pub(super) async fn show(
    staff: &Staff,
    section: Section,
    status: StatusCode,
    form: Option<Filled>,
    error: Option<String>,
    is_set: bool,
) -> Result<HttpResponse, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let Ok(opened) = web::block(move || settings::open(&app, &viewer, section)).await?? else {
        return refuse(&staff.visit);
    };
    let form = form.unwrap_or_else(|| Filled::of(&opened.values));
    let (f, app) = (&staff.visit.frame, &staff.visit.app);
    let upcoming = match section {
        Section::Holidays => upcoming(f, &app.business_days(), mountain_day(app.clock.now())),
        _ => Vec::new(),
    };
    let page = Page {
        f,
        section,
        opened: &opened,
        form: &form,
        may_change: staff.viewer.role.may_change_settings(),
        upcoming,
        is_set,
        error,
    };
    staff.visit.page(status, &page)
}
