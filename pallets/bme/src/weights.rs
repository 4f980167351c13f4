//! Weights of `pallet_bme`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_bme`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn burn() -> Weight;
	/// See the benchmark of that name.
	fn payout(p: u32) -> Weight;
	/// See the benchmark of that name.
	fn set_closing_delay() -> Weight;
	/// See the benchmark of that name.
	fn set_elasticity() -> Weight;
	/// See the benchmark of that name.
	fn set_ceiling_days() -> Weight;
	/// See the benchmark of that name.
	fn set_rolling_window() -> Weight;
	/// See the benchmark of that name.
	fn top_up(n: u32) -> Weight;
	/// See the benchmark of that name.
	fn set_payout_preference() -> Weight;
	/// See the benchmark of that name.
	fn set_trough_support() -> Weight;
	/// See the benchmark of that name.
	fn award() -> Weight;
	/// See the benchmark of that name.
	fn settle_epoch(n: u32) -> Weight;
	/// See the benchmark of that name.
	fn serve_queue() -> Weight;
	/// See the benchmark of that name.
	fn pay_entry() -> Weight;
	/// See the benchmark of that name.
	fn sell_queued(n: u32) -> Weight;
	/// See the benchmark of that name.
	fn prune() -> Weight;
	/// See the benchmark of that name.
	fn prune_closing() -> Weight;
	/// See the benchmark of that name.
	fn accrue(n: u32) -> Weight;
	/// See the benchmark of that name.
	fn on_new_epoch() -> Weight;
	/// See the benchmark of that name.
	fn on_initialize() -> Weight;
	/// See the benchmark of that name.
	fn close_epoch() -> Weight;
	/// See the benchmark of that name.
	fn release_epoch() -> Weight;
	/// See the benchmark of that name.
	fn on_idle() -> Weight;
	/// See the benchmark of that name.
	fn visit_payee(p: u32) -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::Days` (r:1 w:1)
	// Proof: `Bme::Days` (`max_values`: Some(1), `max_size`: Some(4350), added: 4845, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:0)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:0)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:0)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:0)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:0)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapFloors` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapFloors` (`max_values`: Some(1), `max_size`: Some(97), added: 592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:0)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	// Storage: `Bme::ActiveParameters` (r:1 w:0)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::GenesisEpoch` (r:1 w:0)
	// Proof: `Epochs::GenesisEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::SupplyRecord` (r:1 w:0)
	// Proof: `Bme::SupplyRecord` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:0)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Credits::LotsByDay` (r:1 w:1)
	// Proof: `Credits::LotsByDay` (`max_values`: Some(1), `max_size`: Some(252), added: 747, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Credits::Accounts` (r:1 w:1)
	// Proof: `Credits::Accounts` (`max_values`: None, `max_size`: Some(441), added: 2916, mode: `MaxEncodedLen`)
	fn burn() -> Weight {
		Weight::from_parts(147_750_000, 0).saturating_add(T::DbWeight::get().reads_writes(26, 5))
	}
	// Storage: `Bme::Payees` (r:1 w:1)
	// Proof: `Bme::Payees` (`max_values`: None, `max_size`: Some(2738), added: 5213, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Closings` (r:128 w:128)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstUnreleased` (r:1 w:0)
	// Proof: `Bme::FirstUnreleased` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Owed` (r:1 w:1)
	// Proof: `Bme::Owed` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HeldPayees` (r:1 w:0)
	// Proof: `OperatorStake::HeldPayees` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Bme::UsdcShares` (r:1 w:0)
	// Proof: `Bme::UsdcShares` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:1 w:1)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:0)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:1 w:0)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapEntries` (r:0 w:1)
	// Proof: `Bme::SwapEntries` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn payout(p: u32) -> Weight {
		Weight::from_parts(91_722_785, 0)
			.saturating_add(Weight::from_parts(6_598_179, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(13, 7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
	}
	// Storage: `Bme::ActiveParameters` (r:1 w:1)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	fn set_closing_delay() -> Weight {
		Weight::from_parts(8_002_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Bme::ActiveParameters` (r:1 w:1)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	fn set_elasticity() -> Weight {
		Weight::from_parts(7_892_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Bme::ActiveParameters` (r:1 w:1)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	fn set_ceiling_days() -> Weight {
		Weight::from_parts(7_871_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Bme::ActiveParameters` (r:1 w:1)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	fn set_rolling_window() -> Weight {
		Weight::from_parts(7_892_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::Days` (r:1 w:1)
	// Proof: `Bme::Days` (`max_values`: Some(1), `max_size`: Some(4350), added: 4845, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:0)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:0)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:0)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:0)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:0)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapFloors` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapFloors` (`max_values`: Some(1), `max_size`: Some(97), added: 592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:0)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	// Storage: `Bme::ActiveParameters` (r:1 w:0)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::GenesisEpoch` (r:1 w:0)
	// Proof: `Epochs::GenesisEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::SupplyRecord` (r:1 w:0)
	// Proof: `Bme::SupplyRecord` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:0)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Credits::LotsByDay` (r:1 w:1)
	// Proof: `Credits::LotsByDay` (`max_values`: Some(1), `max_size`: Some(252), added: 747, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:1 w:1)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapEntries` (r:16 w:16)
	// Proof: `Bme::SwapEntries` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:18 w:18)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:18 w:18)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `AssetConversion::PoolFees` (r:1 w:0)
	// Proof: `AssetConversion::PoolFees` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	// Storage: `Credits::Accounts` (r:1 w:1)
	// Proof: `Credits::Accounts` (`max_values`: None, `max_size`: Some(441), added: 2916, mode: `MaxEncodedLen`)
	fn top_up(n: u32) -> Weight {
		Weight::from_parts(286_499_644, 0)
			.saturating_add(Weight::from_parts(49_229_558, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(33, 11))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	// Storage: `Bme::UsdcShares` (r:1 w:1)
	// Proof: `Bme::UsdcShares` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Bme::Payees` (r:1 w:0)
	// Proof: `Bme::Payees` (`max_values`: None, `max_size`: Some(2738), added: 5213, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn set_payout_preference() -> Weight {
		Weight::from_parts(51_647_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	// Storage: `Bme::ActiveParameters` (r:1 w:1)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	fn set_trough_support() -> Weight {
		Weight::from_parts(7_952_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::Points` (r:1 w:1)
	// Proof: `Bme::Points` (`max_values`: None, `max_size`: Some(3083), added: 5558, mode: `MaxEncodedLen`)
	fn award() -> Weight {
		Weight::from_parts(12_138_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `Bme::ClosedWork` (r:1 w:1)
	// Proof: `Bme::ClosedWork` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `Bme::CurrentHeadroom` (r:1 w:1)
	// Proof: `Bme::CurrentHeadroom` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
	// Storage: `Bme::ActiveParameters` (r:1 w:0)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:0)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:0)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:0)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:0)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:0)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:0)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapFloors` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapFloors` (`max_values`: Some(1), `max_size`: Some(97), added: 592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:0)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::GenesisEpoch` (r:1 w:0)
	// Proof: `Epochs::GenesisEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::SupplyRecord` (r:1 w:0)
	// Proof: `Bme::SupplyRecord` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:66 w:66)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::PotUnclaimed` (r:1 w:1)
	// Proof: `Bme::PotUnclaimed` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Bme::Points` (r:2 w:1)
	// Proof: `Bme::Points` (`max_values`: None, `max_size`: Some(3083), added: 5558, mode: `MaxEncodedLen`)
	fn settle_epoch(n: u32) -> Weight {
		Weight::from_parts(182_032_357, 0)
			.saturating_add(Weight::from_parts(38_202_430, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(28, 7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	// Storage: `Bme::SwapLine` (r:1 w:0)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn serve_queue() -> Weight {
		Weight::from_parts(6_800_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 0))
	}
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:0 w:1)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapEntries` (r:0 w:1)
	// Proof: `Bme::SwapEntries` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn pay_entry() -> Weight {
		Weight::from_parts(47_571_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 5))
	}
	// Storage: `System::Account` (r:6 w:6)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:5 w:5)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:0)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:0)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:0)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:0)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:0)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapFloors` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapFloors` (`max_values`: Some(1), `max_size`: Some(97), added: 592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:0)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapEntries` (r:4 w:4)
	// Proof: `Bme::SwapEntries` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `AssetConversion::PoolFees` (r:1 w:0)
	// Proof: `AssetConversion::PoolFees` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:0 w:1)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn sell_queued(n: u32) -> Weight {
		Weight::from_parts(118_279_518, 0)
			.saturating_add(Weight::from_parts(120_722_860, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(19, 2))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn prune() -> Weight {
		Weight::from_parts(5_098_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 0))
	}
	// Storage: `Bme::Closings` (r:1 w:1)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	// Storage: `Bme::PrunedClosings` (r:0 w:1)
	// Proof: `Bme::PrunedClosings` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
	fn prune_closing() -> Weight {
		Weight::from_parts(6_119_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::OpenWork` (r:1 w:1)
	// Proof: `Bme::OpenWork` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::Payees` (r:4 w:4)
	// Proof: `Bme::Payees` (`max_values`: None, `max_size`: Some(2738), added: 5213, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstUnreleased` (r:1 w:0)
	// Proof: `Bme::FirstUnreleased` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Closings` (r:8 w:8)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	// Storage: `Bme::Owed` (r:1 w:1)
	// Proof: `Bme::Owed` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HeldPayees` (r:4 w:0)
	// Proof: `OperatorStake::HeldPayees` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Bme::UsdcShares` (r:4 w:0)
	// Proof: `Bme::UsdcShares` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:1 w:1)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:0)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:4 w:0)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:5 w:5)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapEntries` (r:0 w:4)
	// Proof: `Bme::SwapEntries` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn accrue(n: u32) -> Weight {
		Weight::from_parts(30_208_796, 0)
			.saturating_add(Weight::from_parts(79_001_985, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(9, 5))
			.saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	// Storage: `Bme::CurrentHeadroom` (r:1 w:1)
	// Proof: `Bme::CurrentHeadroom` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClosedWork` (r:1 w:0)
	// Proof: `Bme::ClosedWork` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `Bme::ActiveParameters` (r:1 w:0)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:4 w:4)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::PotUnclaimed` (r:1 w:1)
	// Proof: `Bme::PotUnclaimed` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Bme::Points` (r:2 w:0)
	// Proof: `Bme::Points` (`max_values`: None, `max_size`: Some(3083), added: 5558, mode: `MaxEncodedLen`)
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::GenesisEpoch` (r:1 w:0)
	// Proof: `Epochs::GenesisEpoch` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::Days` (r:1 w:0)
	// Proof: `Bme::Days` (`max_values`: Some(1), `max_size`: Some(4350), added: 4845, mode: `MaxEncodedLen`)
	// Storage: `Bme::SupplyRecord` (r:1 w:1)
	// Proof: `Bme::SupplyRecord` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:1)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::Owed` (r:1 w:1)
	// Proof: `Bme::Owed` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	fn on_new_epoch() -> Weight {
		Weight::from_parts(203_183_000, 0).saturating_add(T::DbWeight::get().reads_writes(19, 10))
	}
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::ActiveParameters` (r:1 w:0)
	// Proof: `Bme::ActiveParameters` (`max_values`: Some(1), `max_size`: Some(26), added: 521, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstUnreleased` (r:1 w:0)
	// Proof: `Bme::FirstUnreleased` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Closings` (r:1 w:0)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:0)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	fn on_initialize() -> Weight {
		Weight::from_parts(14_462_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 0))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Parameters` (r:1 w:0)
	// Proof: `OracleTwap::Parameters` (`max_values`: Some(1), `max_size`: Some(72), added: 567, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::PausedUntil` (r:1 w:0)
	// Proof: `OracleTwap::PausedUntil` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Books` (r:3 w:0)
	// Proof: `OracleTwap::Books` (`max_values`: None, `max_size`: Some(2807), added: 5282, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Checkpoints` (r:3 w:0)
	// Proof: `OracleTwap::Checkpoints` (`max_values`: None, `max_size`: Some(2059), added: 4534, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Spots` (r:1 w:0)
	// Proof: `OracleTwap::Spots` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Known` (r:1 w:0)
	// Proof: `OracleTwap::Known` (`max_values`: Some(1), `max_size`: Some(54), added: 549, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapPrice` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapPrice` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::BootstrapFloors` (r:1 w:0)
	// Proof: `OracleTwap::BootstrapFloors` (`max_values`: Some(1), `max_size`: Some(97), added: 592, mode: `MaxEncodedLen`)
	// Storage: `OracleTwap::Amm` (r:1 w:0)
	// Proof: `OracleTwap::Amm` (`max_values`: Some(1), `max_size`: Some(322), added: 817, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:1)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::IdleSweep` (r:1 w:1)
	// Proof: `Bme::IdleSweep` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClosedWork` (r:1 w:1)
	// Proof: `Bme::ClosedWork` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `Bme::CurrentHeadroom` (r:1 w:1)
	// Proof: `Bme::CurrentHeadroom` (`max_values`: Some(1), `max_size`: Some(36), added: 531, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::OpenWork` (r:0 w:1)
	// Proof: `Bme::OpenWork` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:0 w:1)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Closings` (r:0 w:1)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	fn close_epoch() -> Weight {
		Weight::from_parts(125_427_000, 0).saturating_add(T::DbWeight::get().reads_writes(22, 9))
	}
	// Storage: `Bme::FirstUnreleased` (r:1 w:1)
	// Proof: `Bme::FirstUnreleased` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Closings` (r:1 w:1)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	// Storage: `Bme::ClaimLine` (r:1 w:0)
	// Proof: `Bme::ClaimLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Bme::Owed` (r:1 w:1)
	// Proof: `Bme::Owed` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `Bme::IdleSweep` (r:1 w:1)
	// Proof: `Bme::IdleSweep` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:4 w:4)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	fn release_epoch() -> Weight {
		Weight::from_parts(128_412_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 9))
	}
	// Storage: `Bme::IdleSweep` (r:1 w:0)
	// Proof: `Bme::IdleSweep` (`max_values`: Some(1), `max_size`: Some(34), added: 529, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:1 w:0)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Epochs::SlotsPerEpoch` (r:1 w:0)
	// Proof: `Epochs::SlotsPerEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	fn on_idle() -> Weight {
		Weight::from_parts(9_203_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 0))
	}
	// Storage: `Bme::Payees` (r:2 w:1)
	// Proof: `Bme::Payees` (`max_values`: None, `max_size`: Some(2738), added: 5213, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstUnreleased` (r:1 w:0)
	// Proof: `Bme::FirstUnreleased` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Bme::Closings` (r:16 w:16)
	// Proof: `Bme::Closings` (`max_values`: None, `max_size`: Some(152), added: 2627, mode: `MaxEncodedLen`)
	// Storage: `Bme::Owed` (r:1 w:1)
	// Proof: `Bme::Owed` (`max_values`: Some(1), `max_size`: Some(48), added: 543, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HeldPayees` (r:1 w:0)
	// Proof: `OperatorStake::HeldPayees` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	// Storage: `Bme::UsdcShares` (r:1 w:0)
	// Proof: `Bme::UsdcShares` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapLine` (r:1 w:1)
	// Proof: `Bme::SwapLine` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:0)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `Assets::Account` (r:1 w:0)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Bme::SwapEntries` (r:0 w:1)
	// Proof: `Bme::SwapEntries` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	fn visit_payee(p: u32) -> Weight {
		Weight::from_parts(89_884_572, 0)
			.saturating_add(Weight::from_parts(5_981_358, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads_writes(14, 7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
	}
}

/// For tests.
impl WeightInfo for () {
	fn burn() -> Weight {
		Weight::from_parts(147_750_000, 0).saturating_add(ParityDbWeight::get().reads_writes(26, 5))
	}
	fn payout(p: u32) -> Weight {
		Weight::from_parts(91_722_785, 0)
			.saturating_add(Weight::from_parts(6_598_179, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(13, 7))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(p.into())))
	}
	fn set_closing_delay() -> Weight {
		Weight::from_parts(8_002_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_elasticity() -> Weight {
		Weight::from_parts(7_892_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_ceiling_days() -> Weight {
		Weight::from_parts(7_871_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_rolling_window() -> Weight {
		Weight::from_parts(7_892_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn top_up(n: u32) -> Weight {
		Weight::from_parts(286_499_644, 0)
			.saturating_add(Weight::from_parts(49_229_558, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(33, 11))
			.saturating_add(ParityDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn set_payout_preference() -> Weight {
		Weight::from_parts(51_647_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 2))
	}
	fn set_trough_support() -> Weight {
		Weight::from_parts(7_952_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn award() -> Weight {
		Weight::from_parts(12_138_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn settle_epoch(n: u32) -> Weight {
		Weight::from_parts(182_032_357, 0)
			.saturating_add(Weight::from_parts(38_202_430, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(28, 7))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	fn serve_queue() -> Weight {
		Weight::from_parts(6_800_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 0))
	}
	fn pay_entry() -> Weight {
		Weight::from_parts(47_571_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 5))
	}
	fn sell_queued(n: u32) -> Weight {
		Weight::from_parts(118_279_518, 0)
			.saturating_add(Weight::from_parts(120_722_860, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(19, 2))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	fn prune() -> Weight {
		Weight::from_parts(5_098_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 0))
	}
	fn prune_closing() -> Weight {
		Weight::from_parts(6_119_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 2))
	}
	fn accrue(n: u32) -> Weight {
		Weight::from_parts(30_208_796, 0)
			.saturating_add(Weight::from_parts(79_001_985, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(9, 5))
			.saturating_add(ParityDbWeight::get().reads((7_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	fn on_new_epoch() -> Weight {
		Weight::from_parts(203_183_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(19, 10))
	}
	fn on_initialize() -> Weight {
		Weight::from_parts(14_462_000, 0).saturating_add(ParityDbWeight::get().reads_writes(6, 0))
	}
	fn close_epoch() -> Weight {
		Weight::from_parts(125_427_000, 0).saturating_add(ParityDbWeight::get().reads_writes(22, 9))
	}
	fn release_epoch() -> Weight {
		Weight::from_parts(128_412_000, 0).saturating_add(ParityDbWeight::get().reads_writes(11, 9))
	}
	fn on_idle() -> Weight {
		Weight::from_parts(9_203_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 0))
	}
	fn visit_payee(p: u32) -> Weight {
		Weight::from_parts(89_884_572, 0)
			.saturating_add(Weight::from_parts(5_981_358, 0).saturating_mul(p.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(14, 7))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(p.into())))
	}
}
