//! Settings of cases: limits, and who is asked when a customer wants someone higher up to look.

use serde::Deserialize;

use crate::values::Invalid;
use crate::values::contact::EmailAddress;
use crate::values::money::Money;

/// Cases.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseSettings {
    /// A credit above this needs a second person, in USD.
    pub approval_limit: Money,
    /// Largest file that may come along.
    pub max_file_bytes: u64,
    /// Whom to ask, by what a case is about.
    pub escalation: Escalation,
}

/// The escalation paths (REQUIREMENTS R6.6).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// For disputes and questions about bills, from level 1 up.
    pub billing: Vec<Level>,
    /// For work on services, from level 1 up.
    pub support: Vec<Level>,
}

/// One level of an escalation path.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Who it is.
    pub name: String,
    /// Their function.
    pub title: String,
    /// Where they are told.
    pub email: String,
    /// Their phone number, as written.
    pub phone: String,
}

impl CaseSettings {
    /// What the types do not say.
    ///
    /// # Errors
    /// A sentence with the name of the wrong setting.
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.approval_limit.is_negative() {
            return Invalid::because("settings: cases.approval_limit: an amount of 0.00 or more");
        }
        let paths = [("billing", &self.escalation.billing), ("support", &self.escalation.support)];
        for (path, levels) in paths {
            if levels.is_empty() || levels.len() > 9 {
                return Invalid::because(format!("settings: cases.escalation.{path}: one to nine levels"));
            }
            for (level, one) in (1..).zip(levels) {
                let _: EmailAddress = one.email.parse().map_err(|why| {
                    Invalid(format!("settings: cases.escalation.{path}: level {level}: email: {why}"))
                })?;
            }
        }
        Ok(())
    }
}
