//! The lines of a request on an invoice (INTERFACES, "Arithmetic, exactly", 5).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::MacdKind;
use super::receipt::Receipt;
use crate::domain::invoice::{Line, LineKind};
use crate::values::ids::CaseId;
use crate::values::locale::Locale;

/// The tax class of work and of its fee.
pub const LABOR_TAX_CLASS: &str = "labor";

/// A request that is to be billed, or accrues.
#[derive(Clone, Debug)]
pub struct BillableRequest {
    /// Its case.
    pub case: CaseId,
    /// In a few words, as the customer wrote it.
    pub subject: String,
    /// What it costs and why.
    pub receipt: Receipt,
}

/// What an invoice in `locale` charges for it: the work, and the expedite fee where there is one.
/// Nothing where no billable time was logged.
pub fn lines(request: &BillableRequest, locale: Locale) -> Vec<Line> {
    let receipt = &request.receipt;
    let Some(days) = receipt.days().filter(|_| receipt.units > 0) else { return Vec::new() };
    let work = Line {
        receipt: Some(Box::new(receipt.clone())),
        ..line(request, days, LineKind::Macd, described(request, locale))
    };
    let fee = (!receipt.fee.is_zero()).then(|| Line {
        quantity: Decimal::ONE,
        unit_price: receipt.fee.to_decimal(),
        amount: receipt.fee,
        ..line(request, days, LineKind::Expedite, format!("{}: {}", expedite(locale), request.subject))
    });
    std::iter::once(work).chain(fee).collect()
}

fn line(
    request: &BillableRequest,
    days: (NaiveDate, NaiveDate),
    kind: LineKind,
    description: String,
) -> Line {
    let receipt = &request.receipt;
    Line {
        kind,
        code: receipt.request.to_string(),
        description,
        from: days.0,
        to: days.1,
        days: None,
        period: None,
        quantity: Decimal::from(receipt.units),
        unit_price: receipt.unit_price,
        amount: receipt.work,
        tax_class: LABOR_TAX_CLASS.to_owned(),
        usage: None,
        receipt: None,
        cost_centre: String::new(),
    }
}

/// `Change: Two phones to the second floor`. Kept with the document: a word that is worded anew later
/// changes nothing that was issued.
fn described(request: &BillableRequest, locale: Locale) -> String {
    let kind = match (locale, request.receipt.kind) {
        (Locale::En, MacdKind::Move) => "Move",
        (Locale::En, MacdKind::Add) => "Add",
        (Locale::En, MacdKind::Change) => "Change",
        (Locale::En, MacdKind::Delete) => "Removal",
        (Locale::Es, MacdKind::Move) => "Traslado",
        (Locale::Es, MacdKind::Add) => "Alta",
        (Locale::Es, MacdKind::Change) => "Cambio",
        (Locale::Es, MacdKind::Delete) => "Baja",
    };
    format!("{kind}: {}", request.subject)
}

fn expedite(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Expedite fee",
        Locale::Es => "Cargo por urgencia",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::domain::macd::Urgency;
    use crate::domain::macd::log::{Entry, Purpose};
    use crate::domain::macd::receipt::{Asked, Shown};
    use crate::domain::macd::tests::plan;
    use crate::values::ids::{EntryId, UserId};
    use crate::values::money::Money;
    use crate::values::number::CaseNumber;

    fn request(urgency: Urgency, entries: &[(&str, &str, Purpose, Option<i64>)]) -> BillableRequest {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let shown = |(id, (from, to, purpose, corrects)): (i64, &(&str, &str, Purpose, Option<i64>))| Shown {
            entry: Entry {
                id: EntryId(id),
                person: UserId(1),
                started_at: at(from),
                ended_at: at(to),
                purpose: *purpose,
                corrects: corrects.map(EntryId),
            },
            person: "sam@provider.example".into(),
            words: String::new(),
        };
        let log: Vec<Shown> = (1..).zip(entries).map(shown).collect();
        let asked = Asked {
            request: CaseNumber(CaseId(42)),
            kind: MacdKind::Change,
            urgency,
            requester: "anna@elm.example".into(),
            approval: None,
            quote: None,
        };
        let receipt = Receipt::of(asked, &plan(), &log).unwrap();
        BillableRequest { case: CaseId(42), subject: "Two phones".into(), receipt }
    }

    #[test]
    fn work_and_fee_are_lines_of_their_own() {
        use Purpose::{Gathering, Testing, Work};
        let entries = [
            // Before midnight of the 29th in Denver, and until midnight of the 30th.
            ("2026-11-30T06:00:00Z", "2026-11-30T06:30:00Z", Gathering, None),
            ("2026-11-30T17:00:00Z", "2026-11-30T19:00:00Z", Work, None),
            ("2026-11-30T17:00:00Z", "2026-11-30T17:20:00Z", Work, Some(2)),
            ("2026-12-01T06:00:00Z", "2026-12-01T07:00:00Z", Testing, None),
        ];
        let lines_of = |urgency| lines(&request(urgency, &entries), Locale::En);
        let standard = lines_of(Urgency::Standard);
        assert_eq!(standard.len(), 1);
        let line = &standard[0];
        assert_eq!((line.code.as_str(), line.description.as_str()), ("C-000042", "Change: Two phones"));
        assert_eq!((line.quantity, line.unit_price), (2.into(), 25.into()), "20 minutes are two quarters");
        assert_eq!((line.amount.cents(), line.tax_class.as_str()), (5_000, "labor"));
        assert_eq!((line.from.to_string(), line.to.to_string()), ("2026-11-29".into(), "2026-11-30".into()));
        let receipt = line.receipt.as_ref().unwrap();
        assert_eq!((receipt.entries.len(), receipt.billable_minutes, receipt.excluded_minutes), (3, 20, 90));
        assert!(receipt.adds_up());
        let expedited = lines_of(Urgency::Expedited);
        let fee = &expedited[1];
        assert_eq!((fee.kind, fee.quantity, fee.amount.cents()), (LineKind::Expedite, 1.into(), 15_000));
        assert_eq!((fee.code.as_str(), fee.receipt.is_none()), ("C-000042", true));
    }

    #[test]
    fn no_billable_time_makes_no_line() {
        let entries = [("2026-11-30T17:00:00Z", "2026-11-30T19:00:00Z", Purpose::Gathering, None)];
        assert!(lines(&request(Urgency::Expedited, &entries), Locale::Es).is_empty());
        assert!(lines(&request(Urgency::Expedited, &[]), Locale::Es).is_empty());
    }

    #[test]
    fn a_receipt_that_was_tampered_with_does_not_add_up() {
        let entries = [("2026-11-30T17:00:00Z", "2026-11-30T19:00:00Z", Purpose::Work, None)];
        let right = request(Urgency::Standard, &entries).receipt;
        let json = serde_json::to_string(&right).unwrap();
        assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), right);
        let wrong = [
            Receipt { billable_minutes: 121, ..right.clone() },
            Receipt { excluded_minutes: 1, ..right.clone() },
            Receipt { units: 9, ..right.clone() },
            Receipt { unit_price: 26.into(), ..right.clone() },
            Receipt { work: Money::from_cents(1), ..right.clone() },
            Receipt { entries: Vec::new(), ..right.clone() },
        ];
        assert!(right.adds_up());
        for receipt in wrong {
            assert!(!receipt.adds_up(), "{receipt:?}");
        }
    }
}
