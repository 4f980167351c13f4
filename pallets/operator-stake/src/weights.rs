//! Weights of `pallet-operator-stake`.
//!
//! Counted by hand from the storage accesses until the bencher replaces this file.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Computation of one assessment of the oracle's samples, in picoseconds; its own estimate. A
/// benchmark runs without samples and does not measure it.
const ASSESSMENT: u64 = 500_000_000;
/// What that reads: time, parameters, pause, three books, three rings of checkpoints, spots, the last
/// known prices, the bootstrap price and its floors.
const ORACLE_READS: u64 = 13;

/// Weight functions of `pallet-operator-stake`.
pub trait WeightInfo {
	/// [`crate::Pallet::register`], taking a key whose alias has ended.
	fn register() -> Weight;
	/// [`crate::Pallet::bond_more`].
	fn bond_more() -> Weight;
	/// [`crate::Pallet::change_tier`] with a change of the deposit.
	fn change_tier() -> Weight;
	/// [`crate::Pallet::rotate_hotkey`] of an operator with all gateways, whose last alias has ended.
	fn rotate_hotkey() -> Weight;
	/// [`crate::Pallet::set_payout`].
	fn set_payout() -> Weight;
	/// [`crate::Pallet::set_gateways`] with `n` new gateways in place of all that may be stored, whose time
	/// is over.
	fn set_gateways(n: u32) -> Weight;
	/// [`crate::Pallet::deregister`].
	fn deregister() -> Weight;
	/// [`crate::Pallet::withdraw`] of an operator with all gateways.
	fn withdraw() -> Weight;
	/// [`crate::Pallet::heartbeat`].
	fn heartbeat() -> Weight;
	/// [`crate::Pallet::force_suspend`].
	fn force_suspend() -> Weight;
	/// [`crate::Pallet::force_resume`].
	fn force_resume() -> Weight;
	/// [`crate::Pallet::force_ban`].
	fn force_ban() -> Weight;
	/// [`crate::Pallet::force_freeze`].
	fn force_freeze() -> Weight;
	/// [`crate::Pallet::force_renew_freeze`].
	fn force_renew_freeze() -> Weight;
	/// [`crate::Pallet::force_unfreeze`].
	fn force_unfreeze() -> Weight;
	/// [`crate::Pallet::set_tier_floor`] with a full history.
	fn set_tier_floor() -> Weight;
	/// [`crate::Pallet::set_sample_rate`].
	fn set_sample_rate() -> Weight;
	/// [`crate::Pallet::set_parameters`].
	fn set_parameters() -> Weight;
	/// Admission of a row under an alias, with full rings and a stake below the floor of today: the
	/// first one of its block, which alone asks the oracle for an assessment.
	fn admit() -> Weight;
	/// The pallet's part of a new epoch.
	fn on_new_epoch() -> Weight;
}

/// Weights with the runtime's database costs.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register() -> Weight {
		Weight::from_parts(180_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(16, 11))
	}
	fn bond_more() -> Weight {
		Weight::from_parts(40_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 3))
	}
	fn change_tier() -> Weight {
		Weight::from_parts(45_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 3))
	}
	fn rotate_hotkey() -> Weight {
		Weight::from_parts(700_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(81, 143))
	}
	fn set_payout() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_gateways(n: u32) -> Weight {
		Weight::from_parts(250_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(65, 64))
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(n.into()))
	}
	fn deregister() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(350_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(73, 72))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(18_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn force_suspend() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn force_resume() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn force_ban() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	fn force_freeze() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn force_renew_freeze() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn force_unfreeze() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn set_tier_floor() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn set_sample_rate() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_parameters() -> Weight {
		Weight::from_parts(8_000_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn admit() -> Weight {
		Weight::from_parts(45_000_000_u64.saturating_add(ASSESSMENT), 0)
			.saturating_add(T::DbWeight::get().reads_writes(ORACLE_READS.saturating_add(14), 3))
	}
	fn on_new_epoch() -> Weight {
		Weight::from_parts(3_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}

impl WeightInfo for () {
	fn register() -> Weight {
		Weight::from_parts(180_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(16, 11))
	}
	fn bond_more() -> Weight {
		Weight::from_parts(40_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 3))
	}
	fn change_tier() -> Weight {
		Weight::from_parts(45_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(7, 3))
	}
	fn rotate_hotkey() -> Weight {
		Weight::from_parts(700_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(81, 143))
	}
	fn set_payout() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_gateways(n: u32) -> Weight {
		Weight::from_parts(250_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(65, 64))
			.saturating_add(Weight::from_parts(12_000_000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads_writes(1, 1).saturating_mul(n.into()))
	}
	fn deregister() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(350_000_000, 0)
			.saturating_add(ParityDbWeight::get().reads_writes(73, 72))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(18_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_suspend() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_resume() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn force_ban() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 2))
	}
	fn force_freeze() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_renew_freeze() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(3, 1))
	}
	fn force_unfreeze() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
	fn set_tier_floor() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 2))
	}
	fn set_sample_rate() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
	fn set_parameters() -> Weight {
		Weight::from_parts(8_000_000, 0).saturating_add(ParityDbWeight::get().writes(1))
	}
	fn admit() -> Weight {
		Weight::from_parts(45_000_000_u64.saturating_add(ASSESSMENT), 0)
			.saturating_add(ParityDbWeight::get().reads_writes(ORACLE_READS.saturating_add(14), 3))
	}
	fn on_new_epoch() -> Weight {
		Weight::from_parts(3_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}
}
