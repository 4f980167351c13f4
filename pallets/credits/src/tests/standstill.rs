//! The settlement grace counts blocks in which batches can be submitted (SPEC §5).

use crate::{Error, LastStandstill, Standstill, mock::*};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{BlockNumber, HOURS};
use orogen_primitives_traits::{CreditIssuer, SessionRefusal};
use proptest::prelude::*;

fn end(id: u64) -> BlockNumber {
	Credits::settlement_end(&session(id))
}

#[test]
fn a_gateway_should_settle_after_a_standstill_for_as_long_as_it_lost() {
	ExtBuilder::default().credits(ALICE, 3 * MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		let stored = session(id).settle_until;
		// An hour before the end nothing can be settled any more, for two hours.
		run_to(stored - HOURS);
		stand_still(2 * HOURS);
		assert_eq!(System::block_number(), stored + HOURS);
		assert!(!Credits::is_burned(id, 0));
		let origin = RuntimeOrigin::signed(ALICE);
		assert_noop!(Credits::close_session(origin.clone(), id), Error::<Test>::SettlementNotOver);

		// The hour that is left begins now.
		assert_eq!(end(id), stored + 2 * HOURS);
		assert_eq!(Credits::session(id).unwrap().settle_until, stored + 2 * HOURS);
		run_to(stored + 2 * HOURS);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, 400)));
		assert_noop!(Credits::close_session(origin.clone(), id), Error::<Test>::SettlementNotOver);
		run_blocks(1);
		assert_eq!(claim(&GATEWAY, &row(id, 1, 1, 1)), Err(SessionRefusal::Expired));
		assert!(Credits::is_burned(id, 1));
		assert_ok!(Credits::close_session(origin, id));
		assert_eq!(places().0, 2 * MIN_CAP + 600);
	});
}

#[test]
fn a_session_that_ended_in_a_standstill_should_have_its_grace_after_it() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		// Requests end after an hour.
		stand_still(20 * HOURS);
		assert_eq!(end(id), System::block_number() + GRACE);
	});
}

#[test]
fn a_standstill_should_move_no_other_end() {
	ExtBuilder::default().credits(ALICE, 3 * MIN_CAP).build_and_execute(|| {
		let over = open(ALICE, MIN_CAP);
		run_to(session(over).settle_until);
		let long = open_until(ALICE, MIN_CAP, Now::get() + 20 * HOUR);
		stand_still(HOURS);
		// It was over with the block before the standstill.
		assert!(Credits::is_burned(over, 0));
		assert_eq!(claim(&GATEWAY, &row(over, 0, 1, 1)), Err(SessionRefusal::Expired));
		// Its whole grace is to come.
		let later = open(ALICE, MIN_CAP);
		for id in [long, later] {
			assert_eq!(end(id), session(id).settle_until);
		}
	});
}

#[test]
fn anybody_should_close_a_session_from_the_reap_delay_after_the_end_that_was_moved() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_to(session(id).settle_until - 1);
		stand_still(10);
		let reap = end(id) + REAP;
		assert_eq!(reap, session(id).settle_until + 10 + REAP);
		run_to(reap - 1);
		let origin = RuntimeOrigin::signed(BOB);
		assert_noop!(Credits::close_session(origin.clone(), id), Error::<Test>::NotSessionOwner);
		run_blocks(1);
		assert_ok!(Credits::close_session(origin, id));
	});
}

#[test]
fn a_longer_grace_should_not_bring_a_session_back() {
	ExtBuilder::default().grace(10).credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_to(session(id).settle_until - 5);
		stand_still(30);
		run_to(end(id) + 1);
		assert!(Credits::is_burned(id, 0));
		let longest = RuntimeOrigin::signed(NORMAL);
		assert_ok!(Credits::set_settlement_grace(longest, 24 * HOURS));
		assert!(Credits::is_burned(id, 0));
		stand_still(30);
		assert!(Credits::is_burned(id, 0));
	});
}

proptest! {
	/// Whatever stands still when: no request that is burned is ever not burned again, an end is moved by
	/// at most the blocks that stood still since it could be, and never beyond the grace after them.
	#[test]
	fn what_is_over_should_stay_over(
		ends in proptest::collection::vec(0..400_u32, 1..8),
		stretches in proptest::collection::vec((any::<bool>(), 0..60_u32), 1..20),
		grace in 1..80_u32,
	) {
		let (mut now, mut lost, mut last) = (0_u32, 0_u32, None);
		let mut over = vec![false; ends.len()];
		for (stands, blocks) in stretches {
			for _ in 0..blocks {
				now += 1;
				if stands {
					last = Some(Standstill::noted(last, now, grace));
					lost += 1;
				}
				for (end, over) in ends.iter().zip(&mut over) {
					let moved = last.map_or(*end, |last: Standstill<u32>| last.moves(*end));
					prop_assert!(moved >= *end && moved <= end + lost);
					prop_assert!(moved <= (*end).max(now + grace));
					prop_assert!(now > moved || !*over, "{end} at {now}");
					*over = now > moved;
					// Whoever is not over loses no block in which it could settle.
					prop_assert!(!stands || *over || moved >= now);
				}
			}
		}
	}
}

#[test]
fn nothing_should_be_noted_while_settlement_is_possible() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_to(session(id).settle_until + 1);
		assert!(Credits::is_burned(id, 0));
		assert_eq!(LastStandstill::<Test>::get(), None);
		Credits::note_standstill();
		let at = System::block_number();
		let noted = Standstill { from: at, blocks: 1, until: at + GRACE };
		assert_eq!(LastStandstill::<Test>::get(), Some(noted));
	});
}
