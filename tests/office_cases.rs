//! The staff's pages of cases: the queue, a case with all that can be done to it, decisions on money.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::decide::Action;
use billcenter::domain::case::{CaseState, Priority, What};
use billcenter::domain::dispute::Reason;
use billcenter::services::cases::{self, Message, NewDispute, View};
use billcenter::services::{App, ServiceError, invoices};
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::number::{CaseNumber, InvoiceNumber};
use billcenter::values::words::Words;
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, add_user, at, billed};
use support::{TestDatabase, databases};

/// Finance contact of 100001, Elm Dental.
const ANNA: &str = "anna@elm.example";
/// Finance contact of 100003, Iris Press.
const IRIS: &str = "iris@press.example";
const BILLER: &str = "marta@provider.example";
const MANAGER: &str = "noor@provider.example";
const AGENT: &str = "agent@provider.example";
const OTHER_AGENT: &str = "olga@provider.example";
const TECHNICIAN: &str = "tech@provider.example";

/// Monday after Thanksgiving.
const MONDAY: &str = "2026-11-30T10:00:00-07:00";

const PDF: &[u8] = b"%PDF-1.4 of the tests";

struct World {
    database: TestDatabase,
    app: Arc<App>,
    portal: Portal,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        billed(&database).await;
        let app = at(&database, MONDAY);
        for (email, role, accounts) in [
            (ANNA, Role::Finance, &["100001"][..]),
            (IRIS, Role::Finance, &["100003"][..]),
            (BILLER, Role::Biller, &[]),
            (MANAGER, Role::Manager, &[]),
            (AGENT, Role::Agent, &[]),
            (OTHER_AGENT, Role::Agent, &[]),
            (TECHNICIAN, Role::Technician, &[]),
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
            ANNA | IRIS => Role::Finance,
            BILLER => Role::Biller,
            MANAGER => Role::Manager,
            TECHNICIAN => Role::Technician,
            _ => Role::Agent,
        };
        Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
    }

    /// A question about the bills of `account`.
    fn asked(&self, who: &str, account: &str, subject: &str, priority: Priority) -> CaseNumber {
        let (account, subject) = (account.parse().unwrap(), subject.parse().unwrap());
        say("Why is it more?", |message| {
            cases::open_question(&self.app, &self.viewer(who), &account, &subject, priority, message)
        })
        .unwrap()
        .unwrap()
    }

    /// A dispute of one line of the invoice that bills 100001 for `month`.
    fn disputed(&self, month: &str, line: i32, cents: i64) -> CaseNumber {
        let new = NewDispute {
            invoice: number(&self.app, month),
            lines: vec![(line, Money::from_cents(cents))],
            reason: Reason::NotOrdered,
            related: None,
        };
        say("Not ours.", |message| cases::open_dispute(&self.app, &self.viewer(ANNA), &new, message))
            .unwrap()
            .unwrap()
    }

    fn act(&self, who: &str, case: CaseNumber, action: Action) {
        say("As we said.", |message| cases::act(&self.app, &self.viewer(who), case, &action, message))
            .unwrap()
            .unwrap();
    }

    fn view(&self, who: &str, case: CaseNumber) -> View {
        cases::open_case(&self.app, &self.viewer(who), case).unwrap()
    }

    fn state(&self, case: CaseNumber) -> CaseState {
        self.view(BILLER, case).told.state
    }
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

/// The number of the invoice that bills 100001 for `month`.
fn number(app: &App, month: &str) -> InvoiceNumber {
    let mut found = None;
    invoices::each_head(app, month.parse().unwrap(), |heads| {
        let head = heads.iter().find(|head| head.account == "100001");
        found = found.take().or(head.map(|head| head.number.clone()));
        Ok::<_, ServiceError>(())
    })
    .unwrap();
    found.expect("an invoice").parse().unwrap()
}

fn path(case: CaseNumber) -> String {
    format!("/office/cases/{case}")
}

/// Sends one of the forms of a case.
async fn send(browser: &Browser, case: CaseNumber, form: &str, fields: &[(&str, &str)]) -> Page {
    browser.submit(&path(case), &format!("{}/{form}", path(case)), fields).await
}

fn require_done(page: &Page, case: CaseNumber) {
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, path(case).as_str()), "{}", page.text);
}

/// Refused in plain words, and what was typed is still there.
fn require_refused(page: &Page, why: &str, typed: &str) {
    let said: Vec<&str> = page.text.lines().filter(|line| line.contains("▲")).collect();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{why:?}: {said:?}");
    assert!(page.text.contains(why), "{why:?} in {said:?}");
    assert!(page.text.contains(typed), "{typed:?} in {}", page.text);
}

/// The cases of a queue, from its top.
fn listed(page: &Page) -> Vec<String> {
    let links = page.text.split("class=\"case-link\" href=\"/office/cases/").skip(1);
    links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn names(cases: &[CaseNumber]) -> Vec<String> {
    cases.iter().map(CaseNumber::to_string).collect()
}

#[actix_web::test]
async fn the_queue_stands_in_the_order_of_its_promises() {
    for world in worlds().await {
        let ask = |subject, priority| world.asked(AGENT, "100001", subject, priority);
        let four = ask("Four", Priority::Four);
        let held = ask("Held", Priority::One);
        let three = ask("Three", Priority::Three);
        let one = ask("One", Priority::One);
        let two = ask("Two", Priority::Two);
        world.act(OTHER_AGENT, held, Action::Hold("2026-12-04T09:30:00-07:00".parse().unwrap()));
        let resolved = world.asked(ANNA, "100001", "Resolved", Priority::Four);
        world.act(AGENT, resolved, Action::Resolve);
        let closed = world.asked(IRIS, "100003", "Closed", Priority::Four);
        world.act(IRIS, closed, Action::Withdraw);

        // Twenty past ten: five minutes too late for the most urgent one, ten minutes left for the next.
        let later = Portal::serve(&at(&world.database, "2026-11-30T10:20:00-07:00"));
        let browser = later.signed_in(AGENT).await;
        let queue = browser.get("/office/cases").await;
        assert_eq!(listed(&queue), names(&[one, two, three, four, held, resolved]));
        for words in [
            "over for 5 minutes",
            "10 minutes left",
            "11/30/2026 10:30 MT",
            "3 hours left",
            "On hold until 12/04/2026 09:30 MT",
            "Waits for the customer",
        ] {
            assert!(queue.text.contains(words), "{words:?} in {}", queue.text);
        }
        let counts: Vec<&str> = queue.text.split("class=\"count\">").skip(1).collect();
        let counts: Vec<&str> = counts.iter().map(|rest| rest.split('<').next().unwrap()).collect();
        assert_eq!(counts, ["6", "1", "4"], "open, mine, nobody's");

        let list = async |query: &str| listed(&browser.get(&format!("/office/cases?{query}")).await);
        assert_eq!(list("mine=1").await, names(&[resolved]));
        assert_eq!(list("unassigned=1").await, names(&[one, two, three, four]));
        assert_eq!(list("closed=1").await, names(&[closed]));
        assert_eq!(list("state=on-hold").await, names(&[held]));
        assert_eq!(list("kind=dispute").await, Vec::<String>::new());
        assert_eq!(list("text=thre").await, names(&[three]));
        assert_eq!(list("text=elm%20dent&state=new").await, names(&[one, two, three, four]));
        assert_eq!(list("text=100003&closed=1").await, names(&[closed]));
        assert_eq!(list(&format!("text={closed}")).await, names(&[closed]), "a number finds closed ones too");
        assert_eq!(list("text=50%25").await, Vec::<String>::new());
        assert_eq!(browser.get("/office/cases?after=x").await.status, StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn a_long_queue_goes_on_where_it_stopped() {
    for world in worlds().await {
        let until = "2026-12-04T09:30:00-07:00".parse().unwrap();
        let mut expected: Vec<CaseNumber> =
            (0..49).map(|_| world.asked(AGENT, "100001", "Again", Priority::Four)).collect();
        for _ in 0..3 {
            let case = world.asked(AGENT, "100001", "Held", Priority::Four);
            world.act(AGENT, case, Action::Hold(until));
            expected.push(case);
        }
        let browser = world.portal.signed_in(AGENT).await;
        let first = browser.get("/office/cases").await;
        assert_eq!(listed(&first), names(&expected[..50]));
        let (_, next) = first.text.split_once("rel=\"next\" href=\"").expect("a next page");
        let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        assert_eq!(listed(&browser.get(&next).await), names(&expected[50..]));
    }
}

#[actix_web::test]
async fn of_two_who_claim_a_case_at_once_one_gets_it() {
    for world in worlds().await {
        let browsers = (world.portal.signed_in(AGENT).await, world.portal.signed_in(OTHER_AGENT).await);
        for round in 0..5 {
            let case = world.asked(ANNA, "100001", "Mine", Priority::Four);
            let to = format!("{}/claim", path(case));
            // The tokens are fetched before, so that the claims meet.
            let tokens = (
                browsers.0.get("/office/cases").await.form_token(),
                browsers.1.get("/office/cases").await.form_token(),
            );
            let forms = ([("form_token", tokens.0.as_str())], [("form_token", tokens.1.as_str())]);
            let (one, other) =
                tokio::join!(browsers.0.post(&to, &forms.0, &[]), browsers.1.post(&to, &forms.1, &[]));
            let winner = match (one.status.as_u16(), other.status.as_u16()) {
                (303, 409) => AGENT,
                (409, 303) => OTHER_AGENT,
                other => panic!("round {round}: {other:?}"),
            };
            let loser = if winner == AGENT { &other } else { &one };
            assert!(loser.text.contains(&format!("{winner} has it already.")), "{}", loser.text);
            let view = world.view(AGENT, case);
            assert_eq!((view.told.assignee.as_deref(), view.events.len()), (Some(winner), 3));
        }
    }
}

#[actix_web::test]
async fn customers_find_no_office_and_technicians_only_look() {
    for world in worlds().await {
        let case = world.asked(ANNA, "100001", "Why so much", Priority::Four);
        let anna = world.portal.signed_in(ANNA).await;
        for page in ["/office", "/office/cases", "/office/cases/new", &path(case)] {
            assert_eq!(anna.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        let technician = world.portal.signed_in(TECHNICIAN).await;
        let seen = technician.get(&path(case)).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(seen.text.contains("Why is it more?"), "{}", seen.text);
        assert!(!seen.text.contains(&format!("action=\"{}", path(case))), "no form: {}", seen.text);
        assert!(!technician.get("/office/cases").await.text.contains("/claim\""));
        for form in ["claim", "assign", "priority", "state", "duplicate", "master", "escalate", "decline"] {
            let fields = [("words", "Words"), ("priority", "1"), ("deed", "resolve"), ("of", "C-000001")];
            let page = technician.submit("/login", &format!("{}/{form}", path(case)), &fields).await;
            match form {
                // What it names is looked up first.
                "duplicate" | "master" => assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}"),
                _ => {
                    assert_eq!(page.status, StatusCode::FORBIDDEN, "{form}");
                    assert!(page.text.contains("Your login may not do this."), "{form}: {}", page.text);
                }
            }
        }
        let to = format!("{}/reply", path(case));
        let note = technician.upload("/login", &to, &[("words", "x"), ("how", "note")], &[]).await;
        assert_eq!(note.status, StatusCode::FORBIDDEN);
        let fields = [("kind", "question"), ("account", "100001"), ("subject", "x"), ("words", "x")];
        let new = technician.upload("/login", "/office/cases/new", &fields, &[]).await;
        assert_eq!(new.status, StatusCode::FORBIDDEN);
        assert_eq!(world.view(BILLER, case).events.len(), 1, "nothing happened");
    }
}

#[actix_web::test]
async fn money_above_the_limit_takes_two() {
    for world in worlds().await {
        // September's catch-up of 1659.18, of which the taxes on 1000.00 are 33.50.
        let case = world.disputed("2026-09", 0, 165_918);
        let agent = world.portal.signed_in(AGENT).await;
        let fields = [("credit-0", "1000.00"), ("words", "You are right.")];
        let page = agent.get(&path(case)).await;
        assert!(page.text.contains("A biller or a manager decides"), "{}", page.text);
        assert_eq!(send(&agent, case, "accept", &fields).await.status, StatusCode::FORBIDDEN);

        let biller = world.portal.signed_in(BILLER).await;
        let page = biller.get(&path(case)).await;
        assert!(page.text.contains("is only proposed: a manager must approve it"), "{}", page.text);
        assert!(page.text.contains("name=\"credit-0\"") && page.text.contains("value=\"1,659.18\""));
        let wrong = send(&biller, case, "accept", &[("credit-0", "a lot"), ("words", "Right.")]).await;
        require_refused(&wrong, "Enter an amount like 1,234.50", "value=\"a lot\"");
        let wrong = send(&biller, case, "accept", &[("credit-0", "1659.19"), ("words", "Right.")]).await;
        require_refused(&wrong, "to $1,659.18", "value=\"1659.19\"");
        let silent = send(&biller, case, "accept", &[("credit-0", "1000.00"), ("words", " ")]).await;
        require_refused(&silent, "Please write a few words with it.", "value=\"1000.00\"");
        let silent = send(&biller, case, "accept", &[("credit-0", "10.00"), ("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.", "value=\"10.00\"");
        require_done(&send(&biller, case, "accept", &fields).await, case);

        let proposed = biller.get(&path(case)).await;
        assert!(proposed.text.contains("You proposed this"), "{}", proposed.text);
        assert!(!proposed.text.contains("/approve\""));
        let own = send(&biller, case, "approve", &[("words", "Agreed.")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        let manager = world.portal.signed_in(MANAGER).await;
        let page = manager.get(&path(case)).await;
        let proposes = format!("{BILLER} proposes to credit $1,033.50, taxes included.");
        assert!(page.text.contains(&proposes) && page.text.contains("/approve\""), "{}", page.text);
        let silent = send(&manager, case, "approve", &[("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.", &proposes);
        require_done(&send(&manager, case, "approve", &[("words", "Agreed.")]).await, case);
        let credited = manager.get("/credit-notes/CN-2026-000001.pdf").await;
        assert!(credited.bytes.starts_with(b"%PDF-"));
        let stored = world.database.count("SELECT COUNT(*) AS count FROM credit_note_documents");
        assert_eq!((stored, world.state(case)), (1, CaseState::Resolved));
        let again = send(&manager, case, "approve", &[("words", "Agreed.")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "once");

        // A manager's own proposal waits for another one, who may be asked again.
        world.act(ANNA, case, Action::Reopen);
        require_done(
            &send(&manager, case, "accept", &[("credit-0", "659.18"), ("words", "All.")]).await,
            case,
        );
        let own = send(&manager, case, "approve", &[("words", "Agreed.")]).await;
        require_refused(&own, "Someone else must approve what you proposed.", "Agreed.");
        require_done(&send(&manager, case, "send-back", &[("words", "Too much.")]).await, case);
        require_done(&send(&biller, case, "decline", &[("words", "The contract says so.")]).await, case);
        assert_eq!(world.state(case), CaseState::Resolved);
    }
}

#[actix_web::test]
async fn a_credit_below_the_limit_is_one_persons_work() {
    for world in worlds().await {
        // 180.00 on the invoice of October with 6.03 of tax.
        let case = world.disputed("2026-10", 1, 18_000);
        let biller = world.portal.signed_in(BILLER).await;
        let page = biller.get(&path(case)).await;
        assert!(page.text.contains("All that is left comes to $186.03 with taxes"), "{}", page.text);
        assert!(!page.text.contains("is only proposed"));
        let silent = send(&biller, case, "decline", &[("credit-0", "180.00"), ("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.", "value=\"180.00\"");
        let early = send(&biller, case, "state", &[("deed", "resolve"), ("words", "Done.")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("The dispute must be accepted or declined first."), "{}", early.text);
        let fields = [("credit-0", "180,00"), ("words", "You are right.")];
        require_done(&send(&biller, case, "accept", &fields).await, case);
        let credited = world.view(ANNA, case).events.into_iter().find_map(|event| match event.what {
            What::Credited { total, .. } => Some((total.to_string(), event.words)),
            _ => None,
        });
        assert_eq!(credited, Some(("186.03".to_owned(), "You are right.".to_owned())));
        let page = biller.get(&path(case)).await;
        assert!(page.text.contains("/credit-notes/CN-2026-000001.pdf"), "{}", page.text);
    }
}

#[actix_web::test]
async fn notes_and_their_files_stay_among_staff() {
    for world in worlds().await {
        let case = world.asked(ANNA, "100001", "Why so much", Priority::Four);
        let agent = world.portal.signed_in(AGENT).await;
        let to = format!("{}/reply", path(case));
        let script = [("tariff.pdf", &b"#!/bin/sh"[..])];
        let wrong =
            agent.upload(&path(case), &to, &[("words", "See here."), ("how", "reply")], &script).await;
        require_refused(&wrong, "tariff.pdf", "See here.");
        let note = [("words", "They never pay in time."), ("how", "note")];
        let sent = agent.upload(&path(case), &to, &note, &[("secret.pdf", PDF)]).await;
        require_done(&sent, case);
        let answer = [("words", "We look into it."), ("how", "reply")];
        require_done(&agent.upload(&path(case), &to, &answer, &[("tariff.pdf", PDF)]).await, case);

        let page = agent.get(&path(case)).await;
        for seen in ["They never pay in time.", "secret.pdf", "Internal: the customer does not see this"] {
            assert!(page.text.contains(seen), "{seen}");
        }
        let view = world.view(ANNA, case);
        let words: Vec<&str> = view.events.iter().map(|event| event.words.as_str()).collect();
        assert_eq!(words, ["Why is it more?", "", "", "We look into it."]);
        let files: Vec<&str> =
            view.events.iter().flat_map(|event| &event.files).map(|file| file.name.as_str()).collect();
        assert_eq!(files, ["tariff.pdf"]);
        let anna = world.portal.signed_in(ANNA).await;
        let page = anna.get(&format!("/cases/{case}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("We look into it.") && page.text.contains("tariff.pdf"));
        assert!(!page.text.contains("They never pay") && !page.text.contains("secret.pdf"), "{}", page.text);
        let secret = world.database.count("SELECT id AS count FROM case_files WHERE name = 'secret.pdf'");
        let address = format!("/cases/{case}/files/{secret}");
        assert_eq!(anna.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(agent.get(&address).await.bytes, PDF);
        let read = cases::find_file(&world.app, &world.viewer(ANNA), case, secret);
        assert!(matches!(read, Err(ServiceError::NotFound(_))));
    }
}

#[actix_web::test]
async fn a_case_is_worked_on_through_its_forms() {
    for world in worlds().await {
        let case = world.asked(ANNA, "100001", "Why so much", Priority::Four);
        let agent = world.portal.signed_in(AGENT).await;
        require_done(&send(&agent, case, "claim", &[]).await, case);
        let again = send(&agent, case, "priority", &[("priority", "1G")]).await;
        require_refused(&again, "Priority 1G is for master cases", "");
        require_done(&send(&agent, case, "priority", &[("priority", "2")]).await, case);
        let nobody = send(&agent, case, "assign", &[("to", TECHNICIAN)]).await;
        require_refused(&nobody, "Nobody who works on cases has this address.", "");
        require_done(&send(&agent, case, "assign", &[("to", OTHER_AGENT)]).await, case);
        assert_eq!(world.view(AGENT, case).told.assignee.as_deref(), Some(OTHER_AGENT));
        require_done(&send(&agent, case, "assign", &[("to", "")]).await, case);

        let past = [("deed", "hold"), ("at", "2026-11-30T09:59"), ("words", "The carrier is asked.")];
        let refused = send(&agent, case, "state", &past).await;
        require_refused(&refused, "Enter a time that lies ahead, within a year.", "The carrier is asked.");
        assert!(refused.text.contains("value=\"2026-11-30T09:59\""));
        let broken = send(&agent, case, "state", &[("deed", "hold"), ("at", "soon"), ("words", "x")]).await;
        require_refused(&broken, "Enter a day and a time.", "");
        let hold = [("deed", "hold"), ("at", "2026-12-01T09:30"), ("words", "The carrier is asked.")];
        require_done(&send(&agent, case, "state", &hold).await, case);
        let view = world.view(AGENT, case);
        let until = "2026-12-01T09:30:00-07:00".parse().unwrap();
        assert!(view.events.iter().any(|event| event.what == What::Held { until }), "in Mountain Time");

        require_done(&send(&agent, case, "state", &[("deed", "resume"), ("words", "")]).await, case);
        let ship = [("deed", "ship"), ("words", "A new router.")];
        require_done(&send(&agent, case, "state", &ship).await, case);
        assert_eq!(world.state(case), CaseState::Shipping);
        let early = send(&agent, case, "state", &[("deed", "announce"), ("words", "Bye.")]).await;
        require_refused(&early, "This cannot be done while the case is", "Bye.");
        let estimate = [("deed", "estimate"), ("at", "2026-12-02T12:00"), ("words", "")];
        require_done(&send(&agent, case, "state", &estimate).await, case);
        require_done(&send(&agent, case, "escalate", &[("words", "It takes too long.")]).await, case);
        let resolve = [("deed", "resolve"), ("words", "The router is there.")];
        require_done(&send(&agent, case, "state", &resolve).await, case);
        let early = send(&agent, case, "state", &[("deed", "announce"), ("words", "")]).await;
        require_refused(&early, "This can be done from 12/02/2026 10:00 Mountain Time on.", "");
        let silent = send(&agent, case, "state", &[("deed", "reopen"), ("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.", "");
        let reopen = [("deed", "reopen"), ("words", "It does not work.")];
        require_done(&send(&agent, case, "state", &reopen).await, case);
        require_done(&send(&agent, case, "state", &resolve).await, case);
        require_done(&send(&agent, case, "state", &[("deed", "confirm"), ("words", "")]).await, case);
        assert_eq!(world.state(case), CaseState::Closed);
        let page = agent.get(&path(case)).await;
        assert!(page.text.contains("value=\"note\"") && !page.text.contains("value=\"reply\""));
        let late = send(&agent, case, "claim", &[]).await;
        require_refused(&late, "This cannot be done while the case is “Closed”.", "");
        let forged = send(&agent, case, "state", &[("deed", "explode")]).await;
        assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    }
}

#[actix_web::test]
async fn a_duplicate_points_to_a_case_of_the_same_account() {
    for world in worlds().await {
        let first = world.asked(ANNA, "100001", "Why so much", Priority::Four);
        let second = world.asked(ANNA, "100001", "Once more", Priority::Four);
        let foreign = world.asked(IRIS, "100003", "Why so much", Priority::Four);
        let agent = world.portal.signed_in(AGENT).await;
        for of in [foreign.to_string(), second.to_string(), "C-999999".to_owned(), "the first".to_owned()] {
            let fields = [("of", of.as_str()), ("words", "It is one question.")];
            let refused = send(&agent, second, "duplicate", &fields).await;
            require_refused(
                &refused,
                "There is no such case that could be meant here.",
                "It is one question.",
            );
            assert!(refused.text.contains(&format!("value=\"{of}\"")), "{of}");
        }
        let of = first.to_string();
        let fields = [("of", of.as_str()), ("words", "It is one question.")];
        require_done(&send(&agent, second, "duplicate", &fields).await, second);
        assert_eq!(world.state(second), CaseState::Duplicate);
        let page = agent.get(&path(second)).await;
        assert!(page.text.contains(&format!("<a href=\"{}\">{first}</a>", path(first))), "{}", page.text);
    }
}

#[actix_web::test]
async fn a_master_case_tells_every_customer_at_once() {
    for world in worlds().await {
        let anna = world.asked(ANNA, "100001", "Calls fail", Priority::Four);
        let iris = world.asked(IRIS, "100003", "No calls", Priority::Four);
        let agent = world.portal.signed_in(AGENT).await;
        let fields =
            [("kind", "master"), ("subject", "Calls to Denver fail"), ("words", "The trunk is down.")];
        let opened = agent.upload("/office/cases/new", "/office/cases/new", &fields, &[]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let master: CaseNumber = opened.location().rsplit('/').next().unwrap().parse().unwrap();
        for case in [anna, iris] {
            let none = send(&agent, case, "master", &[("of", &case.to_string())]).await;
            require_refused(&none, "There is no such case", "");
            require_done(&send(&agent, case, "master", &[("of", &master.to_string())]).await, case);
            let page = agent.get(&path(case)).await;
            assert!(page.text.contains(&format!("<a href=\"{}\">{master}</a>", path(master))));
        }
        let page = agent.get(&path(master)).await;
        assert!(page.text.contains(&anna.to_string()) && page.text.contains("Iris Press"), "{}", page.text);
        let update = [("words", "The trunk works again in an hour."), ("how", "reply")];
        let to = format!("{}/reply", path(master));
        require_done(&agent.upload(&path(master), &to, &update, &[]).await, master);
        for (who, case) in [(ANNA, anna), (IRIS, iris)] {
            let view = world.view(who, case);
            let last = view.events.last().unwrap();
            assert_eq!(
                (last.words.as_str(), &last.what),
                ("The trunk works again in an hour.", &What::Replied)
            );
            assert_eq!(view.told.state, CaseState::InProgress);
            let page = world.portal.signed_in(who).await.get(&format!("/cases/{case}")).await;
            assert!(page.text.contains("The trunk works again in an hour."), "{}", page.text);
            assert!(!page.text.contains(&master.to_string()), "a master case is among staff");
        }
        assert!(cases::open_case(&world.app, &world.viewer(ANNA), master).is_err());
    }
}

#[actix_web::test]
async fn staff_open_a_case_for_who_is_on_the_phone() {
    for world in worlds().await {
        let agent = world.portal.signed_in(AGENT).await;
        let new = "/office/cases/new";
        let empty = agent.upload(new, new, &[("kind", "question"), ("account", "")], &[]).await;
        for why in ["There is no account", "Say in a few words", "Please write a few words"] {
            require_refused(&empty, why, "");
        }
        let fields = |account| {
            [
                ("account", account),
                ("subject", "Phones are dead"),
                ("words", "The whole site."),
                ("priority", "1"),
            ]
        };
        let unknown = agent.upload(new, new, &fields("999999"), &[]).await;
        require_refused(&unknown, "There is no account with this number.", "value=\"Phones are dead\"");
        let opened = agent.upload(new, new, &fields(" 100006 "), &[("site.pdf", PDF)]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let case: CaseNumber = opened.location().rsplit('/').next().unwrap().parse().unwrap();
        let view = world.view(AGENT, case);
        assert_eq!((view.told.priority, view.told.is_reviewed), (Priority::One, true));
        assert_eq!(view.told.due_at(), Some("2026-11-30T10:15:00-07:00".parse().unwrap()));

        // An answer begins in the customer's language.
        let page = agent.get(&format!("{}?template=received", path(case))).await;
        assert!(
            page.text.contains(&format!("Gracias por escribirnos sobre el caso {case}")),
            "{}",
            page.text
        );
        let page = agent.get(&format!("{}?template=nonsense", path(case))).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(agent.get("/office/cases/nonsense").await.status, StatusCode::NOT_FOUND);
        assert_eq!(agent.get("/office/cases/C-999999").await.status, StatusCode::NOT_FOUND);
    }
}
