//! Pages of the office over a hundred thousand accounts: what SQLite does for each statement that they ran, by its
//! own word. A page may walk along an index until it is full, or read an index that holds what is added up; it
//! never goes through a large table.

mod support;

use std::collections::BTreeSet;
use std::sync::Mutex;

use billcenter::domain::access::Role;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use reqwest::StatusCode;
use support::portal::{Portal, add_user, billed};

const PAULA: &str = "paula@provider.example";

const PAGES: &[&str] = &[
    "/office",
    "/office/month/2026-11",
    "/office/month/2026-11?page=2",
    "/office/month/2026-11?state=held",
    "/office/month/2026-11?finding=no_recipient",
    "/office/month/2026-11/100001",
    "/office/deliveries",
    "/office/deliveries?period=2026-11",
    "/office/deliveries?period=2026-11&state=failed",
    "/office/deliveries?state=queued",
    "/office/deliveries?kind=notice",
    "/office/deliveries?kind=copy",
    "/office/deliveries?address=somebody@example.com",
    "/office/deliveries?account=100001",
    "/office/money",
    "/office/money?account=100001",
    "/office/money?method=check",
    "/office/money?reference=unknown",
    "/office/money/100001",
    "/office/accounts",
    "/office/accounts?q=elm",
    "/office/accounts/100001",
    "/office/cases",
    "/office/requests",
    "/office/reports/aging",
    "/office/reports/revenue",
    "/office/reports/taxes",
    "/office/reports/work",
    "/office/reports/usage",
    "/office/books",
    "/office/audit",
    "/office/audit?action=period.closed",
    "/office/audit?actor=nobody",
    "/office/audit?subject=100001",
    "/office/reminders",
    "/office/reminders/100001",
];

/// Tables with few rows, however many accounts there are, and those that grow with the work of people.
const SMALL: &[&str] = &[
    "bill_runs",
    "book_months",
    "cases",
    "dispute_lines",
    "disputes",
    "invoice_series",
    "macd_requests",
    "macd_terms",
    "rates",
    "settings_changes",
    "suppressed_addresses",
    "taxes",
    "users",
];

/// Indexes that a page reads from one end to the other. The first hold what it adds up over all accounts and no
/// more, the next what waits for a person or for a bill; along the last it finds a page of drafts by number.
const READ_WHOLE: &[&str] = &[
    "accounts_billed",
    "contacts_receiving",
    "postings_owed",
    "calls_not_billed",
    "money_requests_waiting",
    "unidentified_receipts_open",
    "sqlite_autoindex_accounts_1",
];

static STATEMENTS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn recorder() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let text = text.split(" -- binds:").next().unwrap_or_default();
            STATEMENTS.lock().unwrap().insert(text.to_owned());
        }
    }))
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The scans of a plan that go through all of a large table.
fn long_scans(statement: &str, plan: &[Plan]) -> Vec<String> {
    let sorts = plan.iter().any(|line| line.detail.contains("TEMP B-TREE FOR ORDER BY"));
    let stops = statement.contains("LIMIT") && !sorts;
    let is_long = |detail: &&str| {
        let Some(what) = detail.strip_prefix("SCAN ") else { return false };
        let (name, how) = what.split_once(" USING ").unwrap_or((what, ""));
        let index = how.rsplit(' ').next().unwrap_or_default();
        // What the statement makes itself is as long as what it is made of.
        let is_recursive = name == "s" && statement.contains("JOIN seen s");
        let is_made =
            name.starts_with('(') || ["w", "known", "seen", "CONSTANT ROW"].contains(&name) || is_recursive;
        let walks = stops && !(how.is_empty() && statement.contains("WHERE"));
        !(is_made || walks || SMALL.contains(&name) || READ_WHOLE.contains(&index))
    };
    plan.iter().map(|line| line.detail.as_str()).filter(is_long).map(str::to_owned).collect()
}

#[actix_web::test]
async fn no_page_goes_through_a_large_table() {
    let database = support::sqlite();
    set_default_instrumentation(recorder).unwrap();
    let app = billed(&database).await;
    add_user(&app, PAULA, Role::Administrator, &[]).await;
    let portal = Portal::serve(&app);
    let paula = portal.signed_in(PAULA).await;
    let mut conn = SqliteConnection::establish(database.url.trim_start_matches("sqlite://")).unwrap();
    let mut found = Vec::new();
    for page in PAGES {
        STATEMENTS.lock().unwrap().clear();
        let answer = paula.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text);
        let statements = std::mem::take(&mut *STATEMENTS.lock().unwrap());
        // Where there is nothing to ask for, the condition is never true.
        let reads = statements.iter().filter(|text| {
            (text.starts_with("SELECT") || text.starts_with("WITH")) && !text.contains("WHERE (1=0)")
        });
        for statement in reads {
            let plan: Vec<Plan> =
                diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(&mut conn).unwrap();
            for scan in long_scans(statement, &plan) {
                found.push(format!("{page}: {scan}: {statement}"));
            }
        }
    }
    assert!(found.is_empty(), "{} long scans:\n{}", found.len(), found.join("\n"));
}
