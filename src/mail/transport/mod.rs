//! Handing a message over, and what is known afterwards.
//!
//! One recipient per envelope: a server that refuses one of several recipients would otherwise take
//! the message from the others too. A session carries many messages, one after the other; after any
//! refusal it is spent and a new one is opened.

mod folder;
mod settings;
mod smtp;
mod tls;
mod wire;

use std::fmt;
use std::path::PathBuf;

pub use folder::{FolderSession, FolderTransport};
pub use settings::{Security, SmtpSettings, Timeouts};
pub use smtp::{SmtpSession, SmtpTransport};

use crate::values::Invalid;
use crate::values::contact::EmailAddress;

/// Where messages go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(SmtpTransport),
    /// Into a folder, one `.eml` file each: rehearsals and demonstrations.
    Folder(FolderTransport),
}

/// A way that is open: one connection, or the folder.
#[derive(Debug)]
pub enum Session {
    /// A connection to a mail server.
    Smtp(Box<SmtpSession>),
    /// The folder.
    Folder(FolderSession),
}

/// Who sends and the one who receives. Refusals after acceptance (bounces) go to `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The return path.
    pub from: EmailAddress,
    /// The recipient.
    pub to: EmailAddress,
}

/// The server took the message: from here on it is responsible for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its final answer, code and text, such as `250 2.0.0 Ok: queued as 4F1C2`.
    pub response: String,
}

/// At which point a server refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It does not take mail from this sender now.
    Sender,
    /// It does not take mail for this recipient.
    Recipient,
    /// It knows the recipient and does not take this message.
    Message,
}

/// Why a message was not taken, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The server said "not now" (4xx): try again later.
    #[error("the server refuses {step} for now: {response}")]
    Temporary {
        /// What it refused.
        step: Step,
        /// Its answer, code and text.
        response: String,
    },
    /// The server said "never" (5xx) to the recipient or to the message: do not try again, tell
    /// staff. `Step::Recipient` speaks about the address, `Step::Message` about the content.
    #[error("the server refuses {step}: {response}")]
    Permanent {
        /// What it refused.
        step: Step,
        /// Its answer, code and text.
        response: String,
    },
    /// Nothing was handed over, for a reason that lies in the way and not in this message: no
    /// connection, no encryption, sign-in or sender refused, dropped or stalled before the end
    /// of the message. Try again later.
    #[error("the mail server could not be reached: {why}")]
    Unreachable {
        /// What happened, for staff.
        why: String,
    },
    /// The whole message was handed over and the server's answer never came: it may have been
    /// taken (RFC 1047). Whoever tries again may double it; the doubt is to be shown.
    #[error("the message may have been taken: {why}")]
    Unknown {
        /// What happened, for staff.
        why: String,
    },
}

impl Refusal {
    /// Whether another try may succeed and cannot double the message.
    pub fn may_be_retried(&self) -> bool {
        matches!(self, Refusal::Temporary { .. } | Refusal::Unreachable { .. })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Sender => "the sender",
            Step::Recipient => "the recipient",
            Step::Message => "the message",
        })
    }
}

impl Transport {
    /// To the mail server that `settings` name.
    ///
    /// # Errors
    /// [`Invalid`] where the settings contradict themselves, or a certificate cannot be read.
    pub fn smtp(settings: SmtpSettings) -> Result<Transport, Invalid> {
        SmtpTransport::new(settings).map(Transport::Smtp)
    }

    /// Into a folder, which is made at the first message.
    pub fn folder(path: impl Into<PathBuf>) -> Transport {
        Transport::Folder(FolderTransport::new(path))
    }

    /// Opens a session: for SMTP connects, greets, encrypts and signs in.
    ///
    /// # Errors
    /// [`Refusal::Unreachable`], whatever the server says: nothing about a message is known yet.
    pub async fn open(&self) -> Result<Session, Refusal> {
        match self {
            Transport::Smtp(smtp) => smtp.open().await.map(|session| Session::Smtp(Box::new(session))),
            Transport::Folder(folder) => folder.open().await.map(Session::Folder),
        }
    }
}

impl Session {
    /// Hands one message over. `message` is sent byte for byte: lines end in CRLF and are no longer
    /// than 998 bytes, as [`crate::mail::message`] writes them.
    ///
    /// # Errors
    /// Any [`Refusal`]; the session is spent then.
    pub async fn send(&mut self, envelope: &Envelope, message: &[u8]) -> Result<Accepted, Refusal> {
        match self {
            Session::Smtp(smtp) => smtp.send(envelope, message).await,
            Session::Folder(folder) => folder.send(envelope, message).await,
        }
    }

    /// Whether to open another session for the next message: after a refusal, after a `send` that
    /// was cancelled, or after as many messages as one connection carries.
    pub fn is_spent(&self) -> bool {
        match self {
            Session::Smtp(smtp) => smtp.is_spent(),
            Session::Folder(_) => false,
        }
    }

    /// Says good-bye to the server. Nothing depends on its answer.
    pub async fn close(self) {
        match self {
            Session::Smtp(smtp) => smtp.close().await,
            Session::Folder(_) => {}
        }
    }
}
