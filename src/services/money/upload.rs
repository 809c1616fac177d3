//! A file of payments that somebody uploads: looked through first, then loaded as it was.

use std::sync::Arc;

use crate::domain::access::Viewer;
use crate::services::imports::{ImportError, ImportKind, ImportOptions, ImportReport, import};
use crate::services::{App, ServiceError, Silent};

/// What a file would do.
#[derive(Clone, Debug)]
pub struct Look {
    /// The SHA-256 under which it is kept, so that the very same bytes are loaded.
    pub file: String,
    /// What loading it would do.
    pub report: ImportReport,
}

/// Keeps a file and does everything that loading it would do, then undoes it.
///
/// # Errors
/// What is wrong with it, line by line; a full disk.
pub async fn look_through(app: &Arc<App>, viewer: &Viewer, bytes: Vec<u8>) -> Result<Look, ImportError> {
    let report = run(app, viewer, bytes.clone(), true).await?;
    let file = app.files.put(bytes).await.map_err(ServiceError::from);
    Ok(Look { file: file.map_err(ImportError::Service)?, report })
}

/// Loads a file that was looked through, all of it or nothing; `None` where no such file is kept.
///
/// # Errors
/// What is wrong with it by now, line by line.
pub async fn load_file(
    app: &Arc<App>,
    viewer: &Viewer,
    file: &str,
) -> Result<Option<ImportReport>, ImportError> {
    let is_hash = file.len() == 64 && file.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash {
        return Ok(None);
    }
    match app.files.get(file).await {
        Ok(bytes) => Ok(Some(run(app, viewer, bytes, false).await?)),
        Err(_) => Ok(None),
    }
}

async fn run(
    app: &Arc<App>,
    viewer: &Viewer,
    bytes: Vec<u8>,
    dry_run: bool,
) -> Result<ImportReport, ImportError> {
    let (app, actor) = (Arc::clone(app), viewer.email.clone());
    let work = move || {
        let total_bytes = bytes.len() as u64;
        let options = ImportOptions { actor: &actor, dry_run, total_bytes };
        import(&app, ImportKind::Payments, bytes.as_slice(), &options, &Silent)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(why) => Err(ImportError::Service(ServiceError::Internal(format!("importing payments: {why}")))),
    }
}
