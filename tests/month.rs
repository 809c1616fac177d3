//! The month through the binary, on both databases: every document equals what an independent
//! computation says, to the cent.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::databases;
use support::program::{Program, on_the_26th, on_the_27th};
use tempfile::TempDir;

const PERIODS: [&str; 3] = ["2026-09", "2026-10", "2026-11"];

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Asserts that `actual` says at least what `expected` says, with lists whole and in order.
fn assert_says(actual: &Value, expected: &Value, at: &str) {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            for (key, value) in expected {
                let said = actual.get(key).unwrap_or_else(|| panic!("{at}: no {key}"));
                assert_says(said, value, &format!("{at}.{key}"));
            }
        }
        (Value::Array(actual), Value::Array(expected)) => {
            assert_eq!(actual.len(), expected.len(), "{at}: length");
            for (place, (actual, expected)) in actual.iter().zip(expected).enumerate() {
                assert_says(actual, expected, &format!("{at}[{place}]"));
            }
        }
        _ => assert_eq!(actual, expected, "{at}"),
    }
}

fn assert_documents(actual: &[Value], expected: &[Value]) {
    let key = |document: &Value| format!("{} {}", document["period"], document["account"]);
    let by_key: BTreeMap<String, &Value> = actual.iter().map(|document| (key(document), document)).collect();
    let expected_keys: Vec<String> = expected.iter().map(key).collect();
    assert_eq!(by_key.len(), expected.len(), "documents: {:?} instead of {expected_keys:?}", by_key.keys());
    for document in expected {
        let key = key(document);
        assert_says(by_key.get(&key).unwrap_or_else(|| panic!("no document {key}")), document, &key);
    }
}

fn bill_three_months(program: &Program<'_>) -> Vec<Value> {
    let mut documents = Vec::new();
    for period in PERIODS {
        program.close(period);
        program.issue(period);
        documents.extend(program.documents(period));
    }
    documents
}

#[test]
fn the_example_months_equal_the_expected_documents() {
    let folder = here("tests/examples/three-months");
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_str(&expected).unwrap();
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(&folder);
        assert_documents(&bill_three_months(&program), &expected);
        program.verify();
    }
}

/// A base made by the generator from `seed`, and what the oracle says of it.
fn random_base(seed: u32, holds: &[&str]) -> (TempDir, Vec<Value>) {
    let folder = TempDir::new().unwrap();
    let python = |script: &str, arguments: Vec<String>| {
        let output = Command::new("python3").arg(here("tests/oracle").join(script)).args(arguments).output();
        let output = output.expect("python3 is installed");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let path = folder.path().display().to_string();
    python("generate.py", vec![seed.to_string(), path.clone()]);
    let mut arguments = vec![path];
    arguments.extend(PERIODS.map(str::to_owned));
    arguments.extend(holds.iter().flat_map(|hold| ["--hold".to_owned(), (*hold).to_owned()]));
    let expected = serde_json::from_slice(&python("bill.py", arguments)).unwrap();
    (folder, expected)
}

#[test]
fn random_customer_bases_equal_the_oracle() {
    for seed in 100..106 {
        let (folder, expected) = random_base(seed, &[]);
        for database in databases() {
            let program = Program::on(&database);
            program.import_folder(folder.path());
            assert_documents(&bill_three_months(&program), &expected);
            program.verify();
        }
    }
}

#[test]
fn what_is_held_goes_on_the_next_invoice() {
    let seed = 7;
    let (_, plain) = random_base(seed, &[]);
    let account = plain[0]["account"].as_str().unwrap().to_owned();
    let (folder, expected) =
        random_base(seed, &[&format!("2026-09:{account}"), &format!("2026-10:{account}")]);
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(folder.path());
        let mut documents = Vec::new();
        for period in PERIODS {
            program.close(period);
            if period != "2026-11" {
                program.run(
                    &on_the_26th(period),
                    &format!("bill hold --period {period} --account {account} --reason price"),
                );
            }
            program.issue(period);
            documents.extend(program.documents(period));
        }
        assert_documents(&documents, &expected);
        program.verify();
        let refused = program
            .refused(&on_the_27th("2026-11"), &format!("bill release --period 2026-09 --account {account}"));
        assert!(refused.contains("no held draft"), "{refused}");
        let review = program.json(&on_the_27th("2026-11"), "bill review --period 2026-09");
        assert_eq!(review["held"], 1);
        assert_eq!(review["counts_agree"], true);
    }
}

#[test]
fn running_twice_equals_running_once() {
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(&here("tests/examples/three-months"));
        program.close("2026-09");
        program.close("2026-09");
        program.issue("2026-09");
        let documents = program.documents("2026-09");
        program.close("2026-09");
        assert!(program.issue("2026-09").contains(": 0 invoices issued, 0 documents rendered, 0 messages"));
        assert_eq!(program.documents("2026-09"), documents);
        let sent = program.send("2026-09");
        // One for each of the eight invoices: every account of the example has one contact.
        assert_eq!((sent["sent"].as_i64(), sent["this_run"]["sent"].as_i64()), (Some(8), Some(8)));
        let again = program.send("2026-09");
        assert_eq!((again["sent"].as_i64(), again["this_run"]["sent"].as_i64()), (Some(8), Some(0)));
        assert_eq!(std::fs::read_dir(program.mailbox()).unwrap().count(), 8);
        program.verify();
    }
}

#[test]
fn months_out_of_order_are_refused() {
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(&here("tests/examples/three-months"));
        let early = program.refused("2026-09-25T23:59:59-06:00", "bill close --period 2026-09");
        assert!(early.contains("2026-09 is not over"), "{early}");
        program.run("2026-09-26T00:00:00-06:00", "bill close --period 2026-09");
        let skipped = program.refused(&on_the_26th("2026-11"), "bill close --period 2026-11");
        assert!(skipped.contains("2026-10 is not closed"), "{skipped}");
        let not_closed = program.refused(&on_the_27th("2026-11"), "bill issue --period 2026-11");
        assert!(not_closed.contains("2026-11 is not closed"), "{not_closed}");
        let before = program.refused(&on_the_26th("2026-11"), "bill close --period 2026-08");
        assert!(before.contains("cannot be closed any more"), "{before}");
    }
}

#[test]
fn mail_waits_for_the_27th() {
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(&here("tests/examples/three-months"));
        program.close("2026-09");
        program.run(&on_the_26th("2026-09"), "bill issue --period 2026-09");
        let early = program.json("2026-09-26T23:59:59-06:00", "mail send");
        assert_eq!((early["sent"].as_i64(), early["queued"].as_i64()), (Some(0), Some(8)));
        assert_eq!(program.send("2026-09")["sent"], 8);
    }
}

#[test]
fn an_issued_document_cannot_be_changed_whoever_asks() {
    for database in databases() {
        let program = Program::on(&database);
        program.import_folder(&here("tests/examples/three-months"));
        program.close("2026-09");
        program.issue("2026-09");
        for statement in [
            "UPDATE invoices SET total_due_cents = 0",
            "DELETE FROM invoices",
            "UPDATE invoice_lines SET amount_cents = 0",
            "DELETE FROM invoice_taxes",
            "INSERT INTO invoice_sections SELECT invoice_id, section_no + 99, account_id, account_number, name, 0, '' FROM invoice_sections",
            "UPDATE postings SET amount_cents = 0",
            "DELETE FROM postings",
            "UPDATE audit SET actor = 'nobody'",
            "DELETE FROM audit",
            "UPDATE documents SET sha256 = ''",
            "UPDATE payments SET amount_cents = 1",
            "DELETE FROM charges WHERE invoice_id IS NOT NULL",
            "UPDATE calls SET seconds = 0",
        ] {
            let refused = database.execute(statement).expect_err(statement).to_string();
            assert!(refused.contains("never change"), "{statement}: {refused}");
        }
        program.verify();
    }
}

#[test]
fn verify_names_what_was_altered_behind_the_programs_back() {
    let database = support::sqlite();
    let program = Program::on(&database);
    program.import_folder(&here("tests/examples/three-months"));
    program.close("2026-09");
    program.issue("2026-09");
    program.verify();
    for statement in [
        "DROP TRIGGER invoice_lines_issued_update",
        "UPDATE invoice_lines SET amount_cents = amount_cents + 1 WHERE line_no = 0 AND invoice_id = 1",
        "DROP TRIGGER audit_fixed_update",
        "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
    ] {
        database.execute(statement).unwrap();
    }
    let output = program.output(support::program::IMPORT_CLOCK, "verify");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("does not add up") && said.contains("audit row 2"), "{said}");
}

#[test]
fn a_draft_whose_facts_changed_is_made_anew_before_it_goes_out() {
    for database in databases() {
        let program = Program::on(&database);
        let folder = here("tests/examples/three-months");
        program.import_folder(&folder);
        program.close("2026-09");
        // 100001-01-C2 of 20 September, one piece: 7.005 becomes 9.00.
        let changed =
            std::fs::read_to_string(folder.join("charges.csv")).unwrap().replace("1,7.005", "1,9.00");
        let file = database.path().join("charges.csv");
        std::fs::write(&file, changed).unwrap();
        program.run(support::program::IMPORT_CLOCK, &format!("import charges {}", file.display()));
        assert!(program.issue("2026-09").contains(": 7 invoices issued"), "the other seven go out");
        let review = program.json(&on_the_27th("2026-09"), "bill review --period 2026-09");
        assert_eq!((review["failed"].as_i64(), review["expected"].as_i64()), (Some(1), Some(8)));
        program.close("2026-09");
        assert!(program.issue("2026-09").contains(": 1 invoices issued"));
        let documents = program.documents("2026-09");
        let document = documents.iter().find(|document| document["account"] == "100001-01").unwrap();
        // By the expected document 2352.04 with 7.01: 1.99 more, and 3.35 % fee on 1842.47 + 1.99:
        // 61.79 instead of 61.72.
        assert_eq!(document["new_charges"], "2354.10");
        program.verify();
    }
}
