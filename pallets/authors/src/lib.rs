//! # Authors Pallet
//!
//! Block authors as a governed list (SPEC §2).
//!
//! ## Pallet API
//!
//! Calls for governance: [`Pallet::add_author`], [`Pallet::remove_author`],
//! [`Pallet::force_finality`]. The session pallet takes the authors of the coming sessions from here
//! (`SessionManager`, also the historical one), the offences pallet reports here
//! (`OnOffenceHandler`).
//!
//! ## Overview
//!
//! The chain has no stake-based election: governance decides who may make blocks. An author first
//! loads its session keys (`Session::set_keys`), then governance adds it; it makes blocks from the
//! second session after that. An author that equivocates is disabled at once and loses its place for
//! the sessions to come; governance may add it again.
//!
//! ### Terminology
//!
//! - **Listed**: in [`Authors`].
//! - **Ready**: listed, with session keys loaded. Only ready authors enter a session. A listed
//!   author that purges its keys steps back until it loads keys again.
//!
//! ## Economics
//!
//! Authors have no stake here and earn tips only; an equivocation costs the place in the list.
//!
//! ## Invariants
//!
//! See [`Pallet::do_try_state`].
//!
//! ## Implementation
//!
//! - *A session is planned only when something changed.* Each plan is a change of the GRANDPA set,
//!   so the ready authors are compared with the queued ones, keys included: a rotated key is a change
//!   too, because the historical root of the session must cover it.
//! - *Never nobody.* The list never becomes empty, neither by call nor by offence. If every author
//!   has purged its keys, the queued keys are loaded again: a session without keys would end the
//!   chain for good.
//! - *Disabled until gone.* The session pallet enables everybody again when the set of keys changes,
//!   and an offender can bring that about by rotating its keys. [`Offenders`] keeps it disabled for as
//!   long as planned sessions may still hold it.
//! - *Finality can be had back.* GRANDPA stops when a third of the authors is gone for good, and no
//!   change of the set helps, because it would have to be finalised first. Governance then forces one.
//! - *Bounded history.* Each session prunes the historical roots that no report may use any more.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod finality;
mod impls;
#[cfg(test)]
mod mock;
pub mod sessions;
#[cfg(test)]
mod tests;
mod try_state;
pub mod weights;

pub use finality::ForceFinality;
pub use pallet::*;
pub use sessions::{OffenceSeverity, Sessions};
pub use weights::WeightInfo;

#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "what the macros and codec's derives write; the logic is in the other modules"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{collections::BTreeSet, vec::Vec};
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use sp_staking::SessionIndex;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who edits the list.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The session pallet.
		type Sessions: Sessions<Self::AccountId>;

		/// Who decides that finality has stalled.
		type StallOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The finality gadget.
		type Finality: ForceFinality<BlockNumberFor<Self>>;

		/// Fewest and most blocks between the session that forces a change of the finality authorities
		/// and the change: enough that the session's first block is not taken back, and less than a
		/// session, whose own change would be lost otherwise.
		type ForcedDelay: Get<(BlockNumberFor<Self>, BlockNumberFor<Self>)>;

		/// Most authors; not above what the consensus pallets take.
		#[pallet::constant]
		type MaxAuthors: Get<u32>;

		/// Sessions whose historical roots are kept, so that offences in them can be reported.
		#[pallet::constant]
		type SessionsKept: Get<SessionIndex>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The listed authors, oldest first.
	#[pallet::storage]
	pub type Authors<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxAuthors>, ValueQuery>;

	/// Authors that equivocated and may still be planned: disabled anew at the start of each session
	/// up to the given one.
	#[pallet::storage]
	pub type Offenders<T: Config> = StorageValue<
		_,
		BoundedVec<(T::AccountId, OffenceSeverity, SessionIndex), T::MaxAuthors>,
		ValueQuery,
	>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first authors; their session keys stand in the session pallet's genesis.
		pub authors: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		#[allow(clippy::expect_used, reason = "a wrong genesis must not start")]
		fn build(&self) {
			let distinct: BTreeSet<_> = self.authors.iter().collect();
			assert_eq!(distinct.len(), self.authors.len(), "an author is listed twice");
			let authors: BoundedVec<_, _> =
				self.authors.clone().try_into().expect("genesis has at most `MaxAuthors` authors");
			Authors::<T>::put(authors);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `who` may make blocks from the second session after this one.
		#[codec(index = 0)]
		AuthorAdded { who: T::AccountId },
		/// `who` makes no blocks from the second session after this one.
		#[codec(index = 1)]
		AuthorRemoved { who: T::AccountId },
		/// `who` equivocated in `session` and lost its place.
		#[codec(index = 2)]
		OffenderRemoved { who: T::AccountId, session: SessionIndex },
		/// `who` equivocated in `session` and keeps its place, because no other author is left.
		#[codec(index = 3)]
		OffenderKept { who: T::AccountId, session: SessionIndex },
		/// Every author had purged its keys; the keys of the running session were loaded again.
		#[codec(index = 4)]
		KeysRestored,
		/// The next session changes the finality authorities `delay` blocks after its start, whatever
		/// is finalised by then; blocks above `best_finalized` are finalised anew.
		#[codec(index = 5)]
		FinalityForced { delay: BlockNumberFor<T>, best_finalized: BlockNumberFor<T> },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is listed already; nothing to do.
		AuthorAlreadyExists,
		/// The account is not listed; name an account of [`Authors`].
		AuthorNotFound,
		/// The account has no session keys; it must call `Session::set_keys` first.
		SessionKeysNotFound,
		/// [`Config::MaxAuthors`] is reached; remove an author first.
		MaxAuthorsReached,
		/// No other listed author has session keys; add another one first.
		LastAuthor,
		/// The delay is outside of [`Config::ForcedDelay`].
		InvalidDelay,
		/// The block is not below the present one; name the last block that was finalised.
		InvalidBlock,
		/// The finality authorities change already, by force or not; wait until they have.
		ChangeUnderWay,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxAuthors::get() > 0, "`MaxAuthors` must not be zero");
			assert!(T::SessionsKept::get() > 1, "`SessionsKept` must span a whole session");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Lets `who` make blocks from the second session after this one (SPEC §2).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::AdminOrigin`].
		///
		/// ## Errors
		///
		/// - [`Error::AuthorAlreadyExists`]: `who` is listed.
		/// - [`Error::SessionKeysNotFound`]: `who` has loaded no session keys.
		/// - [`Error::MaxAuthorsReached`]: there is no room.
		///
		/// ## Events
		///
		/// - [`Event::AuthorAdded`]
		///
		/// ## Complexity
		///
		/// One read and one write of [`Authors`], at most [`Config::MaxAuthors`] entries; one read of
		/// the session keys.
		#[pallet::call_index(0)]
		pub fn add_author(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_add_author(who)
		}

		/// Takes `who` from the list; it makes no blocks from the second session after this one
		/// (SPEC §2).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::AdminOrigin`].
		///
		/// ## Errors
		///
		/// - [`Error::AuthorNotFound`]: `who` is not listed.
		/// - [`Error::LastAuthor`]: no other author would be ready.
		///
		/// ## Events
		///
		/// - [`Event::AuthorRemoved`]
		///
		/// ## Complexity
		///
		/// One read and one write of [`Authors`], at most [`Config::MaxAuthors`] reads of session keys.
		#[pallet::call_index(1)]
		pub fn remove_author(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_remove_author(who)
		}

		/// Lets the next session change the finality authorities without finality, because too many of
		/// them are gone for good (SPEC §2). Take the lost authors off the list first.
		///
		/// Nodes that have finalised more than `best_finalized` must not exist: they would stay behind.
		/// A decision that is no longer needed, because finality is back, should be cancelled: anyone may
		/// carry it out.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::StallOrigin`].
		///
		/// ## Errors
		///
		/// - [`Error::InvalidDelay`]: `delay` is outside of [`Config::ForcedDelay`].
		/// - [`Error::InvalidBlock`]: `best_finalized` is not below the present block.
		/// - [`Error::ChangeUnderWay`]: a change is under way, or was forced a short time ago.
		///
		/// ## Events
		///
		/// - [`Event::FinalityForced`]
		///
		/// ## Complexity
		///
		/// One read and one write.
		#[pallet::call_index(2)]
		pub fn force_finality(
			origin: OriginFor<T>,
			delay: BlockNumberFor<T>,
			best_finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			T::StallOrigin::ensure_origin(origin)?;
			let (least, most) = T::ForcedDelay::get();
			ensure!((least..=most).contains(&delay), Error::<T>::InvalidDelay);
			let now = frame_system::Pallet::<T>::block_number();
			ensure!(best_finalized < now, Error::<T>::InvalidBlock);
			ensure!(!T::Finality::is_changing(), Error::<T>::ChangeUnderWay);

			T::Finality::force(delay, best_finalized);
			Self::deposit_event(Event::FinalityForced { delay, best_finalized });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The listed authors, oldest first, each with whether its session keys are loaded.
		pub fn authors() -> Vec<(T::AccountId, bool)> {
			Authors::<T>::get()
				.into_iter()
				.map(|who| {
					let ready = T::Sessions::has_keys(&who);
					(who, ready)
				})
				.collect()
		}
	}
}
