//! Random sequences of operations: every planck stays where storage says it is.

use crate::mock::*;
use frame_support::{assert_err, traits::fungible::InspectHold as _};
use orogen_primitives_core::{
	AccountId, Balance, CUC, Cuc, NodeKind, OROG, Tier, VerificationMode,
};
use orogen_primitives_receipts::OperatorRow;
use orogen_primitives_traits::{Admission, OperatorAdmission};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{FixedU128, Perbill};

/// Hotkeys that the operations choose from.
const KEYS: [Sr25519Keyring; 4] = [
	Sr25519Keyring::Charlie,
	Sr25519Keyring::Dave,
	Sr25519Keyring::Eve,
	Sr25519Keyring::AliceStash,
];

#[derive(Clone, Debug)]
enum Op {
	Register { owner: usize, key: usize, tier: usize, proxy: bool, stake: u16 },
	BondMore { key: usize, amount: u16 },
	ChangeTier { key: usize, tier: usize },
	Rotate { key: usize, to: usize },
	Gateways { key: usize, first: Option<u8>, second: Option<u8> },
	Deregister { key: usize },
	Withdraw { key: usize },
	Heartbeat { key: usize },
	Admit { key: usize, second_gateway: bool, cuc: Cuc },
	Release { key: usize, second_gateway: bool, nth: usize, part: u64 },
	Suspend { key: usize },
	Resume { key: usize },
	Ban { key: usize },
	Freeze { key: usize, amount: u16 },
	Unfreeze { key: usize },
	Floor { tier: usize, percent: u8 },
	Epoch { void: bool, close: bool },
	Blocks { count: u32 },
	Price { tenths: u8 },
}

fn operation() -> impl Strategy<Value = Op> {
	let key = 0..KEYS.len();
	let tier = 0..Tier::ALL.len();
	let share = proptest::option::weighted(0.8, 30..=100u8);
	prop_oneof![
		12 => (0..2usize, key.clone(), tier.clone(), any::<bool>(), 0..600u16).prop_map(
			|(owner, key, tier, proxy, stake)| Op::Register { owner, key, tier, proxy, stake }
		),
		4 => (key.clone(), 0..300u16).prop_map(|(key, amount)| Op::BondMore { key, amount }),
		6 => (key.clone(), tier.clone()).prop_map(|(key, tier)| Op::ChangeTier { key, tier }),
		8 => (key.clone(), key.clone()).prop_map(|(key, to)| Op::Rotate { key, to }),
		10 => (key.clone(), share.clone(), share).prop_map(
			|(key, first, second)| Op::Gateways { key, first, second }
		),
		4 => key.clone().prop_map(|key| Op::Deregister { key }),
		8 => key.clone().prop_map(|key| Op::Withdraw { key }),
		12 => key.clone().prop_map(|key| Op::Heartbeat { key }),
		40 => (key.clone(), any::<bool>(), 0..4 * CUC).prop_map(
			|(key, second_gateway, cuc)| Op::Admit { key, second_gateway, cuc }
		),
		12 => (key.clone(), any::<bool>(), 0..3usize, 1..=100u64).prop_map(
			|(key, second_gateway, nth, part)| Op::Release { key, second_gateway, nth, part }
		),
		3 => key.clone().prop_map(|key| Op::Suspend { key }),
		6 => key.clone().prop_map(|key| Op::Resume { key }),
		1 => key.clone().prop_map(|key| Op::Ban { key }),
		3 => (key.clone(), 0..100u16).prop_map(|(key, amount)| Op::Freeze { key, amount }),
		3 => key.prop_map(|key| Op::Unfreeze { key }),
		3 => (tier, 75..125u8).prop_map(|(tier, percent)| Op::Floor { tier, percent }),
		12 => (any::<bool>(), any::<bool>()).prop_map(|(void, close)| Op::Epoch { void, close }),
		8 => (1..20u32).prop_map(|count| Op::Blocks { count }),
		2 => (0..50u8).prop_map(|tenths| Op::Price { tenths }),
	]
}

fn key(index: usize) -> AccountId {
	KEYS[index].to_account_id()
}

fn id_of(index: usize) -> OperatorId {
	Operators::<Test>::get(key(index)).map_or(OperatorId::MAX, |operator| operator.id)
}

/// Runs `op` from whoever may; a refusal is fine, as is anything that keeps the invariants.
fn run(op: Op) -> Result<(), TestCaseError> {
	let owner_of = |key: &AccountId| {
		let owner = Operators::<Test>::get(key).map_or(coldkey(), |operator| operator.coldkey);
		(signed(owner.clone()), owner)
	};
	let before = Balances::total_issuance();
	let done = frame_support::storage::with_storage_layer(|| {
		match op.clone() {
			Op::Register { owner, key: index, tier, proxy, stake } => {
				let owner = [coldkey(), other_coldkey()][owner].clone();
				Pallet::register(
					signed(owner.clone()),
					key(index),
					consent(&owner, KEYS[index]),
					Tier::ALL[tier],
					if proxy { NodeKind::LlmProxy } else { NodeKind::LocalInference },
					Balance::from(stake) * OROG,
					Region::default(),
					Default::default(),
					payout(),
				)
			}
			Op::BondMore { key: index, amount } => {
				Pallet::bond_more(owner_of(&key(index)).0, key(index), Balance::from(amount) * OROG)
			}
			Op::ChangeTier { key: index, tier } => {
				Pallet::change_tier(owner_of(&key(index)).0, key(index), Tier::ALL[tier])
			}
			Op::Rotate { key: index, to } => {
				let (origin, owner) = owner_of(&key(index));
				Pallet::rotate_hotkey(origin, key(index), key(to), consent(&owner, KEYS[to]))
			}
			Op::Gateways { key: index, first, second } => {
				let list = [(gateway(), first), (other_gateway(), second)]
					.into_iter()
					.filter_map(|(gateway, share)| Some(served(gateway, share?.into(), 20)))
					.collect::<Vec<_>>();
				Pallet::set_gateways(
					owner_of(&key(index)).0,
					key(index),
					list.try_into().expect("short"),
				)
			}
			Op::Deregister { key: index } => {
				Pallet::deregister(owner_of(&key(index)).0, key(index))
			}
			Op::Withdraw { key: index } => Pallet::withdraw(owner_of(&key(index)).0, key(index)),
			Op::Heartbeat { key: index } => {
				beat(&key(index)).map(|_| ()).map_err(|error| error.error)
			}
			Op::Admit { key: index, second_gateway, cuc } => {
				let gateway = if second_gateway { other_gateway() } else { gateway() };
				let proxy = Operators::<Test>::get(key(index))
					.is_some_and(|operator| operator.kind == NodeKind::LlmProxy);
				let mode = if proxy { VerificationMode::Tee } else { VerificationMode::Vanilla };
				let row = OperatorRow { hotkey: key(index), mode, ..row(cuc) };
				// As a batch: a refused row changes nothing.
				match Pallet::admit(&gateway, &row) {
					Ok(Admission { emission_share, .. }) => {
						assert!(emission_share >= Perbill::from_percent(50));
						let (hotkey, operator) = Operators::<Test>::get(key(index))
							.map(|operator| (key(index), operator))
							.or_else(|| {
								let alias = Aliases::<Test>::get(key(index))?;
								let operator = Operators::<Test>::get(&alias.hotkey)?;
								Some((alias.hotkey, operator))
							})
							.expect("admitted");
						assert!(!matches!(operator.status, Status::Banned { .. }));
						let view = Pallet::view(&hotkey).expect("admitted");
						assert!(Some(view.unfinalised) <= view.capacity);
						Ok(())
					}
					Err(_) => Err("refused".into()),
				}
			}
			Op::Release { key: index, second_gateway, nth, part } => {
				let gateway = if second_gateway { other_gateway() } else { gateway() };
				let hotkey = key(index);
				let open = ServedGateways::<Test>::get(&hotkey, &gateway)
					.and_then(|served| served.open.buckets().get(nth).copied())
					.map(|bucket| (bucket.epoch, bucket.cuc / 100 * part))
					.filter(|(_, cuc)| *cuc > 0);
				if let Some((epoch, cuc)) = open {
					let before = Pallet::view(&hotkey).expect("it serves").unfinalised;
					Pallet::release(&gateway, id_of(index), epoch, cuc);
					let after = Pallet::view(&hotkey).expect("it serves").unfinalised;
					let released = if epoch < FirstOpen::get() { 0 } else { cuc };
					assert_eq!(before - after, released);
				}
				Ok(())
			}
			Op::Suspend { key: index } => Pallet::force_suspend(fast(), id_of(index)),
			Op::Resume { key: index } => Pallet::force_resume(fast(), id_of(index)),
			Op::Ban { key: index } => {
				Pallet::force_ban(normal(), owner_of(&key(index)).1, id_of(index))
			}
			Op::Freeze { key: index, amount } => {
				Pallet::force_freeze(guard(), id_of(index), Balance::from(amount) * OROG)
			}
			Op::Unfreeze { key: index } => Pallet::force_unfreeze(fast(), id_of(index)),
			Op::Floor { tier, percent } => {
				let tier = Tier::ALL[tier];
				let floor = Pallet::terms(tier).floor * Balance::from(percent) / 100;
				Pallet::set_tier_floor(normal(), tier, floor)
			}
			Op::Epoch { void, close } => {
				next_epoch(void);
				if close {
					FirstOpen::mutate(|first| *first = (*first + 8).min(Epoch::get()));
				}
				Ok(())
			}
			Op::Blocks { count } => {
				pass_blocks(count);
				Ok(())
			}
			Op::Price { tenths } => {
				let price = FixedU128::from_rational(tenths.into(), 10);
				Collateral::set((tenths > 0).then_some(price));
				pass_blocks(1); // a block keeps to the price of its first row
				Ok(())
			}
		}
	});
	prop_assert_eq!(Balances::total_issuance(), before, "{:?}: {:?}", &op, done);
	if let Err(error) = Pallet::do_try_state() {
		return Err(TestCaseError::fail(format!("{op:?}: {error:?}")));
	}
	Ok(())
}

/// Lets every operator leave; returns what is on hold afterwards.
fn leave_all() -> Balance {
	Operators::<Test>::iter().for_each(|(hotkey, operator)| {
		// Those on their way out already refuse.
		Pallet::deregister(signed(operator.coldkey), hotkey).ok();
	});
	pass_blocks(UNBONDING + 2 * MONTH);
	pass_epochs(2);
	FirstOpen::set(Epoch::get());
	Operators::<Test>::iter().for_each(|(hotkey, operator)| {
		let origin = signed(operator.coldkey);
		if let Err(error) = Pallet::withdraw(origin, hotkey) {
			assert_err!(Err::<(), _>(error), Error::NothingToWithdraw);
		}
	});
	[coldkey(), other_coldkey()].iter().map(Balances::total_balance_on_hold).sum()
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 48, ..Default::default() })]

	#[test]
	fn random_operations_should_keep_every_invariant(
		operations in proptest::collection::vec(operation(), 1..200),
	) {
		ExtBuilder::default().build().execute_with(|| {
			operations.into_iter().try_for_each(run)?;
			// Whatever happened, everybody can leave with everything.
			prop_assert_eq!(leave_all(), 0);
			prop_assert_eq!(Pallet::do_try_state(), Ok(()));
			Ok(())
		})?;
	}
}
