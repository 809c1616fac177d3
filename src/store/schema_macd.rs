//! The columns of MACD requests; the rest is in [`super::schema`].
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    macd_terms (starts_on) {
        starts_on -> Date,
        hourly -> Text,
        increment_minutes -> Integer,
        expedite_fee_cents -> BigInt,
        quote_above_units -> Integer,
        opens -> Text,
        closes -> Text,
        set_by -> Text,
    }
}

diesel::table! {
    macd_requests (case_id) {
        case_id -> BigInt,
        kind -> Text,
        urgency -> Text,
        is_outside_hours -> Bool,
        wanted_on -> Nullable<Date>,
        requester -> Text,
        terms_on -> Date,
        approver -> Nullable<Text>,
        approved_at -> Nullable<Timestamp>,
        quoted_units -> Nullable<Integer>,
        quoted_at -> Nullable<Timestamp>,
        quote_acceptor -> Nullable<Text>,
        quote_accepted_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        reviewer -> Nullable<Text>,
        reviewed_at -> Nullable<Timestamp>,
        units -> Nullable<Integer>,
        work_cents -> Nullable<BigInt>,
        fee_cents -> Nullable<BigInt>,
        invoice_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    macd_entries (id) {
        id -> BigInt,
        case_id -> BigInt,
        user_id -> BigInt,
        person -> Text,
        started_at -> Timestamp,
        ended_at -> Timestamp,
        purpose -> Text,
        words -> Text,
        corrects_id -> Nullable<BigInt>,
        logged_at -> Timestamp,
    }
}

diesel::table! {
    macd_changes (case_id, change_no) {
        case_id -> BigInt,
        change_no -> Integer,
        service_id -> BigInt,
        what -> Text,
        changed_on -> Date,
    }
}

diesel::table! {
    invoice_receipts (invoice_id, line_no) {
        invoice_id -> BigInt,
        line_no -> Integer,
        case_id -> BigInt,
        body -> Text,
    }
}
