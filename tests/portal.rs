//! The portal over a real server: who gets in, what they see, and what does not exist for them.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::{App, links, users};
use billcenter::web::{Access, ROUTES};
use reqwest::StatusCode;
use support::portal::{PASSWORD, Page, Portal, TODAY, add_user, at, billed};
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const BEN: &str = "ben@iris.example";
const STAFF: &str = "biller@provider.example";

/// The billed example with a customer of 100001, one of 100003, and a biller.
async fn start(database: &TestDatabase) -> (Arc<App>, Portal) {
    let app = billed(database).await;
    add_user(&app, ANNA, Role::Finance, &["100001"]).await;
    add_user(&app, BEN, Role::Mpoc, &["100003"]).await;
    add_user(&app, STAFF, Role::Biller, &[]).await;
    let portal = Portal::serve(&app);
    (app, portal)
}

/// The numbers of the invoices that a page links to.
fn invoices_on(page: &Page) -> Vec<String> {
    let mut found: Vec<String> = page
        .text
        .split("href=\"/invoices/INV-")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '/', '?']).next())
        .map(|number| format!("INV-{number}"))
        .map(|number| number.trim_end_matches(".pdf").trim_end_matches(".csv").to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

#[actix_web::test]
async fn a_right_password_opens_and_every_wrong_one_is_the_same_answer() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let wrong = portal.browser().sign_in(ANNA, "not this one").await;
        let unknown = portal.browser().sign_in("anna@olm.example", "not this one").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(unknown.status, wrong.status);
        let same = |page: &Page| page.without_token().replace("anna@olm.example", ANNA);
        assert_eq!(same(&wrong), same(&unknown));

        let browser = portal.browser();
        let page = browser.sign_in(&ANNA.to_uppercase(), PASSWORD).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/"));
        let page = browser.get("/").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Elm Dental"), "{}", page.text);
    }
}

#[actix_web::test]
async fn too_many_tries_are_refused_until_the_window_is_over() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        for _ in 0..5 {
            assert_eq!(
                portal.browser().sign_in(ANNA, "wrong").await.status,
                StatusCode::UNPROCESSABLE_ENTITY
            );
        }
        let refused = portal.browser().sign_in(ANNA, PASSWORD).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "even with the right one");
        assert!(refused.text.contains("Please wait 15 minutes"), "{}", refused.text);
        assert_eq!(portal.browser().sign_in(BEN, PASSWORD).await.status, StatusCode::SEE_OTHER);
        drop((app, portal));
        let later = Portal::serve(&at(&database, "2026-11-28T09:15:00-07:00"));
        assert_eq!(later.browser().sign_in(ANNA, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
}

#[actix_web::test]
async fn forms_from_elsewhere_are_refused() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let fields = [("email", ANNA), ("password", PASSWORD)];
        let browser = portal.browser();
        let token = browser.get("/sign-in").await.form_token();
        let mut with_token = vec![("form_token", token.as_str())];
        with_token.extend(fields);
        let foreign: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ];
        for headers in foreign {
            let page = browser.post("/sign-in", &with_token, headers).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?}");
        }
        let another = portal.browser();
        another.get("/sign-in").await;
        for (browser, fields) in [(&another, &with_token), (&browser, &fields.to_vec())] {
            let page = browser.post("/sign-in", fields, &[]).await;
            assert!(page.status.is_client_error(), "{}", page.status);
            assert!(page.cookie("session").is_none());
        }
        let own = [("origin", portal.address.as_str())];
        assert_eq!(browser.post("/sign-in", &with_token, &own).await.status, StatusCode::SEE_OTHER);
        let page = browser.post("/sign-out", &[("form_token", token.as_str())], &[]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "the token of before the sign-in is worth nothing");
    }
}

#[actix_web::test]
async fn sessions_are_fresh_end_idle_and_end_for_good() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let browser = portal.browser();
        let first = browser.sign_in(ANNA, PASSWORD).await.cookie("session").unwrap();
        let planted = first.split(';').next().unwrap().to_owned();
        // Someone signs in over a session that was planted in their browser.
        let token = {
            let page = portal.browser().get_with("/", &[("cookie", planted.as_str())]).await;
            page.form_token()
        };
        let fields = [("form_token", token.as_str()), ("email", BEN), ("password", PASSWORD)];
        let page = portal.browser().post("/sign-in", &fields, &[("cookie", &planted)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let second = page.cookie("session").unwrap();
        assert_ne!(second.split(';').next().unwrap(), planted, "the key is a fresh one");
        let old = portal.browser().get_with("/", &[("cookie", planted.as_str())]).await;
        assert_eq!(old.status, StatusCode::SEE_OTHER, "the planted one is dead");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(second.contains(part), "{second}");
        }

        let browser = portal.signed_in(ANNA).await;
        let out = browser.submit("/", "/sign-out", &[]).await;
        assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/sign-in"));
        assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);

        let cookie = portal.browser().sign_in(ANNA, PASSWORD).await.cookie("session").unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let look = async |now: &str| {
            let portal = Portal::serve(&at(&database, now));
            portal.browser().get_with("/", &[("cookie", cookie.as_str())]).await.status
        };
        assert_eq!(look("2026-11-28T09:29:00-07:00").await, StatusCode::OK);
        assert_eq!(look("2026-11-28T09:58:00-07:00").await, StatusCode::OK, "it was used at 9:29");
        assert_eq!(look("2026-11-28T10:28:00-07:00").await, StatusCode::SEE_OTHER, "idle for half an hour");
    }
}

#[actix_web::test]
async fn a_customer_registers_once_with_a_code() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let code = users::registration_code(&app, &"100006".parse().unwrap(), "test").unwrap();
        let typed = code.to_lowercase().replace('-', " ");
        let new = "cleo@urung.example";
        let register = async |account: &str, code: &str, email: &str| {
            let fields = [("account", account), ("code", code), ("email", email), ("password", PASSWORD)];
            portal.browser().submit("/register", "/register", &fields).await
        };
        let answers = [
            register("999999", &typed, new).await,
            register("100006", "ABCD-EFGH-JKLM", new).await,
            register("100003", &typed, new).await,
            register("100006", &typed, ANNA).await,
        ];
        // Anna has a login with this password: that proves her, and the code was for her to use.
        assert_eq!(answers[3].status, StatusCode::SEE_OTHER);
        for page in &answers[..3] {
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.text.contains("do not go together"), "{}", page.text);
        }
        assert_eq!(register("100006", &typed, new).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used up");
        let code = users::registration_code(&app, &"100006".parse().unwrap(), "test").unwrap();
        let page = register("100006", &code, new).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/"));
        let browser = portal.signed_in(new).await;
        assert!(browser.get("/").await.text.contains("Ürüng Press"));

        let weak = [("account", "1"), ("code", "x"), ("email", "nobody"), ("password", "Password1")];
        let page = portal.browser().submit("/register", "/register", &weak).await;
        assert!(page.text.contains("first passwords anyone would try"), "{}", page.text);
        assert!(page.text.contains("Enter an e-mail address"), "{}", page.text);
    }
}

#[actix_web::test]
async fn a_one_time_link_sets_a_password_and_ends_other_sessions() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let signed_in = portal.signed_in(ANNA).await;
        let link = users::add_user(&app, &ANNA.parse().unwrap(), Role::Finance, &[], "test").unwrap();
        let path = &link[link.find("/set-password/").unwrap()..];
        let page = portal.browser().submit(path, path, &[("password", "another plain sentence")]).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(signed_in.get("/").await.status, StatusCode::SEE_OTHER, "the old session has ended");
        assert_eq!(portal.browser().get(path).await.status, StatusCode::GONE, "the link works once");
        assert_eq!(portal.browser().sign_in(ANNA, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[actix_web::test]
async fn a_foreign_invoice_is_the_same_page_as_none() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let (anna, ben) = (portal.signed_in(ANNA).await, portal.signed_in(BEN).await);
        let annas = invoices_on(&anna.get("/invoices").await);
        let bens = invoices_on(&ben.get("/invoices").await);
        assert!(!annas.is_empty() && !bens.is_empty());
        assert!(annas.iter().all(|number| !bens.contains(number)));
        assert!(anna.get("/invoices").await.text.contains("100001-01"), "a grant covers the accounts below");
        let missing = "INV-199001-000001";
        let forms =
            ["", ".pdf", ".csv", ".xlsx", "/changes", "/calls?line=0"].map(|end| format!("/invoices/N{end}"));
        for form in &forms {
            let own = anna.get(&form.replace('N', &annas[0])).await.status;
            assert!(!own.is_server_error(), "{form}");
            let foreign = anna.get(&form.replace('N', &bens[0])).await;
            let none = anna.get(&form.replace('N', missing)).await;
            assert_eq!(
                (foreign.status, none.status),
                (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
                "{form}"
            );
            assert_eq!(foreign.text.replace(&bens[0], missing), none.text, "{form}");
        }
        for path in
            ["/", "/next", "/calls", "/calls.csv", "/payments", "/invoices", "/invoices/year/2026.zip"]
        {
            assert_eq!(
                anna.get(&format!("{path}?account=100003")).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        for path in ["/invoices?account=nothing", "/invoices/year/1999.zip"] {
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let staff = portal.signed_in(STAFF).await;
        for number in [&annas[0], &bens[0]] {
            assert_eq!(staff.get(&format!("/invoices/{number}")).await.status, StatusCode::OK);
        }
    }
}

#[actix_web::test]
async fn an_invoice_shows_every_line_and_call_and_can_be_downloaded() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let staff = portal.signed_in(STAFF).await;
        let list = staff.get("/invoices").await;
        let mut seen_calls = false;
        for number in invoices_on(&list) {
            let page = staff.get(&format!("/invoices/{number}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.text.contains(&format!("/invoices/{number}.pdf")));
            if let Some((_, rest)) = page.text.split_once("/calls?line=") {
                let line = rest.split('"').next().unwrap();
                let calls = staff.get(&format!("/invoices/{number}/calls?line={line}")).await;
                assert_eq!(calls.status, StatusCode::OK);
                assert!(calls.text.contains("+1303555"), "{}", calls.text);
                seen_calls = true;
            }
        }
        assert!(seen_calls);
        let number = &invoices_on(&list)[0];
        let pdf = staff.get(&format!("/invoices/{number}.pdf")).await;
        assert!(pdf.text.starts_with("%PDF-"));
        assert_eq!(pdf.header("content-disposition"), format!("attachment; filename=\"{number}.pdf\""));
        let csv = staff.get(&format!("/invoices/{number}.csv")).await;
        assert!(csv.text.contains(number.as_str()) && csv.header("content-type").starts_with("text/csv"));
    }
}

#[actix_web::test]
async fn a_signed_link_opens_its_document_for_a_while() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let number = invoices_on(&portal.signed_in(ANNA).await.get("/invoices").await).remove(0);
        let sign = |end: &str| links::sign(&app, &number.parse().unwrap(), end.parse().unwrap()).unwrap();
        let path = |link: &str| link[link.find("/d/").unwrap()..].to_owned();
        let good = path(&sign("2026-11-29T00:00:00Z"));
        let browser = portal.browser();
        assert!(browser.get(&good).await.text.starts_with("%PDF-"));
        let old = browser.get(&path(&sign("2026-11-28T00:00:00Z"))).await;
        assert_eq!(old.status, StatusCode::GONE);
        assert!(old.text.contains("Sign in to see your invoices"), "{}", old.text);
        for forged in
            [good.replace("-000", "-001"), good.replace('~', "~9"), format!("{good}A"), "/d/x".into()]
        {
            assert_eq!(browser.get(&forged).await.status, StatusCode::NOT_FOUND, "{forged}");
        }
    }
}

#[actix_web::test]
async fn pages_speak_the_readers_language() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let spanish = portal.browser().get_with("/sign-in", &[("accept-language", "es-MX,en;q=0.5")]).await;
        assert!(spanish.text.contains("<html lang=\"es\">") && spanish.text.contains("Iniciar sesión"));
        let browser = portal.signed_in(ANNA).await;
        assert!(browser.get("/").await.text.contains("Balance due"));
        assert!(browser.get("/?lang=es").await.text.contains("Saldo por pagar"));
        assert!(browser.get("/").await.text.contains("Saldo por pagar"), "the choice is remembered");
    }
}

/// What each route answers to: nobody, a customer, and staff. `ok` 200, `in` the way to the
/// sign-in page, `no` 404, `bad` refused for its form, `gone` 410.
const TABLE: &[(&str, &str, [&str; 3])] = &[
    ("GET", "/healthz", ["ok", "ok", "ok"]),
    ("GET", "/readyz", ["ok", "ok", "ok"]),
    ("GET", "/metrics", ["ok", "ok", "ok"]),
    ("GET", "/assets/{name}", ["no", "no", "no"]),
    ("GET", "/logo/{name}", ["no", "no", "no"]),
    ("GET", "/sign-in", ["ok", "on", "on"]),
    ("POST", "/sign-in", ["bad", "bad", "bad"]),
    ("GET", "/sign-in/code", ["in", "in", "in"]),
    ("POST", "/sign-in/code", ["bad", "bad", "bad"]),
    ("GET", "/forgot", ["ok", "ok", "ok"]),
    ("POST", "/forgot", ["bad", "bad", "bad"]),
    ("GET", "/reset/{signed}", ["gone", "gone", "gone"]),
    ("POST", "/reset/{signed}", ["bad", "bad", "bad"]),
    ("GET", "/confirm-email/{signed}", ["gone", "gone", "gone"]),
    ("POST", "/confirm-email/{signed}", ["bad", "bad", "bad"]),
    ("GET", "/register", ["ok", "ok", "ok"]),
    ("POST", "/register", ["bad", "bad", "bad"]),
    ("GET", "/set-password/{token}", ["gone", "gone", "gone"]),
    ("POST", "/set-password/{token}", ["bad", "bad", "bad"]),
    ("GET", "/d/{signed}", ["no", "no", "no"]),
    ("POST", "/sign-out", ["in", "bad", "bad"]),
    ("POST", "/see-as/stop", ["in", "bad", "bad"]),
    ("GET", "/login", ["in", "ok", "ok"]),
    ("GET", "/login/confirm", ["in", "ok", "ok"]),
    ("POST", "/login/confirm", ["in", "bad", "bad"]),
    ("GET", "/login/password", ["in", "ok", "ok"]),
    ("POST", "/login/password", ["in", "bad", "bad"]),
    ("GET", "/login/email", ["in", "ok", "ok"]),
    ("POST", "/login/email", ["in", "bad", "bad"]),
    ("GET", "/login/factor", ["in", "ok", "ok"]),
    ("POST", "/login/factor", ["in", "bad", "bad"]),
    ("POST", "/login/factor/codes", ["in", "bad", "bad"]),
    ("POST", "/login/factor/off", ["in", "bad", "bad"]),
    ("POST", "/login/sessions", ["in", "bad", "bad"]),
    ("GET", "/", ["in", "ok", "on"]),
    ("GET", "/next", ["in", "ok", "ok"]),
    ("GET", "/calls", ["in", "ok", "ok"]),
    ("GET", "/calls.csv", ["in", "ok", "ok"]),
    ("GET", "/payments", ["in", "ok", "ok"]),
    ("GET", "/invoices", ["in", "ok", "ok"]),
    ("GET", "/invoices/{number}.pdf", ["in", "no", "ok"]),
    ("GET", "/invoices/{number}.csv", ["in", "no", "ok"]),
    ("GET", "/invoices/{number}.xlsx", ["in", "no", "ok"]),
    ("GET", "/invoices/year/{year}.zip", ["in", "no", "no"]),
    ("GET", "/invoices/{number}/calls", ["in", "no", "no"]),
    ("GET", "/invoices/{number}/changes", ["in", "no", "ok"]),
    ("GET", "/invoices/{number}/delivery", ["in", "no", "ok"]),
    ("GET", "/invoices/{number}", ["in", "no", "ok"]),
    ("GET", "/credit-notes/{number}.pdf", ["in", "no", "no"]),
    ("GET", "/cases", ["in", "ok", "on"]),
    ("GET", "/cases/new", ["in", "no", "no"]),
    ("POST", "/cases/new", ["in", "bad", "bad"]),
    ("GET", "/cases/ask", ["in", "ok", "on"]),
    ("POST", "/cases/ask", ["in", "bad", "bad"]),
    ("GET", "/requests/new", ["in", "ok", "ok"]),
    ("POST", "/requests/new", ["in", "bad", "bad"]),
    ("GET", "/cases/{case}", ["in", "no", "no"]),
    ("POST", "/cases/{case}/comment", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/confirm", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/reopen", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/withdraw", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/escalate", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/follow-on", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/approve", ["in", "bad", "bad"]),
    ("POST", "/cases/{case}/accept-quote", ["in", "bad", "bad"]),
    ("GET", "/cases/{case}/files/{id}", ["in", "no", "no"]),
    ("GET", "/deliveries", ["in", "ok", "ok"]),
    ("GET", "/contacts", ["in", "ok", "ok"]),
    ("POST", "/contacts/confirm", ["in", "bad", "bad"]),
    ("GET", "/contacts/new", ["in", "bad", "ok"]),
    ("POST", "/contacts/new", ["in", "bad", "bad"]),
    ("GET", "/contacts/{id}", ["in", "no", "no"]),
    ("POST", "/contacts/{id}", ["in", "bad", "bad"]),
    ("POST", "/contacts/{id}/remove", ["in", "bad", "bad"]),
    ("GET", "/accounts", ["in", "ok", "ok"]),
    ("POST", "/accounts", ["in", "bad", "bad"]),
    ("GET", "/accounts/services", ["in", "ok", "ok"]),
    ("POST", "/accounts/services", ["in", "bad", "bad"]),
    ("GET", "/office", ["in", "no", "ok"]),
    ("GET", "/office/accounts/new", ["in", "no", "ok"]),
    ("POST", "/office/accounts/new", ["in", "no", "bad"]),
    ("GET", "/office/accounts", ["in", "no", "ok"]),
    ("GET", "/office/accounts/{account}", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/see-as", ["in", "no", "bad"]),
    ("GET", "/office/accounts/{account}/edit", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/edit", ["in", "no", "bad"]),
    ("GET", "/office/accounts/{account}/services/new", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/services/new", ["in", "no", "bad"]),
    ("GET", "/office/accounts/{account}/services/{service}/end", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/services/{service}/end", ["in", "no", "no"]),
    ("GET", "/office/accounts/{account}/services/{service}/change", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/services/{service}/change", ["in", "no", "no"]),
    ("GET", "/office/accounts/{account}/charges/new", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/charges/new", ["in", "no", "bad"]),
    ("GET", "/office/accounts/{account}/access", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/access/code", ["in", "no", "bad"]),
    ("POST", "/office/accounts/{account}/access/invite", ["in", "no", "bad"]),
    ("GET", "/office/accounts/{account}/access/{user}", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/access/{user}/help", ["in", "no", "no"]),
    ("POST", "/office/accounts/{account}/access/{user}/take-away", ["in", "no", "no"]),
    ("GET", "/office/month", ["in", "no", "on"]),
    ("GET", "/office/month/{period}", ["in", "no", "no"]),
    ("GET", "/office/month/{period}/report.csv", ["in", "no", "no"]),
    ("GET", "/office/month/{period}/report.pdf", ["in", "no", "no"]),
    ("POST", "/office/month/{period}/check", ["in", "no", "bad"]),
    ("POST", "/office/month/{period}/close", ["in", "no", "bad"]),
    ("POST", "/office/month/{period}/issue", ["in", "no", "bad"]),
    ("POST", "/office/month/{period}/hold", ["in", "no", "bad"]),
    ("POST", "/office/month/{period}/release", ["in", "no", "bad"]),
    ("GET", "/office/month/{period}/{account}.pdf", ["in", "no", "no"]),
    ("GET", "/office/month/{period}/{account}", ["in", "no", "no"]),
    ("POST", "/office/month/{period}/{account}/hold", ["in", "no", "bad"]),
    ("POST", "/office/month/{period}/{account}/release", ["in", "no", "bad"]),
    ("POST", "/office/month/{period}/{account}/redraft", ["in", "no", "bad"]),
    ("GET", "/office/cases", ["in", "no", "ok"]),
    ("GET", "/office/cases/new", ["in", "no", "ok"]),
    ("POST", "/office/cases/new", ["in", "no", "bad"]),
    ("GET", "/office/cases/{case}", ["in", "no", "no"]),
    ("POST", "/office/cases/{case}/reply", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/claim", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/assign", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/priority", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/state", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/duplicate", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/master", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/escalate", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/accept", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/decline", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/approve", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/send-back", ["in", "no", "bad"]),
    ("GET", "/office/reminders", ["in", "no", "ok"]),
    ("GET", "/office/reminders/{account}", ["in", "no", "no"]),
    ("POST", "/office/reminders/{account}", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/time", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/quote", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/finish", ["in", "no", "bad"]),
    ("POST", "/office/cases/{case}/take-up", ["in", "no", "bad"]),
    ("GET", "/office/requests", ["in", "no", "ok"]),
    ("GET", "/office/requests/{case}", ["in", "no", "no"]),
    ("POST", "/office/requests/{case}", ["in", "no", "bad"]),
    ("GET", "/office/reports", ["in", "no", "ok"]),
    ("GET", "/office/reports/{kind}.csv", ["in", "no", "no"]),
    ("GET", "/office/reports/{kind}.xlsx", ["in", "no", "no"]),
    ("GET", "/office/reports/{kind}", ["in", "no", "no"]),
    ("GET", "/office/books", ["in", "no", "ok"]),
    ("POST", "/office/books/{month}/close", ["in", "no", "bad"]),
    ("GET", "/office/audit", ["in", "no", "bad"]),
    ("GET", "/office/audit.csv", ["in", "no", "bad"]),
    ("POST", "/office/audit/verify", ["in", "no", "bad"]),
    ("GET", "/office/deliveries", ["in", "no", "ok"]),
    ("POST", "/office/deliveries/resend-failed", ["in", "no", "bad"]),
    ("GET", "/office/deliveries/addresses", ["in", "no", "ok"]),
    ("POST", "/office/deliveries/addresses", ["in", "no", "bad"]),
    ("GET", "/office/deliveries/{id}", ["in", "no", "no"]),
    ("POST", "/office/deliveries/{id}/resend", ["in", "no", "bad"]),
    ("GET", "/office/settings", ["in", "no", "bad"]),
    ("GET", "/office/settings/users", ["in", "no", "bad"]),
    ("POST", "/office/settings/users", ["in", "no", "bad"]),
    ("GET", "/office/settings/users/{id}", ["in", "no", "no"]),
    ("POST", "/office/settings/users/{id}/{deed}", ["in", "no", "bad"]),
    ("POST", "/office/settings/provider/logo", ["in", "no", "bad"]),
    ("POST", "/office/settings/provider/preview", ["in", "no", "bad"]),
    ("GET", "/office/settings/taxes", ["in", "no", "bad"]),
    ("POST", "/office/settings/taxes", ["in", "no", "bad"]),
    ("POST", "/office/settings/taxes/{code}/end", ["in", "no", "bad"]),
    ("GET", "/office/settings/mail", ["in", "no", "bad"]),
    ("POST", "/office/settings/mail", ["in", "no", "bad"]),
    ("GET", "/office/settings/{section}", ["in", "no", "no"]),
    ("POST", "/office/settings/{section}", ["in", "no", "bad"]),
    ("GET", "/office/terms", ["in", "no", "ok"]),
    ("POST", "/office/terms", ["in", "no", "bad"]),
    ("GET", "/office/money", ["in", "no", "ok"]),
    ("GET", "/office/money/payment", ["in", "no", "ok"]),
    ("POST", "/office/money/payment", ["in", "no", "bad"]),
    ("GET", "/office/money/import", ["in", "no", "ok"]),
    ("POST", "/office/money/import", ["in", "no", "bad"]),
    ("GET", "/office/money/in-credit", ["in", "no", "ok"]),
    ("GET", "/office/money/approvals", ["in", "no", "ok"]),
    ("POST", "/office/money/approvals/{id}/approve", ["in", "no", "no"]),
    ("POST", "/office/money/approvals/{id}/send-back", ["in", "no", "no"]),
    ("GET", "/office/money/unidentified", ["in", "no", "ok"]),
    ("POST", "/office/money/unidentified", ["in", "no", "bad"]),
    ("GET", "/office/money/unidentified/{id}", ["in", "no", "no"]),
    ("POST", "/office/money/unidentified/{id}/apply", ["in", "no", "no"]),
    ("POST", "/office/money/unidentified/{id}/return", ["in", "no", "no"]),
    ("GET", "/office/money/{account}", ["in", "no", "no"]),
    ("GET", "/office/money/{account}/credit", ["in", "no", "no"]),
    ("POST", "/office/money/{account}/credit", ["in", "no", "bad"]),
    ("GET", "/office/money/{account}/refund", ["in", "no", "no"]),
    ("POST", "/office/money/{account}/refund", ["in", "no", "bad"]),
    ("GET", "/office/money/{account}/write-off", ["in", "no", "no"]),
    ("POST", "/office/money/{account}/write-off", ["in", "no", "bad"]),
    ("GET", "/office/money/{account}/return/{id}", ["in", "no", "no"]),
    ("POST", "/office/money/{account}/return/{id}", ["in", "no", "no"]),
    ("GET", "/office/money/{account}/move/{id}", ["in", "no", "no"]),
    ("POST", "/office/money/{account}/move/{id}", ["in", "no", "no"]),
];

#[actix_web::test]
async fn every_route_proves_its_refusals() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let number = invoices_on(&portal.signed_in(BEN).await.get("/invoices").await).remove(0);
        let listed: Vec<_> = TABLE.iter().map(|(method, path, _)| (*method, *path)).collect();
        let served: Vec<_> = ROUTES.iter().map(|route| (route.method, route.path)).collect();
        assert_eq!(served, listed, "every route stands in the table");
        let browsers = [portal.browser(), portal.signed_in(ANNA).await, portal.signed_in(STAFF).await];
        for (route, (method, path, expected)) in ROUTES.iter().zip(TABLE) {
            for (browser, expected) in browsers.iter().zip(expected) {
                // A line that is no line of calls is missing, whoever asks.
                let query = if path.ends_with("/calls") { "?line=99999" } else { "" };
                let path = path.replace("{number}", &number).replace("{", "").replace("}", "") + query;
                let page = match *method {
                    "GET" => browser.get(&path).await,
                    _ => browser.post(&path, &[("form_token", "forged")], &[]).await,
                };
                let got = match (page.status.as_u16(), page.location()) {
                    (200, _) => "ok",
                    (303, to) if to.starts_with("/sign-in") => "in",
                    (303, _) => "on",
                    (404, _) => "no",
                    (410, _) => "gone",
                    (400 | 403, _) => "bad",
                    (status, _) => panic!("{method} {path}: {status}"),
                };
                assert_eq!(got, *expected, "{method} {path}");
                if route.access != Access::Machine {
                    require_headers(&page, &path);
                }
            }
        }
        let page = browsers[0].get("/nowhere").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.text.contains("This page does not exist"));
    }
}

fn require_headers(page: &Page, path: &str) {
    assert_eq!(page.header("cache-control"), "no-store", "{path}");
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
    let policy = page.header("content-security-policy");
    for part in ["default-src 'none'", "style-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{path}: {policy}");
    }
    assert!(!page.text.contains(" style=") && !page.text.contains("<script"), "{path}");
}

#[actix_web::test]
async fn production_binds_cookies_to_https_and_styles_are_kept_for_a_year() {
    for database in databases() {
        let mut app = (*at(&database, TODAY)).clone();
        app.settings.server.public_url = "https://billing.example.com".to_owned();
        let portal = Portal::serve(&Arc::new(app));
        let page = portal.browser().get("/sign-in").await;
        let cookie = page.cookie("__Host-visit").unwrap();
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(page.header("strict-transport-security").starts_with("max-age=31536000"));
        let (_, rest) = page.text.split_once("href=\"/assets/").unwrap();
        let styles = portal.browser().get(&format!("/assets/{}", rest.split('"').next().unwrap())).await;
        assert_eq!(styles.header("cache-control"), "public, max-age=31536000, immutable");
        let metrics = portal.browser().get("/metrics").await;
        assert!(metrics.text.contains("http_requests_total"), "{}", metrics.text);
        assert!(!metrics.text.contains("INV-"));
    }
}
