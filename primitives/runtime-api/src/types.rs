//! What the runtime APIs return, and what they are asked with.

mod bme;
mod credits;
mod operators;
mod oracle;
mod receipts;

pub use bme::*;
pub use credits::*;
pub use operators::*;
pub use oracle::*;
pub use receipts::*;
