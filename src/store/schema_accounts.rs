//! The columns of what the office keeps of its work with accounts.
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    customer_looks (id) {
        id -> Text,
        user_id -> BigInt,
        account_id -> BigInt,
        begun_at -> Timestamp,
        ends_at -> Timestamp,
    }
}
