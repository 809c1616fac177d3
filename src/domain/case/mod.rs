//! Cases: what can happen to one and what that amounts to (REQUIREMENTS R6.1 to R6.6).
//!
//! Invariant: a case is its events. Its state, its clocks and its deadlines are computed from them and
//! from the time, which is an argument; nothing else is true.

pub mod clocks;
pub mod decide;
pub mod offer;
pub mod states;
mod told;
pub mod windows;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use told::Told;

use crate::values::Invalid;
use crate::values::money::Money;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseKind {
    /// Lines of invoices that should not be paid.
    Dispute,
    /// A question about a bill.
    Question,
    /// A move, add, change or delete that staff do on request.
    Macd,
    /// The same problem of several customers; only staff see it (REQUIREMENTS R6.9).
    Master,
}

/// Where a case stands (REQUIREMENTS R6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseState {
    /// Nobody has picked it up.
    New,
    /// Somebody works on it.
    InProgress,
    /// Closed: another case is the main one.
    Duplicate,
    /// Nothing happens until a set time.
    OnHold,
    /// Hardware is under way.
    Shipping,
    /// Waits for the customer's confirmation.
    Resolved,
    /// The customer was not content.
    Reopened,
    /// Closed, since the customer did not answer.
    ClosedNoResponse,
    /// Closed.
    Closed,
}

/// How urgent a case is (REQUIREMENTS R6.2). The order is from the most urgent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Priority {
    /// One problem that hits several customers.
    #[serde(rename = "1G")]
    OneG,
    /// A critical service is lost for a whole site.
    #[serde(rename = "1")]
    One,
    /// A critical service is impaired for several users.
    #[serde(rename = "2")]
    Two,
    /// A service that is not critical is impaired for several users, or lost for one.
    #[serde(rename = "3")]
    Three,
    /// A service that is not critical is impaired for one user; also every case that nobody reviewed.
    #[serde(rename = "4")]
    Four,
    /// A MACD request for which the customer pays to go before others (REQUIREMENTS R5.4).
    #[serde(rename = "expedited")]
    Expedited,
    /// Every other MACD request.
    #[serde(rename = "standard")]
    Standard,
}

/// Who made an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Someone of the customer's.
    Customer,
    /// Someone of the provider's.
    Staff,
    /// Nobody: a time came.
    Clock,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Through whom.
    pub side: Side,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum What {
    /// The case was opened.
    Opened {
        /// As the opener may set it.
        priority: Priority,
    },
    /// The customer wrote.
    Commented,
    /// The provider wrote to the customer.
    Replied,
    /// The provider wrote for itself.
    Noted,
    /// Someone is to work on it, or nobody any more.
    Assigned {
        /// The person's address.
        to: Option<String>,
    },
    /// Work begins.
    Started,
    /// Staff reviewed how urgent it is.
    PrioritySet {
        /// The new priority.
        priority: Priority,
    },
    /// Nothing can be done until then.
    Held {
        /// When it goes on by itself.
        until: DateTime<Utc>,
    },
    /// Work goes on.
    Resumed,
    /// Hardware is under way.
    Shipped,
    /// When the provider thinks it will be resolved.
    Estimated {
        /// That time.
        at: DateTime<Utc>,
    },
    /// The provider thinks it is resolved.
    Resolved,
    /// The customer thinks so too.
    Confirmed,
    /// The customer does not think so.
    Reopened,
    /// The customer does not pursue it.
    Withdrawn,
    /// Another case is the main one.
    MarkedDuplicate {
        /// Its number.
        of: String,
    },
    /// It will be closed unless the customer answers.
    ClosingAnnounced,
    /// It was closed, since the customer did not answer.
    ClosedNoResponse,
    /// Somebody higher up was asked to look.
    Escalated {
        /// From 1.
        level: u8,
    },
    /// It became one of those that a master case gathers.
    JoinedMaster {
        /// The master's number.
        master: String,
    },
    /// A new case follows on it.
    FollowedOn {
        /// Its number.
        by: String,
    },
    /// A promise will soon be broken.
    Warned {
        /// The promise.
        due: DateTime<Utc>,
    },
    /// A promise was broken.
    Missed {
        /// The promise.
        due: DateTime<Utc>,
    },
    /// A credit waits for a second person.
    Proposed {
        /// What would be credited of each disputed line, in order.
        parts: Vec<Money>,
    },
    /// The second person sent it back.
    SentBack,
    /// The dispute was accepted, whole or in part.
    Credited {
        /// The credit note's number.
        note: String,
        /// Its total.
        total: Money,
        /// Whether all that was disputed was credited.
        whole: bool,
    },
    /// The dispute was declined.
    Declined,
    /// The work waits for an approval.
    ApprovalAsked,
    /// The customer approved the work.
    Approved,
    /// The work takes longer: a quote waits for the customer.
    Quoted {
        /// So many units at most.
        units: u32,
        /// What they cost, the expedite fee included.
        total: Money,
    },
    /// The customer accepted the quote.
    QuoteAccepted,
    /// Time was written into the log.
    Logged {
        /// Billable minutes in all, after it.
        billable: u32,
        /// Minutes that do not count, after it.
        excluded: u32,
    },
    /// Billing confirmed what it costs.
    Reviewed {
        /// Units of work.
        units: u32,
        /// What they cost, the expedite fee included.
        total: Money,
    },
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [CaseKind; 4] = [CaseKind::Dispute, CaseKind::Question, CaseKind::Macd, CaseKind::Master];

    /// As stored, and as it stands in the names of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            CaseKind::Dispute => "dispute",
            CaseKind::Question => "question",
            CaseKind::Macd => "macd",
            CaseKind::Master => "master",
        }
    }
}

impl CaseState {
    /// Every state.
    pub const ALL: [CaseState; 9] = [
        CaseState::New,
        CaseState::InProgress,
        CaseState::Duplicate,
        CaseState::OnHold,
        CaseState::Shipping,
        CaseState::Resolved,
        CaseState::Reopened,
        CaseState::ClosedNoResponse,
        CaseState::Closed,
    ];

    /// As stored, and as it stands in the names of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            CaseState::New => "new",
            CaseState::InProgress => "in-progress",
            CaseState::Duplicate => "duplicate",
            CaseState::OnHold => "on-hold",
            CaseState::Shipping => "shipping",
            CaseState::Resolved => "resolved",
            CaseState::Reopened => "reopened",
            CaseState::ClosedNoResponse => "closed-no-response",
            CaseState::Closed => "closed",
        }
    }

    /// Whether nothing more is expected of anyone.
    pub const fn is_closed(self) -> bool {
        matches!(self, CaseState::Duplicate | CaseState::ClosedNoResponse | CaseState::Closed)
    }
}

impl Priority {
    /// Every priority, from the most urgent on.
    pub const ALL: [Priority; 7] = [
        Priority::OneG,
        Priority::One,
        Priority::Two,
        Priority::Three,
        Priority::Four,
        Priority::Expedited,
        Priority::Standard,
    ];

    /// Whether it is that of a MACD request, which the customer chose and pays for.
    pub const fn is_of_macd(self) -> bool {
        matches!(self, Priority::Expedited | Priority::Standard)
    }

    /// What a case of one customer can have, requests apart.
    pub const OF_ONE_CUSTOMER: [Priority; 4] =
        [Priority::One, Priority::Two, Priority::Three, Priority::Four];

    /// As stored and as people call it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Priority::OneG => "1G",
            Priority::One => "1",
            Priority::Two => "2",
            Priority::Three => "3",
            Priority::Four => "4",
            Priority::Expedited => "expedited",
            Priority::Standard => "standard",
        }
    }
}

impl Side {
    /// Every side.
    pub const ALL: [Side; 3] = [Side::Customer, Side::Staff, Side::Clock];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Side::Customer => "customer",
            Side::Staff => "staff",
            Side::Clock => "clock",
        }
    }
}

impl What {
    /// Its name in texts.
    pub const fn name(&self) -> &'static str {
        match self {
            What::Opened { .. } => "opened",
            What::Commented => "commented",
            What::Replied => "replied",
            What::Noted => "noted",
            What::Assigned { .. } => "assigned",
            What::Started => "started",
            What::PrioritySet { .. } => "priority-set",
            What::Held { .. } => "held",
            What::Resumed => "resumed",
            What::Shipped => "shipped",
            What::Estimated { .. } => "estimated",
            What::Resolved => "resolved",
            What::Confirmed => "confirmed",
            What::Reopened => "reopened",
            What::Withdrawn => "withdrawn",
            What::MarkedDuplicate { .. } => "marked-duplicate",
            What::ClosingAnnounced => "closing-announced",
            What::ClosedNoResponse => "closed-no-response",
            What::Escalated { .. } => "escalated",
            What::JoinedMaster { .. } => "joined-master",
            What::FollowedOn { .. } => "followed-on",
            What::Warned { .. } => "warned",
            What::Missed { .. } => "missed",
            What::Proposed { .. } => "proposed",
            What::SentBack => "sent-back",
            What::Credited { .. } => "credited",
            What::Declined => "declined",
            What::ApprovalAsked => "approval-asked",
            What::Approved => "approved",
            What::Quoted { .. } => "quoted",
            What::QuoteAccepted => "quote-accepted",
            What::Logged { .. } => "logged",
            What::Reviewed { .. } => "reviewed",
        }
    }

    /// Whether the customer sees it. What staff do among themselves is theirs.
    pub const fn is_shown_to_customers(&self) -> bool {
        !matches!(
            self,
            What::Noted | What::Warned { .. } | What::Missed { .. } | What::Proposed { .. } | What::SentBack
        )
    }

    /// Whether the provider tells the customer something with it, as a response or an update does. Logged
    /// work is one: customers follow it in real time (REQUIREMENTS R5.7).
    pub const fn is_word_to_customer(&self) -> bool {
        matches!(
            self,
            What::Replied
                | What::Held { .. }
                | What::Shipped
                | What::Estimated { .. }
                | What::Resolved
                | What::MarkedDuplicate { .. }
                | What::ClosingAnnounced
                | What::Credited { .. }
                | What::Declined
                | What::Quoted { .. }
                | What::Logged { .. }
        )
    }
}

macro_rules! read_and_write {
    ($($name:ident, $what:literal);* $(;)?) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<$name, Invalid> {
                let found = $name::ALL.into_iter().find(|one| one.as_str() == text);
                found.ok_or_else(|| Invalid(format!("{text:?} is no {}", $what)))
            }
        }
    )*};
}

read_and_write! {
    CaseKind, "kind of case";
    CaseState, "state of a case";
    Priority, "priority";
    Side, "side of a case";
}
