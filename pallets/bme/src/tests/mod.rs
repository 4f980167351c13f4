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
mod pot;
mod prune;
mod revoke;
mod swap_adversarial;
mod swap_queue;
mod top_up;
mod views;
