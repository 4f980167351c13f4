//! What void rows have taken returns to the customers (SPEC §9).
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use crate::{
	TreeKind,
	batch::{Batch, Entry, EntryState},
	rows::{RowOpening, SettledOperatorRow, SettledSessionRow},
	tree::{self, Node, RangeProof, Root, SumProof},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::Hash;
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};

/// Most entries of a [`RefundClaim`].
pub const MAX_REFUND_ENTRIES: u32 = 256;

/// What `Receipts::claim_refund` takes: neighbouring entries of one session.
///
/// Entries that nothing is refunded for (void or deferred seqs, receipts of rows that stand, entries
/// refunded before) may stand among them and are passed over, so that one proof does for many.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct RefundClaim {
	/// The session's row, which names its owner.
	pub session: SettledSessionRow,
	/// Shows that the row is one of the batch.
	pub opening: RowOpening,
	/// Shows that the session's entries add up to its row, so that nobody gets back more than its
	/// session was charged.
	pub sum: SumProof,
	/// Index of the first entry under `root_seq`.
	pub first: u32,
	/// The entries.
	pub entries: BoundedVec<Entry, ConstU32<MAX_REFUND_ENTRIES>>,
	/// Shows that they are the batch's.
	pub proof: RangeProof,
}

/// Why a claim does not hold against a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundFault {
	/// The row and its opening do not lead to the batch's `rows_root`.
	RowNotOpened,
	/// The proof does not show that the session's entries add up to what its row took.
	SumNotProved,
	/// The entries are not those at their place, or not all of the row's.
	EntriesNotOpened,
}

impl RefundClaim {
	/// Checks that the claim is about the batch with `rows_root`, `session_rows` session rows and
	/// `root_seq`.
	pub fn verify(
		&self,
		rows_root: &Hash,
		session_rows: u32,
		root_seq: &Root,
	) -> Result<(), RefundFault> {
		let row = &self.session.row;
		if !self.opening.verify_session(rows_root, session_rows, &self.session) {
			return Err(RefundFault::RowNotOpened);
		}
		let first = u32::try_from(self.opening.first).map_err(|_| RefundFault::EntriesNotOpened)?;
		let count = row.entries().ok_or(RefundFault::EntriesNotOpened)?;
		let sums = tree::verify_sum(root_seq, TreeKind::Seq, first, count, &self.sum)
			.map_err(|_| RefundFault::SumNotProved)?;
		if sums.cuc != row.cuc {
			return Err(RefundFault::SumNotProved);
		}
		// Both ends are below the batch's entries, or no proof would hold.
		let within = self.first >= first
			&& u32::try_from(self.entries.len())
				.ok()
				.and_then(|len| self.first.checked_add(len))
				.is_some_and(|end| first.checked_add(count).is_some_and(|last| end <= last));
		if !within || self.entries.iter().any(|entry| entry.session != row.session) {
			return Err(RefundFault::EntriesNotOpened);
		}
		let leaves: Vec<Node> = self.placed().map(|(index, entry)| entry.leaf(index)).collect();
		tree::verify_range(root_seq, TreeKind::Seq, self.first, &leaves, &self.proof)
			.map(|_| ())
			.map_err(|_| RefundFault::EntriesNotOpened)
	}

	/// The entries with their indices under `root_seq`.
	pub fn placed(&self) -> impl Iterator<Item = (u32, &Entry)> {
		(self.first..).zip(&self.entries)
	}

	/// All claims for the entries of session row `row` of `batch` whose leaf is void, as `is_void`
	/// says. `operators` and `sessions` are the batch's rows as the chain settled them.
	///
	/// `None` if there is no such row, or if the batch does not agree with itself.
	pub fn of_row(
		batch: &Batch,
		operators: &[SettledOperatorRow],
		sessions: &[SettledSessionRow],
		row: u32,
		is_void: impl Fn(u32) -> bool,
	) -> Option<Vec<Self>> {
		let session = sessions.get(usize::try_from(row).ok()?)?;
		let opening = RowOpening::of_session(operators, sessions, row)?;
		let start = u32::try_from(opening.first).ok()?;
		let count = session.row.entries()?;
		let sum = batch.seq().open_sum(start, count).ok()?;
		let end = start.checked_add(count)?;
		let mut claims = Vec::new();
		let mut next = start;
		loop {
			let rest = (next..end)
				.map(|index| Some((index, batch.entries().get(usize::try_from(index).ok()?)?)));
			let mut void = rest.flatten().filter(
				|(_, entry)| matches!(entry.state, EntryState::Leaf(leaf) if is_void(leaf)),
			);
			let Some((first, _)) = void.next() else { return Some(claims) };
			let most = first.saturating_add(MAX_REFUND_ENTRIES);
			let last =
				void.take_while(|(index, _)| *index < most).last().map_or(first, |(last, _)| last);
			let len = last.checked_sub(first)?.checked_add(1)?;
			let entries: Vec<Entry> = batch
				.entries()
				.iter()
				.skip(usize::try_from(first).ok()?)
				.take(usize::try_from(len).ok()?)
				.copied()
				.collect();
			claims.push(Self {
				session: session.clone(),
				opening: opening.clone(),
				sum: sum.clone(),
				first,
				entries: entries.try_into().ok()?,
				proof: batch.seq().open_range(first, len).ok()?,
			});
			next = last.checked_add(1)?;
		}
	}
}
