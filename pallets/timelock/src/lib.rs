//! # Timelock
//!
//! Decisions of the council that run after a public delay, each as an origin of its own.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for calls, storage, events and errors.
//!
//! ## Overview
//!
//! Nobody on this chain is an administrator. The council decides, the decision is public for a
//! delay, and only then anyone may carry it out. What a decision may contain depends on its
//! [`Track`]: each has an allow-list of calls, a quorum and a delay (SPEC §11):
//!
//! | track | quorum | delay at launch | for |
//! |---|---|---|---|
//! | normal | 5 of 7 | 16 days (14 to object, 2 more in public) | bounded setters |
//! | fast | 5 of 7 | 2 days | pause, resume, suspend, end a freeze, revocations |
//! | guard | 3 of 7 | none | oracle pause, revocations of known flaws, freeze |
//! | upgrade | 5 of 7 | 16 days | authorise the hash of a published runtime |
//!
//! No call here yields the root origin: a decision runs as [`Origin::Timelocked`], which admin calls
//! of other pallets accept through [`EnsureTrack`]. The upgrade track only stores a hash, through
//! [`Pallet::authorize_upgrade`]; anyone may then hand in the code by `System::apply_authorized_upgrade`,
//! which checks the hash, the spec name and that the version rises. A new runtime can change any
//! rule: the delay is what protects holders. Until the code is handed in, the quorum that could cancel
//! the decision can take the authorisation back: [`Pallet::revoke_upgrade`].
//!
//! A seat of the council without a vote for 60 days is vacant (SPEC §11), so that lost keys do not
//! stop governance. The votes on a motion are booked when it queues or cancels a decision, which is
//! all that a motion can do, or by [`Pallet::note_votes`]; anyone may then call
//! [`Pallet::vacate_seat`].
//!
//! ### Terminology
//!
//! - *Decision*: a call, queued under a track, that becomes ready after the track's delay.
//! - *Track*: a class of decisions, see above.
//!
//! ## Economics
//!
//! Queueing is free of deposits: only a council motion can do it and [`Config::MaxQueued`] bounds it.
//! Who executes pays the weight of the decision as a fee. Who removes an expired one pays its fee.
//!
//! ## Invariants
//!
//! See `do_try_state`: every queued call decodes, stands on its track's allow-list, and becomes ready
//! before it expires; [`Queue`] holds at most [`Config::MaxQueued`] decisions, all below [`NextId`].
//!
//! ## Implementation
//!
//! The call is stored whole (bounded by [`Config::MaxCallLength`]) rather than by hash, so that no
//! preimage can be missing when the day comes. The allow-list is asked when a decision is queued and
//! again when it runs, so that an upgrade in between can only narrow what runs. A decision whose call
//! fails stays queued until it expires and can be tried again.
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
#[cfg(test)]
mod mock;
mod seats;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use seats::Council;
pub use types::{
	Decision, EnsureFast, EnsureGuard, EnsureNormal, EnsureTrack, EnsureUpgrade, Track, TrackDelays,
};
pub use weights::WeightInfo;

#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "what the macros and codec's derives write; the logic is in the other modules"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use codec::DecodeLimit;
	use frame_support::{
		dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
		pallet_prelude::*,
		traits::{ContainsPair, EnsureOriginWithArg, UnfilteredDispatchable},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::{Hash as _, Saturating, Zero};

	/// Call of the runtime.
	pub type CallOf<T> = <T as Config>::RuntimeCall;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The runtime's origin, into which a decision's origin converts.
		type RuntimeOrigin: From<Origin>;

		/// The runtime's call.
		type RuntimeCall: Parameter
			+ UnfilteredDispatchable<RuntimeOrigin = <Self as Config>::RuntimeOrigin>
			+ GetDispatchInfo
			+ From<frame_system::Call<Self>>
			+ From<Call<Self>>;

		/// Who may queue a decision on a track: its quorum of the council.
		type QueueOrigin: EnsureOriginWithArg<<Self as frame_system::Config>::RuntimeOrigin, Track>;

		/// Who may cancel a decision on a track: the same quorum.
		type CancelOrigin: EnsureOriginWithArg<<Self as frame_system::Config>::RuntimeOrigin, Track>;

		/// Who may authorise a runtime: [`EnsureUpgrade`].
		type UpgradeOrigin: EnsureOrigin<<Self as frame_system::Config>::RuntimeOrigin>;

		/// Which calls a track may carry.
		type Allowed: ContainsPair<Track, CallOf<Self>>;

		/// The council.
		type Council: Council<Self::AccountId, Self::Hash, BlockNumberFor<Self>>;

		/// Gives members points for votes, for which the governance pot pays (SPEC §6).
		type PotPoints: orogen_primitives_traits::AwardPoint<Self::AccountId>;

		/// Most seats of the council.
		#[pallet::constant]
		type MaxSeats: Get<u32>;

		/// Seats that are never vacated: fewer could not decide.
		#[pallet::constant]
		type MinSeats: Get<u32>;

		/// How long a seat may be without a vote, in blocks: 60 days (SPEC §11).
		#[pallet::constant]
		type SeatLife: Get<BlockNumberFor<Self>>;

		/// Most decisions queued at once.
		#[pallet::constant]
		type MaxQueued: Get<u32>;

		/// Longest encoded call of a decision, in bytes.
		#[pallet::constant]
		type MaxCallLength: Get<u32>;

		/// How long a ready decision may be executed, in blocks: 14 days (SPEC §11).
		#[pallet::constant]
		type ExecutionWindow: Get<BlockNumberFor<Self>>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// Id of the next decision.
	#[pallet::storage]
	pub type NextId<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Decisions that are neither executed, cancelled nor removed.
	#[pallet::storage] // Twox64Concat: ids count up, nobody chooses them.
	pub type Queue<T: Config> = CountedStorageMap<
		_,
		Twox64Concat,
		u32,
		Decision<BlockNumberFor<T>, BoundedVec<u8, T::MaxCallLength>>,
	>;

	/// Delays of the tracks in blocks; set by genesis.
	#[pallet::storage]
	pub type Delays<T: Config> = StorageValue<_, TrackDelays<BlockNumberFor<T>>, ValueQuery>;

	/// The block of each seat's last vote: that in which the motion was put. A seat that has never
	/// voted has the block in which this pallet first met it.
	#[pallet::storage]
	pub type LastVotes<T: Config> = StorageValue<_, seats::Votes<T>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Delays of the tracks in blocks.
		pub delays: TrackDelays<BlockNumberFor<T>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let TrackDelays { normal, fast, upgrade, .. } = &self.delays;
			assert!(
				[normal, fast, upgrade].into_iter().all(|delay| !delay.is_zero()),
				"only the guard track may be without delay"
			);
			Delays::<T>::put(&self.delays);
		}
	}

	/// Origin of a decision that runs.
	#[pallet::origin]
	#[derive(
		Clone,
		Copy,
		Debug,
		PartialEq,
		Eq,
		Encode,
		Decode,
		DecodeWithMemTracking,
		TypeInfo,
		MaxEncodedLen,
	)]
	pub enum Origin {
		/// The council decided on this track and the delay is over.
		#[codec(index = 0)]
		Timelocked(Track),
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Decision `id` waits: it may be executed from `ready_at` on and until `expires_at`.
		Queued {
			id: u32,
			track: Track,
			call_hash: T::Hash,
			ready_at: BlockNumberFor<T>,
			expires_at: BlockNumberFor<T>,
		},
		/// Decision `id` has run.
		Executed { id: u32, track: Track },
		/// The quorum has withdrawn decision `id`.
		Cancelled { id: u32, track: Track },
		/// Nobody executed decision `id` in time; it is removed.
		Expired { id: u32, track: Track },
		/// What was authorised to become the runtime no longer is.
		UpgradeRevoked,
		/// `who` has not voted since `last_vote` and has no seat any more.
		SeatVacated { who: T::AccountId, last_vote: BlockNumberFor<T> },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such decision: it has run, was cancelled, has expired or never was.
		DecisionNotFound,
		/// The track's allow-list has no such call; queue it on the track that has.
		CallNotAllowed,
		/// The encoded call is longer than [`Config::MaxCallLength`].
		CallTooLong,
		/// [`Config::MaxQueued`] decisions wait already; execute, cancel or expire some.
		MaxQueuedReached,
		/// The delay is not over yet.
		NotReady,
		/// The time to execute is over; queue the decision again.
		DecisionExpired,
		/// The time to execute is not over, so the decision cannot be removed.
		NotExpired,
		/// The call weighs more than the given bound; execute it with a higher one.
		WeightBoundTooLow,
		/// No further id is left.
		IdsExhausted,
		/// No runtime is authorised.
		NothingAuthorized,
		/// There is no such motion, or it is closed.
		MotionNotFound,
		/// All votes on the motion are booked already.
		NothingToNote,
		/// The account has no seat in the council.
		SeatNotFound,
		/// The seat has voted within [`Config::SeatLife`].
		SeatInUse,
		/// Only [`Config::MinSeats`] seats are filled; fill others by `Council::set_members` first.
		TooFewSeats,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxQueued::get() > 0, "`MaxQueued` must not be zero");
			assert!(
				T::ExecutionWindow::get() > BlockNumberFor::<T>::from(0u32),
				"`ExecutionWindow` must not be zero"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Queue `call` on `track`; it may be executed once the track's delay is over (SPEC §11).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::QueueOrigin`] for `track`: a council motion with the track's quorum.
		///
		/// ## Errors
		///
		/// [`Error::CallNotAllowed`], [`Error::CallTooLong`], [`Error::MaxQueuedReached`],
		/// [`Error::IdsExhausted`].
		///
		/// ## Events
		///
		/// [`Event::Queued`].
		///
		/// ## Complexity
		///
		/// 8 reads, 5 writes; the call is encoded and stored, at most [`Config::MaxCallLength`] bytes.
		#[pallet::call_index(0)]
		pub fn queue(origin: OriginFor<T>, track: Track, call: Box<CallOf<T>>) -> DispatchResult {
			T::QueueOrigin::ensure_origin(origin, &track)?;
			ensure!(T::Allowed::contains(&track, &call), Error::<T>::CallNotAllowed);
			ensure!(Queue::<T>::count() < T::MaxQueued::get(), Error::<T>::MaxQueuedReached);
			let encoded =
				BoundedVec::try_from(call.encode()).map_err(|_| Error::<T>::CallTooLong)?;
			let id = NextId::<T>::get();
			let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
			// Block numbers end long after every clock of this chain.
			let ready_at = frame_system::Pallet::<T>::block_number()
				.saturating_add(Delays::<T>::get().of(track));
			let expires_at = ready_at.saturating_add(T::ExecutionWindow::get());
			let call_hash = T::Hashing::hash(&encoded);
			let motion = CallOf::<T>::from(Call::queue { track, call });

			NextId::<T>::put(next);
			Queue::<T>::insert(id, Decision { track, ready_at, expires_at, call: encoded });
			Self::deposit_event(Event::Queued { id, track, call_hash, ready_at, expires_at });
			Self::note_motion(&T::Hashing::hash_of(&motion));
			Ok(())
		}

		/// Run a ready decision. Its call is dispatched as [`Origin::Timelocked`] and passes the
		/// runtime's pause filters, so that a pause cannot stop governance.
		///
		/// `max_weight` is the most that the call may weigh; the fee is charged for it and refunded
		/// down to what the call used. A call that fails leaves everything as it was.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Errors
		///
		/// [`Error::DecisionNotFound`], [`Error::NotReady`], [`Error::DecisionExpired`],
		/// [`Error::CallNotAllowed`] when the allow-list has changed since, [`Error::WeightBoundTooLow`],
		/// and whatever the call answers.
		///
		/// ## Events
		///
		/// [`Event::Executed`], after the events of the call.
		///
		/// ## Complexity
		///
		/// 4 reads, 3 writes, and the call.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::execute().saturating_add(*max_weight))]
		pub fn execute(
			origin: OriginFor<T>,
			id: u32,
			max_weight: Weight,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let decision = Queue::<T>::get(id).ok_or(Error::<T>::DecisionNotFound)?;
			let now = frame_system::Pallet::<T>::block_number();
			ensure!(now >= decision.ready_at, Error::<T>::NotReady);
			ensure!(now <= decision.expires_at, Error::<T>::DecisionExpired);
			// An upgrade may have removed the call since it was queued.
			let call = CallOf::<T>::decode_all_with_depth_limit(
				frame_support::MAX_EXTRINSIC_DEPTH,
				&mut &decision.call[..],
			)
			.map_err(|_| Error::<T>::CallNotAllowed)?;
			ensure!(T::Allowed::contains(&decision.track, &call), Error::<T>::CallNotAllowed);
			let info = call.get_dispatch_info();
			ensure!(info.call_weight.all_lte(max_weight), Error::<T>::WeightBoundTooLow);

			Queue::<T>::remove(id);
			let run_as = <T as Config>::RuntimeOrigin::from(Origin::Timelocked(decision.track));
			let post = call.dispatch_bypass_filter(run_as).map_err(|mut failed| {
				let used = failed.post_info.calc_actual_weight(&info);
				failed.post_info.actual_weight =
					Some(T::WeightInfo::execute().saturating_add(used));
				failed
			})?;
			// The decision may have changed the council.
			Self::sync_seats();
			Self::deposit_event(Event::Executed { id, track: decision.track });
			let used = T::WeightInfo::execute().saturating_add(post.calc_actual_weight(&info));
			Ok(Some(used).into())
		}

		/// Withdraw a decision.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CancelOrigin`] for the decision's track: the quorum that could queue it.
		///
		/// ## Errors
		///
		/// [`Error::DecisionNotFound`].
		///
		/// ## Events
		///
		/// [`Event::Cancelled`].
		///
		/// ## Complexity
		///
		/// 7 reads, 4 writes.
		#[pallet::call_index(2)]
		pub fn cancel(origin: OriginFor<T>, id: u32) -> DispatchResult {
			let decision = Queue::<T>::get(id).ok_or(Error::<T>::DecisionNotFound)?;
			T::CancelOrigin::ensure_origin(origin, &decision.track)?;
			Queue::<T>::remove(id);
			Self::deposit_event(Event::Cancelled { id, track: decision.track });
			let motion = CallOf::<T>::from(Call::cancel { id });
			Self::note_motion(&T::Hashing::hash_of(&motion));
			Ok(())
		}

		/// Remove a decision whose time to execute is over, so that its place is free again.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Errors
		///
		/// [`Error::DecisionNotFound`], [`Error::NotExpired`].
		///
		/// ## Events
		///
		/// [`Event::Expired`].
		///
		/// ## Complexity
		///
		/// 2 reads, 2 writes.
		#[pallet::call_index(3)]
		pub fn remove_expired(origin: OriginFor<T>, id: u32) -> DispatchResult {
			ensure_signed(origin)?;
			let decision = Queue::<T>::get(id).ok_or(Error::<T>::DecisionNotFound)?;
			let now = frame_system::Pallet::<T>::block_number();
			ensure!(now > decision.expires_at, Error::<T>::NotExpired);
			Queue::<T>::remove(id);
			Self::deposit_event(Event::Expired { id, track: decision.track });
			Ok(())
		}

		/// Authorise the runtime whose code hashes to `code_hash`. Anyone may then apply it by
		/// `System::apply_authorized_upgrade`, which refuses another spec name or a version that does
		/// not rise.
		///
		/// ## Dispatch Origin
		///
		/// [`Origin::Timelocked`] on [`Track::Upgrade`].
		///
		/// ## Events
		///
		/// `System::UpgradeAuthorized`.
		///
		/// ## Complexity
		///
		/// 1 write.
		#[pallet::call_index(4)]
		pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: T::Hash) -> DispatchResult {
			T::UpgradeOrigin::ensure_origin(origin)?;
			frame_system::Pallet::<T>::do_authorize_upgrade(code_hash, true);
			Ok(())
		}

		/// Take back the authorisation of a runtime that nobody has handed in yet: from here on the
		/// authorised hash is zero, which no code has.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CancelOrigin`] for [`Track::Upgrade`].
		///
		/// ## Errors
		///
		/// [`Error::NothingAuthorized`].
		///
		/// ## Events
		///
		/// [`Event::UpgradeRevoked`], after `System::UpgradeAuthorized` of the zero hash.
		///
		/// ## Complexity
		///
		/// 6 reads, 3 writes.
		#[pallet::call_index(5)]
		pub fn revoke_upgrade(origin: OriginFor<T>) -> DispatchResult {
			T::CancelOrigin::ensure_origin(origin, &Track::Upgrade)?;
			let authorized = frame_system::Pallet::<T>::authorized_upgrade();
			let none = T::Hash::default();
			ensure!(
				// The hash comes first; its getter is for native code only.
				authorized
					.is_some_and(|authorized| !authorized.encode().starts_with(none.as_ref())),
				Error::<T>::NothingAuthorized
			);
			frame_system::Pallet::<T>::do_authorize_upgrade(none, true);
			Self::deposit_event(Event::UpgradeRevoked);
			let motion = CallOf::<T>::from(Call::revoke_upgrade {});
			Self::note_motion(&T::Hashing::hash_of(&motion));
			Ok(())
		}

		/// Book the votes on an open motion; free when a vote is news. Motions that pass book theirs by
		/// themselves.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Errors
		///
		/// [`Error::MotionNotFound`], [`Error::NothingToNote`].
		///
		/// ## Complexity
		///
		/// 5 reads, 2 writes; at most [`Config::MaxSeats`] seats.
		#[pallet::call_index(6)]
		pub fn note_votes(origin: OriginFor<T>, motion: T::Hash) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let news = Self::note_motion(&motion).ok_or(Error::<T>::MotionNotFound)?;
			ensure!(news, Error::<T>::NothingToNote);
			Ok(Pays::No.into())
		}

		/// Take the seat of a member of the council that has not voted for [`Config::SeatLife`]
		/// (SPEC §11); free when it does. A seat that this pallet has never met starts its time now.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Errors
		///
		/// [`Error::SeatNotFound`], [`Error::SeatInUse`], [`Error::TooFewSeats`].
		///
		/// ## Events
		///
		/// [`Event::SeatVacated`].
		///
		/// ## Complexity
		///
		/// 3 reads, 2 writes, and the votes on the council's open motions.
		#[pallet::call_index(7)]
		pub fn vacate_seat(origin: OriginFor<T>, who: T::AccountId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let vacant = Self::do_vacate(who)?;
			Ok(if vacant { Pays::No } else { Pays::Yes }.into())
		}
	}
}
