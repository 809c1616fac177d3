//! The columns of who signs in and what that takes; the rest is in [`super::schema`].
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

diesel::table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        role -> Text,
        locale -> Text,
        password_hash -> Nullable<Text>,
        is_active -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    user_accounts (user_id, account_id) {
        user_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    user_tokens (token_sha256) {
        token_sha256 -> Text,
        user_id -> BigInt,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    registration_codes (code_sha256) {
        code_sha256 -> Text,
        account_id -> BigInt,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (key_sha256) {
        key_sha256 -> Text,
        user_id -> BigInt,
        state -> Text,
        device -> Text,
        origin -> Text,
        created_at -> Timestamp,
        proven_at -> Timestamp,
        used_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_failures (subject, window_start) {
        subject -> Text,
        window_start -> Timestamp,
        failures -> Integer,
    }
}
