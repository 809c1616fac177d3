# Qué idiomas ofrece el portal.

settings-languages = Idiomas
settings-languages-text = En qué idiomas están el portal, los documentos nuevos y los correos, y cuál es para quien no pidió ninguno de ellos.
settings-field-offer-en = Se ofrece inglés
settings-field-offer-es = Se ofrece español
settings-field-default-language = Idioma predeterminado
languages-offered = Se ofrecen
languages-default-hint = Para navegadores, cuentas y personas que no piden ninguno de los idiomas ofrecidos.
languages-documents = Las cuentas, los contactos y los accesos conservan su idioma: lo que se hace mientras no se ofrece está en el predeterminado. Los documentos emitidos nunca cambian.
languages-none = Ofrezca al menos un idioma.
languages-default-needed = Elija el idioma predeterminado.
languages-default-not-offered = El predeterminado debe ser uno de los que se ofrecen.
