//! The staff's pages of requests for work: time, quotes, the billing queue and review, the terms.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::decide::Action;
use billcenter::domain::case::{CaseKind, CaseState, Priority};
use billcenter::domain::macd::{MacdKind, Urgency};
use billcenter::services::cases::{self, Message};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::macd::{self, NewRequest, RequestView};
use billcenter::services::{App, Silent, bill_run, verify};
use billcenter::values::locale::Locale;
use billcenter::values::number::CaseNumber;
use billcenter::values::words::Words;
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, at, billed};
use support::{TestDatabase, databases};

/// Finance contact of 100001, Elm Dental.
const ANNA: &str = "anna@elm.example";
/// Main point of contact of 100001.
const DANA: &str = "dana@elm.example";
const SAM: &str = "sam@provider.example";
const OTHER_TECHNICIAN: &str = "toni@provider.example";
const MARTA: &str = "marta@provider.example";
const MANAGER: &str = "noor@provider.example";
const AGENT: &str = "agent@provider.example";
const ADMIN: &str = "admin@provider.example";

/// A Monday morning, on which everything is asked for.
const MORNING: &str = "2026-11-30T08:00:00-07:00";
/// Its evening, on which staff sit down to the pages.
const EVENING: &str = "2026-11-30T20:00:00-07:00";

struct World {
    database: TestDatabase,
    app: Arc<App>,
    portal: Portal,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        billed(&database).await;
        let app = at(&database, EVENING);
        let contacts = format!("account,email,name,roles\n100001,{DANA},Dana,mpoc\n");
        let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
        imports::import(&app, ImportKind::Contacts, contacts.as_bytes(), &options, &Silent).unwrap();
        for (email, role, accounts) in [
            (ANNA, Role::Finance, &["100001"][..]),
            (DANA, Role::Mpoc, &["100001"][..]),
            (SAM, Role::Technician, &[]),
            (OTHER_TECHNICIAN, Role::Technician, &[]),
            (MARTA, Role::Biller, &[]),
            (MANAGER, Role::Manager, &[]),
            (AGENT, Role::Agent, &[]),
            (ADMIN, Role::Administrator, &[]),
        ] {
            add_user(&app, email, role, accounts).await;
        }
        let portal = Portal::serve(&app);
        worlds.push(World { database, app, portal });
    }
    worlds
}

impl World {
    fn viewer(&self, email: &str) -> Viewer {
        let id = self.database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
        let role = match email {
            ANNA => Role::Finance,
            DANA => Role::Mpoc,
            SAM | OTHER_TECHNICIAN => Role::Technician,
            MARTA => Role::Biller,
            MANAGER => Role::Manager,
            AGENT => Role::Agent,
            _ => Role::Administrator,
        };
        Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
    }

    /// A request that came in the morning; Dana approves hers with it.
    fn asked(&self, who: &str) -> CaseNumber {
        let new = NewRequest {
            account: "100001".parse().unwrap(),
            kind: MacdKind::Change,
            urgency: Urgency::Standard,
            accepts_fee: false,
            wanted_on: None,
            subject: "Two phones upstairs".parse().unwrap(),
        };
        let app = at(&self.database, MORNING);
        say("Please.", |message| macd::open_request(&app, &self.viewer(who), &new, message)).unwrap().unwrap()
    }

    fn view(&self, case: CaseNumber) -> RequestView {
        macd::open_view(&self.app, &self.viewer(MARTA), case).unwrap()
    }

    fn state(&self, case: CaseNumber) -> CaseState {
        cases::open_case(&self.app, &self.viewer(MARTA), case).unwrap().told.state
    }

    fn act(&self, who: &str, case: CaseNumber, action: Action) -> cases::Outcome<()> {
        say("As we said.", |message| cases::act(&self.app, &self.viewer(who), case, &action, message))
            .unwrap()
    }

    async fn require_clean(&self) {
        let found = verify::verify(&self.app, &Silent).await.unwrap();
        assert!(found.differences.is_empty(), "{:?}", found.differences);
    }
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

fn path(case: CaseNumber) -> String {
    format!("/office/cases/{case}")
}

/// Sends one of the forms of a request's case.
async fn send(browser: &Browser, case: CaseNumber, form: &str, fields: &[(&str, &str)]) -> Page {
    browser.submit(&path(case), &format!("{}/{form}", path(case)), fields).await
}

/// Logs time of the Monday from one time of day to another.
async fn log(browser: &Browser, case: CaseNumber, from: &str, to: &str, purpose: &str) -> Page {
    let (from, to) = (format!("2026-11-30T{from}"), format!("2026-11-30T{to}"));
    let fields = [("from", from.as_str()), ("to", &to), ("purpose", purpose), ("words", "Cabled.")];
    send(browser, case, "time", &fields).await
}

fn require_done(page: &Page, case: CaseNumber) {
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, path(case).as_str()), "{}", page.text);
}

/// Refused in plain words, and what was typed is still there.
fn require_refused(page: &Page, why: &str, typed: &str) {
    let said: Vec<&str> =
        page.text.lines().filter(|line| line.contains("▲") || line.contains("notice-error")).collect();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{why:?}: {said:?}");
    assert!(page.text.contains(why), "{why:?} in {said:?}");
    assert!(page.text.contains(typed), "{typed:?} in {}", page.text);
}

/// The fields with which a review confirms what its page shows.
fn confirmed(page: &Page) -> Vec<(String, String)> {
    let hidden = |name: &str| {
        let (_, rest) = page.text.split_once(&format!("name=\"{name}\" value=\"")).expect("a review");
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    let mut fields = vec![hidden("units"), hidden("total"), hidden("new-rows")];
    fields.push(("do".to_owned(), "confirm".to_owned()));
    fields
}

/// Confirms what the review's page shows, with these changes of services.
async fn review(browser: &Browser, case: CaseNumber, changes: &[(&str, &str)]) -> Page {
    let address = format!("/office/requests/{case}");
    let fields = confirmed(&browser.get(&address).await);
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    // Names of fields are encoded as a browser does it.
    let fields: Vec<(String, &str)> =
        fields.chain(changes.iter().copied()).map(|(name, value)| (name.replace(' ', "+"), value)).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    browser.submit(&address, &address, &fields).await
}

#[actix_web::test]
async fn time_that_cannot_be_is_refused_at_its_field() {
    for world in worlds().await {
        let sam = world.portal.signed_in(SAM).await;
        let waiting = world.asked(ANNA);
        let page = sam.get(&path(waiting)).await;
        assert!(page.text.contains("The work waits for the approval of a main point of contact."));
        assert!(!page.text.contains("name=\"purpose\""), "nothing can be logged");
        let early = log(&sam, waiting, "09:00", "09:30", "work").await;
        require_refused(&early, "The work was not approved by then", "Cabled.");

        let case = world.asked(DANA);
        let field_of = |page: &Page, id: &str| {
            let (_, rest) = page.text.split_once(&format!("<input id=\"{id}\"")).unwrap();
            let field = rest.split('>').next().unwrap().to_owned();
            assert!(field.contains("aria-invalid=\"true\" aria-describedby=\"time-error\""), "{field}");
            field
        };
        for (from, to, why) in [
            ("10:00", "09:00", "The end must lie at least a minute after the beginning."),
            ("10:00", "10:00", "The end must lie at least a minute after the beginning."),
            ("19:30", "20:01", "The end lies in the future."),
        ] {
            let refused = log(&sam, case, from, to, "work").await;
            require_refused(&refused, why, "Cabled.");
            assert!(field_of(&refused, "time-to").contains(&format!("value=\"2026-11-30T{to}\"")), "{to}");
        }
        let before = [("from", "2026-11-29T18:00"), ("to", "2026-11-30T19:00"), ("purpose", "work")];
        let refused = send(&sam, case, "time", &before).await;
        require_refused(&refused, "The work was not approved by then", "2026-11-29T18:00");
        field_of(&refused, "time-from");
        for (minutes, why) in [
            ("-5", "The end must lie at least a minute after the beginning."),
            ("soon", "Enter whole minutes."),
        ] {
            let fields = [("from", ""), ("to", ""), ("minutes", minutes), ("purpose", "work")];
            let refused = send(&sam, case, "time", &fields).await;
            require_refused(&refused, why, &format!("value=\"{minutes}\""));
            field_of(&refused, "minutes");
        }
        let nothing = [("from", ""), ("to", ""), ("minutes", ""), ("purpose", "work")];
        require_refused(&send(&sam, case, "time", &nothing).await, "Enter a day and a time.", "");
        let forged = [("from", ""), ("to", ""), ("minutes", "5"), ("purpose", "lunch")];
        require_refused(&send(&sam, case, "time", &forged).await, "Choose one of the entries", "");

        require_done(&log(&sam, case, "10:00", "10:30", "work").await, case);
        assert_eq!(world.state(case), CaseState::InProgress, "who works on it has picked it up");
        let elsewhere = world.asked(DANA);
        let refused = log(&sam, elsewhere, "10:29", "10:40", "testing").await;
        require_refused(&refused, "You logged other time that touches this.", "Cabled.");
        let minutes = [("from", ""), ("to", ""), ("minutes", "45"), ("purpose", "gathering"), ("words", "")];
        require_done(&send(&sam, elsewhere, "time", &minutes).await, elsewhere);
        let logged = &world.view(elsewhere).entries[0].row.entry;
        assert_eq!(
            (logged.started_at.to_rfc3339(), logged.minutes()),
            ("2026-12-01T02:15:00+00:00".into(), 45)
        );

        // Longer than a day: approved long enough ago to be nothing but too long.
        let app = at(&world.database, "2026-12-02T12:00:00-07:00");
        let portal = Portal::serve(&app);
        let sam = portal.signed_in(SAM).await;
        let day = [("from", "2026-11-30T20:00"), ("to", "2026-12-01T21:00"), ("purpose", "testing")];
        require_refused(&send(&sam, case, "time", &day).await, "One entry covers a day at most.", "");
    }
}

#[actix_web::test]
async fn people_correct_what_they_logged_themselves() {
    for world in worlds().await {
        let case = world.asked(DANA);
        let sam = world.portal.signed_in(SAM).await;
        require_done(&log(&sam, case, "10:00", "12:00", "work").await, case);
        let row = world.view(case).entries[0].row.entry.id.0.to_string();
        let address = format!("{}?correct={row}", path(case));
        assert!(sam.get(&path(case)).await.text.contains(&format!("href=\"{address}#time\"")));
        let page = sam.get(&address).await;
        for begun in
            ["Correct an entry", "value=\"2026-11-30T10:00\"", "value=\"2026-11-30T12:00\"", "Cabled."]
        {
            assert!(page.text.contains(begun), "{begun}");
        }
        let right = |to: &'static str| {
            [
                ("corrects", row.as_str()),
                ("from", "2026-11-30T10:00"),
                ("to", to),
                ("purpose", "work"),
                ("words", "Lunch."),
            ]
        };
        let toni = world.portal.signed_in(OTHER_TECHNICIAN).await;
        assert!(!toni.get(&path(case)).await.text.contains("?correct="), "nobody corrects for others");
        let foreign = send(&toni, case, "time", &right("2026-11-30T10:20")).await;
        require_refused(&foreign, "That entry is not there, or was corrected already.", "");
        let wrong = send(&sam, case, "time", &right("2026-11-30T09:00")).await;
        require_refused(&wrong, "The end must lie", &format!("name=\"corrects\" value=\"{row}\""));
        require_done(&send(&sam, case, "time", &right("2026-11-30T10:20")).await, case);
        let view = world.view(case);
        assert_eq!((view.meter.billable_minutes, view.meter.units, view.entries.len()), (20, 2, 2));
        let page = sam.get(&path(case)).await;
        assert!(page.text.contains("<s>120</s>") && page.text.contains("Corrected"), "{}", page.text);
        let again = send(&sam, case, "time", &right("2026-11-30T10:10")).await;
        require_refused(&again, "That entry is not there, or was corrected already.", "");
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn the_twenty_first_unit_waits_for_an_accepted_quote() {
    for world in worlds().await {
        let case = world.asked(DANA);
        let sam = world.portal.signed_in(SAM).await;
        require_done(&log(&sam, case, "09:00", "13:59", "work").await, case);
        let page = sam.get(&path(case)).await;
        assert!(page.text.contains("1 more billable minute can be logged"), "{}", page.text);
        let more = log(&sam, case, "14:00", "14:02", "work").await;
        require_refused(
            &more,
            "Without an accepted quote only 1 more billable minute can be logged.",
            "Cabled.",
        );
        assert!(more.text.contains("<details open><summary>Send a quote"), "{}", more.text);
        require_done(&log(&sam, case, "14:00", "14:01", "work").await, case);
        assert_eq!((world.view(case).meter.billable_minutes, world.view(case).meter.units), (300, 20));
        let blocked = log(&sam, case, "15:00", "15:01", "work").await;
        require_refused(&blocked, "The customer must accept a quote before more billable time", "Cabled.");

        let small = send(&sam, case, "quote", &[("units", "20"), ("words", "Thick walls.")]).await;
        require_refused(&small, "A quote covers at least 21 units here", "Thick walls.");
        let none = send(&sam, case, "quote", &[("units", "many"), ("words", "Thick walls.")]).await;
        require_refused(&none, "Enter a whole number of units.", "value=\"many\"");
        // 24 units of 25.00.
        assert!(page.text.contains("24: 24 quarter hours, $600.00 in all"), "{}", page.text);
        require_done(&send(&sam, case, "quote", &[("units", "24"), ("words", "Thick walls.")]).await, case);
        let page = sam.get(&path(case)).await;
        assert!(page.text.contains("24 quarter hours, $600.00 in all"), "{}", page.text);
        let waits = log(&sam, case, "15:00", "15:01", "work").await;
        assert_eq!(waits.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody accepted it");
        let accepted =
            say("", |message| macd::accept_quote(&world.app, &world.viewer(DANA), case, message).unwrap());
        assert_eq!(accepted, Ok(()));
        require_done(&log(&sam, case, "15:00", "15:01", "work").await, case);
        assert_eq!(world.view(case).meter.total().to_string(), "525.00");
    }
}

#[actix_web::test]
async fn work_ends_only_by_its_own_rules() {
    for world in worlds().await {
        let sam = world.portal.signed_in(SAM).await;
        let waiting = world.asked(ANNA);
        let done = [("deed", "resolve"), ("words", "Done.")];
        let early = send(&sam, waiting, "state", &done).await;
        require_refused(&early, "The work was not approved by then", "Done.");

        let case = world.asked(DANA);
        require_done(&log(&sam, case, "10:00", "10:50", "work").await, case);
        let page = sam.get(&path(case)).await;
        assert!(!page.text.contains("value=\"resolve\"") && page.text.contains("/finish\""), "{}", page.text);
        let silent = send(&sam, case, "finish", &[("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.", "");
        require_done(&send(&sam, case, "finish", &[("words", "Both ring.")]).await, case);
        let page = sam.get(&path(case)).await;
        assert!(!page.text.contains("value=\"resume\"") && page.text.contains("/take-up\""), "{}", page.text);
        let late = log(&sam, case, "11:00", "11:10", "work").await;
        require_refused(&late, "The work is finished. Take it up again first.", "");
        require_done(&send(&sam, case, "take-up", &[("words", "")]).await, case);
        assert_eq!((world.state(case), world.view(case).request.finished_at), (CaseState::InProgress, None));
        require_done(&log(&sam, case, "11:00", "11:10", "work").await, case);

        // Whoever resolves it by the general form has finished it, and who reopens it has taken it up.
        require_done(&send(&sam, case, "state", &done).await, case);
        assert!(world.view(case).request.finished_at.is_some());
        assert_eq!(macd::list_to_review(&world.app).unwrap().len(), 1);
        world.act(DANA, case, Action::Reopen).unwrap();
        assert_eq!(world.view(case).request.finished_at, None);
        assert!(macd::list_to_review(&world.app).unwrap().is_empty());
        require_done(&log(&sam, case, "12:00", "12:10", "work").await, case);
        require_done(&send(&sam, case, "finish", &[("words", "Now both ring.")]).await, case);
        world.act(DANA, case, Action::Confirm).unwrap();
        let closed = log(&sam, case, "13:00", "13:10", "work").await;
        require_refused(&closed, "The work is finished.", "");

        // A master case that is resolved finishes nobody's work.
        let other = world.asked(DANA);
        let master = say("The trunk is down.", |message| {
            let subject = "Calls fail".parse().unwrap();
            cases::open_master(&world.app, &world.viewer(AGENT), &subject, message)
        });
        let master = master.unwrap().unwrap();
        world.act(AGENT, other, Action::Join(master.to_string())).unwrap();
        world.act(AGENT, master, Action::Resolve).unwrap();
        assert_eq!(
            (world.state(other), world.view(other).request.finished_at),
            (CaseState::InProgress, None)
        );
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn a_review_bills_the_work_and_changes_services() {
    for world in worlds().await {
        let case = world.asked(DANA);
        let sam = world.portal.signed_in(SAM).await;
        let marta = world.portal.signed_in(MARTA).await;
        let queue = marta.get("/office/requests").await;
        assert!(queue.text.contains("Nothing to review"), "{}", queue.text);
        require_done(&log(&sam, case, "10:00", "10:50", "work").await, case);
        require_done(&log(&sam, case, "11:00", "11:20", "testing").await, case);
        let early = marta.get(&format!("/office/requests/{case}")).await;
        assert!(early.text.contains("There is nothing to review") && !early.text.contains("name=\"total\""));
        require_done(&send(&sam, case, "finish", &[("words", "Both ring.")]).await, case);

        let queue = marta.get("/office/requests").await;
        for seen in [
            &case.to_string()[..],
            "Elm Dental",
            "4 quarter hours",
            "$100.00",
            "What is reviewed before 12/26/2026 00:00 Mountain Time goes on the invoice of December 27, 2026.",
        ] {
            assert!(queue.text.contains(seen), "{seen} in {}", queue.text);
        }
        assert!(!queue.text.contains("Missed the invoice"));
        // In January it has missed the invoice of December.
        let january = Portal::serve(&at(&world.database, "2027-01-04T09:00:00-07:00"));
        let queue = january.signed_in(MARTA).await.get("/office/requests").await;
        assert!(queue.text.contains("Missed the invoice of December 27, 2026"), "{}", queue.text);
        // Sessions of November were over by then.
        let sam = world.portal.signed_in(SAM).await;
        let marta = world.portal.signed_in(MARTA).await;

        // Router Rental, 12 × 15.00, ends; a desk phone begins.
        let ends = |day: &'static str| ("end 100001 100001-S02", day);
        let phone = [
            ("new-0-account", "100001"),
            ("new-0-code", "100001-S77"),
            ("new-0-product", "Desk phone"),
            ("new-0-description", "Desk phone, second floor"),
            ("new-0-class", "equipment"),
            ("new-0-quantity", "2"),
            ("new-0-price", "3.75"),
            ("new-0-on", "2026-12-10"),
        ];
        let with = |more: &[(&'static str, &'static str)]| {
            let mut all = more.to_vec();
            all.extend(phone.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)));
            all
        };
        let before = review(&marta, case, &with(&[ends("2026-07-23")])).await;
        require_refused(&before, "This service cannot end on that day", "value=\"2026-07-23\"");
        assert!(before.text.contains("value=\"Desk phone, second floor\""), "all that was typed");
        let unknown = review(&marta, case, &[("end 100001 NO-SUCH", "2026-12-05")]).await;
        require_refused(&unknown, "This service cannot end on that day", "name=\"end 100001 NO-SUCH\"");
        let foreign = review(&marta, case, &[("end 100003 100003-S00", "2026-12-05")]).await;
        require_refused(&foreign, "This service cannot end on that day", "");
        let taken = review(&marta, case, &with(&[("new-0-code", "100001-S02")])).await;
        require_refused(&taken, "This service cannot begin like this: its code is taken", "");
        let slip = review(&marta, case, &with(&[("new-0-on", "2006-12-10")])).await;
        require_refused(&slip, "This service cannot begin like this", "value=\"2006-12-10\"");
        let twice: Vec<(String, &str)> =
            phone.iter().map(|(name, value)| (name.replace("new-0", "new-1"), *value)).collect();
        let mut both = phone.to_vec();
        both.extend(twice.iter().map(|(name, value)| (name.as_str(), *value)));
        // The last of two fields of one name counts.
        both.push(("new-rows", "2"));
        let twice = review(&marta, case, &both).await;
        require_refused(&twice, "This service cannot begin like this", "");
        for (field, wrong, why) in [
            ("new-0-class", "voodoo", "Choose one of the entries"),
            ("new-0-quantity", "0", "Enter a number above 0."),
            ("new-0-price", "-1.00", "Enter a price of 0.00 or more."),
            ("new-0-on", "soon", "Enter a day."),
            ("new-0-description", "", "Enter one line of at most 200 letters."),
        ] {
            let refused = review(&marta, case, &with(&[(field, wrong)])).await;
            require_refused(&refused, why, &format!("id=\"{field}-error\""));
        }
        let services = "SELECT COUNT(*) AS count FROM services WHERE code = '100001-S77'";
        assert_eq!(world.database.count(services), 0, "all or nothing");

        require_done(&review(&marta, case, &with(&[ends("2026-12-05")])).await, case);
        let stored = world.view(case).request.review.unwrap();
        assert_eq!((stored.units, stored.work.to_string()), (4, "100.00".to_owned()));
        let again = send(&sam, case, "take-up", &[("words", "")]).await;
        require_refused(&again, "Billing has reviewed it", "");
        let late = log(&sam, case, "12:00", "12:10", "work").await;
        require_refused(&late, "Billing has reviewed it: what is billed does not change any more.", "");
        require_drafted(&world, case);
        world.require_clean().await;
    }
}

/// What December's draft of 100001 says: days counted by hand.
fn require_drafted(world: &World, case: CaseNumber) {
    let app = at(&world.database, "2026-12-26T02:00:00-07:00");
    bill_run::close(&app, "2026-12".parse().unwrap(), "test", &Silent).unwrap();
    let line = |code: &str, kind: &str, what: &str| {
        let sql = format!(
            "SELECT {what} AS count FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id \
             WHERE i.state = 'draft' AND l.code = '{code}' AND l.kind = '{kind}'"
        );
        world.database.count(&sql)
    };
    let days = "CAST(l.days AS BIGINT)";
    // December's period is 26 November to 25 December, 30 days, billed ahead in November: 6 to 25 December
    // are 20 of them, 12 × 15.00 × 20 ÷ 30 = 120.00 back.
    let ended = ("100001-S02", "catch_up_credit");
    assert_eq!((line(ended.0, ended.1, days), line(ended.0, ended.1, "l.amount_cents")), (20, -12_000));
    assert_eq!(line(ended.0, "recurring", "COUNT(*)"), 0, "nothing of January");
    // 10 to 25 December are 16 of 30 days: 2 × 3.75 × 16 ÷ 30 = 4.00; January's 31 days ahead are 7.50.
    let (began, caught_up) = ("100001-S77", "catch_up");
    assert_eq!((line(began, caught_up, days), line(began, caught_up, "l.amount_cents")), (16, 400));
    assert_eq!((line(began, "recurring", days), line(began, "recurring", "l.amount_cents")), (31, 750));
    assert_eq!(line(&case.to_string(), "macd", "l.amount_cents"), 10_000, "50 minutes are 4 units");
}

#[actix_web::test]
async fn two_reviews_at_once_bill_once() {
    for world in worlds().await {
        let case = world.asked(DANA);
        let sam = world.portal.signed_in(SAM).await;
        require_done(&log(&sam, case, "10:00", "10:50", "work").await, case);
        require_done(&send(&sam, case, "finish", &[("words", "Both ring.")]).await, case);
        let (marta, noor) = (world.portal.signed_in(MARTA).await, world.portal.signed_in(MANAGER).await);
        let address = format!("/office/requests/{case}");
        let mine = marta.get(&address).await;

        // Meanwhile more was logged: nobody confirms what they did not see.
        require_done(&send(&sam, case, "take-up", &[("words", "")]).await, case);
        require_done(&log(&sam, case, "12:00", "12:20", "work").await, case);
        require_done(&send(&sam, case, "finish", &[("words", "Both ring.")]).await, case);
        let outdated = post(&marta, &address, &mine).await;
        assert_eq!(outdated.status, StatusCode::CONFLICT, "{}", outdated.text);
        assert!(outdated.text.contains("The time log has changed since you opened this page."));
        assert!(outdated.text.contains("name=\"units\" value=\"5\""), "70 minutes, to be confirmed");

        let (mine, other) = (outdated, noor.get(&address).await);
        let (one, two) =
            futures_util::future::join(post(&marta, &address, &mine), post(&noor, &address, &other)).await;
        let mut both = [one, two];
        both.sort_by_key(|page| page.status);
        assert_eq!(both[0].status, StatusCode::SEE_OTHER, "{}", both[0].text);
        require_refused(&both[1], "There is nothing to review", "");
        let events = cases::open_case(&world.app, &world.viewer(MARTA), case).unwrap().events;
        assert_eq!(events.iter().filter(|event| event.what.name() == "reviewed").count(), 1);
        world.require_clean().await;
    }
}

/// Confirms what `page` shows.
async fn post(browser: &Browser, address: &str, page: &Page) -> Page {
    let token = page.form_token();
    let fields = confirmed(page);
    let mut all = vec![("form_token", token.as_str())];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    browser.post(address, &all, &[]).await
}

#[actix_web::test]
async fn each_role_does_its_part() {
    for world in worlds().await {
        let question = say("Why is it more?", |message| {
            let (account, subject) = ("100001".parse().unwrap(), "Why".parse().unwrap());
            cases::open_question(&world.app, &world.viewer(ANNA), &account, &subject, Priority::Four, message)
        });
        let question = question.unwrap().unwrap();
        let case = world.asked(DANA);
        let sam = world.portal.signed_in(SAM).await;
        // Technicians see requests and take them; they can be given to them.
        let queue = sam.get("/office/cases").await;
        assert!(queue.text.contains(&path(case)) && !queue.text.contains(&path(question)), "{}", queue.text);
        assert!(
            queue.text.contains(&format!("{}/claim", path(case)))
                && !queue.text.contains("/office/cases/new")
        );
        let none = send(&sam, question, "time", &[("minutes", "5"), ("purpose", "work")]).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "a question has no time log");
        let agent = world.portal.signed_in(AGENT).await;
        let given = send(&agent, question, "assign", &[("to", SAM)]).await;
        require_refused(&given, "Nobody who works on cases has this address.", "");
        require_done(&send(&agent, case, "assign", &[("to", SAM)]).await, case);
        require_done(&send(&sam, case, "claim", &[]).await, case);
        require_done(&log(&agent, case, "09:00", "09:15", "gathering").await, case);
        require_done(&log(&sam, case, "10:00", "10:50", "work").await, case);
        let hold = [("deed", "hold"), ("at", "2026-12-02T09:00"), ("words", "The carrier is late.")];
        require_done(&send(&sam, case, "state", &hold).await, case);
        let page = sam.get(&path(case)).await;
        assert!(page.text.contains("The carrier is late."), "{}", page.text);
        require_done(&send(&sam, case, "state", &[("deed", "resume"), ("words", "")]).await, case);
        require_done(&send(&sam, case, "finish", &[("words", "Both ring.")]).await, case);

        let address = format!("/office/requests/{case}");
        for other in [&sam, &agent] {
            let page = other.get(&address).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains("A biller, a manager or an administrator reviews requests."));
            assert!(!page.text.contains("name=\"total\""), "nothing to confirm");
            let marta = world.portal.signed_in(MARTA).await;
            let shown = confirmed(&marta.get(&address).await);
            let mut fields = vec![("form_token".to_owned(), page.form_token())];
            fields.extend(shown);
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let refused = other.post(&address, &fields, &[]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
        }
        let dana = world.portal.signed_in(DANA).await;
        let token = dana.get("/").await.form_token();
        for path in ["/office/requests", &address, "/office/terms"] {
            assert_eq!(dana.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for form in ["time", "quote", "finish", "take-up"] {
            let to = format!("{}/{form}", path(case));
            let page = dana.post(&to, &[("form_token", token.as_str())], &[]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{form}");
        }
        assert_eq!(world.view(case).request.review, None);
        assert!(!cases::list_workers(&world.app, CaseKind::Question).unwrap().contains(&SAM.to_owned()));
        let admin = world.portal.signed_in(ADMIN).await;
        assert_eq!(admin.get("/office/requests/nonsense").await.status, StatusCode::NOT_FOUND);
        assert_eq!(admin.get(&format!("/office/requests/{question}")).await.status, StatusCode::NOT_FOUND);
        require_done(&review(&admin, case, &[]).await, case);
    }
}

#[actix_web::test]
async fn administrators_set_terms_that_begin_later() {
    for world in worlds().await {
        let admin = world.portal.signed_in(ADMIN).await;
        let sam = world.portal.signed_in(SAM).await;
        let page = sam.get("/office/terms").await;
        assert!(page.text.contains("In force") && !page.text.contains("name=\"hourly\""), "{}", page.text);
        let page = admin.get("/office/terms").await;
        assert!(page.text.contains("name=\"hourly\"") && page.text.contains("value=\"100.00\""));
        let right = [
            ("starts", "2027-01-01"),
            ("hourly", "120.00"),
            ("increment", "15"),
            ("fee", "175.00"),
            ("quote", "24"),
            ("opens", "06:00"),
            ("closes", "20:00"),
        ];
        let with = |name: &str, value: &'static str| {
            let one = |(other, text): (&'static str, &'static str)| {
                (other, if other == name { value } else { text })
            };
            right.map(one)
        };
        for (name, wrong, why) in [
            ("starts", "2026-11-30", "Enter a day after today"),
            ("starts", "2026-01-01", "Enter a day after today"),
            ("starts", "", "Enter a day."),
            ("hourly", "0", "Enter a rate above 0.00"),
            ("hourly", "a lot", "Enter an amount like 100.00."),
            ("hourly", "100.10", "Enter a rate above 0.00"),
            ("increment", "0", "Enter a rate above 0.00"),
            ("increment", "-15", "Enter a whole number."),
            ("fee", "-1.00", "Enter a rate above 0.00"),
            ("quote", "0", "Enter a rate above 0.00"),
            ("closes", "06:00", "The hours must begin before they end."),
            ("opens", "25:00", "Enter a time of day."),
        ] {
            let refused = admin.submit("/office/terms", "/office/terms", &with(name, wrong)).await;
            require_refused(&refused, why, &format!("id=\"{name}-error\""));
            assert!(refused.text.contains(&format!("value=\"{wrong}\"")), "{name} {wrong}");
        }
        assert_eq!(macd::list_terms(&world.app).unwrap().len(), 1);
        let mut forged = vec![("form_token", "")];
        let token = sam.get("/office/terms").await.form_token();
        forged[0].1 = &token;
        forged.extend(right);
        assert_eq!(sam.post("/office/terms", &forged, &[]).await.status, StatusCode::FORBIDDEN);
        let set = admin.submit("/office/terms", "/office/terms", &right).await;
        assert_eq!(
            (set.status, set.location()),
            (StatusCode::SEE_OTHER, "/office/terms?set=1"),
            "{}",
            set.text
        );
        let page = admin.get("/office/terms?set=1").await;
        for seen in ["The new terms are set.", "Later", "120.00", "175.00", "06:00 – 20:00"] {
            assert!(page.text.contains(seen), "{seen}");
        }
        let again = admin.submit("/office/terms", "/office/terms", &right).await;
        require_refused(&again, "Other terms begin on that day already.", "id=\"starts-error\"");
    }
}
