//! Rows of a batch, as `Receipts::submit_batch` takes them and as the chain commits to them (SPEC §9).

use crate::{
	TreeKind, domain_hash,
	merkle::{self, Path},
	request::SessionKey,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::{
	AccountId, Cuc, Day, Hash, ModelIndex, Moment, OperatorId, Seq, SpendingSessionId,
	VerificationMode,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_io::hashing::blake2_256;

/// Begins the preimage of [`rows_root`].
pub const ROWS_DOMAIN: &[u8] = b"orogen/rows/1";

/// Begins the preimage of [`SessionTerms::models_hash`].
pub const MODELS_DOMAIN: &[u8] = b"orogen/session-models/1";

/// Bits of [`SessionRow::deferred`]: how far behind a row's end a deferred seq may be.
pub const MAX_DEFERRED: u32 = u64::BITS;

/// What one operator served in a batch with one model, adapter and mode.
///
/// Rows are sorted by ([`hotkey`](Self::hotkey), [`model`](Self::model), [`adapter`](Self::adapter),
/// [`mode`](Self::mode)), strictly; the leaves of `root_ops` follow in the same order, so a row's
/// first leaf is the sum of the counts before it.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperatorRow {
	/// The operator that signed the receipts.
	#[serde(with = "crate::json::account")]
	pub hotkey: AccountId,
	/// Index of the model in the registry; 0 is "not registered".
	pub model: ModelIndex,
	/// Index of the adapter in the registry.
	pub adapter: Option<ModelIndex>,
	/// How the receipts can be verified.
	pub mode: VerificationMode,
	/// Number of receipts, at least 1.
	pub count: u32,
	/// Tokens in and out, summed.
	#[serde(with = "crate::json::decimal")]
	pub tokens: u64,
	/// Price of the receipts in micro-USD, summed.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// The gateway's commission in micro-USD, out of the operator's share of `cuc`.
	#[serde(with = "crate::json::decimal")]
	pub commission: Cuc,
}

/// What a batch claims of one spending session.
///
/// Rows are sorted by [`session`](Self::session), strictly.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionRow {
	/// The session.
	#[serde(with = "crate::json::decimal")]
	pub session: SpendingSessionId,
	/// First seq of the claimed range; must be the session's next seq.
	pub from_seq: Seq,
	/// Length of the claimed range; may be 0 when only late seqs are claimed.
	pub count: u32,
	/// Seqs of the range that nobody served: no leaf, 0 CUC, never claimable again.
	pub void: u32,
	/// Deferred seqs after this row: bit `i` is seq `from_seq + count − 1 − i`. Bits of the range are
	/// newly deferred; older bits must still have been deferred before.
	#[serde(with = "crate::json::decimal")]
	pub deferred: u64,
	/// Seqs deferred by earlier rows and claimed by this one; each has a leaf. A seq that was
	/// deferred, is not claimed and has no bit in [`deferred`](Self::deferred) is void for ever.
	pub late: u32,
	/// Price of the receipts in micro-USD, summed.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
}

impl SessionRow {
	/// Seqs of the range that this row defers.
	pub fn newly_deferred(&self) -> u32 {
		// Bits `0..count` are the range's.
		let range = 1u64.checked_shl(self.count).map_or(u64::MAX, |bit| bit.wrapping_sub(1));
		(self.deferred & range).count_ones()
	}

	/// Receipts that the row stands for; `None` if it names more void and deferred seqs than its range
	/// has.
	pub fn receipts(&self) -> Option<u32> {
		self.count
			.checked_sub(self.void)?
			.checked_sub(self.newly_deferred())?
			.checked_add(self.late)
	}

	/// Entries of `root_seq` that the row stands for: every seq of its range and the late ones.
	pub fn entries(&self) -> Option<u32> {
		self.count.checked_add(self.late)
	}
}

/// What an operator row was booked as when its batch was settled, so that exactly that can be taken
/// back.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct OperatorTerms {
	/// The operator that had the hotkey, also after it rotates it.
	pub operator: OperatorId,
	/// Account that the operator's due was booked for.
	pub payee: AccountId,
	/// The operator's due in micro-USD.
	pub due: Cuc,
	/// The gateway's due in micro-USD: its commission.
	pub commission: Cuc,
}

/// An operator row and what it was booked as: a leaf under [`rows_root`].
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct SettledOperatorRow {
	/// The row as it was submitted.
	pub row: OperatorRow,
	/// What it was booked as.
	pub terms: OperatorTerms,
}

/// The session of a row as it was when the batch was settled. Sessions are closed, and gone, before
/// their batches are final: what refunds and checks of its requests need stands here.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct SessionTerms {
	/// The customer, to whose credits a refund returns.
	pub owner: AccountId,
	/// Day of the lot that a refund returns to, unless that is too soon.
	pub expiry_day: Day,
	/// Key that has signed the requests.
	pub key: SessionKey,
	/// How many requests may be under way before the customer acknowledges.
	pub ack_window: u8,
	/// Time of the block in which the session was opened.
	pub opened_at: Moment,
	/// Models that the session was bound to, by [`models_hash`](Self::models_hash).
	pub models: Hash,
}

impl SessionTerms {
	/// Commitment to the models that a session is bound to: a hash over [`MODELS_DOMAIN`] and the
	/// SCALE form of the list of their ids, which is empty for any.
	pub fn models_hash(models: &[Hash]) -> Hash {
		domain_hash(MODELS_DOMAIN, &models)
	}
}

/// A session row and its session: a leaf under [`rows_root`].
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct SettledSessionRow {
	/// The row as it was submitted.
	pub row: SessionRow,
	/// Its session when the batch was settled.
	pub terms: SessionTerms,
}

/// Leaves over `rows`, each the row's SCALE form and the number of leaves or entries before it.
fn row_hashes<Row: Encode>(kind: TreeKind, rows: &[Row], len: impl Fn(&Row) -> u64) -> Vec<Hash> {
	let mut first = 0u64;
	(0u32..)
		.zip(rows)
		.map(|(index, row)| {
			let hash = row_hash(kind, index, row, first);
			first = first.saturating_add(len(row));
			hash
		})
		.collect()
}

fn row_hash(kind: TreeKind, index: u32, row: &impl Encode, first: u64) -> Hash {
	merkle::leaf_hash(kind, index, &(row, first).encode())
}

/// Entries of `root_seq` that a settled row stands for; two `u32` always fit.
fn entries_of(settled: &SettledSessionRow) -> u64 {
	u64::from(settled.row.count).saturating_add(settled.row.late.into())
}

fn operator_hashes(rows: &[SettledOperatorRow]) -> Vec<Hash> {
	row_hashes(TreeKind::OperatorRows, rows, |settled| settled.row.count.into())
}

fn session_hashes(rows: &[SettledSessionRow]) -> Vec<Hash> {
	row_hashes(TreeKind::SessionRows, rows, entries_of)
}

fn combine(operators: &Hash, sessions: &Hash) -> Hash {
	let mut preimage = ROWS_DOMAIN.to_vec();
	preimage.extend_from_slice(operators.as_bytes());
	preimage.extend_from_slice(sessions.as_bytes());
	blake2_256(&preimage).into()
}

fn root(kind: TreeKind, hashes: Vec<Hash>) -> Hash {
	// A batch has at most some thousand rows, a tree 2^32 − 1 leaves.
	merkle::root(kind, hashes).unwrap_or_default()
}

/// Commitment to the rows of a batch and what they were settled on: `blake2_256(`[`ROWS_DOMAIN`]` ‖ root
/// of the operator rows ‖ root of the session rows)`. A leaf is the SCALE form of a settled row and,
/// as a `u64`, the index of its first leaf or entry, so that later calls open a single row with a few
/// hashes ([`RowOpening`]).
pub fn rows_root(operators: &[SettledOperatorRow], sessions: &[SettledSessionRow]) -> Hash {
	combine(
		&root(TreeKind::OperatorRows, operator_hashes(operators)),
		&root(TreeKind::SessionRows, session_hashes(sessions)),
	)
}

/// Shows that a row is part of a batch.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct RowOpening {
	/// Place among the rows of its list.
	pub index: u32,
	/// Index of the row's first leaf in `root_ops`, or first entry in `root_seq`.
	pub first: u64,
	/// Siblings in the tree of its list.
	pub path: Path,
	/// Root of that tree.
	pub own: Hash,
	/// Root of the other list's tree.
	pub other: Hash,
}

impl RowOpening {
	/// Opens operator row `index` of a batch; `None` if there is no such row.
	pub fn of_operator(
		operators: &[SettledOperatorRow],
		sessions: &[SettledSessionRow],
		index: u32,
	) -> Option<Self> {
		let before = operators.get(..usize::try_from(index).ok()?)?;
		let hashes = operator_hashes(operators);
		Some(Self {
			index,
			first: before
				.iter()
				.map(|settled| u64::from(settled.row.count))
				.fold(0, u64::saturating_add),
			path: merkle::open(TreeKind::OperatorRows, hashes.clone(), index)?,
			own: root(TreeKind::OperatorRows, hashes),
			other: root(TreeKind::SessionRows, session_hashes(sessions)),
		})
	}

	/// Opens session row `index` of a batch; `None` if there is no such row.
	pub fn of_session(
		operators: &[SettledOperatorRow],
		sessions: &[SettledSessionRow],
		index: u32,
	) -> Option<Self> {
		let before = sessions.get(..usize::try_from(index).ok()?)?;
		let hashes = session_hashes(sessions);
		Some(Self {
			index,
			first: before.iter().map(entries_of).fold(0, u64::saturating_add),
			path: merkle::open(TreeKind::SessionRows, hashes.clone(), index)?,
			own: root(TreeKind::SessionRows, hashes),
			other: root(TreeKind::OperatorRows, operator_hashes(operators)),
		})
	}

	/// Whether `row` is the opened row of the `n` operator rows under `rows_root`.
	pub fn verify_operator(&self, rows_root: &Hash, n: u32, row: &SettledOperatorRow) -> bool {
		let leaf = row_hash(TreeKind::OperatorRows, self.index, row, self.first);
		combine(&self.own, &self.other) == *rows_root
			&& merkle::verify(&self.own, TreeKind::OperatorRows, n, self.index, leaf, &self.path)
	}

	/// Whether `row` is the opened row of the `n` session rows under `rows_root`.
	pub fn verify_session(&self, rows_root: &Hash, n: u32, row: &SettledSessionRow) -> bool {
		let leaf = row_hash(TreeKind::SessionRows, self.index, row, self.first);
		combine(&self.other, &self.own) == *rows_root
			&& merkle::verify(&self.own, TreeKind::SessionRows, n, self.index, leaf, &self.path)
	}
}
