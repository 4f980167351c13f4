use super::*;
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn usd(cents: u128) -> Price {
	Price::from_inner(cents * 10_000_000_000_000_000)
}

fn weighted(price: u128, weight: u128) -> Weighted {
	Weighted { price: usd(price), weight }
}

fn exact(price: Price) -> BigRational {
	ratio(price.into_inner(), 1)
}

fn ratio(numerator: u128, denominator: u128) -> BigRational {
	BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
}

/// `rounded` are the neighbours of `value`.
fn surrounds(rounded: Rounded, value: &BigRational) -> bool {
	exact(rounded.down) == value.floor() && exact(rounded.up) == value.ceil()
}

fn live(cents: u128) -> Source {
	live_with_mean(cents, cents)
}

fn live_with_mean(cents: u128, mean: u128) -> Source {
	Source {
		value: Rounded::exact(usd(cents)),
		mean: Rounded::exact(usd(mean)),
		half_filled: true,
		feeders: vec![0, 1, 2, 3, 4],
	}
}

fn fed_by(cents: u128, feeders: &[u32]) -> Source {
	Source { feeders: feeders.to_vec(), ..live(cents) }
}

const CALM: Conditions = Conditions { reference: None, paused: false };

fn health(cents: &[u128]) -> Health {
	let sources: Vec<_> = cents.iter().copied().map(live).collect();
	assess(&sources, &CALM).health
}

#[test]
fn weighted_median_should_follow_the_weights() {
	type Case<'a> = (&'a [Weighted], Option<(u128, u128)>);
	let cases: [Case<'_>; 9] = [
		(&[], None),
		(&[weighted(1, 0)], None),
		(&[weighted(7, 1)], Some((7, 7))),
		// Two members: the heavier one, or the middle.
		(&[weighted(1, 5), weighted(3, 5)], Some((1, 3))),
		(&[weighted(3, 4), weighted(1, 5)], Some((1, 1))),
		(&[weighted(1, 1), weighted(2, 1), weighted(9, 1)], Some((2, 2))),
		// No more than 40 % from three members on: the other two are 60 % and agree.
		(&[weighted(9, 1_000), weighted(1, 1), weighted(2, 1)], Some((2, 2))),
		(&[weighted(1, 1_000), weighted(2, 1), weighted(3, 1)], Some((2, 2))),
		// Two at the cap: 40 %, 40 % and 20 %.
		(&[weighted(1, 1_000), weighted(9, 900), weighted(5, 1)], Some((5, 5))),
	];
	for (values, expected) in cases {
		let middle = weighted_median(values.iter().copied());
		assert_eq!(
			middle,
			expected.map(|(low, high)| Middle { low: usd(low), high: usd(high) }),
			"{values:?}"
		);
	}
}

#[test]
fn weighted_median_should_not_overflow_at_the_largest_weights() {
	let price = Price::from_inner(u128::MAX);
	let values = [Weighted { price, weight: u128::MAX }; 64];
	let middle = weighted_median(values).unwrap();
	assert_eq!(middle.rounded(), Rounded::exact(price));
	assert_eq!(middle.doubled(), None);
}

#[test]
fn the_largest_totals_should_last_for_four_thousand_years() {
	let years: Moment = 4_000 * 365 * 86_400_000;
	let sample = Timed { price: MAX_PRICE, weight: 1, expires: Moment::MAX };
	let accrued = integrate(&[sample], 0, years).unwrap();
	assert_eq!(accrued.live, years);
	let points = [
		Point { at: 0, doubled: 0, live: 0 },
		Point { at: years, doubled: accrued.doubled, live: accrued.live },
	];
	assert_eq!(window(&points, 1).mean, Some(Rounded::exact(MAX_PRICE)));
	assert_eq!(integrate(&[sample], 0, Moment::MAX), None);
}

#[test]
fn integrate_should_follow_expiring_samples() {
	let samples = [
		Timed { price: usd(100), weight: 1, expires: 10 },
		Timed { price: usd(200), weight: 1, expires: 20 },
	];
	// 1.50 for 10 ms, 2.00 for 10 ms, then nothing.
	let accrued = integrate(&samples, 0, 50).unwrap();
	assert_eq!(accrued.doubled, usd(2 * (150 * 10 + 200 * 10)).into_inner());
	assert_eq!((accrued.live, accrued.died), (20, Some(20)));
	// Ends on the moment of the expiry: it has not died yet.
	assert_eq!(integrate(&samples, 0, 20).unwrap().died, None);
	assert_eq!(integrate(&[], 3, 9).unwrap(), Accrued { doubled: 0, live: 0, died: Some(3) });
	// Time does not run backwards.
	assert_eq!(integrate(&samples, 9, 3).unwrap(), Accrued { doubled: 0, live: 0, died: None });
}

#[test]
fn window_should_ignore_what_is_empty() {
	// 1.00 for 100 ms, nothing for 800 ms, 3.00 for 100 ms.
	let points = [
		Point { at: 0, doubled: 0, live: 0 },
		Point { at: 100, doubled: 2 * usd(100).into_inner() * 100, live: 100 },
		Point { at: 900, doubled: 2 * usd(100).into_inner() * 100, live: 100 },
		Point { at: 1_000, doubled: 2 * usd(400).into_inner() * 100, live: 200 },
	];
	for (length, mean, half_filled) in [
		(1_000, Some(200), false),
		(950, Some(233), false),
		(900, Some(300), false),
		(200, Some(300), false),
		(199, Some(300), true),
		(2_000, Some(200), false),
		(0, None, false),
	] {
		let window = window(&points, length);
		assert_eq!(
			window.mean.map(|mean| mean.down.into_inner() / 10_000_000_000_000_000),
			mean,
			"{length}"
		);
		assert_eq!(window.half_filled, half_filled, "{length}");
	}
	assert_eq!(window(&[], 10), Window { mean: None, half_filled: false });
	assert_eq!(window(&points[1..3], 10), Window { mean: None, half_filled: false });
}

#[test]
fn assess_should_tell_agreement_from_disagreement() {
	let torn = Health::Halted(Halt::Torn);
	let cases: [(&[u128], Health); 17] = [
		(&[], Health::Halted(Halt::Silent)),
		(&[100], Health::Degraded),
		(&[100, 100], Health::Fresh),
		// Within 5 % of each other, to the cent.
		(&[10_000, 10_500], Health::Fresh),
		(&[10_501, 10_000], Health::Degraded),
		(&[10_000, 12_500], Health::Degraded),
		(&[12_501, 10_000], torn),
		// One outlier of three is dropped, however far.
		(&[100, 100, 100_000], Health::Fresh),
		(&[1, 100, 101], Health::Fresh),
		(&[9_499, 10_000, 10_000], Health::Fresh),
		// The other two may still be apart: 5.2 %.
		(&[9_501, 10_000, 20_000], Health::Degraded),
		// Two outliers of three: all of them count.
		(&[9_400, 10_000, 10_600], Health::Degraded),
		(&[9_000, 10_000, 11_250], Health::Degraded),
		(&[9_000, 10_000, 11_251], torn),
		// The median agrees with one of its neighbours.
		(&[9_500, 10_000, 10_500], Health::Fresh),
		(&[10_000, 10_000, 10_000], Health::Fresh),
		(&[9_999, 10_000, 10_001], Health::Fresh),
	];
	for (values, expected) in cases {
		assert_eq!(health(values), expected, "{values:?}");
	}
}

#[test]
fn assess_should_degrade_on_every_condition_of_its_own() {
	let two = [live(10_000), live(10_000)];
	let check = |sources: &[Source], conditions: Conditions, expected: Health| {
		assert_eq!(assess(sources, &conditions).health, expected, "{conditions:?}");
	};
	let fed = |first: &[u32], second: &[u32]| [fed_by(10_000, first), fed_by(10_000, second)];
	check(&fed(&[1, 2, 3], &[1, 2, 3]), CALM, Health::Fresh);
	check(&fed(&[1, 2], &[2, 3]), CALM, Health::Fresh);
	check(&fed(&[1, 2], &[1, 2]), CALM, Health::Degraded);
	check(&fed(&[1], &[2]), CALM, Health::Degraded);
	for (reference, expected) in [
		(8_334, Health::Fresh),
		(8_333, Health::Degraded),
		(12_500, Health::Fresh),
		(12_501, Health::Degraded),
	] {
		check(&two, Conditions { reference: Some(usd(reference)), ..CALM }, expected);
	}
	let empty = Source { half_filled: false, ..live(10_000) };
	check(&[live(10_000), empty.clone()], CALM, Health::Degraded);
	// A third source that has just come back does not matter.
	check(&[live(10_000), live(10_000), empty], CALM, Health::Fresh);
	check(&two, Conditions { paused: true, ..CALM }, Health::Halted(Halt::Paused));
	check(&[], Conditions { paused: true, ..CALM }, Health::Halted(Halt::Paused));
	let torn = [live(100), live(200)];
	check(&torn, Conditions { paused: true, ..CALM }, Health::Halted(Halt::Torn));
}

#[test]
fn assess_should_skip_sources_with_too_few_feeders() {
	let check = |sources: &[Source], live: usize, spot: u128, health: Health| {
		let assessment = assess(sources, &CALM);
		assert_eq!(assessment.live, live, "{sources:?}");
		let prices = assessment.prices.unwrap();
		assert_eq!(prices.spot, Rounded::exact(usd(spot)), "{sources:?}");
		assert_eq!(assessment.health, health, "{sources:?}");
		prices
	};
	let torn = Health::Halted(Halt::Torn);
	// One member alone on two sources neither owns the price nor the extremes, nor halts anything.
	for lie in [1, 99, 105, 1_000] {
		let sources = [fed_by(100, &[0, 1, 2, 3]), fed_by(lie, &[4]), fed_by(lie, &[4])];
		let prices = check(&sources, 1, 100, Health::Degraded);
		assert_eq!((prices.lowest, prices.highest), (usd(100), usd(100)));
		check(&[fed_by(100, &[0, 1]), fed_by(lie, &[4])], 1, 100, Health::Degraded);
		let honest = [fed_by(100, &[0, 1, 2]), fed_by(100, &[0, 1, 2]), fed_by(lie, &[3, 4])];
		check(&honest, 2, 100, Health::Fresh);
	}
	// Three are enough, however many the best-fed source has, and as many as that one has.
	check(&[fed_by(100, &[0, 1, 2, 3, 4]), fed_by(102, &[0, 1, 2])], 2, 101, Health::Fresh);
	check(&[fed_by(100, &[0, 1]), fed_by(102, &[2, 3])], 2, 101, Health::Fresh);
	check(&[fed_by(100, &[0]), fed_by(200, &[1])], 2, 150, torn);
}

#[test]
fn assess_should_not_count_the_feeders_of_the_outlier() {
	let sources = [fed_by(100, &[0, 1]), fed_by(101, &[0, 1]), fed_by(900, &[2, 3])];
	assert_eq!(assess(&sources, &CALM).health, Health::Degraded);
	let sources = [fed_by(100, &[0, 1]), fed_by(101, &[0, 2]), fed_by(900, &[2, 3])];
	assert_eq!(assess(&sources, &CALM).health, Health::Fresh);
}

#[test]
fn assess_should_leave_the_outlier_out_of_every_median() {
	let sources = [live_with_mean(100, 98), live_with_mean(900, 901), live_with_mean(102, 99)];
	let assessment = assess(&sources, &CALM);
	assert_eq!(assessment.live, 3);
	let prices = assessment.prices.unwrap();
	assert_eq!(prices.spot, Rounded::exact(usd(101)));
	assert_eq!(prices.twap.down, usd(197) / 2.into());
	// It is live none the less.
	assert_eq!((prices.lowest, prices.highest), (usd(100), usd(900)));
}

#[test]
fn degraded_prices_should_take_every_live_source_into_account() {
	let moved = Conditions { reference: Some(usd(50)), ..CALM };
	for (outlier, burn, pay) in [(900, 99_000, 909_000), (10, 9_900, 103_020)] {
		let degraded = assess(&[live(100), live(outlier), live(102)], &moved);
		assert_eq!(degraded.health, Health::Degraded);
		let millionths = |price: Price| price.into_inner() / 10_000_000_000_000;
		let backing = Backing::default();
		assert_eq!(credit(&degraded, &backing).map(|c| millionths(c.price)), Some(burn));
		let never = || -> Assessment { panic!("only a halted oracle asks for late samples") };
		assert_eq!(payout(&degraded, never, &backing).map(millionths), Some(pay));
	}
}

#[test]
fn prices_should_follow_the_rules_of_each_state() {
	let never = || -> Assessment { panic!("only a halted oracle asks for late samples") };
	let fresh = assess(&[live_with_mean(10_000, 9_800), live_with_mean(10_000, 9_800)], &CALM);
	let degraded = assess(&[live(10_000)], &CALM);
	let good = Good { low: usd(9_000), high: usd(11_000) };
	let none = Backing::default();
	let with_good = Backing { last_good: Some(good), ..none };
	let cheap = Backing { bootstrap: Some(usd(5_000)), ..none };
	let dear = Backing { bootstrap: Some(usd(20_000)), ..none };
	let floor = Backing { floor: Some(usd(50_000)), ..none };
	// In hundredths of a cent.
	for (assessment, backing, burn, pay) in [
		(&fresh, none, 975_100, 1_000_000),
		(&fresh, with_good, 975_100, 1_000_000),
		(&fresh, cheap, 497_500, 1_000_000),
		(&fresh, dear, 975_100, 2_000_000),
		(&fresh, floor, 975_100, 5_000_000),
		(&degraded, none, 990_000, 1_010_000),
		(&degraded, with_good, 891_000, 1_111_000),
		(&degraded, cheap, 495_000, 1_010_000),
		(&degraded, dear, 990_000, 2_020_000),
		(&degraded, floor, 990_000, 5_000_000),
	] {
		let credit = credit(assessment, &backing).unwrap();
		assert_eq!(credit.price.into_inner(), burn * 100_000_000_000_000, "{backing:?}");
		assert!(!credit.bootstrap);
		let payout = payout(assessment, never, &backing).unwrap();
		assert_eq!(payout.into_inner(), pay * 100_000_000_000_000, "{backing:?}");
	}
}

#[test]
fn halted_prices_should_use_late_samples_and_the_fixed_price() {
	let silent = assess(&[], &CALM);
	let torn = assess(&[live(100), live(200)], &CALM);
	let paused = assess(&[live(100), live(100)], &Conditions { paused: true, ..CALM });
	let good = Good { low: usd(90), high: usd(300) };
	let none = Backing::default();
	let fixed = Backing { bootstrap: Some(usd(70)), ..none };
	let settled = Backing { last_good: Some(good), ..fixed };
	for assessment in [&torn, &paused] {
		assert_eq!(credit(assessment, &settled), None);
	}
	assert_eq!(credit(&silent, &none), None);
	assert_eq!(credit(&silent, &fixed), Some(Credit { price: usd(70), bootstrap: true }));
	// Once there was a market price, the fixed one is out of date.
	assert_eq!(credit(&silent, &settled), None);

	let some = || assess(&[live(200)], &CALM);
	let apart = || assess(&[live(100), live(200)], &CALM);
	let nothing = || assess(&[], &CALM);
	assert_eq!(payout(&silent, some, &none), Some(usd(202)));
	assert_eq!(payout(&paused, some, &settled), Some(usd(303)));
	assert_eq!(payout(&paused, apart, &settled), None);
	// Not even if an older sample would decide between them.
	assert_eq!(payout(&torn, some, &settled), None);
	assert_eq!(payout(&silent, nothing, &none), None);
	assert_eq!(payout(&silent, nothing, &fixed), Some(usd(70)));
	let raised = Backing { floor: Some(usd(90)), ..fixed };
	assert_eq!(payout(&silent, nothing, &raised), Some(usd(90)));
	// Once there was a market price, payouts wait for one.
	assert_eq!(payout(&silent, nothing, &settled), None);
}

#[test]
fn last_good_should_exist_only_when_fresh() {
	let fresh = assess(&[live_with_mean(100, 90), live_with_mean(100, 90)], &CALM);
	assert_eq!(Good::of(&fresh), Some(Good { low: usd(90), high: usd(100) }));
	assert_eq!(Good::of(&assess(&[live(100)], &CALM)), None);
	assert_eq!(Good::of(&assess(&[], &CALM)), None);
}

fn seen(cents: u128) -> Seen {
	Seen { weight: 1, low: usd(cents), high: usd(cents) }
}

#[test]
fn judge_should_find_what_is_off_the_others() {
	assert_eq!(judge(&[seen(100), seen(900), seen(100)]), vec![None; 3]);
	assert_eq!(
		judge(&[seen(10_000), seen(10_200), seen(9_800), seen(10_000)]),
		vec![Some(false); 4]
	);
	assert_eq!(
		judge(&[seen(10_000), seen(10_201), seen(10_000), seen(10_000)]),
		vec![Some(false), Some(true), Some(false), Some(false)]
	);
	assert_eq!(
		judge(&[seen(9_799), seen(10_000), seen(10_000), seen(10_000)]),
		vec![Some(true), Some(false), Some(false), Some(false)]
	);
	// A good sample after a bad one in the same minute does not hide it.
	let both = Seen { weight: 1, low: usd(10_000), high: usd(20_000) };
	assert_eq!(
		judge(&[seen(10_000), both, seen(10_000), seen(10_000)]),
		vec![Some(false), Some(true), Some(false), Some(false)]
	);
	// A minute in which the price itself moves judges nobody who followed it.
	let moved = Seen { weight: 1, low: usd(10_000), high: usd(11_000) };
	assert_eq!(judge(&[moved, moved, moved, moved]), vec![Some(false); 4]);
	// One without weight neither judges nor counts among the judges.
	let light = Seen { weight: 0, ..seen(10_000) };
	assert_eq!(judge(&[seen(1), seen(1), seen(1), light])[..3], [None; 3]);
}

#[test]
fn is_ejected_should_need_enough_and_more_than_a_fifth() {
	for (judged, bad, floor, expected) in [
		(100, 20, 100, false),
		(100, 21, 100, true),
		(99, 99, 100, false),
		(0, 0, 0, false),
		(1, 1, 0, true),
		(u32::MAX, u32::MAX, u32::MAX, true),
	] {
		assert_eq!(is_ejected(judged, bad, floor), expected, "{judged} {bad} {floor}");
	}
}

// ---- Against exact rationals ----

fn price() -> impl Strategy<Value = Price> {
	prop_oneof![
		1 => Just(MIN_PRICE),
		1 => Just(MAX_PRICE),
		4 => (MIN_PRICE.into_inner()..=MAX_PRICE.into_inner()).prop_map(Price::from_inner),
		4 => (1_u128..100).prop_map(usd),
	]
}

fn weight() -> impl Strategy<Value = u128> {
	prop_oneof![0_u128..10, 1_u128..1_000_000, (1_u128 << 90)..(1 << 100)]
}

/// Weights after the cap, found by lowering the heaviest one after the other.
fn capped(weights: &[u128]) -> Vec<BigRational> {
	let mut weights: Vec<_> = weights.iter().map(|weight| ratio(*weight, 1)).collect();
	if weights.len() < 3 {
		return weights;
	}
	let mut order: Vec<_> = (0..weights.len()).collect();
	order.sort_by(|a, b| weights[*b].cmp(&weights[*a]));
	// With k weights at the cap c: c = 2/5 (k c + rest), so c = 2 rest / (5 − 2k).
	for at_cap in 0..3_u128 {
		let (heavy, light) = order.split_at(at_cap as usize);
		let rest: BigRational = light.iter().map(|index| weights[*index].clone()).sum();
		let cap = ratio(2, 5 - 2 * at_cap) * &rest;
		if light.iter().all(|index| {
			at_cap == 0 && &weights[*index] * ratio(5, 1) <= &rest * ratio(2, 1)
				|| at_cap > 0 && weights[*index] <= cap
		}) {
			for index in heavy {
				weights[*index] = cap.clone();
			}
			return weights;
		}
	}
	unreachable!("at most two weights can be at a cap of 40 %")
}

/// Median by definition: the mean of the lowest price with at least half of the weight at or below
/// it and the highest with at least half at or above it.
fn exact_median(values: &[Weighted]) -> Option<BigRational> {
	let values: Vec<_> = values.iter().filter(|value| value.weight > 0).collect();
	let weights = capped(&values.iter().map(|value| value.weight).collect::<Vec<_>>());
	let half = weights.iter().sum::<BigRational>() / ratio(2, 1);
	let share = |keep: &dyn Fn(Price) -> bool| -> BigRational {
		values.iter().zip(&weights).filter(|(value, _)| keep(value.price)).map(|(_, w)| w).sum()
	};
	let low =
		values.iter().map(|v| v.price).filter(|p| share(&|other| other <= *p) >= half).min()?;
	let high =
		values.iter().map(|v| v.price).filter(|p| share(&|other| other >= *p) >= half).max()?;
	Some((exact(low) + exact(high)) / ratio(2, 1))
}

fn source() -> impl Strategy<Value = Source> {
	let rounded = || {
		(50_u128..200, 0_u128..2).prop_map(|(cents, gap)| Rounded {
			down: usd(cents),
			up: Price::from_inner(usd(cents).into_inner() + gap),
		})
	};
	let feeders = prop::collection::btree_set(0_u32..6, 1..6);
	(rounded(), rounded(), any::<bool>(), feeders).prop_map(
		|(value, mean, half_filled, feeders)| Source {
			value,
			mean,
			half_filled,
			feeders: feeders.into_iter().collect(),
		},
	)
}

proptest! {
	#[test]
	fn weighted_median_should_equal_the_definition(
		values in prop::collection::vec((price(), weight()), 0..8)
	) {
		let values: Vec<_> =
			values.into_iter().map(|(price, weight)| Weighted { price, weight }).collect();
		let middle = weighted_median(values.iter().copied());
		let expected = exact_median(&values);
		prop_assert_eq!(
			middle.map(|middle| ratio(middle.doubled().unwrap(), 2)),
			expected.clone()
		);
		if let Some(middle) = middle {
			prop_assert!(surrounds(middle.rounded(), &expected.unwrap()));
		}
	}

	#[test]
	fn no_member_should_move_the_median_past_the_others(
		values in prop::collection::vec((price(), 1_u128..1_000_000), 3..8),
		lie in price(),
	) {
		// Whatever the first of three or more says, the median stays within the others' prices.
		let values: Vec<_> =
			values.into_iter().map(|(price, weight)| Weighted { price, weight }).collect();
		let others = &values[1..];
		let liar = Weighted { price: lie, ..values[0] };
		let middle = weighted_median(others.iter().copied().chain([liar])).unwrap();
		prop_assert!(middle.low >= others.iter().map(|value| value.price).min().unwrap());
		prop_assert!(middle.high <= others.iter().map(|value| value.price).max().unwrap());
	}

	#[test]
	fn integrate_should_equal_the_sum_over_milliseconds(
		samples in prop::collection::vec((price(), 1_u128..10, 0_u64..60), 0..6),
		from in 0_u64..40,
		length in 0_u64..60,
	) {
		let samples: Vec<_> = samples
			.into_iter()
			.map(|(price, weight, expires)| Timed { price, weight, expires })
			.collect();
		let to = from + length;
		let (mut sum, mut live) = (ratio(0, 1), 0);
		for end in from + 1..=to {
			let alive: Vec<_> = samples
				.iter()
				.filter(|sample| sample.expires >= end)
				.map(|sample| Weighted { price: sample.price, weight: sample.weight })
				.collect();
			if let Some(median) = exact_median(&alive) {
				sum += median;
				live += 1;
			}
		}
		let accrued = integrate(&samples, from, to).unwrap();
		prop_assert_eq!(ratio(accrued.doubled, 2), sum);
		prop_assert_eq!(accrued.live, live);
		prop_assert_eq!(accrued.died, (live < length).then_some(from + live));
	}

	#[test]
	fn window_should_equal_the_polyline(
		steps in prop::collection::vec((0_u64..1_000, price(), 0_u64..=100), 1..20),
		length in 1_u64..5_000,
	) {
		let mut points = vec![Point { at: 5_000, doubled: 0, live: 0 }];
		for (span, price, percent) in steps {
			let last = points[points.len() - 1];
			let live = span * percent / 100;
			points.push(Point {
				at: last.at + span,
				doubled: last.doubled + 2 * price.into_inner() * u128::from(live),
				live: last.live + live,
			});
		}
		let now = points[points.len() - 1];
		let start = now.at - length.min(now.at);
		let at_start = |of: &dyn Fn(&Point) -> u128| {
			let Some(index) = points.iter().rposition(|point| point.at <= start) else {
				return ratio(of(&points[0]), 1);
			};
			let (a, b) = (&points[index], &points[index + 1]);
			let slope = ratio((start - a.at).into(), (b.at - a.at).into());
			ratio(of(a), 1) + ratio(of(b) - of(a), 1) * slope
		};
		let doubled = ratio(now.doubled, 1) - at_start(&|point| point.doubled);
		let live = ratio(now.live.into(), 1) - at_start(&|point| point.live.into());
		let window = window(&points, length);
		prop_assert_eq!(window.half_filled, &live * ratio(2, 1) > ratio(length.into(), 1));
		match window.mean {
			None => prop_assert_eq!(live, ratio(0, 1)),
			Some(mean) => prop_assert!(surrounds(mean, &(doubled / (live * ratio(2, 1))))),
		}
	}

	#[test]
	fn prices_should_favour_the_protocol(
		sources in prop::collection::vec(source(), 0..=3),
		late in prop::collection::vec(source(), 0..=3),
		paused in prop::bool::weighted(0.1),
		reference in prop::option::of((50_u128..200).prop_map(usd)),
		good in prop::option::of((50_u128..200, 0_u128..50)),
		bootstrap in prop::option::of((50_u128..200).prop_map(usd)),
		floor in prop::option::of((50_u128..200).prop_map(usd)),
		amm in prop::option::of((50_u128..200).prop_map(usd)),
	) {
		let now = assess(&sources, &Conditions { reference, paused });
		let late = || assess(&late, &Conditions { reference, paused: false });
		let backing = Backing {
			last_good: good.map(|(low, gap)| Good { low: usd(low), high: usd(low + gap) }),
			bootstrap,
			floor,
			amm: None,
		};
		let with_amm = Backing { amm, ..backing };
		let lowered = credit(&now, &with_amm);
		let raised = payout(&now, late, &with_amm);
		let credit = credit(&now, &backing);
		let payout = payout(&now, late, &backing);
		// The AMM moves both prices apart, by 5 % at most, and says nothing about trust.
		prop_assert_eq!(lowered.is_some(), credit.is_some());
		if let (Some(lowered), Some(credit)) = (lowered, credit) {
			prop_assert!(lowered.price <= credit.price);
			prop_assert!(exact(lowered.price) >= exact(credit.price) * ratio(95, 100));
			prop_assert_eq!(lowered.bootstrap, credit.bootstrap);
		}
		prop_assert_eq!(raised.is_some(), payout.is_some());
		if let (Some(raised), Some(payout)) = (raised, payout) {
			prop_assert!(raised >= payout);
			prop_assert!(exact(raised) <= exact(payout) * ratio(105, 100));
		}
		if let (Some(credit), Some(payout)) = (credit, payout) {
			prop_assert!(credit.price <= payout);
		}
		if let (Some(payout), Some(floor)) = (payout, floor) {
			prop_assert!(payout >= floor);
		}
		if let (Some(bootstrap), Some(credit)) = (bootstrap, credit) {
			prop_assert!(credit.price <= bootstrap);
		}
		prop_assert_eq!(
			credit.is_some(),
			match now.health {
				Health::Fresh | Health::Degraded => true,
				Health::Halted(Halt::Silent) => bootstrap.is_some() && good.is_none(),
				Health::Halted(_) => false,
			}
		);
		prop_assert!(now.health != Health::Halted(Halt::Torn) || payout.is_none());
		prop_assert_eq!(now.live == 0, sources.is_empty());
		if now.health == Health::Fresh {
			// Against the exact rule, with the exact values somewhere between their neighbours.
			let prices = now.prices.unwrap();
			let low = exact(prices.spot.down.min(prices.twap.down).min(bootstrap.unwrap_or(prices.spot.down)));
			let rule = low * ratio(995, 1_000);
			prop_assert_eq!(exact(credit.unwrap().price), rule.floor());
			prop_assert!(payout.unwrap() >= prices.spot.up.max(prices.twap.up));
		}
	}

	#[test]
	fn share_should_round_to_the_neighbours(price in price(), thousandths in 0_u32..2_000) {
		let value = exact(price) * ratio(thousandths.into(), 1_000);
		prop_assert!(surrounds(share(price, thousandths), &value));
	}
}

#[test]
fn the_amm_should_lower_credit_and_raise_payout_by_five_percent_at_most() {
	let fresh = assess(&[live(10_000), live(10_000)], &CALM);
	let at = |cents| Backing { amm: Some(usd(cents)), ..Backing::default() };
	let credit_at = |cents| credit(&fresh, &at(cents)).unwrap().price;
	let payout_at = |cents| payout(&fresh, || fresh, &at(cents)).unwrap();
	// Without it: 99.50 and 100.
	assert_eq!(credit_at(9_951), usd(9_950));
	assert_eq!(credit_at(9_900), usd(9_900));
	assert_eq!(credit_at(1), Price::from_rational(9_950 * 95, 10_000));
	assert_eq!(payout_at(9_999), usd(10_000));
	assert_eq!(payout_at(10_200), usd(10_200));
	assert_eq!(payout_at(1_000_000), usd(10_500));
}
