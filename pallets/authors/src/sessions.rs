//! What this pallet needs of the session pallet.

use alloc::vec::Vec;
use pallet_session::{SessionInterface, historical};
use sp_staking::SessionIndex;
pub use sp_staking::offence::OffenceSeverity;

/// The session pallet as this pallet sees it.
pub trait Sessions<AccountId> {
	/// Whether session keys of `who` are loaded.
	fn has_keys(who: &AccountId) -> bool;

	/// Whether the queued session differs from one of `authors` with the keys they have now.
	fn differs(authors: &[AccountId]) -> bool;

	/// Loads the keys of the queued session again, where they were purged. Returns whether there is
	/// one with keys now.
	fn restore_keys() -> bool;

	/// The running session.
	fn current() -> SessionIndex;

	/// Disables `who` in the running session, if it is in it and as far as the disabling limit allows.
	fn disable(who: AccountId, severity: OffenceSeverity);

	/// Forgets the historical roots of the sessions before `first_kept`.
	fn prune_roots(first_kept: SessionIndex);

	/// Loads some session keys for `who`.
	#[cfg(feature = "runtime-benchmarks")]
	fn load_keys_for_benchmark(who: &AccountId);
}

impl<T> Sessions<T::AccountId> for pallet_session::Pallet<T>
where
	T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>
		+ historical::Config,
{
	fn has_keys(who: &T::AccountId) -> bool {
		pallet_session::NextKeys::<T>::contains_key(who)
	}

	fn differs(authors: &[T::AccountId]) -> bool {
		let queued = pallet_session::QueuedKeys::<T>::get();
		let next: Vec<_> =
			authors.iter().filter_map(|who| Some((who.clone(), Self::load_keys(who)?))).collect();
		queued != next
	}

	fn restore_keys() -> bool {
		let mut ready = false;
		for (who, keys) in pallet_session::QueuedKeys::<T>::get() {
			if Self::has_keys(&who) {
				ready = true;
				continue;
			}
			match <Self as SessionInterface>::set_keys(&who, keys) {
				Ok(()) => ready = true,
				// Another account has loaded the same keys in the meantime.
				Err(error) => log::error!("session keys of {who:?} are not restored: {error:?}"),
			}
		}
		ready
	}

	fn current() -> SessionIndex {
		pallet_session::CurrentIndex::<T>::get()
	}

	fn disable(who: T::AccountId, severity: OffenceSeverity) {
		Self::report_offence(who, severity);
	}

	fn prune_roots(first_kept: SessionIndex) {
		historical::Pallet::<T>::prune_up_to(first_kept);
	}

	#[cfg(feature = "runtime-benchmarks")]
	#[allow(clippy::expect_used, reason = "a benchmark that cannot be set up must stop")]
	fn load_keys_for_benchmark(who: &T::AccountId) {
		use codec::Decode;
		// Different bytes for every account, so that no key has two owners.
		let seed = sp_io::hashing::blake2_256(&codec::Encode::encode(who));
		let bytes = seed.iter().copied().cycle().take(1_024).collect::<Vec<_>>();
		let keys = T::Keys::decode(&mut &bytes[..]).expect("1,024 bytes are enough for any keys");
		<Self as SessionInterface>::set_keys(who, keys).expect("the keys have no other owner");
	}
}
