//! Benchmarks of the hook.
#![allow(clippy::arithmetic_side_effects, reason = "benchmarks panic on mistakes")]

use crate::{Config, CurrentEpoch, EndedEpochs, Epoch, EpochRecord, HISTORY, Pallet};
use frame_benchmarking::v2::*;
use frame_support::traits::Get;

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn on_initialize_same_epoch() {
		CurrentEpoch::<T>::put(Epoch { index: T::SessionIndex::get(), first_block: 1u32.into() });

		#[block]
		{
			assert!(Pallet::<T>::roll(2u32.into()).is_none());
		}
	}

	#[benchmark]
	fn on_initialize_new_epoch() {
		// Any other index does; this one also forgets an epoch.
		let index = T::SessionIndex::get().wrapping_add(HISTORY + 1);
		EndedEpochs::<T>::insert(index - HISTORY, EpochRecord::new(7, 720));
		CurrentEpoch::<T>::put(Epoch { index, first_block: 1u32.into() });

		#[block]
		{
			assert!(Pallet::<T>::roll(722u32.into()).is_some());
		}

		assert!(EndedEpochs::<T>::contains_key(index));
		assert!(!EndedEpochs::<T>::contains_key(index - HISTORY));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
