//! Which receipts, void and deferred seqs make the next batch.
//!
//! Per session a batch claims every seq from the session's next one up to its last receipt there. A seq
//! without a receipt is *deferred* while its receipt may still come, and *void* afterwards; a deferred
//! seq must stay within [`MAX_DEFERRED`] of the end of the claimed range, so a missing seq that is
//! still wanted holds the range back rather than being lost. What is claimed never exceeds what the
//! session has left, nor what the customer has acknowledged and risked (`docs/settlement.md`).

use super::book::{Book, Known, State};
use orogen_primitives_core::{
	AccountId, Cuc, MAX_OPERATOR_ROWS, MAX_SESSION_ROWS, Moment, Seq, SpendingSessionId,
	VerificationMode,
};
use orogen_primitives_receipts::{
	SessionPlan, ack::settleable, batch::MAX_BATCH_ENTRIES, rows::MAX_DEFERRED,
};
use orogen_primitives_runtime_api::SessionInfo;
use std::collections::{BTreeMap, BTreeSet};

/// Longest range that one row claims, so that a customer who leaps ahead cannot fill a batch with
/// void seqs.
pub const MAX_RANGE: u32 = 16_384;

/// How a batch is planned.
#[derive(Clone, Debug)]
pub struct Rules {
	/// Now, in milliseconds since the Unix epoch.
	pub now: Moment,
	/// Time of the chain's newest block; a receipt of its future is not settled yet.
	pub chain_time: Moment,
	/// How long a missing seq is waited for.
	pub defer: Moment,
	/// Sessions whose settlement ends soon: nothing is waited for.
	pub hurry: BTreeSet<SpendingSessionId>,
	/// Most receipts of a batch.
	pub max_receipts: usize,
	/// What operators can still take, in micro-USD; others have no bound that is known.
	pub room: BTreeMap<AccountId, Cuc>,
	/// Micro-USD that the gateway's stake still covers, where that is known.
	pub gateway_room: Option<Cuc>,
	/// Receipts that were refused for a reason that can pass, and are not tried again yet.
	pub resting: BTreeSet<(SpendingSessionId, Seq)>,
}

/// What became of a seq, for the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
	/// A receipt that can be settled now.
	Ready,
	/// A receipt that can be settled later.
	Waits,
	/// A receipt that will never be settled.
	Lost,
	/// Settled.
	Done,
}

/// What is claimed of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
	/// The row, void and deferred seqs.
	pub plan: SessionPlan,
	/// Seqs whose receipts are in it.
	pub seqs: Vec<Seq>,
	/// Their micro-USD.
	pub cuc: Cuc,
}

/// A batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
	/// What is claimed, session by session.
	pub sessions: Vec<Picked>,
	/// Receipts.
	pub count: usize,
	/// Micro-USD.
	pub cuc: Cuc,
}

/// Most that a session may have settled when the request of `seq` is shown.
fn limit(known: &BTreeMap<Seq, Known>, seq: Seq, acked: Cuc, window: u8) -> Cuc {
	let first = seq.saturating_add(1).saturating_sub(window.into());
	settleable(acked, known.range(first..=seq).map(|(_, known)| known.amounts().1))
}

/// Plans a batch of what is in the book; `sessions` is the chain's, at one finalised block.
pub fn plan(
	book: &Book,
	sessions: &BTreeMap<SpendingSessionId, SessionInfo>,
	rules: &Rules,
) -> Plan {
	let mut plan = Plan::default();
	let mut room = rules.room.clone();
	let mut rows = BTreeSet::new();
	let mut entries = 0u32;
	// Whose settlement ends first comes first.
	let mut order: Vec<_> = sessions.values().collect();
	order.sort_by_key(|info| (info.settle_until, info.id));
	for info in order {
		let Some(known) = book.sessions.get(&info.id) else { continue };
		let left = rules.max_receipts.saturating_sub(plan.count);
		let full = plan.sessions.len() >= usize::try_from(MAX_SESSION_ROWS).unwrap_or(usize::MAX);
		if left == 0 || full {
			break;
		}
		let (mut trial_room, mut trial_rows) = (room.clone(), rows.clone());
		let budget = rules.gateway_room.map(|room| room.saturating_sub(plan.cuc));
		let kinds = kinds(info, known, rules, &mut trial_room, &mut trial_rows);
		let Some(picked) = pick(info, known, &kinds, rules, left, budget) else { continue };
		let claimed = picked
			.seqs
			.iter()
			.chain(&picked.plan.void)
			.chain(&picked.plan.deferred)
			.filter(|seq| **seq >= info.next_seq)
			.count();
		let late = picked.seqs.iter().filter(|seq| **seq < info.next_seq).count();
		let more = u32::try_from(claimed.saturating_add(late)).unwrap_or(u32::MAX);
		if entries.saturating_add(more) > MAX_BATCH_ENTRIES {
			continue;
		}
		entries = entries.saturating_add(more);
		for seq in &picked.seqs {
			if let Some(Known::Held(held)) = known.get(seq) {
				rows.insert(row(&held.receipt));
				if let Some(room) = room.get_mut(&held.receipt.body.hotkey) {
					*room = room.saturating_sub(held.receipt.body.price);
				}
			}
		}
		plan.count = plan.count.saturating_add(picked.seqs.len());
		plan.cuc = plan.cuc.saturating_add(picked.cuc);
		plan.sessions.push(picked);
	}
	plan
}

type Row = (AccountId, bool, VerificationMode);

/// What tells one operator row from another.
fn row(receipt: &orogen_primitives_receipts::Receipt) -> Row {
	(receipt.body.hotkey.clone(), receipt.terms().adapter.is_some(), receipt.body.mode)
}

fn kinds(
	info: &SessionInfo,
	known: &BTreeMap<Seq, Known>,
	rules: &Rules,
	room: &mut BTreeMap<AccountId, Cuc>,
	rows: &mut BTreeSet<Row>,
) -> BTreeMap<Seq, Kind> {
	let most_rows = usize::try_from(MAX_OPERATOR_ROWS).unwrap_or(usize::MAX);
	let kind = |(seq, known): (&Seq, &Known)| {
		let Known::Held(held) = known else { return (*seq, Kind::Done) };
		let claimable = *seq >= info.next_seq || info.deferred.contains(seq);
		let kind = match &held.state {
			_ if !claimable => Kind::Lost,
			State::Sent => Kind::Waits,
			State::Parked { retry: false, .. } => Kind::Lost,
			_ if rules.resting.contains(&(info.id, *seq)) => Kind::Waits,
			_ if held.receipt.body.timestamp > rules.chain_time => Kind::Waits,
			_ => {
				let price = held.receipt.body.price;
				let row = row(&held.receipt);
				let has_row = rows.contains(&row) || rows.len() < most_rows;
				match room.get_mut(&held.receipt.body.hotkey) {
					_ if !has_row => Kind::Waits,
					Some(room) if *room < price => Kind::Waits,
					bound => {
						if let Some(room) = bound {
							*room = room.saturating_sub(price);
						}
						rows.insert(row);
						Kind::Ready
					}
				}
			}
		};
		(*seq, kind)
	};
	known.iter().map(kind).collect()
}

/// What can be claimed of one session, `None` for nothing.
fn pick(
	info: &SessionInfo,
	known: &BTreeMap<Seq, Known>,
	kinds: &BTreeMap<Seq, Kind>,
	rules: &Rules,
	most: usize,
	budget: Option<Cuc>,
) -> Option<Picked> {
	let next = info.next_seq;
	let longest = next.saturating_add(MAX_RANGE);
	let ready = kinds
		.iter()
		.filter(|(seq, kind)| **kind == Kind::Ready && **seq < longest)
		.map(|(seq, _)| *seq);

	// The longest prefix that the session holds and the customer stands for.
	let shown = |seq: Seq| {
		let (_, _, acked) = known.get(&seq)?.amounts();
		Some(limit(known, seq, acked, info.ack_window))
	};
	let done = kinds.iter().filter(|(_, kind)| **kind == Kind::Done);
	let mut allowed = done.filter_map(|(seq, _)| shown(*seq)).max().unwrap_or_default();
	let mut total: Cuc = 0;
	let mut all = Vec::new();
	let mut good = 0;
	for seq in ready.take(most) {
		let (price, ..) = known.get(&seq)?.amounts();
		total = total.saturating_add(price);
		allowed = allowed.max(shown(seq)?);
		if total > info.remaining || budget.is_some_and(|budget| total > budget) {
			break;
		}
		all.push(seq);
		if info.settled.saturating_add(total) <= allowed {
			good = all.len();
		}
	}
	all.truncate(good);

	// When the receipt of a seq could have been here: a later one was.
	let hurry = rules.hurry.contains(&info.id);
	let mut first_after = BTreeMap::new();
	let mut earliest = Moment::MAX;
	for (seq, known) in known.iter().rev() {
		// Settled or not: a batch does not make what is missing young again.
		earliest = earliest.min(known.taken_at());
		first_after.insert(*seq, earliest);
	}
	let is_young = |seq: Seq| {
		let seen = first_after.range(seq.saturating_add(1)..).next().map(|(_, at)| *at);
		seen.is_none_or(|at| rules.now.saturating_sub(at) < rules.defer)
	};
	let is_wanted = |seq: Seq| match kinds.get(&seq) {
		Some(Kind::Ready | Kind::Waits) => true,
		Some(Kind::Lost | Kind::Done) => false,
		None => !hurry && is_young(seq),
	};
	loop {
		let last = *all.last()?;
		let end = last.saturating_add(1).max(next);
		let open: BTreeSet<_> = info
			.deferred
			.iter()
			.copied()
			.chain(next..end)
			.filter(|seq| all.binary_search(seq).is_err())
			.collect();
		let (wanted, unwanted): (Vec<_>, Vec<_>) =
			open.into_iter().partition(|seq| is_wanted(*seq));
		if let Some(oldest) = wanted.first()
			&& end.saturating_sub(*oldest) > MAX_DEFERRED
		{
			// Held back: the range ends where the oldest wanted seq can still be named.
			let cut = oldest.saturating_add(MAX_DEFERRED);
			all.retain(|seq| *seq < cut);
			continue;
		}
		let cuc = all
			.iter()
			.filter_map(|seq| known.get(seq))
			.fold(0, |sum: Cuc, known| sum.saturating_add(known.amounts().0));
		let void = unwanted.into_iter().filter(|seq| *seq >= next).collect();
		let plan = SessionPlan { session: info.id, from_seq: next, void, deferred: wanted };
		return Some(Picked { plan, seqs: all, cuc });
	}
}

#[cfg(test)]
mod tests {
	use super::{
		super::{
			book::{Held, Past},
			tests::receipt,
		},
		*,
	};
	use crate::keys::Keypair;
	use orogen_primitives_core::Hash;
	use orogen_primitives_receipts::Batch;
	use proptest::prelude::*;
	use std::sync::Arc;

	fn info(id: SpendingSessionId, next_seq: Seq) -> SessionInfo {
		let who = Keypair::well_known("gateway").unwrap().account();
		SessionInfo {
			id,
			owner: who.clone(),
			gateway: who,
			key_scheme: b"sr25519".to_vec(),
			key: vec![],
			cap: 1_000_000,
			settled: 0,
			remaining: 1_000_000,
			expires_at: 0,
			settle_until: 500,
			ack_window: 8,
			models: vec![],
			next_seq,
			deferred: vec![],
			expiry_day: 0,
			closing: false,
			deposit: 0,
		}
	}

	fn rules() -> Rules {
		Rules {
			now: 100_000,
			chain_time: 100_000,
			defer: 60_000,
			hurry: BTreeSet::new(),
			max_receipts: 1_000,
			room: BTreeMap::new(),
			gateway_room: None,
			resting: BTreeSet::new(),
		}
	}

	/// A book with the receipts of these seqs at a price of 50, all of it acknowledged, taken at `at`.
	fn book(session: SpendingSessionId, seqs: impl IntoIterator<Item = Seq>, at: Moment) -> Book {
		let mut book = Book::default();
		for seq in seqs {
			let receipt = Arc::new(receipt(session, seq, 50, 50 * u64::from(seq)));
			let held = Held { receipt, at, state: State::Pending };
			book.sessions.entry(session).or_default().insert(seq, Known::Held(held));
		}
		book
	}

	fn only(book: &Book, info: SessionInfo, rules: &Rules) -> Option<Picked> {
		let id = info.id;
		plan(book, &BTreeMap::from([(id, info)]), rules).sessions.pop()
	}

	fn build(book: &Book, picked: &Picked) -> Batch {
		let session = picked.plan.session;
		let receipts =
			picked.seqs.iter().map(|seq| (*book.held(session, *seq).unwrap().receipt).clone());
		Batch::build(receipts.collect(), std::slice::from_ref(&picked.plan), |_| Some(0)).unwrap()
	}

	#[test]
	fn a_whole_session_should_be_claimed() {
		let book = book(1, 0..20, 90_000);
		let picked = only(&book, info(1, 0), &rules()).unwrap();
		assert_eq!(picked.seqs, (0..20).collect::<Vec<_>>());
		assert_eq!((picked.plan.void.len(), picked.plan.deferred.len(), picked.cuc), (0, 0, 1_000));
		build(&book, &picked);
	}

	#[test]
	fn missing_seqs_should_be_deferred_while_young_then_void() {
		let young = book(1, [0, 1, 3, 5], 90_000);
		let picked = only(&young, info(1, 0), &rules()).unwrap();
		assert_eq!(picked.plan.deferred, [2, 4]);
		assert!(picked.plan.void.is_empty());
		build(&young, &picked);
		let old = book(1, [0, 1, 3, 5], 10_000);
		let picked = only(&old, info(1, 0), &rules()).unwrap();
		assert_eq!(picked.plan.void, [2, 4]);
		build(&old, &picked);
		let hurry = Rules { hurry: BTreeSet::from([1]), ..rules() };
		assert_eq!(only(&young, info(1, 0), &hurry).unwrap().plan.void, [2, 4]);
	}

	#[test]
	fn late_receipts_should_be_claimed_and_other_deferred_seqs_named_again() {
		let mut session = info(1, 10);
		session.deferred = vec![4, 7];
		session.settled = 400;
		let mut book = book(1, [4], 90_000);
		// An earlier batch has shown that the customer acknowledges it.
		let past =
			Past { id: Hash::zero(), price: 50, max_price: 60, acked: 450, batch: 3, at: 90_000 };
		book.sessions.entry(1).or_default().insert(9, Known::Past(past));
		let picked = only(&book, session, &rules()).unwrap();
		assert_eq!((picked.seqs.clone(), picked.plan.deferred.clone()), (vec![4], vec![7]));
		let batch = build(&book, &picked);
		assert_eq!((batch.sessions()[0].count, batch.sessions()[0].late), (0, 1));
	}

	#[test]
	fn settling_should_not_make_a_missing_seq_young_again() {
		let mut session = info(1, 10);
		session.deferred = vec![4];
		session.settled = 450;
		let mut book = book(1, [10], 99_000);
		let past =
			|at| Past { id: Hash::zero(), price: 50, max_price: 60, acked: 500, batch: 3, at };
		let seqs = book.sessions.get_mut(&1).unwrap();
		seqs.insert(5, Known::Past(past(30_000)));
		seqs.insert(9, Known::Past(past(95_000)));
		// Seq 5 came 70 seconds ago: seq 4 is given up.
		let picked = only(&book, session.clone(), &rules()).unwrap();
		assert_eq!((picked.seqs, picked.plan.deferred), (vec![10], vec![]));
		book.sessions.get_mut(&1).unwrap().insert(5, Known::Past(past(50_000)));
		let picked = only(&book, session, &rules()).unwrap();
		assert_eq!((picked.seqs, picked.plan.deferred), (vec![10], vec![4]));
	}

	#[test]
	fn a_wanted_seq_should_hold_the_range_back() {
		let book = book(1, (0..200).filter(|seq| *seq != 10), 90_000);
		let picked = only(&book, info(1, 0), &rules()).unwrap();
		assert_eq!(*picked.seqs.last().unwrap(), 73);
		assert_eq!(picked.plan.deferred, [10]);
		build(&book, &picked);
		// Nothing more until it comes or is given up.
		let mut then = info(1, 74);
		then.deferred = vec![10];
		then.settled = 73 * 50;
		assert_eq!(only(&book, then.clone(), &rules()), None);
		let later = Rules { now: 200_000, ..rules() };
		let picked = only(&book, then, &later).unwrap();
		assert_eq!(picked.seqs.len(), 126);
		assert!(picked.plan.deferred.is_empty());
	}

	#[test]
	fn what_is_not_acknowledged_should_wait() {
		let mut book = Book::default();
		for seq in 0..12u32 {
			// The customer acknowledges nothing: 8 requests of at most 60 stand for 480.
			let held = Held {
				receipt: Arc::new(receipt(1, seq, 50, 0)),
				at: 90_000,
				state: State::Pending,
			};
			book.sessions.entry(1).or_default().insert(seq, Known::Held(held));
		}
		assert_eq!(only(&book, info(1, 0), &rules()).unwrap().seqs.len(), 9);
		// A later request that acknowledges stands for the earlier ones.
		let held =
			Held { receipt: Arc::new(receipt(1, 12, 50, 600)), at: 90_000, state: State::Pending };
		book.sessions.entry(1).or_default().insert(12, Known::Held(held));
		assert_eq!(only(&book, info(1, 0), &rules()).unwrap().seqs.len(), 13);
	}

	#[test]
	fn bounds_should_be_kept() {
		let book = book(1, 0..20, 90_000);
		let mut poor = info(1, 0);
		poor.remaining = 120;
		assert_eq!(only(&book, poor, &rules()).unwrap().seqs, [0, 1]);
		let few = Rules { max_receipts: 3, ..rules() };
		assert_eq!(only(&book, info(1, 0), &few).unwrap().seqs, [0, 1, 2]);
		let hot = Keypair::well_known("hot").unwrap().account();
		let full = Rules { room: BTreeMap::from([(hot, 260)]), ..rules() };
		assert_eq!(only(&book, info(1, 0), &full).unwrap().seqs.len(), 5);
		let stake = Rules { gateway_room: Some(99), ..rules() };
		assert_eq!(only(&book, info(1, 0), &stake).unwrap().seqs, [0]);
		let early = Rules { chain_time: 999, ..rules() };
		assert_eq!(only(&book, info(1, 0), &early), None);
		let rest = Rules { resting: BTreeSet::from([(1, 1)]), ..rules() };
		let picked = only(&book, info(1, 0), &rest).unwrap();
		assert_eq!((picked.seqs.len(), picked.plan.deferred), (19, vec![1]));
	}

	#[test]
	fn lost_and_settled_seqs_should_be_left_out() {
		let mut book = book(1, 0..4, 10_000);
		let seqs = book.sessions.get_mut(&1).unwrap();
		if let Some(Known::Held(held)) = seqs.get_mut(&1) {
			held.state = State::Parked { reason: "banned".into(), retry: false };
		}
		let past =
			Past { id: Hash::zero(), price: 50, max_price: 60, acked: 0, batch: 3, at: 10_000 };
		seqs.insert(0, Known::Past(past));
		let mut session = info(1, 1);
		session.settled = 50;
		let picked = only(&book, session, &rules()).unwrap();
		assert_eq!((picked.seqs, picked.plan.void), (vec![2, 3], vec![1]));
	}

	#[test]
	fn who_ends_first_should_come_first() {
		let mut book = book(1, 0..3, 90_000);
		book.sessions.extend(self::book(2, 0..3, 90_000).sessions);
		let mut soon = info(2, 0);
		soon.settle_until = 100;
		let sessions = BTreeMap::from([(1, info(1, 0)), (2, soon)]);
		let few = Rules { max_receipts: 4, ..rules() };
		let plan = plan(&book, &sessions, &few);
		let order: Vec<_> = plan.sessions.iter().map(|picked| picked.plan.session).collect();
		assert_eq!((order, plan.count), (vec![2, 1], 4));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(24))]

		/// Whatever is there, settling again and again claims every receipt once and the batch can be
		/// built.
		#[test]
		fn every_receipt_should_be_claimed_once(
			seqs in prop::collection::btree_set(0u32..150, 1..80),
			late in prop::collection::btree_set(0u32..150, 0..10),
			most in 1usize..40,
		) {
			let mut book = book(1, seqs.iter().copied().filter(|seq| !late.contains(seq)), 90_000);
			let mut session = info(1, 0);
			let mut claimed = BTreeSet::new();
			let mut rules = Rules { max_receipts: most, ..rules() };
			for round in 0..260 {
				if round == 5 {
					let more = self::book(1, seqs.iter().copied().filter(|seq| late.contains(seq)), 90_000);
					for (seq, known) in more.sessions.get(&1).into_iter().flatten() {
						book.sessions.entry(1).or_default().insert(*seq, known.clone());
					}
				}
				if round == 160 {
					rules.now = 1_000_000;
				}
				let Some(picked) = only(&book, session.clone(), &rules) else { continue };
				let row = build(&book, &picked).sessions()[0].clone();
				prop_assert_eq!(row.from_seq, session.next_seq);
				for seq in &picked.seqs {
					prop_assert!(claimed.insert(*seq));
					prop_assert!(*seq >= session.next_seq || session.deferred.contains(seq));
				}
				session.settled += picked.cuc;
				session.remaining -= picked.cuc;
				session.next_seq += row.count;
				session.deferred = picked.plan.deferred.clone();
				let seqs = book.sessions.get_mut(&1).unwrap();
				for seq in picked.seqs {
					let (price, max_price, acked) = seqs[&seq].amounts();
					let at = seqs[&seq].taken_at();
					let past = Past { id: Hash::zero(), price, max_price, acked, batch: 0, at };
					seqs.insert(seq, Known::Past(past));
				}
			}
			// What came after its seq was given up cannot be claimed; nothing else is left.
			for (seq, known) in &book.sessions[&1] {
				if matches!(known, Known::Held(_)) {
					prop_assert!(*seq < session.next_seq && late.contains(seq));
				}
			}
		}
	}
}
