//! The list, the sessions planned from it, and offences.

use crate::{Authors, Config, Error, Event, Offenders, Pallet, Sessions as _, WeightInfo};
use alloc::vec::Vec;
use frame_support::{defensive, ensure, traits::Get, weights::Weight};
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

	/// Disables `who` now and takes it from the list, unless no other one is ready.
	fn punish(who: T::AccountId, severity: OffenceSeverity, session: SessionIndex) {
		T::Sessions::disable(who.clone(), severity);

		let mut authors = Authors::<T>::get();
		if !authors.contains(&who) {
			return;
		}
		authors.retain(|author| author != &who);
		if authors.iter().any(T::Sessions::has_keys) {
			Authors::<T>::put(authors);
			// The session that follows this one is queued with the offender in it.
			let last = T::Sessions::current().saturating_add(1);
			Offenders::<T>::mutate(|offenders| {
				offenders.retain(|(offender, ..)| offender != &who);
				if offenders.try_push((who.clone(), severity, last)).is_err() {
					defensive!("an offender leaves a list that is as short");
				}
			});
			Self::deposit_event(Event::OffenderRemoved { who, session });
		} else {
			Self::deposit_event(Event::OffenderKept { who, session });
		}
	}

	/// Disables in session `index` who has equivocated and is in it still.
	fn disable_offenders(index: SessionIndex) {
		let mut offenders = Offenders::<T>::get();
		if offenders.is_empty() {
			return;
		}
		offenders.retain(|(_, _, last)| *last >= index);
		for (who, severity, _) in &offenders {
			T::Sessions::disable(who.clone(), *severity);
		}
		Offenders::<T>::put(offenders);
	}
}

impl<T: Config> SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan()
	}

	fn start_session(index: SessionIndex) {
		T::Sessions::prune_roots(index.saturating_sub(T::SessionsKept::get()));
		Self::disable_offenders(index);
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
