//! Weights of `pallet_operator_stake`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_operator_stake`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn register() -> Weight;
	/// See the benchmark of that name.
	fn bond_more() -> Weight;
	/// See the benchmark of that name.
	fn change_tier() -> Weight;
	/// See the benchmark of that name.
	fn rotate_hotkey() -> Weight;
	/// See the benchmark of that name.
	fn set_payout() -> Weight;
	/// See the benchmark of that name.
	fn set_gateways(n: u32) -> Weight;
	/// See the benchmark of that name.
	fn deregister() -> Weight;
	/// See the benchmark of that name.
	fn withdraw() -> Weight;
	/// See the benchmark of that name.
	fn heartbeat() -> Weight;
	/// See the benchmark of that name.
	fn force_suspend() -> Weight;
	/// See the benchmark of that name.
	fn force_resume() -> Weight;
	/// See the benchmark of that name.
	fn force_ban() -> Weight;
	/// See the benchmark of that name.
	fn force_freeze() -> Weight;
	/// See the benchmark of that name.
	fn force_renew_freeze() -> Weight;
	/// See the benchmark of that name.
	fn force_unfreeze() -> Weight;
	/// See the benchmark of that name.
	fn set_tier_floor() -> Weight;
	/// See the benchmark of that name.
	fn set_sample_rate() -> Weight;
	/// See the benchmark of that name.
	fn set_parameters() -> Weight;
	/// See the benchmark of that name.
	fn admit() -> Weight;
	/// See the benchmark of that name.
	fn on_new_epoch() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `OperatorStake::BannedColdkeys` (r:1 w:0)
	// Proof: `OperatorStake::BannedColdkeys` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Aliases` (r:1 w:0)
	// Proof: `OperatorStake::Aliases` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Tiers` (r:1 w:0)
	// Proof: `OperatorStake::Tiers` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeysOf` (r:1 w:1)
	// Proof: `OperatorStake::HotkeysOf` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::NextOperatorId` (r:1 w:1)
	// Proof: `OperatorStake::NextOperatorId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Parameters` (r:1 w:0)
	// Proof: `OperatorStake::Parameters` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::DutyEpochs` (r:1 w:0)
	// Proof: `OperatorStake::DutyEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::CounterForOperators` (r:1 w:1)
	// Proof: `OperatorStake::CounterForOperators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:0 w:1)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn register() -> Weight {
		Weight::from_parts(223_133_000, 0).saturating_add(T::DbWeight::get().reads_writes(13, 8))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn bond_more() -> Weight {
		Weight::from_parts(68_572_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Tiers` (r:2 w:0)
	// Proof: `OperatorStake::Tiers` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn change_tier() -> Weight {
		Weight::from_parts(81_882_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	// Storage: `OperatorStake::Operators` (r:2 w:2)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Aliases` (r:1 w:1)
	// Proof: `OperatorStake::Aliases` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::BannedColdkeys` (r:1 w:0)
	// Proof: `OperatorStake::BannedColdkeys` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Parameters` (r:1 w:0)
	// Proof: `OperatorStake::Parameters` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeysOf` (r:1 w:1)
	// Proof: `OperatorStake::HotkeysOf` (`max_values`: None, `max_size`: Some(1073), added: 3548, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::CounterForOperators` (r:1 w:1)
	// Proof: `OperatorStake::CounterForOperators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Work` (r:2 w:2)
	// Proof: `OperatorStake::Work` (`max_values`: None, `max_size`: Some(1586), added: 4061, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::ServedGateways` (r:65 w:128)
	// Proof: `OperatorStake::ServedGateways` (`max_values`: None, `max_size`: Some(1656), added: 4131, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:0 w:1)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn rotate_hotkey() -> Weight {
		Weight::from_parts(610_621_000, 0).saturating_add(T::DbWeight::get().reads_writes(78, 138))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	fn set_payout() -> Weight {
		Weight::from_parts(22_594_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:0)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Gateways` (r:64 w:0)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::ServedGateways` (r:65 w:128)
	// Proof: `OperatorStake::ServedGateways` (`max_values`: None, `max_size`: Some(1656), added: 4131, mode: `MaxEncodedLen`)
	fn set_gateways(n: u32) -> Weight {
		Weight::from_parts(450_915_998, 0)
			.saturating_add(Weight::from_parts(8_998_579, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(67, 64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn deregister() -> Weight {
		Weight::from_parts(30_064_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Work` (r:1 w:1)
	// Proof: `OperatorStake::Work` (`max_values`: None, `max_size`: Some(1586), added: 4061, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::ServedGateways` (r:64 w:64)
	// Proof: `OperatorStake::ServedGateways` (`max_values`: None, `max_size`: Some(1656), added: 4131, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HeldPayees` (r:1 w:0)
	// Proof: `OperatorStake::HeldPayees` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		Weight::from_parts(159_347_000, 0).saturating_add(T::DbWeight::get().reads_writes(70, 68))
	}
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::DutyEpochs` (r:1 w:0)
	// Proof: `OperatorStake::DutyEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn heartbeat() -> Weight {
		Weight::from_parts(29_524_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	fn force_suspend() -> Weight {
		Weight::from_parts(29_985_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	fn force_resume() -> Weight {
		Weight::from_parts(24_306_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `OperatorStake::NextOperatorId` (r:1 w:0)
	// Proof: `OperatorStake::NextOperatorId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::BannedColdkeys` (r:1 w:1)
	// Proof: `OperatorStake::BannedColdkeys` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HeldPayees` (r:0 w:1)
	// Proof: `OperatorStake::HeldPayees` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn force_ban() -> Weight {
		Weight::from_parts(38_317_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	fn force_freeze() -> Weight {
		Weight::from_parts(27_421_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	fn force_renew_freeze() -> Weight {
		Weight::from_parts(26_249_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:1)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	fn force_unfreeze() -> Weight {
		Weight::from_parts(24_136_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `OperatorStake::Tiers` (r:1 w:1)
	// Proof: `OperatorStake::Tiers` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::FloorHistories` (r:1 w:1)
	// Proof: `OperatorStake::FloorHistories` (`max_values`: None, `max_size`: Some(1130), added: 3605, mode: `MaxEncodedLen`)
	fn set_tier_floor() -> Weight {
		Weight::from_parts(23_125_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	// Storage: `OperatorStake::Tiers` (r:1 w:1)
	// Proof: `OperatorStake::Tiers` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	fn set_sample_rate() -> Weight {
		Weight::from_parts(11_517_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `OperatorStake::Parameters` (r:0 w:1)
	// Proof: `OperatorStake::Parameters` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `MaxEncodedLen`)
	fn set_parameters() -> Weight {
		Weight::from_parts(4_507_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	// Storage: `OperatorStake::Operators` (r:2 w:0)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Aliases` (r:1 w:0)
	// Proof: `OperatorStake::Aliases` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::DutyEpochs` (r:1 w:0)
	// Proof: `OperatorStake::DutyEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Tiers` (r:1 w:0)
	// Proof: `OperatorStake::Tiers` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::FloorHistories` (r:1 w:0)
	// Proof: `OperatorStake::FloorHistories` (`max_values`: None, `max_size`: Some(1130), added: 3605, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::WindowLengths` (r:1 w:0)
	// Proof: `OperatorStake::WindowLengths` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::ServedGateways` (r:1 w:1)
	// Proof: `OperatorStake::ServedGateways` (`max_values`: None, `max_size`: Some(1656), added: 4131, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Waivers` (r:1 w:0)
	// Proof: `OperatorStake::Waivers` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::BlockCollateral` (r:1 w:1)
	// Proof: `OperatorStake::BlockCollateral` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Parameters` (r:1 w:0)
	// Proof: `OperatorStake::Parameters` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `MaxEncodedLen`)
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
	// Storage: `OperatorStake::Work` (r:1 w:1)
	// Proof: `OperatorStake::Work` (`max_values`: None, `max_size`: Some(1586), added: 4061, mode: `MaxEncodedLen`)
	fn admit() -> Weight {
		Weight::from_parts(134_701_000, 0).saturating_add(T::DbWeight::get().reads_writes(29, 3))
	}
	// Storage: `OperatorStake::DutyEpochs` (r:1 w:1)
	// Proof: `OperatorStake::DutyEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn on_new_epoch() -> Weight {
		Weight::from_parts(4_246_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}

/// For tests.
impl WeightInfo for () {
	fn register() -> Weight {
		Weight::from_parts(223_133_000, 0).saturating_add(ParityDbWeight::get().reads_writes(13, 8))
	}
	fn bond_more() -> Weight {
		Weight::from_parts(68_572_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn change_tier() -> Weight {
		Weight::from_parts(81_882_000, 0).saturating_add(ParityDbWeight::get().reads_writes(6, 3))
	}
	fn rotate_hotkey() -> Weight {
		Weight::from_parts(610_621_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(78, 138))
	}
	fn set_payout() -> Weight {
		Weight::from_parts(22_594_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_gateways(n: u32) -> Weight {
		Weight::from_parts(450_915_998, 0)
			.saturating_add(Weight::from_parts(8_998_579, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(67, 64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	fn deregister() -> Weight {
		Weight::from_parts(30_064_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(159_347_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(70, 68))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(29_524_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_suspend() -> Weight {
		Weight::from_parts(29_985_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_resume() -> Weight {
		Weight::from_parts(24_306_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn force_ban() -> Weight {
		Weight::from_parts(38_317_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 3))
	}
	fn force_freeze() -> Weight {
		Weight::from_parts(27_421_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_renew_freeze() -> Weight {
		Weight::from_parts(26_249_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_unfreeze() -> Weight {
		Weight::from_parts(24_136_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn set_tier_floor() -> Weight {
		Weight::from_parts(23_125_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 2))
	}
	fn set_sample_rate() -> Weight {
		Weight::from_parts(11_517_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_parameters() -> Weight {
		Weight::from_parts(4_507_000, 0).saturating_add(ParityDbWeight::get().reads_writes(0, 1))
	}
	fn admit() -> Weight {
		Weight::from_parts(134_701_000, 0).saturating_add(ParityDbWeight::get().reads_writes(29, 3))
	}
	fn on_new_epoch() -> Weight {
		Weight::from_parts(4_246_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
}
