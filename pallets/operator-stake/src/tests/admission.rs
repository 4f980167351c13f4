//! Admission of rows: every refusal, capacity and the rings.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok, assert_storage_noop};
use orogen_primitives_core::{
	CUC, Cuc, EpochIndex, NodeKind, OROG, Tier, VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::OperatorRow;
use orogen_primitives_traits::{Admission, ForfeitRefusal, OperatorAdmission, OperatorRefusal};
use sp_runtime::{FixedU128, Perbill};

fn assert_refused(row: &OperatorRow, refusal: OperatorRefusal) {
	assert_storage_noop!(assert_eq!(admit(row), Err(refusal)));
}

fn unfinalised() -> Cuc {
	Pallet::view(&hotkey()).expect("registered").unfinalised
}

fn ring_of(amounts: &[(EpochIndex, Cuc)]) -> WorkRing {
	let mut ring = WorkRing::default();
	amounts.iter().for_each(|(epoch, cuc)| ring.add(*epoch, *cuc).expect("fits"));
	ring
}

#[test]
fn admit_should_book_the_row_and_name_the_payee() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_eq!(
			admit(&row(10 * CUC)),
			Ok(Admission { operator: id(), payee: payout(), emission_share: Perbill::one() })
		);
		assert_ok!(admit(&row(5 * CUC)));
		let bucket = WorkBucket { epoch: 100, cuc: 15 * CUC };
		assert_eq!(Work::<Test>::get(hotkey()).buckets(), [bucket]);
		let served = ServedGateways::<Test>::get(hotkey(), gateway()).unwrap();
		assert_eq!(served.open.buckets(), [bucket]);
	});
}

#[test]
fn admit_should_refuse_an_empty_row() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_refused(&row(0), OperatorRefusal::Empty);
		assert_refused(&OperatorRow { count: 0, ..row(CUC) }, OperatorRefusal::Empty);
	});
}

#[test]
fn admit_should_refuse_an_unknown_operator() {
	ExtBuilder::default()
		.build_and_execute(|| assert_refused(&row(CUC), OperatorRefusal::NotFound));
}

#[test]
fn admit_should_refuse_a_banned_operator_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		assert_refused(&row(CUC), OperatorRefusal::Banned);
	});
}

#[test]
fn admit_should_refuse_when_the_operator_was_not_active_within_two_epochs() {
	for leave in
		[|| Pallet::force_suspend(fast(), id()), || Pallet::deregister(signed(coldkey()), hotkey())]
	{
		ExtBuilder::default().build_and_execute(|| {
			register_prosumer();
			assert_ok!(leave());
			assert_ok!(admit(&row(CUC)));
			next_epoch(false);
			assert_ok!(admit(&row(CUC)));
			next_epoch(false);
			assert_refused(&row(CUC), OperatorRefusal::NotActive);
		});
	}
}

#[test]
fn admit_should_not_give_a_suspended_operator_more_time_for_leaving() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_suspend(fast(), id()));
		pass_epochs(2);
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		assert_refused(&row(CUC), OperatorRefusal::NotActive);
	});
}

#[test]
fn admit_should_refuse_a_gateway_that_is_not_listed() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_eq!(
			Pallet::admit(&other_gateway(), &row(CUC)),
			Err(OperatorRefusal::GatewayNotListed)
		);
	});
}

#[test]
fn admit_should_refuse_modes_that_tier_or_kind_do_not_allow() {
	use NodeKind::{LlmProxy, LocalInference};
	use Tier::{CloudRented, DcPremium, DcStandard, Edge, EmbedOnly, Prosumer};
	use VerificationMode::{Tee, Vanilla, ZkMl};
	let table: [(Tier, NodeKind, &[VerificationMode]); 9] = [
		(DcPremium, LocalInference, &[Tee, Vanilla]),
		(DcStandard, LocalInference, &[Tee, Vanilla]),
		(CloudRented, LocalInference, &[Tee, Vanilla]),
		(Prosumer, LocalInference, &[Vanilla]),
		(Edge, LocalInference, &[Vanilla]),
		(EmbedOnly, LocalInference, &[ZkMl, Vanilla]),
		(DcPremium, LlmProxy, &[Tee]),
		(DcStandard, LlmProxy, &[Tee]),
		(CloudRented, LlmProxy, &[Tee]),
	];
	for (tier, kind, modes) in table {
		assert_eq!(allowed_modes(tier, kind), VerificationModes::of(modes));
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(register_as(&hotkey(), tier, kind, 500 * OROG));
			list(&hotkey(), 100, 20);
			for mode in [Tee, ZkMl, Vanilla] {
				let row = OperatorRow { mode, ..row(CUC) };
				if modes.contains(&mode) {
					assert_ok!(admit(&row));
				} else {
					assert_refused(&row, OperatorRefusal::ModeNotAllowed);
				}
			}
		});
	}
	for tier in [Prosumer, Edge, EmbedOnly] {
		assert!(!allowed_modes(tier, LlmProxy).is_valid());
	}
}

#[test]
fn admit_should_take_what_was_served_before_the_tier_went_up() {
	use VerificationMode::{Tee, Vanilla, ZkMl};
	ExtBuilder::default().build_and_execute(|| {
		let kind = NodeKind::LocalInference;
		assert_ok!(register_as(&hotkey(), Tier::EmbedOnly, kind, 500 * OROG));
		list(&hotkey(), 100, 20);
		let row = |mode| OperatorRow { mode, ..row(CUC) };
		assert_refused(&row(Tee), OperatorRefusal::ModeNotAllowed);
		let change = |tier| Pallet::change_tier(signed(coldkey()), hotkey(), tier);
		assert_ok!(change(Tier::Edge));
		assert_eq!(Pallet::view(&hotkey()).unwrap().modes, VerificationModes::of(&[Vanilla]));
		assert_ok!(admit(&row(ZkMl)));
		// Going up again forgets nothing of it, and gives no more time.
		assert_ok!(change(Tier::Prosumer));
		next_epoch(false);
		assert_ok!(change(Tier::DcStandard));
		for mode in [Tee, ZkMl, Vanilla] {
			assert_ok!(admit(&row(mode)));
		}
		next_epoch(false);
		assert_refused(&row(ZkMl), OperatorRefusal::ModeNotAllowed);
		assert_ok!(admit(&row(Vanilla)));
		// A tier that allows as much leaves nothing behind.
		assert_ok!(change(Tier::DcPremium));
		assert_eq!(Operators::<Test>::get(hotkey()).unwrap().former_modes, None);
	});
}

#[test]
fn admit_should_refuse_models_that_are_not_registered() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let refusal = OperatorRefusal::ModelNotAllowed;
		assert_refused(&OperatorRow { model: 1, ..row(CUC) }, refusal);
		assert_refused(&OperatorRow { adapter: Some(1), ..row(CUC) }, refusal);
		assert_refused(&OperatorRow { adapter: Some(0), ..row(CUC) }, refusal);
	});
	ExtBuilder::strict().build_and_execute(|| {
		register_prosumer();
		assert_refused(&row(CUC), OperatorRefusal::ModelNotAllowed);
	});
}

#[test]
fn admit_should_refuse_a_commission_above_the_listed_one() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		list(&hotkey(), 100, 10);
		pass_epochs(2);
		// 10 % of 75 % of 1.000001 CUC, rounded down twice.
		let row = OperatorRow { commission: 75_000, ..row(CUC + 1) };
		assert_ok!(admit(&row));
		assert_refused(
			&OperatorRow { commission: 75_001, ..row },
			OperatorRefusal::CommissionTooHigh,
		);
	});
}

#[test]
fn admit_should_keep_to_the_capacity_that_the_stake_backs() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		// 2 × 25 OROG × 1 USD.
		assert_eq!(Pallet::view(&hotkey()).unwrap().capacity, Some(50 * CUC));
		assert_ok!(admit(&row(50 * CUC - 1)));
		assert_refused(&row(2), OperatorRefusal::OverCapacity);
		assert_ok!(admit(&row(1)));
		assert_refused(&row(1), OperatorRefusal::OverCapacity);
		assert_refused(&row(Cuc::MAX), OperatorRefusal::OverCapacity);
		// More stake or a better price makes room, a worse price none.
		assert_ok!(Pallet::bond_more(signed(coldkey()), hotkey(), OROG));
		assert_ok!(admit(&row(2 * CUC)));
		Collateral::set(Some(FixedU128::from_u32(2)));
		pass_blocks(1);
		assert_ok!(admit(&row(52 * CUC)));
		Collateral::set(Some(FixedU128::from_rational(1, 2)));
		pass_blocks(1);
		assert_refused(&row(1), OperatorRefusal::OverCapacity);
		// And so does the end of an epoch's work.
		Collateral::set(Some(FixedU128::from_u32(1)));
		pass_blocks(1);
		next_epoch(false);
		assert_ok!(beat(&hotkey()));
		assert_refused(&row(1), OperatorRefusal::OverCapacity);
		FirstOpen::set(101);
		assert_eq!(unfinalised(), 0);
		assert_ok!(admit(&row(52 * CUC)));
		assert_eq!(
			Work::<Test>::get(hotkey()).buckets(),
			[WorkBucket { epoch: 101, cuc: 52 * CUC }]
		);
	});
}

#[test]
fn admit_should_ask_for_the_price_of_stake_once_a_block() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(register_as(
			&other_hotkey(),
			Tier::Prosumer,
			NodeKind::LocalInference,
			25 * OROG
		));
		list(&other_hotkey(), 100, 20);
		let other = OperatorRow { hotkey: other_hotkey(), ..row(CUC) };
		Assessments::set(0);
		// A refused row leaves no price behind.
		assert_refused(&row(51 * CUC), OperatorRefusal::OverCapacity);
		assert_eq!(Assessments::get(), 1);
		assert_ok!(admit(&row(CUC)));
		assert_eq!(Assessments::get(), 2);
		// The block keeps to it, for every operator.
		Collateral::set(None);
		assert_ok!(admit(&other));
		assert_ok!(admit(&row(49 * CUC)));
		assert_refused(&row(1), OperatorRefusal::OverCapacity);
		assert_eq!(Assessments::get(), 2);
		// The next one asks anew.
		pass_blocks(1);
		assert_refused(&other, OperatorRefusal::OverCapacity);
		assert_eq!(Assessments::get(), 3);
		Collateral::set(Some(FixedU128::from_u32(2)));
		assert_ok!(admit(&row(50 * CUC)));
		assert_eq!(Assessments::get(), 4);
	});
	// Where there is no stake to value, nobody is asked.
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::Edge, NodeKind::LocalInference, 0));
		list(&hotkey(), 100, 20);
		Assessments::set(0);
		assert_ok!(admit(&row(CUC)));
		assert_eq!(Assessments::get(), 0);
		assert_eq!(BlockCollateral::<Test>::get(), None);
	});
}

#[test]
fn admit_should_refuse_when_stake_cannot_be_valued() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		Collateral::set(None);
		assert_refused(&row(1), OperatorRefusal::OverCapacity);
		assert_eq!(Pallet::view(&hotkey()).unwrap().capacity, None);
		// An operator without stake has a fixed capacity.
		assert_ok!(register_as(&other_hotkey(), Tier::Edge, NodeKind::LocalInference, 9 * OROG));
		list(&other_hotkey(), 100, 20);
		let row = |cuc| OperatorRow { hotkey: other_hotkey(), ..row(cuc) };
		assert_refused(&row(5 * CUC + 1), OperatorRefusal::OverCapacity);
		assert_ok!(admit(&row(5 * CUC)));
	});
}

#[test]
fn admit_should_give_proxies_half_of_their_stakes_value() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_as(&hotkey(), Tier::CloudRented, NodeKind::LlmProxy, 50 * OROG));
		assert_eq!(Pallet::view(&hotkey()).unwrap().capacity, Some(25 * CUC));
		let parameters =
			OperatorParameters { capacity_factor: FixedU128::from_u32(5), ..Default::default() };
		assert_ok!(Pallet::set_parameters(normal(), parameters));
		assert_eq!(Pallet::view(&hotkey()).unwrap().capacity, Some(25 * CUC));
	});
}

#[test]
fn admit_should_keep_each_gateway_to_its_share() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::set_gateways(
			signed(coldkey()),
			hotkey(),
			vec![served(gateway(), 20, 0), served(other_gateway(), 100, 0)].try_into().unwrap(),
		));
		pass_epochs(2);
		assert_ok!(admit(&row(10 * CUC)));
		assert_refused(&row(1), OperatorRefusal::OverCapacity);
		assert_ok!(Pallet::admit(&other_gateway(), &row(40 * CUC)));
		assert_noop!(Pallet::admit(&other_gateway(), &row(1)), OperatorRefusal::OverCapacity);
		let mut gateways = Pallet::view(&hotkey()).unwrap().gateways;
		gateways.sort_by(|a, b| a.0.gateway.cmp(&b.0.gateway));
		let open = gateways.into_iter().map(|(_, open)| open).collect::<Vec<_>>();
		assert_eq!(open, vec![10 * CUC, 40 * CUC]);
	});
}

#[test]
fn admit_should_not_count_frozen_stake() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_freeze(guard(), id(), 20 * OROG));
		assert_eq!(Pallet::view(&hotkey()).unwrap().capacity, Some(10 * CUC));
		pass_blocks(MONTH);
		assert_eq!(Pallet::view(&hotkey()).unwrap().capacity, Some(50 * CUC));
	});
}

#[test]
fn ring_should_merge_its_oldest_buckets_when_full() {
	let epochs = (0..MAX_OPEN_EPOCHS).map(|epoch| (epoch, 1)).collect::<Vec<_>>();
	let mut ring = ring_of(&epochs);
	assert_eq!(ring.add(MAX_OPEN_EPOCHS, 1), Some(()));
	assert_eq!(ring.buckets().len(), 128);
	assert_eq!(ring.buckets()[0], WorkBucket { epoch: 1, cuc: 2 });
	assert_eq!(ring.total(), 129);
	ring.close_before(1);
	assert_eq!(ring.total(), 129);
	ring.close_before(2);
	assert_eq!(ring.total(), 127);
	ring.close_before(129);
	assert_eq!(ring, WorkRing::default());
}

#[test]
fn ring_should_refuse_what_overflows() {
	let mut ring = ring_of(&[(1, Cuc::MAX - 1)]);
	assert_eq!(ring.add(1, 2), None);
	assert_eq!(ring.add(2, 2), None);
	assert_eq!(ring, ring_of(&[(1, Cuc::MAX - 1)]));
	assert_eq!(ring.add(0, 1), Some(())); // a clock that goes back
	assert_eq!(ring, ring_of(&[(1, Cuc::MAX)]));
}

#[test]
fn release_should_take_the_row_out_of_both_rings() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(admit(&row(10 * CUC)));
		next_epoch(false);
		assert_ok!(admit(&row(5 * CUC)));

		Pallet::release(&gateway(), id(), 100, 4 * CUC);
		assert_eq!(Work::<Test>::get(hotkey()), ring_of(&[(100, 6 * CUC), (101, 5 * CUC)]));
		let served = ServedGateways::<Test>::get(hotkey(), gateway()).unwrap();
		assert_eq!(served.open, ring_of(&[(100, 6 * CUC), (101, 5 * CUC)]));

		Pallet::release(&gateway(), id(), 100, 6 * CUC);
		Pallet::release(&gateway(), id(), 101, 5 * CUC);
		assert_eq!(unfinalised(), 0);
		assert!(!Work::<Test>::contains_key(hotkey()));
	});
}

#[test]
fn release_should_do_nothing_when_operator_or_epoch_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(admit(&row(10 * CUC)));
		assert_storage_noop!(Pallet::release(&gateway(), id() + 1, 100, CUC));
		next_epoch(false);
		FirstOpen::set(101);
		assert_storage_noop!(Pallet::release(&gateway(), id(), 100, CUC));
	});
}

#[test]
fn release_should_free_nothing_in_a_ring_that_was_begun_later() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let list_none = || {
			let none = Default::default();
			assert_ok!(Pallet::set_gateways(signed(coldkey()), hotkey(), none));
		};
		assert_ok!(admit(&row(10 * CUC)));
		list_none();
		pass_epochs(2);
		// Off the list for good, and on it again.
		list_none();
		assert!(!ServedGateways::<Test>::contains_key(hotkey(), gateway()));
		list(&hotkey(), 100, 20);
		assert_ok!(beat(&hotkey()));
		assert_ok!(admit(&row(5 * CUC)));

		Pallet::release(&gateway(), id(), 100, 4 * CUC);
		assert_eq!(Work::<Test>::get(hotkey()), ring_of(&[(100, 6 * CUC), (102, 5 * CUC)]));
		let served = ServedGateways::<Test>::get(hotkey(), gateway()).unwrap();
		assert_eq!(served.open, ring_of(&[(102, 5 * CUC)]));
		Pallet::release(&gateway(), id(), 102, 5 * CUC);
		assert_eq!(unfinalised(), 6 * CUC);
	});
}

#[test]
fn release_should_find_what_has_joined_another_epoch_in_both_rings() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let epochs = (0..MAX_OPEN_EPOCHS + 2).map(|n| (100 + n, CUC / 10)).collect::<Vec<_>>();
		let ring = ring_of(&epochs);
		Work::<Test>::insert(hotkey(), &ring);
		ServedGateways::<Test>::mutate(hotkey(), gateway(), |served| {
			served.as_mut().unwrap().open = ring.clone();
		});
		Epoch::set(300);
		// 100 and 101 have joined 102.
		Pallet::release(&gateway(), id(), 100, CUC / 10);
		Pallet::release(&gateway(), id(), 102, CUC / 10);
		let served = ServedGateways::<Test>::get(hotkey(), gateway()).unwrap();
		assert_eq!(served.open, Work::<Test>::get(hotkey()));
		assert_eq!(served.open.total(), ring.total() - CUC / 5);
	});
}

#[test]
fn rows_should_be_given_up_by_a_coldkey_that_nobody_holds_to_account() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let may = |who| Pallet::may_forfeit(&who, id());
		assert_eq!(may(coldkey()), Ok(()));
		for who in [hotkey(), payout(), gateway(), other_coldkey()] {
			assert_eq!(may(who), Err(ForfeitRefusal::NotOwner));
		}
		assert_eq!(Pallet::may_forfeit(&coldkey(), id() + 1), Err(ForfeitRefusal::NotOwner));

		assert_ok!(Pallet::force_freeze(guard(), id(), 1));
		assert_eq!(may(coldkey()), Err(ForfeitRefusal::Held));
		assert_ok!(Pallet::force_unfreeze(fast(), id()));
		assert_eq!(may(coldkey()), Ok(()));
		// Who leaves may still find that it served wrong.
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		assert_eq!(may(coldkey()), Ok(()));
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		assert_eq!(may(coldkey()), Err(ForfeitRefusal::Held));
		assert_eq!(may(hotkey()), Err(ForfeitRefusal::NotOwner));
	});
}

#[test]
fn release_should_follow_the_operator_when_it_rotates_its_hotkey() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(admit(&row(10 * CUC)));
		let id = id();
		assert_eq!(Pallet::may_forfeit(&coldkey(), id), Ok(()));
		assert_ok!(Pallet::rotate_hotkey(
			signed(coldkey()),
			hotkey(),
			other_hotkey(),
			consent(&coldkey(), key_of(&other_hotkey())),
		));
		assert_eq!(Pallet::may_forfeit(&coldkey(), id), Ok(()));
		Pallet::release(&gateway(), id, 100, 10 * CUC);
		assert!(!Work::<Test>::contains_key(other_hotkey()));
	});
}

#[test]
fn a_ring_should_give_back_what_it_took_when_buckets_have_merged() {
	let epochs: Vec<_> = (0..MAX_OPEN_EPOCHS + 3).map(|epoch| (epoch, 10)).collect();
	let mut ring = ring_of(&epochs);
	let total = ring.total();
	// The buckets of 0, 1 and 2 have joined that of 3.
	for (epoch, cuc) in [(0, 10), (2, 10), (3, 10), (1, 4)] {
		assert_eq!(ring.take(epoch, cuc), Some(()));
	}
	assert_eq!(ring.buckets()[0], WorkBucket { epoch: 3, cuc: 6 });
	assert_eq!(ring.take(1, 7), None);
	assert_eq!(ring.take(MAX_OPEN_EPOCHS + 3, 1), None);
	assert_eq!(ring.take(1, 6), Some(()));
	assert_eq!(ring.total(), total - 40);
	assert_eq!(ring.buckets()[0], WorkBucket { epoch: 4, cuc: 10 });
}
