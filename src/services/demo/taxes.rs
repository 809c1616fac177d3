//! The tax table. Names and kinds are those of the trade; rates are near the real ones, not advice.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::sheet::{Csv, Sheet};
use crate::services::imports::ImportKind;

/// code, name, region, tax class, kind, value, whether a government's.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, bool);

#[rustfmt::skip]
const STANDING: [Row; 22] = [
    ("RCRF", "Regulatory cost recovery fee (not a government tax)", "", "voice", "percent", "2.95", false),
    ("CO-USC", "Colorado universal service charge", "CO", "voice", "percent", "2.6", true),
    ("CO-911", "Colorado 911 surcharges", "CO", "voice", "per_unit", "1.97", true),
    ("CO-988", "Colorado 988 surcharge", "CO", "voice", "per_unit", "0.11", true),
    ("CO-SALES", "Colorado sales tax", "CO", "equipment", "percent", "2.9", true),
    ("UT-911", "Utah 911 charges", "UT", "voice", "per_unit", "1.48", true),
    ("UT-SALES", "Utah sales tax", "UT", "equipment", "percent", "4.85", true),
    ("UT-MTL", "Utah municipal telecommunications license tax", "UT", "voice", "percent", "3.5", true),
    ("TX-911", "Texas 911 emergency service fee", "TX", "voice", "per_unit", "0.50", true),
    ("TX-SALES", "Texas sales tax, voice services", "TX", "voice", "percent", "6.25", true),
    ("TX-SALES-E", "Texas sales tax, equipment", "TX", "equipment", "percent", "6.25", true),
    ("TX-SALES-U", "Texas sales tax, calls", "TX", "usage", "percent", "6.25", true),
    ("NM-911", "New Mexico E-911 surcharge", "NM", "voice", "per_unit", "0.51", true),
    ("NM-GRT", "New Mexico gross receipts tax", "NM", "", "percent", "4.875", true),
    ("NY-911", "New York public safety surcharge", "NY", "voice", "per_unit", "0.35", true),
    ("NY-EXCISE", "New York telecommunications excise tax", "NY", "voice", "percent", "2.5", true),
    ("NY-SALES", "New York sales tax", "NY", "equipment", "percent", "4", true),
    ("OR-911", "Oregon emergency communications tax", "OR", "voice", "per_unit", "1.25", true),
    ("AZ-911", "Arizona telecommunication services excise tax", "AZ", "voice", "per_unit", "0.20", true),
    ("AZ-TPT", "Arizona transaction privilege tax", "AZ", "equipment", "percent", "5.6", true),
    ("WA-911", "Washington 911 excise taxes", "WA", "voice", "per_unit", "0.95", true),
    ("WA-SALES", "Washington sales tax", "WA", "equipment", "percent", "6.5", true),
];

/// The fund's contribution factors of two years, in tenths of a percent, one a quarter.
const FACTORS: [i64; 8] = [346, 328, 344, 358, 363, 366, 360, 381];

/// The share of voice revenue that counts as interstate without a study, in tenths of a percent (FCC
/// safe harbour for interconnected VoIP).
const INTERSTATE_SHARE: i64 = 649;

/// The table for invoices from `first` to `last`.
pub(super) fn sheet(first: NaiveDate, last: NaiveDate) -> Option<Csv> {
    let mut sheet = Sheet::new(
        ImportKind::Taxes,
        &[
            "code",
            "name",
            "country",
            "region",
            "tax_class",
            "kind",
            "value",
            "is_government",
            "starts_on",
            "ends_on",
        ],
    );
    let mut quarter = quarter_begin(first);
    while quarter <= last {
        let next = quarter_begin(quarter + chrono::Days::new(95));
        let number = quarter.year() * 4 + quarter.month0() as i32 / 3;
        let factor = FACTORS[number.rem_euclid(8) as usize];
        let value = Decimal::new(factor * INTERSTATE_SHARE, 4).to_string();
        let code = format!("FUSF-{}Q{}", quarter.year(), quarter.month0() / 3 + 1);
        let ends_on = (next - chrono::Days::new(1)).to_string();
        let name = "Federal Universal Service Fund";
        let begins = quarter.to_string();
        sheet.row(&[&code, name, "US", "", "voice", "percent", &value, "true", &begins, &ends_on]);
        quarter = next;
    }
    for (code, name, region, tax_class, kind, value, is_government) in STANDING {
        let is_government = is_government.to_string();
        sheet.row(&[code, name, "US", region, tax_class, kind, value, &is_government, "2020-01-01", ""]);
    }
    sheet.finish()
}

fn quarter_begin(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).expect("every quarter begins")
}
