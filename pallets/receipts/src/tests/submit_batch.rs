//! Batches that are accepted, and those that are refused as a whole.

use super::*;
use codec::{Decode, Encode};
use orogen_primitives_core::{
	Hash, MAX_OPERATOR_ROWS, MAX_SESSION_ROWS, MILLI_OROG, OROG, VerificationMode,
};
use orogen_primitives_receipts::{
	Node, OperatorRow, Root, SessionRow, SettledSessionRow, Sums, TreeKind, rows_root,
};
use sp_runtime::{FixedU128, Perbill};

#[test]
fn submit_batch_should_store_a_header_and_book_the_work() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(7);
		let submission = small_batch();

		assert_ok!(submit(submission.clone()));

		let (operators, sessions) = settle(&submission);
		let rows_root = rows_root(&operators, &sessions);
		let (root_ops, root_seq) = (submission.root_ops().hash, submission.root_seq().hash);
		let header = BatchHeader {
			gateway: account(GATEWAY),
			epoch: 5,
			submitted: 7,
			root_ops,
			root_seq,
			rows_root,
			count: 6,
			entries: 6,
			operator_rows: 3,
			session_rows: 2,
			tokens: 60,
			cuc: 6_000,
			blob_url: submission.blob_url,
			deposit: 10 * MILLI_OROG,
			previous: None,
		};
		assert_eq!(Receipts::batch(0), Some((header, BatchState::Open)));
		assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), 10 * MILLI_OROG);
		assert_eq!(
			gateway(GATEWAY).open_work.buckets(),
			[EpochWork { epoch: 5, batches: 1, cuc: 6_000 }]
		);
		assert_eq!(Receipts::unfinalised(account(GATEWAY)), Some(6_000));
		let totals = Totals { batches: 1, receipts: 6, cuc: 6_000 };
		assert_eq!(gateway(GATEWAY).totals, totals);
		assert_eq!(BatchTotals::<Test>::get(), totals);
		assert_eq!(Accrued::get(5), Some(6_000));
		assert_eq!(
			Sessions::get(0).map(|session| (session.left, session.next_seq)),
			Some((6_000, 4))
		);
		assert_eq!(
			Sessions::get(1).map(|session| (session.left, session.next_seq)),
			Some((8_000, 2))
		);
		assert_eq!(
			last_event(),
			Event::BatchSubmitted {
				batch: 0,
				gateway: account(GATEWAY),
				epoch: 5,
				count: 6,
				tokens: 60,
				cuc: 6_000,
				rows_root
			}
		);
	});
}

#[test]
fn submit_batch_should_make_the_roots_of_its_own_counts_and_sums() {
	ExtBuilder::default().build_and_execute(|| {
		let (batch, entries) = {
			open_session(7, &account(GATEWAY), 10_000);
			submission_of(&[(0, 7, 100), (0, 7, 200), (1, 7, 300)])
		};
		let tree = tree_of(&entries);
		let served = serve_with(GATEWAY, batch, entries).unwrap();
		let header = Batches::<Test>::get(served.id).unwrap();
		// An honest gateway's tree leads to the very root that the chain has made.
		assert_eq!(header.entries_root(), tree.root());
		assert_eq!(header.root_seq, tree.root().hash);
		// A tree with other sums or another count does not, whatever its top.
		let sums = Sums { cuc: 600, tokens: 21 };
		let top = Node { hash: Hash::repeat_byte(1), sums };
		assert_eq!(header.root_ops, Root::new(TreeKind::Ops, 3, &top).hash);
		for (n, sums) in
			[(4, sums), (3, Sums { cuc: 601, ..sums }), (3, Sums { tokens: 20, ..sums })]
		{
			let top = Node { hash: Hash::repeat_byte(1), sums };
			assert_ne!(header.root_ops, Root::new(TreeKind::Ops, n, &top).hash);
		}
	});
}

#[test]
fn submit_batch_should_put_the_rows_into_the_offchain_index_only() {
	let mut ext = ExtBuilder::default().build();
	let submission = ext.execute_with(|| {
		let submission = small_batch();
		assert_ok!(submit(submission.clone()));
		submission
	});
	ext.persist_offchain_overlay();

	let key = b"orogen/receipts/rows/\0\0\0\0\0\0\0\0";
	assert_eq!(rows_key(0), key);
	let value = ext.offchain_db().get(key).expect("the rows");
	let rows =
		<(Vec<SettledOperatorRow>, Vec<SettledSessionRow>)>::decode(&mut &value[..]).unwrap();
	ext.execute_with(|| assert_eq!(rows, settle(&submission)));
	// A header and no row: far below the rows' bytes in a batch of any size.
	assert!(BatchHeader::<u32>::max_encoded_len() < 600);
}

#[test]
fn submit_batch_should_leave_the_offchain_index_alone_when_it_is_refused() {
	let mut ext = ExtBuilder::default().build();
	ext.execute_with(|| {
		let submission = small_batch();
		RefusedSessions::insert(1, SessionRefusal::Expired);
		assert!(submit(submission).is_err());
	});
	ext.persist_offchain_overlay();
	assert_eq!(ext.offchain_db().get(&rows_key(0)), None);
}

#[test]
fn submit_batch_should_split_the_operators_share_with_the_commission() {
	ExtBuilder::default().build_and_execute(|| {
		EmissionShare::set(&Perbill::from_percent(90));
		let mut submission = small_batch();
		submission.operators[0].commission = 150;
		submission.operators[2].commission = 1;

		assert_ok!(submit(submission));

		// floor((750 − 150) × 0.9), floor(1,500 × 0.9), floor((2,250 − 1) × 0.9).
		let due = |n| Dues::get(payee_of(&account(HOTKEY + n)));
		assert_eq!((due(0), due(1), due(2)), (Some(540), Some(1_350), Some(2_024)));
		// Missed heartbeats do not touch the commission.
		assert_eq!(Dues::get(account(GATEWAY)), Some(151));
	});
}

#[test]
fn submit_batch_should_settle_a_row_when_its_due_rounds_to_zero() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10);
		let batch = submission(vec![operator_row(0, 1, 1, 1)], vec![session_row(0, 1, 1)]);

		assert_ok!(submit(batch));

		assert_eq!(Accrued::get(5), Some(1));
		assert_eq!(Dues::iter().count(), 0);
	});
}

#[test]
fn submit_batch_should_add_up_the_rows_of_one_operator() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		let rows = [
			(0, None, VerificationMode::Tee),
			(0, None, VerificationMode::Vanilla),
			(0, Some(0), VerificationMode::Tee),
			(1, None, VerificationMode::Tee),
		];
		let rows = rows.map(|(model, adapter, mode)| OperatorRow {
			model,
			adapter,
			mode,
			..operator_row(0, 1, 1, 1_000)
		});

		assert_ok!(submit(submission(rows.to_vec(), vec![session_row(0, 4, 4_000)])));

		assert_eq!(Dues::get(payee_of(&account(HOTKEY))), Some(3_000));
		assert_eq!(Admitted::get(account(HOTKEY)), Some(4_000));
	});
}

#[test]
fn submit_batch_should_count_void_deferred_and_late_seqs() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		// Seqs 0 to 4: 0 and 2 served, 1 void, 3 and 4 deferred.
		let row = SessionRow { void: 1, deferred: 0b11, ..session_row(0, 5, 2_000) };
		assert_ok!(submit(submission(vec![operator_row(0, 2, 2, 2_000)], vec![row])));
		let header = Batches::<Test>::get(0).unwrap();
		assert_eq!((header.count, header.entries), (2, 5));

		// Seq 3 late, 4 still deferred, 5 served.
		let row = SessionRow { deferred: 0b10, late: 1, ..session_row(0, 1, 2_000) };
		assert_ok!(submit(submission(vec![operator_row(0, 2, 2, 2_000)], vec![row])));
		let header = Batches::<Test>::get(1).unwrap();
		assert_eq!((header.count, header.entries), (2, 2));
		assert_eq!(header.previous, Some(0));
	});
}

#[test]
fn submit_batch_should_take_the_largest_batch_there_is() {
	ExtBuilder::default().build_and_execute(|| {
		let operators = (0..MAX_OPERATOR_ROWS)
			.map(|n| OperatorRow { commission: 1, ..operator_row(n, 128, 1_000, 2_048) })
			.collect();
		let sessions = (0..u64::from(MAX_SESSION_ROWS))
			.map(|id| {
				open_session(id, &account(GATEWAY), 512);
				session_row(id, 32, 512)
			})
			.collect();
		let mut batch = submission(operators, sessions);
		batch.blob_url = vec![b'x'; 256].try_into().unwrap();
		assert_eq!(batch.count, 65_536);
		assert!(batch.encoded_size() < 128 * 1_024);

		assert_ok!(submit(batch));

		let header = Batches::<Test>::get(0).unwrap();
		assert_eq!((header.operator_rows, header.session_rows), (512, 2_048));
		assert_eq!((header.count, header.cuc), (65_536, 1_048_576));
		assert_eq!(Dues::get(account(GATEWAY)), Some(512));
		assert_eq!(Dues::iter_values().sum::<u64>(), 1_048_576 / 4 * 3);
	});
}

#[test]
fn submit_batch_should_link_the_batches_of_each_gateway() {
	ExtBuilder { gateways: vec![GATEWAY, OTHER], ..ExtBuilder::default() }.build_and_execute(
		|| {
			let of_other = || {
				open_session(100, &account(OTHER), 10_000);
				submission(vec![operator_row(0, 1, 1, 100)], vec![session_row(100, 1, 100)])
			};
			assert_ok!(submit(small_batch()));
			assert_ok!(submit_as(OTHER, of_other()));
			go_to_epoch(6, 1);
			assert_ok!(submit(small_batch()));
			assert_ok!(submit_as(OTHER, of_other()));
			assert_ok!(submit(small_batch()));

			assert_eq!(Receipts::pending(account(GATEWAY)), [0, 2, 4]);
			assert_eq!(Receipts::pending(account(OTHER)), [1, 3]);
			assert_eq!(Receipts::unfinalised(account(GATEWAY)), Some(18_000));

			FirstOpen::set(&6);
			assert_eq!(Receipts::pending(account(GATEWAY)), [2, 4]);
			assert_eq!(Receipts::unfinalised(account(GATEWAY)), Some(12_000));
			assert_eq!(Receipts::batch_state(1), Some(BatchState::Final));
			assert_eq!(Receipts::batch_state(2), Some(BatchState::Open));
			assert_eq!(Receipts::batch_state(5), None);
		},
	);
}

#[test]
fn submit_batch_should_fail_when_it_settles_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10);
		let row = SessionRow { void: 3, ..session_row(0, 3, 0) };
		assert_noop!(submit(submission(vec![], vec![row])), Error::<Test>::EmptyBatch);
		assert_noop!(submit(submission(vec![], vec![])), Error::<Test>::EmptyBatch);
		let free = BatchSubmission { cuc: 0, ..small_batch() };
		assert_noop!(submit(free), Error::<Test>::EmptyBatch);
	});
}

#[test]
fn submit_batch_should_fail_when_there_are_too_many_receipts_or_entries() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = BatchSubmission { count: 65_537, ..small_batch() };
		assert_noop!(submit(batch), Error::<Test>::TooManyReceipts);

		open_session(10, &account(GATEWAY), 10_000);
		let void = |void| {
			let row = SessionRow { void, ..session_row(10, void + 1, 100) };
			submission(vec![operator_row(0, 1, 1, 100)], vec![row])
		};
		assert_noop!(submit(void(131_072)), Error::<Test>::TooManyEntries);
		assert_ok!(submit(void(131_071)));
	});
}

#[test]
fn submit_batch_should_fail_when_the_totals_do_not_agree() {
	ExtBuilder::default().build_and_execute(|| {
		let good = small_batch();
		let cases: [(Lie<BatchSubmission>, Error<Test>); 9] = [
			(|batch| batch.count += 1, Error::CountMismatch),
			(|batch| batch.operators[1].count += 1, Error::CountMismatch),
			// The sessions' receipts are known once they have been claimed.
			(
				|batch| {
					batch.count += 1;
					batch.operators[1].count += 1;
				},
				Error::CountMismatch,
			),
			(|batch| batch.entries += 1, Error::EntriesMismatch),
			(|batch| batch.sessions[0].count += 1, Error::EntriesMismatch),
			(|batch| batch.tokens -= 1, Error::TokensMismatch),
			(|batch| batch.cuc -= 1, Error::CucMismatch),
			(|batch| batch.operators[0].cuc += 1, Error::CucMismatch),
			(|batch| batch.sessions[1].cuc -= 1, Error::CucMismatch),
		];
		for (spoil, error) in cases {
			let mut batch = good.clone();
			spoil(&mut batch);
			assert_noop!(submit(batch), error);
		}
		assert_ok!(submit(good));
	});
}

#[test]
fn submit_batch_should_fail_when_sums_would_wrap() {
	ExtBuilder::default().build_and_execute(|| {
		let mut batch = small_batch();
		batch.operators[0].cuc = u64::MAX;
		batch.cuc = 4_999;
		assert_noop!(submit(batch), Error::<Test>::CucMismatch);
		let mut batch = small_batch();
		batch.operators[0].count = u32::MAX;
		batch.count = 4;
		assert_noop!(submit(batch), Error::<Test>::CountMismatch);
		let mut batch = small_batch();
		batch.sessions[0].count = u32::MAX;
		batch.entries = 1;
		assert_noop!(submit(batch), Error::<Test>::EntriesMismatch);
	});
}

#[test]
fn submit_batch_should_fail_when_the_url_is_not_printable() {
	ExtBuilder::default().build_and_execute(|| {
		for url in [&b"a b"[..], b"a\n", b"\xff", "ü".as_bytes(), b"\0"] {
			let blob_url = url.to_vec().try_into().unwrap();
			let batch = BatchSubmission { blob_url, ..small_batch() };
			assert_noop!(submit(batch), Error::<Test>::BadBlobUrl);
		}
		assert_ok!(submit(BatchSubmission { blob_url: Default::default(), ..small_batch() }));
	});
}

#[test]
fn submit_batch_should_fail_when_the_stake_does_not_cover_it() {
	ExtBuilder::default().build_and_execute(|| {
		// A capacity of 2 × 6,000 micro-USD: 1,000 OROG × 0.00000024 USD × 50.
		CollateralPrice::set(&Some(FixedU128::from_rational(24, 100_000_000)));
		assert_eq!(Receipts::capacity(account(GATEWAY)), Some(12_000));
		assert_ok!(submit(small_batch()));
		go_to_epoch(6, 2);
		assert_ok!(submit(small_batch()));
		let batch = small_batch();
		assert_noop!(submit(batch), Error::<Test>::OverCapacity);

		// A closed epoch no longer counts.
		FirstOpen::set(&6);
		assert_ok!(submit(small_batch()));
		assert_eq!(
			gateway(GATEWAY).open_work.buckets(),
			[EpochWork { epoch: 6, batches: 2, cuc: 12_000 }]
		);
		// More stake covers more.
		let batch = small_batch();
		assert_noop!(submit(batch.clone()), Error::<Test>::OverCapacity);
		assert_ok!(Receipts::bond_more(signed(GATEWAY), 500 * OROG));
		assert_ok!(submit(batch));
	});
}

#[test]
fn submit_batch_should_fail_when_there_is_no_price() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = small_batch();
		CollateralPrice::set(&None);
		assert_eq!(Receipts::capacity(account(GATEWAY)), None);
		assert_noop!(submit(batch), Error::<Test>::PriceUnknown);
	});
}

#[test]
fn capacity_should_be_clamped_when_the_price_is_absurd() {
	ExtBuilder::default().build_and_execute(|| {
		CollateralPrice::set(&Some(FixedU128::from_inner(u128::MAX)));
		assert_eq!(Receipts::capacity(account(GATEWAY)), Some(u64::MAX));
		assert_ok!(submit(small_batch()));
	});
}

#[test]
fn submit_batch_should_fail_when_too_many_batches_are_open() {
	ExtBuilder::default().build_and_execute(|| {
		MaxPendingBatches::set(3);
		for epoch in [5, 6, 6] {
			go_to_epoch(epoch, 2);
			assert_ok!(submit(small_batch()));
		}
		let batch = small_batch();
		assert_noop!(submit(batch.clone()), Error::<Test>::MaxPendingBatchesReached);
		FirstOpen::set(&6);
		assert_ok!(submit(batch));
	});
}

#[test]
fn submit_batch_should_fail_when_the_deposit_is_not_there() {
	ExtBuilder::without_gateway().build_and_execute(|| {
		assert_ok!(Receipts::register_gateway(signed(GATEWAY), FUNDS - 5 * MILLI_OROG, 0));
		let batch = small_batch();
		assert_noop!(submit(batch), TokenError::FundsUnavailable);
	});
}

#[test]
fn submit_batch_should_hold_nothing_when_there_is_no_deposit() {
	ExtBuilder::default().parameters(|parameters| parameters.batch_deposit = 0).build_and_execute(
		|| {
			assert_ok!(submit(small_batch()));
			assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), 0);
		},
	);
}

#[test]
fn submit_batch_should_pass_on_what_the_work_ledger_says() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = small_batch();
		LedgerRefuses::set(&true);
		assert_noop!(submit(batch), DispatchError::Unavailable);
	});
}

#[test]
fn submit_batch_should_ask_the_oracle_once() {
	ExtBuilder::default().build_and_execute(|| {
		Assessments::set(0);
		let submission = small_batch();
		assert_eq!(submission.operators.len(), 3);
		assert_ok!(submit(submission));
		assert_eq!(Assessments::get(), 1);
	});
}

#[test]
fn submit_batch_should_give_back_the_weight_of_payments_that_were_not_made() {
	for paid in [0, 1] {
		ExtBuilder::default().build_and_execute(|| {
			PaidOnTheWay::set(&paid);
			let gateway = RuntimeOrigin::signed(account(GATEWAY));
			let submission = small_batch();
			let (operators, sessions) = (submission.operators.len(), submission.sessions.len());
			let (operators, sessions) =
				(operators.try_into().unwrap(), sessions.try_into().unwrap());
			let info = Receipts::submit_batch(gateway, Box::new(submission)).unwrap();
			let weight = <() as WeightInfo>::submit_batch(operators, sessions);
			assert_eq!(info.actual_weight, Some(weight + MockPayoutWeight::convert(paid)));
		});
	}
}

#[test]
fn submit_batch_should_be_weighed_by_its_rows() {
	use frame_support::dispatch::GetDispatchInfo;
	let weigh = |submission| {
		let submission = Box::new(submission);
		let call = RuntimeCall::Receipts(Call::submit_batch { submission });
		assert!(core::mem::size_of_val(&call) <= 128, "the submission is boxed");
		call.get_dispatch_info().call_weight
	};
	let one = weigh(submission(vec![operator_row(0, 1, 1, 1)], vec![]));
	assert_eq!(one, <() as WeightInfo>::submit_batch(1, 0) + MockPayoutWeight::convert(2));
	let rows = (0..MAX_OPERATOR_ROWS).map(|n| operator_row(n, 1, 1, 1)).collect();
	let sessions = (0..MAX_SESSION_ROWS.into())
		.map(|session| SessionRow {
			session,
			from_seq: 0,
			count: 1,
			void: 0,
			deferred: 0,
			late: 0,
			cuc: 1,
		})
		.collect();
	let most = weigh(submission(rows, sessions));
	assert!(most.ref_time() > 20 * one.ref_time());
	// Three quarters of two seconds.
	assert!(most.ref_time() < 1_500_000_000_000, "the largest batch fits a block");
}
