//! Who sits in the council, and finality that governance has to force.

use super::{
	common::*,
	governance::{CouncilCall, decide, execute, queue, queued},
};
use crate::{
	Runtime, RuntimeCall, Session,
	configs::governance::AllowedDecisions,
	genesis_config_presets::{COUNCIL, DEVELOPMENT, LOCAL},
};
use frame_support::{assert_ok, instances::Instance1, traits::ContainsPair};
use orogen_primitives_core::{AccountId, DAYS};
use pallet_timelock::Track;
use sp_keyring::Sr25519Keyring;

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
