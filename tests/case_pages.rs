//! What customers see of cases and may do to them, over a real server.

mod support;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::case::decide::Action;
use billcenter::services::App;
use billcenter::services::cases::{self, Message, NewFile, Upload};
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::{Silent, invoices};
use billcenter::values::locale::Locale;
use billcenter::values::number::CaseNumber;
use reqwest::StatusCode;
use support::portal::{Browser, Page, Portal, TODAY, add_user, at, bill, billed, import_base};
use support::{TestDatabase, databases};

/// Finance contact of 100001 and, below it, 100001-01.
const ANNA: &str = "anna@elm.example";
/// Of 100001-01 alone.
const LOU: &str = "lou@elm.example";
/// Of 100003.
const BEN: &str = "ben@iris.example";
const MARTA: &str = "marta@provider.example";

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";

/// Names and values of a form.
type Fields<'a> = &'a [(&'a str, &'a str)];

/// Names and contents of files.
type Files<'a> = &'a [(&'a str, &'a [u8])];

/// The billed example, its people, and the portal on the 28th.
struct World {
    database: TestDatabase,
    app: Arc<App>,
    portal: Portal,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        let app = billed(&database).await;
        worlds.push(world(database, app).await);
    }
    worlds
}

async fn world(database: TestDatabase, app: Arc<App>) -> World {
    for (email, role, accounts) in [
        (ANNA, Role::Finance, &["100001"][..]),
        (LOU, Role::Finance, &["100001-01"]),
        (BEN, Role::Mpoc, &["100003"]),
        (MARTA, Role::Biller, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    let portal = Portal::serve(&app);
    World { database, app, portal }
}

impl World {
    /// The number of the invoice that bills `account` for `period`.
    fn invoice(&self, account: &str, period: &str) -> String {
        let mut found = None;
        invoices::each_head(&self.app, period.parse().unwrap(), |heads| {
            let head = heads.iter().find(|head| head.account == account);
            found = found.take().or(head.map(|head| head.number.clone()));
            Ok::<_, billcenter::services::ServiceError>(())
        })
        .unwrap();
        found.expect("an invoice")
    }

    /// Marta works on a case.
    fn marta(&self, now: &str, case: &str, action: Action, words: &str, files: &[NewFile]) {
        let id = self.database.count(&format!("SELECT id AS count FROM users WHERE email = '{MARTA}'"));
        let email = MARTA.to_owned();
        let viewer = Viewer { id: id.into(), email, role: Role::Biller, locale: Locale::En, looks_as: None };
        let (number, words): (CaseNumber, _) = (case.parse().unwrap(), words.parse().unwrap());
        let message = Message { words: &words, files };
        cases::act(&at(&self.database, now), &viewer, number, &action, &message).unwrap().unwrap();
    }

    fn cases(&self) -> i64 {
        self.database.count("SELECT COUNT(*) AS count FROM cases")
    }

    /// The portal at another time, and `who` signed in there.
    async fn later(&self, now: &str, who: &str) -> (Portal, Browser) {
        let portal = Portal::serve(&at(&self.database, now));
        let browser = portal.signed_in(who).await;
        (portal, browser)
    }
}

/// The page where a dispute of this invoice is made.
fn form_of(invoice: &str) -> String {
    format!("/cases/new?invoice={invoice}")
}

/// Sends a dispute of these lines as its page would.
async fn dispute(browser: &Browser, invoice: &str, lines: &[(&str, &str)]) -> Page {
    let mut fields: Vec<(String, &str)> = Vec::new();
    for (line, amount) in lines {
        fields.push((format!("line-{line}"), "on"));
        fields.push((format!("amount-{line}"), amount));
    }
    let mut all =
        vec![("invoice", invoice), ("reason", "already_cancelled"), ("words", "We cancelled this.")];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), *value)));
    browser.upload(&form_of(invoice), "/cases/new", &all, &[]).await
}

/// The case that a form has opened.
fn opened(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let rest = page.location().strip_prefix("/cases/").expect("the case's page");
    rest.strip_suffix("?done=opened").expect("what was done").to_owned()
}

async fn ask(browser: &Browser, account: &str, subject: &str) -> String {
    let fields = [("account", account), ("subject", subject), ("words", "Why?")];
    opened(&browser.upload("/cases/ask", "/cases/ask", &fields, &[]).await)
}

fn require(page: &Page, texts: &[&str]) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for text in texts {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
}

fn require_refused(page: &Page, text: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}: {}", page.text);
    assert!(page.text.contains(text), "{text}: {}", page.text);
}

#[actix_web::test]
async fn a_dispute_goes_from_the_line_to_its_case() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let october = world.invoice("100001", "2026-10");
        let invoice = anna.get(&format!("/invoices/{october}")).await;
        let link = format!("/cases/new?invoice={october}&amp;line=1\"");
        require(&invoice, &[&link, "aria-label=\"Dispute: Router Rental", "Dispute charges"]);
        let marta = world.portal.signed_in(MARTA).await;
        assert!(!marta.get(&format!("/invoices/{october}")).await.text.contains("/cases/new"));

        let form = anna.get(&format!("{}&line=1", form_of(&october))).await;
        // The statement of 27 October 2026 and 180 days.
        require(&form, &["name=\"line-1\" value=\"on\" checked", "value=\"180.00\"", "until April 25, 2027"]);
        assert_eq!(form.text.matches(" checked").count(), 1, "only the line that was asked for");

        let case = opened(&dispute(&anna, &october, &[("1", "80.00")]).await);
        let page = anna.get(&format!("/cases/{case}?done=opened")).await;
        // RCF: 118.16 x 80.00 / 3527.19 = 2.68. Opened on a Saturday: Monday is the business day that
        // the first response may take.
        require(
            &page,
            &[
                &case,
                "In dispute",
                "We had cancelled this",
                "$80.00",
                "$2.68",
                "$82.68",
                "We have it.",
                "First response due by 12/01/2026 00:00 Mountain Time",
                "We cancelled this.",
                "Billing manager",
                "+1 800 555 0101",
                "Priority 4",
                ANNA,
            ],
        );
        require(
            &anna.get("/cases").await,
            &[&case, "12/01/2026 00:00", &format!("{october}: Router Rental")],
        );
        require(&anna.get(&form_of(&october)).await, &["value=\"100.00\""]);

        // Calls and a late fee are named in words, too.
        let november = world.invoice("100001", "2026-11");
        require(&anna.get(&form_of(&november)).await, &["Late fee", "value=\"188.61\""]);
        opened(&dispute(&anna, &november, &[("-1", "188.61")]).await);
        opened(&dispute(&anna, &october, &[("3", "1.74")]).await);
        let list = anna.get("/cases").await;
        require(&list, &[&format!("{november}: Late fee"), &format!("{october}: ")]);
        assert!(!list.text.contains("ld_"), "{}", list.text);

        // Spanish amounts are read as they are written.
        let fields = [
            ("invoice", october.as_str()),
            ("reason", "wrong_price"),
            ("words", "Es demasiado."),
            ("line-0", "on"),
            ("amount-0", "1.318,35"),
        ];
        let page = anna.upload(&form_of(&october), "/cases/new", &fields, &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
}

#[actix_web::test]
async fn what_cannot_be_disputed_is_said_at_its_field() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let october = world.invoice("100001", "2026-10");
        let below = world.invoice("100001-01", "2026-10");
        let table: &[(&str, Fields<'_>, &str)] = &[
            (&october, &[("1", "180.01")], "At most $180.00 of this charge is left to dispute."),
            (&october, &[("1", "0.00")], "Enter an amount of at least 0.01."),
            (&october, &[("1", "-5.00")], "Enter an amount of at least 0.01."),
            (&october, &[("1", "half of it")], "Enter an amount such as 12.50."),
            (&october, &[("1", "")], "Enter an amount such as 12.50."),
            (&october, &[("1", "10.00"), ("01", "10.00")], "This charge was chosen twice."),
            (&october, &[], "Tick at least one charge."),
            (&october, &[("99", "1.00")], "it cannot be disputed"),
            (&october, &[("-1", "1.00")], "it cannot be disputed"),
            (&below, &[("2", "50.00")], "This line is a credit or costs nothing"),
        ];
        for (invoice, lines, text) in table {
            let page = dispute(&anna, invoice, lines).await;
            require_refused(&page, text);
            assert!(page.text.contains("We cancelled this.</textarea>"), "what was typed is kept");
        }
        let credits = anna.get(&form_of(&below)).await;
        require(&credits, &["name=\"line-2\" value=\"on\" disabled", "A credit or free of charge"]);

        let with = async |reason: &str, words: &str| {
            let lines = [("line-1", "on"), ("amount-1", "10.00")];
            let mut fields = vec![("invoice", october.as_str()), ("reason", reason), ("words", words)];
            fields.extend(lines);
            anna.upload(&form_of(&october), "/cases/new", &fields, &[]).await
        };
        require_refused(&with("", "Why?").await, "Choose the reason that fits best.");
        require_refused(&with("made-up", "Why?").await, "Choose the reason that fits best.");
        require_refused(&with("other", "  ").await, "Please write a few words with it.");
        require_refused(&with("other", &"x".repeat(10_001)).await, "Write at most 10,000 characters.");
        assert_eq!(world.cases(), 0);

        // All of a charge in dispute: nothing is left of it.
        opened(&dispute(&anna, &october, &[("1", "180.00")]).await);
        require(&anna.get(&form_of(&october)).await, &["All of it is credited or in dispute already"]);
        require_refused(&dispute(&anna, &october, &[("1", "0.01")]).await, "At most $0.00");

        // A foreign statement does not exist.
        let foreign = world.invoice("100003", "2026-10");
        for invoice in [foreign.as_str(), "INV-199001-000001", "nothing at all"] {
            let address = format!("/cases/new?invoice={}", invoice.replace(' ', "%20"));
            assert_eq!(anna.get(&address).await.status, StatusCode::NOT_FOUND, "{invoice}");
            let fields = [
                ("invoice", invoice),
                ("reason", "other"),
                ("words", "Why?"),
                ("line-0", "on"),
                ("amount-0", "1.00"),
            ];
            let page = anna.upload(&form_of(&october), "/cases/new", &fields, &[]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{invoice}");
        }
        assert_eq!(world.cases(), 1);
    }
}

#[actix_web::test]
async fn a_statement_can_be_disputed_for_180_days() {
    for world in worlds().await {
        let october = world.invoice("100001", "2026-10");
        let (late, anna) = world.later("2027-04-26T00:00:00-06:00", ANNA).await;
        let form = anna.get(&form_of(&october)).await;
        require(
            &form,
            &["The time to dispute this invoice is over", "April 25, 2027", "/cases/ask?account=100001"],
        );
        assert!(!form.text.contains("name=\"line-"));
        assert!(!anna.get(&format!("/invoices/{october}")).await.text.contains("/cases/new"));
        let fields = [
            ("invoice", october.as_str()),
            ("reason", "other"),
            ("words", "Why?"),
            ("line-1", "on"),
            ("amount-1", "1.00"),
        ];
        let page = anna.upload("/cases/ask", "/cases/new", &fields, &[]).await;
        require_refused(&page, "until April 25, 2027");
        assert_eq!(world.cases(), 0);
        drop(late);

        let (_portal, anna) = world.later("2027-04-25T23:59:59-06:00", ANNA).await;
        opened(&dispute(&anna, &october, &[("1", "1.00")]).await);
    }
}

#[actix_web::test]
async fn files_are_looked_at_and_only_saved() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let case = ask(&anna, "100001", "Which router is that?").await;
        let (page, to) = (format!("/cases/{case}"), format!("/cases/{case}/comment"));
        let send = async |words: &str, files: &[(&str, &[u8])]| {
            anna.upload(&page, &to, &[("words", words)], files).await
        };

        let most = world.app.settings.cases.max_file_bytes as usize;
        let too_large = vec![b'x'; most + 1];
        let six = [("a.txt", b"words".as_slice()); 6];
        let table: &[(Files<'_>, &str)] = &[
            (
                &[("bill.pdf", b"#!/bin/sh\nrm -rf /\n")],
                "The content of the file “bill.pdf” is not what its name says.",
            ),
            (&[("run.exe", b"MZ")], "The file “run.exe” is of a kind that we do not take."),
            (&[("none.txt", b"")], "The file “none.txt” is empty."),
            (&[("long.txt", &too_large)], "The file “long.txt” is larger than 10 MB."),
            (&six, "At most 5 files can come with one message."),
        ];
        for (files, text) in table {
            let refused = send("Here it is.", files).await;
            require_refused(&refused, text);
            assert!(refused.text.contains("Here it is.</textarea>"), "what was typed is kept");
        }
        require_refused(&send("", &[("a.png", PNG)]).await, "Please write a few words with it.");
        assert_eq!(world.database.count("SELECT COUNT(*) AS count FROM case_files"), 0);

        // As large as may be, and a name that is no plain one.
        let done =
            send("Here they are.", &[("../señal \u{201c}7\u{201d}.png", PNG), ("long.txt", &too_large[1..])])
                .await;
        assert_eq!(
            (done.status, done.location()),
            (StatusCode::SEE_OTHER, format!("{page}?done=comment").as_str())
        );
        let shown = anna.get(&page).await;
        require(&shown, &["Here they are.", "señal _7_.png", "10 MB"]);
        let (_, rest) = shown.text.split_once(&format!("{page}/files/")).unwrap();
        let file = format!("{page}/files/{}", rest.split('"').next().unwrap());
        let saved = anna.get(&file).await;
        assert_eq!((saved.status, saved.bytes.as_slice()), (StatusCode::OK, PNG));
        assert_eq!(saved.header("content-type"), "image/png");
        assert_eq!(saved.header("x-content-type-options"), "nosniff");
        assert_eq!(
            saved.header("content-disposition"),
            "attachment; filename=\"se_al _7_.png\"; filename*=UTF-8''se%C3%B1al%20_7_.png"
        );
        let ben = world.portal.signed_in(BEN).await;
        for path in [file.as_str(), &format!("{page}/files/999999"), &format!("{page}/files/x")] {
            assert_eq!(ben.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let bens = ask(&ben, "100003", "Mine").await;
        let stolen = file.replace(&case, &bens);
        assert_eq!(ben.get(&stolen).await.status, StatusCode::NOT_FOUND, "another case's file");
    }
}

#[actix_web::test]
async fn a_gigabyte_is_refused_before_it_comes() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let case = ask(&anna, "100001", "Mine").await;
        let signed_in = world.portal.browser().sign_in(ANNA, support::portal::PASSWORD).await;
        let cookie = signed_in.cookie("session").unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let host = world.portal.address.trim_start_matches("http://").to_owned();
        let answer = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(&host).unwrap();
            let head = format!(
                "POST /cases/{case}/comment HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\
                 Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1073741824\r\n\r\n--x\r\n"
            );
            stream.write_all(head.as_bytes()).unwrap();
            let mut first = [0; 12];
            stream.read_exact(&mut first).unwrap();
            String::from_utf8_lossy(&first).into_owned()
        });
        assert_eq!(answer.await.unwrap(), "HTTP/1.1 413");
    }
}

#[actix_web::test]
async fn what_belongs_to_others_does_not_exist() {
    for world in worlds().await {
        let (anna, lou, ben) = (
            world.portal.signed_in(ANNA).await,
            world.portal.signed_in(LOU).await,
            world.portal.signed_in(BEN).await,
        );
        let october = world.invoice("100001", "2026-10");
        let parents = opened(&dispute(&anna, &october, &[("1", "80.00")]).await);
        let own = ask(&lou, "100001-01", "A question of the location").await;

        // Who has the location alone sees its cases and not its parent's; the parent sees both.
        assert!(!lou.get("/cases").await.text.contains(&parents));
        require(&lou.get("/cases").await, &[&own]);
        require(&anna.get("/cases").await, &[&own, &parents]);
        let list = anna.get("/cases?account=100001-01").await;
        require(&list, &[&own]);
        assert!(!list.text.contains(&parents));
        assert_eq!(lou.get("/cases?account=100001").await.status, StatusCode::NOT_FOUND);
        let fields = [("account", "100001"), ("subject", "x"), ("words", "y")];
        assert_eq!(lou.upload("/cases/ask", "/cases/ask", &fields, &[]).await.status, StatusCode::NOT_FOUND);

        for browser in [&lou, &ben] {
            let (foreign, none) =
                (browser.get(&format!("/cases/{parents}")).await, browser.get("/cases/C-999999").await);
            assert_eq!((foreign.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
            assert_eq!(foreign.text.replace(&parents, "C-999999"), none.text);
            let comment = format!("/cases/{parents}/comment");
            for words in ["Mine now", "", "a\u{7}b"] {
                let page = browser.upload("/cases/ask", &comment, &[("words", words)], &[]).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{words:?}");
            }
            for action in ["confirm", "reopen", "withdraw", "escalate", "follow-on"] {
                let path = format!("/cases/{parents}/{action}");
                let page = browser.submit("/cases/ask", &path, &[("words", "Mine now")]).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{action}");
            }
        }
        // A dispute cannot follow on another's case either.
        let bens = ask(&ben, "100003", "Mine").await;
        let fields = [
            ("invoice", october.as_str()),
            ("related", &bens),
            ("reason", "other"),
            ("words", "Why?"),
            ("line-0", "on"),
            ("amount-0", "1.00"),
        ];
        let page = anna.upload(&form_of(&october), "/cases/new", &fields, &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!(world.cases(), 3);
    }
}

#[actix_web::test]
async fn what_staff_do_among_themselves_stays_there() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let case = ask(&anna, "100001", "Which router is that?").await;
        let upload = Upload { name: "margin.csv".to_owned(), bytes: b"a,b\n".to_vec() };
        let files = cases::keep_files(&world.app, vec![upload]).await.unwrap().unwrap();
        world.marta(TODAY, &case, Action::Reply, "The one in the lobby.", &[]);
        world.marta(TODAY, &case, Action::Note, "They always ask this.", &files);
        let path = format!("/cases/{case}");
        let page = anna.get(&path).await;
        require(&page, &["The one in the lobby.", "Answer"]);
        assert!(page.text.contains("<p class=\"event-by\">Example Communications · "), "{}", page.text);
        for hidden in ["They always ask this.", "margin.csv", MARTA, "internal"] {
            assert!(!page.text.contains(hidden), "{hidden}: {}", page.text);
        }
        let file = world.database.count("SELECT id AS count FROM case_files");
        let file = format!("{path}/files/{file}");
        assert_eq!(anna.get(&file).await.status, StatusCode::NOT_FOUND);
        let marta = world.portal.signed_in(MARTA).await;
        assert_eq!(marta.get(&file).await.text, "a,b\n");
        require(&anna.get("/cases").await, &["We have answered"]);

        // Staff have pages of their own.
        for (from, to) in [("/cases", "/office/cases".to_owned()), (&path, format!("/office{path}"))] {
            let page = marta.get(from).await;
            assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, to.as_str()));
        }
        let page = marta.submit("/login", &format!("{path}/withdraw"), &[]).await;
        assert_eq!(page.location(), format!("/office{path}"));
        require(&anna.get(&path).await, &["In progress"]);

        // Two business days after the answer, which came on a Saturday; closed a business day later.
        world.marta("2026-12-02T08:00:00-07:00", &case, Action::AnnounceClosing, "", &[]);
        require(
            &anna.get("/cases").await,
            &["Waits for your answer", "Closes without your answer on", "12/03/2026 08:00"],
        );
        require(
            &anna.get(&path).await,
            &["Without an answer the case is closed on 12/03/2026 08:00 Mountain Time."],
        );
    }
}

#[actix_web::test]
async fn a_case_is_confirmed_reopened_in_time_and_followed_on() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let case = ask(&anna, "100001", "Which router is that?").await;
        let path = format!("/cases/{case}");
        let page = anna.get(&path).await;
        for form in ["comment", "escalate", "withdraw"] {
            assert!(page.text.contains(&format!("action=\"{path}/{form}\"")), "{form}");
        }
        for form in ["confirm", "reopen", "follow-on"] {
            assert!(!page.text.contains(&format!("action=\"{path}/{form}\"")), "{form}");
        }
        // What is not offered is refused all the same.
        let refused = anna.submit(&path, &format!("{path}/confirm"), &[]).await;
        require_refused(&refused, "This cannot be done while the case is “New”.");
        let silent = anna.submit(&path, &format!("{path}/escalate"), &[("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.");
        for level in ["level 1", "level 2", "level 3"] {
            let up = anna.submit(&path, &format!("{path}/escalate"), &[("words", "It is urgent.")]).await;
            assert_eq!(up.status, StatusCode::SEE_OTHER);
            require(&anna.get(&path).await, &[&format!("Escalated to {level}"), "Asked"]);
        }
        let above = anna.submit(&path, &format!("{path}/escalate"), &[("words", "Higher!")]).await;
        require_refused(&above, "the highest level already");

        world.marta(TODAY, &case, Action::Resolve, "The one in the lobby.", &[]);
        require(&anna.get("/cases").await, &["Waits for your confirmation"]);
        require(
            &anna.get(&path).await,
            &["Yes, it is resolved", "No, reopen the case", "Resolved, to be confirmed"],
        );
        let silent = anna.submit(&path, &format!("{path}/reopen"), &[("words", "")]).await;
        require_refused(&silent, "Please write a few words with it.");
        let done = anna.submit(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(done.location(), format!("{path}?done=confirm"));
        assert!(!anna.get("/cases").await.text.contains(&case));
        require(&anna.get("/cases?closed=1").await, &[&case]);
        // Closed on Saturday, 28 November: until the last second of Saturday, 5 December.
        let closed = anna.get(&path).await;
        require(
            &closed,
            &["It can be reopened until 12/05/2026 23:59 Mountain Time (7 days left).", "Reopen the case"],
        );
        assert!(!closed.text.contains("follow-on"));
        let comment =
            anna.upload(&path, &format!("{path}/comment"), &[("words", "One more thing.")], &[]).await;
        require_refused(&comment, "This cannot be done while the case is “Closed”.");
        assert!(comment.text.contains("One more thing."), "what was typed is kept");

        let (late, then) = world.later("2026-12-06T00:00:00-07:00", ANNA).await;
        let refused = then.submit(&path, &format!("{path}/reopen"), &[("words", "It broke again.")]).await;
        require_refused(&refused, "The case could be reopened until 12/05/2026 23:59 Mountain Time.");
        assert!(refused.text.contains("It broke again."), "what was typed is kept");
        require(&then.get(&path).await, &["It cannot be reopened any more", "Open a new case"]);
        let next = then.submit(&path, &format!("{path}/follow-on"), &[("words", "It broke again.")]).await;
        let new = opened(&next);
        assert_ne!(new, case);
        require(
            &then.get(&format!("/cases/{new}")).await,
            &["It follows on", &format!("href=\"{path}\""), "Which router is that?"],
        );
        require(&then.get(&path).await, &["Followed by", &format!("href=\"/cases/{new}\"")]);
        drop(late);

        let (_portal, then) = world.later("2026-12-05T23:59:59-07:00", ANNA).await;
        let again = then.submit(&path, &format!("{path}/reopen"), &[("words", "It broke again.")]).await;
        assert_eq!(again.location(), format!("{path}?done=reopen"));
        require(&then.get(&path).await, &["Reopened", "It broke again."]);
    }
}

#[actix_web::test]
async fn a_withdrawn_dispute_can_be_opened_again_from_its_case() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        let october = world.invoice("100001", "2026-10");
        let case = opened(&dispute(&anna, &october, &[("0", "10.00"), ("1", "180.00")]).await);
        let path = format!("/cases/{case}");
        require(&anna.get(&path).await, &["the disputed amount is due again"]);
        let done = anna.submit(&path, &format!("{path}/withdraw"), &[]).await;
        assert_eq!(done.location(), format!("{path}?done=withdraw"));
        require(&anna.get(&path).await, &["badge-dispute-withdrawn", "$0.00"]);

        let (_portal, later) = world.later("2026-12-06T00:00:00-07:00", ANNA).await;
        let again = format!("/cases/new?invoice={october}&#38;line=0&#38;line=1&#38;related={case}");
        require(&later.get(&path).await, &[&format!("href=\"{again}\"")]);
        let form = later.get(&again.replace("&#38;", "&")).await;
        require(&form, &[&format!("name=\"related\" value=\"{case}\"")]);
        assert_eq!(form.text.matches(" checked").count(), 2);
        let fields = [
            ("invoice", october.as_str()),
            ("related", &case),
            ("reason", "other"),
            ("words", "Again."),
            ("line-1", "on"),
            ("amount-1", "180"),
        ];
        let new = opened(&later.upload(&form_of(&october), "/cases/new", &fields, &[]).await);
        require(&later.get(&format!("/cases/{new}")).await, &["It follows on", &case]);
    }
}

#[actix_web::test]
async fn the_list_says_what_to_do_and_goes_on() {
    for world in worlds().await {
        let anna = world.portal.signed_in(ANNA).await;
        require(
            &anna.get("/cases").await,
            &["No open cases", "/cases/ask", "choose “Dispute” beside the line"],
        );
        require(&anna.get("/cases?closed=1").await, &["No closed cases"]);
        let fields = [("account", "100001"), ("subject", " "), ("words", "Why?")];
        let page = anna.upload("/cases/ask", "/cases/ask", &fields, &[]).await;
        require_refused(&page, "Say in a few words what it is about.");
        assert!(page.text.contains("Why?</textarea>"), "what was typed is kept");
        let mut newest = String::new();
        for count in 1..=51 {
            newest = ask(&anna, "100001", &format!("Question {count}")).await;
        }
        let first = anna.get("/cases?account=100001").await;
        require(&first, &[&newest, "Question 2<", "rel=\"next\""]);
        assert!(!first.text.contains("Question 1<"));
        let (_, rest) = first.text.split_once("rel=\"next\" href=\"").unwrap();
        let next = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = anna.get(&next).await;
        require(&second, &["Question 1<"]);
        assert!(!second.text.contains("Question 2<") && !second.text.contains("rel=\"next\""));
        assert_eq!(anna.get("/cases?after=x").await.status, StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn a_long_invoice_is_searched() {
    for database in databases() {
        let app = at(&database, TODAY);
        import_base(&app);
        let mut services = "account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on,billed_through\n".to_owned();
        for number in 0..600 {
            writeln!(
                services,
                "100001,100001-L{number:03},Line,Extension {number:03},voice,1,2.00,2026-11-01,,"
            )
            .unwrap();
        }
        let options = ImportOptions { dry_run: false, actor: "test", total_bytes: 0 };
        imports::import(&app, ImportKind::Services, services.as_bytes(), &options, &Silent).unwrap();
        bill(&app, &["2026-11"]).await;
        let world = world(database, app).await;
        let anna = world.portal.signed_in(ANNA).await;
        let november = world.invoice("100001", "2026-11");
        let page = anna.get(&form_of(&november)).await;
        let boxes = |page: &Page| page.text.matches("type=\"checkbox\"").count();
        require(&page, &["200 of 1,219"]);
        assert_eq!(boxes(&page), 200);
        let found = anna.get(&format!("{}&line=0&find=extension+59", form_of(&november))).await;
        require(&found, &["Extension 590", "Extension 599", "name=\"line-0\" value=\"on\" checked"]);
        assert_eq!(
            boxes(&found),
            21,
            "the ten that fit, each this month and caught up, and the one asked for"
        );
        let nothing = anna.get(&format!("{}&find=nowhere", form_of(&november))).await;
        require(&nothing, &["No charge has these words."]);
        // Caught up first, then this month's.
        let row = found.text.split("<tr>").filter(|row| row.contains("Extension 599")).last().unwrap();
        let (_, rest) = row.split_once("name=\"line-").unwrap();
        let line = rest.split('"').next().unwrap();
        opened(&dispute(&anna, &november, &[(line, "2.00")]).await);
    }
}
