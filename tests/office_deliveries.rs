//! The post in the office: what became of each message, copies, addresses that take no mail.

#[path = "support/smtp_server.rs"]
mod smtp_server;
mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::mail::transport::{Security, SmtpSettings};
use billcenter::services::delivery::{self, Delivered, DeliveryReport};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, bill_run, verify};
use mail_parser::MessageParser;
use reqwest::StatusCode;
use smtp_server::{Fault, Script, SmtpServer, Taken};
use support::portal::{Browser, Page, Portal, add_user, at, require_parts};
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const MARTA: &str = "marta@provider.example";
const ADA: &str = "ada@provider.example";
const SAM: &str = "sam@provider.example";

const NOVEMBER: &str = "2026-11-27T06:00:00-07:00";
const DECEMBER: &str = "2026-12-27T06:00:00-07:00";
const INVOICE: &str = "INV-202611-000001";

/// A1 with one recipient, and the people of the tests.
async fn world(database: &TestDatabase, email: &str) {
    let app = at(database, NOVEMBER);
    for (kind, text) in [
        (ImportKind::Accounts, "number,name,opened_on\nA1,Elm Dental,2026-01-01\n".to_owned()),
        (ImportKind::Contacts, format!("account,email,roles,locale\nA1,{email},invoice,en\n")),
        (
            ImportKind::Services,
            "account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\n\
             A1,S,UC User,UC User,voice,1,20,2026-10-26,\n"
                .to_owned(),
        ),
    ] {
        let options = ImportOptions { actor: "a test", dry_run: false, total_bytes: 0 };
        imports::import(&app, kind, text.as_bytes(), &options, &Silent).unwrap();
    }
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["A1"][..]),
        (MARTA, Role::Biller, &[]),
        (ADA, Role::Agent, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    issue(&app, "2026-11").await;
}

async fn issue(app: &App, month: &str) {
    let period = month.parse().unwrap();
    bill_run::close(app, period, "a test", &Silent).unwrap();
    bill_run::release(app, period, None, "checked", "a test").unwrap();
    bill_run::issue(app, period, "a test", &Silent).await.unwrap();
}

/// The program with `server` for its mail.
fn app_for(database: &TestDatabase, now: &str, server: &SmtpServer) -> Arc<App> {
    let mut app = (*at(database, now)).clone();
    let mut smtp = SmtpSettings::new("localhost", Security::None);
    smtp.port = Some(server.port());
    app.settings.mail.smtp = Some(smtp);
    Arc::new(app)
}

async fn send(app: &App) -> Delivered {
    let transport = delivery::transport(app, false).unwrap();
    delivery::send_due(app, &transport, None, true, &Silent).await.unwrap().unwrap()
}

fn report(app: &App, month: &str) -> DeliveryReport {
    let report = delivery::report(app, Some(month.parse().unwrap())).unwrap();
    let by_state = report.sent + report.retrying + report.failed + report.suppressed + report.queued;
    assert_eq!(report.recipients, by_state, "the books of the post close");
    report
}

async fn staff_at(app: &Arc<App>, email: &str) -> (Portal, Browser) {
    let portal = Portal::serve(app);
    let browser = portal.signed_in(email).await;
    (portal, browser)
}

/// The page of the message that the list shows `place`th.
async fn life_of(browser: &Browser, list: &str, place: usize) -> String {
    let page = browser.get(list).await;
    let mut links = page.text.split("class=\"case-link\" href=\"").skip(1);
    let link = links.nth(place).unwrap_or_else(|| panic!("{list} has no message {place}: {}", page.text));
    link.split('"').next().unwrap().to_owned()
}

fn require(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(page.text.contains(why), "{why} in {}", page.text);
}

fn audited(database: &TestDatabase, action: &str) -> i64 {
    database.count(&format!("SELECT COUNT(*) AS count FROM audit WHERE action = '{action}'"))
}

/// Its subject, its text, the bytes of its one attachment.
fn opened(taken: &Taken) -> (String, String, Vec<u8>) {
    let mail = MessageParser::default().parse(&taken.bytes).unwrap();
    let text = mail.body_text(0).unwrap().into_owned();
    let pdf = mail.attachment(0).expect("the invoice").contents().to_vec();
    (mail.subject().unwrap().to_owned(), text, pdf)
}

#[actix_web::test]
async fn a_refused_address_gets_nothing_more_until_somebody_lifts_it() {
    for database in databases() {
        world(&database, "Nobody@elm.example").await;
        let bounce = Script::with(Fault::Recipient("550 5.1.1 no such user"));
        let server = SmtpServer::start(vec![bounce, Script::good()]).await;
        let app = app_for(&database, NOVEMBER, &server);
        assert_eq!(send(&app).await, Delivered { failed: 1, ..Delivered::default() });
        assert_eq!((report(&app, "2026-11").failed, audited(&database, "address.suppressed")), (1, 1));

        let (portal, marta) = staff_at(&app, MARTA).await;
        require_parts(
            &marta.get("/office").await,
            &["1 message did not arrive or is in doubt", "1 address takes no mail"],
        );
        require_parts(
            &marta.get("/office/deliveries?period=2026-11").await,
            &["All 1", "Failed 1", "Sent 0", INVOICE, "Elm Dental", "Nobody@elm.example"],
        );
        let life = life_of(&marta, "/office/deliveries?state=failed&address=nobody@ELM.example", 0).await;
        let page = marta.get(&life).await;
        require_parts(&page, &["Refused for good", "550 5.1.1 no such user", "No mail goes to it"]);
        let same = [("seen", "0"), ("email", "nobody@elm.example")];
        let refused = marta.submit(&life, &format!("{life}/resend"), &same).await;
        require(&refused, StatusCode::UNPROCESSABLE_ENTITY, "A mail server refused nobody@elm.example");
        let contacts = marta.get("/contacts?account=A1").await;
        require_parts(&contacts, &["Address refused", "No mail goes to it until"]);
        drop(portal);

        // The check before the next closing says so, the closing sends nothing there, and the counts agree.
        let soon = at(&database, "2026-12-20T10:00:00-07:00");
        bill_run::check(&soon, "2026-12".parse().unwrap(), &Silent).unwrap();
        let warned = "SELECT COUNT(*) AS count FROM month_warnings WHERE kind = 'suppressed-address'";
        assert_eq!(database.count(warned), 1);
        let app = app_for(&database, DECEMBER, &server);
        issue(&app, "2026-12").await;
        assert_eq!(send(&app).await, Delivered { suppressed: 1, ..Delivered::default() });
        let december = report(&app, "2026-12");
        assert_eq!((december.recipients, december.suppressed, december.queued), (1, 1, 0));
        assert!(december.undelivered[0].response.contains("no such user"), "{december:?}");
        assert!(server.taken().is_empty());

        let (portal, marta) = staff_at(&app, MARTA).await;
        require_parts(
            &marta.get("/office/month/2026-12").await,
            &["Address refused before 1", "Recipients 1", "The counts agree."],
        );
        let addresses = "/office/deliveries/addresses";
        require_parts(&marta.get(addresses).await, &["nobody@elm.example", "550 5.1.1 no such user"]);
        let lift = |reason| [("address", "nobody@elm.example"), ("reason", reason)];
        let silent = marta.submit(addresses, addresses, &lift(" ")).await;
        require(&silent, StatusCode::UNPROCESSABLE_ENTITY, "Say why");
        let lifted = marta.submit(addresses, addresses, &lift("They say it works again.")).await;
        assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text);
        let twice = marta.submit("/office/deliveries/addresses", addresses, &lift("Again.")).await;
        require(&twice, StatusCode::CONFLICT, "already");
        assert_eq!(audited(&database, "address.lifted"), 1);
        assert_eq!(send(&app).await, Delivered::default(), "lifting sends nothing by itself");

        let life = life_of(&marta, "/office/deliveries?state=suppressed", 0).await;
        require_parts(&marta.get(&life).await, &["Not tried", "Send a copy"]);
        let made = marta.submit(&life, &format!("{life}/resend"), &same).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        assert_eq!(send(&app).await.sent, 1);
        assert_eq!(opened(&server.taken()[0]).0.split(':').next(), Some("Copy"));
        // A copy is no further recipient.
        let december = report(&app, "2026-12");
        assert_eq!((december.recipients, december.suppressed), (1, 1));
        let home = marta.get("/office").await;
        assert!(!home.text.contains("did not arrive"), "the copy arrived: {}", home.text);
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        drop(portal);
    }
}

#[actix_web::test]
async fn a_copy_goes_to_the_corrected_address_once() {
    for database in databases() {
        world(&database, "typo@elm.example").await;
        let bounce = Script::with(Fault::Recipient("550 5.1.1 no such user"));
        let server = SmtpServer::start(vec![bounce, Script::good()]).await;
        let app = app_for(&database, NOVEMBER, &server);
        send(&app).await;
        let (portal, marta) = staff_at(&app, MARTA).await;
        let life = life_of(&marta, "/office/deliveries?account=A1", 0).await;
        let resend = format!("{life}/resend");
        let wrong = marta.submit(&life, &resend, &[("seen", "0"), ("email", "right at elm")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_parts(&wrong, &["▲"]);
        let right = [("seen", "0"), ("email", "right@elm.example"), ("corrects", "1")];
        let made = marta.submit(&life, &resend, &right).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        // A double click, and a second thought before the copy is out.
        let twice = marta.submit(&life, &resend, &right).await;
        require(&twice, StatusCode::CONFLICT, "A copy was sent meanwhile");
        let soon = marta.submit(&life, &resend, &[("seen", "1"), ("email", "right@elm.example")]).await;
        require(&soon, StatusCode::CONFLICT, "still on its way");
        assert_eq!((audited(&database, "invoice.resent"), audited(&database, "contact.changed")), (1, 1));
        let corrected = "SELECT COUNT(*) AS count FROM contacts WHERE email = 'right@elm.example'";
        assert_eq!(database.count(corrected), 1);

        assert_eq!(send(&app).await.sent, 1);
        let taken = server.taken();
        let (subject, text, pdf) = opened(&taken[0]);
        assert_eq!((taken.len(), taken[0].to.as_str()), (1, "right@elm.example"));
        assert!(subject.starts_with("Copy: ") && subject.contains(INVOICE), "{subject}");
        assert!(text.starts_with("This is a copy of an invoice"), "{text}");
        assert_eq!(pdf, marta.get(&format!("/invoices/{INVOICE}.pdf")).await.bytes, "the very same bytes");
        let head = String::from_utf8_lossy(&taken[0].bytes).into_owned();
        assert!(head.contains(&format!("Message-ID: <{INVOICE}.")) && head.contains(".copy1@"), "{head}");

        let copy = marta.get(made.location()).await;
        require_parts(
            &copy,
            &[&format!("{MARTA} asked for this copy"), "took it", "The message and its copies"],
        );
        let anna = portal.signed_in(ANNA).await;
        require_parts(
            &anna.get(&format!("/invoices/{INVOICE}/delivery")).await,
            &["Copy", "right@elm.example"],
        );
        // Another one, deliberately, is the second copy.
        let more =
            marta.submit(made.location(), &resend, &[("seen", "1"), ("email", "boss@elm.example")]).await;
        assert_eq!(more.status, StatusCode::SEE_OTHER, "{}", more.text);
        assert_eq!(send(&app).await.sent, 1);
        let last = server.taken().pop().unwrap();
        assert!(String::from_utf8_lossy(&last.bytes).contains(".copy2@"));
        assert_eq!(opened(&last).2, pdf);
        drop(portal);
    }
}

#[actix_web::test]
async fn what_failed_in_a_month_is_sent_again_at_once() {
    for database in databases() {
        world(&database, "pat@elm.example").await;
        // A policy says nothing about the address.
        let policy = Script::with(Fault::AfterDot("554 5.7.1 we do not like it"));
        let server = SmtpServer::start(vec![policy, Script::good()]).await;
        let app = app_for(&database, NOVEMBER, &server);
        assert_eq!(send(&app).await.failed, 1);
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM suppressed_addresses"), 0);
        let (portal, marta) = staff_at(&app, MARTA).await;
        let list = "/office/deliveries?period=2026-11";
        require_parts(&marta.get(list).await, &["Send 1 failed message again"]);
        let all = |seen| [("period", "2026-11"), ("seen", seen)];
        let other = marta.submit(list, "/office/deliveries/resend-failed", &all("2")).await;
        require(&other, StatusCode::CONFLICT, "there is 1 such message now");
        let done = marta.submit(list, "/office/deliveries/resend-failed", &all("1")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        require_parts(&marta.get(done.location()).await, &["1 copy is on its way.", "Copy"]);
        let twice = marta.submit(list, "/office/deliveries/resend-failed", &all("1")).await;
        require(&twice, StatusCode::CONFLICT, "Nothing was sent");
        assert_eq!((send(&app).await.sent, audited(&database, "period.resent")), (1, 1));
        let november = report(&app, "2026-11");
        assert_eq!((november.recipients, november.failed), (1, 1), "the first message did fail");
        drop(portal);
    }
}

#[actix_web::test]
async fn every_try_is_kept_and_doubt_is_explained() {
    for database in databases() {
        world(&database, "pat@elm.example").await;
        let scripts = vec![
            Script::with(Fault::Recipient("451 4.7.1 greylisted")),
            Script::with(Fault::CutAfterDot),
            Script::good(),
        ];
        let server = SmtpServer::start(scripts).await;
        for (now, outcome) in [
            (NOVEMBER, Delivered { retrying: 1, ..Delivered::default() }),
            ("2026-11-27T07:00:00-07:00", Delivered { retrying: 1, ..Delivered::default() }),
            ("2026-11-27T08:00:00-07:00", Delivered { sent: 1, ..Delivered::default() }),
        ] {
            assert_eq!(send(&app_for(&database, now, &server)).await, outcome, "{now}");
        }
        let app = app_for(&database, "2026-11-27T09:00:00-07:00", &server);
        let (portal, sam) = staff_at(&app, SAM).await;
        let life = life_of(&sam, "/office/deliveries?state=doubt&period=2026-11", 0).await;
        require_parts(
            &sam.get(&life).await,
            &[
                "11/27/2026 06:00 MT Refused for now",
                "451 4.7.1 greylisted",
                "11/27/2026 07:00 MT The server’s answer was lost",
                "11/27/2026 08:00 MT The recipient’s mail server took it",
                "RFC 1047",
            ],
        );
        let spanish = sam.get(&format!("{life}?lang=es")).await;
        require_parts(&spanish, &["Se perdió la respuesta del servidor", "RFC 1047"]);
        drop(portal);
    }
}

#[actix_web::test]
async fn roles_decide_who_sends_again() {
    for database in databases() {
        world(&database, "pat@elm.example").await;
        let server = SmtpServer::start(vec![Script::good()]).await;
        let app = app_for(&database, NOVEMBER, &server);
        send(&app).await;
        let (portal, sam) = staff_at(&app, SAM).await;
        let life = life_of(&sam, "/office/deliveries", 0).await;
        let (resend, same) = (format!("{life}/resend"), [("seen", "0"), ("email", "pat@elm.example")]);
        assert!(!sam.get(&life).await.text.contains("Send a copy"));
        assert_eq!(sam.submit("/login", &resend, &same).await.status, StatusCode::FORBIDDEN);
        let ada = portal.signed_in(ADA).await;
        let all = [("period", "2026-11"), ("seen", "0")];
        let lift = [("address", "pat@elm.example"), ("reason", "Please.")];
        for (to, fields) in
            [("/office/deliveries/resend-failed", &all), ("/office/deliveries/addresses", &lift)]
        {
            assert_eq!(ada.submit(&life, to, fields).await.status, StatusCode::FORBIDDEN, "{to}");
        }
        let other = [("seen", "0"), ("email", "new@elm.example"), ("corrects", "1")];
        let corrected = ada.submit(&life, &resend, &other).await;
        require(&corrected, StatusCode::FORBIDDEN, "Only billing may change this contact");
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM outbox WHERE copy_of IS NOT NULL"), 0);
        assert_eq!(ada.submit(&life, &resend, &same).await.status, StatusCode::SEE_OTHER);
        let anna = portal.signed_in(ANNA).await;
        for path in ["/office/deliveries", "/office/deliveries/addresses", life.as_str()] {
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(anna.submit("/login", &resend, &same).await.status, StatusCode::NOT_FOUND);
        for path in ["/office/deliveries/999", "/office/deliveries/x", "/office/deliveries?state=odd"] {
            assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        drop(portal);
    }
}
