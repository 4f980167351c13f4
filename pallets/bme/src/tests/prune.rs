//! Closings that are old enough go, their sums stay.

use crate::{
	Pruned,
	mock::*,
	pallet::{Closings, PrunedClosings},
	types::IDLE_PRUNINGS,
	weights::WeightInfo,
};
use frame_support::{assert_ok, weights::Weight};
use orogen_primitives_core::{CUC, OROG};

/// A chain on which 90 days are 9 epochs.
fn short_days(test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		EpochsPerYear::set(36);
		test();
	});
}

#[test]
fn closings_should_be_pruned_ninety_days_after_their_closing() {
	short_days(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		next_epoch();
		next_epoch();
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), payee));
		// Closed in epoch 2; 90 days are 8.87 epochs.
		while Epoch::get() < 10 {
			next_epoch();
			blocks(1);
			idle();
			assert!(Closings::<Test>::contains_key(0));
		}
		next_epoch();
		idle();
		assert!(!Closings::<Test>::contains_key(0));
		let pruned = PrunedClosings::<Test>::get();
		assert_eq!((pruned.cuc, pruned.end), (u128::from(100 * CUC), 200 * OROG));
		assert_eq!(totals().consumed, u128::from(100 * CUC));
		Bme::do_try_state().unwrap();
		// The next claim begins where the pruned one ended.
		work_for(&account(11), 100 * CUC);
		pass_epochs(2);
		assert_eq!(closing(Epoch::get() - 2).start, 200 * OROG);
	});
}

#[test]
fn closings_should_stay_when_a_due_is_not_priced() {
	short_days(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		pass_epochs(30);
		Bme::prune(Weight::MAX);
		assert!(Closings::<Test>::contains_key(0));
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), payee));
		Bme::prune(Weight::MAX);
		assert!(!Closings::<Test>::contains_key(0));
	});
}

#[test]
fn closings_should_stay_when_they_are_not_released() {
	short_days(|| {
		EpochsPerYear::set(7_305);
		work_for(&account(10), 1_000_000 * CUC);
		next_epoch();
		next_epoch();
		EpochsPerYear::set(36);
		for _ in 0..12 {
			end_epoch(true);
		}
		Bme::prune(Weight::MAX);
		assert!(Closings::<Test>::contains_key(0));
		assert_eq!(PrunedClosings::<Test>::get(), Pruned::default());
	});
}

#[test]
fn pruning_should_be_bounded_and_charged() {
	short_days(|| {
		pass_epochs(40);
		let look = <()>::prune();
		assert_eq!(Bme::prune(Weight::zero()), Weight::zero());
		assert_eq!(Bme::prune(look), look);
		assert_eq!(PrunedClosings::<Test>::get().next, 0);
		let used = Bme::prune(Weight::MAX);
		assert_eq!(PrunedClosings::<Test>::get().next, IDLE_PRUNINGS);
		let each = <()>::prune_closing().saturating_mul(IDLE_PRUNINGS.into());
		assert_eq!(used, look.saturating_add(each));
	});
}
