//! Structured logs, on standard error.

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSettings};
use crate::values::Invalid;

/// Starts logging as the settings say.
///
/// # Errors
/// A filter that does not read.
pub fn start(settings: &LogSettings) -> Result<(), Invalid> {
    let filter = EnvFilter::try_new(&settings.filter)
        .map_err(|why| Invalid(format!("settings: log.filter: {why}")))?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
    started.map_err(|why| Invalid(format!("logging does not start: {why}")))
}
