//! Tests by topic.

mod adversarial;
mod burn;
mod closing;
mod days;
mod encoding;
mod headroom;
mod invariants;
mod parameters;
mod payees;
mod views;
