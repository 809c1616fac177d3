//! Reports of the office against the example's documents, which another program worked out, and against
//! figures worked out by hand.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::dispute::Reason;
use billcenter::domain::macd::log::Purpose::{Gathering, Work};
use billcenter::domain::macd::{MacdKind, Urgency};
use billcenter::services::cases::{self, Message, NewDispute};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::macd::{self, NewRequest, NewTime};
use billcenter::services::{App, ServiceError, Silent, invoices};
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::words::Words;
use reqwest::StatusCode;
use support::portal::{Browser, Portal, add_user, at, bill, billed};
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const DANA: &str = "dana@elm.example";
const MARTA: &str = "marta@provider.example";
const SAM: &str = "sam@provider.example";

/// Elm's three bills: September's is due on 27 October, October's on 26 November.
const SEPTEMBER: &str = "12573.80";
const OCTOBER: &str = "3645.35";
const NOVEMBER: &str = "3154.16";

async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["100001"][..]),
        (DANA, Role::Mpoc, &["100001"]),
        (MARTA, Role::Biller, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    app
}

fn viewer(database: &TestDatabase, email: &str) -> Viewer {
    let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
    let role = match email {
        ANNA => Role::Finance,
        DANA => Role::Mpoc,
        SAM => Role::Technician,
        _ => Role::Biller,
    };
    Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

fn import(app: &App, kind: ImportKind, rows: &str) {
    let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
    imports::import(app, kind, rows.as_bytes(), &options, &Silent).unwrap();
}

/// The rows of a report's CSV without their heads, and its page, where the books agree with it.
async fn report(browser: &Browser, address: &str) -> Vec<Vec<String>> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let page = browser.get(&format!("/office/reports/{address}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(!page.text.contains("do not agree"), "{}", page.text);
    let file = browser.get(&format!("/office/reports/{path}.csv?{query}")).await;
    assert_eq!(file.status, StatusCode::OK);
    let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn find<'a>(rows: &'a [Vec<String>], first: &str) -> &'a [String] {
    rows.iter().find(|row| row[0] == first).unwrap_or_else(|| panic!("{first} in {rows:?}"))
}

fn cents(value: &serde_json::Value) -> i64 {
    value.as_str().unwrap().parse::<Money>().unwrap().cents()
}

fn money(cents: i64) -> String {
    Money::from_cents(cents).to_string()
}

fn documents(period: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string("tests/examples/three-months/expected.json").unwrap();
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    all.into_iter().filter(|one| one["period"] == period).collect()
}

/// What the lines of these kinds come to on the documents of a period.
fn sum_lines(period: &str, kinds: &[&str]) -> i64 {
    let lines = |one: &serde_json::Value| {
        let sections = one["sections"].as_array().unwrap().iter();
        let lines = sections.flat_map(|section| section["lines"].as_array().unwrap());
        let wanted = lines.filter(|line| kinds.contains(&line["kind"].as_str().unwrap()));
        wanted.map(|line| cents(&line["amount"])).sum::<i64>()
    };
    documents(period).iter().map(lines).sum()
}

fn taxes(period: &str) -> Vec<(String, i64)> {
    let documents = documents(period);
    let sections = documents.iter().flat_map(|one| one["sections"].as_array().unwrap());
    let taxes = sections.flat_map(|section| section["taxes"].as_array().unwrap());
    taxes.map(|tax| (tax["code"].as_str().unwrap().to_owned(), cents(&tax["amount"]))).collect()
}

#[actix_web::test]
async fn revenue_and_taxes_are_those_of_the_documents() {
    for database in databases() {
        let portal = Portal::serve(&world(&database).await);
        let marta = portal.signed_in(MARTA).await;
        let rows = report(&marta, "revenue?from=2026-09&to=2026-11").await;
        assert_eq!(rows.len(), 3);
        for period in ["2026-09", "2026-10", "2026-11"] {
            let of = |kinds: &[&str]| sum_lines(period, kinds);
            let all = documents(period);
            let (late, new): (i64, i64) = (
                all.iter().map(|one| cents(&one["late_fee"])).sum(),
                all.iter().map(|one| cents(&one["new_charges"])).sum(),
            );
            let tax: i64 = taxes(period).iter().map(|(_, cents)| cents).sum();
            let expected = [
                of(&["recurring"]),
                of(&["catch_up", "catch_up_credit"]),
                of(&["one_time"]),
                0,
                of(&["usage", "usage_late"]),
                late,
                new - tax,
                tax,
                new,
            ];
            assert_eq!(find(&rows, period)[1..], expected.map(money), "{period}");
        }
        let rows = report(&marta, "taxes?from=2026-10&to=2026-11").await;
        for code in ["FUSF", "FUSF-Q4", "TX-ST", "RCF"] {
            let both = taxes("2026-10").into_iter().chain(taxes("2026-11"));
            let expected: i64 = both.filter(|(of, _)| of == code).map(|(_, cents)| cents).sum();
            assert_eq!(find(&rows, code)[4..], [money(expected), money(0), money(expected)], "{code}");
        }
        assert!(rows.iter().all(|row| row[0] != "FUSF" || row[3] == "24.4 %"), "{rows:?}");
    }
}

fn dispute(database: &TestDatabase, app: &App) -> billcenter::values::number::CaseNumber {
    let mut found = None;
    invoices::each_head(app, "2026-09".parse().unwrap(), |heads| {
        let head = heads.iter().find(|head| head.account == "100001");
        found = found.take().or(head.map(|head| head.number.parse().unwrap()));
        Ok::<_, ServiceError>(())
    })
    .unwrap();
    // 1,000.00 of a line; its taxes are 33.50.
    let lines = vec![(1, Money::from_cents(100_000))];
    let new = NewDispute { invoice: found.unwrap(), lines, reason: Reason::WrongPrice, related: None };
    let anna = viewer(database, ANNA);
    say("That is not our price.", |message| cases::open_dispute(app, &anna, &new, message).unwrap().unwrap())
}

#[actix_web::test]
async fn debts_are_as_old_as_they_were_on_a_day() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let aged =
            async |day: &str| find(&report(&marta, &format!("aging?day={day}")).await, "100001").to_vec();
        let today = aged("").await;
        let expected = [NOVEMBER, OCTOBER, SEPTEMBER, "0.00", "0.00", "0.00", "0.00", "19373.31"];
        assert_eq!(today[2..], expected);
        let in_october = aged("2026-10-31").await;
        let expected = [OCTOBER, SEPTEMBER, "0.00", "0.00", "0.00", "0.00", "0.00", "16219.15"];
        assert_eq!(in_october[2..], expected);

        // On the 28th 1,033.50 of September's bill come into dispute: 12,573.80 less that is 11,540.30.
        let case = dispute(&database, &app);
        let disputed = [NOVEMBER, OCTOBER, "11540.30", "0.00", "0.00", "1033.50", "0.00", "19373.31"];
        assert_eq!(aged("").await[2..], disputed);
        assert_eq!(aged("2026-11-27").await[2..], today[2..]);

        // 200.00 with 6.70 of taxes are credited on Monday; the rest is due again.
        let monday = at(&database, "2026-11-30T09:00:00-07:00");
        let marta_as = viewer(&database, MARTA);
        say("A part of it.", |message| {
            let parts = [Money::from_cents(20_000)];
            cases::accept(&monday, &marta_as, case, &parts, message).unwrap().unwrap();
        });
        let later = Portal::serve(&monday);
        let marta = later.signed_in(MARTA).await;
        let now = find(&report(&marta, "aging").await, "100001").to_vec();
        // 12,573.80 less 206.70, 34 days late; October's four.
        assert_eq!(now[2..], [NOVEMBER, OCTOBER, "12367.10", "0.00", "0.00", "0.00", "0.00", "19166.61"]);

        let november = report(&marta, "disputes?from=2026-11&to=2026-11").await;
        let expected = ["2026-11", "1", "0", "0", "1", "0", "0", "1033.50", "206.70", "2"];
        assert_eq!(november, [expected.map(str::to_owned)]);
        let promises = report(&marta, "promises?from=2026-11&to=2026-12").await;
        // Opened on Saturday, answered on Monday morning.
        assert_eq!(find(&promises, "4")[1..4], ["1", "1", "1"].map(str::to_owned));
        let revenue = report(&marta, "revenue?from=2026-11&to=2026-11").await;
        let tax: i64 = taxes("2026-11").iter().map(|(_, cents)| cents).sum();
        assert_eq!(revenue[0][8], money(tax - 670), "a credit note takes its taxes back");
    }
}

#[actix_web::test]
async fn work_and_unbilled_calls_are_counted() {
    for database in databases() {
        let app = world(&database).await;
        let calls = "account,call_id,started_at,seconds,from,to,call_type,plan\n\
                     100001,late-1,2026-11-10T10:00:00-07:00,90,+13035550100,+13035550101,ld_intrastate,basic\n\
                     100001,late-2,2026-11-10T11:00:00-07:00,90,+13035550100,+13035550101,ld_intrastate,basic\n\
                     100001,new-1,2026-11-27T11:00:00-07:00,60,+13035550100,+13035550101,ld_intrastate,basic\n";
        import(&app, ImportKind::Usage, calls);
        import(&app, ImportKind::Contacts, &format!("account,email,name,roles\n100001,{DANA},Dana,mpoc\n"));
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let rows = report(&marta, "usage").await;
        let of = |age: &str| {
            let mine = rows.iter().find(|row| row[..3] == ["basic", "ld_intrastate", age].map(str::to_owned));
            mine.map(|row| row[3..].to_vec()).unwrap_or_default()
        };
        // Twice 1.5 minutes at 0.0190 are 0.057, a minute is 0.019.
        assert_eq!(of("late"), ["2", "180", "0.06"]);
        assert_eq!(of("open"), ["1", "60", "0.02"]);

        let asked = at(&database, "2026-11-30T08:00:00-07:00");
        let done = at(&database, "2026-12-04T20:00:00-07:00");
        let new = NewRequest {
            account: "100001".parse().unwrap(),
            kind: MacdKind::Change,
            urgency: Urgency::Expedited,
            accepts_fee: true,
            wanted_on: None,
            subject: "Two phones to the second floor".parse().unwrap(),
        };
        let [dana, sam, marta_as] = [DANA, SAM, MARTA].map(|email| viewer(&database, email));
        let case = say("Please.", |m| macd::open_request(&asked, &dana, &new, m).unwrap().unwrap());
        for (from, to, purpose) in [("09:00", "09:20", Gathering), ("10:00", "10:46", Work)] {
            let wall = |time: &str| format!("2026-12-01T{time}:00-07:00").parse().unwrap();
            let time = NewTime { started_at: wall(from), ended_at: wall(to), purpose, corrects: None };
            say("Cabled.", |m| macd::log_time(&done, &sam, case, &time, m).unwrap().unwrap());
        }
        say("Done.", |m| macd::finish(&done, &sam, case, m).unwrap().unwrap());
        let seen = macd::open_view(&done, &marta_as, case).unwrap().meter;
        say("", |m| macd::review(&done, &marta_as, case, (&seen).into(), &[], m).unwrap().unwrap());
        let closing = at(&database, "2026-12-27T07:00:00-07:00");
        bill(&closing, &["2026-12"]).await;
        let later = Portal::serve(&closing);
        // 46 minutes are four units of 25.00; the fee is 150.00.
        let rows = report(&later.signed_in(MARTA).await, "work?from=2026-11&to=2026-12").await;
        let expected = ["2026-12", "1", "46", "20", "4", "100.00", "150.00", "250.00"];
        assert_eq!(find(&rows, "2026-12"), expected.map(str::to_owned));
        assert_eq!(
            find(&rows, "2026-11")[1..],
            ["0", "0", "0", "0", "0.00", "0.00", "0.00"].map(str::to_owned)
        );
    }
}

#[actix_web::test]
async fn wrong_times_are_refused_and_files_open_in_a_spreadsheet() {
    for database in databases() {
        let portal = Portal::serve(&world(&database).await);
        let marta = portal.signed_in(MARTA).await;
        for (address, why) in [
            ("revenue?from=2026-13&to=2026-11", "not a month"),
            ("revenue?from=2026-12&to=2026-11", "before the first"),
            ("revenue?from=2020-01&to=2026-11", "60 months"),
            ("aging?day=soon", "not a month"),
            ("aging?day=2026-11-29", "still to come"),
        ] {
            let page = marta.get(&format!("/office/reports/{address}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(page.text.contains(why), "{address}: {}", page.text);
        }
        assert_eq!(marta.get("/office/reports/profit").await.status, StatusCode::NOT_FOUND);
        assert_eq!(marta.get("/office/reports/aging.csv?day=soon").await.status, StatusCode::BAD_REQUEST);
        let book = marta.get("/office/reports/revenue.xlsx?from=2026-09&to=2026-11").await;
        assert_eq!(&book.bytes[..2], b"PK");
        let disposition = book.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.contains("revenue-2026-09-to-2026-11.xlsx"), "{disposition}");
        // Nobody else sees what all customers owe.
        let sam = portal.signed_in(SAM).await;
        let anna = portal.signed_in(ANNA).await;
        for path in ["/office/reports", "/office/reports/aging", "/office/reports/aging.csv"] {
            let page = sam.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(page.text.contains("not for this page"), "{}", page.text);
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
