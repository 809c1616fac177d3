//! Work on request from its review to the invoice: lines, receipts, taxes, and each request billed once.

mod support;

use std::process::Command;
use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::invoice::{Invoice, Line, LineKind};
use billcenter::domain::macd::log::Purpose::{Gathering, Testing, Work};
use billcenter::domain::macd::log::{Objection, Purpose};
use billcenter::domain::macd::{MacdKind, Urgency};
use billcenter::services::cases::Message;
use billcenter::services::imports::{self, ImportKind, ImportOptions};
use billcenter::services::macd::{self, NewRequest, NewTime, Refusal};
use billcenter::services::{App, Silent, accruals, bill_run, credit_notes, export, invoices, verify};
use billcenter::store::macd::mark_billed;
use billcenter::values::ids::InvoiceId;
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::number::{CaseNumber, InvoiceNumber};
use billcenter::values::words::Words;
use serde_json::json;
use support::portal::{Portal, add_user, at, bill, billed};
use support::post::delivered;
use support::program::{Program, on_the_26th, on_the_27th};
use support::{TestDatabase, databases};

/// Finance contact of 100001, Portland: exempt from taxes of a government.
const ANNA: &str = "anna@elm.example";
/// Main point of contact of 100001.
const DANA: &str = "dana@elm.example";
/// Main point of contact of 100006, Dallas, who gets bills in Spanish.
const ULF: &str = "ulf@press.example";
const SAM: &str = "sam@provider.example";
const MARTA: &str = "marta@provider.example";

/// A Monday morning; the books of November are closed.
const ASKED: &str = "2026-11-30T08:00:00-07:00";
/// All the work is done.
const DONE: &str = "2026-12-04T20:00:00-07:00";
const CLOSING: &str = "2026-12-26T02:00:00-07:00";
const LATER: &str = "2027-01-26T02:00:00-07:00";

/// Day, from, to, on what.
type Time = (&'static str, &'static str, &'static str, Purpose);

struct World {
    database: TestDatabase,
    app: Arc<App>,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in databases() {
        let app = billed(&database).await;
        let contacts =
            format!("account,email,name,roles\n100001,{DANA},Dana,mpoc\n100006,{ULF},Ulf,mpoc;invoice\n");
        let taxes = "code,name,country,region,tax_class,kind,value,is_government,starts_on,ends_on\n\
                     OR-LAB,Oregon fee on labor,US,OR,labor,percent,2,false,2026-01-01,\n";
        for (kind, rows) in [(ImportKind::Contacts, contacts.as_str()), (ImportKind::Taxes, taxes)] {
            let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
            imports::import(&app, kind, rows.as_bytes(), &options, &Silent).unwrap();
        }
        for (email, role, accounts) in [
            (ANNA, Role::Finance, &["100001"][..]),
            (DANA, Role::Mpoc, &["100001"][..]),
            (ULF, Role::Mpoc, &["100006"][..]),
            (SAM, Role::Technician, &[]),
            (MARTA, Role::Biller, &[]),
        ] {
            add_user(&app, email, role, accounts).await;
        }
        delivered(&app).await;
        worlds.push(World { database, app });
    }
    worlds
}

fn say<T>(words: &str, then: impl FnOnce(&Message<'_>) -> T) -> T {
    let words: Words = words.parse().unwrap();
    then(&Message { words: &words, files: &[] })
}

impl World {
    fn at(&self, now: &str) -> Arc<App> {
        at(&self.database, now)
    }

    fn viewer(&self, email: &str) -> Viewer {
        let id = self.database.count(&format!("SELECT id AS count FROM users WHERE email = '{email}'"));
        let role = match email {
            ANNA => Role::Finance,
            DANA | ULF => Role::Mpoc,
            SAM => Role::Technician,
            _ => Role::Biller,
        };
        Viewer { id: id.into(), email: email.to_owned(), role, locale: Locale::En, looks_as: None }
    }

    /// A request of a main point of contact, approved with it.
    fn ask(&self, who: &str, urgency: Urgency, subject: &str) -> CaseNumber {
        let new = NewRequest {
            account: if who == ULF { "100006" } else { "100001" }.parse().unwrap(),
            kind: MacdKind::Change,
            urgency,
            accepts_fee: true,
            wanted_on: None,
            subject: subject.parse().unwrap(),
        };
        say("Please.", |message| {
            macd::open_request(&self.at(ASKED), &self.viewer(who), &new, message).unwrap().unwrap()
        })
    }

    fn log(&self, case: CaseNumber, (day, from, to, purpose): Time) -> macd::Outcome<()> {
        let wall = |time: &str| format!("{day}T{time}:00-07:00").parse().unwrap();
        let new = NewTime { started_at: wall(from), ended_at: wall(to), purpose, corrects: None };
        say("Cabled and tested.", |message| {
            macd::log_time(&self.at(DONE), &self.viewer(SAM), case, &new, message).unwrap()
        })
    }

    fn finish(&self, case: CaseNumber) {
        say("Done.", |message| {
            macd::finish(&self.at(DONE), &self.viewer(SAM), case, message).unwrap().unwrap();
        });
    }

    fn review(&self, case: CaseNumber, now: &str) {
        say("", |message| {
            let seen = macd::open_view(&self.app, &self.viewer(MARTA), case).unwrap().meter;
            let reviewer = self.viewer(MARTA);
            macd::review(&self.at(now), &reviewer, case, (&seen).into(), &[], message).unwrap().unwrap();
        });
    }

    fn quote(&self, case: CaseNumber, units: u32) {
        say("It is a long way.", |message| {
            macd::quote(&self.at(DONE), &self.viewer(SAM), case, units, message).unwrap().unwrap();
            macd::accept_quote(&self.at(DONE), &self.viewer(DANA), case, message).unwrap().unwrap();
        });
    }

    /// A finished request with this log, not reviewed.
    fn finished(&self, who: &str, urgency: Urgency, log: &[Time]) -> CaseNumber {
        let case = self.ask(who, urgency, "Two phones to the second floor");
        for time in log {
            self.log(case, *time).unwrap();
        }
        self.finish(case);
        case
    }

    fn reviewed(&self, log: &[Time]) -> CaseNumber {
        let case = self.finished(DANA, Urgency::Standard, log);
        self.review(case, DONE);
        case
    }

    fn find(&self, account: &str, period: &str) -> (InvoiceId, Invoice) {
        let mut found = None;
        invoices::each_head(&self.app, period.parse().unwrap(), |heads| {
            let head = heads.iter().find(|head| head.account == account);
            found = found.take().or(head.map(|head| head.number.clone()));
            Ok::<_, billcenter::services::ServiceError>(())
        })
        .unwrap();
        let number: InvoiceNumber = found.expect("an invoice").parse().unwrap();
        invoices::find(&self.app, &number).unwrap()
    }

    fn posted(&self, document: &str, ledger: &str) -> i64 {
        self.database.count(&format!(
            "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) AS count FROM postings \
             WHERE document = '{document}' AND ledger = '{ledger}'"
        ))
    }

    async fn require_clean(&self) {
        let found = verify::verify(&self.app, &Silent).await.unwrap();
        assert!(found.differences.is_empty(), "{:?}", found.differences);
    }
}

/// The lines of requests, of all sections.
fn work(invoice: &Invoice) -> Vec<&Line> {
    let lines = invoice.sections.iter().flat_map(|section| &section.lines);
    lines.filter(|line| matches!(line.kind, LineKind::Macd | LineKind::Expedite)).collect()
}

/// Quantity and amount of each.
fn charged(invoice: &Invoice) -> Vec<(i64, i64)> {
    let of = |line: &Line| (line.quantity.try_into().unwrap(), line.amount.cents());
    work(invoice).into_iter().map(of).collect()
}

fn tax(invoice: &Invoice, code: &str) -> Option<(String, i64)> {
    let taxes = invoice.sections.iter().flat_map(|section| &section.taxes);
    let mut found = taxes.filter(|tax| tax.code == code);
    found.next().map(|tax| (tax.base.normalize().to_string(), tax.amount.cents()))
}

fn pdf_text(world: &World, id: InvoiceId, invoice: &Invoice) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), invoices::render(&world.app, id, invoice).unwrap()).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn require_parts(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in {text}");
    }
}

/// Requests of 14, 15 (in three parts), 16, 299, 300 and 301 minutes, and an expedited one of 20.
fn seven(world: &World) -> Vec<CaseNumber> {
    let mut cases = vec![
        world.reviewed(&[("2026-11-30", "09:00", "09:14", Work)]),
        world.reviewed(&[
            ("2026-11-30", "09:20", "09:27", Work),
            ("2026-11-30", "09:30", "09:37", Work),
            ("2026-11-30", "09:40", "09:41", Work),
        ]),
        world.reviewed(&[("2026-11-30", "10:00", "10:16", Work)]),
        world.reviewed(&[("2026-12-01", "08:00", "12:59", Work)]),
        world.reviewed(&[("2026-12-02", "08:00", "13:00", Work), ("2026-12-03", "07:00", "07:30", Testing)]),
    ];
    let long = world.ask(DANA, Urgency::Standard, "All phones to the new house \u{1F600}");
    assert_eq!(world.log(long, ("2026-12-03", "08:00", "13:00", Work)), Ok(()));
    let more = ("2026-12-03", "13:00", "13:01", Work);
    assert_eq!(world.log(long, more), Err(Refusal::Log(Objection::NeedsQuote(0))));
    world.quote(long, 24);
    assert_eq!(world.log(long, more), Ok(()));
    world.finish(long);
    world.review(long, DONE);
    cases.push(long);
    let soon = world.finished(
        DANA,
        Urgency::Expedited,
        &[("2026-12-01", "14:00", "14:45", Gathering), ("2026-12-01", "15:00", "15:20", Work)],
    );
    world.review(soon, DONE);
    cases.push(soon);
    cases
}

#[actix_web::test]
async fn the_work_of_a_month_stands_on_its_invoice_with_receipts() {
    for world in worlds().await {
        let cases = seven(&world);
        let spanish = world.finished(ULF, Urgency::Standard, &[("2026-12-04", "09:00", "09:10", Work)]);
        world.review(spanish, DONE);
        bill(&world.at("2026-12-27T06:00:00-07:00"), &["2026-12"]).await;

        let (id, invoice) = world.find("100001", "2026-12");
        let expected = [
            (1, 2_500),
            (1, 2_500),
            (2, 5_000),
            (20, 50_000),
            (20, 50_000),
            (21, 52_500),
            (2, 5_000),
            (1, 15_000),
        ];
        assert_eq!(charged(&invoice), expected);
        let lines = work(&invoice);
        assert_eq!(lines[0].description, "Change: Two phones to the second floor");
        assert_eq!(lines[5].description, "Change: All phones to the new house ?", "a letter no font has");
        assert_eq!(lines[7].description, "Expedite fee: Two phones to the second floor");
        assert!(lines.iter().all(|line| line.tax_class == "labor"));
        assert_eq!(
            (lines[0].code.clone(), lines[7].code.clone()),
            (cases[0].to_string(), cases[6].to_string())
        );
        assert_eq!(
            (lines[4].from.to_string(), lines[4].to.to_string()),
            ("2026-12-02".into(), "2026-12-03".into())
        );
        let kinds: Vec<LineKind> = invoice.sections[0].lines.iter().map(|line| line.kind).collect();
        assert!(kinds.is_sorted_by_key(|kind| matches!(kind, LineKind::Macd | LineKind::Expedite)));
        // 1,825.00 of labor at 2 %; with services of 346.65 it is 2,171.65 at 3.35 %: 72.750275.
        assert_eq!(invoice.charges().macd, Money::from_cents(182_500));
        assert_eq!(tax(&invoice, "OR-LAB"), Some(("1825".to_owned(), 3_650)));
        assert_eq!(tax(&invoice, "RCF"), Some(("2171.65".to_owned(), 7_275)));
        // Dallas: 2,998.00 of services and 25.00 of labor at 6.25 % are 188.9375.
        let (spanish_id, dallas) = world.find("100006", "2026-12");
        assert_eq!(charged(&dallas), [(1, 2_500)]);
        assert_eq!(work(&dallas)[0].description, "Cambio: Two phones to the second floor");
        assert_eq!(tax(&dallas, "TX-ST"), Some(("3023".to_owned(), 18_894)));
        assert_eq!(world.posted("invoice", "revenue_macd"), -182_500 - 2_500);

        let text = pdf_text(&world, id, &invoice);
        require_parts(
            &text,
            &[
                "Moves and changes",
                "Requested by dana@elm.example",
                "Approved by dana@elm.example, 11/30/2026 08:00 MT",
                "Standard priority",
                "Quote for up to 360 minutes accepted by dana@elm.example",
                "12/03/2026 08:00 – 13:00 300 The work itself Yes",
                "12/01/2026 14:00 – 14:45 45 Gathering information No charge",
                "14 minutes, rounded up to 1 quarter hour × 25.00 = 25.00",
                "15 minutes = 1 quarter hour × 25.00 = 25.00",
                "301 minutes, rounded up to 21 quarter hours × 25.00 = 525.00 ",
                "= 50.00 · 45 minutes not billed",
                "Total: Moves and changes 1,825.00",
            ],
        );
        let text = pdf_text(&world, spanish_id, &dallas);
        require_parts(
            &text,
            &["Traslados y cambios", "10 minutos, redondeado a 1 cuarto de hora × 25,00 = 25,00"],
        );

        let document = serde_json::to_value(export::json::document(&invoice)).unwrap();
        let all = document["sections"][0]["lines"].as_array().unwrap();
        let with: Vec<_> = all.iter().filter(|line| line.get("receipt").is_some()).collect();
        assert_eq!(with.len(), 7, "one for each request");
        let last = all.iter().find(|line| line["kind"] == "expedite").unwrap();
        assert_eq!((&last["quantity"], &last["unit_price"]), (&json!("1"), &json!("150.00")));
        let receipt = &with[5]["receipt"];
        assert_eq!(receipt["request"], json!(cases[5].to_string()));
        assert_eq!((&receipt["urgency"], &receipt["billable_minutes"]), (&json!("standard"), &json!(301)));
        assert_eq!(receipt["quote"], json!({ "units": 24, "by": DANA }));
        assert_eq!((&receipt["work"], receipt["entries"].as_array().unwrap().len()), (&json!("525.00"), 2));
        let csv = String::from_utf8(export::csv::document(&invoice).unwrap()).unwrap();
        assert!(csv.contains(&format!(",expedite,{},", cases[6])), "{csv}");

        for change in ["UPDATE invoice_receipts SET body = '{}'", "DELETE FROM invoice_receipts"] {
            assert!(world.database.execute(change).is_err(), "{change}");
        }
        world.require_clean().await;
        require_billed_once(&world, &[id, spanish_id]).await;
        require_credit(&world, &invoice).await;
        require_pages(&world, &invoice).await;
        world.require_clean().await;
    }
}

/// The next month has none of it, and marking it again is refused.
async fn require_billed_once(world: &World, ids: &[InvoiceId]) {
    let again = world.database.db().write(|conn| mark_billed(conn, ids));
    assert!(again.is_err(), "another invoice would bill it");
    bill(&world.at("2027-01-27T06:00:00-07:00"), &["2027-01"]).await;
    let (_, january) = world.find("100001", "2027-01");
    assert_eq!(charged(&january), []);
    assert_eq!(january.previous_charges.unwrap().macd, Money::from_cents(182_500));
    let open = "SELECT COUNT(*) AS count FROM macd_requests WHERE invoice_id IS NULL";
    assert_eq!(world.database.count(open), 0);
}

/// A credit of 500.00 of the line of 525.00 takes its taxes along: 2 % are 10.00, 3.35 % are 16.75.
async fn require_credit(world: &World, invoice: &Invoice) {
    let lines = &invoice.sections[0].lines;
    let place = lines.iter().position(|line| line.amount.cents() == 52_500).unwrap() as i32;
    let items = [(invoice.number.clone().unwrap(), place, Money::from_cents(50_000))];
    let app = world.at("2027-01-28T09:00:00-07:00");
    let account = "100001".parse().unwrap();
    let note = credit_notes::credit(&app, &account, &items, "Not as agreed", "test").await.unwrap();
    assert_eq!(note.total().cents(), 50_000 + 1_000 + 1_675);
    assert_eq!(world.posted("credit_note", "revenue_macd"), 50_000);
}

async fn require_pages(world: &World, invoice: &Invoice) {
    let portal = Portal::serve(&world.at("2027-01-28T09:00:00-07:00"));
    let anna = portal.signed_in(ANNA).await;
    let number = invoice.number.as_ref().unwrap();
    let page = anna.get(&format!("/invoices/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    require_parts(
        &page.text,
        &[
            "Moves and changes",
            "Expedite fees",
            "Who approved it, and the time log",
            "Cabled and tested.",
            "16 minutes, rounded up to 2 quarter hours × 25.00 = 50.00",
        ],
    );
    let january = world.find("100001", "2027-01").1.number.unwrap();
    let page = anna.get(&format!("/invoices/{january}/changes")).await;
    require_parts(&page.text, &["Moves and changes", "-$1,825.00"]);
}

#[actix_web::test]
async fn what_is_reviewed_after_the_closing_goes_on_the_next_invoice() {
    for world in worlds().await {
        let late = world.finished(DANA, Urgency::Standard, &[("2026-12-01", "09:00", "10:15", Work)]);
        // Nothing billable: it costs nothing, is reviewed and never seen again.
        let free = world.finished(DANA, Urgency::Expedited, &[("2026-12-01", "11:00", "12:00", Gathering)]);
        world.review(free, DONE);
        let held = world.reviewed(&[("2026-12-02", "09:00", "09:15", Work)]);
        let december = "2026-12".parse().unwrap();
        bill_run::close(&world.at(CLOSING), december, "test", &Silent).unwrap();
        let review = bill_run::review(&world.app, december).unwrap();
        let exceptions: Vec<_> =
            review.exceptions.iter().filter(|exception| exception.kind == "unreviewed_macd").collect();
        assert_eq!(exceptions.len(), 1);
        assert_eq!(exceptions[0].account, "100001");
        assert!(exceptions[0].text.contains(&late.to_string()), "{}", exceptions[0].text);
        assert!(!review.kept_back.iter().any(|kept| kept.reason.contains("reviewed")));

        world.review(late, "2026-12-26T10:00:00-07:00");
        let elm = "100001".parse().unwrap();
        bill_run::hold(&world.app, december, Some(&elm), "Wait", "test").unwrap();
        bill_run::issue(&world.at("2026-12-27T06:00:00-07:00"), december, "test", &Silent).await.unwrap();
        assert_eq!(world.database.count("SELECT COUNT(*) AS count FROM invoice_receipts"), 1, "the draft's");

        bill(&world.at(LATER), &["2027-01"]).await;
        let (id, invoice) = world.find("100001", "2027-01");
        // In the order of their review: 15 minutes, then 75.
        assert_eq!(charged(&invoice), [(1, 2_500), (5, 12_500)]);
        assert_eq!(work(&invoice)[0].code, held.to_string());
        require_parts(&pdf_text(&world, id, &invoice), &["75 minutes = 5 quarter hours × 25.00 = 125.00"]);
        let review = bill_run::review(&world.app, invoice.period).unwrap();
        assert!(review.exceptions.iter().all(|exception| exception.kind != "unreviewed_macd"));
        assert_eq!(world.database.count("SELECT COUNT(*) AS count FROM invoice_receipts"), 2);
        let unbilled = "SELECT case_id AS count FROM macd_requests WHERE invoice_id IS NULL";
        assert_eq!(world.database.count(unbilled), free.0.0);
        world.require_clean().await;
    }
}

#[actix_web::test]
async fn two_processes_bill_a_request_once() {
    for world in worlds().await {
        world.reviewed(&[("2026-12-01", "09:00", "10:15", Work)]);
        let program = Program::on(&world.database);
        let both = |clock: &str, arguments: &str| {
            let mut children = [(); 2].map(|()| program.spawn(clock, arguments));
            for child in &mut children {
                assert!(child.wait().unwrap().success(), "{arguments}");
            }
        };
        both(&on_the_26th("2026-12"), "bill close --period 2026-12");
        program.run(&on_the_26th("2026-12"), "bill release --period 2026-12");
        both(&on_the_27th("2026-12"), "bill issue --period 2026-12");
        let receipts = "SELECT COUNT(*) AS count FROM invoice_receipts";
        assert_eq!(world.database.count(receipts), 1);
        assert_eq!(world.posted("invoice", "revenue_macd"), -12_500);
        program.verify();
    }
}

#[actix_web::test]
async fn work_accrues_as_it_is_logged_and_once_reviewed() {
    for world in worlds().await {
        let accrued = |now: &str| {
            let account = "100001".parse().unwrap();
            accruals::accrue(&world.at(now), &world.viewer(ANNA), Some(&account)).unwrap().unwrap()
        };
        let case = world.ask(DANA, Urgency::Expedited, "Two phones to the second floor");
        let before = accrued(DONE);
        assert!(before.running.is_empty(), "nothing is logged");
        world.log(case, ("2026-12-01", "09:00", "09:16", Work)).unwrap();
        let logged = accrued(DONE);
        assert_eq!((logged.running.len(), logged.so_far.macd), (1, Money::ZERO));
        let receipt = &logged.running[0].1.receipt;
        assert_eq!((receipt.billable_minutes, receipt.total().cents()), (16, 20_000), "50.00 and 150.00");
        let expected = |one: &accruals::Accrual| one.forecast.unwrap().charges;
        assert_eq!(expected(&logged).macd.cents(), 20_000);
        // 2 % and 3.35 % of 200.00.
        let taxes = expected(&logged).taxes - expected(&before).taxes;
        assert_eq!(taxes.cents(), 400 + 670);
        let portal = Portal::serve(&world.at(DONE));
        let anna = portal.signed_in(ANNA).await;
        let page = anna.get("/next").await;
        require_parts(
            &page.text,
            &[
                "Work in progress",
                "Not yet reviewed",
                "16 minutes, rounded up to 2 quarter hours × 25.00 = 50.00",
                "plus the expedite fee of $150.00",
            ],
        );
        world.finish(case);
        // The period is over: what is reviewed now goes on a later invoice.
        let closing = accrued(CLOSING);
        assert!(closing.is_closing && closing.running.len() == 1);
        assert_eq!(expected(&closing).macd, Money::ZERO);
        world.review(case, DONE);
        let reviewed = accrued(DONE);
        assert!(reviewed.running.is_empty());
        assert_eq!((reviewed.so_far.macd.cents(), expected(&reviewed).macd.cents()), (20_000, 20_000));
    }
}

#[actix_web::test]
async fn a_receipt_that_was_tampered_with_is_found() {
    for world in worlds().await {
        world.reviewed(&[("2026-12-01", "09:00", "10:15", Work)]);
        bill(&world.at("2026-12-27T06:00:00-07:00"), &["2026-12"]).await;
        world.require_clean().await;
        let trigger = match world.database.is_postgres() {
            true => "DROP TRIGGER invoice_receipts_issued ON invoice_receipts",
            false => "DROP TRIGGER invoice_receipts_issued_update",
        };
        world.database.execute(trigger).unwrap();
        let change = "UPDATE invoice_receipts SET body = REPLACE(body, '\"minutes\":75', '\"minutes\":60')";
        world.database.execute(change).unwrap();
        let found = verify::verify(&world.app, &Silent).await.unwrap();
        assert!(
            found.differences.iter().any(|one| one.contains("does not add up to its lines")),
            "{:?}",
            found.differences
        );
    }
}
