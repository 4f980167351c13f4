//! Weights of `pallet-oracle-twap`.
//!
//! Estimated by hand from the reads and writes of each call; the bencher replaces this file.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{
		Weight,
		constants::{ParityDbWeight, WEIGHT_REF_TIME_PER_MICROS},
	},
};

/// Weights of the calls and of the epoch's work.
pub trait WeightInfo {
	/// [`Pallet::feed`](crate::Pallet::feed)
	fn feed() -> Weight;
	/// [`Pallet::bond`](crate::Pallet::bond)
	fn bond() -> Weight;
	/// [`Pallet::leave`](crate::Pallet::leave)
	fn leave() -> Weight;
	/// [`Pallet::withdraw`](crate::Pallet::withdraw)
	fn withdraw() -> Weight;
	/// [`Pallet::add_member`](crate::Pallet::add_member)
	fn add_member() -> Weight;
	/// [`Pallet::remove_member`](crate::Pallet::remove_member)
	fn remove_member() -> Weight;
	/// [`Pallet::set_window`](crate::Pallet::set_window)
	fn set_window() -> Weight;
	/// [`Pallet::set_bootstrap_price`](crate::Pallet::set_bootstrap_price)
	fn set_bootstrap_price() -> Weight;
	/// [`Pallet::end_bootstrap`](crate::Pallet::end_bootstrap)
	fn end_bootstrap() -> Weight;
	/// [`Pallet::pause`](crate::Pallet::pause)
	fn pause() -> Weight;
	/// [`Pallet::unpause`](crate::Pallet::unpause)
	fn unpause() -> Weight;
	/// The epoch handler.
	fn on_new_epoch() -> Weight;
	/// The end of a block.
	fn note_amm() -> Weight;
}

const fn micros(micros: u64) -> Weight {
	Weight::from_parts(micros.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}

/// Estimated weights over the database weights `Db`.
pub struct Estimate<Db>(PhantomData<Db>);

/// Weights for a runtime.
pub type SubstrateWeight<T> = Estimate<<T as frame_system::Config>::DbWeight>;

impl<Db: Get<frame_support::weights::RuntimeDbWeight>> WeightInfo for Estimate<Db> {
	fn feed() -> Weight {
		// Reads: Members, Parameters, Books 3, Checkpoints 3, PausedUntil, Spots, Known,
		// BootstrapPrice, BootstrapFloors, Minutes, Qualities, MemberAccounts, the ejected member,
		// its unbonding. Writes: Books 3, Checkpoints 3, Known, Minutes, Qualities, and of the
		// ejected member Members with its counter, MemberAccounts, Unbondings. The point: its holders.
		micros(910).saturating_add(Db::get().reads_writes(20, 14))
	}

	fn bond() -> Weight {
		// Members; the account and its holds.
		micros(60).saturating_add(Db::get().reads_writes(3, 3))
	}

	fn leave() -> Weight {
		// Reads: Members, counter, Qualities, Parameters, Books 3, Checkpoints 3, Unbondings.
		// Writes: the same without Parameters, and MemberAccounts.
		micros(300).saturating_add(Db::get().reads_writes(11, 11))
	}

	fn withdraw() -> Weight {
		// Unbondings; the account and its holds.
		micros(60).saturating_add(Db::get().reads_writes(3, 3))
	}

	fn add_member() -> Weight {
		// Reads: Members, counter, NextMemberId, Qualities. Writes: these and MemberAccounts.
		micros(30).saturating_add(Db::get().reads_writes(4, 5))
	}

	fn remove_member() -> Weight {
		Self::leave()
	}

	fn set_window() -> Weight {
		micros(15).saturating_add(Db::get().reads_writes(1, 1))
	}

	fn set_bootstrap_price() -> Weight {
		// BootstrapPrice, Known.
		micros(15).saturating_add(Db::get().reads_writes(2, 1))
	}

	fn end_bootstrap() -> Weight {
		micros(15).saturating_add(Db::get().reads_writes(1, 1))
	}

	fn pause() -> Weight {
		micros(15).saturating_add(Db::get().reads_writes(2, 1))
	}

	fn unpause() -> Weight {
		micros(15).saturating_add(Db::get().reads_writes(1, 1))
	}

	fn note_amm() -> Weight {
		// Reads: the pool, its two balances, Amm. Writes: Amm.
		micros(25).saturating_add(Db::get().reads_writes(4, 1))
	}

	fn on_new_epoch() -> Weight {
		// Reads: Parameters, Books 3, Checkpoints 3, Spots. Writes: Spots.
		micros(500).saturating_add(Db::get().reads_writes(8, 1))
	}
}

impl WeightInfo for () {
	fn feed() -> Weight {
		Estimate::<ParityDbWeight>::feed()
	}
	fn bond() -> Weight {
		Estimate::<ParityDbWeight>::bond()
	}
	fn leave() -> Weight {
		Estimate::<ParityDbWeight>::leave()
	}
	fn withdraw() -> Weight {
		Estimate::<ParityDbWeight>::withdraw()
	}
	fn add_member() -> Weight {
		Estimate::<ParityDbWeight>::add_member()
	}
	fn remove_member() -> Weight {
		Estimate::<ParityDbWeight>::remove_member()
	}
	fn set_window() -> Weight {
		Estimate::<ParityDbWeight>::set_window()
	}
	fn set_bootstrap_price() -> Weight {
		Estimate::<ParityDbWeight>::set_bootstrap_price()
	}
	fn end_bootstrap() -> Weight {
		Estimate::<ParityDbWeight>::end_bootstrap()
	}
	fn pause() -> Weight {
		Estimate::<ParityDbWeight>::pause()
	}
	fn unpause() -> Weight {
		Estimate::<ParityDbWeight>::unpause()
	}
	fn note_amm() -> Weight {
		Estimate::<ParityDbWeight>::note_amm()
	}
	fn on_new_epoch() -> Weight {
		Estimate::<ParityDbWeight>::on_new_epoch()
	}
}
