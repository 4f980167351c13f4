//! A chain of System, Balances and Credits, with knobs for time and gateways.

use crate as pallet_credits;
use crate::{Accounts, Event, HoldReason, SessionOf, Sessions, TotalSupply};
use alloc::collections::BTreeMap;
use core::time::Duration;
use frame_support::{
	assert_ok, derive_impl, ord_parameter_types, parameter_types,
	traits::{
		ConstU32, ConstU64, ConstU128, Hooks, LockableCurrency, UnixTime, WithdrawReasons,
		fungible::{Inspect, InspectHold},
	},
	weights::Weight,
};
use frame_system::{EnsureSignedBy, mocking::MockBlockU32};
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, Cuc, DAYS, Day, HOURS, MILLISECS_PER_DAY, Moment, OROG,
	SLOT_DURATION_MS, SpendingSessionId, day_of,
};
use orogen_primitives_receipts::{SessionKey, SessionRow};
use orogen_primitives_traits::{
	CreditIssuer, GatewayRegistry, GatewayTerms, SessionLedger, SessionRefusal,
};
use sp_core::sr25519;
use sp_runtime::{BuildStorage, DispatchResult, traits::IdentityLookup};

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
	pub type Credits = pallet_credits;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type Block = MockBlockU32<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<{ ED }>;
	type AccountStore = System;
}

/// Existential deposit.
pub const ED: Balance = OROG / 1_000;
/// Balance of every customer at genesis.
pub const ENDOWMENT: Balance = 1_000 * OROG;
/// Deposit of a session at genesis.
pub const DEPOSIT: Balance = OROG / 20;
/// Settlement grace at genesis.
pub const GRACE: BlockNumber = 6 * HOURS;
/// Reap delay at genesis.
pub const REAP: BlockNumber = 7 * DAYS;
/// Noon of the first day.
pub const START: Moment = 20_000 * MILLISECS_PER_DAY + MILLISECS_PER_DAY / 2;
/// Milliseconds of an hour.
pub const HOUR: Moment = MILLISECS_PER_DAY / 24;
/// Milliseconds of a day.
pub const DAY: Moment = MILLISECS_PER_DAY;
/// Smallest cap that [`GATEWAY`] takes.
pub const MIN_CAP: Cuc = 1_000;

/// Customers.
pub const ALICE: AccountId = AccountId::new([1; 32]);
pub const BOB: AccountId = AccountId::new([2; 32]);
pub const CHARLIE: AccountId = AccountId::new([3; 32]);
/// Owns no OROG.
pub const PAUPER: AccountId = AccountId::new([4; 32]);
/// Gateways.
pub const GATEWAY: AccountId = AccountId::new([0xa0; 32]);
pub const OTHER_GATEWAY: AccountId = AccountId::new([0xb0; 32]);
/// Governance.
pub const NORMAL: AccountId = AccountId::new([0xf0; 32]);

ord_parameter_types! {
	pub const NormalMembers: AccountId = NORMAL;
}

parameter_types! {
	pub static Now: Moment = START;
	pub static Gateways: BTreeMap<AccountId, GatewayTerms> = both_gateways();
	pub static MaxSweep: u32 = 4;
}

fn both_gateways() -> BTreeMap<AccountId, GatewayTerms> {
	let terms = GatewayTerms { min_session_cap: MIN_CAP, accepting: true, settles_until: None };
	[GATEWAY, OTHER_GATEWAY].into_iter().map(|gateway| (gateway, terms)).collect()
}

/// The chain's clock.
pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

/// Gateways that the test knows.
pub struct Registry;
impl GatewayRegistry<AccountId> for Registry {
	fn terms(gateway: &AccountId) -> Option<GatewayTerms> {
		Gateways::get().get(gateway).copied()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(gateway: &AccountId) -> Result<(), sp_runtime::DispatchError> {
		let terms = GatewayTerms { min_session_cap: MIN_CAP, accepting: true, settles_until: None };
		Gateways::mutate(|gateways| gateways.insert(gateway.clone(), terms));
		Ok(())
	}
}

impl pallet_credits::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type UnixTime = Clock;
	type GatewayRegistry = Registry;
	type NormalOrigin = EnsureSignedBy<NormalMembers, AccountId>;
	type LotLifetime = ConstU32<30>;
	type MinReturnLife = ConstU32<7>;
	type MaxSessions = ConstU32<1_024>;
	type MaxSessionLife = ConstU64<{ 30 * MILLISECS_PER_DAY }>;
	type MinSettlementGrace = ConstU32<HOURS>;
	type MaxSettlementGrace = ConstU32<{ 24 * HOURS }>;
	type MinSessionDeposit = ConstU128<ED>;
	type MaxSessionDeposit = ConstU128<{ 10 * OROG }>;
	type MaxSweep = MaxSweep;
	type WeightInfo = ();
}

/// Builds the chain; by default the customers own [`ENDOWMENT`] and no credits.
pub struct ExtBuilder {
	credits: Vec<(AccountId, Cuc)>,
	genesis: pallet_credits::GenesisConfig<Test>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		let genesis = pallet_credits::GenesisConfig {
			settlement_grace: GRACE,
			reap_delay: REAP,
			session_deposit: DEPOSIT,
		};
		Self { credits: vec![], genesis }
	}
}

impl ExtBuilder {
	/// `who` gets `amount` in the first block.
	pub fn credits(mut self, who: AccountId, amount: Cuc) -> Self {
		self.credits.push((who, amount));
		self
	}

	pub fn grace(mut self, blocks: BlockNumber) -> Self {
		self.genesis.settlement_grace = blocks;
		self
	}

	pub fn reap_delay(mut self, blocks: BlockNumber) -> Self {
		self.genesis.reap_delay = blocks;
		self
	}

	pub fn deposit(mut self, amount: Balance) -> Self {
		self.genesis.session_deposit = amount;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		Gateways::set(both_gateways());
		MaxSweep::set(4);
		let balances = pallet_balances::GenesisConfig {
			balances: [ALICE, BOB, CHARLIE].into_iter().map(|who| (who, ENDOWMENT)).collect(),
			..Default::default()
		};
		let genesis =
			RuntimeGenesisConfig { system: Default::default(), balances, credits: self.genesis };
		let mut ext = sp_io::TestExternalities::from(genesis.build_storage().unwrap());
		ext.execute_with(|| {
			// Events of block 0 are dropped.
			System::set_block_number(1);
			for (who, amount) in self.credits {
				assert_ok!(Credits::issue(&who, amount));
			}
			System::reset_events();
		});
		ext
	}

	/// Runs `test` and checks the invariants after it.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Credits::do_try_state().expect("invariants hold after every test");
		})
	}
}

/// Makes `blocks` blocks without a skipped slot.
pub fn run_blocks(blocks: BlockNumber) {
	System::set_block_number(System::block_number() + blocks);
	pass_time(u64::from(blocks) * SLOT_DURATION_MS);
}

/// Goes to `block` without a skipped slot.
pub fn run_to(block: BlockNumber) {
	run_blocks(block - System::block_number());
}

/// Lets time pass without a block.
pub fn pass_time(milliseconds: Moment) {
	Now::mutate(|now| *now += milliseconds);
}

/// Makes `blocks` blocks in which nothing can be settled.
pub fn stand_still(blocks: BlockNumber) {
	for _ in 0..blocks {
		run_blocks(1);
		Credits::note_standstill();
	}
}

/// Makes all blocks of `days` days.
pub fn run_days(days: Day) {
	run_blocks(days * DAYS);
}

pub fn today() -> Day {
	day_of(Now::get())
}

pub fn key() -> SessionKey {
	SessionKey::Sr25519(sr25519::Public::from_raw([7; 32]))
}

/// Calls `open_session` with an end one hour away and all else by default.
pub fn try_open(who: AccountId, cap: Cuc) -> DispatchResult {
	try_open_until(who, cap, Now::get() + HOUR)
}

pub fn try_open_until(who: AccountId, cap: Cuc, expires_at: Moment) -> DispatchResult {
	let origin = RuntimeOrigin::signed(who);
	Credits::open_session(origin, GATEWAY, key(), cap, expires_at, None, Default::default())
}

/// Opens a session of an hour and returns its id.
pub fn open(who: AccountId, cap: Cuc) -> SpendingSessionId {
	open_until(who, cap, Now::get() + HOUR)
}

pub fn open_until(who: AccountId, cap: Cuc, expires_at: Moment) -> SpendingSessionId {
	let id = crate::NextSessionId::<Test>::get();
	assert_ok!(try_open_until(who, cap, expires_at));
	id
}

pub fn session(id: SpendingSessionId) -> SessionOf<Test> {
	Sessions::<Test>::get(id).expect("the session is open")
}

/// A row without void or deferred seqs.
pub fn row(session: SpendingSessionId, from_seq: u32, count: u32, cuc: Cuc) -> SessionRow {
	SessionRow { session, from_seq, count, void: 0, deferred: 0, late: 0, cuc }
}

/// Stored lots as (day from today, amount), expired ones included.
pub fn lots(who: &AccountId) -> Vec<(i64, Cuc)> {
	let from_today = |day: Day| i64::from(day) - i64::from(today());
	let lots = Accounts::<Test>::get(who).lots;
	lots.iter().map(|lot| (from_today(lot.expiry_day), lot.amount)).collect()
}

/// Lots, sessions, settled and breakage, as stored.
pub fn places() -> (u64, u64, u128, u128) {
	let supply = TotalSupply::<Test>::get();
	(supply.lots, supply.sessions, supply.settled, supply.breakage)
}

/// Free and held OROG.
pub fn balances(who: &AccountId) -> (Balance, Balance) {
	let reason = HoldReason::SessionDeposit.into();
	(Balances::balance(who), Balances::balance_on_hold(&reason, who))
}

/// `who` can spend no more than what leaves `amount`, as under vesting.
pub fn lock(who: &AccountId, amount: Balance) {
	Balances::set_lock(*b"vesting ", who, amount, WithdrawReasons::all());
}

/// [`GATEWAY`] is leaving and can settle until the block `last`.
pub fn leave(last: BlockNumber) {
	Gateways::mutate(|gateways| {
		let terms = gateways.get_mut(&GATEWAY).expect("the gateway is there");
		(terms.accepting, terms.settles_until) = (false, Some(last));
	});
}

/// Claims a row; the number of its receipts.
pub fn claim(gateway: &AccountId, row: &SessionRow) -> Result<u32, SessionRefusal> {
	<Credits as SessionLedger<AccountId>>::claim(gateway, row).map(|claimed| claimed.receipts)
}

/// Events of the pallet since the last call of this.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events();
	System::reset_events();
	events
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Credits(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// Runs `on_idle` with room for everything.
pub fn idle() -> Weight {
	Credits::on_idle(System::block_number(), Weight::MAX)
}
