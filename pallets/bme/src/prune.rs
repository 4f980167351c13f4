//! Closings do not stay for ever: what is released, priced and older than the batches' headers goes;
//! its sums stay.

use crate::{
	Closings, Config, FirstUnreleased, Pallet, PrunedClosings, WeightInfo,
	types::{CLOSING_DAYS, IDLE_PRUNINGS},
};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::weights::{Weight, WeightMeter};
use orogen_primitives_core::{Balance, EpochIndex};
use orogen_primitives_math::emission::epochs_of_days;
use orogen_primitives_traits::EpochClock;
use scale_info::TypeInfo;

/// What pruned closings came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Pruned {
	/// The oldest epoch whose closing may still be there.
	pub next: EpochIndex,
	/// Micro-USD that they consumed.
	pub cuc: u128,
	/// Where the last one's claim ended in the line.
	pub end: Balance,
}

impl<T: Config> Pallet<T> {
	/// Drops old closings, as far as `limit` goes. Returns the weight used.
	pub(crate) fn prune(limit: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(limit);
		if meter.try_consume(T::WeightInfo::prune()).is_err() {
			return meter.consumed();
		}
		let kept = epochs_of_days(CLOSING_DAYS, T::EpochClock::epochs_per_year());
		let Some(last) = T::EpochClock::current().checked_sub(kept) else {
			return meter.consumed();
		};
		let mut pruned = PrunedClosings::<T>::get();
		let before = pruned;
		let unreleased = FirstUnreleased::<T>::get();
		for _ in 0..IDLE_PRUNINGS {
			let stop = pruned.next >= unreleased || pruned.next > last;
			if stop || meter.try_consume(T::WeightInfo::prune_closing()).is_err() {
				break;
			}
			if let Some(closing) = Closings::<T>::get(pruned.next) {
				let settled = closing.unpriced == 0 && closing.unassigned == 0;
				if closing.closed_in > last || !settled {
					break;
				}
				Closings::<T>::remove(pruned.next);
				// At most what was ever consumed.
				pruned.cuc = pruned.cuc.saturating_add(closing.cuc.into());
				pruned.end = closing.end();
			}
			// Below another index.
			pruned.next = pruned.next.saturating_add(1);
		}
		if pruned != before {
			PrunedClosings::<T>::put(pruned);
		}
		meter.consumed()
	}
}
