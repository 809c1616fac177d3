//! The columns of the provider's logos; the rest is in [`super::schema`].
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    logos (sha256) {
        sha256 -> Text,
        png -> Binary,
    }
}
