//! Work on request as customers ask for it, agree to it and follow it, over a real server.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::decide::Action;
use billcenter::domain::macd::Terms;
use billcenter::domain::macd::log::Purpose;
use billcenter::services::cases::{self, Message};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::macd::{self, NewTime};
use billcenter::services::{App, Silent};
use billcenter::values::ids::EntryId;
use billcenter::values::locale::Locale;
use billcenter::values::number::CaseNumber;
use billcenter::values::words::Words;
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, at, bill, billed};
use support::{TestDatabase, databases};

/// Finance contact of 100001 and, below it, 100001-01.
const ANNA: &str = "anna@elm.example";
/// Main point of contact of both.
const DANA: &str = "dana@elm.example";
/// Signs in as a main point of contact of both and is none of their contacts.
const OMAR: &str = "omar@elm.example";
/// Main point of contact of 100003.
const BEN: &str = "ben@iris.example";
const SAM: &str = "sam@provider.example";
const MARTA: &str = "marta@provider.example";
const ADMIN: &str = "admin@provider.example";

/// A Monday morning.
const NOW: &str = "2026-11-30T09:00:00-07:00";
const EVENING: &str = "2026-11-30T22:00:00-07:00";

/// Names and values of a form.
type Fields<'a> = &'a [(&'a str, &'a str)];

struct World {
    database: TestDatabase,
    app: Arc<App>,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        let app = billed(&database).await;
        let contacts = format!(
            "account,email,name,roles\n100001,{DANA},Dana,mpoc\n100003,{BEN},Ben,mpoc\n100001,{ANNA},Anna,case\n"
        );
        let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
        imports::import(&app, ImportKind::Contacts, contacts.as_bytes(), &options, &Silent).unwrap();
        for (email, role, accounts) in [
            (ANNA, Role::Finance, &["100001"][..]),
            (DANA, Role::Mpoc, &["100001"][..]),
            (OMAR, Role::Mpoc, &["100001"][..]),
            (BEN, Role::Mpoc, &["100003"][..]),
            (SAM, Role::Technician, &[]),
            (MARTA, Role::Biller, &[]),
            (ADMIN, Role::Administrator, &[]),
        ] {
            add_user(&app, email, role, accounts).await;
        }
        worlds.push(World { database, app });
    }
    worlds
}

impl World {
    /// The portal at a time, and `who` signed in there.
    async fn at(&self, now: &str, who: &str) -> (Portal, Browser) {
        let portal = Portal::serve(&at(&self.database, now));
        let browser = portal.signed_in(who).await;
        (portal, browser)
    }

    fn staff(&self, email: &str) -> Viewer {
        let id = self.database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
        let role = match email {
            SAM => Role::Technician,
            MARTA => Role::Biller,
            _ => Role::Administrator,
        };
        Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
    }

    /// Sam logs time on the Monday.
    fn log(&self, case: &str, from: &str, to: &str, purpose: Purpose, corrects: Option<EntryId>) {
        let wall = |time: &str| format!("2026-11-30T{time}:00-07:00").parse().unwrap();
        let new = NewTime { started_at: wall(from), ended_at: wall(to), purpose, corrects };
        say("Cabled and patched.", |message| {
            let app = at(&self.database, EVENING);
            macd::log_time(&app, &self.staff(SAM), number(case), &new, message).unwrap().unwrap();
        });
    }

    fn quote(&self, case: &str, units: u32) {
        say("The wall is thicker than planned.", |message| {
            let app = at(&self.database, EVENING);
            macd::quote(&app, &self.staff(SAM), number(case), units, message).unwrap().unwrap();
        });
    }

    fn requests(&self) -> i64 {
        self.database.count("SELECT COUNT(*) AS count FROM macd_requests")
    }
}

fn number(case: &str) -> CaseNumber {
    case.parse().unwrap()
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

fn page_of(kind: &str) -> String {
    format!("/requests/new?kind={kind}")
}

/// Sends the form as its page would, with `other` in the place of what is usual.
async fn send(browser: &Browser, other: Fields<'_>) -> Page {
    let usual = [
        ("kind", "move"),
        ("terms", "2000-01-01"),
        ("account", "100001"),
        ("subject", "Two phones to the second floor"),
        ("words", "Please move them on Thursday."),
        ("wanted", ""),
        ("urgency", "standard"),
    ];
    let is_other = |name: &str| other.iter().any(|(known, _)| *known == name);
    let mut fields: Vec<(&str, &str)> = usual.into_iter().filter(|(name, _)| !is_other(name)).collect();
    fields.extend(other);
    browser.upload(&page_of("move"), "/requests/new", &fields, &[]).await
}

/// The case that a form has opened.
fn opened(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let rest = page.location().strip_prefix("/cases/").expect("the case's page");
    rest.strip_suffix("?done=requested").expect("what was done").to_owned()
}

fn require(page: &Page, texts: &[&str]) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for text in texts {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
}

fn require_not(page: &Page, texts: &[&str]) {
    for text in texts {
        assert!(!page.text.contains(text), "{text}: {}", page.text);
    }
}

fn require_refused(page: &Page, texts: &[&str]) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    for text in texts {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
}

#[actix_web::test]
async fn a_request_goes_from_its_price_to_its_invoice() {
    for world in worlds().await {
        let (_morning, anna) = world.at(NOW, ANNA).await;
        require(&anna.get("/cases").await, &["href=\"/requests/new\"", "Request a change"]);
        require(&anna.get("/").await, &["href=\"/requests/new\""]);

        // What is free comes first, then the kinds.
        let start = anna.get("/requests/new?account=100001").await;
        require(
            &start,
            &[
                "You can do these yourselves, at no charge",
                "href=\"/accounts/services?account=100001\"",
                "href=\"/contacts?account=100001\"",
                "href=\"/login\"",
                "/requests/new?kind=delete&#38;account=100001",
            ],
        );
        let free = start.text.find("/accounts/services").unwrap();
        assert!(free < start.text.find("kind=move").unwrap(), "what is free comes first");
        require_not(&start, &["name=\"subject\""]);

        let form = anna.get(&page_of("move")).await;
        require(
            &form,
            &[
                "100.00 USD an hour, in units of 15 minutes at 25.00 USD, rounded up once",
                "More than 20 quarter hours (5 hours) need a quote",
                "Plus an expedite fee of $150.00",
                // A business day and two of them; four hours and one business day.
                "First response by 12/01/2026 09:00 MT, usually done by 12/02/2026 09:00 MT.",
                "First response by 11/30/2026 13:00 MT, usually done by 12/01/2026 09:00 MT.",
                "A main point of contact of the account must approve it before work starts",
                "min=\"2026-11-30\"",
                "100001-01",
            ],
        );
        require_not(&form, &["outside extended business hours"]);

        let case = opened(&send(&anna, &[("wanted", "2026-12-03")]).await);
        let path = format!("/cases/{case}");
        let page = anna.get(&format!("{path}?done=requested")).await;
        require(
            &page,
            &[
                "We have your request.",
                "Move",
                "$0.00",
                "Nothing to bill so far",
                ANNA,
                "Waiting for your approval",
                "Waits for approval by a main point of contact",
                "Only a main point of contact of the account can do that:",
                &format!("mailto:{DANA}"),
                "December 3, 2026",
                "Standard priority",
                "No time has been logged yet.",
            ],
        );
        require_not(&page, &[&format!("{path}/approve"), "Please confirm", "please confirm"]);
        require(&anna.get("/cases").await, &["Waits for approval"]);

        // Dana approves; Anna could not.
        let refused = anna.submit(&path, &format!("{path}/approve"), &[]).await;
        require_refused(&refused, &["Only a main point of contact of the account can agree to this."]);
        let (later, dana) = world.at("2026-11-30T10:00:00-07:00", DANA).await;
        let anna = later.signed_in(ANNA).await;
        let page = dana.get(&path).await;
        require(&page, &["Approve this work", "100.00 USD an hour", &format!("{path}/approve")]);
        let done = dana.submit(&path, &format!("{path}/approve"), &[]).await;
        assert_eq!(
            (done.status, done.location()),
            (StatusCode::SEE_OTHER, format!("{path}?done=approve").as_str())
        );
        let page = dana.get(&format!("{path}?done=approve")).await;
        require(&page, &["The work is approved.", "Approved by dana@elm.example, 11/30/2026 10:00 MT"]);
        require_not(&page, &[&format!("{path}/approve\"")]);
        let again = dana.submit(&path, &format!("{path}/approve"), &[]).await;
        require_refused(&again, &["There is nothing to agree to"]);

        // 70 minutes and 5 are five quarter hours, once rounded; 30 minutes do not count.
        world.log(&case, "10:00", "11:10", Purpose::Work, None);
        world.log(&case, "11:10", "11:40", Purpose::Gathering, None);
        world.log(&case, "11:40", "11:45", Purpose::Work, None);
        let page = anna.get(&path).await;
        require(
            &page,
            &[
                "75 minutes = 5 quarter hours × 25.00 = 125.00",
                "30 minutes of gathering information and testing are not billed.",
                "The unit is full: the next minute of work begins another one at 25.00.",
                "$125.00",
                "10:00 – 11:10",
                "Gathering information",
                "No charge",
                "Cabled and patched.",
                "Time logged: 75 minutes so far, and 30 minutes that are not billed",
            ],
        );
        require_not(&page, &[SAM]);

        // The last entry was a minute longer: corrected, not changed.
        let view = macd::open_view(&world.app, &world.staff(SAM), number(&case)).unwrap();
        let last = view.entries.last().unwrap().row.entry.id;
        world.log(&case, "11:40", "11:46", Purpose::Work, Some(last));
        let page = anna.get(&path).await;
        require(
            &page,
            &[
                "76 minutes, rounded up to 6 quarter hours × 25.00 = 150.00",
                "14 more minutes are in the unit that has begun and cost nothing more.",
                "<progress aria-labelledby=\"unit-words\" max=\"15\" value=\"1\">",
                "<s>11:40 – 11:45</s>",
                "Corrected",
            ],
        );

        // Reviewed by billing, billed on the 27th of December, disputed with the receipt at hand.
        say("Both phones ring upstairs.", |message| {
            let app = at(&world.database, EVENING);
            macd::finish(&app, &world.staff(SAM), number(&case), message).unwrap().unwrap();
            let marta = world.staff(MARTA);
            let seen = macd::open_view(&app, &marta, number(&case)).unwrap().meter;
            macd::review(&app, &marta, number(&case), (&seen).into(), &[], message).unwrap().unwrap();
        });
        require(
            &anna.get(&path).await,
            &["It goes on the invoice of December 27, 2026.", "6 quarter hours, $150.00 in all", "in all,"],
        );
        bill(&at(&world.database, "2026-12-27T06:00:00-07:00"), &["2026-12"]).await;
        let (_january, anna) = world.at("2027-01-04T09:00:00-07:00", ANNA).await;
        let page = anna.get(&path).await;
        require(&page, &["It is billed", "Dispute the charge", &format!("#{case}\"")]);
        let (_, rest) = page.text.split_once("/cases/new?invoice=").unwrap();
        let dispute = format!("/cases/new?invoice={}", rest.split('"').next().unwrap().replace("&amp;", "&"));
        let form = anna.get(&dispute).await;
        require(
            &form,
            &[
                "Move: Two phones",
                "<details open>",
                "11:40 – 11:46",
                "Approved by dana@elm.example",
                "150.00",
            ],
        );
        assert_eq!(form.text.matches(" checked").count(), 1, "the request's line is the one that is ticked");
        let invoice = dispute.split(['=', '&']).nth(1).unwrap();
        let invoice = anna.get(&format!("/invoices/{invoice}")).await;
        require(&invoice, &[&format!("id=\"{case}\""), &format!("href=\"{path}\"")]);
    }
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_lost() {
    for world in worlds().await {
        let (_portal, anna) = world.at(NOW, ANNA).await;
        let kept = ["Please move them on Thursday.</textarea>", "value=\"Two phones to the second floor\""];
        let fee = send(&anna, &[("urgency", "expedited"), ("wanted", "2026-12-03")]).await;
        require_refused(&fee, &kept);
        require_refused(
            &fee,
            &[
                "id=\"fee-error\"",
                "Accept the fee to have it expedited",
                "value=\"expedited\" required checked",
                "value=\"2026-12-03\"",
            ],
        );
        let past = send(&anna, &[("wanted", "2026-11-29")]).await;
        require_refused(&past, &kept);
        require_refused(&past, &["id=\"wanted-error\"", "Enter today or a later day"]);
        let none = send(&anna, &[("wanted", "soon")]).await;
        require_refused(&none, &["Enter a day such as 2026-12-01", "value=\"soon\""]);
        require_refused(&send(&anna, &[("words", " ")]).await, &["id=\"words-error\""]);
        require_refused(&send(&anna, &[("subject", " ")]).await, &["id=\"subject-error\"", kept[0]]);
        for (name, value) in [("kind", "swap"), ("urgency", "now")] {
            assert_eq!(send(&anna, &[(name, value)]).await.status, StatusCode::BAD_REQUEST, "{name}");
        }
        for account in ["100003", "999999", "none"] {
            assert_eq!(send(&anna, &[("account", account)]).await.status, StatusCode::NOT_FOUND, "{account}");
        }
        assert_eq!(anna.get("/requests/new?account=100003").await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.requests(), 0);

        opened(&send(&anna, &[("wanted", "2026-11-30")]).await);
        opened(&send(&anna, &[("urgency", "expedited"), ("accept_fee", "on")]).await);
        opened(&send(&anna, &[("account", "100001-01")]).await);
        assert_eq!(world.requests(), 3);
    }
}

#[actix_web::test]
async fn from_the_last_second_of_the_day_on_it_is_said_when_it_is_worked_on() {
    for world in worlds().await {
        let outside = ["it will be worked on Monday, November 23, 2026", "team that works around the clock"];
        let (_open, anna) = world.at("2026-11-20T18:59:59-07:00", ANNA).await;
        require_not(&anna.get(&page_of("add")).await, &outside);
        let (_closed, anna) = world.at("2026-11-20T19:00:00-07:00", ANNA).await;
        let form = anna.get(&page_of("add")).await;
        require(&form, &outside);
        // Four hours; two business days.
        require(&form, &["First response by 11/20/2026 23:00 MT", "usually done by 11/24/2026 19:00 MT"]);
        require(&form, &["with the fee"]);
        let spanish = anna.get("/requests/new?kind=add&lang=es").await;
        require(&spanish, &["se trabajará en ella el lunes 23 de noviembre de 2026", "las 24 horas"]);
        // A holiday: the day after Thanksgiving is a business day.
        let (_holiday, anna) = world.at("2026-11-26T10:00:00-07:00", ANNA).await;
        require(&anna.get(&page_of("add")).await, &["it will be worked on Friday, November 27, 2026"]);
    }
}

#[actix_web::test]
async fn a_main_contact_approves_by_asking_and_nobody_else_can() {
    for world in worlds().await {
        let (portal, dana) = world.at(NOW, DANA).await;
        require(
            &dana.get(&page_of("move")).await,
            &["You are a main point of contact: by sending it you approve"],
        );
        let own = opened(&send(&dana, &[]).await);
        let page = dana.get(&format!("/cases/{own}")).await;
        require(&page, &["Approved by dana@elm.example", "First response due by 12/01/2026 09:00"]);
        require_not(&page, &["/approve"]);

        // Who signs in as one but is none cannot, and another customer's finds nothing.
        let (omar, ben) = (portal.signed_in(OMAR).await, portal.signed_in(BEN).await);
        require(&omar.get(&page_of("move")).await, &["A main point of contact of the account must approve"]);
        let case = opened(&send(&omar, &[]).await);
        let (path, approve) = (format!("/cases/{case}"), format!("/cases/{case}/approve"));
        require_not(&omar.get(&path).await, &["/approve"]);
        require_refused(&omar.submit(&path, &approve, &[]).await, &["Only a main point of contact"]);
        for to in [approve.as_str(), &format!("{path}/accept-quote")] {
            assert_eq!(ben.submit("/requests/new?kind=add", to, &[]).await.status, StatusCode::NOT_FOUND);
        }
        let page = dana.submit(&path, &format!("{path}/accept-quote"), &[]).await;
        require_refused(&page, &["There is nothing to agree to"]);
        // What is no request cannot be approved.
        let fields = [("account", "100001"), ("subject", "Why?"), ("words", "Why?")];
        let question = dana.upload("/cases/ask", "/cases/ask", &fields, &[]).await;
        let question = question.location().trim_end_matches("?done=opened").to_owned();
        let page = dana.submit(&path, &format!("{question}/approve"), &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);

        // Staff have pages of their own.
        let marta = portal.signed_in(MARTA).await;
        for path in [approve, format!("{path}/accept-quote")] {
            let page = marta.submit("/requests/new?kind=add", &path, &[]).await;
            assert_eq!(page.location(), format!("/office/cases/{case}"));
        }
        let wait =
            world.database.count("SELECT COUNT(*) AS count FROM macd_requests WHERE approved_at IS NULL");
        assert_eq!(wait, 1);
    }
}

#[actix_web::test]
async fn a_quote_is_accepted_for_what_it_comes_to() {
    for world in worlds().await {
        let (_portal, dana) = world.at(NOW, DANA).await;
        let case = opened(&send(&dana, &[("urgency", "expedited"), ("accept_fee", "on")]).await);
        let path = format!("/cases/{case}");
        world.log(&case, "10:00", "15:00", Purpose::Work, None);
        world.quote(&case, 24);
        let (portal, anna) = world.at("2026-12-01T09:00:00-07:00", ANNA).await;
        // 24 x 25.00 and the fee of 150.00.
        let quote = "24 quarter hours, up to $750.00";
        let page = anna.get(&path).await;
        require(
            &page,
            &[
                "Waiting for you to accept the quote",
                "$750.00",
                "Waits to be accepted",
                &format!("mailto:{DANA}"),
            ],
        );
        require(&page, &["= 500.00", "plus the expedite fee of $150.00", "$650.00"]);
        require_not(&page, &["/accept-quote\"", "Please confirm"]);
        require(&anna.get("/cases").await, &["A quote waits for you"]);
        let page = anna.submit(&path, &format!("{path}/accept-quote"), &[]).await;
        require_refused(&page, &["Only a main point of contact"]);

        let dana = portal.signed_in(DANA).await;
        require(&dana.get(&path).await, &[quote, &format!("{path}/accept-quote\"")]);
        let done = dana.submit(&path, &format!("{path}/accept-quote"), &[]).await;
        assert_eq!(done.location(), format!("{path}?done=accept-quote"));
        let page = dana.get(done.location()).await;
        require(&page, &["The quote is accepted.", "Accepted by dana@elm.example, 12/01/2026 09:00 MT"]);
        require_not(&page, &["/accept-quote\""]);
    }
}

#[actix_web::test]
async fn the_price_is_that_of_the_day() {
    for world in worlds().await {
        let plan = macd::list_terms(&world.app).unwrap()[0].clone();
        let raised = Terms {
            starts_on: "2026-12-02".parse().unwrap(),
            hourly: "120".parse().unwrap(),
            expedite_fee: billcenter::values::money::Money::from_cents(20_000),
            ..plan
        };
        macd::set_terms(&at(&world.database, NOW), &world.staff(ADMIN), &raised).unwrap().unwrap();
        let (_before, anna) = world.at("2026-12-01T23:59:59-07:00", ANNA).await;
        require(&anna.get(&page_of("add")).await, &["100.00 USD an hour", "$150.00", "value=\"2000-01-01\""]);
        let before = opened(&send(&anna, &[]).await);
        let (_after, anna) = world.at("2026-12-02T00:00:00-07:00", ANNA).await;
        let form = anna.get(&page_of("add")).await;
        require(&form, &["120.00 USD an hour", "15 minutes at 30.00 USD", "$200.00", "value=\"2026-12-02\""]);
        require_not(&form, &["$150.00"]);
        // Who still has the old price before them is shown the new one first.
        let page = send(&anna, &[]).await;
        require_refused(
            &page,
            &["The price has changed", "120.00 USD an hour", "Please move them on Thursday."],
        );
        let after = opened(&send(&anna, &[("terms", "2026-12-02")]).await);
        require(&anna.get(&format!("/cases/{before}")).await, &["100.00 USD an hour"]);
        require(&anna.get(&format!("/cases/{after}")).await, &["120.00 USD an hour"]);
    }
}

#[actix_web::test]
async fn staff_open_one_for_who_calls() {
    for world in worlds().await {
        let (portal, marta) = world.at(NOW, MARTA).await;
        let form = marta.get("/requests/new?kind=move&account=100001").await;
        require(
            &form,
            &["name=\"account\" class=\"short\"", "value=\"100001\"", "must approve it in the portal"],
        );
        require_not(&form, &["at no charge"]);
        for account in ["", "999999", "no number"] {
            let page = send(&marta, &[("account", account)]).await;
            require_refused(&page, &["id=\"account-error\"", "There is no account with this number."]);
        }
        let page = send(&marta, &[]).await;
        let case = page.location().trim_start_matches("/office/cases/").to_owned();
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        let anna = portal.signed_in(ANNA).await;
        require(&anna.get(&format!("/cases/{case}")).await, &["Waiting for your approval"]);
        // A technician works on requests and opens none.
        let sam = portal.signed_in(SAM).await;
        require_refused(&sam.get(&page_of("move")).await, &["Your login may not do this."]);
        require_refused(&send(&sam, &[]).await, &["Your login may not do this."]);
        assert_eq!(world.requests(), 1);
    }
}

#[actix_web::test]
async fn a_delay_is_told_in_words() {
    for world in worlds().await {
        let (_portal, dana) = world.at(NOW, DANA).await;
        let case = opened(&send(&dana, &[]).await);
        let until = "2026-12-04T09:00:00-07:00".parse().unwrap();
        say("The carrier ports the number on Friday.", |message| {
            let app = at(&world.database, NOW);
            cases::act(&app, &world.staff(MARTA), number(&case), &Action::Hold(until), message)
                .unwrap()
                .unwrap();
        });
        require(
            &dana.get(&format!("/cases/{case}")).await,
            &["On hold until 12/04/2026 09:00 Mountain Time", "Why: The carrier ports the number on Friday."],
        );
    }
}
