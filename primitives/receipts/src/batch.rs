//! Makes a batch from receipts, and checks one (SPEC §9).
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use crate::{
	TreeKind,
	receipt::Receipt,
	rows::{MAX_DEFERRED, OperatorRow, SessionRow},
	tree::{Node, ProofError, Root, Sums, Tree},
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use orogen_primitives_core::{
	AccountId, Cuc, Hash, MAX_BATCH_RECEIPTS, MAX_OPERATOR_ROWS, MAX_SESSION_ROWS, ModelIndex, Seq,
	SpendingSessionId, VerificationMode,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most entries of a batch, so that `root_seq` can be built: receipts, void and deferred seqs.
pub const MAX_BATCH_ENTRIES: u32 = 131_072;

/// A leaf of `root_seq`: what became of one seq.
#[derive(
	Clone,
	Copy,
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
pub struct Entry {
	/// The session.
	#[serde(with = "crate::json::decimal")]
	pub session: SpendingSessionId,
	/// The seq.
	pub seq: Seq,
	/// Price of its receipt in micro-USD, 0 without one.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// Whether there is a receipt.
	pub state: EntryState,
}

/// Whether a claimed seq has a receipt.
#[derive(
	Clone,
	Copy,
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
#[serde(rename_all = "camelCase")]
pub enum EntryState {
	/// Its receipt is this leaf of `root_ops`.
	#[codec(index = 0)]
	Leaf(u32),
	/// Nobody served it; it can never be settled.
	#[codec(index = 1)]
	Void,
	/// It can be claimed later, once.
	#[codec(index = 2)]
	Deferred,
}

impl Entry {
	/// The leaf that stands for it at `index`; entries carry no tokens.
	pub fn leaf(&self, index: u32) -> Node {
		let sums = Sums { cuc: self.cuc, tokens: 0 };
		self.using_encoded(|bytes| Node::leaf(TreeKind::Seq, index, bytes, sums))
	}
}

/// What a gateway wants to become of the seqs of one session that have no receipt in the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPlan {
	/// The session.
	pub session: SpendingSessionId,
	/// Its next seq on the chain: the claimed range begins here. Receipts with lower seqs are late.
	pub from_seq: Seq,
	/// Seqs of the range that nobody served.
	pub void: Vec<Seq>,
	/// Seqs that stay deferred after this batch, of the range or older.
	pub deferred: Vec<Seq>,
}

/// What `Receipts::submit_batch` takes, without the blob's URL.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Submission {
	/// Top node's hash of the tree over the receipts; the chain makes the root of it.
	pub top_ops: Hash,
	/// Top node's hash of the tree over the entries.
	pub top_seq: Hash,
	/// Number of receipts.
	pub count: u32,
	/// Number of entries.
	pub entries: u32,
	/// Tokens in and out, summed.
	#[serde(with = "crate::json::decimal")]
	pub tokens: u64,
	/// Price of the receipts in micro-USD, summed.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// What each operator served.
	pub operators: Vec<OperatorRow>,
	/// What is claimed of each session.
	pub sessions: Vec<SessionRow>,
}

/// Why there is no such batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchError {
	/// More than [`MAX_BATCH_RECEIPTS`] receipts.
	TooManyReceipts,
	/// More than [`MAX_BATCH_ENTRIES`] entries.
	TooManyEntries,
	/// More than [`MAX_OPERATOR_ROWS`] operator rows.
	TooManyOperatorRows,
	/// More than [`MAX_SESSION_ROWS`] session rows.
	TooManySessionRows,
	/// A receipt is for another gateway than the first.
	MixedGateways,
	/// A model or adapter has no index.
	UnknownModel(Hash),
	/// There is a receipt of this session, but no plan for it.
	SessionNotPlanned(SpendingSessionId),
	/// A session is planned twice, or its rows are not strictly sorted.
	SessionsNotSorted,
	/// Two receipts, or a receipt and a void or deferred seq, have the same place.
	Duplicate(SpendingSessionId, Seq),
	/// A seq of the range is neither served nor void nor deferred.
	Gap(SpendingSessionId, Seq),
	/// A void seq is before the range.
	VoidOutOfRange(SpendingSessionId, Seq),
	/// A deferred seq is more than [`MAX_DEFERRED`] behind the row's end, or a bit stands for a seq
	/// below 0.
	DeferredOutOfReach(SpendingSessionId),
	/// A session's seqs are used up.
	SeqOverflow(SpendingSessionId),
	/// A sum exceeds 2^64 − 1.
	Overflow,
	/// The receipts are not sorted as the operator rows are.
	ReceiptsNotSorted,
	/// This operator row does not agree with the receipts.
	WrongOperatorRow(u32),
	/// This session row does not agree with the receipts.
	WrongSessionRow(u32),
	/// The number of receipts or entries does not agree.
	WrongCount,
	/// The sums of tokens or micro-USD do not agree.
	WrongTotals,
	/// The top of a tree does not agree.
	WrongRoot,
}

impl core::fmt::Display for BatchError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::TooManyReceipts => write!(f, "more than {MAX_BATCH_RECEIPTS} receipts"),
			Self::TooManyEntries => write!(f, "more than {MAX_BATCH_ENTRIES} entries"),
			Self::TooManyOperatorRows => write!(f, "more than {MAX_OPERATOR_ROWS} operator rows"),
			Self::TooManySessionRows => write!(f, "more than {MAX_SESSION_ROWS} sessions"),
			Self::MixedGateways => f.write_str("receipts of more than one gateway"),
			Self::UnknownModel(id) => write!(f, "model {id:?} has no index"),
			Self::SessionNotPlanned(id) => write!(f, "no plan for session {id}"),
			Self::SessionsNotSorted => f.write_str("sessions are not sorted, or one stands twice"),
			Self::Duplicate(id, seq) => write!(f, "seq {seq} of session {id} stands twice"),
			Self::Gap(id, seq) => {
				write!(f, "seq {seq} of session {id} is neither served nor void nor deferred")
			}
			Self::VoidOutOfRange(id, seq) => {
				write!(f, "void seq {seq} of session {id} is before the range")
			}
			Self::DeferredOutOfReach(id) => {
				write!(f, "a deferred seq of session {id} is out of reach of the bitmap")
			}
			Self::SeqOverflow(id) => write!(f, "the seqs of session {id} are used up"),
			Self::Overflow => f.write_str("a sum exceeds 2^64 - 1"),
			Self::ReceiptsNotSorted => {
				f.write_str("the receipts are not sorted as the operator rows are")
			}
			Self::WrongOperatorRow(row) => {
				write!(f, "operator row {row} does not agree with the receipts")
			}
			Self::WrongSessionRow(row) => {
				write!(f, "session row {row} does not agree with the receipts")
			}
			Self::WrongCount => f.write_str("the number of receipts or entries does not agree"),
			Self::WrongTotals => f.write_str("the sums do not agree"),
			Self::WrongRoot => f.write_str("the top of a tree does not agree"),
		}
	}
}

#[cfg(feature = "std")]
impl std::error::Error for BatchError {}

impl From<ProofError> for BatchError {
	fn from(error: ProofError) -> Self {
		match error {
			ProofError::TooManyLeaves => Self::TooManyEntries,
			_ => Self::Overflow,
		}
	}
}

/// Place of a receipt in `root_ops`: its operator row, then session and seq.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
	hotkey: AccountId,
	model: ModelIndex,
	adapter: Option<ModelIndex>,
	mode: VerificationMode,
	session: SpendingSessionId,
	seq: Seq,
}

impl Place {
	fn of(
		receipt: &Receipt,
		models: &impl Fn(&Hash) -> Option<ModelIndex>,
	) -> Result<Self, BatchError> {
		let index = |id: &Hash| models(id).ok_or(BatchError::UnknownModel(*id));
		let terms = receipt.terms();
		Ok(Self {
			hotkey: receipt.body.hotkey.clone(),
			model: index(&terms.model)?,
			adapter: terms.adapter.as_ref().map(index).transpose()?,
			mode: receipt.body.mode,
			session: terms.session,
			seq: terms.seq,
		})
	}

	fn is_of(&self, row: &OperatorRow) -> bool {
		row.hotkey == self.hotkey
			&& row.model == self.model
			&& row.adapter == self.adapter
			&& row.mode == self.mode
	}
}

/// A batch with both trees.
#[derive(Clone, Debug)]
pub struct Batch {
	receipts: Vec<Receipt>,
	entries: Vec<Entry>,
	operators: Vec<OperatorRow>,
	sessions: Vec<SessionRow>,
	ops: Tree,
	seq: Tree,
}

impl Batch {
	/// Makes a batch: sorts the receipts, adds up the rows and builds both trees. `models` gives the
	/// registry's index of a model or adapter, 0 for one that is not registered.
	///
	/// Receipts must be of one gateway. Every seq from a session's `from_seq` to its last receipt,
	/// void or deferred seq must be one of the three; a receipt with a lower seq is a late one, which
	/// the chain accepts if the seq was deferred before. A plan that claims nothing gets no row. Signatures and terms are not checked here:
	/// [`Receipt::checks`].
	pub fn build(
		receipts: Vec<Receipt>,
		plans: &[SessionPlan],
		models: impl Fn(&Hash) -> Option<ModelIndex>,
	) -> Result<Self, BatchError> {
		if receipts.len() > usize::try_from(MAX_BATCH_RECEIPTS).unwrap_or(usize::MAX) {
			return Err(BatchError::TooManyReceipts);
		}
		if let [first, rest @ ..] = receipts.as_slice()
			&& rest.iter().any(|receipt| receipt.terms().gateway != first.terms().gateway)
		{
			return Err(BatchError::MixedGateways);
		}
		let mut placed = receipts
			.into_iter()
			.map(|receipt| Ok((Place::of(&receipt, &models)?, receipt)))
			.collect::<Result<Vec<_>, BatchError>>()?;
		placed.sort_by(|(a, _), (b, _)| a.cmp(b));

		let operators = operator_rows(&placed)?;
		let (sessions, entries) = session_rows(&placed, plans)?;
		let receipts = placed.into_iter().map(|(_, receipt)| receipt).collect::<Vec<_>>();
		let ops = (0u32..).zip(&receipts).map(|(index, receipt)| receipt.leaf(index)).collect();
		let seq = (0u32..).zip(&entries).map(|(index, entry)| entry.leaf(index)).collect();
		Ok(Self {
			receipts,
			entries,
			operators,
			sessions,
			ops: Tree::build(TreeKind::Ops, ops)?,
			seq: Tree::build(TreeKind::Seq, seq)?,
		})
	}

	/// The receipts, sorted: the leaves of `root_ops`.
	pub fn receipts(&self) -> &[Receipt] {
		&self.receipts
	}

	/// The entries, sorted: the leaves of `root_seq`.
	pub fn entries(&self) -> &[Entry] {
		&self.entries
	}

	/// What each operator served.
	pub fn operators(&self) -> &[OperatorRow] {
		&self.operators
	}

	/// What is claimed of each session.
	pub fn sessions(&self) -> &[SessionRow] {
		&self.sessions
	}

	/// The tree over the receipts.
	pub const fn ops(&self) -> &Tree {
		&self.ops
	}

	/// The tree over the entries.
	pub const fn seq(&self) -> &Tree {
		&self.seq
	}

	/// Root over the receipts; its sums are the batch's.
	pub const fn root_ops(&self) -> Root {
		self.ops.root()
	}

	/// Root over the entries.
	pub const fn root_seq(&self) -> Root {
		self.seq.root()
	}

	/// Arguments of `Receipts::submit_batch`.
	pub fn submission(&self) -> Submission {
		Submission {
			top_ops: self.ops.top().hash,
			top_seq: self.seq.top().hash,
			count: self.root_ops().n,
			entries: self.root_seq().n,
			tokens: self.root_ops().sums.tokens,
			cuc: self.root_ops().sums.cuc,
			operators: self.operators.clone(),
			sessions: self.sessions.clone(),
		}
	}
}

/// Checks that `receipts`, in the order of their leaves, are what `submission` commits to, and returns
/// the batch. Signatures and terms are not checked here: [`Receipt::checks`].
pub fn check_batch(
	submission: &Submission,
	receipts: Vec<Receipt>,
	models: impl Fn(&Hash) -> Option<ModelIndex>,
) -> Result<Batch, BatchError> {
	if !usize::try_from(submission.count).is_ok_and(|count| count == receipts.len()) {
		return Err(BatchError::WrongCount);
	}
	let plans = plans(&submission.sessions, &receipts)?;
	let given = receipts
		.iter()
		.map(|receipt| Place::of(receipt, &models))
		.collect::<Result<Vec<_>, _>>()?;
	if !given.is_sorted() {
		return Err(BatchError::ReceiptsNotSorted);
	}
	let batch = Batch::build(receipts, &plans, models)?;
	if let Some(row) = first_difference(&batch.operators, &submission.operators) {
		return Err(BatchError::WrongOperatorRow(row));
	}
	if let Some(row) = first_difference(&batch.sessions, &submission.sessions) {
		return Err(BatchError::WrongSessionRow(row));
	}
	if batch.root_seq().n != submission.entries {
		return Err(BatchError::WrongCount);
	}
	let sums = batch.root_ops().sums;
	if (sums.tokens, sums.cuc) != (submission.tokens, submission.cuc) {
		return Err(BatchError::WrongTotals);
	}
	let tops = (batch.ops.top().hash, batch.seq.top().hash);
	if tops != (submission.top_ops, submission.top_seq) {
		return Err(BatchError::WrongRoot);
	}
	Ok(batch)
}

/// First place at which two lists differ.
fn first_difference<T: PartialEq>(a: &[T], b: &[T]) -> Option<u32> {
	let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
	(same < a.len().max(b.len())).then(|| u32::try_from(same).unwrap_or(u32::MAX))
}

/// What rows say about the seqs that have no receipt, so that [`Batch::build`] makes the batch again.
pub fn plans(rows: &[SessionRow], receipts: &[Receipt]) -> Result<Vec<SessionPlan>, BatchError> {
	if !rows.is_sorted_by(|a, b| a.session < b.session) {
		return Err(BatchError::SessionsNotSorted);
	}
	let entries = rows.iter().try_fold(0u32, |sum, row| sum.checked_add(row.entries()?));
	if entries.is_none_or(|entries| entries > MAX_BATCH_ENTRIES) {
		return Err(BatchError::TooManyEntries);
	}
	let mut served = BTreeMap::<SpendingSessionId, Vec<Seq>>::new();
	for terms in receipts.iter().map(Receipt::terms) {
		served.entry(terms.session).or_default().push(terms.seq);
	}
	rows.iter()
		.map(|row| {
			let end =
				row.from_seq.checked_add(row.count).ok_or(BatchError::SeqOverflow(row.session))?;
			let deferred = (0..MAX_DEFERRED)
				.filter(|bit| row.deferred.checked_shr(*bit).is_some_and(|bits| bits & 1 == 1))
				.map(|bit| end.checked_sub(bit)?.checked_sub(1))
				.collect::<Option<Vec<_>>>()
				.ok_or(BatchError::DeferredOutOfReach(row.session))?;
			let mut known = served.remove(&row.session).unwrap_or_default();
			known.extend(&deferred);
			known.sort_unstable();
			let void =
				(row.from_seq..end).filter(|seq| known.binary_search(seq).is_err()).collect();
			Ok(SessionPlan { session: row.session, from_seq: row.from_seq, void, deferred })
		})
		.collect()
}

/// Adds the sorted receipts up by operator, model, adapter and mode.
fn operator_rows(placed: &[(Place, Receipt)]) -> Result<Vec<OperatorRow>, BatchError> {
	let mut rows = Vec::<OperatorRow>::new();
	for (place, receipt) in placed {
		if !rows.last().is_some_and(|row| place.is_of(row)) {
			rows.push(OperatorRow {
				hotkey: place.hotkey.clone(),
				model: place.model,
				adapter: place.adapter,
				mode: place.mode,
				count: 0,
				tokens: 0,
				cuc: 0,
				commission: 0,
			});
		}
		rows.last_mut().and_then(|row| add(row, receipt)).ok_or(BatchError::Overflow)?;
	}
	if rows.len() > usize::try_from(MAX_OPERATOR_ROWS).unwrap_or(usize::MAX) {
		return Err(BatchError::TooManyOperatorRows);
	}
	Ok(rows)
}

/// Adds a receipt to its row.
fn add(row: &mut OperatorRow, receipt: &Receipt) -> Option<()> {
	row.count = row.count.checked_add(1)?;
	row.tokens = row.tokens.checked_add(receipt.tokens())?;
	row.cuc = row.cuc.checked_add(receipt.body.price)?;
	row.commission = row.commission.checked_add(receipt.commission())?;
	Some(())
}

/// Rows and entries of the planned sessions.
fn session_rows(
	placed: &[(Place, Receipt)],
	plans: &[SessionPlan],
) -> Result<(Vec<SessionRow>, Vec<Entry>), BatchError> {
	if plans.len() > usize::try_from(MAX_SESSION_ROWS).unwrap_or(usize::MAX) {
		return Err(BatchError::TooManySessionRows);
	}
	let mut sessions = BTreeMap::<SpendingSessionId, (&SessionPlan, Vec<Entry>)>::new();
	for plan in plans {
		let without_receipt = plan
			.void
			.iter()
			.map(|seq| (*seq, EntryState::Void))
			.chain(plan.deferred.iter().map(|seq| (*seq, EntryState::Deferred)))
			.map(|(seq, state)| Entry { session: plan.session, seq, cuc: 0, state })
			.collect();
		if sessions.insert(plan.session, (plan, without_receipt)).is_some() {
			return Err(BatchError::SessionsNotSorted);
		}
	}
	for (index, (place, receipt)) in (0u32..).zip(placed) {
		let (_, entries) =
			sessions.get_mut(&place.session).ok_or(BatchError::SessionNotPlanned(place.session))?;
		entries.push(Entry {
			session: place.session,
			seq: place.seq,
			cuc: receipt.body.price,
			state: EntryState::Leaf(index),
		});
	}
	let mut rows = Vec::with_capacity(sessions.len());
	let mut all = Vec::with_capacity(placed.len());
	for (plan, mut entries) in sessions.into_values() {
		entries.sort_by_key(|entry| entry.seq);
		let row = session_row(plan, &entries)?;
		if row.count == 0 && row.late == 0 {
			continue;
		}
		rows.push(row);
		// A seq that was deferred before and stays so is no part of this batch.
		all.extend(entries.into_iter().filter(|entry| {
			entry.seq >= plan.from_seq || matches!(entry.state, EntryState::Leaf(_))
		}));
		if all.len() > usize::try_from(MAX_BATCH_ENTRIES).unwrap_or(usize::MAX) {
			return Err(BatchError::TooManyEntries);
		}
	}
	Ok((rows, all))
}

/// The row of one session, whose entries are sorted by seq.
fn session_row(plan: &SessionPlan, entries: &[Entry]) -> Result<SessionRow, BatchError> {
	let session = plan.session;
	let overflow = BatchError::SeqOverflow(session);
	let end = match entries.last() {
		Some(last) => last.seq.checked_add(1).ok_or(overflow)?.max(plan.from_seq),
		None => plan.from_seq,
	};
	let mut row = SessionRow {
		session,
		from_seq: plan.from_seq,
		count: end.checked_sub(plan.from_seq).ok_or(overflow)?,
		void: 0,
		deferred: 0,
		late: 0,
		cuc: 0,
	};
	let mut before = None;
	let mut next = plan.from_seq;
	for entry in entries {
		if before.replace(entry.seq) == Some(entry.seq) {
			return Err(BatchError::Duplicate(session, entry.seq));
		}
		let is_late = entry.seq < plan.from_seq;
		if !is_late {
			match entry.seq.cmp(&next) {
				Ordering::Equal => next = next.checked_add(1).ok_or(overflow)?,
				_ => return Err(BatchError::Gap(session, next)),
			}
		}
		match entry.state {
			EntryState::Leaf(_) if is_late => row.late = row.late.checked_add(1).ok_or(overflow)?,
			EntryState::Leaf(_) => {}
			EntryState::Void if is_late => {
				return Err(BatchError::VoidOutOfRange(session, entry.seq));
			}
			EntryState::Void => row.void = row.void.checked_add(1).ok_or(overflow)?,
			EntryState::Deferred => {
				let bit = end.checked_sub(entry.seq).and_then(|age| age.checked_sub(1));
				row.deferred |= bit
					.and_then(|bit| 1u64.checked_shl(bit))
					.ok_or(BatchError::DeferredOutOfReach(session))?;
			}
		}
		row.cuc = row.cuc.checked_add(entry.cuc).ok_or(BatchError::Overflow)?;
	}
	Ok(row)
}
