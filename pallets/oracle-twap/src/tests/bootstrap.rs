use crate::{
	mock::*,
	types::{Floor, Floors},
	*,
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_traits::{CreditQuote, OracleState::*, PriceOracle};
use sp_runtime::traits::BadOrigin;

fn set(cents: u128) -> DispatchResult {
	Oracle::set_bootstrap_price(RuntimeOrigin::signed(NORMAL), usd(cents))
}

fn end() -> DispatchResult {
	Oracle::end_bootstrap(RuntimeOrigin::signed(NORMAL))
}

const FIXED: u128 = 50;

#[test]
fn the_fixed_price_should_carry_the_chain_until_there_is_a_market() {
	ExtBuilder::default().bootstrap(usd(FIXED)).build_and_execute(|| {
		assert_eq!(Oracle::state(), Halted, "no external source is live");
		assert_eq!(Oracle::credit(), Some(CreditQuote { price: usd(FIXED), bootstrap: true }));
		assert_eq!(Oracle::payout(), Some(usd(FIXED)));
		assert_eq!(Oracle::collateral(), Some(usd(FIXED)));
		assert!(Oracle::status().bootstrap);
		// Once sources are live it is one more value.
		settle();
		assert_eq!(Oracle::state(), Fresh);
		let quote = Oracle::credit().unwrap();
		assert!(!quote.bootstrap);
		assert_eq!(quote.price, usd(FIXED) * Price::from_rational(995, 1_000));
		assert_eq!(Oracle::payout(), Some(usd(100)));
		// They fall silent: it is out of date now, burns and payouts wait for a market price.
		feed_all(&EVERYBODY, [100; 3]);
		next_block(31 * MINUTE);
		assert_eq!((Oracle::state(), Oracle::status().bootstrap), (Halted, false));
		assert_eq!((Oracle::credit(), Oracle::payout()), (None, None));
		assert!(Oracle::collateral().is_some(), "settlement goes on");
	});
}

#[test]
fn a_pause_should_stop_burns_at_the_fixed_price_too() {
	ExtBuilder::default().bootstrap(usd(FIXED)).build_and_execute(|| {
		assert_ok!(Oracle::pause(RuntimeOrigin::signed(GUARD), 1));
		assert_eq!(Oracle::credit(), None);
		assert_eq!(Oracle::payout(), Some(usd(FIXED)));
		assert_eq!(Oracle::collateral(), Some(usd(FIXED)));
	});
}

#[test]
fn payouts_should_stay_above_the_fixed_price_for_61_days_after_the_last_burn() {
	ExtBuilder::default().bootstrap(usd(300)).build_and_execute(|| {
		events();
		Oracle::note_bootstrap_burn();
		next_block(DAY);
		Oracle::note_bootstrap_burn();
		let until = START + 62 * DAY;
		assert_eq!(
			events(),
			[
				Event::PayoutFloorSet { price: usd(300), until: until - DAY },
				Event::PayoutFloorSet { price: usd(300), until },
			]
		);
		assert_ok!(end());
		assert_eq!(Oracle::credit(), None);
		settle();
		assert_eq!(Oracle::credit().unwrap().price, usd(100) * Price::from_rational(995, 1_000));
		assert_eq!(Oracle::payout(), Some(usd(300)));
		next_block(until - Clock::get());
		feed_all(&EVERYBODY, [100; 3]);
		System::set_block_number(System::block_number() + 1);
		assert_eq!(Oracle::payout(), Some(usd(300)), "the last moment");
		next_block(1);
		assert_eq!(Oracle::payout(), Some(usd(101)));
	});
}

#[test]
fn note_bootstrap_burn_should_do_nothing_without_a_fixed_price() {
	ExtBuilder::default().build_and_execute(|| {
		Oracle::note_bootstrap_burn();
		assert_eq!(events(), []);
		assert_eq!(BootstrapFloors::<Test>::get(), Floors::default());
	});
}

#[test]
fn an_outage_before_the_first_market_price_should_leave_the_fixed_price_in_place() {
	ExtBuilder::default().bootstrap(usd(FIXED)).build_and_execute(|| {
		// One source is never fresh.
		for who in EVERYBODY {
			feed(who, 0, 100).unwrap();
		}
		next_block(6_000);
		assert_eq!(Oracle::state(), Degraded);
		next_block(HOUR);
		assert_eq!(Oracle::credit(), Some(CreditQuote { price: usd(FIXED), bootstrap: true }));
		assert_eq!(Oracle::payout(), Some(usd(FIXED)));
	});
}

#[test]
fn set_bootstrap_price_should_go_in_steps_of_two() {
	ExtBuilder::default().bootstrap(usd(100)).build_and_execute(|| {
		for cents in [201, 49, 1] {
			assert_noop!(set(cents), Error::<Test>::BootstrapStepTooLarge);
		}
		for cents in [200, 100, 50, 25, 25, 50] {
			assert_ok!(set(cents));
			assert_eq!(BootstrapPrice::<Test>::get(), Some(usd(cents)));
		}
		// No more than the floor of what was sane when it was burned under.
		Oracle::note_bootstrap_burn();
		assert_eq!(BootstrapFloors::<Test>::get().at(Clock::get()), Some(usd(50)));
	});
}

#[test]
fn set_bootstrap_price_should_fail_when_none_holds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(set(100), Error::<Test>::BootstrapNotFound);
	});
	ExtBuilder::default().bootstrap(usd(100)).build_and_execute(|| {
		assert_ok!(end());
		assert_noop!(set(100), Error::<Test>::BootstrapNotFound);
	});
}

#[test]
fn set_bootstrap_price_should_fail_when_there_was_a_market_price() {
	ExtBuilder::default().bootstrap(usd(100)).build_and_execute(|| {
		assert_ok!(set(110));
		settle();
		feed_all(&EVERYBODY, [100; 3]);
		assert_noop!(set(100), Error::<Test>::MarketPriceKnown);
		// Not in an outage either.
		next_block(DAY);
		assert_noop!(set(110), Error::<Test>::MarketPriceKnown);
		assert_ok!(end());
	});
}

#[test]
fn set_bootstrap_price_should_be_bounded_and_governed() {
	ExtBuilder::default().bootstrap(usd(100)).build_and_execute(|| {
		events();
		assert_ok!(set(123));
		assert_eq!(events(), [Event::BootstrapPriceSet { price: usd(123) }]);
		assert_eq!(BootstrapPrice::<Test>::get(), Some(usd(123)));
		for price in [0, 999_999_999, 10_u128.pow(24) + 1] {
			assert_noop!(
				Oracle::set_bootstrap_price(
					RuntimeOrigin::signed(NORMAL),
					Price::from_inner(price)
				),
				Error::<Test>::PriceOutOfBounds
			);
		}
		for origin in [RuntimeOrigin::signed(FAST), RuntimeOrigin::signed(1), RuntimeOrigin::root()]
		{
			assert_noop!(Oracle::set_bootstrap_price(origin, usd(1)), BadOrigin);
		}
	});
}

#[test]
fn end_bootstrap_should_need_a_fixed_price() {
	ExtBuilder::default().bootstrap(usd(FIXED)).build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(FAST), RuntimeOrigin::signed(1), RuntimeOrigin::root()]
		{
			assert_noop!(Oracle::end_bootstrap(origin), BadOrigin);
		}
		events();
		assert_ok!(end());
		assert_eq!(events(), [Event::BootstrapEnded]);
		assert_noop!(end(), Error::<Test>::BootstrapNotFound);
		assert_eq!((Oracle::credit(), Oracle::payout()), (None, None));
	});
}

#[test]
fn floors_should_each_end_in_their_time() {
	let floor = |cents, until| Floor { price: usd(cents), until };
	let mut floors = Floors::default();
	floors.add(floor(300, 10), 0);
	floors.add(floor(200, 20), 1);
	floors.add(floor(100, 30), 2);
	for (now, expected) in [(2, 300), (10, 300), (11, 200), (20, 200), (21, 100), (30, 100)] {
		assert_eq!(floors.at(now), Some(usd(expected)), "{now}");
	}
	assert_eq!(floors.at(31), None);
	// A higher one makes the lower ones idle.
	let mut raised = floors.clone();
	raised.add(floor(200, 40), 12);
	assert_eq!(raised.0.to_vec(), [floor(200, 40)]);
	// More than there is room for: the lowest that is kept holds for longer.
	floors.add(floor(50, 40), 3);
	floors.add(floor(25, 50), 4);
	assert_eq!(floors.0.to_vec(), [floor(300, 10), floor(200, 20), floor(100, 30), floor(50, 50)]);
}
