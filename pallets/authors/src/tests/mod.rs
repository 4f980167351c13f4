//! Unit tests.

mod calls;
mod encoding;
mod invariants;
mod offences;
mod sessions;
