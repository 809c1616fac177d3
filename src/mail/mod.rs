//! The post: an invoice becomes a message, the message goes to a mail server or into a folder.
//!
//! - [`message`] writes the bytes: a pure function of its input, the same on every try.
//! - [`dkim`] signs them, where a key is set.
//! - [`transport`] hands them over and says what is known about the outcome: taken, refused for
//!   now, refused for good, not reached, or in doubt (REQUIREMENTS R4.4).
//!
//! Invariants: nothing here asks the time or draws a random number that reaches a message; nothing
//! here imports the store, the documents or the services.

pub mod dkim;
pub mod message;
pub mod transport;
