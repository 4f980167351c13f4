//! Attempts to rob top-ups, the swap queue, trough support and the pots.

use crate::{
	Error, Parameters,
	mock::*,
	types::{MAX_QUEUED, MIN_QUEUED, QUEUE_EPOCHS},
};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use orogen_primitives_core::{AccountId, Balance, CUC, Cuc, OROG, Price};
use orogen_primitives_traits::{AwardPoint, PotRole, Reserves};
use pallet_asset_conversion::Swap;
use sp_runtime::{DispatchResult, FixedPointNumber, Perbill};

/// Owns every role.
fn robber() -> AccountId {
	account(40)
}

fn victim() -> AccountId {
	account(41)
}

fn top_up(who: &AccountId, cuc: Cuc, max_in: Balance) -> DispatchResult {
	let origin = RuntimeOrigin::signed(who.clone());
	with_storage_layer(|| Bme::top_up(origin, 1, max_in, cuc, who.clone()))
}

/// Swaps dollars into OROG, or back.
fn push(who: &AccountId, dollars_in: bool, amount: Balance) -> Balance {
	let (from, to) = if dollars_in { (usdc(), Native::get()) } else { (Native::get(), usdc()) };
	<AssetConversion as Swap<AccountId>>::swap_exact_tokens_for_tokens(
		who.clone(),
		vec![from, to],
		amount,
		None,
		who.clone(),
		false,
	)
	.expect("swapped")
}

/// Everything of `who` in dollars at `price`.
fn worth(who: &AccountId, price: Price) -> Balance {
	price.saturating_mul_int(balance(who)) / 1_000_000 + dollars(who)
}

fn scene(test: impl FnOnce()) {
	let parameters = Parameters { closing_delay: 1, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		open_pool(400_000 * OROG, 200_000 * USDC);
		for who in [robber(), victim()] {
			give_dollars(&who, 300_000 * USDC);
			assert_ok!(Balances::transfer_keep_alive(
				RuntimeOrigin::signed(customer()),
				who,
				300_000 * OROG
			));
		}
		test();
	});
}

#[test]
fn pushed_pool_should_gain_no_more_than_the_victims_bounded_loss() {
	for size in [500, 1_500, 3_000, 50_000] {
		scene(|| {
			let price = usd(1, 2);
			let (before, had) = (worth(&robber(), price), dollars(&victim()));
			// Before and after the victim's top-up, in the same block.
			let bought = push(&robber(), true, size * USDC);
			let fair = 1_000 * USDC;
			let paid = match top_up(&victim(), 1_000 * CUC, Balance::MAX) {
				Ok(()) => had - dollars(&victim()),
				Err(error) => {
					assert_eq!(error, Error::<Test>::MarketOffSpot.into());
					0
				}
			};
			push(&robber(), false, bought);
			// The victim never pays more than 2 % above spot, whatever it allows, and the robber never
			// wins more than that. A pool that is pushed further sells nothing, and the robber pays for
			// the way there and back.
			assert!(paid <= fair * 102 / 100, "{paid}");
			assert!(worth(&robber(), price) <= before + paid.saturating_sub(fair), "{size}");
		});
	}
}

#[test]
fn pool_pushed_down_should_not_make_credit_cheaper_than_the_spot_allows() {
	for size in [1_000, 4_000, 100_000] {
		scene(|| {
			push(&robber(), false, size * OROG);
			let had = dollars(&robber());
			match top_up(&robber(), 1_000 * CUC, Balance::MAX) {
				Ok(()) => assert!(had - dollars(&robber()) >= 980 * USDC),
				Err(error) => assert_eq!(error, Error::<Test>::MarketOffSpot.into()),
			}
		});
	}
}

#[test]
fn pool_pushed_for_hours_should_stop_sales_and_harm_nobody() {
	scene(|| {
		DefaultUsdcShare::set(Perbill::one());
		work_for(&account(10), 100 * CUC);
		pass_epochs(2);
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), account(10)));
		push(&robber(), false, 30_000 * OROG);
		let held = reserves();
		// The price on chain is no price: credits cost what the sources say, and nothing is sold.
		for _ in 0..QUEUE_EPOCHS - 1 {
			next_epoch();
			blocks(5);
			idle();
		}
		assert_eq!(reserves(), held);
		assert_eq!(in_queue(), 150 * OROG);
		assert_eq!(Bme::quote_burn(2 * OROG).unwrap().cuc, CUC);
		// Top-ups from the queue go on meanwhile.
		assert_ok!(top_up(&victim(), 50 * CUC, 50 * USDC));
		assert_eq!(dollars(&account(10)), 50 * USDC);
		// What is left is paid in OROG in the end.
		next_epoch();
		idle();
		assert_eq!((in_queue(), balance(&account(10))), (0, 50 * OROG));
	});
}

#[test]
fn sandwich_of_a_sale_should_gain_less_than_a_percent_of_it() {
	for size in [100, 500, 1_000, 10_000] {
		scene(|| {
			DefaultUsdcShare::set(Perbill::one());
			work_for(&account(10), 900 * CUC);
			pass_epochs(2);
			assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), account(10)));
			let price = usd(1, 2);
			let before = worth(&robber(), price);
			let got = push(&robber(), false, size * OROG);
			idle();
			let sold = price.saturating_mul_int(1_350 * OROG - in_queue()) / 1_000_000;
			push(&robber(), true, got);
			let gain = worth(&robber(), price).saturating_sub(before);
			assert!(gain <= sold / 100, "{gain} by {size}");
			assert!(dollars(&account(10)) >= sold * 99 / 100);
		});
	}
}

/// Buys credit for dollars, works for itself, is paid, and owns the oracle, the council and what
/// verification gets. Returns the dollars that went in and the worth of all that came out.
fn deal_with_oneself(cuc: Cuc, between: impl FnOnce()) -> (Balance, Balance) {
	let robber = robber();
	let before = dollars(&robber);
	let orog_before = balance(&robber);
	let [verification, _, governance] = in_pots();
	assert_ok!(top_up(&robber, cuc, Balance::MAX));
	let spent = before - dollars(&robber);
	Credits::claim(cuc);
	work_for(&robber, cuc);
	<Bme as AwardPoint<AccountId>>::award(PotRole::Oracle, &robber, 0);
	next_epoch();
	between();
	for _ in 0..4 {
		pass_days(1);
		<Bme as AwardPoint<AccountId>>::award(PotRole::Oracle, &robber, 0);
		<Bme as AwardPoint<AccountId>>::award(PotRole::Council, &robber, 0);
		next_epoch();
		blocks(3);
	}
	assert_ok!(Bme::payout(RuntimeOrigin::signed(robber.clone()), robber.clone()));
	let price = OraclePayout::get().unwrap();
	let pots = (in_pots()[0] - verification) + (in_pots()[2] - governance);
	let orog = balance(&robber) - orog_before + in_queue() + pots;
	let out = price.saturating_mul_int(orog) / 1_000_000 + (dollars(&robber) + spent - before);
	(spent, out)
}

#[test]
fn self_dealer_with_every_role_should_lose_two_percent_at_least() {
	for (credit, payout) in [(usd(1, 2), usd(1, 2)), (usd(497, 1_000), usd(503, 1_000))] {
		for share in [0, 70, 100] {
			scene(|| {
				DefaultUsdcShare::set(Perbill::from_percent(share));
				set_prices(Some(credit), Some(payout));
				OracleSpot::set(Some(usd(1, 2)));
				let (spent, out) = deal_with_oneself(1_000 * CUC, || ());
				assert!(out <= spent * 98 / 100 + 10, "{out} of {spent}");
			});
		}
	}
}

#[test]
fn self_dealer_should_gain_nothing_when_the_price_moves_between() {
	for closing_price in [usd(1, 20), usd(1, 4), usd(1, 1), usd(5, 1)] {
		scene(|| {
			let (spent, out) = deal_with_oneself(1_000 * CUC, || {
				set_prices(Some(closing_price), Some(closing_price));
			});
			assert!(out <= spent, "{out} of {spent} at {closing_price:?}");
		});
	}
}

#[test]
fn farming_the_trough_should_lose_more_than_it_brings() {
	scene(|| {
		// Many epochs with just enough of own work to get all of the support.
		let (mut spent, mut out) = (0, 0);
		for _ in 0..5 {
			let (one, other) = deal_with_oneself(150 * CUC, || ());
			spent += one;
			out += other;
		}
		assert!(totals().supported > 0);
		assert!(out < spent * 98 / 100 + 10, "{out} of {spent}");
		// 3 % of the emission, whatever the floor is.
		assert!(totals().supported <= 5 * 300 * OROG * 3 / 100);
	});
}

#[test]
fn own_entries_should_be_as_dear_as_others() {
	scene(|| {
		DefaultUsdcShare::set(Perbill::one());
		work_for(&robber(), 100 * CUC);
		pass_epochs(2);
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), robber()));
		let before = dollars(&robber());
		// Buying from oneself is burning one's own OROG.
		assert_ok!(top_up(&robber(), 75 * CUC, 75 * USDC));
		assert_eq!((dollars(&robber()), in_queue()), (before, 0));
		assert_eq!(totals().burned, 150 * OROG);
		assert_eq!(Credits::of(&robber()), 75 * CUC);
	});
}

#[test]
fn queue_should_be_served_in_order_whoever_asks() {
	scene(|| {
		DefaultUsdcShare::set(Perbill::one());
		let payees = [account(10), robber(), account(11)];
		payees.iter().for_each(|who| work_for(who, 100 * CUC));
		pass_epochs(2);
		for who in &payees {
			assert_ok!(Bme::payout(RuntimeOrigin::signed(robber()), who.clone()));
		}
		let before = dollars(&robber());
		// The robber, second, cannot buy from itself or be sold first.
		assert_ok!(top_up(&robber(), 75 * CUC, 75 * USDC));
		assert_eq!(dollars(&account(10)), 75 * USDC);
		assert_eq!(dollars(&robber()), before - 75 * USDC);
		// A later payout does not overtake.
		work_for(&account(12), 100 * CUC);
		pass_epochs(2);
		assert_ok!(Bme::payout(RuntimeOrigin::signed(robber()), account(12)));
		assert_ok!(top_up(&victim(), 150 * CUC, 150 * USDC));
		assert_eq!((dollars(&account(11)), dollars(&account(12))), (75 * USDC, 0));
	});
}

#[test]
fn filling_the_queue_should_cost_real_work_and_hold_up_nobody() {
	// Each entry is worth a whole OROG of pay, of which a quarter was lost to make it.
	assert_eq!(MIN_QUEUED, OROG);
	scene(|| {
		DefaultUsdcShare::set(Perbill::one());
		crate::pallet::SwapLine::<Test>::put(crate::SwapBounds {
			first: 0,
			next: MAX_QUEUED,
			amount: 0,
		});
		work_for(&account(10), 100 * CUC);
		pass_epochs(2);
		assert_ok!(Bme::payout(RuntimeOrigin::signed(customer()), account(10)));
		assert_eq!(balance(&account(10)), 150 * OROG);
		crate::pallet::SwapLine::<Test>::kill();
	});
}

#[test]
fn top_up_should_never_spend_more_than_allowed_when_the_pool_moves_in_between() {
	scene(|| {
		let quote = Bme::quote_top_up(1, 1_000 * CUC).unwrap().dollars;
		push(&robber(), true, 500 * USDC);
		let Reserves { orog, .. } = reserves();
		assert!(orog < 400_000 * OROG);
		assert_noop!(top_up(&victim(), 1_000 * CUC, quote), Error::<Test>::MaxInExceeded);
	});
}
