use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo, weights::Weight};
use sp_runtime::{
	DispatchError,
	traits::{BlakeTwo256, Hash},
};

fn set(value: u32) -> Box<RuntimeCall> {
	Box::new(RuntimeCall::Target(target::Call::set { value }))
}

fn quorum() -> RuntimeOrigin {
	RuntimeOrigin::signed(QUORUM)
}

fn anyone() -> RuntimeOrigin {
	RuntimeOrigin::signed(ANYONE)
}

#[test]
fn queue_should_store_the_call_when_the_quorum_decides() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		let decision = Queue::<Test>::get(0).unwrap();
		assert_eq!((decision.ready_at, decision.expires_at), (17, 31));
		assert_eq!(NextId::<Test>::get(), 1);
		System::assert_last_event(
			Event::Queued {
				id: 0,
				track: Track::Normal,
				call_hash: BlakeTwo256::hash_of(&set(7)),
				ready_at: 17,
				expires_at: 31,
			}
			.into(),
		);
		// Nothing has run yet.
		assert_eq!(target::Value::<Test>::get(), 0);
	});
}

#[test]
fn queue_should_fail_when_the_origin_is_not_the_tracks_quorum() {
	build_and_execute(|| {
		for track in Track::ALL {
			for origin in [anyone(), RuntimeOrigin::none(), RuntimeOrigin::root()] {
				assert_noop!(Timelock::queue(origin, track, set(1)), DispatchError::BadOrigin);
			}
		}
		// Three of seven reach the guard track only.
		let guards = || RuntimeOrigin::signed(GUARDS);
		for track in [Track::Normal, Track::Fast, Track::Upgrade] {
			assert_noop!(Timelock::queue(guards(), track, set(1)), DispatchError::BadOrigin);
		}
		let call = Box::new(RuntimeCall::Target(target::Call::set_guarded { value: 1 }));
		assert_ok!(Timelock::queue(guards(), Track::Guard, call));
	});
}

#[test]
fn queue_should_fail_when_the_track_does_not_allow_the_call() {
	build_and_execute(|| {
		let calls = [
			(Track::Normal, RuntimeCall::Target(target::Call::set_fast { value: 1 })),
			(Track::Fast, RuntimeCall::Target(target::Call::set { value: 1 })),
			(Track::Guard, RuntimeCall::Target(target::Call::set { value: 1 })),
			(Track::Upgrade, RuntimeCall::Target(target::Call::set { value: 1 })),
			(Track::Normal, RuntimeCall::Target(target::Call::forbidden {})),
			(Track::Upgrade, RuntimeCall::System(frame_system::Call::set_code { code: vec![] })),
		];
		for (track, call) in calls {
			assert_noop!(
				Timelock::queue(quorum(), track, Box::new(call)),
				Error::<Test>::CallNotAllowed
			);
		}
	});
}

#[test]
fn queue_should_fail_when_the_call_is_too_long() {
	build_and_execute(|| {
		// Two bytes of indices and one of length make 64 with 61 bytes of content.
		let long = |n| Box::new(RuntimeCall::Target(target::Call::long { bytes: vec![0; n] }));
		assert_noop!(
			Timelock::queue(quorum(), Track::Normal, long(62)),
			Error::<Test>::CallTooLong
		);
		assert_ok!(Timelock::queue(quorum(), Track::Normal, long(61)));
	});
}

#[test]
fn queue_should_fail_when_too_many_decisions_wait() {
	build_and_execute(|| {
		for value in 0..4 {
			assert_ok!(Timelock::queue(quorum(), Track::Normal, set(value)));
		}
		assert_noop!(
			Timelock::queue(quorum(), Track::Normal, set(4)),
			Error::<Test>::MaxQueuedReached
		);
		assert_ok!(Timelock::cancel(quorum(), 0));
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(4)));
	});
}

#[test]
fn queue_should_fail_when_ids_are_exhausted() {
	build_and_execute(|| {
		NextId::<Test>::put(u32::MAX);
		assert_noop!(Timelock::queue(quorum(), Track::Normal, set(1)), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn execute_should_run_the_call_as_its_track_when_the_delay_is_over() {
	build_and_execute(|| {
		let call = set(7);
		let bound = call.get_dispatch_info().call_weight;
		assert_ok!(Timelock::queue(quorum(), Track::Normal, call));
		System::set_block_number(16);
		assert_noop!(Timelock::execute(anyone(), 0, bound), Error::<Test>::NotReady);
		System::set_block_number(17);
		let post = Timelock::execute(anyone(), 0, bound).unwrap();
		// What the call did not use is given back.
		let used = <() as WeightInfo>::execute().saturating_add(Weight::from_parts(400, 0));
		assert_eq!(post.actual_weight, Some(used));
		assert_eq!(target::Value::<Test>::get(), 7);
		assert_eq!(Queue::<Test>::count(), 0);
		System::assert_last_event(Event::Executed { id: 0, track: Track::Normal }.into());
	});
}

#[test]
fn execute_should_run_each_track_with_its_own_origin() {
	build_and_execute(|| {
		let calls = [
			(Track::Fast, RuntimeCall::Target(target::Call::set_fast { value: 1 }), 2),
			(Track::Guard, RuntimeCall::Target(target::Call::set_guarded { value: 2 }), 0),
		];
		for (id, (track, call, delay)) in calls.into_iter().enumerate() {
			assert_ok!(Timelock::queue(quorum(), track, Box::new(call)));
			System::set_block_number(System::block_number() + delay);
			assert_ok!(Timelock::execute(anyone(), id as u32, Weight::MAX));
			assert_eq!(target::Value::<Test>::get(), id as u32 + 1);
		}
	});
}

#[test]
fn execute_should_pass_when_the_runtime_is_paused() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		System::set_block_number(17);
		Paused::set(true);
		assert_ok!(Timelock::execute(anyone(), 0, Weight::MAX));
		assert_eq!(target::Value::<Test>::get(), 7);
	});
}

#[test]
fn execute_should_keep_the_decision_when_its_call_fails() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(13)));
		System::set_block_number(17);
		let failed = frame_support::storage::with_storage_layer(|| {
			Timelock::execute(anyone(), 0, Weight::MAX)
		})
		.unwrap_err();
		assert_eq!(failed.error, target::Error::<Test>::Refused.into());
		assert!(failed.post_info.actual_weight.is_some());
		assert!(Queue::<Test>::get(0).is_some());
	});
}

#[test]
fn execute_should_fail_when_the_decision_is_unknown_or_has_run() {
	build_and_execute(|| {
		assert_noop!(Timelock::execute(anyone(), 0, Weight::MAX), Error::<Test>::DecisionNotFound);
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		System::set_block_number(17);
		assert_ok!(Timelock::execute(anyone(), 0, Weight::MAX));
		assert_noop!(Timelock::execute(anyone(), 0, Weight::MAX), Error::<Test>::DecisionNotFound);
	});
}

#[test]
fn execute_should_fail_when_the_time_is_over() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		System::set_block_number(32);
		assert_noop!(Timelock::execute(anyone(), 0, Weight::MAX), Error::<Test>::DecisionExpired);
		System::set_block_number(31);
		assert_ok!(Timelock::execute(anyone(), 0, Weight::MAX));
	});
}

#[test]
fn execute_should_fail_when_the_allow_list_no_longer_has_the_call() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		System::set_block_number(17);
		Narrowed::set(true);
		assert_noop!(Timelock::execute(anyone(), 0, Weight::MAX), Error::<Test>::CallNotAllowed);
		Narrowed::set(false);
	});
}

#[test]
fn execute_should_fail_when_the_weight_bound_is_too_low() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		System::set_block_number(17);
		assert_noop!(
			Timelock::execute(anyone(), 0, Weight::from_parts(999, 0)),
			Error::<Test>::WeightBoundTooLow
		);
	});
}

#[test]
fn execute_should_fail_when_the_origin_is_not_signed() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(
			quorum(),
			Track::Guard,
			Box::new(RuntimeCall::Target(target::Call::set_guarded { value: 1 }))
		));
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Timelock::execute(origin, 0, Weight::MAX), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn cancel_should_remove_the_decision_when_the_quorum_says_so() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		assert_ok!(Timelock::cancel(quorum(), 0));
		assert_eq!(Queue::<Test>::count(), 0);
		System::assert_last_event(Event::Cancelled { id: 0, track: Track::Normal }.into());
	});
}

#[test]
fn cancel_should_fail_when_the_origin_is_not_the_tracks_quorum() {
	build_and_execute(|| {
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		for origin in [anyone(), RuntimeOrigin::signed(GUARDS), RuntimeOrigin::root()] {
			assert_noop!(Timelock::cancel(origin, 0), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn cancel_should_fail_when_the_decision_is_unknown() {
	build_and_execute(|| {
		assert_noop!(Timelock::cancel(quorum(), 0), Error::<Test>::DecisionNotFound);
	});
}

#[test]
fn remove_expired_should_free_the_place_when_the_time_is_over() {
	build_and_execute(|| {
		assert_noop!(Timelock::remove_expired(anyone(), 0), Error::<Test>::DecisionNotFound);
		assert_ok!(Timelock::queue(quorum(), Track::Normal, set(7)));
		System::set_block_number(31);
		assert_noop!(Timelock::remove_expired(anyone(), 0), Error::<Test>::NotExpired);
		System::set_block_number(32);
		assert_noop!(Timelock::remove_expired(RuntimeOrigin::none(), 0), DispatchError::BadOrigin);
		assert_ok!(Timelock::remove_expired(anyone(), 0));
		assert_eq!(Queue::<Test>::count(), 0);
		System::assert_last_event(Event::Expired { id: 0, track: Track::Normal }.into());
	});
}

#[test]
fn authorize_upgrade_should_store_the_hash_when_the_upgrade_track_decides() {
	build_and_execute(|| {
		let code_hash = BlakeTwo256::hash(b"published code");
		let call = RuntimeCall::Timelock(Call::authorize_upgrade { code_hash });
		assert_ok!(Timelock::queue(quorum(), Track::Upgrade, Box::new(call)));
		System::set_block_number(21);
		assert_ok!(Timelock::execute(anyone(), 0, Weight::MAX));
		assert_eq!(System::authorized_upgrade().unwrap().code_hash(), &code_hash);
	});
}

#[test]
fn authorize_upgrade_should_fail_when_the_origin_is_another() {
	build_and_execute(|| {
		let code_hash = BlakeTwo256::hash(b"code");
		let origins = [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			quorum(),
			Origin::Timelocked(Track::Normal).into(),
			Origin::Timelocked(Track::Fast).into(),
			Origin::Timelocked(Track::Guard).into(),
		];
		for origin in origins {
			assert_noop!(Timelock::authorize_upgrade(origin, code_hash), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn genesis_should_default_to_the_delays_of_the_specification() {
	let delays = TrackDelays::<u64>::default();
	let days = 14_400;
	assert_eq!(Track::ALL.map(|track| delays.of(track)), [16 * days, 2 * days, 0, 16 * days]);
}

#[test]
#[should_panic = "only the guard track may be without delay"]
fn genesis_should_refuse_a_track_without_delay() {
	use sp_runtime::BuildStorage;
	let delays = TrackDelays { normal: 1, fast: 0, guard: 0, upgrade: 1 };
	let genesis = RuntimeGenesisConfig { timelock: GenesisConfig { delays }, ..Default::default() };
	drop(genesis.build_storage());
}
