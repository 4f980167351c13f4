//! Weights of `pallet-timelock`.
//!
//! Counted by hand from the storage accesses until the bencher replaces this file.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet-timelock`.
pub trait WeightInfo {
	/// [`crate::Pallet::queue`].
	fn queue() -> Weight;
	/// [`crate::Pallet::execute`] without the call it runs.
	fn execute() -> Weight;
	/// [`crate::Pallet::cancel`].
	fn cancel() -> Weight;
	/// [`crate::Pallet::remove_expired`].
	fn remove_expired() -> Weight;
	/// [`crate::Pallet::authorize_upgrade`].
	fn authorize_upgrade() -> Weight;
	/// [`crate::Pallet::revoke_upgrade`].
	fn revoke_upgrade() -> Weight;
	/// [`crate::Pallet::note_votes`].
	fn note_votes() -> Weight;
	/// [`crate::Pallet::vacate_seat`].
	fn vacate_seat() -> Weight;
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn queue() -> Weight {
		Weight::from_parts(45_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 5))
	}
	fn execute() -> Weight {
		Weight::from_parts(35_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn cancel() -> Weight {
		Weight::from_parts(35_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	fn remove_expired() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(12_000_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn revoke_upgrade() -> Weight {
		Weight::from_parts(30_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 3))
	}
	fn note_votes() -> Weight {
		Weight::from_parts(25_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	fn vacate_seat() -> Weight {
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 23))
	}
}

impl WeightInfo for () {
	fn queue() -> Weight {
		Weight::from_parts(45_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(8, 5))
	}
	fn execute() -> Weight {
		Weight::from_parts(35_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}
	fn cancel() -> Weight {
		Weight::from_parts(35_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(7, 4))
	}
	fn remove_expired() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}
	fn authorize_upgrade() -> Weight {
		Weight::from_parts(12_000_000, 0).saturating_add(ParityDbWeight::get().writes(1))
	}
	fn revoke_upgrade() -> Weight {
		Weight::from_parts(30_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(6, 3))
	}
	fn note_votes() -> Weight {
		Weight::from_parts(25_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 2))
	}
	fn vacate_seat() -> Weight {
		Weight::from_parts(60_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(25, 23))
	}
}
