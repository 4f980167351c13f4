//! Random operations keep the invariants and never run a decision early, late or twice.

use crate::{mock::*, *};
use frame_support::weights::Weight;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Operation {
	Queue(u32),
	Execute(u32),
	Cancel(u32),
	RemoveExpired(u32),
	Wait(u64),
}

fn operation() -> impl Strategy<Value = Operation> {
	prop_oneof![
		(0u32..20).prop_map(Operation::Queue),
		(0u32..12).prop_map(Operation::Execute),
		(0u32..12).prop_map(Operation::Cancel),
		(0u32..12).prop_map(Operation::RemoveExpired),
		(1u64..20).prop_map(Operation::Wait),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn random_operations_should_keep_the_invariants(operations in prop::collection::vec(operation(), 1..60)) {
		build_and_execute(|| {
			let mut ready = BTreeMap::new();
			for operation in operations {
				let now = System::block_number();
				match operation {
					Operation::Queue(value) => {
						let id = NextId::<Test>::get();
						let call = Box::new(RuntimeCall::Target(target::Call::set { value }));
						if Timelock::queue(RuntimeOrigin::signed(QUORUM), Track::Normal, call).is_ok() {
							ready.insert(id, (now + delays().normal, value));
						}
					},
					Operation::Execute(id) => {
						let result = frame_support::storage::with_storage_layer(|| {
							Timelock::execute(RuntimeOrigin::signed(ANYONE), id, Weight::MAX)
						});
						let runs = ready
							.get(&id)
							.is_some_and(|&(at, value)| (at..=at + 14).contains(&now) && value != 13);
						assert_eq!(result.is_ok(), runs);
						if runs {
							let (_, value) = ready.remove(&id).unwrap();
							assert_eq!(target::Value::<Test>::get(), value);
						}
					},
					Operation::Cancel(id) => {
						let known = ready.remove(&id).is_some();
						assert_eq!(Timelock::cancel(RuntimeOrigin::signed(QUORUM), id).is_ok(), known);
					},
					Operation::RemoveExpired(id) => {
						let expired = ready.get(&id).is_some_and(|&(at, _)| now > at + 14);
						let result = Timelock::remove_expired(RuntimeOrigin::signed(ANYONE), id);
						assert_eq!(result.is_ok(), expired);
						if expired {
							ready.remove(&id);
						}
					},
					Operation::Wait(blocks) => System::set_block_number(now + blocks),
				}
				Timelock::do_try_state().unwrap();
				assert_eq!(Queue::<Test>::count() as usize, ready.len());
			}
		});
	}
}
