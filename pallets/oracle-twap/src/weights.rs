//! Weights of `pallet_oracle_twap`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_oracle_twap`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn feed() -> Weight;
	/// See the benchmark of that name.
	fn bond() -> Weight;
	/// See the benchmark of that name.
	fn leave() -> Weight;
	/// See the benchmark of that name.
	fn withdraw() -> Weight;
	/// See the benchmark of that name.
	fn add_member() -> Weight;
	/// See the benchmark of that name.
	fn remove_member() -> Weight;
	/// See the benchmark of that name.
	fn set_window() -> Weight;
	/// See the benchmark of that name.
	fn set_bootstrap_price() -> Weight;
	/// See the benchmark of that name.
	fn end_bootstrap() -> Weight;
	/// See the benchmark of that name.
	fn pause() -> Weight;
	/// See the benchmark of that name.
	fn unpause() -> Weight;
	/// See the benchmark of that name.
	fn note_amm() -> Weight;
	/// See the benchmark of that name.
	fn on_new_epoch() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `OracleTwap::Members` (r:2 w:1)
	// Proof: `OracleTwap::Members` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:3)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:1)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:0)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:3)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:0)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapFloors` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapFloors` (`max_values`: Some(1), `max_size`: Some(97), added: 592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:0)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Minutes` (r:1 w:1)
	// Proof: `OracleTwap::Minutes` (`max_values`: None, `max_size`: Some(1691), added: 4166, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Qualities` (r:1 w:1)
	// Proof: `OracleTwap::Qualities` (`max_values`: Some(1), `max_size`: Some(4097), added: 4592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::MemberAccounts` (r:1 w:1)
	// Proof: `OracleTwap::MemberAccounts` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::CounterForMembers` (r:1 w:1)
	// Proof: `OracleTwap::CounterForMembers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Unbondings` (r:1 w:1)
	// Proof: `OracleTwap::Unbondings` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn feed() -> Weight {
		Weight::from_parts(328_821_000, 0).saturating_add(T::DbWeight::get().reads_writes(22, 13))
	}
	// Storage: `OracleTwap::Members` (r:1 w:1)
	// Proof: `OracleTwap::Members` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn bond() -> Weight {
		Weight::from_parts(59_279_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `OracleTwap::Members` (r:1 w:1)
	// Proof: `OracleTwap::Members` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::CounterForMembers` (r:1 w:1)
	// Proof: `OracleTwap::CounterForMembers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Qualities` (r:1 w:1)
	// Proof: `OracleTwap::Qualities` (`max_values`: Some(1), `max_size`: Some(4097), added: 4592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:3)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:3)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Unbondings` (r:1 w:1)
	// Proof: `OracleTwap::Unbondings` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::MemberAccounts` (r:0 w:1)
	// Proof: `OracleTwap::MemberAccounts` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn leave() -> Weight {
		Weight::from_parts(126_729_000, 0).saturating_add(T::DbWeight::get().reads_writes(13, 11))
	}
	// Storage: `OracleTwap::Unbondings` (r:1 w:1)
	// Proof: `OracleTwap::Unbondings` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		Weight::from_parts(46_148_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `OracleTwap::Members` (r:1 w:1)
	// Proof: `OracleTwap::Members` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::CounterForMembers` (r:1 w:1)
	// Proof: `OracleTwap::CounterForMembers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::NextMemberId` (r:1 w:1)
	// Proof: `OracleTwap::NextMemberId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Qualities` (r:1 w:1)
	// Proof: `OracleTwap::Qualities` (`max_values`: Some(1), `max_size`: Some(4097), added: 4592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::MemberAccounts` (r:0 w:1)
	// Proof: `OracleTwap::MemberAccounts` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn add_member() -> Weight {
		Weight::from_parts(23_515_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 5))
	}
	// Storage: `OracleTwap::Members` (r:1 w:1)
	// Proof: `OracleTwap::Members` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::CounterForMembers` (r:1 w:1)
	// Proof: `OracleTwap::CounterForMembers` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Qualities` (r:1 w:1)
	// Proof: `OracleTwap::Qualities` (`max_values`: Some(1), `max_size`: Some(4097), added: 4592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:3)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:3)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Unbondings` (r:1 w:1)
	// Proof: `OracleTwap::Unbondings` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::MemberAccounts` (r:0 w:1)
	// Proof: `OracleTwap::MemberAccounts` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn remove_member() -> Weight {
		Weight::from_parts(123_995_000, 0).saturating_add(T::DbWeight::get().reads_writes(13, 11))
	}
	// Storage: `OracleTwap::Parameters` (r:1 w:1)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	fn set_window() -> Weight {
		Weight::from_parts(7_501_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:1)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:0)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	fn set_bootstrap_price() -> Weight {
		Weight::from_parts(9_635_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:1)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn end_bootstrap() -> Weight {
		Weight::from_parts(8_262_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:1)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn pause() -> Weight {
		Weight::from_parts(13_781_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:1)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn unpause() -> Weight {
		Weight::from_parts(13_230_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `System::Account` (r:1 w:0)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:1 w:0)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:0)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:1)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	fn note_amm() -> Weight {
		Weight::from_parts(30_215_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:0)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:0)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:1)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	fn on_new_epoch() -> Weight {
		Weight::from_parts(94_911_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 1))
	}
}

/// For tests.
impl WeightInfo for () {
	fn feed() -> Weight {
		Weight::from_parts(328_821_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(22, 13))
	}
	fn bond() -> Weight {
		Weight::from_parts(59_279_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn leave() -> Weight {
		Weight::from_parts(126_729_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(13, 11))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(46_148_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn add_member() -> Weight {
		Weight::from_parts(23_515_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 5))
	}
	fn remove_member() -> Weight {
		Weight::from_parts(123_995_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(13, 11))
	}
	fn set_window() -> Weight {
		Weight::from_parts(7_501_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_bootstrap_price() -> Weight {
		Weight::from_parts(9_635_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn end_bootstrap() -> Weight {
		Weight::from_parts(8_262_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn pause() -> Weight {
		Weight::from_parts(13_781_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}
	fn unpause() -> Weight {
		Weight::from_parts(13_230_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn note_amm() -> Weight {
		Weight::from_parts(30_215_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}
	fn on_new_epoch() -> Weight {
		Weight::from_parts(94_911_000, 0).saturating_add(ParityDbWeight::get().reads_writes(10, 1))
	}
}
