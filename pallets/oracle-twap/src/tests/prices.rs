use crate::{mock::*, *};
use frame_support::assert_ok;
use orogen_primitives_traits::{
	CreditQuote, EndedEpoch, EpochHandler, OracleState::*, PriceOracle,
};

fn credit() -> Option<u128> {
	Oracle::credit().map(|CreditQuote { price, bootstrap }| {
		assert!(!bootstrap);
		price.into_inner() / 10_u128.pow(12)
	})
}

/// Payout price in millionths of a dollar.
fn payout() -> Option<u128> {
	Oracle::payout().map(|price| price.into_inner() / 10_u128.pow(12))
}

fn new_epoch() {
	let weight = Oracle::on_new_epoch(EndedEpoch { index: 0, blocks: 720, void: false });
	assert_eq!(weight, <() as WeightInfo>::on_new_epoch());
}

#[test]
fn an_oracle_without_samples_should_be_halted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Oracle::state(), Halted);
		assert_eq!(Oracle::credit(), None);
		assert_eq!(Oracle::payout(), None);
		assert_eq!(Oracle::collateral(), None);
		assert_eq!(
			Oracle::status(),
			OracleView {
				state: Halted,
				twap: None,
				spot: None,
				credit: None,
				bootstrap: false,
				payout: None,
				window: WINDOW,
				members: 5,
				live_sources: 0,
				paused_until: None,
			}
		);
	});
}

#[test]
fn a_new_oracle_should_be_degraded_until_half_of_the_window_is_filled() {
	ExtBuilder::default().build_and_execute(|| {
		run(WINDOW / 2, 100);
		assert_eq!(Oracle::state(), Degraded);
		assert_eq!((credit(), payout()), (Some(990_000), Some(1_010_000)));
		next_block(1);
		// The first block in which more than half of it is filled.
		assert_eq!(Oracle::state(), Fresh);
		assert_eq!((credit(), payout()), (Some(995_000), Some(1_000_000)));
		assert_eq!(
			Oracle::status(),
			OracleView {
				state: Fresh,
				twap: Some(usd(100)),
				spot: Some(usd(100)),
				credit: Some(Price::from_inner(995_000_000_000_000_000)),
				bootstrap: false,
				payout: Some(usd(100)),
				window: WINDOW,
				members: 5,
				live_sources: 3,
				paused_until: None,
			}
		);
	});
}

#[test]
fn lag_should_never_be_an_arbitrage() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		// Rising: burns at the mean, payouts at the spot.
		feed_all(&EVERYBODY, [110; 3]);
		next_block(6_000);
		assert_eq!(Oracle::state(), Fresh);
		let status = Oracle::status();
		assert_eq!(status.spot, Some(usd(110)));
		assert!(status.twap.unwrap() < usd(101));
		assert!(status.credit.unwrap() < usd(100));
		assert_eq!(status.payout, Some(usd(110)));
		// Falling: burns at the spot, payouts at the mean.
		feed_all(&EVERYBODY, [90; 3]);
		next_block(6_000);
		let status = Oracle::status();
		assert_eq!(credit(), Some(895_500));
		let rounding = status.payout.unwrap().into_inner() - status.twap.unwrap().into_inner();
		assert!(rounding <= 1, "of {:?}", status.twap);
		assert!(status.payout.unwrap() >= usd(100));
	});
}

#[test]
fn one_silent_feeder_should_change_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		for _ in 0..10 {
			feed_all(&[1, 2, 3, 4], [100; 3]);
			next_block(MINUTE);
		}
		assert_eq!(Oracle::sources()[0].feeders, 4);
		assert_eq!((Oracle::state(), credit()), (Fresh, Some(995_000)));
	});
}

#[test]
fn fewer_than_three_feeders_should_degrade_and_never_halt() {
	ExtBuilder::default().members(&[(1, STAKE), (2, STAKE), (3, STAKE)]).build_and_execute(|| {
		for _ in 0..30 {
			feed_all(&[1, 2, 3], [100; 3]);
			next_block(MINUTE);
		}
		assert_eq!(Oracle::state(), Fresh);
		for _ in 0..6 {
			feed_all(&[1, 2], [100; 3]);
			next_block(MINUTE);
		}
		assert_eq!((Oracle::state(), credit()), (Degraded, Some(990_000)));
		for _ in 0..6 {
			feed_all(&[2], [100; 3]);
			next_block(MINUTE);
		}
		assert_eq!((Oracle::state(), credit()), (Degraded, Some(990_000)));
		// Each on a source of its own: three members, three sources.
		for _ in 0..6 {
			for (who, source) in [(1, 0), (2, 1), (3, 2)] {
				feed(who, source, 100).unwrap();
			}
			next_block(MINUTE);
		}
		assert_eq!(Oracle::state(), Fresh);
	});
}

#[test]
fn one_lying_feeder_should_not_move_the_price() {
	// It owns 98 % of the stake, and weighs 40 %.
	ExtBuilder::default().members(&[(1, STAKE), (2, STAKE), (9, 98 * STAKE)]).build_and_execute(
		|| {
			for (lie, expected) in [(1_000_000, 101), (1, 100), (100, 100)] {
				for _ in 0..20 {
					feed_all(&[1], [100; 3]);
					feed_all(&[2], [101; 3]);
					feed_all(&[9], [lie; 3]);
					next_block(MINUTE);
				}
				assert_eq!(Oracle::status().spot, Some(usd(expected)));
				assert_eq!(Oracle::state(), Fresh);
			}
			// Against one other member it decides: that is what Degraded is for.
			for _ in 0..6 {
				feed_all(&[1], [100; 3]);
				feed_all(&[9], [115; 3]);
				next_block(MINUTE);
			}
			assert_eq!((Oracle::state(), Oracle::status().spot), (Degraded, Some(usd(115))));
			assert!(credit().unwrap() < 1_000_000, "the last good price bounds it");
		},
	);
}

#[test]
fn one_member_alone_on_two_sources_should_not_own_the_prices() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		// Even two are not enough against three.
		for alone in [&[5][..], &[4, 5]] {
			for lie in [50, 97, 103, 124, 100_000] {
				for _ in 0..6 {
					for who in [1, 2, 3] {
						feed(who, 0, 100).unwrap();
					}
					for (who, source) in alone.iter().flat_map(|who| [(*who, 1), (*who, 2)]) {
						feed(who, source, lie).unwrap();
					}
					next_block(MINUTE);
				}
				let status = Oracle::status();
				assert_eq!(status.state, Degraded, "one source is not enough: {lie}");
				assert_eq!((status.spot, status.live_sources), (Some(usd(100)), 1), "{lie}");
				assert_eq!((credit(), payout()), (Some(990_000), Some(1_010_000)), "{lie}");
			}
		}
		// The third makes it a source.
		for (who, source) in [(3, 1), (3, 2), (4, 1), (4, 2), (5, 1), (5, 2)] {
			feed(who, source, 102).unwrap();
		}
		next_block(6_000);
		assert_eq!((Oracle::state(), Oracle::status().live_sources), (Fresh, 3));
	});
}

#[test]
fn a_dropped_source_should_bound_degraded_prices() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		new_epoch();
		feed_all(&EVERYBODY, [130, 131, 50]);
		next_block(6_000);
		// The jump degrades; the median leaves the third source out.
		assert_eq!((Oracle::state(), Oracle::status().spot), (Degraded, Some(usd(261) / 2.into())));
		assert_eq!((credit(), payout()), (Some(495_000), Some(1_323_100)));
		feed_all(&EVERYBODY, [130, 131, 900]);
		next_block(6_000);
		assert_eq!((credit(), payout()), (Some(990_000), Some(9_090_000)));
	});
}

#[test]
fn a_source_that_one_member_controls_should_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		for lie in [50, 100_000, 94, 106] {
			for _ in 0..6 {
				for who in [1, 2, 3, 4] {
					feed(who, 0, 100).unwrap();
					feed(who, 1, 100).unwrap();
				}
				feed(5, 2, lie).unwrap();
				next_block(MINUTE);
			}
			assert_eq!(Oracle::state(), Fresh, "{lie}");
			assert_eq!((credit(), payout()), (Some(995_000), Some(1_000_000)), "{lie}");
			assert_eq!(Oracle::status().live_sources, 2);
		}
	});
}

#[test]
fn one_late_feeder_should_count_for_as_long_as_its_samples_live() {
	ExtBuilder::default().members(&[(1, STAKE), (2, STAKE)]).build_and_execute(|| {
		// Member 2 is always four minutes late.
		let late = |cents| {
			let timestamp = Clock::get() - 4 * MINUTE;
			Oracle::feed(RuntimeOrigin::signed(2), 0, usd(cents), timestamp)
		};
		feed(1, 0, 100).unwrap();
		assert_ok!(late(200));
		next_block(MINUTE);
		assert_eq!(Oracle::sources()[0].value, Some(usd(150)));
		next_block(1);
		assert_eq!(Oracle::sources()[0].value, Some(usd(100)));
		assert_ok!(late(200));
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].value, Some(usd(150)));
	});
}

#[test]
fn disagreement_should_degrade_and_then_halt() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		let two = |a, b| {
			next_block(6 * MINUTE);
			for who in EVERYBODY {
				feed(who, 0, a).unwrap();
				feed(who, 1, b).unwrap();
			}
			next_block(6_000);
			(Oracle::state(), credit(), payout())
		};
		assert_eq!(two(100, 105).0, Fresh);
		assert_eq!(two(100, 106), (Degraded, Some(990_000), Some(1_070_600)));
		assert_eq!(two(90, 110), (Degraded, Some(891_000), Some(1_111_000)));
		// Burns stop, and payouts too: nobody can say which one is right.
		assert_eq!(two(100, 126), (Halted, None, None));
		assert!(Oracle::collateral().is_some(), "settlement goes on");
		// Recovery needs nobody.
		assert_eq!(two(100, 100).0, Fresh);
	});
}

#[test]
fn one_live_source_should_degrade() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		next_block(6 * MINUTE);
		for who in EVERYBODY {
			feed(who, 2, 120).unwrap();
		}
		next_block(6_000);
		assert_eq!(Oracle::state(), Degraded);
		// Burns at the last good price, payouts at the new one.
		assert_eq!((credit(), payout()), (Some(990_000), Some(1_212_000)));
	});
}

#[test]
fn a_jump_should_degrade_until_it_is_an_epoch_old() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		new_epoch();
		feed_all(&EVERYBODY, [120; 3]);
		next_block(6_000);
		assert_eq!(Oracle::state(), Fresh, "20 % is no jump");
		feed_all(&EVERYBODY, [121; 3]);
		next_block(6_000);
		assert_eq!(Oracle::state(), Degraded);
		// The last good prices are those of before the jump.
		assert!(credit().unwrap() < 992_000);
		assert_eq!(payout(), Some(1_222_100));
		run(10 * MINUTE, 121);
		assert_eq!(Oracle::state(), Degraded);
		// At the next epoch the price of an epoch ago is still the old one ...
		new_epoch();
		assert_eq!(Oracle::state(), Degraded);
		run(10 * MINUTE, 121);
		// ... and at the one after it is the new one.
		new_epoch();
		assert_eq!(Oracle::state(), Fresh);
		assert_eq!(Spots::<Test>::get().previous, Some(usd(121)));
	});
}

#[test]
fn an_epoch_without_a_price_should_be_nothing_to_measure_a_jump_by() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		next_block(6 * MINUTE);
		new_epoch();
		assert_eq!(Spots::<Test>::get().current, None);
		for who in EVERYBODY {
			feed(who, 0, 100).unwrap();
			feed(who, 1, 200).unwrap();
		}
		next_block(6_000);
		new_epoch();
		assert_eq!(Spots::<Test>::get().current, None, "torn");
		run(30 * MINUTE, 200);
		assert_eq!(Oracle::state(), Fresh);
	});
}

#[test]
fn half_of_the_window_empty_should_degrade() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		run(WINDOW, 100);
		assert_eq!(Oracle::state(), Fresh);
		// Nobody feeds for a little less than half of the window, samples' lives not counted.
		next_block(WINDOW / 2 + 3 * MINUTE);
		assert_eq!(Oracle::state(), Halted);
		feed_all(&EVERYBODY, [100; 3]);
		next_block(6_000);
		assert_eq!(Oracle::state(), Fresh, "recovery in the first good block");
		next_block(WINDOW / 2 + 6 * MINUTE);
		feed_all(&EVERYBODY, [100; 3]);
		next_block(6_000);
		assert_eq!(Oracle::state(), Degraded);
		run(WINDOW / 2, 100);
		assert_eq!(Oracle::state(), Fresh);
	});
}

#[test]
fn an_outage_should_halt_and_recover_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		let fed = Clock::get() - 6_000;
		// Burns stop when the samples are five minutes old, payouts when they are thirty.
		next_block(fed + 5 * MINUTE - Clock::get());
		assert_eq!((Oracle::state(), credit()), (Fresh, Some(995_000)));
		next_block(1);
		assert_eq!((Oracle::state(), credit(), payout()), (Halted, None, Some(1_010_000)));
		assert_eq!(Oracle::collateral(), Some(usd(100) * Price::from_rational(995, 1_000)));
		next_block(25 * MINUTE - 1);
		assert_eq!(payout(), Some(1_010_000));
		next_block(1);
		assert_eq!(payout(), None);
		assert_eq!(Oracle::collateral(), Some(usd(100) * Price::from_rational(995, 1_000)));
		// The chain itself stood still for a day: the first block sees nothing live.
		next_block(DAY);
		assert_eq!((Oracle::state(), payout()), (Halted, None));
		feed_all(&EVERYBODY, [300; 3]);
		assert_eq!(Oracle::state(), Halted);
		next_block(6_000);
		assert_eq!(Oracle::state(), Degraded);
		// What was good a day ago still bounds the burns, and the new price the payouts.
		assert_eq!((credit(), payout()), (Some(990_000), Some(3_030_000)));
		assert_eq!(Oracle::status().twap, Some(usd(300)), "nothing of a day ago is in the window");
		run(WINDOW / 2, 300);
		assert_eq!((Oracle::state(), credit()), (Fresh, Some(2_985_000)));
	});
}

#[test]
fn payouts_of_a_halted_oracle_should_take_the_last_good_price_into_account() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		feed_all(&EVERYBODY, [90; 3]);
		next_block(6 * MINUTE);
		assert_eq!((Oracle::state(), payout()), (Halted, Some(1_010_000)));
	});
}

#[test]
fn a_departure_in_a_block_should_not_move_the_price_of_that_block() {
	ExtBuilder::default().members(&[(1, STAKE), (2, 2 * STAKE)]).build_and_execute(|| {
		feed(1, 0, 100).unwrap();
		feed(2, 0, 300).unwrap();
		next_block(6_000);
		let before = Oracle::status();
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(2)));
		assert_eq!(Oracle::status(), OracleView { members: 1, ..before });
		next_block(6_000);
		assert_eq!(Oracle::status().spot, Some(usd(100)));
	});
}
