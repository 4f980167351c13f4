//! The list, the sessions planned from it, and offences.

use crate::{Authors, Config, Error, Event, Pallet, Sessions as _, WeightInfo};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get, weights::Weight};
use pallet_session::{SessionManager, historical};
use sp_runtime::{DispatchResult, Perbill};
use sp_staking::{
	SessionIndex,
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_author(who: T::AccountId) -> DispatchResult {
		let mut authors = Authors::<T>::get();
		ensure!(!authors.contains(&who), Error::<T>::AuthorAlreadyExists);
		ensure!(T::Sessions::has_keys(&who), Error::<T>::SessionKeysNotFound);
		authors.try_push(who.clone()).map_err(|_| Error::<T>::MaxAuthorsReached)?;

		Authors::<T>::put(authors);
		Self::deposit_event(Event::AuthorAdded { who });
		Ok(())
	}

	pub(crate) fn do_remove_author(who: T::AccountId) -> DispatchResult {
		let mut authors = Authors::<T>::get();
		ensure!(authors.contains(&who), Error::<T>::AuthorNotFound);
		authors.retain(|author| author != &who);
		ensure!(authors.iter().any(T::Sessions::has_keys), Error::<T>::LastAuthor);

		Authors::<T>::put(authors);
		Self::deposit_event(Event::AuthorRemoved { who });
		Ok(())
	}

	/// Authors of the session after the queued one, `None` if it is the queued one again.
	fn plan() -> Option<Vec<T::AccountId>> {
		let ready: Vec<_> = Authors::<T>::get().into_iter().filter(T::Sessions::has_keys).collect();
		if ready.is_empty() {
			// At genesis there may be neither authors nor a queue.
			if T::Sessions::restore_keys() {
				Self::deposit_event(Event::KeysRestored);
			}
			return None;
		}
		T::Sessions::differs(&ready).then_some(ready)
	}

	/// Disables `who` now and takes it from the list, unless it is the only one left.
	fn punish(who: T::AccountId, severity: OffenceSeverity, session: SessionIndex) {
		T::Sessions::disable(who.clone(), severity);

		let mut authors = Authors::<T>::get();
		if !authors.contains(&who) {
			return;
		}
		authors.retain(|author| author != &who);
		if authors.is_empty() {
			Self::deposit_event(Event::OffenderKept { who, session });
		} else {
			Authors::<T>::put(authors);
			Self::deposit_event(Event::OffenderRemoved { who, session });
		}
	}
}

impl<T: Config> SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan()
	}

	fn start_session(index: SessionIndex) {
		T::Sessions::prune_roots(index.saturating_sub(T::SessionsKept::get()));
	}

	fn end_session(_: SessionIndex) {}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		Some(Self::plan()?.into_iter().map(|who| (who, ())).collect())
	}

	fn start_session(index: SessionIndex) {
		<Self as SessionManager<_>>::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		<Self as SessionManager<_>>::end_session(index);
	}
}

impl<T: Config, Reporter, Identification>
	OnOffenceHandler<Reporter, (T::AccountId, Identification), Weight> for Pallet<T>
{
	fn on_offence(
		offenders: &[OffenceDetails<Reporter, (T::AccountId, Identification)>],
		slash_fraction: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		let mut weight = Weight::zero();
		for (details, fraction) in offenders.iter().zip(slash_fraction) {
			let (who, _) = &details.offender;
			Self::punish(who.clone(), OffenceSeverity(*fraction), session);
			weight.saturating_accrue(T::WeightInfo::punish());
		}
		weight
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl<T: Config> Pallet<T> {
	pub(crate) fn punish_for_benchmark(who: T::AccountId) {
		Self::punish(who, OffenceSeverity(Perbill::one()), 0);
	}
}
