//! Files that came with an event of a case.

use diesel::prelude::*;

use crate::on_either;
use crate::store::schema::case_files;
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::CaseId;

/// A file whose bytes are stored already.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// A safe name.
    pub name: String,
    /// What its content is.
    pub content_type: &'static str,
    /// How many bytes.
    pub size_bytes: i64,
    /// Under which the bytes are stored.
    pub sha256: String,
}

/// A file of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Row id.
    pub id: i64,
    /// The event that it came with.
    pub seq: i32,
    /// A safe name.
    pub name: String,
    /// What its content is.
    pub content_type: String,
    /// How many bytes.
    pub size_bytes: i64,
    /// Under which the bytes are stored.
    pub sha256: String,
}

#[derive(Insertable)]
#[diesel(table_name = case_files)]
struct NewRow<'a> {
    case_id: i64,
    seq: i32,
    name: &'a str,
    content_type: &'a str,
    size_bytes: i64,
    sha256: &'a str,
}

/// Adds files to the event `seq` of a case.
pub fn insert_files(
    conn: &mut AnyConnection,
    id: CaseId,
    seq: i32,
    files: &[NewFile],
) -> Result<(), StoreError> {
    let rows: Vec<NewRow<'_>> = files
        .iter()
        .map(|file| NewRow {
            case_id: id.0,
            seq,
            name: &file.name,
            content_type: file.content_type,
            size_bytes: file.size_bytes,
            sha256: &file.sha256,
        })
        .collect();
    on_either!(conn, |c| diesel::insert_into(case_files::table).values(&rows).execute(c))?;
    Ok(())
}

type Row = (i64, i32, String, String, i64, String);

type Columns = (
    case_files::id,
    case_files::seq,
    case_files::name,
    case_files::content_type,
    case_files::size_bytes,
    case_files::sha256,
);

const COLUMNS: Columns = (
    case_files::id,
    case_files::seq,
    case_files::name,
    case_files::content_type,
    case_files::size_bytes,
    case_files::sha256,
);

/// Every file of a case, in the order of their coming.
pub fn list_files(conn: &mut AnyConnection, id: CaseId) -> Result<Vec<FileRow>, StoreError> {
    let rows: Vec<Row> = case_files::table
        .filter(case_files::case_id.eq(id.0))
        .order(case_files::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(file).collect())
}

/// One file of a case.
pub fn find_file(conn: &mut AnyConnection, id: CaseId, file_id: i64) -> Result<Option<FileRow>, StoreError> {
    let row: Option<Row> = case_files::table
        .find(file_id)
        .filter(case_files::case_id.eq(id.0))
        .select(COLUMNS)
        .get_result(conn)
        .optional()?;
    Ok(row.map(file))
}

fn file((id, seq, name, content_type, size_bytes, sha256): Row) -> FileRow {
    FileRow { id, seq, name, content_type, size_bytes, sha256 }
}
