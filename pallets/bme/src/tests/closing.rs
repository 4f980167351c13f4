//! Closing and releasing epochs: when, at which price, into which claims.

use crate::{
	Bucket, Error, Event, Line, Parameters, PotShares, WeightInfo,
	mock::*,
	pallet::{ClaimLine, Closings, FirstOpen, FirstUnreleased, OpenWork, Owed},
};
use frame_support::{
	assert_ok,
	traits::{Hooks, fungible::Mutate, tokens::Preservation},
	weights::Weight,
};
use orogen_primitives_core::{CUC, MILLI_OROG, OROG};
use orogen_primitives_traits::EpochFinality;

#[test]
fn epoch_should_close_when_its_delay_is_over() {
	let parameters = Parameters { closing_delay: 3, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		work_for(&account(10), 100 * CUC);
		for _ in 0..3 {
			next_epoch();
			blocks(3);
			assert_eq!(FirstOpen::<Test>::get(), 0);
		}
		// The first block of epoch e + 1 + W.
		next_epoch();
		assert_eq!(Epoch::get(), 4);
		assert_eq!(FirstOpen::<Test>::get(), 1);
		assert_eq!(<Bme as EpochFinality>::first_open(), 1);
		// 100 CUC at 0.50 USD are 200 OROG: 150, 30, 10, 10.
		let record = closing(0);
		assert_eq!((record.cuc, record.dues, record.price), (100 * CUC, 75 * CUC, usd(1, 2)));
		assert_eq!((record.start, record.end()), (0, 200 * OROG));
		assert_eq!(record.operators, 150 * OROG);
		let pots =
			PotShares { verification: 30 * OROG, treasury: 10 * OROG, governance: 10 * OROG };
		assert_eq!(record.pots, pots);
		assert_eq!((totals().open, totals().consumed), (0, u128::from(100 * CUC)));
		assert_eq!(OpenWork::<Test>::get(0), None);
	});
}

#[test]
fn epochs_should_close_in_order_one_a_block() {
	let parameters = Parameters { closing_delay: 2, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		set_prices(Some(usd(1, 2)), None);
		for _ in 0..6 {
			work_for(&account(10), 100 * CUC);
			next_epoch();
		}
		// Epochs 0 to 3 are due, none has a price.
		assert_eq!(FirstOpen::<Test>::get(), 0);
		set_prices(Some(usd(1, 2)), Some(usd(1, 2)));
		for closed in 1..=4 {
			next_block();
			assert_eq!(FirstOpen::<Test>::get(), closed);
			assert_eq!(ClaimLine::<Test>::get().queued, u128::from(closed) * 200 * OROG);
		}
		next_block();
		assert_eq!(FirstOpen::<Test>::get(), 4);
		assert_eq!(OpenWork::<Test>::iter().count(), 2);
	});
}

#[test]
fn epoch_should_close_at_the_price_of_its_closing() {
	ExtBuilder::default().build_and_execute(|| {
		work_for(&account(10), 100 * CUC);
		next_epoch();
		set_prices(None, Some(usd(2, 1)));
		next_epoch();
		assert_eq!(closing(0).payable(), 50 * OROG);
		set_prices(None, Some(usd(1, 10)));
		blocks(5);
		assert_eq!(closing(0).payable(), 50 * OROG);
	});
}

#[test]
fn epoch_without_work_should_close_without_record_and_without_price() {
	ExtBuilder::default().build_and_execute(|| {
		set_prices(None, None);
		next_epoch();
		next_epoch();
		assert_eq!(FirstOpen::<Test>::get(), 1);
		assert_eq!(Closings::<Test>::iter().count(), 0);
		assert!(events().contains(&Event::EmptyEpochClosed { epoch: 0 }));
		next_block();
		assert_eq!(FirstUnreleased::<Test>::get(), 1);
	});
}

#[test]
fn epoch_should_wait_when_there_is_no_usable_price() {
	ExtBuilder::default().build_and_execute(|| {
		work_for(&account(10), 100 * CUC);
		next_epoch();
		for price in [None, Some(usd(0, 1))] {
			set_prices(None, price);
			next_epoch();
			blocks(3);
			assert_eq!(FirstOpen::<Test>::get(), 0);
			assert_eq!(totals().open, u128::from(100 * CUC));
			// The oracle is asked in each of these blocks, once, and the block pays for it.
			Assessments::set(0);
			let weight = Bme::on_initialize(System::block_number());
			assert_eq!(Assessments::get(), 1);
			assert!(weight.all_gte(<() as WeightInfo>::close_epoch()));
		}
		set_prices(None, Some(usd(1, 2)));
		next_block();
		assert_eq!(FirstOpen::<Test>::get(), 1);
	});
}

#[test]
fn closing_should_be_served_by_what_is_left_of_the_headroom() {
	ExtBuilder::default().build_and_execute(|| {
		work_for(&account(10), 100 * CUC);
		next_epoch();
		let issuance = Balances::total_issuance();
		next_epoch();
		// Closed, funded and released in the same block.
		let granted = Bme::status().headroom.granted;
		assert_eq!(Bme::status().headroom.left, granted - 200 * OROG);
		assert_eq!(ClaimLine::<Test>::get(), Line { queued: 200 * OROG, funded: 200 * OROG });
		assert_eq!(Balances::total_issuance(), issuance + 200 * OROG);
		assert_eq!(FirstUnreleased::<Test>::get(), 1);
		assert_eq!(in_pots(), [30 * OROG, 10 * OROG, 10 * OROG]);
		assert_eq!(in_payouts(), 150 * OROG);
		let found = events();
		let closed =
			Event::EpochClosed { epoch: 0, cuc: 100 * CUC, payable: 200 * OROG, price: usd(1, 2) };
		let funded = Event::LineFunded { amount: 200 * OROG, funded: 200 * OROG };
		let released = Event::EpochReleased {
			epoch: 0,
			verification: 30 * OROG,
			treasury: 10 * OROG,
			governance: 10 * OROG,
		};
		assert!(found.ends_with(&[closed, funded, released]), "{found:?}");
	});
}

#[test]
fn release_should_wait_until_the_whole_claim_is_funded_and_keep_the_order() {
	ExtBuilder::default().build_and_execute(|| {
		// 30,000, 200 and 200 OROG; the first takes five epochs of headroom.
		for cuc in [15_000, 100, 100] {
			work_for(&account(10), cuc * CUC);
			next_epoch();
		}
		next_epoch();
		assert_eq!(FirstOpen::<Test>::get(), 3);
		assert_eq!(Bme::status().oldest_unfunded, Some(0));
		while ClaimLine::<Test>::get().funded < 30_000 * OROG {
			assert_eq!(FirstUnreleased::<Test>::get(), 0);
			assert_eq!(in_pots(), [0, 0, 0]);
			next_epoch();
		}
		// The last grant was enough for all three; they are released one a block.
		assert_eq!(ClaimLine::<Test>::get().waiting(), 0);
		assert_eq!(Bme::status().oldest_unfunded, None);
		for released in 1..=3 {
			assert_eq!(FirstUnreleased::<Test>::get(), released);
			next_block();
		}
		assert_eq!(in_pots(), [4_560 * OROG, 1_520 * OROG, 1_520 * OROG]);
	});
}

#[test]
fn pot_that_cannot_receive_should_stay_owed_without_stopping_the_line() {
	ExtBuilder::default().build_and_execute(|| {
		// The treasury spends all it has, its existential deposit included.
		let treasury = Bme::pot_account::<TreasuryPot>();
		assert_ok!(<Balances as Mutate<_>>::transfer(
			&treasury,
			&customer(),
			MILLI_OROG,
			Preservation::Expendable
		));
		// 0.005 CUC: the treasury's share of 0.01 OROG is below the existential deposit.
		let payee = account(10);
		work_for(&payee, 5_000);
		next_epoch();
		next_epoch();
		assert_eq!(FirstUnreleased::<Test>::get(), 1);
		let owed = PotShares { treasury: OROG / 2_000, ..Default::default() };
		assert_eq!(Owed::<Test>::get(), owed);
		assert_eq!(totals().paid, OROG / 2_000 + OROG * 3 / 2_000);
		// Payees are paid all the same.
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), payee.clone()));
		// Together with a later share it is enough.
		work_for(&payee, 5_000);
		next_epoch();
		next_epoch();
		assert_eq!(Owed::<Test>::get(), PotShares::default());
		assert_eq!(balance(&treasury), MILLI_OROG);
	});
}

#[test]
fn surplus_of_the_pot_should_fold_into_the_treasury() {
	ExtBuilder::default().build_and_execute(|| {
		work_for(&account(10), 100 * CUC);
		next_epoch();
		next_epoch();
		let payouts = Bme::payouts_account();
		assert_ok!(Balances::transfer_keep_alive(
			RuntimeOrigin::signed(customer()),
			payouts,
			7 * OROG
		));
		assert_eq!(in_payouts(), 157 * OROG);
		next_epoch();
		assert_eq!(in_payouts(), 150 * OROG);
		assert_eq!(in_pots(), [36 * OROG, 17 * OROG, 4 * OROG]);
		assert!(events().contains(&Event::SurplusFolded { amount: 7 * OROG }));
	});
}

#[test]
fn epoch_whose_pay_floors_to_nothing_should_close_and_be_released() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		// A micro-USD at 3 million USD is a third of a planck.
		set_prices(None, Some(usd(3_000_000, 1)));
		assert_ok!(accrue(4, &[(payee.clone(), 3)]));
		work_for(&payee, 4);
		next_epoch();
		next_epoch();
		assert_eq!((closing(0).payable(), closing(0).operators), (2, 2));
		assert_eq!(FirstUnreleased::<Test>::get(), 1);
		// At 9 billion USD four micro-USD are nothing.
		set_prices(None, Some(usd(9_000_000_000, 1)));
		let epoch = Epoch::get();
		let other = account(11);
		work_for(&other, 4);
		next_epoch();
		next_epoch();
		assert_eq!(closing(epoch).payable(), 0);
		assert_eq!(FirstUnreleased::<Test>::get(), epoch + 1);
		// Nothing can be paid, and the cursor forgets the due.
		let payout = Bme::payout(RuntimeOrigin::signed(customer()), other.clone());
		assert_eq!(payout.unwrap_err().error, Error::<Test>::NothingPayable.into());
		assert_eq!(buckets(&other).len(), 1);
		Bme::on_idle(System::block_number(), Weight::MAX);
		assert_eq!(buckets(&other), []);
		// The other one's two planck are too few to bring its account to life.
		assert_eq!(buckets(&payee), [Bucket::Priced { epoch: 0, amount: 2 }]);
	});
}
