//! Invariants of the pallet's storage.

use crate::*;

impl<T: Config> Pallet<T> {
	/// Invariants:
	///
	/// 1. [`Queue`] holds at most [`Config::MaxQueued`] decisions and all ids are below [`NextId`].
	/// 2. Each decision becomes ready before it expires.
	/// 3. Each decision's call decodes and stands on its track's allow-list.
	/// 4. No vote of [`LastVotes`] is later than this block.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		use codec::DecodeAll;
		use frame_support::{
			ensure,
			traits::{ContainsPair, Get},
		};

		ensure!(Queue::<T>::count() <= T::MaxQueued::get(), "more decisions than `MaxQueued`");
		for (id, decision) in Queue::<T>::iter() {
			ensure!(id < NextId::<T>::get(), "decision above `NextId`");
			ensure!(
				decision.ready_at <= decision.expires_at,
				"decision expires before it is ready"
			);
			let call = pallet::CallOf::<T>::decode_all(&mut &decision.call[..])
				.map_err(|_| "queued call does not decode")?;
			ensure!(T::Allowed::contains(&decision.track, &call), "queued call is not allowed");
		}
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(LastVotes::<T>::get().values().all(|last| *last <= now), "a vote to come");
		Ok(())
	}
}
