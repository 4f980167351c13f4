//! `top_up`: what it buys, burns and creates, and its bounds.

use crate::{
	Days, Error, Event, TopUpQuote,
	mock::*,
	pallet::{ActiveParameters, ClaimLine, SupplyRecord},
	swap_queue::Venue,
	types::MAX_FILLS,
	weights::WeightInfo,
};
use frame_support::{
	assert_err, assert_noop, assert_ok,
	traits::{fungible::Mutate, tokens::Preservation},
};
use orogen_primitives_core::{AccountId, Balance, CUC, Cuc, MILLI_OROG, OROG};
use orogen_primitives_traits::OracleState;
use sp_runtime::{DispatchError, DispatchResult, Perbill};

/// A customer that owns dollars and no OROG.
fn buyer() -> AccountId {
	account(30)
}

fn top_up(cuc: Cuc, max_in: Balance) -> DispatchResult {
	Bme::top_up(RuntimeOrigin::signed(buyer()), 1, max_in, cuc, buyer())
}

/// A pool at half a dollar, a buyer, and `payees` in the swap queue with 150 OROG each.
fn scene(payees: u8, test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		open_pool(400_000 * OROG, 200_000 * USDC);
		give_dollars(&buyer(), 50_000 * USDC);
		fill_queue(payees);
		test();
	});
}

/// Payees from 10 on, each of whom has 150 OROG in the swap queue.
fn fill_queue(payees: u8) {
	DefaultUsdcShare::set(Perbill::one());
	(0..payees).for_each(|seed| work_for(&account(10 + seed), 100 * CUC));
	pass_epochs(2);
	for seed in 0..payees {
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), account(10 + seed)));
	}
	assert_eq!(in_queue(), u128::from(payees) * 150 * OROG);
	System::reset_events();
}

#[test]
fn top_up_should_buy_from_the_pool_when_the_queue_is_empty() {
	scene(0, || {
		let (issuance, before) = (Balances::total_issuance(), reserves());
		let cost = Bme::quote_top_up(1, 100 * CUC).unwrap().dollars;
		// 200 OROG at half a dollar, with the pool's fee and slippage.
		assert!((100 * USDC..102 * USDC).contains(&cost), "{cost}");
		assert_ok!(Bme::top_up(RuntimeOrigin::signed(buyer()), 1, cost, 100 * CUC, account(31)));
		assert_eq!(dollars(&buyer()), 50_000 * USDC - cost);
		assert_eq!(Credits::of(&account(31)), 100 * CUC);
		assert_eq!(Balances::total_issuance(), issuance - 200 * OROG);
		assert_eq!(reserves().orog, before.orog - 200 * OROG);
		assert_eq!(reserves().dollars, before.dollars + cost);
		assert_eq!((totals().burned, totals().created), (200 * OROG, u128::from(100 * CUC)));
		assert_eq!(Days::<Test>::get().created_today(), 100 * CUC);
		assert_eq!(in_payouts(), 0);
		let event = Event::ToppedUp {
			who: buyer(),
			beneficiary: account(31),
			dollars: cost,
			amount: 200 * OROG,
			queued: 0,
			cuc: 100 * CUC,
			price: usd(1, 2),
			bootstrap: false,
		};
		assert_eq!(events(), [event]);
	});
}

#[test]
fn top_up_should_buy_from_the_queue_first_at_the_external_spot_price() {
	scene(2, || {
		set_prices(Some(usd(45, 100)), Some(usd(1, 2)));
		OracleSpot::set(Some(usd(1, 2)));
		let before = reserves();
		// 90 CUC at 0.45 are 200 OROG: all of the first entry and a third of the second.
		assert_ok!(top_up(90 * CUC, 100 * USDC));
		assert_eq!(dollars(&buyer()), 49_900 * USDC);
		assert_eq!((dollars(&account(10)), dollars(&account(11))), (75 * USDC, 25 * USDC));
		assert_eq!((balance(&account(10)), balance(&account(11))), (0, 0));
		assert_eq!(in_queue(), 100 * OROG);
		assert_eq!(reserves(), before);
		let swapped = |seed, orog: u128| Event::Swapped {
			who: account(seed),
			amount: orog * OROG,
			dollars: orog * USDC / 2,
			venue: Venue::TopUp,
		};
		let found = events();
		assert_eq!(found[..2], [swapped(10, 150), swapped(11, 50)]);
		assert!(matches!(found[2], Event::ToppedUp { queued, .. } if queued == 200 * OROG));
	});
}

#[test]
fn top_up_should_buy_the_rest_from_the_pool_when_the_queue_is_short() {
	scene(1, || {
		let cost = Bme::quote_top_up(1, 100 * CUC).unwrap();
		assert_eq!((cost.orog, cost.queued), (200 * OROG, 150 * OROG));
		assert_ok!(top_up(100 * CUC, cost.dollars));
		assert_eq!(dollars(&account(10)), 75 * USDC);
		assert_eq!((in_queue(), in_payouts()), (0, 0));
		assert_eq!(dollars(&buyer()), 50_000 * USDC - cost.dollars);
	});
}

#[test]
fn top_up_should_work_without_a_pool_when_the_queue_is_enough() {
	ExtBuilder::default().build_and_execute(|| {
		give_dollars(&buyer(), 1_000 * USDC);
		fill_queue(1);
		assert_ok!(top_up(75 * CUC, 75 * USDC));
		assert_noop!(top_up(CUC, USDC), Error::<Test>::MarketTooSmall);
	});
}

#[test]
fn top_up_should_meet_a_bounded_number_of_entries() {
	scene(20, || {
		// 16 entries are 2,400 OROG; the rest of 3,000 comes from the pool.
		let quote = Bme::quote_top_up(1, 1_500 * CUC).unwrap();
		assert_eq!(quote.queued, u128::from(MAX_FILLS) * 150 * OROG);
		assert_ok!(top_up(1_500 * CUC, quote.dollars));
		assert_eq!(in_queue(), 4 * 150 * OROG);
	});
	let (none, all) = (<()>::top_up(0), <()>::top_up(MAX_FILLS));
	assert!(none.ref_time() < all.ref_time());
}

#[test]
fn top_up_should_pay_in_orog_when_a_payee_cannot_receive_dollars() {
	scene(2, || {
		let owner = RuntimeOrigin::signed(account(9));
		give_dollars(&account(10), USDC);
		assert_ok!(Assets::block(owner, 1, account(10)));
		assert_ok!(top_up(75 * CUC, 75 * USDC));
		assert_eq!((balance(&account(10)), dollars(&account(10))), (150 * OROG, USDC));
		assert_eq!(dollars(&account(11)), 75 * USDC);
		assert_eq!(in_queue(), 0);
	});
}

#[test]
fn top_up_should_leave_an_entry_that_any_account_can_receive() {
	scene(1, || {
		// All but half a thousandth of an OROG: the pool sells what the entry keeps.
		let cuc = 75 * CUC - 250;
		let quote = Bme::quote_top_up(1, cuc).unwrap();
		assert_eq!(quote.orog - quote.queued, MILLI_OROG / 2);
		assert_ok!(top_up(cuc, quote.dollars));
		assert_eq!(in_queue(), MILLI_OROG);
	});
}

#[test]
fn top_up_should_buy_a_tiny_rest_from_the_pool() {
	scene(3, || {
		// Two millionths of an OROG more than an entry: a millionth of a dollar, for which the pool asks
		// two.
		for cuc in [75 * CUC + 1, 75 * CUC + 20, 74_999_990] {
			let quote = Bme::quote_top_up(1, cuc).unwrap();
			assert!(quote.orog - quote.queued < OROG / 1_000);
			assert_ok!(top_up(cuc, quote.dollars));
		}
	});
}

#[test]
fn top_up_should_cost_what_was_quoted_when_an_entry_is_the_pools() {
	scene(0, || {
		// As it would be if the queue had taken it.
		<Balances as Mutate<_>>::transfer(
			&customer(),
			&Bme::payouts_account(),
			150 * OROG,
			Preservation::Preserve,
		)
		.expect("the customer is rich");
		ClaimLine::<Test>::mutate(|line| (line.queued, line.funded) = (150 * OROG, 150 * OROG));
		Bme::enqueue(&pool(), 150 * OROG);
		let quote = Bme::quote_top_up(1, 100 * CUC).unwrap();
		assert_ok!(top_up(100 * CUC, quote.dollars));
		// The pool has got OROG, which would have made its price another one.
		assert_eq!(dollars(&buyer()), 50_000 * USDC - quote.dollars);
		assert_eq!(reserves().orog, 400_000 * OROG - 50 * OROG);
		assert_eq!((in_queue(), in_payouts()), (0, 0));
		ClaimLine::<Test>::kill();
		crate::TotalsSinceGenesis::<Test>::mutate(|totals| totals.paid = 0);
	});
}

#[test]
fn top_up_should_round_in_favour_of_the_protocol() {
	scene(0, || {
		set_prices(Some(usd(1, 3)), Some(usd(1, 2)));
		OracleSpot::set(Some(usd(1, 2)));
		let quote = Bme::quote_top_up(1, CUC).unwrap();
		assert!(quote.orog >= 3 * OROG);
		assert_ok!(top_up(CUC, quote.dollars));
		assert_eq!(Credits::of(&buyer()), CUC);
		assert!(Bme::quote_burn(quote.orog).unwrap().cuc >= CUC);
	});
}

#[test]
fn top_up_should_count_as_demand() {
	scene(0, || {
		assert_ok!(top_up(100 * CUC, 102 * USDC));
		pass_days(1);
		let ring = Bme::days_now();
		assert_eq!(ring.rolling_burn(90).amount, 200 * OROG);
		assert_eq!(ring.created_before(30), u128::from(100 * CUC));
	});
}

#[test]
fn top_up_should_use_the_bootstrap_price_when_nothing_else_is_there() {
	scene(0, || {
		Bootstrap::set(true);
		Oracle::set(OracleState::Halted);
		assert_ok!(top_up(1_000 * CUC, 1_050 * USDC));
		assert_eq!(BootstrapBurns::get(), 1);
		assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::DailyBoundReached);
	});
}

#[test]
fn top_up_should_fail_when_the_asset_is_another_one() {
	scene(0, || {
		let origin = RuntimeOrigin::signed(buyer());
		assert_noop!(Bme::top_up(origin, 2, 10 * USDC, CUC, buyer()), Error::<Test>::UnknownAsset);
		assert_err!(Bme::quote_top_up(0, CUC), Error::<Test>::UnknownAsset);
	});
}

#[test]
fn top_up_should_fail_when_the_oracle_has_no_price() {
	scene(0, || {
		Oracle::set(OracleState::Halted);
		set_prices(None, Some(usd(1, 2)));
		assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::BurnsHalted);
		OracleCredit::set(Some(usd(1, 2)));
		assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::BurnsHalted);
	});
}

#[test]
fn top_up_should_fail_when_it_is_less_than_a_cuc() {
	scene(0, || {
		assert_noop!(top_up(CUC - 1, 2 * USDC), Error::<Test>::BurnTooSmall);
	});
}

#[test]
fn top_up_should_fail_when_the_daily_bound_is_reached() {
	scene(0, || {
		assert_ok!(top_up(1_500 * CUC, 1_600 * USDC));
		// Burns and top-ups share the bound.
		let burned = Bme::burn(RuntimeOrigin::signed(customer()), 17_000 * OROG, customer(), 0);
		assert_ok!(burned);
		assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::DailyBoundReached);
		Oracle::set(OracleState::Degraded);
		pass_days(1);
		assert_noop!(top_up(1_001 * CUC, 1_100 * USDC), Error::<Test>::DailyBoundReached);
	});
}

#[test]
fn top_up_should_fail_when_the_credit_ceiling_is_reached() {
	scene(0, || {
		SupplyRecord::<Test>::mutate(|record| record.anniversary = 0);
		assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::CreditCeiling);
		assert!(ActiveParameters::<Test>::get().ceiling_days > 0);
		assert_eq!(ClaimLine::<Test>::get().waiting(), 0);
	});
}

#[test]
fn top_up_should_fail_when_the_pool_is_off_the_spot_price() {
	scene(0, || {
		for spot in [usd(51, 100), usd(492, 1_000)] {
			OracleSpot::set(Some(spot));
			assert_ok!(top_up(CUC, 2 * USDC));
		}
		for spot in [usd(511, 1_000), usd(48, 100)] {
			OracleSpot::set(Some(spot));
			assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::MarketOffSpot);
		}
		// The purchase itself would move it too far: 3.3 % of the pool.
		OracleSpot::set(Some(usd(1, 2)));
		assert_noop!(top_up(6_700 * CUC, 8_000 * USDC), Error::<Test>::MarketOffSpot);
	});
}

#[test]
fn top_up_should_fail_when_the_pool_is_too_small() {
	ExtBuilder::default().build_and_execute(|| {
		give_dollars(&buyer(), 10_000 * USDC);
		assert_noop!(top_up(CUC, 2 * USDC), Error::<Test>::MarketTooSmall);
		open_pool(10 * OROG, 5 * USDC);
		assert_noop!(top_up(10 * CUC, 2_000 * USDC), Error::<Test>::MarketTooSmall);
	});
}

#[test]
fn top_up_should_fail_when_it_costs_more_than_allowed() {
	scene(1, || {
		let cost = Bme::quote_top_up(1, 100 * CUC).unwrap().dollars;
		assert_noop!(top_up(100 * CUC, cost - 1), Error::<Test>::MaxInExceeded);
		assert_ok!(top_up(100 * CUC, cost));
	});
}

#[test]
fn top_up_should_fail_when_the_caller_lacks_dollars() {
	scene(1, || {
		let poor = account(32);
		let go =
			|cuc| Bme::top_up(RuntimeOrigin::signed(poor.clone()), 1, 500 * USDC, cuc, buyer());
		assert!(go(100 * CUC).is_err());
		give_dollars(&poor, 75 * USDC);
		// The account stays alive.
		assert!(frame_support::storage::with_storage_layer(|| go(75 * CUC)).is_err());
		assert_eq!((dollars(&poor), in_queue()), (75 * USDC, 150 * OROG));
		give_dollars(&poor, USDC / 100);
		assert_ok!(go(75 * CUC));
		assert_eq!(dollars(&poor), USDC / 100);
	});
}

#[test]
fn top_up_should_change_nothing_when_credits_cannot_be_issued() {
	scene(1, || {
		IssueFails::set(true);
		let failed = frame_support::storage::with_storage_layer(|| top_up(100 * CUC, 200 * USDC));
		assert_err!(failed, DispatchError::Unavailable);
		assert_eq!((dollars(&buyer()), in_queue()), (50_000 * USDC, 150 * OROG));
	});
}

#[test]
fn top_up_should_fail_when_the_origin_is_not_signed() {
	scene(0, || {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Bme::top_up(origin, 1, 2 * USDC, CUC, buyer()), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn quote_top_up_should_show_what_top_up_does() {
	scene(3, || {
		for cuc in [CUC, 60 * CUC, 175 * CUC + 333_333, 1_000 * CUC] {
			let TopUpQuote { dollars: cost, orog, queued, price, bootstrap } =
				Bme::quote_top_up(1, cuc).unwrap();
			let (had, burned, waiting) = (dollars(&buyer()), totals().burned, in_queue());
			assert_ok!(top_up(cuc, cost));
			assert_eq!(had - dollars(&buyer()), cost);
			assert_eq!(totals().burned - burned, orog);
			assert_eq!(waiting - in_queue(), queued);
			assert_eq!((price, bootstrap), (usd(1, 2), false));
		}
	});
}
