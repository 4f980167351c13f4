//! OROG, USDC and the AMM between them.

use crate::{
	AssetConversion, Assets, Balances, PoolAssets, Runtime, RuntimeEvent, RuntimeFreezeReason,
	RuntimeHoldReason, System,
	configs::governance::NormalOrigin,
	constants::{AMM_PALLET_ID, EXISTENTIAL_DEPOSIT, USDC, deposit},
};
use alloc::vec;
use frame_support::{
	PalletId,
	instances::Instance2,
	ord_parameter_types, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, ConstU128, NeverEnsureOrigin, VariantCountOf,
		WithdrawReasons,
		fungible::ItemOf,
		tokens::fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
	},
};
use frame_system::EnsureSignedBy;
use orogen_primitives_core::{AccountId, Balance, OROG};
use orogen_primitives_traits::{DollarMarket, Reserves};
use pallet_asset_conversion::{
	AccountIdConverter, Ascending, Chain, PoolLocator as _, Swap, WithFirstAsset,
};
use sp_runtime::{
	DispatchError, Permill,
	traits::{AccountIdConversion, ConvertInto},
};

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type Balance = Balance;
	// Dust is burned.
	type DustRemoval = ();
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
	type WeightInfo = crate::weights::pallet_balances::WeightInfo<Runtime>;
}

parameter_types! {
	// Locked OROG may be held as stake, not sent away or paid as fees.
	pub UnvestedFundsAllowedWithdrawReasons: WithdrawReasons =
		WithdrawReasons::except(WithdrawReasons::TRANSFER | WithdrawReasons::RESERVE);
}

impl pallet_vesting::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type BlockNumberToBalance = ConvertInto;
	type MinVestedTransfer = ConstU128<OROG>;
	type WeightInfo = pallet_vesting::weights::SubstrateWeight<Runtime>;
	type UnvestedFundsAllowedWithdrawReasons = UnvestedFundsAllowedWithdrawReasons;
	type BlockNumberProvider = System;
	const MAX_VESTING_SCHEDULES: u32 = 28;
}

// Dollar coins. Which ones exist is for genesis and governance to say, so nobody can fill the chain
// with coins; what an issuer does with its coin is its own affair (docs/protocol.md).
impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = u32;
	type AssetIdParameter = u32;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<NeverEnsureOrigin<AccountId>>;
	type ForceOrigin = NormalOrigin;
	type AssetDeposit = ConstU128<{ 10 * OROG }>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 60) }>;
	type MetadataDepositBase = ConstU128<{ deposit(1, 0) }>;
	type MetadataDepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type ApprovalDeposit = ConstU128<{ deposit(1, 100) }>;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

parameter_types! {
	pub const AmmPalletId: PalletId = PalletId(AMM_PALLET_ID);
	pub const Native: NativeOrWithId<u32> = NativeOrWithId::Native;
	/// 0.3 % of a swap go to the liquidity providers.
	pub LpFee: Permill = Permill::from_parts(3_000);
	pub const MaxSwapFee: Permill = Permill::from_percent(1);
	pub const LiquidityWithdrawalFee: Permill = Permill::zero();
}

ord_parameter_types! {
	pub const AmmOrigin: AccountId =
		AccountIdConversion::<AccountId>::into_account_truncating(&AmmPalletId::get());
}

// Shares of the AMM's pools; only the AMM creates, mints and burns them.
impl pallet_assets::Config<Instance2> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = u32;
	type AssetIdParameter = u32;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSignedBy<AmmOrigin, AccountId>>;
	type ForceOrigin = NeverEnsureOrigin<AccountId>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<{ deposit(1, 60) }>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<{ deposit(1, 100) }>;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// USDC, in which OROG is topped up and payees are paid.
pub type Usdc = ItemOf<Assets, ConstU32<USDC>, AccountId>;

/// OROG and the assets under one interface.
pub type NativeAndAssets =
	UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<u32>, AccountId>;
/// A pool is named by its two assets.
pub type PoolId = (NativeOrWithId<u32>, NativeOrWithId<u32>);
type PoolAccounts = AccountIdConverter<AmmPalletId, PoolId>;

impl pallet_asset_conversion::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type HigherPrecisionBalance = sp_core::U256;
	type AssetKind = NativeOrWithId<u32>;
	type Assets = NativeAndAssets;
	type PoolId = PoolId;
	type PoolLocator = Chain<
		WithFirstAsset<Native, AccountId, NativeOrWithId<u32>, PoolAccounts>,
		Ascending<AccountId, NativeOrWithId<u32>, PoolAccounts>,
	>;
	type PoolAssetId = u32;
	type PoolAssets = PoolAssets;
	type LPFee = LpFee;
	type AdminOrigin = NormalOrigin;
	type MaxSwapFee = MaxSwapFee;
	type PoolSetupFee = ConstU128<{ 100 * OROG }>;
	type PoolSetupFeeAsset = Native;
	// Burned.
	type PoolSetupFeeTarget = ();
	type LiquidityWithdrawalFee = LiquidityWithdrawalFee;
	type MintMinLiquidity = ConstU128<100>;
	type MaxSwapPathLength = ConstU32<3>;
	type PalletId = AmmPalletId;
	type WeightInfo = pallet_asset_conversion::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// The pool of OROG and USDC.
pub struct UsdcMarket;

impl UsdcMarket {
	const COIN: NativeOrWithId<u32> = NativeOrWithId::WithId(USDC);
	const OROG: NativeOrWithId<u32> = NativeOrWithId::Native;
}

impl DollarMarket<AccountId> for UsdcMarket {
	fn pool_account() -> Option<AccountId> {
		<Runtime as pallet_asset_conversion::Config>::PoolLocator::pool_address(
			&Self::OROG,
			&Self::COIN,
		)
		.ok()
	}

	fn reserves() -> Option<Reserves> {
		let (orog, dollars) = AssetConversion::get_reserves(Self::OROG, Self::COIN).ok()?;
		Some(Reserves { orog, dollars })
	}

	fn quote_buy(orog: Balance) -> Option<Balance> {
		AssetConversion::quote_price_tokens_for_exact_tokens(Self::COIN, Self::OROG, orog, true)
	}

	fn quote_sell(orog: Balance) -> Option<Balance> {
		AssetConversion::quote_price_exact_tokens_for_tokens(Self::OROG, Self::COIN, orog, true)
	}

	fn buy(
		who: &AccountId,
		orog: Balance,
		most: Balance,
		to: &AccountId,
	) -> Result<Balance, DispatchError> {
		let path = vec![Self::COIN, Self::OROG];
		<AssetConversion as Swap<AccountId>>::swap_tokens_for_exact_tokens(
			who.clone(),
			path,
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
		let path = vec![Self::OROG, Self::COIN];
		<AssetConversion as Swap<AccountId>>::swap_exact_tokens_for_tokens(
			who.clone(),
			path,
			orog,
			Some(least),
			to.clone(),
			true,
		)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(who: &AccountId, reserves: Reserves) -> sp_runtime::DispatchResult {
		crate::benchmarks::open_pool(who, reserves)
	}
}
