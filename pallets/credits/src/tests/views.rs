//! What other parts read.

use crate::{Lot, mock::*};
use frame_support::assert_ok;
use orogen_primitives_receipts::SessionRow;
use orogen_primitives_traits::CreditIssuer;

#[test]
fn lots_should_leave_expired_ones_out_before_they_are_swept() {
	ExtBuilder::default().credits(ALICE, 5).build_and_execute(|| {
		pass_time(DAY);
		assert_ok!(Credits::issue(&ALICE, 6));
		let first = Lot { expiry_day: today() + 29, amount: 5 };
		let second = Lot { expiry_day: today() + 30, amount: 6 };
		assert_eq!(Credits::lots(ALICE), vec![first, second]);
		pass_time(30 * DAY);
		assert_eq!(Credits::lots(ALICE), vec![second]);
		assert_eq!(Credits::lots(BOB), vec![]);
	});
}

#[test]
fn supply_should_be_todays_before_anything_is_touched() {
	ExtBuilder::default().credits(ALICE, 5).build_and_execute(|| {
		pass_time(31 * DAY);
		assert_eq!(places(), (5, 0, 0, 0));
		let supply = Credits::supply();
		assert_eq!((supply.lots, supply.breakage, supply.created), (0, 5, 5));
		assert_eq!(Credits::outstanding(), 0);
	});
}

#[test]
fn is_burned_should_answer_from_the_counter_and_the_bitmap() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		assert!(!Credits::is_burned(id, 0));
		// Seqs 0..100: one void, seqs 99 and 36 deferred.
		let settled = SessionRow { void: 1, deferred: 1 | 1 << 63, ..row(id, 0, 100, 1) };
		assert_ok!(claim(&GATEWAY, &settled));
		for (seq, burned) in [
			(0, true),
			(35, true),
			(36, false),
			(37, true),
			(98, true),
			(99, false),
			(100, false),
			(u32::MAX, false),
		] {
			assert_eq!(Credits::is_burned(id, seq), burned, "seq {seq}");
		}
		// One more shifts 36 out.
		let settled = SessionRow { deferred: 1 << 1, ..row(id, 100, 1, 1) };
		assert_ok!(claim(&GATEWAY, &settled));
		assert!(Credits::is_burned(id, 36));
		assert!(!Credits::is_burned(id, 99));
	});
}

#[test]
fn is_burned_should_be_true_when_the_session_is_over_and_false_when_it_is_to_come() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_to(session(id).settle_until);
		assert!(!Credits::is_burned(id, 0));
		run_blocks(1);
		assert!(Credits::is_burned(id, 0));
		assert_ok!(Credits::close_session(RuntimeOrigin::signed(ALICE), id));
		assert!(Credits::is_burned(id, 0));
		assert!(Credits::is_burned(id, u32::MAX));
		assert!(!Credits::is_burned(id + 1, 0));
	});
}

#[test]
fn sessions_should_be_listed_by_owner() {
	ExtBuilder::default().credits(ALICE, 9 * MIN_CAP).credits(BOB, MIN_CAP).build_and_execute(
		|| {
			open(ALICE, MIN_CAP);
			open(BOB, MIN_CAP);
			open(ALICE, MIN_CAP);
			let page = |who, from, limit| Credits::sessions_of(who, from, limit);
			assert_eq!(page(ALICE, 0, 10), vec![0, 2]);
			assert_eq!(page(ALICE, 0, 1), vec![0]);
			assert_eq!(page(ALICE, 1, u32::MAX), vec![2]);
			assert_eq!(page(ALICE, 0, 0), Vec::<u64>::new());
			assert_eq!(page(ALICE, 3, 9), Vec::<u64>::new());
			assert_eq!(page(BOB, 0, 10), vec![1]);
			assert_eq!(page(CHARLIE, 0, 10), Vec::<u64>::new());
			assert_eq!(Credits::session(1).map(|session| session.owner), Some(BOB));
			assert_eq!(Credits::session(3), None);
		},
	);
}
