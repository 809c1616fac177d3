//! Files that come along with a message.

use super::{App, ServiceError, allowed, missing};
use crate::domain::access::Viewer;
use crate::domain::attachment::{FILES_AT_ONCE, FileFlaw, inspect};
use crate::store::cases::{self, FileRow, NewFile};
use crate::values::number::CaseNumber;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    /// As the sender named it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Looks at files and stores their bytes. What is stored and not used does no harm: files are kept by
/// their content.
///
/// # Errors
/// A full disk. What speaks against a file is in the outcome.
pub async fn keep_files(
    app: &App,
    uploads: Vec<Upload>,
) -> Result<Result<Vec<NewFile>, FileFlaw>, ServiceError> {
    if uploads.len() > FILES_AT_ONCE {
        return Ok(Err(FileFlaw::TooMany));
    }
    let most = app.settings.cases.max_file_bytes;
    let looked_at: Result<Vec<_>, FileFlaw> =
        uploads.iter().map(|upload| inspect(&upload.name, &upload.bytes, most)).collect();
    let found = allowed!(looked_at);
    let mut kept = Vec::with_capacity(found.len());
    for (file, upload) in found.into_iter().zip(uploads) {
        let size_bytes = upload.bytes.len() as i64;
        let sha256 = app.files.put(upload.bytes).await?;
        kept.push(NewFile { name: file.name, content_type: file.content_type, size_bytes, sha256 });
    }
    Ok(Ok(kept))
}

/// A file of a case. One that came with a note of staff does not exist for customers.
///
/// # Errors
/// A case or file that does not exist for the viewer.
pub fn find_file(app: &App, viewer: &Viewer, number: CaseNumber, file: i64) -> Result<FileRow, ServiceError> {
    app.db.read(|conn| {
        let case = cases::find_case(conn, viewer.scope(), number.0)?.ok_or_else(|| missing(number))?;
        let none = || ServiceError::NotFound(format!("file {file} of case {number}"));
        let found = cases::find_file(conn, case.id, file)?.ok_or_else(none)?;
        if viewer.role.is_customer() {
            let events = cases::load_events(conn, case.id)?;
            let event = events.iter().find(|row| row.seq == found.seq).ok_or_else(none)?;
            if !event.event.what.is_shown_to_customers() {
                return Err(none());
            }
        }
        Ok(found)
    })
}

/// The bytes of a file that [`find_file`] found.
///
/// # Errors
/// The file store.
pub async fn read_file(app: &App, file: &FileRow) -> Result<Vec<u8>, ServiceError> {
    Ok(app.files.get(&file.sha256).await?)
}
