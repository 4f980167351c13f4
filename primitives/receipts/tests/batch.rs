//! Batches: rows, entries and roots agree with the receipts, and nothing else does.

mod common;

use common::*;
use orogen_primitives_core::{Hash, MAX_SESSION_ROWS, VerificationMode};
use orogen_primitives_receipts::{
	AckWindow, Batch, BatchError, Entry, EntryState, OperatorRow, Receipt, RefundClaim,
	RefundFault, RowOpening, SessionKey, SessionPlan, SessionRow, SettledOperatorRow,
	SettledSessionRow, TreeKind,
	ack::{AckError, settleable},
	check_batch, rows_root,
	tree::{verify, verify_sum},
};
use proptest::prelude::*;
use std::time::Instant;

fn of(hotkey: u8, session: u64, seq: u32, price: u64) -> Receipt {
	let mut receipt = receipt();
	receipt.body.hotkey = account(hotkey);
	receipt.body.price = price;
	let terms = &mut receipt.body.request.terms;
	(terms.session, terms.seq) = (session, seq);
	terms.model = hash(0);
	terms.adapter = None;
	receipt
}

fn plan(session: u64, from_seq: u32) -> SessionPlan {
	SessionPlan { session, from_seq, void: vec![], deferred: vec![] }
}

/// Models are numbered by their first byte.
fn models(id: &Hash) -> Option<u32> {
	(id.as_bytes()[0] < 0xf0).then(|| id.as_bytes()[0].into())
}

fn build(receipts: Vec<Receipt>, plans: &[SessionPlan]) -> Result<Batch, BatchError> {
	let batch = Batch::build(receipts, plans, models)?;
	let again = check_batch(&batch.submission(), batch.receipts().to_vec(), models)?;
	assert_eq!(again.entries(), batch.entries());
	assert_eq!(again.submission(), batch.submission());
	Ok(batch)
}

#[test]
fn rows_should_add_the_receipts_up() {
	let mut adapted = of(1, 5, 2, 40);
	adapted.body.request.terms.adapter = Some(hash(9));
	let mut tee = of(1, 5, 3, 50);
	tee.body.mode = VerificationMode::Tee;
	let receipts =
		vec![of(2, 7, 10, 100), tee, of(1, 5, 1, 20), adapted, of(1, 7, 11, 30), of(1, 5, 0, 10)];
	let batch = build(receipts, &[plan(7, 10), plan(5, 0)]).unwrap();
	let row = |hotkey, adapter, mode, count, cuc, commission| OperatorRow {
		hotkey: account(hotkey),
		model: 0,
		adapter,
		mode,
		count,
		tokens: u64::from(count) * 1_555,
		cuc,
		commission,
	};
	assert_eq!(
		batch.operators(),
		[
			row(1, None, VerificationMode::Tee, 1, 50, 3),
			// Commissions are rounded down receipt by receipt: 0 + 1 + 2.
			row(1, None, VerificationMode::Vanilla, 3, 60, 3),
			row(1, Some(9), VerificationMode::Vanilla, 1, 40, 3),
			row(2, None, VerificationMode::Vanilla, 1, 100, 7),
		]
	);
	let session = |session, from_seq, count, cuc| SessionRow {
		session,
		from_seq,
		count,
		void: 0,
		deferred: 0,
		late: 0,
		cuc,
	};
	assert_eq!(batch.sessions(), [session(5, 0, 4, 120), session(7, 10, 2, 130)]);
	assert_eq!(batch.root_ops().sums.cuc, 250);
	assert_eq!(batch.root_ops().sums.tokens, 6 * 1_555);
	assert_eq!(batch.root_seq().sums.cuc, 250);
	assert_eq!(batch.root_seq().sums.tokens, 0);
	let order: Vec<_> =
		batch.receipts().iter().map(|r| (r.terms().session, r.terms().seq)).collect();
	assert_eq!(order, [(5, 3), (5, 0), (5, 1), (7, 11), (5, 2), (7, 10)]);
	let states: Vec<_> = batch.entries().iter().map(|entry| entry.state).collect();
	assert_eq!(states, [1, 2, 4, 0, 5, 3].map(EntryState::Leaf));
}

#[test]
fn void_deferred_and_late_seqs_should_be_told_apart() {
	// The chain's next seq is 10; 3 and 4 were deferred before, 5 too.
	let plan = SessionPlan { session: 1, from_seq: 10, void: vec![11], deferred: vec![4, 12, 14] };
	let receipts = vec![of(1, 1, 10, 5), of(1, 1, 3, 7), of(1, 1, 13, 9)];
	let batch = build(receipts, &[plan]).unwrap();
	let row = &batch.sessions()[0];
	// Bit i is seq 14 − i: 14, 12 and 4.
	let expected = SessionRow {
		session: 1,
		from_seq: 10,
		count: 5,
		void: 1,
		deferred: 0b100_0000_0101,
		late: 1,
		cuc: 21,
	};
	assert_eq!(*row, expected);
	assert_eq!(row.newly_deferred(), 2);
	assert_eq!(row.receipts(), Some(3));
	assert_eq!(row.entries(), Some(6));
	let entries: Vec<_> = batch.entries().iter().map(|entry| (entry.seq, entry.state)).collect();
	use EntryState::{Deferred, Leaf, Void};
	// Leaves are sorted by seq: 3, 10, 13.
	assert_eq!(
		entries,
		[(3, Leaf(0)), (10, Leaf(1)), (11, Void), (12, Deferred), (13, Leaf(2)), (14, Deferred)]
	);
}

#[test]
fn a_row_may_claim_late_seqs_only() {
	let plan = SessionPlan { session: 1, from_seq: 10, void: vec![], deferred: vec![9] };
	let batch = build(vec![of(1, 1, 8, 5)], &[plan]).unwrap();
	let expected =
		SessionRow { session: 1, from_seq: 10, count: 0, void: 0, deferred: 1, late: 1, cuc: 5 };
	assert_eq!(batch.sessions(), [expected]);
	// A plan that claims nothing has no row.
	assert!(
		build(vec![], &[SessionPlan { deferred: vec![9], ..self::plan(1, 10) }])
			.unwrap()
			.sessions()
			.is_empty()
	);
}

#[test]
fn the_bitmap_should_reach_64_seqs_back() {
	let receipts: Vec<_> = (1..64).map(|seq| of(1, 1, seq, 1)).collect();
	let batch =
		build(receipts.clone(), &[SessionPlan { deferred: vec![0], ..plan(1, 0) }]).unwrap();
	assert_eq!(batch.sessions()[0].deferred, 1 << 63);
	assert_eq!(batch.sessions()[0].newly_deferred(), 1);
	let mut longer = receipts;
	longer.push(of(1, 1, 64, 1));
	assert_eq!(
		build(longer, &[SessionPlan { deferred: vec![0], ..plan(1, 0) }]).unwrap_err(),
		BatchError::DeferredOutOfReach(1)
	);
}

#[test]
fn build_should_refuse_what_has_no_batch() {
	let one = || vec![of(1, 1, 0, 5)];
	let void = |seqs: &[u32]| SessionPlan { void: seqs.to_vec(), ..plan(1, 0) };
	let cases: Vec<(Vec<Receipt>, Vec<SessionPlan>, BatchError)> = vec![
		(one(), vec![], BatchError::SessionNotPlanned(1)),
		(one(), vec![plan(1, 0), plan(1, 0)], BatchError::SessionsNotSorted),
		(vec![of(1, 1, 0, 5), of(2, 1, 0, 5)], vec![plan(1, 0)], BatchError::Duplicate(1, 0)),
		(one(), vec![void(&[0])], BatchError::Duplicate(1, 0)),
		(one(), vec![void(&[1, 1])], BatchError::Duplicate(1, 1)),
		(one(), vec![void(&[2])], BatchError::Gap(1, 1)),
		(vec![of(1, 1, 1, 5)], vec![plan(1, 0)], BatchError::Gap(1, 0)),
		(
			vec![],
			vec![SessionPlan { void: vec![4], ..plan(1, 5) }],
			BatchError::VoidOutOfRange(1, 4),
		),
		(vec![of(1, 1, u32::MAX, 5)], vec![plan(1, u32::MAX)], BatchError::SeqOverflow(1)),
		(vec![of(1, 1, 0, u64::MAX), of(1, 1, 1, 1)], vec![plan(1, 0)], BatchError::Overflow),
		(vec![of(1, 1, 0, u64::MAX), of(2, 1, 1, 1)], vec![plan(1, 0)], BatchError::Overflow),
		(
			vec![],
			(0..=u64::from(MAX_SESSION_ROWS)).map(|id| plan(id, 0)).collect(),
			BatchError::TooManySessionRows,
		),
		(vec![], vec![void(&(0..131_073).collect::<Vec<_>>())], BatchError::TooManyEntries),
	];
	for (receipts, plans, error) in cases {
		assert_eq!(Batch::build(receipts, &plans, models).unwrap_err(), error);
		assert!(!error.to_string().is_empty());
	}
	let mut other = of(1, 1, 1, 5);
	other.body.request.terms.gateway = account(99);
	assert_eq!(
		build(vec![of(1, 1, 0, 5), other], &[plan(1, 0)]).unwrap_err(),
		BatchError::MixedGateways
	);
	let mut unknown = of(1, 1, 0, 5);
	unknown.body.request.terms.adapter = Some(hash(0xff));
	assert_eq!(
		build(vec![unknown], &[plan(1, 0)]).unwrap_err(),
		BatchError::UnknownModel(hash(0xff))
	);
	let operators = (0..=255u8).flat_map(|byte| [1, 2, 3].map(|model| (byte, model)));
	let receipts: Vec<_> = (0u32..)
		.zip(operators)
		.map(|(seq, (byte, model))| {
			let mut receipt = of(byte, 1, seq, 1);
			receipt.body.request.terms.model = hash(model);
			receipt
		})
		.collect();
	assert_eq!(build(receipts, &[plan(1, 0)]).unwrap_err(), BatchError::TooManyOperatorRows);
}

#[test]
fn check_batch_should_refuse_every_other_submission() {
	let plans = [
		SessionPlan { void: vec![2], deferred: vec![3], ..plan(1, 0) },
		SessionPlan { session: 2, ..plan(2, 5) },
	];
	let receipts = vec![of(1, 1, 0, 5), of(2, 1, 1, 6), of(1, 2, 5, 7), of(2, 2, 6, 8)];
	let batch = build(receipts, &plans).unwrap();
	let check = |change: &dyn Fn(&mut orogen_primitives_receipts::Submission)| {
		let mut submission = batch.submission();
		change(&mut submission);
		check_batch(&submission, batch.receipts().to_vec(), models).map(|_| ()).unwrap_err()
	};
	assert_eq!(check(&|s| s.top_ops = hash(1)), BatchError::WrongRoot);
	assert_eq!(check(&|s| s.top_seq = hash(1)), BatchError::WrongRoot);
	assert_eq!(check(&|s| s.count += 1), BatchError::WrongCount);
	assert_eq!(check(&|s| s.entries += 1), BatchError::WrongCount);
	assert_eq!(check(&|s| s.tokens += 1), BatchError::WrongTotals);
	assert_eq!(check(&|s| s.cuc += 1), BatchError::WrongTotals);
	assert_eq!(check(&|s| s.operators[1].cuc += 1), BatchError::WrongOperatorRow(1));
	assert_eq!(check(&|s| s.operators[0].tokens -= 1), BatchError::WrongOperatorRow(0));
	assert_eq!(check(&|s| s.operators[0].commission += 1), BatchError::WrongOperatorRow(0));
	assert_eq!(check(&|s| s.operators.truncate(1)), BatchError::WrongOperatorRow(1));
	assert_eq!(check(&|s| s.operators.swap(0, 1)), BatchError::WrongOperatorRow(0));
	assert_eq!(check(&|s| s.sessions[1].cuc += 1), BatchError::WrongSessionRow(1));
	assert_eq!(check(&|s| s.sessions[0].void += 1), BatchError::WrongSessionRow(0));
	// Without the bit, the seq counts as void.
	assert_eq!(check(&|s| s.sessions[0].deferred = 0), BatchError::WrongSessionRow(0));
	assert_eq!(check(&|s| s.sessions[1].late += 1), BatchError::WrongSessionRow(1));
	assert_eq!(check(&|s| s.sessions.swap(0, 1)), BatchError::SessionsNotSorted);
	assert_eq!(check(&|s| s.sessions[0].count = u32::MAX), BatchError::TooManyEntries);
	assert_eq!(check(&|s| s.sessions[0].deferred |= 1 << 63), BatchError::DeferredOutOfReach(1));
	assert_eq!(check(&|s| s.sessions[0].from_seq = u32::MAX), BatchError::SeqOverflow(1));
	assert_eq!(check(&|s| s.sessions.truncate(1)), BatchError::SessionNotPlanned(2));
	let mut shuffled = batch.receipts().to_vec();
	shuffled.swap(0, 1);
	assert_eq!(
		check_batch(&batch.submission(), shuffled, models).unwrap_err(),
		BatchError::ReceiptsNotSorted
	);
	let mut changed = batch.receipts().to_vec();
	changed[0].body.response_hash = hash(0xaa);
	assert_eq!(
		check_batch(&batch.submission(), changed, models).unwrap_err(),
		BatchError::WrongRoot
	);
}

#[test]
fn a_row_should_open_against_the_rows_root() {
	let plans = [plan(1, 0), plan(2, 5), plan(3, 9)];
	let receipts =
		vec![of(1, 1, 0, 5), of(2, 1, 1, 6), of(1, 2, 5, 7), of(2, 3, 9, 8), of(3, 3, 10, 8)];
	let batch = build(receipts, &plans).unwrap();
	let (operators, sessions) = settle(&batch);
	let (operators, sessions) = (operators.as_slice(), sessions.as_slice());
	let root = rows_root(operators, sessions);
	for (index, first) in [(0u32, 0u64), (1, 2), (2, 4)] {
		let opening = RowOpening::of_operator(operators, sessions, index).unwrap();
		let settled = &operators[index as usize];
		let row = &settled.row;
		assert_eq!(opening.first, first);
		assert!(opening.verify_operator(&root, 3, settled));
		// The row's sum follows from the tree over the receipts.
		let proof = batch.ops().open_sum(first as u32, row.count).unwrap();
		let sums =
			verify_sum(&batch.root_ops(), TreeKind::Ops, first as u32, row.count, &proof).unwrap();
		assert_eq!((sums.cuc, sums.tokens), (row.cuc, row.tokens));

		assert!(!opening.verify_operator(&root, 4, settled));
		assert!(!opening.verify_operator(&hash(1), 3, settled));
		let others: [fn(&mut SettledOperatorRow); 6] = [
			|settled| settled.row.cuc += 1,
			|settled| settled.row.hotkey = account(99),
			|settled| settled.terms.operator += 1,
			|settled| settled.terms.payee = account(99),
			|settled| settled.terms.due += 1,
			|settled| settled.terms.commission += 1,
		];
		for change in others {
			let mut other = settled.clone();
			change(&mut other);
			assert!(!opening.verify_operator(&root, 3, &other));
		}
		let moved = RowOpening { first: first + 1, ..opening.clone() };
		assert!(!moved.verify_operator(&root, 3, settled));
	}
	for (index, first) in [(0u32, 0u64), (1, 2), (2, 3)] {
		let opening = RowOpening::of_session(operators, sessions, index).unwrap();
		let settled = &sessions[index as usize];
		let row = &settled.row;
		assert_eq!(opening.first, first);
		assert!(opening.verify_session(&root, 3, settled));
		let count = row.entries().unwrap();
		let proof = batch.seq().open_sum(first as u32, count).unwrap();
		let sums =
			verify_sum(&batch.root_seq(), TreeKind::Seq, first as u32, count, &proof).unwrap();
		assert_eq!(sums.cuc, row.cuc);
		let others: [fn(&mut SettledSessionRow); 7] = [
			|settled| settled.row.void = 1,
			|settled| settled.terms.owner = account(99),
			|settled| settled.terms.expiry_day += 1,
			|settled| settled.terms.key = SessionKey::Ed25519([9; 32].into()),
			|settled| settled.terms.ack_window += 1,
			|settled| settled.terms.opened_at += 1,
			|settled| settled.terms.models = hash(9),
		];
		for change in others {
			let mut other = settled.clone();
			change(&mut other);
			assert!(!opening.verify_session(&root, 3, &other));
		}
		let swapped = RowOpening { own: opening.other, other: opening.own, ..opening.clone() };
		assert!(!swapped.verify_session(&root, 3, settled));
	}
	assert_eq!(RowOpening::of_operator(operators, sessions, 3), None);
	assert_eq!(RowOpening::of_session(operators, sessions, 3), None);
}

#[test]
fn the_largest_batch_should_build_in_seconds() {
	let receipts: Vec<_> =
		(0..65_536u32).map(|i| of((i % 200) as u8, u64::from(i % 2_000), i / 2_000, 3)).collect();
	let plans: Vec<_> = (0..2_000).map(|id| plan(id, 0)).collect();
	let start = Instant::now();
	let batch = Batch::build(receipts, &plans, models).unwrap();
	let elapsed = start.elapsed();
	assert_eq!(batch.root_ops().n, 65_536);
	assert_eq!(batch.root_ops().sums.cuc, 3 * 65_536);
	assert!(elapsed.as_secs() < 20, "{elapsed:?}");
	let opening = batch.ops().open(65_535).unwrap();
	let leaf = batch.receipts()[65_535].leaf(65_535);
	assert_eq!(verify(&batch.root_ops(), TreeKind::Ops, 65_535, &leaf, &opening), Ok(()));

	let mut too_many = batch.receipts().to_vec();
	too_many.push(of(1, 1, 60_000, 1));
	assert_eq!(Batch::build(too_many, &plans, models).unwrap_err(), BatchError::TooManyReceipts);
}

#[test]
fn acked_should_follow_the_window() {
	let mut acks = AckWindow::new(3).unwrap();
	let prices = [10u64, 20, 30, 40, 50, 60];
	let mut shown = vec![];
	for price in prices {
		let (seq, acked) = acks.take().unwrap();
		shown.push(acked);
		acks.accept(seq, price).unwrap();
	}
	// For seq s: everything up to s − 3.
	assert_eq!(shown, [0, 0, 0, 10, 30, 60]);
	assert_eq!(acks.next_seq(), 6);
	// An answer that never came is not acknowledged; one that comes late is, later.
	let (missing, _) = acks.take().unwrap();
	let mut last = 0;
	for _ in 0..3 {
		let (seq, acked) = acks.take().unwrap();
		acks.accept(seq, 1).unwrap();
		last = acked;
	}
	assert_eq!(last, 210);
	acks.accept(missing, 5).unwrap();
	assert_eq!(acks.take().unwrap().1, 216);
	assert_eq!(acks.accept(11, 5), Err(AckError::UnknownSeq));
	let (next, _) = acks.take().unwrap();
	acks.accept(next, u64::MAX - 216).unwrap();
	assert_eq!(acks.accept(next, 0), Err(AckError::AlreadyAccepted));
	assert_eq!(AckWindow::new(0), None);
	assert_eq!(AckWindow::new(65), None);
	let text = serde_json::to_string(&acks).unwrap();
	assert_eq!(serde_json::from_str::<AckWindow>(&text).unwrap(), acks);
}

#[test]
fn an_answer_should_be_accepted_once() {
	let mut acks = AckWindow::new(2).unwrap();
	let (first, _) = acks.take().unwrap();
	let (second, _) = acks.take().unwrap();
	acks.accept(first, 10).unwrap();
	for again in [0, 10, u64::MAX] {
		assert_eq!(acks.accept(first, again), Err(AckError::AlreadyAccepted));
	}
	// Also one without a price, and one that has left the window.
	acks.accept(second, 0).unwrap();
	assert_eq!(acks.accept(second, 5), Err(AckError::AlreadyAccepted));
	for _ in 0..62 {
		acks.take().unwrap();
	}
	assert_eq!(acks.accept(first, 10), Err(AckError::AlreadyAccepted));
	assert_eq!(acks.take().unwrap().1, 10);
	// Of an older one nobody knows.
	assert_eq!(acks.accept(first, 10), Err(AckError::TooOld));
	assert_eq!(acks.accept(second, 10), Err(AckError::AlreadyAccepted));
	assert_eq!(acks.take().unwrap().1, 10);
	let text = serde_json::to_string(&acks).unwrap();
	assert_eq!(serde_json::from_str::<AckWindow>(&text).unwrap(), acks);
}

#[test]
fn an_answer_should_be_refused_when_the_prices_overflow() {
	let mut acks = AckWindow::new(1).unwrap();
	let (first, _) = acks.take().unwrap();
	acks.take().unwrap();
	acks.take().unwrap();
	acks.accept(first, u64::MAX).unwrap();
	// The second is older than the window too.
	assert_eq!(acks.accept(first + 1, 1), Err(AckError::Overflow));
	acks.accept(first + 1, 0).unwrap();
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// What a customer who accepts every answer shows never holds an honest gateway up.
	#[test]
	fn acked_should_cover_all_answers_but_the_window(
		window in 1u8..=64,
		prices in prop::collection::vec((0u64..1_000, 0u64..1_000), 1..200),
	) {
		let mut acks = AckWindow::new(window).unwrap();
		let mut settled = 0;
		let mut maxima = vec![];
		for (price, slack) in prices {
			let (seq, acked) = acks.take().unwrap();
			maxima.push(price + slack);
			settled += price;
			let recent = maxima.iter().rev().take(window.into()).copied();
			prop_assert!(settled <= settleable(acked, recent));
			prop_assert!(acked <= settled);
			acks.accept(seq, price).unwrap();
		}
	}

	#[test]
	fn any_batch_should_agree_with_itself(
		served in prop::collection::vec((1u8..6, 0u64..4, 0u8..8, 0u64..1_000), 0..60),
	) {
		// Seqs are handed out in order; some are void or deferred.
		let mut plans: Vec<_> = (0..4).map(|id| plan(id, 100)).collect();
		let mut next = [100u32; 4];
		let mut receipts = vec![];
		for (operator, session, fate, price) in served {
			let plan = &mut plans[session as usize];
			let seq = next[session as usize];
			next[session as usize] += 1;
			match fate {
				0 => plan.void.push(seq),
				1 => plan.deferred.push(seq),
				_ => receipts.push(of(operator, session, seq, price)),
			}
		}
		let batch = build(receipts.clone(), &plans).unwrap();
		let cuc: u64 = receipts.iter().map(|receipt| receipt.body.price).sum();
		prop_assert_eq!(batch.operators().iter().map(|row| row.cuc).sum::<u64>(), cuc);
		prop_assert_eq!(batch.sessions().iter().map(|row| row.cuc).sum::<u64>(), cuc);
		prop_assert_eq!(batch.root_ops().sums.cuc, cuc);
		prop_assert_eq!(batch.root_seq().sums.cuc, cuc);
		prop_assert_eq!(batch.operators().iter().map(|row| row.tokens).sum::<u64>(), batch.root_ops().sums.tokens);
		prop_assert_eq!(batch.operators().iter().map(|row| row.count).sum::<u32>() as usize, receipts.len());
		prop_assert_eq!(batch.sessions().iter().map(|row| row.receipts().unwrap()).sum::<u32>() as usize, receipts.len());
		prop_assert_eq!(batch.sessions().iter().map(|row| row.entries().unwrap()).sum::<u32>() as usize, batch.entries().len());
		for row in batch.operators() {
			prop_assert!(row.commission <= orogen_primitives_receipts::receipt::OPERATOR_SHARE.mul_floor(row.cuc) / 10);
		}
		for (index, entry) in batch.entries().iter().enumerate() {
			let index = index as u32;
			let opening = batch.seq().open(index).unwrap();
			prop_assert_eq!(verify(&batch.root_seq(), TreeKind::Seq, index, &entry.leaf(index), &opening), Ok(()));
			if let EntryState::Leaf(leaf) = entry.state {
				let receipt = &batch.receipts()[leaf as usize];
				prop_assert_eq!((entry.session, entry.seq, entry.cuc), (receipt.terms().session, receipt.terms().seq, receipt.body.price));
			}
		}
	}
}

#[test]
fn refund_claims_should_cover_what_is_void_and_nothing_else() {
	// Session 1: operators 1 and 2 by turns, a void and a deferred seq; session 2: operator 2 only.
	let mut receipts: Vec<_> =
		(0..600u32).map(|seq| of(1 + u8::from(seq % 2 == 1), 1, seq, 3)).collect();
	receipts.extend((0..4).map(|seq| of(2, 2, seq, 5)));
	let plans = [SessionPlan { void: vec![600], deferred: vec![601], ..plan(1, 0) }, plan(2, 0)];
	let batch = build(receipts, &plans).unwrap();
	let (operators, sessions) = settle(&batch);
	let root = rows_root(&operators, &sessions);
	// Operator 2 has the leaves from 300 on.
	let is_void = |leaf: u32| leaf >= 300;
	let claims = |row| RefundClaim::of_row(&batch, &operators, &sessions, row, is_void);
	let first = claims(0).unwrap();
	assert_eq!(first.len(), 3);
	let verify = |claim: &RefundClaim| claim.verify(&root, 2, &batch.root_seq());
	let mut refunded = 0;
	for claim in &first {
		assert_eq!(verify(claim), Ok(()));
		assert!(claim.entries.len() <= 256);
		// From the first void entry to the last.
		let void = |entry: &Entry| matches!(entry.state, EntryState::Leaf(leaf) if is_void(leaf));
		assert!(claim.entries.first().is_some_and(void) && claim.entries.last().is_some_and(void));
		refunded += claim.entries.iter().filter(|entry| void(entry)).count();
	}
	assert_eq!(refunded, 300);
	let second = claims(1).unwrap();
	assert_eq!(second.len(), 1);
	assert_eq!((second[0].first, second[0].entries.len()), (602, 4));
	assert_eq!(verify(&second[0]), Ok(()));
	assert_eq!(claims(2), None);
	let none = RefundClaim::of_row(&batch, &operators, &sessions, 0, |_| false);
	assert_eq!(none, Some(vec![]));

	// Against another batch, or with another session's row.
	let claim = &first[0];
	assert_eq!(claim.verify(&hash(1), 2, &batch.root_seq()), Err(RefundFault::RowNotOpened));
	assert_eq!(claim.verify(&root, 3, &batch.root_seq()), Err(RefundFault::RowNotOpened));
	assert_eq!(claim.verify(&root, 2, &batch.root_ops()), Err(RefundFault::SumNotProved));
	let foreign = RefundClaim {
		session: second[0].session.clone(),
		opening: second[0].opening.clone(),
		sum: second[0].sum.clone(),
		..claim.clone()
	};
	assert_eq!(verify(&foreign), Err(RefundFault::EntriesNotOpened));
	let sum = RefundClaim { sum: second[0].sum.clone(), ..claim.clone() };
	assert_eq!(verify(&sum), Err(RefundFault::SumNotProved));
	let moved = RefundClaim { first: claim.first + 1, ..claim.clone() };
	assert_eq!(verify(&moved), Err(RefundFault::EntriesNotOpened));
	// One entry more than the session has.
	let mut beyond = first[2].clone();
	beyond.first = 600;
	beyond.entries = batch.entries()[600..603].to_vec().try_into().unwrap();
	beyond.proof = batch.seq().open_range(600, 3).unwrap();
	assert_eq!(verify(&beyond), Err(RefundFault::EntriesNotOpened));
}
