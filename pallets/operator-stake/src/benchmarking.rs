//! Benchmarks of every call, of admission and of the pallet's part of a new epoch.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	reason = "a benchmark that cannot be set up must stop"
)]

use crate::{pallet::*, types::*};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get, fungible::Mutate};
use frame_system::{RawOrigin, pallet_prelude::BlockNumberFor};
use orogen_primitives_core::{
	AccountId, Balance, CUC, Hash, NodeKind, OROG, Price, Tier, VerificationMode,
};
use orogen_primitives_receipts::OperatorRow;
use orogen_primitives_traits::{
	EndedEpoch, EpochClock, EpochFinality, EpochHandler, GatewayRegistry, OperatorAdmission,
	PriceOracle,
};
use sp_core::crypto::key_types::DUMMY;
use sp_runtime::{FixedU128, MultiSignature, Perbill, traits::Zero};

const STAKE: Balance = 1_000 * OROG;

fn coldkey<T: Config>() -> AccountId {
	let coldkey = account("coldkey", 0, 0);
	T::Currency::mint_into(&coldkey, 10 * STAKE).expect("minted");
	coldkey
}

/// A key of the keystore, with the signature by which it agrees to serve under `coldkey`.
fn consenting<T: Config>(coldkey: &AccountId) -> (AccountId, MultiSignature) {
	let public = sp_io::crypto::sr25519_generate(DUMMY, None);
	let hotkey = AccountId::from(public);
	let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
	let payload = registration_payload(genesis, coldkey, &hotkey);
	let signature = sp_io::crypto::sr25519_sign(DUMMY, &public, &payload).expect("has the key");
	(hotkey, signature.into())
}

fn profile(hotkey: &AccountId, tier: Tier) -> Profile {
	Profile {
		hotkey: hotkey.clone(),
		tier,
		kind: NodeKind::LocalInference,
		stake: STAKE,
		region: b"US-CA".to_vec().try_into().expect("short"),
		ip24_hash: Hash::zero(),
		payout: hotkey.clone(),
	}
}

/// An operator of a coldkey that has as many as it may; returns both keys.
fn operator<T: Config>() -> (AccountId, AccountId) {
	let coldkey = coldkey::<T>();
	T::Currency::mint_into(&coldkey, 1_000 * STAKE).expect("minted");
	for index in 1..T::MaxHotkeys::get() {
		let hotkey = account("hotkey", index, 0);
		Pallet::<T>::insert_operator(coldkey.clone(), profile(&hotkey, Tier::Edge))
			.expect("registered");
	}
	let hotkey = account("hotkey", 0, 0);
	Pallet::<T>::insert_operator(coldkey.clone(), profile(&hotkey, Tier::Prosumer))
		.expect("registered");
	(coldkey, hotkey)
}

/// A ring with as many buckets as fit.
fn full_ring<T: Config>() -> WorkRing {
	let mut ring = WorkRing::default();
	let now = T::Clock::current();
	for back in (0..MAX_OPEN_EPOCHS).rev() {
		ring.add(now.saturating_sub(back), 1).expect("fits");
	}
	ring
}

/// Lets `hotkey` have as many gateways as it may, all with full rings and on terms `listed`.
fn serve_all<T: Config>(hotkey: &AccountId, listed: Option<ServiceTerms>) {
	let open = full_ring::<T>();
	Work::<T>::insert(hotkey, open.clone());
	for index in 0..T::MaxGateways::get() {
		let served = GatewayUse { listed, former: None, open: open.clone() };
		ServedGateways::<T>::insert(hotkey, account::<AccountId>("former", index, 0), served);
	}
}

/// Makes `former` a former key of `hotkey`; `false` where no alias can have ended yet.
fn end_alias<T: Config>(former: &AccountId, hotkey: &AccountId) -> bool {
	let Some(rotated_in) = T::Finality::first_open().checked_sub(1) else { return false };
	Aliases::<T>::insert(former, Alias { hotkey: hotkey.clone(), rotated_in });
	Operators::<T>::mutate(hotkey, |operator| {
		operator.as_mut().expect("registered").former_key = Some(former.clone());
	});
	true
}

/// Moves on to a block in which the floor of `tier` has changed in every slice of the window, from
/// the lowest to more than any stake.
fn fill_floor_history<T: Config>(tier: Tier) {
	let length = WindowLengths::<T>::get().floor / FLOOR_SLICES.into();
	let low = Pallet::<T>::terms(tier).floor;
	let mut history = FloorHistory::new(0);
	for slice in 0..=FLOOR_SLICES {
		history.note(0, slice, low, Balance::MAX);
	}
	FloorHistories::<T>::insert(tier, history);
	Tiers::<T>::mutate(tier, |terms| terms.as_mut().expect("genesis").floor = Balance::MAX);
	frame_system::Pallet::<T>::set_block_number(length * FLOOR_SLICES.into());
}

fn origin_of<O: EnsureOrigin<T::RuntimeOrigin>, T: Config>()
-> Result<T::RuntimeOrigin, BenchmarkError> {
	O::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn register() {
		let (coldkey, other) = operator::<T>();
		let last = account::<AccountId>("hotkey", 1, 0);
		HotkeysOf::<T>::mutate(&coldkey, |hotkeys| hotkeys.retain(|key| *key != last));
		let removed = Operators::<T>::take(&last).expect("registered");
		HotkeyById::<T>::remove(removed.id);
		let (hotkey, signature) = consenting::<T>(&coldkey);
		end_alias::<T>(&hotkey, &other);
		let Profile { tier, kind, stake, region, ip24_hash, payout, .. } =
			profile(&hotkey, Tier::Edge);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(coldkey),
			hotkey.clone(),
			signature,
			tier,
			kind,
			stake,
			region,
			ip24_hash,
			payout,
		);
		assert!(Operators::<T>::contains_key(hotkey));
	}

	#[benchmark]
	fn bond_more() {
		let (coldkey, hotkey) = operator::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey), hotkey.clone(), OROG);
		assert_eq!(Operators::<T>::get(hotkey).unwrap().stake, STAKE + OROG);
	}

	#[benchmark]
	fn change_tier() {
		let (coldkey, hotkey) = operator::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey), hotkey.clone(), Tier::Edge);
		assert!(Operators::<T>::get(hotkey).unwrap().next_tier.is_some());
	}

	#[benchmark]
	fn rotate_hotkey() {
		let (coldkey, hotkey) = operator::<T>();
		serve_all::<T>(&hotkey, Some(ServiceTerms::default()));
		end_alias::<T>(&account("alias", 0, 0), &hotkey);
		let (new_hotkey, signature) = consenting::<T>(&coldkey);
		end_alias::<T>(&new_hotkey, &account("hotkey", 1, 0));
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey), hotkey.clone(), new_hotkey.clone(), signature);
		assert_eq!(Aliases::<T>::get(hotkey).unwrap().hotkey, new_hotkey);
	}

	#[benchmark]
	fn set_payout() {
		let (coldkey, hotkey) = operator::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey.clone()), hotkey.clone(), coldkey.clone());
		assert_eq!(Operators::<T>::get(hotkey).unwrap().payout, coldkey);
	}

	#[benchmark]
	fn set_gateways(n: Linear<0, 64>) -> Result<(), BenchmarkError> {
		let (coldkey, hotkey) = operator::<T>();
		// Off the list, and their time is over.
		serve_all::<T>(&hotkey, None);
		let mut gateways = Vec::new();
		for index in 0..n.min(T::MaxGateways::get()) {
			let gateway = account("gateway", index, 0);
			T::Gateways::register_for_benchmark(&gateway)?;
			gateways.push(ServedGateway {
				gateway,
				capacity_share: Perbill::one(),
				max_commission: Perbill::from_percent(20),
			});
		}
		let gateways: GatewayListOf<T> = gateways.try_into().expect("within the bound");
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey), hotkey.clone(), gateways.clone());
		assert_eq!(ServedGateways::<T>::iter_prefix(hotkey).count(), gateways.len());
		Ok(())
	}

	#[benchmark]
	fn deregister() {
		let (coldkey, hotkey) = operator::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey), hotkey.clone());
		assert!(matches!(Operators::<T>::get(hotkey).unwrap().status, Status::Unbonding { .. }));
	}

	#[benchmark]
	fn withdraw() {
		let (coldkey, hotkey) = operator::<T>();
		serve_all::<T>(&hotkey, Some(ServiceTerms::default()));
		Work::<T>::remove(&hotkey);
		end_alias::<T>(&account("alias", 0, 0), &hotkey);
		let until = Zero::zero();
		Operators::<T>::mutate(&hotkey, |operator| {
			operator.as_mut().expect("registered").status = match T::Clock::current().checked_sub(2)
			{
				Some(since) => Status::Unbonding { since, until },
				// A ban waits for no epoch; its record stays.
				None => Status::Banned { until },
			};
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(coldkey), hotkey.clone());
		assert!(Operators::<T>::get(hotkey).is_none_or(|operator| operator.stake == 0));
	}

	#[benchmark]
	fn heartbeat() {
		let (_, hotkey) = operator::<T>();
		let epoch = T::Clock::current();
		#[extrinsic_call]
		_(RawOrigin::Signed(hotkey.clone()), epoch, Hash::zero(), Hash::zero());
		assert_eq!(Operators::<T>::get(hotkey).unwrap().last_heartbeat, Some(epoch));
	}

	#[benchmark]
	fn force_suspend() -> Result<(), BenchmarkError> {
		let (_, hotkey) = operator::<T>();
		let id = Operators::<T>::get(&hotkey).unwrap().id;
		let origin = origin_of::<T::FastOrigin, T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert!(matches!(Operators::<T>::get(hotkey).unwrap().status, Status::Suspended { .. }));
		Ok(())
	}

	#[benchmark]
	fn force_resume() -> Result<(), BenchmarkError> {
		let (_, hotkey) = operator::<T>();
		let id = Operators::<T>::get(&hotkey).unwrap().id;
		let origin = origin_of::<T::FastOrigin, T>()?;
		Pallet::<T>::do_suspend(id)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert_eq!(Operators::<T>::get(hotkey).unwrap().status, Status::Active);
		Ok(())
	}

	#[benchmark]
	fn force_ban() -> Result<(), BenchmarkError> {
		let (coldkey, hotkey) = operator::<T>();
		let id = Operators::<T>::get(&hotkey).unwrap().id;
		let origin = origin_of::<T::NormalOrigin, T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, coldkey, id);
		assert!(matches!(Operators::<T>::get(hotkey).unwrap().status, Status::Banned { .. }));
		Ok(())
	}

	#[benchmark]
	fn force_freeze() -> Result<(), BenchmarkError> {
		let (_, hotkey) = operator::<T>();
		let id = Operators::<T>::get(&hotkey).unwrap().id;
		let origin = origin_of::<T::GuardOrigin, T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, STAKE);
		assert_eq!(Operators::<T>::get(hotkey).unwrap().frozen, STAKE);
		Ok(())
	}

	#[benchmark]
	fn force_renew_freeze() -> Result<(), BenchmarkError> {
		let (_, hotkey) = operator::<T>();
		let id = Operators::<T>::get(&hotkey).unwrap().id;
		let origin = origin_of::<T::FastOrigin, T>()?;
		Pallet::<T>::do_freeze(id, STAKE)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert_eq!(Operators::<T>::get(hotkey).unwrap().frozen, STAKE);
		Ok(())
	}

	#[benchmark]
	fn force_unfreeze() -> Result<(), BenchmarkError> {
		let (_, hotkey) = operator::<T>();
		let id = Operators::<T>::get(&hotkey).unwrap().id;
		let origin = origin_of::<T::FastOrigin, T>()?;
		Pallet::<T>::do_freeze(id, STAKE)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert_eq!(Operators::<T>::get(hotkey).unwrap().frozen, 0);
		Ok(())
	}

	#[benchmark]
	fn set_tier_floor() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T::NormalOrigin, T>()?;
		let tier = Tier::Prosumer;
		let floor = Pallet::<T>::terms(tier).floor;
		// A change in every slice but the current one, each to the floor there is.
		let mut history = FloorHistory::new(T::Clock::current().wrapping_sub(1));
		for slice in 1..=FLOOR_SLICES {
			history.note(history.changed_in, slice, floor, floor);
		}
		FloorHistories::<T>::insert(tier, history);
		let length = WindowLengths::<T>::get().floor / FLOOR_SLICES.into();
		frame_system::Pallet::<T>::set_block_number(length * (FLOOR_SLICES + 1).into());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, tier, floor + 1);
		assert_eq!(Pallet::<T>::terms(tier).floor, floor + 1);
		Ok(())
	}

	#[benchmark]
	fn set_sample_rate() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T::NormalOrigin, T>()?;
		let (_, rate) = TierTerms::sample_rate_range(Tier::Prosumer);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Tier::Prosumer, rate);
		assert_eq!(Pallet::<T>::terms(Tier::Prosumer).sample_rate, rate);
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T::NormalOrigin, T>()?;
		let parameters = OperatorParameters {
			capacity_factor: FixedU128::from_u32(1),
			..OperatorParameters::default()
		};
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, parameters);
		assert_eq!(Parameters::<T>::get(), parameters);
		Ok(())
	}

	#[benchmark]
	fn admit() -> Result<(), BenchmarkError> {
		T::Oracle::fill_for_benchmark(Price::from_u32(1));
		let hotkey = account::<AccountId>("hotkey", 0, 0);
		let gateway = account::<AccountId>("gateway", 0, 0);
		let former = account::<AccountId>("former", 0, 0);
		Pallet::<T>::activate_for_benchmark(&hotkey, &gateway, CUC)?;
		fill_floor_history::<T>(Tier::Prosumer);
		Work::<T>::insert(&hotkey, full_ring::<T>());
		ServedGateways::<T>::mutate(&hotkey, &gateway, |served| {
			served.as_mut().expect("activated").open = full_ring::<T>();
		});
		let alias = Alias { hotkey: hotkey.clone(), rotated_in: T::Clock::current() };
		Aliases::<T>::insert(&former, alias);
		// The first row of its block asks the oracle.
		BlockCollateral::<T>::kill();
		let row = OperatorRow {
			hotkey: former,
			model: 0,
			adapter: None,
			mode: VerificationMode::Vanilla,
			count: 1,
			tokens: 1,
			cuc: CUC / 2,
			commission: 1,
		};
		#[block]
		{
			Pallet::<T>::admit(&gateway, &row).expect("admitted");
		}
		assert!(Work::<T>::get(&hotkey).total() >= row.cuc);
		assert!(BlockCollateral::<T>::exists());
		Ok(())
	}

	#[benchmark]
	fn on_new_epoch() {
		let before = DutyEpochs::<T>::get();
		let ended = EndedEpoch { index: T::Clock::current(), blocks: 720, void: false };
		#[block]
		{
			Pallet::<T>::on_new_epoch(ended);
		}
		assert_eq!(DutyEpochs::<T>::get(), before + 1);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
