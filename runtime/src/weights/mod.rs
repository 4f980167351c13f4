//! Weights of the machine that the chain is reckoned for.
//!
//! Pallets bring their own weights, with the database weights from here; `weights/<pallet>.rs`
//! replaces them once the bencher has run on the reference machine (CONTRIBUTING.md).

pub use frame_support::weights::constants::{
	BlockExecutionWeight, ExtrinsicBaseWeight, ParityDbWeight,
};
