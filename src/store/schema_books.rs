//! The columns of closed months.
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    book_months (month) {
        month -> Text,
        last_day -> Date,
        closed_at -> Timestamp,
        closed_by -> Text,
        owed_cents -> BigInt,
        explained -> Text,
    }
}
