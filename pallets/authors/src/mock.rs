//! Test runtime: a real session pallet with its historical part, rotated by hand.

use crate as pallet_authors;
use codec::Encode;
use frame_support::{derive_impl, ord_parameter_types, parameter_types, traits::ConstU32};
use frame_system::EnsureSignedBy;
use pallet_session::{SessionHandler, disabling::UpToLimitDisablingStrategy, historical};
use sp_runtime::{
	BuildStorage, DispatchResult, KeyTypeId, Perbill, RuntimeAppPublic, impl_opaque_keys,
	testing::UintAuthorityId,
	traits::{ConvertInto, OpaqueKeys},
};
use sp_staking::{
	SessionIndex,
	offence::{OffenceDetails, OnOffenceHandler},
};

impl_opaque_keys! {
	pub struct Keys {
		pub dummy: UintAuthorityId,
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
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(2)]
	pub type Authors = pallet_authors;

	#[runtime::pallet_index(3)]
	pub type Historical = pallet_session::historical;

	#[runtime::pallet_index(4)]
	pub type Session = pallet_session;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	/// The keys of the running session and whether they changed at its start.
	pub static Running: (Vec<u64>, bool) = (Vec::new(), false);
	pub static Disabled: Vec<u32> = Vec::new();
	pub static Forced: Option<(u64, u64)> = None;
	pub const ForcedDelay: (u64, u64) = (10, 100);
	pub const KeyDeposit: u64 = 5;
	pub const MaxAuthors: u32 = 5;
	pub const SessionsKept: SessionIndex = 4;
}

ord_parameter_types! {
	pub const Admin: u64 = 99;
	pub const Staller: u64 = 98;
}

/// Remembers what was forced.
pub struct Gadget;
impl crate::ForceFinality<u64> for Gadget {
	fn is_changing() -> bool {
		Forced::get().is_some()
	}
	fn force(delay: u64, best_finalized: u64) {
		Forced::set(Some((delay, best_finalized)));
	}
}

pub struct Handler;
impl SessionHandler<u64> for Handler {
	const KEY_TYPE_IDS: &'static [KeyTypeId] = &[UintAuthorityId::ID];
	fn on_genesis_session<K: OpaqueKeys>(validators: &[(u64, K)]) {
		Running::set((keys_of(validators), true));
	}
	fn on_new_session<K: OpaqueKeys>(changed: bool, validators: &[(u64, K)], _: &[(u64, K)]) {
		Running::set((keys_of(validators), changed));
	}
	fn on_disabled(index: u32) {
		Disabled::mutate(|disabled| disabled.push(index));
	}
}

fn keys_of<K: OpaqueKeys>(validators: &[(u64, K)]) -> Vec<u64> {
	validators
		.iter()
		.map(|(_, keys)| keys.get::<UintAuthorityId>(UintAuthorityId::ID).unwrap().0)
		.collect()
}

pub struct Never;
impl pallet_session::ShouldEndSession<u64> for Never {
	fn should_end_session(_: u64) -> bool {
		false
	}
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = u64;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Never;
	type NextSessionRotation = ();
	type SessionManager = historical::NoteHistoricalRoot<Test, Authors>;
	type SessionHandler = Handler;
	type Keys = Keys;
	type DisablingStrategy = UpToLimitDisablingStrategy<2>;
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = UnitIdentification;
}

pub struct UnitIdentification;
impl sp_runtime::traits::Convert<u64, Option<()>> for UnitIdentification {
	fn convert(_: u64) -> Option<()> {
		Some(())
	}
}

impl crate::Config for Test {
	type AdminOrigin = EnsureSignedBy<Admin, u64>;
	type Sessions = Session;
	type StallOrigin = EnsureSignedBy<Staller, u64>;
	type Finality = Gadget;
	type ForcedDelay = ForcedDelay;
	type MaxAuthors = ConstU32<5>;
	type SessionsKept = SessionsKept;
	type WeightInfo = ();
}

pub struct ExtBuilder {
	pub authors: Vec<u64>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { authors: vec![1, 2, 3] }
	}
}

impl ExtBuilder {
	pub fn authors(authors: &[u64]) -> Self {
		Self { authors: authors.to_vec() }
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Running::set(Default::default());
		Disabled::set(Vec::new());
		Forced::set(None);
		let keys = self.authors.iter().map(|who| (*who, *who, keys(*who))).collect();
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: (1..=20).map(|who| (who, 1_000)).collect(),
				..Default::default()
			},
			authors: crate::GenesisConfig { authors: self.authors },
			session: pallet_session::GenesisConfig { keys, ..Default::default() },
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Authors::do_try_state().unwrap();
		})
	}
}

/// Session keys with number `key`.
pub fn keys(key: u64) -> Keys {
	Keys { dummy: UintAuthorityId(key) }
}

/// Loads session keys with number `key` for `who`.
pub fn set_keys(who: u64, key: u64) -> DispatchResult {
	let proof = keys(key).create_ownership_proof(&who.encode()).unwrap().encode();
	Session::set_keys(RuntimeOrigin::signed(who), keys(key), proof)
}

/// Reports an equivocation of `who` in `session`.
pub fn report(who: u64, session: SessionIndex) {
	let details = OffenceDetails { offender: (who, ()), reporters: Vec::<u64>::new() };
	Authors::on_offence(&[details], &[Perbill::from_percent(10)], session);
}

/// Rotates sessions; returns what the last one runs with.
pub fn rotate(times: u32) -> (Vec<u64>, bool) {
	for _ in 0..times {
		Session::rotate_session();
	}
	Running::get()
}
