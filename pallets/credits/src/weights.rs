//! Weights of `pallet_credits`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_credits`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn open_session() -> Weight;
	/// See the benchmark of that name.
	fn stop_session() -> Weight;
	/// See the benchmark of that name.
	fn close_session() -> Weight;
	/// See the benchmark of that name.
	fn set_settlement_grace() -> Weight;
	/// See the benchmark of that name.
	fn set_session_deposit() -> Weight;
	/// See the benchmark of that name.
	fn issue() -> Weight;
	/// See the benchmark of that name.
	fn claim() -> Weight;
	/// See the benchmark of that name.
	fn sweep_base() -> Weight;
	/// See the benchmark of that name.
	fn sweep_account() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Credits::Params` (r:1 w:0)
	// Proof: `Credits::Params` (`max_values`: Some(1), `max_size`: Some(24), added: 519, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Gateways` (r:1 w:0)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Credits::LotsByDay` (r:1 w:1)
	// Proof: `Credits::LotsByDay` (`max_values`: Some(1), `max_size`: Some(252), added: 747, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Credits::Accounts` (r:1 w:1)
	// Proof: `Credits::Accounts` (`max_values`: None, `max_size`: Some(441), added: 2916, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Credits::NextSessionId` (r:1 w:1)
	// Proof: `Credits::NextSessionId` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Credits::Sessions` (r:0 w:1)
	// Proof: `Credits::Sessions` (`max_values`: None, `max_size`: Some(697), added: 3172, mode: `MaxEncodedLen`)
	// Storage: `Credits::SessionsByOwner` (r:0 w:1)
	// Proof: `Credits::SessionsByOwner` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn open_session() -> Weight {
		Weight::from_parts(81_942_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 8))
	}
	// Storage: `Credits::Sessions` (r:1 w:1)
	// Proof: `Credits::Sessions` (`max_values`: None, `max_size`: Some(697), added: 3172, mode: `MaxEncodedLen`)
	// Storage: `Credits::Params` (r:1 w:0)
	// Proof: `Credits::Params` (`max_values`: Some(1), `max_size`: Some(24), added: 519, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Gateways` (r:1 w:0)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn stop_session() -> Weight {
		Weight::from_parts(25_598_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}
	// Storage: `Credits::Sessions` (r:1 w:1)
	// Proof: `Credits::Sessions` (`max_values`: None, `max_size`: Some(697), added: 3172, mode: `MaxEncodedLen`)
	// Storage: `Credits::Params` (r:1 w:0)
	// Proof: `Credits::Params` (`max_values`: Some(1), `max_size`: Some(24), added: 519, mode: `MaxEncodedLen`)
	// Storage: `Credits::LastStandstill` (r:1 w:0)
	// Proof: `Credits::LastStandstill` (`max_values`: Some(1), `max_size`: Some(12), added: 507, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Gateways` (r:1 w:0)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Credits::LotsByDay` (r:1 w:1)
	// Proof: `Credits::LotsByDay` (`max_values`: Some(1), `max_size`: Some(252), added: 747, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Credits::Accounts` (r:1 w:1)
	// Proof: `Credits::Accounts` (`max_values`: None, `max_size`: Some(441), added: 2916, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Credits::SessionsByOwner` (r:0 w:1)
	// Proof: `Credits::SessionsByOwner` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn close_session() -> Weight {
		Weight::from_parts(84_706_000, 0).saturating_add(T::DbWeight::get().reads_writes(12, 8))
	}
	// Storage: `Credits::Params` (r:1 w:1)
	// Proof: `Credits::Params` (`max_values`: Some(1), `max_size`: Some(24), added: 519, mode: `MaxEncodedLen`)
	fn set_settlement_grace() -> Weight {
		Weight::from_parts(7_662_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Credits::Params` (r:1 w:1)
	// Proof: `Credits::Params` (`max_values`: Some(1), `max_size`: Some(24), added: 519, mode: `MaxEncodedLen`)
	fn set_session_deposit() -> Weight {
		Weight::from_parts(7_712_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Credits::LotsByDay` (r:1 w:1)
	// Proof: `Credits::LotsByDay` (`max_values`: Some(1), `max_size`: Some(252), added: 747, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Credits::Accounts` (r:1 w:1)
	// Proof: `Credits::Accounts` (`max_values`: None, `max_size`: Some(441), added: 2916, mode: `MaxEncodedLen`)
	fn issue() -> Weight {
		Weight::from_parts(20_921_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	// Storage: `Credits::Sessions` (r:1 w:1)
	// Proof: `Credits::Sessions` (`max_values`: None, `max_size`: Some(697), added: 3172, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	fn claim() -> Weight {
		Weight::from_parts(16_214_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	// Storage: `Credits::LotsByDay` (r:1 w:1)
	// Proof: `Credits::LotsByDay` (`max_values`: Some(1), `max_size`: Some(252), added: 747, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Credits::SweepCursor` (r:1 w:1)
	// Proof: `Credits::SweepCursor` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn sweep_base() -> Weight {
		Weight::from_parts(9_874_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Credits::Accounts` (r:2 w:1)
	// Proof: `Credits::Accounts` (`max_values`: None, `max_size`: Some(441), added: 2916, mode: `MaxEncodedLen`)
	fn sweep_account() -> Weight {
		Weight::from_parts(11_107_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
}

/// For tests.
impl WeightInfo for () {
	fn open_session() -> Weight {
		Weight::from_parts(81_942_000, 0).saturating_add(ParityDbWeight::get().reads_writes(10, 8))
	}
	fn stop_session() -> Weight {
		Weight::from_parts(25_598_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 1))
	}
	fn close_session() -> Weight {
		Weight::from_parts(84_706_000, 0).saturating_add(ParityDbWeight::get().reads_writes(12, 8))
	}
	fn set_settlement_grace() -> Weight {
		Weight::from_parts(7_662_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_session_deposit() -> Weight {
		Weight::from_parts(7_712_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn issue() -> Weight {
		Weight::from_parts(20_921_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 3))
	}
	fn claim() -> Weight {
		Weight::from_parts(16_214_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}
	fn sweep_base() -> Weight {
		Weight::from_parts(9_874_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn sweep_account() -> Weight {
		Weight::from_parts(11_107_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
}
