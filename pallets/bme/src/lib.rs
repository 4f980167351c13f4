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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod epochs;
mod impls;
#[cfg(test)]
mod mock;
mod payees;
mod pot;
mod prune;
mod revoke;
mod swap_queue;
#[cfg(test)]
mod tests;
mod top_up;
mod try_state;
pub mod types;
pub mod weights;

#[cfg(doc)]
use orogen_primitives_traits::{EpochFinality, EpochHandler, WorkLedger};

pub use pallet::*;
pub use pot::{Closed, Holder, Holders};
pub use prune::Pruned;
pub use swap_queue::{OrogReason, SwapBounds, SwapEntry, Venue};
pub use types::{
	Bucket, BurnQuote, Closing, DayRing, DayTotals, Due, DueStage, EpochWork, Headroom, Line,
	Parameters, Payee, PotBalances, PotShares, Preference, Status, Supply, Sweep, TopUpQuote,
	Totals,
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
	use orogen_primitives_traits::{
		CreditIssuer, DollarMarket, EpochClock, PayeeStanding, PotRole, PriceOracle,
	};
	use sp_runtime::Perbill;
	use types::{MAX_BUCKETS, MAX_FILLS};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// OROG.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::MutateHold<
				Self::AccountId,
				Balance = Balance,
				Reason = Self::RuntimeHoldReason,
			>;

		/// Holds of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// The dollar coin, with as many decimals as CUC.
		type Dollars: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The AMM between the two.
		type Market: DollarMarket<Self::AccountId>;

		/// Id of the dollar coin.
		#[pallet::constant]
		type DollarAsset: Get<u32>;

		/// Share of their pay that payees want in dollars unless they say otherwise: 70 % (SPEC §6).
		#[pallet::constant]
		type DefaultUsdcShare: Get<Perbill>;

		/// Planck on hold for a preference that is not the default.
		#[pallet::constant]
		type PreferenceDeposit: Get<Balance>;

		/// Whose pay waits.
		type PayeeStanding: PayeeStanding<Self::AccountId>;

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

	/// Closed epochs with work, until they are pruned.
	#[pallet::storage] // Twox64Concat: epochs count up, nobody chooses them.
	pub type Closings<T: Config> = StorageMap<_, Twox64Concat, EpochIndex, Closing>;

	/// Sums of the closings that are pruned.
	#[pallet::storage]
	pub type PrunedClosings<T: Config> = StorageValue<_, Pruned, ValueQuery>;

	/// What has been closed in the epoch that runs.
	#[pallet::storage]
	pub type ClosedWork<T: Config> = StorageValue<_, Closed, ValueQuery>;

	/// Points of the epoch that runs.
	#[pallet::storage] // Twox64Concat: there are two roles.
	pub type Points<T: Config> =
		StorageMap<_, Twox64Concat, PotRole, Holders<T::AccountId>, ValueQuery>;

	/// Planck of the governance pot that nobody got when they were shared; they wait for room in
	/// verification.
	#[pallet::storage]
	pub type PotUnclaimed<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// What payees want of their pay in dollars, each with a deposit; none for the default.
	#[pallet::storage] // Blake2_128Concat: operators choose the key
	pub type UsdcShares<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Preference>;

	/// Where the swap queue begins and ends.
	#[pallet::storage]
	pub type SwapLine<T: Config> = StorageValue<_, SwapBounds, ValueQuery>;

	/// The swap queue, oldest first.
	#[pallet::storage] // Twox64Concat: entries count up, nobody chooses them.
	pub type SwapEntries<T: Config> = StorageMap<_, Twox64Concat, u64, SwapEntry<T::AccountId>>;

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
		/// Whether verification is supported in epochs that mint less than the floor.
		pub trough_support: bool,
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
				trough_support,
			} = Parameters::default();
			Self {
				closing_delay,
				elasticity_ppm,
				ceiling_days,
				rolling_window_days,
				bootstrap_daily_cuc,
				trough_support,
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
				trough_support: self.trough_support,
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
		/// `who` got dues to its balance.
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
		/// Work of `cuc`, `dues` of it owed to payees, was taken out of the open `epoch` again.
		#[codec(index = 12)]
		WorkRevoked { epoch: EpochIndex, cuc: Cuc, dues: Cuc },
		/// `who` paid `dollars` for `amount` OROG, `queued` of it from the swap queue, which was
		/// destroyed, and `beneficiary` got `cuc` for it, at `price`.
		#[codec(index = 13)]
		ToppedUp {
			who: T::AccountId,
			beneficiary: T::AccountId,
			dollars: Balance,
			amount: Balance,
			queued: Balance,
			cuc: Cuc,
			price: Price,
			bootstrap: bool,
		},
		/// `amount` of `who`'s dues joined the swap queue.
		#[codec(index = 14)]
		SwapQueued { who: T::AccountId, amount: Balance },
		/// `who` got `dollars` for `amount` of the swap queue.
		#[codec(index = 15)]
		Swapped { who: T::AccountId, amount: Balance, dollars: Balance, venue: Venue },
		/// `who` got `amount` in OROG where it wanted dollars.
		#[codec(index = 16)]
		PaidInOrog { who: T::AccountId, amount: Balance, reason: OrogReason },
		/// `who` wants `share` of its pay in dollars.
		#[codec(index = 17)]
		PayoutPreferenceSet { who: T::AccountId, share: Perbill },
		/// `epoch` minted less than the floor; `amount` was minted for verification.
		#[codec(index = 18)]
		TroughSupported { epoch: EpochIndex, amount: Balance },
		/// `who` got `amount` of the governance pot for `points`.
		#[codec(index = 19)]
		PotShared { who: T::AccountId, role: PotRole, points: u32, amount: Balance },
		/// `amount` of the governance pot that nobody got for points went to verification.
		#[codec(index = 20)]
		PotFolded { amount: Balance },
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
		/// The epoch is closed, or has no work: nothing can be taken out of it.
		EpochNotOpen,
		/// The epoch does not hold this work or these dues. The settling pallet is at fault.
		WorkNotBooked,
		/// Credits are not sold for this asset. Pay with the one that the metadata names.
		UnknownAsset,
		/// The OROG costs more than `max_in`. Allow more, or wait for a better price.
		MaxInExceeded,
		/// The AMM's price is more than 2 % off the external spot price, or the purchase would move it
		/// so far. Buy less, or wait until the pool is back.
		MarketOffSpot,
		/// There is no pool, or it does not hold what is needed. Buy less, or burn own OROG.
		MarketTooSmall,
		/// The account's pay waits until its hold ends.
		PayeeHeld,
		/// The account has no dues and so no preference. Set it after the first work.
		NotAPayee,
	}

	/// What OROG is on hold for.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A payout preference that is not the default.
		#[codec(index = 0)]
		PayoutPreference,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::serve_line()
		}

		fn on_idle(_: BlockNumberFor<T>, limit: Weight) -> Weight {
			let mut used = Self::sweep(limit);
			used.saturating_accrue(Self::serve_queue(limit.saturating_sub(used)));
			used.saturating_accrue(Self::prune(limit.saturating_sub(used)));
			used
		}

		fn integrity_test() {
			Self::check_config();
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
		/// - [`Error::PayeeHeld`]: a hold on the payee has not ended.
		/// - [`Error::DuesBelowExistentialDeposit`]: the dues cannot bring the account to life; they
		///   stay.
		///
		/// ## Events
		///
		/// [`Event::Paid`]; [`Event::SwapQueued`] for the share that the payee wants in dollars, or
		/// [`Event::PaidInOrog`] when the queue cannot take it; [`Event::DustAssigned`] when the last
		/// due of an epoch is priced.
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

		/// Pay `asset` for `cuc` of credits: buys exactly the OROG that they need at the credit price,
		/// from the swap queue at the external spot price first, then from the AMM, destroys it and
		/// gives the credits to `beneficiary` (SPEC §6).
		///
		/// ## Dispatch Origin
		///
		/// Signed.
		///
		/// ## Errors
		///
		/// - [`Error::UnknownAsset`]: `asset` is not [`Config::DollarAsset`].
		/// - [`Error::BurnsHalted`], [`Error::BurnTooSmall`], [`Error::DailyBoundReached`],
		///   [`Error::CreditCeiling`]: as for [`Pallet::burn`].
		/// - [`Error::MarketOffSpot`], [`Error::MarketTooSmall`]: the AMM cannot sell the rest.
		/// - [`Error::MaxInExceeded`]: it would cost more than `max_in`.
		/// - the coin's, when the caller does not have as much to spend and keep its account.
		///
		/// ## Events
		///
		/// [`Event::ToppedUp`]; [`Event::Swapped`] or [`Event::PaidInOrog`] for each entry of the queue.
		///
		/// ## Complexity
		///
		/// O(1): at most 16 entries of the swap queue and one swap.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::top_up(MAX_FILLS))]
		pub fn top_up(
			origin: OriginFor<T>,
			asset: u32,
			#[pallet::compact] max_in: Balance,
			#[pallet::compact] cuc: Cuc,
			beneficiary: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_top_up(who, asset, max_in, cuc, beneficiary)
		}

		/// Set the share of the caller's pay that it wants in dollars, by way of the swap queue
		/// (SPEC §6). Holds for what is paid from now on. Anything but the default needs
		/// [`Config::PreferenceDeposit`] on hold, which the default returns.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the payee.
		///
		/// ## Errors
		///
		/// - [`Error::NotAPayee`]: the caller has no dues and no preference yet.
		/// - [`TokenError::FundsUnavailable`](sp_runtime::TokenError::FundsUnavailable): the caller
		///   cannot spare the deposit.
		///
		/// ## Events
		///
		/// [`Event::PayoutPreferenceSet`].
		///
		/// ## Complexity
		///
		/// O(1). The default is not stored.
		#[pallet::call_index(7)]
		pub fn set_payout_preference(origin: OriginFor<T>, share: Perbill) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_payout_preference(who, share)
		}

		/// Turn the support of verification in epochs of little work on or off (SPEC §6).
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`].
		///
		/// ## Events
		///
		/// [`Event::ParametersSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(8)]
		pub fn set_trough_support(origin: OriginFor<T>, enabled: bool) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::change_parameters(|parameters| parameters.trough_support = enabled)
		}
	}
}
