//! Capacity, heartbeat decay and stake floors of operators (SPEC §7).

use sp_arithmetic::{
	FixedU128, Perbill, Rounding, helpers_128bit::multiply_by_rational_with_rounding,
};

/// Missed heartbeats after which an operator is suspended.
pub const MAX_MISSED_HEARTBEATS: u32 = 20;
/// Part of the emission that each missed heartbeat costs and that each accepted one brings back, in
/// percentage points of the whole: a step.
pub const DECAY_PER_MISS: Perbill = Perbill::from_percent(10);
/// Part of the emission that is never lost by missed heartbeats.
pub const MIN_EMISSION_SHARE: Perbill = Perbill::from_percent(50);
/// Steps after which [`MIN_EMISSION_SHARE`] is left.
pub const MAX_LOST_STEPS: u32 = 5;

/// Most commission that an operator may list for a gateway, of its own share.
pub const MAX_COMMISSION: Perbill = Perbill::from_percent(20);

/// Unfinalised work per value of stake at launch.
pub const CAPACITY_FACTOR: FixedU128 = FixedU128::from_u32(2);
/// Least that governance may set it to.
pub const MIN_CAPACITY_FACTOR: FixedU128 = FixedU128::from_inner(500_000_000_000_000_000);
/// Most that governance may set it to.
pub const MAX_CAPACITY_FACTOR: FixedU128 = FixedU128::from_u32(5);
/// The factor of proxies, whose work cannot be replayed.
pub const PROXY_CAPACITY_FACTOR: FixedU128 = FixedU128::from_inner(500_000_000_000_000_000);

/// Most that one change may move a stake floor, of its value before.
pub const MAX_FLOOR_STEP: Perbill = Perbill::from_percent(20);

/// Planck × price (18 decimals) of a micro-USD: 10^12 planck an OROG, 10^6 micro-USD a USD.
const VALUE_DIVISOR: u128 = 1_000_000_000_000_000_000_000_000;
/// A `FixedU128` of 1.
const ONE: u128 = 1_000_000_000_000_000_000;

/// Most unfinalised work in micro-USD that `stake` planck back at `price` USD per OROG:
/// `factor × stake × price`, each step rounded down. More than fits is as much as fits.
pub fn capacity(stake: u128, price: FixedU128, factor: FixedU128) -> u64 {
	let part = |a, b, c| {
		// `None` is an overflow, as no divisor is 0: the value is above every amount there is.
		multiply_by_rational_with_rounding(a, b, c, Rounding::Down).unwrap_or(u128::MAX)
	};
	let value = part(stake, price.into_inner(), VALUE_DIVISOR);
	u64::try_from(part(value, factor.into_inner(), ONE)).unwrap_or(u64::MAX)
}

/// Part of `amount` that a holder of `share` may use, rounded down.
pub fn share_of(amount: u64, share: Perbill) -> u64 {
	share.mul_floor(amount)
}

/// Part of the emission that is paid when `lost` steps are lost: 10 percentage points less for each,
/// never less than 50 %. Linear rather than compounded, so that an operator can read it off.
pub fn emission_share(lost: u32) -> Perbill {
	// The clamp at `u32::MAX` parts is above 100 %, which is as much as `from_parts` keeps.
	let lost = Perbill::from_parts(DECAY_PER_MISS.deconstruct().saturating_mul(lost));
	let kept = Perbill::one().deconstruct().saturating_sub(lost.deconstruct());
	Perbill::from_parts(kept).max(MIN_EMISSION_SHARE)
}

/// Steps that a heartbeat leaves lost when `lost` were before it: it brings back one, not all, so
/// that missing heartbeats cannot be undone by one in front of a settlement.
pub fn lost_after_heartbeat(lost: u32) -> u32 {
	lost.min(MAX_LOST_STEPS).saturating_sub(1)
}

/// Whether one change may move a floor from `current` to `new`: by at most 20 % of `current`.
pub fn floor_step_allowed(current: u128, new: u128) -> bool {
	new.abs_diff(current) <= MAX_FLOOR_STEP.mul_floor(current)
}

/// Whether a floor may become `new` when the floors of the last 30 days were between `low` and
/// `high`: at most twice the lowest, at least half of the highest.
pub fn floor_range_allowed(low: u128, high: u128, new: u128) -> bool {
	// A clamp at `u128::MAX` allows `new ≤ u128::MAX` and asks for `high ≤ u128::MAX`: both true.
	new <= low.saturating_mul(2) && new.saturating_mul(2) >= high
}

#[cfg(test)]
mod tests {
	use super::*;
	use num_bigint::BigUint;
	use proptest::prelude::*;

	const OROG: u128 = 1_000_000_000_000;

	#[test]
	fn capacity_is_factor_times_stake_times_price() {
		for (stake, price, factor, expected) in [
			(25 * OROG, FixedU128::from_u32(1), CAPACITY_FACTOR, 50_000_000),
			(25 * OROG, FixedU128::from_rational(1, 4), CAPACITY_FACTOR, 12_500_000),
			(100 * OROG, FixedU128::from_u32(3), PROXY_CAPACITY_FACTOR, 150_000_000),
			(0, FixedU128::from_u32(1), CAPACITY_FACTOR, 0),
			(999_999, FixedU128::from_u32(1), CAPACITY_FACTOR, 0),
			(1_000_000, FixedU128::from_u32(1), CAPACITY_FACTOR, 2),
			(u128::MAX, FixedU128::from_inner(u128::MAX), MAX_CAPACITY_FACTOR, u64::MAX),
		] {
			assert_eq!(capacity(stake, price, factor), expected, "{stake} × {price} × {factor}");
		}
	}

	#[test]
	fn emission_share_falls_by_ten_points_to_half() {
		for (missed, percent) in
			[(0, 100), (1, 90), (2, 80), (4, 60), (5, 50), (6, 50), (20, 50), (u32::MAX, 50)]
		{
			assert_eq!(emission_share(missed), Perbill::from_percent(percent), "{missed} missed");
		}
	}

	#[test]
	fn heartbeats_bring_back_a_step_each() {
		assert_eq!(emission_share(MAX_LOST_STEPS), MIN_EMISSION_SHARE);
		assert!(emission_share(MAX_LOST_STEPS - 1) > MIN_EMISSION_SHARE);
		for (lost, left) in [(0, 0), (1, 0), (2, 1), (5, 4), (6, 4), (20, 4), (u32::MAX, 4)] {
			assert_eq!(lost_after_heartbeat(lost), left, "{lost} lost");
		}
	}

	#[test]
	fn floor_steps_are_bounded() {
		for (current, new, allowed) in
			[(100, 120, true), (100, 121, false), (100, 80, true), (100, 79, false), (0, 1, false)]
		{
			assert_eq!(floor_step_allowed(current, new), allowed, "{current} to {new}");
		}
		for (low, high, new, allowed) in [
			(100, 100, 200, true),
			(100, 100, 201, false),
			(100, 100, 50, true),
			(100, 100, 49, false),
			(100, 150, 75, true),
			(100, 150, 74, false),
			(u128::MAX, u128::MAX, u128::MAX, true),
		] {
			assert_eq!(floor_range_allowed(low, high, new), allowed, "{low}..{high}: {new}");
		}
	}

	proptest! {
		/// Never above the exact value, never more than one micro-USD per unit of factor below it.
		#[test]
		fn capacity_rounds_down(stake: u128, price: u128, factor in 0..=5 * ONE) {
			let got = capacity(stake, FixedU128::from_inner(price), FixedU128::from_inner(factor));
			let exact = BigUint::from(stake) * price * factor;
			let unit = BigUint::from(VALUE_DIVISOR) * ONE;
			prop_assert!(BigUint::from(got) * &unit <= exact);
			if got < u64::MAX {
				prop_assert!(BigUint::from(got) + 7u32 > exact / unit);
			}
		}

		#[test]
		fn shares_never_exceed_the_whole(amount: u64, a in 0..=1_000_000_000u32) {
			let rest = Perbill::from_parts(1_000_000_000 - a);
			let sum = share_of(amount, Perbill::from_parts(a)) + share_of(amount, rest);
			prop_assert!(sum <= amount);
		}
	}
}
