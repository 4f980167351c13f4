#![doc = include_str!("overview.md")]
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

use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::*,
	traits::{UnixTime, fungible::MutateHold},
};
use frame_system::pallet_prelude::*;
use orogen_primitives_core::{Balance, Moment, Price};

pub mod amm;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
pub mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{MemberId, MemberView, OracleParameters, OracleView, SourceId, SourceView};
pub use weights::WeightInfo;

const LOG_TARGET: &str = "runtime::oracle-twap";

#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "what the macros and codec's derives write; the logic is in the other modules"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::types::{
		AmmPrices, Book, EpochSpots, Floors, KnownPrices, MAX_MEMBERS, Member, Minute, Quality,
		Ring, Unbonding,
	};
	use frame_support::traits::ConstU32;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;
		/// OROG, which backs members' stakes.
		type Currency: MutateHold<Self::AccountId, Balance = Balance, Reason = Self::RuntimeHoldReason>;
		/// The chain's time. In hooks it should be the time of the block being made and not of the one
		/// before, so that samples of before an outage do not price what happens after it.
		type UnixTime: UnixTime;
		/// Gives members points for good samples, for which the governance pot pays (SPEC §6).
		type PotPoints: orogen_primitives_traits::AwardPoint<Self::AccountId>;
		/// Normal track: members, window, fixed price.
		type NormalOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Fast track: removes members too, ends a pause, and may pause again within the cool-down.
		type FastOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Guard track: pauses.
		type GuardOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// What the pool of the protocol AMM holds, `None` while there is none.
		type Reserves: Get<Option<orogen_primitives_traits::Reserves>>;
		/// Least stake of a member that feeds, in planck.
		#[pallet::constant]
		type MinMemberStake: Get<Balance>;
		/// Weights of the calls and of the epoch's work.
		type WeightInfo: WeightInfo;
		/// Sets the scene for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Times and limits.
	#[pallet::storage]
	pub type Parameters<T: Config> =
		StorageValue<_, OracleParameters<BlockNumberFor<T>>, ValueQuery>;

	/// Members, at most [`MAX_MEMBERS`].
	#[pallet::storage] // Blake2_128Concat: governance chooses the key, on behalf of its owner
	pub type Members<T: Config> = CountedStorageMap<_, Blake2_128Concat, T::AccountId, Member>;

	/// Whose membership a number is.
	#[pallet::storage] // Twox64Concat: the keys count up
	pub type MemberAccounts<T: Config> = StorageMap<_, Twox64Concat, MemberId, T::AccountId>;

	/// Number of the next membership.
	#[pallet::storage]
	pub type NextMemberId<T: Config> = StorageValue<_, MemberId, ValueQuery>;

	/// Stakes of former members.
	#[pallet::storage] // Blake2_128Concat: see `Members`
	pub type Unbondings<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Unbonding<BlockNumberFor<T>>>;

	/// Samples and totals of each source.
	#[pallet::storage] // Twox64Concat: three fixed keys
	pub type Books<T: Config> =
		StorageMap<_, Twox64Concat, SourceId, Book<BlockNumberFor<T>>, ValueQuery>;

	/// Checkpoints of each source's totals.
	#[pallet::storage] // Twox64Concat: three fixed keys
	pub type Checkpoints<T: Config> = StorageMap<_, Twox64Concat, SourceId, Ring, ValueQuery>;

	/// Minutes that are not judged yet, by source and by the minute's number modulo
	/// [`OPEN_MINUTES`](crate::types::OPEN_MINUTES).
	#[pallet::storage] // Twox64Concat: 24 fixed keys
	pub type Minutes<T: Config> =
		StorageDoubleMap<_, Twox64Concat, SourceId, Twox64Concat, u8, Minute, ValueQuery>;

	/// How good each member's samples were, in the order in which they were admitted.
	#[pallet::storage]
	pub type Qualities<T: Config> =
		StorageValue<_, BoundedVec<Quality, ConstU32<MAX_MEMBERS>>, ValueQuery>;

	/// The last good prices and the last credit price.
	#[pallet::storage]
	pub type Known<T: Config> = StorageValue<_, KnownPrices<BlockNumberFor<T>>, ValueQuery>;

	/// Spot prices at the beginning of this epoch and of the one before.
	#[pallet::storage]
	pub type Spots<T: Config> = StorageValue<_, EpochSpots, ValueQuery>;

	/// Prices of the protocol AMM at the ends of the last blocks.
	#[pallet::storage]
	pub type Amm<T: Config> = StorageValue<_, AmmPrices, ValueQuery>;

	/// When the last pause ends or ended.
	#[pallet::storage]
	pub type PausedUntil<T: Config> = StorageValue<_, Moment>;

	/// The governed fixed price, while it holds.
	#[pallet::storage]
	pub type BootstrapPrice<T: Config> = StorageValue<_, Price>;

	/// Fixed prices under which credits were bought that may be unpaid.
	#[pallet::storage]
	pub type BootstrapFloors<T: Config> = StorageValue<_, Floors, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Members and their stakes in planck; a stake of 0 is bonded later.
		pub members: Vec<(T::AccountId, Balance)>,
		/// Times and limits.
		pub parameters: OracleParameters<BlockNumberFor<T>>,
		/// Fixed price that stands in until there is a market.
		pub bootstrap_price: Option<Price>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		#[allow(
			clippy::expect_used,
			reason = "a genesis that cannot be built must not start a chain"
		)]
		fn build(&self) {
			assert!(self.parameters.is_valid(), "oracle parameters are out of bounds");
			Parameters::<T>::put(self.parameters);
			for (who, stake) in &self.members {
				Pallet::<T>::do_add_member(who.clone())
					.expect("oracle members are few and different");
				if *stake > 0 {
					Pallet::<T>::do_bond(who, *stake)
						.expect("oracle members can afford their stake");
				}
			}
			if let Some(price) = self.bootstrap_price {
				Pallet::<T>::do_set_bootstrap_price(price)
					.expect("the fixed price is within bounds");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `who` is a member now; it feeds once it has bonded.
		MemberAdded {
			/// The member.
			who: T::AccountId,
			/// Number of the membership.
			member: MemberId,
		},
		/// `who` has added `amount` to its stake, which is now `stake`.
		Bonded {
			/// The member.
			who: T::AccountId,
			/// Planck added.
			amount: Balance,
			/// Planck on hold.
			stake: Balance,
		},
		/// `who` has ended its membership.
		MemberLeft {
			/// The former member.
			who: T::AccountId,
		},
		/// Governance has ended the membership of `who`.
		MemberRemoved {
			/// The former member.
			who: T::AccountId,
		},
		/// Too many samples of `who` were bad, which has ended its membership.
		MemberEjected {
			/// The former member.
			who: T::AccountId,
			/// Samples judged within 30 days.
			judged: u32,
			/// Bad ones among them.
			bad: u32,
		},
		/// The stake of `who` is free from block `until` on.
		UnbondingStarted {
			/// The former member.
			who: T::AccountId,
			/// Planck on hold.
			amount: Balance,
			/// First block in which they can be withdrawn.
			until: BlockNumberFor<T>,
		},
		/// `who` has got its stake back.
		Withdrawn {
			/// The former member.
			who: T::AccountId,
			/// Planck released.
			amount: Balance,
		},
		/// A sample was accepted; it counts from the next block on.
		Fed {
			/// The member.
			who: T::AccountId,
			/// The source.
			source: SourceId,
			/// USD per OROG.
			price: Price,
			/// When it was seen.
			timestamp: Moment,
		},
		/// What the member fed for `source` in `minute` was more than 2 % off the other members.
		SampleJudgedBad {
			/// Number of the membership.
			member: MemberId,
			/// The source.
			source: SourceId,
			/// Minutes since the Unix epoch.
			minute: u64,
		},
		/// The time-weighted mean is over `window` milliseconds.
		WindowSet {
			/// Milliseconds.
			window: Moment,
		},
		/// A fixed price holds.
		BootstrapPriceSet {
			/// USD per OROG.
			price: Price,
		},
		/// The fixed price holds no longer.
		BootstrapEnded,
		/// Credits were bought at the fixed price, and the payout price stays at or above it.
		PayoutFloorSet {
			/// USD per OROG.
			price: Price,
			/// Last moment at which that holds.
			until: Moment,
		},
		/// Burns stop until `until`.
		Paused {
			/// Milliseconds since the Unix epoch.
			until: Moment,
		},
		/// The pause has ended early.
		Unpaused,
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is no member; governance admits members by [`Pallet::add_member`].
		NotMember,
		/// The account is a member already.
		AlreadyMember,
		/// There are [`MAX_MEMBERS`] members; one has to leave first.
		MaxMembersReached,
		/// The stake is below [`Config::MinMemberStake`]; bond more.
		StakeTooLow,
		/// Nothing would be bonded; name an amount.
		AmountZero,
		/// The account has no stake that unbonds.
		UnbondingNotFound,
		/// The unbonding time is not over; see [`Unbondings`] for the block.
		StillUnbonding,
		/// There is no such external source; they are 0, 1 and 2.
		UnknownSource,
		/// The price is 0 or absurd: not between 10^-9 and 10^6 USD.
		PriceOutOfBounds,
		/// The sample is not newer than the member's last one for the source.
		SampleNotNewer,
		/// The sample is further ahead of the chain's time than is tolerated; check the clock.
		SampleFromFuture,
		/// The sample is older than samples live.
		SampleTooOld,
		/// The window is outside the bounds of [`Parameters`].
		WindowOutOfBounds,
		/// A pause lasts between 1 and 72 hours.
		PauseOutOfBounds,
		/// The cool-down after the last pause is not over; only the fast track may pause now.
		PausedRecently,
		/// There is no pause to end.
		NotPaused,
		/// No fixed price holds; after its end there is none for good.
		BootstrapNotFound,
		/// The oracle has been fresh, so that the fixed price can only be ended.
		MarketPriceKnown,
		/// The price is more than twice or less than half of the present fixed price; go in steps.
		BootstrapStepTooLarge,
	}

	/// Why the oracle holds OROG.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Stake of a member, or of a former one whose unbonding time is not over.
		#[codec(index = 0)]
		MemberStake,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Charges the block's end.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::note_amm()
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::note_amm(Self::pool_price());
		}

		fn integrity_test() {
			assert!(T::MinMemberStake::get() > 0, "`MinMemberStake` must not be 0");
			assert!(
				OracleParameters::<BlockNumberFor<T>>::default().is_valid(),
				"default parameters are valid"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Tell the price of `source` at `timestamp` (SPEC §4).
		///
		/// Free when accepted, once a block for each source. Takes effect in the next block.
		///
		/// ## Dispatch Origin
		///
		/// A member with at least [`Config::MinMemberStake`].
		///
		/// ## Errors
		///
		/// [`Error::NotMember`], [`Error::StakeTooLow`], [`Error::UnknownSource`],
		/// [`Error::PriceOutOfBounds`], [`Error::SampleFromFuture`], [`Error::SampleTooOld`],
		/// [`Error::SampleNotNewer`]. A refused sample pays its fee.
		///
		/// ## Events
		///
		/// [`Event::Fed`]; where the sample opens a new minute of its source, the judgement of an old
		/// one: [`Event::SampleJudgedBad`] for each bad sample and at most one
		/// [`Event::MemberEjected`].
		///
		/// ## Complexity
		///
		/// O(members²) once a minute, O(members) otherwise; reads the books of all sources.
		#[pallet::call_index(0)]
		pub fn feed(
			origin: OriginFor<T>,
			source: SourceId,
			price: Price,
			timestamp: Moment,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let pays_fee = Self::do_feed(who, source, price, timestamp)?;
			Ok(pays_fee.into())
		}

		/// Add `amount` planck to the own stake.
		///
		/// ## Dispatch Origin
		///
		/// A member.
		///
		/// ## Errors
		///
		/// [`Error::AmountZero`], [`Error::NotMember`], [`Error::StakeTooLow`], and the currency's if
		/// the amount cannot be held.
		///
		/// ## Events
		///
		/// [`Event::Bonded`].
		///
		/// ## Complexity
		///
		/// O(1). Samples weigh what was staked when they were fed.
		#[pallet::call_index(1)]
		pub fn bond(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond(&who, amount)
		}

		/// End the own membership; the stake unbonds.
		///
		/// ## Dispatch Origin
		///
		/// A member.
		///
		/// ## Errors
		///
		/// [`Error::NotMember`].
		///
		/// ## Events
		///
		/// [`Event::MemberLeft`] and, with a stake, [`Event::UnbondingStarted`].
		///
		/// ## Complexity
		///
		/// O(members); writes the books of all sources. Its samples count until the end of the block.
		#[pallet::call_index(2)]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_member(&who)?;
			Self::deposit_event(Event::MemberLeft { who });
			Ok(())
		}

		/// Get the stake of a former membership back.
		///
		/// ## Dispatch Origin
		///
		/// A former member.
		///
		/// ## Errors
		///
		/// [`Error::UnbondingNotFound`], [`Error::StillUnbonding`].
		///
		/// ## Events
		///
		/// [`Event::Withdrawn`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who)
		}

		/// Admit `who` as a member.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::AlreadyMember`], [`Error::MaxMembersReached`].
		///
		/// ## Events
		///
		/// [`Event::MemberAdded`].
		///
		/// ## Complexity
		///
		/// O(members).
		#[pallet::call_index(4)]
		pub fn add_member(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::do_add_member(who)
		}

		/// End the membership of `who`; its stake unbonds.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::FastOrigin`], because a member that tears the sources apart stops payouts for as
		/// long as it feeds, or [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::NotMember`].
		///
		/// ## Events
		///
		/// [`Event::MemberRemoved`] and, with a stake, [`Event::UnbondingStarted`].
		///
		/// ## Complexity
		///
		/// As [`Pallet::leave`].
		#[pallet::call_index(5)]
		pub fn remove_member(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			if let Err(origin) = T::FastOrigin::try_origin(origin) {
				T::NormalOrigin::ensure_origin(origin)?;
			}
			Self::do_remove_member(&who)?;
			Self::deposit_event(Event::MemberRemoved { who });
			Ok(())
		}

		/// Set the length of the time-weighted mean in milliseconds.
		///
		/// A longer window counts as empty where there is no checkpoint of it yet.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::WindowOutOfBounds`].
		///
		/// ## Events
		///
		/// [`Event::WindowSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(6)]
		pub fn set_window(origin: OriginFor<T>, window: Moment) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Parameters::<T>::try_mutate(|parameters| {
				ensure!(parameters.allows_window(window), Error::<T>::WindowOutOfBounds);
				parameters.window = window;
				Ok::<_, DispatchError>(())
			})?;
			Self::deposit_event(Event::WindowSet { window });
			Ok(())
		}

		/// Correct the fixed price, one more value in every credit and payout price while it holds.
		///
		/// Only before the oracle has been fresh for the first time, and to between half and twice the
		/// present one: the floor that a burn under it sets to payouts cannot be taken back.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::BootstrapNotFound`], [`Error::MarketPriceKnown`], [`Error::PriceOutOfBounds`],
		/// [`Error::BootstrapStepTooLarge`].
		///
		/// ## Events
		///
		/// [`Event::BootstrapPriceSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(7)]
		pub fn set_bootstrap_price(origin: OriginFor<T>, price: Price) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::do_replace_bootstrap_price(price)
		}

		/// End the fixed price for good. Payouts stay at or above it until
		/// [`OracleParameters::bootstrap_hold`] after the last burn under it.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::BootstrapNotFound`].
		///
		/// ## Events
		///
		/// [`Event::BootstrapEnded`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(8)]
		pub fn end_bootstrap(origin: OriginFor<T>) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			BootstrapPrice::<T>::take().ok_or(Error::<T>::BootstrapNotFound)?;
			Self::deposit_event(Event::BootstrapEnded);
			Ok(())
		}

		/// Halt the oracle for `hours`, from 1 to 72: burns stop, nothing else does.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::GuardOrigin`] once the cool-down after the last pause is over, or
		/// [`Config::FastOrigin`] at any time.
		///
		/// ## Errors
		///
		/// [`Error::PauseOutOfBounds`], [`Error::PausedRecently`].
		///
		/// ## Events
		///
		/// [`Event::Paused`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(9)]
		pub fn pause(origin: OriginFor<T>, hours: u8) -> DispatchResult {
			let by_guard = match T::FastOrigin::try_origin(origin) {
				Ok(_) => false,
				Err(origin) => {
					T::GuardOrigin::ensure_origin(origin)?;
					true
				}
			};
			Self::do_pause(hours, by_guard)
		}

		/// End a pause early. The cool-down counts from now.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::FastOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::NotPaused`].
		///
		/// ## Events
		///
		/// [`Event::Unpaused`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(10)]
		pub fn unpause(origin: OriginFor<T>) -> DispatchResult {
			T::FastOrigin::ensure_origin(origin)?;
			let now = Self::now();
			ensure!(Self::paused_until(now).is_some(), Error::<T>::NotPaused);
			PausedUntil::<T>::put(now);
			Self::deposit_event(Event::Unpaused);
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// State and prices now.
		pub fn status() -> OracleView {
			Self::view_status()
		}

		/// The sources now.
		pub fn sources() -> Vec<SourceView> {
			Self::view_sources()
		}

		/// `who` as a member, `None` if it is none.
		pub fn member(who: T::AccountId) -> Option<MemberView> {
			Self::view_member(&who)
		}
	}
}
