//! Call records: a billed one never changes.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::fields::{Cells, Column, Need, instant, one_of, parsed, text, whole};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored, refuse_invoiced};
use super::rates::MAX_SECONDS;
use crate::domain::usage::{CALL_TYPES, RateKey};
use crate::store::accounts::AccountLink;
use crate::store::calls::{self, CallRow};
use crate::store::{AnyConnection, StoreError, rates};
use crate::values::number::AccountNumber;

#[derive(Default)]
pub(super) struct Usage {
    rates: HashSet<RateKey>,
}

pub(super) struct Parsed {
    account: AccountNumber,
    call_id: String,
    started_at: DateTime<Utc>,
    seconds: i64,
    from: String,
    to: String,
    key: RateKey,
}

impl Kind for Usage {
    const COLUMNS: &'static [Column] = &[
        ("account", Need::Value),
        ("call_id", Need::Value),
        ("started_at", Need::Value),
        ("seconds", Need::Value),
        ("from", Need::Column),
        ("to", Need::Column),
        ("call_type", Need::Value),
        ("plan", Need::Value),
    ];
    const KEY: &'static str = "call_id";
    type Parsed = Parsed;
    type Row = CallRow;

    fn begin(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        let keys = rates::list_keys(conn)?;
        self.rates = keys.into_iter().map(|(plan, call_type)| RateKey { plan, call_type }).collect();
        Ok(())
    }

    fn read(&self, cells: &mut Cells<'_>, today: Today) -> Option<Parsed> {
        let account = cells.required("account", parsed);
        let call_id = cells.required("call_id", text);
        let started_at = cells.required("started_at", instant);
        let seconds = cells.required("seconds", whole(0, MAX_SECONDS));
        let from = cells.text("from");
        let to = cells.text("to");
        let call_type = cells.required("call_type", one_of(&CALL_TYPES));
        let plan = cells.required("plan", text);
        if let Some(started_at) = started_at
            && started_at > today.now
        {
            cells.refuse::<()>("started_at", format!("{started_at} is in the future"));
        }
        Some(Parsed {
            account: account?,
            call_id: call_id?,
            started_at: started_at?,
            seconds: seconds?,
            from: from?,
            to: to?,
            key: RateKey { plan: plan?, call_type: call_type?.to_owned() },
        })
    }

    fn account(parsed: &Parsed) -> Option<&AccountNumber> {
        Some(&parsed.account)
    }

    fn complete(&self, parsed: Parsed, account: Option<&AccountLink>) -> Result<CallRow, Refusal> {
        let key = parsed.key;
        if !self.rates.contains(&key) {
            let reason = format!(
                "there is no rate for plan {:?} and call type {}: import rates first",
                key.plan, key.call_type
            );
            return Err(("plan", reason));
        }
        Ok(CallRow {
            account_id: account.expect("every call names its account").id,
            call_id: parsed.call_id,
            started_at: parsed.started_at.naive_utc(),
            seconds: parsed.seconds,
            from_number: parsed.from,
            to_number: parsed.to,
            call_type: key.call_type,
            plan: key.plan,
        })
    }

    fn key(row: &CallRow) -> Key {
        (row.account_id, row.call_id.clone())
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        calls::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<CallRow>>, StoreError> {
        Ok(calls::list_by_keys(conn, keys)?.into_iter().map(Stored::from).collect())
    }

    fn refuse(
        &self,
        _: &mut AnyConnection,
        changes: &[Change<CallRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        Ok(refuse_invoiced(changes, Self::KEY, "the call is on an issued invoice and cannot change"))
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[CallRow]) -> Result<(), StoreError> {
        calls::insert_calls(conn, rows)
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<CallRow>]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| calls::update_call(conn, change.old.id, &change.new))
    }
}
