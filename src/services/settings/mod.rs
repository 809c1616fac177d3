//! What an administrator changes without a developer, for every process at once.

mod desk;
mod escalation;
mod holidays;
mod in_force;
mod languages;
mod sections;
pub mod staff;
pub mod taxes;

pub use desk::{Opened, Outcome, Refusal, let_go, open, preview, set, set_logo};
pub use in_force::look;
pub(super) use in_force::{Kept, refresh};
pub use sections::{Flaw, Section};
