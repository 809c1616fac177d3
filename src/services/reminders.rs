//! Reminders of what is past due: who is due one, sent on business days through the outbox, and what
//! staff write down when a customer promises to pay.

use chrono::{DateTime, NaiveDate, Utc};

use super::auth::note;
use super::notices::{self, NewNotice};
use super::{App, ServiceError, accounts};
use crate::domain::access::Viewer;
use crate::domain::delivery::recipients;
use crate::domain::hierarchy::AccountNode;
use crate::domain::notice::{Facts, NoticeKind};
use crate::domain::reminder::{Overdue, Plan, Reminder, Schedule};
use crate::domain::statement::{PaymentState, standings};
pub use crate::store::reminders::PlanRow;
use crate::store::reminders::{NewStep, Sent};
use crate::store::{AnyConnection, facts, hierarchy, locks, reminders, statements};
use crate::texts::text;
use crate::values::calendar::{mountain_day, mountain_instant};
use crate::values::hash::sha256;
use crate::values::ids::AccountId;
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};

/// Accounts that are looked at together.
const ACCOUNTS_PER_LOOK: i64 = 500;

/// How far ahead a payment can be promised, in days.
const PROMISED_AT_MOST: i64 = 90;

/// Who the audit log names for what the calendar does.
const ACTOR: &str = "scheduler";

/// An account with something past due.
#[derive(Clone, Debug)]
pub struct Debtor {
    /// Which.
    pub account: AccountNode,
    /// What is past due, oldest first.
    pub overdue: Vec<OverdueInvoice>,
    /// What it is reminded by.
    pub plan: Plan,
    /// What was written down about it.
    pub asked: PlanRow,
    /// The day on which it is looked at.
    pub today: NaiveDate,
}

/// An invoice that is past due.
#[derive(Clone, Debug)]
pub struct OverdueInvoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// As the rules see it.
    pub overdue: Overdue,
    /// The last reminder of it.
    pub sent: Option<Sent>,
}

impl Debtor {
    /// Everything past due, in USD.
    pub fn amount(&self) -> Money {
        self.overdue.iter().map(|one| one.overdue.amount).sum()
    }

    /// The last reminder.
    pub fn last_sent(&self) -> Option<NaiveDate> {
        self.overdue.iter().filter_map(|one| one.sent.map(|sent| sent.on)).max()
    }

    /// How many days the oldest due date is over.
    pub fn days_late(&self) -> i64 {
        self.overdue.first().map_or(0, |one| (self.today - one.overdue.due_date).num_days())
    }

    /// Through which day a payment is promised, where that day is not over.
    pub fn promised(&self) -> Option<NaiveDate> {
        self.plan.promised_until.filter(|_| self.plan.is_promised(self.today))
    }

    /// When the next one goes out, at the earliest.
    pub fn next_on(&self) -> Option<NaiveDate> {
        let of = |one: &OverdueInvoice| {
            let reached = self.plan.schedule.reached(one.overdue.due_date, self.today);
            match reached > one.overdue.reminded {
                true => Some(self.today),
                false => self.plan.schedule.next(one.overdue.due_date, one.overdue.reminded),
            }
        };
        let after_promise = |day: NaiveDate| match self.plan.promised_until {
            Some(until) if until >= day => until.succ_opt(),
            _ => Some(day),
        };
        self.overdue.iter().filter_map(of).min().and_then(after_promise)
    }
}

/// Sends what is due today, once: on business days, from the time of day of the settings on. Safe to
/// call as often as one likes, from as many processes as there are.
///
/// # Errors
/// The database; what went out before stays, and the next call goes on.
pub fn remind(app: &App) -> Result<usize, ServiceError> {
    let now = app.clock.now();
    let today = mountain_day(now);
    let is_time = app.business_days().is_business_day(today)
        && now >= mountain_instant(today, app.settings.reminders.at);
    if !is_time || app.db.read(|conn| reminders::is_done(conn, today))? {
        return Ok(0);
    }
    let (mut sent, mut after) = (0, AccountId(0));
    loop {
        let owing = app.db.read(|conn| reminders::list_owing(conn, after, ACCOUNTS_PER_LOOK))?;
        let Some(last) = owing.last() else { break };
        after = *last;
        let debtors = app.db.read(|conn| list_debtors(app, conn, &owing, today))?;
        let due = debtors.iter().filter(|debtor| due(debtor).is_some());
        for debtor in due {
            sent += usize::from(remind_one(app, debtor.account.id, today)?);
        }
    }
    app.db.write(|conn| Ok::<_, ServiceError>(reminders::mark_done(conn, today)?))?;
    Ok(sent)
}

fn due(debtor: &Debtor) -> Option<Reminder> {
    let overdue: Vec<Overdue> = debtor.overdue.iter().map(|one| one.overdue).collect();
    debtor.plan.due(&overdue, debtor.today)
}

/// Reminds one account of what is past due in this very moment; `false` where nothing is any more, where
/// nobody can be written to, or where another process did it.
fn remind_one(app: &App, account: AccountId, today: NaiveDate) -> Result<bool, ServiceError> {
    app.db.write(|conn| {
        let Some(debtor) = list_debtors(app, conn, &[account], today)?.pop() else { return Ok(false) };
        let Some(reminder) = due(&debtor) else { return Ok(false) };
        let contacts = facts::load_contacts(conn, &[account])?.remove(&account.0).unwrap_or_default();
        let readers = recipients(&contacts);
        let amount_of = |id| debtor.overdue.iter().find(|one| one.overdue.invoice == id);
        let step = |(invoice, step): &(_, usize)| {
            let amount = amount_of(*invoice).map_or(Money::ZERO, |one| one.overdue.amount);
            NewStep { invoice: *invoice, step: *step, amount }
        };
        let steps: Vec<NewStep> = reminder.steps.iter().map(step).collect();
        if readers.is_empty() || !reminders::insert_steps(conn, account, &steps, today)? {
            return Ok(false);
        }
        for contact in &readers {
            let locale = app.languages().choose(contact.locale);
            let facts = told(&debtor, &reminder, locale);
            let whose = &sha256(contact.email.as_str().to_lowercase().as_bytes())[..12];
            let domain = app.settings.mail_domain();
            let message_id: MessageId =
                format!("reminder-{}-{today}-{whose}@{domain}", debtor.account.number).parse()?;
            let notice = NewNotice {
                kind: NoticeKind::Reminder,
                email: &contact.email,
                name: &contact.name,
                locale,
                user: None,
                account: Some(account),
                facts,
            };
            notices::enqueue_as(app, conn, &notice, &message_id, app.clock.now())?;
        }
        let detail =
            format!("{} past due, {} recipients, {}", reminder.amount, readers.len(), reminder.tone.as_str());
        note(conn, app.clock.now(), ACTOR, "reminder.sent", debtor.account.number.as_str(), &detail)?;
        Ok(true)
    })
}

/// What a reminder says, in the reader's language.
fn told(debtor: &Debtor, reminder: &Reminder, locale: Locale) -> Facts {
    let line = |one: &OverdueInvoice| {
        let due = locale.long_date(one.overdue.due_date);
        format!("{} · {} {due} · {}", one.number, text(locale, "due-date"), locale.money(one.overdue.amount))
    };
    let lines: Vec<String> = debtor.overdue.iter().map(line).collect();
    Facts::from([
        ("tone".to_owned(), reminder.tone.as_str().to_owned()),
        ("amount".to_owned(), locale.money(reminder.amount)),
        ("account".to_owned(), debtor.account.number.to_string()),
        ("name".to_owned(), debtor.account.name.clone()),
        ("days".to_owned(), debtor.days_late().to_string()),
        ("words".to_owned(), lines.join("\n")),
    ])
}

/// Those of these accounts that have something past due, in a constant number of queries.
fn list_debtors(
    app: &App,
    conn: &mut AnyConnection,
    ids: &[AccountId],
    today: NaiveDate,
) -> Result<Vec<Debtor>, ServiceError> {
    let mut histories = statements::list_histories(conn, ids)?;
    let balances = statements::sum_balances(conn, ids)?;
    let sent = reminders::list_sent(conn, ids)?;
    let mut plans = reminders::list_plans(conn, ids)?;
    let mut found = Vec::new();
    for node in hierarchy::list_accounts_by_id(conn, ids)? {
        let history = histories.remove(&node.id).unwrap_or_default();
        let issued: Vec<_> = history.iter().map(|row| row.issued).collect();
        let balance = balances.get(&node.id).copied().unwrap_or_default();
        let overdue: Vec<OverdueInvoice> = history
            .into_iter()
            .zip(standings(&issued, balance, today))
            .filter(|(_, standing)| standing.state == PaymentState::PastDue)
            .map(|(row, standing)| OverdueInvoice {
                overdue: Overdue {
                    invoice: row.id,
                    due_date: row.issued.due_date,
                    amount: standing.undisputed(),
                    reminded: sent.get(&row.id).map_or(0, |sent| sent.step),
                },
                sent: sent.get(&row.id).copied(),
                number: row.number,
            })
            .collect();
        if overdue.is_empty() {
            continue;
        }
        let asked = plans.remove(&node.id).unwrap_or_default();
        found.push(Debtor { plan: plan(app, &asked), account: node, overdue, asked, today });
    }
    Ok(found)
}

fn plan(app: &App, asked: &PlanRow) -> Plan {
    let settings = &app.settings.reminders;
    Plan {
        schedule: asked.schedule.clone().unwrap_or_else(|| settings.days.clone()),
        promised_until: asked.promised_until,
        least: settings.least,
    }
}

/// A page of accounts with something past due, and after which account the next one begins. Accounts
/// that owe something but not yet are left out, so that a page may hold few.
///
/// # Errors
/// The database.
pub fn list_past_due(
    app: &App,
    after: Option<AccountId>,
) -> Result<(Vec<Debtor>, Option<AccountId>), ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let owing = reminders::list_owing(conn, after.unwrap_or(AccountId(0)), ACCOUNTS_PER_LOOK)?;
        let is_full = owing.len() as i64 == ACCOUNTS_PER_LOOK;
        let next = owing.last().copied().filter(|_| is_full);
        Ok((list_debtors(app, conn, &owing, today)?, next))
    })
}

/// An account with what is past due of it, and what was written down.
#[derive(Clone, Debug)]
pub struct Reminded {
    /// Which.
    pub account: AccountNode,
    /// What was written down.
    pub asked: PlanRow,
    /// What it owes, where something is past due.
    pub debtor: Option<Debtor>,
    /// The days of the settings.
    pub usual: Schedule,
}

/// What one account is reminded by.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn open_reminded(app: &App, viewer: &Viewer, number: &AccountNumber) -> Result<Reminded, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let account = accounts::find(conn, viewer, number)?;
        let asked = reminders::list_plans(conn, &[account.id])?.remove(&account.id).unwrap_or_default();
        let debtor = list_debtors(app, conn, &[account.id], today)?.pop();
        Ok(Reminded { account, asked, debtor, usual: app.settings.reminders.days.clone() })
    })
}

/// Why a plan is not written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role does not allow it.
    NotAllowed,
    /// The day is over, or too far ahead.
    BadDay,
    /// Somebody else wrote something down meanwhile.
    Changed,
}

/// Writes down what an account asked for, days of its own or a promised payment, where nobody wrote
/// anything after `seen`.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn set_plan(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    seen: Option<DateTime<Utc>>,
    new: PlanRow,
) -> Result<Result<(), Refusal>, ServiceError> {
    let now = app.clock.now();
    let today = mountain_day(now);
    let is_bad = |until: NaiveDate| !(0..=PROMISED_AT_MOST).contains(&(until - today).num_days());
    if !viewer.role.may_credit() {
        return Ok(Err(Refusal::NotAllowed));
    }
    if new.promised_until.is_some_and(is_bad) {
        return Ok(Err(Refusal::BadDay));
    }
    let new = PlanRow { set_by: viewer.email.clone(), ..new };
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, number)?;
        locks::lock_account(conn, account.id)?;
        let known = reminders::list_plans(conn, &[account.id])?.remove(&account.id).unwrap_or_default();
        if known.set_at.map(|at| at.timestamp_micros()) != seen.map(|at| at.timestamp_micros()) {
            return Ok(Err(Refusal::Changed));
        }
        reminders::save_plan(conn, account.id, &new, now)?;
        let days = new.schedule.as_ref().map_or("as usual".to_owned(), |days| format!("[{days}]"));
        let until = new.promised_until.map_or("none".to_owned(), |day| day.to_string());
        let detail = format!("days {days}, promised until {until}: {}", new.note);
        note(conn, now, &viewer.email, "reminder.planned", number.as_str(), &detail)?;
        Ok(Ok(()))
    })
}
