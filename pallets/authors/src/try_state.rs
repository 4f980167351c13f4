//! Invariants.

use crate::{Authors, Config, Pallet};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Invariants:
	///
	/// 1. there is an author;
	/// 2. no author is listed twice.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let authors = Authors::<T>::get();
		ensure!(!authors.is_empty(), "there is no author");
		let distinct: BTreeSet<_> = authors.iter().collect();
		ensure!(distinct.len() == authors.len(), "an author is listed twice");
		Ok(())
	}
}
