//! Credits, refunds and write-offs that wait for a second person.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{accounts, money_requests};
use super::{AnyConnection, StoreError};
use crate::domain::money_request::{Asked, RequestState};
use crate::on_either;
use crate::values::ids::{AccountId, MoneyRequestId, UserId};
use crate::values::money::Money;
use crate::values::number::AccountNumber;

/// Something that somebody asks for.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// The billing account.
    pub account: AccountId,
    /// What.
    pub asked: &'a Asked,
    /// With taxes.
    pub amount: Money,
    /// Why.
    pub reason: &'a str,
    /// Who asks, by row and address.
    pub asked_by: (UserId, &'a str),
    /// When.
    pub asked_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = money_requests)]
struct NewRow<'a> {
    kind: &'static str,
    account_id: i64,
    amount_cents: i64,
    body: String,
    reason: &'a str,
    asked_by_id: i64,
    asked_by: &'a str,
    asked_at: NaiveDateTime,
    state: &'static str,
    decided_by: &'static str,
    answer: &'static str,
}

/// Something that was asked for.
#[derive(Clone, Debug)]
pub struct MoneyRequest {
    /// Row id.
    pub id: MoneyRequestId,
    /// The billing account.
    pub account: AccountId,
    /// Its number.
    pub number: AccountNumber,
    /// Whose.
    pub name: String,
    /// What.
    pub asked: Asked,
    /// With taxes.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who asked, by row and address.
    pub asked_by: (UserId, String),
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Where it stands.
    pub state: RequestState,
    /// Who decided; empty while it waits.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What they said.
    pub answer: String,
}

type Row = (
    i64,
    i64,
    String,
    String,
    String,
    i64,
    String,
    i64,
    String,
    NaiveDateTime,
    String,
    String,
    Option<NaiveDateTime>,
    String,
);

macro_rules! columns {
    () => {
        (
            money_requests::id,
            money_requests::account_id,
            accounts::number,
            accounts::name,
            money_requests::body,
            money_requests::amount_cents,
            money_requests::reason,
            money_requests::asked_by_id,
            money_requests::asked_by,
            money_requests::asked_at,
            money_requests::state,
            money_requests::decided_by,
            money_requests::decided_at,
            money_requests::answer,
        )
    };
}

/// Writes down what somebody asks for.
pub fn insert_request(conn: &mut AnyConnection, new: &NewRequest<'_>) -> Result<MoneyRequestId, StoreError> {
    let row = NewRow {
        kind: new.asked.kind(),
        account_id: new.account.0,
        amount_cents: new.amount.cents(),
        body: serde_json::to_string(new.asked).map_err(|why| StoreError::Corrupt(why.to_string()))?,
        reason: new.reason,
        asked_by_id: new.asked_by.0.0,
        asked_by: new.asked_by.1,
        asked_at: new.asked_at.naive_utc(),
        state: RequestState::Waiting.as_str(),
        decided_by: "",
        answer: "",
    };
    let id: i64 = on_either!(conn, |c| diesel::insert_into(money_requests::table)
        .values(row)
        .returning(money_requests::id)
        .get_result(c))?;
    Ok(MoneyRequestId(id))
}

/// The request with this row.
pub fn find_request(
    conn: &mut AnyConnection,
    id: MoneyRequestId,
) -> Result<Option<MoneyRequest>, StoreError> {
    let row: Option<Row> = money_requests::table
        .inner_join(accounts::table.on(accounts::id.eq(money_requests::account_id)))
        .filter(money_requests::id.eq(id.0))
        .select(columns!())
        .get_result(conn)
        .optional()?;
    row.map(read).transpose()
}

/// The oldest `limit` requests that wait.
pub fn list_waiting(conn: &mut AnyConnection, limit: i64) -> Result<Vec<MoneyRequest>, StoreError> {
    let rows: Vec<Row> = money_requests::table
        .inner_join(accounts::table.on(accounts::id.eq(money_requests::account_id)))
        .filter(money_requests::state.eq(diesel::dsl::sql("'waiting'")))
        .order(money_requests::id)
        .limit(limit)
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// The newest `limit` requests of an account.
pub fn list_of_account(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<MoneyRequest>, StoreError> {
    let rows: Vec<Row> = money_requests::table
        .inner_join(accounts::table.on(accounts::id.eq(money_requests::account_id)))
        .filter(money_requests::account_id.eq(account.0))
        .order(money_requests::id.desc())
        .limit(limit)
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// How many wait.
pub fn count_waiting(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let waiting = money_requests::table.filter(money_requests::state.eq(diesel::dsl::sql("'waiting'")));
    Ok(waiting.count().get_result(conn)?)
}

/// A decision.
#[derive(Clone, Debug)]
pub struct Decided<'a> {
    /// What it is now.
    pub state: RequestState,
    /// Who decided.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// What they said.
    pub answer: &'a str,
    /// The credit note or adjustment that came of it.
    pub result: Option<i64>,
}

/// Decides what waits.
///
/// # Errors
/// A conflict where somebody else decided first.
pub fn mark_decided(
    conn: &mut AnyConnection,
    id: MoneyRequestId,
    decided: &Decided<'_>,
) -> Result<(), StoreError> {
    let waiting = money_requests::table
        .filter(money_requests::id.eq(id.0))
        .filter(money_requests::state.eq(RequestState::Waiting.as_str()));
    let moved = diesel::update(waiting)
        .set((
            money_requests::state.eq(decided.state.as_str()),
            money_requests::decided_by.eq(decided.by),
            money_requests::decided_at.eq(Some(decided.at.naive_utc())),
            money_requests::answer.eq(decided.answer),
            money_requests::result_id.eq(decided.result),
        ))
        .execute(conn)?;
    match moved {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("request {}", id.0))),
    }
}

fn read(row: Row) -> Result<MoneyRequest, StoreError> {
    let (id, account, number, name, body, cents, reason, asker, asked_by, asked_at, ..) = row;
    let (state, decided_by, decided_at, answer) = (row.10, row.11, row.12, row.13);
    Ok(MoneyRequest {
        id: MoneyRequestId(id),
        account: AccountId(account),
        number: value("accounts.number", &number)?,
        name,
        asked: serde_json::from_str(&body)
            .map_err(|why| StoreError::Corrupt(format!("money_requests.body holds {body:?}: {why}")))?,
        amount: Money::from_cents(cents),
        reason,
        asked_by: (UserId(asker), asked_by),
        asked_at: instant(asked_at),
        state: value("money_requests.state", &state)?,
        decided_by,
        decided_at: decided_at.map(instant),
        answer,
    })
}
