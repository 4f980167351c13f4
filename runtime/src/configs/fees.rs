//! What a transaction costs and who gets it: the fee is burned, the tip goes to the block's author.

use crate::{
	AssetConversion, Authorship, Balances, Runtime, RuntimeEvent,
	configs::economy::{Native, NativeAndAssets},
	constants::{LENGTH_FEE, WEIGHT_FEE},
};
use frame_support::{
	parameter_types,
	traits::{
		ConstU8, ConstU128, OnUnbalanced, fungible, fungibles, tokens::fungible::NativeOrWithId,
	},
	weights::ConstantMultiplier,
};
use orogen_primitives_core::{AccountId, Balance};
use pallet_asset_conversion_tx_payment::SwapAssetAdapter;
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill, traits::One};

parameter_types! {
	/// Fill of a block at which fees neither rise nor fall.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// Full blocks for a day multiply the fee by about 25.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(3, 10_000);
	pub MinimumMultiplier: Multiplier = Multiplier::one();
	pub MaximumMultiplier: Multiplier = Multiplier::from_u32(100);
}

/// Burns fees and gives tips to the block's author; called with the fee first and the tip second.
pub struct BurnFeesTipAuthor;

impl OnUnbalanced<fungible::Credit<AccountId, Balances>> for BurnFeesTipAuthor {
	fn on_unbalanceds(
		mut fee_then_tip: impl Iterator<Item = fungible::Credit<AccountId, Balances>>,
	) {
		// Dropping a credit lowers the issuance: it is burned.
		drop(fee_then_tip.next());
		if let (Some(tip), Some(author)) = (fee_then_tip.next(), Authorship::author()) {
			// An author without an account that the tip cannot bring to life: burned as well.
			drop(<Balances as fungible::Balanced<_>>::resolve(&author, tip));
		}
	}
}

impl OnUnbalanced<fungibles::Credit<AccountId, NativeAndAssets>> for BurnFeesTipAuthor {
	fn on_unbalanceds(
		mut fee_then_tip: impl Iterator<Item = fungibles::Credit<AccountId, NativeAndAssets>>,
	) {
		drop(fee_then_tip.next());
		if let (Some(tip), Some(author)) = (fee_then_tip.next(), Authorship::author()) {
			drop(<NativeAndAssets as fungibles::Balanced<_>>::resolve(&author, tip));
		}
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, BurnFeesTipAuthor>;
	type WeightToFee = ConstantMultiplier<Balance, ConstU128<WEIGHT_FEE>>;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<LENGTH_FEE>>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

impl pallet_asset_conversion_tx_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AssetId = NativeOrWithId<u32>;
	type OnChargeAssetTransaction =
		SwapAssetAdapter<Native, NativeAndAssets, AssetConversion, BurnFeesTipAuthor>;
	type WeightInfo = crate::weights::pallet_asset_conversion_tx_payment::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::AssetTxHelper;
}
