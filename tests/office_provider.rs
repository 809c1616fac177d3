//! What the provider says of itself in the settings: the days on which it works, the languages in which it
//! is read, its logo.

mod support;

use std::collections::HashMap;
use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::Priority;
use billcenter::services::App;
use billcenter::services::cases::{self, Message};
use billcenter::services::{Silent, verify};
use billcenter::values::ids::CaseId;
use billcenter::values::locale::Locale;
use billcenter::values::number::CaseNumber;
use billcenter::values::words::Words;
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, TODAY, add_user, at, bill, import_base, require_parts};
use support::{TestDatabase, databases};

const ADAM: &str = "adam@provider.example";
const MARTA: &str = "marta@provider.example";
const ANNA: &str = "anna@elm.example";

const HOLIDAYS: &str = "/office/settings/holidays";
const LANGUAGES: &str = "/office/settings/languages";
const PROVIDER: &str = "/office/settings/provider";

/// 470 × 104 pixels with a palette.
const PNG: &[u8] = include_bytes!("../src/services/demo/data/logo.png");
/// What a PDF calls a picture.
const PICTURE: &str = "/Subtype/Image";

/// The day before Thanksgiving 2026.
const WEDNESDAY: &str = "2026-11-25T15:00:00-07:00";

/// The example's customers, an administrator, a biller and a customer.
async fn world(database: &TestDatabase, now: &str) -> Arc<App> {
    let app = at(database, now);
    import_base(&app);
    for (email, role, accounts) in
        [(ADAM, Role::Administrator, &[][..]), (MARTA, Role::Biller, &[]), (ANNA, Role::Finance, &["100001"])]
    {
        add_user(&app, email, role, accounts).await;
    }
    app
}

/// What a form carries of what its reader saw; nothing where there is no form.
async fn seen_by(browser: &Browser, section: &str) -> String {
    let page = browser.get(section).await;
    let seen = page.text.split_once("name=\"seen\" value=\"").and_then(|(_, rest)| rest.split('"').next());
    seen.unwrap_or_default().to_owned()
}

/// Sends a section as it was shown to `browser` just now.
async fn set(browser: &Browser, section: &str, fields: &[(&str, &str)]) -> Page {
    let seen = seen_by(browser, section).await;
    let fields: Vec<_> = fields.iter().copied().chain([("seen", seen.as_str())]).collect();
    browser.submit("/office", section, &fields).await
}

/// The invoice of Elm Dental that closes a month, as a PDF.
async fn pdf_of(browser: &Browser, month: &str) -> Page {
    let list = browser.get("/invoices").await;
    let (_, rest) =
        list.text.split_once(&format!("/invoices/INV-{month}-")).expect("an invoice of the month");
    let place = rest.split(['.', '"', '?', '/']).next().unwrap();
    browser.get(&format!("/invoices/INV-{month}-{place}.pdf")).await
}

/// What stands in the page's source.
fn require_source(page: &Page, parts: &[&str]) {
    for part in parts {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
}

fn require_done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

fn audited(database: &TestDatabase, detail: &str) -> i64 {
    let query = "SELECT COUNT(*) AS count FROM audit WHERE action = 'settings.changed' AND detail LIKE";
    database.count(&format!("{query} '%{detail}%'"))
}

/// A question of Anna's that can wait.
fn ask(database: &TestDatabase, app: &App) -> CaseNumber {
    let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{ANNA}'"));
    let viewer = Viewer {
        id: id.into(),
        email: ANNA.to_owned(),
        role: Role::Finance,
        locale: Locale::En,
        looks_as: None,
    };
    let (account, subject) = ("100001".parse().unwrap(), "One more bill".parse().unwrap());
    let words: Words = "Can you send it?".parse().unwrap();
    let message = Message { words: &words, files: &[] };
    cases::open_question(app, &viewer, &account, &subject, Priority::Four, &message).unwrap().unwrap()
}

/// When it is due, as an instant in UTC.
fn due(app: &App, case: CaseNumber) -> String {
    let told: HashMap<CaseId, _> = cases::tell_many(app, &[case.0]).unwrap();
    told[&case.0].due_at().unwrap().to_rfc3339()
}

const FRIDAY_AT_THREE: &str = "2026-11-27T22:00:00+00:00";
const MONDAY_AT_THREE: &str = "2026-11-30T22:00:00+00:00";

#[actix_web::test]
async fn a_day_off_moves_what_is_promised() {
    for database in databases() {
        let app = world(&database, WEDNESDAY).await;
        let portal = Portal::serve(&app);
        let before = ask(&database, &app);
        assert_eq!(due(&app, before), FRIDAY_AT_THREE);
        let adam = portal.signed_in(ADAM).await;
        require_parts(
            &adam.get(HOLIDAYS).await,
            &["Thursday, ", "Thanksgiving Day", "Juneteenth", "nothing was set in the office"],
        );

        // Each wrong line is named at its field, and what was typed stays.
        let wrong = [
            ("closed", "2026-11-28 Saturday\r\n2026-11-27\r\n2026-12-24 Christmas Eve"),
            ("worked", "2026-11-27 Day after Thanksgiving"),
        ];
        let refused = set(&adam, HOLIDAYS, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, closed) = refused.text.split_once("id=\"closed-error\"").expect("an error of the field");
        let (closed, worked) = closed.split_once("id=\"worked-error\"").expect("and of the other");
        for (part, line) in [
            (closed, "2026-11-28 Saturday”: this is a weekend or a federal holiday"),
            (closed, "2026-11-27”: give the day a name"),
            (worked, "2026-11-27 Day after Thanksgiving”: no federal holiday"),
            (refused.text.as_str(), "2026-12-24 Christmas Eve"),
        ] {
            assert!(part.contains(line), "{line} in {part}");
        }
        assert_eq!(due(&app, before), FRIDAY_AT_THREE);

        let right = [("closed", "2026-11-27 Day after Thanksgiving"), ("worked", "2026-10-12 Columbus Day")];
        let marta = portal.signed_in(MARTA).await;
        assert_eq!(marta.get(HOLIDAYS).await.status, StatusCode::FORBIDDEN);
        assert_eq!(set(&marta, HOLIDAYS, &right).await.status, StatusCode::FORBIDDEN);
        assert_eq!(audited(&database, ""), 0);

        require_done(&set(&adam, HOLIDAYS, &right).await);
        require_parts(
            &adam.get(HOLIDAYS).await,
            &["Day after Thanksgiving", "Closed: our own day", "Closed: federal holiday"],
        );
        let change = "closed: - -> 2026-11-27 Day after Thanksgiving; worked: - -> 2026-10-12 Columbus Day";
        assert_eq!(audited(&database, change), 1);

        // What runs follows, in the rows of the queue with the next wake-up; so does every other process.
        let after = ask(&database, &app);
        let other = at(&database, WEDNESDAY);
        for case in [before, after] {
            assert_eq!(
                (due(&app, case), due(&other, case)),
                (MONDAY_AT_THREE.to_owned(), MONDAY_AT_THREE.to_owned())
            );
        }
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        assert_eq!(cases::wake(&other).unwrap(), 0);
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        // Four hours before: the old promise would have been warned of on Friday.
        assert_eq!(cases::wake(&at(&database, "2026-11-27T15:30:00-07:00")).unwrap(), 0);
        assert_eq!(cases::wake(&at(&database, "2026-11-30T11:00:00-07:00")).unwrap(), 2);

        // And back: both are late at once.
        require_done(&set(&adam, HOLIDAYS, &[("let_go", "1")]).await);
        assert_eq!(due(&app, after), FRIDAY_AT_THREE);
        assert_eq!(cases::wake(&at(&database, "2026-11-30T11:01:00-07:00")).unwrap(), 4, "warned and missed");
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        drop(portal);
    }
}

#[actix_web::test]
async fn only_languages_that_are_offered_are_read() {
    for database in databases() {
        let app = world(&database, TODAY).await;
        bill(&app, &["2026-09", "2026-10"]).await;
        let portal = Portal::serve(&app);
        let (adam, marta) = (portal.signed_in(ADAM).await, portal.signed_in(MARTA).await);
        let (english, spanish) = ([("accept-language", "en-US,en")], [("accept-language", "es-US,es;q=0.9")]);
        let visitor = portal.browser();
        require_source(
            &visitor.get_with("/sign-in", &spanish).await,
            &["<html lang=\"es\"", "hreflang=\"en\""],
        );

        let only_english = [("offer_en", "on"), ("default_language", "en")];
        for (fields, why) in [
            (&only_english[1..], "Offer at least one language"),
            (&[("offer_en", "on"), ("default_language", "es")], "The default must be one that is offered"),
            (&[("offer_en", "on"), ("default_language", "fr")], "Choose the default"),
        ] {
            let refused = set(&adam, LANGUAGES, fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            require_parts(&refused, &[why]);
        }
        assert_eq!(set(&marta, LANGUAGES, &only_english).await.status, StatusCode::FORBIDDEN);
        assert_eq!(audited(&database, ""), 0);
        require_done(&set(&adam, LANGUAGES, &only_english).await);
        assert_eq!(audited(&database, "offer_es: true -> false"), 1);

        // Pages: whoever asks for Spanish reads English and is offered nothing else.
        for path in ["/sign-in", "/sign-in?lang=es"] {
            let page = visitor.get_with(path, &spanish).await;
            assert!(
                page.text.contains("<html lang=\"en\"") && !page.text.contains("hreflang"),
                "{}",
                page.text
            );
        }
        let is_offered = "value=\"es\" lang=\"es\"";
        assert!(!adam.get("/office/accounts/new").await.text.contains(is_offered));
        require_source(&adam.get("/office/accounts/100006/edit").await, &[&format!("{is_offered} selected")]);

        // Documents and mails: what is issued stays, what is new is in the default.
        let invoices = |locale: &str| {
            database.count(&format!(
                "SELECT COUNT(*) AS count FROM invoices JOIN accounts ON accounts.id = invoices.account_id \
                 WHERE accounts.number = '100006' AND invoices.locale = '{locale}'"
            ))
        };
        let mails = |locale: &str| {
            database.count(&format!(
                "SELECT COUNT(*) AS count FROM outbox WHERE email = 'ap.100006@example.com' AND locale = '{locale}'"
            ))
        };
        assert_eq!((invoices("es"), invoices("en"), mails("es"), mails("en")), (2, 0, 2, 0));
        bill(&app, &["2026-11"]).await;
        assert_eq!((invoices("es"), invoices("en"), mails("es"), mails("en")), (2, 1, 2, 1));
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());

        // Only Spanish: also for who did not ask for it.
        require_done(&set(&adam, LANGUAGES, &[("offer_es", "on"), ("default_language", "es")]).await);
        let page = portal.browser().get_with("/sign-in", &english).await;
        assert!(page.text.contains("<html lang=\"es\"") && !page.text.contains("hreflang"), "{}", page.text);
        require_source(&adam.get("/office").await, &["<html lang=\"es\""]);
        drop(portal);
    }
}

#[actix_web::test]
async fn the_logo_is_on_what_is_made_from_then_on() {
    for database in databases() {
        let app = world(&database, TODAY).await;
        bill(&app, &["2026-09", "2026-10"]).await;
        let other = at(&database, TODAY);
        let (portal, elsewhere) = (Portal::serve(&app), Portal::serve(&other));
        let (adam, marta) = (portal.signed_in(ADAM).await, portal.signed_in(MARTA).await);
        let anna = elsewhere.signed_in(ANNA).await;
        let before = pdf_of(&anna, "202610").await;
        assert!(before.bytes.starts_with(b"%PDF-") && !before.text.contains(PICTURE));
        let to = format!("{PROVIDER}/logo");

        // A picture is looked into, whatever its name says.
        let seen = seen_by(&adam, PROVIDER).await;
        let jpeg: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01";
        let large = [PNG, &vec![0; 256 * 1024]].concat();
        for (file, why) in [
            (jpeg, "This is no whole PNG picture"),
            (&PNG[..PNG.len() - 20], "This is no whole PNG picture"),
            (&large, "This picture is too large"),
        ] {
            let refused = adam.upload("/office", &to, &[("seen", &seen)], &[("logo.png", file)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            assert!(
                refused.text.contains("id=\"logo-error\"") && refused.text.contains(why),
                "{}",
                refused.text
            );
        }
        let none = adam.upload("/office", &to, &[("seen", &seen)], &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let barred = marta.upload("/office", &to, &[("seen", &seen)], &[("logo.png", PNG)]).await;
        assert_eq!(barred.status, StatusCode::FORBIDDEN);
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM logos"), 0);

        require_done(&adam.upload("/office", &to, &[("seen", &seen)], &[("logo.png", PNG)]).await);
        let logo = app.letterhead().logo.expect("a logo");
        assert_eq!(
            (logo.size(), audited(&database, &format!("logo: - -> {}", logo.sha256()))),
            ((470, 104), 1)
        );
        let late = adam.upload("/office", &to, &[("seen", &seen)], &[("logo.png", PNG)]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        require_parts(&late, &["Somebody changed the letterhead meanwhile"]);

        // In the head of every page, of every process.
        let path = format!("/logo/{}.png", logo.sha256());
        let home = anna.get("/").await;
        require_source(&home, &[&path, "alt=\"Example Communications\""]);
        let picture = elsewhere.browser().get(&path).await;
        assert_eq!((picture.bytes.as_slice(), picture.header("content-type")), (logo.png(), "image/png"));
        assert_eq!(picture.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(anna.get(&path.replace(".png", "")).await.status, StatusCode::NOT_FOUND);

        // On the preview and on new documents; what was issued renders to the same bytes.
        let preview = preview(&adam, &[("logo", logo.sha256().to_owned())]).await;
        assert!(preview.bytes.starts_with(b"%PDF-") && preview.text.contains(PICTURE), "{}", preview.status);
        bill(&other, &["2026-11"]).await;
        let after = pdf_of(&anna, "202611").await;
        assert!(after.text.contains(PICTURE) && after.text.contains("/Width 470/Height 104"));
        assert_eq!(pdf_of(&anna, "202610").await.bytes, before.bytes);
        let with = "SELECT COUNT(*) AS count FROM invoices JOIN letterheads ON letterheads.id = letterhead_id WHERE logo";
        assert_eq!(
            (database.count(&format!("{with} IS NULL")), database.count(&format!("{with} IS NOT NULL"))),
            (16, 8)
        );

        // Saving the rest keeps it; a name of no logo is refused; it goes as it came.
        let forged = save(&adam, &[("logo", "ab".repeat(32))]).await;
        assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_done(
            &save(&adam, &[("logo", logo.sha256().to_owned()), ("phone", "+1 800 555 0199".to_owned())])
                .await,
        );
        assert_eq!(app.letterhead().logo.as_ref(), Some(&logo));
        let seen = seen_by(&adam, PROVIDER).await;
        require_done(&adam.upload("/office", &to, &[("seen", &seen), ("remove", "1")], &[]).await);
        assert_eq!(audited(&database, &format!("logo: {} -> -", logo.sha256())), 1);
        assert!(!anna.get("/").await.text.contains("/logo/"));
        assert_eq!(anna.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(pdf_of(&anna, "202611").await.bytes, after.bytes);
        assert_eq!(verify::verify(&app, &Silent).await.unwrap().differences, Vec::<String>::new());
        drop((portal, elsewhere));
    }
}

/// The letterhead's form of the default file with these fields changed.
fn letterhead(changed: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let file = [
        ("name", "Example Communications"),
        ("street", "1 Example Way"),
        ("city", "Denver"),
        ("country", "US"),
        ("phone", "+1 800 555 0100"),
        ("email", "billing@example.com"),
        ("remit_name", "Example Communications"),
        ("remit_street", "PO Box 5000"),
        ("remit_city", "Denver"),
        ("remit_country", "US"),
    ];
    let kept = file.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    kept.map(|(name, value)| (name, value.to_owned())).chain(changed.iter().cloned()).collect()
}

async fn save(browser: &Browser, changed: &[(&'static str, String)]) -> Page {
    let fields = letterhead(changed);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    set(browser, PROVIDER, &fields).await
}

async fn preview(browser: &Browser, changed: &[(&'static str, String)]) -> Page {
    let fields = letterhead(changed);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit("/office", &format!("{PROVIDER}/preview"), &fields).await
}
