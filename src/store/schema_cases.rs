//! The columns of cases, disputes and credit notes; the rest is in [`super::schema`].
#![allow(missing_docs, reason = "each table is explained in its migration")]

diesel::table! {
    cases (id) {
        id -> BigInt,
        kind -> Text,
        account_id -> Nullable<BigInt>,
        subject -> Text,
        opened_at -> Timestamp,
        opened_by -> Nullable<BigInt>,
        related_id -> Nullable<BigInt>,
        events -> Integer,
        state -> Text,
        priority -> Text,
        assignee_id -> Nullable<BigInt>,
        main_id -> Nullable<BigInt>,
        master_id -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        due_at -> Nullable<Timestamp>,
        wake_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    case_events (case_id, seq) {
        case_id -> BigInt,
        seq -> Integer,
        at -> Timestamp,
        side -> Text,
        user_id -> Nullable<BigInt>,
        actor -> Text,
        what -> Text,
        body -> Text,
    }
}

diesel::table! {
    case_files (id) {
        id -> BigInt,
        case_id -> BigInt,
        seq -> Integer,
        name -> Text,
        content_type -> Text,
        size_bytes -> BigInt,
        sha256 -> Text,
    }
}

diesel::table! {
    disputes (case_id) {
        case_id -> BigInt,
        account_id -> BigInt,
        state -> Text,
        reason -> Text,
        opened_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    dispute_lines (case_id, invoice_id, line_no) {
        case_id -> BigInt,
        invoice_id -> BigInt,
        line_no -> Integer,
        amount_cents -> BigInt,
        tax_cents -> BigInt,
        accepted_cents -> BigInt,
        accepted_tax_cents -> BigInt,
    }
}

diesel::table! {
    credit_notes (id) {
        id -> BigInt,
        number -> Text,
        account_id -> BigInt,
        account_number -> Text,
        case_id -> Nullable<BigInt>,
        credited_on -> Date,
        letterhead_id -> BigInt,
        bill_to -> Text,
        locale -> Text,
        reason -> Text,
        total_cents -> BigInt,
        issued_at -> Timestamp,
        invoice_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    credit_note_lines (note_id, line_no) {
        note_id -> BigInt,
        line_no -> Integer,
        invoice_id -> BigInt,
        invoice_number -> Text,
        invoice_line_no -> Integer,
        account_number -> Text,
        kind -> Text,
        description -> Text,
        from_on -> Date,
        to_on -> Date,
        amount_cents -> BigInt,
    }
}

diesel::table! {
    credit_note_taxes (note_id, tax_no) {
        note_id -> BigInt,
        tax_no -> Integer,
        invoice_id -> BigInt,
        invoice_tax_no -> Integer,
        code -> Text,
        name -> Text,
        jurisdiction -> Text,
        kind -> Text,
        base -> Text,
        rate -> Text,
        amount_cents -> BigInt,
    }
}

diesel::table! {
    credit_note_documents (note_id) {
        note_id -> BigInt,
        sha256 -> Text,
        size_bytes -> BigInt,
        stored_at -> Timestamp,
    }
}

diesel::table! {
    invoice_credits (invoice_id, note_id) {
        invoice_id -> BigInt,
        note_id -> BigInt,
        number -> Text,
        credited_on -> Date,
        reason -> Text,
        amount_cents -> BigInt,
    }
}
