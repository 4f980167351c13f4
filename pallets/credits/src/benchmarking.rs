//! Benchmarks of the calls, of settlement, and of the steps of `on_idle`.

#![allow(
	clippy::unwrap_used,
	clippy::arithmetic_side_effects,
	reason = "a benchmark may fail loudly"
)]

use super::*;
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	EnsureOrigin, Get,
	fungible::{Mutate, MutateHold},
};
use frame_system::{RawOrigin, pallet_prelude::BlockNumberFor};
use impls::SessionTerms;
use orogen_primitives_core::{
	AccountId, Balance, Cuc, Hash, MAX_SESSION_MODELS, SpendingSessionId, day_of,
};
use orogen_primitives_receipts::{SessionKey, SessionRow};
use orogen_primitives_traits::{CreditIssuer, GatewayRegistry, SessionLedger};
use sp_core::ecdsa;
use sp_runtime::Saturating;

/// Credits of each lot.
const LOT: Cuc = 1_000_000;
/// Lots of a full account.
const LOTS: u32 = MAX_LOT_LIFETIME + 1;

/// An account with OROG and a lot on each of `days` days.
fn customer<T: Config<Currency: Mutate<AccountId, Balance = Balance>>>(
	name: &'static str,
	days: u32,
) -> AccountId {
	let who: AccountId = account(name, 0, 0);
	T::Currency::set_balance(&who, T::MaxSessionDeposit::get() * 1_000);
	let today = Pallet::<T>::today();
	for day in 0..days {
		Pallet::<T>::do_issue(&who, LOT, today + day).unwrap();
	}
	who
}

fn gateway<T: Config>() -> AccountId {
	let gateway: AccountId = account("gateway", 0, 0);
	T::GatewayRegistry::register_for_benchmark(&gateway).unwrap();
	gateway
}

fn key() -> SessionKey {
	SessionKey::Ecdsa(ecdsa::Public::from_raw([2; 33]))
}

fn models() -> SessionModels {
	vec![Hash::repeat_byte(1); MAX_SESSION_MODELS.try_into().unwrap()].try_into().unwrap()
}

/// A session that takes all lots of `who`, with its deposit.
fn open<T: Config>(who: &AccountId) -> SpendingSessionId {
	let deposit = T::MinSessionDeposit::get();
	let terms = SessionTerms {
		gateway: gateway::<T>(),
		key: key(),
		cap: LOT * Cuc::from(LOTS),
		expires_at: Pallet::<T>::now() + T::MaxSessionLife::get(),
		ack_window: None,
		models: models(),
	};
	let id = Pallet::<T>::do_open_session(who.clone(), terms, deposit).unwrap();
	T::Currency::hold(&HoldReason::SessionDeposit.into(), who, deposit).unwrap();
	id
}

#[benchmarks(where T: Config<Currency: Mutate<AccountId, Balance = Balance>>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_session() {
		let who = customer::<T>("customer", LOTS);
		let gateway = gateway::<T>();
		let end = Pallet::<T>::now() + T::MaxSessionLife::get();
		let cap = LOT * Cuc::from(LOTS);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), gateway, key(), cap, end, Some(64), models());

		assert_eq!(Accounts::<T>::get(&who).sessions, 1);
	}

	#[benchmark]
	fn stop_session() {
		let who = customer::<T>("customer", LOTS);
		let id = open::<T>(&who);

		#[extrinsic_call]
		close_session(RawOrigin::Signed(who), id);

		assert!(Sessions::<T>::get(id).unwrap().closing);
	}

	#[benchmark]
	fn close_session() {
		let owner = customer::<T>("customer", LOTS);
		let id = open::<T>(&owner);
		// The account fills again, so that the return finds 31 lots.
		customer::<T>("customer", LOTS);
		let closer = customer::<T>("closer", 0);
		let end = Sessions::<T>::get(id).unwrap().settle_until;
		let params = Params::<T>::get();
		frame_system::Pallet::<T>::set_block_number(end.saturating_add(params.reap_delay));

		#[extrinsic_call]
		_(RawOrigin::Signed(closer), id);

		assert!(!Sessions::<T>::contains_key(id));
	}

	#[benchmark]
	fn set_settlement_grace() -> Result<(), BenchmarkError> {
		let origin = T::NormalOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("no origin may set the grace"))?;
		let blocks: BlockNumberFor<T> = T::MaxSettlementGrace::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, blocks);

		assert_eq!(Params::<T>::get().settlement_grace, blocks);
		Ok(())
	}

	#[benchmark]
	fn set_session_deposit() -> Result<(), BenchmarkError> {
		let origin = T::NormalOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("no origin may set the deposit"))?;
		let amount = T::MaxSessionDeposit::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, amount);

		assert_eq!(Params::<T>::get().session_deposit, amount);
		Ok(())
	}

	#[benchmark]
	fn issue() {
		let who = customer::<T>("customer", MAX_LOT_LIFETIME);

		#[block]
		{
			<Pallet<T> as CreditIssuer<AccountId>>::issue(&who, LOT).unwrap();
		}

		assert!(Accounts::<T>::get(&who).lots.len() >= 30);
	}

	#[benchmark]
	fn claim() {
		let who = customer::<T>("customer", LOTS);
		let session = open::<T>(&who);
		let gateway = gateway::<T>();
		let deferred = u64::MAX;
		let first =
			SessionRow { session, from_seq: 0, count: 64, void: 0, deferred, late: 0, cuc: 0 };
		Pallet::<T>::claim(&gateway, &first).unwrap();
		let row = SessionRow {
			session,
			from_seq: 64,
			count: 32,
			void: 16,
			deferred: u64::MAX << 32,
			late: 32,
			cuc: LOT,
		};
		let receipts;

		#[block]
		{
			receipts = Pallet::<T>::claim(&gateway, &row).unwrap().receipts;
		}

		assert_eq!(receipts, 48);
	}

	#[benchmark]
	fn sweep_base() {
		customer::<T>("customer", LOTS);
		SweepCursor::<T>::put(account::<AccountId>("customer", 0, 0));
		// All days pass at once.
		let later = day_of(Pallet::<T>::now()) + LOTS;

		#[block]
		{
			let mut meter = frame_support::weights::WeightMeter::new();
			let books = Books::load::<T>(later).unwrap();
			Pallet::<T>::sweep_accounts(books, 0, &mut meter);
		}

		assert_eq!(TotalSupply::<T>::get().lots, 0);
	}

	#[benchmark]
	fn sweep_account() {
		let who = customer::<T>("customer", LOTS);
		let later = day_of(Pallet::<T>::now()) + LOTS;
		let mut books = Books::load::<T>(later).unwrap();

		#[block]
		{
			assert_eq!(Accounts::<T>::iter_keys().next(), Some(who.clone()));
			Pallet::<T>::sweep_account(&mut books, &who);
		}

		assert_eq!(books.supply.unswept, 0);
		assert!(!Accounts::<T>::contains_key(&who));
	}

	impl_benchmark_test_suite!(Pallet, mock::ExtBuilder::default().build(), mock::Test);
}
