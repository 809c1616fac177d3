//! The columns of both databases.
#![allow(missing_docs, reason = "each table is explained in its migration")]

pub use super::schema_accounts::customer_looks;
pub use super::schema_books::book_months;
pub use super::schema_cases::{
    case_events, case_files, cases, credit_note_documents, credit_note_lines, credit_note_taxes,
    credit_notes, dispute_lines, disputes, invoice_credits,
};
pub use super::schema_logos::logos;
pub use super::schema_macd::{invoice_receipts, macd_changes, macd_entries, macd_requests, macd_terms};
pub use super::schema_money::{
    adjustments, invoice_adjustments, money_keys, money_requests, unidentified_receipts,
};
pub use super::schema_month::{month_jobs, month_warnings};
pub use super::schema_post::{outbox_tries, settings_changes, suppressed_addresses};
pub use super::schema_reminders::{reminder_days, reminder_plans, reminders};
pub use super::schema_sign_in::{
    half_sign_ins, recovery_codes, registration_codes, sessions, sign_in_failures, user_accounts,
    user_factors, user_tokens, users,
};

diesel::table! {
    accounts (id) {
        id -> BigInt,
        number -> Text,
        parent_id -> Nullable<BigInt>,
        name -> Text,
        street -> Text,
        city -> Text,
        region -> Text,
        postal_code -> Text,
        country -> Text,
        currency -> Text,
        locale -> Text,
        terms_days -> Integer,
        late_fee_percent -> Text,
        bills_separately -> Bool,
        opened_on -> Date,
        closed_on -> Nullable<Date>,
        tax_exempt -> Bool,
        nickname -> Text,
        cost_centre -> Text,
        contacts_confirmed_on -> Nullable<Date>,
    }
}

diesel::table! {
    contacts (id) {
        id -> BigInt,
        account_id -> BigInt,
        email -> Text,
        name -> Text,
        title -> Text,
        phone -> Text,
        locale -> Text,
        roles -> Text,
        delivery -> Text,
    }
}

diesel::table! {
    services (id) {
        id -> BigInt,
        account_id -> BigInt,
        code -> Text,
        product -> Text,
        description -> Text,
        tax_class -> Text,
        quantity -> Text,
        unit_price -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        billed_through -> Nullable<Date>,
        cost_centre -> Text,
    }
}

diesel::table! {
    charges (id) {
        id -> BigInt,
        account_id -> BigInt,
        reference -> Text,
        charged_on -> Date,
        description -> Text,
        tax_class -> Text,
        quantity -> Text,
        unit_price -> Text,
        invoice_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    rates (id) {
        id -> BigInt,
        plan -> Text,
        call_type -> Text,
        per_minute -> Text,
        increment_seconds -> Integer,
        minimum_seconds -> Integer,
        included_seconds -> BigInt,
    }
}

diesel::table! {
    calls (id) {
        id -> BigInt,
        account_id -> BigInt,
        call_id -> Text,
        started_at -> Timestamp,
        seconds -> BigInt,
        from_number -> Text,
        to_number -> Text,
        call_type -> Text,
        plan -> Text,
        invoice_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    payments (id) {
        id -> BigInt,
        account_id -> BigInt,
        billing_account_id -> BigInt,
        reference -> Text,
        received_on -> Date,
        method -> Text,
        amount_cents -> BigInt,
        invoice_id -> Nullable<BigInt>,
        recorded_by -> Text,
        recorded_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    taxes (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        country -> Text,
        region -> Text,
        tax_class -> Text,
        kind -> Text,
        value -> Text,
        is_government -> Bool,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
    }
}

diesel::table! {
    bill_runs (period) {
        period -> Text,
        started_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        expected -> BigInt,
    }
}

diesel::table! {
    bill_steps (period, account_id) {
        period -> Text,
        account_id -> BigInt,
        state -> Text,
        reason -> Text,
        carried_into -> Nullable<Text>,
        moved_by -> Text,
        moved_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bill_findings (period, account_id, kind) {
        period -> Text,
        account_id -> BigInt,
        kind -> Text,
        text -> Text,
    }
}

diesel::table! {
    letterheads (id) {
        id -> BigInt,
        sha256 -> Text,
        body -> Text,
        logo -> Nullable<Text>,
    }
}

diesel::table! {
    invoices (id) {
        id -> BigInt,
        period -> Text,
        account_id -> BigInt,
        account_sequence -> BigInt,
        state -> Text,
        number -> Nullable<Text>,
        account_number -> Text,
        letterhead_id -> BigInt,
        bill_to -> Text,
        locale -> Text,
        invoice_date -> Date,
        due_date -> Date,
        previous_invoice_id -> Nullable<BigInt>,
        previous_balance_cents -> BigInt,
        payments_cents -> BigInt,
        credits_cents -> BigInt,
        adjustments_cents -> BigInt,
        late_fee_percent -> Text,
        late_fee_base_cents -> BigInt,
        late_fee_cents -> BigInt,
        new_charges_cents -> BigInt,
        total_due_cents -> BigInt,
        issued_at -> Nullable<Timestamp>,
        in_dispute_cents -> BigInt,
    }
}

diesel::table! {
    invoice_sections (invoice_id, section_no) {
        invoice_id -> BigInt,
        section_no -> Integer,
        account_id -> BigInt,
        account_number -> Text,
        name -> Text,
        total_cents -> BigInt,
        cost_centre -> Text,
    }
}

diesel::table! {
    invoice_lines (invoice_id, line_no) {
        invoice_id -> BigInt,
        line_no -> Integer,
        section_no -> Integer,
        kind -> Text,
        code -> Text,
        description -> Text,
        from_on -> Date,
        to_on -> Date,
        days -> Nullable<Integer>,
        period -> Nullable<Text>,
        quantity -> Text,
        unit_price -> Text,
        amount_cents -> BigInt,
        tax_class -> Text,
        service_id -> Nullable<BigInt>,
        charge_id -> Nullable<BigInt>,
        calls -> Nullable<Integer>,
        seconds -> Nullable<BigInt>,
        increment_seconds -> Nullable<Integer>,
        minimum_seconds -> Nullable<Integer>,
        included_minutes_used -> Nullable<Text>,
        cost_centre -> Text,
    }
}

diesel::table! {
    invoice_taxes (invoice_id, tax_no) {
        invoice_id -> BigInt,
        tax_no -> Integer,
        section_no -> Integer,
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
    invoice_payments (invoice_id, payment_id) {
        invoice_id -> BigInt,
        payment_id -> BigInt,
        account_number -> Text,
        reference -> Text,
        received_on -> Date,
        method -> Text,
        amount_cents -> BigInt,
    }
}

diesel::table! {
    invoice_calls (invoice_id, line_no, call_no) {
        invoice_id -> BigInt,
        line_no -> Integer,
        call_no -> Integer,
        call_id -> BigInt,
        charged_seconds -> BigInt,
        amount_micros -> BigInt,
    }
}

diesel::table! {
    postings (document, document_id, entry_no, ledger) {
        document -> Text,
        document_id -> BigInt,
        entry_no -> Integer,
        ledger -> Text,
        account_id -> BigInt,
        booked_on -> Date,
        amount_cents -> BigInt,
    }
}

diesel::table! {
    invoice_series (series) {
        series -> Text,
        last_place -> BigInt,
    }
}

diesel::table! {
    id_blocks (name) {
        name -> Text,
        last_id -> BigInt,
    }
}

diesel::table! {
    audit (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor -> Text,
        action -> Text,
        subject -> Text,
        detail -> Text,
        hash -> Text,
    }
}

diesel::table! {
    audit_head (id) {
        id -> Integer,
        seq -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    documents (invoice_id) {
        invoice_id -> BigInt,
        sha256 -> Text,
        size_bytes -> BigInt,
        stored_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        kind -> Text,
        invoice_id -> Nullable<BigInt>,
        contact_id -> Nullable<BigInt>,
        user_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        period -> Nullable<Text>,
        email -> Text,
        name -> Text,
        locale -> Text,
        delivery -> Nullable<Text>,
        detail -> Text,
        message_id -> Text,
        state -> Text,
        attempts -> Integer,
        in_doubt -> Bool,
        dated_at -> Timestamp,
        due_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        response -> Text,
        copy_of -> Nullable<BigInt>,
        copies -> Integer,
        asked_by -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    contacts,
    services,
    charges,
    rates,
    calls,
    payments,
    taxes,
    bill_runs,
    bill_steps,
    bill_findings,
    letterheads,
    invoices,
    invoice_sections,
    invoice_lines,
    invoice_taxes,
    invoice_payments,
    invoice_calls,
    postings,
    invoice_series,
    id_blocks,
    audit,
    audit_head,
    documents,
    outbox,
    users,
    user_accounts,
    user_tokens,
    registration_codes,
    sessions,
    half_sign_ins,
    user_factors,
    recovery_codes,
    sign_in_failures,
    cases,
    case_events,
    case_files,
    disputes,
    dispute_lines,
    credit_notes,
    credit_note_lines,
    credit_note_taxes,
    credit_note_documents,
    invoice_credits,
    macd_terms,
    macd_requests,
    macd_entries,
    macd_changes,
    invoice_receipts,
    month_warnings,
    adjustments,
    invoice_adjustments,
    money_requests,
    unidentified_receipts,
    outbox_tries,
    suppressed_addresses,
    customer_looks,
);
