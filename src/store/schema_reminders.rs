//! The columns of reminders; the rest is in [`super::schema`].
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    reminder_plans (account_id) {
        account_id -> BigInt,
        days -> Nullable<Text>,
        promised_until -> Nullable<Date>,
        note -> Text,
        set_by -> Text,
        set_at -> Timestamp,
    }
}

diesel::table! {
    reminders (invoice_id, step) {
        invoice_id -> BigInt,
        step -> Integer,
        account_id -> BigInt,
        sent_on -> Date,
        amount_cents -> BigInt,
    }
}

diesel::table! {
    reminder_days (day) {
        day -> Date,
    }
}
