//! Weights of `pallet_epochs`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_epochs`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn on_initialize_same_epoch() -> Weight;
	/// See the benchmark of that name.
	fn on_initialize_new_epoch() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn on_initialize_same_epoch() -> Weight {
		Weight::from_parts(6_600_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 0))
	}
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:1)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::EndedEpochs` (r:0 w:2)
	// Proof: `Epochs::EndedEpochs` (`max_values`: None, `max_size`: Some(17), added: 2492, mode: `MaxEncodedLen`)
	fn on_initialize_new_epoch() -> Weight {
		Weight::from_parts(12_188_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
}

/// For tests.
impl WeightInfo for () {
	fn on_initialize_same_epoch() -> Weight {
		Weight::from_parts(6_600_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 0))
	}
	fn on_initialize_new_epoch() -> Weight {
		Weight::from_parts(12_188_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
}
