//! What an administrator changes without a developer, for every process at once.

pub mod staff;
