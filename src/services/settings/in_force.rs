//! What counts now: the file's settings, and over them what administrators set.
//!
//! Each process keeps what was set and looks with every request of somebody signed in, every wake-up and every
//! closing whether there is more; so a change counts at once, everywhere, without a restart.

use std::sync::{Arc, PoisonError, RwLock};

use super::sections::{Content, Section};
use crate::config::Escalation;
use crate::domain::bill_run::FindingKind;
use crate::domain::invoice::Provider;
use crate::services::{App, ServiceError};
use crate::store::settings::{self, SettingRow};
use crate::store::{AnyConnection, StoreError, logos};
use crate::values::business_days::BusinessDays;
use crate::values::languages::Languages;
use crate::values::money::Money;

/// What was set, and how many changes it took.
#[derive(Default)]
pub(in crate::services) struct Kept(RwLock<(i64, Arc<Set>)>);

/// What was set, section by section.
#[derive(Clone, Debug, Default)]
struct Set {
    provider: Option<Provider>,
    escalation: Option<Escalation>,
    limits: Option<(Money, Vec<FindingKind>)>,
    holidays: Option<BusinessDays>,
    languages: Option<Languages>,
}

/// Looks whether anything was set since this process looked last.
pub(in crate::services) fn refresh(app: &App, conn: &mut AnyConnection) -> Result<(), StoreError> {
    // Before the rows: what is set meanwhile is found the next time.
    let last = settings::find_last_id(conn)?;
    if app.kept.0.read().unwrap_or_else(PoisonError::into_inner).0 == last {
        return Ok(());
    }
    let mut set = Set::default();
    for row in settings::list_current(conn)? {
        match content(&row)? {
            Some(Content::Provider(provider, name)) => {
                let logo = name.map(|name| logos::find(conn, &name)).transpose()?.flatten();
                set.provider = Some(Provider { logo, ..*provider });
            }
            Some(Content::Escalation(paths)) => set.escalation = Some(paths),
            Some(Content::Limits(limit, hold_on)) => set.limits = Some((limit, hold_on)),
            Some(Content::Holidays(days)) => set.holidays = Some(days),
            Some(Content::Languages(languages)) => set.languages = Some(languages),
            None => {}
        }
    }
    *app.kept.0.write().unwrap_or_else(PoisonError::into_inner) = (last, Arc::new(set));
    Ok(())
}

/// The same for who has no connection at hand.
///
/// # Errors
/// The database.
pub fn look(app: &App) -> Result<(), ServiceError> {
    Ok(app.db.read(|conn| refresh(app, conn))?)
}

/// What a row sets; nothing where the file counts again.
pub(super) fn content(row: &SettingRow) -> Result<Option<Content>, StoreError> {
    let corrupt = |why: String| StoreError::Corrupt(format!("settings_changes of {}: {why}", row.section));
    if row.body.is_empty() {
        return Ok(None);
    }
    let section: Section = row.section.parse().map_err(|_| corrupt("no such section".to_owned()))?;
    let values = section.stored(&row.body).map_err(|why| corrupt(why.to_string()))?;
    section.read(&values).map(Some).map_err(|flaws| corrupt(format!("{flaws:?}")))
}

impl App {
    fn set(&self) -> Arc<Set> {
        self.kept.0.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// The letterhead of documents that are made now.
    pub fn letterhead(&self) -> Provider {
        let file = self.settings.letterhead();
        match &self.set().provider {
            Some(provider) => Provider { portal_url: file.portal_url, ..provider.clone() },
            None => file,
        }
    }

    /// The escalation paths.
    pub fn escalation(&self) -> Escalation {
        self.set().escalation.clone().unwrap_or_else(|| self.settings.cases.escalation.clone())
    }

    /// A credit above this needs a second person.
    pub fn approval_limit(&self) -> Money {
        self.set().limits.as_ref().map_or(self.settings.cases.approval_limit, |(limit, _)| *limit)
    }

    /// The calendar that clocks in business days run by.
    pub fn business_days(&self) -> BusinessDays {
        self.set().holidays.clone().unwrap_or_else(|| self.settings.holidays.clone())
    }

    /// The languages that are offered.
    pub fn languages(&self) -> Languages {
        self.set().languages.unwrap_or(self.settings.languages)
    }

    /// The findings that hold a draft.
    pub fn hold_on(&self) -> Vec<FindingKind> {
        match &self.set().limits {
            Some((_, hold_on)) => hold_on.clone(),
            None => self.settings.billing.hold_on.clone(),
        }
    }
}
