//! Pure, checked protocol arithmetic.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod credits;
pub mod emission;
pub mod market;
pub mod operators;
pub mod oracle;
pub mod pot;
pub mod settlement;
