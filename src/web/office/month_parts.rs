//! What the pages of the month share: the time line, refusals and states in words.

use actix_web::http::StatusCode;

use crate::domain::bill_run::StepState;
use crate::domain::month::Stage;
use crate::services::month::{Month, Refusal, Step};
use crate::values::period::BillingPeriod;
use crate::web::errors::Failure;
use crate::web::frame::Frame;

/// A step of the time line.
pub struct StepView {
    /// In words.
    pub name: String,
    /// `done`, `now` or `ahead`: names its style and its text.
    pub state: &'static str,
    /// When it is, or how far.
    pub when: String,
}

/// The time line of a month.
pub fn steps(f: &Frame, month: &Month) -> Vec<StepView> {
    let mail = &month.mail;
    let step = |stage: Stage| StepView {
        name: f.t(format!("month-step-{}", stage.as_str())),
        state: match stage {
            stage if stage == month.stage => "now",
            stage if stage < month.stage => "done",
            _ => "ahead",
        },
        when: match stage {
            Stage::Running => f.date(month.period.last_day()),
            Stage::Closing => format!("{} MT", f.minute(month.closes_at)),
            Stage::Review => f.n("month-held-count", tally(month.tally.held)),
            Stage::Issue => format!("{} MT", f.minute(month.issues_at)),
            Stage::Mail | Stage::Done => {
                f.t2("month-sent-of", "sent", f.count(mail.sent), "all", f.count(mail.recipients))
            }
        },
    };
    Stage::STEPS.map(step).into()
}

/// A count as texts take it.
pub fn tally(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What is no period has no page.
pub fn period(text: &str) -> Result<BillingPeriod, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// What the state of an account is called: drafts that were let go are released.
pub fn state_key(step: &Step) -> &'static str {
    match step.state {
        StepState::Held if step.is_carried => "carried",
        StepState::Drafted if step.moved.is_some() => "released",
        state => state.as_str(),
    }
}

/// Who held or released it, when, and why.
pub fn moved(f: &Frame, step: &Step) -> Option<String> {
    let (by, at) = step.moved.as_ref()?;
    Some(f.t2("month-moved-by", "who", by, "time", f.minute(at)))
}

/// The status and the words of a refusal.
pub fn refused(f: &Frame, refusal: &Refusal) -> (StatusCode, String) {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, f.t("case-refused-not-allowed")),
        Refusal::NotOver(at) => (wrong, f.t1("month-refused-not-over", "time", f.minute(at))),
        Refusal::Closed => (wrong, f.t("month-refused-closed")),
        Refusal::NotClosed => (wrong, f.t("month-refused-not-closed")),
        Refusal::After(period) => (wrong, f.t1("month-refused-after", "period", f.period(period))),
        Refusal::Past(period) => (wrong, f.t1("month-refused-past", "period", f.period(period))),
        Refusal::TooEarly(at) => (wrong, f.t1("month-refused-too-early", "time", f.minute(at))),
        Refusal::NoReason => (wrong, f.t("month-refused-no-reason")),
        Refusal::Running => (StatusCode::CONFLICT, f.t("month-refused-running")),
        Refusal::OthersNow(now) => {
            (StatusCode::CONFLICT, f.n("month-refused-others", u32::try_from(*now).unwrap_or(u32::MAX)))
        }
        Refusal::Changed(step) => {
            let state = f.t(format!("month-state-{}", state_key(step)));
            let mut text = f.t2("month-refused-changed", "account", &step.number, "state", state);
            for more in moved(f, step).into_iter().chain(Some(step.reason.clone()).filter(|r| !r.is_empty()))
            {
                text.push(' ');
                text.push_str(&more);
            }
            (StatusCode::CONFLICT, text)
        }
    }
}
