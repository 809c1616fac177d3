//! `/next`: what is accruing for the next bill, so that a surprise is seen before the 27th.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::{About, answer, nothing_granted};
use crate::domain::forecast::UsageBasis;
use crate::domain::invoice::ChargesByCategory;
use crate::services::accruals::{self, Accrual};
use crate::services::memo::Question;
use crate::values::money::Money;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/next.html")]
struct Page<'a> {
    f: &'a Frame,
    accrual: &'a Accrual,
    rows: Vec<Row>,
}

/// A category on the last bill, so far, and as expected.
struct Row {
    key: &'static str,
    before: Money,
    so_far: Money,
    expected: Money,
}

impl Page<'_> {
    fn so_far(&self) -> Money {
        self.accrual.total()
    }

    fn running_total(&self) -> Money {
        self.accrual.running.iter().map(|(_, request)| request.receipt.total()).sum()
    }

    fn before(&self) -> Option<Money> {
        self.accrual.before.map(|charges| charges.total())
    }

    fn expected(&self) -> Option<Money> {
        self.accrual.forecast.map(|forecast| forecast.charges.total())
    }

    /// From when, to when, and when it is billed.
    fn when(&self) -> String {
        let (f, period) = (self.f, self.accrual.period);
        let (from, to) = (f.date(period.first_day()), f.date(period.last_day()));
        f.t3("next-period", ("from", from), ("to", to), ("date", f.long_date(self.billed_on())))
    }

    fn billed_on(&self) -> chrono::NaiveDate {
        self.accrual.period.invoice_date()
    }

    /// How the calls were estimated, in a sentence.
    fn usage_basis(&self) -> Option<String> {
        let f = self.f;
        Some(match self.accrual.forecast?.basis {
            UsageBasis::Complete => return None,
            UsageBasis::None => f.t("next-basis-none"),
            UsageBasis::Average(amount) => f.t1("next-basis-average", "amount", f.money(amount)),
            UsageBasis::Pace { so_far, days, whole } => {
                f.t3("next-basis-pace", ("amount", f.money(so_far)), ("days", days), ("whole", whole))
            }
        })
    }
}

/// What has accrued.
pub async fn page(signed_in: SignedIn, about: web::Query<About>) -> Result<HttpResponse, Failure> {
    let account = about.number()?;
    let visit = signed_in.visit;
    let question = Question::Accrual(account.clone());
    let find = move |app: &_, viewer: &_| accruals::accrue(app, viewer, account.as_ref());
    let found = answer(&visit.app, signed_in.viewer, question, find).await?;
    let f = &visit.frame;
    match found.as_ref() {
        None => nothing_granted(&visit, "nav-next"),
        Some(accrual) => visit.ok(&Page { f, accrual, rows: rows(accrual) }),
    }
}

fn rows(accrual: &Accrual) -> Vec<Row> {
    let Some(forecast) = accrual.forecast else { return Vec::new() };
    let before = accrual.before.unwrap_or_default();
    let by = |key, of: fn(&ChargesByCategory) -> Money| Row {
        key,
        before: of(&before),
        so_far: of(&accrual.so_far),
        expected: of(&forecast.charges),
    };
    let mut rows = vec![
        by("category-recurring", |charges| charges.recurring),
        by("category-catch-up", |charges| charges.catch_up),
        by("category-one-time", |charges| charges.one_time),
        by("category-macd", |charges| charges.macd),
        by("category-usage", |charges| charges.usage),
        by("category-taxes", |charges| charges.taxes),
        by("category-late-fee", |charges| charges.late_fee),
    ];
    rows.retain(|row| !(row.before.is_zero() && row.so_far.is_zero() && row.expected.is_zero()));
    rows
}
