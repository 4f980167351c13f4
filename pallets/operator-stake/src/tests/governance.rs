//! Calls of governance and genesis.

use crate::{Call, mock::*};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{AccountId, CUC, NodeKind, OROG, Tier};
use orogen_primitives_traits::OperatorRefusal;
use sp_runtime::{
	BuildStorage, DispatchError, DispatchResult, FixedU128, Perbill, traits::Dispatchable,
};

fn dispatch(call: Call<Test>, origin: RuntimeOrigin) -> DispatchResult {
	RuntimeCall::from(call).dispatch(origin).map(|_| ()).map_err(|error| error.error)
}

fn status() -> StatusOf<Test> {
	Operators::<Test>::get(hotkey()).expect("registered").status
}

#[test]
fn admin_calls_should_refuse_other_origins() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let tier = Tier::Prosumer;
		let rate = Perbill::from_percent(12);
		let calls: Vec<(Call<Test>, RuntimeOrigin)> = vec![
			(Call::force_suspend { id: 0 }, fast()),
			(Call::force_resume { id: 0 }, fast()),
			(Call::force_ban { coldkey: coldkey(), id: 0 }, normal()),
			(Call::force_freeze { id: 0, amount: 1 }, guard()),
			(Call::force_renew_freeze { id: 0 }, fast()),
			(Call::force_unfreeze { id: 0 }, fast()),
			(Call::set_tier_floor { tier, floor: 26 * OROG }, normal()),
			(Call::set_sample_rate { tier, sample_rate: rate }, normal()),
			(Call::set_parameters { parameters: Default::default() }, normal()),
		];
		for (call, right) in calls {
			let all = [normal(), fast(), guard(), signed(coldkey()), RuntimeOrigin::root()];
			for origin in all {
				if format!("{origin:?}") != format!("{right:?}") {
					assert_noop!(dispatch(call.clone(), origin), DispatchError::BadOrigin);
				}
			}
			assert_ne!(dispatch(call, right), Err(DispatchError::BadOrigin));
		}
	});
}

#[test]
fn governance_calls_should_refuse_an_unknown_operator() {
	ExtBuilder::default().build_and_execute(|| {
		let error = Error::OperatorNotFound;
		assert_noop!(Pallet::force_suspend(fast(), 0), error);
		assert_noop!(Pallet::force_resume(fast(), 0), Error::OperatorNotFound);
		assert_noop!(Pallet::force_ban(normal(), coldkey(), 0), Error::OperatorNotFound);
		assert_noop!(Pallet::force_freeze(guard(), 0, 1), Error::OperatorNotFound);
		assert_noop!(Pallet::force_renew_freeze(fast(), 0), Error::OperatorNotFound);
		assert_noop!(Pallet::force_unfreeze(fast(), 0), Error::OperatorNotFound);
	});
}

#[test]
fn force_suspend_should_last_until_force_resume() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_noop!(Pallet::force_resume(fast(), id()), Error::NotSuspended);
		assert_ok!(Pallet::force_suspend(fast(), id()));
		assert_eq!(last_event(), Event::Suspended { hotkey: hotkey() });
		assert_eq!(
			status(),
			Status::Suspended { reason: SuspensionReason::Governance, since: 100 }
		);
		assert_eq!(Pallet::counts().serving, 0);
		assert_noop!(Pallet::force_suspend(fast(), id()), Error::AlreadySuspended);
		assert_ok!(Pallet::force_resume(fast(), id()));
		assert_eq!(last_event(), Event::Resumed { hotkey: hotkey() });
		assert_eq!(status(), Status::Active);
		assert_eq!(Pallet::counts().serving, 1);
	});
}

#[test]
fn force_suspend_should_refuse_operators_that_leave_or_are_banned() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		assert_noop!(Pallet::force_suspend(fast(), id()), Error::OperatorUnbonding);
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		assert_noop!(Pallet::force_suspend(fast(), id()), Error::OperatorBanned);
		assert_noop!(Pallet::force_resume(fast(), id()), Error::NotSuspended);
	});
}

#[test]
fn force_ban_should_begin_an_unbonding_time() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		let until = 1 + UNBONDING;
		assert_eq!(last_event(), Event::Banned { hotkey: hotkey(), until });
		assert_eq!(status(), Status::Banned { until });
		assert_eq!(Pallet::counts().banned, 1);
		assert_noop!(Pallet::force_ban(normal(), coldkey(), id()), Error::OperatorBanned);
	});
}

#[test]
fn force_ban_should_hold_the_payee_until_the_stake_can_be_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		use crate::pallet::HeldPayees;
		use orogen_primitives_traits::PayeeStanding;
		let may_be_paid = |who| <Pallet as PayeeStanding<AccountId>>::may_be_paid(&who);
		register_prosumer();
		assert!(may_be_paid(payout()));
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		assert!(!may_be_paid(payout()));
		assert!(may_be_paid(coldkey()) && may_be_paid(hotkey()));
		pass_blocks(UNBONDING);
		assert!(may_be_paid(payout()));
		FirstOpen::set(200);
		assert_ok!(Pallet::withdraw(signed(coldkey()), hotkey()));
		assert_eq!(HeldPayees::<Test>::iter().count(), 0);
		assert!(may_be_paid(payout()));
	});
}

#[test]
fn try_state_should_find_a_payee_that_is_held_for_nobody() {
	ExtBuilder::default().build_and_execute(|| {
		use crate::pallet::HeldPayees;
		register_prosumer();
		HeldPayees::<Test>::insert(payout(), 1 + UNBONDING);
		assert!(Pallet::do_try_state().is_err());
		// The ban itself accounts for it.
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		assert_ok!(Pallet::do_try_state());
		HeldPayees::<Test>::insert(coldkey(), 1 + UNBONDING);
		assert!(Pallet::do_try_state().is_err());
		HeldPayees::<Test>::remove(coldkey());
	});
}

#[test]
fn decisions_should_hit_the_operator_whatever_its_hotkey_is() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let id = id();
		let rotated = || {
			Pallet::rotate_hotkey(
				signed(coldkey()),
				hotkey(),
				other_hotkey(),
				consent(&coldkey(), key_of(&other_hotkey())),
			)
		};
		assert_ok!(rotated());
		assert_eq!(Pallet::view(&other_hotkey()).unwrap().id, id);
		assert_ok!(Pallet::force_suspend(fast(), id));
		assert_eq!(last_event(), Event::Suspended { hotkey: other_hotkey() });
		assert_ok!(Pallet::force_resume(fast(), id));
		assert_ok!(Pallet::force_freeze(guard(), id, OROG));
		assert_ok!(Pallet::force_renew_freeze(fast(), id));
		assert_ok!(Pallet::force_unfreeze(fast(), id));
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id));
		let until = 1 + UNBONDING;
		assert_eq!(last_event(), Event::Banned { hotkey: other_hotkey(), until });
		assert_eq!(Pallet::counts().banned, 1);
		// Rows of the former key are refused too, and it stays out for ever, for everybody.
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::Banned));
		FirstOpen::set(200);
		let again = || {
			Pallet::register(
				signed(other_coldkey()),
				hotkey(),
				consent(&other_coldkey(), key_of(&hotkey())),
				Tier::Edge,
				NodeKind::LocalInference,
				0,
				Default::default(),
				Default::default(),
				payout(),
			)
		};
		assert_noop!(again(), Error::OperatorAlreadyExists);
		pass_blocks(UNBONDING);
		assert_ok!(Pallet::withdraw(signed(coldkey()), other_hotkey()));
		assert_noop!(again(), Error::OperatorAlreadyExists);
	});
}

#[test]
fn force_ban_should_bind_the_coldkey() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(register_as(&other_hotkey(), Tier::Edge, NodeKind::LocalInference, 0));
		let other = Operators::<Test>::get(other_hotkey()).unwrap().id;
		assert_noop!(Pallet::force_ban(normal(), other_coldkey(), id()), Error::OperatorNotFound);
		assert_noop!(Pallet::force_ban(normal(), coldkey(), other + 1), Error::OperatorNotFound);
		System::reset_events();
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		let events = System::events().into_iter().map(|record| record.event);
		assert_eq!(
			events.collect::<Vec<_>>(),
			vec![
				RuntimeEvent::from(Event::ColdkeyBanned { coldkey: coldkey() }),
				Event::Banned { hotkey: hotkey(), until: 1 + UNBONDING }.into(),
			]
		);
		assert!(BannedColdkeys::<Test>::contains_key(coldkey()));
		assert_noop!(
			register_as(&payout(), Tier::Edge, NodeKind::LocalInference, 0),
			Error::ColdkeyBanned
		);
		assert_noop!(
			Pallet::rotate_hotkey(
				signed(coldkey()),
				other_hotkey(),
				payout(),
				consent(&coldkey(), key_of(&payout())),
			),
			Error::ColdkeyBanned
		);
		// Its other operator serves until it is banned too.
		assert_eq!(Pallet::counts().serving, 1);
		assert_ok!(Pallet::force_ban(normal(), coldkey(), other));
		assert_eq!(Pallet::counts().banned, 2);
	});
}

#[test]
fn force_ban_should_bind_the_coldkey_when_the_operator_is_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let id = id();
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		pass_blocks(UNBONDING);
		pass_epochs(2);
		assert_ok!(Pallet::withdraw(signed(coldkey()), hotkey()));
		assert_eq!(HotkeyById::<Test>::get(id), None);
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id));
		assert_eq!(last_event(), Event::ColdkeyBanned { coldkey: coldkey() });
		assert_noop!(Pallet::force_ban(normal(), coldkey(), id), Error::ColdkeyBanned);
		assert_noop!(
			register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0),
			Error::ColdkeyBanned
		);
		// Ids are never given again.
		assert_eq!(NextOperatorId::<Test>::get(), id + 1);
	});
}

#[test]
fn force_freeze_should_keep_stake_until_it_ends() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_freeze(guard(), id(), 10 * OROG));
		let until = 1 + MONTH;
		assert_eq!(last_event(), Event::StakeFrozen { hotkey: hotkey(), amount: 10 * OROG, until });
		let frozen = || {
			let view = Pallet::view(&hotkey()).unwrap();
			(view.frozen, view.frozen_until)
		};
		assert_eq!(frozen(), (10 * OROG, Some(until)));
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		pass_epochs(2);
		pass_blocks(MONTH - 1);
		assert_noop!(Pallet::withdraw(signed(coldkey()), hotkey()), Error::StakeStillFrozen);
		pass_blocks(1);
		assert_eq!(frozen(), (0, None));
		assert_ok!(Pallet::withdraw(signed(coldkey()), hotkey()));
	});
}

#[test]
fn force_freeze_should_refuse_too_much_and_too_soon() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_noop!(Pallet::force_freeze(guard(), id(), 0), Error::ZeroAmount);
		assert_noop!(Pallet::force_freeze(guard(), id(), 25 * OROG + 1), Error::FreezeTooHigh);
		assert_ok!(Pallet::force_freeze(guard(), id(), 25 * OROG));
		assert_noop!(Pallet::force_freeze(guard(), id(), 1), Error::FreezeTooSoon);
		pass_blocks(2 * MONTH - 1);
		assert_noop!(Pallet::force_freeze(guard(), id(), 1), Error::FreezeTooSoon);
		pass_blocks(1);
		assert_ok!(Pallet::force_freeze(guard(), id(), 1));
	});
}

#[test]
fn force_renew_freeze_should_begin_the_time_anew() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_noop!(Pallet::force_renew_freeze(fast(), id()), Error::NotFrozen);
		assert_ok!(Pallet::force_freeze(guard(), id(), OROG));
		pass_blocks(MONTH - 1);
		assert_ok!(Pallet::force_renew_freeze(fast(), id()));
		assert_eq!(
			last_event(),
			Event::StakeFrozen { hotkey: hotkey(), amount: OROG, until: 2 * MONTH }
		);
		pass_blocks(MONTH);
		assert_noop!(Pallet::force_renew_freeze(fast(), id()), Error::NotFrozen);
	});
}

#[test]
fn force_unfreeze_should_end_a_freeze() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_noop!(Pallet::force_unfreeze(fast(), id()), Error::NotFrozen);
		assert_ok!(Pallet::force_freeze(guard(), id(), OROG));
		assert_ok!(Pallet::force_unfreeze(fast(), id()));
		assert_eq!(last_event(), Event::StakeUnfrozen { hotkey: hotkey() });
		assert_eq!(Pallet::view(&hotkey()).unwrap().frozen, 0);
		assert_noop!(Pallet::force_unfreeze(fast(), id()), Error::NotFrozen);
		assert_noop!(Pallet::force_freeze(guard(), id(), OROG), Error::FreezeTooSoon);
	});
}

#[test]
fn set_tier_floor_should_move_within_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |floor| Pallet::set_tier_floor(normal(), Tier::Prosumer, floor);
		assert_noop!(set(30 * OROG + 1), Error::OutOfBounds);
		assert_noop!(set(20 * OROG - 1), Error::OutOfBounds);
		assert_ok!(set(30 * OROG));
		assert_eq!(last_event(), Event::TierFloorSet { tier: Tier::Prosumer, floor: 30 * OROG });
		assert_noop!(set(31 * OROG), Error::FloorAlreadyChanged);
		// Steps of 20 % reach twice the lowest floor of the window and no more.
		for floor in [36, 43, 50] {
			next_epoch(false);
			pass_blocks(1);
			assert_ok!(set(floor * OROG));
		}
		next_epoch(false);
		assert_noop!(set(51 * OROG), Error::OutOfBounds);
		// After the window the next doubling can begin.
		pass_blocks(MONTH + 1);
		assert_ok!(set(60 * OROG));
	});
}

#[test]
fn set_tier_floor_should_never_halve_faster_than_the_window() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |floor| Pallet::set_tier_floor(normal(), Tier::DcStandard, floor * OROG);
		for floor in [80, 64, 52] {
			assert_ok!(set(floor));
			next_epoch(false);
		}
		assert_noop!(set(49), Error::OutOfBounds);
		assert_ok!(set(50));
	});
}

#[test]
fn set_tier_floor_should_refuse_tiers_without_stake() {
	ExtBuilder::default().build_and_execute(|| {
		for tier in [Tier::Edge, Tier::EmbedOnly] {
			assert_noop!(Pallet::set_tier_floor(normal(), tier, OROG), Error::TierHasNoFloor);
		}
	});
}

#[test]
fn a_higher_floor_should_give_operators_a_month() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::set_tier_floor(normal(), Tier::Prosumer, 30 * OROG));
		// New ones need it at once.
		assert_noop!(
			register_as(&other_hotkey(), Tier::Prosumer, NodeKind::LocalInference, 29 * OROG),
			Error::StakeTooLow
		);
		pass_blocks(MONTH);
		assert_eq!(Pallet::view(&hotkey()).unwrap().suspension, None);
		assert_ok!(admit(&row(CUC)));
		pass_blocks(1);
		assert_eq!(
			Pallet::view(&hotkey()).unwrap().suspension,
			Some(SuspensionReason::StakeTooLow)
		);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::NotActive));
		assert_ok!(Pallet::bond_more(signed(coldkey()), hotkey(), 5 * OROG));
		assert_eq!(Pallet::view(&hotkey()).unwrap().suspension, None);
		assert_ok!(admit(&row(CUC)));
	});
}

#[test]
fn set_sample_rate_should_keep_to_the_tiers_range() {
	ExtBuilder::default().build_and_execute(|| {
		for (tier, low, high) in [
			(Tier::DcPremium, 1, 5),
			(Tier::DcStandard, 1, 5),
			(Tier::CloudRented, 5, 10),
			(Tier::Prosumer, 10, 25),
			(Tier::Edge, 0, 0),
			(Tier::EmbedOnly, 0, 0),
		] {
			let set = |rate| Pallet::set_sample_rate(normal(), tier, rate);
			for percent in [low, high] {
				let sample_rate = Perbill::from_percent(percent);
				assert_ok!(set(sample_rate));
				assert_eq!(last_event(), Event::SampleRateSet { tier, sample_rate });
				assert_eq!(Pallet::terms(tier).sample_rate, sample_rate);
			}
			let one = 10_000_000;
			assert_noop!(set(Perbill::from_parts(high * one + 1)), Error::OutOfBounds);
			if low > 0 {
				assert_noop!(set(Perbill::from_parts(low * one - 1)), Error::OutOfBounds);
			}
		}
	});
}

#[test]
fn set_parameters_should_keep_to_their_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let default = OperatorParameters::default();
		let half = FixedU128::from_rational(1, 2);
		let tick = FixedU128::from_inner(1);
		for (parameters, allowed) in [
			(default, true),
			(OperatorParameters { capacity_factor: half, ..default }, true),
			(OperatorParameters { capacity_factor: half - tick, ..default }, false),
			(OperatorParameters { capacity_factor: FixedU128::from_u32(5), ..default }, true),
			(
				OperatorParameters { capacity_factor: FixedU128::from_u32(5) + tick, ..default },
				false,
			),
			(OperatorParameters { unstaked_capacity: CUC, ..default }, true),
			(OperatorParameters { unstaked_capacity: CUC - 1, ..default }, false),
			(OperatorParameters { unstaked_capacity: 25 * CUC, ..default }, true),
			(OperatorParameters { unstaked_capacity: 25 * CUC + 1, ..default }, false),
			(OperatorParameters { float: OROG / 10, ..default }, true),
			(OperatorParameters { float: OROG / 10 - 1, ..default }, false),
			(OperatorParameters { float: 10 * OROG, ..default }, true),
			(OperatorParameters { float: 10 * OROG + 1, ..default }, false),
		] {
			if allowed {
				assert_ok!(Pallet::set_parameters(normal(), parameters));
				assert_eq!(last_event(), Event::ParametersSet { parameters });
				assert_eq!(Parameters::<Test>::get(), parameters);
			} else {
				assert_noop!(Pallet::set_parameters(normal(), parameters), Error::OutOfBounds);
			}
		}
	});
}

#[test]
fn genesis_should_write_the_table_of_the_specification() {
	ExtBuilder::default().build_and_execute(|| {
		for (tier, floor, deposit, rate, ceiling) in [
			(Tier::DcPremium, 500, 0, 3, 100),
			(Tier::DcStandard, 100, 0, 3, 60),
			(Tier::CloudRented, 50, 0, 7, 40),
			(Tier::Prosumer, 25, 0, 12, 25),
			(Tier::Edge, 0, 1, 0, 15),
			(Tier::EmbedOnly, 0, 1, 0, 10),
		] {
			assert_eq!(
				Tiers::<Test>::get(tier),
				Some(TierTerms {
					floor: floor * OROG,
					deposit: deposit * OROG,
					sample_rate: Perbill::from_percent(rate),
					price_ceiling: Perbill::from_percent(ceiling),
				})
			);
		}
		let days = |days: u32| days * 14_400;
		assert_eq!(
			Windows::<u32>::default(),
			Windows { unbonding: days(14), tier_down: days(7), freeze: days(30), floor: days(30) }
		);
	});
}

#[test]
fn genesis_should_refuse_what_is_out_of_bounds() {
	let default = GenesisConfig::<Test>::default;
	let floor = TierTerms { floor: 0, ..TierTerms::launch(Tier::Prosumer) };
	let windows = Windows { floor: 29, ..Default::default() };
	let parameters = OperatorParameters { unstaked_capacity: 26 * CUC, ..Default::default() };
	for genesis in [
		GenesisConfig { tiers: vec![(Tier::Prosumer, floor)], ..default() },
		GenesisConfig { windows, ..default() },
		GenesisConfig { parameters, ..default() },
	] {
		assert!(std::panic::catch_unwind(|| genesis.build_storage()).is_err());
	}
}
