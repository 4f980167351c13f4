//! Who sits in the council, and finality that governance has to force.

use super::{
	common::*,
	governance::{CouncilCall, decide, execute, queue, queued},
};
use crate::{
	Runtime, RuntimeCall, Session,
	configs::{governance::AllowedDecisions, motions::MOTIONS_PER_SEAT},
	genesis_config_presets::{COUNCIL, DEVELOPMENT, LOCAL},
};
use codec::Encode;
use frame_support::{assert_ok, instances::Instance1, traits::ContainsPair};
use orogen_primitives_core::{AccountId, DAYS, Hash};
use pallet_timelock::Track;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{DispatchError, DispatchResult, traits::Dispatchable};

fn seats() -> Vec<AccountId> {
	pallet_collective::Members::<Runtime, Instance1>::get()
}

fn last_vote(who: Sr25519Keyring) -> Option<u32> {
	pallet_timelock::LastVotes::<Runtime>::get().get(&who.to_account_id()).copied()
}

fn vacate(who: Sr25519Keyring) -> RuntimeCall {
	RuntimeCall::Timelock(pallet_timelock::Call::vacate_seat { who: who.to_account_id() })
}

fn set_members(new_members: Vec<AccountId>) -> RuntimeCall {
	RuntimeCall::Council(CouncilCall::set_members { new_members, prime: None, old_count: 7 })
}

#[test]
fn a_silent_seat_should_be_vacated_and_voters_keep_theirs() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		decide(queue(Track::Normal, set_members(seats())), 5);
		let put = crate::System::block_number();
		// Five have voted; the other two have the time from here on.
		for seat in COUNCIL {
			assert_eq!(last_vote(seat), Some(put));
		}
		end_block();

		crate::System::set_block_number(put + 60 * DAYS);
		begin_block();
		let again = crate::System::block_number();
		decide(queue(Track::Normal, set_members(seats())), 5);
		assert_eq!(last_vote(COUNCIL[0]), Some(again));
		assert_eq!(last_vote(COUNCIL[6]), Some(put));
		assert!(send(Sr25519Keyring::Two, vacate(COUNCIL[0])).unwrap().is_err());
		assert_ok!(send(Sr25519Keyring::Two, vacate(COUNCIL[6])).unwrap());
		assert_eq!(seats().len(), 6);
		assert!(!seats().contains(&COUNCIL[6].to_account_id()));
		try_state();
	});
}

/// Puts a motion that is like no other `nth`.
fn put(who: Sr25519Keyring, nth: u32) -> DispatchResult {
	let motion = RuntimeCall::Timelock(pallet_timelock::Call::cancel { id: nth });
	let length_bound = u32::try_from(motion.encoded_size()).unwrap();
	let propose = CouncilCall::propose { threshold: 5, proposal: Box::new(motion), length_bound };
	send(who, RuntimeCall::Council(propose)).unwrap()
}

fn open_motions() -> Vec<Hash> {
	pallet_collective::Proposals::<Runtime, Instance1>::get().into_inner()
}

#[test]
fn a_seat_should_fill_its_own_places_of_the_list_of_motions_and_no_more() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let full: DispatchError =
			pallet_collective::Error::<Runtime, Instance1>::TooManyProposals.into();
		let (hostile, honest) = (COUNCIL[6], COUNCIL[0]);
		for nth in 0..MOTIONS_PER_SEAT {
			assert_ok!(put(hostile, nth));
		}
		for nth in MOTIONS_PER_SEAT..30 {
			assert_eq!(put(hostile, nth), Err(full));
		}
		assert_eq!(open_motions().len(), 4);
		// The others decide as ever.
		decide(queue(Track::Normal, set_members(seats())), 5);
		assert_eq!(queued(), 1);
		for nth in 100..100 + MOTIONS_PER_SEAT {
			assert_ok!(put(honest, nth));
		}

		// After seven days a motion can be closed, which gives its place back; also for the same motion.
		end_block();
		crate::System::set_block_number(7 * DAYS + 2);
		begin_block();
		let close = CouncilCall::close {
			proposal_hash: open_motions()[0],
			index: 0,
			proposal_weight_bound: Default::default(),
			length_bound: 100,
		};
		assert_ok!(send(Sr25519Keyring::Two, RuntimeCall::Council(close)).unwrap());
		assert_ok!(put(hostile, 0));
		assert_eq!(put(hostile, 30), Err(full));
		try_state();
	});
}

#[test]
fn seats_should_have_a_place_for_each_of_their_motions_also_after_a_change_of_all() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let new: Vec<AccountId> = (1..=7).map(|seat| AccountId::new([seat; 32])).collect();
		let everybody = COUNCIL.iter().map(|seat| seat.to_account_id()).chain(new.clone());
		for (seat, who) in (0u32..).zip(everybody) {
			if seat == 7 {
				let origin = pallet_timelock::Origin::Timelocked(Track::Normal);
				assert_ok!(set_members(new.clone()).dispatch(origin.into()));
			}
			for nth in 0..MOTIONS_PER_SEAT {
				let motion = pallet_timelock::Call::cancel { id: 100 * seat + nth };
				let propose = CouncilCall::propose {
					threshold: 5,
					proposal: Box::new(RuntimeCall::Timelock(motion)),
					length_bound: 100,
				};
				let origin = crate::RuntimeOrigin::signed(who.clone());
				assert_ok!(RuntimeCall::Council(propose).dispatch(origin));
			}
		}
		assert_eq!(open_motions().len(), 56);
	});
}

#[test]
fn a_council_that_could_not_decide_should_be_no_decision() {
	let members = |names: &[Sr25519Keyring]| -> Vec<AccountId> {
		names.iter().map(|name| name.to_account_id()).collect()
	};
	use Sr25519Keyring::*;
	let allowed = |members| AllowedDecisions::contains(&Track::Normal, &set_members(members));
	assert!(allowed(members(&[Alice, Bob, Charlie])));
	assert!(allowed(members(&COUNCIL)));
	assert!(!allowed(members(&[])));
	assert!(!allowed(members(&[Alice, Bob])));
	assert!(!allowed(members(&[Alice, Bob, Bob])));
	assert!(!allowed(members(&[Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two])));
	for track in [Track::Fast, Track::Guard, Track::Upgrade] {
		assert!(!AllowedDecisions::contains(&track, &set_members(members(&COUNCIL))));
	}
}

#[test]
fn finality_that_a_third_has_left_should_be_forced_by_the_fast_track() {
	preset(LOCAL).execute_with(|| {
		begin_block();
		let force = RuntimeCall::Authors(pallet_authors::Call::force_finality {
			delay: 25,
			best_finalized: 0,
		});
		assert!(!AllowedDecisions::contains(&Track::Guard, &force));
		decide(queue(Track::Fast, force), 5);
		assert_eq!(queued(), 1);
		let ready = pallet_timelock::Queue::<Runtime>::get(0).unwrap().ready_at;
		end_block();
		crate::System::set_block_number(ready);
		begin_block();
		assert_ok!(send(Sr25519Keyring::Two, execute(0)).unwrap());
		assert_eq!(pallet_grandpa::Stalled::<Runtime>::get(), Some((25, 0)));

		// The next session turns it into a forced change.
		Session::rotate_session();
		assert!(pallet_grandpa::Stalled::<Runtime>::get().is_none());
		let change = pallet_grandpa::PendingChange::<Runtime>::get().expect("a change");
		assert_eq!((change.delay, change.forced), (25, Some(0)));
	});
}
