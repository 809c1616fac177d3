//! Accounts, in any order: children may stand before their parents.

use std::collections::HashMap;

use super::fields::{
    Cells, Column, Need, boolean, check_order, country, day, one_of, parsed, percent, text, whole,
};
use super::flow::{CHUNK, Lined, Loader, Sheet, Today};
use super::hierarchy::Tree;
use crate::store::accounts::{self, AccountRow};
use crate::store::{AnyConnection, StoreError};
use crate::values::locale::Locale;
use crate::values::money::CURRENCY;
use crate::values::number::AccountNumber;
use crate::values::rate;

#[derive(Default)]
pub(super) struct Accounts {
    tree: Tree,
    /// Accounts that were written before their parents: to be put below them at the end.
    orphans: Vec<(String, AccountNumber)>,
}

pub(super) struct Parsed {
    /// Not yet below its parent.
    row: AccountRow,
    parent: Option<AccountNumber>,
}

impl Loader for Accounts {
    const COLUMNS: &'static [Column] = &[
        ("number", Need::Value),
        ("parent", Need::Nothing),
        ("name", Need::Value),
        ("street", Need::Nothing),
        ("city", Need::Nothing),
        ("region", Need::Nothing),
        ("postal_code", Need::Nothing),
        ("country", Need::Nothing),
        ("currency", Need::Nothing),
        ("locale", Need::Nothing),
        ("terms_days", Need::Nothing),
        ("late_fee_percent", Need::Nothing),
        ("bills_separately", Need::Nothing),
        ("opened_on", Need::Value),
        ("closed_on", Need::Nothing),
        ("tax_exempt", Need::Nothing),
    ];
    type Parsed = Parsed;

    fn begin(&mut self, _: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(())
    }

    fn read(&self, cells: &mut Cells<'_>, _: Today) -> Option<Parsed> {
        let number = cells.required::<AccountNumber>("number", parsed);
        let parent = cells.optional("parent", parsed);
        let name = cells.required("name", text);
        let (street, city) = (cells.text("street"), cells.text("city"));
        let (region, postal_code) = (cells.text("region"), cells.text("postal_code"));
        let country = cells.or("country", "US".to_owned(), country);
        let currency = cells.or("currency", CURRENCY, one_of(&[CURRENCY]));
        let locale = cells.or("locale", Locale::En, parsed);
        let terms_days = cells.or("terms_days", 30, whole(0, 365));
        let late_fee_percent = cells.or("late_fee_percent", default_late_fee(), percent);
        let bills_separately = cells.or("bills_separately", false, boolean);
        let opened_on = cells.required("opened_on", day);
        let closed_on = cells.optional("closed_on", day);
        let tax_exempt = cells.or("tax_exempt", false, boolean);
        check_order(cells, ("opened_on", opened_on), ("closed_on", closed_on));
        let row = AccountRow {
            number: number?.as_str().to_owned(),
            parent_id: None,
            name: name?,
            street: street?,
            city: city?,
            region: region?,
            postal_code: postal_code?,
            country: country?,
            currency: currency?.to_owned(),
            locale: locale?.as_str().to_owned(),
            terms_days: terms_days? as i32,
            late_fee_percent: late_fee_percent?.to_string(),
            bills_separately: bills_separately?,
            opened_on: opened_on?,
            closed_on: closed_on?,
            tax_exempt: tax_exempt?,
        };
        Some(Parsed { row, parent: parent? })
    }

    fn take(
        &mut self,
        conn: &mut AnyConnection,
        rows: Vec<Lined<Parsed>>,
        sheet: &mut Sheet,
    ) -> Result<(), StoreError> {
        let rows = self.without_repeats(rows, sheet);
        let numbers: Vec<&str> = rows.iter().map(|parsed| parsed.row.number.as_str()).collect();
        let stored = accounts::list_by_numbers(conn, &numbers)?;
        let mut stored: HashMap<String, (i64, AccountRow)> =
            stored.into_iter().map(|(id, row)| (row.number.clone(), (id, row))).collect();
        let mut ids = ids_of(conn, rows.iter().filter_map(|parsed| parsed.parent.as_ref()))?;
        let (mut new, mut changes) = (Vec::new(), Vec::new());
        for mut parsed in rows {
            let Some((id, old)) = stored.remove(&parsed.row.number) else {
                new.push(parsed);
                continue;
            };
            parsed.row.parent_id =
                parsed.parent.as_ref().and_then(|parent| ids.get(parent.as_str()).copied());
            let is_orphan = parsed.parent.is_some() && parsed.row.parent_id.is_none();
            if !is_orphan && parsed.row == old {
                sheet.unchanged += 1;
                continue;
            }
            if let Some(parent) = parsed.parent.filter(|_| is_orphan) {
                self.orphans.push((parsed.row.number.clone(), parent));
            }
            changes.push((id, parsed.row));
        }
        sheet.added += new.len() as u64;
        sheet.changed += changes.len() as u64;
        if sheet.is_writing() {
            for (id, row) in &changes {
                accounts::update_account(conn, *id, row)?;
            }
            self.insert(conn, new, &mut ids)?;
        }
        Ok(())
    }

    fn finish(&mut self, conn: &mut AnyConnection, sheet: &mut Sheet) -> Result<(), StoreError> {
        self.tree.complete(conn)?;
        for (line, reason) in self.tree.faults() {
            sheet.refuse(line, "parent", reason);
        }
        if !sheet.is_writing() {
            return Ok(());
        }
        for orphans in self.orphans.chunks(CHUNK) {
            let ids = ids_of(conn, orphans.iter().map(|(_, parent)| parent))?;
            for (number, parent) in orphans {
                accounts::update_parent(conn, number, ids[parent.as_str()])?;
            }
        }
        Ok(())
    }
}

impl Accounts {
    fn without_repeats(&mut self, rows: Vec<Lined<Parsed>>, sheet: &mut Sheet) -> Vec<Parsed> {
        let mut once = Vec::with_capacity(rows.len());
        for Lined { line, row } in rows {
            let parent = row.parent.as_ref().map(AccountNumber::as_str);
            match self.tree.add(&row.row.number, parent, line) {
                Ok(()) => once.push(row),
                Err(first) => sheet.refuse(line, "number", format!("line {first} is the same account")),
            }
        }
        once
    }

    /// Adds accounts, parents before their children where both are here; `ids` are those of parents
    /// known so far.
    fn insert(
        &mut self,
        conn: &mut AnyConnection,
        mut rows: Vec<Parsed>,
        ids: &mut HashMap<String, i64>,
    ) -> Result<(), StoreError> {
        while !rows.is_empty() {
            let is_ready = |parsed: &Parsed| {
                parsed.parent.as_ref().is_none_or(|parent| ids.contains_key(parent.as_str()))
            };
            let (mut ready, waiting): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_ready);
            rows = waiting;
            if ready.is_empty() {
                ready = std::mem::take(&mut rows);
            }
            let mut level = Vec::with_capacity(ready.len());
            for Parsed { mut row, parent } in ready {
                row.parent_id = parent.as_ref().and_then(|parent| ids.get(parent.as_str()).copied());
                if let Some(parent) = parent.filter(|_| row.parent_id.is_none()) {
                    self.orphans.push((row.number.clone(), parent));
                }
                level.push(row);
            }
            accounts::insert_accounts(conn, &level)?;
            if !rows.is_empty() {
                ids.extend(ids_of(conn, rows.iter().filter_map(|parsed| parsed.parent.as_ref()))?);
            }
        }
        Ok(())
    }
}

/// The ids of those of `numbers` that exist.
fn ids_of<'a>(
    conn: &mut AnyConnection,
    numbers: impl Iterator<Item = &'a AccountNumber>,
) -> Result<HashMap<String, i64>, StoreError> {
    let mut numbers: Vec<&str> = numbers.map(AccountNumber::as_str).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let links = accounts::list_links_by_numbers(conn, &numbers)?;
    Ok(links.into_iter().map(|link| (link.number, link.id)).collect())
}

/// 1.5 percent a month (REQUIREMENTS R3.5).
fn default_late_fee() -> rust_decimal::Decimal {
    rate::parse_decimal("1.5").expect("a number")
}
