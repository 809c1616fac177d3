//! The contacts of an account: who may change them, and what no change may lead to (REQUIREMENTS R4.2,
//! R6.5).

use chrono::{Days, NaiveDate};

use super::access::{Role, Viewer};
use super::delivery::{Contact, recipients};
use crate::values::contact::{ContactRole, Delivery, EmailAddress};
use crate::values::hash::sha256;
use crate::values::ids::ContactId;
use crate::values::label::Label;
use crate::values::locale::Locale;

/// Everything that is written down of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Where mail goes.
    pub email: EmailAddress,
    /// How they are called; may be empty.
    pub name: Label<200>,
    /// Their function; may be empty.
    pub title: Label<200>,
    /// Phone number, as written; may be empty.
    pub phone: Label<200>,
    /// The language they read.
    pub locale: Locale,
    /// What they are contacted for, in order, each once.
    pub roles: Vec<ContactRole>,
    /// How they want the invoice.
    pub delivery: Delivery,
}

/// A contact with its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Row id.
    pub id: ContactId,
    /// What is written down.
    pub person: Person,
}

/// What is done to a contact.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new one.
    Add(Person),
    /// This one is now so.
    Replace(ContactId, Person),
    /// This one is no more.
    Remove(ContactId),
}

/// Why a change is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// Another contact of the account has this address.
    AddressTaken,
    /// The account has a primary main point of contact: the person of this name or address.
    SecondPrimary(String),
    /// Nobody would get the invoices of the account.
    NobodyReceives,
    /// The primary main point of contact would leave without naming another.
    NoSuccessor,
}

/// What a contact has for an id before it has a row.
const NEW: ContactId = ContactId(0);

impl Person {
    /// Whether they have this role.
    pub fn is(&self, role: ContactRole) -> bool {
        self.roles.contains(&role)
    }

    /// The name, or the address where there is none.
    pub fn called(&self) -> &str {
        if self.name.as_str().is_empty() { self.email.as_str() } else { self.name.as_str() }
    }

    /// The roles as stored.
    pub fn roles_text(&self) -> String {
        self.roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
    }

    /// By which a form knows whether someone changed the contact since it was shown.
    pub fn digest(&self) -> String {
        sha256(self.in_words().as_bytes())
    }

    /// All of it, for the audit log.
    pub fn in_words(&self) -> String {
        let roles: Vec<_> = self.roles.iter().map(ToString::to_string).collect();
        format!(
            "{:?} <{}>, title {:?}, phone {:?}, {}, roles {}, by {}",
            self.name.as_str(),
            self.email,
            self.title.as_str(),
            self.phone.as_str(),
            self.locale,
            if roles.is_empty() { "none".to_owned() } else { roles.join(" ") },
            self.delivery.as_str(),
        )
    }

    fn has_address(&self, address: &str) -> bool {
        self.email.as_str().eq_ignore_ascii_case(address)
    }
}

/// Whether `viewer` may change the contacts of an account whose primary main points of contact, and
/// those of the accounts above it, have the addresses `primaries`.
pub fn may_manage(viewer: &Viewer, primaries: &[EmailAddress]) -> bool {
    match viewer.role {
        Role::Biller | Role::Administrator => true,
        Role::Mpoc => primaries.iter().any(|email| email.as_str().eq_ignore_ascii_case(&viewer.email)),
        Role::Finance | Role::Technician | Role::Agent | Role::Manager => false,
    }
}

/// Which of an account's contacts get its invoices.
pub fn recipient_ids(all: &[Known]) -> Vec<ContactId> {
    let contact = |known: &Known| Contact {
        id: known.id,
        email: known.person.email.clone(),
        name: known.person.name.to_string(),
        locale: known.person.locale,
        roles: known.person.roles.clone(),
        delivery: known.person.delivery,
    };
    let contacts: Vec<Contact> = all.iter().map(contact).collect();
    recipients(&contacts).iter().map(|contact| contact.id).collect()
}

/// The contacts of an account after a change that `actor` (an address) makes; a new one has the id 0.
/// Where `takes_over` is set, a new primary main point of contact makes the one before a secondary.
///
/// # Errors
/// Why it is not made.
pub fn change(
    before: &[Known],
    change: Change,
    takes_over: bool,
    is_billed: bool,
    actor: &str,
) -> Result<Vec<Known>, Objection> {
    let mut after = before.to_vec();
    let changed = match change {
        Change::Add(person) => {
            after.push(Known { id: NEW, person });
            Some(NEW)
        }
        Change::Replace(id, person) => {
            after.iter_mut().filter(|known| known.id == id).for_each(|known| known.person = person.clone());
            Some(id)
        }
        Change::Remove(id) => {
            after.retain(|known| known.id != id);
            None
        }
    };
    if let Some(id) = changed {
        settle(before, &mut after, id, takes_over)?;
    }
    if is_billed && !recipient_ids(before).is_empty() && recipient_ids(&after).is_empty() {
        return Err(Objection::NobodyReceives);
    }
    let is_primary = |known: &&Known| known.person.is(ContactRole::MpocPrimary);
    let was_theirs = before.iter().filter(is_primary).any(|known| known.person.has_address(actor));
    if was_theirs && !after.iter().any(|known| is_primary(&known)) {
        return Err(Objection::NoSuccessor);
    }
    Ok(after)
}

/// Addresses are unique, and there is one primary main point of contact.
fn settle(
    before: &[Known],
    after: &mut [Known],
    changed: ContactId,
    takes_over: bool,
) -> Result<(), Objection> {
    let Some(person) = after.iter().find(|known| known.id == changed).map(|known| known.person.clone())
    else {
        return Ok(());
    };
    if after.iter().any(|known| known.id != changed && known.person.has_address(person.email.as_str())) {
        return Err(Objection::AddressTaken);
    }
    let was_primary =
        before.iter().any(|known| known.id == changed && known.person.is(ContactRole::MpocPrimary));
    if was_primary || !person.is(ContactRole::MpocPrimary) {
        return Ok(());
    }
    for known in after.iter_mut().filter(|known| known.id != changed) {
        if !known.person.is(ContactRole::MpocPrimary) {
            continue;
        }
        if !takes_over {
            return Err(Objection::SecondPrimary(known.person.called().to_owned()));
        }
        known.person.roles.retain(|role| !matches!(role, ContactRole::MpocPrimary | ContactRole::Mpoc));
        known.person.roles.push(ContactRole::Mpoc);
        known.person.roles.sort();
    }
    Ok(())
}

/// How long contacts count as right after someone said that they are.
const CONFIRMED_FOR: Days = Days::new(365);

/// Whether to ask if the contacts are still right: a year after that was last said, or after the
/// account was opened where it never was, once there is an invoice that someone received.
pub fn is_to_confirm(
    confirmed_on: Option<NaiveDate>,
    opened_on: NaiveDate,
    has_invoice: bool,
    today: NaiveDate,
) -> bool {
    has_invoice && today >= confirmed_on.unwrap_or(opened_on) + CONFIRMED_FOR
}

#[cfg(test)]
mod tests {
    use super::ContactRole::{Case, Invoice, Mpoc, MpocPrimary};
    use super::*;
    use crate::values::ids::UserId;

    fn person(email: &str, roles: &[ContactRole]) -> Person {
        Person {
            email: email.parse().unwrap(),
            name: Label::default(),
            title: Label::default(),
            phone: Label::default(),
            locale: Locale::En,
            roles: roles.to_vec(),
            delivery: Delivery::Attachment,
        }
    }

    fn known(id: i64, email: &str, roles: &[ContactRole]) -> Known {
        Known { id: ContactId(id), person: person(email, roles) }
    }

    #[test]
    fn only_the_primary_contact_and_billing_staff_manage() {
        let primaries = ["Pat@elm.example".parse().unwrap(), "root@elm.example".parse().unwrap()];
        let may = |role, email: &str| {
            let viewer =
                Viewer { id: UserId(1), email: email.into(), role, locale: Locale::En, looks_as: None };
            may_manage(&viewer, &primaries)
        };
        for (role, email, expected) in [
            (Role::Mpoc, "pat@elm.example", true),
            (Role::Mpoc, "root@elm.example", true),
            (Role::Mpoc, "other@elm.example", false),
            (Role::Finance, "pat@elm.example", false),
            (Role::Biller, "x@y.example", true),
            (Role::Administrator, "x@y.example", true),
            (Role::Technician, "x@y.example", false),
            (Role::Agent, "x@y.example", false),
            (Role::Manager, "x@y.example", false),
        ] {
            assert_eq!(may(role, email), expected, "{role} {email}");
        }
    }

    #[test]
    fn what_no_change_may_lead_to() {
        let pat = || known(1, "pat@elm.example", &[MpocPrimary]);
        let ap = || known(2, "ap@elm.example", &[Invoice]);
        let both = [pat(), ap()];
        let by = |actor: &str, before: &[Known], what: Change| change(before, what, false, true, actor).err();
        let staff = |before: &[Known], what: Change| by("biller@provider.example", before, what);
        let second = Objection::SecondPrimary("pat@elm.example".into());
        let replace =
            |id, email: &str, roles: &[ContactRole]| Change::Replace(ContactId(id), person(email, roles));
        for (place, (found, expected)) in [
            (staff(&both, Change::Add(person("AP@elm.example", &[Case]))), Some(Objection::AddressTaken)),
            (staff(&both, replace(1, "ap@elm.example", &[MpocPrimary])), Some(Objection::AddressTaken)),
            (staff(&both, replace(2, "AP@elm.example", &[Invoice])), None),
            (staff(&both, Change::Add(person("new@elm.example", &[MpocPrimary]))), Some(second.clone())),
            (staff(&both, replace(2, "ap@elm.example", &[Invoice, MpocPrimary])), Some(second)),
            (staff(&both, Change::Remove(ContactId(2))), None),
            (staff(&both, Change::Remove(ContactId(1))), None),
            (staff(&[ap()], Change::Remove(ContactId(2))), Some(Objection::NobodyReceives)),
            (staff(&[ap()], replace(2, "ap@elm.example", &[Case])), Some(Objection::NobodyReceives)),
            (staff(&[pat()], Change::Remove(ContactId(1))), Some(Objection::NobodyReceives)),
            (staff(&[], Change::Add(person("new@elm.example", &[Case]))), None),
            (by("Pat@elm.example", &both, Change::Remove(ContactId(1))), Some(Objection::NoSuccessor)),
            (
                by("pat@elm.example", &both, replace(1, "pat@elm.example", &[Mpoc])),
                Some(Objection::NoSuccessor),
            ),
            (by("pat@elm.example", &both, replace(1, "pat@elm.example", &[MpocPrimary, Case])), None),
            (by("root@elm.example", &both, Change::Remove(ContactId(1))), None),
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(found, expected, "case {place}");
        }
        let part = change(&[ap()], Change::Remove(ContactId(2)), false, false, "x");
        assert!(part.is_ok(), "an account without invoices of its own needs no recipient");
    }

    #[test]
    fn a_new_primary_may_take_over() {
        let before =
            [known(1, "pat@elm.example", &[MpocPrimary, Case]), known(2, "ap@elm.example", &[Invoice])];
        let what = Change::Replace(ContactId(2), person("ap@elm.example", &[Invoice, MpocPrimary]));
        let after = change(&before, what, true, true, "pat@elm.example").unwrap();
        assert_eq!(after[0].person.roles, [Mpoc, Case]);
        assert_eq!(after[1].person.roles, [Invoice, MpocPrimary]);
    }

    #[test]
    fn the_question_comes_once_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let opened = day("2025-03-01");
        for (confirmed, has_invoice, today, expected) in [
            (None, true, "2026-02-28", false),
            (None, true, "2026-03-01", true),
            (None, false, "2026-03-01", false),
            (Some("2026-03-01"), true, "2026-03-02", false),
            (Some("2026-03-01"), true, "2027-02-28", false),
            (Some("2026-03-01"), true, "2027-03-01", true),
            // 2028 has a 29 February: 365 days are over a day earlier.
            (Some("2027-03-01"), true, "2028-02-29", true),
        ] {
            let confirmed = confirmed.map(day);
            assert_eq!(is_to_confirm(confirmed, opened, has_invoice, day(today)), expected, "{today}");
        }
    }
}
