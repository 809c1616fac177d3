//! Row ids as types: an account's id cannot be passed where an invoice's is meant.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> $name {
                $name(id)
            }
        }
    )*};
}

ids! {
    /// A customer's account.
    AccountId,
    /// A contact of an account.
    ContactId,
    /// A recurring service.
    ServiceId,
    /// A one-time charge.
    ChargeId,
    /// A call.
    CallId,
    /// A payment.
    PaymentId,
    /// An invoice, draft or issued.
    InvoiceId,
    /// A message in the outbox.
    OutboxId,
    /// A person who signs in.
    UserId,
    /// A case.
    CaseId,
    /// A credit note.
    CreditNoteId,
    /// An adjustment.
    AdjustmentId,
    /// Something about money that waits for a second person.
    MoneyRequestId,
    /// Money that nobody could place when it came in.
    UnidentifiedId,
    /// A stretch of time in a request's log.
    EntryId,
}
