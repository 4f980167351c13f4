//! Invariants.

use crate::{Authors, Config, Offenders, Pallet, Sessions as _};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Invariants:
	///
	/// 1. there is an author;
	/// 2. no author is listed twice;
	/// 3. no offender is kept disabled beyond the session that follows the running one.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let authors = Authors::<T>::get();
		ensure!(!authors.is_empty(), "there is no author");
		let distinct: BTreeSet<_> = authors.iter().collect();
		ensure!(distinct.len() == authors.len(), "an author is listed twice");
		let next = T::Sessions::current().saturating_add(1);
		ensure!(
			Offenders::<T>::get().iter().all(|(_, _, last)| *last <= next),
			"an offender is disabled for too long"
		);
		Ok(())
	}
}
