//! What an administrator changes without a developer, and who may not.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::App;
use reqwest::StatusCode;
use support::portal::{Browser, PASSWORD, Page, Portal, TODAY, add_user, at, import_base};
use support::post::delivered;
use support::{TestDatabase, databases};

const ADAM: &str = "adam@provider.example";
const EVE: &str = "eve@provider.example";
const MARTA: &str = "marta@provider.example";
const PAUL: &str = "paul@provider.example";
const ANNA: &str = "anna@elm.example";

const USERS: &str = "/office/settings/users";

/// The example's customers, an administrator, a manager, a biller and a customer.
async fn world(database: &TestDatabase) -> Arc<App> {
    let app = at(database, TODAY);
    import_base(&app);
    for (email, role, accounts) in [
        (ADAM, Role::Administrator, &[][..]),
        (PAUL, Role::Manager, &[]),
        (MARTA, Role::Biller, &[]),
        (ANNA, Role::Finance, &["100001"]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    app
}

fn words(page: &Page) -> String {
    let parts = page.text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn require_parts(page: &Page, parts: &[&str]) {
    let words = words(page);
    for part in parts {
        assert!(words.contains(part), "{part:?} in {words}");
    }
}

fn require(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(page.text.contains(why), "{why} in {}", page.text);
}

fn require_done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

fn audited(database: &TestDatabase, action: &str, detail: &str) -> i64 {
    let query = "SELECT COUNT(*) AS count FROM audit WHERE action = ";
    database.count(&format!("{query}'{action}' AND detail LIKE '%{detail}%'"))
}

/// Where the login of `email` is looked after.
async fn login_of(browser: &Browser, email: &str) -> String {
    let page = browser.get(USERS).await;
    let (before, _) = page.text.split_once(&format!(">{email}</a>")).expect("they are listed");
    let (_, address) = before.rsplit_once("href=\"").unwrap();
    address.trim_end_matches('"').to_owned()
}

#[actix_web::test]
async fn administrators_look_after_logins() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let adam = portal.signed_in(ADAM).await;
        let invite = |email, role| [("email", email), ("role", role), ("locale", "en")];
        let wrong = adam.submit(USERS, USERS, &invite("eve at provider", "biller")).await;
        require(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "Enter an e-mail address");
        let known = adam.submit(USERS, USERS, &invite(ANNA, "biller")).await;
        require(&known, StatusCode::UNPROCESSABLE_ENTITY, "Customer, finance");
        let customer = adam.submit(USERS, USERS, &invite(EVE, "finance")).await;
        assert_eq!(customer.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_done(&adam.submit(USERS, USERS, &invite("Eve@provider.example", "biller")).await);
        require_parts(&adam.get(USERS).await, &[EVE, "Invited"]);

        // The link comes by mail and lets in once.
        let letters = delivered(&app).await;
        let letter = letters.iter().find(|letter| letter.to == EVE).expect("an invitation");
        assert!(letter.subject.ends_with("your login"), "{}", letter.subject);
        let link = letter.path("/reset/");
        let eve = portal.browser();
        let set = eve.submit(&link, &link, &[("password", PASSWORD)]).await;
        require_done(&set);
        assert_eq!(eve.get("/office").await.status, StatusCode::OK);
        assert_eq!(portal.browser().get(&link).await.status, StatusCode::GONE);
        assert!(delivered(&app).await.iter().all(|letter| letter.to != EVE), "nothing was changed for her");

        // Another role counts at once, for who saw the one before.
        let login = login_of(&adam, EVE).await;
        let role = format!("{login}/role");
        require_done(&adam.submit(&login, &role, &[("was", "biller"), ("role", "administrator")]).await);
        let late = adam.submit(&login, &role, &[("was", "biller"), ("role", "agent")]).await;
        require(&late, StatusCode::CONFLICT, "Somebody changed this login meanwhile");
        assert_eq!(eve.get("/office").await.status, StatusCode::SEE_OTHER, "she signs in again");
        assert_eq!(audited(&database, "user.role_changed", "role: biller -> administrator"), 1);

        // Locked: no session, no way in; and back.
        let eve = portal.signed_in(EVE).await;
        let lock = format!("{login}/lock");
        let silent = adam.submit(&login, &lock, &[("reason", "")]).await;
        require(&silent, StatusCode::UNPROCESSABLE_ENTITY, "Say why");
        require_done(&adam.submit(&login, &lock, &[("reason", "She left.")]).await);
        assert_eq!(eve.get("/office").await.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.browser().sign_in(EVE, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_done(&adam.submit(&login, &format!("{login}/unlock"), &[("reason", "She is back.")]).await);
        let eve = portal.signed_in(EVE).await;
        require_done(&adam.submit(&login, &format!("{login}/end-sessions"), &[]).await);
        assert_eq!(eve.get("/office").await.status, StatusCode::SEE_OTHER);
        let none = adam.submit(&login, &format!("{login}/reset-factor"), &[("reason", "Lost.")]).await;
        require(&none, StatusCode::UNPROCESSABLE_ENTITY, "no second step");
        for (action, detail) in [
            ("user.locked", "open -> locked: She left."),
            ("user.unlocked", "locked -> open: She is back."),
            ("user.sessions_ended", "sessions: 1 -> 0"),
        ] {
            assert_eq!(audited(&database, action, detail), 1, "{action}");
        }

        // Nobody changes themself; the last administrator stays.
        let own = login_of(&adam, ADAM).await;
        let me = adam
            .submit(&login, &format!("{own}/role"), &[("was", "administrator"), ("role", "biller")])
            .await;
        require(&me, StatusCode::UNPROCESSABLE_ENTITY, "Nobody changes their own role");
        let eve = portal.signed_in(EVE).await;
        require_done(&eve.submit(&own, &format!("{own}/lock"), &[("reason", "A rest.")]).await);
        let last = eve.submit(&own, &format!("{login}/lock"), &[("reason", "Me too.")]).await;
        assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
        drop(portal);
    }
}

#[actix_web::test]
async fn only_administrators_change_settings() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let adam = portal.signed_in(ADAM).await;
        let login = login_of(&adam, MARTA).await;
        let invite = [("email", EVE), ("role", "biller"), ("locale", "en")];
        let role = [("was", "biller"), ("role", "administrator")];

        let paul = portal.signed_in(PAUL).await;
        for path in ["/office/settings", USERS, login.as_str()] {
            let page = paul.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains(&format!("action=\"{USERS}")), "{path}");
        }
        require(&paul.submit(USERS, USERS, &invite).await, StatusCode::FORBIDDEN, "Only administrators");
        let forged = paul.submit(USERS, &format!("{login}/role"), &role).await;
        require(&forged, StatusCode::FORBIDDEN, "Only administrators");

        let marta = portal.signed_in(MARTA).await;
        for path in ["/office/settings", USERS, login.as_str()] {
            let page = marta.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.text.contains(PAUL), "{path}");
        }
        assert_eq!(marta.submit("/login", USERS, &invite).await.status, StatusCode::FORBIDDEN);
        let anna = portal.signed_in(ANNA).await;
        for path in ["/office/settings", USERS, login.as_str()] {
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(anna.submit("/login", USERS, &invite).await.status, StatusCode::NOT_FOUND);
        for path in ["/office/settings/users/0", "/office/settings/users/x"] {
            assert_eq!(adam.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // Customers are no staff: their logins are looked after with their accounts.
        assert!(!adam.get(USERS).await.text.contains(ANNA));
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM users"), 4);
        drop(portal);
    }
}
