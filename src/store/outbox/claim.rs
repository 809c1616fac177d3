//! A message that is due is claimed by one process, and what became of the try is recorded.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{Matter, Which, unindexed};
use crate::domain::delivery::MessageState;
use crate::store::rows::{instant, value};
use crate::store::schema::{outbox, outbox_tries};
use crate::store::{AnyConnection, StoreError, suppressed};
use crate::values::contact::EmailAddress;
use crate::values::ids::{InvoiceId, OutboxId, UserId};
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;
use crate::values::period::BillingPeriod;

/// A message that is this process's to send.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Row id.
    pub id: OutboxId,
    /// What it brings.
    pub matter: Matter,
    /// Where to.
    pub email: EmailAddress,
    /// The recipient's name.
    pub name: String,
    /// The recipient's language.
    pub locale: Locale,
    /// The same on every try.
    pub message_id: MessageId,
    /// When it was first due: the Date of its header.
    pub dated_at: DateTime<Utc>,
    /// Tries that failed so far.
    pub attempts: u32,
    /// Whether an earlier message brought the same.
    pub is_copy: bool,
}

/// What a look for the next message found.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// The next message; `None` where none is due.
    pub message: Option<Claimed>,
    /// Messages that were passed over, because their address takes no mail.
    pub suppressed: usize,
}

/// What became of a try.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The message.
    pub id: OutboxId,
    /// Where it stands now.
    pub state: MessageState,
    /// When it is tried again, where it is.
    pub retry_at: Option<DateTime<Utc>>,
    /// Whether the answer was lost after the last byte.
    pub in_doubt: bool,
    /// What the server answered, or why there was no answer.
    pub response: String,
    /// The address, where the server refused it itself: nothing more is sent to it.
    pub condemned: Option<EmailAddress>,
    /// When this was known.
    pub at: DateTime<Utc>,
}

/// Puts back what a process left behind that died while sending: it may have arrived, so the doubt
/// is shown, and it is sent again, because a lost invoice is worse than a second copy of the same
/// bytes. Only for the one process that holds the right to send.
pub fn mark_orphans_in_doubt(conn: &mut AnyConnection, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let orphans = outbox::table.filter(outbox::state.eq(MessageState::Sending.as_str()));
    let ids: Vec<i64> = orphans.select(outbox::id).load(conn)?;
    for id in &ids {
        let lost = Outcome {
            id: OutboxId(*id),
            state: MessageState::Retrying,
            retry_at: None,
            in_doubt: true,
            response: DIED.to_owned(),
            condemned: None,
            at: now,
        };
        insert_try(conn, &lost)?;
    }
    Ok(diesel::update(orphans)
        .set((
            outbox::state.eq(MessageState::Retrying.as_str()),
            outbox::in_doubt.eq(true),
            outbox::due_at.eq(now.naive_utc()),
            outbox::response.eq(DIED),
        ))
        .execute(conn)?)
}

/// What is known of a try whose process died.
const DIED: &str = "The process that was sending it ended before the server's answer was written down.";

/// Claims the next message that is due, notices first and then the oldest. Those to addresses that take no
/// mail are not tried.
pub fn claim_next(conn: &mut AnyConnection, which: Which, now: DateTime<Utc>) -> Result<Claim, StoreError> {
    let mut suppressed = 0;
    while let Some(row) = find_due(conn, which, now)? {
        let free = outbox::table.find(row.0).filter(outbox::state.eq_any(waiting()));
        if let Some(known) = suppressed::find(conn, &row.2)? {
            suppressed += diesel::update(free)
                .set((
                    outbox::state.eq(MessageState::Suppressed.as_str()),
                    outbox::due_at.eq(now.naive_utc()),
                    outbox::response.eq(known.why),
                ))
                .execute(conn)?;
            continue;
        }
        let moved =
            diesel::update(free).set(outbox::state.eq(MessageState::Sending.as_str())).execute(conn)?;
        // On PostgreSQL another connection may have taken it between the two statements: look again.
        if moved == 1 {
            return Ok(Claim { message: Some(claimed(row)?), suppressed });
        }
    }
    Ok(Claim { message: None, suppressed })
}

/// The states in which a message waits for its turn.
fn waiting() -> [&'static str; 2] {
    [MessageState::Queued, MessageState::Retrying].map(MessageState::as_str)
}

type DueRow = (i64, Matters, String, String, String, String, NaiveDateTime, i32, Option<i64>);

type Matters = (String, Option<i64>, Option<String>, String, Option<i64>);

/// The columns of a [`DueRow`], in its order.
macro_rules! columns {
    () => {
        (
            outbox::id,
            (outbox::kind, outbox::invoice_id, outbox::delivery, outbox::detail, outbox::user_id),
            outbox::email,
            outbox::name,
            outbox::locale,
            outbox::message_id,
            outbox::dated_at,
            outbox::attempts,
            outbox::copy_of,
        )
    };
}

/// Messages in `$state` whose time has come.
macro_rules! due {
    (notices, $state:expr, $now:expr) => {
        // Said so that the small index of unsent notices serves.
        due!($state, $now).filter(outbox::invoice_id.is_null()).filter(outbox::sent_at.is_null())
    };
    ($state:expr, $now:expr) => {
        outbox::table
            .filter(outbox::state.eq($state))
            .filter(outbox::due_at.le($now.naive_utc()))
            .into_boxed::<<AnyConnection as Connection>::Backend>()
    };
}

/// Invoices of one period or of all, found in the order in which they are due: by their state's index, not by
/// their period's.
macro_rules! due_invoices {
    ($period:expr, $state:expr, $now:expr) => {
        match $period {
            Some(period) => due!($state, $now).filter(unindexed("outbox.period").eq(period.to_string())),
            None => due!($state, $now).filter(unindexed("outbox.period").is_not_null()),
        }
    };
}

/// The first that waits, in the order in which they are due. Each state is asked for by itself: of both together
/// a database would sort every one that is due.
fn find_due(
    conn: &mut AnyConnection,
    which: Which,
    now: DateTime<Utc>,
) -> Result<Option<DueRow>, StoreError> {
    macro_rules! first {
        ($of:expr) => {{
            let mut first: Option<(NaiveDateTime, DueRow)> = None;
            for state in waiting() {
                let row: Option<(NaiveDateTime, DueRow)> = $of(state)
                    .order((outbox::due_at, outbox::id))
                    .select((outbox::due_at, columns!()))
                    .first(conn)
                    .optional()?;
                let place = |row: &(NaiveDateTime, DueRow)| (row.0, row.1.0);
                first = first.into_iter().chain(row).min_by_key(place);
            }
            first.map(|(_, row)| row)
        }};
    }
    let period = match which {
        Which::Period(period) => Some(period),
        Which::All | Which::Notices => {
            let notice = first!(|state| due!(notices, state, now));
            if notice.is_some() || which == Which::Notices {
                return Ok(notice);
            }
            None
        }
    };
    Ok(first!(|state| due_invoices!(period, state, now)))
}

fn claimed(
    (id, matters, email, name, locale, message_id, dated_at, attempts, copy_of): DueRow,
) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        id: OutboxId(id),
        matter: matter(matters)?,
        email: value("outbox.email", &email)?,
        name,
        locale: value("outbox.locale", &locale)?,
        message_id: value("outbox.message_id", &message_id)?,
        dated_at: instant(dated_at),
        attempts: attempts.unsigned_abs(),
        is_copy: copy_of.is_some(),
    })
}

fn matter((kind, invoice, delivery, detail, user): Matters) -> Result<Matter, StoreError> {
    if let (Some(invoice), Some(delivery)) = (invoice, delivery) {
        return Ok(Matter::Invoice(InvoiceId(invoice), value("outbox.delivery", &delivery)?));
    }
    let facts = serde_json::from_str(&detail)
        .map_err(|why| StoreError::Corrupt(format!("outbox.detail of a notice: {why}")))?;
    Ok(Matter::Notice(value("outbox.kind", &kind)?, facts, user.map(UserId)))
}

/// Writes down what became of a try, and where the message stands now.
///
/// # Errors
/// A conflict where the message is not being sent.
pub fn record(conn: &mut AnyConnection, outcome: &Outcome) -> Result<(), StoreError> {
    let sent_at = (outcome.state == MessageState::Sent).then(|| outcome.at.naive_utc());
    let due_at = outcome.retry_at.unwrap_or(outcome.at).naive_utc();
    let row = outbox::table.find(outcome.id.0).filter(outbox::state.eq(MessageState::Sending.as_str()));
    let moved = diesel::update(row)
        .set((
            outbox::state.eq(outcome.state.as_str()),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::due_at.eq(due_at),
            outbox::sent_at.eq(sent_at),
            outbox::response.eq(&outcome.response),
        ))
        .execute(conn)?;
    if moved != 1 {
        return Err(StoreError::Conflict("a message".to_owned()));
    }
    insert_try(conn, outcome)?;
    if outcome.in_doubt {
        diesel::update(outbox::table.find(outcome.id.0)).set(outbox::in_doubt.eq(true)).execute(conn)?;
    }
    Ok(())
}

fn insert_try(conn: &mut AnyConnection, outcome: &Outcome) -> Result<(), StoreError> {
    diesel::insert_into(outbox_tries::table)
        .values((
            outbox_tries::message_id.eq(outcome.id.0),
            outbox_tries::at.eq(outcome.at.naive_utc()),
            outbox_tries::state.eq(outcome.state.as_str()),
            outbox_tries::in_doubt.eq(outcome.in_doubt),
            outbox_tries::response.eq(&outcome.response),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many messages are due.
pub fn count_due(conn: &mut AnyConnection, which: Which, now: DateTime<Utc>) -> Result<i64, StoreError> {
    let mut count: i64 = 0;
    for state in waiting() {
        if matches!(which, Which::All | Which::Notices) {
            count += due!(notices, state, now).count().get_result::<i64>(conn)?;
        }
        count += match which {
            Which::All => due_invoices!(None::<BillingPeriod>, state, now).count().get_result::<i64>(conn)?,
            Which::Period(period) => {
                due_invoices!(Some(period), state, now).count().get_result::<i64>(conn)?
            }
            Which::Notices => 0,
        };
    }
    Ok(count)
}
