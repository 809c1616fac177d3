//! Why something does not happen, in plain words.

use actix_web::http::StatusCode;
use rust_decimal::Decimal;

use super::state_name;
use crate::domain::attachment::FileFlaw;
use crate::domain::case::decide::Objection;
use crate::domain::dispute;
use crate::services::cases::Refusal;
use crate::values::words::{MOST_LETTERS, WordsFlaw};
use crate::web::frame::Frame;

/// The status of a page that refuses.
pub fn refused_status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Case(Objection::Taken(_)) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Why something does not happen, in words.
pub fn refused(f: &Frame, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Case(objection) => objected(f, objection),
        Refusal::Line(_, objection) => line_objected(f, *objection),
        Refusal::NoSuchCase => f.t("case-refused-no-such-case"),
        Refusal::NoSuchPerson => f.t("case-refused-no-such-person"),
        Refusal::Undecided => f.t("case-refused-undecided"),
        Refusal::NothingToDecide => f.t("case-refused-nothing-to-decide"),
        Refusal::NotWithin(_, most) => f.t1("case-refused-not-within", "amount", f.money(most)),
        Refusal::OwnProposal => f.t("case-refused-own-proposal"),
        Refusal::NotApproved => f.t("macd-refused-not-approved"),
    }
}

fn objected(f: &Frame, objection: &Objection) -> String {
    match objection {
        Objection::NotAllowed => f.t("case-refused-not-allowed"),
        Objection::NotNow(state) => f.t1("case-refused-not-now", "state", state_name(f, *state)),
        Objection::Taken(by) => f.t1("case-refused-taken", "person", by),
        Objection::WordsMissing => f.t("case-refused-words-missing"),
        Objection::TooLate(until) => f.t1("case-refused-too-late", "at", f.minute(until)),
        Objection::NotYet(from) => f.t1("case-refused-not-yet", "at", f.minute(from)),
        Objection::BadTime => f.t("case-refused-bad-time"),
        Objection::SamePriority => f.t("case-refused-same-priority"),
        Objection::MastersOnly => f.t("case-refused-masters-only"),
        Objection::NothingAbove => f.t("case-refused-nothing-above"),
    }
}

/// Why a line cannot be disputed, in words.
pub fn line_objected(f: &Frame, objection: dispute::Objection) -> String {
    match objection {
        dispute::Objection::NoLines => f.t("case-refused-no-lines"),
        dispute::Objection::SameLineTwice => f.t("case-refused-same-line-twice"),
        dispute::Objection::TooLate(day) => f.t1("case-refused-statement-too-old", "day", f.long_date(day)),
        dispute::Objection::NoCharge => f.t("case-refused-no-charge"),
        dispute::Objection::NoAmount => f.t("case-refused-no-amount"),
        dispute::Objection::MoreThanLeft(left) => {
            f.t1("case-refused-more-than-left", "amount", f.money(left))
        }
    }
}

/// What speaks against a text, in words.
pub fn words_flaw(f: &Frame, flaw: WordsFlaw) -> String {
    match flaw {
        WordsFlaw::TooLong => f.t1("case-words-too-long", "most", f.decimal(Decimal::from(MOST_LETTERS))),
        WordsFlaw::Unprintable => f.t("case-words-unprintable"),
    }
}

/// What speaks against a file, in words that name it.
pub fn file_flaw(f: &Frame, flaw: &FileFlaw) -> String {
    match flaw {
        FileFlaw::Empty(name) => f.t1("case-file-empty", "name", name),
        FileFlaw::TooLarge(name, most) => f.t2(
            "case-file-too-large",
            "name",
            name,
            "most",
            size(f, i64::try_from(*most).unwrap_or(i64::MAX)),
        ),
        FileFlaw::UnknownKind(name) => f.t1("case-file-unknown-kind", "name", name),
        FileFlaw::Mislabelled(name) => f.t1("case-file-mislabelled", "name", name),
        FileFlaw::TooMany => f.t("case-file-too-many"),
    }
}

/// Kilobytes or megabytes, in powers of two as the settings have them.
pub fn size(f: &Frame, bytes: i64) -> String {
    let (tenths, unit) = match bytes {
        bytes if bytes < 1 << 20 => (((bytes + 1023) >> 10) * 10, "KB"),
        bytes => (bytes.saturating_mul(10) >> 20, "MB"),
    };
    format!("{} {unit}", f.decimal(Decimal::new(tenths, 1).normalize()))
}
