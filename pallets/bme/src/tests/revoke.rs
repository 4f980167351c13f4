//! Work that is taken back while its epoch is open.

use crate::{
	Bucket, Error, Event, FirstOpen, OpenWork, Payees,
	mock::*,
	types::{EpochWork, MAX_BUCKETS},
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{AccountId, CUC, Cuc, EpochIndex};
use orogen_primitives_traits::WorkLedger;
use proptest::prelude::*;
use sp_runtime::DispatchResult;

fn revoke(epoch: EpochIndex, cuc: Cuc, dues: &[(AccountId, Cuc)]) -> DispatchResult {
	<Bme as WorkLedger<AccountId>>::revoke(epoch, cuc, dues.to_vec())
}

#[test]
fn revoke_should_take_out_exactly_what_was_booked() {
	ExtBuilder::default().build_and_execute(|| {
		let (operator, gateway) = (account(20), account(21));
		assert_ok!(accrue(100 * CUC, &[(operator.clone(), 60 * CUC), (gateway.clone(), 5 * CUC)]));
		next_epoch();
		assert_ok!(accrue(10 * CUC, &[(operator.clone(), 7 * CUC)]));
		events();

		assert_ok!(revoke(
			0,
			40 * CUC,
			&[(operator.clone(), 20 * CUC), (gateway.clone(), 5 * CUC)]
		));
		assert_eq!(OpenWork::<Test>::get(0), Some(EpochWork { cuc: 60 * CUC, dues: 40 * CUC }));
		assert_eq!(OpenWork::<Test>::get(1), Some(EpochWork { cuc: 10 * CUC, dues: 7 * CUC }));
		assert_eq!(totals().open, u128::from(70 * CUC));
		assert_eq!(
			buckets(&operator),
			[
				Bucket::Unpriced { epoch: 0, cuc: 40 * CUC },
				Bucket::Unpriced { epoch: 1, cuc: 7 * CUC }
			]
		);
		// A payee without dues is not kept.
		assert!(!Payees::<Test>::contains_key(&gateway));
		assert_eq!(events(), [Event::WorkRevoked { epoch: 0, cuc: 40 * CUC, dues: 25 * CUC }]);
	});
}

#[test]
fn revoke_should_add_up_dues_of_one_payee_and_pass_over_zeros() {
	ExtBuilder::default().build_and_execute(|| {
		let both = account(20);
		assert_ok!(accrue(100, &[(both.clone(), 60), (both.clone(), 15)]));
		assert_ok!(revoke(0, 50, &[(both.clone(), 30), (account(33), 0), (both.clone(), 8)]));
		assert_eq!(buckets(&both), [Bucket::Unpriced { epoch: 0, cuc: 37 }]);
		assert!(!Payees::<Test>::contains_key(account(33)));
	});
}

#[test]
fn an_epoch_should_close_as_empty_when_all_of_it_is_revoked() {
	ExtBuilder::default().build_and_execute(|| {
		let operator = account(20);
		work_for(&operator, 8 * CUC);
		assert_ok!(revoke(0, 8 * CUC, &[(operator.clone(), 6 * CUC)]));
		assert_eq!(OpenWork::<Test>::get(0), None);
		assert_eq!(totals().open, 0);
		// No price is needed for it.
		set_prices(None, None);
		pass_epochs(3);
		assert!(FirstOpen::<Test>::get() > 0);
		assert_eq!((totals().consumed, totals().paid), (0, 0));
		assert!(buckets(&operator).is_empty());
	});
}

#[test]
fn what_is_left_of_an_epoch_should_be_paid_as_if_the_rest_had_never_been() {
	let paid = |revoked: Cuc| {
		let mut paid = 0;
		ExtBuilder::default().build_and_execute(|| {
			let operator = account(1);
			work_for(&operator, 8 * CUC);
			if revoked > 0 {
				work_for(&operator, revoked);
				assert_ok!(revoke(0, revoked, &[(operator.clone(), revoked / 4 * 3)]));
			}
			let before = balance(&operator);
			pass_epochs(3);
			assert_ok!(Bme::payout(RuntimeOrigin::signed(account(1)), operator.clone()));
			paid = balance(&operator) - before;
		});
		paid
	};
	assert!(paid(0) > 0);
	assert_eq!(paid(0), paid(400 * CUC));
}

#[test]
fn revoke_should_fail_when_the_epoch_is_closed_or_never_had_work() {
	ExtBuilder::default().build_and_execute(|| {
		let operator = account(20);
		work_for(&operator, 8 * CUC);
		pass_epochs(2);
		assert_eq!(FirstOpen::<Test>::get(), 1);
		assert_noop!(revoke(0, 1, &[]), Error::<Test>::EpochNotOpen);
		assert_noop!(revoke(2, 1, &[]), Error::<Test>::EpochNotOpen);
		assert_noop!(revoke(EpochIndex::MAX, 1, &[]), Error::<Test>::EpochNotOpen);
	});
}

#[test]
fn revoke_should_fail_when_it_was_not_booked() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (account(20), account(21));
		assert_ok!(accrue(100, &[(one.clone(), 50), (other.clone(), 10)]));
		assert_noop!(revoke(0, 101, &[]), Error::<Test>::WorkNotBooked);
		assert_noop!(revoke(0, 100, &[(one.clone(), 61)]), Error::<Test>::WorkNotBooked);
		// The sum is there, this payee's is not.
		assert_noop!(revoke(0, 1, &[(other.clone(), 11)]), Error::<Test>::WorkNotBooked);
		assert_noop!(revoke(0, 100, &[(account(22), 60)]), Error::<Test>::WorkNotBooked);
		assert_noop!(
			revoke(0, 1, &[(one.clone(), Cuc::MAX), (one.clone(), 1)]),
			sp_runtime::ArithmeticError::Overflow
		);
		// What is left must not owe more than its share.
		assert_noop!(revoke(0, 30, &[]), Error::<Test>::DuesExceedShare);
		assert_ok!(revoke(0, 100, &[(other, 10), (one, 50)]));
	});
}

#[test]
fn revoke_should_find_the_bucket_whatever_is_behind_it() {
	ExtBuilder::default().build_and_execute(|| {
		let operator = account(20);
		// Priced buckets of closed epochs that wait in the line, merged when the ring is full.
		crate::SupplyRecord::<Test>::mutate(|record| record.anniversary = 0);
		for _ in 0..MAX_BUCKETS + 9 {
			work_for(&operator, 1_000 * CUC);
			next_epoch();
		}
		let open = Epoch::get() - 1;
		assert!(open >= FirstOpen::<Test>::get());
		assert_ok!(revoke(open, 1_000 * CUC, &[(operator.clone(), 750 * CUC)]));
		assert!(buckets(&operator).iter().all(|bucket| bucket.epoch() != open));
		work_for(&operator, CUC);
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// Whatever is booked and revoked in whatever order: what is left is what is not revoked.
	#[test]
	fn what_is_revoked_should_leave_no_trace(
		steps in prop::collection::vec((1u64..1_000_000, 0u64..=75, 0u8..4, any::<bool>(), 0u8..10), 1..60)
	) {
		ExtBuilder::default().build_and_execute(|| {
			type Row = (EpochIndex, Cuc, Vec<(AccountId, Cuc)>);
			let mut rows: Vec<Row> = vec![];
			for (cuc, percent, who, back, other) in steps {
				if other == 0 {
					next_epoch();
				}
				let due = cuc / 100 * percent;
				let dues = vec![(account(20 + who), due / 5 * 4), (account(30), due / 5)];
				assert_ok!(accrue(cuc, &dues));
				rows.push((Epoch::get(), cuc, dues));
				if back {
					let (epoch, cuc, dues) = rows.swap_remove(usize::from(other) % rows.len());
					let open = epoch >= FirstOpen::<Test>::get();
					assert_eq!(revoke(epoch, cuc, &dues).is_ok(), open);
					if !open {
						rows.push((epoch, cuc, dues));
					}
				}
				Bme::do_try_state().unwrap();
				let open = rows.iter().filter(|row| row.0 >= FirstOpen::<Test>::get());
				let sum: Cuc = open.map(|row| row.1).sum();
				assert_eq!(totals().open, u128::from(sum));
			}
		});
	}
}
