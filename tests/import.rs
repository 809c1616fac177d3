//! Importing CSV files, on both databases (INTERFACES, "CSV files for import").

mod support;

use std::fs;
use std::path::Path;

use billcenter::services::bill_run::{close, issue};
use billcenter::services::imports::{ImportError, ImportKind, ImportOptions, ImportReport, import};
use billcenter::services::{App, Silent};
use billcenter::store::schema::{accounts, audit, calls, contacts, payments, postings, services};
use diesel::prelude::*;
use support::databases;

use ImportKind::*;

const NOW: &str = "2026-12-01T12:00:00-07:00";

const ACCOUNTS: &str = "number,parent,name,opened_on\nA1,,One,2026-01-01\nA2,A1,Two,2026-01-01\n";
const RATES: &str = "plan,call_type,per_minute,increment_seconds,minimum_seconds,included_minutes\n\
                     basic,local,0.0150,6,6,10\n";

fn run(app: &App, kind: ImportKind, text: &[u8], dry_run: bool) -> Result<ImportReport, ImportError> {
    let options = ImportOptions { actor: "a test", dry_run, total_bytes: text.len() as u64 };
    import(app, kind, text, &options, &Silent)
}

fn load(app: &App, kind: ImportKind, text: &str) -> Result<ImportReport, ImportError> {
    run(app, kind, text.as_bytes(), false)
}

/// Added, changed, unchanged.
fn counts(report: &ImportReport) -> (u64, u64, u64) {
    assert_eq!(report.rows, report.added + report.changed + report.unchanged);
    (report.added, report.changed, report.unchanged)
}

fn count(app: &App, kind: ImportKind, text: &str) -> (u64, u64, u64) {
    counts(&load(app, kind, text).unwrap())
}

fn refusal(app: &App, kind: ImportKind, text: &str) -> String {
    load(app, kind, text).unwrap_err().to_string()
}

macro_rules! count_of {
    ($database:expr, $table:ident) => {
        $database
            .db()
            .read(|conn| -> Result<i64, billcenter::store::StoreError> {
                Ok($table::table.count().get_result(conn)?)
            })
            .unwrap()
    };
}

fn example(kind: ImportKind) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/three-months");
    fs::read_to_string(folder.join(format!("{kind}.csv"))).unwrap()
}

#[test]
fn the_example_loads_and_loads_again_without_a_change() {
    for database in databases() {
        let app = database.app(NOW);
        for kind in ImportKind::ALL {
            let text = example(kind);
            let rows = text.lines().count() as u64 - 1;
            assert_eq!(counts(&run(&app, kind, text.as_bytes(), true).unwrap()), (rows, 0, 0), "{kind}");
            assert_eq!(count(&app, kind, &text), (rows, 0, 0), "{kind}");
            let written = count_of!(database, audit);
            assert_eq!(count(&app, kind, &text), (0, 0, rows), "{kind}");
            assert_eq!(count_of!(database, audit), written, "a second import leaves no trace");
        }
        assert_eq!(count_of!(database, audit), 8);
        assert_eq!(count_of!(database, postings), 2 * count_of!(database, payments));
    }
}

#[test]
fn all_rows_or_none() {
    for database in databases() {
        let app = database.app(NOW);
        let report = run(&app, Accounts, ACCOUNTS.as_bytes(), true).unwrap();
        assert!(report.dry_run);
        assert_eq!(count_of!(database, accounts), 0, "a rehearsal leaves nothing");
        assert_eq!(count_of!(database, audit), 0);
        // The error is far behind the first rows written.
        let mut text = ACCOUNTS.to_owned();
        (0..2_500).for_each(|n| text += &format!("B{n},A1,B,2026-01-01\n"));
        text += "C,nowhere,C,2026-01-01\n";
        let found = "line 2504, parent: there is no account nowhere, neither in this file nor before";
        assert_eq!(refusal(&app, Accounts, &text), found);
        assert_eq!(count_of!(database, accounts), 0);
    }
}

/// What is wrong in itself: the file, and what the whole message begins with.
#[test]
fn bad_files_are_refused_with_line_column_and_reason() {
    let long_name = format!("number,name,opened_on\nA,{},2026-01-01\n", "x".repeat(201));
    let cases: &[(ImportKind, &[u8], &str)] = &[
        (Accounts, b"", "line 1: the file is empty"),
        (Accounts, b"\xff\xfen\0u\0", "line 1: the file is UTF-16: save it as UTF-8"),
        (Accounts, b"n\0u\0m\0", "line 1: the file is UTF-16: save it as UTF-8"),
        (Accounts, b"number,nmae,opened_on\n", "line 1: \"nmae\" is not a column of accounts, which are number, parent"),
        (Accounts, b"number,number,name,opened_on\n", "line 1: the column number stands here twice"),
        (Accounts, b"number,name\nA,B\n", "line 1: the column opened_on is missing"),
        (Accounts, b"number,name,opened_on\nA,\xe9,2026-01-01\n", "line 2: the line is not UTF-8"),
        (Accounts, b"number,name,opened_on\nA,\"B,2026-01-01\n", "line 2: a quote (\") is opened in this row and not closed"),
        (Accounts, b"number,name,opened_on\nA,B,C,D\n", "line 2: the row has 4 fields, the header has 3"),
        (Accounts, b"number,name,opened_on\n\"A\n\",B,2026-01-01\nC,D\n", "line 4: the row has 2 fields, the header has 3"),
        (Accounts, b"number,name,opened_on\n\nA,\"B\nC\",2026-01-01\n", "line 3, name: \"B\\nC\" has a line break"),
        (Accounts, b"number,name,opened_on\nA, ,2026-01-01\n", "line 2, name: is empty and must not be"),
        (Accounts, b"number,name,opened_on\nA/B,B,2026-01-01\n", "line 2, number: \"A/B\" is not an account number"),
        (Accounts, b"number,name,opened_on\nA,B,2026-02-30\n", "line 2, opened_on: there is no day 2026-02-30"),
        (Accounts, b"number,name,opened_on\nA,B,2026-2-3\n", "line 2, opened_on: \"2026-2-3\" is not a day"),
        (Accounts, b"number,name,opened_on\nA,B,2026-01-01\nA,C,2026-01-01\n", "line 3, number: line 2 is the same account"),
        (Accounts, b"number,name,opened_on,currency\nA,B,2026-01-01,EUR\n", "line 2, currency: \"EUR\" is none of USD"),
        (Accounts, b"number,name,opened_on,country\nA,B,2026-01-01,USA\n", "line 2, country: \"USA\" is not a country code"),
        (Accounts, b"number,name,opened_on,terms_days\nA,B,2026-01-01,366\n", "line 2, terms_days: \"366\" is not a whole number"),
        (Accounts, b"number,name,opened_on,late_fee_percent\nA,B,2026-01-01,101\n", "line 2, late_fee_percent: 101 is more"),
        (Accounts, b"number,name,opened_on,tax_exempt\nA,B,2026-01-01,TRUE\n", "line 2, tax_exempt: \"TRUE\" is neither"),
        (Accounts, b"number,name,opened_on,closed_on\nA,B,2026-01-01,2025-12-31\n", "line 2, closed_on: 2025-12-31 is before opened_on, 2026-01-01"),
        (Accounts, b"number,parent,name,opened_on\nA,B,A,2026-01-01\nB,A,B,2026-01-01\n", "line 2, parent: the account would be below itself: A below B below A"),
        (Accounts, long_name.as_bytes(), "line 2, name: the text has 201 characters"),
        (Contacts, b"account,email,roles\nA1,a b,invoice\n", "line 2, email: \"a b\" is not an e-mail address"),
        (Contacts, b"account,email,roles\nA1,\"a@b.com\nBcc: c@d.com\",invoice\n", "line 2, email: "),
        (Contacts, b"account,email,roles\nA1,a@b.com,invoice;boss\n", "line 2, roles: \"boss\" is not a role"),
        (Contacts, b"account,email,roles,delivery\nA1,a@b.com,invoice,fax\n", "line 2, delivery: \"fax\" is neither"),
        (Contacts, b"account,email,roles\nA9,a@b.com,invoice\n", "line 2, account: there is no account A9: import accounts first"),
        (Contacts, b"account,email,roles\nA1,a@b.com,\nA1,a@b.com,\n", "line 3, email: line 2 is the same row"),
        (Services, b"account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\nA1,S,P,D,voice,-1,1,2026-01-01,\n", "line 2, quantity: -1 is negative"),
        (Services, b"account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\nA1,S,P,D,voice,1,1e3,2026-01-01,\n", "line 2, unit_price: \"1e3\" is not a number"),
        (Services, b"account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\nA1,S,P,D,voice,1,0.0000001,2026-01-01,\n", "line 2, unit_price: 0.0000001 has more than 6"),
        (Services, b"account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\nA1,S,P,D,voice,900000000,900000000,2026-01-01,\n", "line 2, unit_price: the amount"),
        (Services, b"account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\nA1,S,P,D,voice,1,1,2026-01-02,2026-01-01\n", "line 2, ends_on: 2026-01-01 is before starts_on"),
        (Charges, b"account,reference,charged_on,description,tax_class,quantity,unit_price\nA1,R,2026-11-02,D,labor,1,\"1,000\"\n", "line 2, unit_price: \"1,000\" is not a number"),
        (Rates, b"plan,call_type,per_minute,increment_seconds,minimum_seconds,included_minutes\nb,mars,0,1,0,0\n", "line 2, call_type: \"mars\" is none of local, "),
        (Rates, b"plan,call_type,per_minute,increment_seconds,minimum_seconds,included_minutes\nb,local,-1,0,-1,0.001\n",
            "line 2, per_minute: -1 is negative\nline 2, increment_seconds: \"0\" is not a whole number from 1 to 864000\n\
             line 2, minimum_seconds: \"-1\" is not a whole number from 0 to 864000\nline 2, included_minutes: 0.001 minutes are not whole seconds"),
        (Usage, b"account,call_id,started_at,seconds,from,to,call_type,plan\nA1,C,2026-12-01T19:00:01Z,1,,,local,basic\n", "line 2, started_at: 2026-12-01 19:00:01 UTC is in the future"),
        (Usage, b"account,call_id,started_at,seconds,from,to,call_type,plan\nA1,C,2026-11-01T00:00:00,864001,,,local,basic\n", "line 2, started_at: \"2026-11-01T00:00:00\" is not an instant like 2026-11-07T18:09:31Z\nline 2, seconds: "),
        (Usage, b"account,call_id,started_at,seconds,from,to,call_type,plan\nA1,C,2026-11-01T00:00:00Z,1,,,local,plus\n", "line 2, plan: there is no rate for plan \"plus\" and call type local: import rates first"),
        (Payments, b"account,reference,received_on,method,amount\nA1,P,2026-12-02,check,1\n", "line 2, received_on: 2026-12-02 is in the future"),
        (Payments, b"account,reference,received_on,method,amount\nA1,P,2026-12-01,cash,0\n", "line 2, method: \"cash\" is none of check, ach, card, wire\nline 2, amount: 0 is not more than nothing"),
        (Payments, b"account,reference,received_on,method,amount\nA1,P,2026-12-01,check,1.005\n", "line 2, amount: 1.005 has more than two decimals"),
        (Taxes, b"code,name,country,region,tax_class,kind,value,is_government,starts_on\nT,N,,,,percent,101,true,2026-01-01\n", "line 2, value: 101 is more than 100 percent"),
        (Taxes, b"code,name,country,region,tax_class,kind,value,is_government,starts_on\nT,N,,,,flat,1,yes,2026-01-01\n", "line 2, kind: \"flat\" is none of percent, per_unit\nline 2, is_government: \"yes\" is neither"),
    ];
    for database in databases() {
        let app = database.app(NOW);
        load(&app, Accounts, ACCOUNTS).unwrap();
        load(&app, Rates, RATES).unwrap();
        let written = count_of!(database, audit);
        for (kind, text, reason) in cases {
            let error = run(&app, *kind, text, false).expect_err(reason).to_string();
            assert!(error.starts_with(reason), "{kind}: {error}\nand not: {reason}");
        }
        assert_eq!(count_of!(database, audit), written);
    }
}

#[test]
fn a_hundred_errors_are_told_and_the_rest_counted() {
    let mut text = "number,name,opened_on\n".to_owned();
    (0..2_345).for_each(|n| text += &format!("A{n},,2026-01-01\n"));
    for database in databases() {
        let app = database.app(NOW);
        let error = load(&app, Accounts, &text).unwrap_err();
        let ImportError::Rows { errors, total } = &error else { panic!("{error}") };
        assert_eq!((errors.len(), *total), (100, 2_345));
        assert_eq!((errors[99].line, errors[99].column.as_deref()), (101, Some("name")));
        assert!(error.to_string().ends_with("\nand 2245 more errors"), "{error}");
    }
}

#[test]
fn accounts_change_and_move_but_never_below_themselves() {
    for database in databases() {
        let app = database.app(NOW);
        let children_first =
            "number,parent,name,opened_on\nC,B,C,2026-01-01\nB,A,B,2026-01-01\nA,,A,2026-01-01\n";
        assert_eq!(count(&app, Accounts, children_first), (3, 0, 0));
        assert_eq!(count(&app, Accounts, children_first), (0, 0, 3), "all are below their parents");
        assert_eq!(count(&app, Accounts, "number,parent,name,opened_on\nC,A,See,2026-01-01\n"), (0, 1, 0));
        // The loop closes over accounts that are not in the file.
        let error = refusal(&app, Accounts, "number,parent,name,opened_on\nA,C,A,2026-01-01\n");
        assert_eq!(error, "line 2, parent: the account would be below itself: A below C below A");
        // A new parent behind its child, on another level of a deeper chunk.
        let mut text = "number,parent,name,opened_on\nB,Z,B,2026-01-01\n".to_owned();
        (0..1_500).for_each(|n| text += &format!("N{n},Z,N,2026-01-01\n"));
        text += "Z,C,Z,2026-01-01\n";
        assert_eq!(count(&app, Accounts, &text), (1_501, 1, 0));
        assert_eq!(count(&app, Accounts, &text), (0, 0, 1_502));
    }
}

#[test]
fn a_row_that_stands_twice_is_found_across_chunks() {
    for database in databases() {
        let app = database.app(NOW);
        load(&app, Accounts, ACCOUNTS).unwrap();
        let row = |n: usize, name: &str| format!("A1,p{n}@example.com,{name},invoice\n");
        let mut text = "account,email,name,roles\n".to_owned();
        (0..1_500).for_each(|n| text += &row(n, "Pat"));
        let twice = format!("{text}{}", row(3, "Pat"));
        let reason = "line 1502, email: an earlier line of this file is the same row";
        assert_eq!(refusal(&app, Contacts, &twice), reason);
        assert_eq!(count(&app, Contacts, &text), (1_500, 0, 0));
        assert_eq!(refusal(&app, Contacts, &twice), reason, "also where all were there before");
        assert_eq!(count(&app, Contacts, &text.replace("Pat", "Kim")), (0, 1_500, 0));
        assert_eq!(count_of!(database, contacts), 1_500);
    }
}

#[test]
fn a_payment_is_booked_on_the_billing_account_and_rebooked_when_it_changes() {
    for database in databases() {
        let app = database.app(NOW);
        let tree = "number,parent,name,opened_on,bills_separately\nA,,A,2026-01-01,\nB,A,B,2026-01-01,\n\
                    C,B,C,2026-01-01,false\nD,B,D,2026-01-01,true\n";
        load(&app, Accounts, tree).unwrap();
        let text = "account,reference,received_on,method,amount\nC,P1,2026-11-02,ach,10.50\nD,P1,2026-11-02,wire,1\n";
        assert_eq!(count(&app, Payments, text), (2, 0, 0));
        let receivable = |account: &str| -> Vec<(i32, i64)> {
            database
                .db()
                .read(|conn| -> Result<_, billcenter::store::StoreError> {
                    Ok(postings::table
                        .inner_join(accounts::table.on(accounts::id.eq(postings::account_id)))
                        .filter(accounts::number.eq(account).and(postings::ledger.eq("receivable")))
                        .order(postings::entry_no)
                        .select((postings::entry_no, postings::amount_cents))
                        .load(conn)?)
                })
                .unwrap()
        };
        assert_eq!(receivable("A"), [(1, -1_050)]);
        assert_eq!(receivable("D"), [(1, -100)]);
        assert_eq!(count(&app, Payments, &text.replace("wire", "card")), (0, 1, 1));
        assert_eq!(receivable("D"), [(1, -100)], "how it was paid is not booked");
        assert_eq!(count(&app, Payments, &text.replace("10.50", "11").replace("wire", "card")), (0, 1, 1));
        assert_eq!(receivable("A"), [(1, -1_050), (2, 1_050), (3, -1_100)]);
        // The account rolls up elsewhere from now on; what was booked stays.
        load(&app, Accounts, &tree.replace("C,B,C,2026-01-01,false", "C,B,C,2026-01-01,true")).unwrap();
        assert_eq!(count(&app, Payments, &text.replace("10.50", "11").replace("wire", "card")), (0, 0, 2));
        let sum: Vec<i64> = database
            .db()
            .read(|conn| -> Result<_, billcenter::store::StoreError> {
                Ok(postings::table.select(postings::amount_cents).load(conn)?)
            })
            .unwrap();
        assert_eq!(sum.iter().sum::<i64>(), 0);
    }
}

#[test]
fn what_an_issued_invoice_bills_or_shows_is_history() {
    let service = "account,service,product,description,tax_class,quantity,unit_price,starts_on,ends_on\n\
                   A1,S1,UC User,UC User,voice,2,10,2026-01-01,\n";
    let charge = "account,reference,charged_on,description,tax_class,quantity,unit_price\n\
                  A1,C1,2026-11-02,Shipping,voice,1,5\n";
    let call = "account,call_id,started_at,seconds,from,to,call_type,plan\n\
                A1,U1,2026-11-02T12:00:00Z,6000,1,2,local,basic\n";
    let payment = "account,reference,received_on,method,amount\nA1,P1,2026-11-03,ach,5\n";
    let tax = "code,name,country,region,tax_class,kind,value,is_government,starts_on,ends_on\n\
               T1,Tax,US,,voice,percent,10,true,2020-01-01,\n";
    for database in databases() {
        let app = database.app(NOW);
        load(&app, Accounts, ACCOUNTS).unwrap();
        load(&app, Contacts, "account,email,roles\nA1,a@example.com,invoice\n").unwrap();
        for (kind, text) in [
            (Rates, RATES),
            (Services, service),
            (Charges, charge),
            (Usage, call),
            (Payments, payment),
            (Taxes, tax),
        ] {
            load(&app, kind, text).unwrap();
        }
        // Not billed yet: everything may change, and back.
        for (kind, text, from, to) in [
            (Services, service, ",2,10,", ",3,10,"),
            (Charges, charge, ",1,5", ",1,6"),
            (Usage, call, "6000", "6001"),
            (Taxes, tax, ",10,", ",11,"),
        ] {
            assert_eq!(count(&app, kind, &text.replace(from, to)), (0, 1, 0), "{kind}");
            assert_eq!(count(&app, kind, text), (0, 1, 0), "{kind}");
        }
        bill(&app);
        let refused = [
            (Services, service, ",2,10,", ",3,10,", "line 2, quantity: service S1 is on an issued invoice"),
            (
                Services,
                service,
                "2026-01-01",
                "2026-02-01",
                "line 2, starts_on: service S1 is on an issued invoice",
            ),
            (
                Charges,
                charge,
                "Shipping",
                "Handling",
                "line 2, reference: the charge is on an issued invoice",
            ),
            (Usage, call, "6000", "6001", "line 2, call_id: the call is on an issued invoice"),
            (
                Payments,
                payment,
                "ach",
                "wire",
                "line 2, reference: the payment is shown on an issued invoice",
            ),
            (Taxes, tax, ",10,", ",11,", "line 2, value: tax T1 is on issued invoices"),
            (
                Taxes,
                tax,
                "2020-01-01,",
                "2020-01-01,2026-11-26",
                "line 2, ends_on: 2026-11-26 is before 2026-11-27",
            ),
        ];
        for (kind, text, from, to, reason) in refused {
            let error = refusal(&app, kind, &text.replace(from, to));
            assert!(error.starts_with(reason), "{error}");
        }
        let safe = [
            (Services, service, "UC User,UC User", "UC User,UC User (moved)"),
            (Services, service, "2026-01-01,", "2026-01-01,2026-12-15"),
            (Taxes, tax, "2020-01-01,", "2020-01-01,2026-11-27"),
            (Taxes, tax, "Tax", "Tax on voice"),
            (Rates, RATES, "0.0150", "0.0160"),
            (Accounts, ACCOUNTS, "One", "Uno"),
        ];
        for (kind, text, from, to) in safe {
            assert_eq!(load(&app, kind, &text.replace(from, to)).unwrap().changed, 1, "{kind} {to}");
        }
        for (kind, text) in [(Charges, charge), (Usage, call), (Payments, payment)] {
            assert_eq!(count(&app, kind, text), (0, 0, 1), "{kind}");
        }
        assert_eq!((count_of!(database, calls), count_of!(database, services)), (1, 1));
    }
}

/// Closes and issues November.
fn bill(app: &App) {
    let period = "2026-11".parse().unwrap();
    close(app, period, "a test", &Silent).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let issued = runtime.block_on(issue(app, period, "a test", &Silent)).unwrap();
    assert_eq!(issued.issued, 1);
}

#[test]
fn columns_in_any_order_with_defaults_and_a_byte_order_mark() {
    for database in databases() {
        let app = database.app(NOW);
        let text =
            "\u{feff}opened_on,name,number,locale\r\n2026-01-01,\"Müller \"\"& Söhne\"\", Inc.\",A1,es\r\n";
        assert_eq!(count(&app, Accounts, text), (1, 0, 0));
        let spelled_out = "number,parent,name,street,city,region,postal_code,country,currency,locale,terms_days,\
            late_fee_percent,bills_separately,opened_on,closed_on,tax_exempt\n\
            A1,,\"Müller \"\"& Söhne\"\", Inc.\",,,,,US,USD,es,30,1.50,false,2026-01-01,,false";
        assert_eq!(count(&app, Accounts, spelled_out), (0, 0, 1));
        load(&app, Contacts, "roles,email,account\nmpoc; invoice,a@example.com,A1\n").unwrap();
        let stored: (String, String, String) = database
            .db()
            .read(|conn| -> Result<_, billcenter::store::StoreError> {
                let columns = (contacts::locale, contacts::roles, contacts::delivery);
                Ok(contacts::table.select(columns).first(conn)?)
            })
            .unwrap();
        assert_eq!(stored, ("es".to_owned(), "invoice;mpoc".to_owned(), "attachment".to_owned()));
    }
}
