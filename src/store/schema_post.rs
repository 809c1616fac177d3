//! The columns of what is known of the post; the outbox itself is in [`super::schema`].
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    outbox_tries (id) {
        id -> BigInt,
        message_id -> BigInt,
        at -> Timestamp,
        state -> Text,
        in_doubt -> Bool,
        response -> Text,
    }
}

diesel::table! {
    suppressed_addresses (address) {
        address -> Text,
        since -> Timestamp,
        why -> Text,
        message_id -> BigInt,
    }
}

diesel::table! {
    settings_changes (id) {
        id -> BigInt,
        section -> Text,
        body -> Text,
        changed_by -> Text,
        changed_at -> Timestamp,
    }
}
