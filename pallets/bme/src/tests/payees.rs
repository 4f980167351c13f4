//! What payees are owed and how they are paid: `accrue`, `payout`, the cursor of `on_idle`.

use crate::{
	Bucket, EpochWork, Error, Event, Parameters,
	mock::*,
	pallet::{ClaimLine, Closings, FirstUnreleased, IdleSweep, OpenWork, Payees},
	types::{ACCRUE_PAYMENTS, ACCRUE_PRICINGS, IDLE_PAYEES, MAX_BUCKETS, MAX_OPEN_EPOCHS},
	weights::WeightInfo,
};
use frame_support::{
	assert_noop, assert_ok, dispatch::DispatchClass, traits::Hooks, weights::Weight,
};
use orogen_primitives_core::{AccountId, Balance, CUC, Cuc, MILLI_OROG, OROG};
use orogen_primitives_traits::WorkLedger;
use sp_runtime::{ArithmeticError, DispatchError};

fn payout(who: &AccountId) -> Result<Balance, DispatchError> {
	let before = balance(who);
	Bme::payout(RuntimeOrigin::signed(customer()), who.clone()).map_err(|error| error.error)?;
	Ok(balance(who) - before)
}

fn idle() {
	Bme::on_idle(System::block_number(), Weight::MAX);
}

fn unpriced(epoch: u32, cuc: Cuc) -> Bucket {
	Bucket::Unpriced { epoch, cuc }
}

fn priced(epoch: u32, amount: Balance) -> Bucket {
	Bucket::Priced { epoch, amount }
}

#[test]
fn accrue_should_add_to_the_current_epoch_and_its_payees() {
	ExtBuilder::default().build_and_execute(|| {
		let (operator, gateway) = (account(10), account(11));
		let dues = [
			(operator.clone(), 60 * CUC),
			(gateway.clone(), 10 * CUC),
			(operator.clone(), 5 * CUC),
		];
		assert_ok!(accrue(100 * CUC, &dues));
		assert_ok!(accrue(10 * CUC, &[(gateway.clone(), CUC), (account(12), 0)]));
		let work = EpochWork { cuc: 110 * CUC, dues: 76 * CUC };
		assert_eq!(OpenWork::<Test>::get(0), Some(work));
		assert_eq!(totals().open, u128::from(110 * CUC));
		assert_eq!(buckets(&operator), [unpriced(0, 65 * CUC)]);
		assert_eq!(buckets(&gateway), [unpriced(0, 11 * CUC)]);
		assert_eq!(Payees::<Test>::iter().count(), 2);
		let first = Event::WorkAccrued { epoch: 0, cuc: 100 * CUC, dues: 75 * CUC };
		let second = Event::WorkAccrued { epoch: 0, cuc: 10 * CUC, dues: CUC };
		assert_eq!(events(), [first, second]);
	});
}

#[test]
fn accrue_should_do_nothing_when_there_is_no_work() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(accrue(0, &[(account(10), 1)]), Error::<Test>::DuesExceedShare);
		assert_ok!(accrue(0, &[]));
		assert_eq!(OpenWork::<Test>::get(0), None);
		assert_eq!(events(), []);
	});
}

#[test]
fn accrue_should_fail_when_dues_exceed_the_operators_share() {
	ExtBuilder::default().build_and_execute(|| {
		let half = 38 * CUC;
		assert_noop!(
			accrue(100 * CUC, &[(account(10), half), (account(11), half)]),
			Error::<Test>::DuesExceedShare
		);
		assert_noop!(
			accrue(Cuc::MAX, &[(account(10), Cuc::MAX), (account(11), 1)]),
			ArithmeticError::Overflow
		);
		assert_ok!(accrue(3, &[(account(10), 2)]));
		assert_noop!(accrue(3, &[(account(10), 3)]), Error::<Test>::DuesExceedShare);
	});
}

#[test]
fn accrue_should_fail_when_too_many_epochs_are_open() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		set_prices(Some(usd(1, 2)), None);
		for _ in 0..MAX_OPEN_EPOCHS {
			work_for(&payee, 100 * CUC);
			next_epoch();
		}
		assert_noop!(accrue(CUC, &[]), Error::<Test>::TooManyOpenEpochs);
		// The credits hear of each block in which nothing can be settled, and of no other one.
		let first = System::block_number();
		assert_eq!(Standstills::get(), [first]);
		blocks(2);
		assert_eq!(Standstills::get(), [first, first + 1, first + 2]);
		let weight = Bme::on_initialize(first + 2);
		assert_eq!(Standstills::take().len(), 4);
		// The price comes back: one epoch closes a block, and there is room again.
		set_prices(Some(usd(1, 2)), Some(usd(1, 2)));
		next_block();
		assert!(Standstills::get().is_empty());
		assert!(weight.ref_time() >= Weight::from_parts(7_000_000_000_000, 0).ref_time());
		work_for(&payee, 100 * CUC);
		assert_eq!(buckets(&payee).len(), MAX_OPEN_EPOCHS as usize);
	});
}

#[test]
fn operator_share_should_be_75_percent_rounded_down() {
	for (cuc, share) in [(0, 0), (1, 0), (2, 1), (100, 75), (101, 75)] {
		assert_eq!(<Bme as WorkLedger<AccountId>>::operator_share(cuc), share);
	}
}

#[test]
fn payout_should_pay_every_released_epoch_in_one_transfer() {
	let parameters = Parameters { closing_delay: 3, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		let payee = account(10);
		for _ in 0..3 {
			work_for(&payee, 100 * CUC);
			next_epoch();
		}
		next_epoch();
		next_epoch();
		// Epochs 0 and 1 are closed, 2 is not.
		assert_eq!(payout(&payee), Ok(300 * OROG));
		assert_eq!(buckets(&payee), [unpriced(2, 75 * CUC)]);
		assert!(events().contains(&Event::Paid { who: payee.clone(), amount: 300 * OROG }));
		next_epoch();
		assert_eq!(payout(&payee), Ok(150 * OROG));
		assert_eq!(Payees::<Test>::iter().count(), 0);
		assert_eq!(in_payouts(), 0);
		assert_eq!(totals().paid, 600 * OROG);
	});
}

#[test]
fn payout_should_fail_when_the_origin_is_not_signed() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Bme::payout(origin, account(10)), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn payout_should_fail_when_nothing_is_released() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		assert_eq!(payout(&payee), Err(Error::<Test>::NothingPayable.into()));
		// Open.
		work_for(&payee, 10_000 * CUC);
		assert_eq!(payout(&payee), Err(Error::<Test>::NothingPayable.into()));
		next_epoch();
		next_epoch();
		// Closed, and 20,000 OROG are more than the headroom.
		assert_eq!(FirstUnreleased::<Test>::get(), 0);
		assert_eq!(payout(&payee), Err(Error::<Test>::NothingPayable.into()));
		assert_eq!(buckets(&payee), [unpriced(0, 7_500 * CUC)]);
	});
}

#[test]
fn payout_should_fail_when_the_dues_cannot_bring_the_account_to_life() {
	ExtBuilder::default().build_and_execute(|| {
		let (new, alive) = (account(10), account(11));
		assert_ok!(Balances::transfer_keep_alive(
			RuntimeOrigin::signed(customer()),
			alive.clone(),
			MILLI_OROG
		));
		// 0.0004 CUC each are worth 0.0008 OROG.
		assert_ok!(accrue(1_200, &[(new.clone(), 400), (alive.clone(), 400)]));
		next_epoch();
		next_epoch();
		assert_eq!(payout(&alive), Ok(800_000_000));
		assert_eq!(payout(&new), Err(Error::<Test>::DuesBelowExistentialDeposit.into()));
		// They stay, also when new work comes and when the cursor passes, and are paid in the end.
		idle();
		assert_eq!(buckets(&new), [priced(0, 800_000_000)]);
		assert_ok!(accrue(1_200, &[(new.clone(), 400)]));
		next_epoch();
		next_epoch();
		assert_eq!(payout(&new), Ok(1_600_000_000));
	});
}

#[test]
fn payout_should_refund_the_weight_of_buckets_that_are_not_priced() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		let origin = || RuntimeOrigin::signed(customer());
		let error = Bme::payout(origin(), payee.clone()).unwrap_err();
		assert_eq!(error.post_info.actual_weight, Some(<() as WeightInfo>::payout(0)));
		next_epoch();
		next_epoch();
		let info = Bme::payout(origin(), payee).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::payout(1)));
	});
}

#[test]
fn accrue_should_pay_what_is_released() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		next_epoch();
		next_epoch();
		work_for(&payee, 100 * CUC);
		assert_eq!(balance(&payee), 150 * OROG);
		assert_eq!(buckets(&payee), [unpriced(2, 75 * CUC)]);
		// Nothing more in the same epoch.
		work_for(&payee, 100 * CUC);
		assert_eq!(balance(&payee), 150 * OROG);
	});
}

#[test]
fn accrue_should_price_a_bounded_number_of_buckets() {
	let parameters = Parameters { closing_delay: 10, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		let payee = account(10);
		for _ in 0..10 {
			work_for(&payee, 100 * CUC);
			next_epoch();
		}
		pass_epochs(11);
		assert_eq!(FirstUnreleased::<Test>::get(), 11);
		assert_eq!(buckets(&payee).len(), 10);
		work_for(&payee, 100 * CUC);
		assert_eq!(balance(&payee), u128::from(ACCRUE_PRICINGS) * 150 * OROG);
		// The rest by `payout`, all at once.
		assert_eq!(payout(&payee), Ok(8 * 150 * OROG));
		assert_eq!(buckets(&payee), [unpriced(21, 75 * CUC)]);
	});
}

#[test]
fn accrue_should_pay_a_bounded_number_of_payees() {
	ExtBuilder::default().build_and_execute(|| {
		let payees: Vec<AccountId> = (10..20).map(account).collect();
		payees.iter().for_each(|payee| work_for(payee, 100 * CUC));
		next_epoch();
		next_epoch();
		let paid = || payees.iter().filter(|payee| balance(payee) > 0).count();
		let dues: Vec<_> = payees.iter().map(|payee| (payee.clone(), CUC)).collect();
		let most = ACCRUE_PAYMENTS as usize;
		// The next batch pays the next ones.
		for (batch, expected) in [most, 2 * most, 10, 10].into_iter().enumerate() {
			let before = paid();
			let on_the_way = <Bme as WorkLedger<_>>::accrue(100 * CUC, dues.clone()).unwrap();
			assert_eq!(paid(), expected, "batch {batch}");
			assert_eq!(on_the_way as usize, expected - before);
		}
		// Nobody's new due is lost, whether there was a payment or not.
		for payee in &payees {
			assert_eq!(buckets(payee), [unpriced(2, 4 * CUC)]);
		}
	});
}

#[test]
fn accrue_should_price_a_full_ring_and_weigh_it_when_others_are_paid() {
	ExtBuilder::default().build_and_execute(|| {
		// One payee more than is paid on the way, and no idle block: the last is never its turn.
		let payees: Vec<AccountId> = (0..=ACCRUE_PAYMENTS).map(|n| account(10 + n as u8)).collect();
		let last = payees.last().unwrap();
		let dues: Vec<_> = payees.iter().map(|payee| (payee.clone(), CUC)).collect();
		for _ in 0..MAX_BUCKETS {
			assert_ok!(accrue(100 * CUC, &dues));
			next_epoch();
		}
		assert!(buckets(last).iter().all(|bucket| matches!(bucket, Bucket::Unpriced { .. })));
		let mut weight = System::block_weight();
		assert_ok!(accrue(100 * CUC, &dues));
		weight.accrue(<() as WeightInfo>::accrue(1), DispatchClass::Normal);
		assert_eq!(System::block_weight(), weight);
		assert_eq!(buckets(last).len(), MAX_BUCKETS as usize);
		assert_eq!(buckets(last)[0], priced(1, 4 * OROG));
		// It loses nothing.
		next_epoch();
		next_epoch();
		assert_eq!(payout(last), Ok(Balance::from(MAX_BUCKETS + 1) * 2 * OROG));
	});
}

#[test]
fn idle_cursor_should_price_what_is_closed_and_not_released() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		// A first claim of 2 M OROG keeps everything behind it waiting.
		work_for(&account(11), 1_000_000 * CUC);
		next_epoch();
		work_for(&payee, 100 * CUC);
		next_epoch();
		next_epoch();
		assert_eq!(buckets(&payee), [unpriced(1, 75 * CUC)]);
		idle();
		assert_eq!(buckets(&payee), [priced(1, 150 * OROG)]);
		assert_eq!(balance(&payee), 0);
	});
}

#[test]
fn flooring_should_leave_nothing_when_the_last_due_is_priced() {
	ExtBuilder::default().build_and_execute(|| {
		// A micro-USD is 333,333 1/3 planck.
		set_prices(None, Some(usd(3, 1)));
		let payees = [account(10), account(11), account(12)];
		let dues = payees.clone().map(|who| (who, 4 * CUC + 1));
		assert_ok!(accrue(20 * CUC, &dues));
		next_epoch();
		next_epoch();
		let record = closing(0);
		let each = 1_333_333_666_666;
		assert_eq!(record.operators, 3 * each + 2);
		assert_eq!((record.unpriced, record.unassigned), (3 * (4 * CUC + 1), record.operators));
		assert_eq!(payout(&payees[0]), Ok(each));
		assert_eq!(payout(&payees[1]), Ok(each));
		assert_eq!((closing(0).unpriced, closing(0).unassigned), (4 * CUC + 1, each + 2));
		assert_eq!(payout(&payees[2]), Ok(each));
		assert_eq!((closing(0).unpriced, closing(0).unassigned), (0, 0));
		assert!(events().contains(&Event::DustAssigned { epoch: 0, amount: 2 }));
		// The two planck move with the next release or the next epoch.
		let [verification, _, governance] = in_pots();
		assert_eq!(in_payouts(), 2);
		next_epoch();
		assert_eq!(in_payouts(), 0);
		// Verification also gets what folds into it from the governance pot.
		let folded = governance - in_pots()[2];
		assert_eq!(in_pots()[0], verification + 2 + folded);
	});
}

#[test]
fn flooring_should_wait_for_the_release_when_dues_are_priced_earlier() {
	ExtBuilder::default().build_and_execute(|| {
		let (first, second) = (account(10), account(11));
		work_for(&account(12), 20_000 * CUC);
		next_epoch();
		set_prices(None, Some(usd(3, 1)));
		assert_ok!(accrue(
			20 * CUC,
			&[(first.clone(), 4 * CUC + 1), (second.clone(), 4 * CUC + 1)]
		));
		next_epoch();
		next_epoch();
		// Closed behind the long claim of epoch 0; new work prices both.
		assert_ok!(accrue(20 * CUC, &[(first.clone(), CUC), (second.clone(), CUC)]));
		assert_eq!((closing(1).unpriced, closing(1).unassigned), (0, 1));
		assert_eq!(buckets(&first)[0], priced(1, 1_333_333_666_666));
		pass_epochs(6);
		assert_eq!(closing(1).unassigned, 0);
		assert!(events().contains(&Event::DustAssigned { epoch: 1, amount: 1 }));
	});
}

#[test]
fn idle_cursor_should_pay_those_whom_nobody_touches() {
	ExtBuilder::default().build_and_execute(|| {
		let payees: Vec<AccountId> = (10..20).map(account).collect();
		payees.iter().for_each(|payee| work_for(payee, 100 * CUC));
		next_epoch();
		idle();
		assert_eq!(Payees::<Test>::iter().count(), 10);
		next_epoch();
		assert!(IdleSweep::<Test>::get().again);
		idle();
		assert!(payees.iter().all(|payee| balance(payee) == 150 * OROG));
		assert_eq!(Payees::<Test>::iter().count(), 0);
		assert_eq!(IdleSweep::<Test>::get(), Default::default());
		assert_eq!(in_payouts(), 0);
	});
}

#[test]
fn idle_cursor_should_stay_within_its_weight_and_go_on_where_it_was() {
	ExtBuilder::default().build_and_execute(|| {
		let payees: Vec<AccountId> = (10..20).map(account).collect();
		payees.iter().for_each(|payee| work_for(payee, 100 * CUC));
		next_epoch();
		next_epoch();
		let paid = || payees.iter().filter(|payee| balance(payee) > 0).count();
		// Too little for anything.
		for limit in [Weight::zero(), <() as WeightInfo>::on_idle()] {
			assert!(Bme::on_idle(0, limit).all_lte(limit));
			assert_eq!(paid(), 0);
		}
		// Enough for one visit at a time.
		let limit = <() as WeightInfo>::on_idle() + <() as WeightInfo>::visit_payee(16);
		for count in 1..=10 {
			assert!(Bme::on_idle(0, limit).all_lte(limit));
			assert_eq!(paid(), count);
		}
		Bme::on_idle(0, limit);
		assert_eq!(IdleSweep::<Test>::get(), Default::default());
	});
}

#[test]
fn idle_cursor_should_visit_a_bounded_number_of_payees_in_a_block() {
	ExtBuilder::default().build_and_execute(|| {
		let payees: Vec<AccountId> = (10..110).map(account).collect();
		payees.iter().for_each(|payee| work_for(payee, 10 * CUC));
		next_epoch();
		next_epoch();
		idle();
		assert_eq!(Payees::<Test>::iter().count(), 100 - IDLE_PAYEES as usize);
		idle();
		assert_eq!(Payees::<Test>::iter().count(), 0);
	});
}

#[test]
fn idle_cursor_should_come_back_when_a_payee_has_more_buckets_than_it_prices() {
	let parameters = Parameters { closing_delay: 40, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		let payee = account(10);
		for _ in 0..40 {
			work_for(&payee, 100 * CUC);
			next_epoch();
		}
		pass_epochs(41);
		for paid in [16, 32, 40] {
			idle();
			assert_eq!(balance(&payee), paid * 150 * OROG);
		}
		assert!(!IdleSweep::<Test>::get().again);
	});
}

#[test]
fn full_ring_should_merge_its_two_newest_priced_buckets() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		// A first claim of 2 M OROG keeps everything behind it waiting for 304 epochs.
		work_for(&account(11), 1_000_000 * CUC);
		next_epoch();
		for _ in 0..MAX_BUCKETS {
			work_for(&payee, 100 * CUC);
			next_epoch();
		}
		assert_eq!(buckets(&payee).len(), MAX_BUCKETS as usize);
		work_for(&payee, 100 * CUC);
		let ring = buckets(&payee);
		assert_eq!(ring.len(), MAX_BUCKETS as usize);
		assert_eq!(ring[..2], [priced(1, 150 * OROG), priced(2, 150 * OROG)]);
		assert_eq!(
			ring[125..],
			[priced(127, 300 * OROG), unpriced(128, 75 * CUC), unpriced(129, 75 * CUC)]
		);
		next_epoch();
		work_for(&payee, 100 * CUC);
		let ring = buckets(&payee);
		assert_eq!(ring[..2], [priced(1, 150 * OROG), priced(2, 150 * OROG)]);
		assert_eq!(ring[125], priced(128, 450 * OROG));
		Bme::do_try_state().unwrap();
		// In the end all of it is paid: 130 epochs of 150 OROG.
		while ClaimLine::<Test>::get().waiting() > 0 {
			next_epoch();
		}
		blocks(200);
		assert_eq!(payout(&payee), Ok(130 * 150 * OROG));
		assert_eq!(buckets(&payee), []);
	});
}

#[test]
fn payee_should_be_paid_in_its_turn_when_the_line_lags_by_more_than_its_buckets() {
	const LAG: u32 = 200;
	ExtBuilder::default().build_and_execute(|| {
		let (payee, others) = (account(10), account(11));
		let booked = |epochs: u32| Balance::from(epochs) * 150 * OROG;
		// The first epoch claims 200 epochs of headroom, and each one after it nearly one.
		work_for(&account(12), 657_000 * CUC);
		next_epoch();
		let (mut last_paid, mut longest) = (LAG, 0);
		for epoch in 1..=1_000 {
			let before = balance(&payee);
			work_for(&payee, 100 * CUC);
			work_for(&others, 3_185 * CUC);
			if balance(&payee) > before {
				longest = longest.max(epoch - last_paid);
				last_paid = epoch;
			}
			next_epoch();
		}
		let released = FirstUnreleased::<Test>::get();
		assert!((1_000 - LAG - 5..=1_000 - LAG + 5).contains(&released), "{released}");
		// A merged bucket waits for its newest epoch, and so for another lag at most.
		assert!(longest <= LAG, "nothing was paid for {longest} epochs");
		assert!(balance(&payee) >= booked(released - LAG));
		assert!(balance(&payee) <= booked(released - 1), "no due is paid before its turn");
	});
}

#[test]
fn payee_should_lose_nothing_when_nobody_touches_it_for_200_epochs() {
	let parameters = Parameters { closing_delay: 60, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		let payee = account(10);
		for _ in 0..61 {
			work_for(&payee, 100 * CUC);
			next_epoch();
		}
		pass_epochs(200);
		assert_eq!(buckets(&payee).len(), 61);
		assert_eq!(Closings::<Test>::iter().count(), 61);
		assert_eq!(payout(&payee), Ok(61 * 150 * OROG));
	});
}
