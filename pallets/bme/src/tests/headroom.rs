//! The emission rule on chain: headroom, anniversaries, void epochs, the rolling burn.

use crate::{
	Event, Headroom, Line,
	mock::*,
	pallet::{ClaimLine, CurrentHeadroom, SupplyRecord},
};
use frame_support::assert_ok;
use orogen_primitives_core::{CUC, OROG};
use orogen_primitives_traits::{EndedEpoch, EpochHandler};

/// 8 % of 600 M OROG over 7,305 epochs.
const FIRST_YEAR: u128 = 6_570_841_889_117_043;

#[test]
fn on_new_epoch_should_grant_headroom_and_let_it_lapse() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(CurrentHeadroom::<Test>::get(), Headroom::default());
		next_epoch();
		let granted = Headroom { epoch: 1, granted: FIRST_YEAR, left: FIRST_YEAR };
		assert_eq!(CurrentHeadroom::<Test>::get(), granted);
		assert_eq!(events(), [Event::HeadroomGranted { epoch: 1, amount: FIRST_YEAR }]);
		next_epoch();
		// Nothing is carried over, and nothing is minted without a claim.
		assert_eq!(CurrentHeadroom::<Test>::get().left, FIRST_YEAR);
		assert_eq!(ClaimLine::<Test>::get(), Line::default());
	});
}

#[test]
fn on_new_epoch_should_grant_nothing_when_the_epoch_was_void() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		work_for(&payee, 10_000 * CUC);
		next_epoch();
		end_epoch(true);
		assert_eq!(CurrentHeadroom::<Test>::get().granted, 0);
		// The epoch closed all the same; its claim of 20,000 OROG waits.
		assert_eq!(ClaimLine::<Test>::get(), Line { queued: 20_000 * OROG, funded: 0 });
		assert_eq!(in_payouts(), 0);
		next_epoch();
		assert_eq!(ClaimLine::<Test>::get().funded, FIRST_YEAR);
	});
}

#[test]
#[should_panic(expected = "an epoch cannot begin twice")]
fn on_new_epoch_should_be_refused_when_the_epoch_has_begun() {
	ExtBuilder::default().build_and_execute(|| {
		next_epoch();
		Bme::on_new_epoch(EndedEpoch { index: 0, blocks: 720, void: false });
	});
}

#[test]
fn on_new_epoch_should_record_the_supply_when_a_year_begins() {
	ExtBuilder::default().build_and_execute(|| {
		EpochsPerYear::set(4);
		let supply = 600_000_000 * OROG;
		let genesis = SupplyRecord::<Test>::get();
		assert_eq!((genesis.genesis, genesis.anniversary), (supply, supply));
		assert_ok!(Bme::burn(RuntimeOrigin::signed(customer()), 2 * OROG, customer(), 0));
		(0..3).for_each(|_| next_epoch());
		assert_eq!(SupplyRecord::<Test>::get(), genesis);
		next_epoch();
		let record = SupplyRecord::<Test>::get();
		assert_eq!((record.genesis, record.anniversary), (supply, supply - 2 * OROG));
		assert!(events().contains(&Event::SupplyRecorded { supply: supply - 2 * OROG }));
		// The grant for the year's last epoch was still measured against the old supply.
		assert_eq!(CurrentHeadroom::<Test>::get().granted, 12_000_000 * OROG);
		// Second year, first of four epochs: 7 % of the new supply over 4.
		next_epoch();
		assert_eq!(CurrentHeadroom::<Test>::get().granted, 10_500_000 * OROG - 35_000_000_000);
	});
}

#[test]
fn on_new_epoch_should_follow_the_rolling_burn_from_the_third_year_on() {
	ExtBuilder::default().build_and_execute(|| {
		EpochsPerYear::set(1_461);
		Epoch::set(2 * 1_461);
		// Four epochs a day. The floor: 0.5 % of 600 M over 1,461 epochs.
		let floor = 2_053_388_090_349_075;
		next_epoch();
		assert_eq!(CurrentHeadroom::<Test>::get().granted, floor);
		// 16,000 OROG burned on each of 30 days.
		for _ in 0..30 {
			assert_ok!(Bme::burn(RuntimeOrigin::signed(customer()), 16_000 * OROG, customer(), 0));
			pass_days(1);
		}
		// The mean divides by the 30 days that are filled, not by the window of 90.
		assert_eq!(Bme::headroom_of(Epoch::get()), 4_000 * OROG);
		assert_ok!(Bme::set_elasticity(RuntimeOrigin::signed(Governance::get()), 1_500_000));
		next_epoch();
		assert_eq!(CurrentHeadroom::<Test>::get().granted, 6_000 * OROG);
		// Today's burn counts from tomorrow on.
		assert_ok!(Bme::burn(RuntimeOrigin::signed(customer()), 16_000 * OROG, customer(), 0));
		next_epoch();
		assert_eq!(CurrentHeadroom::<Test>::get().granted, 6_000 * OROG);
		// Over the years without burns the floor is reached.
		pass_days(60);
		assert_eq!(Bme::headroom_of(Epoch::get()), 6_000 * OROG * 31 / 90);
		pass_days(181);
		assert_eq!(Bme::headroom_of(Epoch::get()), floor);
	});
}

#[test]
fn on_new_epoch_should_mint_exactly_what_the_line_grows_by() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		// 10,000 CUC at 0.50 USD: 20,000 OROG, more than three epochs of headroom.
		work_for(&account(10), 10_000 * CUC);
		next_epoch();
		assert_eq!(Balances::total_issuance(), issuance);
		for step in 1..=4_u128 {
			next_epoch();
			let funded = (FIRST_YEAR * step).min(20_000 * OROG);
			assert_eq!(ClaimLine::<Test>::get(), Line { queued: 20_000 * OROG, funded });
			assert_eq!(Balances::total_issuance(), issuance + funded);
			let left = FIRST_YEAR * step - funded;
			assert_eq!(CurrentHeadroom::<Test>::get().left, if step == 4 { left } else { 0 });
		}
	});
}
