//! Weights that are no pallet's. Pallets bring their own (`pallets/*/src/weights.rs`), with the database
//! weights from here.

mod db;

pub use db::DbWeight;
pub use frame_support::weights::constants::{BlockExecutionWeight, ExtrinsicBaseWeight};
