//! Rows with a natural key: new, as they are, changed or refused.

use std::collections::{HashMap, HashSet};

use super::Likeness;
use super::directory::Directory;
use super::fields::{Cells, Column};
use super::flow::{Lined, Loader, Sheet, Today};
use crate::store::accounts::AccountLink;
use crate::store::{AnyConnection, StoreError};
use crate::values::money::Money;
use crate::values::number::AccountNumber;

/// Account id, where the key has one, and the rest of the natural key.
pub(super) type Key = (i64, String);

/// A column and what is wrong with it.
pub(super) type Refusal = (&'static str, String);

/// A row as the database has it.
#[derive(Debug)]
pub(super) struct Stored<R> {
    pub(super) id: i64,
    pub(super) row: R,
    /// The issued invoice that bills or shows it.
    pub(super) invoice_id: Option<i64>,
}

impl<R> From<(i64, R)> for Stored<R> {
    fn from((id, row): (i64, R)) -> Stored<R> {
        Stored { id, row, invoice_id: None }
    }
}

impl<R> From<(i64, R, Option<i64>)> for Stored<R> {
    fn from((id, row, invoice_id): (i64, R, Option<i64>)) -> Stored<R> {
        Stored { id, row, invoice_id }
    }
}

/// A row of the file that differs from the one in the database.
#[derive(Debug)]
pub(super) struct Change<R> {
    pub(super) line: u64,
    pub(super) old: Stored<R>,
    pub(super) new: R,
}

/// What a file's rows are to the rows in the database.
struct Compared<R> {
    new: Vec<R>,
    /// The lines of the new ones.
    lines: Vec<u64>,
    changes: Vec<Change<R>>,
}

/// What kinds of rows differ in.
pub(super) trait Kind {
    const COLUMNS: &'static [Column];
    /// The column that completes the natural key, for error messages.
    const KEY: &'static str;
    /// A row that is right in itself.
    type Parsed;
    /// A row as it is stored, without its id.
    type Row: PartialEq;

    /// Reads a row; `None` where a cell is wrong.
    fn read(&self, cells: &mut Cells<'_>, today: Today) -> Option<Self::Parsed>;
    /// The account that the row names in its column `account`.
    fn account(_: &Self::Parsed) -> Option<&AccountNumber> {
        None
    }
    /// Before the first row.
    fn begin(&mut self, _: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(())
    }
    /// Before `complete` is asked about rows of these accounts.
    fn prepare(&mut self, _: &mut AnyConnection, _: &[AccountLink]) -> Result<(), StoreError> {
        Ok(())
    }
    /// The row as it will be stored; its account is there where `account` names one.
    fn complete(&self, parsed: Self::Parsed, account: Option<&AccountLink>) -> Result<Self::Row, Refusal>;
    /// The amount that it is about, where it is about one.
    fn amount(_: &Self::Row) -> Option<Money> {
        None
    }
    /// Its natural key.
    fn key(row: &Self::Row) -> Key;
    /// The highest id in use.
    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError>;
    /// The rows in the database with these keys, or with these and others.
    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<Self::Row>>, StoreError>;
    /// Takes over from the stored row what a file does not say.
    fn adopt(_: &mut Self::Row, _: &Self::Row) {}
    /// Why a row cannot be new.
    fn object(&self, _: &Self::Row) -> Option<Refusal> {
        None
    }
    /// New rows that may be others once more, with their place in `rows`.
    fn find_alike(
        &self,
        _: &mut AnyConnection,
        _rows: &[Self::Row],
    ) -> Result<Vec<(usize, Likeness)>, StoreError> {
        Ok(Vec::new())
    }
    /// The first reason against each change, with its place in `changes`.
    fn refuse(
        &self,
        conn: &mut AnyConnection,
        changes: &[Change<Self::Row>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError>;
    /// Adds rows.
    fn insert(&self, conn: &mut AnyConnection, rows: &[Self::Row]) -> Result<(), StoreError>;
    /// Makes changes.
    fn update(&self, conn: &mut AnyConnection, changes: &[Change<Self::Row>]) -> Result<(), StoreError>;
}

/// Loads a kind of rows by their natural keys.
pub(super) struct ByKey<K> {
    kind: K,
    accounts: Directory,
    /// Rows with a higher id are this file's own.
    last_id: i64,
    /// Rows that were there before and that the file has named.
    named: IdSet,
}

impl<K: Kind> ByKey<K> {
    pub(super) fn new(kind: K) -> ByKey<K> {
        ByKey { kind, accounts: Directory::default(), last_id: 0, named: IdSet::default() }
    }

    /// Finds the rows' accounts and completes them.
    fn complete(
        &mut self,
        conn: &mut AnyConnection,
        rows: Vec<Lined<K::Parsed>>,
        sheet: &mut Sheet,
    ) -> Result<Vec<Lined<K::Row>>, StoreError> {
        let numbers = rows.iter().filter_map(|lined| K::account(&lined.row)).map(AccountNumber::as_str);
        self.accounts.load(conn, numbers.clone())?;
        let known: HashSet<&str> = numbers.collect();
        let links: Vec<_> = known.iter().filter_map(|number| self.accounts.get(number).cloned()).collect();
        self.kind.prepare(conn, &links)?;
        let mut complete = Vec::with_capacity(rows.len());
        for Lined { line, row } in rows {
            let number = K::account(&row);
            let account = number.and_then(|number| self.accounts.get(number.as_str()));
            if let (Some(number), None) = (number, account) {
                sheet.refuse(line, "account", format!("there is no account {number}: import accounts first"));
                continue;
            }
            match self.kind.complete(row, account) {
                Ok(row) => complete.push(Lined { line, row }),
                Err((column, reason)) => sheet.refuse(line, column, reason),
            }
        }
        Ok(complete)
    }

    /// Refuses rows whose key an earlier row of this chunk has.
    fn without_repeats(rows: Vec<Lined<K::Row>>, sheet: &mut Sheet) -> Vec<(Key, Lined<K::Row>)> {
        let mut lines: HashMap<Key, u64> = HashMap::with_capacity(rows.len());
        let mut once = Vec::with_capacity(rows.len());
        for lined in rows {
            let key = K::key(&lined.row);
            match lines.get(&key) {
                Some(first) => sheet.refuse(lined.line, K::KEY, format!("line {first} is the same row")),
                None => {
                    lines.insert(key.clone(), lined.line);
                    once.push((key, lined));
                }
            }
        }
        once
    }

    /// Splits rows into new ones and changes; counts those that are as they are.
    fn compare(
        &mut self,
        conn: &mut AnyConnection,
        rows: Vec<(Key, Lined<K::Row>)>,
        sheet: &mut Sheet,
    ) -> Result<Compared<K::Row>, StoreError> {
        let keys: Vec<(i64, &str)> = rows.iter().map(|((id, text), _)| (*id, text.as_str())).collect();
        let stored = if keys.is_empty() { Vec::new() } else { K::list(conn, &keys)? };
        let mut stored: HashMap<Key, Stored<K::Row>> =
            stored.into_iter().map(|stored| (K::key(&stored.row), stored)).collect();
        let (mut new, mut lines, mut changes) = (Vec::new(), Vec::new(), Vec::new());
        for (key, Lined { line, mut row }) in rows {
            let Some(old) = stored.remove(&key) else {
                match self.kind.object(&row) {
                    None => {
                        new.push(row);
                        lines.push(line);
                    }
                    Some((column, reason)) => sheet.refuse(line, column, reason),
                }
                continue;
            };
            if old.id > self.last_id || !self.named.insert(old.id) {
                sheet.refuse(line, K::KEY, "an earlier line of this file is the same row");
                continue;
            }
            K::adopt(&mut row, &old.row);
            if row == old.row {
                sheet.unchanged += 1;
            } else {
                changes.push(Change { line, old, new: row });
            }
        }
        Ok(Compared { new, lines, changes })
    }
}

impl<K: Kind> Loader for ByKey<K> {
    const COLUMNS: &'static [Column] = K::COLUMNS;
    type Parsed = K::Parsed;

    fn begin(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        self.last_id = K::find_last_id(conn)?;
        self.kind.begin(conn)
    }

    fn read(&self, cells: &mut Cells<'_>, today: Today) -> Option<K::Parsed> {
        self.kind.read(cells, today)
    }

    fn take(
        &mut self,
        conn: &mut AnyConnection,
        rows: Vec<Lined<K::Parsed>>,
        sheet: &mut Sheet,
    ) -> Result<(), StoreError> {
        let rows = self.complete(conn, rows, sheet)?;
        let rows = Self::without_repeats(rows, sheet);
        let Compared { new, lines, changes } = self.compare(conn, rows, sheet)?;
        if !changes.is_empty() {
            for (place, (column, reason)) in self.kind.refuse(conn, &changes)? {
                sheet.refuse(changes[place].line, column, reason);
            }
        }
        sheet.added += new.len() as u64;
        if sheet.is_writing() && !new.is_empty() {
            for (place, likeness) in self.kind.find_alike(conn, &new)? {
                sheet.doubt(lines[place], likeness);
            }
        }
        for amount in new.iter().filter_map(K::amount) {
            sheet.amount = Some(sheet.amount.unwrap_or_default() + amount);
        }
        sheet.changed += changes.len() as u64;
        if sheet.is_writing() {
            if !new.is_empty() {
                self.kind.insert(conn, &new)?;
            }
            if !changes.is_empty() {
                self.kind.update(conn, &changes)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut AnyConnection, _: &mut Sheet) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Ids as bits: a million rows that lie together take 125 kB.
#[derive(Debug, Default)]
struct IdSet {
    blocks: HashMap<i64, Box<[u64; 64]>>,
}

impl IdSet {
    /// Whether `id` is new to the set.
    fn insert(&mut self, id: i64) -> bool {
        let block = self.blocks.entry(id >> 12).or_insert_with(|| Box::new([0; 64]));
        let word = &mut block[(id >> 6 & 63) as usize];
        let bit = 1 << (id & 63);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// Where an invoice already has the row, no change is possible.
pub(super) fn refuse_invoiced<R>(
    changes: &[Change<R>],
    column: &'static str,
    reason: &str,
) -> Vec<(usize, Refusal)> {
    let invoiced = changes.iter().enumerate().filter(|(_, change)| change.old.invoice_id.is_some());
    invoiced.map(|(place, _)| (place, (column, reason.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_new_once() {
        let mut ids = IdSet::default();
        for id in [0, 1, 63, 64, 4095, 4096, 1 << 40] {
            assert!(ids.insert(id), "{id}");
            assert!(!ids.insert(id), "{id}");
        }
        assert!(ids.insert(2));
    }
}
