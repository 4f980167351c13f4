//! What the runtime APIs answer: quotes, the emission rule, and pages that are bounded.

use super::common::*;
use crate::{Bme, Runtime, genesis_config_presets::DEVELOPMENT, views};
use orogen_primitives_core::{AccountId, CUC, Hash, NodeKind, OROG, SLOT_DURATION_MS, Tier};
use orogen_primitives_receipts::SessionKey;
use orogen_primitives_runtime_api::{
	BurnRefusal, ClaimState, EligibleFilter, EmissionRule, MAX_EPOCHS_LOOKED_AT,
	MAX_OPERATORS_LISTED, MAX_OPERATORS_LOOKED_AT, OperatorFilter, OperatorState,
};
use pallet_operator_stake::{GatewayUse, Operators, ServedGateways, ServiceTerms};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::Perbill;
use std::collections::BTreeSet;

/// The gateway Bob, and the prosumer Dave in Bavaria who gives it half of his capacity.
fn gateway_and_operator() -> (AccountId, AccountId) {
	register_gateway(Bob, 2_000 * OROG);
	let operator = TestOperator {
		payout: Dave,
		stake: 100 * OROG,
		region: "DE-BY",
		capacity_share: Perbill::from_percent(50),
		max_commission: Perbill::from_percent(10),
		..Default::default()
	};
	operator.serve(Bob);
	(Bob.to_account_id(), Dave.to_account_id())
}

#[test]
fn burn_quote_should_tell_what_a_burn_brings_and_why_it_is_refused() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let quote = views::burn_quote(100 * OROG);
		assert_eq!((quote.refusal, quote.bootstrap), (None, true));
		let who = Ferdie.to_account_id();
		ok(
			Ferdie,
			pallet_bme::Call::burn { orog: 100 * OROG, beneficiary: who.clone(), min_cuc: 1 },
		);
		let lots = views::credit_balance(&who).lots;
		assert_eq!((lots[0].amount, lots[0].expiry_day), (quote.cuc.unwrap(), quote.expiry_day));

		assert_eq!(views::burn_quote(OROG).refusal, Some(BurnRefusal::BurnTooSmall));
		let most = views::burn_quote(100 * OROG).creatable_today;
		assert!(most > 0);
		let ceiling = views::burn_quote(1_000_000_000 * OROG);
		assert!(ceiling.cuc.unwrap() > most);
		assert_eq!(ceiling.refusal, Some(BurnRefusal::CreditCeiling));
		let absurd = views::burn_quote(u128::MAX);
		assert_eq!((absurd.cuc, absurd.refusal), (None, Some(BurnRefusal::TooLarge)));
	});
}

#[test]
fn emission_should_show_the_rule_of_the_year() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let first = views::emission();
		assert_eq!((first.year, first.epoch_of_year), (1, 1));
		assert_eq!(first.rule, EmissionRule::FirstYear);
		assert_eq!(first.next_headroom, Bme::headroom_of(first.epoch));
		// 0.5 %, 5 % and 8 % of the supply, spread over a year's epochs.
		let share =
			|permille: u128| first.supply * permille / 1_000 / u128::from(first.epochs_per_year);
		assert_eq!((first.floor, first.cap), (share(5), share(50)));
		assert_eq!(first.next_headroom, share(80));

		let n = first.epochs_per_year;
		for (epoch, year, rule) in
			[(n, 2, EmissionRule::SecondYear), (2 * n, 3, EmissionRule::RollingBurn)]
		{
			pallet_epochs::CurrentEpoch::<Runtime>::mutate(|current| {
				current.index = first.genesis_epoch + epoch;
			});
			let later = views::emission();
			assert_eq!((later.year, later.epoch_of_year, later.rule), (year, 1, rule));
			assert!(later.next_headroom >= later.floor);
		}
		// Nobody has burned.
		assert_eq!(views::emission().next_headroom, views::emission().floor);
	});
}

#[test]
fn epoch_start_should_tell_what_ended() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(1);
		assert_eq!(views::epoch_start().ended, None);
		let first = views::epoch_start().epoch;
		while views::epoch_start().epoch == first {
			run_blocks(1);
		}
		let start = views::epoch_start();
		let ended = start.ended.unwrap();
		assert_eq!((ended.epoch, ended.void, ended.cuc), (first, false, 0));
		assert!(ended.blocks > 0);
		assert!(start.headroom > 0);
	});
}

#[test]
fn claims_should_come_in_pages_and_leave_epochs_without_work_out() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(1);
		assert!(views::claims(None, 10).claims.is_empty());
		let closing = |start: u128| pallet_bme::Closing {
			cuc: CUC,
			dues: 0,
			price: 1.into(),
			start,
			operators: 0,
			pots: pallet_bme::PotShares { verification: 10, treasury: 0, governance: 0 },
			unpriced: 0,
			unassigned: 0,
			closed_in: 0,
		};
		let far = 4 + MAX_EPOCHS_LOOKED_AT;
		for (at, epoch) in [1, 3, far].into_iter().enumerate() {
			pallet_bme::Closings::<Runtime>::insert(epoch, closing(10 * at as u128));
		}
		pallet_bme::FirstUnreleased::<Runtime>::put(1);
		pallet_bme::FirstOpen::<Runtime>::put(far + 2);
		let line = pallet_bme::Line { queued: 30, funded: 14 };
		pallet_bme::ClaimLine::<Runtime>::put(line);
		pallet_epochs::CurrentEpoch::<Runtime>::mutate(|current| current.index = far + 3);

		let page = views::claims(None, 1);
		assert_eq!((page.queued, page.funded, page.oldest_unfunded_epoch), (30, 14, Some(3)));
		assert_eq!(page.oldest_age, Some(far));
		assert_eq!((page.claims[0].epoch, page.claims[0].state), (1, ClaimState::Funded));
		let page = views::claims(page.next, 1);
		assert_eq!((page.claims[0].epoch, page.claims[0].state), (3, ClaimState::Queued));
		assert_eq!((page.claims[0].queued, page.claims[0].funded), (10, 4));
		// A call looks at so many epochs, and then says where to go on.
		let page = views::claims(page.next, 1);
		assert!(page.claims.is_empty());
		let page = views::claims(page.next, u32::MAX);
		assert_eq!((page.claims[0].epoch, page.claims[0].funded, page.next), (far, 0, None));
		assert_eq!(views::claims(Some(far + 9), 1).next, None);
	});
}

#[test]
fn sessions_should_come_in_pages() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let (gateway, _) = gateway_and_operator();
		let owner = Ferdie.to_account_id();
		ok(
			Ferdie,
			pallet_bme::Call::burn { orog: 100 * OROG, beneficiary: owner.clone(), min_cuc: 1 },
		);
		for _ in 0..3 {
			ok(
				Ferdie,
				pallet_credits::Call::open_session {
					gateway: gateway.clone(),
					key: SessionKey::Sr25519(Eve.public()),
					cap: 2 * CUC,
					expires_at: slot() * SLOT_DURATION_MS + 600_000,
					ack_window: None,
					models: Default::default(),
				},
			);
		}
		let ids = |page: &orogen_primitives_runtime_api::SessionsPage| {
			page.sessions.iter().map(|session| session.id).collect::<Vec<_>>()
		};
		let page = views::sessions(&owner, 0, 2);
		assert_eq!((ids(&page), page.next), (vec![0, 1], Some(2)));
		let page = views::sessions(&owner, 2, 2);
		assert_eq!((ids(&page), page.next), (vec![2], None));
		assert_eq!(views::session(1), Some(views::sessions(&owner, 1, 1).sessions.remove(0)));
		assert!(views::sessions(&gateway, 0, 10).sessions.is_empty());
	});
}

#[test]
fn operators_should_be_filtered() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let (gateway, hotkey) = gateway_and_operator();
		let count = |filter: OperatorFilter| views::operators(&filter, None, 10).operators.len();
		let all = OperatorFilter::default;
		let region = |text: &str| Some(text.as_bytes().to_vec());
		for fitting in [
			all(),
			OperatorFilter { tier: Some(Tier::Prosumer), ..all() },
			OperatorFilter { kind: Some(NodeKind::LocalInference), ..all() },
			OperatorFilter { region: region("DE"), ..all() },
			OperatorFilter { region: region("DE-BY"), ..all() },
			OperatorFilter { status: Some(OperatorState::Active), ..all() },
			OperatorFilter { gateway: Some(gateway.clone()), ..all() },
		] {
			assert_eq!(count(fitting.clone()), 1, "{fitting:?}");
		}
		for other in [
			OperatorFilter { tier: Some(Tier::Edge), ..all() },
			OperatorFilter { kind: Some(NodeKind::LlmProxy), ..all() },
			OperatorFilter { region: region("DE-B"), ..all() },
			OperatorFilter { region: region("D"), ..all() },
			OperatorFilter { status: Some(OperatorState::Banned), ..all() },
			OperatorFilter { gateway: Some(hotkey.clone()), ..all() },
		] {
			assert_eq!(count(other.clone()), 0, "{other:?}");
		}
		let listed = views::operators(&all(), None, 10).operators.remove(0);
		assert_eq!(Some(listed), views::operator(&hotkey));
	});
}

#[test]
fn pages_of_operators_should_be_bounded_and_complete() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let (gateway, hotkey) = gateway_and_operator();
		let operator = Operators::<Runtime>::get(&hotkey).unwrap();
		let terms =
			ServiceTerms { capacity_share: Perbill::one(), max_commission: Perbill::zero() };
		for seed in 1..=450u32 {
			let key = AccountId::new(sp_io::hashing::blake2_256(&seed.to_le_bytes()));
			Operators::<Runtime>::insert(&key, &operator);
			let served = GatewayUse { listed: Some(terms), ..Default::default() };
			ServedGateways::<Runtime>::insert(&key, &gateway, served);
		}

		let all = OperatorFilter::default();
		let (mut seen, mut after, mut pages) = (BTreeSet::new(), None, 0);
		loop {
			let page = views::operators(&all, after, u32::MAX);
			assert!(page.operators.len() <= MAX_OPERATORS_LISTED as usize);
			pages += 1;
			seen.extend(page.operators.into_iter().map(|operator| operator.hotkey));
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		assert_eq!((seen.len(), pages), (451, 5));

		// Nobody fits: a call gives up after so many, and says where to go on.
		let none = OperatorFilter { tier: Some(Tier::Edge), ..all };
		let (mut after, mut pages) = (None, 0);
		loop {
			let page = views::operators(&none, after, 1);
			assert!(page.operators.is_empty());
			pages += 1;
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		assert_eq!(pages, 451_u32.div_ceil(MAX_OPERATORS_LOOKED_AT));

		let page = views::eligible(&gateway, &EligibleFilter::default(), None, 7).unwrap();
		assert_eq!(page.operators.len(), 7);
		let next = views::eligible(&gateway, &EligibleFilter::default(), page.next, 7).unwrap();
		assert!(!next.operators.iter().any(|operator| page.operators.contains(operator)));
		// A cursor need not be there any more.
		let after = Some(AccountId::new([0xff; 32]));
		assert!(!views::operators(&OperatorFilter::default(), after, 1).operators.is_empty());
	});
}

#[test]
fn eligible_should_show_who_has_capacity_left_for_the_gateway() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let (gateway, hotkey) = gateway_and_operator();
		let find = |filter: EligibleFilter| {
			views::eligible(&gateway, &filter, None, 10).unwrap().operators
		};
		let all = EligibleFilter::default;
		let found = find(all()).remove(0);
		// Half of 2 × 100 OROG at half a dollar.
		let capacity = views::operator(&hotkey).unwrap().capacity.unwrap();
		assert_eq!((found.capacity_left, found.unfinalised), (capacity / 2, 0));
		assert_eq!((found.hotkey, found.max_commission), (hotkey.clone(), 100_000_000));

		let left = found.capacity_left;
		for (filter, count) in [
			(EligibleFilter { price: Some(left), ..all() }, 1),
			(EligibleFilter { price: Some(left + 1), ..all() }, 0),
			(EligibleFilter { commission: Some(100_000_000), ..all() }, 1),
			(EligibleFilter { commission: Some(100_000_001), ..all() }, 0),
			// A minimum: better tiers do as well.
			(EligibleFilter { tier: Some(Tier::Edge), ..all() }, 1),
			(EligibleFilter { tier: Some(Tier::CloudRented), ..all() }, 0),
			(EligibleFilter { kind: Some(NodeKind::LlmProxy), ..all() }, 0),
			(EligibleFilter { region: Some(b"FR".to_vec()), ..all() }, 0),
		] {
			assert_eq!(find(filter.clone()).len(), count, "{filter:?}");
		}
		assert_eq!(views::eligible(&hotkey, &all(), None, 10), None);

		// Who leaves is not routed to.
		ok(Charlie, pallet_operator_stake::Call::deregister { hotkey: hotkey.clone() });
		assert!(find(all()).is_empty());
		let leaving =
			OperatorFilter { status: Some(OperatorState::Unbonding), ..Default::default() };
		assert_eq!(views::operators(&leaving, None, 10).operators.len(), 1);
	});
}

#[test]
fn tiers_should_be_those_of_the_protocol() {
	preset(DEVELOPMENT).execute_with(|| {
		let tiers = views::tiers();
		assert!(tiers.iter().map(|tier| tier.tier).eq(Tier::ALL));
		for tier in tiers {
			assert_eq!(tier.capacity.is_some(), tier.tier.is_unstaked());
			assert_eq!(tier.capacity_factor.is_some(), tier.floor > 0);
			assert!(tier.local_inference_modes.is_valid());
			assert_eq!(tier.llm_proxy_modes.is_valid(), tier.needs_attestation);
		}
	});
}

#[test]
fn pending_should_page_from_the_newest_batch() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let (gateway, hotkey) = gateway_and_operator();
		assert_eq!(views::pending(hotkey.clone(), None, 10), None);
		assert_eq!(views::pending(gateway.clone(), None, 10).unwrap().batches, []);

		// 1, 4 and 7 are the gateway's, the first of them in a closed epoch; 6 is another one's.
		let header = |gateway: &AccountId, epoch, previous| pallet_receipts::BatchHeader {
			gateway: gateway.clone(),
			epoch,
			submitted: 3,
			root_ops: Hash::zero(),
			root_seq: Hash::zero(),
			rows_root: Hash::zero(),
			count: 2,
			entries: 2,
			operator_rows: 1,
			session_rows: 1,
			tokens: 10,
			cuc: CUC,
			blob_url: Default::default(),
			deposit: 0,
			previous,
		};
		for (id, header) in [
			(1, header(&gateway, 8, None)),
			(4, header(&gateway, 9, Some(1))),
			(6, header(&hotkey, 9, None)),
			(7, header(&gateway, 10, Some(4))),
		] {
			pallet_receipts::Batches::<Runtime>::insert(id, header);
		}
		pallet_bme::FirstOpen::<Runtime>::put(9);
		pallet_receipts::Gateways::<Runtime>::mutate(&gateway, |record| {
			let record = record.as_mut().unwrap();
			record.latest_batch = Some(7);
			for epoch in [8, 9, 10] {
				record.open_work.add(epoch, CUC).unwrap();
			}
		});

		let page = |before, limit| views::pending(gateway.clone(), before, limit).unwrap();
		let ids = |before, limit| {
			let page = page(before, limit);
			(page.batches.iter().map(|batch| batch.id).collect::<Vec<_>>(), page.next)
		};
		assert_eq!((page(None, 1).pending, page(None, 1).unfinalised), (2, 2 * CUC));
		assert_eq!(ids(None, u32::MAX), (vec![7, 4], None));
		assert_eq!(ids(None, 1), (vec![7], Some(7)));
		assert_eq!(ids(Some(7), 1), (vec![4], None));
		for strange in [1, 4, 6, 9] {
			assert_eq!(ids(Some(strange), 1), (vec![], None), "{strange}");
		}
		assert_eq!(page(None, 1).batches[0].closes_in, 12);
	});
}

#[test]
fn views_should_answer_about_nothing_and_about_the_largest_numbers() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let (gateway, hotkey) = gateway_and_operator();
		for orog in [0, 1, u128::MAX - 1, u128::MAX] {
			assert!(views::burn_quote(orog).refusal.is_some(), "{orog}");
		}
		for asset in [0, 1, u32::MAX] {
			for cuc in [0, 1, u64::MAX - 1, u64::MAX] {
				assert!(views::top_up_quote(asset, cuc).refusal.is_some(), "{asset} {cuc}");
			}
		}
		for count in [0, 1, u32::MAX] {
			for from in [None, Some(0), Some(u32::MAX)] {
				assert!(views::claims(from, count).claims.is_empty(), "{from:?} {count}");
			}
			for after in [None, Some(AccountId::new([0; 32])), Some(AccountId::new([0xff; 32]))] {
				let page = views::operators(&OperatorFilter::default(), after.clone(), count);
				assert!(page.operators.len() <= 1);
				let most = EligibleFilter { price: Some(u64::MAX), ..Default::default() };
				let page = views::eligible(&gateway, &most, after, count).unwrap();
				assert!(page.operators.is_empty());
			}
			for from in [0, u64::MAX] {
				assert!(views::sessions(&gateway, from, count).sessions.is_empty());
				let page = views::pending(gateway.clone(), Some(from), count).unwrap();
				assert!(page.batches.is_empty() && page.next.is_none());
			}
		}
		for id in [0, u64::MAX] {
			assert!(views::session(id).is_none() && views::batch(id).is_none());
			for seq in [0, u32::MAX] {
				// Neither has been opened yet.
				assert!(!crate::Credits::request_burned(id, seq));
			}
		}
		assert!(views::gateway(hotkey).is_none() && views::operator(&gateway).is_none());
	});
}
