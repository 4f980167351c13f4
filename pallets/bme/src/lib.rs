//! # Burn and Mint
//!
//! Burns OROG for credits and mints OROG for finished work, never more than an epoch's headroom.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for calls, storage, events and errors. Other pallets use
//! [`WorkLedger`], [`EpochFinality`] and [`EpochHandler`]; the runtime API is served by
//! [`Pallet::status`], [`Pallet::dues_of`] and [`Pallet::quote_burn`].
//!
//! ## Overview
//!
//! Customers pay for inference in CUC, a dollar credit, and the only way into CUC is to destroy
//! OROG at the oracle's credit price: [`Pallet::burn`] (SPEC §6). Gateways settle what customers
//! used; that work is collected by epoch. When an epoch has stood for the closing delay, its CUC is
//! consumed, converted to OROG at the payout price and split: 75 % operators, 15 % verification,
//! 5 % treasury, 5 % governance. An emission rule says how much an epoch may mint (its *headroom*);
//! what has to wait, waits in a line, first in, first out.
//!
//! ### Terminology
//!
//! - *Headroom*: most OROG that an epoch may mint. It is granted in an epoch's first block for the
//!   epoch before, unless that was void, and lapses with the epoch.
//! - *Closing*: the end of an open epoch: [`Parameters::closing_delay`] epochs after its own end, in
//!   order, one a block, as soon as there is a payout price. From then on its batches are final.
//! - *Line*: two counters of planck since genesis. Closing an epoch extends `queued` by what it
//!   pays and so claims an interval; headroom extends `funded`, and exactly that growth is minted
//!   into the pot `payouts`.
//! - *Release*: a closed epoch whose whole interval is funded gives the pots their shares, and its
//!   payees can be paid.
//! - *Due*: what an epoch owes a payee (an operator, or a gateway for its commission): micro-USD
//!   while the epoch is open, planck at its closing price afterwards.
//!
//! ## Economics
//!
//! - Who burns loses the OROG and gets `floor(orog × credit price)`. A broken oracle has a bounded
//!   cost: `max(10,000 CUC, 5 × the mean of 30 days)` a day, less while the oracle is degraded or
//!   only the bootstrap price stands. No more credit is sold than
//!   [`Parameters::ceiling_days`] days of headroom could pay at the payout price.
//! - Credit price ≤ payout price, so a lone self-dealer gets at most 75 % of its burn back.
//! - The part of the operators' 75 % that missed heartbeats cut is not minted.
//! - `payout` costs the caller its fee; it pays the payee, whoever calls.
//!
//! ## Invariants
//!
//! Stated, each as a function of its own, in `try_state.rs`; above all: issuance never exceeds
//! genesis issuance + funded − burned, and every planck queued is in exactly one place.
//!
//! ## Implementation
//!
//! - *Single issuance gate*: `Pallet::fund` holds the only mint of the runtime.
//! - *O(1) hooks*: closing converts one sum; payees are converted lazily, when they are touched, at
//!   the price in the epoch's [`Closing`]. Each conversion takes its part out of the closing's
//!   `unpriced` and `unassigned`, so the planck that flooring leaves are known exactly; they go to
//!   verification once the last due is priced and the epoch is released.
//! - *Nothing blocks the line*: a pot that cannot receive is owed its share ([`Owed`]) and a payee
//!   that cannot receive keeps its buckets. Both are tried again; nothing else waits.
//! - *Bounded payees*: at most [`types::MAX_BUCKETS`] buckets; when one more comes, the two newest
//!   priced ones merge into the later epoch, which can only delay the older of the two. The front of
//!   the ring keeps its epochs: however long the line is, it is paid in its turn and makes room.
//! - *Bounded outage*: settlement stops with [`Error::TooManyOpenEpochs`] after the payout price has
//!   been missing for so long that [`types::MAX_OPEN_EPOCHS`] epochs are open (5 days at launch),
//!   because the dues of an open epoch cannot be merged.
//! - *Days by timestamp*: one ring of 180 whole days and the one that runs. Means look at whole days
//!   only, so that nobody moves today's bound today.
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
mod epochs;
mod impls;
#[cfg(test)]
mod mock;
mod payees;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

#[cfg(doc)]
use orogen_primitives_traits::{EpochFinality, EpochHandler, WorkLedger};

pub use pallet::*;
pub use types::{
	Bucket, BurnQuote, Closing, DayRing, DayTotals, Due, DueStage, EpochWork, Headroom, Line,
	Parameters, Payee, PotBalances, PotShares, Status, Supply, Sweep, Totals,
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
	use frame_support::{
		PalletId,
		pallet_prelude::*,
		traits::{UnixTime, fungible},
	};
	use frame_system::pallet_prelude::*;
	use orogen_primitives_core::{Balance, Cuc, EpochIndex, Price};
	use orogen_primitives_traits::{CreditIssuer, EpochClock, PriceOracle};
	use types::MAX_BUCKETS;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// OROG.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// Creates the credits of a burn.
		type CreditIssuer: CreditIssuer<Self::AccountId>;

		/// Credit and payout prices.
		type PriceOracle: PriceOracle;

		/// The protocol clock.
		type EpochClock: EpochClock;

		/// Time of the block; days of burns go by it.
		type UnixTime: UnixTime;

		/// Who may change [`Parameters`]: the normal track of the timelock.
		type NormalOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Pot that everything is minted into: `pots::PAYOUTS`.
		#[pallet::constant]
		type PayoutsPot: Get<PalletId>;

		/// Pot that pays validators: `pots::VERIFICATION`.
		#[pallet::constant]
		type VerificationPot: Get<PalletId>;

		/// The treasury: `pots::TREASURY`.
		#[pallet::constant]
		type TreasuryPot: Get<PalletId>;

		/// Pot that pays panels, oracle members and council: `pots::GOVERNANCE`.
		#[pallet::constant]
		type GovernancePot: Get<PalletId>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// What governance may change.
	#[pallet::storage]
	pub type ActiveParameters<T: Config> = StorageValue<_, Parameters, ValueQuery>;

	/// Sums since genesis.
	#[pallet::storage]
	pub type TotalsSinceGenesis<T: Config> = StorageValue<_, Totals, ValueQuery>;

	/// Issuance at genesis and at the last anniversary.
	#[pallet::storage]
	pub type SupplyRecord<T: Config> = StorageValue<_, Supply, ValueQuery>;

	/// Burns and creations of the last days.
	#[pallet::storage]
	pub type Days<T: Config> = StorageValue<_, DayRing, ValueQuery>;

	/// How far claims are queued and funded.
	#[pallet::storage]
	pub type ClaimLine<T: Config> = StorageValue<_, Line, ValueQuery>;

	/// What the current epoch may mint.
	#[pallet::storage]
	pub type CurrentHeadroom<T: Config> = StorageValue<_, Headroom, ValueQuery>;

	/// Oldest epoch that is not closed.
	#[pallet::storage]
	pub type FirstOpen<T: Config> = StorageValue<_, EpochIndex, ValueQuery>;

	/// Oldest epoch that is not released; at most [`FirstOpen`].
	#[pallet::storage]
	pub type FirstUnreleased<T: Config> = StorageValue<_, EpochIndex, ValueQuery>;

	/// Work of open epochs; none for an epoch without work.
	#[pallet::storage] // Twox64Concat: epochs count up, nobody chooses them.
	pub type OpenWork<T: Config> = StorageMap<_, Twox64Concat, EpochIndex, EpochWork>;

	/// Closed epochs with work.
	#[pallet::storage] // Twox64Concat: epochs count up, nobody chooses them.
	pub type Closings<T: Config> = StorageMap<_, Twox64Concat, EpochIndex, Closing>;

	/// What released epochs still owe the pots: usually nothing, for as long as a pot cannot receive
	/// its share.
	#[pallet::storage]
	pub type Owed<T: Config> = StorageValue<_, PotShares, ValueQuery>;

	/// Dues that are not paid; none for a payee without any.
	#[pallet::storage] // Blake2_128Concat: operators choose the key
	pub type Payees<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Payee, ValueQuery>;

	/// The cursor that pays those whom nobody touches.
	#[pallet::storage]
	pub type IdleSweep<T: Config> = StorageValue<_, Sweep<T::AccountId>, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Epochs between the end of an epoch and its closing, 1 to 60.
		pub closing_delay: EpochIndex,
		/// Emission per burn from the third year on, in parts per million, 800,000 to 1,500,000.
		pub elasticity_ppm: u32,
		/// Days of headroom that sold credits may be worth, 30 to 120.
		pub ceiling_days: u32,
		/// Days of the rolling burn, 90 to 180.
		pub rolling_window_days: u32,
		/// Most micro-USD created a day while only the bootstrap price backs burns; none is no bound.
		pub bootstrap_daily_cuc: Option<Cuc>,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			let Parameters {
				closing_delay,
				elasticity_ppm,
				ceiling_days,
				rolling_window_days,
				bootstrap_daily_cuc,
			} = Parameters::default();
			Self {
				closing_delay,
				elasticity_ppm,
				ceiling_days,
				rolling_window_days,
				bootstrap_daily_cuc,
				_config: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let parameters = Parameters {
				closing_delay: self.closing_delay,
				elasticity_ppm: self.elasticity_ppm,
				ceiling_days: self.ceiling_days,
				rolling_window_days: self.rolling_window_days,
				bootstrap_daily_cuc: self.bootstrap_daily_cuc,
			};
			assert!(parameters.are_valid(), "parameters of Bme are out of bounds");
			ActiveParameters::<T>::put(parameters);
			Pallet::<T>::open_at_genesis();
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `who` destroyed `amount` and `beneficiary` got `cuc` for it, at `price`; `bootstrap` says
		/// whether only the governed price backed it.
		#[codec(index = 0)]
		Burned {
			who: T::AccountId,
			beneficiary: T::AccountId,
			amount: Balance,
			cuc: Cuc,
			price: Price,
			bootstrap: bool,
		},
		/// Work of `cuc`, `dues` of it owed to payees, was added to `epoch`.
		#[codec(index = 1)]
		WorkAccrued { epoch: EpochIndex, cuc: Cuc, dues: Cuc },
		/// `epoch` may mint `amount`.
		#[codec(index = 2)]
		HeadroomGranted { epoch: EpochIndex, amount: Balance },
		/// `amount` was minted for the line, which is now funded up to `funded`.
		#[codec(index = 3)]
		LineFunded { amount: Balance, funded: Balance },
		/// `epoch` is closed: its `cuc` are consumed and `payable` at `price` is queued.
		#[codec(index = 4)]
		EpochClosed { epoch: EpochIndex, cuc: Cuc, payable: Balance, price: Price },
		/// `epoch` is closed and had no work.
		#[codec(index = 5)]
		EmptyEpochClosed { epoch: EpochIndex },
		/// `epoch` is funded: the pots get their shares and its payees can be paid.
		#[codec(index = 6)]
		EpochReleased {
			epoch: EpochIndex,
			verification: Balance,
			treasury: Balance,
			governance: Balance,
		},
		/// The last due of `epoch` is priced and verification gets what flooring left.
		#[codec(index = 7)]
		DustAssigned { epoch: EpochIndex, amount: Balance },
		/// `who` got its dues.
		#[codec(index = 8)]
		Paid { who: T::AccountId, amount: Balance },
		/// A year began; its emission is measured against `supply`.
		#[codec(index = 9)]
		SupplyRecorded { supply: Balance },
		/// `amount` that nothing explained was moved from the pot `payouts` to the treasury.
		#[codec(index = 10)]
		SurplusFolded { amount: Balance },
		/// Governance changed a parameter.
		#[codec(index = 11)]
		ParametersSet { parameters: Parameters },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The oracle has no credit price. Wait until it has fresh samples.
		BurnsHalted,
		/// The burn would bring less than 1 CUC. Burn more.
		BurnTooSmall,
		/// The burn would bring less than `min_cuc`. Accept less or wait for a better price.
		SlippageExceeded,
		/// More CUC than may be created today. Burn less, or burn tomorrow.
		DailyBoundReached,
		/// More credit than the coming headroom can pay. Burn less, or wait until credits are
		/// consumed and the line is funded.
		CreditCeiling,
		/// Nothing of the account is released. Look at the line for what it waits for.
		NothingPayable,
		/// The account does not exist and the dues are below the existential deposit. Endow the
		/// account, or wait for more dues.
		DuesBelowExistentialDeposit,
		/// The value is outside the bounds that governance has.
		ParameterOutOfBounds,
		/// The dues are more than 75 % of the work. The settling pallet is at fault.
		DuesExceedShare,
		/// There has been no payout price for so long that no further epoch can be opened. Wait for
		/// the oracle.
		TooManyOpenEpochs,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let closed = Self::close_next(T::EpochClock::current());
			let released = Self::release_next();
			T::WeightInfo::on_initialize().saturating_add(closed).saturating_add(released)
		}

		fn on_idle(_: BlockNumberFor<T>, limit: Weight) -> Weight {
			Self::sweep(limit)
		}

		fn integrity_test() {
			let pots = [
				T::PayoutsPot::get(),
				T::VerificationPot::get(),
				T::TreasuryPot::get(),
				T::GovernancePot::get(),
			];
			let distinct: alloc::collections::BTreeSet<_> = pots.iter().map(|pot| pot.0).collect();
			assert_eq!(distinct.len(), pots.len(), "each pot needs an account of its own");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Destroy `orog` of the caller and give `beneficiary` credits for it at the oracle's credit
		/// price, in a lot that lasts 30 days (SPEC §6). The caller's account stays alive: its last
		/// existential deposit cannot be burned.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Errors
		///
		/// - [`Error::BurnsHalted`]: there is no credit price.
		/// - [`Error::BurnTooSmall`]: less than 1 CUC would be created.
		/// - [`Error::SlippageExceeded`]: less than `min_cuc` would be created.
		/// - [`Error::DailyBoundReached`]: today's bound would be passed.
		/// - [`Error::CreditCeiling`]: more credit would be out than the headroom can pay.
		/// - [`TokenError::FundsUnavailable`](sp_runtime::TokenError::FundsUnavailable): the caller
		///   does not have as much to spend.
		///
		/// ## Events
		///
		/// [`Event::Burned`].
		///
		/// ## Complexity
		///
		/// O(1); one read and one write of the ring of 181 days.
		#[pallet::call_index(0)]
		pub fn burn(
			origin: OriginFor<T>,
			#[pallet::compact] orog: Balance,
			beneficiary: T::AccountId,
			#[pallet::compact] min_cuc: Cuc,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_burn(who, orog, beneficiary, min_cuc)
		}

		/// Transfer to `who` all of its dues from released epochs (SPEC §6).
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Errors
		///
		/// - [`Error::NothingPayable`]: no due is released.
		/// - [`Error::DuesBelowExistentialDeposit`]: the dues cannot bring the account to life; they
		///   stay.
		///
		/// ## Events
		///
		/// [`Event::Paid`]; [`Event::DustAssigned`] when the last due of an epoch is priced.
		///
		/// ## Complexity
		///
		/// One transfer, and one read and write for each of the at most 128 buckets that is priced on
		/// the way; what is not needed is refunded.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::payout(MAX_BUCKETS))]
		pub fn payout(origin: OriginFor<T>, who: T::AccountId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_payout(who)
		}

		/// Set the epochs between the end of an epoch and its closing: 18 to 60 (SPEC §9).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::ParameterOutOfBounds`].
		///
		/// ## Events
		///
		/// [`Event::ParametersSet`].
		///
		/// ## Complexity
		///
		/// O(1). It also holds for epochs that are open; those that become due close one a block.
		#[pallet::call_index(2)]
		pub fn set_closing_delay(origin: OriginFor<T>, epochs: EpochIndex) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			let least = Parameters::MIN_CLOSING_DELAY;
			ensure!(epochs >= least, Error::<T>::ParameterOutOfBounds);
			Self::change_parameters(|parameters| parameters.closing_delay = epochs)
		}

		/// Set the emission per burn from the third year on, in parts per million: 0.8 to 1.5
		/// (SPEC §6).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::ParameterOutOfBounds`].
		///
		/// ## Events
		///
		/// [`Event::ParametersSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(3)]
		pub fn set_elasticity(origin: OriginFor<T>, ppm: u32) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::change_parameters(|parameters| parameters.elasticity_ppm = ppm)
		}

		/// Set the days of headroom that sold credits may be worth: 30 to 120 (SPEC §6).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::ParameterOutOfBounds`].
		///
		/// ## Events
		///
		/// [`Event::ParametersSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(4)]
		pub fn set_ceiling_days(origin: OriginFor<T>, days: u32) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::change_parameters(|parameters| parameters.ceiling_days = days)
		}

		/// Set the days of the rolling burn: 90 to 180 (SPEC §6).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		///
		/// [`Error::ParameterOutOfBounds`].
		///
		/// ## Events
		///
		/// [`Event::ParametersSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(5)]
		pub fn set_rolling_window(origin: OriginFor<T>, days: u32) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::change_parameters(|parameters| parameters.rolling_window_days = days)
		}
	}
}
