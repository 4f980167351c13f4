//! Seats that vote, and seats that do not.

use crate::{mock::*, *};
use frame_support::weights::Weight;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResultWithPostInfo, Pays},
};
use sp_core::H256;
use sp_runtime::{
	DispatchError,
	traits::{BlakeTwo256, Hash},
};

fn vacate(who: u64) -> DispatchResultWithPostInfo {
	Timelock::vacate_seat(RuntimeOrigin::signed(ANYONE), who)
}

fn note(motion: H256) -> DispatchResultWithPostInfo {
	Timelock::note_votes(RuntimeOrigin::signed(ANYONE), motion)
}

/// Opens the motion `call` in block `since` with the votes of `voters`.
fn motion(call: Call<Test>, since: u64, voters: &[u64]) -> H256 {
	let hash = BlakeTwo256::hash_of(&RuntimeCall::from(call));
	Motions::mutate(|motions| motions.insert(hash, (since, voters.to_vec())));
	hash
}

fn last_vote(who: u64) -> Option<u64> {
	LastVotes::<Test>::get().get(&who).copied()
}

#[test]
fn vacate_seat_should_start_the_time_of_a_seat_it_has_never_met() {
	build_and_execute(|| {
		System::set_block_number(1_000);
		assert_eq!(vacate(3).unwrap().pays_fee, Pays::Yes);
		assert_eq!(last_vote(3), Some(1_000));
		assert_eq!(Seats::get().len(), 7);
	});
}

#[test]
fn vacate_seat_should_take_the_seat_after_sixty_silent_days() {
	build_and_execute(|| {
		assert_ok!(vacate(3));
		System::set_block_number(61);
		assert_noop!(vacate(3), Error::<Test>::SeatInUse);
		System::set_block_number(62);
		assert_eq!(vacate(3).unwrap().pays_fee, Pays::No);
		assert_eq!(Seats::get(), [1, 2, 4, 5, 6, 7]);
		System::assert_last_event(Event::SeatVacated { who: 3, last_vote: 1 }.into());
		assert_noop!(vacate(3), Error::<Test>::SeatNotFound);
	});
}

#[test]
fn vacate_seat_should_fail_when_the_origin_is_not_signed() {
	build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Timelock::vacate_seat(origin, 1), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn vacate_seat_should_fail_when_there_is_no_such_seat() {
	build_and_execute(|| {
		assert_noop!(vacate(8), Error::<Test>::SeatNotFound);
	});
}

#[test]
fn vacate_seat_should_leave_a_council_that_can_decide() {
	build_and_execute(|| {
		assert_ok!(vacate(1));
		System::set_block_number(100);
		for who in [1, 2, 3, 4] {
			assert_ok!(vacate(who));
		}
		assert_noop!(vacate(5), Error::<Test>::TooFewSeats);
		assert_eq!(Seats::get(), [5, 6, 7]);
	});
}

#[test]
fn a_decision_that_is_queued_should_book_the_votes_on_its_motion() {
	build_and_execute(|| {
		assert_ok!(vacate(1));
		System::set_block_number(50);
		let call = Box::new(RuntimeCall::Target(target::Call::set { value: 7 }));
		motion(Call::queue { track: Track::Normal, call: call.clone() }, 40, &[1, 2, 3, 4, 5]);
		assert_ok!(Timelock::queue(RuntimeOrigin::signed(QUORUM), Track::Normal, call));
		assert_eq!((last_vote(5), last_vote(6)), (Some(40), Some(1)));

		System::set_block_number(55);
		motion(Call::cancel { id: 0 }, 52, &[2, 6]);
		assert_ok!(Timelock::cancel(RuntimeOrigin::signed(QUORUM), 0));
		assert_eq!((last_vote(2), last_vote(6)), (Some(52), Some(52)));

		System::do_authorize_upgrade(H256::repeat_byte(7), true);
		motion(Call::revoke_upgrade {}, 53, &[3]);
		assert_ok!(Timelock::revoke_upgrade(RuntimeOrigin::signed(QUORUM)));
		assert_eq!(last_vote(3), Some(53));

		// Only the seventh was silent all the time.
		System::set_block_number(90);
		assert_noop!(vacate(1), Error::<Test>::SeatInUse);
		assert_ok!(vacate(7));
	});
}

#[test]
fn note_votes_should_book_the_votes_of_a_motion_that_has_not_passed() {
	build_and_execute(|| {
		assert_ok!(vacate(1));
		System::set_block_number(50);
		// An account without a seat does not count.
		let open = motion(Call::cancel { id: 9 }, 30, &[2, 77]);
		assert_eq!(note(open).unwrap().pays_fee, Pays::No);
		assert_eq!((last_vote(2), last_vote(77)), (Some(30), None));
		assert_noop!(note(open), Error::<Test>::NothingToNote);
		// A vote brings a point once, and a seat only.
		assert_eq!(Awarded::get(), [2]);
	});
}

#[test]
fn note_votes_should_fail_when_there_is_no_such_motion() {
	build_and_execute(|| {
		assert_noop!(note(H256::zero()), Error::<Test>::MotionNotFound);
	});
}

#[test]
fn note_votes_should_fail_when_the_origin_is_not_signed() {
	build_and_execute(|| {
		let open = motion(Call::cancel { id: 9 }, 30, &[2]);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Timelock::note_votes(origin, open), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn a_new_member_should_not_inherit_the_time_of_its_former_seat() {
	build_and_execute(|| {
		assert_ok!(vacate(1));
		let run = |value| {
			let call = Box::new(RuntimeCall::Target(target::Call::set_guarded { value }));
			assert_ok!(Timelock::queue(RuntimeOrigin::signed(GUARDS), Track::Guard, call));
			let id = NextId::<Test>::get() - 1;
			assert_ok!(Timelock::execute(RuntimeOrigin::signed(ANYONE), id, Weight::MAX));
		};
		// The decisions stand for changes of the council.
		Seats::set((2..=7).collect());
		run(1);
		assert_eq!(last_vote(1), None);
		System::set_block_number(500);
		Seats::set((1..=7).collect());
		run(2);
		assert_noop!(vacate(1), Error::<Test>::SeatInUse);
	});
}
