//! Benchmarks of every call.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	reason = "a benchmark that cannot be set up must stop"
)]

use super::*;
use alloc::boxed::Box;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, EnsureOriginWithArg},
	weights::Weight,
};
use frame_system::RawOrigin;
use sp_runtime::traits::{Hash, One};

/// A call that the upgrade track allows: the authorisation of a hash. As it is the longest that
/// runtimes need to allow there, it stands for every track.
fn upgrade_call<T: Config>() -> Box<pallet::CallOf<T>>
where
	<T as Config>::RuntimeCall: From<Call<T>>,
{
	Box::new(Call::<T>::authorize_upgrade { code_hash: T::Hashing::hash(b"code") }.into())
}

fn queue_one<T: Config>() -> u32
where
	<T as Config>::RuntimeCall: From<Call<T>>,
{
	let id = NextId::<T>::get();
	let origin = T::QueueOrigin::try_successful_origin(&Track::Upgrade).expect("origin exists");
	Pallet::<T>::queue(origin, Track::Upgrade, upgrade_call::<T>()).expect("queued");
	id
}

#[benchmarks(where <T as Config>::RuntimeCall: From<Call<T>>)]
mod benches {
	use super::*;

	#[benchmark]
	fn queue() -> Result<(), BenchmarkError> {
		let origin = T::QueueOrigin::try_successful_origin(&Track::Upgrade)
			.map_err(|()| BenchmarkError::Weightless)?;
		let call = upgrade_call::<T>();
		#[extrinsic_call]
		_(origin as <T as frame_system::Config>::RuntimeOrigin, Track::Upgrade, call);
		assert_eq!(Queue::<T>::count(), 1);
		Ok(())
	}

	#[benchmark]
	fn execute() {
		let id = queue_one::<T>();
		let ready_at = Queue::<T>::get(id).expect("queued").ready_at;
		frame_system::Pallet::<T>::set_block_number(ready_at);
		let caller = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, Weight::MAX);
		assert!(Queue::<T>::get(id).is_none());
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let id = queue_one::<T>();
		let origin = T::CancelOrigin::try_successful_origin(&Track::Upgrade)
			.map_err(|()| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as <T as frame_system::Config>::RuntimeOrigin, id);
		assert!(Queue::<T>::get(id).is_none());
		Ok(())
	}

	#[benchmark]
	fn remove_expired() {
		let id = queue_one::<T>();
		let expires_at = Queue::<T>::get(id).expect("queued").expires_at;
		frame_system::Pallet::<T>::set_block_number(expires_at + One::one());
		let caller = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert!(Queue::<T>::get(id).is_none());
	}

	#[benchmark]
	fn authorize_upgrade() -> Result<(), BenchmarkError> {
		let origin =
			T::UpgradeOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let code_hash = T::Hashing::hash(b"code");
		#[extrinsic_call]
		_(origin as <T as frame_system::Config>::RuntimeOrigin, code_hash);
		assert!(frame_system::Pallet::<T>::authorized_upgrade().is_some());
		Ok(())
	}
}
