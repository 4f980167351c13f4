//! Attempts to get more out than was put in.

use crate::{
	Bucket, Error, Line, PotShares,
	mock::*,
	pallet::{ClaimLine, FirstOpen, FirstUnreleased},
};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use orogen_primitives_core::{AccountId, Balance, CUC, OROG};
use orogen_primitives_traits::OracleState;
use sp_runtime::FixedPointNumber;

fn payout(who: &AccountId) -> Result<(), sp_runtime::DispatchError> {
	Bme::payout(RuntimeOrigin::signed(customer()), who.clone())
		.map(|_| ())
		.map_err(|error| error.error)
}

/// Burns `orog`, settles all of it as work of `operator`, and lets it be paid. Returns what came
/// back to the operator.
fn deal_with_oneself(orog: Balance, operator: &AccountId, between: impl FnOnce()) -> Balance {
	let before = balance(operator);
	assert_ok!(Bme::burn(RuntimeOrigin::signed(customer()), orog, customer(), 0));
	let cuc = Credits::of(&customer());
	Credits::claim(cuc);
	work_for(operator, cuc);
	next_epoch();
	between();
	pass_epochs(3);
	assert_ok!(payout(operator));
	balance(operator) - before
}

#[test]
fn self_dealer_should_lose_a_quarter_at_least() {
	for (credit, payoff) in
		[(usd(1, 2), usd(1, 2)), (usd(995, 1_000), usd(1, 1)), (usd(1, 3), usd(7, 5))]
	{
		ExtBuilder::default().build_and_execute(|| {
			set_prices(Some(credit), Some(payoff));
			let operator = account(10);
			let orog = 1_000 * OROG;
			let back = deal_with_oneself(orog, &operator, || ());
			assert!(back <= orog * 3 / 4, "{back}");
			// All of it comes to at most what was burned, wherever it went.
			let made = in_pots().iter().sum::<Balance>() + back;
			assert!(made <= orog);
			assert!(Balances::total_issuance() <= 600_000_000 * OROG);
		});
	}
}

#[test]
fn self_dealer_should_gain_nothing_in_dollars_when_the_price_moves() {
	// Between burn and closing the price falls to a tenth or rises tenfold, in every state of the
	// oracle. The pay is worth 75 % of the CUC at the closing price, whatever it was when they were
	// bought.
	for state in [OracleState::Fresh, OracleState::Degraded, OracleState::Halted] {
		for closing_price in [usd(1, 20), usd(5, 1)] {
			ExtBuilder::default().build_and_execute(|| {
				let operator = account(10);
				let back = deal_with_oneself(1_000 * OROG, &operator, || {
					Oracle::set(state);
					set_prices(None, Some(closing_price));
				});
				let worth = closing_price.saturating_mul_int(back);
				assert_eq!(worth, 375 * OROG);
			});
		}
	}
}

#[test]
fn price_moves_after_the_closing_should_change_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		next_epoch();
		next_epoch();
		set_prices(Some(usd(1, 100)), Some(usd(1, 100)));
		assert_ok!(payout(&payee));
		assert_eq!(balance(&payee), 150 * OROG);
	});
}

#[test]
fn outage_of_the_oracle_should_only_delay() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		Oracle::set(OracleState::Halted);
		set_prices(None, None);
		for _ in 0..30 {
			work_for(&payee, 100 * CUC);
			next_epoch();
			blocks(2);
		}
		assert_eq!(FirstOpen::<Test>::get(), 0);
		assert_eq!(payout(&payee), Err(Error::<Test>::NothingPayable.into()));
		Oracle::set(OracleState::Fresh);
		set_prices(Some(usd(1, 2)), Some(usd(1, 2)));
		blocks(29);
		assert_eq!(FirstOpen::<Test>::get(), 29);
		assert_ok!(payout(&payee));
		assert_eq!(balance(&payee), 29 * 150 * OROG);
	});
}

#[test]
fn line_should_be_first_in_first_out_when_it_is_longer_than_the_headroom() {
	ExtBuilder::default().build_and_execute(|| {
		let (whale, shrimp) = (account(10), account(11));
		// 40,000 OROG, six epochs of headroom, then 2 OROG.
		work_for(&whale, 20_000 * CUC);
		next_epoch();
		work_for(&shrimp, CUC);
		next_epoch();
		next_epoch();
		assert_eq!(ClaimLine::<Test>::get().queued, 40_002 * OROG);
		let mut epochs = 0;
		while payout(&shrimp).is_err() {
			// The small one never overtakes.
			assert_eq!(FirstUnreleased::<Test>::get(), 0);
			assert!(payout(&whale).is_err());
			next_epoch();
			blocks(2);
			epochs += 1;
		}
		assert_eq!(epochs, 5);
		assert_ok!(payout(&whale));
		assert_eq!(balance(&whale), 30_000 * OROG);
		assert_eq!(balance(&shrimp), OROG * 3 / 2);
	});
}

#[test]
fn payee_should_not_be_paid_twice() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		next_epoch();
		next_epoch();
		assert_ok!(payout(&payee));
		// By the call, by new work, by the cursor, in the same block and later.
		for _ in 0..2 {
			assert_eq!(payout(&payee), Err(Error::<Test>::NothingPayable.into()));
			assert_ok!(accrue(4, &[(payee.clone(), 1), (payee.clone(), 1)]));
			Bme::on_idle(System::block_number(), Weight::MAX);
			assert_eq!(balance(&payee), 150 * OROG);
			next_block();
		}
		let epoch = Epoch::get();
		assert_eq!(buckets(&payee), [Bucket::Unpriced { epoch, cuc: 4 }]);
	});
}

#[test]
fn pot_as_payee_should_gain_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		// An operator that names the pot itself: its pay folds into the treasury.
		let pot = Bme::payouts_account();
		work_for(&pot, 100 * CUC);
		next_epoch();
		next_epoch();
		assert_ok!(payout(&pot));
		assert_eq!(in_payouts(), 150 * OROG);
		next_epoch();
		assert_eq!(in_payouts(), 0);
		// Of the governance pot 3 % of the emission fold into verification.
		assert_eq!(in_pots(), [36 * OROG, 160 * OROG, 4 * OROG]);
	});
}

#[test]
fn void_epochs_should_stop_minting_but_lose_no_claim() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		work_for(&payee, 100 * CUC);
		next_epoch();
		for _ in 0..10 {
			end_epoch(true);
		}
		let issuance = Balances::total_issuance();
		assert_eq!(ClaimLine::<Test>::get(), Line { queued: 200 * OROG, funded: 0 });
		next_epoch();
		assert_eq!(ClaimLine::<Test>::get(), Line { queued: 200 * OROG, funded: 200 * OROG });
		assert_eq!(Balances::total_issuance(), issuance + 200 * OROG);
		assert_ok!(payout(&payee));
	});
}

#[test]
fn decayed_share_should_not_be_minted() {
	ExtBuilder::default().build_and_execute(|| {
		let payee = account(10);
		// Half of the 75 CUC after missed heartbeats.
		assert_ok!(accrue(100 * CUC, &[(payee.clone(), 37_500_000)]));
		next_epoch();
		let issuance = Balances::total_issuance();
		next_epoch();
		assert_eq!(Balances::total_issuance(), issuance + 125 * OROG);
		let pots =
			PotShares { verification: 30 * OROG, treasury: 10 * OROG, governance: 10 * OROG };
		assert_eq!(closing(0).pots, pots);
		assert_ok!(payout(&payee));
		assert_eq!(balance(&payee), 75 * OROG);
	});
}
