//! Source 3: the protocol AMM's price at the end of blocks (SPEC §4).
//!
//! It never counts for states or medians, since its pool is thin beside the exchanges and anybody may
//! push it for a block. It may only lower the credit price and raise the payout price, a little, so
//! that a fall which the exchanges' feeders are late to tell cannot be sold to the protocol. What it
//! says is a median of medians over [`AMM_BLOCKS`] blocks in a row: who wants to bend it must hold the
//! pool off the market at the end of 30 of them, and stands all of them against everybody's arbitrage.

use crate::{
	Amm, Config, Pallet,
	types::{AMM_STRETCH, AMM_STRETCHES, AmmPrices},
};
use frame_support::traits::Get;
use orogen_primitives_core::Price;
use orogen_primitives_math::oracle as math;
use orogen_primitives_traits::Reserves;
use sp_runtime::FixedPointNumber;

/// Blocks over which the AMM's price is taken.
pub const AMM_BLOCKS: u32 = AMM_STRETCH * AMM_STRETCHES;
/// Dollars that the pool must hold at the end of each of them, in millionths.
pub const MIN_POOL_DOLLARS: u128 = 100_000_000_000;
/// Planck of OROG for millionths of a dollar: 10^12 / 10^6.
const PLANCK_PER_MICRO: u128 = 1_000_000;

/// Price of a pool that is deep enough.
pub(crate) fn price_of(reserves: Reserves) -> Option<Price> {
	if reserves.dollars < MIN_POOL_DOLLARS || reserves.orog == 0 {
		return None;
	}
	let dollars = reserves.dollars.checked_mul(PLANCK_PER_MICRO)?;
	let price = Price::checked_from_rational(dollars, reserves.orog)?;
	(math::MIN_PRICE..=math::MAX_PRICE).contains(&price).then_some(price)
}

impl<T: Config> Pallet<T> {
	/// At the end of a block: notes the AMM's price. A pool that is too small begins anew.
	pub(crate) fn note_amm(price: Option<Price>) {
		let before = Amm::<T>::get();
		let mut prices = before.clone();
		prices.note(price);
		if prices != before {
			Amm::<T>::put(prices);
		}
	}

	/// The AMM's price now.
	pub fn pool_price() -> Option<Price> {
		T::Reserves::get().and_then(price_of)
	}

	/// The AMM's price over [`AMM_BLOCKS`] blocks.
	pub fn amm_price() -> Option<Price> {
		AmmPrices::price(&Amm::<T>::get())
	}
}
