//! The month: which step is due when, what a step may do next, what a clerk should look at.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{DateTime, NaiveTime, Utc};
use serde::Serialize;

use super::invoice::Invoice;
use crate::values::Invalid;
use crate::values::calendar::mountain_instant;
use crate::values::money::Money;
use crate::values::number::CaseNumber;
use crate::values::period::BillingPeriod;

/// Where one account stands in a period's run. Every move is a guarded update from one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// There was nothing to bill.
    Nothing,
    /// A draft that will be issued.
    Drafted,
    /// A draft that waits for a person's release, or that a later period took in.
    Held,
    /// No draft could be computed.
    Failed,
    /// The invoice is out.
    Issued,
}

impl StepState {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            StepState::Nothing => "nothing",
            StepState::Drafted => "drafted",
            StepState::Held => "held",
            StepState::Failed => "failed",
            StepState::Issued => "issued",
        }
    }
}

impl FromStr for StepState {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<StepState, Invalid> {
        use StepState::{Drafted, Failed, Held, Issued, Nothing};
        let known = [Nothing, Drafted, Held, Failed, Issued].into_iter().find(|state| state.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a state of a step")))
    }
}

/// Something about a draft that a person should know before it goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is, for filters and for the setting `billing.hold_on`.
    pub kind: FindingKind,
    /// In words a clerk can act on.
    pub text: String,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Nobody would get the invoice.
    NoRecipient,
    /// The total is a credit.
    NegativeTotal,
    /// New charges differ much from the invoice before.
    LargeChange,
    /// A name or text holds a character that the document's fonts lack.
    MissingGlyph,
    /// Work on request is done, but billing has not reviewed it: this invoice goes out without it.
    UnreviewedMacd,
}

impl FindingKind {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            FindingKind::NoRecipient => "no_recipient",
            FindingKind::NegativeTotal => "negative_total",
            FindingKind::LargeChange => "large_change",
            FindingKind::MissingGlyph => "missing_glyph",
            FindingKind::UnreviewedMacd => "unreviewed_macd",
        }
    }
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [FindingKind; 5] = [
        FindingKind::NoRecipient,
        FindingKind::NegativeTotal,
        FindingKind::LargeChange,
        FindingKind::MissingGlyph,
        FindingKind::UnreviewedMacd,
    ];
}

impl FromStr for FindingKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<FindingKind, Invalid> {
        let known = FindingKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a kind of finding")))
    }
}

/// New charges that move by more than this factor of a hundred against the invoice before are
/// shown to staff.
const LARGE_CHANGE_PERCENT: i64 = 50;

/// Amounts below this move too easily to be worth a look.
const LARGE_CHANGE_FLOOR: Money = Money::from_cents(10_000);

/// What staff should know about `invoice` before it goes out (DESIGN, "The month").
pub fn findings(
    invoice: &Invoice,
    previous_new_charges: Option<Money>,
    recipients: usize,
    missing_glyphs: &BTreeSet<char>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut find = |kind, text: String| found.push(Finding { kind, text });
    if recipients == 0 {
        find(
            FindingKind::NoRecipient,
            "Nobody would get this invoice: give the account a contact with the role invoice or mpoc_primary."
                .to_owned(),
        );
    }
    if invoice.total_due().is_negative() {
        find(
            FindingKind::NegativeTotal,
            format!("The account is in credit by {} USD: nothing is to be paid.", -invoice.total_due()),
        );
    }
    if let Some(before) =
        previous_new_charges.filter(|before| is_large_change(*before, invoice.new_charges()))
    {
        find(
            FindingKind::LargeChange,
            format!("New charges went from {before} to {} USD: check the reason.", invoice.new_charges()),
        );
    }
    if !missing_glyphs.is_empty() {
        let listed: Vec<_> =
            missing_glyphs.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
        find(
            FindingKind::MissingGlyph,
            format!("The document's fonts lack {}: change the name or description.", listed.join(", ")),
        );
    }
    found
}

/// That requests were finished before the closing but not reviewed (REQUIREMENTS R5.9), also where nothing
/// else is to be billed.
pub fn unreviewed(requests: &[CaseNumber]) -> Option<Finding> {
    let listed: Vec<String> = requests.iter().map(ToString::to_string).collect();
    (!listed.is_empty()).then(|| Finding {
        kind: FindingKind::UnreviewedMacd,
        text: format!(
            "Finished requests that billing has not reviewed go on a later invoice: {}.",
            listed.join(", ")
        ),
    })
}

pub(super) fn is_large_change(before: Money, now: Money) -> bool {
    let (before, change) = (before.cents().abs(), (now - before).cents().abs());
    change > LARGE_CHANGE_FLOOR.cents() && change * 100 > before * LARGE_CHANGE_PERCENT
}

/// When the steps of a month happen, in Mountain Time (REQUIREMENTS R4.3).
#[derive(Clone, Copy, Debug)]
pub struct Timeline {
    /// On the 26th: the period that ended the day before is closed.
    pub close_at: NaiveTime,
    /// On the 27th: released drafts are issued and mailed.
    pub issue_at: NaiveTime,
}

impl Timeline {
    /// When `period` is to be closed.
    pub fn closes(&self, period: BillingPeriod) -> DateTime<Utc> {
        mountain_instant(period.last_day().succ_opt().expect("the calendar goes on"), self.close_at)
    }

    /// When `period` is to be issued.
    pub fn issues(&self, period: BillingPeriod) -> DateTime<Utc> {
        mountain_instant(period.invoice_date(), self.issue_at)
    }

    /// The last period that should be closed by `now`.
    pub fn last_to_close(&self, now: DateTime<Utc>) -> BillingPeriod {
        let running = BillingPeriod::of_instant(now);
        let ended = running.previous();
        if now >= self.closes(ended) { ended } else { ended.previous() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline() -> Timeline {
        Timeline {
            close_at: NaiveTime::from_hms_opt(1, 0, 0).unwrap(),
            issue_at: NaiveTime::from_hms_opt(6, 0, 0).unwrap(),
        }
    }

    #[test]
    fn the_26th_at_one_and_the_27th_at_six_mountain_time() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let november: BillingPeriod = "2026-11".parse().unwrap();
        assert_eq!(timeline().closes(november), at("2026-11-26T08:00:00Z"));
        assert_eq!(timeline().issues(november), at("2026-11-27T13:00:00Z"));
        assert_eq!(timeline().issues("2026-07".parse().unwrap()), at("2026-07-27T12:00:00Z"));
        assert_eq!(timeline().last_to_close(at("2026-11-26T07:59:59Z")), november.previous());
        assert_eq!(timeline().last_to_close(at("2026-11-26T08:00:00Z")), november);
        assert_eq!(timeline().last_to_close(at("2026-12-26T06:59:59Z")), november);
    }

    #[test]
    fn a_change_is_large_only_where_the_amount_is_worth_a_look() {
        let dollars = |n: i64| Money::from_cents(n * 100);
        assert!(!is_large_change(dollars(10), dollars(100)), "90 dollars more");
        assert!(is_large_change(dollars(100), dollars(201)));
        assert!(!is_large_change(dollars(1000), dollars(1400)));
        assert!(is_large_change(dollars(1000), dollars(0)));
    }
}
