//! The ring of days against a plain model.

use crate::{DayRing, types::RING_DAYS};
use orogen_primitives_math::emission::RollingBurn;
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
	#[test]
	fn ring_matches_a_map_of_days(
		steps in prop::collection::vec((0u32..=250, 1u64..=1_000), 1..60),
		window in 0u32..=180,
	) {
		let mut ring = DayRing::default();
		let mut model = BTreeMap::<u32, u64>::new();
		let mut today = 20_000;
		for (passed, amount) in steps {
			today += passed;
			ring = ring.rolled_to(today);
			ring.note(amount.into(), amount).expect("it fits");
			*model.entry(today).or_default() += amount;
			let since = *model.keys().next().expect("there is a day");
			let days = window.min(today - since).min(RING_DAYS - 1);
			let before: u64 = model.range(today - days..today).map(|(_, amount)| amount).sum();
			let burned = RollingBurn { amount: before.into(), days };
			prop_assert_eq!(ring.rolling_burn(window), burned);
			prop_assert_eq!(ring.created_before(window), u128::from(before));
			prop_assert_eq!(ring.created_today(), model[&today]);
			prop_assert!(ring.days.len() <= RING_DAYS as usize);
		}
		// Time that goes back changes nothing.
		prop_assert_eq!(ring.clone().rolled_to(today - 1), ring);
	}
}
