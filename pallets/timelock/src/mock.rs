//! A runtime for the tests: signed origins stand for the council's quorums.

use crate as pallet_timelock;
use crate::{EnsureFast, EnsureGuard, EnsureNormal, EnsureUpgrade, Track, TrackDelays};
use frame_support::{
	derive_impl,
	traits::{ConstU32, ConstU64, ContainsPair, EnsureOrigin, EnsureOriginWithArg},
};
use frame_system::RawOrigin;
use orogen_primitives_traits::{AwardPoint, PotRole};
use sp_core::H256;
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

/// Stands for five of seven.
pub(crate) const QUORUM: u64 = 5;
/// Stands for three of seven.
pub(crate) const GUARDS: u64 = 3;
/// Anyone.
pub(crate) const ANYONE: u64 = 99;

/// A pallet with one admin call for each track, to see which decision reaches what.
#[frame_support::pallet(dev_mode)]
pub mod target {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		type Normal: EnsureOrigin<Self::RuntimeOrigin>;
		type Fast: EnsureOrigin<Self::RuntimeOrigin>;
		type Guard: EnsureOrigin<Self::RuntimeOrigin>;
	}

	#[pallet::storage]
	pub type Value<T> = StorageValue<_, u32, ValueQuery>;

	#[pallet::error]
	pub enum Error<T> {
		Refused,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		#[pallet::weight(Weight::from_parts(1_000, 0))]
		pub fn set(origin: OriginFor<T>, value: u32) -> DispatchResultWithPostInfo {
			T::Normal::ensure_origin(origin)?;
			ensure!(value != 13, Error::<T>::Refused);
			Value::<T>::put(value);
			Ok(Some(Weight::from_parts(400, 0)).into())
		}

		pub fn set_fast(origin: OriginFor<T>, value: u32) -> DispatchResult {
			T::Fast::ensure_origin(origin)?;
			Value::<T>::put(value);
			Ok(())
		}

		pub fn set_guarded(origin: OriginFor<T>, value: u32) -> DispatchResult {
			T::Guard::ensure_origin(origin)?;
			Value::<T>::put(value);
			Ok(())
		}

		pub fn long(origin: OriginFor<T>, bytes: alloc::vec::Vec<u8>) -> DispatchResult {
			T::Normal::ensure_origin(origin)?;
			drop(bytes);
			Ok(())
		}

		pub fn forbidden(_: OriginFor<T>) -> DispatchResult {
			Ok(())
		}
	}
}

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timelock = pallet_timelock;
	#[runtime::pallet_index(2)]
	pub type Target = target;
}

/// The council of the tests: who sits in it, and the votes on motions with the blocks in which they
/// were put.
pub struct Members;
impl crate::Council<u64, H256, u64> for Members {
	fn seats() -> Vec<u64> {
		Seats::get()
	}
	fn votes(motion: &H256) -> Option<(u64, Vec<u64>)> {
		Motions::get().get(motion).cloned()
	}
	fn vacate(who: &u64) {
		Seats::mutate(|seats| seats.retain(|seat| seat != who));
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn seat_for_benchmark(members: Vec<u64>, motion: H256) {
		Seats::set(members.clone());
		Motions::mutate(|motions| motions.insert(motion, (1, members)));
	}
}

frame_support::parameter_types! {
	pub static Seats: Vec<u64> = Vec::new();
	pub static Motions: BTreeMap<H256, (u64, Vec<u64>)> = BTreeMap::new();
	/// Whether the runtime's call filter lets nothing through, as in safe mode.
	pub static Paused: bool = false;
	/// Whether an upgrade has taken [`target::Call::set`] off the allow-list.
	pub static Narrowed: bool = false;
}

pub struct PauseFilter;
impl frame_support::traits::Contains<RuntimeCall> for PauseFilter {
	fn contains(call: &RuntimeCall) -> bool {
		!Paused::get() || matches!(call, RuntimeCall::Timelock(_))
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type BaseCallFilter = PauseFilter;
}

impl target::Config for Test {
	type Normal = EnsureNormal;
	type Fast = EnsureFast;
	type Guard = EnsureGuard;
}

pub struct Quorum;
impl EnsureOriginWithArg<RuntimeOrigin, Track> for Quorum {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin, track: &Track) -> Result<(), RuntimeOrigin> {
		match (origin.clone().into(), track) {
			(Ok(RawOrigin::Signed(GUARDS)), Track::Guard) => Ok(()),
			(Ok(RawOrigin::Signed(QUORUM)), _) => Ok(()),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(_: &Track) -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(QUORUM))
	}
}

pub struct Allowed;
impl ContainsPair<Track, RuntimeCall> for Allowed {
	fn contains(track: &Track, call: &RuntimeCall) -> bool {
		match track {
			Track::Normal => {
				matches!(call, RuntimeCall::Target(target::Call::set { .. }) if !Narrowed::get())
					|| matches!(call, RuntimeCall::Target(target::Call::long { .. }))
			}
			Track::Fast => matches!(call, RuntimeCall::Target(target::Call::set_fast { .. })),
			Track::Guard => matches!(call, RuntimeCall::Target(target::Call::set_guarded { .. })),
			Track::Upgrade => {
				matches!(call, RuntimeCall::Timelock(crate::Call::authorize_upgrade { .. }))
			}
		}
	}
}

frame_support::parameter_types! {
	/// Who was awarded a point, in order.
	pub static Awarded: Vec<u64> = Vec::new();
}

/// Notes every award.
pub struct PointBook;

impl AwardPoint<u64> for PointBook {
	fn award(role: PotRole, who: &u64, topic: u8) {
		assert_eq!((role, topic), (PotRole::Council, 0));
		Awarded::mutate(|awarded| awarded.push(*who));
	}
}

impl crate::Config for Test {
	type RuntimeOrigin = RuntimeOrigin;
	type RuntimeCall = RuntimeCall;
	type QueueOrigin = Quorum;
	type CancelOrigin = Quorum;
	type UpgradeOrigin = EnsureUpgrade;
	type Allowed = Allowed;
	type Council = Members;
	type PotPoints = PointBook;
	type MaxSeats = ConstU32<7>;
	type MinSeats = ConstU32<3>;
	type SeatLife = ConstU64<60>;
	type MaxQueued = ConstU32<4>;
	type MaxCallLength = ConstU32<64>;
	type ExecutionWindow = ConstU64<14>;
	type WeightInfo = ();
}

/// Delays of the tests: normal 16, fast 2, guard 0, upgrade 20 blocks.
pub(crate) fn delays() -> TrackDelays<u64> {
	TrackDelays { normal: 16, fast: 2, guard: 0, upgrade: 20 }
}

/// Runs `test` on a fresh chain in block 1 and checks the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
	Paused::set(false);
	Narrowed::set(false);
	Seats::set((1..=7).collect());
	Motions::set(BTreeMap::new());
	let storage = RuntimeGenesisConfig {
		timelock: crate::GenesisConfig { delays: delays() },
		..Default::default()
	}
	.build_storage()
	.unwrap();
	sp_io::TestExternalities::from(storage).execute_with(|| {
		System::set_block_number(1);
		test();
		Timelock::do_try_state().expect("invariants hold after every test");
	});
}
