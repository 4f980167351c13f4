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

mod admission;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod governance;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
mod types;
pub mod weights;

use orogen_primitives_core::Tier;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::too_many_arguments,
	reason = "what the macros and codec's derives write, and `register` has what SPEC §7 lists"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Mutate, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use orogen_primitives_core::{AccountId, Balance, Cuc, EpochIndex, Hash, NodeKind};
	use orogen_primitives_traits::{EpochClock, EpochFinality, GatewayRegistry, PriceOracle};
	use sp_runtime::{MultiSignature, Perbill, traits::Convert};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, Hash = Hash, RuntimeEvent: From<Event<Self>>>
	{
		/// Currency of stake, deposit and float.
		type Currency: Mutate<AccountId, Balance = Balance>
			+ MutateHold<AccountId, Balance = Balance, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Values stake, to bound work by it.
		type Oracle: PriceOracle;

		/// The protocol clock.
		type Clock: EpochClock;

		/// Says which work is final.
		type Finality: EpochFinality;

		/// Knows the gateways that can be listed.
		type Gateways: GatewayRegistry<AccountId>;

		/// The operators' share of an amount, of which commissions are a part: 75 %, rounded down.
		type OperatorShare: Convert<Cuc, Cuc>;

		/// Changes parameters and bans: the normal track.
		type NormalOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Suspends, resumes, renews and ends freezes: the fast track.
		type FastOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Freezes at once: the guard track.
		type GuardOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Most hotkeys of a coldkey: 32 (SPEC §3).
		#[pallet::constant]
		type MaxHotkeys: Get<u32>;

		/// Most gateways of an operator: 64 (SPEC §7).
		#[pallet::constant]
		type MaxGateways: Get<u32>;

		/// Weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// Operators by hotkey.
	#[pallet::storage] // Blake2_128Concat: owners choose the key.
	pub type Operators<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, AccountId, OperatorOf<T>>;

	/// Hotkeys of a coldkey, in the order of their registration.
	#[pallet::storage] // Blake2_128Concat: owners choose the key.
	pub type HotkeysOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		AccountId,
		BoundedVec<AccountId, T::MaxHotkeys>,
		ValueQuery,
	>;

	/// Hotkeys of operators by their id.
	#[pallet::storage] // Twox64Concat: the pallet chooses the key.
	pub type HotkeyById<T: Config> = StorageMap<_, Twox64Concat, OperatorId, AccountId>;

	/// Id of the next operator.
	#[pallet::storage]
	pub type NextOperatorId<T: Config> = StorageValue<_, OperatorId, ValueQuery>;

	/// Coldkeys that may neither register nor rotate: governance has banned them with an operator.
	#[pallet::storage] // Blake2_128Concat: owners choose the key.
	pub type BannedColdkeys<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, ()>;

	/// Payees of banned operators, and the block until which they are not paid: the one from which the
	/// stake can be withdrawn. Removed with the stake.
	#[pallet::storage] // Blake2_128Concat: owners choose the key.
	pub type HeldPayees<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, BlockNumberFor<T>>;

	/// Rotated hotkeys whose receipts are not final, and the last one of each banned operator.
	#[pallet::storage] // Blake2_128Concat: owners choose the key.
	pub type Aliases<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, Alias>;

	/// Unfinalised work of an operator.
	#[pallet::storage] // Blake2_128Concat: owners choose the key.
	pub type Work<T: Config> = StorageMap<_, Blake2_128Concat, AccountId, WorkRing, ValueQuery>;

	/// Gateways that an operator serves or that may still settle, by hotkey and gateway.
	#[pallet::storage] // Blake2_128Concat: owners choose both keys.
	pub type ServedGateways<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, AccountId, Blake2_128Concat, AccountId, GatewayUse>;

	/// What stake is valued at in the block that it names, so that one row in it asks the oracle and
	/// the others read a few bytes.
	#[pallet::storage]
	pub type BlockCollateral<T: Config> =
		StorageValue<_, CollateralQuote<BlockNumberFor<T>>, OptionQuery>;

	/// Epochs since genesis that have ended and are not void: those in which heartbeats were due.
	#[pallet::storage]
	pub type DutyEpochs<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Terms of each tier.
	#[pallet::storage] // Twox64Concat: there are six keys.
	pub type Tiers<T: Config> = StorageMap<_, Twox64Concat, Tier, TierTerms>;

	/// Changes of a tier's floor within the window.
	#[pallet::storage] // Twox64Concat: there are six keys.
	pub type FloorHistories<T: Config> = StorageMap<_, Twox64Concat, Tier, FloorHistory>;

	/// What governance may change within bounds.
	#[pallet::storage]
	pub type Parameters<T: Config> = StorageValue<_, OperatorParameters, ValueQuery>;

	/// Windows in blocks; written by genesis and never changed.
	#[pallet::storage]
	pub type WindowLengths<T: Config> = StorageValue<_, WindowsOf<T>, ValueQuery>;

	/// What this chain does without; written by genesis and never changed.
	#[pallet::storage]
	pub type Waivers<T: Config> = StorageValue<_, WaiverFlags, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Terms of tiers that differ from SPEC §7.
		pub tiers: Vec<(Tier, TierTerms)>,
		/// Capacity and float.
		pub parameters: OperatorParameters,
		/// Windows in blocks.
		pub windows: WindowsOf<T>,
		/// Whether tiers and kinds that need attestation are taken without; `development` and `local`
		/// only.
		pub attestation_waived: bool,
		/// Whether rows of model 0 are admitted; `development` and `local` only.
		pub unregistered_models: bool,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.parameters.is_valid(), "operator parameters are out of bounds");
			assert!(self.windows.is_valid(), "operator windows are out of bounds");
			for tier in Tier::ALL {
				let given = self.tiers.iter().rev().find(|(of, _)| *of == tier);
				let terms = given.map_or(TierTerms::launch(tier), |(_, terms)| *terms);
				assert!(terms.is_valid(tier), "terms of {tier:?} are out of bounds");
				Tiers::<T>::insert(tier, terms);
			}
			Parameters::<T>::put(self.parameters);
			WindowLengths::<T>::put(self.windows);
			Waivers::<T>::put(WaiverFlags {
				attestation: self.attestation_waived,
				unregistered_models: self.unregistered_models,
			});
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `coldkey` has registered an operator.
		#[codec(index = 0)]
		Registered {
			id: OperatorId,
			hotkey: AccountId,
			coldkey: AccountId,
			tier: Tier,
			kind: NodeKind,
			stake: Balance,
			deposit: Balance,
			payout: AccountId,
			region: Region,
			ip24_hash: Hash,
		},
		/// An operator's stake has grown by `amount` to `stake`.
		#[codec(index = 1)]
		StakeAdded { hotkey: AccountId, amount: Balance, stake: Balance },
		/// An operator has a better tier; its deposit is now `deposit`.
		#[codec(index = 2)]
		TierChanged { hotkey: AccountId, from: Tier, to: Tier, deposit: Balance },
		/// An operator will have a lower tier from block `at`; its deposit is now `deposit`.
		#[codec(index = 3)]
		TierChangeScheduled { hotkey: AccountId, to: Tier, at: BlockNumberFor<T>, deposit: Balance },
		/// An operator keeps its tier after all; its deposit is now `deposit`.
		#[codec(index = 4)]
		TierChangeCancelled { hotkey: AccountId, deposit: Balance },
		/// An operator has a new hotkey.
		#[codec(index = 5)]
		HotkeyRotated { former: AccountId, hotkey: AccountId },
		/// An operator is paid to another account.
		#[codec(index = 6)]
		PayoutSet { hotkey: AccountId, payout: AccountId },
		/// An operator serves a gateway, or on other terms than before. What is worse for the
		/// gateway takes effect after the end of the next epoch.
		#[codec(index = 7)]
		GatewayListed {
			hotkey: AccountId,
			gateway: AccountId,
			capacity_share: Perbill,
			max_commission: Perbill,
		},
		/// An operator has taken a gateway off its list; receipts can be settled until the end of
		/// the next epoch.
		#[codec(index = 8)]
		GatewayUnlisted { hotkey: AccountId, gateway: AccountId },
		/// An operator leaves and can withdraw from block `until`.
		#[codec(index = 9)]
		Deregistered { hotkey: AccountId, until: BlockNumberFor<T> },
		/// Stake and deposit of an operator are back with its coldkey.
		#[codec(index = 10)]
		Withdrawn { hotkey: AccountId, coldkey: AccountId, stake: Balance, deposit: Balance },
		/// An operator was reachable in `epoch`.
		#[codec(index = 11)]
		HeartbeatAccepted {
			hotkey: AccountId,
			epoch: EpochIndex,
			capabilities_summary_hash: Hash,
			attestation_report_hash: Hash,
		},
		/// Governance has suspended an operator.
		#[codec(index = 12)]
		Suspended { hotkey: AccountId },
		/// Governance has ended an operator's suspension.
		#[codec(index = 13)]
		Resumed { hotkey: AccountId },
		/// Governance has banned an operator, whose owner can withdraw from block `until`.
		#[codec(index = 14)]
		Banned { hotkey: AccountId, until: BlockNumberFor<T> },
		/// `amount` of an operator's stake is frozen until block `until`.
		#[codec(index = 15)]
		StakeFrozen { hotkey: AccountId, amount: Balance, until: BlockNumberFor<T> },
		/// A freeze has been ended.
		#[codec(index = 16)]
		StakeUnfrozen { hotkey: AccountId },
		/// A tier has a new floor.
		#[codec(index = 17)]
		TierFloorSet { tier: Tier, floor: Balance },
		/// A tier has a new replay sample rate.
		#[codec(index = 18)]
		SampleRateSet { tier: Tier, sample_rate: Perbill },
		/// Capacity and float have changed.
		#[codec(index = 19)]
		ParametersSet { parameters: OperatorParameters },
		/// Governance has banned `coldkey` from registering operators and from rotating hotkeys.
		#[codec(index = 20)]
		ColdkeyBanned { coldkey: AccountId },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No operator has this hotkey, which may have been rotated or withdrawn; or none has this id,
		/// or none of this coldkey.
		OperatorNotFound,
		/// The hotkey belongs to an operator, or did until a rotation whose epoch is not closed or
		/// whose operator is banned; use another key, or wait.
		OperatorAlreadyExists,
		/// The sender does not own the operator; send it from the operator's coldkey.
		NotColdkey,
		/// The hotkey's signature is not over [`registration_payload`] of this chain, coldkey and
		/// hotkey.
		InvalidHotkeySignature,
		/// The region is not of the form `DE` or `US-CA`; leave it empty if in doubt.
		InvalidRegion,
		/// The tier or the kind needs attestation, which this chain does not check yet; choose another
		/// one.
		AttestationUnavailable,
		/// The tier does not allow the kind; a proxy needs a tier with attestation.
		KindNotAllowed,
		/// The stake is below the tier's floor; stake more or choose a lower tier.
		StakeTooLow,
		/// The coldkey has [`Config::MaxHotkeys`]; withdraw one or use another coldkey.
		MaxHotkeysReached,
		/// The amount is 0.
		ZeroAmount,
		/// The operator leaves; withdraw and register again.
		OperatorUnbonding,
		/// The operator is banned.
		OperatorBanned,
		/// Governance has banned the coldkey: it may leave with what it has, and nothing else.
		ColdkeyBanned,
		/// The operator has this tier, and no other one to come.
		TierUnchanged,
		/// The epoch of the last rotation is not closed; wait until it is.
		RotationTooSoon,
		/// A listed gateway is not registered; leave it out.
		GatewayNotFound,
		/// A gateway is listed twice.
		DuplicateGateway,
		/// A listed commission is above 20 % of the operator's share.
		CommissionTooHigh,
		/// The list and the gateways that have left it but may still settle are more than
		/// [`Config::MaxGateways`]; list fewer, or wait until the end of the next epoch.
		TooManyGateways,
		/// The operator does not leave; deregister first.
		NotUnbonding,
		/// The unbonding time is not over; wait until the block that `Deregistered` or `Banned` named
		/// and until the epoch after that event's is over.
		UnbondingNotOver,
		/// Some of the operator's work is not final; wait until its epoch is closed.
		WorkNotFinal,
		/// Stake is frozen; wait until the freeze ends.
		StakeStillFrozen,
		/// A banned operator's stake has been withdrawn already.
		NothingToWithdraw,
		/// The heartbeat is not for the current epoch; read the clock and send it again.
		WrongEpoch,
		/// The epoch's heartbeat was accepted already.
		HeartbeatAlreadyExists,
		/// The operator is suspended by governance already.
		AlreadySuspended,
		/// The operator is not suspended by governance.
		NotSuspended,
		/// The operator is frozen, or was within the last freeze window; the fast track can renew a
		/// running freeze.
		FreezeTooSoon,
		/// The operator is not frozen.
		NotFrozen,
		/// More than the operator's stake cannot be frozen.
		FreezeTooHigh,
		/// A value is outside the bounds of SPEC §7.
		OutOfBounds,
		/// The tier's floor has changed in this epoch; wait for the next one.
		FloorAlreadyChanged,
		/// The tier has no stake and so no floor.
		TierHasNoFloor,
	}

	/// Why this pallet holds balance.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Stake of a coldkey's operators.
		#[codec(index = 0)]
		OperatorStake,
		/// Deposits of a coldkey's operators in tiers without stake.
		#[codec(index = 1)]
		TierDeposit,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxHotkeys::get() > 0, "`MaxHotkeys` must not be zero");
			assert!(T::MaxGateways::get() > 0, "`MaxGateways` must not be zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers an operator with a stake and moves a float to its hotkey (SPEC §7).
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey, which pays stake or deposit and float.
		///
		/// ## Parameters
		/// - `hotkey_signature`: the hotkey's over [`registration_payload`].
		/// - `region`, `ip24_hash`: hints for routing, never checked and never part of the pay.
		/// - `payout`: account that the operator's pay goes to.
		///
		/// ## Errors
		/// [`InvalidRegion`](Error::InvalidRegion), [`ColdkeyBanned`](Error::ColdkeyBanned),
		/// [`OperatorAlreadyExists`](Error::OperatorAlreadyExists),
		/// [`AttestationUnavailable`](Error::AttestationUnavailable),
		/// [`KindNotAllowed`](Error::KindNotAllowed), [`StakeTooLow`](Error::StakeTooLow),
		/// [`InvalidHotkeySignature`](Error::InvalidHotkeySignature),
		/// [`MaxHotkeysReached`](Error::MaxHotkeysReached), or the currency's when the coldkey cannot
		/// pay.
		///
		/// ## Events
		/// [`Registered`](Event::Registered).
		///
		/// ## Complexity
		/// One signature; O([`Config::MaxHotkeys`]) for the index.
		#[pallet::call_index(0)]
		pub fn register(
			origin: OriginFor<T>,
			hotkey: AccountId,
			hotkey_signature: MultiSignature,
			tier: Tier,
			kind: NodeKind,
			#[pallet::compact] stake: Balance,
			region: Region,
			ip24_hash: Hash,
			payout: AccountId,
		) -> DispatchResult {
			let coldkey = ensure_signed(origin)?;
			let profile = Profile { hotkey, tier, kind, stake, region, ip24_hash, payout };
			Self::do_register(coldkey, &hotkey_signature, profile)
		}

		/// Adds to an operator's stake.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Errors
		/// [`ZeroAmount`](Error::ZeroAmount), [`OperatorNotFound`](Error::OperatorNotFound),
		/// [`NotColdkey`](Error::NotColdkey), [`OperatorUnbonding`](Error::OperatorUnbonding),
		/// [`OperatorBanned`](Error::OperatorBanned), or the currency's.
		///
		/// ## Events
		/// [`StakeAdded`](Event::StakeAdded).
		#[pallet::call_index(1)]
		pub fn bond_more(
			origin: OriginFor<T>,
			hotkey: AccountId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			Self::do_bond_more(ensure_signed(origin)?, hotkey, amount)
		}

		/// Changes an operator's tier: up at once, down after 7 days; naming the present tier calls
		/// off a change to come. A deposit that the new tier asks for is taken at once. Receipts of a
		/// mode that only the lower tier allows can be settled until the end of the next epoch.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotColdkey`](Error::NotColdkey),
		/// [`OperatorUnbonding`](Error::OperatorUnbonding), [`OperatorBanned`](Error::OperatorBanned),
		/// [`TierUnchanged`](Error::TierUnchanged),
		/// [`AttestationUnavailable`](Error::AttestationUnavailable),
		/// [`KindNotAllowed`](Error::KindNotAllowed), [`StakeTooLow`](Error::StakeTooLow), or the
		/// currency's.
		///
		/// ## Events
		/// [`TierChanged`](Event::TierChanged), [`TierChangeScheduled`](Event::TierChangeScheduled) or
		/// [`TierChangeCancelled`](Event::TierChangeCancelled).
		#[pallet::call_index(2)]
		pub fn change_tier(origin: OriginFor<T>, hotkey: AccountId, tier: Tier) -> DispatchResult {
			Self::do_change_tier(ensure_signed(origin)?, hotkey, tier)
		}

		/// Gives an operator a new hotkey and moves a float to it. Receipts of the old one can be
		/// settled until this epoch is closed.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Parameters
		/// - `signature`: the new hotkey's over [`registration_payload`].
		///
		/// ## Errors
		/// [`OperatorAlreadyExists`](Error::OperatorAlreadyExists),
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotColdkey`](Error::NotColdkey),
		/// [`OperatorUnbonding`](Error::OperatorUnbonding), [`OperatorBanned`](Error::OperatorBanned),
		/// [`ColdkeyBanned`](Error::ColdkeyBanned), [`RotationTooSoon`](Error::RotationTooSoon),
		/// [`InvalidHotkeySignature`](Error::InvalidHotkeySignature), or the currency's.
		///
		/// ## Events
		/// [`HotkeyRotated`](Event::HotkeyRotated).
		///
		/// ## Complexity
		/// One signature; moves up to [`Config::MaxGateways`] entries.
		#[pallet::call_index(3)]
		pub fn rotate_hotkey(
			origin: OriginFor<T>,
			hotkey: AccountId,
			new_hotkey: AccountId,
			signature: MultiSignature,
		) -> DispatchResult {
			Self::do_rotate_hotkey(ensure_signed(origin)?, hotkey, new_hotkey, &signature)
		}

		/// Names the account that the operator's pay goes to; counts for rows admitted from now on.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotColdkey`](Error::NotColdkey),
		/// [`OperatorBanned`](Error::OperatorBanned).
		///
		/// ## Events
		/// [`PayoutSet`](Event::PayoutSet).
		#[pallet::call_index(4)]
		pub fn set_payout(
			origin: OriginFor<T>,
			hotkey: AccountId,
			payout: AccountId,
		) -> DispatchResult {
			Self::do_set_payout(ensure_signed(origin)?, hotkey, payout)
		}

		/// Replaces the list of gateways that an operator serves. Gateways that are new or get better
		/// terms have them at once. Receipts of a gateway that leaves the list or gets worse terms can
		/// be settled by the former terms until the end of the next epoch.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotColdkey`](Error::NotColdkey),
		/// [`OperatorUnbonding`](Error::OperatorUnbonding), [`OperatorBanned`](Error::OperatorBanned),
		/// [`DuplicateGateway`](Error::DuplicateGateway),
		/// [`GatewayNotFound`](Error::GatewayNotFound),
		/// [`CommissionTooHigh`](Error::CommissionTooHigh),
		/// [`TooManyGateways`](Error::TooManyGateways).
		///
		/// ## Events
		/// One [`GatewayListed`](Event::GatewayListed) or
		/// [`GatewayUnlisted`](Event::GatewayUnlisted) for each difference.
		///
		/// ## Complexity
		/// O([`Config::MaxGateways`]).
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_gateways(
			u32::try_from(gateways.len()).unwrap_or(u32::MAX)
		))]
		pub fn set_gateways(
			origin: OriginFor<T>,
			hotkey: AccountId,
			gateways: GatewayListOf<T>,
		) -> DispatchResult {
			Self::do_set_gateways(ensure_signed(origin)?, hotkey, gateways)
		}

		/// Begins to leave. The stake stays liable for 14 days; receipts can be settled until the end
		/// of the next epoch.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotColdkey`](Error::NotColdkey),
		/// [`OperatorUnbonding`](Error::OperatorUnbonding), [`OperatorBanned`](Error::OperatorBanned).
		///
		/// ## Events
		/// [`Deregistered`](Event::Deregistered).
		#[pallet::call_index(6)]
		pub fn deregister(origin: OriginFor<T>, hotkey: AccountId) -> DispatchResult {
			Self::do_deregister(ensure_signed(origin)?, hotkey)
		}

		/// Returns stake and deposit of an operator that has left, and removes it; of a banned one,
		/// what keeps its hotkeys banned stays.
		///
		/// ## Dispatch Origin
		/// Signed by the coldkey.
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotColdkey`](Error::NotColdkey),
		/// [`NotUnbonding`](Error::NotUnbonding), [`UnbondingNotOver`](Error::UnbondingNotOver),
		/// [`StakeStillFrozen`](Error::StakeStillFrozen), [`WorkNotFinal`](Error::WorkNotFinal),
		/// [`NothingToWithdraw`](Error::NothingToWithdraw).
		///
		/// ## Events
		/// [`Withdrawn`](Event::Withdrawn).
		///
		/// ## Complexity
		/// Removes up to [`Config::MaxGateways`] entries.
		#[pallet::call_index(7)]
		pub fn withdraw(origin: OriginFor<T>, hotkey: AccountId) -> DispatchResult {
			Self::do_withdraw(ensure_signed(origin)?, hotkey)
		}

		/// Shows that the operator is reachable; once an epoch, free when accepted. Ends a suspension
		/// for missed heartbeats, and, when the one before was not missed, brings back 10 points of the
		/// emission that they have cost.
		///
		/// ## Dispatch Origin
		/// Signed by the hotkey; the fee is charged before and returned when accepted.
		///
		/// ## Parameters
		/// - `epoch_number`: the current epoch.
		/// - `capabilities_summary_hash`: hash of what the operator offers, as its gateways know it.
		/// - `attestation_report_hash`: hash of its attestation report; zeros without one.
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`OperatorBanned`](Error::OperatorBanned),
		/// [`WrongEpoch`](Error::WrongEpoch),
		/// [`HeartbeatAlreadyExists`](Error::HeartbeatAlreadyExists).
		///
		/// ## Events
		/// [`HeartbeatAccepted`](Event::HeartbeatAccepted), which carries both hashes; they are not
		/// stored.
		#[pallet::call_index(8)]
		pub fn heartbeat(
			origin: OriginFor<T>,
			epoch_number: EpochIndex,
			capabilities_summary_hash: Hash,
			attestation_report_hash: Hash,
		) -> DispatchResultWithPostInfo {
			let hotkey = ensure_signed(origin)?;
			Self::do_heartbeat(
				hotkey,
				epoch_number,
				capabilities_summary_hash,
				attestation_report_hash,
			)?;
			Ok(Pays::No.into())
		}

		/// Suspends an operator until [`force_resume`](Pallet::force_resume); its receipts can be
		/// settled until the end of the next epoch.
		///
		/// ## Dispatch Origin
		/// [`Config::FastOrigin`].
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound),
		/// [`AlreadySuspended`](Error::AlreadySuspended),
		/// [`OperatorUnbonding`](Error::OperatorUnbonding), [`OperatorBanned`](Error::OperatorBanned).
		///
		/// ## Events
		/// [`Suspended`](Event::Suspended).
		#[pallet::call_index(9)]
		pub fn force_suspend(origin: OriginFor<T>, id: OperatorId) -> DispatchResult {
			T::FastOrigin::ensure_origin(origin)?;
			Self::do_suspend(id)
		}

		/// Ends a suspension by governance.
		///
		/// ## Dispatch Origin
		/// [`Config::FastOrigin`].
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotSuspended`](Error::NotSuspended).
		///
		/// ## Events
		/// [`Resumed`](Event::Resumed).
		#[pallet::call_index(10)]
		pub fn force_resume(origin: OriginFor<T>, id: OperatorId) -> DispatchResult {
			T::FastOrigin::ensure_origin(origin)?;
			Self::do_resume(id)
		}

		/// Bans an operator and its coldkey. The operator's receipts are refused at once, its hotkey
		/// and the one before it for ever; the stake returns after the unbonding time. The coldkey can
		/// neither register nor rotate any more; its other operators stay, to be banned by their ids.
		/// An operator that has been withdrawn in the meantime leaves the coldkey to be banned.
		///
		/// ## Dispatch Origin
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound) for an id that is not given or belongs to
		/// another coldkey, [`OperatorBanned`](Error::OperatorBanned),
		/// [`ColdkeyBanned`](Error::ColdkeyBanned) when nothing is left to ban.
		///
		/// ## Events
		/// [`ColdkeyBanned`](Event::ColdkeyBanned) unless it is, [`Banned`](Event::Banned) unless the
		/// operator is withdrawn.
		#[pallet::call_index(11)]
		pub fn force_ban(
			origin: OriginFor<T>,
			coldkey: AccountId,
			id: OperatorId,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::do_ban(coldkey, id)
		}

		/// Freezes `amount` of an operator's stake for 30 days: it cannot be withdrawn and backs no
		/// work (SPEC §11). Never burns.
		///
		/// ## Dispatch Origin
		/// [`Config::GuardOrigin`].
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`ZeroAmount`](Error::ZeroAmount),
		/// [`FreezeTooHigh`](Error::FreezeTooHigh), [`FreezeTooSoon`](Error::FreezeTooSoon).
		///
		/// ## Events
		/// [`StakeFrozen`](Event::StakeFrozen).
		#[pallet::call_index(12)]
		pub fn force_freeze(
			origin: OriginFor<T>,
			id: OperatorId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			T::GuardOrigin::ensure_origin(origin)?;
			Self::do_freeze(id, amount)
		}

		/// Lets a running freeze last 30 days from now.
		///
		/// ## Dispatch Origin
		/// [`Config::FastOrigin`].
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotFrozen`](Error::NotFrozen).
		///
		/// ## Events
		/// [`StakeFrozen`](Event::StakeFrozen).
		#[pallet::call_index(13)]
		pub fn force_renew_freeze(origin: OriginFor<T>, id: OperatorId) -> DispatchResult {
			T::FastOrigin::ensure_origin(origin)?;
			Self::do_renew_freeze(id)
		}

		/// Ends a freeze.
		///
		/// ## Dispatch Origin
		/// [`Config::FastOrigin`].
		///
		/// ## Errors
		/// [`OperatorNotFound`](Error::OperatorNotFound), [`NotFrozen`](Error::NotFrozen).
		///
		/// ## Events
		/// [`StakeUnfrozen`](Event::StakeUnfrozen).
		#[pallet::call_index(14)]
		pub fn force_unfreeze(origin: OriginFor<T>, id: OperatorId) -> DispatchResult {
			T::FastOrigin::ensure_origin(origin)?;
			Self::do_unfreeze(id)
		}

		/// Sets a tier's floor: once an epoch, by at most 20 %, and within half of the highest and
		/// twice the lowest floor of the last 30 days. Operators below a higher floor have 30 days.
		///
		/// ## Dispatch Origin
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		/// [`TierHasNoFloor`](Error::TierHasNoFloor), [`OutOfBounds`](Error::OutOfBounds),
		/// [`FloorAlreadyChanged`](Error::FloorAlreadyChanged).
		///
		/// ## Events
		/// [`TierFloorSet`](Event::TierFloorSet).
		///
		/// ## Complexity
		/// O([`FLOOR_SLICES`]).
		#[pallet::call_index(15)]
		pub fn set_tier_floor(
			origin: OriginFor<T>,
			tier: Tier,
			#[pallet::compact] floor: Balance,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::do_set_tier_floor(tier, floor)
		}

		/// Sets the part of a tier's receipts that validators replay, within
		/// [`TierTerms::sample_rate_range`].
		///
		/// ## Dispatch Origin
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		/// [`OutOfBounds`](Error::OutOfBounds).
		///
		/// ## Events
		/// [`SampleRateSet`](Event::SampleRateSet).
		#[pallet::call_index(16)]
		pub fn set_sample_rate(
			origin: OriginFor<T>,
			tier: Tier,
			sample_rate: Perbill,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			Self::do_set_sample_rate(tier, sample_rate)
		}

		/// Sets capacity and float within the bounds of [`OperatorParameters`].
		///
		/// ## Dispatch Origin
		/// [`Config::NormalOrigin`].
		///
		/// ## Errors
		/// [`OutOfBounds`](Error::OutOfBounds).
		///
		/// ## Events
		/// [`ParametersSet`](Event::ParametersSet).
		#[pallet::call_index(17)]
		pub fn set_parameters(
			origin: OriginFor<T>,
			parameters: OperatorParameters,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			ensure!(parameters.is_valid(), Error::<T>::OutOfBounds);
			Parameters::<T>::put(parameters);
			Self::deposit_event(Event::ParametersSet { parameters });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The operator with `hotkey`, with everything that is worked out when read.
		pub fn operator(hotkey: AccountId) -> Option<OperatorViewOf<T>> {
			Self::view(&hotkey)
		}

		/// What `tier` asks for and brings.
		pub fn tier(tier: Tier) -> TierTerms {
			Self::terms(tier)
		}
	}
}
