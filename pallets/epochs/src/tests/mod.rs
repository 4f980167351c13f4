//! Unit tests.

mod clock;
mod encoding;
mod invariants;
