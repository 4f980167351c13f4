//! How the governance pot is shared, and what verification may get at most (SPEC §6).
//!
//! Every result is the floor of the exact rational.

use sp_arithmetic::{Rounding, helpers_128bit::multiply_by_rational_with_rounding as mul_div};

/// Most of an epoch's emission that verification gets from all sources, in percent.
pub const VERIFICATION_PERCENT: u128 = 18;
/// Most of an epoch's emission that trough support adds, in percent.
pub const TROUGH_PERCENT: u128 = 3;
/// Shares of the governance pot: panels, oracle, council.
pub const POT_SHARES: u128 = 3;

/// What trough support mints: `min(floor − minted, 3 % of the emission)`, at most `headroom`.
pub fn trough_support(floor: u128, minted: u128, emission: u128, headroom: u128) -> u128 {
	let most = mul_div(emission, TROUGH_PERCENT, 100, Rounding::Down).unwrap_or(0);
	floor.saturating_sub(minted).min(most).min(headroom)
}

/// What verification may still get for an epoch: 18 % of its emission, less what it `got`.
pub fn verification_room(emission: u128, got: u128) -> u128 {
	mul_div(emission, VERIFICATION_PERCENT, 100, Rounding::Down).unwrap_or(0).saturating_sub(got)
}

/// One of the three equal shares of what the pot has to give.
pub const fn pot_share(amount: u128) -> u128 {
	amount.saturating_div(POT_SHARES)
}

/// Part of `share` for `points` of `all` points.
pub fn points_share(share: u128, points: u32, all: u64) -> u128 {
	mul_div(share, u128::from(points), u128::from(all), Rounding::Down).unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;
	use num_bigint::BigInt;
	use num_rational::BigRational;
	use proptest::prelude::*;

	fn floor(numerator: u128, percent: u128) -> BigInt {
		(BigRational::from_integer(BigInt::from(numerator))
			* BigRational::new(BigInt::from(percent), BigInt::from(100)))
		.floor()
		.to_integer()
	}

	#[test]
	fn trough_support_should_be_the_least_of_its_bounds() {
		assert_eq!(trough_support(100, 40, 10_000, 1_000), 60);
		assert_eq!(trough_support(100, 40, 1_000, 1_000), 30);
		assert_eq!(trough_support(100, 40, 10_000, 20), 20);
		assert_eq!(trough_support(100, 100, 10_000, 20), 0);
		assert_eq!(trough_support(100, 101, 10_000, 20), 0);
		assert_eq!(trough_support(100, 0, 0, 20), 0);
	}

	#[test]
	fn shares_should_match_worked_examples() {
		assert_eq!(verification_room(1_000, 150), 30);
		assert_eq!(verification_room(1_000, 200), 0);
		assert_eq!(pot_share(50), 16);
		assert_eq!(points_share(16, 1, 3), 5);
		assert_eq!(points_share(16, 1, 0), 0);
	}

	proptest! {
		#[test]
		fn verification_never_passes_18_percent(emission in any::<u128>(), got in any::<u128>(), minted: u128) {
			let most = floor(emission, VERIFICATION_PERCENT);
			let room = verification_room(emission, got);
			prop_assert_eq!(BigInt::from(room), (&most - BigInt::from(got)).max(BigInt::from(0)));
			// 15 % and the most that trough support adds fill it up to what flooring leaves.
			let trough = trough_support(u128::MAX, minted, emission, u128::MAX);
			prop_assert!(BigInt::from(trough) <= floor(emission, TROUGH_PERCENT));
			prop_assert!(floor(emission, 15) + BigInt::from(trough) <= most);
		}

		#[test]
		fn points_never_get_more_than_the_share(
			share in 0u128..=1 << 110,
			points in prop::collection::vec(any::<u32>(), 1..64),
		) {
			let all: u64 = points.iter().map(|points| u64::from(*points)).sum();
			let mut paid = 0;
			for points in &points {
				let part = points_share(share, *points, all);
				paid += part;
				if all > 0 {
					let exact = BigInt::from(share) * BigInt::from(*points) / BigInt::from(all);
					prop_assert_eq!(BigInt::from(part), exact);
				}
			}
			prop_assert!(paid <= share);
			prop_assert!(all == 0 || share - paid < points.len() as u128);
			prop_assert!(pot_share(share) * POT_SHARES <= share);
		}
	}
}
