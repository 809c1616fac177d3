//! `/office`: where the month stands, what comes next, what needs a person now.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::month_parts::{StepView, steps};
use crate::domain::month::Event;
use crate::services::month::{self, Home, Worry};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/home.html")]
struct Page<'a> {
    f: &'a Frame,
    home: &'a Home,
    steps: Vec<StepView>,
    worries: Vec<Row>,
    next: String,
}

/// What needs a person, and where it is done.
struct Row {
    /// Names its style.
    key: &'static str,
    text: String,
    link: String,
}

/// Where staff begin.
pub async fn page(staff: Staff) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let app = visit.app.clone();
    let home = web::block(move || month::home(&app)).await??;
    let f = &visit.frame;
    let (event, at) = home.next;
    let (key, period) = match event {
        Event::Close(period) => ("month-next-close", period),
        Event::Issue(period) => ("month-next-issue", period),
    };
    let row = |(worry, count): &(Worry, i64)| Row {
        key: worry.as_str(),
        text: f.n(&format!("worry-{}", worry.as_str()), u32::try_from(*count).unwrap_or(u32::MAX)),
        link: link(*worry, &home),
    };
    visit.ok(&Page {
        f,
        home: &home,
        steps: steps(f, &home.month),
        worries: home.worries.iter().map(row).collect(),
        next: f.t2(key, "period", f.period(period), "time", f.minute(at)),
    })
}

/// Where it is done.
fn link(worry: Worry, home: &Home) -> String {
    let month = format!("/office/month/{}", home.month.period);
    match worry {
        Worry::CountsDiffer => format!("{month}#counts"),
        Worry::WorkStopped => month,
        Worry::FailedDrafts => format!("{month}?state=failed#drafts"),
        Worry::HeldDrafts => format!("{month}?state=held#drafts"),
        Worry::FailedMails => format!("/office/deliveries?period={}", home.month.period),
        Worry::SuppressedAddresses => "/office/deliveries/addresses".to_owned(),
        Worry::NoRecipient => "#unreached".to_owned(),
        Worry::LateCases | Worry::CasesDueSoon => "/office/cases".to_owned(),
        Worry::RequestsToReview => "/office/requests".to_owned(),
        Worry::CreditsToApprove => "/office/cases?kind=dispute".to_owned(),
        Worry::MoneyToApprove => "/office/money/approvals".to_owned(),
        Worry::MoneyToPlace => "/office/money".to_owned(),
    }
}
