//! A runtime with this pallet, and mocks of what it needs, each with a knob.

use crate as pallet_bme;
use crate::{Bucket, Closing, Closings, Parameters, Payees, SwapLine, Totals, TotalsSinceGenesis};
use core::{cell::RefCell, time::Duration};
use frame_support::{
	PalletId, derive_impl,
	instances::Instance2,
	ord_parameter_types, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, ConstU128, Hooks, NeverEnsureOrigin, UnixTime,
		fungible::{self, ItemOf},
		fungibles,
		tokens::{
			Preservation,
			fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		},
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use orogen_primitives_core::{
	AccountId, Balance, Cuc, EpochIndex, MILLI_OROG, MILLISECS_PER_DAY, Moment, OROG, Price, pots,
};
use orogen_primitives_traits::{
	CreditIssuer, CreditQuote, DollarMarket, EndedEpoch, EpochClock, EpochHandler, OracleQuotes,
	OracleState, PayeeStanding, PriceOracle, Reserves, WorkLedger,
};
use pallet_asset_conversion::{AccountIdConverter, PoolLocator as _, Swap, WithFirstAsset};
use sp_runtime::{
	BuildStorage, DispatchError, DispatchResult, Perbill, Permill,
	traits::{AccountIdConversion, IdentityLookup},
};
use std::collections::BTreeMap;

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
	pub type Bme = pallet_bme;
	#[runtime::pallet_index(3)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(4)]
	pub type PoolAssets = pallet_assets<Instance2>;
	#[runtime::pallet_index(5)]
	pub type AssetConversion = pallet_asset_conversion;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

parameter_types! {
	pub const ExistentialDeposit: Balance = MILLI_OROG;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ExistentialDeposit;
	type RuntimeHoldReason = RuntimeHoldReason;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<NeverEnsureOrigin<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Freezer = ();
	type Holder = ();
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config<Instance2> for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSignedBy<AmmOrigin, AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<0>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<0>;
	type Freezer = ();
	type Holder = ();
}

parameter_types! {
	pub const AmmPalletId: PalletId = PalletId(*b"test/amm");
	pub const Native: NativeOrWithId<u32> = NativeOrWithId::Native;
	pub LpFee: Permill = Permill::from_parts(3_000);
	pub const MaxSwapFee: Permill = Permill::from_percent(1);
	pub const LiquidityWithdrawalFee: Permill = Permill::zero();
	pub const Usdc: u32 = 1;
	pub static DefaultUsdcShare: Perbill = Perbill::zero();
	/// Whom the standing holds.
	pub static Held: Vec<AccountId> = Vec::new();
}

ord_parameter_types! {
	pub const AmmOrigin: AccountId =
		AccountIdConversion::<AccountId>::into_account_truncating(&AmmPalletId::get());
}

pub type NativeAndAssets =
	UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<u32>, AccountId>;
type PoolId = (NativeOrWithId<u32>, NativeOrWithId<u32>);

impl pallet_asset_conversion::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type HigherPrecisionBalance = sp_core::U256;
	type AssetKind = NativeOrWithId<u32>;
	type Assets = NativeAndAssets;
	type PoolId = PoolId;
	type PoolLocator = WithFirstAsset<
		Native,
		AccountId,
		NativeOrWithId<u32>,
		AccountIdConverter<AmmPalletId, PoolId>,
	>;
	type PoolAssetId = u32;
	type PoolAssets = PoolAssets;
	type LPFee = LpFee;
	type AdminOrigin = EnsureSignedBy<Governance, AccountId>;
	type MaxSwapFee = MaxSwapFee;
	type PoolSetupFee = ConstU128<0>;
	type PoolSetupFeeAsset = Native;
	type PoolSetupFeeTarget = ();
	type LiquidityWithdrawalFee = LiquidityWithdrawalFee;
	type MintMinLiquidity = ConstU128<100>;
	type MaxSwapPathLength = ConstU32<3>;
	type PalletId = AmmPalletId;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// The pool of OROG and the coin, as the runtime wires it.
pub struct Market;

/// The two ends of a swap.
fn path(from: NativeOrWithId<u32>, to: NativeOrWithId<u32>) -> Vec<NativeOrWithId<u32>> {
	vec![from, to]
}

/// The coin.
pub fn usdc() -> NativeOrWithId<u32> {
	NativeOrWithId::WithId(Usdc::get())
}

impl DollarMarket<AccountId> for Market {
	fn pool_account() -> Option<AccountId> {
		<Test as pallet_asset_conversion::Config>::PoolLocator::pool_address(
			&Native::get(),
			&usdc(),
		)
		.ok()
	}
	fn reserves() -> Option<Reserves> {
		let (orog, dollars) = AssetConversion::get_reserves(Native::get(), usdc()).ok()?;
		Some(Reserves { orog, dollars })
	}
	fn quote_buy(orog: Balance) -> Option<Balance> {
		AssetConversion::quote_price_tokens_for_exact_tokens(usdc(), Native::get(), orog, true)
	}
	fn quote_sell(orog: Balance) -> Option<Balance> {
		AssetConversion::quote_price_exact_tokens_for_tokens(Native::get(), usdc(), orog, true)
	}
	fn buy(
		who: &AccountId,
		orog: Balance,
		most: Balance,
		to: &AccountId,
	) -> Result<Balance, DispatchError> {
		<AssetConversion as Swap<AccountId>>::swap_tokens_for_exact_tokens(
			who.clone(),
			path(usdc(), Native::get()),
			orog,
			Some(most),
			to.clone(),
			true,
		)
	}
	fn sell(
		who: &AccountId,
		orog: Balance,
		least: Balance,
		to: &AccountId,
	) -> Result<Balance, DispatchError> {
		<AssetConversion as Swap<AccountId>>::swap_exact_tokens_for_tokens(
			who.clone(),
			path(Native::get(), usdc()),
			orog,
			Some(least),
			to.clone(),
			true,
		)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(_: &AccountId, _: Reserves) -> DispatchResult {
		Ok(())
	}
}

/// Holds whom a test says.
pub struct Standing;

impl PayeeStanding<AccountId> for Standing {
	fn may_be_paid(who: &AccountId) -> bool {
		!Held::get().contains(who)
	}
}

/// What is on hold for a preference.
pub const PREFERENCE_DEPOSIT: Balance = OROG / 10;

/// The first epoch of the mocked chain.
pub const GENESIS_EPOCH: EpochIndex = 0;
/// A day on which tests begin.
pub const FIRST_DAY: u32 = 20_000;

parameter_types! {
	pub const PayoutsPot: PalletId = PalletId(pots::PAYOUTS);
	pub const VerificationPot: PalletId = PalletId(pots::VERIFICATION);
	pub const TreasuryPot: PalletId = PalletId(pots::TREASURY);
	pub const GovernancePot: PalletId = PalletId(pots::GOVERNANCE);

	pub static OracleCredit: Option<Price> = Some(usd(1, 2));
	pub static OraclePayout: Option<Price> = Some(usd(1, 2));
	pub static OracleSpot: Option<Price> = Some(usd(1, 2));
	pub static Oracle: OracleState = OracleState::Fresh;
	pub static Bootstrap: bool = false;
	pub static BootstrapBurns: u32 = 0;
	/// How often the oracle was asked.
	pub static Assessments: u32 = 0;

	pub static Epoch: EpochIndex = GENESIS_EPOCH;
	pub static EpochsPerYear: u32 = 7_305;
	pub static Now: Moment = u64::from(FIRST_DAY) * MILLISECS_PER_DAY;

	pub static IssueFails: bool = false;
	/// Blocks in which nothing could be settled.
	pub static Standstills: Vec<u64> = Vec::new();
}

ord_parameter_types! {
	pub const Governance: AccountId = account(200);
}

thread_local! {
	static CREDITS: RefCell<BTreeMap<AccountId, Cuc>> = const { RefCell::new(BTreeMap::new()) };
}

/// Credits without lots and sessions.
pub struct Credits;

impl Credits {
	/// Credits of `who`.
	pub fn of(who: &AccountId) -> Cuc {
		CREDITS.with_borrow(|credits| credits.get(who).copied().unwrap_or(0))
	}

	/// Takes `cuc` from anybody, as settlement does.
	pub fn claim(cuc: Cuc) {
		CREDITS.with_borrow_mut(|credits| {
			let mut left = cuc;
			for balance in credits.values_mut() {
				let part = left.min(*balance);
				*balance -= part;
				left -= part;
			}
			assert_eq!(left, 0, "not enough credits");
		});
	}

	/// Credits that nobody paid for, for tests that only look at work.
	pub fn give(who: &AccountId, cuc: Cuc) {
		CREDITS.with_borrow_mut(|credits| *credits.entry(who.clone()).or_default() += cuc);
	}
}

impl CreditIssuer<AccountId> for Credits {
	fn issue(who: &AccountId, amount: Cuc) -> DispatchResult {
		if IssueFails::get() {
			return Err(DispatchError::Unavailable);
		}
		Self::give(who, amount);
		Ok(())
	}

	fn outstanding() -> Cuc {
		CREDITS.with_borrow(|credits| credits.values().sum())
	}

	fn note_standstill() -> Weight {
		Standstills::mutate(|blocks| blocks.push(System::block_number()));
		Weight::from_parts(7_000_000_000_000, 0)
	}
}

pub struct MockOracle;

impl PriceOracle for MockOracle {
	fn state() -> OracleState {
		Self::quotes().state
	}
	fn credit() -> Option<CreditQuote> {
		Self::quotes().credit
	}
	fn payout() -> Option<Price> {
		Self::quotes().payout
	}
	fn spot() -> Option<Price> {
		Self::quotes().spot
	}
	fn quotes() -> OracleQuotes {
		Assessments::mutate(|count| *count += 1);
		let credit = |price| CreditQuote { price, bootstrap: Bootstrap::get() };
		OracleQuotes {
			state: Oracle::get(),
			credit: OracleCredit::get().map(credit),
			payout: OraclePayout::get(),
			spot: OracleSpot::get(),
		}
	}
	fn collateral() -> Option<Price> {
		OracleCredit::get()
	}
	fn note_bootstrap_burn() {
		BootstrapBurns::mutate(|burns| *burns += 1);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: Price) {}
}

pub struct MockClock;

impl EpochClock for MockClock {
	fn current() -> EpochIndex {
		Epoch::get()
	}
	fn genesis() -> EpochIndex {
		GENESIS_EPOCH
	}
	fn epochs_per_year() -> u32 {
		EpochsPerYear::get()
	}
	fn is_void(_: EpochIndex) -> bool {
		false
	}
}

pub struct MockTime;

impl UnixTime for MockTime {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

impl pallet_bme::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Dollars = ItemOf<Assets, Usdc, AccountId>;
	type Market = Market;
	type DollarAsset = Usdc;
	type DefaultUsdcShare = DefaultUsdcShare;
	type PreferenceDeposit = ConstU128<PREFERENCE_DEPOSIT>;
	type PayeeStanding = Standing;
	type CreditIssuer = Credits;
	type PriceOracle = MockOracle;
	type EpochClock = MockClock;
	type UnixTime = MockTime;
	type NormalOrigin = EnsureSignedBy<Governance, AccountId>;
	type PayoutsPot = PayoutsPot;
	type VerificationPot = VerificationPot;
	type TreasuryPot = TreasuryPot;
	type GovernancePot = GovernancePot;
	type WeightInfo = ();
}

/// Accounts of tests; below 10 they are endowed.
pub fn account(seed: u8) -> AccountId {
	AccountId::from([seed; 32])
}

/// A customer with OROG.
pub fn customer() -> AccountId {
	account(1)
}

/// `numerator / denominator` USD per OROG.
pub fn usd(numerator: u128, denominator: u128) -> Price {
	Price::from_rational(numerator, denominator)
}

/// Sets credit and payout price; the spot price is the former.
pub fn set_prices(credit: Option<Price>, payout: Option<Price>) {
	OracleSpot::set(credit);
	OracleCredit::set(credit);
	OraclePayout::set(payout);
}

/// Moves the time by whole days.
pub fn pass_days(days: u32) {
	Now::mutate(|now| *now += u64::from(days) * MILLISECS_PER_DAY);
}

/// Makes a block.
pub fn next_block() {
	System::set_block_number(System::block_number() + 1);
	Bme::on_initialize(System::block_number());
}

/// Makes some blocks.
pub fn blocks(count: u32) {
	(0..count).for_each(|_| next_block());
}

/// Makes the first block of the next epoch.
pub fn next_epoch() {
	end_epoch(false);
}

/// As [`next_epoch`], after an epoch that was void if `void`.
pub fn end_epoch(void: bool) {
	let index = Epoch::get();
	System::set_block_number(System::block_number() + 1);
	Epoch::set(index + 1);
	Bme::on_new_epoch(EndedEpoch { index, blocks: 720, void });
	Bme::on_initialize(System::block_number());
}

/// Lets `count` epochs pass, each with a few blocks.
pub fn pass_epochs(count: u32) {
	for _ in 0..count {
		next_epoch();
		blocks(2);
	}
}

/// Books `cuc` of work, whose credits appear from nowhere.
pub fn accrue(cuc: Cuc, dues: &[(AccountId, Cuc)]) -> DispatchResult {
	<Bme as WorkLedger<AccountId>>::accrue(cuc, dues.to_vec()).map(|_| ())
}

/// Books `cuc` of work of one payee, who is owed all of the 75 %.
pub fn work_for(who: &AccountId, cuc: Cuc) {
	let share = <Bme as WorkLedger<AccountId>>::operator_share(cuc);
	accrue(cuc, &[(who.clone(), share)]).expect("work is booked");
}

/// Balance of an account.
pub fn balance(who: &AccountId) -> Balance {
	Balances::free_balance(who)
}

/// Balance of an account, and what is on hold there.
pub fn total_balance(who: &AccountId) -> Balance {
	<Balances as fungible::Inspect<_>>::total_balance(who)
}

/// Endows `who` with what a preference needs.
pub fn endow(who: &AccountId) {
	let amount = PREFERENCE_DEPOSIT + MILLI_OROG;
	<Balances as fungible::Mutate<_>>::transfer(&customer(), who, amount, Preservation::Preserve)
		.expect("the customer is rich");
}

/// The pool's account.
pub fn pool() -> AccountId {
	<Market as DollarMarket<AccountId>>::pool_account().expect("both are assets")
}

/// Units of the coin.
pub const USDC: Balance = 1_000_000;

/// The coin's balance of an account.
pub fn dollars(who: &AccountId) -> Balance {
	Assets::balance(Usdc::get(), who)
}

/// Makes the pool, with so much of each.
pub fn open_pool(orog: Balance, dollars: Balance) {
	let provider = account(9);
	<Balances as fungible::Mutate<_>>::transfer(
		&customer(),
		&provider,
		orog + OROG,
		Preservation::Preserve,
	)
	.expect("the customer is rich");
	give_dollars(&provider, dollars + USDC);
	let origin = RuntimeOrigin::signed(provider.clone());
	AssetConversion::create_pool(origin.clone(), Box::new(Native::get()), Box::new(usdc()))
		.expect("there is no pool");
	AssetConversion::add_liquidity(
		origin,
		Box::new(Native::get()),
		Box::new(usdc()),
		orog,
		dollars,
		0,
		0,
		provider,
	)
	.expect("liquidity is added");
	System::reset_events();
}

/// Issues units of the coin.
pub fn give_dollars(who: &AccountId, amount: Balance) {
	<Assets as fungibles::Mutate<_>>::mint_into(Usdc::get(), who, amount).expect("issued");
}

/// The pool.
pub fn reserves() -> Reserves {
	<Market as DollarMarket<AccountId>>::reserves().expect("there is a pool")
}

/// Makes an idle block.
pub fn idle() {
	Bme::on_idle(System::block_number(), Weight::MAX);
}

/// Planck in the swap queue.
pub fn in_queue() -> Balance {
	SwapLine::<Test>::get().amount
}

/// Balance of the pot `payouts` without its existential deposit.
pub fn in_payouts() -> Balance {
	balance(&Bme::payouts_account()) - MILLI_OROG
}

/// Balances of verification, treasury and governance without their existential deposits.
pub fn in_pots() -> [Balance; 3] {
	let pots = Bme::status().pots;
	[pots.verification, pots.treasury, pots.governance].map(|balance| balance - MILLI_OROG)
}

pub fn totals() -> Totals {
	TotalsSinceGenesis::<Test>::get()
}

pub fn closing(epoch: EpochIndex) -> Closing {
	Closings::<Test>::get(epoch).expect("the epoch is closed and had work")
}

pub fn buckets(who: &AccountId) -> Vec<Bucket> {
	Payees::<Test>::get(who).buckets.into_inner()
}

/// Events of this pallet since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let found = System::read_events_for_pallet::<crate::Event<Test>>();
	System::reset_events();
	found
}

pub struct ExtBuilder {
	pub parameters: Parameters,
	/// Planck of the customer; of the supply all but four existential deposits.
	pub customer: Balance,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			parameters: Parameters {
				closing_delay: 1,
				trough_support: false,
				..Default::default()
			},
			customer: 600_000_000 * OROG - 4 * MILLI_OROG,
		}
	}
}

impl ExtBuilder {
	pub fn parameters(mut self, parameters: Parameters) -> Self {
		self.parameters = parameters;
		self
	}

	pub fn supply(mut self, supply: Balance) -> Self {
		self.customer = supply - 4 * MILLI_OROG;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		OracleSpot::set(Some(usd(1, 2)));
		OracleCredit::set(Some(usd(1, 2)));
		DefaultUsdcShare::set(Perbill::zero());
		Held::set(Vec::new());
		OraclePayout::set(Some(usd(1, 2)));
		Oracle::set(OracleState::Fresh);
		Bootstrap::set(false);
		BootstrapBurns::set(0);
		Epoch::set(GENESIS_EPOCH);
		EpochsPerYear::set(7_305);
		Now::set(u64::from(FIRST_DAY) * MILLISECS_PER_DAY + 1_000);
		IssueFails::set(false);
		Standstills::set(Vec::new());
		CREDITS.with_borrow_mut(BTreeMap::clear);

		let Parameters {
			closing_delay,
			elasticity_ppm,
			ceiling_days,
			rolling_window_days,
			bootstrap_daily_cuc,
			trough_support,
		} = self.parameters;
		let balances = vec![(customer(), self.customer)];
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
			bme: crate::GenesisConfig {
				closing_delay,
				elasticity_ppm,
				ceiling_days,
				rolling_window_days,
				bootstrap_daily_cuc,
				trough_support,
				_config: Default::default(),
			},
			assets: pallet_assets::GenesisConfig {
				assets: vec![(Usdc::get(), account(9), true, USDC / 100)],
				..Default::default()
			},
			pool_assets: Default::default(),
			asset_conversion: Default::default(),
		}
		.build_storage()
		.expect("genesis can be built");
		let mut externalities = sp_io::TestExternalities::from(storage);
		externalities.execute_with(|| System::set_block_number(1));
		externalities
	}

	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Bme::do_try_state().expect("invariants hold after every test");
		});
	}
}
