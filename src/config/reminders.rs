//! Settings of reminders.

use chrono::NaiveTime;
use serde::Deserialize;

use crate::domain::reminder::Schedule;
use crate::values::Invalid;
use crate::values::money::Money;

/// Reminders of what is past due.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderSettings {
    /// On which days after the due date.
    pub days: Schedule,
    /// When on a business day, Mountain Time.
    pub at: NaiveTime,
    /// What is less in all is not worth one, in USD.
    pub least: Money,
}

impl ReminderSettings {
    /// What the types do not say.
    ///
    /// # Errors
    /// A sentence with the name of the wrong setting.
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.least > Money::ZERO {
            return Ok(());
        }
        Invalid::because("settings: reminders.least: an amount above 0.00")
    }
}
