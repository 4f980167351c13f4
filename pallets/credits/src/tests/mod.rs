//! Tests by call and topic.

mod claim;
mod close_session;
mod encoding;
mod invariants;
mod issue;
mod on_idle;
mod open_session;
mod parameters;
mod refunds;
mod refusals;
mod standstill;
mod views;
