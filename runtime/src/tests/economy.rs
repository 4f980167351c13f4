//! The loop of SPEC §1 on the real runtime: burn, session, batch, closing, payout.

use super::common::*;
use crate::{
	Assets, Balances, Bme, Credits, Epochs, Executive, OperatorStake, OracleTwap, PoolAssets,
	Receipts, Runtime, RuntimeCall,
	constants::{ONE_USDC, USDC},
	genesis_config_presets::DEVELOPMENT,
	views,
};
use frame_support::traits::tokens::fungible::NativeOrWithId;
use orogen_primitives_core::{
	AccountId, Balance, CUC, Hash, OROG, SLOT_DURATION_MS, VerificationMode,
};
use orogen_primitives_receipts::{OperatorRow, SessionKey, SessionRow};
use orogen_primitives_runtime_api::{BatchState, DueState};
use orogen_primitives_traits::{EpochClock, PriceOracle};
use pallet_receipts::BatchSubmission;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie, Two};
use sp_runtime::{FixedPointNumber, Perbill};

#[test]
fn work_should_be_paid_from_the_burn_to_the_payout() {
	preset(DEVELOPMENT).execute_with(|| {
		let (gateway, hotkey, payee) =
			(Bob.to_account_id(), Dave.to_account_id(), Two.to_account_id());
		begin_block();

		// A gateway, and an operator that serves it.
		register_gateway(Bob, 2_000 * OROG);
		TestOperator::default().serve(Bob);

		// A customer burns at the genesis price of half a dollar and opens a session.
		let issuance = Balances::total_issuance();
		ok(
			Ferdie,
			pallet_bme::Call::burn {
				orog: 100 * OROG,
				beneficiary: Ferdie.to_account_id(),
				min_cuc: 1,
			},
		);
		let credits = views::credit_balance(&Ferdie.to_account_id()).total;
		assert!((49 * CUC..=50 * CUC).contains(&credits), "{credits}");
		assert!(issuance - Balances::total_issuance() >= 100 * OROG);
		let now = slot() * SLOT_DURATION_MS;
		ok(
			Ferdie,
			pallet_credits::Call::open_session {
				gateway: gateway.clone(),
				key: SessionKey::Sr25519(Eve.public()),
				cap: 20 * CUC,
				expires_at: now + 600_000,
				ack_window: None,
				models: Default::default(),
			},
		);
		end_block();
		run_blocks(1);
		try_state();

		// The gateway settles ten receipts of together 8 CUC; its commission is 0.6 CUC.
		begin_block();
		let batch = BatchSubmission {
			top_ops: Hash::repeat_byte(1),
			top_seq: Hash::repeat_byte(2),
			count: 10,
			entries: 10,
			tokens: 5_000,
			cuc: 8 * CUC,
			operators: vec![OperatorRow {
				hotkey: hotkey.clone(),
				model: 0,
				adapter: None,
				mode: VerificationMode::Vanilla,
				count: 10,
				tokens: 5_000,
				cuc: 8 * CUC,
				commission: 600_000,
			}]
			.try_into()
			.unwrap(),
			sessions: vec![SessionRow {
				session: 0,
				from_seq: 0,
				count: 10,
				void: 0,
				deferred: 0,
				late: 0,
				cuc: 8 * CUC,
			}]
			.try_into()
			.unwrap(),
			blob_url: Default::default(),
		};
		ok(Bob, pallet_receipts::Call::submit_batch { submission: Box::new(batch) });
		end_block();
		assert_eq!(views::batch(0).unwrap().state, BatchState::Open);
		assert_eq!(views::session(0).unwrap().remaining, 12 * CUC);
		assert!(Credits::request_burned(0, 9) && !Credits::request_burned(0, 10));
		// 75 % of 8 CUC, less the commission.
		let due = views::dues(&payee);
		assert_eq!((due[0].state, due[0].cuc), (DueState::Open, 5_400_000));
		try_state();

		// Epoch 0 closes in the first block of epoch 2; its pay is minted within the headroom.
		let minted = views::bme_status().minted;
		while Epochs::current() < 2 {
			run_blocks(1);
		}
		run_blocks(1);
		assert_eq!(views::batch(0).unwrap().state, BatchState::Final);
		let status = views::bme_status();
		assert_eq!(status.consumed_cuc, u128::from(8 * CUC));
		assert!(status.minted > minted);
		assert!(status.minted <= status.queued);
		try_state();

		// At half a dollar at least, 5.4 CUC are at most 10.8 OROG: 30 % of them, the rest is sold for
		// USDC at the pool, which is at the genesis price.
		let price = OracleTwap::payout().expect("the genesis price stands in");
		begin_block();
		let before = balance(&payee);
		if views::dues(&payee).iter().any(|due| due.state == DueState::Payable) {
			ok(Alice, pallet_bme::Call::payout { who: payee.clone() });
		}
		let paid = balance(&payee) - before;
		let all = price.reciprocal().unwrap().saturating_mul_int(5_400_000 * 1_000_000_u128);
		// Paid now or on the way by `on_idle`.
		let paid_before = before - 10_000_000 * OROG;
		let expected = Perbill::from_percent(30) * all;
		assert!(
			(paid + paid_before).abs_diff(expected) < OROG / 1_000,
			"paid {paid} and {paid_before}, expected {expected}"
		);
		assert!(balance(&gateway) < 10_000_000 * OROG + 2 * OROG);
		end_block();
		assert!(views::dues(&payee).is_empty());
		// An idle block later at most.
		run_blocks(1);
		assert_eq!(pallet_bme::SwapLine::<Runtime>::get().amount, 0);
		let dollars = usdc(&payee) - 1_000_000 * ONE_USDC;
		let worth = price.saturating_mul_int(all - expected) / 1_000_000;
		assert!(dollars <= worth && dollars >= worth * 98 / 100, "{dollars} of {worth}");
		assert_eq!(views::operator(&hotkey).unwrap().unfinalised, 0);
		assert_eq!(views::gateway(gateway).unwrap().unfinalised, 0);
		assert!(!Bme::dues_of(&Bob.to_account_id()).iter().any(|due| due.cuc > 0));
		assert_eq!(OperatorStake::operators().len(), 1);
		assert!(Receipts::pending(Bob.to_account_id()).is_empty());
		try_state();
	});
}

#[test]
fn a_heartbeat_should_be_free_and_a_refused_one_should_not() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let hotkey = Dave.to_account_id();
		TestOperator { stake: 25 * OROG, payout: Charlie, ..Default::default() }.register();
		end_block();
		// Past the epoch of the registration.
		run_blocks(25);

		begin_block();
		let heartbeat = |epoch| {
			RuntimeCall::from(pallet_operator_stake::Call::heartbeat {
				epoch_number: epoch,
				capabilities_summary_hash: Hash::zero(),
				attestation_report_hash: Hash::zero(),
			})
		};
		let before = balance(&hotkey);
		let wrong = Executive::apply_extrinsic(sign(Dave, heartbeat(7), 0)).unwrap();
		assert!(wrong.is_err());
		let after_wrong = balance(&hotkey);
		assert!(after_wrong < before, "a refused heartbeat pays");
		ok(Dave, heartbeat(Epochs::current()));
		assert_eq!(balance(&hotkey), after_wrong, "an accepted one does not");
	});
}

#[test]
fn the_oracle_should_take_the_members_prices() {
	use orogen_primitives_core::Price;
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(2);
		begin_block();
		let timestamp = slot() * SLOT_DURATION_MS - 1_000;
		for member in [Alice, Bob, Charlie, Dave, Eve] {
			for source in [0, 1] {
				let price = Price::from_rational(60, 100);
				let before = balance(&member.to_account_id());
				ok(member, pallet_oracle_twap::Call::feed { source, price, timestamp });
				assert_eq!(balance(&member.to_account_id()), before, "an accepted feed is free");
			}
		}
		end_block();
		run_blocks(1);
		let status = views::oracle();
		assert_eq!((status.members, status.live_sources), (5, 2));
		assert_eq!(status.spot, Some(Price::from_rational(60, 100)));
		try_state();
	});
}

#[test]
fn the_amm_should_be_shown_as_source_3() {
	use orogen_primitives_core::Price;
	preset(DEVELOPMENT).execute_with(|| {
		let amm = || {
			let sources = views::oracle_sources();
			let ids: Vec<_> = sources.iter().map(|source| source.source).collect();
			assert_eq!(ids, [0, 1, 2, 3]);
			assert!(sources[..3].iter().all(|source| source.pool.is_none()));
			sources[3].clone()
		};
		let half = Price::from_rational(1, 2);
		run_blocks(1);
		let shown = amm();
		let pool = shown.pool.unwrap();
		assert_eq!(
			(shown.value, shown.twap, shown.newest, shown.feeders),
			(Some(half), None, None, 0)
		);
		assert_eq!((pool.live, pool.blocks, pool.blocks_needed), (false, 1, 99));
		assert_eq!((pool.orog, pool.dollars), (400_000 * OROG, 200_000 * ONE_USDC));
		assert_eq!(pool.min_dollars, 100_000 * ONE_USDC);
		assert_eq!(views::oracle().amm, None);

		run_blocks(97);
		assert_eq!((amm().pool.unwrap().blocks, amm().pool.unwrap().live), (98, false));
		run_blocks(1);
		let shown = amm();
		assert_eq!((shown.value, shown.twap), (Some(half), Some(half)));
		assert_eq!((shown.pool.unwrap().blocks, shown.pool.unwrap().live), (99, true));
		assert_eq!(views::oracle().amm, Some(half));
		run_blocks(5);
		assert_eq!((amm().pool.unwrap().blocks, amm().pool.unwrap().live), (99, true));

		// A pool that is too small says nothing any more, and its depth is shown.
		begin_block();
		ok(
			Alice,
			pallet_asset_conversion::Call::remove_liquidity {
				asset1: Box::new(NativeOrWithId::Native),
				asset2: Box::new(NativeOrWithId::WithId(USDC)),
				lp_token_burn: PoolAssets::balance(0, Alice.to_account_id()) / 10 * 6,
				amount1_min_receive: 1,
				amount2_min_receive: 1,
				withdraw_to: Alice.to_account_id(),
			},
		);
		end_block();
		let shown = amm();
		let pool = shown.pool.unwrap();
		assert_eq!((shown.value, shown.twap, views::oracle().amm), (None, None, None));
		assert_eq!((pool.live, pool.blocks), (false, 0));
		assert!((1..pool.min_dollars).contains(&pool.dollars) && pool.orog > 0);
		try_state();
	});
}

fn usdc(who: &AccountId) -> Balance {
	Assets::balance(USDC, who)
}

#[test]
fn a_top_up_should_turn_usdc_into_credits_out_of_the_box() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let who = Ferdie.to_account_id();
		let quote = views::top_up_quote(USDC, 100 * CUC);
		assert_eq!(quote.refusal, None);
		let cost = quote.cost.unwrap();
		let before = (usdc(&who), balance(&who));
		ok(
			Ferdie,
			pallet_bme::Call::top_up {
				asset: USDC,
				max_in: cost,
				cuc: 100 * CUC,
				beneficiary: who.clone(),
			},
		);
		assert_eq!(usdc(&who), before.0 - cost);
		// Of OROG it has paid the fee alone.
		assert!(before.1 - balance(&who) < OROG / 10);
		assert_eq!(views::credit_balance(&who).total, 100 * CUC);
		assert!((100 * ONE_USDC..102 * ONE_USDC).contains(&cost), "{cost}");
		let other = views::top_up_quote(7, CUC);
		assert_eq!(
			(other.refusal, other.cost),
			(Some(orogen_primitives_runtime_api::TopUpRefusal::UnknownAsset), None)
		);
		end_block();
		try_state();
	});
}

#[test]
fn council_votes_should_bring_points() {
	use super::governance::{decide, queue};
	use pallet_bme::Points;
	preset(DEVELOPMENT).execute_with(|| {
		// Seats are met in the first decision; a vote counts on a motion put later.
		let switch = || RuntimeCall::from(pallet_bme::Call::set_trough_support { enabled: false });
		for _ in 0..2 {
			begin_block();
			decide(queue(pallet_timelock::Track::Normal, switch()), 5);
			end_block();
		}
		let holders = Points::<Runtime>::get(orogen_primitives_traits::PotRole::Council);
		assert_eq!(holders.len(), 5);
		assert!(holders.iter().all(|holder| holder.points <= 1));
		try_state();
	});
}
