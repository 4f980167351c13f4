//! # Epochs Pallet
//!
//! The one protocol clock (SPEC §2, "One clock").
//!
//! ## Pallet API
//!
//! No calls. Other pallets read the clock through
//! [`EpochClock`](orogen_primitives_traits::EpochClock) and act on a new epoch through
//! [`EpochHandler`](orogen_primitives_traits::EpochHandler); the consensus reads the length of an
//! epoch through [`EpochDuration`].
//!
//! ## Overview
//!
//! A protocol epoch is a session of the block authors: its index goes up by one, also after the
//! chain stood still for longer than an epoch. The first block that finds the session index changed
//! closes the old epoch and tells every handler. An epoch in which fewer than half of its slots
//! brought a block is *void*: it brings no heartbeat duty, no headroom and no reports.
//!
//! ### Terminology
//!
//! - **Slot**: six seconds in which at most one block is made.
//! - **Epoch length**: slots of an epoch, fixed by genesis for the life of the chain.
//! - **Year**: `round(365.25 d / epoch length)` epochs, counted from the first epoch.
//!
//! ## Economics
//!
//! None: nobody pays, nobody can lose anything here.
//!
//! ## Invariants
//!
//! See [`Pallet::do_try_state`].
//!
//! ## Implementation
//!
//! - *Cheap blocks.* Blocks are not counted one by one: the number of blocks of an epoch is the
//!   difference of the numbers of two first blocks, so most blocks read twice and write nothing.
//! - *Bounded memory.* [`EndedEpochs`] remembers the last [`HISTORY`] epochs; each new one removes
//!   one.
//! - *Order.* The pallet's index must be above the session pallet's: then its `on_initialize` sees
//!   the session that has just begun, and its genesis build the first one.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

pub use impls::EpochDuration;
pub use pallet::*;
pub use types::{Epoch, EpochRecord};
pub use weights::WeightInfo;

/// Ended epochs that [`EndedEpochs`] remembers.
pub const HISTORY: orogen_primitives_core::EpochIndex = 128;

#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "what the macros and codec's derives write; the logic is in the other modules"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::ConstU64};
	use frame_system::pallet_prelude::*;
	use orogen_primitives_core::{BlockNumber, EpochIndex, SLOTS_PER_EPOCH};
	use orogen_primitives_traits::EpochHandler;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Index of the running session.
		type SessionIndex: Get<EpochIndex>;

		/// Who acts on a new epoch, in this order.
		type Handlers: EpochHandler;

		/// Weights of the hook.
		type WeightInfo: WeightInfo;
	}

	/// Slots of an epoch; written by genesis, never changed.
	#[pallet::storage]
	pub type SlotsPerEpoch<T> = StorageValue<_, u64, ValueQuery, ConstU64<SLOTS_PER_EPOCH>>;

	/// First epoch of the chain.
	#[pallet::storage]
	pub type GenesisEpoch<T> = StorageValue<_, EpochIndex, ValueQuery>;

	/// The running epoch.
	#[pallet::storage]
	pub type CurrentEpoch<T: Config> = StorageValue<_, Epoch<BlockNumberFor<T>>, ValueQuery>;

	/// The last [`HISTORY`] ended epochs.
	#[pallet::storage] // Twox64Concat: nobody chooses the key
	pub type EndedEpochs<T> = StorageMap<_, Twox64Concat, EpochIndex, EpochRecord>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots of an epoch.
		pub slots_per_epoch: u64,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { slots_per_epoch: SLOTS_PER_EPOCH, _config: Default::default() }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.slots_per_epoch > 1, "an epoch needs at least two slots");
			SlotsPerEpoch::<T>::put(self.slots_per_epoch);
			let index = T::SessionIndex::get();
			GenesisEpoch::<T>::put(index);
			// Block 0 has no slot, so the first block of the first epoch is block 1.
			CurrentEpoch::<T>::put(Epoch { index, first_block: 1u32.into() });
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Epoch `index` began; the one before had `ended_blocks` blocks and was void if
		/// `ended_void`.
		#[codec(index = 0)]
		NewEpoch { index: EpochIndex, ended_blocks: BlockNumber, ended_void: bool },
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			match Self::roll(now) {
				Some(ended) => T::WeightInfo::on_initialize_new_epoch()
					.saturating_add(T::Handlers::on_new_epoch(ended)),
				None => T::WeightInfo::on_initialize_same_epoch(),
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state(now)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The running epoch.
		pub fn epoch() -> Epoch<BlockNumberFor<T>> {
			CurrentEpoch::<T>::get()
		}

		/// What is remembered of an ended epoch.
		pub fn ended_epoch(index: EpochIndex) -> Option<EpochRecord> {
			EndedEpochs::<T>::get(index)
		}
	}
}
