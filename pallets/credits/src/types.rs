//! What the pallet stores.

use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::RangeInclusive;
use frame_support::{BoundedVec, traits::ConstU32};
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_core::{
	AccountId, Balance, Cuc, DAYS, Day, HOURS, Hash, MAX_ACK_WINDOW, MAX_SESSION_MODELS,
	MILLI_OROG, Moment, Seq,
};
use orogen_primitives_math::credits::{Slice, Taken, deferred_seqs, is_burned, take_oldest};
use orogen_primitives_receipts::SessionKey;
use scale_info::TypeInfo;
use sp_runtime::{
	ArithmeticError,
	traits::{EnsureAddAssign, EnsureSubAssign},
};

/// Longest life of a fresh lot in days; bounds the buckets of an account.
pub const MAX_LOT_LIFETIME: Day = 30;
/// Days on which live lots can expire: today and the [`MAX_LOT_LIFETIME`] days after it.
pub const LOT_DAYS: usize = 31;
/// Ack windows that a session may have (SPEC §5).
pub const ACK_WINDOWS: RangeInclusive<u8> = 1..=MAX_ACK_WINDOW;

/// Models that a session is bound to; empty means any.
pub type SessionModels = BoundedVec<Hash, ConstU32<MAX_SESSION_MODELS>>;
/// [`Session`] with the chain's block number.
pub type SessionOf<T> = Session<BlockNumberFor<T>>;
/// [`Parameters`] with the chain's block number.
pub type ParametersOf<T> = Parameters<BlockNumberFor<T>>;

/// What governance may change, and windows that presets choose.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Parameters<BlockNumber> {
	/// Blocks after a session's end in which its gateway may still settle.
	pub settlement_grace: BlockNumber,
	/// Blocks after the settlement end from which anyone may close a session.
	pub reap_delay: BlockNumber,
	/// Deposit of a new session, in planck.
	pub session_deposit: Balance,
}

impl<BlockNumber: From<u32>> Default for Parameters<BlockNumber> {
	/// Values at launch: 6 h, 7 d, 0.05 OROG.
	fn default() -> Self {
		Self {
			settlement_grace: SETTLEMENT_GRACE.into(),
			reap_delay: REAP_DELAY.into(),
			session_deposit: SESSION_DEPOSIT,
		}
	}
}

/// Settlement grace at launch, in blocks (SPEC §5).
const SETTLEMENT_GRACE: u32 = 6 * HOURS;
/// Reap delay at launch, in blocks (SPEC §5).
const REAP_DELAY: u32 = 7 * DAYS;
/// Session deposit at launch.
const SESSION_DEPOSIT: Balance = 50 * MILLI_OROG;

/// Credits of an account that expire together.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Lot {
	/// Last day since the Unix epoch on which the lot can be spent.
	pub expiry_day: Day,
	/// Micro-USD, never 0.
	pub amount: Cuc,
}

/// What an account owns here.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct CreditAccount {
	/// Lots, first to expire first; one a day. Expired ones stay until the account is touched.
	pub lots: BoundedVec<Lot, ConstU32<{ MAX_LOT_LIFETIME + 1 }>>,
	/// Sessions that the account has open.
	pub sessions: u32,
	/// Deposits of those sessions, in planck.
	pub deposits: Balance,
}

impl CreditAccount {
	/// Lots that can be spent on `today`.
	pub fn live(&self, today: Day) -> impl Iterator<Item = &Lot> {
		self.lots.iter().filter(move |lot| lot.expiry_day >= today)
	}

	/// Whether nothing is left to be stored.
	pub fn is_empty(&self) -> bool {
		self.lots.is_empty() && self.sessions == 0 && self.deposits == 0
	}

	/// Drops the lots that expired before `today` and returns their sum.
	pub(crate) fn expire(&mut self, today: Day) -> Result<Cuc, ArithmeticError> {
		let mut expired = 0;
		for lot in self.lots.iter().filter(|lot| lot.expiry_day < today) {
			expired.ensure_add_assign(lot.amount)?;
		}
		self.lots.retain(|lot| lot.expiry_day >= today);
		Ok(expired)
	}

	/// Adds `amount` to the lot of `expiry_day`. Fails if the amount overflows or all buckets are
	/// taken, which is impossible once the expired lots are dropped.
	pub(crate) fn add(&mut self, expiry_day: Day, amount: Cuc) -> Result<(), ArithmeticError> {
		match self.lots.binary_search_by_key(&expiry_day, |lot| lot.expiry_day) {
			Ok(at) => match self.lots.get_mut(at) {
				Some(lot) => lot.amount.ensure_add_assign(amount),
				None => Err(ArithmeticError::Overflow),
			},
			Err(at) => self
				.lots
				.try_insert(at, Lot { expiry_day, amount })
				.map_err(|_| ArithmeticError::Overflow),
		}
	}

	/// Takes `amount`, oldest lots first; `None`, and nothing changes, if there is less.
	pub(crate) fn take(&mut self, amount: Cuc) -> Option<Taken> {
		let slices: Vec<Slice> =
			self.lots.iter().map(|lot| Slice { day: lot.expiry_day, amount: lot.amount }).collect();
		let taken = take_oldest(&slices, amount)?;
		let rest: Vec<Lot> = taken
			.rest
			.iter()
			.map(|slice| Lot { expiry_day: slice.day, amount: slice.amount })
			.collect();
		self.lots = rest.try_into().ok()?;
		Some(taken)
	}
}

/// Sums of all lots by expiry day: today's and the days after it.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct DayTotals {
	/// Day of the first total; the newest day on which credits moved.
	pub first: Day,
	/// Micro-USD expiring on `first`, on the day after it, and so on.
	pub totals: [Cuc; LOT_DAYS],
}

impl DayTotals {
	/// Days that have passed since `first`, at most all.
	fn passed(&self, today: Day) -> usize {
		let days = today.saturating_sub(self.first); // A clock that went back passes no day.
		usize::try_from(days).map_or(LOT_DAYS, |days| days.min(LOT_DAYS))
	}

	/// Sum of the lots that expired before `today`.
	pub fn expired(&self, today: Day) -> Cuc {
		// Never clamps: all lots together are within a `u64`, see `Supply::issue`.
		self.totals.iter().take(self.passed(today)).fold(0, |sum, total| sum.saturating_add(*total))
	}

	/// Makes `today` the first day, however many days were skipped, and returns what has expired.
	pub(crate) fn roll(&mut self, today: Day) -> Cuc {
		let expired = self.expired(today);
		let passed = self.passed(today);
		self.totals.rotate_left(passed);
		for total in self.totals.iter_mut().rev().take(passed) {
			*total = 0;
		}
		self.first = self.first.max(today);
		expired
	}

	/// Total of `day`; `None` if no live lot can expire then.
	pub fn get(&self, day: Day) -> Option<Cuc> {
		let at = usize::try_from(day.checked_sub(self.first)?).ok()?;
		self.totals.get(at).copied()
	}

	fn get_mut(&mut self, day: Day) -> Result<&mut Cuc, ArithmeticError> {
		day.checked_sub(self.first)
			.and_then(|at| usize::try_from(at).ok())
			.and_then(|at| self.totals.get_mut(at))
			.ok_or(ArithmeticError::Overflow)
	}

	/// Adds a lot.
	pub(crate) fn add(&mut self, day: Day, amount: Cuc) -> Result<(), ArithmeticError> {
		self.get_mut(day)?.ensure_add_assign(amount)
	}

	/// Takes out of lots.
	pub(crate) fn sub(&mut self, day: Day, amount: Cuc) -> Result<(), ArithmeticError> {
		self.get_mut(day)?.ensure_sub_assign(amount)
	}
}

/// Where every micro-USD is: `created = lots + sessions + settled + refundable + breakage`, always.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Supply {
	/// All credits ever created.
	pub created: u128,
	/// Credits that are settled, and whose rows are not void.
	pub settled: u128,
	/// All credits ever expired.
	pub breakage: u128,
	/// Credits in live lots, as of the first day of [`DayTotals`].
	pub lots: Cuc,
	/// Credits in sessions.
	pub sessions: Cuc,
	/// Credits that void rows have taken, until they are refunded or lapse.
	pub refundable: Cuc,
	/// Part of `breakage` whose lots are still stored, until their accounts are touched.
	pub unswept: Cuc,
}

impl Supply {
	/// What is not settled: lots, sessions, and what waits for its owners.
	pub fn outstanding(&self) -> Option<Cuc> {
		self.lots.checked_add(self.sessions)?.checked_add(self.refundable)
	}

	/// Creates `amount` in lots. What is outstanding stays within a `u64`, so that nothing can
	/// overflow later on.
	pub(crate) fn issue(&mut self, amount: Cuc) -> Result<(), ArithmeticError> {
		self.lots.ensure_add_assign(amount)?;
		self.outstanding().ok_or(ArithmeticError::Overflow)?;
		self.created.ensure_add_assign(amount.into())
	}

	/// `amount` of live lots has expired; the lots are still stored.
	pub(crate) fn expire(&mut self, amount: Cuc) -> Result<(), ArithmeticError> {
		self.lots.ensure_sub_assign(amount)?;
		self.unswept.ensure_add_assign(amount)?;
		self.breakage.ensure_add_assign(amount.into())
	}

	/// Lots move into a session.
	pub(crate) fn open(&mut self, amount: Cuc) -> Result<(), ArithmeticError> {
		self.lots.ensure_sub_assign(amount)?;
		self.sessions.ensure_add_assign(amount)
	}

	/// A session's credits are settled.
	pub(crate) fn settle(&mut self, amount: Cuc) -> Result<(), ArithmeticError> {
		self.sessions.ensure_sub_assign(amount)?;
		self.settled.ensure_add_assign(amount.into())
	}

	/// Settled credits wait for their owners: their row is void.
	pub(crate) fn void(&mut self, amount: Cuc) -> Result<(), ArithmeticError> {
		self.settled.ensure_sub_assign(amount.into())?;
		self.refundable.ensure_add_assign(amount)?;
		self.outstanding().map(|_| ()).ok_or(ArithmeticError::Overflow)
	}

	/// Credits that waited were not claimed in time.
	pub(crate) fn lapse(&mut self, amount: Cuc) -> Result<(), ArithmeticError> {
		self.refundable.ensure_sub_assign(amount)?;
		self.breakage.ensure_add_assign(amount.into())
	}
}

/// A spending session: the one way to pay, and the customer's scoped key (SPEC §5).
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Session<BlockNumber> {
	/// The customer.
	pub owner: AccountId,
	/// The gateway that may settle on it.
	pub gateway: AccountId,
	/// Signs requests off chain.
	pub key: SessionKey,
	/// Amount that it was opened with, in micro-USD.
	pub cap: Cuc,
	/// Amount that is not settled, in micro-USD.
	pub remaining: Cuc,
	/// Time of the block in which it was opened.
	pub opened_at: Moment,
	/// New requests are valid until then.
	pub expires_at: Moment,
	/// Last block in which the gateway may settle, unless a [`Standstill`](crate::Standstill) moves it:
	/// see [`Pallet::settlement_end`](crate::Pallet::settlement_end).
	pub settle_until: BlockNumber,
	/// How many requests may be under way before the customer acknowledges.
	pub ack_window: u8,
	/// Models that it is bound to.
	pub models: SessionModels,
	/// Next seq to be claimed.
	pub next_seq: Seq,
	/// Deferred seqs: bit `i` is seq `next_seq − 1 − i`.
	pub deferred: u64,
	/// Day of the lot that what is left returns to.
	pub expiry_day: Day,
	/// Whether the owner has ended it before its time.
	pub closing: bool,
	/// Deposit in planck.
	pub deposit: Balance,
}

impl<BlockNumber> Session<BlockNumber> {
	/// Whether `seq` is settled or void for ever.
	pub fn is_burned(&self, seq: Seq) -> bool {
		is_burned(self.next_seq, self.deferred, seq)
	}

	/// Seqs behind the counter that can still be settled, ascending.
	pub fn deferred_seqs(&self) -> Vec<Seq> {
		deferred_seqs(self.next_seq, self.deferred)
	}

	/// Amount settled so far, in micro-USD.
	pub fn settled(&self) -> Cuc {
		self.cap.saturating_sub(self.remaining) // Never clamps: `remaining` only falls.
	}
}

/// The totals, rolled to today. Whoever moves credits loads them once, decides, and stores them
/// once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Books {
	/// Day of the block.
	pub(crate) today: Day,
	/// Sums by expiry day.
	pub(crate) days: DayTotals,
	/// Sums by place.
	pub(crate) supply: Supply,
}

impl Books {
	/// Loads the totals and folds days that have passed into the breakage.
	pub(crate) fn load<T: Config>(today: Day) -> Result<Self, ArithmeticError> {
		let mut days = crate::LotsByDay::<T>::get();
		let mut supply = crate::TotalSupply::<T>::get();
		supply.expire(days.roll(today))?;
		Ok(Self { today, days, supply })
	}

	/// Stores the totals.
	pub(crate) fn store<T: Config>(self) {
		crate::LotsByDay::<T>::put(self.days);
		crate::TotalSupply::<T>::put(self.supply);
	}
}
