# Which languages the portal offers.

settings-languages = Languages
settings-languages-text = Which languages the portal, new documents and mails are in, and which one is for those who asked for none of them.
settings-field-offer-en = English is offered
settings-field-offer-es = Spanish is offered
settings-field-default-language = Default
languages-offered = Offered
languages-default-hint = For browsers, accounts and people that ask for none of the offered languages.
languages-documents = Accounts, contacts and logins keep the language that they have: what is made while it is not offered is in the default. Issued documents never change.
languages-none = Offer at least one language.
languages-default-needed = Choose the default.
languages-default-not-offered = The default must be one that is offered.
