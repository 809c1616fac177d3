//! Money in dispute and credited, from the line through late fee, credit note and posting to the next
//! invoice. The figures are worked out by hand from the example's documents.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::dispute::{DisputeState, LATE_FEE_LINE, Reason};
use billcenter::services::cases::{self, Message, NewDispute};
use billcenter::services::{App, ServiceError, Silent, bill_run, credit_notes, export, invoices, verify};
use billcenter::store::disputes;
use billcenter::values::ids::{AccountId, CaseId, InvoiceId};
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use billcenter::values::number::{AccountNumber, InvoiceNumber};
use billcenter::values::words::Words;
use reqwest::StatusCode;
use serde_json::json;
use support::portal::{Page, Portal, TODAY, add_user, at, bill, import_base};
use support::post::delivered;
use support::{TestDatabase, databases};

const ANNA: &str = "anna@elm.example";
const BEN: &str = "ben@iris.example";
const STAFF: &str = "biller@provider.example";
const ELM: &str = "100001";

fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

fn elm() -> AccountNumber {
    ELM.parse().unwrap()
}

/// An account's invoice for a period.
fn invoice_of(app: &App, account: &str, period: &str) -> (InvoiceNumber, InvoiceId) {
    let mut found = None;
    invoices::each_head(app, period.parse().unwrap(), |heads| {
        let head = heads.iter().find(|head| head.account == account);
        found = found.take().or(head.map(|head| (head.number.parse().unwrap(), head.id)));
        Ok::<_, ServiceError>(())
    })
    .unwrap();
    found.unwrap()
}

/// The example billed through October, 1,000.00 of September's 3,318.35 for August in dispute since 10
/// November, November billed.
async fn disputed(database: &TestDatabase) -> (Arc<App>, CaseId) {
    let app = billed_through_october(database).await;
    let (september, _) = invoice_of(&app, ELM, "2026-09");
    let case = open_dispute(database, (&september, 1, 100_000), "2026-11-10T17:00:00Z");
    bill(&app, &["2026-11"]).await;
    (app, case)
}

async fn billed_through_october(database: &TestDatabase) -> Arc<App> {
    let app = at(database, TODAY);
    import_base(&app);
    bill(&app, &["2026-09", "2026-10"]).await;
    add_user(&app, ANNA, Role::Finance, &[ELM]).await;
    app
}

/// A dispute of one line, opened at that time by Anna; its case.
fn open_dispute(
    database: &TestDatabase,
    (invoice, line_no, amount): (&InvoiceNumber, i32, i64),
    now: &str,
) -> CaseId {
    let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{ANNA}'"));
    let anna = Viewer {
        id: id.into(),
        email: ANNA.to_owned(),
        role: Role::Finance,
        locale: Locale::En,
        looks_as: None,
    };
    let new = NewDispute {
        invoice: invoice.clone(),
        lines: vec![(line_no, cents(amount))],
        reason: Reason::WrongPrice,
        related: None,
    };
    let words = "That is not our price.".parse::<Words>().unwrap();
    let message = Message { words: &words, files: &[] };
    cases::open_dispute(&at(database, now), &anna, &new, &message).unwrap().unwrap().0
}

/// Ends a dispute, so much of its only line and of the tax on it accepted.
fn end_dispute(
    database: &TestDatabase,
    case: CaseId,
    to: DisputeState,
    (accepted, tax): (i64, i64),
    at: &str,
) {
    database
        .db()
        .write(|conn| {
            let mut line = disputes::find_dispute(conn, case)?.unwrap().lines.remove(0);
            (line.accepted, line.accepted_tax) = (cents(accepted), cents(tax));
            disputes::mark_accepted(conn, case, &[line])?;
            disputes::mark_state(conn, case, DisputeState::Open, to, Some(at.parse().unwrap()))?;
            let again = disputes::mark_state(conn, case, DisputeState::Open, DisputeState::Withdrawn, None);
            assert!(again.is_err(), "it is open no more");
            Ok::<_, ServiceError>(())
        })
        .unwrap();
}

/// What a document posted to a ledger, in cents.
fn posted(database: &TestDatabase, document: &str, ledger: &str) -> i64 {
    database.count(&format!(
        "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) AS count FROM postings p \
         JOIN accounts a ON a.id = p.account_id \
         WHERE a.number = '{ELM}' AND p.document = '{document}' AND p.ledger = '{ledger}'"
    ))
}

/// What the account owes, in cents.
fn balance(database: &TestDatabase) -> i64 {
    ["invoice", "payment", "credit_note"]
        .iter()
        .map(|document| posted(database, document, "receivable"))
        .sum()
}

async fn require_verified(app: &App, notes: usize) {
    let found = verify::verify(app, &Silent).await.unwrap();
    assert_eq!((found.differences, found.credit_notes), (vec![], notes));
}

/// The words of a page, its tags taken out.
fn words(page: &Page) -> String {
    let mut words = String::new();
    let mut inside = false;
    for letter in page.text.chars() {
        match letter {
            '<' => inside = true,
            '>' => (inside, words) = (false, words + " "),
            letter if !inside => words.push(letter),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn require_parts(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

#[actix_web::test]
async fn what_is_in_dispute_is_out_of_the_late_fee_and_of_what_is_due() {
    for database in databases() {
        let (app, _) = disputed(&database).await;
        // 3.35 % of 1,000.00: 1,033.50 are in dispute. The fee: 1.5 % of 12,573.80 - 1,033.50 past due is
        // 173.1045; without the dispute it was 188.61. The rest of the invoice is what it was, 2,965.55.
        let (number, _) = invoice_of(&app, ELM, "2026-11");
        let (_, invoice) = invoices::find(&app, &number).unwrap();
        let fee = invoice.late_fee.as_ref().unwrap();
        assert_eq!((fee.base, fee.amount), (cents(1_154_030), cents(17_310)));
        assert_eq!(invoice.new_charges(), cents(313_865));
        assert_eq!(invoice.total_due(), cents(1_935_780));
        assert_eq!((invoice.in_dispute, invoice.undisputed_due()), (cents(103_350), cents(1_832_430)));
        let document = serde_json::to_value(export::json::document(&invoice)).unwrap();
        assert_eq!((&document["in_dispute"], document.get("credit_notes")), (&json!("1033.50"), None));
        // Others have nothing in dispute, and nothing that says so.
        let (other, _) = invoice_of(&app, "100003", "2026-11");
        let (_, other) = invoices::find(&app, &other).unwrap();
        assert_eq!(other.late_fee_amount(), cents(32_238));
        let document = serde_json::to_value(export::json::document(&other)).unwrap();
        assert_eq!((document.get("in_dispute"), document.get("credit_notes")), (None, None));

        // The mail asks for what is not in dispute, and says so.
        let letters = delivered(&app).await;
        let letter = letters.iter().find(|letter| letter.subject.contains(number.as_str())).unwrap();
        assert!(letter.subject.contains("$18,324.30 due December 27, 2026"), "{}", letter.subject);
        for text in [&letter.text, &letter.html] {
            require_parts(text, &["Undisputed amount due", "$1,033.50 of your balance is in dispute."]);
        }
        let portal = Portal::serve(&app);
        let anna = portal.signed_in(ANNA).await;
        // September's 12,573.80 - 1,033.50 and October's 3,645.35 are past due; November's is open.
        let pages = [
            ("/", vec!["Balance due, undisputed $18,324.30", "$15,185.65 is past its due date."]),
            ("/", vec!["$3,138.65 is due by December 27, 2026", "In dispute $1,033.50 more is in dispute"]),
            (
                "/payments",
                vec![
                    "To pay now $18,324.30",
                    "$1,033.50 more is in dispute",
                    "$15,185.65 is past due",
                    "$12,573.80 $1,033.50 in dispute",
                ],
            ),
            ("/invoices?state=past-due", vec!["INV-202609", "INV-202610", "Past due"]),
            ("/invoices?state=in-dispute", vec!["No bill matches"]),
        ];
        for (path, parts) in pages {
            require_parts(&words(&anna.get(path).await), &parts);
        }
        let page = words(&anna.get(&format!("/invoices/{number}")).await);
        require_parts(
            &page,
            &["Total due $19,357.80 In dispute -$1,033.50 Undisputed amount due $18,324.30"],
        );
        let (september, _) = invoice_of(&app, ELM, "2026-09");
        let page = words(&anna.get(&format!("/invoices/{september}")).await);
        require_parts(&page, &["Still unpaid of it $12,573.80", "Of that in dispute $1,033.50"]);
        // The next one: its fee would be on 11,540.30 and on October's 3,645.35, 1.5 % of 15,185.65.
        require_parts(
            &words(&anna.get("/next").await),
            &["Late fee: $227.78 if the past-due balance stays unpaid."],
        );
        require_verified(&app, 0).await;
    }
}

#[actix_web::test]
async fn a_credit_is_posted_with_its_taxes_and_stands_on_the_next_invoice() {
    for database in databases() {
        let (app, case) = disputed(&database).await;
        let (september, id) = invoice_of(&app, ELM, "2026-09");
        assert_eq!(balance(&database), 1_935_780);

        // Of the line's 3,318.35, 1,000.00 are in dispute: no more than the rest can be credited meanwhile.
        let day = at(&database, "2026-12-01T10:00:00-07:00");
        let more = [(september.clone(), 1, cents(231_836))];
        let refused = credit_notes::credit(&day, &elm(), &more, "Too much", "test").await;
        assert!(
            matches!(&refused, Err(ServiceError::Refused(why)) if why.contains("2318.35")),
            "{refused:?}"
        );

        // 600.00 of it are accepted: 407.57 x 600.00 / 12,166.23 is 20.10.
        end_dispute(&database, case, DisputeState::PartlyAccepted, (60_000, 2_010), "2026-12-01T17:00:00Z");
        let items = [(september.clone(), 1, cents(60_000))];
        let note = credit_notes::credit(&day, &elm(), &items, "Wrong price in August", "test").await.unwrap();
        assert_eq!((note.number.as_str(), note.total()), ("CN-2026-000001", cents(62_010)));
        let posted_cents =
            ["receivable", "revenue_catch_up", "tax"].map(|ledger| posted(&database, "credit_note", ledger));
        assert_eq!(posted_cents, [-62_010, 60_000, 2_010]);
        assert_eq!(balance(&database), 1_873_770);

        // Another 400.00, now that nothing is in dispute: in all 33.50 of tax are credited on 1,000.00.
        let items = [(september.clone(), 1, cents(40_000))];
        let note = credit_notes::credit(&day, &elm(), &items, "Goodwill", "test").await.unwrap();
        assert_eq!((note.number.as_str(), note.total()), ("CN-2026-000002", cents(41_340)));
        let left =
            database.db().read(|conn| disputes::list_disputable(conn, account_of(&database), &[id], None));
        let line = left.unwrap().into_iter().find(|line| line.line_no == 1).unwrap();
        assert_eq!((line.credited, line.in_dispute, line.left()), (cents(100_000), cents(0), cents(231_835)));
        require_verified(&day, 2).await;

        // December shows both. The fee: 12,573.80 - 1,033.50 of September and 3,645.35 of October, 1.5 %.
        let later = at(&database, "2026-12-28T09:00:00-07:00");
        bill(&later, &["2026-12"]).await;
        let (number, _) = invoice_of(&later, ELM, "2026-12");
        let (_, invoice) = invoices::find(&later, &number).unwrap();
        assert_eq!((invoice.previous_balance, invoice.credits), (cents(1_935_780), cents(103_350)));
        assert_eq!((invoice.balance_forward(), invoice.in_dispute), (cents(1_832_430), Money::ZERO));
        assert_eq!(
            invoice.late_fee.as_ref().map(|fee| (fee.base, fee.amount)),
            Some((cents(1_518_565), cents(22_778)))
        );
        // Services of 166.65 and 180.00, 3.35 % on them is 11.61; with the fee 586.04.
        assert_eq!((invoice.new_charges(), invoice.total_due()), (cents(58_604), cents(1_891_034)));
        assert_eq!(balance(&database), 1_891_034);
        let totals = bill_run::review(&later, invoice.period).unwrap().totals;
        assert_eq!(totals.credits, Some(cents(103_350)));
        let document = serde_json::to_value(export::json::document(&invoice)).unwrap();
        let shown = json!([
            { "number": "CN-2026-000001", "credited_on": "2026-12-01", "amount": "620.10" },
            { "number": "CN-2026-000002", "credited_on": "2026-12-01", "amount": "413.40" },
        ]);
        assert_eq!((&document["credit_notes"], document.get("in_dispute")), (&shown, None));
        let csv = String::from_utf8(export::csv::document(&invoice).unwrap()).unwrap();
        let row = "credit_note,CN-2026-000001,Wrong price in August,2026-12-01,2026-12-01,,,-620.10,USD";
        assert!(csv.contains(row), "{csv}");
        require_verified(&later, 2).await;
        require_shown_once(&database).await;
        require_pages(&later, &number).await;
    }
}

fn account_of(database: &TestDatabase) -> AccountId {
    AccountId(database.count("SELECT id AS count FROM accounts WHERE number = '100001'"))
}

/// The month after shows neither again.
async fn require_shown_once(database: &TestDatabase) {
    let january = at(database, "2027-01-28T09:00:00-07:00");
    bill(&january, &["2027-01"]).await;
    let (number, _) = invoice_of(&january, ELM, "2027-01");
    let (_, invoice) = invoices::find(&january, &number).unwrap();
    assert_eq!((invoice.credits, invoice.credit_notes.len()), (Money::ZERO, 0));
}

async fn require_pages(app: &Arc<App>, december: &InvoiceNumber) {
    add_user(app, BEN, Role::Mpoc, &["100003"]).await;
    add_user(app, STAFF, Role::Biller, &[]).await;
    let portal = Portal::serve(app);
    let (anna, ben, staff) =
        (portal.signed_in(ANNA).await, portal.signed_in(BEN).await, portal.signed_in(STAFF).await);
    let page = words(&anna.get(&format!("/invoices/{december}")).await);
    require_parts(&page, &["Credits -$1,033.50", "CN-2026-000001 Wrong price in August $620.10"]);
    let page = words(&anna.get("/payments").await);
    require_parts(&page, &["Credit note CN-2026-000002 (PDF) INV-202609-", "$413.40"]);
    require_parts(&words(&anna.get("/").await), &["Credit note CN-2026-000001 -$620.10"]);

    let pdf = anna.get("/credit-notes/CN-2026-000001.pdf").await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF"));
    assert_eq!(staff.get("/credit-notes/CN-2026-000001.pdf").await.bytes, pdf.bytes);
    for (browser, number) in [(&ben, "CN-2026-000001"), (&anna, "CN-2026-000099"), (&staff, "x")] {
        let missing = browser.get(&format!("/credit-notes/{number}.pdf")).await.status;
        assert_eq!(missing, StatusCode::NOT_FOUND, "{number}");
    }
}

#[actix_web::test]
async fn only_what_was_charged_and_is_left_can_be_credited() {
    for database in databases() {
        let (app, _) = disputed(&database).await;
        let (november, _) = invoice_of(&app, ELM, "2026-11");
        let (foreign, _) = invoice_of(&app, "100003", "2026-11");
        let missing = "INV-202611-999999".parse().unwrap();
        for (number, line_no, amount) in [
            (&november, LATE_FEE_LINE, 17_311),
            (&november, 0, 0),
            (&november, 0, -1),
            (&november, 0, 254_408),
            (&november, 99, 1),
            (&november, -2, 1),
            (&foreign, 0, 1),
            (&missing, 0, 1),
        ] {
            let items = [(number.clone(), line_no, cents(amount))];
            let refused = credit_notes::credit(&app, &elm(), &items, "No", "test").await;
            let is_refusal = matches!(refused, Err(ServiceError::Refused(_) | ServiceError::NotFound(_)));
            assert!(is_refusal, "{amount} of line {line_no} of {number}: {refused:?}");
        }
        let nothing = credit_notes::credit(&app, &elm(), &[], "No", "test").await;
        assert!(matches!(nothing, Err(ServiceError::Refused(_))));
        let unprintable = [(november.clone(), 0, cents(1))];
        let unprintable = credit_notes::credit(&app, &elm(), &unprintable, "\u{1F600}", "test").await;
        assert!(matches!(unprintable, Err(ServiceError::Refused(_))), "{unprintable:?}");
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM credit_notes"), 0);

        // A late fee has no taxes. Numbers have no gaps, whatever was refused before.
        let fee = [(november.clone(), LATE_FEE_LINE, cents(17_310))];
        let note = credit_notes::credit(&app, &elm(), &fee, "Paid in time", "test").await.unwrap();
        assert_eq!((note.number.as_str(), note.total()), ("CN-2026-000001", cents(17_310)));
        assert_eq!(posted(&database, "credit_note", "revenue_late_fee"), 17_310);
        assert!(note.taxes.is_empty());
        let again = credit_notes::credit(&app, &elm(), &fee, "Paid in time", "test").await;
        assert!(matches!(again, Err(ServiceError::Refused(_))));
        require_verified(&app, 1).await;

        for change in [
            "UPDATE credit_notes SET reason = 'another'",
            "UPDATE credit_note_lines SET amount_cents = 1",
            "DELETE FROM credit_note_lines",
            "DELETE FROM credit_notes",
            "DELETE FROM credit_note_documents",
        ] {
            assert!(database.execute(change).is_err(), "{change}");
        }
    }
}

#[actix_web::test]
async fn a_closing_counts_what_was_in_dispute_at_the_end_of_the_period() {
    for database in databases() {
        let app = billed_through_october(&database).await;
        let (september, id) = invoice_of(&app, ELM, "2026-09");
        // October ended on 26 October at 06:00 UTC. 100.00 of a line is 103.35 with its tax.
        let disputes_of = [
            ("2026-10-01T12:00:00Z", None),
            ("2026-10-01T12:00:00Z", Some("2026-10-26T05:59:59Z")),
            ("2026-10-01T12:00:00Z", Some("2026-10-26T06:00:00Z")),
            ("2026-10-27T12:00:00Z", None),
            ("2026-10-27T12:00:01Z", None),
        ];
        let mut cases = Vec::new();
        for ((opened_at, ended_at), line_no) in disputes_of.into_iter().zip([1, 2, 3, 5, 6]) {
            let case = open_dispute(&database, (&september, line_no, 10_000), opened_at);
            if let Some(ended_at) = ended_at {
                end_dispute(&database, case, DisputeState::Accepted, (10_000, 335), ended_at);
            }
            cases.push(case);
        }
        let (account, now) = (account_of(&database), "2026-10-27T12:00:00Z".parse().unwrap());
        let period = "2026-10".parse().unwrap();
        let (closing, today) = database
            .db()
            .read(|conn| {
                let closing = disputes::sum_in_dispute_at_closing(conn, &[account], period, now)?;
                Ok::<_, ServiceError>((closing, disputes::sum_in_dispute(conn, &[account])?))
            })
            .unwrap();
        // Open then: the first, third and fourth. Open now: the first and the last two.
        assert_eq!((closing[&id], today[&id]), (cents(31_005), cents(31_005)));
        let lines =
            database.db().read(|conn| disputes::list_disputable(conn, account, &[id], Some(cases[0])));
        let in_dispute: Vec<i64> = lines.unwrap().iter().map(|line| line.in_dispute.cents()).collect();
        assert_eq!(in_dispute, [0, 0, 0, 0, 0, 10_000, 10_000, 0]);
    }
}
