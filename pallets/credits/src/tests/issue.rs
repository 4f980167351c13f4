//! Credits come into being and expire (SPEC §5).

use crate::{Accounts, DayTotals, Error, Event, LOT_DAYS, LotsByDay, TotalSupply, mock::*};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_traits::CreditIssuer;
use sp_runtime::{ArithmeticError, DispatchError};

#[test]
fn issue_should_create_a_lot_of_30_days() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Credits::issue(&PAUPER, 5));
		assert_eq!(lots(&PAUPER), vec![(30, 5)]);
		assert_eq!(TotalSupply::<Test>::get().created, 5);
		assert_eq!(Credits::outstanding(), 5);
		let expiry_day = today() + 30;
		assert_eq!(events(), vec![Event::CreditsIssued { who: PAUPER, amount: 5, expiry_day }]);
	});
}

#[test]
fn issue_should_fill_the_same_lot_when_it_is_the_same_day() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Credits::issue(&ALICE, 5));
		pass_time(DAY / 2 - 1);
		assert_ok!(Credits::issue(&ALICE, 6));
		assert_eq!(lots(&ALICE), vec![(30, 11)]);
		pass_time(1);
		assert_ok!(Credits::issue(&ALICE, 7));
		assert_eq!(lots(&ALICE), vec![(29, 11), (30, 7)]);
	});
}

#[test]
fn issue_should_fail_when_the_amount_is_0() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Credits::issue(&ALICE, 0), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn issue_should_fail_when_outstanding_credits_would_overflow() {
	ExtBuilder::default().credits(ALICE, u64::MAX - 10_000).build_and_execute(|| {
		open(ALICE, 50_000);
		assert_ok!(Credits::issue(&BOB, 10_000));
		assert_noop!(Credits::issue(&BOB, 1), DispatchError::from(ArithmeticError::Overflow));
		assert_eq!(Credits::outstanding(), u64::MAX);
		// All-time sums go on.
		run_days(31);
		assert_ok!(Credits::issue(&BOB, u64::MAX - 50_000));
	});
}

#[test]
fn lots_should_fill_31_buckets_and_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		for nth in 1..=40 {
			assert_ok!(Credits::issue(&ALICE, nth));
			let stored = Accounts::<Test>::get(&ALICE).lots.len();
			assert_eq!(stored, LOT_DAYS.min(nth.try_into().unwrap()));
			pass_time(DAY);
		}
		// Days 10..=40 of the 40; the oldest is not touched yet.
		let (first, last) = (lots(&ALICE)[0], lots(&ALICE)[30]);
		assert_eq!((first, last), ((-1, 10), (29, 40)));
		assert_eq!(Credits::outstanding(), (11..=40).sum::<u64>());
		assert_eq!(Credits::supply_today().breakage, (1..=10).sum::<u128>());
	});
}

#[test]
fn a_lot_should_live_through_its_expiry_day_and_not_into_the_next() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		// The last millisecond of the 30th day.
		pass_time(30 * DAY + DAY / 2 - 1);
		assert_eq!(Credits::outstanding(), MIN_CAP);
		assert_eq!(Credits::live_lots(&ALICE).len(), 1);
		pass_time(1);
		assert_eq!(Credits::outstanding(), 0);
		assert_eq!(Credits::live_lots(&ALICE).len(), 0);
		assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::InsufficientCredits);
	});
}

#[test]
fn a_touch_should_expire_old_lots_with_one_event() {
	ExtBuilder::default().credits(ALICE, 3).credits(BOB, 8).build_and_execute(|| {
		pass_time(DAY);
		assert_ok!(Credits::issue(&ALICE, 4));
		pass_time(31 * DAY);
		events();
		assert_ok!(Credits::issue(&ALICE, 5));
		assert_eq!(
			events(),
			vec![
				Event::CreditsExpired { who: ALICE, amount: 7 },
				Event::CreditsIssued { who: ALICE, amount: 5, expiry_day: today() + 30 },
			]
		);
		assert_eq!(lots(&ALICE), vec![(30, 5)]);
		// Bob's lot is counted as breakage, and still stored.
		assert_eq!(places(), (5, 0, 0, 15));
		assert_eq!(TotalSupply::<Test>::get().unswept, 8);
		assert_eq!(lots(&BOB), vec![(-2, 8)]);
	});
}

#[test]
fn day_totals_should_hold_when_days_or_years_are_skipped() {
	for days in [1, 2, 29, 30, 31, 32, 61, 62, 10_000] {
		ExtBuilder::default().credits(ALICE, 3).build_and_execute(|| {
			pass_time(DAY);
			assert_ok!(Credits::issue(&BOB, 4));
			pass_time(days * DAY);
			assert_ok!(Credits::issue(&CHARLIE, 5));
			let gone = if days >= 30 { 3 } else { 0 } + if days >= 31 { 4 } else { 0 };
			assert_eq!(places(), (12 - gone, 0, 0, gone.into()), "{days} days");
			Credits::do_try_state().unwrap();
		});
	}
}

#[test]
fn day_totals_should_roll_like_31_separate_days() {
	let full = |first| DayTotals { first, totals: core::array::from_fn(|at| 1 << at) };
	for passed in 0..40_u32 {
		let mut days = full(100);
		let gone = passed.min(31);
		let expired = if gone == 31 { (1 << 31) - 1 } else { (1_u64 << gone) - 1 };
		assert_eq!(days.expired(100 + passed), expired);
		assert_eq!(days.roll(100 + passed), expired);
		assert_eq!(days.first, 100 + passed);
		for day in 0..31 {
			let at = day + passed;
			let expected = if at < 31 { 1 << at } else { 0 };
			assert_eq!(days.get(100 + passed + day), Some(expected));
		}
		assert_eq!(days.get(100 + passed + 31), None);
		assert_eq!((100 + passed).checked_sub(1).and_then(|day| days.get(day)), None);
	}
	// A clock cannot go back; if it did, no day would pass.
	let mut days = full(100);
	assert_eq!(days.roll(99), 0);
	assert_eq!(days, full(100));
}

#[test]
fn nothing_should_be_stored_for_an_account_when_it_is_empty() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		pass_time(31 * DAY);
		assert!(Accounts::<Test>::contains_key(&ALICE));
		idle();
		assert!(!Accounts::<Test>::contains_key(&ALICE));
		assert_eq!(LotsByDay::<Test>::get().first, today());
	});
}
