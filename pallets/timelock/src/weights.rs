//! Weights of `pallet_timelock`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_timelock`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn queue() -> Weight;
	/// See the benchmark of that name.
	fn execute() -> Weight;
	/// See the benchmark of that name.
	fn cancel() -> Weight;
	/// See the benchmark of that name.
	fn remove_expired() -> Weight;
	/// See the benchmark of that name.
	fn authorize_upgrade() -> Weight;
	/// See the benchmark of that name.
	fn revoke_upgrade() -> Weight;
	/// See the benchmark of that name.
	fn note_votes() -> Weight;
	/// See the benchmark of that name.
	fn vacate_seat() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Timelock::CounterForQueue` (r:1 w:1)
	// Proof: `Timelock::CounterForQueue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Timelock::NextId` (r:1 w:1)
	// Proof: `Timelock::NextId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Timelock::Delays` (r:1 w:0)
	// Proof: `Timelock::Delays` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Timelock::Queue` (r:1 w:1)
	// Proof: `Timelock::Queue` (`max_values`: None, `max_size`: Some(4119), added: 6594, mode: `MaxEncodedLen`)
	// Storage: `Council::Voting` (r:1 w:0)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Timelock::LastVotes` (r:1 w:1)
	// Proof: `Timelock::LastVotes` (`max_values`: Some(1), `max_size`: Some(253), added: 748, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	fn queue() -> Weight {
		Weight::from_parts(23_405_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	// Storage: `Timelock::Queue` (r:1 w:1)
	// Proof: `Timelock::Queue` (`max_values`: None, `max_size`: Some(4119), added: 6594, mode: `MaxEncodedLen`)
	// Storage: `Timelock::CounterForQueue` (r:1 w:1)
	// Proof: `Timelock::CounterForQueue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Timelock::LastVotes` (r:1 w:1)
	// Proof: `Timelock::LastVotes` (`max_values`: Some(1), `max_size`: Some(253), added: 748, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	fn execute() -> Weight {
		Weight::from_parts(24_266_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	// Storage: `Timelock::Queue` (r:1 w:1)
	// Proof: `Timelock::Queue` (`max_values`: None, `max_size`: Some(4119), added: 6594, mode: `MaxEncodedLen`)
	// Storage: `Timelock::CounterForQueue` (r:1 w:1)
	// Proof: `Timelock::CounterForQueue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Council::Voting` (r:1 w:0)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Timelock::LastVotes` (r:1 w:1)
	// Proof: `Timelock::LastVotes` (`max_values`: Some(1), `max_size`: Some(253), added: 748, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	fn cancel() -> Weight {
		Weight::from_parts(21_912_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	// Storage: `Timelock::Queue` (r:1 w:1)
	// Proof: `Timelock::Queue` (`max_values`: None, `max_size`: Some(4119), added: 6594, mode: `MaxEncodedLen`)
	// Storage: `Timelock::CounterForQueue` (r:1 w:1)
	// Proof: `Timelock::CounterForQueue` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn remove_expired() -> Weight {
		Weight::from_parts(13_510_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `System::AuthorizedUpgrade` (r:0 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(5_178_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	// Storage: `System::AuthorizedUpgrade` (r:1 w:1)
	// Proof: `System::AuthorizedUpgrade` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	// Storage: `Council::Voting` (r:1 w:0)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Timelock::LastVotes` (r:1 w:1)
	// Proof: `Timelock::LastVotes` (`max_values`: Some(1), `max_size`: Some(253), added: 748, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	fn revoke_upgrade() -> Weight {
		Weight::from_parts(19_880_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	// Storage: `Council::Voting` (r:1 w:0)
	// Proof: `Council::Voting` (`max_values`: None, `max_size`: None, mode: `Measured`)
	// Storage: `Timelock::LastVotes` (r:1 w:1)
	// Proof: `Timelock::LastVotes` (`max_values`: Some(1), `max_size`: Some(253), added: 748, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:0)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::Points` (r:1 w:1)
	// Proof: `Bme::Points` (`max_values`: None, `max_size`: Some(3083), added: 5558, mode: `MaxEncodedLen`)
	fn note_votes() -> Weight {
		Weight::from_parts(40_350_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 2))
	}
	// Storage: `Timelock::LastVotes` (r:1 w:1)
	// Proof: `Timelock::LastVotes` (`max_values`: Some(1), `max_size`: Some(253), added: 748, mode: `MaxEncodedLen`)
	// Storage: `Council::Members` (r:1 w:1)
	// Proof: `Council::Members` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Proposals` (r:1 w:0)
	// Proof: `Council::Proposals` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	// Storage: `Council::Prime` (r:0 w:1)
	// Proof: `Council::Prime` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	fn vacate_seat() -> Weight {
		Weight::from_parts(15_533_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
}

/// For tests.
impl WeightInfo for () {
	fn queue() -> Weight {
		Weight::from_parts(23_405_000, 0).saturating_add(ParityDbWeight::get().reads_writes(7, 4))
	}
	fn execute() -> Weight {
		Weight::from_parts(24_266_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 4))
	}
	fn cancel() -> Weight {
		Weight::from_parts(21_912_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 3))
	}
	fn remove_expired() -> Weight {
		Weight::from_parts(13_510_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(5_178_000, 0).saturating_add(ParityDbWeight::get().reads_writes(0, 1))
	}
	fn revoke_upgrade() -> Weight {
		Weight::from_parts(19_880_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 2))
	}
	fn note_votes() -> Weight {
		Weight::from_parts(40_350_000, 0).saturating_add(ParityDbWeight::get().reads_writes(6, 2))
	}
	fn vacate_seat() -> Weight {
		Weight::from_parts(15_533_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
}
