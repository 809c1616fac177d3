//! What customers ask and dispute: one dispute that was settled last month, and a queue of open ones.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::hands::{Hand, at_hour, done, said, typed};
use super::logins::{BILLER, FINANCE, MPOC, OURS};
use crate::domain::case::Priority;
use crate::domain::case::decide::Action;
use crate::domain::dispute::Reason;
use crate::domain::invoice::LineKind;
use crate::services::cases::{self, DisputableLine, NewDispute};
use crate::services::{App, ServiceError, credit_notes, invoices};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// Another customer, who calls.
const CALLER: &str = "228790";

impl Hand<'_> {
    fn dispute(
        &self,
        at: DateTime<Utc>,
        invoice: &InvoiceNumber,
        line: &DisputableLine,
        reason: Reason,
        words: &str,
    ) -> Result<CaseNumber, ServiceError> {
        let lines = vec![(line.line_no, line.left)];
        let new = NewDispute { invoice: invoice.clone(), lines, reason, related: None };
        done(cases::open_dispute(&self.at(at), &self.viewer, &new, &said(&typed(words)?))?)
    }

    fn ask(
        &self,
        at: DateTime<Utc>,
        account: &str,
        subject: &str,
        words: &str,
    ) -> Result<CaseNumber, ServiceError> {
        let (account, subject) = (account.parse()?, subject.parse().unwrap_or_default());
        let (app, words) = (self.at(at), typed(words)?);
        done(cases::open_question(&app, &self.viewer, &account, &subject, Priority::Four, &said(&words))?)
    }

    fn act(
        &self,
        at: DateTime<Utc>,
        case: CaseNumber,
        action: Action,
        words: &str,
    ) -> Result<(), ServiceError> {
        done(cases::act(&self.at(at), &self.viewer, case, &action, &said(&typed(words)?))?)
    }

    fn accept(
        &self,
        at: DateTime<Utc>,
        case: CaseNumber,
        part: Money,
        words: &str,
    ) -> Result<(), ServiceError> {
        done(cases::accept(&self.at(at), &self.viewer, case, &[part], &said(&typed(words)?))?).map(|_| ())
    }
}

/// A dispute of the invoice before the last one, credited in part before the last one was drafted.
pub(super) async fn settle_one(app: &App, before: BillingPeriod) -> Result<(), ServiceError> {
    let (carol, marta) = (Hand::of(app, FINANCE)?, Hand::of(app, BILLER)?);
    let Some((invoice, line)) = find_line(app, OURS, before, 240)? else { return Ok(()) };
    let on = |days: u64, hour: u32| at_hour(before.invoice_date() + Days::new(days), hour);
    let words = "We cancelled half of these at the end of August and were told that the charge would stop.\n\n\
                 Could you check the order?";
    let case = carol.dispute(on(3, 10), &invoice, &line, Reason::AlreadyCancelled, words)?;
    let reply = "Thank you for writing. We look for the order and come back to you \
                 within two business days.";
    marta.act(on(3, 14), case, Action::Reply, reply)?;
    marta.act(
        on(4, 9),
        case,
        Action::Note,
        "The order desk confirms it: half of them, cancelled on August 28.",
    )?;
    let half = Money::from_cents(line.left.cents() / 2);
    let decision = "The order shows half of them cancelled. We credit those; the others are still in use.";
    marta.accept(on(5, 11), case, half, decision)?;
    carol.act(on(6, 9), case, Action::Confirm, "That is right, thank you.")?;
    credit_notes::ensure_documents(app).await?;
    Ok(())
}

/// What is open now: something for everyone to do.
pub(super) fn open_some(app: &App, last: BillingPeriod) -> Result<(), ServiceError> {
    let (carol, dmitri, marta) = (Hand::of(app, FINANCE)?, Hand::of(app, MPOC)?, Hand::of(app, BILLER)?);
    // In the last thirty hours, or since the invoices went out.
    let now = app.clock.now();
    let since = (now - TimeDelta::hours(30)).max(app.settings.timeline().issues(last));
    let at = |step: i32| since + (now - since) / 12 * step;
    if let Some((invoice, line)) = find_line(app, OURS, last, 400)? {
        let words = "We agreed on less than this: please compare it with quote number 7741.";
        let case = carol.dispute(at(1), &invoice, &line, Reason::WrongQuantity, words)?;
        marta.act(at(3), case, Action::SetPriority(Priority::Four), "")?;
        marta.act(at(4), case, Action::Reply, "We have the quote and compare it with the order.")?;
    }
    let words = "Our auditors ask why the universal service fee changed in October. Is there a notice?";
    let case = dmitri.ask(at(2), OURS, "Why did the universal service fee change?", words)?;
    let answer = "The federal contribution factor changes every quarter; the rate on each invoice is the one in \
                  force on its date. The notice is on the FCC's site under “contribution factor”.";
    marta.act(at(5), case, Action::Resolve, answer)?;
    let words = "The hotel asks for its invoices by department from next month on.";
    let case = marta.ask(at(6), CALLER, "Invoices by department", words)?;
    let until = now + TimeDelta::days(3);
    marta.act(at(7), case, Action::Hold(until), "We wait for the list of departments you promised.")?;
    if let Some((invoice, line)) = find_line(app, CALLER, last, 2_500)?
        && line.left > app.approval_limit()
    {
        let words = "Caller says the ballroom lines were out for a week in the last month.";
        let case = marta.dispute(at(8), &invoice, &line, Reason::ServiceDidNotWork, words)?;
        marta.accept(at(9), case, line.left, "Outage 4471 confirms it: credited in full as a courtesy.")?;
    }
    carol.ask(
        at(10),
        OURS,
        "A second copy for our parent company",
        "Can the PDF also go to them each month?",
    )?;
    Ok(())
}

/// The largest recurring or one-time charge up to so many dollars on an account's invoice.
fn find_line(
    app: &App,
    account: &str,
    period: BillingPeriod,
    most: i64,
) -> Result<Option<(InvoiceNumber, DisputableLine)>, ServiceError> {
    let account: AccountNumber = account.parse()?;
    let mut number = None;
    invoices::each_head(app, period, |heads| {
        let head = heads.iter().find(|head| head.account == account.as_str());
        number = number.take().or(head.map(|head| head.number.clone()));
        Ok::<_, ServiceError>(())
    })?;
    let Some(number) = number else { return Ok(None) };
    let number: InvoiceNumber = number.parse()?;
    let biller = Hand::of(app, BILLER)?;
    let found = cases::show_disputable(app, &biller.viewer, &number)?;
    let fits = |line: &DisputableLine| {
        let is_kind = matches!(line.kind, Some(LineKind::Recurring | LineKind::OneTime));
        is_kind && line.left.cents() > 1_000 && line.left.cents() <= most * 100
    };
    let lines = found.lines.into_iter().filter(fits);
    Ok(lines.max_by_key(|line| line.left).map(|line| (number, line)))
}
