//! What commands print: a report for people or JSON, a progress bar on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::CliError;
use crate::services::Progress;
use crate::values::Invalid;

/// Prints `value` as JSON.
pub fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value).map_err(|why| Invalid(why.to_string()))?;
    println!("{text}");
    Ok(())
}

/// A progress bar on standard error; hidden where that is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that appears with its first step.
    pub fn new() -> Bar {
        Bar(ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8)))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn start(&self, total: u64, what: &str) {
        let template = if total > 0 {
            "{msg:10} {wide_bar} {human_pos} of {human_len}, {eta} left"
        } else {
            "{msg:10} {spinner} {human_pos}"
        };
        let style = ProgressStyle::with_template(template).expect("a template that was tried");
        self.0.set_style(style);
        self.0.set_message(what.to_owned());
        self.0.reset();
        self.0.set_length(total);
    }

    fn advance(&self, done: u64) {
        self.0.inc(done);
    }

    fn step(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }
}
