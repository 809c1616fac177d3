//! A section is looked at, set, and let go again.

use std::collections::BTreeMap;

use super::in_force;
use super::sections::{Content, Flaw, LOGO, Section};
use crate::domain::access::Viewer;
use crate::domain::invoice::Provider;
use crate::domain::seen::{Meanwhile, Seen, Values, changes};
use crate::services::auth::note;
use crate::services::{App, ServiceError};
use crate::store::settings::{self, SettingRow};
use crate::store::{AnyConnection, StoreError, invoices, logos};
use crate::values::logo::{Logo, LogoFlaw};

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// What is wrong, field by field.
    Wrong(Vec<Flaw>),
    /// Somebody set it meanwhile.
    Meanwhile(Meanwhile),
    /// There is no invoice to show it on.
    NoInvoice,
}

/// What came of something that was wanted.
pub type Outcome<T> = Result<T, Refusal>;

/// A section as it counts.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What counts.
    pub values: Values,
    /// What the file and the environment say.
    pub of_file: Values,
    /// Who set it in the office and when; `None` where the file counts.
    pub set: Option<SettingRow>,
}

/// A section as it counts.
///
/// # Errors
/// The database.
pub fn open(app: &App, viewer: &Viewer, section: Section) -> Result<Outcome<Opened>, ServiceError> {
    if !viewer.role.may_see_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    Ok(Ok(app.db.read(|conn| find(app, conn, section))?))
}

fn find(app: &App, conn: &mut AnyConnection, section: Section) -> Result<Opened, StoreError> {
    let rows = settings::list_current(conn)?;
    let set = rows.into_iter().find(|row| row.section == section.as_str() && !row.body.is_empty());
    let of_file = of_file(app, section).values();
    let values = match set.as_ref().map(in_force::content).transpose()?.flatten() {
        Some(content) => content.values(),
        None => of_file.clone(),
    };
    Ok(Opened { values, of_file, set })
}

fn of_file(app: &App, section: Section) -> Content {
    let settings = &app.settings;
    match section {
        Section::Provider => Content::Provider(Box::new(settings.letterhead()), None),
        Section::Escalation => Content::Escalation(settings.cases.escalation.clone()),
        Section::Limits => Content::Limits(settings.cases.approval_limit, settings.billing.hold_on.clone()),
        Section::Holidays => Content::Holidays(settings.holidays.clone()),
        Section::Languages => Content::Languages(settings.languages),
    }
}

/// Sets a section, as it was shown with `seen`.
///
/// # Errors
/// The database.
pub fn set(
    app: &App,
    viewer: &Viewer,
    section: Section,
    seen: &Seen,
    typed: &Values,
) -> Result<Outcome<()>, ServiceError> {
    let content = match section.read(typed) {
        _ if !viewer.role.may_change_settings() => return Ok(Err(Refusal::NotAllowed)),
        Err(flaws) => return Ok(Err(Refusal::Wrong(flaws))),
        Ok(content) => content,
    };
    if let Content::Provider(_, Some(name)) = &content
        && !app.db.read(|conn| logos::exists(conn, name))?
    {
        return Ok(Err(Refusal::Wrong(vec![(LOGO, "logo-no-png").into()])));
    }
    let values = content.values();
    write(app, viewer, section, seen, &body(&values)?, &values)
}

/// As a row keeps them.
fn body(values: &Values) -> Result<String, ServiceError> {
    let texts: BTreeMap<_, _> = values.iter().cloned().collect();
    serde_json::to_string(&texts).map_err(|why| ServiceError::Internal(why.to_string()))
}

/// Gives the letterhead another logo, or none, for who saw it with `seen`; the rest of it stays.
///
/// # Errors
/// The database.
pub fn set_logo(
    app: &App,
    viewer: &Viewer,
    seen: &Seen,
    file: Option<&[u8]>,
) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let logo = match file.map(Logo::read).transpose() {
        Ok(logo) => logo,
        Err(flaw) => {
            let text = match flaw {
                LogoFlaw::NoPng => "logo-no-png",
                LogoFlaw::TooLarge => "logo-too-large",
                LogoFlaw::TooWide => "logo-too-wide",
            };
            return Ok(Err(Refusal::Wrong(vec![(LOGO, text).into()])));
        }
    };
    if let Some(logo) = &logo {
        app.db.write(|conn| logos::insert(conn, logo))?;
    }
    let name = logo.as_ref().map_or("", Logo::sha256);
    let before = app.db.read(|conn| find(app, conn, Section::Provider))?.values;
    let value = |(field, old)| if field == LOGO { (field, name.to_owned()) } else { (field, old) };
    let after: Values = before.into_iter().map(value).collect();
    // Where somebody was faster, nothing of this is kept but the file, which nothing shows.
    write(app, viewer, Section::Provider, seen, &body(&after)?, &after)
}

/// Lets the file count again, for who saw what counts with `seen`.
///
/// # Errors
/// The database.
pub fn let_go(
    app: &App,
    viewer: &Viewer,
    section: Section,
    seen: &Seen,
) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_change_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    write(app, viewer, section, seen, "", &of_file(app, section).values())
}

fn write(
    app: &App,
    viewer: &Viewer,
    section: Section,
    seen: &Seen,
    body: &str,
    after: &Values,
) -> Result<Outcome<()>, ServiceError> {
    let written = app.db.write(|conn| {
        settings::lock(conn)?;
        let before = find(app, conn, section)?;
        if Seen::of(&before.values) != *seen {
            let by = before.set.map(|set| (set.by, set.at));
            return Ok(Err(Refusal::Meanwhile(Meanwhile { now: before.values, by })));
        }
        let is_same = before.values == *after && body.is_empty() == before.set.is_none();
        if is_same {
            return Ok(Ok(()));
        }
        let now = app.clock.now();
        let row = SettingRow {
            section: section.as_str().to_owned(),
            body: body.to_owned(),
            by: viewer.email.clone(),
            at: now,
        };
        settings::insert(conn, &row)?;
        let told = match (changes(&before.values, after), body.is_empty()) {
            (told, true) => format!("the file counts again; {told}"),
            (told, false) => told,
        };
        note(conn, now, &viewer.email, "settings.changed", section.as_str(), &told)?;
        Ok(Ok(()))
    });
    in_force::look(app)?;
    written
}

/// The newest issued invoice as it would look under this letterhead, marked as a draft.
///
/// # Errors
/// The database.
pub fn preview(app: &App, viewer: &Viewer, typed: &Values) -> Result<Outcome<Vec<u8>>, ServiceError> {
    if !viewer.role.may_see_settings() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let (provider, name) = match Section::Provider.read(typed) {
        Ok(Content::Provider(provider, name)) => (*provider, name),
        Ok(_) => return Err(ServiceError::Internal("a letterhead is no other section".to_owned())),
        Err(flaws) => return Ok(Err(Refusal::Wrong(flaws))),
    };
    let found = app.db.read(|conn| match invoices::find_newest_issued(conn)? {
        Some(id) => invoices::load(conn, &[id]).map(|mut found| found.pop()),
        None => Ok(None),
    })?;
    let logo = name.map(|name| app.db.read(|conn| logos::find(conn, &name))).transpose()?.flatten();
    let Some(mut invoice) = found else { return Ok(Err(Refusal::NoInvoice)) };
    invoice.provider = Provider { portal_url: app.settings.portal_url(), logo, ..provider };
    invoice.number = None;
    let pdf = crate::pdf::render_first_page(&invoice);
    Ok(Ok(pdf.map_err(|why| ServiceError::Refused(why.to_string()))?))
}
