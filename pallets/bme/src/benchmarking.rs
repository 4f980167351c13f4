//! Benchmarks of every call and of every part of the hooks.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	reason = "a benchmark that cannot be set up must stop"
)]

use super::*;
use crate::{
	pallet::{
		ClaimLine, ClosedWork, Closings, CurrentHeadroom, Days, FirstOpen, FirstUnreleased,
		OpenWork, Owed, Payees, Points, PrunedClosings, SupplyRecord, SwapEntries, SwapLine,
		TotalsSinceGenesis, UsdcShares,
	},
	types::{
		ACCRUE_PAYMENTS, ACCRUE_PRICINGS, IDLE_PRICINGS, IDLE_SALES, MAX_BUCKETS, MAX_FILLS,
		MAX_HOLDERS, RING_DAYS, TOPICS,
	},
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{
		EnsureOrigin, Get, Hooks,
		fungible::{Inspect, Mutate},
	},
	weights::Weight,
};
use frame_system::RawOrigin;
use orogen_primitives_core::{Balance, CUC, Cuc, EpochIndex, OROG, Price};
use orogen_primitives_math::{
	market::dollars_for,
	settlement::{Shares, cuc_to_orog, orog_to_cuc},
};
use orogen_primitives_traits::{
	AwardPoint, DollarMarket, EndedEpoch, EpochClock, EpochHandler, PotRole, PriceOracle, Reserves,
	WorkLedger,
};
use sp_runtime::Perbill;

/// A due in the benchmarks' buckets; worth 3 OROG at [`price`].
const DUE: Cuc = 3 * CUC;

/// A dollar.
fn price() -> Price {
	Price::from_u32(1)
}

/// Makes questions to the oracle as dear as they get, at the price of the pool that a preset may have.
fn fill_oracle<T: Config>() {
	let price = T::PriceOracle::spot().unwrap_or_else(price);
	T::PriceOracle::fill_for_benchmark(price);
}

/// Gives `pot` so much that everything in a benchmark can be paid.
fn fill_payouts<T: Config>() {
	T::Currency::mint_into(&Pallet::<T>::payouts_account(), 1_000_000 * OROG).expect("minted");
}

/// A closing whose payees are one, with a planck that flooring left.
fn store_closing<T: Config>(epoch: EpochIndex) {
	let work = EpochWork { cuc: 4 * CUC, dues: DUE };
	let share = OROG / 5;
	let shares =
		Shares { operators: 3 * OROG + 1, verification: share, treasury: share, governance: share };
	Closings::<T>::insert(epoch, Closing::new(work, price(), 0, shares, 0));
}

/// A payee with a full ring of released epochs from `first` on: `priced` buckets are priced, and the
/// next `pricings` ones can be.
fn store_payee<T: Config>(who: &T::AccountId, first: EpochIndex, priced: u32, pricings: u32) {
	let buckets: Vec<Bucket> = (0..MAX_BUCKETS)
		.map(|index| match (index < priced, first + index) {
			(true, epoch) => Bucket::Priced { epoch, amount: OROG },
			(false, epoch) => Bucket::Unpriced { epoch, cuc: DUE },
		})
		.collect();
	(priced..priced + pricings).for_each(|index| store_closing::<T>(first + index));
	Payees::<T>::insert(who, Payee { buckets: BoundedVec::truncate_from(buckets) });
	FirstOpen::<T>::mutate(|open| *open = (*open).max(first + MAX_BUCKETS));
	FirstUnreleased::<T>::put(FirstOpen::<T>::get());
}

/// A ring without room and a supply that no bound comes near.
fn prepare_burn<T: Config>() -> Result<Balance, BenchmarkError> {
	fill_oracle::<T>();
	let today = Pallet::<T>::days_now().today;
	let days = BoundedVec::truncate_from(alloc::vec![DayTotals::default(); RING_DAYS as usize]);
	Days::<T>::put(DayRing { today, days });
	SupplyRecord::<T>::mutate(|record| record.anniversary = 1_000_000_000 * OROG);
	let credit = T::PriceOracle::credit()
		.ok_or(BenchmarkError::Stop("the genesis needs a bootstrap price"))?;
	cuc_to_orog(2 * u128::from(CUC), credit.price)
		.map(|orog| orog + 1)
		.ok_or(BenchmarkError::Stop("the bootstrap price is out of range"))
}

/// A pool at the oracle's price, and `n` entries of two OROG each in the swap queue. Returns who has
/// dollars.
fn prepare_market<T: Config>(n: u32) -> Result<T::AccountId, BenchmarkError> {
	fill_oracle::<T>();
	let spot = T::PriceOracle::spot()
		.ok_or(BenchmarkError::Stop("the genesis needs a bootstrap price"))?;
	let orog = 1_000_000 * OROG;
	let dollars = dollars_for(orog, spot)
		.ok_or(BenchmarkError::Stop("the bootstrap price is out of range"))?;
	let buyer: T::AccountId = whitelisted_caller();
	T::Market::open_for_benchmark(&buyer, Reserves { orog, dollars })?;
	fill_payouts::<T>();
	for index in 0..n {
		let who: T::AccountId = account("payee", index, 1);
		Pallet::<T>::enqueue(&who, 2 * OROG);
	}
	Ok(buyer)
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn burn() -> Result<(), BenchmarkError> {
		let orog = prepare_burn::<T>()?;
		let caller: T::AccountId = whitelisted_caller();
		T::Currency::mint_into(&caller, orog + T::Currency::minimum_balance()).expect("minted");
		let beneficiary = account("beneficiary", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), orog, beneficiary, CUC);
		assert_eq!(TotalsSinceGenesis::<T>::get().burned, orog);
		Ok(())
	}

	#[benchmark]
	fn payout(p: Linear<0, MAX_BUCKETS>) {
		fill_payouts::<T>();
		let who: T::AccountId = account("payee", 0, 0);
		store_payee::<T>(&who, 0, MAX_BUCKETS - p, p);
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), who.clone());
		assert!(!Payees::<T>::contains_key(&who));
	}

	#[benchmark]
	fn set_closing_delay() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Parameters::MAX_CLOSING_DELAY);
		Ok(())
	}

	#[benchmark]
	fn set_elasticity() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Parameters::MAX_ELASTICITY_PPM);
		Ok(())
	}

	#[benchmark]
	fn set_ceiling_days() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Parameters::MAX_CEILING_DAYS);
		Ok(())
	}

	#[benchmark]
	fn set_rolling_window() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Parameters::MAX_ROLLING_WINDOW_DAYS);
		Ok(())
	}

	#[benchmark]
	fn top_up(n: Linear<0, MAX_FILLS>) -> Result<(), BenchmarkError> {
		prepare_burn::<T>()?;
		let caller = prepare_market::<T>(n)?;
		let credit = T::PriceOracle::credit()
			.ok_or(BenchmarkError::Stop("the genesis needs a bootstrap price"))?;
		// All of the queue, and as much as four OROG of the pool.
		let cuc = orog_to_cuc(2 * OROG * Balance::from(n) + 4 * OROG, credit.price)
			.ok_or(BenchmarkError::Stop("the bootstrap price is out of range"))?;
		let beneficiary = account("beneficiary", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), T::DollarAsset::get(), Balance::MAX, cuc, beneficiary);
		assert!(SwapLine::<T>::get().is_empty());
		Ok(())
	}

	#[benchmark]
	fn set_payout_preference() {
		let caller: T::AccountId = whitelisted_caller();
		let amount = T::PreferenceDeposit::get() + T::Currency::minimum_balance();
		T::Currency::mint_into(&caller, amount).expect("minted");
		store_payee::<T>(&caller, 0, MAX_BUCKETS, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), Perbill::from_percent(33));
		assert!(UsdcShares::<T>::contains_key(&caller));
	}

	#[benchmark]
	fn set_trough_support() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, false);
		Ok(())
	}

	#[benchmark]
	fn award() {
		(1..MAX_HOLDERS).for_each(|index| {
			let who: T::AccountId = account("holder", index, 0);
			<Pallet<T> as AwardPoint<_>>::award(PotRole::Council, &who, 0);
		});
		let who: T::AccountId = account("holder", 0, 0);
		#[block]
		{
			<Pallet<T> as AwardPoint<_>>::award(PotRole::Council, &who, 0);
		}
	}

	#[benchmark]
	fn settle_epoch(n: Linear<0, MAX_HOLDERS>) {
		fill_oracle::<T>();
		let holders: Vec<_> = (0..n)
			.map(|index| Holder { who: account("holder", index, 0), points: 1, last: [1; TOPICS] })
			.collect();
		Points::<T>::insert(PotRole::Oracle, BoundedVec::truncate_from(holders));
		let pot = Pallet::<T>::pot_account::<T::GovernancePot>();
		T::Currency::mint_into(&pot, 1_000_000 * OROG).expect("minted");
		SupplyRecord::<T>::mutate(|record| record.anniversary = 1_000_000_000 * OROG);
		let index = CurrentHeadroom::<T>::get().epoch;
		CurrentHeadroom::<T>::put(Headroom { epoch: index, granted: OROG, left: OROG });
		ClosedWork::<T>::put(Closed { cuc: CUC.into(), emission: OROG, verification: OROG / 10 });
		#[block]
		{
			Pallet::<T>::settle_epoch(EndedEpoch { index, blocks: 720, void: false });
		}
		assert_eq!(ClosedWork::<T>::get(), Closed::default());
	}

	#[benchmark]
	fn serve_queue() {
		fill_oracle::<T>();
		#[block]
		{
			Pallet::<T>::serve_queue(T::WeightInfo::serve_queue());
		}
	}

	#[benchmark]
	fn pay_entry() {
		fill_payouts::<T>();
		let who: T::AccountId = account("payee", 0, 1);
		Pallet::<T>::enqueue(&who, 2 * OROG);
		let mut line = SwapLine::<T>::get();
		let entry = SwapEntries::<T>::get(line.first).expect("there is an entry");
		#[block]
		{
			Pallet::<T>::pay_oldest_in_orog(&mut line, &entry, OrogReason::Unsold).expect("paid");
		}
		assert_eq!(T::Currency::balance(&who), 2 * OROG);
	}

	#[benchmark]
	fn sell_queued(n: Linear<0, IDLE_SALES>) -> Result<(), BenchmarkError> {
		prepare_market::<T>(n)?;
		let mut line = SwapLine::<T>::get();
		#[block]
		{
			Pallet::<T>::sell_queued(&mut line);
		}
		assert!(SwapLine::<T>::get().is_empty());
		Ok(())
	}

	#[benchmark]
	fn prune() {
		#[block]
		{
			Pallet::<T>::prune(T::WeightInfo::prune());
		}
	}

	#[benchmark]
	fn prune_closing() {
		let pruned = Pruned { next: 0, cuc: 0, end: 0 };
		PrunedClosings::<T>::put(pruned);
		store_closing::<T>(0);
		#[block]
		{
			Closings::<T>::get(0).expect("there is a closing");
			Closings::<T>::remove(0);
			PrunedClosings::<T>::put(Pruned { next: 1, ..pruned });
		}
		assert!(!Closings::<T>::contains_key(0));
	}

	#[benchmark]
	fn accrue(n: Linear<1, ACCRUE_PAYMENTS>) {
		fill_payouts::<T>();
		// Every payee prices two buckets of its own and is paid.
		let dues: Vec<(T::AccountId, Cuc)> = (0..n)
			.map(|index| {
				let who: T::AccountId = account("payee", index, 0);
				store_payee::<T>(&who, index * MAX_BUCKETS, 0, ACCRUE_PRICINGS);
				(who, DUE)
			})
			.collect();
		let cuc = 4 * CUC * Cuc::from(n);
		#[block]
		{
			<Pallet<T> as WorkLedger<T::AccountId>>::accrue(cuc, dues).expect("booked");
		}
		// What is not paid waits in the swap queue.
		let (paid, queued) = (TotalsSinceGenesis::<T>::get().paid, SwapLine::<T>::get().amount);
		assert_eq!(paid + queued, 6 * OROG * Balance::from(n));
	}

	#[benchmark]
	fn on_new_epoch() {
		fill_oracle::<T>();
		// The last epoch of the third year: the rolling burn counts and a year begins.
		let index = T::EpochClock::genesis() + 3 * T::EpochClock::epochs_per_year() - 1;
		SupplyRecord::<T>::mutate(|record| record.anniversary = 1_000_000_000 * OROG);
		let today = Pallet::<T>::days_now().today;
		let days = BoundedVec::truncate_from(alloc::vec![
			DayTotals { burned: OROG, created: CUC };
			RING_DAYS as usize
		]);
		Days::<T>::put(DayRing { today, days });
		ClaimLine::<T>::put(Line { queued: OROG, funded: 0 });
		Owed::<T>::put(PotShares { verification: OROG, treasury: OROG, governance: OROG });
		fill_payouts::<T>();
		#[block]
		{
			Pallet::<T>::on_new_epoch(EndedEpoch { index, blocks: 720, void: false });
		}
		assert_eq!(Owed::<T>::get(), PotShares::default());
		assert_eq!(CurrentHeadroom::<T>::get().epoch, index + 1);
	}

	#[benchmark]
	fn on_initialize() {
		fill_oracle::<T>();
		// An epoch waits for the line.
		store_closing::<T>(0);
		FirstOpen::<T>::put(1);
		#[block]
		{
			Pallet::<T>::on_initialize(frame_system::Pallet::<T>::block_number());
		}
		assert_eq!(FirstUnreleased::<T>::get(), 0);
	}

	#[benchmark]
	fn close_epoch() {
		fill_oracle::<T>();
		let work = EpochWork { cuc: 4 * CUC, dues: DUE };
		OpenWork::<T>::insert(0, work);
		TotalsSinceGenesis::<T>::mutate(|totals| totals.open = work.cuc.into());
		CurrentHeadroom::<T>::put(Headroom { epoch: 0, granted: OROG, left: OROG });
		#[block]
		{
			// The price is read, but not needed: the genesis may have none.
			let price = T::PriceOracle::payout().unwrap_or(price());
			Pallet::<T>::close(0, work, price).expect("closed");
			FirstOpen::<T>::put(1);
		}
		assert!(Closings::<T>::contains_key(0));
	}

	#[benchmark]
	fn release_epoch() {
		fill_payouts::<T>();
		store_closing::<T>(0);
		Closings::<T>::mutate(0, |closing| {
			if let Some(closing) = closing {
				closing.unpriced = 0;
			}
		});
		FirstOpen::<T>::put(1);
		ClaimLine::<T>::put(Line { queued: 10 * OROG, funded: 10 * OROG });
		#[block]
		{
			Pallet::<T>::release_next();
		}
		assert_eq!(FirstUnreleased::<T>::get(), 1);
		assert_eq!(Owed::<T>::get(), PotShares::default());
	}

	#[benchmark]
	fn on_idle() {
		fill_oracle::<T>();
		#[block]
		{
			Pallet::<T>::on_idle(frame_system::Pallet::<T>::block_number(), Weight::MAX);
		}
	}

	#[benchmark]
	fn visit_payee(p: Linear<0, IDLE_PRICINGS>) {
		fill_payouts::<T>();
		let who: T::AccountId = account("payee", 0, 0);
		store_payee::<T>(&who, 0, MAX_BUCKETS - p, p);
		#[block]
		{
			let found = Payees::<T>::iter_keys().next().expect("there is a payee");
			assert_eq!(Pallet::<T>::visit(&found), p);
		}
		assert!(!Payees::<T>::contains_key(&who));
	}
}
