//! The columns of what signing in takes; the rest is in [`super::schema`].
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    half_sign_ins (key_sha256) {
        key_sha256 -> Text,
        user_id -> BigInt,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    user_factors (user_id) {
        user_id -> BigInt,
        secret -> Text,
        last_step -> BigInt,
        added_at -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (code_sha256) {
        code_sha256 -> Text,
        user_id -> BigInt,
        used_at -> Nullable<Timestamp>,
    }
}
