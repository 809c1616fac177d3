//! The outbox: one row per message, be it an invoice to a recipient or a notice, moved by guarded
//! updates. `enqueue` puts messages in, `claim` moves them, `report` counts them, `list` and `life` show them.

mod claim;
mod enqueue;
mod life;
mod list;
mod report;

pub use claim::{Claim, Claimed, Outcome, claim_next, count_due, mark_orphans_in_doubt, record};
pub use enqueue::{
    NewCopy, NewMessage, NewNoticeRow, has_message, insert_copy, insert_messages, insert_notice,
};
pub use life::{Life, Try, find_life};
pub use list::{Again, Brings, Kind, Posted, Wanted, count_again, count_unresolved, list_again, list_posted};
pub use report::{
    Undelivered, count_in_doubt, count_notice_states, count_sent_since, count_states, list_undelivered,
};

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::sql_types::Text;

use crate::domain::notice::{Facts, NoticeKind};
use crate::values::contact::Delivery;
use crate::values::ids::{InvoiceId, UserId};
use crate::values::period::BillingPeriod;

/// Which messages are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Every one.
    All,
    /// The invoices of one period.
    Period(BillingPeriod),
    /// Every notice.
    Notices,
}

/// What a message brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// An invoice, the way its recipient wants it.
    Invoice(InvoiceId, Delivery),
    /// A notice, what it is composed from and whose login it is about.
    Notice(NoticeKind, Facts, Option<UserId>),
}

/// A text column by whose index SQLite shall not look: another one of the query finds fewer rows.
fn unindexed(column: &str) -> SqlLiteral<Text> {
    sql::<Text>(&format!("({column} || '')"))
}
