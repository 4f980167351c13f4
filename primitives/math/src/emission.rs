//! How much OROG an epoch may mint (SPEC §6, emission rule) and how the line of claims is funded.
//!
//! Everything here is exact integer arithmetic with one floor at the end; the tests hold it against
//! rationals. Amounts are planck.

use sp_arithmetic::{Rounding, helpers_128bit::multiply_by_rational_with_rounding as mul_div};

/// Emission of the first year, and the start of the second, in percent of the supply.
pub const FIRST_YEAR_PERCENT: u128 = 8;
/// What the second year takes off, linearly, in percent of the supply.
pub const SECOND_YEAR_DECLINE_PERCENT: u128 = 4;
/// Most that a later year emits, in percent of the supply.
pub const LATER_YEARS_CAP_PERCENT: u128 = 5;
/// Least that any year emits, in thousandths of the supply.
pub const FLOOR_PERMILLE: u128 = 5;
/// Elasticity 1 in parts per million.
pub const ELASTICITY_ONE: u32 = 1_000_000;
/// Days of four years: a year has 365.25 days.
const DAYS_OF_FOUR_YEARS: u128 = 1_461;

/// OROG burned for credits over the rolling window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RollingBurn {
	/// Planck burned in those days.
	pub amount: u128,
	/// Days that are really filled; fewer than the window on a young chain.
	pub days: u32,
}

/// What the emission rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emission {
	/// Issuance at the last anniversary.
	pub supply: u128,
	/// Epochs since genesis: 0 is the first epoch of the chain.
	pub epoch: u32,
	/// Epochs of a year.
	pub epochs_per_year: u32,
	/// Burn of the window; matters from the third year on.
	pub rolling: RollingBurn,
	/// Emission per burn in parts per million.
	pub elasticity_ppm: u32,
}

impl Emission {
	/// Most OROG that the epoch may mint. `None` when a year has no epochs or the supply is beyond
	/// any currency.
	///
	/// Year 1: `8 %·supply/n`. Year 2: `(8 % − 4 %·k/n)·supply/n` in its k-th epoch, k from 1 to n.
	/// Later: `rolling burn × elasticity × (epoch / window)`, at most `5 %·supply/n`. At least
	/// `0.5 %·supply/n`.
	pub fn headroom(&self) -> Option<u128> {
		let n = u128::from(self.epochs_per_year);
		let year = self.epoch.checked_div(self.epochs_per_year)?;
		let ruled = match year {
			0 => self.percent_of_supply(FIRST_YEAR_PERCENT)?,
			1 => {
				let k = u128::from(self.epoch.checked_rem(self.epochs_per_year)?).checked_add(1)?;
				let percent_times_n = FIRST_YEAR_PERCENT
					.checked_mul(n)?
					.checked_sub(SECOND_YEAR_DECLINE_PERCENT.checked_mul(k)?)?;
				let divisor = n.checked_mul(n)?.checked_mul(100)?;
				mul_div(self.supply, percent_times_n, divisor, Rounding::Down)?
			}
			_ => {
				let cap = self.percent_of_supply(LATER_YEARS_CAP_PERCENT)?;
				// A burn too large for the arithmetic is far above the cap.
				self.burned_per_epoch().map_or(cap, |burned| burned.min(cap))
			}
		};
		Some(ruled.max(self.floor()?))
	}

	/// What the headroom never falls below: `0.5 %·supply/n`.
	pub fn floor(&self) -> Option<u128> {
		let divisor = u128::from(self.epochs_per_year).checked_mul(1_000)?;
		mul_div(self.supply, FLOOR_PERMILLE, divisor, Rounding::Down)
	}

	/// `percent` % of the supply, spread over a year's epochs.
	fn percent_of_supply(&self, percent: u128) -> Option<u128> {
		let divisor = u128::from(self.epochs_per_year).checked_mul(100)?;
		mul_div(self.supply, percent, divisor, Rounding::Down)
	}

	/// The window's mean burn of one epoch, times the elasticity.
	fn burned_per_epoch(&self) -> Option<u128> {
		if self.rolling.days == 0 {
			return Some(0);
		}
		// An epoch lasts 1461/(4·n) days.
		let numerator = u128::from(self.elasticity_ppm).checked_mul(DAYS_OF_FOUR_YEARS)?;
		let denominator = u128::from(self.epochs_per_year)
			.checked_mul(4)?
			.checked_mul(u128::from(self.rolling.days))?
			.checked_mul(u128::from(ELASTICITY_ONE))?;
		mul_div(self.rolling.amount, numerator, denominator, Rounding::Down)
	}
}

/// Whether the rolling burn matters in `epoch` (counted from genesis): from the third year on.
pub fn uses_rolling_burn(epoch: u32, epochs_per_year: u32) -> bool {
	epoch.checked_div(epochs_per_year).is_some_and(|year| year >= 2)
}

/// Whether `epoch` (counted from genesis) is the first of a year other than the first year.
pub fn is_anniversary(epoch: u32, epochs_per_year: u32) -> bool {
	epoch != 0 && epoch.checked_rem(epochs_per_year) == Some(0)
}

/// What `days` days may mint when every epoch may mint `headroom`: `headroom × days × n / 365.25`.
/// `None` when that is beyond any currency.
pub fn headroom_of_days(headroom: u128, days: u32, epochs_per_year: u32) -> Option<u128> {
	let epochs_times_days =
		u128::from(days).checked_mul(u128::from(epochs_per_year))?.checked_mul(4)?;
	mul_div(headroom, epochs_times_days, DAYS_OF_FOUR_YEARS, Rounding::Down)
}

/// Epochs that last `days` days, rounded up.
pub fn epochs_of_days(days: u32, epochs_per_year: u32) -> u32 {
	mul_div(
		u128::from(days).saturating_mul(u128::from(epochs_per_year)),
		4,
		DAYS_OF_FOUR_YEARS,
		Rounding::Up,
	)
	.and_then(|epochs| u32::try_from(epochs).ok())
	.unwrap_or(u32::MAX)
}

/// How far the line of claims moves: what is queued and not funded, at most the `headroom` that is
/// left. Issuance grows by exactly this.
pub fn fundable(headroom: u128, queued: u128, funded: u128) -> u128 {
	// Nothing is funded before it is queued; the clamp keeps a broken counter from minting.
	queued.saturating_sub(funded).min(headroom)
}

#[cfg(test)]
mod tests {
	use super::*;
	use num_bigint::BigInt;
	use num_rational::BigRational;
	use proptest::prelude::*;

	const OROG: u128 = 1_000_000_000_000;
	/// Epochs of 72 minutes in 365.25 days.
	const N: u32 = 7_305;

	fn ratio(numerator: u128, denominator: u128) -> BigRational {
		BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
	}

	fn emission(epoch: u32, rolling: RollingBurn) -> Emission {
		Emission {
			supply: 600_000_000 * OROG,
			epoch,
			epochs_per_year: N,
			rolling,
			elasticity_ppm: ELASTICITY_ONE,
		}
	}

	#[test]
	fn epochs_of_days_should_be_rounded_up() {
		assert_eq!(epochs_of_days(90, N), 1_800);
		assert_eq!(epochs_of_days(1, 365), 1);
		assert_eq!(epochs_of_days(1, 366), 2);
		assert_eq!(epochs_of_days(u32::MAX, u32::MAX), u32::MAX);
	}

	#[test]
	fn headroom_should_be_eight_percent_over_the_first_year() {
		let headroom = emission(0, RollingBurn::default()).headroom().unwrap();
		// 48,000,000 OROG / 7,305 epochs.
		assert_eq!(headroom, 6_570_841_889_117_043);
		assert_eq!(emission(N - 1, RollingBurn::default()).headroom(), Some(headroom));
	}

	#[test]
	fn headroom_should_decline_to_four_percent_over_the_second_year() {
		let none = RollingBurn::default();
		// k = 1: (8 % − 4 %/7,305) of 600 M over 7,305 epochs.
		assert_eq!(emission(N, none).headroom(), Some(6_570_392_139_501_087));
		// k = n: exactly 4 %.
		assert_eq!(emission(2 * N - 1, none).headroom(), Some(3_285_420_944_558_521));
	}

	#[test]
	fn headroom_should_follow_the_burn_from_the_third_year_on() {
		// 7.2 M OROG in 90 days are 80,000 a day, and 20 epochs make a day.
		let rolling = RollingBurn { amount: 7_200_000 * OROG, days: 90 };
		assert_eq!(emission(2 * N, rolling).headroom(), Some(4_000 * OROG));
		// A young ring: the mean divides by the days that are really filled.
		let young = RollingBurn { amount: 500_000 * OROG, days: 10 };
		assert_eq!(emission(2 * N, young).headroom(), Some(2_500 * OROG));
		let elastic = Emission { elasticity_ppm: 800_000, ..emission(2 * N, rolling) };
		assert_eq!(elastic.headroom(), Some(3_200 * OROG));
	}

	#[test]
	fn headroom_should_stay_between_floor_and_cap_from_the_third_year_on() {
		let floor = 410_677_618_069_815; // 3 M OROG / 7,305
		let cap = 4_106_776_180_698_151; // 30 M OROG / 7,305
		for (rolling, expected) in [
			(RollingBurn::default(), floor),
			(RollingBurn { amount: 0, days: 90 }, floor),
			(RollingBurn { amount: 18_000_000 * OROG, days: 90 }, cap),
			(RollingBurn { amount: u128::MAX, days: 1 }, cap),
		] {
			assert_eq!(emission(5 * N, rolling).headroom(), Some(expected), "{rolling:?}");
		}
	}

	#[test]
	fn headroom_should_be_none_without_epochs_in_a_year() {
		let broken = Emission { epochs_per_year: 0, ..emission(0, RollingBurn::default()) };
		assert_eq!(broken.headroom(), None);
		assert!(!uses_rolling_burn(7, 0));
		assert!(!is_anniversary(7, 0));
	}

	#[test]
	fn anniversaries_should_come_every_year_but_not_at_genesis() {
		let found: Vec<u32> = (0..=3 * N).filter(|epoch| is_anniversary(*epoch, N)).collect();
		assert_eq!(found, [N, 2 * N, 3 * N]);
		assert!(!uses_rolling_burn(2 * N - 1, N));
		assert!(uses_rolling_burn(2 * N, N));
	}

	#[test]
	fn headroom_of_days_should_count_epochs_of_a_day() {
		// 20 epochs a day.
		assert_eq!(headroom_of_days(7 * OROG, 60, N), Some(60 * 20 * 7 * OROG));
		assert_eq!(headroom_of_days(u128::MAX, 60, N), None);
	}

	#[test]
	fn fundable_should_never_exceed_headroom_or_claims() {
		assert_eq!(fundable(10, 100, 95), 5);
		assert_eq!(fundable(3, 100, 95), 3);
		assert_eq!(fundable(3, 100, 100), 0);
		assert_eq!(fundable(3, 99, 100), 0);
	}

	proptest! {
		#[test]
		fn headroom_matches_exact_rationals(
			supply in 0u128..=1u128 << 90,
			n in 1u32..=600_000,
			epoch in 0u32..=6_000_000,
			burned in 0u128..=1u128 << 90,
			days in 0u32..=180,
			elasticity_ppm in 800_000u32..=1_500_000,
		) {
			let rolling = RollingBurn { amount: burned, days };
			let rule = Emission { supply, epoch, epochs_per_year: n, rolling, elasticity_ppm };
			let per_epoch = |numerator, denominator| {
				ratio(supply, 1) * ratio(numerator, denominator) / ratio(u128::from(n), 1)
			};
			let ruled = match epoch / n {
				0 => per_epoch(8, 100),
				1 => {
					let k = u128::from(epoch % n + 1);
					let percent = ratio(8, 100) - ratio(4, 100) * ratio(k, u128::from(n));
					ratio(supply, 1) * percent / ratio(u128::from(n), 1)
				},
				_ if days == 0 => ratio(0, 1),
				_ => {
					let window_in_epochs = ratio(u128::from(days) * 100, 36_525) * ratio(u128::from(n), 1);
					let burn = ratio(burned, 1) * ratio(u128::from(elasticity_ppm), 1_000_000) / window_in_epochs;
					burn.min(per_epoch(5, 100))
				},
			};
			let expected = ruled.max(per_epoch(5, 1_000)).floor().to_integer();
			prop_assert_eq!(BigInt::from(rule.headroom().unwrap()), expected);
		}

		#[test]
		fn a_year_never_emits_more_than_its_percentage(
			supply in 0u128..=1u128 << 90,
			n in 1u32..=200,
			year in 0u32..=4,
		) {
			let rolling = RollingBurn { amount: u128::MAX, days: 90 };
			let total: u128 = (year * n..(year + 1) * n)
				.map(|epoch| Emission { supply, epoch, epochs_per_year: n, rolling, elasticity_ppm: 1_500_000 })
				.map(|rule| rule.headroom().unwrap())
				.sum();
			let percent = match year { 0 => 8, 1 => 6, _ => 5 };
			prop_assert!(total <= supply * percent / 100);
		}

		#[test]
		fn headroom_of_days_matches_exact_rationals(
			headroom in 0u128..=1u128 << 80,
			days in 0u32..=120,
			n in 1u32..=600_000,
		) {
			let exact = ratio(headroom, 1) * ratio(u128::from(days), 1) * ratio(u128::from(n) * 100, 36_525);
			let expected = exact.floor().to_integer();
			prop_assert_eq!(BigInt::from(headroom_of_days(headroom, days, n).unwrap()), expected);
		}
	}
}
