//! Medians and percentiles.

use std::time::Duration;

/// The sample at least as large as `percent` of all, by nearest rank; `None` without samples.
pub(crate) fn percentile(samples: &[f64], percent: usize) -> Option<f64> {
	let mut sorted = samples.to_vec();
	sorted.sort_by(f64::total_cmp);
	let rank = sorted.len().saturating_mul(percent).div_ceil(100);
	sorted.get(rank.saturating_sub(1)).copied()
}

/// The middle sample, the mean of both for an even number of them; `None` without samples.
pub(crate) fn median(samples: &[f64]) -> Option<f64> {
	let mut sorted = samples.to_vec();
	sorted.sort_by(f64::total_cmp);
	let upper = *sorted.get(sorted.len() / 2)?;
	if sorted.len() % 2 == 1 {
		return Some(upper);
	}
	let lower = *sorted.get((sorted.len() / 2).saturating_sub(1))?;
	Some(f64::midpoint(lower, upper))
}

/// Milliseconds.
pub(crate) fn millis(duration: Duration) -> f64 {
	duration.as_secs_f64() * 1_000.0
}

/// Milliseconds of compute that a `ref_time` in picoseconds stands for.
pub(crate) fn weight_millis(ref_time: u64) -> f64 {
	// Exact up to 2^53 ps, 2.5 hours.
	ref_time as f64 / 1e9
}

/// Rounded to so many decimals as a table can show, so that reports do not differ in noise.
pub(crate) fn rounded(value: f64) -> f64 {
	(value * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn percentiles_should_be_samples_by_nearest_rank() {
		let samples: Vec<f64> = (1..=200).rev().map(f64::from).collect();
		for (percent, expected) in [(50, 100.0), (99, 198.0), (100, 200.0), (1, 2.0), (0, 1.0)] {
			assert_eq!(percentile(&samples, percent), Some(expected), "{percent}");
		}
		assert_eq!(percentile(&[7.0], 99), Some(7.0));
		assert_eq!(percentile(&[], 50), None);
	}

	#[test]
	fn medians_should_be_in_the_middle() {
		assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
		assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
		assert_eq!(median(&[]), None);
	}

	#[test]
	fn units_should_be_milliseconds() {
		assert_eq!(weight_millis(150_000_000_000), 150.0);
		assert_eq!(millis(Duration::from_micros(1_500)), 1.5);
		assert_eq!(rounded(1.234_56), 1.235);
	}
}
