//! The post as staff look after it: every message and its life, invoices sent again, addresses that take no
//! mail (REQUIREMENTS R4.4). How messages leave is in [`super::delivery`].

mod addresses;
mod resend;

pub use crate::store::outbox::{Brings, Kind, Life, Posted, Try, Wanted};
pub use crate::store::suppressed::Suppressed;
pub use addresses::{ADDRESSES_PER_PAGE, lift, list_addresses};
pub use resend::{Again, MOST_AT_ONCE, Resent, resend, resend_failed};

use std::collections::BTreeMap;

use super::{App, ServiceError};
use crate::domain::contacts::Objection;
use crate::domain::delivery::MessageState;
use crate::store::{StoreError, outbox, people, suppressed};
use crate::values::ids::OutboxId;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Messages on a page of the list.
pub const MESSAGES_PER_PAGE: usize = 50;

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// It is a notice: its links and words were for then.
    Notice,
    /// The message or a copy of it is on its way.
    UnderWay,
    /// Somebody sent a copy meanwhile.
    SentMeanwhile,
    /// The address takes no mail.
    Suppressed(Box<Suppressed>),
    /// The contact has another address meanwhile, or is gone.
    ContactChanged,
    /// The viewer may not change this contact.
    ContactNotAllowed,
    /// The contact's change is refused.
    Contact(Objection),
    /// So many are meant now, not what was on the screen.
    OthersNow(i64),
    /// There is to be a reason.
    NoReason,
    /// Somebody let mail go to the address meanwhile.
    Lifted,
}

/// What came of something that was wanted.
pub type Outcome<T> = Result<T, Refusal>;

/// What the list is to be narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// All but the account.
    pub wanted: Wanted,
    /// About this account.
    pub account: Option<AccountNumber>,
}

/// A page of messages.
#[derive(Clone, Debug)]
pub struct Page {
    /// The newest first.
    pub messages: Vec<Posted>,
    /// Where the next page begins.
    pub next: Option<OutboxId>,
    /// How many first messages of the chosen period stand in each state, and how many are in doubt; `None`
    /// where none is chosen.
    pub counts: Option<Counts>,
    /// Addresses that take no mail.
    pub silent: i64,
}

/// A period's first messages by state.
#[derive(Clone, Debug)]
pub struct Counts {
    /// By the state's name.
    pub states: BTreeMap<String, i64>,
    /// Those whose server's answer was lost.
    pub in_doubt: i64,
    /// Those that failed and were not sent again, whose address takes mail.
    pub again: i64,
}

impl Counts {
    /// How many stand so.
    pub fn of(&self, state: MessageState) -> i64 {
        self.states.get(state.as_str()).copied().unwrap_or(0)
    }
}

/// A page of every message, going on before `before`.
///
/// # Errors
/// An account that does not exist.
pub fn list_messages(app: &App, filter: &Filter, before: Option<OutboxId>) -> Result<Page, ServiceError> {
    app.db.read(|conn| {
        let mut wanted = filter.wanted.clone();
        if let Some(number) = &filter.account {
            let missing = || ServiceError::NotFound(format!("account {number}"));
            wanted.account = Some(people::find_account(conn, number)?.ok_or_else(missing)?.0);
        }
        let mut messages = outbox::list_posted(conn, &wanted, before, MESSAGES_PER_PAGE as i64 + 1)?;
        let more = messages.len() > MESSAGES_PER_PAGE;
        messages.truncate(MESSAGES_PER_PAGE);
        let counts = |period: BillingPeriod| {
            Ok::<_, StoreError>(Counts {
                states: outbox::count_states(conn, Some(period))?,
                in_doubt: outbox::count_in_doubt(conn, Some(period))?,
                again: outbox::count_again(conn, period)?,
            })
        };
        let counts = wanted.period.map(counts).transpose()?;
        Ok(Page {
            next: messages.last().filter(|_| more).map(|last| last.id),
            counts,
            silent: suppressed::count(conn)?,
            messages,
        })
    })
}

/// The life of the message with row `id`, and what is known of its address where it takes no mail.
///
/// # Errors
/// None of that id.
pub fn open_message(app: &App, id: OutboxId) -> Result<(Life, Option<Suppressed>), ServiceError> {
    app.db.read(|conn| {
        let missing = || ServiceError::NotFound(format!("message {}", id.0));
        let life = outbox::find_life(conn, id)?.ok_or_else(missing)?;
        let silent = suppressed::find(conn, &life.message.email)?;
        Ok((life, silent))
    })
}
