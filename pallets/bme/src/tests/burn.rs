//! `burn`: what it destroys and creates, its bounds by day, and the credit ceiling.

use crate::{
	Days, Error, Event, Parameters,
	mock::*,
	pallet::{ActiveParameters, ClaimLine, SupplyRecord},
	types::RING_DAYS,
};
use frame_support::{assert_noop, assert_ok, traits::UnfilteredDispatchable};
use orogen_primitives_core::{Balance, CUC, Cuc, MILLI_OROG, OROG};
use orogen_primitives_traits::OracleState;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TokenError};

fn burn(orog: Balance) -> DispatchResult {
	Bme::burn(RuntimeOrigin::signed(customer()), orog, customer(), 0)
}

/// Burns what brings `cuc` CUC at 0.50 USD.
fn burn_for(cuc: u64) -> DispatchResult {
	burn(u128::from(cuc) * 2 * OROG)
}

#[test]
fn burn_should_destroy_orog_and_create_credits_when_it_is_within_all_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let issuance = Balances::total_issuance();
		let before = balance(&customer());
		let friend = account(2);
		assert_ok!(Bme::burn(
			RuntimeOrigin::signed(customer()),
			10 * OROG + 3,
			friend.clone(),
			5 * CUC
		));
		assert_eq!(balance(&customer()), before - 10 * OROG - 3);
		assert_eq!(Balances::total_issuance(), issuance - 10 * OROG - 3);
		assert_eq!(Credits::of(&friend), 5 * CUC);
		assert_eq!(Credits::of(&customer()), 0);
		assert_eq!((totals().burned, totals().created), (10 * OROG + 3, u128::from(5 * CUC)));
		assert_eq!(BootstrapBurns::get(), 0);
		let event = Event::Burned {
			who: customer(),
			beneficiary: friend,
			amount: 10 * OROG + 3,
			cuc: 5 * CUC,
			price: usd(1, 2),
			bootstrap: false,
		};
		assert_eq!(events(), [event]);
	});
}

#[test]
fn burn_should_use_the_credit_price_when_the_payout_price_differs() {
	ExtBuilder::default().build_and_execute(|| {
		set_prices(Some(usd(2, 5)), Some(usd(3, 5)));
		assert_ok!(burn(10 * OROG));
		assert_eq!(Credits::of(&customer()), 4 * CUC);
	});
}

#[test]
fn burn_should_fail_when_the_origin_is_not_signed() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Bme::burn(origin, OROG, customer(), 0), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn burn_should_fail_when_the_oracle_has_no_credit_price() {
	ExtBuilder::default().build_and_execute(|| {
		Oracle::set(OracleState::Halted);
		set_prices(None, Some(usd(1, 2)));
		assert_noop!(burn(10 * OROG), Error::<Test>::BurnsHalted);
		assert_eq!(Bme::creatable_today(), 0);
	});
}

#[test]
fn burn_should_fail_when_it_brings_less_than_one_cuc() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(burn(2 * OROG - 1), Error::<Test>::BurnTooSmall);
		assert_noop!(burn(0), Error::<Test>::BurnTooSmall);
		set_prices(Some(usd(0, 1)), Some(usd(1, 2)));
		assert_noop!(burn(OROG), Error::<Test>::BurnTooSmall);
		set_prices(Some(usd(1, 2)), Some(usd(1, 2)));
		assert_ok!(burn(2 * OROG));
	});
}

#[test]
fn burn_should_fail_when_it_brings_less_than_asked_for() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = RuntimeOrigin::signed(customer());
		assert_noop!(
			Bme::burn(origin.clone(), 10 * OROG, customer(), 5 * CUC + 1),
			Error::<Test>::SlippageExceeded
		);
		assert_ok!(Bme::burn(origin, 10 * OROG, customer(), 5 * CUC));
	});
}

#[test]
fn burn_should_fail_when_the_caller_cannot_spend_as_much() {
	ExtBuilder::default().supply(100 * OROG).build_and_execute(|| {
		// Headroom of a small supply would bound it first.
		SupplyRecord::<Test>::mutate(|record| record.anniversary = 600_000_000 * OROG);
		let all = balance(&customer());
		assert_noop!(burn(all + 1), TokenError::FundsUnavailable);
		// The account stays alive.
		assert_noop!(burn(all), TokenError::FundsUnavailable);
		assert_ok!(burn(all - MILLI_OROG));
		assert_eq!(balance(&customer()), MILLI_OROG);
	});
}

#[test]
fn burn_should_fail_when_the_amount_does_not_fit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(burn(Balance::MAX), ArithmeticError::Overflow);
	});
}

#[test]
fn burn_should_change_nothing_when_credits_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		IssueFails::set(true);
		assert_noop!(burn(10 * OROG), DispatchError::Unavailable);
	});
}

#[test]
fn burn_should_stop_at_ten_thousand_cuc_a_day_when_the_chain_is_young() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Bme::creatable_today(), 10_000 * CUC);
		assert_ok!(burn_for(9_999));
		assert_noop!(burn_for(2), Error::<Test>::DailyBoundReached);
		assert_ok!(burn_for(1));
		assert_eq!(Bme::creatable_today(), 0);
		assert_noop!(burn_for(1), Error::<Test>::DailyBoundReached);
		// The next day there is room again.
		pass_days(1);
		assert_ok!(burn_for(10_000));
	});
}

#[test]
fn burn_should_follow_five_times_the_mean_when_that_is_more() {
	ExtBuilder::default().build_and_execute(|| {
		// Nine days of 10,000 CUC: a mean of 3,000 over 30 days, whose fivefold is 15,000.
		for _ in 0..9 {
			assert_ok!(burn_for(10_000));
			pass_days(1);
		}
		assert_eq!(Bme::creatable_today(), 15_000 * CUC);
		assert_noop!(burn_for(15_001), Error::<Test>::DailyBoundReached);
		assert_ok!(burn_for(15_000));
		// What is created today does not raise today's bound.
		assert_eq!(Bme::creatable_today(), 0);
		// All of it leaves the mean after 30 days.
		pass_days(31);
		assert_eq!(Bme::creatable_today(), 10_000 * CUC);
	});
}

#[test]
fn burn_should_stop_earlier_when_the_oracle_is_degraded() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..9 {
			assert_ok!(burn_for(10_000));
			pass_days(1);
		}
		Oracle::set(OracleState::Degraded);
		// A quarter of a mean of 3,000 CUC is less than 1,000.
		assert_noop!(burn_for(1_001), Error::<Test>::DailyBoundReached);
		assert_ok!(burn_for(1_000));
		assert_noop!(burn_for(1), Error::<Test>::DailyBoundReached);
		// One counter: what was created while degraded counts when it is fresh again.
		Oracle::set(OracleState::Fresh);
		assert_eq!(Bme::creatable_today(), 14_000 * CUC);
		// And the other way round there is nothing left.
		assert_ok!(burn_for(5_000));
		Oracle::set(OracleState::Degraded);
		assert_eq!(Bme::creatable_today(), 0);
		assert_noop!(burn_for(1), Error::<Test>::DailyBoundReached);
	});
}

#[test]
fn burn_should_stop_at_a_thousand_cuc_a_day_when_only_the_bootstrap_price_stands() {
	ExtBuilder::default().build_and_execute(|| {
		Oracle::set(OracleState::Halted);
		Bootstrap::set(true);
		assert_noop!(burn_for(1_001), Error::<Test>::DailyBoundReached);
		assert_ok!(burn_for(600));
		assert_ok!(burn_for(400));
		assert_noop!(burn_for(1), Error::<Test>::DailyBoundReached);
		// The oracle is told of every burn, so that the payout price stays up.
		assert_eq!(BootstrapBurns::get(), 2);
		assert!(matches!(events().last(), Some(Event::Burned { bootstrap: true, .. })));
	});
}

#[test]
fn burn_should_have_no_daily_bound_when_bootstrap_has_none() {
	let parameters = Parameters { bootstrap_daily_cuc: None, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		Bootstrap::set(true);
		assert_ok!(burn_for(1_000_000));
		assert_ok!(burn_for(1_000_000));
		// A live oracle has its own bound again.
		Bootstrap::set(false);
		assert_noop!(burn_for(1), Error::<Test>::DailyBoundReached);
	});
}

#[test]
fn burn_should_zero_the_days_that_a_halted_chain_skipped() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(burn_for(9_000));
		pass_days(3);
		assert_ok!(burn_for(3_000));
		let ring = Days::<Test>::get();
		assert_eq!(ring.today, FIRST_DAY + 3);
		let created: Vec<Cuc> = ring.days.iter().map(|day| day.created / CUC).collect();
		assert_eq!(created, [9_000, 0, 0, 3_000]);
		assert_eq!(ring.days[0].burned, 18_000 * OROG);
		// Far beyond the ring: everything is zero, and the ring is full.
		pass_days(10_000);
		assert_ok!(burn_for(1));
		let ring = Days::<Test>::get();
		assert_eq!(ring.days.len(), RING_DAYS as usize);
		assert_eq!(ring.created_before(180), 0);
		assert_eq!(ring.created_today(), CUC);
		assert_eq!(ring.rolling_burn(90).days, 90);
	});
}

#[test]
fn burn_should_fail_when_more_credit_would_be_out_than_headroom_can_pay() {
	let parameters = Parameters { bootstrap_daily_cuc: None, ..Default::default() };
	// 8 % of 7,305 M OROG a year are 80,000 an epoch and, 20 epochs a day, 96 M in 60 days.
	ExtBuilder::default().parameters(parameters).supply(7_305_000_000 * OROG).build_and_execute(
		|| {
			Bootstrap::set(true);
			assert_eq!(Bme::headroom_of(0), 80_000 * OROG);
			assert_eq!(Bme::creatable_today(), 48_000_000 * CUC);
			assert_noop!(burn(96_000_000 * OROG + 2_000_000), Error::<Test>::CreditCeiling);
			assert_ok!(burn(95_999_998 * OROG));
			assert_noop!(burn(3 * OROG), Error::<Test>::CreditCeiling);
			assert_ok!(burn(2 * OROG));
			assert_noop!(burn(2 * OROG), Error::<Test>::CreditCeiling);
			// A higher payout price makes the credits cheaper to honour.
			set_prices(Some(usd(1, 2)), Some(usd(1, 1)));
			assert_ok!(burn(2 * OROG));
			// A lower one does not undo what was sold, but stops burns.
			set_prices(Some(usd(1, 2)), Some(usd(1, 2)));
			assert_noop!(burn(2 * OROG), Error::<Test>::CreditCeiling);
			// Without a payout price the credit price stands in.
			set_prices(Some(usd(1, 1)), None);
			assert_ok!(burn(2 * OROG));
		},
	);
}

#[test]
fn burn_should_count_open_work_and_the_line_when_the_ceiling_is_checked() {
	let parameters =
		Parameters { bootstrap_daily_cuc: None, closing_delay: 1, ..Default::default() };
	ExtBuilder::default().parameters(parameters).supply(7_305_000_000 * OROG).build_and_execute(
		|| {
			Bootstrap::set(true);
			let credits = 40_000_000 * CUC;
			assert_ok!(burn(80_000_000 * OROG));
			assert_eq!(Bme::creatable_today(), 8_000_000 * CUC);
			// Settled: no credit any more, but still to be paid.
			Credits::claim(credits);
			work_for(&account(10), credits);
			assert_eq!(Bme::creatable_today(), 8_000_000 * CUC);
			next_epoch();
			assert_eq!(Bme::creatable_today(), 8_000_000 * CUC);
			// Closed: 80 M OROG are queued, the headroom of an epoch of them is funded.
			next_epoch();
			assert_eq!(ClaimLine::<Test>::get().waiting(), 80_000_000 * OROG - 80_000 * OROG);
			assert_eq!(Bme::creatable_today(), 8_040_000 * CUC);
		},
	);
}

#[test]
fn burn_should_follow_the_ceiling_when_governance_moves_it() {
	let parameters = Parameters { bootstrap_daily_cuc: None, ..Default::default() };
	ExtBuilder::default().parameters(parameters).supply(7_305_000_000 * OROG).build_and_execute(
		|| {
			Bootstrap::set(true);
			ActiveParameters::<Test>::mutate(|parameters| parameters.ceiling_days = 30);
			assert_eq!(Bme::creatable_today(), 24_000_000 * CUC);
			ActiveParameters::<Test>::mutate(|parameters| parameters.ceiling_days = 120);
			assert_eq!(Bme::creatable_today(), 96_000_000 * CUC);
		},
	);
}

#[test]
fn burn_should_ask_the_oracle_once_and_pay_for_it_also_when_it_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		Assessments::set(0);
		assert_ok!(burn_for(1));
		assert_eq!(Assessments::get(), 1);
		let call =
			crate::Call::<Test>::burn { orog: 2 * OROG, beneficiary: customer(), min_cuc: 2 * CUC };
		let refused = call.dispatch_bypass_filter(RuntimeOrigin::signed(customer())).unwrap_err();
		assert_eq!(refused.error, Error::<Test>::SlippageExceeded.into());
		assert_eq!(Assessments::get(), 2);
		// Nothing is refunded.
		assert_eq!(refused.post_info.actual_weight, None);
		Bme::creatable_today();
		assert_eq!(Assessments::get(), 3);
	});
}
