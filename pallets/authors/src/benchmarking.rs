//! Benchmarks of the calls and of an offence, each with a full list.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	reason = "benchmarks panic on mistakes"
)]

use crate::{Authors, Call, Config, ForceFinality as _, Pallet, Sessions as _};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{EnsureOrigin, Get},
};

fn list<T: Config>(authors: u32) -> Vec<T::AccountId> {
	let authors: Vec<T::AccountId> = (0..authors).map(|i| account("author", i, 0)).collect();
	Authors::<T>::put(BoundedVec::try_from(authors.clone()).expect("within the bound"));
	authors
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_author() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		list::<T>(T::MaxAuthors::get() - 1);
		let who: T::AccountId = account("new", 0, 0);
		T::Sessions::load_keys_for_benchmark(&who);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Authors::<T>::get().contains(&who));
		Ok(())
	}

	#[benchmark]
	fn remove_author() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let authors = list::<T>(T::MaxAuthors::get());
		// Only the last one has keys, so every entry is looked up.
		T::Sessions::load_keys_for_benchmark(authors.last().expect("not empty"));
		let who = authors.first().expect("not empty").clone();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Authors::<T>::get().contains(&who));
		Ok(())
	}

	#[benchmark]
	fn force_finality() -> Result<(), BenchmarkError> {
		let origin =
			T::StallOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (delay, _) = T::ForcedDelay::get();
		frame_system::Pallet::<T>::set_block_number(1u32.into());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, delay, 0u32.into());

		assert!(T::Finality::is_changing());
		Ok(())
	}

	#[benchmark]
	fn punish() {
		let who = list::<T>(T::MaxAuthors::get()).last().expect("not empty").clone();
		// Only one of the others has keys, and it is asked last.
		let authors = Authors::<T>::get();
		let ready = authors.iter().rev().nth(1).expect("more than one");
		T::Sessions::load_keys_for_benchmark(ready);

		#[block]
		{
			Pallet::<T>::punish_for_benchmark(who.clone());
		}

		assert!(!Authors::<T>::get().contains(&who));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
