//! The wake-up: once a minute, in UTC, and nothing more. It decides nothing; `services::due` does.
//!
//! tokio-cron-scheduler fixes the UTC offset when a job is made and forgets missed runs, so it is
//! given no times of the month.

use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::services::delivery::Transport;
use crate::services::{App, due};

/// At second 0 of every minute.
const EVERY_MINUTE: &str = "0 * * * * *";

/// Wakes `due` now, to catch up, and then every minute, until the returned scheduler is shut down.
///
/// # Errors
/// The scheduler cannot be started.
pub async fn start(app: App, transport: Transport) -> Result<JobScheduler, JobSchedulerError> {
    // Room for one: a wake-up while the work goes on is remembered once, not piled up.
    let (wake, woken) = mpsc::channel(1);
    std::thread::Builder::new()
        .name("due".to_owned())
        .spawn(move || work(&app, &transport, woken))
        .map_err(|_| JobSchedulerError::StartScheduler)?;
    let _ = wake.try_send(());
    let scheduler = JobScheduler::new().await?;
    let job = Job::new_async(EVERY_MINUTE, move |_, _| {
        let _ = wake.try_send(());
        Box::pin(async {})
    })?;
    scheduler.add(job).await?;
    scheduler.start().await?;
    Ok(scheduler)
}

/// A month's work is long and talks to the database all the time: it has a thread of its own.
fn work(app: &App, transport: &Transport, mut woken: mpsc::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else {
        tracing::error!("no runtime for the month's work");
        return;
    };
    runtime.block_on(async {
        while woken.recv().await.is_some() {
            if let Err(error) = due::run(app, transport).await {
                tracing::error!(%error, "what was due could not be finished; it is tried again in a minute");
            }
        }
    });
}
