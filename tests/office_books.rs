//! Closing the books of a month in the browser, and the audit log that tells who did it.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, verify};
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, at, billed};
use support::post::delivered;
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const MARTA: &str = "marta@provider.example";
const PAUL: &str = "paul@provider.example";
const SAM: &str = "sam@provider.example";

const BOOKS: &str = "/office/books";

async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["100001"][..]),
        (MARTA, Role::Biller, &[]),
        (PAUL, Role::Manager, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    app
}

/// Stands for the figures that the page shows.
async fn seen(browser: &Browser) -> String {
    let page = browser.get(BOOKS).await;
    let (_, rest) = page.text.split_once("name=\"seen\" value=\"").expect("a month to close");
    rest.split('"').next().unwrap().to_owned()
}

async fn close(browser: &Browser, month: &str, fields: &[(&str, &str)]) -> Page {
    let seen = seen(browser).await;
    let mut all = vec![("seen", seen.as_str())];
    all.extend_from_slice(fields);
    browser.submit(BOOKS, &format!("{BOOKS}/{month}/close"), &all).await
}

fn require(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(page.text.contains(why), "{why} in {}", page.text);
}

fn pay(app: &App, reference: &str, day: &str, amount: &str) -> Result<(), String> {
    let row = format!("account,reference,received_on,method,amount\n100001,{reference},{day},ach,{amount}\n");
    let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
    let done = imports::import(app, ImportKind::Payments, row.as_bytes(), &options, &Silent);
    done.map(|_| ()).map_err(|why| why.to_string())
}

#[actix_web::test]
async fn a_month_is_closed_when_every_difference_has_a_reason() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let paul = portal.signed_in(PAUL).await;
        // No message went out yet: the recipients differ from what was sent.
        let page = close(&paul, "2026-09", &[]).await;
        require(&page, StatusCode::UNPROCESSABLE_ENTITY, "Nothing was closed: a difference has no reason.");
        assert!(page.text.contains("id=\"messages\""), "{}", page.text);
        let page = close(&paul, "2026-10", &[("messages", "Sent by hand.")]).await;
        require(&page, StatusCode::UNPROCESSABLE_ENTITY, "The books of September 2026 come first.");
        // Billing staff see the books, and only managers close them.
        let marta = portal.signed_in(MARTA).await;
        let page = close(&marta, "2026-09", &[("messages", "Sent by hand.")]).await;
        require(&page, StatusCode::FORBIDDEN, "Managers and administrators close the books.");
        assert_eq!(portal.signed_in(SAM).await.get(BOOKS).await.status, StatusCode::FORBIDDEN);

        // Money that came in while Paul looked: his reasons were for other figures.
        let before = seen(&paul).await;
        pay(&app, "late", "2026-09-30", "100.00").unwrap();
        let fields = [("seen", before.as_str()), ("messages", "Sent by hand.")];
        let page = paul.submit(BOOKS, "/office/books/2026-09/close", &fields).await;
        require(&page, StatusCode::CONFLICT, "The figures changed while you looked");
        assert!(page.text.contains("Sent by hand."), "what was typed is kept");

        delivered(&app).await;
        let done = close(&paul, "2026-09", &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let page = paul.get(BOOKS).await;
        assert!(page.text.contains("The books of October 2026"), "{}", page.text);
        let again = paul.submit(BOOKS, "/office/books/2026-09/close", &[("seen", &before)]).await;
        require(&again, StatusCode::CONFLICT, "Someone has closed that month already.");

        // Nothing is booked on its days any more; what is known already changes nothing.
        let refused = pay(&app, "later", "2026-09-30", "5.00").unwrap_err();
        assert!(refused.contains("line 2") && refused.contains("closed through 2026-09-30"), "{refused}");
        let changed = pay(&app, "late", "2026-10-02", "100.00").unwrap_err();
        assert!(changed.contains("closed through 2026-09-30"), "{changed}");
        pay(&app, "late", "2026-09-30", "100.00").unwrap();
        pay(&app, "later", "2026-10-01", "5.00").unwrap();

        assert_eq!(close(&paul, "2026-10", &[]).await.status, StatusCode::SEE_OTHER);
        let page = close(&paul, "2026-11", &[]).await;
        require(&page, StatusCode::UNPROCESSABLE_ENTITY, "That month goes on until 12/01/2026 00:00 MT.");
        let app = at(&database, "2026-12-01T00:00:00-07:00");
        let portal = Portal::serve(&app);
        let paul = portal.signed_in(PAUL).await;
        assert_eq!(close(&paul, "2026-11", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        // What was owed at the end of a closed month is proven for ever.
        database
            .execute("UPDATE book_months SET owed_cents = owed_cents + 1 WHERE month = '2026-10'")
            .unwrap();
        let found = verify::verify(&app, &Silent).await.unwrap().differences;
        assert!(found.len() == 1 && found[0].contains("books of 2026-10"), "{found:?}");
    }
}

#[actix_web::test]
async fn a_reason_is_kept_with_the_month() {
    for database in databases() {
        let portal = Portal::serve(&world(&database).await);
        let paul = portal.signed_in(PAUL).await;
        let reasons = [("messages", "Printed and handed over."), ("taxes", "Nobody asked.")];
        assert_eq!(close(&paul, "2026-09", &reasons).await.status, StatusCode::SEE_OTHER);
        let page = paul.get(BOOKS).await;
        assert!(page.text.contains("messages sent, failed or suppressed: Printed and handed over."));
        assert!(!page.text.contains("Nobody asked."), "only differences have reasons");
        let log = paul.get("/office/audit?action=books").await;
        assert!(log.text.contains("books.closed") && log.text.contains("Printed and handed over."));
    }
}

#[actix_web::test]
async fn the_audit_log_is_searched_exported_and_verified() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let paul = portal.signed_in(PAUL).await;
        let all = database.count("SELECT COUNT(*) AS count FROM audit");
        let file = async |query: &str| {
            let page = paul.get(&format!("/office/audit.csv?{query}")).await;
            let mut reader = csv::Reader::from_reader(page.bytes.as_slice());
            reader
                .records()
                .map(|row| row.unwrap().iter().map(str::to_owned).collect())
                .collect::<Vec<Vec<_>>>()
        };
        let rows = file("").await;
        assert_eq!(rows.len() as i64, all);
        assert_eq!((rows[0][0].as_str(), rows.last().unwrap()[0].as_str()), (all.to_string().as_str(), "1"));
        let issued = file("action=invoice.issued").await;
        assert_eq!(issued.len(), 24, "three months of eight bills");
        let number = issued[0][4].clone();
        let of_one = file(&format!("subject={number}&action=invoice")).await;
        assert_eq!(of_one, [issued[0].clone()]);
        assert_eq!(file("actor=test&from=2026-11-29").await, Vec::<Vec<String>>::new());
        assert_eq!(
            file("actor=test&from=2026-11-28&to=2026-11-28").await.len(),
            file("actor=test").await.len()
        );
        assert!(paul.get("/office/audit?actor=100%25").await.text.contains("Nothing found"));

        let page = paul.submit("/office/audit", "/office/audit/verify", &[]).await;
        require(&page, StatusCode::OK, "The chain is unbroken");
        for email in [MARTA, SAM] {
            let other = portal.signed_in(email).await;
            assert_eq!(other.get("/office/audit").await.status, StatusCode::FORBIDDEN, "{email}");
            assert_eq!(other.get("/office/audit.csv").await.status, StatusCode::FORBIDDEN, "{email}");
            let page = other.submit("/login", "/office/audit/verify", &[]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{email}");
        }
        assert_eq!(portal.signed_in(ANNA).await.get("/office/audit").await.status, StatusCode::NOT_FOUND);

        let drop = match database.is_postgres() {
            true => "DROP TRIGGER audit_fixed ON audit",
            false => "DROP TRIGGER audit_fixed_update",
        };
        database.execute(drop).unwrap();
        database.execute("UPDATE audit SET detail = 'nothing' WHERE seq = 5").unwrap();
        let page = paul.submit("/office/audit", "/office/audit/verify", &[]).await;
        require(&page, StatusCode::OK, "audit row 5: it or one before it was changed");
    }
}
