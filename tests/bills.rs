//! What a finance contact does with her bills: why they changed, what comes next, what was paid,
//! finding calls, taking everything along. Expected amounts are those of the example's documents.

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use billcenter::domain::access::{Role, Scope, Viewer};
use billcenter::domain::explain::Cause;
use billcenter::domain::forecast::UsageBasis;
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, accruals, statements};
use billcenter::store::statements::{Year, list_year};
use billcenter::values::ids::UserId;
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use chrono::TimeDelta;
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, at, bill, billed, import_base};
use support::{TestDatabase, databases};
use zip::ZipArchive;

const ANNA: &str = "anna@elm.example";
const BEN: &str = "ben@iris.example";

/// The billed example with a customer of 100001 and one of 100003.
async fn start(database: &TestDatabase) -> (Arc<App>, Portal) {
    let app = billed(database).await;
    add_user(&app, ANNA, Role::Finance, &["100001"]).await;
    add_user(&app, BEN, Role::Mpoc, &["100003"]).await;
    let portal = Portal::serve(&app);
    (app, portal)
}

/// Sees every account.
fn biller() -> Viewer {
    let email = "biller@provider.example".to_owned();
    Viewer { id: UserId(1), email, role: Role::Biller, locale: Locale::En, looks_as: None }
}

/// New charges by account and period, from the example's documents.
fn expected() -> BTreeMap<(String, String), Money> {
    let text = std::fs::read_to_string("tests/examples/three-months/expected.json").unwrap();
    let documents: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let text = |document: &serde_json::Value, field: &str| document[field].as_str().unwrap().to_owned();
    documents
        .iter()
        .map(|one| ((text(one, "account"), text(one, "period")), text(one, "new_charges").parse().unwrap()))
        .collect()
}

/// The number of an account's invoice for a period.
async fn number_of(browser: &Browser, account: &str, period: &str) -> String {
    let page = browser.get(&format!("/invoices?account={account}&q={}", period.replace('-', ""))).await;
    let (_, rest) = page.text.split_once("<a href=\"/invoices/INV-").expect("one invoice");
    format!("INV-{}", rest.split('"').next().unwrap())
}

/// The words of a page, its tags taken out.
fn words(page: &Page) -> String {
    let mut words = String::new();
    let mut inside = false;
    for letter in page.text.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push(' ');
            }
            letter if !inside => words.push(letter),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[actix_web::test]
async fn every_invoice_is_explained_to_the_cent() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let expected = expected();
        let page = statements::list_statements(&app, &biller(), &Default::default(), None).unwrap();
        assert_eq!(page.statements.len(), expected.len());
        for one in &page.statements {
            let explained = statements::explain_invoice(&app, &biller(), &one.number).unwrap();
            let now = expected[&(one.account.to_string(), one.period.to_string())];
            let Some((_, bridge)) = explained.since else {
                assert_eq!(one.period.to_string(), "2026-09", "only the first one has none before it");
                continue;
            };
            let before = expected[&(one.account.to_string(), one.period.previous().to_string())];
            let steps: Money = bridge.steps.iter().map(|step| step.amount).sum();
            assert_eq!((bridge.before, bridge.now, before + steps), (before, now, now), "{}", one.number);
            for step in &bridge.steps {
                assert_eq!(step.items.iter().map(|item| item.change()).sum::<Money>(), step.amount);
                assert!(step.cause != Cause::Added || !step.amount.is_negative());
            }
        }

        // 3,154.16 after 3,645.35. A service was added for 133.32; two end in the month: 3,318.35 became
        // 2,544.07 and 27.10 became 12.00; calls 1.74 became 0.03; taxes 118.16 became 96.13.
        let anna = portal.signed_in(ANNA).await;
        let number = number_of(&anna, "100001", "2026-11").await;
        let page = words(&anna.get(&format!("/invoices/{number}/changes")).await);
        for part in [
            "$491.19 less than for October 2026. Mostly prorated changes (-$789.38) and taxes and fees (-$22.03).",
            "Added +$133.32",
            "Prorated -$789.38",
            "Usage -$1.71",
            "Taxes and fees -$22.03",
            "Late fee +$188.61",
            "$3,318.35 $2,544.07 -$774.28",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let summary = words(&anna.get("/").await);
        assert!(summary.contains("$491.19 less than for October 2026."), "{summary}");
    }
}

#[actix_web::test]
async fn what_accrues_is_the_invoice_that_comes() {
    for database in databases() {
        let later = at(&database, "2026-11-28T09:00:00-07:00");
        import_base(&later);
        bill(&later, &["2026-09", "2026-10"]).await;
        let expected = expected();
        let billed = expected.iter().filter(|((_, period), _)| period == "2026-11");
        // The last day of the period, and the day after, while nothing is closed yet.
        let (last_day, day_after) =
            (at(&database, "2026-11-25T12:00:00-07:00"), at(&database, "2026-11-26T00:30:00-07:00"));
        for ((account, _), amount) in billed {
            let account = account.parse().unwrap();
            let found = accruals::accrue(&last_day, &biller(), Some(&account)).unwrap().unwrap();
            assert_eq!((found.period.to_string().as_str(), found.total()), ("2026-11", *amount), "{account}");
            assert!(!found.is_closing);
            let found = accruals::accrue(&day_after, &biller(), Some(&account)).unwrap().unwrap();
            assert_eq!((found.is_closing, found.total()), (true, *amount), "{account}");
            let forecast = found.forecast.unwrap();
            assert_eq!((forecast.basis, forecast.charges.total()), (UsageBasis::Complete, *amount));
        }
        bill(&later, &["2026-11"]).await;
        let found = accruals::accrue(&later, &biller(), Some(&"100001".parse().unwrap())).unwrap().unwrap();
        assert_eq!((found.period.to_string().as_str(), found.is_closing), ("2026-12", false));
        add_user(&later, ANNA, Role::Finance, &["100001"]).await;
        let page = words(&Portal::serve(&later).signed_in(ANNA).await.get("/next").await);
        assert!(page.contains("11/26/2026 – 12/25/2026, billed on December 27, 2026"), "{page}");
    }
}

#[actix_web::test]
async fn a_location_sees_its_own_part_and_no_more() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let kim = "kim@cedar.example";
        add_user(&app, kim, Role::Finance, &["100007-01"]).await;
        let browser = portal.signed_in(kim).await;
        for (path, part) in [
            ("/", "Billed on the invoice of the account above it."),
            ("/payments", "Billed on the invoice of the account above it."),
            ("/next", "Accruing now"),
        ] {
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let page = words(&page);
            assert!(page.contains(part) && !page.contains("Cedar Logistics"), "{path}: {page}");
        }
        assert!(words(&browser.get("/invoices").await).contains("No invoices yet"));
        for path in ["/?account=100007", "/next?account=100007", "/payments?account=100007"] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[actix_web::test]
async fn payments_show_the_bills_they_paid() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let anna = portal.signed_in(ANNA).await;
        // Bills of 2,352.04, 1,037.71 and 1,198.80. 3,010.69 pays the first and 658.65 of the second;
        // 1,582.86 pays the 379.06 left of it and the third, 5.00 is left; 844.70 is left whole.
        let page = words(&anna.get("/payments?account=100001-01").await);
        for part in [
            "$2,352.04",
            "$658.65",
            "$379.06",
            "$1,198.80 $5.00 kept for your next bill",
            "$844.70 kept for your next bill",
            "You have a credit of $849.70.",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        // 819.92 + 1,439.18 + 3,892.20 of a first bill of 27,643.53.
        let page = words(&portal.signed_in(BEN).await.get("/payments").await);
        assert!(page.contains("$21,492.23"), "{page}");
    }
}

#[actix_web::test]
async fn a_page_shows_what_was_written_a_moment_ago() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let ben = portal.signed_in(BEN).await;
        ben.get("/next").await;
        for path in ["/", "/payments"] {
            assert!(words(&ben.get(path).await).contains("$49,392.44"), "{path}");
            assert!(words(&ben.get(path).await).contains("$49,392.44"), "{path}, again");
        }
        let options = ImportOptions { dry_run: false, actor: "test", total_bytes: 0 };
        let payment = "account,reference,received_on,method,amount\n100003,NEW,2026-11-27,wire,9392.44\n";
        imports::import(&app, ImportKind::Payments, payment.as_bytes(), &options, &Silent).unwrap();
        for path in ["/", "/payments"] {
            assert!(words(&ben.get(path).await).contains("$40,000.00"), "{path}");
        }
        let charge = "account,reference,charged_on,description,tax_class,quantity,unit_price\n\
                      100003,NEW,2026-11-27,Site visit,labor,1,75.00\n";
        imports::import(&app, ImportKind::Charges, charge.as_bytes(), &options, &Silent).unwrap();
        assert!(words(&ben.get("/next").await).contains("Site visit NEW"), "it accrues at once");
    }
}

#[actix_web::test]
async fn bills_are_found_by_state_year_number_and_amount() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let ben = portal.signed_in(BEN).await;
        let count = async |query: &str| {
            let page = ben.get(&format!("/invoices?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            page.text.matches(">PDF</a>").count()
        };
        assert_eq!(count("").await, 9);
        assert_eq!(count("account=100003").await, 3);
        assert_eq!(count("year=2026").await, 9);
        assert_eq!(count("year=2025").await, 0);
        assert_eq!(count("q=202610").await, 3);
        assert_eq!(count("q=100003-02").await, 3);
        assert_eq!(count("q=13781.15").await, 1);
        assert_eq!(count("q=%2413%2C781.15").await, 1, "as it stands on the page");
        assert_eq!(count("q=13781.16").await, 0);
        assert_eq!(count("q=%25").await, 0, "no wildcard");
        // On 28 November the bills of September are past due; those of 100003 have 45 days. The first
        // bill of 100003-01 was paid in part by 4.42 and is past due with the second, due on 26 November.
        assert_eq!(count("account=100003&state=past-due").await, 1);
        assert_eq!(count("account=100003&state=open").await, 2);
        assert_eq!(count("account=100003-01&state=past-due").await, 2);
        assert_eq!(count("account=100003&state=paid").await, 0);
    }
}

#[actix_web::test]
async fn calls_are_found_by_number_kind_and_day() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let anna = portal.signed_in(ANNA).await;
        let usage = std::fs::read_to_string("tests/examples/three-months/usage.csv").unwrap();
        let calls: Vec<Vec<&str>> = usage.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let annas = calls.iter().filter(|call| call[0].starts_with("100001"));
        let all: Vec<_> = annas.collect();
        let file = anna.get("/calls.csv?from=2026-01-01&to=2026-12-31").await;
        assert_eq!(file.text.lines().count(), all.len() + 1, "{}", file.text);
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"calls.csv\"");
        let one = all[0];
        let page = anna.get(&format!("/calls?from=2026-01-01&to=2026-12-31&number={}", &one[5][5..])).await;
        assert!(page.text.contains(one[5]), "{}", page.text);
        let typed = format!("({}) {}-{}", &one[5][2..5], &one[5][5..8], &one[5][8..]).replace(' ', "%20");
        let page = anna.get(&format!("/calls?from=2026-01-01&to=2026-12-31&number={typed}")).await;
        assert_eq!(page.text.matches("data-label=\"From\"").count(), 1, "however it is typed");
        let kinds = all.iter().filter(|call| call[6] == one[6]).count();
        let page = anna.get(&format!("/calls?from=2026-01-01&to=2026-12-31&kind={}", one[6])).await;
        assert_eq!(page.text.matches("data-label=\"From\"").count(), kinds);
        let bens = calls.iter().find(|call| call[0].starts_with("100003")).unwrap();
        let page = anna.get(&format!("/calls?from=2026-01-01&to=2026-12-31&number={}", &bens[5][1..])).await;
        assert!(words(&page).contains("No calls here"), "calls of others do not exist");
    }
}

#[actix_web::test]
async fn a_year_comes_as_one_archive_of_the_stored_documents() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let anna = portal.signed_in(ANNA).await;
        let answer = anna.get("/invoices/year/2026.zip?account=100001").await;
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"invoices-100001-2026.zip\"");
        let mut archive = ZipArchive::new(Cursor::new(answer.bytes.clone())).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names.len(), 4, "{names:?}");
        let mut list = String::new();
        archive.by_name("invoices-2026.csv").unwrap().read_to_string(&mut list).unwrap();
        assert!(list.contains(",100001,2026-11,2026-11-27,2026-12-27,3154.16,19373.31,USD"), "{list}");
        let pdf = names.iter().find(|name| name.ends_with(".pdf")).unwrap();
        let mut bytes = Vec::new();
        archive.by_name(pdf).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, anna.get(&format!("/invoices/{pdf}")).await.bytes, "the very same bytes");
    }
}

#[actix_web::test]
async fn a_year_is_walked_in_pieces_that_miss_nothing() {
    for database in databases() {
        let (app, _) = start(&database).await;
        let walk = |issued_by, limit| {
            let (mut numbers, of) = (Vec::new(), Year { billed: None, year: 2026, issued_by });
            loop {
                let piece = database
                    .db()
                    .read(|conn| list_year(conn, Scope::EveryAccount, of, numbers.last(), limit))
                    .unwrap();
                assert!(piece.len() as i64 <= limit);
                match piece.is_empty() {
                    true => return numbers,
                    false => numbers.extend(piece.into_iter().map(|row| row.number)),
                }
            }
        };
        let now = app.clock.now();
        let all = walk(now, 1_000);
        let issued = database.count("SELECT COUNT(*) AS count FROM invoices WHERE state = 'issued'");
        assert_eq!(all.len() as i64, issued);
        assert!(all.is_sorted(), "by number");
        assert_eq!(walk(now, 1), all);
        assert_eq!(walk(now, 4), all);
        // All were issued at this instant: a second earlier there were none.
        assert_eq!(walk(now - TimeDelta::seconds(1), 4), []);
    }
}

#[actix_web::test]
async fn a_spreadsheet_has_amounts_as_numbers_and_no_formulas() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let anna = portal.signed_in(ANNA).await;
        let number = number_of(&anna, "100001", "2026-11").await;
        let answer = anna.get(&format!("/invoices/{number}.xlsx")).await;
        let mut archive = ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
        assert!(sheet.contains("<v>2544.07</v>"), "{sheet}");
        assert!(!sheet.contains("<f>"), "no formula");
    }
}
