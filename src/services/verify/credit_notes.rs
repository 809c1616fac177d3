//! Credit notes, added up and rendered again.

use std::collections::HashMap;

use chrono::Datelike;

use super::{Verification, is_booked};
use crate::domain::credit_note::CreditNote;
use crate::domain::ledger::Entry;
use crate::services::credit_notes::render;
use crate::services::{App, ServiceError};
use crate::store::{StoreError, checks, credit_notes, documents};
use crate::values::hash::sha256;
use crate::values::ids::CreditNoteId;
use crate::values::number::CreditNumber;

/// Documents in memory at once.
const NOTES_PER_CHUNK: i64 = 200;

/// Looks at every credit note.
pub(super) async fn check(app: &App, found: &mut Verification) -> Result<(), ServiceError> {
    let mut places: HashMap<i32, i64> = HashMap::new();
    let mut after = CreditNoteId(0);
    loop {
        let ids = app.db.read(|conn| credit_notes::list_ids(conn, after, NOTES_PER_CHUNK))?;
        let Some(last) = ids.last() else { return Ok(()) };
        after = *last;
        let raw: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let mut booked = app.db.read(|conn| checks::postings_of(conn, "credit_note", &raw))?;
        for id in ids {
            found.credit_notes += 1;
            let note = match app.db.read(|conn| credit_notes::load(conn, &[id])) {
                Ok(notes) => notes.into_iter().next(),
                Err(StoreError::Corrupt(why)) => {
                    found.differences.push(why);
                    None
                }
                Err(other) => return Err(other.into()),
            };
            let Some(note) = note else { continue };
            number_without_gap(&note, &mut places, found);
            if !is_booked(booked.remove(&id.0), &Entry::of_credit(note.credited_on, &note.charges())) {
                found.differences.push(format!("{}: its postings are not what it credits", note.number));
            }
            check_document(app, &note, found).await?;
        }
    }
}

fn number_without_gap(note: &CreditNote, places: &mut HashMap<i32, i64>, found: &mut Verification) {
    let place = places.entry(note.credited_on.year()).or_default();
    *place += 1;
    let expected = CreditNumber::in_series(&CreditNumber::series(note.credited_on.year()), *place);
    if note.number != expected {
        found.differences.push(format!("after a gap, {} stands where {expected} should", note.number));
    }
}

async fn check_document(app: &App, note: &CreditNote, found: &mut Verification) -> Result<(), ServiceError> {
    let number = &note.number;
    match app.db.read(|conn| documents::find_note_document(conn, note.id))? {
        None => found.differences.push(format!("{number}: its PDF is not stored yet")),
        Some(stored) => {
            if sha256(&render(note)?) != stored {
                let difference = "rendered again, its PDF differs from the issued one";
                found.differences.push(format!("{number}: {difference}"));
            }
            if let Err(why) = app.files.get(&stored).await {
                found.differences.push(format!("{number}: its stored PDF: {why}"));
            }
        }
    }
    Ok(())
}
