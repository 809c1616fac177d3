//! Money in the office, on both databases: what is recorded, corrected, credited and refused, followed
//! through late fee and next invoice. The figures are worked out by hand from the example's documents.

mod support;

use std::sync::Arc;

use billcenter::domain::access::{Role, Viewer};
use billcenter::domain::invoice::Invoice;
use billcenter::services::imports::{self, ImportError, ImportKind, ImportOptions};
use billcenter::services::money::{self, Done, NewPayment, Refund, Refusal, Sent};
use billcenter::services::{App, ServiceError, Silent, export, invoices, verify};
use billcenter::values::ids::PaymentId;
use billcenter::values::locale::Locale;
use billcenter::values::money::Money;
use reqwest::StatusCode;
use serde_json::json;
use support::portal::{Browser, Page, Portal, add_user, at, bill, billed, require_parts, words};
use support::{TestDatabase, databases};

const PIA: &str = "pia@press.example";
const MARTA: &str = "marta@provider.example";
const BORIS: &str = "boris@provider.example";
const PAUL: &str = "paul@provider.example";
const ADA: &str = "ada@provider.example";
const SAM: &str = "sam@provider.example";

const DECEMBER: &str = "2026-12-28T09:00:00-07:00";

/// Ürüng Press: 5,736.27 of September, 3,231.33 of October and 3,412.68 of November; 4,365.78 came in.
const PRESS: &str = "100006";

/// The example, billed for its three months, and those who work with it.
async fn world(database: &TestDatabase) -> Arc<App> {
    let app = billed(database).await;
    for (email, role, accounts) in [
        (PIA, Role::Finance, &[PRESS, "100001"][..]),
        (MARTA, Role::Biller, &[]),
        (BORIS, Role::Biller, &[]),
        (PAUL, Role::Manager, &[]),
        (ADA, Role::Agent, &[]),
        (SAM, Role::Technician, &[]),
    ] {
        add_user(&app, email, role, accounts).await;
    }
    app
}

/// What an account owes by its postings, in cents.
fn balance(database: &TestDatabase, account: &str) -> i64 {
    database.count(&format!(
        "SELECT CAST(COALESCE(SUM(p.amount_cents), 0) AS BIGINT) AS count FROM postings p \
         JOIN accounts a ON a.id = p.account_id WHERE a.number = '{account}' AND p.ledger = 'receivable'"
    ))
}

fn ledger(database: &TestDatabase, ledger: &str) -> i64 {
    database.count(&format!(
        "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) AS count FROM postings WHERE ledger = '{ledger}'"
    ))
}

/// The row of a payment.
fn payment(database: &TestDatabase, reference: &str) -> i64 {
    database.count(&format!("SELECT id AS count FROM payments WHERE reference = '{reference}'"))
}

async fn require_verified(app: &App) {
    let found = verify::verify(app, &Silent).await.unwrap();
    assert_eq!(found.differences, Vec::<String>::new());
}

/// An account's invoice for a period.
fn invoice_of(app: &App, account: &str, period: &str) -> Arc<Invoice> {
    let mut found = None;
    invoices::each_head(app, period.parse().unwrap(), |heads| {
        let head = heads.iter().find(|head| head.account == account);
        found = found.take().or(head.map(|head| head.number.parse().unwrap()));
        Ok::<_, ServiceError>(())
    })
    .unwrap();
    invoices::find(app, &found.unwrap()).unwrap().1.into()
}

/// The one-time key of a form.
fn key_of(page: &Page) -> String {
    let (_, rest) = page.text.split_once("name=\"key\" value=\"").expect("a form of money");
    rest.split('"').next().unwrap().to_owned()
}

/// Sends the form at `path` as its page would.
async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    let (key, token) = (key_of(&page), page.form_token());
    let mut all = vec![("form_token", token.as_str()), ("key", key.as_str())];
    all.extend_from_slice(fields);
    browser.post(path.split('?').next().unwrap(), &all, &[]).await
}

fn require_done<'a>(page: &'a Page, to: &str) -> &'a str {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(page.location().starts_with(to), "{} instead of {to}", page.location());
    page.location()
}

fn require_refused(page: &Page, status: StatusCode, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.text);
    assert!(words(page).contains(why), "{why} in {}", words(page));
}

async fn record(browser: &Browser, fields: [&str; 5]) -> Page {
    let [account, reference, received, amount, another] = fields;
    let fields = [
        ("account", account),
        ("reference", reference),
        ("received", received),
        ("method", "check"),
        ("amount", amount),
        ("another", another),
    ];
    send(browser, "/office/money/payment", &fields).await
}

#[actix_web::test]
async fn a_payment_is_recorded_once_and_pays_the_oldest_bill() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let today = "2026-11-28";
        assert_eq!(balance(&database, PRESS), 801_450);
        let done = record(&marta, [PRESS, "CHK-1", today, "2,000.00", ""]).await;
        let page = marta.get(require_done(&done, "/office/money/100006?done=payment&payment=")).await;
        // 1,370.49 of September were open; the rest goes to October.
        require_parts(
            &page,
            &["The payment is recorded.", "$1,370.49, INV-202610-", "$629.51.", "Balance $6,014.50"],
        );
        for (fields, status, why) in [
            ([PRESS, "CHK-2", "2026-11-29", "5.00", ""], 422, "That day is still to come."),
            ([PRESS, "CHK-2", today, "0.00", ""], 422, "The amount must be more than nothing."),
            ([PRESS, "CHK-2", today, "five", ""], 422, "Enter an amount like 1,234.50."),
            (["999999", "CHK-2", today, "5.00", ""], 422, "There is no account 999999."),
            (
                [PRESS, "CHK-1", today, "5.00", ""],
                409,
                "marta@provider.example recorded it on 11/28/2026 09:00",
            ),
            ([PRESS, "CHK-2", today, "2000", ""], 409, "CHK-1 · 11/28/2026 · marta@provider.example"),
        ] {
            let page = record(&marta, fields).await;
            require_refused(&page, StatusCode::from_u16(status).unwrap(), why);
        }
        assert_eq!(balance(&database, PRESS), 601_450, "nothing changed");
        require_done(&record(&marta, [PRESS, "CHK-2", today, "2000", "on"]).await, "/office/money/100006");
        assert_eq!(balance(&database, PRESS), 401_450);

        // Sent twice by a double click.
        let form = marta.get("/office/money/payment?account=100007-01").await;
        assert!(form.text.contains("value=\"100007-01\""));
        let (key, token) = (key_of(&form), form.form_token());
        let fields = [
            ("form_token", token.as_str()),
            ("key", key.as_str()),
            ("account", "100007-01"),
            ("reference", "CHK-3"),
            ("received", today),
            ("method", "wire"),
            ("amount", "100.00"),
        ];
        // A payment on a child is booked on its billing account.
        let first = marta.post("/office/money/payment", &fields, &[]).await;
        require_done(&first, "/office/money/100007?done=payment");
        let second = marta.post("/office/money/payment", &fields, &[]).await;
        require_done(&second, "/office/money/100007?done=twice");
        assert_eq!(database.count("SELECT COUNT(*) AS count FROM payments WHERE reference = 'CHK-3'"), 1);
        assert_eq!(balance(&database, "100007"), 484_634 - 10_000);
        // Of 3,000.00 on 2,829.36 something is left.
        let done = record(&marta, ["100007-02", "CHK-4", today, "3000.00", ""]).await;
        let page = marta.get(require_done(&done, "/office/money/100007-02")).await;
        require_parts(&page, &["$170.64 waits for the next bill."]);
        let rolled_up = marta.get("/office/money/100007-01").await;
        require_done(&rolled_up, "/office/money/100007");
        let listed = marta.get("/office/money/in-credit").await;
        require_parts(&listed, &["100007-02 $170.64", "100001-01 $849.70"]);
        assert!(!words(&listed).contains("100006"));
        let noted = "SELECT COUNT(*) AS count FROM audit WHERE action = 'payment.recorded'";
        assert_eq!(database.count(noted), 4);
        require_verified(&app).await;

        let row = "account,reference,received_on,method,amount\n100006,late,2026-11-29,ach,1.00\n";
        let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
        let refused = imports::import(&app, ImportKind::Payments, row.as_bytes(), &options, &Silent);
        assert!(
            matches!(&refused, Err(ImportError::Rows { errors, .. }) if errors[0].reason.contains("future"))
        );
    }
}

#[actix_web::test]
async fn a_returned_payment_makes_its_bills_unpaid_again() {
    for database in databases() {
        world(&database).await;
        let day = at(&database, "2026-12-01T10:00:00-07:00");
        let portal = Portal::serve(&day);
        let (marta, boris) = (portal.signed_in(MARTA).await, portal.signed_in(BORIS).await);
        let form = format!("/office/money/{PRESS}/return/{}", payment(&database, "100006-P1"));
        let silent = send(&marta, &form, &[("reason", " ")]).await;
        require_refused(&silent, StatusCode::UNPROCESSABLE_ENTITY, "Fill this in.");
        // Both have the form open.
        let others = boris.get(&form).await;
        let done = send(&marta, &form, &[("reason", "No funds")]).await;
        let page = marta.get(require_done(&done, "/office/money/100006?done=returned")).await;
        // 1,370.49 of September were unpaid, now 939.27 more.
        require_parts(
            &page,
            &[
                "The payment is taken back.",
                "Balance $8,953.77",
                "$2,309.76",
                "returned by the bank on 12/01/2026",
            ],
        );
        require_parts(&page, &["Payment 100006-P1 returned by the bank", "No funds", "+$939.27"]);
        let (token, key) = (others.form_token(), key_of(&others));
        let fields = [("form_token", token.as_str()), ("key", key.as_str()), ("reason", "No funds")];
        let second = boris.post(&form, &fields, &[]).await;
        require_refused(&second, StatusCode::CONFLICT, "marta@provider.example took this payment");
        assert_eq!(boris.get(&form).await.status, StatusCode::NOT_FOUND, "it is not there any more");
        assert_eq!(balance(&database, PRESS), 895_377);
        require_verified(&day).await;
        let again = "account,reference,received_on,method,amount\n100006,100006-P1,2026-11-02,wire,1.00\n";
        let options = ImportOptions { actor: "test", dry_run: false, total_bytes: 0 };
        let refused = imports::import(&day, ImportKind::Payments, again.as_bytes(), &options, &Silent);
        assert!(matches!(refused, Err(ImportError::Rows { total: 1, .. })));

        let later = at(&database, DECEMBER);
        bill(&later, &["2026-12"]).await;
        let december = invoice_of(&later, PRESS, "2026-12");
        // 1.25 % of 2,309.76 and of October's 3,231.33; November's is due on the 27th.
        let fee = december.late_fee.as_ref().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (554_109, 6_926));
        let sums = (december.previous_balance, december.payments, december.adjustments);
        assert_eq!(sums, (Money::from_cents(801_450), Money::ZERO, Money::from_cents(93_927)));
        let new = december.new_charges().cents();
        assert_eq!(december.total_due().cents(), 895_377 + new);
        assert_eq!(balance(&database, PRESS), 895_377 + new);
        let document = serde_json::to_value(export::json::document(&december)).unwrap();
        let listed = json!([{ "kind": "payment_returned", "booked_on": "2026-12-01",
            "reference": "100006-P1", "amount": "939.27" }]);
        assert_eq!((&document["adjustments"], &document["adjustments_made"]), (&json!("939.27"), &listed));
        let csv = String::from_utf8(export::csv::document(&december).unwrap()).unwrap();
        assert!(
            csv.contains("adjustment,payment_returned,100006-P1,2026-12-01,2026-12-01,,,939.27,USD"),
            "{csv}"
        );
        let others = serde_json::to_value(export::json::document(&invoice_of(&later, "100003", "2026-12")));
        assert_eq!(others.unwrap().get("adjustments_made"), None);
        require_verified(&later).await;

        let portal = Portal::serve(&later);
        let pia = portal.signed_in(PIA).await;
        let number = december.number.as_ref().unwrap();
        let page = pia.get(&format!("/invoices/{number}?lang=en")).await;
        require_parts(&page, &["Adjustments $939.27", "Payment 100006-P1 returned by the bank $939.27"]);
        let page = pia.get("/payments?account=100006&lang=en").await;
        require_parts(&page, &["returned by the bank on 12/01/2026", "-$939.27"]);
        require_parts(&pia.get("/?account=100006&lang=es").await, &["Pago 100006-P1 devuelto por el banco"]);
        assert!(pia.get(&format!("/invoices/{number}.pdf")).await.bytes.starts_with(b"%PDF"));
        let january = at(&database, "2027-01-28T09:00:00-07:00");
        bill(&january, &["2027-01"]).await;
        assert!(invoice_of(&january, PRESS, "2027-01").adjustments_made.is_empty(), "shown once");
    }
}

#[actix_web::test]
async fn a_moved_payment_leaves_one_account_for_another() {
    for database in databases() {
        world(&database).await;
        let day = at(&database, "2026-12-01T10:00:00-07:00");
        let portal = Portal::serve(&day);
        let marta = portal.signed_in(MARTA).await;
        let id = payment(&database, "100006-P0");
        let form = format!("/office/money/{PRESS}/move/{id}");
        let to = |account| [("account", account), ("reason", "Typed into the wrong line")];
        for (account, why) in
            [(PRESS, "The payment is on that account already."), ("9", "There is no account 9.")]
        {
            require_refused(&send(&marta, &form, &to(account)).await, StatusCode::UNPROCESSABLE_ENTITY, why);
        }
        require_done(&send(&marta, &form, &to("100001")).await, "/office/money/100006?done=moved");
        assert_eq!(balance(&database, PRESS), 801_450 + 342_651);
        assert_eq!(balance(&database, "100001"), 1_937_331 - 342_651);
        // It is the other account's now: there the bank can take it back.
        for act in ["move", "return"] {
            let gone = marta.get(&format!("/office/money/{PRESS}/{act}/{id}")).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND);
        }
        let page = marta.get("/office/money/100001").await;
        require_parts(&page, &["Payment 100006-P0, recorded on another account at first"]);
        let form = format!("/office/money/100001/return/{id}");
        require_done(
            &send(&marta, &form, &[("reason", "No funds")]).await,
            "/office/money/100001?done=returned",
        );
        assert_eq!(balance(&database, "100001"), 1_937_331);
        assert_eq!(ledger(&database, "cash"), ledger_of_payments(&database) - 342_651);
        require_verified(&day).await;

        let later = at(&database, DECEMBER);
        bill(&later, &["2026-12"]).await;
        let elm = invoice_of(&later, "100001", "2026-12");
        let amounts: Vec<i64> = elm.adjustments_made.iter().map(|one| one.amount.cents()).collect();
        assert_eq!((elm.adjustments, amounts), (Money::ZERO, vec![-342_651, 342_651]));
        // What was received for the press is all of September and more: 5,736.27 - 939.27 are past due.
        let press = invoice_of(&later, PRESS, "2026-12");
        assert_eq!(press.adjustments.cents(), 342_651);
        let fee = press.late_fee.as_ref().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (479_700 + 323_133, 10_035));
        require_verified(&later).await;
        let shown = "SELECT COUNT(*) AS count FROM adjustments WHERE invoice_id IS NULL";
        assert_eq!(database.count(shown), 0);
        // Nobody changes one, whoever asks.
        assert!(database.execute("UPDATE adjustments SET amount_cents = 1").is_err());
        assert!(database.execute("DELETE FROM adjustments").is_err());
        assert!(database.execute("DELETE FROM invoice_adjustments").is_err());
    }
}

fn ledger_of_payments(database: &TestDatabase) -> i64 {
    database.count("SELECT CAST(SUM(amount_cents) AS BIGINT) AS count FROM payments")
}

#[actix_web::test]
async fn credit_is_paid_out_and_above_the_limit_by_two() {
    for database in databases() {
        world(&database).await;
        let day = at(&database, "2026-12-01T10:00:00-07:00");
        let portal = Portal::serve(&day);
        let (marta, paul) = (portal.signed_in(MARTA).await, portal.signed_in(PAUL).await);
        let form = "/office/money/100001-01/refund";
        let refund = |amount, reference| {
            [
                ("amount", amount),
                ("method", "check"),
                ("reference", reference),
                ("reason", "They asked for it"),
            ]
        };
        let more = send(&marta, form, &refund("849.71", "R-1")).await;
        require_refused(&more, StatusCode::UNPROCESSABLE_ENTITY, "At most $849.70 can be taken.");
        let done = send(&marta, form, &refund("100.00", "R-1")).await;
        require_done(&done, "/office/money/100001-01?done=refunded");
        assert_eq!(balance(&database, "100001-01"), -74_970);
        // 100.00 and 150.01 are above the limit of 250.00 in a month.
        let done = send(&paul, form, &refund("150.01", "R-2")).await;
        require_done(&done, "/office/money/100001-01?done=waits");
        assert_eq!(balance(&database, "100001-01"), -74_970);
        let id = database.count("SELECT id AS count FROM money_requests");
        let approvals = "/office/money/approvals";
        let approve = format!("{approvals}/{id}/approve");
        require_parts(&paul.get(approvals).await, &["Refund: $150.01", "You asked for this yourself"]);
        let own = paul.submit(approvals, &approve, &[("answer", "")]).await;
        require_refused(&own, StatusCode::FORBIDDEN, "another person must approve it");
        let biller = marta.submit("/office/money/payment", &approve, &[("answer", "")]).await;
        require_refused(&biller, StatusCode::FORBIDDEN, "Waiting for approval");
        assert_eq!(balance(&database, "100001-01"), -74_970);
        add_user(&day, "adam@provider.example", Role::Administrator, &[]).await;
        let adam = portal.signed_in("adam@provider.example").await;
        require_done(&adam.submit(approvals, &approve, &[("answer", "Fine")]).await, approvals);
        assert_eq!(balance(&database, "100001-01"), -59_969);
        let decided = adam.submit("/office/money/payment", &approve, &[("answer", "")]).await;
        require_refused(&decided, StatusCode::CONFLICT, "Somebody else decided on this meanwhile.");
        let page = marta.get("/office/money/100001-01").await;
        require_parts(
            &page,
            &["approved by adam@provider.example", "Credit paid out to you R-2", "+$150.01"],
        );
        require_verified(&day).await;

        let later = at(&database, DECEMBER);
        bill(&later, &["2026-12"]).await;
        let december = invoice_of(&later, "100001-01", "2026-12");
        let sums = (december.previous_balance.cents(), december.adjustments.cents());
        assert_eq!(sums, (-84_970, 25_001));
        assert_eq!(december.late_fee, None, "all bills stay paid");
        require_verified(&later).await;
    }
}

#[actix_web::test]
async fn what_is_written_off_is_paid_and_checked_again_when_approved() {
    for database in databases() {
        world(&database).await;
        let day = at(&database, "2026-12-01T10:00:00-07:00");
        let portal = Portal::serve(&day);
        let (marta, paul) = (portal.signed_in(MARTA).await, portal.signed_in(PAUL).await);
        let form = "/office/money/100007-02/write-off";
        let off = |amount| [("amount", amount), ("reason", "Moved away")];
        let more = send(&marta, form, &off("2,829.37")).await;
        require_refused(&more, StatusCode::UNPROCESSABLE_ENTITY, "At most $2,829.36 can be taken.");
        require_done(&send(&marta, form, &off("240.00")).await, "/office/money/100007-02?done=written-off");
        assert_eq!((balance(&database, "100007-02"), ledger(&database, "bad_debt")), (258_936, 24_000));
        require_done(&send(&marta, form, &off("2,589.36")).await, "/office/money/100007-02?done=waits");
        // Meanwhile the customer pays: so much is not there any more.
        let paid = record(&marta, ["100007-02", "CHK-9", "2026-12-01", "29.36", ""]).await;
        require_done(&paid, "/office/money/100007-02");
        let id = database.count("SELECT id AS count FROM money_requests");
        let approvals = "/office/money/approvals";
        let too_much = paul.submit(approvals, &format!("{approvals}/{id}/approve"), &[("answer", "")]).await;
        require_refused(&too_much, StatusCode::UNPROCESSABLE_ENTITY, "At most $2,560.00 can be taken.");
        let back = format!("{approvals}/{id}/send-back");
        let silent = paul.submit(approvals, &back, &[("answer", "")]).await;
        require_refused(&silent, StatusCode::UNPROCESSABLE_ENTITY, "Say why you send it back.");
        require_done(&paul.submit(approvals, &back, &[("answer", "They pay")]).await, approvals);
        require_parts(
            &marta.get("/office/money/100007-02").await,
            &["Sent back by paul@provider.example They pay"],
        );
        assert_eq!((balance(&database, "100007-02"), ledger(&database, "bad_debt")), (256_000, 24_000));
        require_verified(&day).await;

        let later = at(&database, DECEMBER);
        bill(&later, &["2026-12"]).await;
        let december = invoice_of(&later, "100007-02", "2026-12");
        // 269.36 have paid September's 229.48 and 39.88 of October's 72.07: 1.5 % of 32.19.
        assert_eq!((december.adjustments.cents(), december.payments.cents()), (-24_000, 2_936));
        let fee = december.late_fee.as_ref().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (3_219, 48));
        require_verified(&later).await;
    }
}

#[actix_web::test]
async fn charges_are_credited_without_a_dispute() {
    for database in databases() {
        world(&database).await;
        let day = at(&database, "2026-12-01T10:00:00-07:00");
        let portal = Portal::serve(&day);
        let (marta, paul) = (portal.signed_in(MARTA).await, portal.signed_in(PAUL).await);
        let number = invoice_of(&day, "100001", "2026-09").number.clone().unwrap().to_string();
        let form = format!("/office/money/100001/credit?invoice={number}");
        require_parts(&marta.get("/office/money/100001/credit").await, &[&number]);
        let fields = |step, amount| {
            [("invoice", number.as_str()), ("credit-1", amount), ("reason", "Wrong price"), ("step", step)]
        };
        let more = send(&marta, &form, &fields("preview", "3318.36")).await;
        require_refused(&more, StatusCode::UNPROCESSABLE_ENTITY, "Only $3,318.35 are left of this line.");
        let nothing = send(&marta, &form, &fields("preview", "")).await;
        require_refused(&nothing, StatusCode::UNPROCESSABLE_ENTITY, "Say how much of at least one line");
        // 407.57 of tax x 200.00 / 12,166.23 is 6.70.
        let preview = send(&marta, &form, &fields("preview", "200.00")).await;
        assert_eq!(preview.status, StatusCode::OK);
        require_parts(&preview, &["$200.00 $6.70", "Total credit $206.70"]);
        assert_eq!(balance(&database, "100001"), 1_937_331, "nothing is credited yet");
        let done = send(&marta, &form, &fields("do", "200.00")).await;
        require_done(&done, "/office/money/100001?done=credited");
        assert_eq!(balance(&database, "100001"), 1_937_331 - 20_670);
        // 10.05 of tax on 300.00, 3.35 of it on these 100.00: 103.35 more are above 250.00 in a month.
        let preview = send(&marta, &form, &fields("preview", "100.00")).await;
        require_parts(&preview, &["Total credit $103.35", "a second person must approve it"]);
        require_done(&send(&marta, &form, &fields("do", "100.00")).await, "/office/money/100001?done=waits");
        let id = database.count("SELECT id AS count FROM money_requests");
        let approvals = "/office/money/approvals";
        require_parts(&paul.get(approvals).await, &["Credit: $103.35", "1 line", "Wrong price", MARTA]);
        require_parts(&paul.get("/office").await, &["1 "]);
        let approved = paul.submit(approvals, &format!("{approvals}/{id}/approve"), &[("answer", "")]).await;
        require_done(&approved, "/office/money/approvals?done=approved");
        assert_eq!(balance(&database, "100001"), 1_937_331 - 20_670 - 10_335);
        let pdf = marta.get("/credit-notes/CN-2026-000002.pdf").await;
        assert!(pdf.bytes.starts_with(b"%PDF"));
        // What somebody approved does not count against the next one: 206.70 and 41.34 are 248.04.
        let preview = send(&marta, &form, &fields("preview", "40.00")).await;
        require_parts(&preview, &["Total credit $41.34", "Issue the credit note"]);
        require_verified(&day).await;
        let foreign = format!("/office/money/{PRESS}/credit?invoice={number}");
        assert_eq!(marta.get(&foreign).await.status, StatusCode::NOT_FOUND);
    }
}

#[actix_web::test]
async fn a_file_is_looked_through_before_it_is_loaded() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let marta = portal.signed_in(MARTA).await;
        let page = "/office/money/import";
        let header = "account,reference,received_on,method,amount\n";
        let upload =
            async |text: String| marta.upload(page, page, &[], &[("payments.csv", text.as_bytes())]).await;
        let wrong = upload(format!(
            "{header}100006,A-1,2026-11-27,ach,10.00\n100006,A-2,2026-11-29,ach,5.00\n\
             100006,A-1,2026-11-27,ach,10.00\nnobody,A-3,2026-11-27,ach,x\n"
        ));
        let wrong = wrong.await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        require_parts(
            &wrong,
            &["Nothing was loaded", "3 received_on 2026-11-29 is in the future", "5 amount"],
        );
        assert_eq!(balance(&database, PRESS), 801_450);
        let file = format!(
            "{header}100006,A-1,2026-11-27,ach,10.00\n100007-01,A-2,2026-11-26,check,5.50\n\
             100006,100006-P1,2026-11-02,wire,939.27\n"
        );
        let look = upload(file.clone()).await;
        assert_eq!(look.status, StatusCode::OK);
        require_parts(&look, &["Lines 3", "New payments 2", "They add up to $15.50", "there already 1"]);
        assert_eq!(balance(&database, PRESS), 801_450, "nothing is loaded yet");
        let (_, rest) = look.text.split_once("name=\"file\" value=\"").unwrap();
        let kept = rest.split('"').next().unwrap();
        let loaded = marta.upload(page, page, &[("file", kept)], &[]).await;
        let said = marta.get(require_done(&loaded, "/office/money/import?loaded=2")).await;
        require_parts(&said, &["2 payments are loaded."]);
        assert_eq!((balance(&database, PRESS), balance(&database, "100007")), (800_450, 484_084));
        let again = upload(file).await;
        require_parts(&again, &["New payments 0", "There is nothing to load"]);
        let none = marta.upload(page, page, &[("file", &"0".repeat(64))], &[]).await;
        require_refused(&none, StatusCode::UNPROCESSABLE_ENTITY, "That file is not here any more.");
        let alike = upload(format!(
            "{header}100006,W-77,2026-11-02,wire,939.27\n100006,C-1,2026-11-25,check,1.25\n\
             100006,C-2,2026-11-25,ach,1.25\n100006,C-3,2026-11-24,ach,1.25\n"
        ));
        let told = ["New payments 4", "2 W-77 100006-P1", "$939.27", "4 C-2 C-1", "$1.25", "Load it"];
        let alike = alike.await;
        require_parts(&alike, &told);
        require_parts(&alike, &["2 new payments are of the account, day and amount of another one"]);
        assert!(!words(&alike).contains("C-3"), "another day is another payment");
        let listed = marta.get("/office/money?reference=A-1").await;
        require_parts(&listed, &["A-1 recorded by marta@provider.example", "$10.00"]);
        assert!(!words(&listed).contains("A-2"));
        let narrowed =
            marta.get("/office/money?account=100007-01&method=check&from=2026-11-26&to=2026-11-26").await;
        require_parts(&narrowed, &["A-2", "$5.50"]);
        require_verified(&app).await;
    }
}

#[actix_web::test]
async fn money_without_an_account_waits_until_it_is_placed() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let (marta, boris) = (portal.signed_in(MARTA).await, portal.signed_in(BORIS).await);
        let form = "/office/money/unidentified";
        let receipt = |payer, amount| {
            [
                ("payer", payer),
                ("reference", "W-77"),
                ("received", "2026-11-20"),
                ("method", "wire"),
                ("amount", amount),
            ]
        };
        let cash = ledger(&database, "cash");
        let done = send(&marta, form, &receipt("U. PRESS", "370.49")).await;
        let page = require_done(&done, "/office/money/unidentified/").to_owned();
        assert_eq!((ledger(&database, "unapplied"), ledger(&database, "cash")), (-37_049, cash + 37_049));
        let twice = send(&boris, form, &receipt("U. PRESS", "370.49")).await;
        require_refused(&twice, StatusCode::CONFLICT, "marta@provider.example did this already.");
        require_done(&send(&marta, form, &receipt("Somebody", "5.00")).await, "/office/money/unidentified/");
        require_parts(&marta.get("/office/money").await, &["U. PRESS W-77 11/20/2026 $370.49", "Somebody"]);
        require_verified(&app).await;

        let apply = async |browser: &Browser, account: &str| {
            let key = key_of(&browser.get(&page).await);
            browser.submit(&page, &format!("{page}/apply"), &[("key", &key), ("account", account)]).await
        };
        require_refused(
            &apply(&marta, "9").await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is no account 9.",
        );
        let done = apply(&marta, PRESS).await;
        let told = marta.get(require_done(&done, "/office/money/100006?done=payment")).await;
        require_parts(&told, &["It paid: INV-202609-", "Payment by wire, W-77"]);
        assert_eq!((balance(&database, PRESS), ledger(&database, "unapplied")), (764_401, -500));
        assert_eq!(ledger(&database, "cash"), cash + 37_549);
        let day =
            "SELECT COUNT(*) AS count FROM payments WHERE reference = 'W-77' AND received_on = '2026-11-20'";
        assert_eq!(database.count(day), 1);
        require_parts(&boris.get(&page).await, &["It became a payment · marta@provider.example"]);
        let other = database.count("SELECT id AS count FROM unidentified_receipts WHERE state = 'open'");
        let page = format!("/office/money/unidentified/{other}");
        let key = key_of(&boris.get(&page).await);
        let back = [("key", key.as_str()), ("reason", "Sent to us by mistake")];
        require_done(&boris.submit(&page, &format!("{page}/return"), &back).await, &page);
        assert_eq!((ledger(&database, "unapplied"), ledger(&database, "cash")), (0, cash + 37_049));
        require_verified(&app).await;
    }
}

#[actix_web::test]
async fn roles_decide_who_sees_and_who_moves_money() {
    for database in databases() {
        let app = world(&database).await;
        let portal = Portal::serve(&app);
        let (ada, sam, pia) =
            (portal.signed_in(ADA).await, portal.signed_in(SAM).await, portal.signed_in(PIA).await);
        let id = payment(&database, "100006-P0");
        let pages = [
            "/office/money".to_owned(),
            "/office/money/payment".to_owned(),
            "/office/money/import".to_owned(),
            "/office/money/in-credit".to_owned(),
            "/office/money/approvals".to_owned(),
            "/office/money/unidentified".to_owned(),
            format!("/office/money/{PRESS}"),
            format!("/office/money/{PRESS}/write-off"),
            format!("/office/money/{PRESS}/return/{id}"),
        ];
        for path in &pages {
            let status = |page: Page| (page.status, page.text.contains("method=\"post\" action=\"/office"));
            assert_eq!(status(ada.get(path).await), (StatusCode::OK, false), "{path}");
            let refused = sam.get(path).await;
            require_refused(&refused, StatusCode::FORBIDDEN, "Your role is not for this page");
            assert_eq!(pia.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let key = ("key", "of no form");
        let all = [
            (
                "/office/money/payment".to_owned(),
                vec![
                    ("account", PRESS),
                    ("reference", "X"),
                    ("received", "2026-11-28"),
                    ("method", "ach"),
                    ("amount", "1.00"),
                    key,
                ],
            ),
            (format!("/office/money/{PRESS}/write-off"), vec![("amount", "1.00"), ("reason", "x"), key]),
            (format!("/office/money/{PRESS}/return/{id}"), vec![("reason", "x"), key]),
            (format!("/office/money/{PRESS}/move/{id}"), vec![("reason", "x"), ("account", "100001"), key]),
            (
                "/office/money/100001-01/refund".to_owned(),
                vec![("amount", "1.00"), ("reason", "x"), ("method", "ach"), ("reference", "x"), key],
            ),
        ];
        for (path, fields) in &all {
            for (browser, from) in [(&ada, "/office/money"), (&sam, "/office/cases")] {
                let refused = browser.submit(from, path, fields).await;
                assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}: {}", refused.text);
            }
        }
        assert_eq!((balance(&database, PRESS), balance(&database, "100001-01")), (801_450, -84_970));
        assert_eq!(ada.get("/office/money/999999").await.status, StatusCode::NOT_FOUND);
        let foreign = format!("/office/money/100001/return/{id}");
        assert_eq!(ada.get(&foreign).await.status, StatusCode::NOT_FOUND);
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// What the books should say after each step, kept beside them.
struct Model {
    accounts: [(&'static str, i64); 4],
    /// Each payment with its amount and on whose account it is.
    payments: Vec<(PaymentId, i64, Option<usize>)>,
    cash: i64,
    bad_debt: i64,
}

/// One step, chosen by the dice; whatever is refused changes nothing.
fn step(app: &App, viewer: &Viewer, dice: &mut Dice, model: &mut Model, no: usize) {
    let key = format!("step {no}");
    let sent = Sent { viewer, key: &key, reason: "As it comes" };
    let place = dice.below(4) as usize;
    let (number, owed) = model.accounts[place];
    let account = number.parse().unwrap();
    let amount = dice.below(20_000) as i64 + 1;
    let cents = Money::from_cents(amount);
    match dice.below(5) {
        0 => {
            let new = NewPayment {
                account: number.to_owned(),
                reference: format!("P-{no}"),
                received_on: "2026-11-28".parse().unwrap(),
                method: "ach",
                amount: cents,
                is_another: true,
            };
            let done = money::record_payment(app, sent, &new).unwrap().unwrap();
            model.payments.push((done.id, amount, Some(place)));
            model.accounts[place].1 -= amount;
            model.cash += amount;
        }
        kind @ (1 | 2) if !model.payments.is_empty() => {
            let which = dice.below(model.payments.len() as u64) as usize;
            let (id, amount, holder) = model.payments[which];
            let to = (place + 1) % 4;
            let done = match kind {
                1 => money::return_payment(app, sent, &account, id).map(|done| done.map(Done::Adjusted)),
                _ => money::move_payment(app, sent, &account, id, model.accounts[to].0),
            };
            match (done, holder == Some(place)) {
                (Ok(Ok(_)), true) => {
                    model.accounts[place].1 += amount;
                    model.payments[which].2 = (kind == 2).then_some(to);
                    match kind {
                        1 => model.cash -= amount,
                        _ => model.accounts[to].1 -= amount,
                    }
                }
                (Ok(Err(Refusal::Taken(_))) | Err(ServiceError::NotFound(_)), false) => {}
                (other, held) => panic!("{held}: {other:?}"),
            }
        }
        3 => {
            let refund = Refund { method: "check".into(), reference: format!("R-{no}"), amount: cents };
            match money::refund(app, sent, &account, &refund).unwrap() {
                Ok(Done::Adjusted(_)) => {
                    assert!(amount <= -owed, "{amount} of {owed}");
                    model.accounts[place].1 += amount;
                    model.cash -= amount;
                }
                Ok(_) => {}
                Err(refusal) => assert!(amount > -owed, "{refusal:?}"),
            }
        }
        _ => match money::write_off(app, sent, &account, cents).unwrap() {
            Ok(Done::Adjusted(_)) => {
                assert!(amount <= owed, "{amount} of {owed}");
                model.accounts[place].1 -= amount;
                model.bad_debt += amount;
            }
            Ok(_) => {}
            Err(refusal) => assert!(amount > owed, "{refusal:?}"),
        },
    }
}

#[actix_web::test]
async fn balances_are_the_sums_of_postings_whatever_happens() {
    for database in databases() {
        let mut app = (*world(&database).await).clone();
        app.settings.cases.approval_limit = Money::from_cents(100_000_000);
        let id = database.count(&format!("SELECT id AS count FROM users WHERE email = '{MARTA}'"));
        let viewer = Viewer {
            id: id.into(),
            email: MARTA.to_owned(),
            role: Role::Biller,
            locale: Locale::En,
            looks_as: None,
        };
        let numbers = ["100001-01", PRESS, "100007", "100007-02"];
        let mut dice = Dice(20_261_128);
        let mut model = Model {
            accounts: numbers.map(|number| (number, balance(&database, number))),
            payments: Vec::new(),
            cash: ledger(&database, "cash"),
            bad_debt: 0,
        };
        for no in 0..120 {
            step(&app, &viewer, &mut dice, &mut model, no);
            for (number, owed) in model.accounts {
                assert_eq!(balance(&database, number), owed, "{number} after step {no}");
            }
        }
        let kinds = database.count("SELECT COUNT(DISTINCT kind) AS count FROM adjustments");
        assert_eq!(kinds, 4, "every kind came up");
        assert_eq!((ledger(&database, "cash"), ledger(&database, "bad_debt")), (model.cash, model.bad_debt));
        require_verified(&app).await;
        let later = at(&database, DECEMBER);
        bill(&later, &["2026-12"]).await;
        for (number, owed) in model.accounts {
            let december = invoice_of(&later, number, "2026-12");
            assert_eq!(december.total_due().cents(), owed + december.new_charges().cents(), "{number}");
        }
        require_verified(&later).await;
    }
}
