//! Random operations: after each of them every planck and every micro-USD is in exactly one place.

use crate::{
	PotShares,
	mock::*,
	pallet::{
		ClaimLine, Closings, FirstUnreleased, OpenWork, Owed, Payees, SupplyRecord, SwapLine,
	},
	types::{IDLE_EXPIRIES, QUEUE_EPOCHS},
};
use frame_support::{
	traits::{Hooks, fungible::Mutate, fungibles, tokens::Preservation},
	weights::Weight,
};
use orogen_primitives_core::{AccountId, Balance, Cuc, MILLI_OROG, OROG, Price};
use orogen_primitives_traits::{AwardPoint, CreditIssuer, OracleState, PotRole, Reserves};
use pallet_asset_conversion::Swap;
use proptest::prelude::*;
use sp_runtime::Perbill;

#[derive(Clone, Debug)]
enum Operation {
	Burn {
		milli_orog: u64,
		beneficiary: u8,
	},
	/// Settles a part of the outstanding credits; dues in percent of it, by payee.
	Accrue {
		permille: u64,
		dues: Vec<(u8, u64)>,
	},
	EndEpoch {
		void: bool,
	},
	Blocks(u32),
	Prices {
		state: OracleState,
		credit: Option<Price>,
		payout: Option<Price>,
	},
	Payout(u8),
	Idle {
		milliseconds: u64,
	},
	Days(u32),
	Gift(u64),
	TopUp {
		milli_cuc: u64,
		beneficiary: u8,
	},
	Prefer {
		who: u8,
		percent: u32,
	},
	/// Somebody trades with the pool: dollars in or OROG in.
	Trade {
		dollars_in: bool,
		permille: u128,
	},
	/// The market follows the pool's price, or does not.
	SpotFollowsPool,
	Hold {
		who: u8,
		held: bool,
	},
	/// The coin's issuer blocks somebody.
	Block(u8),
	Award {
		who: u8,
		topic: u8,
		council: bool,
	},
	Trough(bool),
	/// Somebody empties a pot that is not ours.
	EmptyTreasury,
}

fn payee(seed: u8) -> AccountId {
	account(10 + seed % 6)
}

fn price() -> impl Strategy<Value = Price> {
	// From a ten-thousandth to a thousand USD, odd fractions.
	(1u128..=1_000_000, 1u128..=10_000)
		.prop_map(|(numerator, denominator)| Price::from_rational(numerator, denominator * 1_000))
}

fn operation() -> impl Strategy<Value = Operation> {
	let state = prop_oneof![
		Just(OracleState::Fresh),
		Just(OracleState::Degraded),
		Just(OracleState::Halted)
	];
	prop_oneof![
		4 => (1u64..=20_000_000, any::<u8>())
			.prop_map(|(milli_orog, beneficiary)| Operation::Burn { milli_orog, beneficiary }),
		6 => (0u64..=500, prop::collection::vec((any::<u8>(), 0u64..=40), 0..4))
			.prop_map(|(permille, dues)| Operation::Accrue { permille, dues }),
		6 => prop::bool::weighted(0.1).prop_map(|void| Operation::EndEpoch { void }),
		3 => (1u32..=4).prop_map(Operation::Blocks),
		2 => (state, prop::option::weighted(0.8, price()), prop::option::weighted(0.8, price()))
			.prop_map(|(state, credit, payout)| Operation::Prices { state, credit, payout }),
		4 => any::<u8>().prop_map(Operation::Payout),
		2 => (0u64..=50).prop_map(|milliseconds| Operation::Idle { milliseconds }),
		1 => (0u32..=200).prop_map(Operation::Days),
		1 => (1u64..=1_000_000).prop_map(Operation::Gift),
		1 => Just(Operation::EmptyTreasury),
		4 => (900u64..=3_000_000, any::<u8>())
			.prop_map(|(milli_cuc, beneficiary)| Operation::TopUp { milli_cuc, beneficiary }),
		3 => (any::<u8>(), 0u32..=100)
			.prop_map(|(who, percent)| Operation::Prefer { who, percent }),
		1 => (any::<bool>(), 1u128..=30)
			.prop_map(|(dollars_in, permille)| Operation::Trade { dollars_in, permille }),
		3 => Just(Operation::SpotFollowsPool),
		1 => (any::<u8>(), any::<bool>()).prop_map(|(who, held)| Operation::Hold { who, held }),
		1 => any::<u8>().prop_map(Operation::Block),
		2 => (any::<u8>(), 0u8..4, any::<bool>())
			.prop_map(|(who, topic, council)| Operation::Award { who, topic, council }),
		1 => any::<bool>().prop_map(Operation::Trough),
	]
}

fn run(operation: &Operation) {
	match operation {
		Operation::Burn { milli_orog, beneficiary } => {
			let orog = u128::from(*milli_orog) * MILLI_OROG + 7;
			let before = (balance(&customer()), Balances::total_issuance());
			let origin = RuntimeOrigin::signed(customer());
			let burned = Bme::burn(origin, orog, payee(*beneficiary), 0).is_ok();
			let gone = if burned { orog } else { 0 };
			let after = (balance(&customer()), Balances::total_issuance());
			assert_eq!(after, (before.0 - gone, before.1 - gone));
		}
		Operation::Accrue { permille, dues } => {
			let cuc = Credits::outstanding() / 1_000 * permille;
			let dues: Vec<(AccountId, Cuc)> =
				dues.iter().map(|(who, percent)| (payee(*who), cuc / 100 * percent)).collect();
			if accrue_in_layer(cuc, &dues) {
				Credits::claim(cuc);
			}
		}
		Operation::EndEpoch { void } => end_epoch(*void),
		Operation::Blocks(count) => blocks(*count),
		Operation::Prices { state, credit, payout } => {
			Oracle::set(*state);
			// The credit price is never above the payout price.
			let credit = match (credit, payout) {
				(Some(credit), Some(payout)) => Some(*credit.min(payout)),
				_ => *credit,
			};
			set_prices(credit, *payout);
		}
		Operation::Payout(who) => {
			let who = payee(*who);
			let due: Balance = Bme::dues_of(&who)
				.iter()
				.filter(|due| due.stage == crate::DueStage::Payable)
				.map(|due| due.amount)
				.sum();
			let before = (balance(&who), in_queue());
			let held = Held::get().contains(&who);
			let share = Bme::usdc_share(&who);
			let paid = Bme::payout(RuntimeOrigin::signed(customer()), who.clone()).is_ok();
			// All that was shown as payable, or nothing.
			let (direct, queued) = (balance(&who) - before.0, in_queue() - before.1);
			assert_eq!(direct + queued, if paid { due } else { 0 });
			assert!(queued == 0 || direct <= (Perbill::one() - share) * due + 1);
			assert!(paid || due == 0 || held || before.0 + due < MILLI_OROG);
		}
		Operation::Idle { milliseconds } => {
			let limit = Weight::from_parts(milliseconds * 1_000_000_000, u64::MAX);
			assert!(Bme::on_idle(System::block_number(), limit).all_lte(limit));
		}
		Operation::Days(days) => pass_days(*days),
		Operation::Gift(milli_orog) => {
			let amount = u128::from(*milli_orog) * MILLI_OROG;
			let gift = Balances::transfer_keep_alive(
				RuntimeOrigin::signed(customer()),
				Bme::payouts_account(),
				amount,
			);
			assert!(gift.is_ok() || balance(&customer()) < amount + MILLI_OROG);
		}
		Operation::TopUp { milli_cuc, beneficiary } => {
			let cuc = milli_cuc * 1_000 + 7;
			let quote = Bme::quote_top_up(1, cuc);
			let before = (dollars(&customer()), totals().burned, Credits::outstanding());
			let topped_up = frame_support::storage::with_storage_layer(|| {
				let origin = RuntimeOrigin::signed(customer());
				let max_in = 2_000_000 * USDC;
				Bme::top_up(origin, 1, max_in, cuc, payee(*beneficiary))
			});
			let after = (dollars(&customer()), totals().burned, Credits::outstanding());
			match topped_up {
				Ok(()) => {
					let quote = quote.expect("what is done is quoted");
					assert_eq!(after.0, before.0 - quote.dollars);
					assert_eq!((after.1 - before.1, after.2 - before.2), (quote.orog, cuc));
				}
				Err(_) => assert_eq!(after, before),
			}
		}
		Operation::Prefer { who, percent } => {
			let origin = RuntimeOrigin::signed(payee(*who));
			let before = balance(&payee(*who));
			let known = Bme::set_payout_preference(origin, Perbill::from_percent(*percent));
			let poor = before < PREFERENCE_DEPOSIT + MILLI_OROG;
			assert!(known.is_ok() || poor || !Payees::<Test>::contains_key(payee(*who)));
		}
		Operation::Trade { dollars_in, permille } => {
			let Reserves { orog, dollars } = reserves();
			let (from, to, held) = match dollars_in {
				true => (usdc(), Native::get(), dollars),
				false => (Native::get(), usdc(), orog),
			};
			// Whoever has not enough does not trade.
			let traded = <AssetConversion as Swap<AccountId>>::swap_exact_tokens_for_tokens(
				customer(),
				vec![from, to],
				held * permille / 1_000,
				None,
				customer(),
				true,
			);
			if traded.is_err() {
				System::reset_events();
			}
		}
		Operation::SpotFollowsPool => {
			let Reserves { orog, dollars } = reserves();
			let spot = usd(dollars * 1_000_000, orog);
			Oracle::set(OracleState::Fresh);
			set_prices(Some(spot), Some(spot));
		}
		Operation::Hold { who, held } => {
			let mut all = Held::get();
			all.retain(|other| *other != payee(*who));
			all.extend(held.then(|| payee(*who)));
			Held::set(all);
		}
		Operation::Block(who) => {
			let who = payee(*who);
			if dollars(&who) > 0 {
				Assets::block(RuntimeOrigin::signed(account(9)), 1, who).expect("blocked");
			}
		}
		Operation::Award { who, topic, council } => {
			let role = if *council { PotRole::Council } else { PotRole::Oracle };
			<Bme as AwardPoint<AccountId>>::award(role, &payee(*who), *topic);
		}
		Operation::Trough(enabled) => {
			Bme::set_trough_support(RuntimeOrigin::signed(Governance::get()), *enabled)
				.expect("governance may");
		}
		Operation::EmptyTreasury => {
			let treasury = Bme::pot_account::<TreasuryPot>();
			let all = balance(&treasury);
			<Balances as Mutate<_>>::transfer(
				&treasury,
				&customer(),
				all,
				Preservation::Expendable,
			)
			.expect("the treasury can be emptied");
		}
	}
}

/// As a call does: an error changes nothing.
fn accrue_in_layer(cuc: Cuc, dues: &[(AccountId, Cuc)]) -> bool {
	frame_support::storage::with_storage_layer(|| accrue(cuc, dues)).is_ok()
}

fn check(genesis: Balance) {
	Bme::do_try_state().expect("invariants hold after every operation");
	let totals = totals();
	let line = ClaimLine::<Test>::get();
	// In the mocked runtime nothing else burns, so the gate's account is exact.
	let made = genesis + line.funded + totals.supported;
	assert_eq!(Balances::total_issuance(), made - totals.burned);
	// Credits are out, in open epochs, or consumed.
	assert_eq!(totals.created, u128::from(Credits::outstanding()) + totals.open + totals.consumed);
	// Every planck is on one of the accounts.
	let pots = Bme::status().pots;
	let held: Balance = (0..6).map(|seed| total_balance(&payee(seed))).sum::<Balance>()
		+ balance(&customer())
		+ pots.verification
		+ pots.treasury
		+ pots.governance
		+ pots.payouts
		+ balance(&account(9))
		+ balance(&pool());
	assert_eq!(held, Balances::total_issuance());
	// And every unit of the coin.
	let coins: Balance = (0..6).map(|seed| dollars(&payee(seed))).sum::<Balance>()
		+ dollars(&customer())
		+ dollars(&account(9))
		+ dollars(&pool());
	assert_eq!(coins, <Assets as fungibles::Inspect<AccountId>>::total_issuance(1));
	assert_eq!(dollars(&Bme::payouts_account()), 0);
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

	#[test]
	fn random_operations_conserve_every_planck_and_micro_usd(
		operations in prop::collection::vec(operation(), 1..120),
		epochs_per_year in 3u32..=10_000,
		bootstrap in any::<bool>(),
	) {
		ExtBuilder::default().supply(60_000_000 * OROG).build_and_execute(|| {
			EpochsPerYear::set(epochs_per_year);
			Bootstrap::set(bootstrap);
			DefaultUsdcShare::set(Perbill::from_percent(70));
			open_pool(400_000 * OROG, 200_000 * USDC);
			give_dollars(&customer(), 1_000_000 * USDC);
			let genesis = Balances::total_issuance();
			for operation in &operations {
				run(operation);
				check(genesis);
			}
			settle_everything();
			check(genesis);
		});
	}
}

/// Whatever happened: with a price and headroom enough, nothing is stuck.
fn settle_everything() {
	Held::set(Vec::new());
	set_prices(None, Some(usd(1, 1)));
	for _ in 0..3 {
		// Headroom for every claim.
		SupplyRecord::<Test>::mutate(|record| record.anniversary = 1 << 110);
		next_epoch();
		blocks(130);
	}
	for _ in 0..10 {
		Bme::on_idle(System::block_number(), Weight::MAX);
	}
	// Whose hold has ended is paid when somebody asks.
	for who in (0..6).map(payee) {
		let payable = Bme::dues_of(&who).iter().map(|due| due.amount).sum::<Balance>();
		let paid = Bme::payout(RuntimeOrigin::signed(customer()), who.clone()).is_ok();
		assert!(paid || payable == 0 || balance(&who) + payable < MILLI_OROG);
	}
	// Whatever nobody buys is paid in OROG.
	let entries = SwapLine::<Test>::get().len();
	pass_epochs(QUEUE_EPOCHS);
	for _ in 0..=entries / u64::from(IDLE_EXPIRIES) {
		Bme::on_idle(System::block_number(), Weight::MAX);
	}
	assert_eq!((SwapLine::<Test>::get().len(), in_queue()), (0, 0));
	// What flooring left moves with the epoch.
	next_epoch();
	assert_eq!(OpenWork::<Test>::iter().count(), 0);
	assert_eq!(ClaimLine::<Test>::get().waiting(), 0);
	// Only what cannot bring an account to life waits.
	for (who, payee) in Payees::<Test>::iter() {
		let (count, due) = payee.payable(FirstUnreleased::<Test>::get());
		assert_eq!(count, payee.buckets.len());
		assert!(balance(&who) + due < MILLI_OROG);
	}
	let owed = Owed::<Test>::get();
	assert!(owed.treasury < MILLI_OROG);
	assert_eq!(owed, PotShares { treasury: owed.treasury, ..Default::default() });
	for closing in Closings::<Test>::iter_values() {
		assert_eq!((closing.unpriced, closing.unassigned), (0, 0));
	}
}
