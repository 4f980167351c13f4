//! Settlement of session rows.

use crate::{Event, Sessions, TotalSupply, mock::*};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_receipts::SessionRow;
use orogen_primitives_traits::{
	CreditIssuer,
	SessionRefusal::{
		self, BadBitmap, Empty, Exhausted, Expired, NotFound, OtherGateway, WrongSeq,
	},
};

/// Alice's session with a cap of 10,000.
fn with_session(test: impl FnOnce(u64)) {
	ExtBuilder::default().credits(ALICE, 10_000).build_and_execute(|| {
		let id = open(ALICE, 10_000);
		events();
		test(id)
	});
}

fn refuse(row: &SessionRow, refusal: SessionRefusal) {
	assert_noop!(claim(&GATEWAY, row), refusal);
}

#[test]
fn claim_should_settle_and_advance() {
	with_session(|id| {
		assert_eq!(claim(&GATEWAY, &row(id, 0, 5, 4_000)), Ok(5));
		assert_eq!((session(id).next_seq, session(id).remaining), (5, 6_000));
		assert_eq!(session(id).settled(), 4_000);
		assert_eq!(places(), (0, 6_000, 4_000, 0));
		assert_eq!(Credits::outstanding(), 6_000);
		assert_eq!(
			events(),
			vec![Event::Settled {
				session: id,
				amount: 4_000,
				receipts: 5,
				next_seq: 5,
				deferred: 0
			}]
		);
		assert_eq!(claim(&GATEWAY, &row(id, 5, 1, 6_000)), Ok(1));
		assert_eq!(session(id).remaining, 0);
	});
}

#[test]
fn claim_should_be_one_read_and_one_write_of_the_session() {
	with_session(|id| {
		let before = TotalSupply::<Test>::get();
		let old = session(id);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 5, 4_000)));
		// Nothing else of the session has changed.
		let new = session(id);
		assert_eq!(crate::Session { next_seq: old.next_seq, remaining: old.remaining, ..new }, old);
		let after = TotalSupply::<Test>::get();
		assert_eq!(after.created, before.created);
	});
}

#[test]
fn claim_should_count_void_deferred_and_late_seqs() {
	with_session(|id| {
		// Seqs 0..10: two void, seqs 9 and 3 deferred.
		let first = SessionRow { void: 2, deferred: 1 | 1 << 6, ..row(id, 0, 10, 600) };
		assert_eq!(claim(&GATEWAY, &first), Ok(6));
		assert_eq!(session(id).deferred_seqs(), vec![3, 9]);
		// Seq 3 late, 9 kept, 10 fresh.
		let second = SessionRow { deferred: 1 << 1, late: 1, ..row(id, 10, 1, 200) };
		assert_eq!(claim(&GATEWAY, &second), Ok(2));
		assert_eq!(session(id).deferred_seqs(), vec![9]);
		// Only late.
		let third = SessionRow { late: 1, ..row(id, 11, 0, 100) };
		assert_eq!(claim(&GATEWAY, &third), Ok(1));
		assert!(session(id).deferred_seqs().is_empty());
		refuse(&third, BadBitmap);
		assert_eq!(session(id).settled(), 900);
	});
}

#[test]
fn claim_should_take_a_row_of_void_seqs_without_an_amount() {
	with_session(|id| {
		let void = SessionRow { void: 3, ..row(id, 0, 3, 0) };
		assert_eq!(claim(&GATEWAY, &void), Ok(0));
		let deferred = SessionRow { deferred: 0b111, ..row(id, 3, 3, 0) };
		assert_eq!(claim(&GATEWAY, &deferred), Ok(0));
		assert_eq!(session(id).next_seq, 6);
		// Free receipts are receipts.
		assert_eq!(claim(&GATEWAY, &row(id, 6, 1, 0)), Ok(1));
	});
}

#[test]
fn claim_should_refuse_a_session_that_never_was_or_is_gone() {
	with_session(|id| {
		refuse(&row(id + 1, 0, 1, 1), NotFound);
		run_to(session(id).settle_until + 1);
		assert_ok!(Credits::close_session(RuntimeOrigin::signed(ALICE), id));
		refuse(&row(id, 0, 1, 1), NotFound);
	});
}

#[test]
fn claim_should_refuse_another_gateway() {
	with_session(|id| {
		assert_noop!(claim(&OTHER_GATEWAY, &row(id, 0, 1, 1)), OtherGateway);
		assert_noop!(claim(&ALICE, &row(id, 0, 1, 1)), OtherGateway);
	});
}

#[test]
fn claim_should_work_in_the_last_block_of_the_grace_and_not_in_the_next() {
	with_session(|id| {
		let end = session(id).settle_until;
		assert_eq!(end, 1 + 600 + GRACE);
		run_to(end);
		assert_eq!(claim(&GATEWAY, &row(id, 0, 1, 1)), Ok(1));
		run_blocks(1);
		refuse(&row(id, 1, 1, 1), Expired);
	});
}

#[test]
fn claim_should_refuse_a_wrong_seq() {
	with_session(|id| {
		assert_ok!(claim(&GATEWAY, &row(id, 0, 5, 10)));
		for from in [0, 4, 6, u32::MAX] {
			refuse(&row(id, from, 1, 1), WrongSeq);
		}
		refuse(&row(id, 5, u32::MAX - 4, 1), WrongSeq);
		assert_eq!(claim(&GATEWAY, &row(id, 5, u32::MAX - 5, 1)), Ok(u32::MAX - 5));
		refuse(&row(id, u32::MAX, 1, 1), WrongSeq);
	});
}

#[test]
fn claim_should_refuse_a_bad_bitmap() {
	with_session(|id| {
		let base = row(id, 0, 4, 1);
		refuse(&SessionRow { void: 5, ..base.clone() }, BadBitmap);
		refuse(&SessionRow { void: u32::MAX, deferred: 1, ..base.clone() }, BadBitmap);
		refuse(&SessionRow { void: 1, deferred: 0b1111, ..base.clone() }, BadBitmap);
		refuse(&SessionRow { deferred: 1 << 4, ..base.clone() }, BadBitmap);
		refuse(&SessionRow { late: 1, ..base.clone() }, BadBitmap);
		let deferring = SessionRow { deferred: 1, ..base };
		assert_ok!(claim(&GATEWAY, &deferring));
		refuse(&SessionRow { deferred: 1 << 1, late: 1, ..row(id, 4, 1, 1) }, BadBitmap);
		refuse(&SessionRow { late: 2, ..row(id, 4, 1, 1) }, BadBitmap);
	});
}

#[test]
fn claim_should_refuse_more_than_is_left() {
	with_session(|id| {
		refuse(&row(id, 0, 1, 10_001), Exhausted);
		refuse(&row(id, 0, 1, u64::MAX), Exhausted);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, 10_000)));
		refuse(&row(id, 1, 1, 1), Exhausted);
	});
}

#[test]
fn claim_should_refuse_a_row_that_claims_nothing() {
	with_session(|id| {
		refuse(&row(id, 0, 0, 0), Empty);
		refuse(&row(id, 0, 0, 1), Empty);
		refuse(&SessionRow { void: 1, ..row(id, 0, 1, 1) }, Empty);
		refuse(&SessionRow { deferred: 1, ..row(id, 0, 1, 1) }, Empty);
		// Dropping deferred seqs alone is nothing either: the next row does it.
		assert_ok!(claim(&GATEWAY, &SessionRow { deferred: 1, ..row(id, 0, 1, 0) }));
		refuse(&row(id, 1, 0, 0), Empty);
	});
}

#[test]
fn claim_should_name_the_first_refusal_when_a_row_has_all_faults() {
	with_session(|id| {
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, 9_000)));
		let void = u32::MAX;
		let all = SessionRow {
			session: id + 1,
			from_seq: 7,
			count: 0,
			void,
			deferred: 1,
			late: 9,
			cuc: 9_000,
		};
		let end = session(id).settle_until;
		System::set_block_number(end + 1);
		assert_noop!(claim(&OTHER_GATEWAY, &all), NotFound);
		let all = SessionRow { session: id, ..all };
		assert_noop!(claim(&OTHER_GATEWAY, &all), OtherGateway);
		refuse(&all, Expired);
		System::set_block_number(end);
		refuse(&all, WrongSeq);
		let all = SessionRow { from_seq: 1, ..all };
		refuse(&all, BadBitmap);
		let all = SessionRow { void: 0, deferred: 0, late: 0, ..all };
		refuse(&all, Exhausted);
		let all = SessionRow { cuc: 1_000, ..all };
		refuse(&all, Empty);
		assert_eq!(claim(&GATEWAY, &SessionRow { count: 1, ..all }), Ok(1));
	});
}

#[test]
fn claim_should_settle_each_seq_once_when_rows_are_repeated() {
	with_session(|id| {
		let once = row(id, 0, 3, 30);
		assert_ok!(claim(&GATEWAY, &once));
		refuse(&once, WrongSeq);
		assert_eq!(Sessions::<Test>::get(id).unwrap().settled(), 30);
	});
}
