//! Tests: one file per topic.

mod admission;
mod encoding;
mod governance;
mod heartbeat;
mod invariants;
mod life_cycle;
mod register;
