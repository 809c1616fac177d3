//! The texts people read, in English and Spanish: `templates/locales/<language>/*.ftl`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};
use rust_decimal::Decimal;

use crate::values::locale::Locale;
use crate::values::money::Money;

static_loader! {
    static LOCALES = {
        locales: "templates/locales",
        fallback_language: "en",
        // Documents and mails are copied from: no invisible marks around what is filled in.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static SPANISH: LanguageIdentifier = langid!("es");

/// The text named `key` in the reader's language.
pub fn text(locale: Locale, key: &str) -> String {
    PLAIN.with_borrow_mut(|known| {
        let known = known.entry(locale).or_default();
        match known.get(key) {
            Some(text) => text.clone(),
            None => {
                known.entry(key.to_owned()).or_insert_with(|| LOCALES.lookup(language(locale), key)).clone()
            }
        }
    })
}

thread_local! {
    /// Texts without places, as they were put together before: a page has some hundred of them.
    static PLAIN: RefCell<HashMap<Locale, HashMap<String, String>>> = RefCell::default();
}

/// The text named `key` with its `{ $name }` places filled in.
pub fn text_with(locale: Locale, key: &str, values: &[(&'static str, &str)]) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
        values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(*value))).collect();
    LOCALES.lookup_with_args(language(locale), key, &values)
}

/// As `text_with` with values whose names are known only as the program runs.
pub fn text_of(locale: Locale, key: &str, values: &BTreeMap<String, String>) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue<'_>> = values
        .iter()
        .map(|(name, value)| (Cow::Owned(name.clone()), FluentValue::from(value.as_str())))
        .collect();
    LOCALES.lookup_with_args(language(locale), key, &values)
}

/// As `text_with` with a count that selects singular or plural as `{ $count }`.
pub fn text_count(locale: Locale, key: &str, count: i64) -> String {
    let values = HashMap::from([(Cow::Borrowed("count"), FluentValue::from(count))]);
    LOCALES.lookup_with_args(language(locale), key, &values)
}

/// How the minutes of a request became what they cost: `75 minutes = 5 quarter hours × 25.00 = 125.00`.
pub fn work_rounding(
    locale: Locale,
    (minutes, units, increment): (u32, u32, u32),
    unit_price: Decimal,
    work: Money,
) -> String {
    let units_text = match increment {
        15 => text_count(locale, "receipt-quarters", i64::from(units)),
        _ => text_with(
            locale,
            "receipt-units",
            &[("units", &units.to_string()), ("increment", &increment.to_string())],
        ),
    };
    let mut price = unit_price.normalize();
    price.rescale(price.scale().max(2));
    let is_exact = units * increment == minutes;
    text_with(
        locale,
        if is_exact { "receipt-exact" } else { "receipt-rounded" },
        &[
            ("minutes", &text_count(locale, "receipt-minutes", i64::from(minutes))),
            ("units", &units_text),
            ("price", &locale.decimal(price)),
            ("amount", &locale.amount(work)),
        ],
    )
}

fn language(locale: Locale) -> &'static LanguageIdentifier {
    match locale {
        Locale::En => &ENGLISH,
        Locale::Es => &SPANISH,
    }
}
