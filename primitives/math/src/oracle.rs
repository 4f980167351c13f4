//! Prices of the oracle (SPEC §4): weighted medians, time-weighted means, the state and the two
//! price rules. Nothing here knows storage; the pallet feeds it what it has read.
//!
//! Every mean is carried as [`Rounded`], its neighbours below and above, so that the credit price
//! never exceeds the exact rule and the payout price never falls short of it.
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss
	)
)]

use alloc::vec::Vec;
use core::cmp::Ordering;
use sp_arithmetic::{FixedU128, traits::Zero};
use sp_core::U256;

#[cfg(test)]
mod tests;

/// USD per OROG.
pub type Price = FixedU128;
/// Milliseconds since the Unix epoch.
pub type Moment = u64;

/// Least price that a sample may name: 10^-9 USD.
pub const MIN_PRICE: Price = Price::from_inner(1_000_000_000);
/// Highest price that a sample may name: 10^6 USD. Twice this price fits into 81 bits, so that
/// `u128` sums of price × milliseconds last for 4,000 years.
pub const MAX_PRICE: Price = Price::from_inner(1_000_000_000_000_000_000_000_000);

/// Sources within this many percent of each other agree; one of three that is further off their
/// median is dropped.
pub const AGREEMENT_PERCENT: u32 = 5;
/// Sources further apart than this many percent halt the oracle.
pub const DISAGREEMENT_PERCENT: u32 = 25;
/// A move by more than this many percent against an epoch ago degrades the oracle.
pub const MOVE_PERCENT: u32 = 20;
/// A sample further than this many percent off the other members is bad.
pub const BAD_SAMPLE_PERCENT: u32 = 2;
/// A member with more than this many percent of bad samples is ejected.
pub const EJECTION_PERCENT: u32 = 20;
/// Members with a live sample for a source that counts, below which the oracle is degraded.
pub const MIN_FEEDERS: usize = 3;
/// Members with a live sample that a source needs to count, or as many as the best-fed source has:
/// with three, none of them moves the source's value past the others.
pub const MIN_SOURCE_FEEDERS: usize = 3;
/// Agreeing sources that must have more than half of their window filled.
pub const MIN_FILLED_SOURCES: usize = 2;
/// The AMM's price moves the credit price down and the payout price up by at most this many percent.
pub const AMM_PERCENT: u32 = 5;
/// Other members that it takes to judge a sample.
pub const MIN_JUDGES: usize = 3;

/// Weights are clamped to this (10^18 OROG in planck), so that no sum of them can overflow.
const MAX_WEIGHT: u128 = 1 << 100;

/// An exact value between two neighbouring prices; both are the value where it is a price itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rounded {
	/// The value rounded down.
	pub down: Price,
	/// The value rounded up.
	pub up: Price,
}

impl Rounded {
	/// A value that is a price itself.
	pub const fn exact(price: Price) -> Self {
		Self { down: price, up: price }
	}

	/// The mean of `low` ≤ `high`, given as they are rounded.
	fn mean_of(low: Self, high: Self) -> Self {
		Self {
			down: Middle { low: low.down, high: high.down }.rounded().down,
			up: Middle { low: low.up, high: high.up }.rounded().up,
		}
	}
}

/// A price and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighted {
	/// The price.
	pub price: Price,
	/// Its weight, a stake; a weight of 0 does not count at all.
	pub weight: u128,
}

/// A median, exactly: the mean of two prices, which differ only where the weights below and above
/// are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Middle {
	/// The lower median.
	pub low: Price,
	/// The upper median.
	pub high: Price,
}

impl Middle {
	/// Twice the median; `None` for prices far above [`MAX_PRICE`].
	pub fn doubled(self) -> Option<u128> {
		self.low.into_inner().checked_add(self.high.into_inner())
	}

	/// The median.
	pub fn rounded(self) -> Rounded {
		let low = self.low.into_inner();
		let gap = self.high.into_inner().saturating_sub(low);
		// Neither sum exceeds `high`.
		Rounded {
			down: Price::from_inner(low.saturating_add(gap / 2)),
			up: Price::from_inner(low.saturating_add(gap.div_ceil(2))),
		}
	}
}

/// Median of `values` by weight; from three values on, none weighs more than 40 % of what all then
/// weigh together.
pub fn weighted_median(values: impl IntoIterator<Item = Weighted>) -> Option<Middle> {
	let mut sorted: Vec<_> = values.into_iter().filter(|value| value.weight > 0).collect();
	sorted.sort_unstable_by_key(|value| value.price);
	middle(&sorted)
}

/// [`weighted_median`] of values in the order of their prices, none of them without weight.
fn middle(sorted: &[Weighted]) -> Option<Middle> {
	let cap = tripled_cap(sorted);
	let tripled = |value: &Weighted| value.weight.min(MAX_WEIGHT).saturating_mul(3).min(cap);
	// Weights are below 2^102, so that the sums of 2^24 values fit.
	let total = sorted.iter().map(tripled).fold(0, u128::saturating_add);
	let mut sum = 0_u128;
	let mut lower = None;
	for value in sorted {
		if let Some(low) = lower {
			return Some(Middle { low, high: value.price });
		}
		sum = sum.saturating_add(tripled(value));
		match sum.saturating_mul(2).cmp(&total) {
			Ordering::Less => {}
			Ordering::Equal => lower = Some(value.price),
			Ordering::Greater => return Some(Middle { low: value.price, high: value.price }),
		}
	}
	None
}

/// Three times the greatest weight that is at most 40 % of all weights so capped.
///
/// At most two of three or more values can be at a cap of 40 %. With one at it, the cap is `2/3` of
/// the others' weight; with two, it is twice the others' weight.
fn tripled_cap(values: &[Weighted]) -> u128 {
	if values.len() < 3 {
		return u128::MAX;
	}
	let (mut first, mut second, mut rest) = (0_u128, 0_u128, 0_u128);
	for value in values {
		let weight = value.weight.min(MAX_WEIGHT);
		let displaced = if weight > first {
			core::mem::replace(&mut second, core::mem::replace(&mut first, weight))
		} else if weight > second {
			core::mem::replace(&mut second, weight)
		} else {
			weight
		};
		rest = rest.saturating_add(displaced);
	}
	let others = rest.saturating_add(second).saturating_mul(2);
	if first.saturating_mul(3) <= others {
		u128::MAX
	} else if second.saturating_mul(3) <= others {
		others
	} else {
		rest.saturating_mul(6)
	}
}

/// A sample that counts until it expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed {
	/// The price.
	pub price: Price,
	/// Its weight.
	pub weight: u128,
	/// Last moment at which it counts.
	pub expires: Moment,
}

/// What a stretch of time adds to a source's totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accrued {
	/// Twice the sum of median × milliseconds.
	pub doubled: u128,
	/// Milliseconds with a live sample.
	pub live: Moment,
	/// When the last sample expired, where that is before the end; from then on nothing is added.
	pub died: Option<Moment>,
}

/// Adds up the median of `samples` over the time after `from` until `to`, exactly, as one after the
/// other expires. `None` if the sum overflows.
pub fn integrate(samples: &[Timed], from: Moment, to: Moment) -> Option<Accrued> {
	let mut sorted: Vec<_> =
		samples.iter().filter(|sample| sample.weight > 0 && sample.expires > from).collect();
	sorted.sort_unstable_by_key(|sample| sample.price);
	let mut accrued = Accrued { doubled: 0, live: 0, died: None };
	let mut at = from;
	// Each turn ends where a sample expires, or at `to`.
	while at < to {
		let mut until = to;
		let mut live = Vec::with_capacity(sorted.len());
		for sample in sorted.iter().filter(|sample| sample.expires > at) {
			until = until.min(sample.expires);
			live.push(Weighted { price: sample.price, weight: sample.weight });
		}
		let Some(median) = middle(&live) else {
			accrued.died = Some(at);
			break;
		};
		let span = until.checked_sub(at)?;
		accrued.doubled =
			median.doubled()?.checked_mul(span.into())?.checked_add(accrued.doubled)?;
		accrued.live = accrued.live.checked_add(span)?;
		at = until;
	}
	Some(accrued)
}

/// A source's totals at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
	/// The moment.
	pub at: Moment,
	/// Twice the sum of median × milliseconds until then.
	pub doubled: u128,
	/// Milliseconds with a live sample until then.
	pub live: Moment,
}

/// A source over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
	/// Time-weighted mean over the live part; `None` if no part was live.
	pub mean: Option<Rounded>,
	/// Whether more than half of the window was live.
	pub half_filled: bool,
}

/// Mean over the last `length` milliseconds before the last of `points`, which are in order of time
/// with totals that never fall. The totals at the window's start lie on the straight line between
/// the points around it; what is older than the first point counts as empty.
pub fn window(points: &[Point], length: Moment) -> Window {
	exact_window(points, length).unwrap_or(Window { mean: None, half_filled: false })
}

fn exact_window(points: &[Point], length: Moment) -> Option<Window> {
	let now = points.last()?;
	let start = now.at.saturating_sub(length);
	let after = points.partition_point(|point| point.at <= start);
	let (before, next, past, span) = match after.checked_sub(1) {
		None => {
			let first = points.first()?;
			(first, first, 0, 1)
		}
		Some(index) => {
			let (before, next) = (points.get(index)?, points.get(after)?);
			(before, next, start.checked_sub(before.at)?, next.at.checked_sub(before.at)?)
		}
	};
	// `span` times what was added since the start. All factors are below 2^128 and 2^64.
	let since_start = |now: u128, before: u128, next: u128| {
		let whole = U256::from(now.checked_sub(before)?).checked_mul(span.into())?;
		let part = U256::from(next.checked_sub(before)?).checked_mul(past.into())?;
		whole.checked_sub(part)
	};
	let doubled = since_start(now.doubled, before.doubled, next.doubled)?;
	let live = since_start(now.live.into(), before.live.into(), next.live.into())?;
	let doubled_live = live.checked_mul(2.into())?;
	let half_filled = doubled_live > U256::from(length).checked_mul(span.into())?;
	let mean = (!live.is_zero()).then(|| quotient(doubled, doubled_live)).flatten();
	Some(Window { mean, half_filled })
}

fn quotient(dividend: U256, divisor: U256) -> Option<Rounded> {
	let down = dividend.checked_div(divisor)?;
	let exact = dividend.checked_rem(divisor)?.is_zero();
	let down = u128::try_from(down).ok()?;
	let up = if exact { down } else { down.checked_add(1)? };
	Some(Rounded { down: Price::from_inner(down), up: Price::from_inner(up) })
}

/// A source with a live sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
	/// Median of its live samples.
	pub value: Rounded,
	/// Its time-weighted mean.
	pub mean: Rounded,
	/// Whether more than half of its window was live.
	pub half_filled: bool,
	/// The members with a live sample, each once.
	pub feeders: Vec<u32>,
}

/// What else the state depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
	/// The price one epoch ago, if it is known.
	pub reference: Option<Price>,
	/// Whether the oracle is paused.
	pub paused: bool,
}

/// How far the prices can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
	/// Fully.
	Fresh,
	/// With a margin.
	Degraded,
	/// Not for burns.
	Halted(Halt),
}

/// Why the oracle is halted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
	/// It is paused.
	Paused,
	/// No source is live.
	Silent,
	/// The sources are too far apart.
	Torn,
}

/// Prices of the live sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
	/// Median of the values, a dropped source left out.
	pub spot: Rounded,
	/// Median of the means, a dropped source left out.
	pub twap: Rounded,
	/// The lowest value, a dropped source's included.
	pub lowest: Price,
	/// The highest value, a dropped source's included.
	pub highest: Price,
}

/// The oracle at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessment {
	/// How far the prices can be trusted.
	pub health: Health,
	/// Live sources: those with enough feeders, a dropped one included.
	pub live: usize,
	/// The prices; `None` if no source is live.
	pub prices: Option<Prices>,
}

/// Whether `high` is at most `percent` above `low`.
pub fn within(low: Price, high: Price, percent: u32) -> bool {
	times(high, 100) <= times(low, percent.saturating_add(100))
}

/// Whether `value` is more than `percent` of `reference` away from it.
pub fn is_off(value: Price, reference: Price, percent: u32) -> bool {
	let distance = Price::from_inner(value.into_inner().abs_diff(reference.into_inner()));
	times(distance, 100) > times(reference, percent)
}

fn times(price: Price, factor: u32) -> U256 {
	// 160 bits at most.
	U256::from(price.into_inner()).saturating_mul(factor.into())
}

/// Plain median.
fn median(mut values: Vec<Rounded>) -> Option<Rounded> {
	values.sort_unstable();
	let half = values.len() / 2;
	let upper = *values.get(half)?;
	if values.len() % 2 == 1 {
		return Some(upper);
	}
	Some(Rounded::mean_of(*values.get(half.checked_sub(1)?)?, upper))
}

/// Works out state and prices from the external sources with a live sample (SPEC §4, states).
///
/// A source with fewer than [`MIN_SOURCE_FEEDERS`] feeders is not live while another has more.
/// Otherwise one member alone on two sources would outvote all others on the third.
pub fn assess(sources: &[Source], conditions: &Conditions) -> Assessment {
	let live = well_fed(sources);
	let counted = without_outlier(&live);
	let prices = prices_of(&live, &counted);
	let health = match prices.as_ref().map(|prices| health_of(&counted, prices, conditions)) {
		// That nobody knows the price outlasts a pause: it also stops payouts.
		Some(Health::Halted(Halt::Torn)) => Health::Halted(Halt::Torn),
		_ if conditions.paused => Health::Halted(Halt::Paused),
		Some(health) => health,
		None => Health::Halted(Halt::Silent),
	};
	Assessment { health, live: live.len(), prices }
}

/// The sources with enough feeders. There is one whenever there is a source.
fn well_fed(sources: &[Source]) -> Vec<&Source> {
	let best = sources.iter().map(|source| source.feeders.len()).max().unwrap_or_default();
	let least = best.min(MIN_SOURCE_FEEDERS);
	sources.iter().filter(|source| source.feeders.len() >= least).collect()
}

/// The sources in the order of their values; of three or more, the only one that is far off their
/// median is missing.
fn without_outlier<'a>(live: &[&'a Source]) -> Vec<&'a Source> {
	let mut counted = live.to_vec();
	counted.sort_unstable_by_key(|source| source.value);
	if counted.len() < 3 {
		return counted;
	}
	let Some(center) = median(counted.iter().map(|source| source.value).collect()) else {
		return counted;
	};
	let is_outlier = |source: &Source| is_off(source.value.down, center.down, AGREEMENT_PERCENT);
	if counted.iter().filter(|source| is_outlier(source)).count() == 1 {
		counted.retain(|source| !is_outlier(source));
	}
	counted
}

/// The lowest and the highest value.
fn extremes(sources: &[&Source]) -> Option<(Price, Price)> {
	let lowest = sources.iter().map(|source| source.value.down).min()?;
	let highest = sources.iter().map(|source| source.value.up).max()?;
	Some((lowest, highest))
}

fn prices_of(live: &[&Source], counted: &[&Source]) -> Option<Prices> {
	let (lowest, highest) = extremes(live)?;
	Some(Prices {
		spot: median(counted.iter().map(|source| source.value).collect())?,
		twap: median(counted.iter().map(|source| source.mean).collect())?,
		lowest,
		highest,
	})
}

/// Members that feed any of `sources`.
fn feeders_of(sources: &[&Source]) -> usize {
	let mut feeders: Vec<_> =
		sources.iter().flat_map(|source| source.feeders.iter().copied()).collect();
	feeders.sort_unstable();
	feeders.dedup();
	feeders.len()
}

/// State of an oracle that is not paused; `counted` is in the order of the values.
fn health_of(counted: &[&Source], prices: &Prices, conditions: &Conditions) -> Health {
	let torn = extremes(counted)
		.is_some_and(|(lowest, highest)| !within(lowest, highest, DISAGREEMENT_PERCENT));
	if torn {
		return Health::Halted(Halt::Torn);
	}
	let agree = counted
		.iter()
		.zip(counted.iter().skip(1))
		.any(|(low, high)| within(low.value.down, high.value.down, AGREEMENT_PERCENT));
	let filled = counted.iter().filter(|source| source.half_filled).count();
	let moved = conditions
		.reference
		.is_some_and(|reference| is_off(prices.spot.down, reference, MOVE_PERCENT));
	let fed = feeders_of(counted) >= MIN_FEEDERS;
	if agree && fed && filled >= MIN_FILLED_SOURCES && !moved {
		Health::Fresh
	} else {
		Health::Degraded
	}
}

/// The prices of the last moment at which the oracle was fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Good {
	/// The lower of spot and mean, rounded down.
	pub low: Price,
	/// The higher of spot and mean, rounded up.
	pub high: Price,
}

impl Good {
	/// The good prices of `assessment`, if it is fresh.
	pub fn of(assessment: &Assessment) -> Option<Self> {
		match (assessment.health, assessment.prices) {
			(Health::Fresh, Some(Prices { spot, twap, .. })) => {
				Some(Self { low: spot.down.min(twap.down), high: spot.up.max(twap.up) })
			}
			_ => None,
		}
	}
}

/// What the price rules take into account beside the sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backing {
	/// The last good prices.
	pub last_good: Option<Good>,
	/// The governed fixed price, while it holds.
	pub bootstrap: Option<Price>,
	/// Least payout price while credits bought at a fixed price may be unpaid.
	pub floor: Option<Price>,
	/// The protocol AMM's price (source 3), while its pool is deep enough.
	pub amm: Option<Price>,
}

impl Backing {
	/// `price` of a burn as the AMM lowers it, by at most [`AMM_PERCENT`].
	fn lowered(&self, price: Price) -> Price {
		let least = share(price, 1_000_u32.saturating_sub(AMM_PERCENT.saturating_mul(10))).up;
		self.amm.map_or(price, |amm| price.min(amm.max(least)))
	}

	/// `price` of a payout as the AMM raises it, by at most [`AMM_PERCENT`].
	fn raised(&self, price: Price) -> Price {
		let most = share(price, 1_000_u32.saturating_add(AMM_PERCENT.saturating_mul(10))).down;
		self.amm.map_or(price, |amm| price.max(amm.min(most)))
	}
}

/// Price of a burn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
	/// USD per OROG.
	pub price: Price,
	/// Whether only the fixed price backs it.
	pub bootstrap: bool,
}

/// The credit price (SPEC §4): fresh `0.995 × min(twap, spot)`, degraded
/// `0.99 × min(last good, every live source)`, the fixed price being one more value while it holds.
/// Without a live source the fixed price itself until the oracle has been fresh for the first time,
/// since after that it is out of date; otherwise none, and burns stop. The AMM may lower it.
pub fn credit(now: &Assessment, backing: &Backing) -> Option<Credit> {
	let least = |value: Price, other: Option<Price>| {
		value.min(other.unwrap_or(value)).min(backing.bootstrap.unwrap_or(value))
	};
	let credit = match (now.health, &now.prices) {
		(Health::Fresh, Some(prices)) => Credit {
			price: share(least(prices.spot.down, Some(prices.twap.down)), 995).down,
			bootstrap: false,
		},
		(Health::Degraded, Some(prices)) => Credit {
			price: share(least(prices.lowest, backing.last_good.map(|good| good.low)), 990).down,
			bootstrap: false,
		},
		(Health::Halted(Halt::Silent), _) if backing.last_good.is_none() => {
			Credit { price: backing.bootstrap?, bootstrap: true }
		}
		_ => return None,
	};
	let price = backing.lowered(credit.price);
	(!price.is_zero()).then_some(Credit { price, ..credit })
}

/// The payout price (SPEC §4): fresh `max(twap, spot)`, degraded
/// `1.01 × max(last good, every live source)`, the fixed price being one more value while it holds.
///
/// Halted, it is the degraded rule over `late`, the oracle as it is by samples of up to the payout
/// lifetime and without a pause. Payouts wait while the sources are too far apart, since a price once
/// paid cannot be taken back, and while there is no such sample, except that the fixed price carries
/// them until the oracle has been fresh for the first time. The AMM may raise it. Never below the
/// floor.
pub fn payout(
	now: &Assessment,
	late: impl FnOnce() -> Assessment,
	backing: &Backing,
) -> Option<Price> {
	let greatest = |value: Price, other: Option<Price>| {
		value.max(other.unwrap_or(value)).max(backing.bootstrap.unwrap_or(value))
	};
	let degraded = |prices: &Prices| {
		share(greatest(prices.highest, backing.last_good.map(|good| good.high)), 1_010).up
	};
	let price = match (now.health, &now.prices) {
		(Health::Fresh, Some(prices)) => greatest(prices.spot.up, Some(prices.twap.up)),
		(Health::Degraded, Some(prices)) => degraded(prices),
		(Health::Halted(Halt::Torn), _) => return None,
		_ => {
			let late = late();
			match (late.health, &late.prices) {
				(Health::Fresh | Health::Degraded, Some(prices)) => degraded(prices),
				(Health::Halted(Halt::Silent), _) if backing.last_good.is_none() => {
					backing.bootstrap?
				}
				_ => return None,
			}
		}
	};
	let price = backing.raised(price);
	Some(price.max(backing.floor.unwrap_or(price)))
}

/// `thousandths` of `price`.
fn share(price: Price, thousandths: u32) -> Rounded {
	// The divisor is not 0; a result beyond `u128` needs a price 10^14 times above `MAX_PRICE`.
	quotient(times(price, thousandths), 1_000.into())
		.unwrap_or(Rounded::exact(Price::from_inner(u128::MAX)))
}

/// What one member fed for a source in one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
	/// Weight of the member.
	pub weight: u128,
	/// Its lowest sample.
	pub low: Price,
	/// Its highest sample.
	pub high: Price,
}

/// Judges a minute: for each member whether a sample of its was bad, `None` where fewer than
/// [`MIN_JUDGES`] others fed.
///
/// A sample is bad if it is more than [`BAD_SAMPLE_PERCENT`] above the weighted median of the
/// others' highest, or as far below that of the others' lowest: with one sample each, off the median
/// of the others.
pub fn judge(minute: &[Seen]) -> Vec<Option<bool>> {
	let ordered = |price: fn(&Seen) -> Price| {
		let mut order: Vec<_> =
			minute.iter().enumerate().filter(|(_, seen)| seen.weight > 0).collect();
		order.sort_unstable_by_key(|(_, seen)| price(seen));
		order
	};
	let (by_low, by_high) = (ordered(|seen| seen.low), ordered(|seen| seen.high));
	let others = |order: &[(usize, &Seen)], but: usize, price: fn(&Seen) -> Price| -> Vec<_> {
		order
			.iter()
			.filter(|(index, _)| *index != but)
			.map(|(_, seen)| Weighted { price: price(seen), weight: seen.weight })
			.collect()
	};
	minute
		.iter()
		.enumerate()
		.map(|(index, seen)| {
			let lows = others(&by_low, index, |seen| seen.low);
			if lows.len() < MIN_JUDGES {
				return None;
			}
			let low = U256::from(middle(&lows)?.doubled()?);
			let high = U256::from(middle(&others(&by_high, index, |seen| seen.high))?.doubled()?);
			// Twice the sample against twice the median.
			let above = times(seen.high, 200)
				> high.checked_mul(100_u32.saturating_add(BAD_SAMPLE_PERCENT).into())?;
			let below = times(seen.low, 200)
				< low.checked_mul(100_u32.saturating_sub(BAD_SAMPLE_PERCENT).into())?;
			Some(above || below)
		})
		.collect()
}

/// Whether `bad` of `judged` samples are too many; never before `floor` samples are judged.
pub fn is_ejected(judged: u32, bad: u32, floor: u32) -> bool {
	judged >= floor
		&& u64::from(bad).saturating_mul(100)
			> u64::from(judged).saturating_mul(EJECTION_PERCENT.into())
}
