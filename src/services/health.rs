//! Whether this process can do its work.

use super::{App, ServiceError, blocking, delivery};

/// The database answers and is as new as the program; mail can be handed over.
///
/// # Errors
/// Why not.
pub async fn check_ready(app: &App) -> Result<(), ServiceError> {
    let db = app.db.clone();
    blocking(move || db.require_current()).await?;
    delivery::check_reachable(app).await
}
