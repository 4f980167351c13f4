//! A runtime with this pallet alone; what it needs from others are knobs.
#![allow(unreachable_pub, reason = "the runtime macro makes the types of `Config` public")]

use crate as pallet_operator_stake;
pub(crate) use crate::{
	Aliases, BannedColdkeys, BlockCollateral, DutyEpochs, GenesisConfig, HoldReason, HotkeyById,
	HotkeysOf, NextOperatorId, Operators, Parameters, ServedGateways, Tiers, Work, types::*,
};
use frame_support::{derive_impl, ord_parameter_types, parameter_types, traits::ConstU32};
use frame_system::EnsureSignedBy;
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, CUC, Cuc, EpochIndex, NodeKind, OROG, Price, Tier,
	VerificationMode,
};
use orogen_primitives_receipts::OperatorRow;
use orogen_primitives_traits::{
	CreditQuote, EndedEpoch, EpochClock, EpochFinality, EpochHandler, GatewayRegistry,
	GatewayTerms, OperatorAdmission, OracleState, PriceOracle,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two};
use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
use sp_runtime::{
	BuildStorage, FixedU128, MultiSignature, Perbill,
	traits::{Convert, IdentityLookup},
};

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
	pub type OperatorStake = pallet_operator_stake;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
}

parameter_types! {
	pub const ExistentialDeposit: Balance = OROG / 1_000;
	pub static Epoch: EpochIndex = 100;
	pub static FirstOpen: EpochIndex = 79;
	pub static Collateral: Option<Price> = Some(FixedU128::from_u32(1));
	pub static Assessments: u32 = 0;
	pub static RegisteredGateways: Vec<AccountId> = vec![gateway(), other_gateway()];
}

ord_parameter_types! {
	pub const NormalAdmin: AccountId = Ferdie.to_account_id();
	pub const FastAdmin: AccountId = One.to_account_id();
	pub const GuardAdmin: AccountId = Two.to_account_id();
}

/// Clock, finality, oracle and gateways from the knobs.
pub struct Knobs;

impl EpochClock for Knobs {
	fn current() -> EpochIndex {
		Epoch::get()
	}
	fn genesis() -> EpochIndex {
		0
	}
	fn epochs_per_year() -> u32 {
		7_305
	}
	fn is_void(_: EpochIndex) -> bool {
		false
	}
}

impl EpochFinality for Knobs {
	fn first_open() -> EpochIndex {
		FirstOpen::get()
	}
}

impl PriceOracle for Knobs {
	fn state() -> OracleState {
		OracleState::Fresh
	}
	fn credit() -> Option<CreditQuote> {
		None
	}
	fn payout() -> Option<Price> {
		None
	}
	fn spot() -> Option<Price> {
		None
	}
	fn collateral() -> Option<Price> {
		Assessments::mutate(|count| *count += 1);
		Collateral::get()
	}
	fn note_bootstrap_burn() {}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: Price) {}
}

impl GatewayRegistry<AccountId> for Knobs {
	fn terms(gateway: &AccountId) -> Option<GatewayTerms> {
		RegisteredGateways::get().contains(gateway).then_some(GatewayTerms {
			min_session_cap: CUC,
			accepting: true,
			settles_until: None,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(gateway: &AccountId) -> Result<(), sp_runtime::DispatchError> {
		RegisteredGateways::mutate(|gateways| gateways.push(gateway.clone()));
		Ok(())
	}
}

/// 75 %, rounded down.
pub struct ThreeQuarters;

impl Convert<Cuc, Cuc> for ThreeQuarters {
	fn convert(cuc: Cuc) -> Cuc {
		Perbill::from_percent(75).mul_floor(cuc)
	}
}

impl crate::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Oracle = Knobs;
	type Clock = Knobs;
	type Finality = Knobs;
	type Gateways = Knobs;
	type OperatorShare = ThreeQuarters;
	type NormalOrigin = EnsureSignedBy<NormalAdmin, AccountId>;
	type FastOrigin = EnsureSignedBy<FastAdmin, AccountId>;
	type GuardOrigin = EnsureSignedBy<GuardAdmin, AccountId>;
	type MaxHotkeys = ConstU32<32>;
	type MaxGateways = ConstU32<64>;
	type WeightInfo = ();
}

pub(crate) type Error = crate::Error<Test>;
pub(crate) type Event = crate::Event<Test>;
pub(crate) type Pallet = crate::Pallet<Test>;

/// Free balance of each owner at genesis.
pub(crate) const ENDOWMENT: Balance = 10_000 * OROG;
/// Unbonding time of the mock in blocks.
pub(crate) const UNBONDING: BlockNumber = 14;
/// Time until a lower tier holds, in blocks.
pub(crate) const TIER_DOWN: BlockNumber = 7;
/// Length of a freeze and of the floors' window, in blocks.
pub(crate) const MONTH: BlockNumber = 30;

pub(crate) fn coldkey() -> AccountId {
	Alice.to_account_id()
}

pub(crate) fn other_coldkey() -> AccountId {
	Bob.to_account_id()
}

pub(crate) fn hotkey() -> AccountId {
	Charlie.to_account_id()
}

/// Id of the operator with [`hotkey`].
pub(crate) fn id() -> OperatorId {
	Operators::<Test>::get(hotkey()).expect("registered").id
}

pub(crate) fn other_hotkey() -> AccountId {
	Dave.to_account_id()
}

pub(crate) fn payout() -> AccountId {
	Eve.to_account_id()
}

pub(crate) fn gateway() -> AccountId {
	AccountId::new([7; 32])
}

pub(crate) fn other_gateway() -> AccountId {
	AccountId::new([8; 32])
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn normal() -> RuntimeOrigin {
	signed(NormalAdmin::get())
}

pub(crate) fn fast() -> RuntimeOrigin {
	signed(FastAdmin::get())
}

pub(crate) fn guard() -> RuntimeOrigin {
	signed(GuardAdmin::get())
}

/// Consent of `hotkey` to serve under `coldkey`.
pub(crate) fn consent(coldkey: &AccountId, hotkey: Sr25519Keyring) -> MultiSignature {
	let payload = registration_payload(System::block_hash(0), coldkey, &hotkey.to_account_id());
	MultiSignature::Sr25519(hotkey.sign(&payload))
}

pub(crate) fn key_of(account: &AccountId) -> Sr25519Keyring {
	Sr25519Keyring::from_account_id(account).expect("a well-known key")
}

/// Registers `hotkey` under [`coldkey`].
pub(crate) fn register_as(
	hotkey: &AccountId,
	tier: Tier,
	kind: NodeKind,
	stake: Balance,
) -> sp_runtime::DispatchResult {
	Pallet::register(
		signed(coldkey()),
		hotkey.clone(),
		consent(&coldkey(), key_of(hotkey)),
		tier,
		kind,
		stake,
		b"DE".to_vec().try_into().expect("short"),
		Default::default(),
		payout(),
	)
}

/// A prosumer with [`hotkey`], 25 OROG and [`gateway`] listed with the whole capacity at 20 %.
pub(crate) fn register_prosumer() {
	register_as(&hotkey(), Tier::Prosumer, NodeKind::LocalInference, 25 * OROG)
		.expect("registered");
	list(&hotkey(), 100, 20);
}

/// Lists [`gateway`] alone.
pub(crate) fn list(hotkey: &AccountId, share: u32, commission: u32) {
	Pallet::set_gateways(
		signed(coldkey()),
		hotkey.clone(),
		vec![served(gateway(), share, commission)].try_into().expect("short"),
	)
	.expect("listed");
}

pub(crate) fn served(gateway: AccountId, share: u32, commission: u32) -> ServedGateway {
	ServedGateway {
		gateway,
		capacity_share: Perbill::from_percent(share),
		max_commission: Perbill::from_percent(commission),
	}
}

/// A row of [`hotkey`] over `cuc`, without commission.
pub(crate) fn row(cuc: Cuc) -> OperatorRow {
	OperatorRow {
		hotkey: hotkey(),
		model: 0,
		adapter: None,
		mode: VerificationMode::Vanilla,
		count: 1,
		tokens: 1_000,
		cuc,
		commission: 0,
	}
}

pub(crate) fn admit(
	row: &OperatorRow,
) -> Result<orogen_primitives_traits::Admission<AccountId>, orogen_primitives_traits::OperatorRefusal>
{
	Pallet::admit(&gateway(), row)
}

pub(crate) fn beat(hotkey: &AccountId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Pallet::heartbeat(signed(hotkey.clone()), Epoch::get(), Default::default(), Default::default())
}

/// Ends the epoch and begins the next one.
pub(crate) fn next_epoch(void: bool) {
	let ended = EndedEpoch { index: Epoch::get(), blocks: 720, void };
	Epoch::mutate(|epoch| *epoch += 1);
	<Pallet as EpochHandler>::on_new_epoch(ended);
}

/// Ends `count` epochs in which heartbeats are due.
pub(crate) fn pass_epochs(count: u32) {
	(0..count).for_each(|_| next_epoch(false));
}

pub(crate) fn pass_blocks(count: BlockNumber) {
	System::set_block_number(System::block_number() + count);
}

pub(crate) fn last_event() -> Event {
	let records = System::events();
	match records.last().expect("an event").event.clone() {
		RuntimeEvent::OperatorStake(event) => event,
		other => panic!("{other:?}"),
	}
}

/// Builds a chain; see [`build_and_execute`](Self::build_and_execute).
pub(crate) struct ExtBuilder {
	waived: bool,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { waived: true }
	}
}

impl ExtBuilder {
	/// A chain that asks for what it cannot check: attestation and registered models.
	pub(crate) fn strict() -> Self {
		Self { waived: false }
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let balances = pallet_balances::GenesisConfig {
			balances: [coldkey(), other_coldkey()].map(|who| (who, ENDOWMENT)).to_vec(),
			..Default::default()
		};
		let operator_stake = crate::GenesisConfig {
			windows: Windows {
				unbonding: UNBONDING,
				tier_down: TIER_DOWN,
				freeze: MONTH,
				floor: MONTH,
			},
			attestation_waived: self.waived,
			unregistered_models: self.waived,
			..Default::default()
		};
		let storage = RuntimeGenesisConfig { system: Default::default(), balances, operator_stake }
			.build_storage()
			.expect("genesis builds");
		let mut externalities = sp_io::TestExternalities::from(storage);
		// Benchmarks sign with keys of the keystore.
		externalities.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		externalities.execute_with(|| {
			Epoch::set(100);
			FirstOpen::set(79);
			Collateral::set(Some(FixedU128::from_u32(1)));
			RegisteredGateways::set(vec![gateway(), other_gateway()]);
			System::set_block_number(1); // events of block 0 are dropped
		});
		externalities
	}

	/// Runs `test` in block 1 of epoch 100, and checks the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Pallet::do_try_state().expect("invariants hold after every test");
		});
	}
}
