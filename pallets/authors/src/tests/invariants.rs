//! Random sequences of calls, offences and sessions: the list keeps its invariants and a session
//! never runs without authors.

use crate::{Authors as List, mock::*};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Op {
	Add(u64),
	Remove(u64),
	SetKeys(u64, u64),
	Purge(u64),
	Report(u64),
	Rotate,
}

fn op() -> impl Strategy<Value = Op> {
	let who = 1u64..9;
	prop_oneof![
		who.clone().prop_map(Op::Add),
		who.clone().prop_map(Op::Remove),
		// Each account has keys of its own, as the ownership proof demands of honest authors.
		(who.clone(), 0u64..3).prop_map(|(who, n)| Op::SetKeys(who, who * 10 + n)),
		who.clone().prop_map(Op::Purge),
		who.prop_map(Op::Report),
		Just(Op::Rotate),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn random_operations_should_keep_the_invariants(ops in prop::collection::vec(op(), 1..80)) {
		ExtBuilder::default().build_and_execute(|| {
			let admin = || RuntimeOrigin::signed(Admin::get());
			for op in ops {
				let listed = List::<Test>::get();
				let result = match op.clone() {
					Op::Add(who) => Authors::add_author(admin(), who),
					Op::Remove(who) => Authors::remove_author(admin(), who),
					Op::SetKeys(who, key) => set_keys(who, key),
					Op::Purge(who) => Session::purge_keys(RuntimeOrigin::signed(who)),
					Op::Report(who) => {
						report(who, Session::current_index());
						Ok(())
					},
					Op::Rotate => {
						let (running, _) = rotate(1);
						assert!(!running.is_empty(), "a session without authors");
						assert!(!Session::queued_keys().is_empty(), "nobody is queued");
						Ok(())
					},
				};
				if result.is_err() {
					assert_eq!(List::<Test>::get(), listed, "a failed call changed the list");
				}
				Authors::do_try_state().unwrap();
			}
		});
	}
}

#[test]
fn try_state_should_fail_when_the_list_is_empty_or_has_a_double() {
	ExtBuilder::default().build_and_execute(|| {
		List::<Test>::kill();
		assert!(Authors::do_try_state().is_err());
		List::<Test>::put(frame_support::BoundedVec::truncate_from(vec![1, 1]));
		assert!(Authors::do_try_state().is_err());
		List::<Test>::put(frame_support::BoundedVec::truncate_from(vec![1]));
	});
}
