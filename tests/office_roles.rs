//! Every page and form of the office, and who of the provider's staff may use it.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role::{self, Administrator, Agent, Biller, Manager, Technician};
use billcenter::domain::access::Viewer;
use billcenter::domain::dispute::Reason;
use billcenter::services::cases::{self, Message, NewDispute};
use billcenter::services::{App, ServiceError, invoices};
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::words::Words;
use billcenter::web::{Access, ROUTES};
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, billed};
use support::post::delivered;
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";

const EVERYONE: &[Role] = &[Biller, Technician, Agent, Manager, Administrator];
/// Who works on customers' cases and looks at their money.
const DESK: &[Role] = &[Biller, Agent, Manager, Administrator];
/// Who decides on money and runs the month.
const BILLING: &[Role] = &[Biller, Manager, Administrator];
/// Second approvals, the books' closing, the audit log.
const APPROVERS: &[Role] = &[Manager, Administrator];

/// Who may, by the beginning of method and path; the first one that fits counts.
const RULES: &[(&str, &[Role])] = &[
    ("GET /office/month/{period}/{account}", EVERYONE),
    ("GET /office/month", EVERYONE),
    ("POST /office/month", BILLING),
    ("GET /office/cases", EVERYONE),
    ("GET /office/accounts", EVERYONE),
    ("GET /office", EVERYONE),
];

fn address(role: Role) -> String {
    format!("{role}@provider.example")
}

async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for role in EVERYONE {
        add_user(&app, &address(*role), *role, &[]).await;
    }
    add_user(&app, ANNA, Role::Finance, &["100001"]).await;
    delivered(&app).await;
    app
}

#[actix_web::test]
async fn probe() {
    for database in databases().into_iter().take(1) {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let mut browsers = Vec::new();
        for role in EVERYONE {
            browsers.push((*role, portal.signed_in(&address(*role)).await));
        }
        for route in ROUTES.iter().filter(|route| route.access == Access::Staff) {
            let path = route
                .path
                .replace("{period}", "2026-11")
                .replace("{account}", "100001")
                .replace("{month}", "2026-09")
                .replace("{case}", "C-000001")
                .replace("{service}", "100001-S00")
                .replace("{kind}", "aging")
                .replace("{id}", "1");
            let mut line = String::new();
            for (role, browser) in &browsers {
                let page = match route.method {
                    "GET" => browser.get(&path).await,
                    _ => browser.submit("/login", &path, FIELDS).await,
                };
                line += &format!(" {}:{}", &role.as_str()[..2], page.status.as_u16());
            }
            println!("{} {} {line}", route.method, route.path);
        }
    }
}

const FIELDS: &[(&str, &str)] = &[
    ("reason", "Because."),
    ("words", "Because."),
    ("seen", "0"),
    ("count", "0"),
    ("account", "100001"),
    ("reference", "REF-1"),
    ("received_on", "2026-11-28"),
    ("method", "ach"),
    ("amount", "10.00"),
    ("key", "a-key"),
    ("priority", "3"),
    ("to", "1"),
    ("email", "x@example.com"),
];
