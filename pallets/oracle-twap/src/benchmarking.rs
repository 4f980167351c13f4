//! Benchmarks of the calls and of an epoch's work, each with all members and full rings.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	reason = "benchmarks panic on mistakes"
)]

use crate::{types::*, *};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, fungible::Mutate},
};
use frame_system::RawOrigin;
use orogen_primitives_traits::{EndedEpoch, EpochHandler};

/// Sets the scene for benchmarks.
pub trait BenchmarkHelper {
	/// Makes [`Config::UnixTime`] show `now`.
	fn set_time(now: Moment);
}

const NOW: Moment = 1_800_000_000_000;

fn cents(cents: u32) -> Price {
	Price::from_inner(u128::from(cents) * 10_000_000_000_000_000)
}

fn member<T: Config>(index: u32) -> T::AccountId {
	account("member", index, 0)
}

/// `count` members instead of those of the genesis, without their stakes on hold.
fn fill_members<T: Config>(count: u32) {
	let members: Vec<_> = Members::<T>::iter_keys().collect();
	for who in members {
		Pallet::<T>::do_remove_member(&who).expect("a member");
	}
	NextMemberId::<T>::put(MemberId(0));
	for index in 0..count {
		Pallet::<T>::do_add_member(member::<T>(index)).expect("within the bound");
		Members::<T>::mutate(member::<T>(index), |slot| {
			slot.as_mut().expect("just added").stake = T::MinMemberStake::get();
		});
	}
}

/// Books in which a sample of every member expires at another moment, and full rings.
fn fill_books<T: Config>() {
	T::BenchmarkHelper::set_time(NOW);
	let parameters = OracleParameters::<BlockNumberFor<T>>::default();
	Parameters::<T>::put(parameters);
	for source in 0..SOURCES {
		let mut book = Book::<BlockNumberFor<T>>::default();
		for index in 0..MAX_MEMBERS {
			let sample = Sample {
				price: cents(1_000 + index),
				// All but one expire before `NOW`.
				timestamp: NOW - parameters.sample_lifetime - 1_000 * Moment::from(index) + 1,
				weight: T::MinMemberStake::get(),
			};
			book.entries
				.try_push(Entry {
					member: MemberId(index),
					current: Some(sample),
					next: Change::Keep,
				})
				.expect("within the bound");
		}
		book.updated_at = NOW - 60_000;
		let mut ring = Ring::default();
		for index in 1..=Moment::from(MAX_CHECKPOINTS) {
			let at =
				NOW - 60_000 - parameters.spacing() * (Moment::from(MAX_CHECKPOINTS) + 1 - index);
			push_checkpoint(&mut ring, Checkpoint { at, doubled: index.into(), live: index });
			book.marked_at = Some(at);
			(book.doubled, book.live) = (index.into(), index);
		}
		Books::<T>::insert(source, book);
		Checkpoints::<T>::insert(source, ring);
	}
}

/// The fullest books that are fresh: a sample of every member and source, half of which expired one by
/// one since the totals were updated, full rings and a pool's price.
pub(crate) fn fill_oracle<T: Config>(price: Price) {
	T::BenchmarkHelper::set_time(NOW);
	let parameters = OracleParameters::<BlockNumberFor<T>>::default();
	Parameters::<T>::put(parameters);
	for source in 0..SOURCES {
		let mut book = Book::<BlockNumberFor<T>>::default();
		for index in 0..MAX_MEMBERS {
			let age = match index % 2 {
				0 => 1_000 * Moment::from(index),
				_ => parameters.sample_lifetime + 1_000 * Moment::from(index),
			};
			let sample = Sample { price, timestamp: NOW - age, weight: T::MinMemberStake::get() };
			let entry =
				Entry { member: MemberId(index), current: Some(sample), next: Change::Keep };
			book.entries.try_push(entry).expect("within the bound");
		}
		let updated_at = NOW - 60_000;
		let totals = |at: Moment| {
			let live = at + parameters.spacing() * Moment::from(MAX_CHECKPOINTS) - updated_at;
			Checkpoint { at, doubled: 2 * price.into_inner() * u128::from(live), live }
		};
		let mut ring = Ring::default();
		for back in (0..Moment::from(MAX_CHECKPOINTS)).rev() {
			push_checkpoint(&mut ring, totals(updated_at - parameters.spacing() * back));
		}
		let Checkpoint { at, doubled, live } = totals(updated_at);
		(book.updated_at, book.marked_at, book.doubled, book.live) = (at, Some(at), doubled, live);
		Books::<T>::insert(source, book);
		Checkpoints::<T>::insert(source, ring);
	}
	Amm::<T>::put(full_amm(price));
}

/// The AMM's prices, a block before a stretch is full.
fn full_amm(price: Price) -> AmmPrices {
	let blocks = vec![price; AMM_STRETCH as usize - 1];
	let medians = vec![price; AMM_STRETCHES as usize];
	AmmPrices {
		blocks: BoundedVec::try_from(blocks).expect("room for one more"),
		medians: BoundedVec::try_from(medians).expect("a full ring"),
	}
}

#[benchmarks(where T::Currency: Mutate<T::AccountId, Balance = Balance>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn feed() {
		fill_members::<T>(MAX_MEMBERS);
		fill_books::<T>();
		frame_system::Pallet::<T>::set_block_number(10_u32.into());
		Parameters::<T>::mutate(|parameters| parameters.judged_floor = 1);
		// The minute whose place is taken has a sample of everybody, and the first member's is bad.
		let number = Minute::of(NOW);
		let mut minute = Minute { minute: number - OPEN_MINUTES, ..Default::default() };
		for index in 0..MAX_MEMBERS {
			let price = cents(if index == 0 { 9_000 } else { 1_000 });
			let weight = T::MinMemberStake::get();
			minute.add(MemberId(index), &Sample { price, weight, timestamp: 0 });
		}
		Minutes::<T>::insert(0_u8, Minute::place(number), minute);
		let who = member::<T>(MAX_MEMBERS - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), 0, cents(1_000), NOW);

		assert_eq!(Members::<T>::count(), MAX_MEMBERS - 1);
		assert!(!Members::<T>::contains_key(member::<T>(0)));
	}

	#[benchmark]
	fn bond() {
		fill_members::<T>(MAX_MEMBERS);
		let (who, amount) = (member::<T>(0), T::MinMemberStake::get());
		T::Currency::set_balance(&who, amount * 10);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), amount);

		assert_eq!(Members::<T>::get(who).expect("a member").stake, 2 * amount);
	}

	#[benchmark]
	fn leave() {
		fill_members::<T>(MAX_MEMBERS);
		fill_books::<T>();
		frame_system::Pallet::<T>::set_block_number(10_u32.into());
		let who = member::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(Unbondings::<T>::contains_key(who));
	}

	#[benchmark]
	fn withdraw() {
		let (who, amount) = (member::<T>(0), T::MinMemberStake::get());
		T::Currency::set_balance(&who, amount * 10);
		Pallet::<T>::do_add_member(who.clone()).expect("within the bound");
		Pallet::<T>::do_bond(&who, amount).expect("affordable");
		Pallet::<T>::do_remove_member(&who).expect("a member");
		Unbondings::<T>::mutate(&who, |slot| {
			slot.as_mut().expect("it unbonds").until = 0_u32.into();
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Unbondings::<T>::contains_key(who));
	}

	#[benchmark]
	fn add_member() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		fill_members::<T>(MAX_MEMBERS - 1);
		let who = member::<T>(MAX_MEMBERS);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Members::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn remove_member() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		fill_members::<T>(MAX_MEMBERS);
		fill_books::<T>();
		frame_system::Pallet::<T>::set_block_number(10_u32.into());
		let who = member::<T>(0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Unbondings::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn set_window() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let window = Parameters::<T>::get().max_window;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, window);

		assert_eq!(Parameters::<T>::get().window, window);
		Ok(())
	}

	#[benchmark]
	fn set_bootstrap_price() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		Known::<T>::kill();
		BootstrapPrice::<T>::put(cents(100));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, cents(123));

		assert_eq!(BootstrapPrice::<T>::get(), Some(cents(123)));
		Ok(())
	}

	#[benchmark]
	fn end_bootstrap() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		BootstrapPrice::<T>::put(cents(123));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin);

		assert_eq!(BootstrapPrice::<T>::get(), None);
		Ok(())
	}

	#[benchmark]
	fn pause() -> Result<(), BenchmarkError> {
		let origin =
			T::GuardOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		T::BenchmarkHelper::set_time(NOW);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 72);

		assert!(PausedUntil::<T>::get().is_some());
		Ok(())
	}

	#[benchmark]
	fn unpause() -> Result<(), BenchmarkError> {
		let origin =
			T::FastOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		T::BenchmarkHelper::set_time(NOW);
		PausedUntil::<T>::put(NOW + 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin);

		assert_eq!(PausedUntil::<T>::get(), Some(NOW));
		Ok(())
	}

	#[benchmark]
	fn note_amm() {
		let price = Price::from_u32(1);
		Amm::<T>::put(full_amm(price));

		#[block]
		{
			// A pool that is too small ends it early: what it says is read, and not used.
			core::hint::black_box(Pallet::<T>::pool_price());
			Pallet::<T>::note_amm(Some(price));
		}

		assert!(Amm::<T>::get().blocks.is_empty());
	}

	#[benchmark]
	fn on_new_epoch() {
		fill_members::<T>(MAX_MEMBERS);
		fill_books::<T>();
		frame_system::Pallet::<T>::set_block_number(10_u32.into());

		#[block]
		{
			Pallet::<T>::on_new_epoch(EndedEpoch { index: 0, blocks: 720, void: false });
		}

		assert!(Spots::<T>::exists());
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().members(&[]).build(),
		crate::mock::Test
	);
}
