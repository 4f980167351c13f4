//! Invariants.

use crate::SlotsPerEpoch;
use crate::{Config, CurrentEpoch, EndedEpochs, EpochRecord, GenesisEpoch, HISTORY, Pallet};
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{
	TryRuntimeError,
	traits::{One, Saturating},
};

impl<T: Config> Pallet<T> {
	/// Invariants:
	///
	/// 1. an epoch has at least two slots;
	/// 2. the running epoch began not after the next block, and not before the chain's first epoch;
	/// 3. the remembered epochs are the last [`HISTORY`] ones before the running
	///    one, and each is void if and only if it had blocks in fewer than half of its slots.
	pub fn do_try_state(now: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
		let slots = SlotsPerEpoch::<T>::get();
		ensure!(slots > 1, "an epoch has fewer than two slots");

		let current = CurrentEpoch::<T>::get();
		ensure!(
			current.first_block <= now.saturating_add(One::one()),
			"the running epoch begins in the future"
		);
		ensure!(
			GenesisEpoch::<T>::get() <= current.index,
			"the running epoch is before the first one"
		);

		for (index, record) in EndedEpochs::<T>::iter() {
			ensure!(index < current.index, "an epoch that has not ended is recorded");
			ensure!(
				current.index.saturating_sub(index) <= HISTORY,
				"an epoch is remembered too long"
			);
			ensure!(record == EpochRecord::new(record.blocks, slots), "a record is wrongly void");
		}
		Ok(())
	}
}
