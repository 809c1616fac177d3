//! Customers' accounts in the office: found, told, added, changed by staff, on a set clock. The figures
//! are worked out by hand from the example's documents.

mod support;

use std::sync::Arc;

use billcenter::domain::access::Role;
use billcenter::services::{App, Silent, looks, verify};
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, at, bill, billed, require_parts, words};
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const MARTA: &str = "marta@provider.example";
const PAUL: &str = "paul@provider.example";
const GINA: &str = "gina@provider.example";
const SAM: &str = "sam@provider.example";

/// The example billed for its three months, with people of both sides.
async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["100001"][..]),
        (MARTA, Role::Biller, &[]),
        (PAUL, Role::Manager, &[]),
        (GINA, Role::Agent, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    app
}

fn require_done(page: &Page, to: &str) {
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, to), "{}", page.text);
}

fn require_refused(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(words(page).contains(why), "{why} in {}", words(page));
}

/// The value of the input with this name.
fn value(page: &Page, name: &str) -> String {
    let (_, rest) = page.text.split_once(&format!("name=\"{name}\"")).expect("the field");
    let (_, rest) = rest.split_once("value=\"").expect("its value");
    rest.split('"').next().unwrap().to_owned()
}

/// Every field of the form of account 100006 as it is stored, but for one.
fn iris<'a>(seen: &'a str, name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("seen", seen),
        ("name", "Ürüng Press"),
        ("street", "4478 Main St"),
        ("city", "Dallas"),
        ("region", "TX"),
        ("postal_code", "75201"),
        ("country", "US"),
        ("locale", "es"),
        ("parent", ""),
        ("terms_days", "30"),
        ("late_fee_percent", "1.25"),
        ("opened_on", "2024-01-01"),
        ("closed_on", ""),
    ];
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value));
    fields
}

/// What the audit log tells of `subject` with this action, newest last.
fn told(database: &TestDatabase, action: &str, subject: &str) -> i64 {
    database.count(&format!(
        "SELECT COUNT(*) AS count FROM audit WHERE action = '{action}' AND subject = '{subject}'"
    ))
}

fn told_with(database: &TestDatabase, action: &str, detail: &str) -> i64 {
    database.count(&format!(
        "SELECT COUNT(*) AS count FROM audit WHERE action = '{action}' AND detail LIKE '%{detail}%'"
    ))
}

#[actix_web::test]
async fn two_people_change_an_account_and_nobody_overwrites_the_other() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let (marta, paul) = (portal.signed_in(MARTA).await, portal.signed_in(PAUL).await);
        let (page, account) = ("/office/accounts/100006/edit", "/office/accounts/100006");
        let (hers, his) = (value(&marta.get(page).await, "seen"), value(&paul.get(page).await, "seen"));
        assert_eq!(hers, his);
        require_done(&marta.submit(page, page, &iris(&hers, "street", "1 New St")).await, account);
        let detail = "street: 4478 Main St -> 1 New St";
        assert_eq!(told_with(&database, "account.changed", detail), 1);

        // The second of two people keeps what he typed and sees what is stored beside it.
        let late = paul.submit(page, page, &iris(&his, "street", "2 Other St")).await;
        require_refused(&late, StatusCode::CONFLICT, "Somebody else changed this meanwhile");
        require_parts(&late, &["Now stored: 1 New St", MARTA]);
        assert_eq!(late.text.matches("Now stored").count(), 1, "only what differs");
        assert_eq!(value(&late, "street"), "2 Other St");
        assert_eq!(told(&database, "account.changed", "100006"), 1, "nothing was overwritten");
        // Sent again it is meant; the same once more changes nothing and leaves no trace.
        let again = value(&late, "seen");
        require_done(&paul.submit(page, page, &iris(&again, "street", "2 Other St")).await, account);
        let now = value(&paul.get(page).await, "seen");
        require_done(&paul.submit(page, page, &iris(&now, "street", "2 Other St")).await, account);
        assert_eq!(told(&database, "account.changed", "100006"), 2);

        // A box that was ticked meanwhile.
        require_done(&marta.submit(page, page, &iris(&now, "tax_exempt", "on")).await, account);
        let late = paul.submit(page, page, &iris(&now, "terms_days", "45")).await;
        require_refused(&late, StatusCode::CONFLICT, "Now stored: ticked");
    }
}

#[actix_web::test]
async fn what_is_typed_passes_the_checks_of_a_file() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let page = "/office/accounts/100006/edit";
        let seen = value(&marta.get(page).await, "seen");
        for (name, typed, why) in [
            ("name", "", "Type a name of up to 200 letters"),
            ("country", "usa", "Type two capital letters"),
            ("terms_days", "366", "Type a whole number from 0 to 365"),
            ("late_fee_percent", "1,5", "Type a number from 0 to 100"),
            ("parent", "999999", "There is no such account"),
            ("parent", "100006", "would stand below itself"),
            ("closed_on", "2023-12-31", "Choose a day that is not before"),
            ("locale", "fr", "Choose one of the entries"),
        ] {
            let wrong = marta.submit(page, page, &iris(&seen, name, typed)).await;
            require_refused(&wrong, StatusCode::UNPROCESSABLE_ENTITY, why);
            assert!(wrong.text.contains(&format!("id=\"{name}-error\"")), "{name}: {}", wrong.text);
        }
        assert_eq!(told(&database, "account.changed", "100006"), 0);
        assert_eq!(value(&marta.get(page).await, "seen"), seen, "nothing was written");

        let new = "/office/accounts/new";
        let mut fields = iris("", "parent", "100006");
        fields.push(("number", "200001"));
        require_done(&marta.submit(new, new, &fields).await, "/office/accounts/200001");
        assert_eq!(told_with(&database, "account.added", "parent: - -> 100006"), 1);
        let taken = marta.submit(new, new, &fields).await;
        require_refused(&taken, StatusCode::UNPROCESSABLE_ENTITY, "There is an account with this number");
        fields.retain(|(name, _)| *name != "number");
        fields.push(("number", "no number"));
        let wrong = marta.submit(new, new, &fields).await;
        require_refused(&wrong, StatusCode::UNPROCESSABLE_ENTITY, "An account number has 1 to 40 letters");
        // The account above cannot go below the one that is below it.
        let ring = marta.submit(page, page, &iris(&seen, "parent", "200001")).await;
        require_refused(&ring, StatusCode::UNPROCESSABLE_ENTITY, "would stand below itself");

        // Closing an account ends none of its services: whoever looks is told.
        let story = "/office/accounts/100006";
        assert!(!words(&marta.get(story).await).contains("services go on"));
        require_done(&marta.submit(page, page, &iris(&seen, "closed_on", "2026-11-30")).await, story);
        require_parts(
            &marta.get(story).await,
            &["The account is closed, but services go on and are billed."],
        );
    }
}

#[actix_web::test]
async fn roles_are_refused_at_pages_and_at_forms() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let (gina, sam) = (portal.signed_in(GINA).await, portal.signed_in(SAM).await);
        let anna = portal.signed_in(ANNA).await;
        let page = "/office/accounts/100006/edit";
        for browser in [&gina, &sam] {
            for page in [page, "/office/accounts/new"] {
                let refused = browser.get(page).await;
                require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
            }
            let refused = browser.submit("/office", page, &iris("", "street", "x")).await;
            require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
        }
        assert_eq!(anna.get(page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(anna.submit("/", page, &iris("", "street", "x")).await.status, StatusCode::NOT_FOUND);
        let marta = portal.signed_in(MARTA).await;
        for missing in ["/office/accounts/999999/edit", "/office/accounts/no%20number/edit"] {
            assert_eq!(marta.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    }
}

#[actix_web::test]
async fn an_account_is_found_by_whatever_is_said_of_it() {
    for database in databases() {
        let app = world(&database).await;
        database
            .execute(
                "INSERT INTO contacts (account_id, email, name, title, phone, locale, roles, delivery) \
                 SELECT id, 'Lea@cedar.example', 'Lea', '', '(720) 555-0199', 'en', 'case', 'link' \
                 FROM accounts WHERE number = '100007'",
            )
            .unwrap();
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let invoices = marta.get("/invoices?account=100006").await;
        let (_, rest) = invoices.text.split_once("href=\"/invoices/INV-").expect("an invoice");
        let invoice = format!("inv-{}", rest.split(['"', '.']).next().unwrap());
        let case = [
            ("kind", "question"),
            ("account", "100003"),
            ("priority", "3"),
            ("subject", "Which one?"),
            ("words", "The customer asks which one."),
        ];
        let opened = marta.upload("/office/cases/new", "/office/cases/new", &case, &[]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        for (typed, account) in [
            ("100001", "100001"),
            ("100001-01", "100001-01"),
            (" 100007 ", "100007"),
            (&invoice, "100006"),
            ("c-000001", "100003"),
        ] {
            let page = marta.get(&format!("/office/accounts?q={}", typed.replace(' ', "%20"))).await;
            require_done(&page, &format!("/office/accounts/{account}"));
        }
        for (typed, found, others) in [
            ("10000", &["100001", "100003-02", "100007"][..], &[][..]),
            ("elm", &["Elm Dental"], &["Iris Press"]),
            ("ELM%20DEN", &["Elm Dental"], &["Iris Press"]),
            ("dental", &["Nothing found"], &["Elm Dental"]),
            ("%C3%9Cr", &["100006"], &["100001"]),
            ("lea@", &["Cedar Logistics", "Contact: Lea@cedar.example"], &["Elm Dental"]),
            ("LEA@CEDAR.example", &["Cedar Logistics"], &["Elm Dental"]),
            (ANNA, &["Elm Dental", "Login: anna@elm.example"], &["Cedar"]),
            ("720%20555%200199", &["Cedar Logistics", "Contact: (720) 555-0199"], &["Elm Dental"]),
            ("1-720-555-0199", &["Cedar Logistics"], &["Elm Dental"]),
            // Stored with the country's 1.
            ("303.555.0100", &["Elm Dental", "Contact: +13035550100"], &[]),
            ("inv-209901-000001", &["Nothing found"], &["Elm Dental"]),
            ("C-999999", &["Nothing found"], &["Elm Dental"]),
            ("100%25", &["Nothing found"], &["Elm Dental"]),
            ("zzz", &["Nothing found", "Names, numbers and addresses"], &["Elm Dental"]),
        ] {
            let page = marta.get(&format!("/office/accounts?q={typed}")).await;
            assert_eq!(page.status, StatusCode::OK, "{typed}");
            require_parts(&page, found);
            for other in others {
                assert!(!words(&page).contains(other), "{typed}: {other} in {}", words(&page));
            }
        }
        let newest = marta.get("/office/accounts").await;
        let place = |number: &str| newest.text.find(&format!("/office/accounts/{number}\"")).expect(number);
        assert!(place("100007-02") < place("100001"), "the newest first");
        // Elm owes 12,573.80 of September, 3,645.35 of October and 3,154.16 of November.
        require_parts(&newest, &["$19,373.31"]);
    }
}

#[actix_web::test]
async fn one_page_tells_everything_of_an_account() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let elm = marta.get("/office/accounts/100001").await;
        require_parts(
            &elm,
            &[
                "Elm Dental",
                "6778 Main St Portland, OR 97201, US",
                "$19,373.31",
                "30 days to pay, late fee 1.5 % a month",
                "Exempt from government taxes",
                "100001-01 · Location 1 own invoices",
                "UC User – main office 100001-S00 07/11/2026 – 12/18/2026 133 24.95",
                "Pat 100001 ap.100001@example.com · +13035550100",
                "anna@elm.example Finance",
                "INV-202611-",
                "ap.100001@example.com",
            ],
        );
        let location = marta.get("/office/accounts/100007-01").await;
        require_parts(
            &location,
            &["Stands on the invoices of 100007 · Cedar Logistics", "11/21/2026 – 11/21/2026 ended"],
        );
        // A technician sees services and no money.
        let sam = portal.signed_in(SAM).await;
        let services = sam.get("/office/accounts/100001").await;
        require_parts(&services, &["Elm Dental", "100001-S00", "07/11/2026"]);
        for hidden in ["$", "24.95", "INV-", "late fee", "Balance", "What was done"] {
            assert!(!words(&services).contains(hidden), "{hidden} in {}", words(&services));
        }
        assert!(!words(&sam.get("/office/accounts").await).contains('$'));
        let anna = portal.signed_in(ANNA).await;
        for page in ["/office/accounts", "/office/accounts/100001"] {
            assert_eq!(anna.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        for missing in ["/office/accounts/999999", "/office/accounts/no%20number"] {
            assert_eq!(marta.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
        }
    }
}

#[actix_web::test]
async fn staff_look_through_a_customers_eyes_and_change_nothing() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let (gina, anna) = (portal.signed_in(GINA).await, portal.signed_in(ANNA).await);
        let account = "/office/accounts/100001";
        let begin = format!("{account}/see-as");
        require_done(&gina.submit(account, &begin, &[]).await, "/?account=100001");
        assert_eq!(told_with(&database, "customer.look_begun", "until 2026-11-28T16:30:00Z"), 1);

        // Each page is the customer's own, but for the banner, the login's address and the token.
        for page in
            ["/", "/invoices", "/payments", "/next", "/cases", "/contacts", "/accounts", "/deliveries"]
        {
            let (seen, own) = (gina.get(page).await, anna.get(page).await);
            assert_eq!(seen.status, StatusCode::OK, "{page}");
            require_parts(&seen, &["You see what Elm Dental (100001) sees, until 09:30 MT."]);
            let main = |page: &Page| {
                let text = page.without_token();
                text[text.find("<main").expect("a page")..].to_owned()
            };
            assert_eq!(main(&seen), main(&own), "{page}");
            assert!(!seen.text.contains("/office"), "{page}: {}", seen.text);
        }
        // What belongs to others does not exist.
        for foreign in ["/?account=100006", "/invoices?account=100003", "/contacts?account=100007"] {
            assert_eq!(gina.get(foreign).await.status, StatusCode::NOT_FOUND, "{foreign}");
        }
        // Pages of staff and of one's own login lead back.
        for own in ["/office", "/office/accounts", account, "/office/cases", "/login", "/login/password"] {
            require_done(&gina.get(own).await, "/");
        }
        // Nothing can be sent, whatever it is.
        let confirm = [("nickname-1", "x")];
        for form in ["/contacts/confirm", "/accounts", "/cases/ask", "/login/password", &begin, "/sign-in"] {
            let refused = gina.submit("/", form, &confirm).await;
            require_refused(&refused, StatusCode::FORBIDDEN, "nothing can be changed");
        }
        require_done(&gina.submit("/", "/see-as/stop", &[]).await, account);
        assert_eq!(told_with(&database, "customer.look_ended", "stopped"), 1);
        assert!(!gina.get(account).await.text.contains("You see what"));
        require_done(&gina.submit(account, "/see-as/stop", &[]).await, "/");

        // It ends by itself, and with the session.
        require_done(&gina.submit(account, &begin, &[]).await, "/?account=100001");
        let later = at(&database, "2026-11-28T09:29:59-07:00");
        let still = Portal::serve(&later);
        let browser = gina.at(&still);
        require_parts(&browser.get("/").await, &["You see what Elm Dental"]);
        assert_eq!(looks::end_over(&later).unwrap(), 0);
        drop(still);
        let over = at(&database, "2026-11-28T09:30:00-07:00");
        let after = Portal::serve(&over);
        let browser = gina.at(&after);
        assert_eq!(browser.get(account).await.status, StatusCode::OK, "the office is open again");
        assert_eq!((looks::end_over(&over).unwrap(), looks::end_over(&over).unwrap()), (1, 0));
        assert_eq!(told_with(&database, "customer.look_ended", "the time was over"), 1);
        require_done(&browser.submit(account, &begin, &[]).await, "/?account=100001");
        require_done(&browser.submit("/", "/sign-out", &[]).await, "/sign-in");
        assert_eq!(told_with(&database, "customer.look_ended", "stopped"), 2);

        let sam = portal.signed_in(SAM).await;
        let refused = sam.submit("/office", &begin, &[]).await;
        require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
        assert_eq!(anna.submit("/", &begin, &[]).await.status, StatusCode::NOT_FOUND);
        let missing = sam.submit("/office", "/office/accounts/999999/see-as", &[]).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        let sent = database.count("SELECT COUNT(*) AS count FROM outbox WHERE user_id IS NOT NULL");
        assert_eq!(sent, 0, "no notice about a login went out");
    }
}

fn service_page(database: &TestDatabase, code: &str, what: &str) -> String {
    let id = database.count(&format!("SELECT id AS count FROM services WHERE code = '{code}'"));
    format!("/office/accounts/100006/services/{id}/{what}")
}

#[actix_web::test]
async fn a_new_price_inside_a_period_costs_its_days_on_the_next_invoice() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let (marta, paul) = (portal.signed_in(MARTA).await, portal.signed_in(PAUL).await);
        let account = "/office/accounts/100006";
        // 40 seats at 74.95, billed ahead through 25 December; from 11 December on there are 50.
        let page = service_page(&database, "100006-S01", "change");
        let form = marta.get(&page).await;
        let (seen, code) = (value(&form, "seen"), value(&form, "service"));
        assert_eq!(code, "100006-S01-2");
        let fields = |from: &'static str, quantity: &'static str, wish: &'static str| {
            [
                ("seen", seen.clone()),
                ("from", from.to_owned()),
                ("service", code.clone()),
                ("quantity", quantity.to_owned()),
                ("unit_price", "74.95".to_owned()),
                ("do", wish.to_owned()),
            ]
        };
        let send = async |browser: &Browser, fields: &[(&str, String)]| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.submit(&page, &page, &fields).await
        };
        // 15 of 30 days of 2,998.00 come back, the same of 3,747.50 are charged, and the next period.
        let shown = send(&marta, &fields("2026-12-11", "50", "preview")).await;
        assert_eq!(shown.status, StatusCode::OK);
        require_parts(
            &shown,
            &["On the invoice for December 2026", "1,499.00", "$1,873.75", "$3,747.50", "+$1,124.25 against"],
        );
        assert_eq!(told(&database, "service.changed", "100006"), 0);
        assert_eq!(value(&marta.get(&page).await, "seen"), seen, "it was only shown");

        for (from, quantity, why) in [
            ("2026-09-03", "50", "Issued invoices show the service from its first day on"),
            ("2026-09-01", "50", "Issued invoices show the service from its first day on"),
            ("3000-01-01", "50", "Choose a day of the service"),
            ("", "50", "Choose a day of the service"),
            ("2026-12-11", "-1", "Type a number that is not negative"),
            ("2026-12-11", "40", "Type a new price"),
        ] {
            let refused = send(&marta, &fields(from, quantity, "save")).await;
            require_refused(&refused, StatusCode::UNPROCESSABLE_ENTITY, why);
        }
        require_done(&send(&marta, &fields("2026-12-11", "50", "save")).await, account);
        let detail = "100006-S01 from 2026-12-11 on: quantity: 40 -> 50; goes on as 100006-S01-2";
        assert_eq!(told_with(&database, "service.changed", detail), 1);
        // Somebody who had opened the service before sees what it is now.
        let late = send(&paul, &fields("2026-12-15", "60", "save")).await;
        require_refused(&late, StatusCode::CONFLICT, "Somebody else changed this meanwhile");
        require_parts(&late, &[MARTA]);
        require_parts(
            &marta.get(account).await,
            &["100006-S01 09/03/2026 – 12/10/2026 40", "100006-S01-2 12/11/2026 – 50"],
        );

        // Three numbers for 10.00 from 16 December on: 10 of 30 days, and the next period.
        let new = format!("{account}/services/new");
        let number = [
            ("service", "100006-S09"),
            ("product", "DID"),
            ("description", ""),
            ("tax_class", "voice"),
            ("quantity", "3"),
            ("unit_price", "10.00"),
            ("starts_on", "2026-12-16"),
            ("ends_on", ""),
        ];
        let shown = marta.submit(&new, &new, &number).await;
        require_parts(&shown, &["$10.00", "$30.00", "+$40.00 against"]);
        let save = [&number[..], &[("do", "save")]].concat();
        require_done(&marta.submit(&new, &new, &save).await, account);
        let twice = marta.submit(&new, &new, &save).await;
        require_refused(&twice, StatusCode::UNPROCESSABLE_ENTITY, "The account has a service with this code");
        // No invoice has it: its price may change from its first day on. Then it ends after five days.
        let change = service_page(&database, "100006-S09", "change");
        let mine = value(&marta.get(&change).await, "seen");
        let first = [
            ("seen", mine.as_str()),
            ("from", "2026-12-16"),
            ("service", "x"),
            ("quantity", "3"),
            ("unit_price", "12"),
            ("do", "save"),
        ];
        require_done(&marta.submit(&change, &change, &first).await, account);
        let end = service_page(&database, "100006-S09", "end");
        let mine = value(&marta.get(&end).await, "seen");
        let wrong = [("seen", mine.as_str()), ("ends_on", "2026-12-15"), ("do", "save")];
        let refused = marta.submit(&end, &end, &wrong).await;
        require_refused(&refused, StatusCode::UNPROCESSABLE_ENTITY, "not before the first day");
        let right = [("seen", mine.as_str()), ("ends_on", "2026-12-20"), ("do", "save")];
        require_done(&marta.submit(&end, &end, &right).await, account);
        assert_eq!(told_with(&database, "service.ended", "100006-S09: ends_on: - -> 2026-12-20"), 1);

        let charge = format!("{account}/charges/new");
        let credit = [
            ("reference", "GOODWILL-1"),
            ("charged_on", "2026-12-01"),
            ("description", "Sorry for the noise"),
            ("tax_class", "none"),
            ("quantity", "2"),
            ("unit_price", "-25.00"),
        ];
        require_done(&marta.submit(&charge, &charge, &credit).await, account);
        require_parts(&marta.get(account).await, &["Sorry for the noise GOODWILL-1"]);
        let twice = marta.submit(&charge, &charge, &credit).await;
        require_refused(&twice, StatusCode::UNPROCESSABLE_ENTITY, "has a charge with this reference");
        assert_eq!(told(&database, "charge.added", "100006"), 1);

        // The invoice of December says the same: 36.00 a period is 6.00 for five days.
        let later = at(&database, "2026-12-28T09:00:00-07:00");
        bill(&later, &["2026-12"]).await;
        let portal = Portal::serve(&later);
        let marta = portal.signed_in(MARTA).await;
        let list = marta.get("/invoices?account=100006").await;
        let (_, rest) = list.text.split_once("href=\"/invoices/INV-202612-").expect("December");
        let invoice = format!("/invoices/INV-202612-{}", rest.split(['"', '.']).next().unwrap());
        let page = marta.get(&invoice).await;
        require_parts(
            &page,
            &["1,499.00", "$1,873.75", "$3,747.50", "$6.00", "50.00", "Sorry for the noise"],
        );
        assert_eq!(verify::verify(&later, &Silent).await.unwrap().differences, Vec::<String>::new());
    }
}

#[actix_web::test]
async fn services_and_charges_are_refused_by_role_and_of_others() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let gina = portal.signed_in(GINA).await;
        let account = "/office/accounts/100006";
        let pages = [
            format!("{account}/services/new"),
            service_page(&database, "100006-S01", "end"),
            service_page(&database, "100006-S01", "change"),
            format!("{account}/charges/new"),
        ];
        for page in &pages {
            for refused in [gina.get(page).await, gina.submit("/office", page, &[("do", "save")]).await] {
                require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
            }
        }
        let marta = portal.signed_in(MARTA).await;
        for page in &pages {
            let other = page.replace("100006", "999999");
            assert_eq!(marta.get(&other).await.status, StatusCode::NOT_FOUND, "{other}");
            let posted = marta.submit("/office", &other, &[("do", "save")]).await;
            assert_eq!(posted.status, StatusCode::NOT_FOUND, "{other}");
        }
        // A service of another account.
        for page in &pages[1..3] {
            let other = page.replace("accounts/100006", "accounts/100001");
            assert_eq!(marta.get(&other).await.status, StatusCode::NOT_FOUND, "{other}");
        }
    }
}
