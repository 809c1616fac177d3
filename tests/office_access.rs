//! Who sees an account, and help with their logins, by staff in the browser.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::App;
use reqwest::StatusCode;
use support::portal::{PASSWORD, Page, Portal, add_user, at, billed, require_parts, words};
use support::post::delivered;
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const BEN: &str = "ben@elm.example";
const MARTA: &str = "marta@provider.example";
const GINA: &str = "gina@provider.example";
const SAM: &str = "sam@provider.example";

const ACCESS: &str = "/office/accounts/100001/access";

async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["100001"][..]),
        (BEN, Role::Mpoc, &["100001-01"]),
        (MARTA, Role::Biller, &[]),
        (GINA, Role::Agent, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    delivered(&app).await;
    app
}

fn require_done(page: &Page, to: &str) {
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, to), "{}", page.text);
}

fn require_refused(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(words(page).contains(why), "{why} in {}", words(page));
}

fn told(database: &TestDatabase, action: &str, subject: &str, detail: &str) -> i64 {
    database.count(&format!(
        "SELECT COUNT(*) AS count FROM audit WHERE action = '{action}' AND subject = '{subject}' \
         AND detail LIKE '%{detail}%'"
    ))
}

fn login_page(database: &TestDatabase, email: &str) -> String {
    let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
    format!("{ACCESS}/{id}")
}

#[actix_web::test]
async fn a_code_is_shown_once_and_registers_once() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let shown = marta.submit(ACCESS, &format!("{ACCESS}/code"), &[]).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        require_parts(&shown, &["It works once, until 12/28/2026.", "it is not shown again"]);
        let (_, rest) = shown.text.split_once("figure mono\">").expect("the code");
        let code = rest.split('<').next().unwrap().to_owned();
        let page = marta.get(ACCESS).await;
        assert!(!page.text.contains(&code));
        require_parts(&page, &["A code is out that works until 12/28/2026."]);
        assert_eq!(told(&database, "account.code_issued", "100001", ""), 1);

        let fields = |email| {
            [("account", "100001"), ("code", code.as_str()), ("email", email), ("password", PASSWORD)]
        };
        let new = portal.browser();
        require_done(&new.submit("/register", "/register", &fields("new@elm.example")).await, "/");
        assert_eq!(new.get("/?account=100001").await.status, StatusCode::OK);
        let second = portal.browser().submit("/register", "/register", &fields("two@elm.example")).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_parts(&marta.get(ACCESS).await, &["new@elm.example Finance 100001 may sign in"]);
        assert!(!words(&marta.get(ACCESS).await).contains("A code is out"));
    }
}

#[actix_web::test]
async fn somebody_is_invited_by_mail_and_the_account_taken_away_again() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let invite = format!("{ACCESS}/invite");
        let fields = |email: &'static str, role: &'static str| [("email", email), ("role", role)];
        for (email, role, why) in [
            ("nobody", "finance", "e-mail"),
            ("x@elm.example", "biller", "Choose one of the entries"),
            (ANNA, "mpoc", "another role: Finance"),
            (GINA, "finance", "another role: Support"),
        ] {
            let refused = marta.submit(ACCESS, &invite, &fields(email, role)).await;
            require_refused(&refused, StatusCode::UNPROCESSABLE_ENTITY, why);
        }
        let done = marta.submit(ACCESS, &invite, &fields("Nora@elm.example", "mpoc")).await;
        require_done(&done, &format!("{ACCESS}?done=mailed"));
        assert_eq!(told(&database, "user.invited", "nora@elm.example", "mpoc 100001"), 1);
        let mut letters = delivered(&app).await;
        let letter = letters.pop().expect("an invitation");
        assert!(letters.is_empty() && letter.to == "nora@elm.example");
        assert!(
            letter.text.contains("account 100001") && letter.text.contains("three days"),
            "{}",
            letter.text
        );
        let nora = portal.browser();
        let reset = letter.path("/reset/");
        let set = nora.submit(&reset, &reset, &[("password", PASSWORD)]).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
        let nora = portal.signed_in("nora@elm.example").await;
        assert_eq!(nora.get("/?account=100001-01").await.status, StatusCode::OK);

        // Who has a password sees the account at once, without a mail.
        let done = marta.submit(ACCESS, &invite, &fields(BEN, "mpoc")).await;
        require_done(&done, &format!("{ACCESS}?done=granted"));
        let changed = delivered(&app).await;
        assert!(changed.iter().all(|letter| letter.to != BEN), "no mail to Ben");
        let ben = portal.signed_in(BEN).await;
        assert_eq!(ben.get("/?account=100001").await.status, StatusCode::OK);
        let take = format!("{}/take-away", login_page(&database, BEN));
        require_done(&marta.submit(ACCESS, &take, &[]).await, &format!("{ACCESS}?done=taken"));
        assert_eq!(told(&database, "user.account_taken", BEN, "100001"), 1);
        assert_eq!(ben.get("/").await.status, StatusCode::SEE_OTHER, "the session has ended");
        let ben = portal.signed_in(BEN).await;
        assert_eq!(ben.get("/?account=100001").await.status, StatusCode::NOT_FOUND);
        assert_eq!(ben.get("/?account=100001-01").await.status, StatusCode::OK);
        // He does not see this account any more: his login is not found through it.
        assert_eq!(marta.get(&login_page(&database, BEN)).await.status, StatusCode::NOT_FOUND);
        // Anna sees the location by the account above it.
        let above = login_page(&database, ANNA).replace("100001", "100001-01");
        require_parts(&marta.get(&above).await, &["by the one above it, 100001"]);
        let refused = marta.submit(ACCESS, &format!("{above}/take-away"), &[]).await;
        require_refused(&refused, StatusCode::UNPROCESSABLE_ENTITY, "by the one above it, 100001");
    }
}

#[actix_web::test]
async fn support_helps_with_a_login() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let gina = portal.signed_in(GINA).await;
        let page = login_page(&database, ANNA);
        let help = format!("{page}/help");
        require_parts(
            &gina.get(&page).await,
            &[
                "may sign in",
                "none that keep it out",
                "Second step off",
                "Last seen not yet",
                "Open sessions 0",
            ],
        );
        let anna = portal.signed_in(ANNA).await;
        assert_eq!(anna.get("/").await.status, StatusCode::OK);
        require_parts(&gina.get(&page).await, &["Last seen 11/28/2026 09:00 MT", "Open sessions 1"]);

        // Five wrong passwords lock the door for the place they came from, until the quarter is over.
        let other = portal.browser();
        for _ in 0..5 {
            let wrong = other.sign_in(ANNA, "a wrong password").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(other.sign_in(ANNA, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
        require_parts(&gina.get(&page).await, &["locked out from 127.0.0.1, until 09:15 MT"]);
        let send = async |how: &str| gina.submit(&page, &help, &[("how", how)]).await;
        require_done(&send("forget-tries").await, &format!("{page}?done=forget-tries"));
        require_parts(&gina.get(&page).await, &["none that keep it out"]);
        assert_eq!(other.sign_in(ANNA, PASSWORD).await.status, StatusCode::SEE_OTHER);

        require_done(&send("end-sessions").await, &format!("{page}?done=end-sessions"));
        assert_eq!(anna.get("/").await.status, StatusCode::SEE_OTHER, "signed out");
        assert_eq!(told(&database, "user.session_ended", ANNA, "2 of them"), 1);

        delivered(&app).await;
        require_done(&send("reset-mail").await, &format!("{page}?done=reset-mail"));
        let letter = delivered(&app).await.pop().expect("a letter");
        assert_eq!(letter.to, ANNA);
        let reset = letter.path("/reset/");
        assert_eq!(portal.browser().get(&reset).await.status, StatusCode::OK);
        let late = Portal::serve(&at(&database, "2026-11-28T10:00:00-07:00"));
        assert_eq!(late.browser().get(&reset).await.status, StatusCode::GONE, "it works for an hour");
        assert_eq!(told(&database, "user.reset_sent", ANNA, ""), 1);

        // The second step goes for a reason only, and its owner is told.
        let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{ANNA}'"));
        let none =
            gina.submit(&page, &help, &[("how", "reset-factor"), ("reason", "She called back.")]).await;
        require_refused(&none, StatusCode::UNPROCESSABLE_ENTITY, "This login has no second step");
        database
            .execute(&format!(
                "INSERT INTO user_factors (user_id, secret, last_step, added_at) \
                 VALUES ({id}, 'JBSWY3DPEHPK3PXP', 0, '2026-11-01 00:00:00')"
            ))
            .unwrap();
        require_parts(&gina.get(&page).await, &["Second step on"]);
        let silent = send("reset-factor").await;
        require_refused(&silent, StatusCode::UNPROCESSABLE_ENTITY, "Say why, and how you made sure");
        let reason = [("how", "reset-factor"), ("reason", "She called back from the number we know.")];
        let done = gina.submit(&page, &help, &reason).await;
        require_done(&done, &format!("{page}?done=reset-factor"));
        assert_eq!(told(&database, "user.factor_reset", ANNA, "from the number we know"), 1);
        assert_eq!(delivered(&app).await.pop().expect("a letter").to, ANNA);
        require_parts(&gina.get(&page).await, &["Second step off", "user.factor_reset"]);
    }
}

#[actix_web::test]
async fn access_is_for_the_right_roles_and_customers_only() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let gina = portal.signed_in(GINA).await;
        let page = login_page(&database, ANNA);
        // Support helps, and lets nobody in.
        assert!(!gina.get(ACCESS).await.text.contains("name=\"role\""));
        for (to, fields) in [
            (format!("{ACCESS}/code"), &[][..]),
            (format!("{ACCESS}/invite"), &[("email", "x@elm.example"), ("role", "finance")]),
            (format!("{page}/take-away"), &[]),
        ] {
            let refused = gina.submit(ACCESS, &to, fields).await;
            require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
        }
        let sam = portal.signed_in(SAM).await;
        for page in [ACCESS, &page] {
            require_refused(&sam.get(page).await, StatusCode::FORBIDDEN, "Your role is not for this page");
        }
        let refused = sam.submit("/office", &format!("{page}/help"), &[("how", "end-sessions")]).await;
        require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
        let anna = portal.signed_in(ANNA).await;
        for page in [ACCESS, &page] {
            assert_eq!(anna.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        // Logins of staff see every account by their role, not by a grant: they are not found here.
        let staff = login_page(&database, MARTA);
        assert_eq!(gina.get(&staff).await.status, StatusCode::NOT_FOUND);
        let helped = gina.submit(ACCESS, &format!("{staff}/help"), &[("how", "end-sessions")]).await;
        assert_eq!(helped.status, StatusCode::NOT_FOUND);
        for missing in ["/office/accounts/999999/access", "/office/accounts/100001/access/999999"] {
            assert_eq!(gina.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    }
}
