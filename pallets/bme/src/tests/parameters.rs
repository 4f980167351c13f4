//! Setters and genesis.

use crate::{
	Error, Event, Parameters,
	mock::*,
	pallet::{ActiveParameters, FirstOpen, SupplyRecord},
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{CUC, MILLI_OROG, OROG};
use sp_runtime::{DispatchError, DispatchResult};

type Setter = fn(RuntimeOrigin, u32) -> DispatchResult;
type Getter = fn(&Parameters) -> u32;

/// Every setter with its bounds.
fn setters() -> [(Setter, u32, u32, Getter); 4] {
	[
		(Bme::set_closing_delay, 18, 60, |parameters| parameters.closing_delay),
		(Bme::set_elasticity, 800_000, 1_500_000, |parameters| parameters.elasticity_ppm),
		(Bme::set_ceiling_days, 30, 120, |parameters| parameters.ceiling_days),
		(Bme::set_rolling_window, 90, 180, |parameters| parameters.rolling_window_days),
	]
}

#[test]
fn setters_should_set_when_the_value_is_within_bounds() {
	for (set, least, most, get) in setters() {
		ExtBuilder::default().build_and_execute(|| {
			for value in [least, most] {
				assert_ok!(set(RuntimeOrigin::signed(Governance::get()), value));
				let parameters = ActiveParameters::<Test>::get();
				assert_eq!(get(&parameters), value);
				assert_eq!(events(), [Event::ParametersSet { parameters }]);
				// Nothing else changed.
				for (other, _, _, get_other) in setters() {
					let untouched = Parameters { closing_delay: 1, ..Default::default() };
					let same = other as usize == set as usize;
					assert!(same || get_other(&parameters) == get_other(&untouched));
				}
			}
		});
	}
}

#[test]
fn setters_should_fail_when_the_value_is_out_of_bounds() {
	for (set, least, most, _) in setters() {
		ExtBuilder::default().build_and_execute(|| {
			for value in [0, least - 1, most + 1, u32::MAX] {
				assert_noop!(
					set(RuntimeOrigin::signed(Governance::get()), value),
					Error::<Test>::ParameterOutOfBounds
				);
			}
		});
	}
}

#[test]
fn setters_should_fail_when_the_origin_is_not_governance() {
	for (set, least, ..) in setters() {
		ExtBuilder::default().build_and_execute(|| {
			for origin in
				[RuntimeOrigin::signed(customer()), RuntimeOrigin::root(), RuntimeOrigin::none()]
			{
				assert_noop!(set(origin, least), DispatchError::BadOrigin);
			}
		});
	}
}

#[test]
fn set_closing_delay_should_close_what_is_due_one_a_block() {
	let parameters = Parameters { closing_delay: 30, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		for _ in 0..25 {
			work_for(&account(10), 100 * CUC);
			next_epoch();
		}
		assert_eq!(FirstOpen::<Test>::get(), 0);
		assert_ok!(Bme::set_closing_delay(RuntimeOrigin::signed(Governance::get()), 18));
		for closed in 1..=7 {
			next_block();
			assert_eq!(FirstOpen::<Test>::get(), closed);
		}
		// Epoch 7 closes in epoch 26.
		next_block();
		assert_eq!(FirstOpen::<Test>::get(), 7);
	});
}

#[test]
fn genesis_should_store_parameters_endow_pots_and_record_the_supply() {
	ExtBuilder::default().build_and_execute(|| {
		let expected = Parameters { closing_delay: 1, trough_support: false, ..Default::default() };
		assert_eq!(ActiveParameters::<Test>::get(), expected);
		let pots = Bme::status().pots;
		for balance in [pots.verification, pots.treasury, pots.governance, pots.payouts] {
			assert_eq!(balance, MILLI_OROG);
		}
		assert_eq!(SupplyRecord::<Test>::get().genesis, 600_000_000 * OROG);
		assert_eq!(Balances::total_issuance(), 600_000_000 * OROG);
	});
}

#[test]
fn genesis_defaults_should_be_the_launch_values() {
	let genesis = crate::GenesisConfig::<Test>::default();
	assert_eq!(genesis.closing_delay, 20);
	assert_eq!(genesis.elasticity_ppm, 1_000_000);
	assert_eq!(genesis.ceiling_days, 60);
	assert_eq!(genesis.rolling_window_days, 90);
	assert_eq!(genesis.bootstrap_daily_cuc, Some(1_000 * CUC));
}

#[test]
fn parameters_should_be_invalid_when_one_is_out_of_bounds() {
	let valid = Parameters::default();
	assert!(valid.are_valid());
	assert!(Parameters { closing_delay: 1, ..valid }.are_valid());
	for invalid in [
		Parameters { closing_delay: 0, ..valid },
		Parameters { closing_delay: 61, ..valid },
		Parameters { elasticity_ppm: 799_999, ..valid },
		Parameters { elasticity_ppm: 1_500_001, ..valid },
		Parameters { ceiling_days: 29, ..valid },
		Parameters { ceiling_days: 121, ..valid },
		Parameters { rolling_window_days: 89, ..valid },
		Parameters { rolling_window_days: 181, ..valid },
	] {
		assert!(!invalid.are_valid(), "{invalid:?}");
	}
}

#[test]
#[should_panic(expected = "parameters of Bme are out of bounds")]
fn genesis_should_stop_when_parameters_are_out_of_bounds() {
	let parameters = Parameters { closing_delay: 0, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build();
}

#[test]
fn set_trough_support_should_switch_when_governance_says_so() {
	ExtBuilder::default().build_and_execute(|| {
		for enabled in [true, false] {
			assert_ok!(Bme::set_trough_support(RuntimeOrigin::signed(Governance::get()), enabled));
			let parameters = ActiveParameters::<Test>::get();
			assert_eq!(parameters.trough_support, enabled);
			assert_eq!(events(), [Event::ParametersSet { parameters }]);
		}
	});
}

#[test]
fn set_trough_support_should_fail_when_the_origin_is_not_governance() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in
			[RuntimeOrigin::none(), RuntimeOrigin::root(), RuntimeOrigin::signed(customer())]
		{
			assert_noop!(Bme::set_trough_support(origin, true), DispatchError::BadOrigin);
		}
	});
}
