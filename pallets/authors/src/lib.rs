//! # Authors Pallet
//!
//! Block authors as a governed list (SPEC §2).
//!
//! ## Pallet API
//!
//! Calls for governance: [`Pallet::add_author`], [`Pallet::remove_author`]. The session pallet takes
//! the authors of the coming sessions from here (`SessionManager`, also the historical one), the
//! offences pallet reports here (`OnOffenceHandler`).
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
mod impls;
#[cfg(test)]
mod mock;
pub mod sessions;
#[cfg(test)]
mod tests;
mod try_state;
pub mod weights;

pub use pallet::*;
pub use sessions::Sessions;
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
