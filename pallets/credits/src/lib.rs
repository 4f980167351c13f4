//! # Credits Pallet
//!
//! CUC, the dollar credits that pay for inference, and the spending sessions through which they are
//! spent (SPEC §5).
//!
//! ## Pallet API
//!
//! Calls: [`open_session`](Pallet::open_session), [`close_session`](Pallet::close_session) and two
//! bounded setters. Other pallets meet it through three traits: it implements
//! [`CreditIssuer`](orogen_primitives_traits::CreditIssuer), by which the burn pallet creates credits,
//! and [`SessionLedger`](orogen_primitives_traits::SessionLedger), by which the receipts pallet takes
//! settled amounts out of sessions; it asks
//! [`GatewayRegistry`](orogen_primitives_traits::GatewayRegistry) for a gateway's terms.
//!
//! ## Overview
//!
//! A customer burns OROG and gets credits worth a dollar each that can be spent for 30 days. Credits
//! cannot be sent to anyone. To spend them the customer opens a session for a gateway: it takes an
//! amount out of the credits and names a key that signs requests off chain. Whoever gets hold of that
//! key can waste the session's amount and no more. The gateway settles what it served; what it did
//! not serve returns when the session is closed.
//!
//! ### Terminology
//!
//! - **Lot**: credits of an account that expire together, at the end of their expiry day.
//! - **Session**: credits set aside for one gateway, with a key, an end, and a counter of requests.
//! - **Seq**: place of a request in its session. A row of a batch claims the seqs after the counter;
//!   a seq may be void (nobody served it), or deferred and claimed later, as long as it is one of the
//!   last 64.
//! - **Settlement end**: last block in which the gateway may settle: the session's end and a grace,
//!   counted in blocks, so that a chain that stands still extends it.
//! - **Breakage**: credits that expired unspent.
//!
//! ## Economics
//!
//! Only the burn of OROG creates credits, only settlement destroys them, only a return brings them
//! back. When a settled row turns out void, what it took is no longer settled but
//! [`refundable`](Supply::refundable): the receipts pallet returns it entry by entry to the owners
//! that its rows name, whether their sessions still exist or not; what nobody claims in time is
//! breakage. A session keeps one expiry day: the mean of the lots it took, weighted by amount and
//! rounded down, so that no sequence of opening and closing gains a CUC-day. What returns goes to the
//! lot of that day, from a void row too, and after that day it is breakage; only if the gateway is gone
//! or leaving, what returns from a session has at least [`Config::MinReturnLife`] days. Each session
//! holds a deposit of its owner; once a session was left alone for the reap delay, whoever closes it
//! earns the deposit.
//!
//! ## Invariants
//!
//! Every micro-USD ever created is in exactly one of: live lots, sessions, settled, refundable,
//! breakage; the module `try_state` checks this and what else must hold.
//!
//! ## Implementation
//!
//! - *Nothing is swept.* [`LotsByDay`] keeps 31 sums by expiry day. The first touch on a new day folds
//!   the days that have passed, however many, into the breakage: supply is right after O(1). Lots of
//!   those days stay in their accounts until the account is touched or `on_idle` comes by, within its
//!   weight and [`Config::MaxSweep`] accounts a block; [`Supply::unswept`] says how much is still
//!   stored, so an idle block with nothing to do reads a few values and stops.
//! - *A request settles once.* A session's counter and a bitmap of 64 deferred seqs behind it stand in
//!   for a table of nonces; the rule is the pure function
//!   [`advance`](orogen_primitives_math::credits::advance). Ids are never reused, so a session that is
//!   gone answers for all its seqs.
//! - *Settlement is one read and one write a session*, whatever the number of requests.
//! - *The grace counts blocks in which batches can be submitted.* While settlement stands still for
//!   everybody, because too many epochs are open, every block is noted in [`LastStandstill`], and
//!   [`settlement_end`](Pallet::settlement_end) moves by as many. Nothing is noted, and sessions that
//!   are not over read nothing more, while settlement is possible.
//!
//! ### Decisions where SPEC §5 is silent
//!
//! - A session whose settlement is over counts as burned for every seq, also before it is closed:
//!   none of its requests can be settled any more.
//! - A gateway's end is the block from which it can no longer settle: from then on its sessions are
//!   over and their owners need not wait for anything. A gateway that is leaving can still settle, so
//!   that its sessions keep their grace. One that comes back under the same account can settle on
//!   sessions that nobody has closed, and therefore their seqs do not count as burned.
//! - Closing never moves a settlement end further away than it was.
//! - Letting deferred seqs lapse is no claim of its own; the next row that claims something does it.
//! - The deposit is forfeited as it was when the session was opened, but never OROG that a lock, such
//!   as vesting, needs: it comes out of balance that is not locked, and if the owner has since spent
//!   what covered the lock, the closer earns only what the lock leaves and the owner keeps the rest.
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
mod standstill;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use pallet::*;
pub use standstill::Standstill;
pub use types::*;
pub use weights::WeightInfo;

#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "what the macros and codec's derives write; the logic is in `impls`"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		impls::{Closed, SessionTerms},
		*,
	};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			UnixTime,
			fungible::{Inspect, MutateHold},
		},
	};
	use frame_system::pallet_prelude::*;
	use orogen_primitives_core::{AccountId, Balance, Cuc, Day, Moment, Seq, SpendingSessionId};
	use orogen_primitives_receipts::SessionKey;
	use orogen_primitives_traits::GatewayRegistry;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
	{
		/// Currency of the session deposits.
		type Currency: MutateHold<AccountId, Balance = Balance, Reason = Self::RuntimeHoldReason>;
		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;
		/// The chain's clock.
		type UnixTime: UnixTime;
		/// Looks gateways up.
		type GatewayRegistry: GatewayRegistry<AccountId>;
		/// May change the parameters.
		type NormalOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Days after its creation on which a lot can still be spent; at most
		/// [`MAX_LOT_LIFETIME`].
		#[pallet::constant]
		type LotLifetime: Get<Day>;
		/// Least life in days of credits that return from a session whose gateway is gone or leaving;
		/// at most [`MAX_LOT_LIFETIME`].
		#[pallet::constant]
		type MinReturnLife: Get<Day>;
		/// Most sessions that an account may have open.
		#[pallet::constant]
		type MaxSessions: Get<u32>;
		/// Longest life of a session in milliseconds.
		#[pallet::constant]
		type MaxSessionLife: Get<Moment>;
		/// Shortest settlement grace that [`Pallet::set_settlement_grace`] takes, in blocks.
		#[pallet::constant]
		type MinSettlementGrace: Get<BlockNumberFor<Self>>;
		/// Longest settlement grace, in blocks.
		#[pallet::constant]
		type MaxSettlementGrace: Get<BlockNumberFor<Self>>;
		/// Smallest session deposit in planck; at least the existential deposit.
		#[pallet::constant]
		type MinSessionDeposit: Get<Balance>;
		/// Largest session deposit in planck.
		#[pallet::constant]
		type MaxSessionDeposit: Get<Balance>;
		/// Most accounts that `on_idle` looks at in a block.
		#[pallet::constant]
		type MaxSweep: Get<u32>;
		/// Weights of the calls and hooks.
		type WeightInfo: WeightInfo;
	}

	/// What governance may change, and windows that presets choose.
	#[pallet::storage]
	pub type Params<T: Config> = StorageValue<_, ParametersOf<T>, ValueQuery>;

	/// Lots, and sums of the open sessions, by account.
	// Blake2: callers choose the key.
	#[pallet::storage]
	pub type Accounts<T: Config> =
		StorageMap<_, Blake2_128Concat, AccountId, CreditAccount, ValueQuery>;

	/// Sums of all lots by expiry day.
	#[pallet::storage]
	pub type LotsByDay<T: Config> = StorageValue<_, DayTotals, ValueQuery>;

	/// Where every micro-USD is.
	#[pallet::storage]
	pub type TotalSupply<T: Config> = StorageValue<_, Supply, ValueQuery>;

	/// Sessions that are not closed.
	// Twox: ids are counted.
	#[pallet::storage]
	pub type Sessions<T: Config> =
		StorageMap<_, Twox64Concat, SpendingSessionId, SessionOf<T>, OptionQuery>;

	/// Ids in [`Sessions`] by owner.
	// Blake2: callers choose the owner. Twox: ids are counted.
	#[pallet::storage]
	pub type SessionsByOwner<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		AccountId,
		Twox64Concat,
		SpendingSessionId,
		(),
		OptionQuery,
	>;

	/// Id of the next session.
	#[pallet::storage]
	pub type NextSessionId<T: Config> = StorageValue<_, SpendingSessionId, ValueQuery>;

	/// The last blocks in which nothing could be settled; they move settlement ends.
	#[pallet::storage]
	pub type LastStandstill<T: Config> =
		StorageValue<_, Standstill<BlockNumberFor<T>>, OptionQuery>;

	/// Account after which `on_idle` goes on; `None` begins at the first one.
	#[pallet::storage]
	pub type SweepCursor<T: Config> = StorageValue<_, AccountId, OptionQuery>;

	/// The default is the launch parameters.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Blocks after a session's end in which its gateway may still settle.
		pub settlement_grace: BlockNumberFor<T>,
		/// Blocks after the settlement end from which anyone may close a session.
		pub reap_delay: BlockNumberFor<T>,
		/// Deposit of a session, in planck.
		pub session_deposit: Balance,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			let Parameters { settlement_grace, reap_delay, session_deposit } =
				ParametersOf::<T>::default();
			Self { settlement_grace, reap_delay, session_deposit }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let Self { settlement_grace, reap_delay, session_deposit } = *self;
			// Presets may choose a grace below the setter's bound: minutes in `development`.
			assert!(
				settlement_grace > 0u32.into() && settlement_grace <= T::MaxSettlementGrace::get(),
				"`settlement_grace` must be within 1..=`MaxSettlementGrace` blocks",
			);
			assert!(reap_delay > 0u32.into(), "`reap_delay` must not be 0");
			assert!(
				(T::MinSessionDeposit::get()..=T::MaxSessionDeposit::get())
					.contains(&session_deposit),
				"`session_deposit` must be within its bounds",
			);
			Params::<T>::put(Parameters { settlement_grace, reap_delay, session_deposit });
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// OROG was burned: `who` got `amount` of credits, spendable up to and on `expiry_day`.
		#[codec(index = 0)]
		CreditsIssued { who: AccountId, amount: Cuc, expiry_day: Day },
		/// `amount` of `who`'s credits came back from a session or a void row into the lot of
		/// `expiry_day`.
		#[codec(index = 1)]
		CreditsReturned { who: AccountId, amount: Cuc, expiry_day: Day },
		/// `amount` of `who`'s credits expired unspent, in a lot or on their way back to one.
		#[codec(index = 2)]
		CreditsExpired { who: AccountId, amount: Cuc },
		/// `who` opened `session` for `gateway` with `cap` of its credits.
		#[codec(index = 3)]
		SessionOpened {
			session: SpendingSessionId,
			who: AccountId,
			gateway: AccountId,
			key: SessionKey,
			cap: Cuc,
			expires_at: Moment,
			settle_until: BlockNumberFor<T>,
			ack_window: u8,
			expiry_day: Day,
			deposit: Balance,
		},
		/// The owner of `session` ended it: no new requests, settlement until `settle_until`.
		#[codec(index = 4)]
		SessionClosing {
			session: SpendingSessionId,
			expires_at: Moment,
			settle_until: BlockNumberFor<T>,
		},
		/// `session` of `who` is gone: `amount` was left in it, and `closer` got `deposit`.
		#[codec(index = 5)]
		SessionClosed {
			session: SpendingSessionId,
			who: AccountId,
			closer: AccountId,
			amount: Cuc,
			deposit: Balance,
		},
		/// A batch settled `amount` of `session` for `receipts` receipts. Its counter is at
		/// `next_seq`; bit `i` of `deferred` is seq `next_seq − 1 − i`.
		#[codec(index = 6)]
		Settled {
			session: SpendingSessionId,
			amount: Cuc,
			receipts: u32,
			next_seq: Seq,
			deferred: u64,
		},
		/// Governance changed the settlement grace of sessions opened or ended from now on.
		#[codec(index = 7)]
		SettlementGraceSet { blocks: BlockNumberFor<T> },
		/// Governance changed the deposit of sessions opened from now on.
		#[codec(index = 8)]
		SessionDepositSet { amount: Balance },
		/// A settled row is void: `amount` that it took waits for its owners.
		#[codec(index = 9)]
		CreditsVoided { amount: Cuc },
		/// `amount` that void rows took was not claimed in time.
		#[codec(index = 10)]
		CreditsLapsed { amount: Cuc },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// Credits of 0 were to be created; the price rounds the burn down to nothing, burn more.
		#[codec(index = 0)]
		ZeroAmount,
		/// No gateway is registered under this account; choose another one.
		#[codec(index = 1)]
		GatewayNotFound,
		/// The gateway is leaving or suspended and takes no new sessions; choose another one.
		#[codec(index = 2)]
		GatewayNotAccepting,
		/// The cap is below the gateway's smallest one, or 0; open with more.
		#[codec(index = 3)]
		CapTooLow,
		/// The session would end before it begins; name a later end.
		#[codec(index = 4)]
		EndPassed,
		/// The session would live longer than [`Config::MaxSessionLife`]; name an earlier end.
		#[codec(index = 5)]
		LifeTooLong,
		/// The ack window must be within [`ACK_WINDOWS`].
		#[codec(index = 6)]
		AckWindowOutOfRange,
		/// The account has [`Config::MaxSessions`] open; close one first.
		#[codec(index = 7)]
		MaxSessionsReached,
		/// The account's live lots hold less than the cap; burn OROG for more.
		#[codec(index = 8)]
		InsufficientCredits,
		/// There is no such session; it is closed, or was never opened.
		#[codec(index = 9)]
		SessionNotFound,
		/// Only the owner may close the session until the reap delay after its settlement end.
		#[codec(index = 10)]
		NotSessionOwner,
		/// The session has ended but its gateway may still settle; close it after its settlement
		/// end.
		#[codec(index = 11)]
		SettlementNotOver,
		/// The grace must be within [`Config::MinSettlementGrace`] and
		/// [`Config::MaxSettlementGrace`].
		#[codec(index = 12)]
		GraceOutOfRange,
		/// The deposit must be within [`Config::MinSessionDeposit`] and
		/// [`Config::MaxSessionDeposit`].
		#[codec(index = 13)]
		DepositOutOfRange,
		/// The deposit exceeds what the account has neither locked nor on hold, beyond the existential
		/// deposit; acquire OROG.
		#[codec(index = 14)]
		DepositNotCovered,
	}

	/// Why a balance is on hold.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit of open sessions.
		#[codec(index = 0)]
		SessionDeposit,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::sweep(remaining)
		}

		fn integrity_test() {
			assert!(
				(1..=MAX_LOT_LIFETIME).contains(&T::LotLifetime::get()),
				"`LotLifetime` must be within 1..=`MAX_LOT_LIFETIME`",
			);
			assert!(
				T::MinReturnLife::get() <= MAX_LOT_LIFETIME,
				"`MinReturnLife` must be at most `MAX_LOT_LIFETIME`",
			);
			assert!(T::MaxSessions::get() > 0, "`MaxSessions` must not be 0");
			assert!(T::MaxSessionLife::get() > 0, "`MaxSessionLife` must not be 0");
			assert!(T::MaxSweep::get() > 0, "`MaxSweep` must not be 0");
			assert!(
				T::MinSettlementGrace::get() > 0u32.into()
					&& T::MinSettlementGrace::get() <= T::MaxSettlementGrace::get(),
				"the bounds of the settlement grace must be a range above 0",
			);
			assert!(
				T::MinSessionDeposit::get() >= T::Currency::minimum_balance()
					&& T::MinSessionDeposit::get() > 0
					&& T::MinSessionDeposit::get() <= T::MaxSessionDeposit::get(),
				"a session deposit must be able to stand alone in an account",
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = T::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Set `cap` of the caller's credits aside for `gateway`, oldest lots first (SPEC §5).
		///
		/// `key` signs requests off chain until `expires_at`. `ack_window` is how many requests may
		/// be under way before the caller acknowledges (1–64, 8 if it names none). `models` binds the
		/// session to models; empty means any. The gateway can settle until the block that is
		/// `expires_at` and the settlement grace away, whatever the age of the lots.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the customer, who needs the session deposit in free OROG that is not locked.
		///
		/// ## Errors
		///
		/// - [`Error::GatewayNotFound`], [`Error::GatewayNotAccepting`], [`Error::CapTooLow`]: the
		///   gateway's terms.
		/// - [`Error::EndPassed`], [`Error::LifeTooLong`], [`Error::AckWindowOutOfRange`]: the
		///   session's terms.
		/// - [`Error::MaxSessionsReached`], [`Error::InsufficientCredits`],
		///   [`Error::DepositNotCovered`]: the caller's account.
		///
		/// ## Events
		///
		/// - [`Event::SessionOpened`]
		/// - [`Event::CreditsExpired`] for lots of the caller that have expired since its last call.
		///
		/// ## Complexity
		///
		/// O(31): the caller's lots; one session is written.
		#[pallet::call_index(0)]
		pub fn open_session(
			origin: OriginFor<T>,
			gateway: AccountId,
			key: SessionKey,
			#[pallet::compact] cap: Cuc,
			#[pallet::compact] expires_at: Moment,
			ack_window: Option<u8>,
			models: SessionModels,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let deposit = Params::<T>::get().session_deposit;
			let terms = SessionTerms { gateway, key, cap, expires_at, ack_window, models };
			Self::do_open_session(who.clone(), terms, deposit)?;
			T::Currency::hold(&HoldReason::SessionDeposit.into(), &who, deposit)
		}

		/// End `session`, or take it out of storage when its settlement is over (SPEC §5).
		///
		/// Before its end, the owner stops new requests and the settlement grace begins. After the
		/// settlement end, or once the gateway can no longer settle, what is left returns to the lot of
		/// the session's expiry day (a day that has passed is breakage; if the gateway is gone or
		/// leaving it gets at least [`Config::MinReturnLife`] days), and the deposit to the owner. From
		/// the reap delay after the settlement end anyone may do this and earns the deposit, but for
		/// what a lock of the owner needs.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the owner; by anyone from the reap delay after the settlement end.
		///
		/// ## Errors
		///
		/// - [`Error::SessionNotFound`]
		/// - [`Error::NotSessionOwner`]: the caller is too early, or the session is not its own.
		/// - [`Error::SettlementNotOver`]: the session has ended and the gateway may still settle.
		///
		/// ## Events
		///
		/// - [`Event::SessionClosing`] when the grace begins; else [`Event::SessionClosed`] and what
		///   became of the rest: [`Event::CreditsReturned`] or [`Event::CreditsExpired`].
		///
		/// ## Complexity
		///
		/// O(31): the owner's lots. Stopping touches the session only, and is refunded the rest.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::close_session().max(T::WeightInfo::stop_session()))]
		pub fn close_session(
			origin: OriginFor<T>,
			#[pallet::compact] session: SpendingSessionId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Ok(match Self::do_close_session(who, session)? {
				Closed::Stopped => Some(T::WeightInfo::stop_session()).into(),
				Closed::Gone => Some(T::WeightInfo::close_session()).into(),
			})
		}

		/// Set the settlement grace of sessions that are opened, or ended by their owner, from now
		/// on.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`]
		///
		/// ## Errors
		///
		/// - [`Error::GraceOutOfRange`]
		///
		/// ## Events
		///
		/// - [`Event::SettlementGraceSet`]
		///
		/// ## Complexity
		///
		/// O(1)
		#[pallet::call_index(2)]
		pub fn set_settlement_grace(
			origin: OriginFor<T>,
			blocks: BlockNumberFor<T>,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			let range = T::MinSettlementGrace::get()..=T::MaxSettlementGrace::get();
			ensure!(range.contains(&blocks), Error::<T>::GraceOutOfRange);
			Params::<T>::mutate(|params| params.settlement_grace = blocks);
			Self::deposit_event(Event::SettlementGraceSet { blocks });
			Ok(())
		}

		/// Set the deposit of sessions that are opened from now on.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::NormalOrigin`]
		///
		/// ## Errors
		///
		/// - [`Error::DepositOutOfRange`]
		///
		/// ## Events
		///
		/// - [`Event::SessionDepositSet`]
		///
		/// ## Complexity
		///
		/// O(1)
		#[pallet::call_index(3)]
		pub fn set_session_deposit(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			T::NormalOrigin::ensure_origin(origin)?;
			let range = T::MinSessionDeposit::get()..=T::MaxSessionDeposit::get();
			ensure!(range.contains(&amount), Error::<T>::DepositOutOfRange);
			Params::<T>::mutate(|params| params.session_deposit = amount);
			Self::deposit_event(Event::SessionDepositSet { amount });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Live lots of `who`, first to expire first.
		pub fn lots(who: AccountId) -> Vec<Lot> {
			Self::live_lots(&who)
		}

		/// A session, with its settlement end as it is known now; `None` when it is gone or never was.
		pub fn session(id: SpendingSessionId) -> Option<SessionOf<T>> {
			let session = Sessions::<T>::get(id)?;
			Some(Session { settle_until: Self::settlement_end(&session), ..session })
		}

		/// At most `limit` ids of sessions that `owner` has open, ascending, from the id `from` on.
		pub fn sessions_of(
			owner: AccountId,
			from: SpendingSessionId,
			limit: u32,
		) -> Vec<SpendingSessionId> {
			Self::sessions_page(&owner, from, limit)
		}

		/// Whether a request can never be settled (again); `false` for a session still to come.
		pub fn is_burned(id: SpendingSessionId, seq: Seq) -> bool {
			Self::request_burned(id, seq)
		}

		/// Where every micro-USD is, as of today.
		pub fn supply() -> Supply {
			Self::supply_today()
		}
	}
}
