//! Importing CSV files, on both databases (INTERFACES, "CSV files for import").

mod support;

use std::fs;
use std::path::Path;

use billcenter::services::imports::{ImportError, ImportKind, ImportOptions, ImportReport, import};
use billcenter::services::{App, Silent};
use support::databases;

const NOW: &str = "2026-12-01T12:00:00-07:00";

fn options() -> ImportOptions<'static> {
    ImportOptions { actor: "a test", dry_run: false, total_bytes: 0 }
}

fn try_load(app: &App, kind: ImportKind, text: &str) -> Result<ImportReport, ImportError> {
    import(app, kind, text.as_bytes(), &options(), &Silent)
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
            let report = try_load(&app, kind, &text).unwrap();
            assert_eq!((report.rows, report.added), (rows, rows), "{kind}");
            let report = try_load(&app, kind, &text).unwrap();
            assert_eq!((report.rows, report.unchanged), (rows, rows), "{kind}");
        }
    }
}
