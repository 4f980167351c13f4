//! Weights of `pallet_asset_conversion_tx_payment`, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 20 repeats, AMD EPYC. Only time counts: this chain
//! has no proof of validity (docs/decisions.md).
#![allow(clippy::unnecessary_cast, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of this runtime.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_asset_conversion_tx_payment::WeightInfo for WeightInfo<T> {
	fn charge_asset_tx_payment_zero() -> Weight {
		Weight::from_parts(1_142_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn charge_asset_tx_payment_native() -> Weight {
		Weight::from_parts(70_606_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	// Storage: `Assets::Account` (r:2 w:2)
	// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Assets::Asset` (r:1 w:1)
	// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	// Storage: `AssetConversion::PoolFees` (r:1 w:0)
	// Proof: `AssetConversion::PoolFees` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	fn charge_asset_tx_payment_asset() -> Weight {
		Weight::from_parts(212_898_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
}
