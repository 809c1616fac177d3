//! The navigation: the rooms that a person may enter, and in which one a page is.

use crate::domain::access::Role;

/// A room of the portal or of the office.
pub struct Room {
    /// Where it begins.
    pub path: &'static str,
    /// Its name's text.
    pub key: &'static str,
    /// Pages in it, by the beginning of their address.
    pages: &'static [&'static str],
    /// Who may enter.
    is_for: fn(Role) -> bool,
}

const fn room(
    path: &'static str,
    key: &'static str,
    pages: &'static [&'static str],
    is_for: fn(Role) -> bool,
) -> Room {
    Room { path, key, pages, is_for }
}

/// What customers have.
const PORTAL: [Room; 7] = [
    room("/", "nav-summary", &[], Role::is_customer),
    room("/invoices", "nav-invoices", &["/invoices"], Role::is_customer),
    room("/next", "nav-next", &["/next"], Role::is_customer),
    room("/payments", "nav-payments", &["/payments"], Role::is_customer),
    room("/calls", "nav-calls", &["/calls"], Role::is_customer),
    room("/cases", "nav-cases", &["/cases", "/requests"], Role::is_customer),
    room("/contacts", "contacts", &["/contacts", "/deliveries", "/accounts"], Role::is_customer),
];

/// What staff have; an account's own pages belong to its room.
const OFFICE: [Room; 9] = [
    room("/office", "nav-office", &["/office/month", "/office/reminders"], anyone),
    room(
        "/office/accounts",
        "nav-accounts",
        &[
            "/office/accounts",
            "/invoices",
            "/next",
            "/payments",
            "/calls",
            "/contacts",
            "/deliveries",
            "/accounts",
        ],
        anyone,
    ),
    room("/office/cases", "nav-queue", &["/office/cases"], anyone),
    room("/office/requests", "nav-requests", &["/office/requests", "/office/terms"], anyone),
    room("/office/money", "nav-money", &["/office/money"], Role::may_see_money),
    room("/office/deliveries", "nav-post", &["/office/deliveries"], Role::may_work_cases),
    room("/office/reports", "nav-reports", &["/office/reports", "/office/books"], Role::may_see_reports),
    room("/office/audit", "nav-audit", &["/office/audit"], Role::may_see_audit),
    room("/office/settings", "settings-title", &["/office/settings"], Role::may_see_settings),
];

fn anyone(_: Role) -> bool {
    true
}

impl Room {
    /// Whether the page at `path` is in it.
    pub fn has(&self, path: &str) -> bool {
        path == self.path || self.pages.iter().any(|beginning| path.starts_with(beginning))
    }
}

/// The rooms of someone with this role.
pub fn rooms(role: Role) -> impl Iterator<Item = &'static Room> {
    let rooms: &'static [Room] = if role.is_customer() { &PORTAL } else { &OFFICE };
    rooms.iter().filter(move |room| (room.is_for)(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_in_one_room() {
        for (role, path, expected) in [
            (Role::Finance, "/", Some("nav-summary")),
            (Role::Finance, "/invoices/INV-202611-000001/calls", Some("nav-invoices")),
            (Role::Mpoc, "/requests/new", Some("nav-cases")),
            (Role::Finance, "/login", None),
            (Role::Biller, "/office", Some("nav-office")),
            (Role::Biller, "/office/month/2026-11/100001", Some("nav-office")),
            (Role::Biller, "/office/terms", Some("nav-requests")),
            (Role::Agent, "/invoices", Some("nav-accounts")),
            (Role::Manager, "/office/books", Some("nav-reports")),
        ] {
            let here: Vec<&str> = rooms(role).filter(|room| room.has(path)).map(|room| room.key).collect();
            assert_eq!(here, expected.into_iter().collect::<Vec<_>>(), "{role} at {path}");
        }
    }

    #[test]
    fn a_technician_sees_no_money_and_only_managers_the_audit_log() {
        let keys = |role| rooms(role).map(|room| room.key).collect::<Vec<_>>();
        assert_eq!(keys(Role::Technician), ["nav-office", "nav-accounts", "nav-queue", "nav-requests"]);
        assert!(!keys(Role::Biller).contains(&"nav-audit") && keys(Role::Manager).contains(&"nav-audit"));
    }
}
