//! `register` and its signature.

use crate::mock::*;
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold, Mutate},
};
use orogen_primitives_core::{AccountId, Balance, NodeKind, OROG, Tier};
use sp_core::{Pair, crypto::AccountId32, ecdsa, ed25519};
use sp_keyring::Sr25519Keyring::{Charlie, Dave};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner, TokenError, traits::IdentifyAccount};

fn held(reason: HoldReason, who: &AccountId) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

fn register_with(
	coldkey: AccountId,
	hotkey: AccountId,
	signature: MultiSignature,
) -> sp_runtime::DispatchResult {
	Pallet::register(
		signed(coldkey),
		hotkey,
		signature,
		Tier::Prosumer,
		NodeKind::LocalInference,
		25 * OROG,
		Region::default(),
		Default::default(),
		payout(),
	)
}

#[test]
fn register_should_hold_stake_and_move_the_float() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::Prosumer, NodeKind::LocalInference, 30 * OROG));
		assert_eq!(
			Operators::<Test>::get(hotkey()),
			Some(Operator {
				id: 0,
				coldkey: coldkey(),
				payout: payout(),
				tier: Tier::Prosumer,
				next_tier: None,
				kind: NodeKind::LocalInference,
				status: Status::Active,
				stake: 30 * OROG,
				deposit: 0,
				frozen: 0,
				frozen_until: None,
				region: b"DE".to_vec().try_into().unwrap(),
				ip24_hash: Default::default(),
				last_heartbeat: None,
				duties_met: 1,
				lost_steps: 0,
				former_key: None,
				former_modes: None,
			})
		);
		assert_eq!(held(HoldReason::OperatorStake, &coldkey()), 30 * OROG);
		assert_eq!(held(HoldReason::TierDeposit, &coldkey()), 0);
		assert_eq!(Balances::balance(&hotkey()), OROG);
		assert_eq!(Balances::balance(&coldkey()), ENDOWMENT - 31 * OROG);
		assert_eq!(HotkeysOf::<Test>::get(coldkey()).into_inner(), vec![hotkey()]);
		assert_eq!(HotkeyById::<Test>::get(0), Some(hotkey()));
		assert_eq!(NextOperatorId::<Test>::get(), 1);
		assert_eq!(Pallet::operators(), vec![(hotkey(), 30 * OROG)]);
		assert_eq!(
			last_event(),
			Event::Registered {
				id: 0,
				hotkey: hotkey(),
				coldkey: coldkey(),
				tier: Tier::Prosumer,
				kind: NodeKind::LocalInference,
				stake: 30 * OROG,
				deposit: 0,
				payout: payout(),
				region: b"DE".to_vec().try_into().unwrap(),
				ip24_hash: Default::default(),
			}
		);
	});
}

#[test]
fn register_should_take_every_tier_at_its_floor_when_attestation_is_waived() {
	for (tier, stake, deposit) in [
		(Tier::DcPremium, 500 * OROG, 0),
		(Tier::DcStandard, 100 * OROG, 0),
		(Tier::CloudRented, 50 * OROG, 0),
		(Tier::Prosumer, 25 * OROG, 0),
		(Tier::Edge, 0, OROG),
		(Tier::EmbedOnly, 0, OROG),
	] {
		ExtBuilder::default().build_and_execute(|| {
			if stake > 0 {
				assert_noop!(
					register_as(&hotkey(), tier, NodeKind::LocalInference, stake - 1),
					Error::StakeTooLow
				);
			}
			assert_ok!(register_as(&hotkey(), tier, NodeKind::LocalInference, stake));
			assert_eq!(held(HoldReason::OperatorStake, &coldkey()), stake);
			assert_eq!(held(HoldReason::TierDeposit, &coldkey()), deposit);
			assert_eq!(Pallet::view(&hotkey()).unwrap().suspension, None);
		});
	}
}

#[test]
fn register_should_refuse_what_needs_attestation_when_it_is_not_waived() {
	ExtBuilder::strict().build_and_execute(|| {
		for tier in Tier::ALL {
			let result = register_as(&hotkey(), tier, NodeKind::LlmProxy, 500 * OROG);
			assert_eq!(result, Err(Error::AttestationUnavailable.into()), "{tier:?}");
		}
		for tier in [Tier::DcPremium, Tier::DcStandard, Tier::CloudRented] {
			assert_noop!(
				register_as(&hotkey(), tier, NodeKind::LocalInference, 500 * OROG),
				Error::AttestationUnavailable
			);
		}
		for (hotkey, tier) in [(hotkey(), Tier::Prosumer), (other_hotkey(), Tier::Edge)] {
			assert_ok!(register_as(&hotkey, tier, NodeKind::LocalInference, 500 * OROG));
		}
	});
}

#[test]
fn register_should_refuse_a_proxy_in_a_tier_without_attestation() {
	ExtBuilder::default().build_and_execute(|| {
		for tier in [Tier::Prosumer, Tier::Edge, Tier::EmbedOnly] {
			assert_noop!(
				register_as(&hotkey(), tier, NodeKind::LlmProxy, 500 * OROG),
				Error::KindNotAllowed
			);
		}
		assert_ok!(register_as(&hotkey(), Tier::CloudRented, NodeKind::LlmProxy, 50 * OROG));
	});
}

#[test]
fn register_should_refuse_a_signature_that_is_not_the_hotkeys_consent() {
	ExtBuilder::default().build_and_execute(|| {
		let wrong_payload = MultiSignature::Sr25519(Charlie.sign(b"orogen/register/v1"));
		for signature in [
			consent(&other_coldkey(), Charlie), // for another coldkey
			consent(&coldkey(), Dave),          // by another key
			wrong_payload,
		] {
			assert_noop!(
				register_with(coldkey(), hotkey(), signature),
				Error::InvalidHotkeySignature
			);
		}
	});
}

#[test]
fn register_should_take_hotkeys_of_every_scheme() {
	ExtBuilder::default().build_and_execute(|| {
		let payload_for =
			|hotkey: &AccountId32| registration_payload(System::block_hash(0), &coldkey(), hotkey);
		let pair = ed25519::Pair::from_seed(&[1; 32]);
		let hotkey = MultiSigner::from(pair.public()).into_account();
		let signature = pair.sign(&payload_for(&hotkey)).into();
		assert_ok!(register_with(coldkey(), hotkey, signature));

		let pair = ecdsa::Pair::from_seed(&[2; 32]);
		let hotkey = MultiSigner::from(pair.public()).into_account();
		let signature = pair.sign(&payload_for(&hotkey)).into();
		assert_ok!(register_with(coldkey(), hotkey, signature));
		assert_eq!(Operators::<Test>::count(), 2);
	});
}

#[test]
fn register_should_refuse_a_hotkey_twice() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0));
		assert_noop!(
			register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0),
			Error::OperatorAlreadyExists
		);
		assert_noop!(
			register_with(other_coldkey(), hotkey(), consent(&other_coldkey(), Charlie)),
			Error::OperatorAlreadyExists
		);
	});
}

#[test]
fn register_should_refuse_a_33rd_hotkey() {
	ExtBuilder::default().build_and_execute(|| {
		let register = |seed: u8| {
			let pair = ed25519::Pair::from_seed(&[seed; 32]);
			let hotkey = MultiSigner::from(pair.public()).into_account();
			let payload = registration_payload(System::block_hash(0), &coldkey(), &hotkey);
			register_with(coldkey(), hotkey, pair.sign(&payload).into())
		};
		for seed in 1..=32 {
			assert_ok!(register(seed));
		}
		assert_eq!(held(HoldReason::OperatorStake, &coldkey()), 32 * 25 * OROG);
		assert_noop!(register(33), Error::MaxHotkeysReached);
		assert_ok!(register_with(other_coldkey(), hotkey(), consent(&other_coldkey(), Charlie)));
	});
}

#[test]
fn register_should_refuse_a_region_of_another_form() {
	ExtBuilder::default().build_and_execute(|| {
		let register = |region: &[u8]| {
			Pallet::register(
				signed(coldkey()),
				hotkey(),
				consent(&coldkey(), Charlie),
				Tier::Edge,
				NodeKind::LocalInference,
				0,
				region.to_vec().try_into().unwrap(),
				Default::default(),
				payout(),
			)
		};
		for region in [&b"D"[..], b"de", b"DE-", b"DEU", b"DE_BE", b"DE-be", b"DE-B E", b"\xff\xff"]
		{
			assert_noop!(register(region), Error::InvalidRegion);
		}
		for region in [&b""[..], b"DE", b"US-CA", b"GB-ENG", b"FR-2A"] {
			assert!(is_region(region));
		}
		assert_ok!(register(b"US-CA"));
	});
}

#[test]
fn register_should_fail_when_the_coldkey_cannot_pay() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			register_as(&hotkey(), Tier::Prosumer, NodeKind::LocalInference, ENDOWMENT - OROG / 2),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
		let poor = AccountId::new([9; 32]);
		assert_ok!(Balances::mint_into(&poor, OROG));
		assert!(register_with(poor.clone(), hotkey(), consent(&poor, Charlie)).is_err());
	});
}

#[test]
fn register_should_refuse_other_origins() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Pallet::register(
					origin,
					hotkey(),
					consent(&coldkey(), Charlie),
					Tier::Edge,
					NodeKind::LocalInference,
					0,
					Region::default(),
					Default::default(),
					payout(),
				),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn register_should_let_a_coldkey_be_its_own_hotkey() {
	ExtBuilder::default().build_and_execute(|| {
		let signature = consent(&coldkey(), key_of(&coldkey()));
		assert_ok!(register_with(coldkey(), coldkey(), signature));
		assert_eq!(Balances::balance(&coldkey()), ENDOWMENT - 25 * OROG);
	});
}
