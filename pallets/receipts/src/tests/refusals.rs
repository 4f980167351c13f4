//! Bad rows refuse the whole batch, are named, and leave no trace.

use super::*;
use orogen_primitives_core::VerificationMode;
use orogen_primitives_receipts::{OperatorRow, SessionRow};

const OPERATOR_REFUSALS: [OperatorRefusal; 10] = [
	OperatorRefusal::NotFound,
	OperatorRefusal::NotActive,
	OperatorRefusal::Banned,
	OperatorRefusal::GatewayNotListed,
	OperatorRefusal::OverCapacity,
	OperatorRefusal::ModeNotAllowed,
	OperatorRefusal::ModelNotAllowed,
	OperatorRefusal::CommissionTooHigh,
	OperatorRefusal::Empty,
	OperatorRefusal::NotSorted,
];

const SESSION_REFUSALS: [SessionRefusal; 8] = [
	SessionRefusal::NotFound,
	SessionRefusal::OtherGateway,
	SessionRefusal::Expired,
	SessionRefusal::WrongSeq,
	SessionRefusal::BadBitmap,
	SessionRefusal::Exhausted,
	SessionRefusal::Empty,
	SessionRefusal::NotSorted,
];

/// Five operators and five sessions, each of 2 receipts and 2,000 micro-USD.
fn batch_of_five() -> BatchSubmission {
	let operators = (0..5).map(|n| operator_row(n, 2, 10, 2_000)).collect();
	let sessions = (0..5)
		.map(|id| {
			open_session(id, &account(GATEWAY), 10_000);
			session_row(id, 2, 2_000)
		})
		.collect();
	submission(operators, sessions)
}

fn operator_refused(row: u16, reason: OperatorRefusal) -> DispatchError {
	Error::<Test>::OperatorRowRefused { row, reason }.into()
}

fn session_refused(row: u16, reason: SessionRefusal) -> DispatchError {
	Error::<Test>::SessionRowRefused { row, reason }.into()
}

#[test]
fn submit_batch_should_name_the_operator_row_when_its_operator_may_not_serve_it() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = batch_of_five();
		for reason in OPERATOR_REFUSALS {
			for (row, operator) in (0u16..).zip(&batch.operators) {
				RefusedOperators::insert(&operator.hotkey, reason);
				assert_noop!(submit(batch.clone()), operator_refused(row, reason));
				RefusedOperators::remove(&operator.hotkey);
			}
		}
		assert_ok!(submit(batch));
	});
}

#[test]
fn submit_batch_should_name_the_session_row_when_its_session_does_not_allow_it() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = batch_of_five();
		for reason in SESSION_REFUSALS {
			for (row, session) in (0u16..).zip(&batch.sessions) {
				RefusedSessions::insert(session.session, reason);
				assert_noop!(submit(batch.clone()), session_refused(row, reason));
				RefusedSessions::remove(session.session);
			}
		}
		assert_ok!(submit(batch));
	});
}

#[test]
fn submit_batch_should_name_the_operator_row_when_the_row_itself_is_bad() {
	use OperatorRefusal::{CommissionTooHigh, Empty};
	ExtBuilder::default().build_and_execute(|| {
		let cases: [(Lie<OperatorRow>, OperatorRefusal); 4] = [
			(|row| row.count = 0, Empty),
			(|row| row.cuc = 0, Empty),
			// Three quarters of 2,000 is all that there is.
			(|row| row.commission = 1_501, CommissionTooHigh),
			(|row| row.commission = u64::MAX, CommissionTooHigh),
		];
		let batch = batch_of_five();
		for (spoil, reason) in cases {
			for row in 0..5 {
				let mut batch = batch.clone();
				spoil(&mut batch.operators[usize::from(row)]);
				assert_noop!(submit(batch), operator_refused(row, reason));
			}
		}
		assert_ok!(submit(batch));
	});
}

#[test]
fn submit_batch_should_name_the_operator_row_when_it_does_not_follow_the_one_before() {
	ExtBuilder::default().build_and_execute(|| {
		let key = |n: u32, model, adapter, mode| OperatorRow {
			model,
			adapter,
			mode,
			..operator_row(n, 1, 1, 1_000)
		};
		use VerificationMode::{Tee, Vanilla, ZkMl};
		// Strictly sorted by (hotkey, model, adapter, mode).
		let sorted = [
			key(0, 0, None, Tee),
			key(0, 0, None, ZkMl),
			key(0, 0, None, Vanilla),
			key(0, 0, Some(0), Tee),
			key(0, 0, Some(2), Tee),
			key(0, 1, None, Tee),
			key(1, 0, None, Tee),
		];
		open_session(0, &account(GATEWAY), 100_000);
		for row in 1..sorted.len() {
			let refused = operator_refused(row.try_into().unwrap(), OperatorRefusal::NotSorted);
			let mut swapped = sorted.to_vec();
			swapped.swap(row - 1, row);
			let batch = submission(swapped, vec![session_row(0, 7, 7_000)]);
			assert_noop!(submit(batch), refused);

			let mut twice = sorted.to_vec();
			twice[row] = twice[row - 1].clone();
			let batch = submission(twice, vec![session_row(0, 7, 7_000)]);
			assert_noop!(submit(batch), refused);
		}
		assert_ok!(submit(submission(sorted.to_vec(), vec![session_row(0, 7, 7_000)])));
	});
}

#[test]
fn submit_batch_should_name_the_session_row_when_it_does_not_follow_the_one_before() {
	ExtBuilder::default().build_and_execute(|| {
		let good = batch_of_five();
		for row in 1..5_u16 {
			let at = usize::from(row);
			let mut batch = good.clone();
			batch.sessions[at - 1].session = u64::from(row);
			batch.sessions[at].session = u64::from(row) - 1;
			assert_noop!(submit(batch), session_refused(row, SessionRefusal::NotSorted));

			let mut batch = good.clone();
			batch.sessions[at] = batch.sessions[at - 1].clone();
			assert_noop!(submit(batch), session_refused(row, SessionRefusal::NotSorted));
		}
	});
}

#[test]
fn submit_batch_should_name_the_session_row_when_the_row_itself_is_bad() {
	use SessionRefusal::*;
	ExtBuilder::default().build_and_execute(|| {
		let cases: [(Lie<SessionRow>, SessionRefusal); 5] = [
			(|row| row.from_seq = 1, WrongSeq),
			(|row| row.void = 3, BadBitmap),
			(|row| row.deferred = 0b100, BadBitmap),
			(|row| row.void = 2, Empty),
			(|row| row.deferred = 0b11, Empty),
		];
		let batch = batch_of_five();
		for (spoil, reason) in cases {
			for row in 0..5 {
				let mut batch = batch.clone();
				spoil(&mut batch.sessions[usize::from(row)]);
				assert_noop!(submit(batch), session_refused(row, reason));
			}
		}
		for row in 0..5_u16 {
			let session = u64::from(row);
			let original = Sessions::take(session).unwrap();
			assert_noop!(submit(batch.clone()), session_refused(row, NotFound));
			Sessions::insert(session, MockSession { gateway: account(OTHER), ..original.clone() });
			assert_noop!(submit(batch.clone()), session_refused(row, OtherGateway));
			Sessions::insert(session, MockSession { left: 1_999, ..original.clone() });
			assert_noop!(submit(batch.clone()), session_refused(row, Exhausted));
			Sessions::insert(session, original);
		}
		assert_ok!(submit(batch));
	});
}

#[test]
fn submit_batch_should_refuse_a_request_that_is_settled() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = batch_of_five();
		assert_ok!(submit(batch.clone()));
		assert_noop!(submit(batch), session_refused(0, SessionRefusal::WrongSeq));
	});
}

#[test]
fn submit_batch_should_name_operators_before_sessions() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = batch_of_five();
		RefusedSessions::insert(0, SessionRefusal::Expired);
		RefusedOperators::insert(account(HOTKEY + 4), OperatorRefusal::Banned);
		assert_noop!(submit(batch), operator_refused(4, OperatorRefusal::Banned));
	});
}

#[test]
fn errors_about_rows_should_fit_a_module_error() {
	let error = operator_refused(0x0203, OperatorRefusal::NotSorted);
	let DispatchError::Module(error) = error else { panic!("{error:?}") };
	// Variant, row (little-endian), reason.
	assert_eq!(error.error, [20, 3, 2, 9]);
	let error = session_refused(2_047, SessionRefusal::Exhausted);
	let DispatchError::Module(error) = error else { panic!("{error:?}") };
	assert_eq!(error.error, [21, 0xff, 7, 5]);
}
