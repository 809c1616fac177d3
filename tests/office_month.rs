//! A month run in the browser by billing staff, on a set clock. The figures are those of the example's
//! documents, added up by hand.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::{App, Silent, verify};
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, TODAY, add_user, at, bill, import_base, require_parts};
use support::post::delivered;
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const MARTA: &str = "marta@provider.example";
const PAUL: &str = "paul@provider.example";
const SAM: &str = "sam@provider.example";

const NOVEMBER: &str = "/office/month/2026-11";

/// The example billed through October.
async fn world(database: &TestDatabase) -> Arc<App> {
    // Everything that is known in the end; closings look at their own period only.
    let app = at(database, TODAY);
    import_base(&app);
    bill(&app, &["2026-09", "2026-10"]).await;
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["100001"][..]),
        (MARTA, Role::Biller, &[]),
        (PAUL, Role::Manager, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    delivered(&app).await;
    app
}

async fn staff_at(database: &TestDatabase, now: &str, email: &str) -> (Portal, Browser) {
    let portal = Portal::serve(&at(database, now));
    let browser = portal.signed_in(email).await;
    (portal, browser)
}

/// The month's page when the work that was started is done.
async fn finished(browser: &Browser) -> Page {
    for _ in 0..2_000 {
        let page = browser.get(NOVEMBER).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        if !page.text.contains("<progress") {
            assert!(!page.text.contains("was stopped"), "{}", page.text);
            return page;
        }
    }
    panic!("the work does not end");
}

async fn send(browser: &Browser, to: &str, fields: &[(&str, &str)]) -> Page {
    browser.submit(NOVEMBER, &format!("{NOVEMBER}{to}"), fields).await
}

fn require_done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

fn require_refused(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(page.text.contains(why), "{why} in {}", page.text);
}

#[actix_web::test]
async fn billing_staff_run_a_month_in_the_browser() {
    for database in databases() {
        world(&database).await;
        let (portal, marta) = staff_at(&database, "2026-11-20T10:00:00-07:00", MARTA).await;
        let home = marta.get("/office").await;
        require_parts(
            &home,
            &["The month of November 2026", "November 2026 is closed on 11/26/2026 01:00 MT"],
        );
        require_done(&send(&marta, "/check", &[]).await);
        let checked = finished(&marta).await;
        require_parts(&checked, &[&format!("Checked by {MARTA} on 11/20/2026 10:00 MT")]);
        let early = send(&marta, "/close", &[]).await;
        require_refused(
            &early,
            StatusCode::UNPROCESSABLE_ENTITY,
            "It can be closed from 11/26/2026 00:00 MT on.",
        );
        drop(portal);

        let (portal, marta) = staff_at(&database, "2026-11-26T02:00:00-07:00", MARTA).await;
        let paul = portal.signed_in(PAUL).await;
        require_done(&send(&marta, "/close", &[]).await);
        let closed = finished(&marta).await;
        // Eight documents: what October's charged, what November's charge, and what is due by them.
        require_parts(
            &closed,
            &["Expected accounts 8", "The counts agree.", "$30,060.49 $32,450.18 +$2,389.69 $103,411.79"],
        );
        let of = |account: &str, deed: &str| format!("/{account}/{deed}");
        let hold = of("100006", "hold");
        let silent = send(&marta, &hold, &[("reason", " ")]).await;
        require_refused(&silent, StatusCode::UNPROCESSABLE_ENTITY, "Say why it is held");
        require_done(&send(&marta, &hold, &[("reason", "The price is new.")]).await);
        let second = send(&paul, &hold, &[("reason", "I saw it too.")]).await;
        require_refused(&second, StatusCode::CONFLICT, "The price is new.");
        assert!(second.text.contains(MARTA), "who was faster: {}", second.text);

        // Three accounts have 100003 in their number.
        let listed = |shown: &'static str, state: &'static str| {
            [("text", "100003"), ("state", state), ("shown", shown), ("reason", "All of them.")]
        };
        let fewer = send(&marta, "/hold", &listed("2", "")).await;
        require_refused(&fewer, StatusCode::CONFLICT, "3");
        require_done(&send(&marta, "/hold", &listed("3", "")).await);
        require_parts(&marta.get(NOVEMBER).await, &["Held 4"]);
        require_done(&send(&marta, "/release", &listed("3", "held")).await);
        require_parts(&marta.get(NOVEMBER).await, &["Held 1"]);
        require_done(&send(&marta, &of("100007", "redraft"), &[]).await);
        let draft = marta.get(&format!("{NOVEMBER}/100006")).await;
        require_parts(&draft, &["The price is new.", "Total due $8,014.50"]);
        let pdf = marta.get(&format!("{NOVEMBER}/100006.pdf")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
        let early = send(&marta, "/issue", &[]).await;
        require_refused(
            &early,
            StatusCode::UNPROCESSABLE_ENTITY,
            "Invoices go out from 11/27/2026 06:00 MT on",
        );
        drop(portal);

        let (portal, marta) = staff_at(&database, "2026-11-27T06:00:00-07:00", MARTA).await;
        require_done(&send(&marta, "/issue", &[]).await);
        require_parts(&finished(&marta).await, &["7 of them issued", "Not tried yet 7", "Recipients 7"]);
        delivered(&at(&database, "2026-11-27T06:01:00-07:00")).await;
        require_parts(&marta.get(NOVEMBER).await, &["Sent 7", "Not tried yet 0", "Recipients 7"]);
        require_parts(&marta.get("/office").await, &["1 draft"]);
        let late = send(&marta, &of("100007", "hold"), &[("reason", "Too late.")]).await;
        require_refused(&late, StatusCode::CONFLICT, "Issued");
        require_done(&send(&marta, &of("100006", "release"), &[("reason", "")]).await);
        require_done(&send(&marta, "/issue", &[]).await);
        require_parts(&finished(&marta).await, &["8 of them issued", "Recipients 8"]);
        let report = marta.get(&format!("{NOVEMBER}/report.csv")).await;
        assert_eq!(report.text.lines().filter(|line| line.contains("100006")).count(), 1, "{}", report.text);
        let app = at(&database, "2026-11-27T07:00:00-07:00");
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        drop(portal);
    }
}

#[actix_web::test]
async fn roles_decide_who_runs_the_month() {
    for database in databases() {
        world(&database).await;
        let (portal, sam) = staff_at(&database, "2026-11-26T02:00:00-07:00", SAM).await;
        let page = sam.get(NOVEMBER).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains(&format!("action=\"{NOVEMBER}/close\"")), "{}", page.text);
        for deed in ["11/check", "11/close", "11/issue", "10/100001/redraft"] {
            // The page of the queue has the token of his forms.
            let forged = sam.submit("/office/cases", &format!("/office/month/2026-{deed}"), &[]).await;
            assert_eq!(forged.status, StatusCode::FORBIDDEN, "{deed}");
        }
        let anna = portal.signed_in(ANNA).await;
        for path in ["/office", NOVEMBER, "/office/month/2026-10/100001", "/office/month/2026-10/report.csv"]
        {
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let marta = portal.signed_in(MARTA).await;
        for path in ["/office/month/2026-13", "/office/month/soon", "/office/month/2026-10/999999"] {
            assert_eq!(marta.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let past = marta.submit(NOVEMBER, "/office/month/2026-08/close", &[]).await;
        assert_eq!(past.status, StatusCode::NOT_FOUND, "September was the first");
        let later = marta.submit(NOVEMBER, "/office/month/2026-12/close", &[]).await;
        require_refused(&later, StatusCode::UNPROCESSABLE_ENTITY, "The period is not over");
    }
}
