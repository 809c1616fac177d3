//! Signing in that can be trusted: the second step, forgotten passwords, changes of one's own login,
//! over a real server.

mod support;
#[path = "support/totp.rs"]
mod totp;

use std::sync::Arc;

use billcenter::config::Settings;
use billcenter::domain::access::Role;
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{App, Silent, delivery, resets, users};
use reqwest::StatusCode;
use support::portal::{Browser, PASSWORD, Page, Portal, add_user, at};
use support::post::{Letter, delivered};
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const NEW: &str = "another plain sentence";

/// The tests' day at a time of day, Mountain Time.
fn time(of_day: &str) -> String {
    format!("2026-11-28T{of_day}-07:00")
}

/// The portal at a time of day, over the same database.
fn portal_at(database: &TestDatabase, of_day: &str) -> (Arc<App>, Portal) {
    let app = at(database, &time(of_day));
    let portal = Portal::serve(&app);
    (app, portal)
}

/// A customer's finance contact, at nine o'clock.
async fn start(database: &TestDatabase) -> (Arc<App>, Portal) {
    let (app, portal) = portal_at(database, "09:00:00");
    let options = ImportOptions { dry_run: false, actor: "test", total_bytes: 0 };
    let accounts = "number,name,opened_on\n100001,Elm Dental,2026-01-01\n";
    imports::import(&app, ImportKind::Accounts, accounts.as_bytes(), &options, &Silent).unwrap();
    add_user(&app, ANNA, Role::Finance, &["100001"]).await;
    (app, portal)
}

/// The code that an app shows at a time of day.
fn code(secret: &str, of_day: &str) -> String {
    totp::code(secret, &time(of_day))
}

/// What stands between two marks of a page.
fn between<'a>(page: &'a Page, before: &str, after: &str) -> Vec<&'a str> {
    page.text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

fn secret_on(page: &Page) -> String {
    between(page, "<code class=\"secret\">", "</code>")[0].replace(' ', "")
}

/// Sets a second factor up at nine o'clock: its secret and its recovery codes.
async fn with_factor(portal: &Portal, email: &str) -> (String, Vec<String>) {
    let browser = portal.signed_in(email).await;
    let secret = secret_on(&browser.get("/login/factor").await);
    let fields = [("code", &*code(&secret, "09:00:00"))];
    let page = browser.submit("/login/factor", "/login/factor", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    (secret, between(&page, "<li><code>", "</code>").iter().map(|code| (*code).to_owned()).collect())
}

async fn enter_code(browser: &Browser, code: &str) -> Page {
    browser.submit("/sign-in/code", "/sign-in/code", &[("code", code)]).await
}

fn audited(database: &TestDatabase, action: &str) -> i64 {
    database.count(&format!("SELECT COUNT(*) AS count FROM audit WHERE action = '{action}'"))
}

fn subjects(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.subject.rsplit_once(": ").unwrap().1).collect()
}

fn leads_to(page: &Page) -> (u16, &str) {
    (page.status.as_u16(), page.location())
}

#[actix_web::test]
async fn a_second_factor_is_set_up_asked_for_and_counts_once() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let browser = portal.signed_in(ANNA).await;
        let page = browser.get("/login/factor").await;
        assert_eq!(
            secret_on(&browser.get("/login/factor").await),
            secret_on(&page),
            "also when loaded again"
        );
        assert!(page.text.contains("<svg") && !page.text.contains("<?xml"), "{}", page.text);
        assert!(!page.text.contains(" style=") && !page.text.contains("<script"));
        let wrong = browser.submit("/login/factor", "/login/factor", &[("code", "000000")]).await;
        assert_eq!((wrong.status, secret_on(&wrong)), (StatusCode::UNPROCESSABLE_ENTITY, secret_on(&page)));
        assert!(browser.get("/login").await.text.contains(">Off<"));

        let (secret, codes) = with_factor(&portal, ANNA).await;
        assert_eq!(codes.len(), 10);
        assert!(browser.get("/login").await.text.contains(">On<"));
        let letters = delivered(&app).await;
        assert_eq!(subjects(&letters), ["two-step sign-in is on"]);
        assert_eq!(letters[0].to, ANNA);

        // The way in now has two steps, and `next` outlives both.
        let browser = portal.browser();
        let fields = [("email", ANNA), ("password", PASSWORD), ("next", "/invoices?x=1")];
        let page = browser.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(leads_to(&page), (303, "/sign-in/code?next=/invoices%3Fx%3D1"));
        assert!(page.cookie("session").is_none_or(|cookie| cookie.starts_with("session=;")));
        let half = page.cookie("half").unwrap();
        assert!(["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=300"].iter().all(|part| half.contains(part)));
        for closed in ["/", "/invoices", "/login", "/login/factor", "/login/confirm"] {
            assert!(browser.get(closed).await.location().starts_with("/sign-in"), "{closed}");
        }
        let used = enter_code(&browser, &code(&secret, "09:00:00")).await;
        assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "the code that set it up was used");

        let (_, later) = portal_at(&database, "09:00:30");
        let browser = browser.at(&later);
        let form = browser.get("/sign-in/code?next=/invoices%3Fx%3D1").await;
        assert!(form.text.contains("value=\"/invoices?x=1\""), "{}", form.text);
        let now = code(&secret, "09:00:30");
        let spaced = format!("{} {}", &now[..3], &now[3..]);
        let fields = [("code", spaced.as_str()), ("next", "/invoices?x=1")];
        let page = browser.submit("/sign-in/code", "/sign-in/code", &fields).await;
        assert_eq!(leads_to(&page), (303, "/invoices?x=1"));
        assert_eq!(browser.get("/login").await.status, StatusCode::OK);
        let second = later.browser();
        second.sign_in(ANNA, PASSWORD).await;
        assert_eq!(enter_code(&second, &now).await.status, StatusCode::UNPROCESSABLE_ENTITY, "replayed");
        assert_eq!(audited(&database, "user.factor_added"), 1);
        assert_eq!(audited(&database, "user.code_refused"), 2);
        let secrets = format!(
            "SELECT COUNT(*) AS count FROM audit WHERE detail LIKE '%{secret}%' OR detail LIKE '%{}%'",
            codes[0]
        );
        assert_eq!(database.count(&secrets), 0);
    }
}

#[actix_web::test]
async fn codes_cannot_be_tried_for_long_and_the_half_way_ends() {
    for database in databases() {
        let (_app, portal) = start(&database).await;
        let (secret, _) = with_factor(&portal, ANNA).await;
        let (_, portal) = portal_at(&database, "09:01:00");
        let browser = portal.browser();
        browser.sign_in(ANNA, PASSWORD).await;
        for _ in 0..5 {
            assert_eq!(enter_code(&browser, "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        // Another browser is no way around: tries are counted for the person.
        let another = portal.browser();
        another.sign_in(ANNA, PASSWORD).await;
        let page = enter_code(&another, &code(&secret, "09:01:00")).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        let (_, later) = portal_at(&database, "09:06:00");
        let page = browser.at(&later).get("/sign-in/code?next=/invoices").await;
        assert_eq!(leads_to(&page), (303, "/sign-in?next=/invoices"), "five minutes are over");
        // A key that nobody was given opens nothing.
        let page = later.browser().get_with("/sign-in/code", &[("cookie", "half=made-up")]).await;
        assert_eq!(leads_to(&page), (303, "/sign-in"));
    }
}

#[actix_web::test]
async fn a_recovery_code_lets_in_once() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let (_, codes) = with_factor(&portal, ANNA).await;
        let typed = codes[3].to_lowercase().replace('-', " ");
        let browser = portal.browser();
        browser.sign_in(ANNA, PASSWORD).await;
        assert_eq!(leads_to(&enter_code(&browser, &typed).await), (303, "/"));
        let page = browser.get("/login").await;
        assert!(page.text.contains("9 recovery codes left"), "{}", page.text);
        let again = portal.browser();
        again.sign_in(ANNA, PASSWORD).await;
        assert_eq!(enter_code(&again, &codes[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used");
        let letters = delivered(&app).await;
        assert_eq!(subjects(&letters), ["a recovery code was used", "two-step sign-in is on"]);
        assert!(letters[0].text.contains("Codes left: 9."), "{}", letters[0].text);
        assert_eq!(audited(&database, "user.recovery_code_used"), 1);

        // New ones end those there were.
        let page = browser.submit("/login/factor", "/login/factor/codes", &[]).await;
        let new = between(&page, "<li><code>", "</code>");
        assert_eq!(new.len(), 10);
        assert_eq!(enter_code(&again, &codes[4]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "replaced");
        assert_eq!(leads_to(&enter_code(&again, new[0]).await), (303, "/"));
    }
}

#[actix_web::test]
async fn the_factor_is_turned_off_only_after_a_new_proof() {
    for database in databases() {
        let (_, portal) = start(&database).await;
        let (secret, codes) = with_factor(&portal, ANNA).await;
        let browser = portal.browser();
        browser.sign_in(ANNA, PASSWORD).await;
        enter_code(&browser, &codes[0]).await;

        let (_, portal) = portal_at(&database, "09:10:00");
        let browser = browser.at(&portal);
        assert_eq!(leads_to(&browser.get("/login/factor").await), (303, "/login/confirm?next=/login/factor"));
        for action in ["/login/factor/off", "/login/factor/codes"] {
            let page = browser.submit("/login", action, &[]).await;
            assert_eq!(leads_to(&page), (303, "/login/confirm?next=/login/factor"), "{action}");
        }
        assert!(browser.get("/login").await.text.contains(">On<"));
        let now = code(&secret, "09:10:00");
        let confirm = async |password: &str, code: &str| {
            let fields = [("password", password), ("code", code), ("next", "/login/factor")];
            browser.submit("/login/confirm", "/login/confirm", &fields).await
        };
        assert_eq!(confirm("not this one", &now).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(confirm(PASSWORD, "000000").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = confirm(PASSWORD, &now).await;
        assert_eq!(leads_to(&page), (303, "/login/factor"));
        assert!(page.cookie("session").is_some(), "a proof brings a fresh key");
        let page = browser.submit("/login/factor", "/login/factor/off", &[]).await;
        assert_eq!(leads_to(&page), (303, "/login?done=factor-off"));
        assert_eq!(leads_to(&portal.browser().sign_in(ANNA, PASSWORD).await), (303, "/"));
        assert_eq!(audited(&database, "user.factor_removed"), 1);
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM recovery_codes"), 0);
        let (app, _) = portal_at(&database, "09:10:00");
        let letters = delivered(&app).await;
        assert!(subjects(&letters).contains(&"two-step sign-in is off"), "{letters:?}");
    }
}

#[actix_web::test]
async fn staff_set_up_a_second_factor_before_anything_else_where_it_is_required() {
    for database in databases() {
        let mut app = (*at(&database, &time("09:00:00"))).clone();
        // As in production, where the setting is silent.
        app.settings.auth = Settings::load(None).unwrap().auth;
        let app = Arc::new(app);
        let staff = "biller@provider.example";
        add_user(&app, staff, Role::Biller, &[]).await;
        let portal = Portal::serve(&app);
        let browser = portal.signed_in(staff).await;
        assert_eq!(leads_to(&browser.get("/invoices").await), (303, "/login/factor?next=/invoices"));
        assert_eq!(browser.get("/login").await.status, StatusCode::OK);
        let page = browser.get("/login/factor?next=/invoices").await;
        assert!(page.text.contains("Everyone who works here"), "{}", page.text);
        let code = code(&secret_on(&page), "09:00:00");
        let fields = [("code", code.as_str()), ("next", "/invoices")];
        let page = browser.submit("/login/factor", "/login/factor", &fields).await;
        assert!(page.text.contains("href=\"/invoices\">I have kept them"), "{}", page.text);
        assert_eq!(browser.get("/invoices").await.status, StatusCode::OK);
    }
}

#[actix_web::test]
async fn a_lost_factor_is_reset_by_staff() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let anna = ANNA.parse().unwrap();
        assert!(users::reset_factor(&app, &anna, "test").is_err(), "there is none");
        with_factor(&portal, ANNA).await;
        let browser = portal.browser();
        browser.sign_in(ANNA, PASSWORD).await;
        users::reset_factor(&app, &anna, "test").unwrap();
        assert_eq!(leads_to(&browser.get("/sign-in/code").await), (303, "/sign-in"), "begun and not ended");
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM sessions"), 0);
        assert_eq!(leads_to(&portal.browser().sign_in(ANNA, PASSWORD).await), (303, "/"));
        assert_eq!(audited(&database, "user.factor_reset"), 1);
        assert!(subjects(&delivered(&app).await).contains(&"we removed your two-step sign-in"));
    }
}

#[actix_web::test]
async fn a_forgotten_password_is_reset_by_mail_and_skips_no_second_factor() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let ask =
            async |email: &str| portal.browser().submit("/forgot", "/forgot", &[("email", email)]).await;
        let (known, unknown) = (ask(&ANNA.to_uppercase()).await, ask("nobody@elm.example").await);
        assert_eq!(leads_to(&known), (303, "/forgot?sent=1"));
        assert_eq!(leads_to(&unknown), leads_to(&known));
        let page = portal.browser().get("/forgot?sent=1").await;
        assert!(page.text.contains("If there is a login with this address"), "{}", page.text);
        let letters = delivered(&app).await;
        assert_eq!(subjects(&letters), ["set a new password"], "nobody else gets anything");
        let link = letters[0].path("/reset/");
        assert!(letters[0].html.contains(&link) && letters[0].to == ANNA);
        let tag = link.rsplit('~').next().unwrap();
        let stored = format!("SELECT COUNT(*) AS count FROM outbox WHERE detail LIKE '%{tag}%'");
        assert_eq!(database.count(&stored), 0, "no link lies in the outbox");

        let (secret, _) = with_factor(&portal, ANNA).await;
        let signed_in = portal.browser();
        signed_in.sign_in(ANNA, PASSWORD).await;
        let (later_app, later) = portal_at(&database, "09:04:00");
        enter_code(&signed_in.at(&later), &code(&secret, "09:04:00")).await;
        let browser = later.browser();
        let weak = browser.submit(&link, &link, &[("password", "short")]).await;
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = browser.submit(&link, &link, &[("password", NEW)]).await;
        assert_eq!(leads_to(&page), (303, "/sign-in/code"), "the second step is not skipped");
        assert_eq!(leads_to(&browser.get("/").await), (303, "/sign-in"));
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM sessions"), 0, "every session ended");
        let token = browser.get("/sign-in").await.form_token();
        let again = browser.post(&link, &[("form_token", &token), ("password", NEW)], &[]).await;
        assert_eq!(again.status, StatusCode::GONE, "the link works once");
        let gone = browser.get(&link).await;
        assert!(gone.status == StatusCode::GONE && gone.text.contains("href=\"/forgot\""), "{}", gone.text);
        let (_, later) = portal_at(&database, "09:04:30");
        let page = enter_code(&browser.at(&later), &code(&secret, "09:04:30")).await;
        assert_eq!(leads_to(&page), (303, "/"));
        assert_eq!(later.browser().sign_in(ANNA, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(subjects(&delivered(&later_app).await).contains(&"your password was changed"));
    }
}

#[actix_web::test]
async fn a_reset_link_is_neither_forged_nor_late_nor_asked_for_too_often() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        assert_eq!(resets::ask(&app, ANNA, "192.0.2.7").await.unwrap(), None);
        let link = delivered(&app).await[0].path("/reset/");
        let (last, rest) = (link.chars().last().unwrap(), &link[..link.len() - 1]);
        let other = if last == 'A' { 'B' } else { 'A' };
        let confirm = link.replace("/reset/", "/confirm-email/");
        for forged in [format!("{rest}{other}"), link.replace("/reset/1~", "/reset/2~"), confirm] {
            assert_eq!(portal.browser().get(&forged).await.status, StatusCode::GONE, "{forged}");
        }
        let status = async |of_day: &str| portal_at(&database, of_day).1.browser().get(&link).await.status;
        assert_eq!(status("09:59:59").await, StatusCode::OK);
        assert_eq!(status("10:00:00").await, StatusCode::GONE);
        for _ in 0..4 {
            assert_eq!(resets::ask(&app, ANNA, "192.0.2.8").await.unwrap(), None);
        }
        assert!(resets::ask(&app, ANNA, "192.0.2.9").await.unwrap().is_some(), "from anywhere");
        assert!(resets::ask(&app, "ben@elm.example", "192.0.2.9").await.unwrap().is_none());
    }
}

#[actix_web::test]
async fn an_address_changes_when_the_new_one_confirms_it() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let (new, taken) = ("anna.new@elm.example", "ben@elm.example");
        add_user(&app, taken, Role::Finance, &["100001"]).await;
        let browser = portal.signed_in(ANNA).await;
        let ask =
            async |email: &str| browser.submit("/login/email", "/login/email", &[("email", email)]).await;
        assert_eq!(ask("nonsense").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(leads_to(&ask(taken).await), (303, "/login?done=asked"));
        let letters = delivered(&app).await;
        assert_eq!(letters.len(), 1, "who has the address gets nothing");
        assert_eq!(letters[0].to, ANNA);
        assert_eq!(leads_to(&ask(&new.to_uppercase()).await), (303, "/login?done=asked"), "the same answer");
        let letters = delivered(&app).await;
        let to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
        assert_eq!(to, [new, ANNA]);
        assert!(letters[1].text.contains(new), "the old one hears which it is to be");

        // Looking at the link changes nothing; the old address works until the button is pressed.
        let link = letters[0].path("/confirm-email/");
        let elsewhere = portal.browser();
        let page = elsewhere.get(&link).await;
        assert!(page.status == StatusCode::OK && page.text.contains(new), "{}", page.text);
        assert_eq!(portal.browser().sign_in(new, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        portal.signed_in(ANNA).await;
        let page = elsewhere.submit(&link, &link, &[]).await;
        assert_eq!(leads_to(&page), (303, "/sign-in?done=email"));
        assert!(elsewhere.get("/sign-in?done=email").await.text.contains("address has been changed"));
        portal.signed_in(new).await;
        assert_eq!(portal.browser().sign_in(ANNA, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.get("/login").await.text.contains(new), "who was signed in still is");
        assert_eq!(elsewhere.get(&link).await.status, StatusCode::GONE, "used up");
        assert_eq!(audited(&database, "user.email_changed"), 1);
        let letters = delivered(&app).await;
        assert_eq!((letters.len(), letters[0].to.as_str()), (1, ANNA));

        let (_, later) = portal_at(&database, "09:10:00");
        let page = browser.at(&later).get("/login/email").await;
        assert_eq!(leads_to(&page), (303, "/login/confirm?next=/login/email"), "the proof is too old");
    }
}

#[actix_web::test]
async fn a_confirmation_ends_after_a_day_with_a_new_password_or_with_the_address_taken() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let browser = portal.signed_in(ANNA).await;
        let ask = async |email: &str| {
            browser.submit("/login/email", "/login/email", &[("email", email)]).await;
            delivered(&app).await.remove(0).path("/confirm-email/")
        };
        let link = ask("anna.new@elm.example").await;
        let status =
            async |now: &str, link: &str| Portal::serve(&at(&database, now)).browser().get(link).await.status;
        assert_eq!(status("2026-11-29T08:59:59-07:00", &link).await, StatusCode::OK);
        assert_eq!(status("2026-11-29T09:00:00-07:00", &link).await, StatusCode::GONE);
        add_user(&app, "anna.new@elm.example", Role::Finance, &["100001"]).await;
        assert_eq!(portal.browser().get(&link).await.status, StatusCode::GONE, "it is another's now");
        let link = ask("anna.now@elm.example").await;
        let fields = [("current", PASSWORD), ("password", NEW)];
        browser.submit("/login/password", "/login/password", &fields).await;
        assert_eq!(portal.browser().get(&link).await.status, StatusCode::GONE);
    }
}

#[actix_web::test]
async fn a_password_is_changed_by_who_knows_it_and_ends_the_other_sessions() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        let (browser, other) = (portal.signed_in(ANNA).await, portal.signed_in(ANNA).await);
        let change = async |current: &str, new: &str| {
            let fields = [("current", current), ("password", new)];
            browser.submit("/login/password", "/login/password", &fields).await
        };
        let page = change("not this one", NEW).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("This is not your current password."), "{}", page.text);
        assert_eq!(change(PASSWORD, "Password1").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = change(PASSWORD, NEW).await;
        assert_eq!(leads_to(&page), (303, "/login?done=password"));
        assert!(page.cookie("session").is_some(), "a fresh key");
        assert_eq!(browser.get("/login").await.status, StatusCode::OK, "this one goes on");
        assert_eq!(leads_to(&other.get("/login").await), (303, "/sign-in?next=/login"));
        assert_eq!(leads_to(&portal.browser().sign_in(ANNA, NEW).await), (303, "/"));
        assert_eq!(subjects(&delivered(&app).await), ["your password was changed"]);
        assert_eq!(audited(&database, "user.password_changed"), 1);
        for _ in 0..5 {
            change("not this one", NEW).await;
        }
        assert_eq!(change(NEW, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[actix_web::test]
async fn no_door_leads_around_the_second_step() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        with_factor(&portal, ANNA).await;
        // Staff send a new link to set the password.
        let link = users::add_user(&app, &ANNA.parse().unwrap(), Role::Finance, &[], "test").unwrap();
        let path = &link[link.find("/set-password/").unwrap()..];
        let browser = portal.browser();
        let page = browser.submit(path, path, &[("password", NEW)]).await;
        assert_eq!(leads_to(&page), (303, "/sign-in/code"));
        assert_eq!(leads_to(&browser.get("/").await), (303, "/sign-in"));
        // A registration code, with the password of a login that is there already.
        let code = users::registration_code(&app, &"100001".parse().unwrap(), "test").unwrap();
        let fields = [("account", "100001"), ("code", code.as_str()), ("email", ANNA), ("password", NEW)];
        let browser = portal.browser();
        let page = browser.submit("/register", "/register", &fields).await;
        assert_eq!(leads_to(&page), (303, "/sign-in/code"));
        assert_eq!(leads_to(&browser.get("/").await), (303, "/sign-in"));
    }
}

#[actix_web::test]
async fn sessions_are_listed_and_can_be_ended() {
    for database in databases() {
        let (app, portal) = start(&database).await;
        add_user(&app, "ben@elm.example", Role::Finance, &["100001"]).await;
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/142.0.0.0 Safari/537.36";
        let [this, second, third] = [portal.browser(), portal.browser(), portal.browser()];
        let token = second.get("/sign-in").await.form_token();
        let fields = [("form_token", token.as_str()), ("email", ANNA), ("password", PASSWORD)];
        second
            .post("/sign-in", &fields, &[("user-agent", chrome), ("x-forwarded-for", "198.51.100.4")])
            .await;
        for browser in [&this, &third] {
            browser.sign_in(ANNA, PASSWORD).await;
        }
        let bens = portal.signed_in("ben@elm.example").await;
        let page = this.get("/login").await;
        for text in ["Chrome on Windows", "198.51.100.4", "Unknown device", "127.0.0.1", "11/28/2026 09:00"] {
            assert!(page.text.contains(text), "{text}: {}", page.text);
        }
        assert_eq!(page.text.matches("This one").count(), 1);
        let others = between(&page, "name=\"session\" value=\"", "\"");
        assert_eq!(others.len(), 3, "two others, and all of them");
        // Another's session does not exist for Anna, whatever she sends.
        let bens_page = bens.get("/login").await;
        assert!(between(&bens_page, "name=\"session\" value=\"", "\"").is_empty(), "{}", bens_page.text);
        let id = database_id(&page, "Chrome on Windows");
        assert_eq!(leads_to(&bens.submit("/login", "/login/sessions", &[("session", &id)]).await).0, 303);
        assert_eq!(second.get("/login").await.status, StatusCode::OK, "it still lives");
        let page = this.submit("/login", "/login/sessions", &[("session", &id)]).await;
        assert_eq!(leads_to(&page), (303, "/login?done=sessions"));
        assert_eq!(second.get("/login").await.status, StatusCode::SEE_OTHER, "it is out at its next request");
        assert_eq!(third.get("/login").await.status, StatusCode::OK);
        this.submit("/login", "/login/sessions", &[("session", "others")]).await;
        assert_eq!(third.get("/login").await.status, StatusCode::SEE_OTHER);
        assert_eq!(this.get("/login").await.status, StatusCode::OK);
        assert_eq!(bens.get("/login").await.status, StatusCode::OK);
        assert_eq!(audited(&database, "user.session_ended"), 2);
    }
}

/// The name of the session in the row with `text`.
fn database_id(page: &Page, text: &str) -> String {
    let row = page.text.split("<tr>").find(|row| row.contains(text)).unwrap();
    row.split("name=\"session\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[actix_web::test]
async fn notices_are_counted_apart_from_invoices() {
    for database in databases() {
        let (app, _portal) = start(&database).await;
        resets::ask(&app, ANNA, "192.0.2.7").await.unwrap();
        let report = delivery::report(&app, None).unwrap();
        assert_eq!((report.recipients, report.queued), (0, 0), "{report:?}");
        assert_eq!(report.notices.unwrap()["queued"], 1);
        let period = "2026-11".parse().unwrap();
        assert!(delivery::report(&app, Some(period)).unwrap().notices.is_none());
        let folder = tempfile::TempDir::new().unwrap();
        let transport = delivery::Transport::folder(folder.path().to_owned());
        let of_period = delivery::send_due(&app, &transport, Some(period), true, &Silent).await.unwrap();
        assert_eq!(of_period.unwrap().sent, 0, "a notice has no period");
        let sent = delivery::send_notices(&app, &transport).await.unwrap().unwrap();
        assert_eq!((sent.sent, delivered(&app).await.len()), (1, 0));
    }
}

#[actix_web::test]
async fn a_notice_leaves_at_once() {
    for database in databases() {
        let (app, _portal) = start(&database).await;
        let folder = tempfile::TempDir::new().unwrap();
        let transport = delivery::Transport::folder(folder.path().to_owned());
        let portal = Portal::serve_with(&app, Some(transport));
        let page = portal.browser().submit("/forgot", "/forgot", &[("email", ANNA)]).await;
        assert_eq!(leads_to(&page), (303, "/forgot?sent=1"));
        let left = async {
            while delivery::report(&app, None).unwrap().notices.unwrap().get("sent") != Some(&1) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), left).await.expect("nobody sent it");
    }
}

#[actix_web::test]
async fn a_notice_is_the_same_message_on_every_try() {
    for database in databases() {
        let (app, _portal) = start(&database).await;
        resets::ask(&app, ANNA, "192.0.2.7").await.unwrap();
        let first = delivered(&app).await.remove(0);
        // As if the answer of the server had been lost.
        database.execute("UPDATE outbox SET state = 'queued', sent_at = NULL").unwrap();
        let second = delivered(&app).await.remove(0);
        assert_eq!(first.message_id, second.message_id);
        assert_eq!((first.text, first.html), (second.text, second.html));
        database.execute("UPDATE outbox SET state = 'queued', sent_at = NULL").unwrap();
        let (late, _) = portal_at(&database, "10:00:00");
        assert!(delivered(&late).await.is_empty(), "nobody gets a link that has ended");
        assert_eq!(delivery::report(&late, None).unwrap().notices.unwrap()["failed"], 1);
    }
}

#[actix_web::test]
async fn an_outbox_keeps_its_invoices_when_notices_come_to_it() {
    for database in databases() {
        support::portal::billed(&database).await;
        let folder = if database.is_postgres() { "postgres" } else { "sqlite" };
        let sql = |which: &str| {
            let path = format!("migrations/{folder}/2026-11-23-010000_notices/{which}.sql");
            std::fs::read_to_string(path).unwrap()
        };
        let rows = || {
            let sum = "SUM(id * 7 + invoice_id * 3 + contact_id + LENGTH(message_id))";
            database.count(&format!("SELECT CAST({sum} AS BIGINT) AS count FROM outbox"))
        };
        let before = rows();
        assert!(before > 0);
        database.execute(&sql("down")).unwrap();
        assert_eq!(rows(), before);
        database.execute(&sql("up")).unwrap();
        assert_eq!(rows(), before);
        let invoices = "SELECT COUNT(*) AS count FROM outbox WHERE kind = 'invoice' AND detail = '{}'";
        assert_eq!(database.count(invoices), database.count("SELECT COUNT(*) AS count FROM outbox"));
    }
}
