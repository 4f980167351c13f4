use crate::{self as pallet_oracle_twap, *};
use core::time::Duration;
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU128, VariantCountOf},
};
use frame_system::EnsureSignedBy;
use orogen_primitives_core::OROG;
use orogen_primitives_traits::{AwardPoint, PotRole, Reserves};
use sp_runtime::{BuildStorage, traits::IdentityLookup};

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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Oracle = pallet_oracle_twap;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = u64;
	type Lookup = IdentityLookup<u64>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<1>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
}

pub const START: Moment = 1_800_000_000_000;
pub const MINUTE: Moment = 60_000;
pub const HOUR: Moment = 60 * MINUTE;
pub const DAY: Moment = 24 * HOUR;
/// Window of most tests.
pub const WINDOW: Moment = 30 * MINUTE;
pub const STAKE: Balance = 1_000 * OROG;
pub const NORMAL: u64 = 100;
pub const FAST: u64 = 101;
pub const GUARD: u64 = 102;
/// A rich account that is no member.
pub const STRANGER: u64 = 99;

parameter_types! {
	pub static Clock: Moment = START;
	pub static Pool: Option<Reserves> = None;
}

ord_parameter_types! {
	pub const Normal: u64 = NORMAL;
	pub const Fast: u64 = FAST;
	pub const Guard: u64 = GUARD;
}

pub struct MockTime;

impl UnixTime for MockTime {
	fn now() -> Duration {
		Duration::from_millis(Clock::get())
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper for MockTime {
	fn set_time(now: Moment) {
		Clock::set(now);
	}
}

parameter_types! {
	/// Points that were awarded, in order.
	pub static Awarded: Vec<(u64, u8)> = Vec::new();
}

/// Notes every award.
pub struct PointBook;

impl AwardPoint<u64> for PointBook {
	fn award(role: PotRole, who: &u64, topic: u8) {
		assert_eq!(role, PotRole::Oracle);
		Awarded::mutate(|awarded| awarded.push((*who, topic)));
	}
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type UnixTime = MockTime;
	type NormalOrigin = EnsureSignedBy<Normal, u64>;
	type FastOrigin = EnsureSignedBy<Fast, u64>;
	type GuardOrigin = EnsureSignedBy<Guard, u64>;
	type PotPoints = PointBook;
	type Reserves = Pool;
	type MinMemberStake = ConstU128<STAKE>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = MockTime;
}

pub struct ExtBuilder {
	members: Vec<(u64, Balance)>,
	parameters: OracleParameters<u64>,
	bootstrap_price: Option<Price>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			members: (1..=5).map(|who| (who, STAKE)).collect(),
			parameters: OracleParameters {
				window: WINDOW,
				unbonding: 100,
				judged_floor: 10,
				..Default::default()
			},
			bootstrap_price: None,
		}
	}
}

impl ExtBuilder {
	pub fn members(mut self, members: &[(u64, Balance)]) -> Self {
		self.members = members.to_vec();
		self
	}

	pub fn parameters(mut self, change: impl FnOnce(&mut OracleParameters<u64>)) -> Self {
		change(&mut self.parameters);
		self
	}

	pub fn bootstrap(mut self, price: Price) -> Self {
		self.bootstrap_price = Some(price);
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Clock::set(START);
		Pool::set(None);
		let balances = (1..=40).chain([STRANGER]).map(|who| (who, 100 * STAKE)).collect();
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
			oracle: GenesisConfig {
				members: self.members,
				parameters: self.parameters,
				bootstrap_price: self.bootstrap_price,
			},
		}
		.build_storage()
		.unwrap();
		let mut externalities = sp_io::TestExternalities::from(storage);
		externalities.execute_with(|| System::set_block_number(1));
		externalities
	}

	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Oracle::do_try_state().expect("invariants hold after every test");
		});
	}
}

/// A price in cents.
pub fn usd(cents: u128) -> Price {
	Price::from_inner(cents * 10_000_000_000_000_000)
}

/// The next block, `time` milliseconds later.
pub fn next_block(time: Moment) {
	System::set_block_number(System::block_number() + 1);
	Clock::set(Clock::get() + time);
	Oracle::do_try_state().expect("invariants hold in every block");
}

/// `who` feeds what it sees now.
pub fn feed(who: u64, source: SourceId, cents: u128) -> DispatchResultWithPostInfo {
	Oracle::feed(RuntimeOrigin::signed(who), source, usd(cents), Clock::get())
}

/// Every one of `members` feeds every source at its price.
pub fn feed_all(members: &[u64], cents: [u128; 3]) {
	for who in members {
		for (source, cents) in (0..).zip(cents) {
			feed(*who, source, cents).unwrap();
		}
	}
}

pub const EVERYBODY: [u64; 5] = [1, 2, 3, 4, 5];

/// All members feed `cents` everywhere for `time`, once a minute; the last sample counts.
pub fn run(time: Moment, cents: u128) {
	for _ in 0..time / MINUTE {
		feed_all(&EVERYBODY, [cents; 3]);
		next_block(MINUTE);
	}
}

/// A fresh oracle at 1.00 USD: the window is more than half full, everybody has just fed.
pub fn settle() {
	run(WINDOW, 100);
	feed_all(&EVERYBODY, [100; 3]);
	next_block(6_000);
}

pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
