//! What an owner does with a registered operator.

use crate::{Call, mock::*};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use orogen_primitives_core::{AccountId, Balance, CUC, NodeKind, OROG, Tier};
use orogen_primitives_traits::OperatorRefusal;
use sp_keyring::Sr25519Keyring::{Charlie, Dave, Eve};
use sp_runtime::{DispatchError, DispatchResult, Perbill, traits::Dispatchable};

fn held(reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), &coldkey())
}

fn operator() -> OperatorOf<Test> {
	Operators::<Test>::get(hotkey()).expect("registered")
}

/// Every call of the owner, on [`hotkey`].
fn owner_calls() -> Vec<(&'static str, Call<Test>)> {
	let hotkey = hotkey();
	vec![
		("bond_more", Call::bond_more { hotkey: hotkey.clone(), amount: OROG }),
		("change_tier", Call::change_tier { hotkey: hotkey.clone(), tier: Tier::Edge }),
		(
			"rotate_hotkey",
			Call::rotate_hotkey {
				hotkey: hotkey.clone(),
				new_hotkey: other_hotkey(),
				signature: consent(&coldkey(), Dave),
			},
		),
		("set_payout", Call::set_payout { hotkey: hotkey.clone(), payout: coldkey() }),
		(
			"set_gateways",
			Call::set_gateways { hotkey: hotkey.clone(), gateways: Default::default() },
		),
		("deregister", Call::deregister { hotkey: hotkey.clone() }),
		("withdraw", Call::withdraw { hotkey }),
	]
}

fn dispatch(call: Call<Test>, origin: RuntimeOrigin) -> DispatchResult {
	RuntimeCall::from(call).dispatch(origin).map(|_| ()).map_err(|error| error.error)
}

fn rotate(from: &AccountId, to: &AccountId) -> DispatchResult {
	Pallet::rotate_hotkey(
		signed(coldkey()),
		from.clone(),
		to.clone(),
		consent(&coldkey(), key_of(to)),
	)
}

#[test]
fn owner_calls_should_refuse_when_the_sender_does_not_own_the_operator() {
	ExtBuilder::default().build_and_execute(|| {
		for (name, call) in owner_calls() {
			let result = dispatch(call, signed(coldkey()));
			assert_eq!(result, Err(Error::OperatorNotFound.into()), "{name}");
		}
		register_prosumer();
		for sender in [other_coldkey(), hotkey(), payout()] {
			for (_, call) in owner_calls() {
				assert_noop!(dispatch(call, signed(sender.clone())), Error::NotColdkey);
			}
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			for (_, call) in owner_calls() {
				assert_noop!(dispatch(call, origin.clone()), DispatchError::BadOrigin);
			}
		}
	});
}

#[test]
fn owner_calls_should_refuse_when_the_operator_is_banned() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		for (name, call) in owner_calls() {
			let expected = match name {
				"withdraw" => Error::UnbondingNotOver,
				_ => Error::OperatorBanned,
			};
			assert_noop!(dispatch(call, signed(coldkey())), expected);
		}
	});
}

#[test]
fn owner_calls_should_refuse_when_the_operator_leaves() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		for (name, call) in owner_calls() {
			let expected = match name {
				"set_payout" => continue, // its last receipts are still to be paid
				"withdraw" => Error::UnbondingNotOver,
				_ => Error::OperatorUnbonding,
			};
			assert_noop!(dispatch(call, signed(coldkey())), expected);
		}
		assert_ok!(Pallet::set_payout(signed(coldkey()), hotkey(), coldkey()));
	});
}

#[test]
fn bond_more_should_add_to_the_stake() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::bond_more(signed(coldkey()), hotkey(), 5 * OROG));
		assert_eq!(operator().stake, 30 * OROG);
		assert_eq!(held(HoldReason::OperatorStake), 30 * OROG);
		assert_eq!(
			last_event(),
			Event::StakeAdded { hotkey: hotkey(), amount: 5 * OROG, stake: 30 * OROG }
		);
	});
}

#[test]
fn bond_more_should_refuse_nothing_and_more_than_there_is() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_noop!(Pallet::bond_more(signed(coldkey()), hotkey(), 0), Error::ZeroAmount);
		assert!(Pallet::bond_more(signed(coldkey()), hotkey(), ENDOWMENT).is_err());
		assert!(Pallet::bond_more(signed(coldkey()), hotkey(), Balance::MAX).is_err());
		assert_eq!(operator().stake, 25 * OROG);
	});
}

#[test]
fn holds_should_be_split_between_the_hotkeys_of_a_coldkey() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(register_as(&other_hotkey(), Tier::Edge, NodeKind::LocalInference, 3 * OROG));
		assert_ok!(register_as(&payout(), Tier::EmbedOnly, NodeKind::LocalInference, 0));
		assert_eq!(held(HoldReason::OperatorStake), 28 * OROG);
		assert_eq!(held(HoldReason::TierDeposit), 2 * OROG);

		assert_ok!(Pallet::deregister(signed(coldkey()), other_hotkey()));
		pass_epochs(2);
		pass_blocks(UNBONDING);
		assert_ok!(Pallet::withdraw(signed(coldkey()), other_hotkey()));
		assert_eq!(held(HoldReason::OperatorStake), 25 * OROG);
		assert_eq!(held(HoldReason::TierDeposit), OROG);
		assert_eq!(HotkeysOf::<Test>::get(coldkey()).into_inner(), vec![hotkey(), payout()]);
	});
}

#[test]
fn change_tier_should_go_up_at_once_when_eligible() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0));
		let change = |tier| Pallet::change_tier(signed(coldkey()), hotkey(), tier);
		assert_noop!(change(Tier::Prosumer), Error::StakeTooLow);
		assert_ok!(Pallet::bond_more(signed(coldkey()), hotkey(), 25 * OROG));
		assert_ok!(change(Tier::Prosumer));
		assert_eq!(
			last_event(),
			Event::TierChanged {
				hotkey: hotkey(),
				from: Tier::Edge,
				to: Tier::Prosumer,
				deposit: 0
			}
		);
		assert_eq!(operator().tier, Tier::Prosumer);
		assert_eq!(held(HoldReason::TierDeposit), 0);
		assert_noop!(change(Tier::Prosumer), Error::TierUnchanged);
		assert_noop!(change(Tier::CloudRented), Error::StakeTooLow);
	});
}

#[test]
fn change_tier_should_go_down_after_the_notice() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::change_tier(signed(coldkey()), hotkey(), Tier::Edge));
		let at = 1 + TIER_DOWN;
		assert_eq!(
			last_event(),
			Event::TierChangeScheduled { hotkey: hotkey(), to: Tier::Edge, at, deposit: OROG }
		);
		// The deposit is taken at once, the tier stays.
		assert_eq!(held(HoldReason::TierDeposit), OROG);
		pass_blocks(TIER_DOWN - 1);
		assert_eq!(Pallet::view(&hotkey()).unwrap().tier, Tier::Prosumer);
		pass_blocks(1);
		let view = Pallet::view(&hotkey()).unwrap();
		assert_eq!((view.tier, view.next_tier), (Tier::Edge, None));
		assert_eq!(view.capacity, Some(5 * CUC));
		// Due changes become part of the record when it is touched.
		assert_ok!(Pallet::change_tier(signed(coldkey()), hotkey(), Tier::EmbedOnly));
		assert_eq!(operator().tier, Tier::Edge);
	});
}

#[test]
fn change_tier_should_call_off_a_change_when_it_names_the_present_tier() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::change_tier(signed(coldkey()), hotkey(), Tier::Edge));
		assert_ok!(Pallet::change_tier(signed(coldkey()), hotkey(), Tier::Prosumer));
		assert_eq!(last_event(), Event::TierChangeCancelled { hotkey: hotkey(), deposit: 0 });
		assert_eq!(operator().next_tier, None);
		assert_eq!(held(HoldReason::TierDeposit), 0);
		pass_blocks(TIER_DOWN);
		assert_eq!(Pallet::view(&hotkey()).unwrap().tier, Tier::Prosumer);
	});
}

#[test]
fn change_tier_should_refuse_what_registering_would_refuse() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::CloudRented, NodeKind::LlmProxy, 100 * OROG));
		assert_noop!(
			Pallet::change_tier(signed(coldkey()), hotkey(), Tier::Prosumer),
			Error::KindNotAllowed
		);
		assert_ok!(Pallet::change_tier(signed(coldkey()), hotkey(), Tier::DcStandard));
	});
	ExtBuilder::strict().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::Prosumer, NodeKind::LocalInference, 100 * OROG));
		assert_noop!(
			Pallet::change_tier(signed(coldkey()), hotkey(), Tier::DcStandard),
			Error::AttestationUnavailable
		);
	});
}

#[test]
fn rotate_hotkey_should_move_everything_and_leave_an_alias() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(admit(&row(10 * CUC)));
		let before = operator();
		assert_ok!(rotate(&hotkey(), &other_hotkey()));
		assert_eq!(last_event(), Event::HotkeyRotated { former: hotkey(), hotkey: other_hotkey() });
		assert_eq!(Operators::<Test>::get(hotkey()), None);
		assert_eq!(
			Operators::<Test>::get(other_hotkey()),
			Some(Operator { former_key: Some(hotkey()), ..before })
		);
		assert_eq!(HotkeysOf::<Test>::get(coldkey()).into_inner(), vec![other_hotkey()]);
		assert_eq!(Balances::balance(&other_hotkey()), OROG);
		let view = Pallet::view(&other_hotkey()).unwrap();
		assert_eq!(view.unfinalised, 10 * CUC);
		assert_eq!(view.gateways, vec![(served(gateway(), 100, 20), 10 * CUC)]);

		// Rows of either key are booked on the operator.
		assert_ok!(admit(&row(10 * CUC)));
		let new_row =
			orogen_primitives_receipts::OperatorRow { hotkey: other_hotkey(), ..row(CUC) };
		assert_ok!(admit(&new_row));
		assert_eq!(Pallet::view(&other_hotkey()).unwrap().unfinalised, 21 * CUC);
		// Heartbeats are the new key's.
		assert_noop!(beat(&hotkey()), Error::OperatorNotFound);
		assert_ok!(beat(&other_hotkey()));
	});
}

#[test]
fn rotate_hotkey_should_end_the_alias_when_its_epoch_is_closed() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(rotate(&hotkey(), &other_hotkey()));
		pass_epochs(1);
		assert_ok!(beat(&other_hotkey()));
		FirstOpen::set(100);
		assert_ok!(admit(&row(CUC)));
		assert_noop!(rotate(&other_hotkey(), &hotkey()), Error::OperatorAlreadyExists);
		assert_noop!(rotate(&other_hotkey(), &payout()), Error::RotationTooSoon);
		FirstOpen::set(101);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::NotFound));
		assert_ok!(rotate(&other_hotkey(), &payout()));
		assert_eq!(Aliases::<Test>::iter_keys().collect::<Vec<_>>(), vec![other_hotkey()]);
		FirstOpen::set(102);
		// A key whose alias has ended is free again, for the operator itself and for others.
		assert_ok!(register_as(&other_hotkey(), Tier::Edge, NodeKind::LocalInference, 0));
		assert_eq!(Aliases::<Test>::iter().count(), 0);
		assert_ok!(rotate(&payout(), &hotkey()));
	});
}

#[test]
fn rotate_hotkey_should_refuse_keys_in_use_and_wrong_signatures() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(register_as(&other_hotkey(), Tier::Edge, NodeKind::LocalInference, 0));
		assert_noop!(rotate(&hotkey(), &other_hotkey()), Error::OperatorAlreadyExists);
		assert_noop!(rotate(&hotkey(), &hotkey()), Error::OperatorAlreadyExists);
		for signature in [consent(&other_coldkey(), Eve), consent(&coldkey(), Charlie)] {
			assert_noop!(
				Pallet::rotate_hotkey(signed(coldkey()), hotkey(), payout(), signature),
				Error::InvalidHotkeySignature
			);
		}
	});
}

#[test]
fn register_should_refuse_a_key_while_its_alias_lives() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(rotate(&hotkey(), &other_hotkey()));
		assert_noop!(
			register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0),
			Error::OperatorAlreadyExists
		);
	});
}

#[test]
fn set_payout_should_count_for_rows_from_now_on() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_eq!(admit(&row(CUC)).map(|admission| admission.payee), Ok(payout()));
		assert_ok!(Pallet::set_payout(signed(coldkey()), hotkey(), coldkey()));
		assert_eq!(last_event(), Event::PayoutSet { hotkey: hotkey(), payout: coldkey() });
		assert_eq!(admit(&row(CUC)).map(|admission| admission.payee), Ok(coldkey()));
	});
}

#[test]
fn set_gateways_should_replace_the_list_and_keep_what_is_open() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(admit(&row(10 * CUC)));
		System::reset_events();
		let set = |gateways: Vec<ServedGateway>| {
			Pallet::set_gateways(signed(coldkey()), hotkey(), gateways.try_into().unwrap())
		};
		assert_ok!(set(vec![served(other_gateway(), 50, 10), served(gateway(), 40, 0)]));
		let listed = |gateway, share, commission| Event::GatewayListed {
			hotkey: hotkey(),
			gateway,
			capacity_share: Perbill::from_percent(share),
			max_commission: Perbill::from_percent(commission),
		};
		let events = || {
			let events = System::events().into_iter().map(|record| record.event);
			let events = events.collect::<Vec<_>>();
			System::reset_events();
			events
		};
		assert_eq!(
			events(),
			vec![
				RuntimeEvent::from(listed(gateway(), 40, 0)),
				listed(other_gateway(), 50, 10).into()
			]
		);
		let mut gateways = Pallet::view(&hotkey()).unwrap().gateways;
		gateways.sort_by(|a, b| a.0.gateway.cmp(&b.0.gateway));
		assert_eq!(
			gateways,
			vec![(served(gateway(), 40, 0), 10 * CUC), (served(other_gateway(), 50, 10), 0)]
		);

		// Only differences are written and told.
		assert_ok!(set(vec![served(gateway(), 40, 0)]));
		let unlisted = Event::GatewayUnlisted { hotkey: hotkey(), gateway: other_gateway() };
		assert_eq!(events(), vec![RuntimeEvent::from(unlisted)]);
		// A gateway that left the list can settle until the end of the next epoch.
		assert_ok!(set(vec![]));
		assert_eq!(Pallet::view(&hotkey()).unwrap().gateways, vec![]);
		pass_epochs(2);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::GatewayNotListed));
		assert_eq!(Pallet::view(&hotkey()).unwrap().unfinalised, 10 * CUC);
	});
}

#[test]
fn set_gateways_should_take_nothing_back_until_the_end_of_the_next_epoch() {
	let set = |gateways: Vec<ServedGateway>| {
		Pallet::set_gateways(signed(coldkey()), hotkey(), gateways.try_into().unwrap())
	};
	// Off the list, no commission, no capacity: in front of the gateway's batch.
	for list in [vec![], vec![served(gateway(), 100, 0)], vec![served(gateway(), 0, 20)]] {
		ExtBuilder::default().build_and_execute(|| {
			register_prosumer();
			let full = orogen_primitives_receipts::OperatorRow { commission: 150_000, ..row(CUC) };
			assert_ok!(set(list.clone()));
			assert_ok!(admit(&full));
			// The same list again moves nothing.
			pass_epochs(1);
			assert_ok!(set(list.clone()));
			assert_ok!(admit(&full));
			pass_epochs(1);
			assert!(admit(&full).is_err());
			let shown = Pallet::view(&hotkey()).unwrap().gateways;
			assert_eq!(shown.into_iter().map(|(served, _)| served).collect::<Vec<_>>(), list);
			// Better terms hold at once, and keep what is open.
			assert_ok!(set(vec![served(gateway(), 100, 20)]));
			assert_ok!(admit(&full));
		});
	}
}

#[test]
fn set_gateways_should_keep_the_best_terms_of_several_changes() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let most = || {
			let served = ServedGateways::<Test>::get(hotkey(), gateway());
			served.and_then(|served| served.terms_in(Epoch::get())).map(|terms| {
				let ServiceTerms { capacity_share, max_commission } = terms;
				(
					capacity_share.deconstruct() / 10_000_000,
					max_commission.deconstruct() / 10_000_000,
				)
			})
		};
		list(&hotkey(), 50, 10);
		assert_eq!(most(), Some((100, 20)));
		// Half better, half worse.
		list(&hotkey(), 80, 5);
		assert_eq!(most(), Some((100, 20)));
		pass_epochs(1);
		list(&hotkey(), 90, 5); // better: no more time for the former terms
		assert_eq!(most(), Some((100, 20)));
		pass_epochs(1);
		assert_eq!(most(), Some((90, 5)));
		list(&hotkey(), 80, 5);
		list(&hotkey(), 95, 5);
		let stored = ServedGateways::<Test>::get(hotkey(), gateway()).unwrap();
		assert_eq!(stored.former, None);
	});
}

#[test]
fn set_gateways_should_bound_and_drop_gateways_off_the_list() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let many = |from: u8, to: u8| {
			let gateways = (from..to).map(|byte| AccountId::new([byte; 32])).collect::<Vec<_>>();
			RegisteredGateways::mutate(|all| all.extend(gateways.clone()));
			let list = gateways.into_iter().map(|gateway| served(gateway, 100, 20));
			GatewayListOf::<Test>::try_from(list.collect::<Vec<_>>()).unwrap()
		};
		let set = |list| Pallet::set_gateways(signed(coldkey()), hotkey(), list);
		assert_ok!(set(many(100, 163)));
		assert_eq!(ServedGateways::<Test>::iter().count(), 64);
		assert_noop!(set(many(100, 164)), Error::TooManyGateways);
		assert_noop!(set(many(200, 201)), Error::TooManyGateways);
		pass_epochs(2);
		assert_ok!(set(many(100, 164)));
		assert_eq!(ServedGateways::<Test>::iter().count(), 64);
		// Rotation leaves behind what is over.
		assert_ok!(set(many(100, 101)));
		pass_epochs(2);
		assert_ok!(beat(&hotkey()));
		assert_ok!(rotate(&hotkey(), &other_hotkey()));
		assert_eq!(ServedGateways::<Test>::iter().count(), 1);
	});
}

#[test]
fn set_gateways_should_refuse_bad_lists() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let set = |gateways: Vec<ServedGateway>| {
			Pallet::set_gateways(signed(coldkey()), hotkey(), gateways.try_into().unwrap())
		};
		let stranger = AccountId::new([9; 32]);
		assert_noop!(set(vec![served(stranger, 10, 10)]), Error::GatewayNotFound);
		assert_noop!(
			set(vec![served(gateway(), 10, 10), served(gateway(), 20, 10)]),
			Error::DuplicateGateway
		);
		assert_noop!(set(vec![served(gateway(), 10, 21)]), Error::CommissionTooHigh);
		assert_ok!(set(vec![served(gateway(), 100, 20), served(other_gateway(), 100, 20)]));
		assert!(GatewayListOf::<Test>::try_from(vec![served(gateway(), 1, 1); 65]).is_err());
	});
}

#[test]
fn deregister_should_keep_the_stake_until_withdraw() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::NotUnbonding);
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		let until = 1 + UNBONDING;
		assert_eq!(last_event(), Event::Deregistered { hotkey: hotkey(), until });
		assert_eq!(operator().status, Status::Unbonding { since: 100, until });
		assert_eq!(Pallet::counts().unbonding, 1);
		pass_epochs(2);
		pass_blocks(UNBONDING - 1);
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::UnbondingNotOver);
		pass_blocks(1);
		assert_ok!(Pallet::withdraw(signed(coldkey()), hotkey()));
		assert_eq!(
			last_event(),
			Event::Withdrawn { hotkey: hotkey(), coldkey: coldkey(), stake: 25 * OROG, deposit: 0 }
		);
		assert_eq!(Operators::<Test>::count(), 0);
		assert!(!HotkeysOf::<Test>::contains_key(coldkey()));
		assert_eq!(ServedGateways::<Test>::iter().count(), 0);
		assert_eq!(held(HoldReason::OperatorStake), 0);
		// All but the float is back; the hotkey can be registered again.
		assert_eq!(Balances::balance(&coldkey()), ENDOWMENT - OROG);
		register_prosumer();
	});
}

#[test]
fn withdraw_should_wait_for_the_last_epoch_that_can_settle() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		pass_blocks(UNBONDING);
		pass_epochs(1);
		assert_ok!(admit(&row(CUC)));
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::UnbondingNotOver);
		pass_epochs(1);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::NotActive));
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::WorkNotFinal);
		FirstOpen::set(101);
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::WorkNotFinal);
		FirstOpen::set(102);
		assert_ok!(Pallet::withdraw(signed(coldkey()), hotkey()));
		assert_eq!(Work::<Test>::iter().count(), 0);
	});
}

#[test]
fn withdraw_should_remove_the_alias_of_a_rotated_key() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(rotate(&hotkey(), &other_hotkey()));
		assert_ok!(Pallet::deregister(signed(coldkey()), other_hotkey()));
		pass_blocks(UNBONDING);
		pass_epochs(2);
		assert_ok!(Pallet::withdraw(signed(coldkey()), other_hotkey()));
		assert_eq!(Aliases::<Test>::iter().count(), 0);
	});
}

#[test]
fn withdraw_should_keep_a_banned_hotkey_out() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		pass_blocks(UNBONDING);
		assert_ok!(Pallet::withdraw(signed(coldkey()), hotkey()));
		assert_eq!(Balances::balance(&coldkey()), ENDOWMENT - OROG);
		assert_eq!(operator().stake, 0);
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::NothingToWithdraw);
		assert_noop!(
			register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0),
			Error::ColdkeyBanned
		);
		assert_noop!(
			Pallet::register(
				signed(other_coldkey()),
				hotkey(),
				consent(&other_coldkey(), Charlie),
				Tier::Edge,
				NodeKind::LocalInference,
				0,
				Default::default(),
				Default::default(),
				payout(),
			),
			Error::OperatorAlreadyExists
		);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::Banned));
	});
}
