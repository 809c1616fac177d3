//! Customers look after who receives their bill, see what became of it, and say what they call their
//! accounts and where they book them.

#[path = "support/smtp_server.rs"]
mod smtp_server;
mod support;

use std::io::Write;
use std::process::Command;
use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::mail::transport::{Security, SmtpSettings};
use billcenter::services::export::{csv, json};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, bill_run, delivery, invoices};
use billcenter::store::audit;
use billcenter::values::number::InvoiceNumber;
use reqwest::StatusCode;
use smtp_server::{Fault, Script, SmtpServer};
use support::portal::{Browser, Page, Portal, add_user, at, billed};
use support::{TestDatabase, databases};

/// Finance contact of 100001.
const ANNA: &str = "anna@elm.example";
/// Primary main point of contact of 100001, above 100001-01.
const DANA: &str = "dana@elm.example";
/// Another main point of contact of 100001.
const OMAR: &str = "omar@elm.example";
/// Main point of contact of 100003, but not its primary one.
const BEN: &str = "ben@iris.example";
const STAFF: &str = "biller@provider.example";
const TECHNICIAN: &str = "tech@provider.example";

/// When the invoices of December are issued.
const DECEMBER: &str = "2026-12-27T06:00:00-07:00";

async fn start(database: &TestDatabase) -> (Arc<App>, Portal) {
    let app = billed(database).await;
    let contacts = "account,email,name,roles\n100001,dana@elm.example,Dana Elm,mpoc_primary;case\n";
    let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
    imports::import(&app, ImportKind::Contacts, contacts.as_bytes(), &options, &Silent).unwrap();
    add_user(&app, ANNA, Role::Finance, &["100001"]).await;
    add_user(&app, DANA, Role::Mpoc, &["100001"]).await;
    add_user(&app, OMAR, Role::Mpoc, &["100001"]).await;
    add_user(&app, BEN, Role::Mpoc, &["100003"]).await;
    add_user(&app, STAFF, Role::Biller, &[]).await;
    add_user(&app, TECHNICIAN, Role::Technician, &[]).await;
    let portal = Portal::serve(&app);
    (app, portal)
}

fn contact_path(database: &TestDatabase, email: &str) -> String {
    let id = database.count(&format!("SELECT id AS count FROM contacts WHERE email = '{email}'"));
    format!("/contacts/{id}")
}

/// The first value of the field `name` on a page.
fn field(page: &Page, name: &str) -> String {
    let (_, rest) = page.text.split_once(&format!("name=\"{name}\"")).expect("the field is there");
    let (_, rest) = rest.split_once("value=\"").expect("it has a value");
    rest.split('"').next().unwrap().to_owned()
}

/// Changes a contact as its form would: with what was shown.
async fn change(browser: &Browser, path: &str, email: &str, more: &[(&str, &str)]) -> Page {
    let seen = field(&browser.get(path).await, "seen");
    change_seen(browser, path, email, &seen, more).await
}

async fn change_seen(browser: &Browser, path: &str, email: &str, seen: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("seen", seen), ("email", email), ("locale", "en"), ("delivery", "attachment")];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(more);
    browser.submit("/contacts", path, &fields).await
}

async fn add(browser: &Browser, account: &str, email: &str, more: &[(&str, &str)]) -> Page {
    let path = format!("/contacts/new?account={account}");
    change_seen(browser, &path, email, "", more).await
}

/// Actor, action, subject and detail of each row of the audit log about contacts and names.
fn recorded(database: &TestDatabase) -> Vec<[String; 4]> {
    let rows = database.db().read(|conn| audit::list_after(conn, 0, 10_000)).unwrap();
    let ours = ["contact.", "contacts.", "account.named", "service.coded"];
    rows.into_iter()
        .map(|(row, _)| [row.actor, row.action, row.subject, row.detail])
        .filter(|[_, action, ..]| ours.iter().any(|start| action.starts_with(start)))
        .collect()
}

fn contacts_of(database: &TestDatabase, email: &str, roles: &str) -> i64 {
    database.count(&format!(
        "SELECT COUNT(*) AS count FROM contacts WHERE email = '{email}' AND roles = '{roles}'"
    ))
}

/// Closes and issues December.
async fn issue_december(database: &TestDatabase) -> Arc<App> {
    let app = at(database, DECEMBER);
    let period = "2026-12".parse().unwrap();
    bill_run::close(&app, period, "test", &Silent).unwrap();
    bill_run::release(&app, period, None, "checked", "test").unwrap();
    bill_run::issue(&app, period, "test", &Silent).await.unwrap();
    app
}

/// The number of the invoice that bills `account` for `period`.
fn number(app: &App, account: &str, period: &str) -> InvoiceNumber {
    let mut found = None;
    invoices::each_head(app, period.parse().unwrap(), |heads| {
        found = found
            .take()
            .or(heads.iter().find(|head| head.account == account).map(|head| head.number.clone()));
        Ok::<_, billcenter::services::ServiceError>(())
    })
    .unwrap();
    found.expect("an invoice").parse().unwrap()
}

#[actix_web::test]
async fn the_primary_contact_and_billing_staff_manage_and_nobody_else() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let (dana, ap) = (contact_path(&database, DANA), contact_path(&database, "ap.100001@example.com"));
        for reader in [ANNA, OMAR, TECHNICIAN] {
            let browser = portal.signed_in(reader).await;
            let page = browser.get("/contacts?account=100001").await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains("ap.100001@example.com"), "{reader} reads");
            assert!(page.text.contains("Only Dana Elm, as the primary main contact"), "{}", page.text);
            assert!(!page.text.contains("/contacts/new") && !page.text.contains(&ap), "{reader}");
            assert_eq!(browser.get("/contacts/new?account=100001").await.status, StatusCode::FORBIDDEN);
            assert_eq!(browser.get(&ap).await.status, StatusCode::FORBIDDEN, "{reader}");
            let answers = [
                add(&browser, "100001", "new@elm.example", &[]).await.status,
                change_seen(&browser, &ap, "new@elm.example", "x", &[]).await.status,
                browser.submit("/contacts", &format!("{ap}/remove"), &[("seen", "x")]).await.status,
                browser.submit("/contacts", "/contacts/confirm?account=100001", &[]).await.status,
            ];
            assert_eq!(answers, [StatusCode::FORBIDDEN; 4], "{reader}");
        }
        let ben = portal.signed_in(BEN).await;
        let foreign = [
            ben.get("/contacts?account=100001").await.status,
            ben.get("/deliveries?account=100001").await.status,
            ben.get("/accounts?account=100001").await.status,
            ben.get("/accounts/services?account=100001").await.status,
            ben.get("/contacts/new?account=100001").await.status,
            ben.get(&dana).await.status,
            add(&ben, "100001", "new@elm.example", &[]).await.status,
            change_seen(&ben, &dana, "new@elm.example", "x", &[]).await.status,
            ben.submit("/contacts", &format!("{dana}/remove"), &[("seen", "x")]).await.status,
            ben.submit("/contacts", "/contacts/confirm?account=100001", &[]).await.status,
            ben.submit("/contacts", "/accounts?account=100001", &[]).await.status,
            ben.submit("/contacts", "/accounts/services?account=100001", &[]).await.status,
        ];
        assert_eq!(foreign, [StatusCode::NOT_FOUND; 12]);
        assert_eq!(add(&ben, "100003", "new@iris.example", &[]).await.status, StatusCode::FORBIDDEN);
        assert!(recorded(&database).is_empty(), "nothing happened");

        let below = add(&portal.signed_in(DANA).await, "100001-01", "site@elm.example", &[]).await;
        assert_eq!(below.location(), "/contacts?account=100001-01&done=added", "{}", below.text);
        let staff = add(&portal.signed_in(STAFF).await, "100001", "cfo@elm.example", &[]).await;
        assert_eq!(staff.location(), "/contacts?account=100001&done=added");
    }
}

#[actix_web::test]
async fn what_cannot_be_is_refused_at_its_field() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let dana = portal.signed_in(DANA).await;
        let ap_path = contact_path(&database, "ap.100001@example.com");
        let dana_path = contact_path(&database, DANA);
        let refused = [
            (add(&dana, "100001", "not an address", &[]).await, "email", "Enter an e-mail address"),
            (add(&dana, "100001", "AP.100001@Example.com", &[]).await, "email", "has this address"),
            (add(&dana, "100001", "n@elm.example", &[("mpoc", "king")]).await, "mpoc", "one of the roles"),
            (
                add(&dana, "100001", "n@elm.example", &[("escalation", "1, x")]).await,
                "escalation",
                "Enter steps",
            ),
            (
                add(&dana, "100001", "n@elm.example", &[("name", "a\u{202e}b")]).await,
                "name",
                "can be printed",
            ),
            (
                add(&dana, "100001", "n@elm.example", &[("mpoc", "mpoc_primary")]).await,
                "mpoc",
                "Dana Elm is the primary main contact",
            ),
            (change(&dana, &dana_path, DANA, &[("mpoc", "mpoc")]).await, "mpoc", "Name another first"),
        ];
        for (page, field, words) in refused {
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            let (_, error) = page.text.split_once(&format!("id=\"{field}-error\"")).expect(words);
            assert!(error.split("</p>").next().unwrap().contains(words), "{words}: {}", page.text);
            assert!(page.text.contains(&format!("{field}-error\"")), "its field tells of it");
        }
        let seen = field(&dana.get(&dana_path).await, "seen");
        let page = dana.submit("/contacts", &format!("{dana_path}/remove"), &[("seen", &seen)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("Name another first"), "{}", page.text);

        // Staff take the primary away; then the last recipient has to stay one.
        let staff = portal.signed_in(STAFF).await;
        assert_eq!(change(&staff, &dana_path, DANA, &[("case", "on")]).await.status, StatusCode::SEE_OTHER);
        let page = change(&staff, &ap_path, "ap.100001@example.com", &[("case", "on")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("Nobody would get the invoices any more"), "{}", page.text);
        let seen = field(&staff.get(&ap_path).await, "seen");
        let page = staff.submit("/contacts", &format!("{ap_path}/remove"), &[("seen", &seen)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(contacts_of(&database, "ap.100001@example.com", "invoice"), 1);
        assert_eq!(recorded(&database).len(), 1, "only what happened is written down");
    }
}

#[actix_web::test]
async fn nobody_overwrites_a_change_that_they_have_not_seen() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let (dana, staff) = (portal.signed_in(DANA).await, portal.signed_in(STAFF).await);
        let path = contact_path(&database, "ap.100001@example.com");
        let seen = field(&dana.get(&path).await, "seen");
        let invoice = ("invoice", "on");
        let first = change(&staff, &path, "payables@elm.example", &[invoice, ("name", "Payables")]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
        let more = [invoice, ("name", "Paula")];
        let second = change_seen(&dana, &path, "paula@elm.example", &seen, &more).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        for words in ["payables@elm.example", "paula@elm.example", "Someone changed this contact meanwhile"] {
            assert!(second.text.contains(words), "{words}: {}", second.text);
        }
        assert_eq!(contacts_of(&database, "payables@elm.example", "invoice"), 1);
        let removal = dana.submit("/contacts", &format!("{path}/remove"), &[("seen", &seen)]).await;
        assert_eq!(removal.status, StatusCode::CONFLICT);
        // Seen now, and meant.
        let seen = field(&second, "seen");
        let third = change_seen(&dana, &path, "paula@elm.example", &seen, &more).await;
        assert_eq!(third.status, StatusCode::SEE_OTHER);
        assert_eq!(contacts_of(&database, "paula@elm.example", "invoice"), 1);
    }
}

#[actix_web::test]
async fn every_change_is_written_down_with_what_was_before() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let dana = portal.signed_in(DANA).await;
        let more = [("mpoc", "mpoc_primary"), ("takes_over", "on"), ("name", "Omar"), ("escalation", "2, 1")];
        add(&dana, "100001", OMAR, &more).await;
        assert_eq!(contacts_of(&database, OMAR, "mpoc_primary;escalation_1;escalation_2"), 1);
        assert_eq!(contacts_of(&database, DANA, "mpoc;case"), 1, "she handed over");
        let page = dana.get("/contacts?account=100001").await;
        assert!(page.text.contains("Only Omar, as the primary main contact"), "{}", page.text);

        let omar = portal.signed_in(OMAR).await;
        let path = contact_path(&database, DANA);
        let seen = field(&omar.get(&path).await, "seen");
        let page = omar.submit("/contacts", &format!("{path}/remove"), &[("seen", &seen)]).await;
        assert_eq!(page.location(), "/contacts?account=100001&done=removed", "{}", page.text);
        let recorded = recorded(&database);
        let rows: Vec<_> = recorded
            .iter()
            .map(|[actor, action, subject, _]| (actor.as_str(), action.as_str(), subject.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                (DANA, "contact.changed", "100001"),
                (DANA, "contact.added", "100001"),
                (OMAR, "contact.removed", "100001"),
            ]
        );
        let dana_was = "was \"Dana Elm\" <dana@elm.example>, title \"\", phone \"\", en, roles mpoc_primary case, \
                        by attachment; is \"Dana Elm\" <dana@elm.example>, title \"\", phone \"\", en, roles mpoc case, \
                        by attachment";
        assert_eq!(recorded[0][3], dana_was);
        assert!(recorded[2][3].starts_with("was \"Dana Elm\" <dana@elm.example>"), "{}", recorded[2][3]);
    }
}

#[actix_web::test]
async fn the_next_invoice_goes_to_who_is_a_contact_then_and_its_fate_is_shown() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let dana = portal.signed_in(DANA).await;
        let before = number(&app, "100001", "2026-11");
        let page = dana.get(&format!("/invoices/{before}/delivery")).await;
        assert!(
            page.text.contains("ap.100001@example.com") && page.text.contains("Waiting"),
            "{}",
            page.text
        );

        let more = [("invoice", "on"), ("name", "Nia New"), ("delivery", "link")];
        add(&dana, "100001", "nia@elm.example", &more).await;
        let path = contact_path(&database, "ap.100001@example.com");
        let seen = field(&dana.get(&path).await, "seen");
        dana.submit("/contacts", &format!("{path}/remove"), &[("seen", &seen)]).await;
        // An account without any contact, as an import can leave one.
        let nobody =
            "DELETE FROM contacts WHERE account_id = (SELECT id FROM accounts WHERE number = '100006')";
        database.execute(nobody).unwrap();
        let december = issue_december(&database).await;
        let number = number(&december, "100001", "2026-12");
        let to: Vec<i64> = ["nia@elm.example", "ap.100001@example.com"]
            .map(|email| {
                database.count(&format!(
                    "SELECT COUNT(*) AS count FROM outbox JOIN invoices ON invoices.id = outbox.invoice_id \
                     WHERE number = '{number}' AND outbox.email = '{email}'"
                ))
            })
            .into();
        assert_eq!(to, [1, 0]);

        // Only this message is left to be sent, and its recipient is refused.
        database.execute("UPDATE outbox SET state = 'suppressed' WHERE email <> 'nia@elm.example'").unwrap();
        let server = SmtpServer::start(vec![Script::with(Fault::Recipient("550 5.1.1 no such user"))]).await;
        let mut sending = (*december).clone();
        let mut smtp = SmtpSettings::new("localhost", Security::None);
        smtp.port = Some(server.port());
        sending.settings.mail.smtp = Some(smtp);
        let transport = delivery::transport(&sending, false).unwrap();
        let sent = delivery::send_due(&sending, &transport, None, true, &Silent).await.unwrap().unwrap();
        assert_eq!((sent.sent, sent.failed), (0, 1));

        let portal = Portal::serve(&december);
        let dana = portal.signed_in(DANA).await;
        for path in [format!("/invoices/{number}/delivery"), "/deliveries?account=100001".to_owned()] {
            let page = dana.get(&path).await;
            for words in
                ["Nia New", "nia@elm.example", "Not delivered", "550 5.1.1 no such user", "As a link"]
            {
                assert!(page.text.contains(words), "{path}: {words}: {}", page.text);
            }
        }
        assert!(
            dana.get("/deliveries?account=100001").await.text.contains(before.as_str()),
            "older ones follow"
        );
        let id = database.count(&format!("SELECT id AS count FROM invoices WHERE number = '{number}'"));
        let page = dana.get(&format!("/deliveries?account=100001&cursor=2026-12-27.{id}")).await;
        assert!(page.text.contains(before.as_str()) && !page.text.contains(number.as_str()), "{}", page.text);
        assert_eq!(dana.get("/deliveries?cursor=nowhere").await.status, StatusCode::NOT_FOUND);
        let page = dana.get("/contacts?account=100001").await;
        assert!(page.text.contains("Last invoice not delivered"), "{}", page.text);
        assert!(page.text.contains("550 5.1.1 no such user"));
        assert!(page.text.contains(&format!("href=\"/invoices/{number}/delivery\"")));
        let ben = portal.signed_in(BEN).await;
        assert_eq!(ben.get(&format!("/invoices/{number}/delivery")).await.status, StatusCode::NOT_FOUND);
        let staff = portal.signed_in(STAFF).await;
        let page = staff.get("/deliveries?account=100006&lang=es").await;
        assert!(page.text.contains("no se envió a nadie") && page.text.contains("Detenida"), "{}", page.text);
    }
}

#[actix_web::test]
async fn a_cost_center_stands_on_the_next_invoice_and_on_none_before() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let anna = portal.signed_in(ANNA).await;
        save_codes(&database, &anna, "HQ-100", "=NET-7").await;
        let december = issue_december(&database).await;
        let (before, number) = (number(&app, "100001", "2026-11"), number(&december, "100001", "2026-12"));
        let (_, old) = invoices::find(&december, &before).unwrap();
        assert!(old.sections.iter().all(|section| section.cost_centre.is_empty()));
        let shown = |number: &InvoiceNumber| {
            let (id, invoice) = invoices::find(&december, number).unwrap();
            let pdf = invoices::render(&december, id, &invoice).unwrap();
            let csv = String::from_utf8(csv::document(&invoice).unwrap()).unwrap();
            let json = serde_json::to_value(json::document(&invoice)).unwrap();
            (pdf_text(&pdf), csv, json)
        };
        let (pdf, csv, json) = shown(&before);
        assert!(!pdf.contains("Cost center"), "{pdf}");
        assert!(csv.lines().skip(1).all(|line| line.ends_with("USD,")), "{csv}");
        assert!(!json.to_string().contains("cost_centre"), "{json}");

        let (pdf, csv, json) = shown(&number);
        assert_eq!(pdf.matches("Cost center: HQ-100").count(), 1, "at the head of its section: {pdf}");
        assert_eq!(pdf.matches("Cost center: =NET-7").count(), 1, "with the one line: {pdf}");
        let mut lines = csv.lines();
        assert!(lines.next().unwrap().ends_with(",currency,cost_centre"));
        for line in lines {
            let expected = if line.contains("100001-S02") { "'=NET-7" } else { "HQ-100" };
            assert!(line.ends_with(&format!("USD,{expected}")), "{line}");
        }
        let section = &json["sections"][0];
        assert_eq!(section["cost_centre"], "HQ-100");
        let codes: Vec<_> = section["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| (line["code"].as_str().unwrap(), line["cost_centre"].as_str().unwrap()))
            .collect();
        assert!(
            codes.contains(&("100001-S02", "=NET-7")) && codes.contains(&("100001-S01", "HQ-100")),
            "{codes:?}"
        );

        let portal = Portal::serve(&december);
        let anna = portal.signed_in(ANNA).await;
        let page = anna.get(&format!("/invoices/{number}?lang=es")).await;
        assert_eq!(page.text.matches("Centro de costos: HQ-100").count(), 1, "{}", page.text);
        assert_eq!(page.text.matches("Centro de costos: =NET-7").count(), 1);
        save_codes(&database, &anna, "HQ-200", "").await;
        assert_eq!(shown(&number), (pdf, csv, json), "an issued invoice never changes");
    }
}

/// Codes the account 100001 and its service S02, as their forms would.
async fn save_codes(database: &TestDatabase, browser: &Browser, account_code: &str, service_code: &str) {
    let account = database.count("SELECT id AS count FROM accounts WHERE number = '100001'");
    let service = database.count("SELECT id AS count FROM services WHERE code = '100001-S02'");
    for (path, id, name, code) in [
        ("/accounts?account=100001", account, "Elm HQ", account_code),
        ("/accounts/services?account=100001", service, "", service_code),
    ] {
        let seen = field(&browser.get(path).await, &format!("seen-{id}"));
        let keys = [format!("seen-{id}"), format!("name-{id}"), format!("code-{id}")];
        let fields = [(keys[0].as_str(), seen.as_str()), (keys[1].as_str(), name), (keys[2].as_str(), code)];
        let page = browser.submit(path, path, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        assert!(page.location().contains("saved=1"), "{}", page.location());
    }
}

fn pdf_text(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let output = Command::new("pdftotext").args(["-raw"]).arg(file.path()).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[actix_web::test]
async fn names_are_saved_row_by_row_and_nothing_typed_is_lost() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let (anna, staff) = (portal.signed_in(ANNA).await, portal.signed_in(STAFF).await);
        let id = |number: &str| {
            database.count(&format!("SELECT id AS count FROM accounts WHERE number = '{number}'"))
        };
        let (top, below, foreign) = (id("100001"), id("100001-01"), id("100003"));
        let path = "/accounts?account=100001";
        let send = async |browser: &Browser, rows: &[(i64, &str, &str, &str)]| {
            let mut all = Vec::new();
            for (id, seen, name, code) in rows {
                all.push((format!("seen-{id}"), *seen));
                all.push((format!("name-{id}"), *name));
                all.push((format!("code-{id}"), *code));
            }
            let fields: Vec<_> = all.iter().map(|(key, value)| (key.as_str(), *value)).collect();
            browser.submit(path, path, &fields).await
        };
        let shown = anna.get(path).await;
        let seen = |id: i64| field(&shown, &format!("seen-{id}"));
        let (top_seen, below_seen) = (seen(top), seen(below));

        let long = "x".repeat(61);
        let page =
            send(&anna, &[(top, &top_seen, "Head office", "A-1"), (below, &below_seen, &long, "غ")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Use at most 60 characters", "can be printed", "Head office", &long, "A-1"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        let page = send(&anna, &[(foreign, "x", "Mine", "")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "a row that is not on this form");
        let technician = portal.signed_in(TECHNICIAN).await;
        let page = send(&technician, &[(top, &top_seen, "Mine", "")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(recorded(&database).is_empty());

        let page = send(&staff, &[(below, &below_seen, "Utah", "")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let page =
            send(&anna, &[(top, &top_seen, "Head office", "A-1"), (below, &below_seen, "Salt Lake", "")])
                .await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        for words in ["One account was changed", "Salt Lake", "Now: name “Utah”"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        assert!(
            anna.get("/?account=100001").await.text.contains("<h1>Head office</h1>"),
            "its name in the portal"
        );
        let below_seen = field(&page, &format!("seen-{below}"));
        let page = send(&anna, &[(below, &below_seen, "Salt Lake", "")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "seen now, and meant");
        let details: Vec<_> = recorded(&database)
            .into_iter()
            .map(|[actor, _, subject, detail]| (actor, subject, detail))
            .collect();
        let row = |actor: &str, subject: &str, detail: &str| {
            (actor.to_owned(), subject.to_owned(), detail.to_owned())
        };
        assert_eq!(
            details,
            [
                row(STAFF, "100001-01", "was \"\", cost center \"\"; is \"Utah\", cost center \"\""),
                row(ANNA, "100001", "was \"\", cost center \"\"; is \"Head office\", cost center \"A-1\""),
                row(ANNA, "100001-01", "was \"Utah\", cost center \"\"; is \"Salt Lake\", cost center \"\""),
            ]
        );
    }
}

#[actix_web::test]
async fn the_yearly_question_is_asked_until_it_is_answered() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let asks = async |portal: &Portal, who: &str| {
            let page = portal.signed_in(who).await.get("/contacts?account=100001").await;
            page.text.contains("Are these still your contacts?")
        };
        // Opened on 2024-01-01, never confirmed.
        assert!(asks(&portal, DANA).await && asks(&portal, STAFF).await);
        assert!(!asks(&portal, ANNA).await, "she cannot answer it");
        let dana = portal.signed_in(DANA).await;
        let page = dana.submit("/contacts?account=100001", "/contacts/confirm?account=100001", &[]).await;
        assert_eq!(page.location(), "/contacts?account=100001&done=confirmed");
        assert!(!asks(&portal, DANA).await);
        let recorded = recorded(&database);
        assert_eq!(recorded.len(), 1);
        assert_eq!(recorded[0], [DANA, "contacts.confirmed", "100001", "2 contacts are right"]);
        // Confirmed on 2026-11-28; 365 days later is 2027-11-28.
        assert!(!asks(&Portal::serve(&at(&database, "2027-11-27T12:00:00-07:00")), DANA).await);
        assert!(asks(&Portal::serve(&at(&database, "2027-11-28T12:00:00-07:00")), DANA).await);
    }
}
