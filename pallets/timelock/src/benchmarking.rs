//! Benchmarks of every call.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	reason = "a benchmark that cannot be set up must stop"
)]

use super::*;
use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, EnsureOriginWithArg, Get},
	weights::Weight,
};
use frame_system::RawOrigin;
use sp_runtime::traits::{Hash, One};

/// A call that the upgrade track allows: the authorisation of a hash. As it is the longest that
/// runtimes need to allow there, it stands for every track.
fn upgrade_call<T: Config>() -> Box<pallet::CallOf<T>> {
	Box::new(Call::<T>::authorize_upgrade { code_hash: T::Hashing::hash(b"code") }.into())
}

fn queue_one<T: Config>() -> u32 {
	let id = NextId::<T>::get();
	let origin = T::QueueOrigin::try_successful_origin(&Track::Upgrade).expect("origin exists");
	Pallet::<T>::queue(origin, Track::Upgrade, upgrade_call::<T>()).expect("queued");
	id
}

/// Fills every seat; all have voted on the motion `call`.
fn fill_seats<T: Config>(call: Call<T>) -> Vec<T::AccountId> {
	let seats: Vec<T::AccountId> = (0..T::MaxSeats::get()).map(|i| account("seat", i, 0)).collect();
	let motion = T::Hashing::hash_of(&pallet::CallOf::<T>::from(call));
	T::Council::seat_for_benchmark(seats.clone(), motion);
	seats
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn queue() -> Result<(), BenchmarkError> {
		let origin = T::QueueOrigin::try_successful_origin(&Track::Upgrade)
			.map_err(|()| BenchmarkError::Weightless)?;
		let call = upgrade_call::<T>();
		fill_seats::<T>(Call::queue { track: Track::Upgrade, call: call.clone() });
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
		fill_seats::<T>(Call::cancel { id });
		let caller = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, Weight::MAX);
		assert!(Queue::<T>::get(id).is_none());
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let id = queue_one::<T>();
		fill_seats::<T>(Call::cancel { id });
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

	#[benchmark]
	fn revoke_upgrade() -> Result<(), BenchmarkError> {
		let origin = T::CancelOrigin::try_successful_origin(&Track::Upgrade)
			.map_err(|()| BenchmarkError::Weightless)?;
		frame_system::Pallet::<T>::do_authorize_upgrade(T::Hashing::hash(b"code"), true);
		fill_seats::<T>(Call::revoke_upgrade {});
		#[extrinsic_call]
		_(origin as <T as frame_system::Config>::RuntimeOrigin);
		let left = frame_system::Pallet::<T>::authorized_upgrade().expect("the zero hash");
		assert_eq!(*left.code_hash(), T::Hash::default());
		Ok(())
	}

	#[benchmark]
	fn note_votes() {
		let call = Call::<T>::cancel { id: 0 };
		let motion = T::Hashing::hash_of(&pallet::CallOf::<T>::from(call.clone()));
		let seats = fill_seats::<T>(call);
		// Their last votes are older than the motion.
		let old = seats.into_iter().map(|who| (who, 0u32.into())).collect::<BTreeMap<_, _>>();
		LastVotes::<T>::put(seats::Votes::<T>::try_from(old).expect("within the bound"));
		frame_system::Pallet::<T>::set_block_number(10u32.into());
		let caller = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), motion);
		assert!(LastVotes::<T>::get().values().all(|last| *last == One::one()));
	}

	#[benchmark]
	fn vacate_seat() {
		let seats = fill_seats::<T>(Call::cancel { id: 0 });
		Pallet::<T>::sync_seats();
		let now = frame_system::Pallet::<T>::block_number();
		frame_system::Pallet::<T>::set_block_number(now + T::SeatLife::get() + One::one());
		let caller = whitelisted_caller();
		let silent = seats.first().expect("seats").clone();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), silent.clone());
		assert!(!T::Council::seats().contains(&silent));
	}
}
