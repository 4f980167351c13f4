//! The payout preference and the swap queue: how it fills, and how it empties in idle blocks.

use crate::{
	Error, Event, Preference, SwapBounds, SwapEntries, SwapEntry, SwapLine,
	mock::*,
	pallet::{Payees, UsdcShares},
	swap_queue::{OrogReason, Venue, takeable},
	types::{IDLE_EXPIRIES, IDLE_SALES, MAX_QUEUED, MIN_QUEUED, QUEUE_EPOCHS},
	weights::WeightInfo,
};
use frame_support::{PalletId, assert_noop, assert_ok, weights::Weight};
use orogen_primitives_core::{AccountId, Balance, CUC, MILLI_OROG, OROG, pots};
use orogen_primitives_traits::{DollarMarket, OracleState};
use sp_runtime::{DispatchError, Perbill, TokenError, traits::AccountIdConversion};

fn payout(who: &AccountId) {
	assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), who.clone()));
}

/// Lets `who` earn 150 OROG, not paid yet.
fn earn(who: &AccountId) {
	work_for(who, 100 * CUC);
	pass_epochs(2);
	System::reset_events();
}

/// Endows `who`, who keeps the existential deposit beside what is on hold.
fn prefer(who: &AccountId, percent: u32) {
	endow(who);
	let share = Perbill::from_percent(percent);
	assert_ok!(Bme::set_payout_preference(RuntimeOrigin::signed(who.clone()), share));
	System::reset_events();
}

fn entries() -> Vec<SwapEntry<AccountId>> {
	let SwapBounds { first, next, .. } = SwapLine::<Test>::get();
	(first..next).map(|number| SwapEntries::<Test>::get(number).unwrap()).collect()
}

#[test]
fn payout_should_split_by_the_default_preference() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::from_percent(70));
		let payee = account(10);
		earn(&payee);
		payout(&payee);
		assert_eq!(balance(&payee), 45 * OROG);
		let since = Epoch::get();
		assert_eq!(entries(), [SwapEntry { who: payee.clone(), amount: 105 * OROG, since }]);
		assert_eq!(in_payouts(), 105 * OROG);
		assert!(!Payees::<Test>::contains_key(&payee));
		let paid = Event::Paid { who: payee.clone(), amount: 45 * OROG };
		assert_eq!(events(), [paid, Event::SwapQueued { who: payee, amount: 105 * OROG }]);
	});
}

#[test]
fn set_payout_preference_should_hold_for_what_is_paid_afterwards() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		endow(&payee);
		for (percent, direct) in [(100, 0), (0, 150), (40, 90)] {
			earn(&payee);
			let share = Perbill::from_percent(percent);
			assert_ok!(Bme::set_payout_preference(RuntimeOrigin::signed(payee.clone()), share));
			let who = payee.clone();
			assert_eq!(events(), [Event::PayoutPreferenceSet { who, share }]);
			let (before, waiting) = (balance(&payee), in_queue());
			payout(&payee);
			assert_eq!(balance(&payee) - before, direct * OROG);
			assert_eq!(in_queue() - waiting, (150 - direct) * OROG);
		}
		// The default, which is nothing here, is not stored.
		prefer(&payee, 0);
		assert!(!UsdcShares::<Test>::contains_key(&payee));
	});
}

#[test]
fn set_payout_preference_should_hold_a_deposit_until_the_default_is_back() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		let origin = || RuntimeOrigin::signed(payee.clone());
		let set = |percent| Bme::set_payout_preference(origin(), Perbill::from_percent(percent));
		let on_hold = || total_balance(&payee) - balance(&payee);
		earn(&payee);
		// Who has no OROG stores nothing.
		assert_noop!(set(40), TokenError::FundsUnavailable);
		endow(&payee);
		for percent in [40, 100, 1] {
			assert_ok!(set(percent));
			assert_eq!(on_hold(), PREFERENCE_DEPOSIT);
			let (share, deposit) = (Perbill::from_percent(percent), PREFERENCE_DEPOSIT);
			assert_eq!(UsdcShares::<Test>::get(&payee), Some(Preference { share, deposit }));
		}
		// Also once there are no dues.
		payout(&payee);
		assert!(!Payees::<Test>::contains_key(&payee));
		assert_ok!(set(2));
		assert_ok!(set(0));
		assert_eq!((on_hold(), UsdcShares::<Test>::get(&payee)), (0, None));
		assert_ok!(set(0));
	});
}

#[test]
fn try_state_should_fail_when_a_preference_is_not_sound() {
	let share = Perbill::from_percent(40);
	for (share, deposit) in [(share, 1), (Perbill::zero(), 0), (share, PREFERENCE_DEPOSIT)] {
		ExtBuilder::default().build().execute_with(|| {
			assert_ok!(Bme::do_try_state());
			UsdcShares::<Test>::insert(account(10), Preference { share, deposit });
			assert!(Bme::do_try_state().is_err());
		});
	}
	// A deposit without a preference.
	ExtBuilder::default().build().execute_with(|| {
		earn(&account(10));
		prefer(&account(10), 40);
		assert_ok!(Bme::do_try_state());
		UsdcShares::<Test>::remove(account(10));
		assert!(Bme::do_try_state().is_err());
	});
}

#[test]
fn payout_should_pay_the_pool_and_pots_in_orog() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::one());
		open_pool(400_000 * OROG, 200_000 * USDC);
		let escrow = PalletId(pots::ESCROW).into_account_truncating();
		let treasury = Bme::pot_account::<TreasuryPot>();
		for who in [pool(), escrow, treasury] {
			earn(&who);
			let before = balance(&who);
			payout(&who);
			assert_eq!((balance(&who) - before, in_queue()), (150 * OROG, 0));
			let reason = OrogReason::CannotReceive;
			let refusal = Event::PaidInOrog { who, amount: 150 * OROG, reason };
			assert_eq!(events()[1], refusal);
		}
	});
}

#[test]
fn set_payout_preference_should_fail_when_the_account_is_no_payee() {
	ExtBuilder::default().build_and_execute(|| {
		let share = Perbill::from_percent(10);
		let set = |who| Bme::set_payout_preference(RuntimeOrigin::signed(who), share);
		endow(&account(10));
		assert_noop!(set(account(10)), Error::<Test>::NotAPayee);
		work_for(&account(10), 100 * CUC);
		assert_ok!(set(account(10)));
		assert_noop!(
			Bme::set_payout_preference(RuntimeOrigin::root(), share),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Bme::set_payout_preference(RuntimeOrigin::none(), share),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn payout_should_pay_small_shares_and_rests_in_one() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		// 1.4 OROG of 70 %: 0.98, less than an entry needs.
		DefaultUsdcShare::set(Perbill::from_percent(70));
		work_for(&payee, 933_333);
		pass_epochs(2);
		payout(&payee);
		assert_eq!(in_queue(), 0);
		assert!(balance(&payee) > OROG);
		// A rest below the existential deposit goes with the share, to an account without OROG too.
		DefaultUsdcShare::set(Perbill::from_parts(999_999_000));
		let other = account(11);
		earn(&other);
		payout(&other);
		assert_eq!((balance(&other), in_queue()), (0, 150 * OROG));
	});
}

#[test]
fn payout_should_pay_in_orog_at_once_when_the_queue_is_full() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		earn(&payee);
		prefer(&payee, 70);
		// A full queue of others, whose OROG is in the pot.
		let line = SwapBounds { first: 0, next: MAX_QUEUED, amount: u128::from(MAX_QUEUED) * OROG };
		SwapLine::<Test>::put(line);
		payout(&payee);
		assert_eq!(balance(&payee), 150 * OROG + MILLI_OROG);
		let refusal = Event::PaidInOrog {
			who: payee.clone(),
			amount: 105 * OROG,
			reason: OrogReason::QueueFull,
		};
		assert_eq!(events(), [Event::Paid { who: payee, amount: 150 * OROG }, refusal]);
		SwapLine::<Test>::kill();
	});
}

#[test]
fn payout_should_pay_in_orog_at_once_when_the_payee_cannot_receive_dollars() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		earn(&payee);
		prefer(&payee, 70);
		give_dollars(&payee, USDC);
		assert_ok!(Assets::block(RuntimeOrigin::signed(account(9)), 1, payee.clone()));
		System::reset_events();
		payout(&payee);
		assert_eq!(balance(&payee), 150 * OROG + MILLI_OROG);
		assert!(matches!(events()[1], Event::PaidInOrog { reason: OrogReason::CannotReceive, .. }));
	});
}

#[test]
fn payout_should_wait_when_the_payee_is_held() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		earn(&payee);
		Held::set(vec![payee.clone()]);
		assert_noop!(
			Bme::payout(RuntimeOrigin::signed(customer()), payee.clone())
				.map(drop)
				.map_err(|error| error.error),
			Error::<Test>::PayeeHeld
		);
		// Neither new work nor an idle block pays; nobody else waits for it.
		let other = account(11);
		assert_ok!(accrue(200 * CUC, &[(payee.clone(), 75 * CUC), (other.clone(), 75 * CUC)]));
		pass_epochs(2);
		idle();
		assert_eq!((balance(&payee), balance(&other)), (0, 150 * OROG));
		Held::set(vec![]);
		payout(&payee);
		assert_eq!(balance(&payee), 300 * OROG);
	});
}

#[test]
fn idle_blocks_should_sell_a_bounded_part_of_the_pool() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::one());
		open_pool(4_000 * OROG, 2_000 * USDC);
		let payee = account(10);
		earn(&payee);
		payout(&payee);
		events();
		let mut sold = 0;
		while in_queue() > 0 {
			let (before, waiting) = (reserves(), in_queue());
			idle();
			let part = waiting - in_queue();
			assert!(part <= before.orog / 200, "{part}");
			if part == 0 {
				break;
			}
			assert_eq!(reserves().orog, before.orog + part);
			sold += part;
			// The others of the market keep the price.
			OracleSpot::set(Some(usd(reserves().dollars * 1_000_000, reserves().orog)));
		}
		assert_eq!((sold, in_queue(), in_payouts()), (150 * OROG, 0, 0));
		// A little less than half a dollar each, for slippage and fee.
		assert!(dollars(&payee) > 71 * USDC && dollars(&payee) < 75 * USDC);
		assert!(matches!(events()[0], Event::Swapped { venue: Venue::Market, .. }));
	});
}

#[test]
fn idle_blocks_should_not_sell_below_99_percent_of_the_spot_price() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::one());
		open_pool(400_000 * OROG, 200_000 * USDC);
		earn(&account(10));
		payout(&account(10));
		for (spot, sells) in [(Some(usd(51, 100)), false), (None, false), (Some(usd(1, 2)), true)] {
			OracleSpot::set(spot);
			// One source alone does not say when to sell.
			Oracle::set(OracleState::Degraded);
			idle();
			assert!(in_queue() > 0);
			Oracle::set(OracleState::Fresh);
			idle();
			assert_eq!(in_queue() == 0, sells);
		}
	});
}

#[test]
fn idle_blocks_should_sell_smaller_parts_when_a_full_one_moves_the_price_too_far() {
	// The pool's price in per mille of the spot price.
	for (price, sells) in [(995, true), (994, true), (992, false)] {
		ExtBuilder::default().build_and_execute(|| {
			DefaultUsdcShare::set(Perbill::one());
			open_pool(4_000 * OROG, 2 * price * USDC);
			earn(&account(10));
			payout(&account(10));
			let full = Market::quote_sell(20 * OROG).unwrap();
			assert!(full < 9_900_000, "half a per cent of the pool is refused");
			idle();
			let sold = 150 * OROG - in_queue();
			assert_eq!(sold > 0, sells, "{price}");
			assert!(sold <= 20 * OROG);
			// 99 % of half a dollar or better.
			assert!(dollars(&account(10)) * 2 * OROG >= sold * USDC * 99 / 100);
		});
	}
}

#[test]
fn idle_blocks_should_sell_a_bounded_number_of_entries() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::one());
		open_pool(4_000_000 * OROG, 2_000_000 * USDC);
		for seed in 10..20 {
			earn(&account(seed));
			payout(&account(seed));
		}
		let before = entries().len();
		idle();
		assert_eq!(before - entries().len(), IDLE_SALES as usize);
	});
}

#[test]
fn unsold_entries_should_be_paid_in_orog_after_twenty_epochs() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::one());
		for seed in 10..22 {
			work_for(&account(seed), 100 * CUC);
		}
		pass_epochs(2);
		for seed in 10..22 {
			payout(&account(seed));
		}
		pass_epochs(QUEUE_EPOCHS - 1);
		idle();
		assert_eq!(entries().len(), 12);
		next_epoch();
		System::reset_events();
		idle();
		assert_eq!(entries().len(), 12 - IDLE_EXPIRIES as usize);
		assert_eq!(balance(&account(10)), 150 * OROG);
		let unsold =
			Event::PaidInOrog { who: account(10), amount: 150 * OROG, reason: OrogReason::Unsold };
		assert_eq!(events()[0], unsold);
		idle();
		assert_eq!((in_queue(), in_payouts()), (0, 0));
	});
}

#[test]
fn idle_blocks_should_use_no_more_than_they_are_given() {
	ExtBuilder::default().build_and_execute(|| {
		DefaultUsdcShare::set(Perbill::one());
		open_pool(400_000 * OROG, 200_000 * USDC);
		earn(&account(10));
		payout(&account(10));
		let look = <()>::serve_queue();
		assert_eq!(Bme::serve_queue(Weight::zero()), Weight::zero());
		assert_eq!(Bme::serve_queue(look), look);
		let short = look
			.saturating_add(<()>::sell_queued(IDLE_SALES))
			.saturating_sub(Weight::from_parts(1, 0));
		assert!(Bme::serve_queue(short).all_lte(short));
		assert_eq!(in_queue(), 150 * OROG);
		let enough = Weight::MAX;
		assert!(Bme::serve_queue(enough).any_gt(look));
		assert_eq!(in_queue(), 0);
	});
}

#[test]
fn parts_should_leave_what_any_account_can_receive() {
	for (amount, wanted, part) in [
		(10, 10, 10),
		(10, 11, 10),
		(10, 9, 7),
		(10, 7, 7),
		(10, 6, 6),
		(10, 0, 0),
		(3, 2, 0),
		(2, 1, 0),
	] {
		let taken: Balance = takeable(amount, wanted, 3);
		assert_eq!(taken, part, "{amount} {wanted}");
	}
	const { assert!(MIN_QUEUED >= MILLI_OROG) };
}
