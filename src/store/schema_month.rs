//! The columns of the month's work in the office.
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    month_jobs (period, kind) {
        period -> Text,
        kind -> Text,
        state -> Text,
        started_by -> Text,
        started_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        done -> BigInt,
        total -> BigInt,
        error -> Text,
    }
}

diesel::table! {
    month_warnings (period, kind, account_id) {
        period -> Text,
        account_id -> BigInt,
        kind -> Text,
        text -> Text,
        before_cents -> Nullable<BigInt>,
        now_cents -> Nullable<BigInt>,
        cause -> Nullable<Text>,
        cause_cents -> Nullable<BigInt>,
    }
}
