//! Which languages the portal offers, and which one those read who asked for none of them.

use serde::Deserialize;

use super::Invalid;
use super::locale::Locale;

/// At least one language; the default is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Named")]
pub struct Languages {
    /// Whether each of [`Locale::ALL`] is offered.
    offered: [bool; Locale::ALL.len()],
    default: Locale,
}

/// As settings give them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    offered: Vec<Locale>,
    default: Locale,
}

/// Why languages cannot be offered so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguagesFlaw {
    /// Somebody has to be able to read it.
    None,
    /// The default is none of them.
    Default,
}

impl Languages {
    /// These languages and this default.
    ///
    /// # Errors
    /// None at all, or a default that is none of them.
    pub fn new(offered: &[Locale], default: Locale) -> Result<Languages, LanguagesFlaw> {
        match offered {
            [] => Err(LanguagesFlaw::None),
            offered if !offered.contains(&default) => Err(LanguagesFlaw::Default),
            offered => Ok(Languages { offered: Locale::ALL.map(|one| offered.contains(&one)), default }),
        }
    }

    /// The languages to choose from, in their order.
    pub fn offered(self) -> impl Iterator<Item = Locale> {
        Locale::ALL.into_iter().filter(move |locale| self.offers(*locale))
    }

    /// Whether `locale` is one of them.
    pub fn offers(self, locale: Locale) -> bool {
        Locale::ALL.into_iter().zip(self.offered).any(|(one, is_offered)| one == locale && is_offered)
    }

    /// The language of those who asked for none that is offered.
    pub fn fallback(self) -> Locale {
        self.default
    }

    /// `wanted` where it is offered, else the default.
    pub fn choose(self, wanted: Locale) -> Locale {
        if self.offers(wanted) { wanted } else { self.default }
    }
}

impl Default for Languages {
    /// Every language there is, English first.
    fn default() -> Languages {
        Languages { offered: [true; Locale::ALL.len()], default: Locale::default() }
    }
}

impl TryFrom<Named> for Languages {
    type Error = Invalid;

    fn try_from(named: Named) -> Result<Languages, Invalid> {
        Languages::new(&named.offered, named.default).map_err(|flaw| {
            Invalid(match flaw {
                LanguagesFlaw::None => "languages.offered: at least one".to_owned(),
                LanguagesFlaw::Default => format!("languages.default: {} is not offered", named.default),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_is_not_offered_gives_way_to_the_default() {
        let (en, es) = (Locale::En, Locale::Es);
        for (offered, default, of_en, of_es) in [
            (&[en, es][..], en, en, es),
            (&[en, es], es, en, es),
            (&[es, es], es, es, es),
            (&[en], en, en, en),
        ] {
            let languages = Languages::new(offered, default).unwrap();
            assert_eq!((languages.choose(en), languages.choose(es)), (of_en, of_es), "{offered:?}");
            assert!(languages.offered().all(|one| offered.contains(&one)));
        }
        assert_eq!(Languages::new(&[], en), Err(LanguagesFlaw::None));
        assert_eq!(Languages::new(&[es], en), Err(LanguagesFlaw::Default));
        assert_eq!(Languages::default(), Languages::new(&[es, en], en).unwrap());
    }
}
