//! The columns of money in the office.
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    adjustments (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        booked_on -> Date,
        amount_cents -> BigInt,
        payment_id -> Nullable<BigInt>,
        move_no -> Nullable<Integer>,
        method -> Text,
        reference -> Text,
        reason -> Text,
        made_by -> Text,
        approved_by -> Text,
        made_at -> Timestamp,
        invoice_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    invoice_adjustments (invoice_id, adjustment_id) {
        invoice_id -> BigInt,
        adjustment_id -> BigInt,
        kind -> Text,
        booked_on -> Date,
        reference -> Text,
        amount_cents -> BigInt,
    }
}

diesel::table! {
    money_requests (id) {
        id -> BigInt,
        kind -> Text,
        account_id -> BigInt,
        amount_cents -> BigInt,
        body -> Text,
        reason -> Text,
        asked_by_id -> BigInt,
        asked_by -> Text,
        asked_at -> Timestamp,
        state -> Text,
        decided_by -> Text,
        decided_at -> Nullable<Timestamp>,
        answer -> Text,
        result_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    unidentified_receipts (id) {
        id -> BigInt,
        payer -> Text,
        reference -> Text,
        received_on -> Date,
        method -> Text,
        amount_cents -> BigInt,
        note -> Text,
        recorded_by -> Text,
        recorded_at -> Timestamp,
        state -> Text,
        settled_on -> Nullable<Date>,
        settled_by -> Text,
        settled_at -> Nullable<Timestamp>,
        reason -> Text,
        payment_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    money_keys (key) {
        key -> Text,
        user_id -> BigInt,
        used_at -> Timestamp,
    }
}
