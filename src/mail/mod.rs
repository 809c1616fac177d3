//! E-mail, by lettre.
