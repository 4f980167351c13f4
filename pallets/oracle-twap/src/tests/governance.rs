use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_traits::{OracleState::*, PriceOracle};
use sp_runtime::traits::BadOrigin;

fn pause(who: u64, hours: u8) -> DispatchResult {
	Oracle::pause(RuntimeOrigin::signed(who), hours)
}

#[test]
fn set_window_should_change_the_mean_within_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |window| Oracle::set_window(RuntimeOrigin::signed(NORMAL), window);
		settle();
		events();
		assert_ok!(set(12 * HOUR));
		assert_eq!(events(), [Event::WindowSet { window: 12 * HOUR }]);
		assert_eq!(Oracle::status().window, 12 * HOUR);
		assert_eq!(Oracle::state(), Degraded, "the longer window is mostly empty");
		assert_ok!(set(30 * MINUTE));
		assert_eq!(Oracle::state(), Fresh);
		for window in [0, 30 * MINUTE - 1, 12 * HOUR + 1, Moment::MAX] {
			assert_noop!(set(window), Error::<Test>::WindowOutOfBounds);
		}
		for origin in [RuntimeOrigin::signed(FAST), RuntimeOrigin::signed(1), RuntimeOrigin::root()]
		{
			assert_noop!(Oracle::set_window(origin, HOUR), BadOrigin);
		}
	});
}

#[test]
fn pause_should_stop_burns_only_and_end_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		events();
		let until = Clock::get() + HOUR;
		assert_ok!(pause(GUARD, 1));
		assert_eq!(events(), [Event::Paused { until }]);
		assert_eq!(Oracle::state(), Halted);
		assert_eq!(Oracle::credit(), None);
		assert_eq!(Oracle::payout(), Some(usd(101)));
		assert_eq!(Oracle::collateral(), Some(usd(100) * Price::from_rational(995, 1_000)));
		assert_eq!(Oracle::status().paused_until, Some(until));
		// Feeds go on meanwhile.
		run(59 * MINUTE, 100);
		assert_eq!(Oracle::state(), Halted);
		run(MINUTE, 100);
		assert_eq!(Oracle::state(), Fresh);
		assert_eq!(Oracle::status().paused_until, None);
	});
}

#[test]
fn pause_should_not_be_repeated_by_the_guard_within_14_days() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(pause(GUARD, 72));
		let end = START + 72 * HOUR;
		assert_noop!(pause(GUARD, 72), Error::<Test>::PausedRecently);
		next_block(end + 14 * DAY - 1 - START);
		assert_noop!(pause(GUARD, 1), Error::<Test>::PausedRecently);
		// The fast track may, at any time and as often as it takes.
		assert_ok!(pause(FAST, 1));
		assert_ok!(pause(FAST, 2));
		assert_eq!(PausedUntil::<Test>::get(), Some(Clock::get() + 2 * HOUR));
		next_block(2 * HOUR + 14 * DAY);
		assert_ok!(pause(GUARD, 1));
	});
}

#[test]
fn pause_should_last_between_1_and_72_hours() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [GUARD, FAST] {
			for hours in [0, 73, u8::MAX] {
				assert_noop!(pause(who, hours), Error::<Test>::PauseOutOfBounds);
			}
		}
		for origin in
			[RuntimeOrigin::signed(NORMAL), RuntimeOrigin::signed(1), RuntimeOrigin::root()]
		{
			assert_noop!(Oracle::pause(origin, 1), BadOrigin);
		}
	});
}

#[test]
fn unpause_should_end_a_pause_early() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		let unpause = |who| Oracle::unpause(RuntimeOrigin::signed(who));
		assert_noop!(unpause(FAST), Error::<Test>::NotPaused);
		assert_ok!(pause(GUARD, 72));
		for who in [GUARD, NORMAL, 1] {
			assert_noop!(unpause(who), BadOrigin);
		}
		assert_noop!(Oracle::unpause(RuntimeOrigin::root()), BadOrigin);
		events();
		assert_ok!(unpause(FAST));
		assert_eq!(events(), [Event::Unpaused]);
		assert_eq!(Oracle::state(), Fresh);
		assert_noop!(unpause(FAST), Error::<Test>::NotPaused);
		// The cool-down counts from here.
		assert_noop!(pause(GUARD, 1), Error::<Test>::PausedRecently);
		next_block(14 * DAY);
		assert_ok!(pause(GUARD, 1));
	});
}
