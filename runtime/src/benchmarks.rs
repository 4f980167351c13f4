//! Which pallets are benchmarked, and the scenes that benchmarks need.
//!
//! Ours are measured, and what every transaction passes through. Other stock pallets keep the weights that
//! the SDK publishes.

use crate::*;
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList, define_benchmarks};
use frame_support::traits::{
	StorageInfo, StorageInfoTrait, WhitelistedStorageKeys, fungibles::Mutate,
	tokens::fungible::NativeOrWithId,
};
use frame_system_benchmarking::extensions::Pallet as SystemExtensions;
use orogen_primitives_core::{AccountId, Balance, Moment};

define_benchmarks!(
	[pallet_authors, Authors]
	[pallet_bme, Bme]
	[pallet_credits, Credits]
	[pallet_epochs, Epochs]
	[pallet_operator_stake, OperatorStake]
	[pallet_oracle_twap, OracleTwap]
	[pallet_receipts, Receipts]
	[pallet_timelock, Timelock]
	[frame_system_extensions, SystemExtensions::<Runtime>]
	[pallet_asset_conversion_tx_payment, AssetConversionTxPayment]
	[pallet_balances, Balances]
);

/// What can be benchmarked.
pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs the benchmarks that `config` names.
pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Gives `who` `amount` of `asset`, OROG or a coin.
pub(crate) fn fund(asset: NativeOrWithId<u32>, who: &AccountId, amount: Balance) {
	if let Err(error) = configs::economy::NativeAndAssets::mint_into(asset, who, amount) {
		log::error!("a benchmark's account could not be funded: {error:?}");
	}
}

/// Makes the pool of OROG and USDC with `reserves`, where there is none, and gives `who` a tenth of
/// them.
pub(crate) fn open_pool(
	who: &AccountId,
	reserves: orogen_primitives_traits::Reserves,
) -> sp_runtime::DispatchResult {
	use alloc::boxed::Box;
	const COIN: NativeOrWithId<u32> = NativeOrWithId::WithId(constants::USDC);
	let orogen_primitives_traits::Reserves { orog, dollars } = reserves;
	if !pallet_assets::Asset::<Runtime>::contains_key(constants::USDC) {
		Assets::force_create(
			RuntimeOrigin::from(pallet_timelock::Origin::Timelocked(
				pallet_timelock::Track::Normal,
			)),
			constants::USDC,
			who.clone().into(),
			true,
			1,
		)?;
	}
	fund(NativeOrWithId::Native, who, orog.saturating_mul(2));
	fund(COIN, who, dollars.saturating_mul(2));
	let origin = RuntimeOrigin::signed(who.clone());
	let assets = || (Box::new(NativeOrWithId::Native), Box::new(COIN));
	if AssetConversion::get_reserves(NativeOrWithId::Native, COIN).is_err() {
		let (first, second) = assets();
		AssetConversion::create_pool(origin.clone(), first, second)?;
		let (first, second) = assets();
		let to = who.clone();
		AssetConversion::add_liquidity(origin, first, second, orog, dollars, 0, 0, to)?;
	}
	Ok(())
}

/// Sets the time that pallets see.
pub struct Clock;

impl pallet_oracle_twap::BenchmarkHelper for Clock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

/// Spends of the treasury: OROG to any account.
pub struct TreasuryArguments;

impl pallet_treasury::ArgumentsFactory<NativeOrWithId<u32>, AccountId> for TreasuryArguments {
	fn create_asset_kind(_: u32) -> NativeOrWithId<u32> {
		NativeOrWithId::Native
	}

	fn create_beneficiary(seed: [u8; 32]) -> AccountId {
		seed.into()
	}
}

/// Fees in USDC, for which the `development` genesis has a pool.
pub struct AssetTxHelper;

impl
	pallet_asset_conversion_tx_payment::BenchmarkHelperTrait<
		AccountId,
		NativeOrWithId<u32>,
		NativeOrWithId<u32>,
	> for AssetTxHelper
{
	fn create_asset_id_parameter(_: u32) -> (NativeOrWithId<u32>, NativeOrWithId<u32>) {
		let usdc = NativeOrWithId::WithId(constants::USDC);
		(usdc.clone(), usdc)
	}

	fn setup_balances_and_pool(asset: NativeOrWithId<u32>, account: AccountId) {
		const AMOUNT: Balance = 1_000_000_000_000_000;
		fund(NativeOrWithId::Native, &account, AMOUNT);
		fund(asset, &account, AMOUNT);
	}
}
