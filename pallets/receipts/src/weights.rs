//! Weights of `pallet_receipts`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet_receipts`, one for each of its benchmarks.
pub trait WeightInfo {
	/// See the benchmark of that name.
	fn register_gateway() -> Weight;
	/// See the benchmark of that name.
	fn bond_more() -> Weight;
	/// See the benchmark of that name.
	fn set_min_session_cap() -> Weight;
	/// See the benchmark of that name.
	fn deregister_gateway() -> Weight;
	/// See the benchmark of that name.
	fn withdraw_gateway() -> Weight;
	/// See the benchmark of that name.
	fn submit_batch(o: u32, s: u32) -> Weight;
	/// See the benchmark of that name.
	fn set_parameter() -> Weight;
	/// See the benchmark of that name.
	fn forfeit_row() -> Weight;
	/// See the benchmark of that name.
	fn claim_refund(e: u32) -> Weight;
	/// See the benchmark of that name.
	fn prune_base() -> Weight;
	/// See the benchmark of that name.
	fn note_closing() -> Weight;
	/// See the benchmark of that name.
	fn prune_epoch() -> Weight;
	/// See the benchmark of that name.
	fn prune_batch() -> Weight;
	/// See the benchmark of that name.
	fn prune_chunk() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Receipts::Gateways` (r:1 w:1)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Receipts::CurrentParameters` (r:1 w:0)
	// Proof: `Receipts::CurrentParameters` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn register_gateway() -> Weight {
		Weight::from_parts(53_409_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Receipts::Gateways` (r:1 w:1)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn bond_more() -> Weight {
		Weight::from_parts(53_590_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	// Storage: `Receipts::Gateways` (r:1 w:1)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	fn set_min_session_cap() -> Weight {
		Weight::from_parts(11_077_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Receipts::Gateways` (r:1 w:1)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Receipts::CurrentParameters` (r:1 w:0)
	// Proof: `Receipts::CurrentParameters` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	fn deregister_gateway() -> Weight {
		Weight::from_parts(17_366_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Receipts::Gateways` (r:1 w:1)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	fn withdraw_gateway() -> Weight {
		Weight::from_parts(47_120_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	// Storage: `Receipts::CurrentParameters` (r:1 w:0)
	// Proof: `Receipts::CurrentParameters` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Gateways` (r:1 w:1)
	// Proof: `Receipts::Gateways` (`max_values`: None, `max_size`: Some(1144), added: 3619, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
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
	// Storage: `OperatorStake::Operators` (r:512 w:0)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::DutyEpochs` (r:1 w:0)
	// Proof: `OperatorStake::DutyEpochs` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Tiers` (r:1 w:0)
	// Proof: `OperatorStake::Tiers` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	// Storage: `Epochs::CurrentEpoch` (r:1 w:0)
	// Proof: `Epochs::CurrentEpoch` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::ServedGateways` (r:512 w:512)
	// Proof: `OperatorStake::ServedGateways` (`max_values`: None, `max_size`: Some(1656), added: 4131, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Waivers` (r:1 w:0)
	// Proof: `OperatorStake::Waivers` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::BlockCollateral` (r:1 w:1)
	// Proof: `OperatorStake::BlockCollateral` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Parameters` (r:1 w:0)
	// Proof: `OperatorStake::Parameters` (`max_values`: Some(1), `max_size`: Some(40), added: 535, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Work` (r:512 w:512)
	// Proof: `OperatorStake::Work` (`max_values`: None, `max_size`: Some(1586), added: 4061, mode: `MaxEncodedLen`)
	// Storage: `Credits::Sessions` (r:2048 w:2048)
	// Proof: `Credits::Sessions` (`max_values`: None, `max_size`: Some(697), added: 3172, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `Bme::OpenWork` (r:1 w:1)
	// Proof: `Bme::OpenWork` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::Payees` (r:512 w:512)
	// Proof: `Bme::Payees` (`max_values`: None, `max_size`: Some(2738), added: 5213, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstUnreleased` (r:1 w:0)
	// Proof: `Bme::FirstUnreleased` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Receipts::BatchTotals` (r:1 w:1)
	// Proof: `Receipts::BatchTotals` (`max_values`: Some(1), `max_size`: Some(32), added: 527, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Batches` (r:0 w:1)
	// Proof: `Receipts::Batches` (`max_values`: None, `max_size`: Some(467), added: 2942, mode: `MaxEncodedLen`)
	fn submit_batch(o: u32, s: u32) -> Weight {
		Weight::from_parts(2_911_035_613, 0)
			.saturating_add(Weight::from_parts(41_562_213, 0).saturating_mul(o.into()))
			.saturating_add(Weight::from_parts(13_229_650, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads_writes(31, 9))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(s.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
	}
	// Storage: `Receipts::CurrentParameters` (r:1 w:1)
	// Proof: `Receipts::CurrentParameters` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	fn set_parameter() -> Weight {
		Weight::from_parts(7_811_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Receipts::Batches` (r:1 w:0)
	// Proof: `Receipts::Batches` (`max_values`: None, `max_size`: Some(467), added: 2942, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::HotkeyById` (r:1 w:0)
	// Proof: `OperatorStake::HotkeyById` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Operators` (r:1 w:0)
	// Proof: `OperatorStake::Operators` (`max_values`: None, `max_size`: Some(279), added: 2754, mode: `MaxEncodedLen`)
	// Storage: `Receipts::VoidedRows` (r:1 w:1)
	// Proof: `Receipts::VoidedRows` (`max_values`: None, `max_size`: Some(4130), added: 6605, mode: `MaxEncodedLen`)
	// Storage: `Bme::OpenWork` (r:1 w:1)
	// Proof: `Bme::OpenWork` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	// Storage: `Bme::TotalsSinceGenesis` (r:1 w:1)
	// Proof: `Bme::TotalsSinceGenesis` (`max_values`: Some(1), `max_size`: Some(96), added: 591, mode: `MaxEncodedLen`)
	// Storage: `Bme::Payees` (r:2 w:2)
	// Proof: `Bme::Payees` (`max_values`: None, `max_size`: Some(2738), added: 5213, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::Work` (r:1 w:1)
	// Proof: `OperatorStake::Work` (`max_values`: None, `max_size`: Some(1586), added: 4061, mode: `MaxEncodedLen`)
	// Storage: `OperatorStake::ServedGateways` (r:1 w:1)
	// Proof: `OperatorStake::ServedGateways` (`max_values`: None, `max_size`: Some(1656), added: 4131, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	fn forfeit_row() -> Weight {
		Weight::from_parts(156_002_000, 0).saturating_add(T::DbWeight::get().reads_writes(12, 8))
	}
	// Storage: `Receipts::Batches` (r:1 w:0)
	// Proof: `Receipts::Batches` (`max_values`: None, `max_size`: Some(467), added: 2942, mode: `MaxEncodedLen`)
	// Storage: `Receipts::VoidedRows` (r:1 w:1)
	// Proof: `Receipts::VoidedRows` (`max_values`: None, `max_size`: Some(4130), added: 6605, mode: `MaxEncodedLen`)
	// Storage: `Receipts::RefundedEntries` (r:2 w:2)
	// Proof: `Receipts::RefundedEntries` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
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
	fn claim_refund(e: u32) -> Weight {
		Weight::from_parts(138_957_850, 0)
			.saturating_add(Weight::from_parts(1_001_839, 0).saturating_mul(e.into()))
			.saturating_add(T::DbWeight::get().reads_writes(9, 6))
	}
	// Storage: `Receipts::Pruning` (r:1 w:1)
	// Proof: `Receipts::Pruning` (`max_values`: Some(1), `max_size`: Some(21), added: 516, mode: `MaxEncodedLen`)
	// Storage: `Bme::FirstOpen` (r:1 w:0)
	// Proof: `Bme::FirstOpen` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Receipts::CurrentParameters` (r:1 w:0)
	// Proof: `Receipts::CurrentParameters` (`max_values`: Some(1), `max_size`: Some(44), added: 539, mode: `MaxEncodedLen`)
	fn prune_base() -> Weight {
		Weight::from_parts(7_912_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	// Storage: `Receipts::Closings` (r:0 w:1)
	// Proof: `Receipts::Closings` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn note_closing() -> Weight {
		Weight::from_parts(1_442_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	// Storage: `Receipts::Closings` (r:1 w:1)
	// Proof: `Receipts::Closings` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Receipts::Batches` (r:1 w:0)
	// Proof: `Receipts::Batches` (`max_values`: None, `max_size`: Some(467), added: 2942, mode: `MaxEncodedLen`)
	fn prune_epoch() -> Weight {
		Weight::from_parts(8_693_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	// Storage: `Receipts::Batches` (r:1 w:1)
	// Proof: `Receipts::Batches` (`max_values`: None, `max_size`: Some(467), added: 2942, mode: `MaxEncodedLen`)
	// Storage: `Receipts::VoidedRows` (r:1 w:1)
	// Proof: `Receipts::VoidedRows` (`max_values`: None, `max_size`: Some(4130), added: 6605, mode: `MaxEncodedLen`)
	// Storage: `Credits::TotalSupply` (r:1 w:1)
	// Proof: `Credits::TotalSupply` (`max_values`: Some(1), `max_size`: Some(80), added: 575, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(247), added: 2722, mode: `MaxEncodedLen`)
	// Storage: `Receipts::RefundedEntries` (r:0 w:1)
	// Proof: `Receipts::RefundedEntries` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
	fn prune_batch() -> Weight {
		Weight::from_parts(81_371_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
	// Storage: `Receipts::VoidedRows` (r:1 w:0)
	// Proof: `Receipts::VoidedRows` (`max_values`: None, `max_size`: Some(4130), added: 6605, mode: `MaxEncodedLen`)
	// Storage: `Receipts::RefundedEntries` (r:0 w:1)
	// Proof: `Receipts::RefundedEntries` (`max_values`: None, `max_size`: Some(156), added: 2631, mode: `MaxEncodedLen`)
	fn prune_chunk() -> Weight {
		Weight::from_parts(4_967_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}

/// For tests.
impl WeightInfo for () {
	fn register_gateway() -> Weight {
		Weight::from_parts(53_409_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}
	fn bond_more() -> Weight {
		Weight::from_parts(53_590_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn set_min_session_cap() -> Weight {
		Weight::from_parts(11_077_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn deregister_gateway() -> Weight {
		Weight::from_parts(17_366_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn withdraw_gateway() -> Weight {
		Weight::from_parts(47_120_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}
	fn submit_batch(o: u32, s: u32) -> Weight {
		Weight::from_parts(2_911_035_613, 0)
			.saturating_add(Weight::from_parts(41_562_213, 0).saturating_mul(o.into()))
			.saturating_add(Weight::from_parts(13_229_650, 0).saturating_mul(s.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(31, 9))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(o.into())))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(s.into())))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(o.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(s.into())))
	}
	fn set_parameter() -> Weight {
		Weight::from_parts(7_811_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn forfeit_row() -> Weight {
		Weight::from_parts(156_002_000, 0).saturating_add(ParityDbWeight::get().reads_writes(12, 8))
	}
	fn claim_refund(e: u32) -> Weight {
		Weight::from_parts(138_957_850, 0)
			.saturating_add(Weight::from_parts(1_001_839, 0).saturating_mul(e.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(9, 6))
	}
	fn prune_base() -> Weight {
		Weight::from_parts(7_912_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn note_closing() -> Weight {
		Weight::from_parts(1_442_000, 0).saturating_add(ParityDbWeight::get().reads_writes(0, 1))
	}
	fn prune_epoch() -> Weight {
		Weight::from_parts(8_693_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn prune_batch() -> Weight {
		Weight::from_parts(81_371_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 6))
	}
	fn prune_chunk() -> Weight {
		Weight::from_parts(4_967_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
}
