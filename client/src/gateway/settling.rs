//! The daemon's way out: one batch at a time, until a finalised block says what became of it.

use super::{
	book::{Attempt, Book, Record, Settled, State},
	daemon::{Gateway, lock, more},
	plan::{Plan, Rules, plan},
	report::BatchFile,
};
use crate::{
	Error,
	amounts::cuc,
	calls,
	chain::{BlockId, Pushed},
	receipts::write_whole,
};
use orogen_primitives_core::{AccountId, BatchId, BlockNumber, Cuc, Hash, Seq, SpendingSessionId};
use orogen_primitives_receipts::Batch;
use orogen_primitives_runtime_api::{OperatorState, SessionInfo};
use serde_json::json;
use sp_runtime::Perbill;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::PathBuf,
	time::{Duration, Instant},
};

/// How often a batch under way is sent again.
const RESEND: Duration = Duration::from_secs(3);
/// How long a receipt rests that was refused for a reason that can pass.
const REST: Duration = Duration::from_secs(60);
/// First and longest pause after a batch that failed.
const PAUSES: (Duration, Duration) = (Duration::from_secs(3), Duration::from_secs(300));
/// Blocks between two looks at sessions that nothing else makes due.
const LOOK: BlockNumber = 5;

impl Gateway {
	/// Asks the newest finalised block what became of the batch under way; sends it again if nothing
	/// has.
	pub(super) async fn follow(&self, attempt: &Attempt, finalised: BlockId) -> Result<(), Error> {
		let at = finalised.hash;
		let marks = self.chain.batches_since(&self.who, attempt.from, at).await?;
		let ours = marks
			.into_iter()
			.find(|mark| mark.root_ops == attempt.root_ops && mark.root_seq == attempt.root_seq);
		if let Some(mark) = ours {
			return self.settled(attempt, mark.id, mark.submitted);
		}
		let nonce = u64::from(self.chain.nonce(&self.who, at).await?);
		if nonce > attempt.nonce {
			let why = self.why(attempt, finalised).await;
			return self.failed(attempt, why);
		}
		if finalised.number > attempt.valid_until {
			let reason = format!("it was in no block up to {}", attempt.valid_until);
			return self.failed(attempt, Error::WrongChain(reason));
		}
		let is_due = lock(&self.progress).pushed.is_none_or(|pushed| pushed.elapsed() >= RESEND);
		if is_due {
			lock(&self.progress).pushed = Some(Instant::now());
			if let Pushed::Later(reason) = Pushed::of(self.chain.push(&attempt.bytes).await) {
				lock(&self.progress).stuck = Some(reason);
			} else {
				lock(&self.progress).stuck = None;
			}
		}
		match lock(&self.progress).stuck.clone() {
			Some(reason) => Err(Error::NotTaken {
				call: "Receipts.submit_batch".into(),
				reason,
				advice: Some("it is sent again and again".into()),
			}),
			None => Ok(()),
		}
	}

	fn settled(&self, attempt: &Attempt, batch: BatchId, block: BlockNumber) -> Result<(), Error> {
		let count = u32::try_from(attempt.receipts.len()).unwrap_or(u32::MAX);
		self.append(vec![Record::Settled(Settled {
			hash: attempt.hash,
			batch,
			block,
			root_ops: attempt.root_ops,
			count,
			cuc: attempt.cuc,
		})])?;
		lock(&self.sessions).clear();
		lock(&self.operators).clear();
		let mut progress = lock(&self.progress);
		progress.pause = Duration::ZERO;
		progress.not_before = None;
		progress.room = None;
		drop(progress);
		self.log(format_args!(
			"settled batch {batch} in block {block}: {count} receipts, {} CUC",
			cuc(attempt.cuc.into())
		));
		if tokio::task::block_in_place(|| lock(&self.store).compact())? {
			self.log("journal: rewritten without what is settled");
		}
		Ok(())
	}

	/// The error of a batch whose nonce is used.
	async fn why(&self, attempt: &Attempt, finalised: BlockId) -> Error {
		let mut number = attempt.from.saturating_add(1);
		while number <= finalised.number.min(attempt.valid_until) {
			let found = async {
				let Some(block) = self.chain.block_at(number).await? else { return Ok(false) };
				if !self.chain.contains(block.hash, &attempt.bytes).await? {
					return Ok(false);
				}
				let call = "Receipts.submit_batch";
				self.chain.outcome(call, attempt.hash, block.hash).await.map(|_| true)
			};
			match found.await {
				Ok(false) => {}
				Ok(true) => break,
				Err(error @ Error::Failed { .. }) => return error,
				// Blocks that the node has no more: what happened is clear, why is not.
				Err(_) => break,
			}
			number = number.saturating_add(1);
		}
		Error::WrongChain("another transaction of the gateway has its nonce".into())
	}

	/// Frees the receipts of a batch that is not on the chain, and parks those that it was refused for.
	fn failed(&self, attempt: &Attempt, error: Error) -> Result<(), Error> {
		more(&self.counters.failed, 1);
		let reason = error.to_string();
		let mut records = vec![Record::Failed { hash: attempt.hash, reason: reason.clone() }];
		let parked = {
			let store = lock(&self.store);
			refused(&error, attempt, store.book())
		};
		let mut progress = lock(&self.progress);
		for ((session, seq), retry) in &parked {
			let until = Instant::now() + REST;
			if *retry {
				progress.resting.insert((*session, *seq), until);
			}
			let (session, seq, reason, retry) = (*session, *seq, reason.clone(), *retry);
			records.push(Record::Parked { session, seq, reason, retry });
		}
		if matches!(error.module(), Some(("Receipts", "OverCapacity"))) {
			progress.room = Some(attempt.cuc / 2);
		}
		let (first, longest) = PAUSES;
		progress.pause = progress.pause.saturating_mul(2).clamp(first, longest);
		progress.not_before = Some(Instant::now() + progress.pause);
		drop(progress);
		lock(&self.sessions).clear();
		lock(&self.operators).clear();
		self.append(records)?;
		self.remove_file(&attempt.root_ops);
		self.log(format_args!("batch failed: {reason}"));
		if !parked.is_empty() {
			self.log(format_args!("parked {} receipts: {reason}", parked.len()));
		}
		Ok(())
	}

	pub(super) fn file(&self, root: &Hash) -> PathBuf {
		self.config.data.join("batches").join(format!("{root:?}.jsonl"))
	}

	fn remove_file(&self, root: &Hash) {
		// A file too many is no harm.
		std::fs::remove_file(self.file(root)).ok();
	}

	/// Sends a batch if one is worth it.
	pub(super) async fn settle(&self, finalised: BlockId, best: BlockId) -> Result<(), Error> {
		let (totals, wanted) = {
			let store = lock(&self.store);
			let wanted: BTreeSet<_> = store
				.book()
				.all_held()
				.filter(|(_, _, held)| {
					!matches!(held.state, State::Parked { retry: false, .. } | State::Sent)
				})
				.map(|(session, ..)| session)
				.collect();
			(store.book().totals(), wanted)
		};
		let now = crate::commands::now();
		let age = crate::commands::millis(self.config.max_age);
		{
			let mut progress = lock(&self.progress);
			let instant = Instant::now();
			progress.resting.retain(|_, until| *until > instant);
			let is_due = totals.pending_cuc >= self.config.min_cuc && totals.pending > 0
				|| totals.oldest.is_some_and(|oldest| now.saturating_sub(oldest) >= age)
				|| totals.pending >= u64::try_from(self.config.max_receipts).unwrap_or(u64::MAX)
				|| finalised.number >= progress.looked.saturating_add(LOOK);
			if wanted.is_empty()
				|| !is_due || finalised.number == progress.looked
				|| progress.not_before.is_some_and(|at| instant < at)
			{
				return Ok(());
			}
			progress.looked = finalised.number;
		}
		let sessions = self.read_sessions(&wanted, finalised).await?;
		let hurry: BTreeSet<_> = sessions
			.values()
			.filter(|info| info.settle_until.saturating_sub(best.number) <= self.config.hurry)
			.map(|info| info.id)
			.collect();
		let room = self.room(&sessions, finalised).await?;
		let chain_time = self.chain.time(finalised.hash).await?;
		let rules = {
			let progress = lock(&self.progress);
			Rules {
				now,
				chain_time,
				defer: crate::commands::millis(self.config.defer),
				hurry: hurry.clone(),
				max_receipts: self.config.max_receipts,
				room: room.clone(),
				gateway_room: progress.room,
				resting: progress.resting.keys().copied().collect(),
			}
		};
		let (planned, oldest) = {
			let store = lock(&self.store);
			let planned = plan(store.book(), &sessions, &rules);
			let oldest = chosen(&planned)
				.filter_map(|(session, seq)| store.book().held(session, seq))
				.map(|held| held.at)
				.min();
			(planned, oldest)
		};
		self.park_full(&room)?;
		let is_worth_it = planned.count > 0
			&& (planned.cuc >= self.config.min_cuc
				|| planned.count >= self.config.max_receipts
				|| oldest.is_some_and(|oldest| now.saturating_sub(oldest) >= age)
				|| planned.sessions.iter().any(|picked| hurry.contains(&picked.plan.session)));
		if is_worth_it { self.begin(&planned, finalised).await } else { Ok(()) }
	}

	/// What the finalised block says of sessions; parks what can never be settled.
	async fn read_sessions(
		&self,
		wanted: &BTreeSet<SpendingSessionId>,
		finalised: BlockId,
	) -> Result<BTreeMap<SpendingSessionId, SessionInfo>, Error> {
		let mut sessions = BTreeMap::new();
		let mut records = Vec::new();
		for id in wanted {
			let info = self.chain.session(*id, Some(finalised.hash)).await?;
			// One that is only in newer blocks is waited for.
			let gone = info.is_none() && self.chain.session(*id, None).await?.is_none();
			let over = info.as_ref().is_some_and(|info| finalised.number > info.settle_until);
			let store = lock(&self.store);
			let Some(seqs) = store.book().sessions.get(id) else { continue };
			for seq in seqs.keys() {
				let Some(held) = store.book().held(*id, *seq) else { continue };
				if matches!(held.state, State::Parked { retry: false, .. }) {
					continue;
				}
				let is_claimed = info
					.as_ref()
					.is_some_and(|info| *seq < info.next_seq && !info.deferred.contains(seq));
				let reason = if gone {
					"its session is gone"
				} else if over {
					"the settlement of its session is over"
				} else if is_claimed {
					"its seq was claimed without it"
				} else {
					continue;
				};
				let reason = reason.to_owned();
				records.push(Record::Parked { session: *id, seq: *seq, reason, retry: false });
			}
			drop(store);
			if let Some(info) = info.filter(|_| !over) {
				sessions.insert(*id, info);
			}
		}
		self.park(records)?;
		Ok(sessions)
	}

	fn park(&self, records: Vec<Record>) -> Result<(), Error> {
		let mut reasons = BTreeMap::<String, usize>::new();
		for record in &records {
			if let Record::Parked { reason, .. } = record {
				let count = reasons.entry(reason.clone()).or_default();
				*count = count.saturating_add(1);
			}
		}
		self.append(records)?;
		for (reason, count) in reasons {
			self.log(format_args!("parked {count} receipts: {reason}"));
		}
		Ok(())
	}

	/// What the operators of held receipts can still take.
	async fn room(
		&self,
		sessions: &BTreeMap<SpendingSessionId, SessionInfo>,
		finalised: BlockId,
	) -> Result<BTreeMap<AccountId, Cuc>, Error> {
		let hotkeys: BTreeSet<_> = {
			let store = lock(&self.store);
			let held = store.book().all_held();
			held.filter(|(session, ..)| sessions.contains_key(session))
				.map(|(_, _, held)| held.receipt.body.hotkey.clone())
				.collect()
		};
		let mut room = BTreeMap::new();
		for hotkey in hotkeys {
			let left = match self.chain.operator(&hotkey, Some(finalised.hash)).await? {
				Some(operator) if operator.status == OperatorState::Active => {
					let share = operator.gateways.iter().find(|one| one.gateway == self.who);
					match (operator.capacity, share) {
						(Some(capacity), Some(share)) => {
							let most =
								Perbill::from_parts(share.capacity_share).mul_floor(capacity);
							most.min(capacity.saturating_sub(operator.unfinalised))
						}
						_ => 0,
					}
				}
				_ => 0,
			};
			room.insert(hotkey, left);
		}
		Ok(room)
	}

	/// Says of receipts whose operator can take nothing that they wait.
	fn park_full(&self, room: &BTreeMap<AccountId, Cuc>) -> Result<(), Error> {
		let records: Vec<_> = {
			let store = lock(&self.store);
			let full = store.book().all_held().filter(|(_, _, held)| {
				let body = &held.receipt.body;
				held.state == State::Pending
					&& room.get(&body.hotkey).is_some_and(|room| *room < body.price)
			});
			full.map(|(session, seq, _)| Record::Parked {
				session,
				seq,
				reason:
					"its operator is not active, does not list this gateway or is over capacity"
						.into(),
				retry: true,
			})
			.collect()
		};
		self.park(records)
	}

	/// Signs a batch, writes it down, sends it.
	async fn begin(&self, planned: &Plan, finalised: BlockId) -> Result<(), Error> {
		let receipts: Vec<_> = {
			let store = lock(&self.store);
			chosen(planned)
				.filter_map(|(session, seq)| store.book().held(session, seq))
				.map(|held| (*held.receipt).clone())
				.collect()
		};
		let plans: Vec<_> = planned.sessions.iter().map(|picked| picked.plan.clone()).collect();
		// No registry is on the chain yet: every model is an unregistered one.
		let batch = tokio::task::block_in_place(|| Batch::build(receipts, &plans, |_| Some(0)))?;
		let root = batch.root_ops().hash;
		let url = self.config.public_url.as_ref().map_or_else(String::new, |url| {
			format!("{}/batches/{root:?}", url.trim_end_matches('/'))
		});
		let call = calls::receipts::submit_batch(&batch.submission(), &url);
		let signed = self.chain.sign_after(&call, &self.config.key, finalised).await?;
		let head = BatchFile { submission: batch.submission(), transaction: signed.hash };
		let mut text = json!(head).to_string();
		for receipt in batch.receipts() {
			text.push('\n');
			text.push_str(&json!(receipt).to_string());
		}
		text.push('\n');
		tokio::task::block_in_place(|| write_whole(&self.file(&root), text.as_bytes()))?;
		let attempt = Attempt {
			hash: signed.hash,
			nonce: signed.nonce,
			from: signed.from.number,
			valid_until: signed.valid_until,
			root_ops: root,
			root_seq: batch.root_seq().hash,
			cuc: batch.root_ops().sums.cuc,
			receipts: batch
				.receipts()
				.iter()
				.map(|receipt| (receipt.terms().session, receipt.terms().seq))
				.collect(),
			operators: batch.operators().iter().map(|row| row.hotkey.clone()).collect(),
			sessions: batch.sessions().iter().map(|row| row.session).collect(),
			bytes: signed.bytes,
		};
		self.append(vec![Record::Intended(Box::new(attempt.clone()))])?;
		more(&self.counters.sent, 1);
		self.log(format_args!(
			"sending a batch: {} receipts of {} sessions, {} CUC, transaction {:?}",
			attempt.receipts.len(),
			attempt.sessions.len(),
			cuc(attempt.cuc.into()),
			attempt.hash
		));
		{
			let mut progress = lock(&self.progress);
			progress.pushed = None;
			progress.stuck = None;
		}
		self.follow(&attempt, finalised).await
	}
}

/// The receipts of a plan.
fn chosen(plan: &Plan) -> impl Iterator<Item = (SpendingSessionId, Seq)> {
	plan.sessions
		.iter()
		.flat_map(|picked| picked.seqs.iter().map(|seq| (picked.plan.session, *seq)))
}

/// Which receipts a batch was refused for, and whether that can pass.
fn refused(error: &Error, attempt: &Attempt, book: &Book) -> Vec<((SpendingSessionId, Seq), bool)> {
	let Error::Failed { module: Some(fault), .. } = error else { return Vec::new() };
	let [low, high, reason] = fault.data;
	let row = usize::from(u16::from_le_bytes([low, high]));
	let receipts = attempt.receipts.iter().copied();
	match (fault.pallet.as_str(), fault.error.as_str()) {
		("Receipts", "OperatorRowRefused") => {
			let Some(hotkey) = attempt.operators.get(row) else { return Vec::new() };
			// Not active, not listed, over capacity: the operator can mend it.
			let retry = matches!(reason, 1 | 3 | 4);
			let is_its = |place: &(SpendingSessionId, Seq)| {
				book.held(place.0, place.1).is_some_and(|held| held.receipt.body.hotkey == *hotkey)
			};
			receipts.filter(is_its).map(|place| (place, retry)).collect()
		}
		("Receipts", "SessionRowRefused") => {
			let Some(session) = attempt.sessions.get(row) else { return Vec::new() };
			let its = receipts.filter(|place| place.0 == *session);
			match reason {
				// Gone, another gateway's, over.
				0..=2 => its.map(|place| (place, false)).collect(),
				// Claimed by somebody else meanwhile: the next plan reads the chain again.
				3..=5 => Vec::new(),
				_ => its.map(|place| (place, true)).collect(),
			}
		}
		_ => Vec::new(),
	}
}

#[cfg(test)]
mod tests {
	use super::{
		super::{
			book::{Held, Known},
			tests::receipt,
		},
		*,
	};
	use crate::{error::ModuleFault, keys::Keypair};
	use std::sync::Arc;

	#[test]
	fn refusals_should_park_their_receipts() {
		let hot = Keypair::well_known("hot").unwrap().account();
		let attempt = Attempt {
			bytes: vec![],
			hash: Hash::zero(),
			nonce: 0,
			from: 0,
			valid_until: 0,
			root_ops: Hash::zero(),
			root_seq: Hash::zero(),
			cuc: 0,
			receipts: vec![(1, 0), (2, 0)],
			operators: vec![hot],
			sessions: vec![1, 2],
		};
		let mut book = Book::default();
		for session in [1, 2] {
			let held =
				Held { receipt: Arc::new(receipt(session, 0, 50, 0)), at: 0, state: State::Sent };
			let known = Known::Held(held);
			book.sessions.entry(session).or_default().insert(0, known);
		}
		let error = |error: &str, data| Error::Failed {
			call: "c".into(),
			error: error.into(),
			doc: None,
			module: Some(Box::new(ModuleFault {
				pallet: "Receipts".into(),
				error: error.into(),
				data,
			})),
		};
		let run = |name: &str, data| refused(&error(name, data), &attempt, &book);
		assert_eq!(run("OperatorRowRefused", [0, 0, 4]), [((1, 0), true), ((2, 0), true)]);
		assert_eq!(run("OperatorRowRefused", [0, 0, 2])[0], ((1, 0), false));
		assert_eq!(run("OperatorRowRefused", [1, 0, 2]), []);
		assert_eq!(run("SessionRowRefused", [1, 0, 2]), [((2, 0), false)]);
		assert_eq!(run("SessionRowRefused", [1, 0, 3]), []);
		assert_eq!(run("SessionRowRefused", [0, 1, 0]), []);
		assert_eq!(run("OverCapacity", [0, 0, 0]), []);
		assert_eq!(refused(&Error::Stopped, &attempt, &book), []);
	}
}
