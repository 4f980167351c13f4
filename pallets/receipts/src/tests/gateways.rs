//! From registering to withdrawing.

use super::*;
use orogen_primitives_core::{DAYS, OROG};
use orogen_primitives_traits::GatewayTerms;

const STAKE: Balance = 1_000 * OROG;

#[test]
fn register_gateway_should_hold_the_stake_and_take_sessions() {
	ExtBuilder::without_gateway().build_and_execute(|| {
		assert_eq!(<Receipts as GatewayRegistry<AccountId>>::terms(&account(GATEWAY)), None);

		assert_ok!(Receipts::register_gateway(signed(GATEWAY), STAKE, 5_000_000));

		assert_eq!(gateway(GATEWAY), Gateway::new(STAKE, 5_000_000));
		assert_eq!(held(HoldReason::GatewayStake, GATEWAY), STAKE);
		assert_eq!(Balances::balance(&account(GATEWAY)), FUNDS - STAKE);
		assert_eq!(
			<Receipts as GatewayRegistry<AccountId>>::terms(&account(GATEWAY)),
			Some(GatewayTerms { min_session_cap: 5_000_000, accepting: true, settles_until: None })
		);
		assert_eq!(
			last_event(),
			Event::GatewayRegistered {
				gateway: account(GATEWAY),
				stake: STAKE,
				min_session_cap: 5_000_000
			}
		);
	});
}

#[test]
fn register_gateway_should_fail_when_the_stake_is_too_low() {
	ExtBuilder::without_gateway().build_and_execute(|| {
		assert_noop!(
			Receipts::register_gateway(signed(GATEWAY), STAKE - 1, 0),
			Error::<Test>::StakeTooLow
		);
	});
}

#[test]
fn register_gateway_should_fail_when_the_funds_do_not_suffice() {
	ExtBuilder::without_gateway().build_and_execute(|| {
		assert_noop!(
			Receipts::register_gateway(signed(GATEWAY), FUNDS + 1, 0),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn register_gateway_should_fail_when_the_account_is_a_gateway() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Receipts::register_gateway(signed(GATEWAY), STAKE, 0),
			Error::<Test>::GatewayAlreadyExists
		);
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		assert_noop!(
			Receipts::register_gateway(signed(GATEWAY), STAKE, 0),
			Error::<Test>::GatewayAlreadyExists
		);
	});
}

#[test]
fn gateway_calls_should_fail_when_nobody_signs() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Receipts::register_gateway(origin.clone(), STAKE, 0), BadOrigin);
			assert_noop!(Receipts::bond_more(origin.clone(), 1), BadOrigin);
			assert_noop!(Receipts::set_min_session_cap(origin.clone(), 1), BadOrigin);
			assert_noop!(Receipts::deregister_gateway(origin.clone()), BadOrigin);
			assert_noop!(Receipts::withdraw_gateway(origin.clone()), BadOrigin);
			let submission = Box::new(small_batch());
			assert_noop!(Receipts::submit_batch(origin, submission), BadOrigin);
		}
	});
}

#[test]
fn gateway_calls_should_fail_when_the_account_is_no_gateway() {
	ExtBuilder::default().build_and_execute(|| {
		let error = DispatchError::from(Error::<Test>::GatewayNotFound);
		assert_noop!(Receipts::bond_more(signed(OTHER), 1), error);
		assert_noop!(Receipts::set_min_session_cap(signed(OTHER), 1), error);
		assert_noop!(Receipts::deregister_gateway(signed(OTHER)), error);
		assert_noop!(Receipts::withdraw_gateway(signed(OTHER)), error);
		let submission = small_batch();
		assert_noop!(submit_as(OTHER, submission), error);
		assert_eq!(Receipts::unfinalised(account(OTHER)), None);
		assert_eq!(Receipts::capacity(account(OTHER)), None);
		assert!(Receipts::pending(account(OTHER)).is_empty());
	});
}

#[test]
fn bond_more_should_raise_stake_and_capacity() {
	ExtBuilder::default().build_and_execute(|| {
		// 1,000 OROG at 0.5 USD, times 50.
		assert_eq!(Receipts::capacity(account(GATEWAY)), Some(25_000_000_000));

		assert_ok!(Receipts::bond_more(signed(GATEWAY), STAKE));

		assert_eq!(gateway(GATEWAY).stake, 2 * STAKE);
		assert_eq!(held(HoldReason::GatewayStake, GATEWAY), 2 * STAKE);
		assert_eq!(Receipts::capacity(account(GATEWAY)), Some(50_000_000_000));
		assert_eq!(
			last_event(),
			Event::GatewayBonded { gateway: account(GATEWAY), amount: STAKE, stake: 2 * STAKE }
		);
	});
}

#[test]
fn bond_more_should_fail_when_the_amount_is_zero_or_not_there() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Receipts::bond_more(signed(GATEWAY), 0), Error::<Test>::ZeroAmount);
		assert_noop!(Receipts::bond_more(signed(GATEWAY), FUNDS), TokenError::FundsUnavailable);
	});
}

#[test]
fn bond_more_should_succeed_when_the_gateway_is_leaving() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		assert_ok!(Receipts::bond_more(signed(GATEWAY), OROG));
		assert_eq!(gateway(GATEWAY).stake, STAKE + OROG);
	});
}

#[test]
fn set_min_session_cap_should_change_the_terms() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::set_min_session_cap(signed(GATEWAY), 42));
		assert_eq!(
			<Receipts as GatewayRegistry<AccountId>>::terms(&account(GATEWAY)),
			Some(GatewayTerms { min_session_cap: 42, accepting: true, settles_until: None })
		);
		assert_eq!(
			last_event(),
			Event::MinSessionCapSet { gateway: account(GATEWAY), min_session_cap: 42 }
		);
	});
}

#[test]
fn deregister_gateway_should_stop_new_sessions_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));

		let until = 1 + 14 * DAYS;
		assert_eq!(gateway(GATEWAY).unbonding_until(), Some(until));
		assert_eq!(
			<Receipts as GatewayRegistry<AccountId>>::terms(&account(GATEWAY)),
			Some(GatewayTerms {
				min_session_cap: 0,
				accepting: false,
				settles_until: Some(until - 1)
			})
		);
		assert_eq!(last_event(), Event::GatewayDeregistered { gateway: account(GATEWAY), until });
	});
}

#[test]
fn deregister_gateway_should_fail_when_the_gateway_is_leaving() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		assert_noop!(
			Receipts::deregister_gateway(signed(GATEWAY)),
			Error::<Test>::GatewayUnbonding
		);
	});
}

#[test]
fn withdraw_gateway_should_return_the_stake_when_all_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		System::set_block_number(1 + 14 * DAYS);

		assert_ok!(Receipts::withdraw_gateway(signed(GATEWAY)));

		assert_eq!(Gateways::<Test>::get(account(GATEWAY)), None);
		assert_eq!(held(HoldReason::GatewayStake, GATEWAY), 0);
		assert_eq!(Balances::balance(&account(GATEWAY)), FUNDS);
		assert_eq!(<Receipts as GatewayRegistry<AccountId>>::terms(&account(GATEWAY)), None);
		assert_eq!(
			last_event(),
			Event::GatewayWithdrawn { gateway: account(GATEWAY), stake: STAKE }
		);
		// It may begin anew.
		assert_ok!(Receipts::register_gateway(signed(GATEWAY), STAKE, 0));
	});
}

#[test]
fn withdraw_gateway_should_fail_when_the_gateway_is_not_leaving() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Receipts::withdraw_gateway(signed(GATEWAY)), Error::<Test>::NotUnbonding);
	});
}

#[test]
fn withdraw_gateway_should_fail_when_the_unbonding_time_is_not_over() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		System::set_block_number(14 * DAYS);
		assert_noop!(Receipts::withdraw_gateway(signed(GATEWAY)), Error::<Test>::UnbondingNotOver);
	});
}

#[test]
fn withdraw_gateway_should_wait_until_the_last_batch_is_final() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(submit(small_batch()));
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		System::set_block_number(1 + 14 * DAYS);
		assert_noop!(Receipts::withdraw_gateway(signed(GATEWAY)), Error::<Test>::BatchesNotFinal);

		go_to_epoch(6, 0);
		assert_ok!(Receipts::withdraw_gateway(signed(GATEWAY)));
		// The header and its deposit are there until the header is pruned.
		assert_eq!(Receipts::batch_state(0), Some(BatchState::Final));
		assert!(held(HoldReason::BatchDeposit, GATEWAY) > 0);
	});
}

#[test]
fn submit_batch_should_succeed_when_the_gateway_is_leaving_until_it_has_left() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		System::set_block_number(14 * DAYS);
		assert_ok!(submit(small_batch()));

		System::set_block_number(1 + 14 * DAYS);
		let submission = small_batch();
		assert_noop!(submit(submission), Error::<Test>::SettlementOver);
	});
}

#[test]
fn totals_should_begin_anew_when_a_gateway_registers_again() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(submit(small_batch()));
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		System::set_block_number(1 + 14 * DAYS);
		go_to_epoch(6, 0);
		assert_ok!(Receipts::withdraw_gateway(signed(GATEWAY)));
		assert_ok!(Receipts::register_gateway(signed(GATEWAY), STAKE, 0));
		assert_ok!(submit(small_batch()));

		assert_eq!(gateway(GATEWAY).totals, Totals { batches: 1, receipts: 6, cuc: 6_000 });
		assert_eq!(BatchTotals::<Test>::get(), Totals { batches: 2, receipts: 12, cuc: 12_000 });
		assert_eq!(Receipts::pending(account(GATEWAY)), [1]);
	});
}
