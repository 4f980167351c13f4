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

mod impls;
mod try_state;
pub mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use alloc::{boxed::Box, vec::Vec};
use frame_support::{pallet_prelude::*, traits::fungible::MutateHold, weights::WeightMeter};
use frame_system::pallet_prelude::*;
use orogen_primitives_core::{
	AccountId, Balance, BatchId, Cuc, EpochIndex, Hash, MAX_BATCH_RECEIPTS, SpendingSessionId,
};
use orogen_primitives_receipts::{
	RefundClaim, RowOpening, SettledOperatorRow, batch::MAX_BATCH_ENTRIES,
};
use orogen_primitives_traits::{
	EpochClock, EpochFinality, GatewayRegistry, OperatorAdmission, OperatorRefusal, PriceOracle,
	SessionLedger, SessionRefusal, WorkLedger,
};
use sp_runtime::traits::Convert;

pub use impls::{ROWS_KEY_PREFIX, rows_key};
pub use pallet::*;
pub use types::{
	BatchHeader, BatchState, BatchSubmission, BlobUrl, ENTRIES_PER_CHUNK, EntryBits, EpochWork,
	Gateway, GatewayStatus, LeafRange, OpenWork, ParameterChange, Parameters, PruneCursor, Totals,
	VoidRows,
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

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
	{
		/// Currency of stakes and deposits.
		type Currency: MutateHold<AccountId, Reason = Self::RuntimeHoldReason, Balance = Balance>;
		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;
		/// Spending sessions that batches claim from.
		type SessionLedger: SessionLedger<AccountId>;
		/// Operators whose work batches settle.
		type OperatorAdmission: OperatorAdmission<AccountId>;
		/// Takes the settled work and its dues.
		type WorkLedger: WorkLedger<AccountId>;
		/// Weight of paying so many payees on the way of [`WorkLedger::accrue`], at worst.
		type PayoutWeight: Convert<u32, Weight>;
		/// The protocol clock.
		type EpochClock: EpochClock;
		/// Says which epochs are closed.
		type EpochFinality: EpochFinality;
		/// Values a gateway's stake.
		type PriceOracle: PriceOracle;
		/// May change [`Parameters`]; the timelock's normal track.
		type NormalOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Most batches of a gateway that are not final; bounds [`Pallet::pending`].
		#[pallet::constant]
		type MaxPendingBatches: Get<u32>;
		/// Weights of this pallet.
		type WeightInfo: WeightInfo;
	}

	/// What governance may change.
	#[pallet::storage]
	pub type CurrentParameters<T: Config> =
		StorageValue<_, Parameters<BlockNumberFor<T>>, ValueQuery>;

	/// Gateways, also those that are leaving.
	#[pallet::storage] // Blake2_128Concat: anyone may choose an account.
	pub type Gateways<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountId, Gateway<BlockNumberFor<T>>>;

	/// Headers of batches that are not pruned.
	#[pallet::storage] // Twox64Concat: ids count up.
	pub type Batches<T: Config> =
		StorageMap<_, Twox64Concat, BatchId, BatchHeader<BlockNumberFor<T>>>;

	/// All batches since genesis; their number is the id of the next one.
	#[pallet::storage]
	pub type BatchTotals<T: Config> = StorageValue<_, Totals, ValueQuery>;

	/// Block that first saw an epoch closed, until the epoch's headers are pruned: one entry an epoch
	/// over [`Parameters::header_retention`].
	#[pallet::storage] // Twox64Concat: epochs count up.
	pub type Closings<T: Config> = StorageMap<_, Twox64Concat, EpochIndex, BlockNumberFor<T>>;

	/// What is void of batches, until their headers are pruned.
	#[pallet::storage] // Twox64Concat: ids count up.
	pub type VoidedRows<T: Config> = StorageMap<_, Twox64Concat, BatchId, VoidRows>;

	/// Which entries of a batch are refunded: bits of [`ENTRIES_PER_CHUNK`] neighbours, by the batch and
	/// their index divided by that number, until the header is pruned.
	// Twox64Concat: ids and indices count up.
	#[pallet::storage]
	pub type RefundedEntries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BatchId, Twox64Concat, u32, EntryBits>;

	/// How far the pruning of headers is.
	#[pallet::storage]
	pub type Pruning<T: Config> = StorageValue<_, PruneCursor, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Parameters to start with; times may be shorter than governance could make them.
		pub parameters: Parameters<BlockNumberFor<T>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.parameters.min_stake > 0, "a gateway without stake has no capacity");
			assert!(self.parameters.exposure_factor > 0, "a gateway must be able to settle");
			CurrentParameters::<T>::put(self.parameters);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// `gateway` registered.
		#[codec(index = 0)]
		GatewayRegistered { gateway: AccountId, stake: Balance, min_session_cap: Cuc },
		/// `gateway` added `amount`; its stake is now `stake`.
		#[codec(index = 1)]
		GatewayBonded { gateway: AccountId, amount: Balance, stake: Balance },
		/// `gateway` takes sessions from this cap on.
		#[codec(index = 2)]
		MinSessionCapSet { gateway: AccountId, min_session_cap: Cuc },
		/// `gateway` takes no more sessions, settles until the block `until`, and can withdraw then.
		#[codec(index = 3)]
		GatewayDeregistered { gateway: AccountId, until: BlockNumberFor<T> },
		/// `gateway` is gone and got `stake` back.
		#[codec(index = 4)]
		GatewayWithdrawn { gateway: AccountId, stake: Balance },
		/// `gateway` settled a batch; `rows_root` tells its rows from those of a fork.
		#[codec(index = 5)]
		BatchSubmitted {
			batch: BatchId,
			gateway: AccountId,
			epoch: EpochIndex,
			count: u32,
			tokens: u64,
			cuc: Cuc,
			rows_root: Hash,
		},
		/// The header of a batch is gone and `gateway` got its `deposit` back.
		#[codec(index = 6)]
		BatchPruned { batch: BatchId, gateway: AccountId, deposit: Balance },
		/// Governance changed a parameter.
		#[codec(index = 7)]
		ParameterSet { change: ParameterChange<BlockNumberFor<T>> },
		/// Operator row `row` of a batch, counted from 0, is void: `due` and `commission` left the books
		/// of `payee` and of the gateway, and `cuc` wait for the customers.
		#[codec(index = 8)]
		RowVoided {
			batch: BatchId,
			row: u16,
			hotkey: AccountId,
			cuc: Cuc,
			payee: AccountId,
			due: Cuc,
			commission: Cuc,
		},
		/// `amount` that void rows took for `entries` requests of `session` went back to its owner `who`:
		/// to the lot of the session's expiry day, or to nobody if that has passed, as the credits'
		/// event before this one says.
		#[codec(index = 9)]
		RefundClaimed {
			batch: BatchId,
			session: SpendingSessionId,
			who: AccountId,
			entries: u32,
			amount: Cuc,
		},
		/// `amount` that void rows of a batch took was not claimed before its header was pruned.
		#[codec(index = 10)]
		RefundLapsed { batch: BatchId, amount: Cuc },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is not a gateway; call [`Pallet::register_gateway`] first.
		#[codec(index = 0)]
		GatewayNotFound,
		/// The account is a gateway, or one that has not withdrawn yet.
		#[codec(index = 1)]
		GatewayAlreadyExists,
		/// The stake is below [`Parameters::min_stake`]; register with more.
		#[codec(index = 2)]
		StakeTooLow,
		/// The amount is 0.
		#[codec(index = 3)]
		ZeroAmount,
		/// The gateway is leaving already.
		#[codec(index = 4)]
		GatewayUnbonding,
		/// The gateway is not leaving; call [`Pallet::deregister_gateway`] first.
		#[codec(index = 5)]
		NotUnbonding,
		/// The unbonding time is not over; see the gateway's status for the block.
		#[codec(index = 6)]
		UnbondingNotOver,
		/// A batch of the gateway is not final; wait until its epoch is closed.
		#[codec(index = 7)]
		BatchesNotFinal,
		/// The unbonding time is over: the gateway settles no more, it can withdraw.
		#[codec(index = 8)]
		SettlementOver,
		/// The batch has no receipt; void and deferred seqs alone settle nothing.
		#[codec(index = 9)]
		EmptyBatch,
		/// The batch has more than 65,536 receipts; split it.
		#[codec(index = 10)]
		TooManyReceipts,
		/// The batch has more than [`MAX_BATCH_ENTRIES`] entries; split it.
		#[codec(index = 11)]
		TooManyEntries,
		/// The operator rows' or the session rows' receipts do not add up to the batch's count.
		#[codec(index = 12)]
		CountMismatch,
		/// The session rows' entries do not add up to the batch's.
		#[codec(index = 13)]
		EntriesMismatch,
		/// The operator rows' tokens do not add up to the batch's.
		#[codec(index = 14)]
		TokensMismatch,
		/// The operator rows' or the session rows' micro-USD do not add up to the batch's.
		#[codec(index = 15)]
		CucMismatch,
		/// The URL holds something else than printable ASCII without spaces.
		#[codec(index = 16)]
		BadBlobUrl,
		/// There is no price at which the stake could be valued; wait for the oracle.
		#[codec(index = 17)]
		PriceUnknown,
		/// The gateway's unfinalised work would exceed [`Parameters::exposure_factor`] times the value
		/// of its stake; bond more, or wait until an epoch closes.
		#[codec(index = 18)]
		OverCapacity,
		/// [`Config::MaxPendingBatches`] is reached; wait until an epoch closes, and settle more
		/// receipts at once.
		#[codec(index = 19)]
		MaxPendingBatchesReached,
		/// Operator row `row`, counted from 0, is refused for `reason`.
		#[codec(index = 20)]
		OperatorRowRefused { row: u16, reason: OperatorRefusal },
		/// Session row `row`, counted from 0, is refused for `reason`.
		#[codec(index = 21)]
		SessionRowRefused { row: u16, reason: SessionRefusal },
		/// The value is outside the bounds of [`ParameterChange`].
		#[codec(index = 22)]
		ParameterOutOfBounds,
		/// There is no such batch, or its header is pruned.
		#[codec(index = 23)]
		BatchNotFound,
		/// The batch's epoch is closed: its rows stand.
		#[codec(index = 24)]
		BatchFinal,
		/// The row and its opening do not lead to the batch's rows; open the row as it was settled, see
		/// `receipts_batch`.
		#[codec(index = 25)]
		RowNotOpened,
		/// The caller is not the coldkey of the row's operator; send it from that.
		#[codec(index = 26)]
		NotRowOperator,
		/// The row is void already.
		#[codec(index = 27)]
		RowAlreadyVoid,
		/// The proof does not show that the session's entries add up to what its row took; prove the sum
		/// of all its entries.
		#[codec(index = 28)]
		SessionSumNotProved,
		/// The entries are not those at their place in the batch, or not all of the session's row.
		#[codec(index = 29)]
		EntriesNotOpened,
		/// No row of the batch is void, or none of the entries is a void row's that has a price and is
		/// not refunded yet.
		#[codec(index = 30)]
		NothingToRefund,
		/// The entries took more than the void rows of the batch still have: its two trees contradict
		/// each other.
		#[codec(index = 31)]
		RefundExceedsVoidRows,
		/// The row's operator is banned, or some of its stake is frozen: its rows stand.
		#[codec(index = 32)]
		RowOperatorHeld,
	}

	/// Why this pallet holds OROG.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A gateway's stake.
		#[codec(index = 0)]
		GatewayStake,
		/// The deposits of a gateway's headers.
		#[codec(index = 1)]
		BatchDeposit,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining);
			Self::prune(now, &mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			assert!(T::MaxPendingBatches::get() > 0, "a gateway must be able to settle");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Become a gateway with `stake`, for sessions with a cap from `min_session_cap` on.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the account that will be the gateway.
		///
		/// ## Errors
		///
		/// - [`Error::GatewayAlreadyExists`], also while an earlier registration unbonds.
		/// - [`Error::StakeTooLow`].
		/// - The currency's error if `stake` cannot be put on hold.
		///
		/// ## Events
		///
		/// [`Event::GatewayRegistered`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(0)]
		pub fn register_gateway(
			origin: OriginFor<T>,
			#[pallet::compact] stake: Balance,
			#[pallet::compact] min_session_cap: Cuc,
		) -> DispatchResult {
			Self::do_register_gateway(ensure_signed(origin)?, stake, min_session_cap)
		}

		/// Add `amount` to the stake, and so to what may be unfinalised; also while leaving.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a gateway.
		///
		/// ## Errors
		///
		/// - [`Error::ZeroAmount`].
		/// - [`Error::GatewayNotFound`].
		/// - The currency's error if `amount` cannot be put on hold.
		///
		/// ## Events
		///
		/// [`Event::GatewayBonded`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(1)]
		pub fn bond_more(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			Self::do_bond_more(ensure_signed(origin)?, amount)
		}

		/// Take new sessions from this cap on; sessions that are open stay.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a gateway.
		///
		/// ## Errors
		///
		/// [`Error::GatewayNotFound`].
		///
		/// ## Events
		///
		/// [`Event::MinSessionCapSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(2)]
		pub fn set_min_session_cap(
			origin: OriginFor<T>,
			#[pallet::compact] min_session_cap: Cuc,
		) -> DispatchResult {
			Self::do_set_min_session_cap(ensure_signed(origin)?, min_session_cap)
		}

		/// Take no more sessions and begin to unbond; batches are accepted until that is over.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a gateway.
		///
		/// ## Errors
		///
		/// - [`Error::GatewayNotFound`].
		/// - [`Error::GatewayUnbonding`].
		///
		/// ## Events
		///
		/// [`Event::GatewayDeregistered`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(3)]
		pub fn deregister_gateway(origin: OriginFor<T>) -> DispatchResult {
			Self::do_deregister_gateway(ensure_signed(origin)?)
		}

		/// Get the stake back after the unbonding time, once every batch is final. Deposits of headers
		/// come back by themselves when these are pruned.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a gateway.
		///
		/// ## Errors
		///
		/// - [`Error::GatewayNotFound`].
		/// - [`Error::NotUnbonding`].
		/// - [`Error::UnbondingNotOver`].
		/// - [`Error::BatchesNotFinal`].
		///
		/// ## Events
		///
		/// [`Event::GatewayWithdrawn`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(4)]
		pub fn withdraw_gateway(origin: OriginFor<T>) -> DispatchResult {
			Self::do_withdraw_gateway(ensure_signed(origin)?)
		}

		/// Settle a batch of receipts (SPEC §9).
		///
		/// [`Batch`](orogen_primitives_receipts::Batch) makes roots and rows of receipts. A bad row
		/// refuses the whole batch, and nothing is changed.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a gateway, also one that is leaving until its unbonding time is over.
		///
		/// ## Errors
		///
		/// - About the gateway: [`Error::GatewayNotFound`], [`Error::SettlementOver`],
		///   [`Error::MaxPendingBatchesReached`], [`Error::PriceUnknown`], [`Error::OverCapacity`]; the
		///   currency's error if the deposit cannot be put on hold.
		/// - About the batch as a whole: [`Error::EmptyBatch`], [`Error::TooManyReceipts`],
		///   [`Error::TooManyEntries`], [`Error::CountMismatch`], [`Error::EntriesMismatch`],
		///   [`Error::TokensMismatch`], [`Error::CucMismatch`], [`Error::BadBlobUrl`].
		/// - About one row: [`Error::OperatorRowRefused`], [`Error::SessionRowRefused`]; the first bad
		///   row is named, operators before sessions.
		///
		/// ## Events
		///
		/// [`Event::BatchSubmitted`].
		///
		/// ## Complexity
		///
		/// O(operator rows + session rows), whatever the number of receipts. At most
		/// [`WorkLedger::MAX_PAID`] payees are paid on the way, each charged at [`Config::PayoutWeight`];
		/// what was not needed of that returns.
		#[pallet::call_index(5)]
		#[pallet::weight(impls::weight_of_batch::<T>(submission))]
		pub fn submit_batch(
			origin: OriginFor<T>,
			submission: Box<BatchSubmission>,
		) -> DispatchResultWithPostInfo {
			Self::do_submit_batch(ensure_signed(origin)?, *submission)
		}

		/// Change one parameter within its bounds, which stand at [`ParameterChange`].
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
		/// [`Event::ParameterSet`].
		///
		/// ## Complexity
		///
		/// O(1).
		#[pallet::call_index(6)]
		pub fn set_parameter(
			origin: OriginFor<T>,
			change: ParameterChange<BlockNumberFor<T>>,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			ensure!(change.in_bounds(), Error::<T>::ParameterOutOfBounds);
			CurrentParameters::<T>::mutate(|parameters| change.apply(parameters));
			Self::deposit_event(Event::ParameterSet { change });
			Ok(())
		}

		/// Give an operator row of an open batch up: it becomes void (SPEC §9).
		///
		/// The operator found that it served wrong. Nobody is paid for the row, the gateway's commission
		/// for it included; the row no longer counts against the operator's capacity; its micro-USD wait
		/// for the customers ([`claim_refund`](Pallet::claim_refund)). It does not undo what the operator
		/// signed: its receipts stay committed, and whatever they prove against it stays provable.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the coldkey of the row's operator.
		///
		/// ## Errors
		///
		/// - [`Error::BatchNotFound`], [`Error::BatchFinal`].
		/// - [`Error::RowNotOpened`].
		/// - [`Error::NotRowOperator`], [`Error::RowOperatorHeld`].
		/// - [`Error::RowAlreadyVoid`].
		///
		/// ## Events
		///
		/// [`Event::RowVoided`].
		///
		/// ## Complexity
		///
		/// O(log rows).
		#[pallet::call_index(7)]
		pub fn forfeit_row(
			origin: OriginFor<T>,
			#[pallet::compact] batch: BatchId,
			row: Box<SettledOperatorRow>,
			opening: Box<RowOpening>,
		) -> DispatchResult {
			Self::do_forfeit_row(&ensure_signed(origin)?, batch, *row, &opening)
		}

		/// Return what void rows took for requests of one session to its owner's credits (SPEC §9).
		///
		/// [`RefundClaim::of_row`] makes claims of a batch. Each entry is refunded once; those that are
		/// not refundable, or are refunded already, are passed over. The credits go to the lot of the
		/// session's expiry day; if that has passed they are breakage, and the credits say so by an event
		/// of their own. The session need not exist any more. Until the header is pruned; what is left
		/// then is breakage.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anyone.
		///
		/// ## Errors
		///
		/// - [`Error::BatchNotFound`].
		/// - [`Error::RowNotOpened`], [`Error::SessionSumNotProved`], [`Error::EntriesNotOpened`].
		/// - [`Error::NothingToRefund`], [`Error::RefundExceedsVoidRows`].
		///
		/// ## Events
		///
		/// [`Event::RefundClaimed`].
		///
		/// ## Complexity
		///
		/// O(entries + log batch).
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::claim_refund(impls::rows(&claim.entries)))]
		pub fn claim_refund(
			origin: OriginFor<T>,
			#[pallet::compact] batch: BatchId,
			claim: Box<RefundClaim>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_refund(batch, *claim)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// How far a batch is; `None` if it never was or its header is pruned.
		pub fn batch_state(id: BatchId) -> Option<BatchState> {
			Self::batch(id).map(|(_, state)| state)
		}

		/// Batches of a gateway that are not final, oldest first; at most
		/// [`Config::MaxPendingBatches`].
		pub fn pending(gateway: AccountId) -> Vec<BatchId> {
			Self::open_batches(&gateway)
		}

		/// Unfinalised work of a gateway in micro-USD; `None` if it is not registered.
		pub fn unfinalised(gateway: AccountId) -> Option<Cuc> {
			Self::open_work(&gateway).map(|work| work.cuc())
		}

		/// What is void of a batch; `None` if nothing is, or its header is pruned.
		pub fn void_rows(id: BatchId) -> Option<VoidRows> {
			VoidedRows::<T>::get(id)
		}

		/// Whether the entry `index` under a batch's `root_seq` is refunded.
		pub fn is_refunded(id: BatchId, index: u32) -> bool {
			RefundedEntries::<T>::get(id, impls::chunk_of(index))
				.is_some_and(|bits| bits.contains(index))
		}

		/// Most unfinalised work of a gateway in micro-USD; `None` if it is not registered or there is
		/// no price to value its stake at.
		pub fn capacity(gateway: AccountId) -> Option<Cuc> {
			let stake = Gateways::<T>::get(gateway)?.stake;
			Self::capacity_of(stake, CurrentParameters::<T>::get().exposure_factor)
		}
	}
}
