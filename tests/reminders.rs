//! Reminders of what is past due: who gets one, when, in which words, and what stops them. The figures
//! are worked out by hand from the example's documents.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::dispute::Reason;
use billcenter::services::cases::{self, Message, NewDispute};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, ServiceError, Silent, invoices, reminders, verify};
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::words::Words;
use reqwest::StatusCode;
use support::portal::{Portal, add_user, at, billed};
use support::post::{Letter, delivered};
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const MARTA: &str = "marta@provider.example";
const SAM: &str = "sam@provider.example";

/// The invoices of October are due on 26 November: the third day after is a Sunday.
const MONDAY: &str = "2026-11-30T09:00:00-07:00";

/// Everyone who owes something of September or October; 100001-01 has money to its credit.
const DEBTORS: [&str; 7] = ["100001", "100003", "100003-01", "100003-02", "100006", "100007", "100007-02"];

async fn letters_on(database: &TestDatabase, now: &str) -> Vec<Letter> {
    let app = at(database, now);
    let reminded = reminders::remind(&app).unwrap();
    let letters = delivered(&app).await;
    assert_eq!(letters.len(), reminded, "each account has one recipient");
    letters
}

fn recipients<'a>(letters: &'a [Letter]) -> Vec<&'a str> {
    let account = |letter: &'a Letter| letter.to.trim_start_matches("ap.").split('@').next().unwrap();
    let mut found: Vec<&str> = letters.iter().map(account).collect();
    found.sort_unstable();
    found
}

fn to<'a>(letters: &'a [Letter], account: &str) -> &'a Letter {
    letters.iter().find(|letter| letter.to == format!("ap.{account}@example.com")).expect("a letter")
}

fn pay(app: &App, account: &str, amount: &str) {
    let row =
        format!("account,reference,received_on,method,amount\n{account},late-1,2026-12-02,ach,{amount}\n");
    let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
    imports::import(app, ImportKind::Payments, row.as_bytes(), &options, &Silent).unwrap();
}

/// 1,000.00 of a line of Elm's invoice for September; the taxes on it are 33.50.
fn dispute(app: &App, database: &TestDatabase) {
    let mut found = None;
    invoices::each_head(app, "2026-09".parse().unwrap(), |heads| {
        let head = heads.iter().find(|head| head.account == "100001");
        found = found.take().or(head.map(|head| head.number.parse().unwrap()));
        Ok::<_, ServiceError>(())
    })
    .unwrap();
    let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{ANNA}'"));
    let anna = Viewer {
        id: id.into(),
        email: ANNA.to_owned(),
        role: Role::Finance,
        locale: Locale::En,
        looks_as: None,
    };
    let lines = vec![(1, Money::from_cents(100_000))];
    let new = NewDispute { invoice: found.unwrap(), lines, reason: Reason::WrongPrice, related: None };
    let words = "That is not our price.".parse::<Words>().unwrap();
    cases::open_dispute(app, &anna, &new, &Message { words: &words, files: &[] }).unwrap().unwrap();
}

async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for (email, role, accounts) in
        [(ANNA, Role::Finance, &["100001"][..]), (MARTA, Role::Biller, &[]), (SAM, Role::Technician, &[])]
    {
        add_user(&app, email, role, accounts).await;
    }
    delivered(&app).await;
    app
}

#[actix_web::test]
async fn who_is_past_due_is_reminded_once_on_a_business_day() {
    for database in databases() {
        world(&database).await;
        for early in ["2026-11-28T12:00:00-07:00", "2026-11-29T12:00:00-07:00", "2026-11-30T08:59:59-07:00"] {
            assert!(letters_on(&database, early).await.is_empty(), "{early}");
        }
        let letters = letters_on(&database, MONDAY).await;
        assert_eq!(recipients(&letters), DEBTORS);
        // September's 12,573.80 and October's 3,645.35; November's 3,154.16 is due later.
        let elm = to(&letters, "100001");
        assert_eq!(elm.subject, "Account 100001: $16,219.15 was due");
        for part in ["$12,573.80", "$3,645.35", "34 days", "/payments", "Pat 100001"] {
            assert!(elm.text.contains(part), "{part} in {}", elm.text);
            assert!(part == "/payments" || elm.html.contains(part), "{part} in {}", elm.html);
        }
        assert!(!elm.text.contains("$3,154.16"));
        // In Spanish: September's 5,736.27 less 3,426.51 and 939.27, and October's 3,231.33.
        let iris = to(&letters, "100006");
        assert_eq!(iris.subject, "Cuenta 100006: 4.601,82 US$ ya venció");
        assert!(iris.text.contains("1.370,49") && iris.text.contains("3.231,33"), "{}", iris.text);
        for again in [MONDAY, "2026-11-30T17:00:00-07:00"] {
            assert!(letters_on(&database, again).await.is_empty(), "{again}");
        }
        // September's of 100003 was due on 11 November: its twentieth day is 1 December.
        assert_eq!(recipients(&letters_on(&database, "2026-12-01T09:00:00-07:00").await), ["100003"]);
        let app = at(&database, "2026-12-01T10:00:00-07:00");
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
    }
}

#[actix_web::test]
async fn payment_dispute_and_promise_stop_reminders() {
    for database in databases() {
        world(&database).await;
        letters_on(&database, MONDAY).await;
        let wednesday = at(&database, "2026-12-02T10:00:00-07:00");
        pay(&wednesday, "100006", "4601.82");
        dispute(&wednesday, &database);
        let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{MARTA}'"));
        let marta = Viewer {
            id: id.into(),
            email: MARTA.to_owned(),
            role: Role::Biller,
            locale: Locale::En,
            looks_as: None,
        };
        let until = |day: &str| reminders::PlanRow {
            promised_until: Some(day.parse().unwrap()),
            note: "They wait for a wire.".to_owned(),
            ..reminders::PlanRow::default()
        };
        let bank = "100007".parse().unwrap();
        reminders::set_plan(&wednesday, &marta, &bank, None, until("2026-12-10")).unwrap().unwrap();
        let off = reminders::PlanRow { schedule: Some(Default::default()), ..Default::default() };
        reminders::set_plan(&wednesday, &marta, &"100003-01".parse().unwrap(), None, off).unwrap().unwrap();
        delivered(&wednesday).await;

        // The tenth day after 26 November is a Sunday; nobody ran the program on 1 December, the twentieth
        // day after 11 November.
        let letters = letters_on(&database, "2026-12-07T09:00:00-07:00").await;
        assert_eq!(recipients(&letters), ["100001", "100003", "100003-02", "100007-02"]);
        let elm = to(&letters, "100001");
        // 16,219.15 less 1,033.50 in dispute.
        assert_eq!(elm.subject, "Account 100001: $15,185.65 is still open");
        assert!(elm.text.contains("$11,540.30"), "{}", elm.text);
        assert!(letters_on(&database, "2026-12-10T09:00:00-07:00").await.is_empty(), "it is promised");
        let late = letters_on(&database, "2026-12-11T09:00:00-07:00").await;
        assert_eq!(recipients(&late), ["100007"], "the promise was not kept");
    }
}

#[actix_web::test]
async fn billing_staff_write_down_promises_in_the_browser() {
    for database in databases() {
        let app = world(&database).await;
        reminders::remind(&at(&database, MONDAY)).unwrap();
        let later = at(&database, "2026-12-02T10:00:00-07:00");
        let portal = Portal::serve(&later);
        let (marta, other) = (portal.signed_in(MARTA).await, portal.signed_in(MARTA).await);
        let list = marta.get("/office/reminders").await;
        assert_eq!(list.status, StatusCode::OK);
        for part in ["100006", "$4,601.82", "36 days ago", "11/30/2026", "12/06/2026"] {
            assert!(list.text.contains(part), "{part} in {}", list.text);
        }
        assert!(!list.text.contains("100001-01"), "it has money to its credit");
        let page = "/office/reminders/100006";
        let send = [("when", "usual"), ("until", "2026-12-18"), ("note", "Iris calls."), ("seen", "")];
        let done = marta.submit(page, page, &send).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/office/reminders"));
        let list = marta.get("/office/reminders").await;
        assert!(list.text.contains("payment promised until 12/18/2026"), "{}", list.text);
        assert!(list.text.contains("12/19/2026"), "the day after the promise: {}", list.text);

        // The second of two people sees what the first one wrote.
        let stale = other.submit(page, page, &[("when", "never"), ("seen", "")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text.contains("Iris calls.") && stale.text.contains("Somebody else changed this"));
        for (days, until, why) in [
            ("5", "2026-12-01", "Choose a day from today"),
            ("5", "2027-03-03", "Choose a day from today"),
            ("10, 3", "2026-12-18", "rising numbers of days"),
        ] {
            let wrong = marta.submit(page, page, &[("when", "own"), ("days", days), ("until", until)]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{days} {until}");
            for part in [why, days, until] {
                assert!(wrong.text.contains(part), "{part} in {}", wrong.text);
            }
        }

        let sam = portal.signed_in(SAM).await;
        assert!(!sam.get(page).await.text.contains("<textarea"));
        let forged = sam.submit("/office/reminders", page, &send).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        let anna = portal.signed_in(ANNA).await;
        assert_eq!(anna.get("/office/reminders").await.status, StatusCode::NOT_FOUND);
        assert_eq!(marta.get("/office/reminders/999999").await.status, StatusCode::NOT_FOUND);
        drop(app);
    }
}
