//! The clock itself and its readers.

use crate::{
	Config, CurrentEpoch, EndedEpochs, Epoch, EpochRecord, Event, GenesisEpoch, HISTORY, Pallet,
	SlotsPerEpoch,
};
use core::marker::PhantomData;
use frame_support::traits::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_core::{BlockNumber, EpochIndex, Moment, SLOT_DURATION_MS};
use orogen_primitives_traits::{EndedEpoch, EpochClock};
use sp_runtime::traits::{SaturatedConversion, Saturating};

/// Milliseconds of 365.25 days.
const YEAR_MS: Moment = 31_557_600_000;

/// Slots of an epoch, for the consensus pallet.
pub struct EpochDuration<T>(PhantomData<T>);

impl<T: Config> Get<u64> for EpochDuration<T> {
	fn get() -> u64 {
		SlotsPerEpoch::<T>::get()
	}
}

impl<T: Config> Pallet<T> {
	/// Closes the running epoch if the session index has changed, and returns it.
	pub(crate) fn roll(now: BlockNumberFor<T>) -> Option<EndedEpoch> {
		let index = T::SessionIndex::get();
		let current = CurrentEpoch::<T>::get();
		if index == current.index {
			return None;
		}
		// The clamp is out of reach: block numbers of this chain have 32 bits.
		let blocks: BlockNumber = now.saturating_sub(current.first_block).saturated_into();
		let record = EpochRecord::new(blocks, SlotsPerEpoch::<T>::get());

		EndedEpochs::<T>::insert(current.index, record);
		if let Some(forgotten) = current.index.checked_sub(HISTORY) {
			EndedEpochs::<T>::remove(forgotten);
		}
		CurrentEpoch::<T>::put(Epoch { index, first_block: now });
		Self::deposit_event(Event::NewEpoch {
			index,
			ended_blocks: record.blocks,
			ended_void: record.void,
		});
		Some(EndedEpoch { index: current.index, blocks: record.blocks, void: record.void })
	}
}

impl<T: Config> EpochClock for Pallet<T> {
	fn current() -> EpochIndex {
		CurrentEpoch::<T>::get().index
	}

	fn genesis() -> EpochIndex {
		GenesisEpoch::<T>::get()
	}

	fn epochs_per_year() -> u32 {
		epochs_per_year(SlotsPerEpoch::<T>::get())
	}

	fn is_void(epoch: EpochIndex) -> bool {
		EndedEpochs::<T>::get(epoch).is_some_and(|record| record.void)
	}
}

/// `round(365.25 d / (slots × 6 s))`, at least 1.
pub(crate) fn epochs_per_year(slots: u64) -> u32 {
	let epoch = slots.saturating_mul(SLOT_DURATION_MS);
	let half = epoch.checked_div(2).unwrap_or(0);
	YEAR_MS
		.saturating_add(half)
		.checked_div(epoch)
		// Neither clamp is reached with epochs of two slots to a year.
		.map_or(1, |epochs| epochs.saturated_into::<u32>().max(1))
}
