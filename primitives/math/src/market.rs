//! OROG against dollar coins: what is paid, and how far a pool may be off (SPEC §6).
//!
//! A dollar coin has 6 decimals, as CUC has; prices are USD per OROG. The tests hold every result
//! against the exact rational.

use crate::settlement::SCALE;
use sp_arithmetic::{
	FixedU128, Rounding, helpers_128bit::multiply_by_rational_with_rounding as mul_div,
};
use sp_core::U256;

/// How far a pool's price may be off the external spot for a top-up to buy there, in per mille.
pub const TOP_UP_TOLERANCE_PERMILLE: u32 = 20;
/// How far below the external spot the swap queue may be sold, in per mille.
pub const SALE_TOLERANCE_PERMILLE: u32 = 10;
/// Part of a pool's OROG that the swap queue may sell into it in a block, in per mille.
pub const SALE_PERMILLE: u128 = 5;

/// Planck that `cuc` micro-USD of credit need at `price`, rounded up: the least amount whose credit
/// is not below `cuc`. `None` at price 0 or when it does not fit.
pub fn orog_for_cuc(cuc: u64, price: FixedU128) -> Option<u128> {
	mul_div(u128::from(cuc), SCALE, price.into_inner(), Rounding::Up)
}

/// Units of the coin that `planck` cost at `price`, rounded up. `None` when they do not fit.
pub fn dollars_for(planck: u128, price: FixedU128) -> Option<u128> {
	mul_div(planck, price.into_inner(), SCALE, Rounding::Up)
}

/// Least units of the coin for which `planck` of the swap queue are sold at the external `spot`:
/// 99 % of their worth, rounded up. `None` when they do not fit.
pub fn least_sale(planck: u128, spot: FixedU128) -> Option<u128> {
	let least = u128::from(1_000u32.saturating_sub(SALE_TOLERANCE_PERMILLE));
	mul_div(dollars_for(planck, spot)?, least, 1_000, Rounding::Up)
}

/// Most planck of the swap queue that a pool which holds `reserve` planck takes in a block.
pub fn most_sale(reserve: u128) -> u128 {
	mul_div(reserve, SALE_PERMILLE, 1_000, Rounding::Down).unwrap_or(0)
}

/// Whether `dollars` for `planck` is at most 2 % off `spot`, up or down. Exact.
pub fn is_near_spot(dollars: u128, planck: u128, spot: FixedU128) -> bool {
	let near = || {
		// |dollars × SCALE − planck × spot| × 1000 ≤ planck × spot × 20
		let asked = U256::from(dollars).checked_mul(U256::from(SCALE))?;
		let worth = U256::from(planck).checked_mul(U256::from(spot.into_inner()))?;
		let off = asked.abs_diff(worth).checked_mul(U256::from(1_000))?;
		Some(off <= worth.checked_mul(U256::from(TOP_UP_TOLERANCE_PERMILLE))?)
	};
	// What does not fit is far above any pool.
	planck > 0 && near().unwrap_or(false)
}

/// Whether `dollars` for `planck` is at most 2 % above `spot` and the one unit by which a pool rounds
/// its cost up. Exact.
pub fn is_fair_cost(dollars: u128, planck: u128, spot: FixedU128) -> bool {
	let fair = || {
		// (dollars − 1) × SCALE × 1000 ≤ planck × spot × 1020
		let asked = U256::from(dollars.saturating_sub(1)).checked_mul(U256::from(SCALE))?;
		let worth = U256::from(planck).checked_mul(U256::from(spot.into_inner()))?;
		let most =
			worth.checked_mul(U256::from(1_000u32.saturating_add(TOP_UP_TOLERANCE_PERMILLE)))?;
		Some(asked.checked_mul(U256::from(1_000))? <= most)
	};
	// What does not fit is far above any pool.
	planck > 0 && fair().unwrap_or(false)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::settlement::orog_to_cuc;
	use num_bigint::BigInt;
	use num_rational::BigRational;
	use proptest::prelude::*;
	use sp_arithmetic::FixedPointNumber;

	const OROG: u128 = 1_000_000_000_000;
	const USDC: u128 = 1_000_000;

	fn half() -> FixedU128 {
		FixedU128::from_rational(1, 2)
	}

	fn ratio(numerator: u128, denominator: u128) -> BigRational {
		BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
	}

	/// Units of the coin for a planck.
	fn exact(price: FixedU128) -> BigRational {
		ratio(price.into_inner(), FixedU128::DIV) * ratio(USDC, OROG)
	}

	#[test]
	fn amounts_should_match_worked_examples() {
		assert_eq!(orog_for_cuc(1_000_000, half()), Some(2 * OROG));
		assert_eq!(orog_for_cuc(1, FixedU128::from_u32(3)), Some(333_334));
		assert_eq!(orog_for_cuc(1, FixedU128::from_inner(0)), None);
		assert_eq!(dollars_for(2 * OROG, half()), Some(USDC));
		assert_eq!(dollars_for(1, half()), Some(1));
		assert_eq!(dollars_for(u128::MAX, FixedU128::from_u32(1 << 30)), None);
		assert_eq!(least_sale(2 * OROG, half()), Some(990_000));
		assert_eq!(most_sale(400_000 * OROG), 2_000 * OROG);
		assert_eq!(most_sale(199), 0);
	}

	#[test]
	fn near_should_be_two_percent_up_and_down() {
		for (dollars, near) in
			[(979_999, false), (980_000, true), (1_020_000, true), (1_020_001, false)]
		{
			assert_eq!(is_near_spot(dollars, 2 * OROG, half()), near, "{dollars}");
		}
		assert!(!is_near_spot(0, 0, half()));
		assert!(!is_near_spot(u128::MAX, u128::MAX, FixedU128::from_inner(u128::MAX)));
	}

	#[test]
	fn fair_should_be_two_percent_and_a_unit() {
		for (dollars, fair) in [(0, true), (1_020_000, true), (1_020_001, true), (1_020_002, false)]
		{
			assert_eq!(is_fair_cost(dollars, 2 * OROG, half()), fair, "{dollars}");
		}
		// A millionth of a dollar's worth costs two units at any pool with a fee.
		assert!(is_fair_cost(2, 2_000_000, half()));
		assert!(!is_fair_cost(3, 2_000_000, half()));
		assert!(!is_fair_cost(0, 0, half()));
		assert!(!is_fair_cost(u128::MAX, u128::MAX, FixedU128::from_inner(u128::MAX)));
	}

	fn prices() -> impl Strategy<Value = FixedU128> {
		// From 10^-9 USD to 10^9 USD.
		(1_000_000_000u128..=1_000_000_000_000_000_000_000_000_000).prop_map(FixedU128::from_inner)
	}

	proptest! {
		#[test]
		fn orog_for_cuc_is_the_least_that_brings_the_credit(cuc in 1u64.., price in prices()) {
			let planck = orog_for_cuc(cuc, price).unwrap();
			let exactly = ratio(u128::from(cuc), 1) / exact(price);
			prop_assert_eq!(BigInt::from(planck), exactly.ceil().to_integer());
			prop_assert!(orog_to_cuc(planck, price).is_none_or(|brought| brought >= cuc));
			prop_assert!(orog_to_cuc(planck - 1, price).unwrap() < cuc);
		}

		#[test]
		fn dollars_are_the_exact_worth_rounded_up(planck in 0u128..=1u128 << 90, price in prices()) {
			let worth = ratio(planck, 1) * exact(price);
			let dollars = dollars_for(planck, price).unwrap();
			prop_assert_eq!(BigInt::from(dollars), worth.ceil().to_integer());
			let least = least_sale(planck, price).unwrap();
			prop_assert_eq!(
				BigInt::from(least),
				(worth.ceil() * ratio(99, 100)).ceil().to_integer()
			);
		}

		#[test]
		fn near_is_the_exact_comparison(
			planck in 1u128..=1u128 << 90,
			price in prices(),
			permille in 950u128..=1_050,
			odd in 0u128..3,
		) {
			let dollars = dollars_for(planck, price).unwrap() / 1_000 * permille + odd;
			let worth = ratio(planck, 1) * exact(price);
			let asked = ratio(dollars, 1);
			let off = if asked > worth { asked - &worth } else { &worth - asked };
			prop_assert_eq!(is_near_spot(dollars, planck, price), off <= &worth * ratio(2, 100));
			let fair = ratio(dollars.saturating_sub(1), 1) <= worth * ratio(102, 100);
			prop_assert_eq!(is_fair_cost(dollars, planck, price), fair);
		}

		#[test]
		fn credit_never_costs_less_than_a_dollar_at_spot(
			cuc in 1u64..,
			price in prices(),
			above in 1_000u128..=2_000,
		) {
			// The external spot is never below the credit price.
			let spot = FixedU128::from_inner(price.into_inner() / 1_000 * above).max(price);
			let planck = orog_for_cuc(cuc, price).unwrap();
			if let Some(dollars) = dollars_for(planck, spot) {
				prop_assert!(dollars >= u128::from(cuc));
			}
		}
	}
}
