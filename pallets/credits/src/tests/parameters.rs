//! Setters, genesis, and the checks of the runtime's constants.

use crate::{Error, Event, GenesisConfig, Parameters, ParametersOf, Params, mock::*};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use orogen_primitives_core::{BlockNumber, DAYS, HOURS, MILLI_OROG, OROG};
use sp_runtime::{BuildStorage, DispatchError};

#[test]
fn set_settlement_grace_should_bind_new_sessions_only() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		let old = open(ALICE, MIN_CAP);
		events();
		assert_ok!(Credits::set_settlement_grace(RuntimeOrigin::signed(NORMAL), 2 * HOURS));
		assert_eq!(events(), vec![Event::SettlementGraceSet { blocks: 2 * HOURS }]);
		let new = open(ALICE, MIN_CAP);
		assert_eq!(session(old).settle_until, 1 + 600 + GRACE);
		assert_eq!(session(new).settle_until, 1 + 600 + 2 * HOURS);
	});
}

#[test]
fn set_settlement_grace_should_stay_within_1_and_24_hours() {
	let cases: [(BlockNumber, bool); 6] = [
		(0, false),
		(HOURS - 1, false),
		(HOURS, true),
		(24 * HOURS, true),
		(24 * HOURS + 1, false),
		(u32::MAX, false),
	];
	ExtBuilder::default().build_and_execute(|| {
		for (blocks, ok) in cases {
			let origin = RuntimeOrigin::signed(NORMAL);
			if ok {
				assert_ok!(Credits::set_settlement_grace(origin, blocks));
				assert_eq!(Params::<Test>::get().settlement_grace, blocks);
			} else {
				assert_noop!(
					Credits::set_settlement_grace(origin, blocks),
					Error::<Test>::GraceOutOfRange
				);
			}
		}
	});
}

#[test]
fn set_session_deposit_should_stay_within_its_bounds() {
	let cases = [
		(0, false),
		(ED - 1, false),
		(ED, true),
		(10 * OROG, true),
		(10 * OROG + 1, false),
		(u128::MAX, false),
	];
	ExtBuilder::default().build_and_execute(|| {
		for (amount, ok) in cases {
			let origin = RuntimeOrigin::signed(NORMAL);
			events();
			if ok {
				assert_ok!(Credits::set_session_deposit(origin, amount));
				assert_eq!(Params::<Test>::get().session_deposit, amount);
				assert_eq!(events(), vec![Event::SessionDepositSet { amount }]);
			} else {
				assert_noop!(
					Credits::set_session_deposit(origin, amount),
					Error::<Test>::DepositOutOfRange
				);
			}
		}
	});
}

#[test]
fn setters_should_fail_when_the_origin_is_not_governance() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), RuntimeOrigin::signed(ALICE)] {
			assert_noop!(
				Credits::set_settlement_grace(origin.clone(), HOURS),
				DispatchError::BadOrigin
			);
			assert_noop!(Credits::set_session_deposit(origin, OROG), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn parameters_should_be_the_launch_ones_by_default() {
	let launch = Parameters {
		settlement_grace: 6 * HOURS,
		reap_delay: 7 * DAYS,
		session_deposit: 50 * MILLI_OROG,
	};
	assert_eq!(ParametersOf::<Test>::default(), launch);
	let genesis = GenesisConfig::<Test>::default().build_storage().unwrap();
	sp_io::TestExternalities::from(genesis)
		.execute_with(|| assert_eq!(Params::<Test>::get(), launch));
}

#[test]
fn genesis_should_take_a_grace_of_minutes() {
	ExtBuilder::default().grace(1).reap_delay(1).build_and_execute(|| {
		assert_eq!(Params::<Test>::get().settlement_grace, 1);
	});
}

#[test]
fn genesis_should_panic_when_a_parameter_is_out_of_range() {
	let bad = [
		ExtBuilder::default().grace(0),
		ExtBuilder::default().grace(24 * HOURS + 1),
		ExtBuilder::default().reap_delay(0),
		ExtBuilder::default().deposit(ED - 1),
		ExtBuilder::default().deposit(10 * OROG + 1),
	];
	for builder in bad {
		assert!(std::panic::catch_unwind(|| builder.build()).is_err());
	}
}

#[test]
fn integrity_test_should_accept_the_mock() {
	ExtBuilder::default().build_and_execute(|| {
		<Credits as Hooks<BlockNumber>>::integrity_test();
	});
}
