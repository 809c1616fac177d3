//! Whether this process can do its work.

use super::{App, ServiceError};

/// The database answers and is as new as the program.
///
/// # Errors
/// Why not.
pub fn check_ready(app: &App) -> Result<(), ServiceError> {
    Ok(app.db.require_current()?)
}
