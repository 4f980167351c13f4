//! Weights of `pallet_authors`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_authors`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn add_author() -> Weight;
	/// See the benchmark of that name.
	fn remove_author() -> Weight;
	/// See the benchmark of that name.
	fn force_finality() -> Weight;
	/// See the benchmark of that name.
	fn punish() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Authors::Authors` (r:1 w:1)
	// Proof: `Authors::Authors` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:1 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn add_author() -> Weight {
		Weight::from_parts(14_772_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Authors::Authors` (r:1 w:1)
	// Proof: `Authors::Authors` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:99 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	fn remove_author() -> Weight {
		Weight::from_parts(170_855_000, 0).saturating_add(T::DbWeight::get().reads_writes(100, 1))
	}
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Grandpa::Stalled` (r:1 w:1)
	// Proof: `Grandpa::Stalled` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Grandpa::PendingChange` (r:1 w:0)
	// Proof: `Grandpa::PendingChange` (`max_values`: Some(1), `max_size`: Some(4015), added: 4510, mode: `MaxEncodedLen`)
	// Storage: `Grandpa::NextForced` (r:1 w:0)
	// Proof: `Grandpa::NextForced` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn force_finality() -> Weight {
		Weight::from_parts(12_509_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	// Storage: `Session::DisabledValidators` (r:1 w:0)
	// Proof: `Session::DisabledValidators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Session::Validators` (r:1 w:0)
	// Proof: `Session::Validators` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Authors::Authors` (r:1 w:1)
	// Proof: `Authors::Authors` (`max_values`: Some(1), `max_size`: Some(3202), added: 3697, mode: `MaxEncodedLen`)
	// Storage: `Session::NextKeys` (r:99 w:0)
	// Proof: `Session::NextKeys` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Session::CurrentIndex` (r:1 w:0)
	// Proof: `Session::CurrentIndex` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Authors::Offenders` (r:1 w:1)
	// Proof: `Authors::Offenders` (`max_values`: Some(1), `max_size`: Some(4002), added: 4497, mode: `MaxEncodedLen`)
	fn punish() -> Weight {
		Weight::from_parts(173_479_000, 0).saturating_add(T::DbWeight::get().reads_writes(104, 2))
	}
}

/// For tests.
impl WeightInfo for () {
	fn add_author() -> Weight {
		Weight::from_parts(14_772_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn remove_author() -> Weight {
		Weight::from_parts(170_855_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(100, 1))
	}
	fn force_finality() -> Weight {
		Weight::from_parts(12_509_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}
	fn punish() -> Weight {
		Weight::from_parts(173_479_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(104, 2))
	}
}
