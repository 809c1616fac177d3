//! Notices: e-mails that tell one person of one thing.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::values::Invalid;

/// What a notice is composed from, beside its kind: texts by name, as its Fluent messages name them.
pub type Facts = BTreeMap<String, String>;

/// The fact that stands in the message as it was typed, with its lines.
pub const WORDS: &str = "words";

/// The fact that names the message which this one answers.
pub const THREAD: &str = "thread";

/// What a notice tells of. Its words are the messages `notice-<kind>-subject`, `-text`, `-button`
/// and `-note`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// The link to set a new password, for who has forgotten theirs.
    PasswordReset,
    /// Somebody may see an account, and sets the first password of their login.
    Invited,
    /// The same for one of the provider's own.
    StaffInvited,
    /// A password was changed.
    PasswordChanged,
    /// The link that confirms a new address; goes there.
    EmailConfirm,
    /// Somebody asked to change the address; goes to the one that counts until then.
    EmailChanging,
    /// The address was changed; goes to the one that counted until then.
    EmailChanged,
    /// A second factor was set up.
    FactorAdded,
    /// The second factor was turned off.
    FactorRemoved,
    /// Staff removed the second factor.
    FactorReset,
    /// New recovery codes were made.
    CodesMade,
    /// Somebody signed in with a recovery code.
    CodeUsed,
    /// Something happened to a case, for the customer.
    CaseCustomer,
    /// Something happened to a case, for who works on it or was asked to look.
    CaseStaff,
    /// Something is past due.
    Reminder,
    /// Somebody tries out whether mail goes.
    MailTest,
}

/// What the button of a notice opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeLink {
    /// A page of the portal.
    Page(&'static str),
    /// A signed link of its own.
    Signed,
    /// The page below this one of the case that the fact `case` names.
    Case(&'static str),
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [NoticeKind; 16] = [
        NoticeKind::PasswordReset,
        NoticeKind::Invited,
        NoticeKind::StaffInvited,
        NoticeKind::PasswordChanged,
        NoticeKind::EmailConfirm,
        NoticeKind::EmailChanging,
        NoticeKind::EmailChanged,
        NoticeKind::FactorAdded,
        NoticeKind::FactorRemoved,
        NoticeKind::FactorReset,
        NoticeKind::CodesMade,
        NoticeKind::CodeUsed,
        NoticeKind::CaseCustomer,
        NoticeKind::CaseStaff,
        NoticeKind::Reminder,
        NoticeKind::MailTest,
    ];

    /// As stored, and as it stands in the names of its messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            NoticeKind::PasswordReset => "password-reset",
            NoticeKind::Invited => "invited",
            NoticeKind::StaffInvited => "staff-invited",
            NoticeKind::PasswordChanged => "password-changed",
            NoticeKind::EmailConfirm => "email-confirm",
            NoticeKind::EmailChanging => "email-changing",
            NoticeKind::EmailChanged => "email-changed",
            NoticeKind::FactorAdded => "factor-added",
            NoticeKind::FactorRemoved => "factor-removed",
            NoticeKind::FactorReset => "factor-reset",
            NoticeKind::CodesMade => "codes-made",
            NoticeKind::CodeUsed => "code-used",
            NoticeKind::CaseCustomer => "case-customer",
            NoticeKind::CaseStaff => "case-staff",
            NoticeKind::Reminder => "reminder",
            NoticeKind::MailTest => "mail-test",
        }
    }

    /// What its button opens.
    pub const fn link(self) -> NoticeLink {
        match self {
            NoticeKind::PasswordReset
            | NoticeKind::Invited
            | NoticeKind::StaffInvited
            | NoticeKind::EmailConfirm => NoticeLink::Signed,
            // Who did not do it themself needs a new password first.
            NoticeKind::PasswordChanged | NoticeKind::EmailChanging => NoticeLink::Page("/forgot"),
            NoticeKind::EmailChanged => NoticeLink::Page("/"),
            NoticeKind::CaseCustomer => NoticeLink::Case("/cases"),
            NoticeKind::CaseStaff => NoticeLink::Case("/office/cases"),
            NoticeKind::Reminder => NoticeLink::Page("/payments"),
            NoticeKind::MailTest => NoticeLink::Page("/office/settings/mail"),
            _ => NoticeLink::Page("/login"),
        }
    }
}

impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for NoticeKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<NoticeKind, Invalid> {
        let found = NoticeKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| Invalid(format!("{text:?} is no kind of notice")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_and_write_the_same() {
        for kind in NoticeKind::ALL {
            assert_eq!(kind.to_string().parse::<NoticeKind>().unwrap(), kind);
        }
        assert!("invoice".parse::<NoticeKind>().is_err(), "an invoice is no notice");
    }
}
