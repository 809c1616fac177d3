//! Sends notices as soon as there is one.

use std::sync::Arc;

use crate::services::App;
use crate::services::delivery::{self, Transport};

/// Where notices go; `None` where the scheduler alone sends.
pub struct Post(pub Option<Transport>);

impl Post {
    /// Wakes the sending and does not wait for it. What does not go out now goes with the
    /// scheduler's next wake-up.
    pub fn wake(&self, app: &Arc<App>) {
        let Some(transport) = self.0.clone() else { return };
        let app = Arc::clone(app);
        actix_web::rt::spawn(async move {
            if let Err(error) = delivery::send_notices(&app, &transport).await {
                tracing::warn!(%error, "notices wait for the next wake-up");
            }
        });
    }
}
