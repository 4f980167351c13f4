//! What a gateway knows: receipts, the batch under way, batches settled. Every change is a record of
//! the journal, so the book after a restart is the book before.
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use super::journal::{Journal, Replay};
use crate::Error;
use codec::{Decode, DecodeAll, Encode};
use orogen_primitives_core::{
	AccountId, BatchId, BlockNumber, Cuc, Hash, Moment, Seq, SpendingSessionId,
};
use orogen_primitives_receipts::Receipt;
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Seqs of a session that are remembered after they are settled: as many as an ack window or the
/// bitmap of deferred seqs can reach.
const MEMORY: u32 = 128;

/// Bytes of a journal from which it is rewritten, once half of it is settled.
const COMPACTION: u64 = 32 << 20;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Record {
	/// The journal is this gateway's, on this chain.
	#[codec(index = 0)]
	Opened {
		/// Genesis hash of the chain.
		genesis: Hash,
		/// The gateway.
		gateway: AccountId,
	},
	/// A receipt was taken, and its sender told so.
	#[codec(index = 1)]
	Accepted {
		/// The receipt.
		receipt: Box<Receipt>,
		/// When.
		at: Moment,
	},
	/// A batch will be sent.
	#[codec(index = 2)]
	Intended(Box<Attempt>),
	/// The batch under way is on the chain, in a finalised block.
	#[codec(index = 3)]
	Settled(Settled),
	/// The batch under way is not on the chain and never will be.
	#[codec(index = 4)]
	Failed {
		/// Hash of its transaction.
		hash: Hash,
		/// Why.
		reason: String,
	},
	/// A receipt cannot be settled.
	#[codec(index = 5)]
	Parked {
		/// Its session.
		session: SpendingSessionId,
		/// Its seq.
		seq: Seq,
		/// Why.
		reason: String,
		/// Whether that can change.
		retry: bool,
	},
	/// A receipt that was settled before the journal was rewritten.
	// Index 6 was the same without a time.
	#[codec(index = 7)]
	Past {
		/// Its session.
		session: SpendingSessionId,
		/// Its seq.
		seq: Seq,
		/// What is left of it.
		past: Past,
	},
}

/// A batch under way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Attempt {
	/// The signed transaction.
	pub bytes: Vec<u8>,
	/// Its hash.
	pub hash: Hash,
	/// Its nonce.
	pub nonce: u64,
	/// Block that it was signed after.
	pub from: BlockNumber,
	/// Last block that it can be in.
	pub valid_until: BlockNumber,
	/// Root over the receipts.
	pub root_ops: Hash,
	/// Root over the entries.
	pub root_seq: Hash,
	/// Micro-USD.
	pub cuc: Cuc,
	/// The receipts, in the order of their leaves.
	pub receipts: Vec<(SpendingSessionId, Seq)>,
	/// Hotkeys of the operator rows.
	pub operators: Vec<AccountId>,
	/// Sessions of the session rows.
	pub sessions: Vec<SpendingSessionId>,
}

/// A batch on the chain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Settled {
	/// Hash of its transaction.
	pub hash: Hash,
	/// Its id.
	pub batch: BatchId,
	/// Its block.
	pub block: BlockNumber,
	/// Root over the receipts.
	pub root_ops: Hash,
	/// Receipts.
	pub count: u32,
	/// Micro-USD.
	pub cuc: Cuc,
}

/// What is left of a settled receipt.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Past {
	/// Hash of its SCALE form.
	pub id: Hash,
	/// Its price.
	pub price: Cuc,
	/// The most that its request allowed.
	pub max_price: Cuc,
	/// What its request acknowledged.
	pub acked: Cuc,
	/// Its batch.
	pub batch: BatchId,
	/// When it was taken: what is missing before it has been missing since then.
	pub at: Moment,
}

/// Where a receipt is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
	/// To be settled.
	Pending,
	/// In the batch under way.
	Sent,
	/// Cannot be settled.
	Parked {
		/// Why.
		reason: String,
		/// Whether that can change.
		retry: bool,
	},
}

/// A receipt that is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
	/// The receipt.
	pub receipt: Arc<Receipt>,
	/// When it was taken.
	pub at: Moment,
	/// Where it is.
	pub state: State,
}

/// What is known of a seq.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
	/// There is a receipt to settle.
	Held(Held),
	/// It is settled.
	Past(Past),
}

impl Known {
	/// Price, most that was allowed, what was acknowledged.
	pub fn amounts(&self) -> (Cuc, Cuc, Cuc) {
		match self {
			Self::Held(held) => {
				let terms = held.receipt.terms();
				(held.receipt.body.price, terms.max_price, terms.acked)
			}
			Self::Past(past) => (past.price, past.max_price, past.acked),
		}
	}

	/// When it was taken.
	pub const fn taken_at(&self) -> Moment {
		match self {
			Self::Held(held) => held.at,
			Self::Past(past) => past.at,
		}
	}

	/// Hash of the receipt's SCALE form.
	pub fn id(&self) -> Hash {
		match self {
			Self::Held(held) => id_of(&held.receipt),
			Self::Past(past) => past.id,
		}
	}
}

/// Hash of a receipt's SCALE form.
pub fn id_of(receipt: &Receipt) -> Hash {
	BlakeTwo256::hash(&receipt.encode())
}

/// What a gateway knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
	/// Receipts by session and seq.
	pub sessions: BTreeMap<SpendingSessionId, BTreeMap<Seq, Known>>,
	/// The batch under way.
	pub attempt: Option<Attempt>,
	/// Batches on the chain.
	pub batches: BTreeMap<BatchId, Settled>,
	owner: Option<(Hash, AccountId)>,
}

/// Sums over a book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
	/// Receipts to be settled.
	pub pending: u64,
	/// Their micro-USD.
	pub pending_cuc: Cuc,
	/// When the oldest of them was taken.
	pub oldest: Option<Moment>,
	/// Receipts in the batch under way.
	pub sent: u64,
	/// Parked receipts.
	pub parked: u64,
	/// Their micro-USD.
	pub parked_cuc: Cuc,
	/// Receipts settled.
	pub settled: u64,
	/// Their micro-USD.
	pub settled_cuc: Cuc,
}

impl Book {
	/// The receipt of a seq that is not settled.
	pub fn held(&self, session: SpendingSessionId, seq: Seq) -> Option<&Held> {
		match self.sessions.get(&session)?.get(&seq)? {
			Known::Held(held) => Some(held),
			Known::Past(_) => None,
		}
	}

	fn held_mut(&mut self, session: SpendingSessionId, seq: Seq) -> Option<&mut Held> {
		match self.sessions.get_mut(&session)?.get_mut(&seq)? {
			Known::Held(held) => Some(held),
			Known::Past(_) => None,
		}
	}

	/// Every receipt that is not settled.
	pub fn all_held(&self) -> impl Iterator<Item = (SpendingSessionId, Seq, &Held)> {
		self.sessions.iter().flat_map(|(session, seqs)| {
			seqs.iter().filter_map(|(seq, known)| match known {
				Known::Held(held) => Some((*session, *seq, held)),
				Known::Past(_) => None,
			})
		})
	}

	/// Sums.
	pub fn totals(&self) -> Totals {
		let mut totals = Totals::default();
		for (_, _, held) in self.all_held() {
			let price = held.receipt.body.price;
			match &held.state {
				State::Pending => {
					totals.pending += 1;
					totals.pending_cuc = totals.pending_cuc.saturating_add(price);
					totals.oldest = Some(totals.oldest.map_or(held.at, |at| at.min(held.at)));
				}
				State::Sent => totals.sent += 1,
				State::Parked { .. } => {
					totals.parked += 1;
					totals.parked_cuc = totals.parked_cuc.saturating_add(price);
				}
			}
		}
		for settled in self.batches.values() {
			totals.settled += u64::from(settled.count);
			totals.settled_cuc = totals.settled_cuc.saturating_add(settled.cuc);
		}
		totals
	}

	/// Makes one change. A record that does not fit is an error: the journal is not ours.
	fn apply(&mut self, record: Record) -> Result<(), String> {
		match record {
			Record::Opened { genesis, gateway } => {
				let owner = (genesis, gateway);
				if self.owner.as_ref().is_some_and(|known| *known != owner) {
					return Err("it belongs to another gateway or chain".into());
				}
				self.owner = Some(owner);
			}
			Record::Accepted { receipt, at } => {
				let (session, seq) = (receipt.terms().session, receipt.terms().seq);
				let held = Held { receipt: Arc::new(*receipt), at, state: State::Pending };
				// The same receipt twice changes nothing.
				self.sessions.entry(session).or_default().entry(seq).or_insert(Known::Held(held));
			}
			Record::Intended(attempt) => {
				if self.attempt.is_some() {
					return Err("two batches are under way".into());
				}
				for (session, seq) in &attempt.receipts {
					let held = self.held_mut(*session, *seq);
					held.ok_or("a batch has a receipt that is not there")?.state = State::Sent;
				}
				self.attempt = Some(*attempt);
			}
			Record::Settled(settled) => {
				if let Some(attempt) = self.attempt.take_if(|attempt| attempt.hash == settled.hash)
				{
					for (session, seq) in attempt.receipts {
						self.pass(session, seq, settled.batch);
					}
				}
				self.batches.insert(settled.batch, settled);
			}
			Record::Failed { hash, .. } => {
				if let Some(attempt) = self.attempt.take_if(|attempt| attempt.hash == hash) {
					for (session, seq) in attempt.receipts {
						if let Some(held) = self.held_mut(session, seq) {
							held.state = State::Pending;
						}
					}
				}
			}
			Record::Parked { session, seq, reason, retry } => {
				if let Some(held) = self.held_mut(session, seq) {
					held.state = State::Parked { reason, retry };
				}
			}
			Record::Past { session, seq, past } => {
				self.sessions.entry(session).or_default().insert(seq, Known::Past(past));
			}
		}
		Ok(())
	}

	/// Makes a settled receipt a past one.
	fn pass(&mut self, session: SpendingSessionId, seq: Seq, batch: BatchId) {
		let Some(seqs) = self.sessions.get_mut(&session) else { return };
		if let Some(known) = seqs.get_mut(&seq) {
			let (id, at, (price, max_price, acked)) =
				(known.id(), known.taken_at(), known.amounts());
			*known = Known::Past(Past { id, price, max_price, acked, batch, at });
		}
		let newest = seqs.last_key_value().map_or(0, |(seq, _)| *seq);
		let first = newest.saturating_sub(MEMORY);
		seqs.retain(|seq, known| *seq >= first || matches!(known, Known::Held(_)));
	}

	/// Records from which an equal book is made.
	fn snapshot(&self) -> Vec<Record> {
		let mut records = Vec::new();
		if let Some((genesis, gateway)) = &self.owner {
			records.push(Record::Opened { genesis: *genesis, gateway: gateway.clone() });
		}
		for settled in self.batches.values() {
			records.push(Record::Settled(settled.clone()));
		}
		for (session, seqs) in &self.sessions {
			for (seq, known) in seqs {
				let (session, seq) = (*session, *seq);
				match known {
					Known::Past(past) => {
						records.push(Record::Past { session, seq, past: past.clone() });
					}
					Known::Held(held) => {
						let receipt = Box::new((*held.receipt).clone());
						records.push(Record::Accepted { receipt, at: held.at });
						if let State::Parked { reason, retry } = &held.state {
							let (reason, retry) = (reason.clone(), *retry);
							records.push(Record::Parked { session, seq, reason, retry });
						}
					}
				}
			}
		}
		if let Some(attempt) = &self.attempt {
			records.push(Record::Intended(Box::new(attempt.clone())));
		}
		records
	}
}

/// A book and its journal.
#[derive(Debug)]
pub struct Store {
	journal: Journal,
	book: Book,
	/// Bytes of an unfinished record that the last stop left.
	pub torn: u64,
}

impl Store {
	/// Opens the folder of a gateway; one that is another gateway's or another chain's is refused.
	pub fn open(folder: &Path, genesis: Hash, gateway: &AccountId) -> Result<Self, Error> {
		let (journal, Replay { payloads, torn }) = Journal::open(folder)?;
		let fault = |reason: String| Error::Journal { path: folder.join("journal"), reason };
		let mut book = Book::default();
		for payload in payloads {
			let records = Vec::<Record>::decode_all(&mut payload.as_slice())
				.map_err(|_| fault("written by another version of this program".into()))?;
			for record in records {
				book.apply(record).map_err(fault)?;
			}
		}
		let mut store = Self { journal, book, torn };
		let owner = Record::Opened { genesis, gateway: gateway.clone() };
		match &store.book.owner {
			None => store.append(vec![owner])?,
			Some(_) => store.book.apply(owner).map_err(|reason| {
				fault(format!("{reason}; give the right --key-file and node, or another --data"))
			})?,
		}
		store.compact()?;
		Ok(store)
	}

	/// The book.
	pub const fn book(&self) -> &Book {
		&self.book
	}

	/// Bytes of the journal.
	pub const fn len(&self) -> u64 {
		self.journal.len()
	}

	/// Whether the journal is empty.
	pub const fn is_empty(&self) -> bool {
		self.journal.is_empty()
	}

	/// Writes changes down, then makes them: all of them or none.
	pub fn append(&mut self, records: Vec<Record>) -> Result<(), Error> {
		if records.is_empty() {
			return Ok(());
		}
		self.journal.append(&records.encode())?;
		for record in records {
			self.book
				.apply(record)
				.map_err(|reason| Error::Journal { path: "the journal".into(), reason })?;
		}
		Ok(())
	}

	/// Rewrites the journal without what is settled, when that is worth it.
	pub fn compact(&mut self) -> Result<bool, Error> {
		if self.journal.len() < COMPACTION {
			return Ok(false);
		}
		let frames: Vec<_> =
			self.book.snapshot().chunks(256).map(|records| records.to_vec().encode()).collect();
		let size: usize = frames.iter().map(Vec::len).sum();
		if u64::try_from(size).unwrap_or(u64::MAX) > self.journal.len() / 2 {
			return Ok(false);
		}
		self.journal.rewrite(frames.iter().map(Vec::as_slice))?;
		Ok(true)
	}
}

#[cfg(test)]
mod tests {
	use super::{super::tests::receipt, *};
	use crate::keys::Keypair;
	use proptest::prelude::*;

	const GENESIS: Hash = Hash::repeat_byte(1);

	fn gateway() -> AccountId {
		Keypair::well_known("gateway").unwrap().account()
	}

	fn accepted(session: SpendingSessionId, seq: Seq) -> Record {
		Record::Accepted { receipt: Box::new(receipt(session, seq, 50, 0)), at: 5 }
	}

	fn attempt(hash: u8, receipts: &[(SpendingSessionId, Seq)]) -> Attempt {
		Attempt {
			bytes: vec![hash],
			hash: Hash::repeat_byte(hash),
			nonce: 3,
			from: 10,
			valid_until: 74,
			root_ops: Hash::repeat_byte(hash ^ 0xFF),
			root_seq: Hash::zero(),
			cuc: 50,
			receipts: receipts.to_vec(),
			operators: vec![],
			sessions: vec![],
		}
	}

	fn settled(hash: u8, batch: BatchId, count: u32) -> Record {
		Record::Settled(Settled {
			hash: Hash::repeat_byte(hash),
			batch,
			block: 12,
			root_ops: Hash::repeat_byte(hash ^ 0xFF),
			count,
			cuc: 50,
		})
	}

	fn story() -> Vec<Vec<Record>> {
		vec![
			vec![accepted(1, 0), accepted(1, 1)],
			vec![accepted(2, 0)],
			vec![Record::Intended(Box::new(attempt(1, &[(1, 0), (2, 0)])))],
			vec![Record::Failed { hash: Hash::repeat_byte(1), reason: "no".into() }],
			vec![Record::Parked { session: 2, seq: 0, reason: "over".into(), retry: false }],
			vec![Record::Intended(Box::new(attempt(2, &[(1, 0)])))],
			vec![settled(2, 7, 1), accepted(1, 2)],
		]
	}

	#[test]
	fn a_book_should_tell_where_every_receipt_is() {
		let dir = tempfile::tempdir().unwrap();
		let mut store = Store::open(dir.path(), GENESIS, &gateway()).unwrap();
		for records in story() {
			store.append(records).unwrap();
		}
		let book = store.book().clone();
		assert!(matches!(book.sessions[&1][&0], Known::Past(Past { batch: 7, .. })));
		assert_eq!(book.held(1, 1).unwrap().state, State::Pending);
		assert!(matches!(book.held(2, 0).unwrap().state, State::Parked { retry: false, .. }));
		let totals = book.totals();
		assert_eq!((totals.pending, totals.parked, totals.settled), (2, 1, 1));
		drop(store);
		let store = Store::open(dir.path(), GENESIS, &gateway()).unwrap();
		assert_eq!(*store.book(), book);
		drop(store);
		let error = Store::open(dir.path(), Hash::zero(), &gateway()).unwrap_err().to_string();
		assert!(error.contains("another gateway or chain"), "{error}");
		// A snapshot makes the same book.
		let mut again = Book::default();
		for record in book.snapshot() {
			again.apply(record).unwrap();
		}
		assert_eq!(again, book);
	}

	#[test]
	fn a_stop_at_any_byte_should_lose_nothing_acknowledged() {
		let dir = tempfile::tempdir().unwrap();
		let file = dir.path().join("journal");
		let mut books = Vec::new();
		{
			let mut store = Store::open(dir.path(), GENESIS, &gateway()).unwrap();
			books.push((store.journal.len(), store.book().clone()));
			for records in story() {
				store.append(records).unwrap();
				books.push((store.journal.len(), store.book().clone()));
			}
		}
		let bytes = std::fs::read(&file).unwrap();
		let first = usize::try_from(books[0].0).unwrap();
		for cut in first..=bytes.len() {
			std::fs::write(&file, &bytes[..cut]).unwrap();
			let store = Store::open(dir.path(), GENESIS, &gateway()).unwrap();
			let (_, expected) = books.iter().rfind(|(len, _)| *len <= cut as u64).unwrap();
			assert_eq!(store.book(), expected, "cut at {cut}");
		}
	}

	#[test]
	fn records_that_do_not_fit_should_be_refused() {
		let mut book = Book::default();
		let one = Record::Intended(Box::new(attempt(1, &[(9, 9)])));
		assert!(book.apply(one).unwrap_err().contains("not there"));
		book.apply(Record::Intended(Box::new(attempt(1, &[])))).unwrap();
		let two = Record::Intended(Box::new(attempt(2, &[])));
		assert!(book.apply(two).unwrap_err().contains("two batches"));
	}

	#[test]
	fn old_seqs_should_be_forgotten() {
		let mut book = Book::default();
		for seq in 0..300 {
			book.apply(accepted(1, seq)).unwrap();
			book.apply(Record::Intended(Box::new(attempt(1, &[(1, seq)])))).unwrap();
			book.apply(settled(1, seq.into(), 1)).unwrap();
		}
		assert_eq!(book.sessions[&1].len() as u32, MEMORY + 1);
		assert_eq!(book.totals().settled, 300);
	}

	proptest! {
		#[test]
		fn snapshots_should_be_equal(seqs in prop::collection::btree_set(0u32..20, 0..10), sent in 0usize..10) {
			let mut book = Book::default();
			book.apply(Record::Opened { genesis: GENESIS, gateway: gateway() }).unwrap();
			for seq in &seqs {
				book.apply(accepted(1, *seq)).unwrap();
			}
			let picked: Vec<_> = seqs.iter().take(sent).map(|seq| (1, *seq)).collect();
			book.apply(Record::Intended(Box::new(attempt(1, &picked)))).unwrap();
			let mut again = Book::default();
			for record in book.snapshot() {
				again.apply(record).unwrap();
			}
			prop_assert_eq!(again, book);
		}
	}
}
