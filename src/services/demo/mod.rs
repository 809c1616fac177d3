//! A provider, its customers and their last months, so that everything can be tried at once.
//!
//! Everything goes the way an operator's data would: CSV files through `imports`, `bill_run` for the
//! month, `delivery` for the post, each with the clock at the instant it would have happened. The
//! same clock gives the same figures: chance comes from account numbers and months.

mod calls;
mod cases;
mod catalogue;
mod customers;
mod folder;
mod hands;
mod logins;
mod names;
mod orders;
mod payers;
mod random;
mod requests;
mod sheet;
mod taxes;

use std::fs;
use std::path::Path;

use chrono::{DateTime, Days, TimeDelta, Utc};

pub use folder::{Found, IMPORTS, MAILBOX, README, SETTINGS, complete, create, look};
pub use logins::{LOGINS, Login};

use self::calls::Switch;
use self::customers::Customer;
use self::hands::Hand;
use self::orders::Desk;
use self::payers::Payers;
use self::sheet::Csv;
use super::imports::{ImportKind, ImportOptions, import};
use super::{App, Progress, ServiceError, Silent, bill_run, delivery, invoices, settings};
use crate::clock::Clock;
use crate::domain::seen::Seen;
use crate::mail::transport::Transport;
use crate::values::calendar::mountain_day;
use crate::values::period::BillingPeriod;

/// Who the audit log names for what nobody in particular did.
const ACTOR: &str = "demo";

const RATES: &str = include_str!("data/rates.csv");

/// What stands on documents above the name.
const LOGO: &[u8] = include_bytes!("data/logo.png");

/// Where the messages about cases lie, in the mailbox.
const CASES: &str = "cases";

/// The account whose invoice was held for a day once, and why.
const HELD: (&str, &str) = ("228790", "Waiting for the hotel to confirm its conference lines.");

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Made {
    /// The first period that was billed.
    pub first: BillingPeriod,
    /// The last one.
    pub last: BillingPeriod,
    /// Accounts.
    pub accounts: usize,
    /// Invoices issued.
    pub invoices: usize,
    /// Messages in the mailbox for the last period.
    pub messages: usize,
}

/// Fills the empty books of `app` with `months` billed months and the open one so far. Files go
/// below `folder`: [`IMPORTS`] and [`MAILBOX`].
///
/// # Errors
/// A full disk and the like.
pub async fn make(
    app: &App,
    months: u32,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Made, ServiceError> {
    let last = last_issued(app);
    let first = (1..months).fold(last, |period, _| period.previous());
    progress.start(u64::from(months) * STEPS_PER_MONTH + 2, "customers");
    let mut story = Story::new(app, first, last, folder, progress);
    story.begin()?;
    logins::add(&story.at(first.ends_at())).await?;
    add_logo(&story.at(first.ends_at()))?;
    let mut made = Made { first, last, accounts: story.customers.len(), invoices: 0, messages: 0 };
    let mut period = first;
    while period <= last {
        let (issued, sent) = story.month(period).await?;
        made.invoices += issued;
        made.messages = sent;
        period = period.next();
    }
    story.open_months()?;
    progress.step("cases");
    requests::open_some(app)?;
    cases::open_some(app, last)?;
    delivery::send_notices(app, &Transport::folder(folder.join(MAILBOX).join(CASES))).await?;
    progress.advance(1);
    Ok(made)
}

/// The provider's logo, as an administrator uploads it.
fn add_logo(app: &App) -> Result<(), ServiceError> {
    let viewer = Hand::of(app, logins::ADMINISTRATOR)?.viewer;
    let shown = hands::done(settings::open(app, &viewer, settings::Section::Provider)?)?;
    hands::done(settings::set_logo(app, &viewer, &Seen::of(&shown.values), Some(LOGO))?)
}

/// Import, close, issue, mail.
const STEPS_PER_MONTH: u64 = 4;

/// The last period whose invoices are out.
fn last_issued(app: &App) -> BillingPeriod {
    let now = app.clock.now();
    let ended = BillingPeriod::of_instant(now).previous();
    if now >= app.settings.timeline().issues(ended) { ended } else { ended.previous() }
}

struct Story<'a> {
    app: &'a App,
    first: BillingPeriod,
    last: BillingPeriod,
    folder: &'a Path,
    progress: &'a dyn Progress,
    customers: Vec<Customer>,
    desk: Desk,
    switch: Switch,
    payers: Payers,
}

impl<'a> Story<'a> {
    fn new(
        app: &'a App,
        first: BillingPeriod,
        last: BillingPeriod,
        folder: &'a Path,
        progress: &'a dyn Progress,
    ) -> Story<'a> {
        let customers = customers::customers(first, last);
        let payers = Payers::new(&customers, last);
        let (desk, switch) = (Desk::new(), Switch::default());
        Story { app, first, last, folder, progress, customers, desk, switch, payers }
    }

    /// What there was before the first month.
    fn begin(&self) -> Result<(), ServiceError> {
        let until = mountain_day(self.app.clock.now()) + Days::new(40);
        let rates = Csv { kind: ImportKind::Rates, bytes: RATES.as_bytes().to_vec() };
        let mut files = vec![rates];
        files.extend(taxes::sheet(self.first.invoice_date(), until));
        files.extend(customers::sheets(&self.customers, chrono::NaiveDate::MIN, self.before_first()));
        self.load("begin", files, self.first.ends_at())?;
        names::name_accounts(&self.at(self.first.ends_at()))
    }

    fn before_first(&self) -> chrono::NaiveDate {
        self.first.first_day() - Days::new(1)
    }

    /// One month, from its first call to its last message: how many invoices and messages.
    async fn month(&mut self, period: BillingPeriod) -> Result<(usize, usize), ServiceError> {
        let timeline = self.app.settings.timeline();
        self.step(period, "importing");
        self.import(period, period.ends_at())?;
        if period == self.first {
            names::code_a_service(&self.at(period.ends_at()))?;
        }
        if period == self.last && period != self.first {
            cases::settle_one(self.app, period.previous()).await?;
            requests::bill_one(self.app, period)?;
        }
        self.done();

        self.step(period, "closing");
        bill_run::close(&self.at(timeline.closes(period)), period, ACTOR, &Silent)?;
        let holds = period.next() == self.last;
        if holds {
            let at = self.at(timeline.closes(period) + TimeDelta::hours(9));
            bill_run::hold(&at, period, Some(&HELD.0.parse()?), HELD.1, logins::BILLER)?;
        }
        self.done();

        self.step(period, "issuing");
        let issue_at = timeline.issues(period);
        let mut issued = bill_run::issue(&self.at(issue_at), period, ACTOR, &Silent).await?.issued;
        let mut mail_at = issue_at;
        if holds {
            mail_at = issue_at + TimeDelta::hours(27);
            let at = self.at(mail_at);
            bill_run::release(
                &at,
                period,
                Some(&HELD.0.parse()?),
                "Confirmed by telephone.",
                logins::BILLER,
            )?;
            issued += bill_run::issue(&at, period, logins::BILLER, &Silent).await?.issued;
        }
        self.done();

        self.step(period, "mailing");
        let sent = self.mail(period, issue_at, mail_at).await?;
        self.hand_out(period)?;
        self.done();
        Ok((issued, sent))
    }

    /// The last month's messages lie in the mailbox itself, each earlier month's in a folder below it.
    async fn mail(
        &self,
        period: BillingPeriod,
        issued_at: DateTime<Utc>,
        released_at: DateTime<Utc>,
    ) -> Result<usize, ServiceError> {
        let mailbox = self.folder.join(MAILBOX);
        let mailbox =
            if period == self.last { mailbox } else { mailbox.join("earlier").join(period.to_string()) };
        let transport = Transport::folder(mailbox);
        let mut sent = 0;
        for at in [issued_at, released_at] {
            let delivered = delivery::send_due(&self.at(at), &transport, Some(period), true, &Silent).await?;
            sent += delivered.unwrap_or_default().sent;
        }
        Ok(sent)
    }

    /// Customers get their invoices and decide when to pay.
    fn hand_out(&mut self, period: BillingPeriod) -> Result<(), ServiceError> {
        let (app, payers) = (self.app, &mut self.payers);
        invoices::each_head(app, period, |heads| {
            invoices::load(app, heads)?.iter().for_each(|invoice| payers.receive(invoice));
            Ok(())
        })
    }

    /// What has happened since the last billed month: calls, payments, orders through now.
    fn open_months(&mut self) -> Result<(), ServiceError> {
        let now = self.app.clock.now();
        let mut period = self.last.next();
        while period.first_day() <= mountain_day(now) {
            self.step(period, "importing");
            self.import(period, now)?;
            period = period.next();
        }
        self.done();
        Ok(())
    }

    /// Imports what happened in `period`, as far as it is known at `at`.
    fn import(&mut self, period: BillingPeriod, at: DateTime<Utc>) -> Result<(), ServiceError> {
        let through = period.last_day().min(mountain_day(at));
        let months_left = (period <= self.last).then(|| payers::months_between(period, self.last));
        let mut files = customers::sheets(&self.customers, period.first_day(), through);
        files.extend(self.desk.sheets(&self.customers, period, through, months_left));
        files.extend(self.switch.sheet(&self.customers, period, at));
        files.extend(self.payers.sheet(through));
        self.load(&period.to_string(), files, at)
    }

    /// Keeps the files, for whoever wants to see what an import looks like, and imports them.
    fn load(&self, name: &str, files: Vec<Csv>, at: DateTime<Utc>) -> Result<(), ServiceError> {
        let folder = self.folder.join(IMPORTS).join(name);
        let app = self.at(at);
        fs::create_dir_all(&folder).map_err(|why| cannot_write(&folder, &why))?;
        for Csv { kind, bytes } in files {
            let path = folder.join(format!("{kind}.csv"));
            fs::write(&path, &bytes).map_err(|why| cannot_write(&path, &why))?;
            let options = ImportOptions { actor: ACTOR, dry_run: false, total_bytes: bytes.len() as u64 };
            import(&app, kind, bytes.as_slice(), &options, &Silent)
                .map_err(|why| ServiceError::Refused(format!("{}: {why}", path.display())))?;
        }
        Ok(())
    }

    fn at(&self, instant: DateTime<Utc>) -> App {
        App { clock: Clock::fixed(instant), ..self.app.clone() }
    }

    fn step(&self, period: BillingPeriod, what: &str) {
        self.progress.step(&format!("{period}: {what}"));
    }

    fn done(&self) {
        self.progress.advance(1);
    }
}

fn cannot_write(path: &Path, why: &std::io::Error) -> ServiceError {
    ServiceError::Refused(format!("{}: {why}", path.display()))
}
