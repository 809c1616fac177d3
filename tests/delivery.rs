//! From the outbox to the mail server: what is refused, lost or in doubt, and what is tried again
//! (REQUIREMENTS R4.4).

#[path = "support/smtp_server.rs"]
mod smtp_server;
mod support;

use billcenter::mail::transport::{Security, SmtpSettings};
use billcenter::services::delivery::{self, Delivered, DeliveryReport};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, bill_run, links};
use billcenter::values::period::BillingPeriod;
use smtp_server::{Fault, Script, SmtpServer};
use support::{TestDatabase, databases};

const ISSUED: &str = "2026-11-27T06:00:00-07:00";

/// An hour later: past the first wait, which is 5 to 7 minutes.
const RETRIED: &str = "2026-11-27T07:00:00-07:00";

fn period() -> BillingPeriod {
    "2026-11".parse().unwrap()
}

fn import(app: &App, kind: ImportKind, text: &str) {
    let options = ImportOptions { actor: "a test", dry_run: false, total_bytes: 0 };
    imports::import(app, kind, text.as_bytes(), &options, &Silent).unwrap();
}

/// One issued invoice for each contact's account; contacts are `email,delivery` pairs.
async fn issue_for(database: &TestDatabase, contacts: &[(&str, &str)]) {
    let app = database.app(ISSUED);
    let mut files = [
        "number,name,opened_on\n".to_owned(),
        "account,email,roles,delivery\n".to_owned(),
        "account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\n".to_owned(),
    ];
    for (place, (email, delivery)) in contacts.iter().enumerate() {
        files[0] += &format!("A{place},Customer {place},2026-01-01\n");
        files[1] += &format!("A{place},{email},invoice,{delivery}\n");
        files[2] += &format!("A{place},S,UC User,UC User,voice,1,20,2026-10-26,\n");
    }
    for (kind, text) in
        [ImportKind::Accounts, ImportKind::Contacts, ImportKind::Services].into_iter().zip(files)
    {
        import(&app, kind, &text);
    }
    bill_run::close(&app, period(), "a test", &Silent).unwrap();
    bill_run::issue(&app, period(), "a test", &Silent).await.unwrap();
}

fn app_for(database: &TestDatabase, now: &str, server: &SmtpServer) -> App {
    let mut app = database.app(now);
    let mut smtp = SmtpSettings::new("localhost", Security::None);
    smtp.port = Some(server.port());
    app.settings.mail.smtp = Some(smtp);
    app.settings.server.session_secret = "a secret of the tests, long enough".to_owned();
    app
}

async fn send(app: &App) -> Delivered {
    let transport = delivery::transport(app, false).unwrap();
    delivery::send_due(app, &transport, None, true, &Silent).await.unwrap().unwrap()
}

fn report(app: &App) -> DeliveryReport {
    let report = delivery::report(app, Some(period())).unwrap();
    let by_state = report.sent + report.retrying + report.failed + report.suppressed + report.queued;
    assert_eq!(report.recipients, by_state, "the books of the post close");
    report
}

#[tokio::test]
async fn a_refused_recipient_has_failed_and_the_answer_is_kept() {
    for database in databases() {
        issue_for(&database, &[("nobody@example.com", "attachment")]).await;
        let server = SmtpServer::start(vec![Script::with(Fault::Recipient("550 5.1.1 no such user"))]).await;
        let app = app_for(&database, ISSUED, &server);
        assert_eq!(send(&app).await, Delivered { failed: 1, ..Delivered::default() });
        let report = report(&app);
        assert_eq!((report.failed, report.in_doubt), (1, 0));
        assert!(report.undelivered[0].response.contains("no such user"), "{report:?}");
        let later = app_for(&database, RETRIED, &server);
        assert_eq!(send(&later).await, Delivered::default(), "a refusal for good is not tried again");
    }
}

#[tokio::test]
async fn a_temporary_refusal_is_tried_again_after_a_while() {
    for database in databases() {
        issue_for(&database, &[("pat@example.com", "attachment")]).await;
        let scripts = vec![Script::with(Fault::Recipient("451 4.7.1 greylisted")), Script::good()];
        let server = SmtpServer::start(scripts).await;
        let app = app_for(&database, ISSUED, &server);
        assert_eq!(send(&app).await, Delivered { retrying: 1, ..Delivered::default() });
        assert_eq!(send(&app).await, Delivered::default(), "not before its time");
        let later = app_for(&database, RETRIED, &server);
        assert_eq!(send(&later).await, Delivered { sent: 1, ..Delivered::default() });
        assert_eq!((report(&later).sent, server.taken().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_lost_answer_is_shown_as_doubt_and_the_same_bytes_go_again() {
    for database in databases() {
        issue_for(&database, &[("pat@example.com", "attachment")]).await;
        let server = SmtpServer::start(vec![Script::with(Fault::CutAfterDot), Script::good()]).await;
        let app = app_for(&database, ISSUED, &server);
        assert_eq!(send(&app).await, Delivered { retrying: 1, ..Delivered::default() });
        assert_eq!(report(&app).in_doubt, 1);
        let later = app_for(&database, RETRIED, &server);
        assert_eq!(send(&later).await.sent, 1);
        let taken = server.taken();
        let last = taken.last().unwrap();
        assert!(taken.iter().all(|message| message.bytes == last.bytes), "every try has the same bytes");
        assert_eq!(report(&later).in_doubt, 1, "the doubt stays to be seen");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_costs_no_message_its_turn() {
    for database in databases() {
        issue_for(&database, &[("pat@example.com", "attachment"), ("ana@example.com", "attachment")]).await;
        let scripts = vec![Script::with(Fault::Greets("554 go away")); 2];
        let server = SmtpServer::start([scripts, vec![Script::good()]].concat()).await;
        let app = app_for(&database, ISSUED, &server);
        assert_eq!(send(&app).await.sent, 0);
        assert_eq!(report(&app).failed, 0);
        let later = app_for(&database, RETRIED, &server);
        send(&later).await;
        assert_eq!((report(&later).sent, server.taken().len()), (2, 2));
    }
}

#[tokio::test]
async fn who_prefers_a_link_gets_one_and_so_does_who_would_get_too_much() {
    for database in databases() {
        issue_for(&database, &[("pat@example.com", "link"), ("ana@example.com", "attachment")]).await;
        let server = SmtpServer::start(vec![Script::good()]).await;
        let mut app = app_for(&database, ISSUED, &server);
        app.settings.mail.max_attachment_bytes = 1_000;
        assert_eq!(send(&app).await.sent, 2);
        for message in server.taken() {
            let mail = mail_parser::MessageParser::default().parse(&message.bytes).unwrap();
            assert_eq!(mail.attachment_count(), 0, "{} gets a link", message.to);
            let text = mail.body_text(0).unwrap().into_owned();
            let link = text.split_whitespace().find_map(|word| word.split_once("/d/")).expect("a link").1;
            let number = match links::open(&app, link).unwrap() {
                links::Link::Opens(number) => number.to_string(),
                other => panic!("{other:?}"),
            };
            assert!(number.starts_with("INV-202611-"), "{number}");
        }
    }
}

#[tokio::test]
async fn the_days_limit_is_kept() {
    for database in databases() {
        let contacts = ["a@example.com", "b@example.com", "c@example.com"].map(|email| (email, "attachment"));
        issue_for(&database, &contacts).await;
        let server = SmtpServer::start(vec![Script::good()]).await;
        let mut app = app_for(&database, ISSUED, &server);
        app.settings.mail.per_day = 2;
        send(&app).await;
        send(&app).await;
        assert_eq!((report(&app).sent, report(&app).queued), (2, 1));
        let mut tomorrow = app_for(&database, "2026-11-28T06:00:01-07:00", &server);
        tomorrow.settings.mail.per_day = 2;
        send(&tomorrow).await;
        assert_eq!(report(&tomorrow).sent, 3);
    }
}
