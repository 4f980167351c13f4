//! What governance and genesis may set.

use super::*;
use orogen_primitives_core::{DAYS, OROG};
use sp_runtime::BuildStorage;

const LAUNCH: Parameters<u32> = Parameters {
	min_stake: 1_000 * OROG,
	exposure_factor: 50,
	unbonding: 14 * DAYS,
	header_retention: 90 * DAYS,
	batch_deposit: OROG / 100,
};

#[test]
fn parameters_should_begin_with_the_launch_values() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(CurrentParameters::<Test>::get(), LAUNCH);
	});
}

#[test]
fn genesis_may_choose_shorter_times() {
	let builder = ExtBuilder::default().parameters(|parameters| {
		parameters.unbonding = 10;
		parameters.header_retention = 20;
	});
	builder.build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		System::set_block_number(11);
		assert_ok!(Receipts::withdraw_gateway(signed(GATEWAY)));
	});
}

#[test]
#[should_panic(expected = "a gateway without stake has no capacity")]
fn genesis_should_panic_when_gateways_need_no_stake() {
	let parameters = Parameters { min_stake: 0, ..LAUNCH };
	GenesisConfig::<Test> { parameters }.build_storage().unwrap();
}

#[test]
#[should_panic(expected = "a gateway must be able to settle")]
fn genesis_should_panic_when_gateways_cannot_settle() {
	let parameters = Parameters { exposure_factor: 0, ..LAUNCH };
	GenesisConfig::<Test> { parameters }.build_storage().unwrap();
}

#[test]
fn genesis_config_should_read_its_json() {
	let json = r#"{"parameters":{"minStake":1000000000000000,"exposureFactor":50,
		"unbonding":201600,"headerRetention":1296000,"batchDeposit":10000000000}}"#;
	let config: GenesisConfig<Test> = serde_json::from_str(json).unwrap();
	assert_eq!(config.parameters, LAUNCH);
}

#[test]
fn set_parameter_should_change_one_parameter_within_its_bounds() {
	use ParameterChange::*;
	let days = |n: u32| n * DAYS;
	// The lowest, the highest, and what is beyond them.
	let cases = [
		(
			[MinStake(100 * OROG), MinStake(100_000 * OROG)],
			[MinStake(100 * OROG - 1), MinStake(100_000 * OROG + 1)],
		),
		([ExposureFactor(10), ExposureFactor(100)], [ExposureFactor(9), ExposureFactor(101)]),
		(
			[Unbonding(days(7)), Unbonding(days(60))],
			[Unbonding(days(7) - 1), Unbonding(days(60) + 1)],
		),
		(
			[HeaderRetention(days(30)), HeaderRetention(days(365))],
			[HeaderRetention(days(30) - 1), HeaderRetention(days(365) + 1)],
		),
		([BatchDeposit(0), BatchDeposit(OROG)], [BatchDeposit(OROG + 1), BatchDeposit(u128::MAX)]),
	];
	ExtBuilder::default().build_and_execute(|| {
		let normal = RuntimeOrigin::signed(Normal::get());
		for (good, bad) in cases {
			for change in good {
				let mut expected = CurrentParameters::<Test>::get();
				match change {
					MinStake(value) => expected.min_stake = value,
					ExposureFactor(value) => expected.exposure_factor = value,
					Unbonding(value) => expected.unbonding = value,
					HeaderRetention(value) => expected.header_retention = value,
					BatchDeposit(value) => expected.batch_deposit = value,
				}
				assert_ok!(Receipts::set_parameter(normal.clone(), change));
				assert_eq!(CurrentParameters::<Test>::get(), expected);
				assert_eq!(last_event(), Event::ParameterSet { change });
			}
			for change in bad {
				assert_noop!(
					Receipts::set_parameter(normal.clone(), change),
					Error::<Test>::ParameterOutOfBounds
				);
			}
		}
	});
}

#[test]
fn set_parameter_should_fail_when_the_origin_is_not_the_timelock() {
	ExtBuilder::default().build_and_execute(|| {
		let change = ParameterChange::ExposureFactor(20);
		for origin in [signed(GATEWAY), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Receipts::set_parameter(origin, change), BadOrigin);
		}
	});
}

#[test]
fn set_parameter_should_leave_gateways_alone_when_the_least_stake_rises() {
	ExtBuilder::default().build_and_execute(|| {
		let normal = RuntimeOrigin::signed(Normal::get());
		let change = ParameterChange::MinStake(2_000 * OROG);
		assert_ok!(Receipts::set_parameter(normal, change));
		assert_ok!(submit(small_batch()));
		assert_noop!(
			Receipts::register_gateway(signed(OTHER), 1_999 * OROG, 0),
			Error::<Test>::StakeTooLow
		);
	});
}

#[test]
fn set_parameter_should_change_capacity_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let normal = RuntimeOrigin::signed(Normal::get());
		assert_ok!(Receipts::set_parameter(normal, ParameterChange::ExposureFactor(10)));
		assert_eq!(Receipts::capacity(account(GATEWAY)), Some(5_000_000_000));
	});
}
