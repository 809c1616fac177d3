//! The facts that drafts are computed from, for some hundred accounts at a time with a constant
//! number of queries.

mod calls;
mod tariff;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

pub use calls::{count_calls, load_calls};
pub use tariff::{load_rates, load_taxes};

use super::credit_notes::list_not_shown;
use super::rows::value;
use super::schema::{accounts, bill_steps, charges, contacts, invoice_lines, invoices, payments, services};
use super::{AnyConnection, StoreError, adjustments, disputes, macd};
use crate::domain::account::{Account, BillingFacts, Charge, Member, Payment, Service};
use crate::domain::coverage::{Coverage, Span};
use crate::domain::delivery::Contact;
use crate::domain::late_fee::IssuedInvoice;
use crate::values::address::PostalAddress;
use crate::values::ids::{AccountId, ChargeId, ContactId, InvoiceId, PaymentId, ServiceId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber};
use crate::values::period::BillingPeriod;

/// What there is to bill on one account, and who would get it.
#[derive(Debug)]
pub struct AccountToBill {
    /// The facts, without calls: those can be many and come by [`load_calls`].
    pub facts: BillingFacts,
    /// Every contact of the billing account.
    pub contacts: Vec<Contact>,
    /// Requests of its accounts that were finished in time but not reviewed.
    pub unreviewed: Vec<CaseNumber>,
    /// Place and row of its last issued invoice.
    pub last_issued: Option<(i64, i64)>,
}

#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = accounts)]
struct AccountRow {
    id: i64,
    number: String,
    parent_id: Option<i64>,
    name: String,
    street: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    locale: String,
    terms_days: i32,
    late_fee_percent: String,
    tax_exempt: bool,
    cost_centre: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = services)]
struct ServiceRow {
    id: i64,
    account_id: i64,
    code: String,
    description: String,
    tax_class: String,
    quantity: String,
    unit_price: String,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    billed_through: Option<NaiveDate>,
    cost_centre: String,
}

impl AccountRow {
    fn account(self) -> Result<Account, StoreError> {
        Ok(Account {
            id: AccountId(self.id),
            number: value("accounts.number", &self.number)?,
            address: PostalAddress {
                name: self.name,
                street: self.street,
                city: self.city,
                region: self.region,
                postal_code: self.postal_code,
                country: self.country,
            },
            locale: value("accounts.locale", &self.locale)?,
            terms_days: self.terms_days.unsigned_abs(),
            late_fee_percent: value("accounts.late_fee_percent", &self.late_fee_percent)?,
            tax_exempt: self.tax_exempt,
            cost_centre: self.cost_centre,
        })
    }
}

/// How many accounts are billed: those where rolling up ends (INTERFACES, "Arithmetic, exactly", 2).
pub fn count_billing_accounts(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let billing = accounts::parent_id.is_null().or(accounts::bills_separately);
    Ok(accounts::table.filter(billing).count().get_result(conn)?)
}

/// The next `limit` billing accounts after `after`, whatever their step.
pub fn list_billing_accounts(
    conn: &mut AnyConnection,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let billing = accounts::parent_id.is_null().or(accounts::bills_separately);
    let ids: Vec<i64> = accounts::table
        .filter(billing.and(accounts::id.gt(after.0)))
        .order(accounts::id)
        .limit(limit)
        .select(accounts::id)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId).collect())
}

/// Those of `ids` that have no step in `period` yet, or one that failed.
pub fn without_step(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    ids: &[AccountId],
) -> Result<Vec<AccountId>, StoreError> {
    let done: HashSet<i64> = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::account_id.eq_any(raw(ids)))
        .filter(bill_steps::state.ne("failed"))
        .select(bill_steps::account_id)
        .load(conn)?
        .into_iter()
        .collect();
    Ok(ids.iter().copied().filter(|id| !done.contains(&id.0)).collect())
}

/// What to bill on the accounts `ids` at the closing of `period` at `now`, calls left out.
pub fn load(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    period: BillingPeriod,
    now: DateTime<Utc>,
) -> Result<Vec<AccountToBill>, StoreError> {
    let tree = load_members(conn, ids)?;
    let member_ids: Vec<i64> = tree.iter().map(|(_, row)| row.id).collect();
    let mut services = load_services(conn, &member_ids)?;
    let mut charges = load_charges(conn, &member_ids, period)?;
    let mut requests = macd::list_to_bill(conn, &member_ids, period.ends_at())?;
    let unreviewed = macd::list_unreviewed(conn, &member_ids, period.ends_at())?;
    let mut payments = load_payments(conn, ids, period)?;
    let mut credits = list_not_shown(conn, ids, period.last_day())?;
    let mut adjusted = adjustments::list_not_shown(conn, ids, period.last_day())?;
    let mut history = load_history(conn, ids, period, now)?;
    let mut contacts = load_contacts(conn, ids)?;

    let mut by_root: HashMap<i64, Vec<Member>> = HashMap::new();
    for (root, row) in tree {
        let id = row.id;
        by_root.entry(root).or_default().push(Member {
            account: row.account()?,
            services: services.remove(&id).unwrap_or_default(),
            charges: charges.remove(&id).unwrap_or_default(),
            requests: requests.remove(&id).unwrap_or_default(),
            calls: Vec::new(),
        });
    }
    let mut loaded = Vec::with_capacity(ids.len());
    for id in ids {
        let mut members = by_root.remove(&id.0).unwrap_or_default();
        // The billing account's own section stands first, then the others by number.
        members.sort_by(|a, b| {
            (a.account.id != *id, &a.account.number).cmp(&(b.account.id != *id, &b.account.number))
        });
        let Some(first) = members.first() else { continue };
        let is_member = |id: AccountId| members.iter().any(|member| member.account.id == id);
        let unreviewed = unreviewed.iter().filter(|(account, _)| is_member(*account));
        let unreviewed = unreviewed.map(|(_, number)| *number).collect();
        let (history, last_issued) = history.remove(&id.0).unwrap_or_default();
        loaded.push(AccountToBill {
            facts: BillingFacts {
                account: first.account.clone(),
                members,
                history,
                payments: payments.remove(&id.0).unwrap_or_default(),
                credits: credits.remove(id).unwrap_or_default(),
                adjustments: adjusted.remove(id).unwrap_or_default(),
            },
            contacts: contacts.remove(&id.0).unwrap_or_default(),
            unreviewed,
            last_issued,
        });
    }
    Ok(loaded)
}

/// The accounts of `roots` and those that roll up into them, level by level, each with its root.
fn load_members(conn: &mut AnyConnection, roots: &[AccountId]) -> Result<Vec<(i64, AccountRow)>, StoreError> {
    let level: Vec<AccountRow> =
        accounts::table.filter(accounts::id.eq_any(raw(roots))).select(AccountRow::as_select()).load(conn)?;
    let mut level: Vec<(i64, AccountRow)> = level.into_iter().map(|row| (row.id, row)).collect();
    let mut found = Vec::new();
    while !level.is_empty() {
        let root_of: HashMap<i64, i64> = level.iter().map(|(root, row)| (row.id, *root)).collect();
        found.append(&mut level);
        let children: Vec<AccountRow> = accounts::table
            .filter(accounts::parent_id.eq_any(root_of.keys().map(|id| Some(*id)).collect::<Vec<_>>()))
            .filter(accounts::bills_separately.eq(false))
            .select(AccountRow::as_select())
            .load(conn)?;
        let root = |row: &AccountRow| row.parent_id.and_then(|parent| root_of.get(&parent)).copied();
        level = children.into_iter().filter_map(|row| Some((root(&row)?, row))).collect();
    }
    Ok(found)
}

/// The recurring services of each account, by code, with the days of each that issued lines bill.
pub fn load_services(
    conn: &mut AnyConnection,
    accounts: &[i64],
) -> Result<HashMap<i64, Vec<Service>>, StoreError> {
    let rows: Vec<ServiceRow> = services::table
        .filter(services::account_id.eq_any(accounts.to_vec()))
        .select(ServiceRow::as_select())
        .load(conn)?;
    let mut billed = load_billed_days(conn, accounts)?;
    let mut by_account: HashMap<i64, Vec<Service>> = HashMap::new();
    for row in rows {
        let through = row.billed_through.and_then(|through| Span::new(row.starts_on, through));
        let mut covered = Coverage::of(through);
        for (is_credit, span) in billed.remove(&row.id).unwrap_or_default() {
            if is_credit { covered.remove(span) } else { covered.add(span) }
        }
        by_account.entry(row.account_id).or_default().push(Service {
            id: ServiceId(row.id),
            code: row.code,
            description: row.description,
            tax_class: row.tax_class,
            quantity: value("services.quantity", &row.quantity)?,
            unit_price: value("services.unit_price", &row.unit_price)?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            covered,
            cost_centre: row.cost_centre,
        });
    }
    // By code here, not in SQL: databases order text differently.
    by_account.values_mut().for_each(|services| services.sort_by(|a, b| a.code.cmp(&b.code)));
    Ok(by_account)
}

/// What issued lines charged and credited of each service, in the order of their issue.
fn load_billed_days(
    conn: &mut AnyConnection,
    accounts: &[i64],
) -> Result<HashMap<i64, Vec<(bool, Span)>>, StoreError> {
    let rows: Vec<(Option<i64>, String, NaiveDate, NaiveDate)> = invoice_lines::table
        .inner_join(services::table.on(invoice_lines::service_id.eq(services::id.nullable())))
        .inner_join(invoices::table.on(invoices::id.eq(invoice_lines::invoice_id)))
        .filter(services::account_id.eq_any(accounts.to_vec()))
        .filter(invoices::state.eq("issued"))
        .order((invoices::period, invoice_lines::invoice_id, invoice_lines::line_no))
        .select((
            invoice_lines::service_id,
            invoice_lines::kind,
            invoice_lines::from_on,
            invoice_lines::to_on,
        ))
        .load(conn)?;
    let mut billed: HashMap<i64, Vec<(bool, Span)>> = HashMap::new();
    for (service, kind, from, to) in rows {
        let span = Span::new(from, to).ok_or_else(|| {
            StoreError::Corrupt(format!("a line of service {service:?} ends before it begins"))
        })?;
        if let Some(service) = service {
            billed.entry(service).or_default().push((kind == "catch_up_credit", span));
        }
    }
    Ok(billed)
}

fn load_charges(
    conn: &mut AnyConnection,
    accounts: &[i64],
    period: BillingPeriod,
) -> Result<HashMap<i64, Vec<Charge>>, StoreError> {
    type Row = (i64, i64, String, NaiveDate, String, String, String, String);
    let rows: Vec<Row> = charges::table
        .filter(charges::account_id.eq_any(accounts.to_vec()))
        .filter(charges::invoice_id.is_null())
        .filter(charges::charged_on.le(period.last_day()))
        .select((
            charges::id,
            charges::account_id,
            charges::reference,
            charges::charged_on,
            charges::description,
            charges::tax_class,
            charges::quantity,
            charges::unit_price,
        ))
        .load(conn)?;
    let mut by_account: HashMap<i64, Vec<Charge>> = HashMap::new();
    for (id, account, reference, charged_on, description, tax_class, quantity, unit_price) in rows {
        by_account.entry(account).or_default().push(Charge {
            id: ChargeId(id),
            reference,
            charged_on,
            description,
            tax_class,
            quantity: value("charges.quantity", &quantity)?,
            unit_price: value("charges.unit_price", &unit_price)?,
        });
    }
    by_account.values_mut().for_each(|charges| charges.sort_by(|a, b| a.reference.cmp(&b.reference)));
    Ok(by_account)
}

fn load_payments(
    conn: &mut AnyConnection,
    billing: &[AccountId],
    period: BillingPeriod,
) -> Result<HashMap<i64, Vec<Payment>>, StoreError> {
    type Row = (i64, i64, String, String, NaiveDate, String, i64);
    let rows: Vec<Row> = payments::table
        .inner_join(accounts::table.on(accounts::id.eq(payments::account_id)))
        .filter(payments::billing_account_id.eq_any(raw(billing)))
        .filter(payments::invoice_id.is_null())
        .filter(payments::received_on.le(period.last_day()))
        .order((payments::received_on, payments::id))
        .select((
            payments::id,
            payments::billing_account_id,
            accounts::number,
            payments::reference,
            payments::received_on,
            payments::method,
            payments::amount_cents,
        ))
        .load(conn)?;
    let mut by_account: HashMap<i64, Vec<Payment>> = HashMap::new();
    for (id, billing, account, reference, received_on, method, cents) in rows {
        by_account.entry(billing).or_default().push(Payment {
            id: PaymentId(id),
            account: value::<AccountNumber>("accounts.number", &account)?,
            reference,
            received_on,
            method,
            amount: Money::from_cents(cents),
        });
    }
    Ok(by_account)
}

type History = (Vec<IssuedInvoice>, Option<(i64, i64)>);

/// The issued invoices of each account, oldest first, and the place and row of the last.
fn load_history(
    conn: &mut AnyConnection,
    billing: &[AccountId],
    period: BillingPeriod,
    now: DateTime<Utc>,
) -> Result<HashMap<i64, History>, StoreError> {
    type Row = (i64, i64, i64, NaiveDate, i64, i64, i64, i64, i64, i64);
    let rows: Vec<Row> = invoices::table
        .filter(invoices::account_id.eq_any(raw(billing)))
        .filter(invoices::state.eq("issued"))
        .order((invoices::account_id, invoices::account_sequence))
        .select((
            invoices::id,
            invoices::account_id,
            invoices::account_sequence,
            invoices::due_date,
            invoices::new_charges_cents,
            invoices::late_fee_cents,
            invoices::payments_cents,
            invoices::credits_cents,
            invoices::adjustments_cents,
            invoices::total_due_cents,
        ))
        .load(conn)?;
    let in_dispute = disputes::sum_in_dispute_at_closing(conn, billing, period, now)?;
    let mut by_account: HashMap<i64, History> = HashMap::new();
    for (id, account, sequence, due_date, new, late_fee, payments, credits, adjusted, total_due) in rows {
        let (history, last) = by_account.entry(account).or_default();
        history.push(IssuedInvoice {
            due_date,
            new_charges: Money::from_cents(new),
            late_fee: Money::from_cents(late_fee),
            payments: Money::from_cents(payments),
            credits: Money::from_cents(credits),
            adjustments: Money::from_cents(adjusted),
            total_due: Money::from_cents(total_due),
            in_dispute: in_dispute.get(&InvoiceId(id)).copied().unwrap_or_default(),
        });
        *last = Some((sequence, id));
    }
    Ok(by_account)
}

/// The contacts of each account.
pub fn load_contacts(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<HashMap<i64, Vec<Contact>>, StoreError> {
    type Row = (i64, i64, String, String, String, String, String);
    let rows: Vec<Row> = contacts::table
        .filter(contacts::account_id.eq_any(raw(ids)))
        .order((contacts::account_id, contacts::id))
        .select((
            contacts::id,
            contacts::account_id,
            contacts::email,
            contacts::name,
            contacts::locale,
            contacts::roles,
            contacts::delivery,
        ))
        .load(conn)?;
    let mut by_account: HashMap<i64, Vec<Contact>> = HashMap::new();
    for (id, account, email, name, locale, roles, delivery) in rows {
        let roles = roles.split(';').filter(|role| !role.is_empty());
        by_account.entry(account).or_default().push(Contact {
            id: ContactId(id),
            email: value("contacts.email", &email)?,
            name,
            locale: value("contacts.locale", &locale)?,
            roles: roles.map(|role| value("contacts.roles", role)).collect::<Result<_, _>>()?,
            delivery: value("contacts.delivery", &delivery)?,
        });
    }
    Ok(by_account)
}

/// The row of the account with `number`.
pub fn find_account(
    conn: &mut AnyConnection,
    number: &AccountNumber,
) -> Result<Option<AccountId>, StoreError> {
    let id: Option<i64> = accounts::table
        .filter(accounts::number.eq(number.as_str()))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    Ok(id.map(AccountId))
}

/// The row ids of accounts, as queries take them.
pub fn raw(ids: &[AccountId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}
