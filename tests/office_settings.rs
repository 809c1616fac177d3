//! What an administrator changes without a developer, and who may not.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::mail::transport::{Security, SmtpSettings};
use billcenter::services::{App, Silent, verify};
use reqwest::StatusCode;
use support::portal::{
    Browser, PASSWORD, Page, Portal, TODAY, add_user, at, bill, import_base, require_parts,
};
use support::post::delivered;
use support::{TestDatabase, databases};

const ADAM: &str = "adam@provider.example";
const EVE: &str = "eve@provider.example";
const MARTA: &str = "marta@provider.example";
const PAUL: &str = "paul@provider.example";
const ANNA: &str = "anna@elm.example";

const USERS: &str = "/office/settings/users";
const PROVIDER: &str = "/office/settings/provider";
const TAXES: &str = "/office/settings/taxes";
const ESCALATION: &str = "/office/settings/escalation";
const MAIL: &str = "/office/settings/mail";
const LIMITS: &str = "/office/settings/limits";

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

/// A biller's browser.
async fn marta_like(portal: &Portal) -> Browser {
    portal.signed_in(MARTA).await
}

/// What a form carries of what its reader saw.
fn seen_on(page: &Page) -> String {
    let (_, rest) = page.text.split_once("name=\"seen\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

type Fields = Vec<(&'static str, String)>;

/// The letterhead of the default file with these fields changed.
fn letterhead(changed: &[(&'static str, &str)], seen: &str) -> Fields {
    let file = [
        ("name", "Example Communications"),
        ("street", "1 Example Way"),
        ("city", "Denver"),
        ("region", "CO"),
        ("postal_code", "80202"),
        ("country", "US"),
        ("phone", "+1 800 555 0100"),
        ("email", "billing@example.com"),
        ("remit_name", "Example Communications"),
        ("remit_street", "PO Box 5000"),
        ("remit_city", "Denver"),
        ("remit_region", "CO"),
        ("remit_postal_code", "80217-5000"),
        ("remit_country", "US"),
        ("bank", ""),
        ("routing_number", ""),
        ("account_number", ""),
        ("seen", seen),
    ];
    let value = |name, old: &str| {
        changed.iter().find(|(field, _)| *field == name).map_or(old, |one| one.1).to_owned()
    };
    file.into_iter().map(|(name, old)| (name, value(name, old))).collect()
}

/// A tax of Texas, as its form sends it.
fn tax(code: &str, percent: &str, starts_on: &str, button: &'static str) -> Fields {
    [
        ("code", code),
        ("name", "Texas utility fund"),
        ("country", "US"),
        ("region", "TX"),
        ("tax_class", ""),
        ("kind", "percent"),
        ("value", percent),
        ("is_government", "on"),
        ("starts_on", starts_on),
        ("ends_on", ""),
        (button, "1"),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.to_owned()))
    .collect()
}

async fn send(browser: &Browser, from: &str, to: &str, fields: &Fields) -> Page {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit(from, to, &fields).await
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
        for path in ["/office/settings", USERS, login.as_str(), PROVIDER, TAXES] {
            let page = paul.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains(&format!("action=\"{USERS}")), "{path}");
        }
        require(&paul.submit(USERS, USERS, &invite).await, StatusCode::FORBIDDEN, "Only administrators");
        let seen = seen_on(&paul.get(PROVIDER).await);
        for (page, fields) in [
            (PROVIDER, letterhead(&[("name", "Paul Telecom")], &seen)),
            (TAXES, tax("TX-1", "1", "2026-12-01", "add")),
        ] {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            require(&paul.submit(page, page, &fields).await, StatusCode::FORBIDDEN, "Only administrators");
            assert_eq!(
                marta_like(&portal).await.submit("/login", page, &fields).await.status,
                StatusCode::FORBIDDEN
            );
        }
        let forged = paul.submit(USERS, &format!("{login}/role"), &role).await;
        require(&forged, StatusCode::FORBIDDEN, "Only administrators");

        let marta = portal.signed_in(MARTA).await;
        for path in ["/office/settings", USERS, login.as_str(), PROVIDER, TAXES] {
            let page = marta.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.text.contains(PAUL), "{path}");
        }
        assert_eq!(marta.submit("/login", USERS, &invite).await.status, StatusCode::FORBIDDEN);
        let anna = portal.signed_in(ANNA).await;
        for path in ["/office/settings", USERS, login.as_str(), PROVIDER, TAXES] {
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

#[actix_web::test]
async fn the_letterhead_counts_at_once_and_for_every_process() {
    for database in databases() {
        let app = world(&database).await;
        bill(&app, &["2026-09", "2026-10"]).await;
        // Another process that was there before.
        let other = at(&database, TODAY);
        let (portal, elsewhere) = (Portal::serve(&app), Portal::serve(&other));
        let (adam, eve) = (portal.signed_in(ADAM).await, portal.signed_in(ADAM).await);
        let marta = elsewhere.signed_in(MARTA).await;
        let page = adam.get(PROVIDER).await;
        require_parts(&page, &["nothing was set in the office"]);
        let seen = seen_on(&page);

        let wrong = letterhead(&[("routing_number", "102000077"), ("country", "usa")], &seen);
        let refused = send(&adam, PROVIDER, PROVIDER, &wrong).await;
        require(&refused, StatusCode::UNPROCESSABLE_ENTITY, "This is no routing number");
        require_parts(&refused, &["Use two capital letters", "This is needed."]);
        let bank = [
            ("name", "Juniper West"),
            ("remit_name", "Juniper West"),
            ("bank", "First Bank"),
            ("routing_number", "102000076"),
            ("account_number", "77"),
        ];
        let preview = send(&adam, PROVIDER, &format!("{PROVIDER}/preview"), &letterhead(&bank, &seen)).await;
        assert_eq!((preview.status, preview.header("content-type")), (StatusCode::OK, "application/pdf"));
        assert!(preview.bytes.starts_with(b"%PDF-"));
        assert_eq!(app.letterhead().address.name, "Example Communications", "nothing was set by a look");

        require_done(&send(&adam, PROVIDER, PROVIDER, &letterhead(&bank, &seen)).await);
        let change = "name: Example Communications -> Juniper West; remit_name: Example Communications -> Juniper West; \
                      bank: - -> First Bank";
        assert_eq!(audited(&database, "settings.changed", change), 1);
        assert!(marta.get("/office").await.text.contains("Juniper West"), "the other process knows");
        require_parts(
            &adam.get(PROVIDER).await,
            &[&format!("set in the office by {ADAM}"), "Example Communications"],
        );

        // Who opened the form before sees what is stored now; nothing is overwritten.
        let late = send(&eve, PROVIDER, PROVIDER, &letterhead(&[("phone", "+1 800 555 0199")], &seen)).await;
        require(&late, StatusCode::CONFLICT, "Now stored: Juniper West");
        assert_eq!(app.letterhead().phone, "+1 800 555 0100");

        // Issued documents keep theirs, new ones have the new one, and everything still adds up.
        bill(&other, &["2026-11"]).await;
        let with = |name: &str| {
            database.count(&format!(
                "SELECT COUNT(*) AS count FROM invoices JOIN letterheads ON letterheads.id = invoices.letterhead_id \
                 WHERE letterheads.body LIKE '%{name}%'"
            ))
        };
        assert_eq!((with("Example Communications"), with("Juniper West")), (16, 8));
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());

        let seen = seen_on(&adam.get(PROVIDER).await);
        require_done(&adam.submit(PROVIDER, PROVIDER, &[("seen", &seen), ("let_go", "1")]).await);
        assert!(marta.get("/office").await.text.contains("Example Communications"));
        assert_eq!(audited(&database, "settings.changed", "the file counts again"), 1);
        assert_eq!(adam.get("/office/settings/nothing").await.status, StatusCode::NOT_FOUND);
        drop((portal, elsewhere));
    }
}

#[actix_web::test]
async fn paths_and_limits_are_set() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let adam = portal.signed_in(ADAM).await;
        let seen = seen_on(&adam.get(ESCALATION).await);
        let one = "Pat Doe | Billing | pat@example.com | +1 800 555 0111";
        let path = |billing: &str| {
            let texts = [("billing", billing), ("support", one), ("seen", &seen)];
            texts.into_iter().map(|(name, text)| (name, text.to_owned())).collect::<Fields>()
        };
        let wrong = send(&adam, ESCALATION, ESCALATION, &path("Pat Doe, pat@example.com")).await;
        require(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "Each line needs a name");
        require_done(&send(&adam, ESCALATION, ESCALATION, &path(&format!("{one}\r\n{one}"))).await);
        let paths = app.escalation();
        assert_eq!((paths.billing.len(), paths.support[0].email.as_str()), (2, "pat@example.com"));

        let seen = seen_on(&adam.get(LIMITS).await);
        let limit = |amount: &str| -> Fields {
            let texts = [("approval_limit", amount), ("large_change", "on"), ("seen", &seen)];
            texts.into_iter().map(|(name, text)| (name, text.to_owned())).collect()
        };
        let wrong = send(&adam, LIMITS, LIMITS, &limit("-5.00")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_done(&send(&adam, LIMITS, LIMITS, &limit("100.00")).await);
        assert_eq!(app.approval_limit().to_string(), "100.00");
        assert_eq!(app.hold_on().iter().map(|kind| kind.as_str()).collect::<Vec<_>>(), ["large_change"]);
        let change =
            "approval_limit: 250.00 -> 100.00; large_change: false -> true; missing_glyph: true -> false";
        assert_eq!(audited(&database, "settings.changed", change), 1);
        drop(portal);
    }
}

#[actix_web::test]
async fn taxes_are_added_ended_and_seen_before() {
    for database in databases() {
        let app = world(&database).await;
        bill(&app, &["2026-09", "2026-10"]).await;
        let portal = Portal::serve(&app);
        let adam = portal.signed_in(ADAM).await;
        // October's lines of the accounts in Texas: 2,948.29 and 263.07.
        let shown = send(&adam, TAXES, TAXES, &tax("TX-UF", "1", "2026-12-01", "show")).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        require_parts(&shown, &["$32.11 in all, on 2 invoices.", "100006 $29.48", "100007 $2.63"]);
        let count = || database.count("SELECT COUNT(*) AS count FROM taxes");
        assert_eq!(count(), 7, "nothing was added by a look");

        let wrong = send(&adam, TAXES, TAXES, &tax("TX-UF", "one", "2026-12-01", "add")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("value-error"), "{}", wrong.text);
        require_done(&send(&adam, TAXES, TAXES, &tax("TX-UF", "1", "2026-12-01", "add")).await);
        assert_eq!(audited(&database, "tax.added", "value: - -> 1"), 1);
        for code in ["TX-UF", "TX-UF-2"] {
            let again = send(&adam, TAXES, TAXES, &tax(code, "1.5", "2027-01-01", "add")).await;
            require(&again, StatusCode::UNPROCESSABLE_ENTITY, "TX-UF (from 12/01/2026 on)");
        }

        // One that was charged ends no earlier than that.
        let end = |day| vec![("ends_on", String::from(day))];
        let early = send(&adam, TAXES, &format!("{TAXES}/TX-ST/end"), &end("2026-10-01")).await;
        require(&early, StatusCode::UNPROCESSABLE_ENTITY, "2026-10-27");
        require_done(&send(&adam, TAXES, &format!("{TAXES}/TX-UF/end"), &end("2026-12-31")).await);
        assert_eq!(audited(&database, "tax.ended", "ends_on: - -> 2026-12-31"), 1);
        let twice = send(&adam, TAXES, &format!("{TAXES}/TX-UF/end"), &end("2027-12-31")).await;
        require(&twice, StatusCode::CONFLICT, "It ends already");
        require_done(&send(&adam, TAXES, TAXES, &tax("TX-UF-2", "1.5", "2027-01-01", "add")).await);
        assert_eq!(count(), 9);
        assert_eq!(
            send(&adam, TAXES, &format!("{TAXES}/NONE/end"), &end("2027-12-31")).await.status,
            StatusCode::NOT_FOUND
        );
        drop(portal);
    }
}

#[actix_web::test]
async fn a_test_message_tells_what_the_server_said() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let adam = portal.signed_in(ADAM).await;
        let sent = adam.submit(MAIL, MAIL, &[]).await;
        require(&sent, StatusCode::OK, "The mail server took the test message");
        assert!(sent.text.contains("written to"), "the folder's answer: {}", sent.text);
        assert_eq!(audited(&database, "mail.tested", "taken: written to"), 1);
        let paul = portal.signed_in(PAUL).await;
        require(&paul.submit(MAIL, MAIL, &[]).await, StatusCode::FORBIDDEN, "Only administrators");
        let marta = portal.signed_in(MARTA).await;
        assert_eq!(marta.submit("/login", MAIL, &[]).await.status, StatusCode::FORBIDDEN);
        drop(portal);

        // A server that does not take it.
        let mut broken = (*at(&database, TODAY)).clone();
        let mut smtp = SmtpSettings::new("localhost", Security::None);
        smtp.port = Some(9);
        broken.settings.mail.smtp = Some(smtp);
        let portal = Portal::serve(&Arc::new(broken));
        let adam = portal.signed_in(ADAM).await;
        require(&adam.submit(MAIL, MAIL, &[]).await, StatusCode::OK, "did not go out");
        drop(portal);
    }
}
