//! Keeps to the mail provider's limits per second and per day.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::services::{App, ServiceError, blocking};
use crate::store::outbox;

/// A gate that all connections share.
pub struct Pacer {
    spacing: Option<Duration>,
    next: Mutex<Instant>,
    /// Messages left for today; `i64::MAX` where there is no limit.
    left_today: AtomicI64,
}

impl Pacer {
    /// With the settings' limits, less what was sent in the last 24 hours.
    ///
    /// # Errors
    /// The database.
    pub async fn new(app: &App) -> Result<Pacer, ServiceError> {
        let mail = &app.settings.mail;
        let left_today = match mail.per_day {
            0 => i64::MAX,
            limit => {
                let (db, since) = (app.db.clone(), app.clock.now() - TimeDelta::days(1));
                let sent = blocking(move || db.read(|conn| outbox::count_sent_since(conn, since))).await?;
                (i64::from(limit) - sent).max(0)
            }
        };
        Ok(Pacer {
            spacing: (mail.per_second > 0).then(|| Duration::from_secs(1) / mail.per_second),
            next: Mutex::new(Instant::now()),
            left_today: AtomicI64::new(left_today),
        })
    }

    /// Whether the day's limit leaves room for one more message, and takes that room.
    pub fn may_send(&self) -> bool {
        self.left_today.fetch_sub(1, Ordering::Relaxed) > 0
    }

    /// Waits for this message's turn.
    pub async fn wait(&self) {
        let Some(spacing) = self.spacing else { return };
        let turn = {
            let mut next = self.next.lock().await;
            let turn = (*next).max(Instant::now());
            *next = turn + spacing;
            turn
        };
        sleep_until(turn).await;
    }
}
