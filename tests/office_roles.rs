//! Every page and form of the office, and who of the provider's staff may use it.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role::{self, Administrator, Agent, Biller, Manager, Technician};
use billcenter::services::App;
use billcenter::web::{Access, ROUTES};
use reqwest::StatusCode;
use support::portal::{Browser, Portal, add_user, billed};
use support::post::delivered;
use support::{TestDatabase, databases};

const STAFF: &[Role] = &[Biller, Technician, Agent, Manager, Administrator];
/// Who works on customers' cases and looks at their money.
const DESK: &[Role] = &[Biller, Agent, Manager, Administrator];
/// Who decides on money and runs the month.
const BILLING: &[Role] = &[Biller, Manager, Administrator];
/// Second approvals, the books' closing, the audit log; they look at the settings.
const MANAGERS: &[Role] = &[Manager, Administrator];
/// The settings.
const ADMINISTRATORS: &[Role] = &[Administrator];

/// Who may, by method and the beginning of the path; the first that fits counts.
const RULES: &[(&str, &str, &[Role])] = &[
    ("GET", "/office/accounts/new", BILLING),
    ("GET", "/office/accounts/{account}/edit", BILLING),
    ("GET", "/office/accounts/{account}/services", BILLING),
    ("GET", "/office/accounts/{account}/charges", BILLING),
    ("GET", "/office/accounts/{account}/access", DESK),
    ("POST", "/office/accounts/{account}/see-as", DESK),
    ("POST", "/office/accounts/{account}/access/invite", BILLING),
    ("POST", "/office/accounts/{account}", BILLING),
    ("POST", "/office/month", BILLING),
    ("GET", "/office/cases/new", DESK),
    ("POST", "/office/reminders", BILLING),
    ("GET", "/office/reports", BILLING),
    ("GET", "/office/books", BILLING),
    ("POST", "/office/books", MANAGERS),
    ("GET", "/office/audit", MANAGERS),
    ("POST", "/office/audit", MANAGERS),
    ("POST", "/office/deliveries/{id}/resend", DESK),
    ("POST", "/office/deliveries", BILLING),
    ("GET", "/office/settings", MANAGERS),
    // Looks at what a change would do; who saves it is proven in `office_settings`.
    ("POST", "/office/settings/provider/preview", MANAGERS),
    ("POST", "/office/settings/taxes", MANAGERS),
    ("POST", "/office/settings", ADMINISTRATORS),
    ("GET", "/office/money", DESK),
    ("POST", "/office/money/approvals", MANAGERS),
    ("POST", "/office/money", BILLING),
    ("GET", "/office", STAFF),
];

/// Forms and pages that stand on something of their own, a case or a request or words that are read
/// first; their roles are proven where that is made: `office_cases`, `office_requests`, `office_access`,
/// `office_accounts`, `office_settings`, `office_provider`, `money`.
const ELSEWHERE: &[&str] = &[
    "/office/accounts/new",
    "/office/accounts/{account}/access/invite",
    "/office/accounts/{account}/access/{user}",
    "/office/cases/",
    "/office/requests/{case}",
    "/office/terms",
    "/office/settings/users",
    "/office/settings/provider/logo",
    "/office/settings/{section}",
    "/office/settings/taxes/{code}/end",
    "/office/money/approvals/{id}",
    "/office/money/payment",
    "/office/money/import",
    "/office/money/unidentified",
    "/office/money/{account}/credit",
    "/office/money/{account}/return/{id}",
    "/office/money/{account}/move/{id}",
];

/// What forms here are about, all in one: each reads its own.
const FIELDS: &[(&str, &str)] = &[
    ("reason", "Because."),
    ("seen", "0"),
    ("shown", "1"),
    ("text", ""),
    ("state", ""),
    ("period", "2026-11"),
    ("address", "pat@example.com"),
    ("email", "pat@example.com"),
    ("amount", "10.00"),
    ("method", "ach"),
    ("reference", "REF-1"),
    ("key", "a-key"),
];

fn address(role: Role) -> String {
    format!("{role}@provider.example")
}

async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for role in STAFF {
        add_user(&app, &address(*role), *role, &[]).await;
    }
    delivered(&app).await;
    app
}

fn who_may(method: &str, path: &str) -> &'static [Role] {
    let rule = RULES.iter().find(|(of, beginning, _)| *of == method && path.starts_with(beginning));
    rule.unwrap_or_else(|| panic!("{method} {path} stands in no rule")).2
}

#[actix_web::test]
async fn each_role_has_the_pages_and_forms_that_are_its_own() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let service = database.count(
            "SELECT MIN(s.id) AS count FROM services s JOIN accounts a ON a.id = s.account_id \
             WHERE a.number = '100001'",
        );
        let mut browsers: Vec<(Role, Browser)> = Vec::new();
        for role in STAFF {
            browsers.push((*role, portal.signed_in(&address(*role)).await));
        }
        let written = || database.count("SELECT seq AS count FROM audit_head");
        let before = written();
        let routes = ROUTES.iter().filter(|route| route.access == Access::Staff);
        let needs_one = |path: &str| {
            ["{case}", "{user}", "{section}", "money/unidentified/{id}", "/{id}/{deed}"]
                .iter()
                .any(|place| path.contains(place))
        };
        let is_elsewhere = |path: &str| ELSEWHERE.iter().any(|beginning| path.starts_with(beginning));
        let here = routes
            .filter(|route| !needs_one(route.path) && (route.method == "GET" || !is_elsewhere(route.path)));
        for route in here {
            let path = route
                .path
                .replace("{period}", "2026-11")
                .replace("{month}", "2026-09")
                .replace("{account}", "100001")
                .replace("{service}", &service.to_string())
                .replace("{kind}", "aging")
                .replace("{id}", "1");
            let may = who_may(route.method, route.path);
            for (role, browser) in &browsers {
                let (method, is_theirs) = (route.method, may.contains(role));
                match (method, is_theirs) {
                    ("GET", _) => {
                        let status = browser.get(&path).await.status;
                        let is_refused = status == StatusCode::FORBIDDEN;
                        assert_eq!(is_refused, !is_theirs, "{role}: GET {path}: {status}");
                    }
                    // What they may do is done in the tests of the flows.
                    (_, true) => {}
                    (_, false) => {
                        let page = browser.submit("/login", &path, FIELDS).await;
                        assert_eq!(
                            page.status,
                            StatusCode::FORBIDDEN,
                            "{role}: {method} {path}: {}",
                            page.text
                        );
                    }
                }
            }
        }
        assert_eq!(written(), before, "nothing that is refused writes anything");
    }
}
