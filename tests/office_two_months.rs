//! Two months run wholly in the browser by the roles in turn, on a set clock: a hold, a corrected price, a
//! bounce, a copy to the right address, a payment, a credit note by two, the books closed.
//!
//! Elm Dental pays 200.00 a month, Oak Bakery 80.00, Fir Farm 400.00.

#[path = "support/smtp_server.rs"]
mod smtp_server;
mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::mail::transport::{Security, SmtpSettings};
use billcenter::services::delivery;
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, verify};
use reqwest::StatusCode;
use smtp_server::{Fault, Script, SmtpServer};
use support::portal::{Browser, Page, Portal, add_user, at, words};
use support::{TestDatabase, databases};

const MARTA: &str = "marta@provider.example";
const PAUL: &str = "paul@provider.example";
const ADA: &str = "ada@provider.example";
const FINN: &str = "finn@fir.example";

const WRONG: &str = "typo@elm.example";
const RIGHT: &str = "ap@elm.example";

fn import(app: &App) {
    for (kind, rows) in [
        (
            ImportKind::Accounts,
            "number,name,street,city,region,postal_code,country,opened_on\n\
             A1,Elm Dental,1 Elm St,Denver,CO,80202,US,2026-01-01\n\
             B2,Oak Bakery,2 Oak St,Denver,CO,80202,US,2026-01-01\n\
             C3,Fir Farm,3 Fir St,Denver,CO,80202,US,2026-01-01\n"
                .to_owned(),
        ),
        (
            ImportKind::Contacts,
            format!(
                "account,email,name,roles,locale\nA1,{WRONG},Ana Elm,invoice,en\n\
                 B2,pat@oak.example,Pat Oak,invoice,en\nC3,{FINN},Finn Fir,invoice,en\n"
            ),
        ),
        (
            ImportKind::Services,
            "account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on,billed_through\n\
             A1,SEATS,UC User,UC User,voice,10,20.00,2026-01-01,,2026-11-25\n\
             B2,LINE,Line,Line,voice,1,100.00,2026-01-01,,2026-11-25\n\
             C3,TRUNK,SIP trunk,SIP trunk,voice,4,100.00,2026-01-01,,2026-11-25\n"
                .to_owned(),
        ),
    ] {
        let options = ImportOptions { actor: "a test", dry_run: false, total_bytes: 0 };
        imports::import(app, kind, rows.as_bytes(), &options, &Silent).unwrap();
    }
}

/// A day at the office: the program at this time, its mail going to `server`.
struct Day {
    app: Arc<App>,
    portal: Portal,
}

impl Day {
    fn at(database: &TestDatabase, server: &SmtpServer, now: &str) -> Day {
        let mut app = (*at(database, now)).clone();
        let mut smtp = SmtpSettings::new("localhost", Security::None);
        smtp.port = Some(server.port());
        app.settings.mail.smtp = Some(smtp);
        let app = Arc::new(app);
        Day { portal: Portal::serve(&app), app }
    }

    async fn mail_goes_out(&self) {
        let transport = delivery::transport(&self.app, false).unwrap();
        delivery::send_due(&self.app, &transport, None, true, &Silent).await.unwrap().unwrap();
    }
}

/// Sends a form with the token, and the one-time key or the fingerprint that its page has.
async fn send(browser: &Browser, from: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(from).await;
    assert_eq!(page.status, StatusCode::OK, "{from}: {}", page.text);
    let token = page.form_token();
    let mut all = vec![("form_token", token)];
    for name in ["key", "seen"] {
        if let Some((_, rest)) = page.text.split_once(&format!("name=\"{name}\" value=\""))
            && !fields.iter().any(|(field, _)| *field == name)
        {
            all.push((name, rest.split('"').next().unwrap().to_owned()));
        }
    }
    let mut all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(fields);
    browser.post(to, &all, &[]).await
}

async fn done(browser: &Browser, from: &str, to: &str, fields: &[(&str, &str)]) -> String {
    let page = send(browser, from, to, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{to}: {}", words(&page));
    page.location().to_owned()
}

async fn require(browser: &Browser, path: &str, parts: &[&str]) {
    let words = words(&browser.get(path).await);
    for part in parts {
        assert!(words.contains(part), "{path}: {part:?} in {words}");
    }
}

/// Starts work of a month and waits for its end.
async fn run(browser: &Browser, month: &str, deed: &str) {
    done(browser, month, &format!("{month}/{deed}"), &[]).await;
    for _ in 0..2_000 {
        let page = browser.get(month).await;
        if !page.text.contains("<progress") {
            assert!(!page.text.contains("was stopped"), "{}", words(&page));
            return;
        }
    }
    panic!("{deed} does not end");
}

/// The link with this class that comes first on a page.
async fn first_link(browser: &Browser, path: &str, class: &str) -> String {
    let page = browser.get(path).await;
    let (_, rest) = page.text.split_once(&format!("class=\"{class}\" href=\"")).expect("a link");
    rest.split('"').next().unwrap().to_owned()
}

async fn require_verified(app: &App) {
    let found = verify::verify(app, &Silent).await.unwrap();
    assert_eq!(found.differences, Vec::<String>::new());
}

#[actix_web::test]
async fn two_months_are_run_by_the_roles_in_turn() {
    for database in databases() {
        let app = at(&database, "2026-11-16T09:00:00-07:00");
        import(&app);
        for (email, role, accounts) in [
            (MARTA, Role::Biller, &[][..]),
            (PAUL, Role::Manager, &[]),
            (ADA, Role::Agent, &[]),
            (FINN, Role::Finance, &["C3"]),
        ] {
            add_user(&app, email, role, accounts).await;
        }
        let bounce = Script::with(Fault::RecipientIs(WRONG, "550 5.1.1 no such user"));
        let server = SmtpServer::start(vec![bounce]).await;
        november(&database, &server).await;
        corrections(&database, &server).await;
        december(&database, &server).await;
    }
}

async fn november(database: &TestDatabase, server: &SmtpServer) {
    let month = "/office/month/2026-11";
    let day = Day::at(database, server, "2026-11-20T10:00:00-07:00");
    let marta = day.portal.signed_in(MARTA).await;
    run(&marta, month, "check").await;
    require(&marta, month, &["Nothing was found that needs a person."]).await;

    let day = Day::at(database, server, "2026-11-26T02:00:00-07:00");
    let (marta, ada) = (day.portal.signed_in(MARTA).await, day.portal.signed_in(ADA).await);
    run(&marta, month, "close").await;
    require(&marta, month, &["Expected accounts 3", "The counts agree.", "$700.00"]).await;
    done(&marta, month, &format!("{month}/B2/hold"), &[("reason", "It is 80.00 from now on.")]).await;
    // Who answers the phone sees why, and changes no price.
    require(&ada, &format!("{month}/B2"), &["It is 80.00 from now on."]).await;
    let service = database.count("SELECT id AS count FROM services WHERE code = 'LINE'");
    let page = format!("/office/accounts/B2/services/{service}/change");
    assert_eq!(ada.get(&page).await.status, StatusCode::FORBIDDEN);
    let price = [
        ("from", "2026-11-26"),
        ("service", "LINE-2"),
        ("quantity", "1"),
        ("unit_price", "80.00"),
        ("do", "save"),
    ];
    done(&marta, &page, &page, &price).await;
    done(&marta, month, &format!("{month}/B2/redraft"), &[]).await;
    require(&marta, &format!("{month}/B2"), &["Total due $80.00"]).await;
    require(&marta, month, &["Held 0", "$680.00"]).await;

    let day = Day::at(database, server, "2026-11-27T06:00:00-07:00");
    let marta = day.portal.signed_in(MARTA).await;
    run(&marta, month, "issue").await;
    day.mail_goes_out().await;
    require(&marta, month, &["3 of them issued", "Sent 2", "Failed 1", "Recipients 3", "The counts agree."])
        .await;
    require(&marta, "/office", &["1 message did not arrive", "1 address takes no mail"]).await;
}

async fn corrections(database: &TestDatabase, server: &SmtpServer) {
    // The agent hears the right address on the phone; only billing may change the contact as well.
    let day = Day::at(database, server, "2026-11-30T10:00:00-07:00");
    let (marta, ada) = (day.portal.signed_in(MARTA).await, day.portal.signed_in(ADA).await);
    let life = first_link(&marta, "/office/deliveries?state=failed", "case-link").await;
    let resend = format!("{life}/resend");
    let copy = [("email", RIGHT), ("corrects", "1")];
    let refused = send(&ada, &life, &resend, &copy).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", words(&refused));
    done(&marta, &life, &resend, &copy).await;
    day.mail_goes_out().await;
    let taken = server.taken();
    let last = taken.last().unwrap();
    let head = String::from_utf8_lossy(&last.bytes).into_owned();
    assert_eq!((taken.len(), last.to.as_str(), head.contains("Subject: Copy: ")), (3, RIGHT, true));

    // Fir Farm pays, and is promised 300.00 of it back: more than one person may give.
    let fields = [
        ("account", "C3"),
        ("reference", "CHK-77"),
        ("received", "2026-11-30"),
        ("method", "check"),
        ("amount", "400.00"),
    ];
    let account = done(&marta, "/office/money/payment", "/office/money/payment", &fields).await;
    require(&marta, &account, &["The payment is recorded.", "Balance $0.00"]).await;
    let credit = "/office/money/C3/credit";
    let page = words(&marta.get(credit).await);
    let number = page.split_whitespace().find(|word| word.starts_with("INV-202611-")).unwrap();
    let form = format!("{credit}?invoice={number}");
    let fields = [
        ("invoice", number),
        ("credit-0", "300.00"),
        ("reason", "The trunk was down for three weeks"),
        ("step", "do"),
    ];
    done(&marta, &form, credit, &fields).await;
    let approvals = "/office/money/approvals";
    let id = database.count("SELECT id AS count FROM money_requests");
    let approve = format!("{approvals}/{id}/approve");
    let own = send(&marta, "/office/money/payment", &approve, &[("answer", "")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", words(&own));
    let paul = day.portal.signed_in(PAUL).await;
    require(&paul, approvals, &["Credit: $300.00", "The trunk was down for three weeks", MARTA]).await;
    done(&paul, approvals, &approve, &[("answer", "As promised")]).await;
    let finn = day.portal.signed_in(FINN).await;
    require(&finn, "/payments", &["CN-2026-000001", "CHK-77"]).await;

    let day = Day::at(database, server, "2026-12-01T09:00:00-07:00");
    let paul = day.portal.signed_in(PAUL).await;
    let books = "/office/books";
    // 200.00 and 80.00 are owed; Fir Farm has 300.00 to its credit.
    require(&paul, books, &["The books of November 2026", "all accounts together owe -$20.00"]).await;
    done(&paul, books, "/office/books/2026-11/close", &[]).await;
    require_verified(&day.app).await;
}

async fn december(database: &TestDatabase, server: &SmtpServer) {
    let month = "/office/month/2026-12";
    let day = Day::at(database, server, "2026-12-26T02:00:00-07:00");
    let paul = day.portal.signed_in(PAUL).await;
    run(&paul, month, "close").await;
    require(&paul, month, &["Expected accounts 3", "The counts agree.", "$680.00"]).await;
    // 400.00 less the check and the credit note, and 400.00 more.
    require(&paul, &format!("{month}/C3"), &["Total due $100.00"]).await;
    require(&paul, &format!("{month}/A1"), &["Total due $400.00"]).await;
    done(
        &paul,
        month,
        &format!("{month}/hold"),
        &[("text", "Fir"), ("shown", "1"), ("reason", "Is it right?")],
    )
    .await;
    require(&paul, month, &["Held 1"]).await;
    done(&paul, month, &format!("{month}/C3/release"), &[("reason", "It is.")]).await;

    let day = Day::at(database, server, "2026-12-27T06:00:00-07:00");
    let marta = day.portal.signed_in(MARTA).await;
    run(&marta, month, "issue").await;
    day.mail_goes_out().await;
    require(&marta, month, &["3 of them issued", "Sent 3", "Failed 0", "Recipients 3"]).await;
    let to: Vec<String> = server.taken().into_iter().skip(3).map(|mail| mail.to).collect();
    assert!(to.len() == 3 && to.contains(&RIGHT.to_owned()), "{to:?}");
    let paper = marta.get(&format!("{month}/report.pdf")).await;
    assert!(paper.bytes.starts_with(b"%PDF") && paper.header("content-type") == "application/pdf");

    let day = Day::at(database, server, "2027-01-01T09:00:00-07:00");
    let (marta, paul) = (day.portal.signed_in(MARTA).await, day.portal.signed_in(PAUL).await);
    // A bill's due date is 30 days after the 27th: Elm's and Oak's of November are past due since then.
    let aging = marta.get("/office/reports/aging.csv").await;
    for row in
        ["A1,Elm Dental,200.00,200.00,0.00", "B2,Oak Bakery,80.00,80.00,0.00", "C3,Fir Farm,100.00,0.00"]
    {
        assert!(aging.text.contains(row), "{row} in {}", aging.text);
    }
    let revenue = marta.get("/office/reports/revenue.csv?from=2026-11&to=2026-12").await;
    for row in ["2026-11,380.00,", "2026-12,680.00,"] {
        assert!(revenue.text.contains(row), "{row} in {}", revenue.text);
    }
    done(&paul, "/office/books", "/office/books/2026-12/close", &[]).await;
    // 400.00, 160.00 and 100.00.
    require(&paul, "/office/books", &["December 2026", "$660.00", "The books of January 2027"]).await;
    let chain = send(&paul, "/office/audit", "/office/audit/verify", &[]).await;
    assert!(words(&chain).contains("The chain is unbroken"), "{}", words(&chain));
    require_verified(&day.app).await;
}
