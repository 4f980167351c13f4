//! What the pallet stores, and how it behaves.
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, Deserialize, Serialize, traits::ConstU32};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, Cuc, DAYS, EpochIndex, Hash, MAX_BLOB_URL, MAX_OPERATOR_ROWS,
	MAX_SESSION_ROWS, MILLI_OROG, OROG,
};
use orogen_primitives_receipts::{Node, OperatorRow, Root, SessionRow, Sums, TreeKind};
use scale_info::TypeInfo;
use sp_runtime::{
	ArithmeticError,
	traits::{EnsureAdd, EnsureAddAssign},
};

/// Most open epochs that a gateway's work is told apart by.
///
/// An epoch is open for at most 61 epochs (its own and W ≤ 60, SPEC §9) while closing keeps pace;
/// only a chain without a payout price for days has more. [`OpenWork::add`] then merges the oldest.
pub const MAX_OPEN_EPOCHS: u32 = 64;

/// Where a batch's receipts can be fetched.
pub type BlobUrl = BoundedVec<u8, ConstU32<MAX_BLOB_URL>>;

/// What a gateway submits.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct BatchSubmission {
	/// Top node's hash of the tree over the receipts; the root is made of it with
	/// [`count`](Self::count), [`tokens`](Self::tokens) and [`cuc`](Self::cuc).
	pub top_ops: Hash,
	/// Top node's hash of the tree over the entries; the root is made of it with
	/// [`entries`](Self::entries) and [`cuc`](Self::cuc).
	pub top_seq: Hash,
	/// Receipts, 1–65,536.
	pub count: u32,
	/// Entries: receipts, void and newly deferred seqs, at most 131,072.
	pub entries: u32,
	/// Tokens in and out, summed.
	pub tokens: u64,
	/// Price of the receipts in micro-USD, summed.
	pub cuc: Cuc,
	/// What each operator served, strictly sorted.
	pub operators: BoundedVec<OperatorRow, ConstU32<MAX_OPERATOR_ROWS>>,
	/// What is claimed of each session, strictly sorted.
	pub sessions: BoundedVec<SessionRow, ConstU32<MAX_SESSION_ROWS>>,
	/// Where the receipts can be fetched: printable ASCII, may be empty.
	pub blob_url: BlobUrl,
}

impl BatchSubmission {
	/// Root over the receipts, which binds the batch's own count and sums.
	pub fn root_ops(&self) -> Root {
		let sums = Sums { cuc: self.cuc, tokens: self.tokens };
		Root::new(TreeKind::Ops, self.count, &Node { hash: self.top_ops, sums })
	}

	/// Root over the entries, which binds the batch's own number of entries and its micro-USD.
	pub fn root_seq(&self) -> Root {
		let sums = Sums { cuc: self.cuc, tokens: 0 };
		Root::new(TreeKind::Seq, self.entries, &Node { hash: self.top_seq, sums })
	}
}

/// A gateway, as stored.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Gateway<BlockNumber> {
	/// Planck on hold under [`GatewayStake`](crate::HoldReason::GatewayStake).
	pub stake: Balance,
	/// Smallest cap of a session that it takes, in micro-USD.
	pub min_session_cap: Cuc,
	/// Where it is in its life.
	pub status: GatewayStatus<BlockNumber>,
	/// Its batches in epochs that were open when it was last touched.
	pub open_work: OpenWork,
	/// Its newest batch; each header names the one before.
	pub latest_batch: Option<BatchId>,
	/// What it has settled since it registered.
	pub totals: Totals,
}

impl<BlockNumber: PartialOrd + Copy> Gateway<BlockNumber> {
	/// A gateway that has just registered.
	pub fn new(stake: Balance, min_session_cap: Cuc) -> Self {
		Self {
			stake,
			min_session_cap,
			status: GatewayStatus::Active,
			open_work: OpenWork::default(),
			latest_batch: None,
			totals: Totals::default(),
		}
	}

	/// Block from which the stake can be withdrawn, once the gateway leaves.
	pub fn unbonding_until(&self) -> Option<BlockNumber> {
		match self.status {
			GatewayStatus::Active => None,
			GatewayStatus::Unbonding { until } => Some(until),
		}
	}

	/// Whether it may still submit batches at `now`.
	pub fn may_settle(&self, now: BlockNumber) -> bool {
		self.unbonding_until().is_none_or(|until| now < until)
	}
}

/// Where a gateway is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub enum GatewayStatus<BlockNumber> {
	/// Takes sessions and settles.
	#[codec(index = 0)]
	Active,
	/// Takes no session; settles what is left until the block `until`, and can withdraw from then
	/// on, once its batches are final.
	#[codec(index = 1)]
	Unbonding {
		/// End of the unbonding time.
		until: BlockNumber,
	},
}

/// What a gateway settled in one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct EpochWork {
	/// The epoch; after a merge the newest one of those merged.
	pub epoch: EpochIndex,
	/// Batches.
	pub batches: u32,
	/// Micro-USD.
	pub cuc: Cuc,
}

/// What a gateway settled in open epochs: a ring of epoch buckets, oldest first.
///
/// Buckets of closed epochs drop out when the gateway is touched, so the stored ring may still hold
/// some; [`drop_closed`](Self::drop_closed) comes first wherever it is read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct OpenWork(BoundedVec<EpochWork, ConstU32<MAX_OPEN_EPOCHS>>);

impl OpenWork {
	/// Forgets every epoch before `first_open`.
	pub fn drop_closed(&mut self, first_open: EpochIndex) {
		self.0.retain(|work| work.epoch >= first_open);
	}

	/// The buckets, oldest first.
	pub fn buckets(&self) -> &[EpochWork] {
		&self.0
	}

	/// Whether nothing is open.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// Micro-USD of all buckets.
	pub fn cuc(&self) -> Cuc {
		// All of it was credits once, and their total fits a `Cuc`; a clamp would only let the
		// gateway settle less.
		self.0.iter().fold(0, |sum: Cuc, work| sum.saturating_add(work.cuc))
	}

	/// Batches of all buckets.
	pub fn batches(&self) -> u32 {
		// Bounded by `Config::MaxPendingBatches`; a clamp would only refuse more.
		self.0.iter().fold(0, |sum: u32, work| sum.saturating_add(work.batches))
	}

	/// Books a batch of `cuc` in `epoch`, which is not older than any before.
	///
	/// A full ring merges its two oldest buckets under the newer epoch of the two: that work then
	/// counts as open a little longer than it is, and nothing is ever refused for want of a bucket.
	pub fn add(&mut self, epoch: EpochIndex, cuc: Cuc) -> Result<(), ArithmeticError> {
		if let Some(newest) = self.0.iter_mut().next_back().filter(|newest| newest.epoch >= epoch) {
			newest.batches.ensure_add_assign(1)?;
			newest.cuc.ensure_add_assign(cuc)?;
			return Ok(());
		}
		if self.0.is_full() {
			let oldest = self.0.remove(0);
			if let Some(next) = self.0.iter_mut().next() {
				next.batches.ensure_add_assign(oldest.batches)?;
				next.cuc.ensure_add_assign(oldest.cuc)?;
			}
		}
		self.0.try_push(EpochWork { epoch, batches: 1, cuc }).map_err(|_| ArithmeticError::Overflow)
	}
}

/// Batches settled, all of them, also those whose headers are gone.
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
pub struct Totals {
	/// Batches.
	pub batches: u64,
	/// Receipts in them.
	pub receipts: u64,
	/// Micro-USD.
	pub cuc: u128,
}

impl Totals {
	/// These totals and one more batch.
	pub fn with_batch(self, receipts: u32, cuc: Cuc) -> Result<Self, ArithmeticError> {
		Ok(Self {
			batches: self.batches.ensure_add(1)?,
			receipts: self.receipts.ensure_add(receipts.into())?,
			cuc: self.cuc.ensure_add(cuc.into())?,
		})
	}
}

/// What the state keeps of a batch (SPEC §9): the rows are not part of it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct BatchHeader<BlockNumber> {
	/// The gateway that submitted it.
	pub gateway: AccountId,
	/// Epoch in which it was submitted.
	pub epoch: EpochIndex,
	/// Block in which it was submitted.
	pub submitted: BlockNumber,
	/// Root over the receipts, sorted as the operator rows are.
	pub root_ops: Hash,
	/// Root over the entries, sorted by session and seq.
	pub root_seq: Hash,
	/// Hash over the rows and what they were settled on; later calls open a row against it.
	pub rows_root: Hash,
	/// Receipts.
	pub count: u32,
	/// Entries: receipts, void and newly deferred seqs.
	pub entries: u32,
	/// Operator rows.
	pub operator_rows: u32,
	/// Session rows.
	pub session_rows: u32,
	/// Tokens in and out, summed.
	pub tokens: u64,
	/// Micro-USD, summed.
	pub cuc: Cuc,
	/// Where the receipts can be fetched.
	pub blob_url: BlobUrl,
	/// Planck on hold under [`BatchDeposit`](crate::HoldReason::BatchDeposit) until the header is
	/// pruned.
	pub deposit: Balance,
	/// The gateway's batch before this one.
	pub previous: Option<BatchId>,
}

impl<BlockNumber> BatchHeader<BlockNumber> {
	/// Root over the entries.
	pub fn entries_root(&self) -> Root {
		let sums = Sums { cuc: self.cuc, tokens: 0 };
		Root { hash: self.root_seq, n: self.entries, sums }
	}
}

/// Leaves of `root_ops` that follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct LeafRange {
	/// The first one.
	pub first: u32,
	/// The one after the last.
	pub end: u32,
}

/// What is void of a batch, and what it took.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct VoidRows {
	/// Micro-USD that wait for the owners of the sessions that paid them.
	pub waiting: Cuc,
	/// Micro-USD that the void rows took; what does not wait any more is refunded.
	pub voided: Cuc,
	/// Leaves of the void rows, ascending; neighbours are one range.
	pub leaves: BoundedVec<LeafRange, ConstU32<MAX_OPERATOR_ROWS>>,
}

impl VoidRows {
	/// Adds a row of `count` leaves from `first` on that took `cuc`. `None`, and no change, when one
	/// of them is void already.
	pub fn add(&mut self, first: u32, count: u32, cuc: Cuc) -> Option<()> {
		let waiting = self.waiting.checked_add(cuc)?;
		let voided = self.voided.checked_add(cuc)?;
		let mut new = LeafRange { first, end: first.checked_add(count)? };
		// Neighbours become one range, those that overlap do not happen.
		if self.leaves.iter().any(|range| range.first < new.end && new.first < range.end) {
			return None;
		}
		let mut leaves = Vec::with_capacity(self.leaves.len().saturating_add(1));
		for range in &self.leaves {
			if range.end == new.first {
				new.first = range.first;
			} else if range.first == new.end {
				new.end = range.end;
			} else {
				leaves.push(*range);
			}
		}
		leaves.push(new);
		leaves.sort_unstable_by_key(|range| range.first);
		self.leaves = leaves.try_into().ok()?;
		(self.waiting, self.voided) = (waiting, voided);
		Some(())
	}

	/// Whether `leaf` belongs to a void row.
	pub fn contains(&self, leaf: u32) -> bool {
		let after = self.leaves.partition_point(|range| range.first <= leaf);
		let range = after.checked_sub(1).and_then(|at| self.leaves.get(at));
		range.is_some_and(|range| leaf < range.end)
	}
}

/// Entries of `root_seq` whose refunds [`EntryBits`] keeps together.
pub const ENTRIES_PER_CHUNK: u32 = 1_024;

/// Which of [`ENTRIES_PER_CHUNK`] entries are refunded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct EntryBits([u8; 128]);

impl Default for EntryBits {
	fn default() -> Self {
		Self([0; 128])
	}
}

impl EntryBits {
	/// Place of the entry `index`: byte and mask.
	fn place(index: u32) -> (usize, u8) {
		// Below 128, and one of eight bits.
		let byte = usize::try_from((index / 8) % 128).unwrap_or_default();
		(byte, 1u8.checked_shl(index % 8).unwrap_or_default())
	}

	/// Number of entries that are refunded.
	#[cfg(any(feature = "try-runtime", feature = "std"))]
	pub(crate) fn count(&self) -> u32 {
		self.0.iter().fold(0, |sum, bits| sum.saturating_add(bits.count_ones()))
	}

	/// Whether the entry with this index in the batch is refunded.
	pub fn contains(&self, index: u32) -> bool {
		let (byte, mask) = Self::place(index);
		self.0.get(byte).is_some_and(|bits| bits & mask != 0)
	}

	/// Notes that the entry is refunded; `false` when it was already.
	pub fn insert(&mut self, index: u32) -> bool {
		let (byte, mask) = Self::place(index);
		match self.0.get_mut(byte) {
			Some(bits) if *bits & mask == 0 => {
				*bits |= mask;
				true
			}
			_ => false,
		}
	}
}

/// How far a batch is (SPEC §9); follows from its epoch, so it is never stored.
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
pub enum BatchState {
	/// Its epoch is not closed.
	#[codec(index = 0)]
	Open,
	/// Its epoch is closed: its CUC is consumed and its pay is in the line.
	#[codec(index = 1)]
	Final,
}

/// How far the pruning of headers is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct PruneCursor {
	/// Oldest header that is still there; batch ids ascend with their epochs.
	pub batch: BatchId,
	/// Oldest epoch whose headers may still be there.
	pub epoch: EpochIndex,
	/// Oldest epoch whose closing has not been noted in [`Closings`](crate::Closings).
	pub unnoted: EpochIndex,
	/// Next chunk of [`RefundedEntries`](crate::RefundedEntries) of the batch to remove, once its
	/// refunds have ended.
	pub chunk: Option<u32>,
}

/// What governance may change.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Parameters<BlockNumber> {
	/// Least stake with which a gateway registers, in planck. A change leaves gateways that are
	/// registered alone: what they may have open follows from the stake that they have.
	pub min_stake: Balance,
	/// Most unfinalised micro-USD of a gateway per micro-USD of stake.
	pub exposure_factor: u32,
	/// Blocks from deregistering to withdrawing.
	pub unbonding: BlockNumber,
	/// Blocks for which a header stays after its epoch has closed.
	pub header_retention: BlockNumber,
	/// Deposit of a header, in planck.
	pub batch_deposit: Balance,
}

impl<BlockNumber: From<u32>> Default for Parameters<BlockNumber> {
	fn default() -> Self {
		Self {
			min_stake: DEFAULT_MIN_STAKE,
			exposure_factor: DEFAULT_EXPOSURE_FACTOR,
			unbonding: DEFAULT_UNBONDING.into(),
			header_retention: DEFAULT_HEADER_RETENTION.into(),
			batch_deposit: DEFAULT_BATCH_DEPOSIT,
		}
	}
}

/// The launch value of [`Parameters::min_stake`]: 1,000 OROG.
const DEFAULT_MIN_STAKE: Balance = 1_000_u128.saturating_mul(OROG);
/// The launch value of [`Parameters::exposure_factor`].
const DEFAULT_EXPOSURE_FACTOR: u32 = 50;
/// The launch value of [`Parameters::unbonding`]: 14 days.
const DEFAULT_UNBONDING: u32 = 14_u32.saturating_mul(DAYS);
/// The launch value of [`Parameters::header_retention`]: 90 days.
const DEFAULT_HEADER_RETENTION: u32 = 90_u32.saturating_mul(DAYS);
/// The launch value of [`Parameters::batch_deposit`]: 0.01 OROG.
const DEFAULT_BATCH_DEPOSIT: Balance = 10_u128.saturating_mul(MILLI_OROG);

/// One change of [`Parameters`], within its bounds.
///
/// The bounds hold for governance; genesis may choose shorter times, for a network whose whole life
/// cycle is to be watched in minutes (SPEC §2).
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
pub enum ParameterChange<BlockNumber> {
	/// Sets [`Parameters::min_stake`]: 100–100,000 OROG.
	#[codec(index = 0)]
	MinStake(Balance),
	/// Sets [`Parameters::exposure_factor`]: 10–100.
	#[codec(index = 1)]
	ExposureFactor(u32),
	/// Sets [`Parameters::unbonding`]: 7–60 days of blocks. Gateways that are leaving keep theirs.
	#[codec(index = 2)]
	Unbonding(BlockNumber),
	/// Sets [`Parameters::header_retention`]: 30–365 days of blocks.
	#[codec(index = 3)]
	HeaderRetention(BlockNumber),
	/// Sets [`Parameters::batch_deposit`]: 0–1 OROG. Headers keep the deposit that they came with.
	#[codec(index = 4)]
	BatchDeposit(Balance),
}

impl<BlockNumber: From<u32> + PartialOrd + Copy> ParameterChange<BlockNumber> {
	/// Whether governance may make this change.
	pub fn in_bounds(&self) -> bool {
		let days = |days: u32| BlockNumber::from(days.saturating_mul(DAYS));
		match *self {
			Self::MinStake(stake) => {
				let least = 100_u128.saturating_mul(OROG);
				let most = 100_000_u128.saturating_mul(OROG);
				(least..=most).contains(&stake)
			}
			Self::ExposureFactor(factor) => (10..=100).contains(&factor),
			Self::Unbonding(blocks) => (days(7)..=days(60)).contains(&blocks),
			Self::HeaderRetention(blocks) => (days(30)..=days(365)).contains(&blocks),
			Self::BatchDeposit(deposit) => deposit <= OROG,
		}
	}

	/// Writes the change into `parameters`.
	pub fn apply(self, parameters: &mut Parameters<BlockNumber>) {
		match self {
			Self::MinStake(stake) => parameters.min_stake = stake,
			Self::ExposureFactor(factor) => parameters.exposure_factor = factor,
			Self::Unbonding(blocks) => parameters.unbonding = blocks,
			Self::HeaderRetention(blocks) => parameters.header_retention = blocks,
			Self::BatchDeposit(deposit) => parameters.batch_deposit = deposit,
		}
	}
}
