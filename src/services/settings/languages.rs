//! The languages of the portal: a box each, and the default.

use super::sections::{Content, Flaw, text};
use crate::domain::seen::Values;
use crate::values::languages::{Languages, LanguagesFlaw};
use crate::values::locale::Locale;

/// The fields of the section.
pub(super) const FIELDS: [&str; 3] = [box_of(Locale::En), box_of(Locale::Es), DEFAULT];

const DEFAULT: &str = "default_language";

const fn box_of(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "offer_en",
        Locale::Es => "offer_es",
    }
}

/// The languages as their fields say.
pub(super) fn read(values: &Values) -> Result<Content, Vec<Flaw>> {
    let offered: Vec<Locale> =
        Locale::ALL.into_iter().filter(|locale| text(values, box_of(*locale)) == "true").collect();
    let flaw = |flaw| vec![Flaw::from(flaw)];
    let Ok(default) = text(values, DEFAULT).parse() else {
        return Err(flaw((DEFAULT, "languages-default-needed")));
    };
    match Languages::new(&offered, default) {
        Ok(languages) => Ok(Content::Languages(languages)),
        Err(LanguagesFlaw::None) => Err(flaw((box_of(Locale::En), "languages-none"))),
        Err(LanguagesFlaw::Default) => Err(flaw((DEFAULT, "languages-default-not-offered"))),
    }
}

/// As fields.
pub(super) fn values(languages: Languages) -> Values {
    let boxes = Locale::ALL.map(|locale| (box_of(locale), languages.offers(locale).to_string()));
    boxes.into_iter().chain([(DEFAULT, languages.fallback().to_string())]).collect()
}
