//! What calls cost.

use crate::Error;
use orogen_primitives_core::Cuc;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};

/// Tokens that a rate is for.
const UNIT: u128 = 1_000_000;

/// Price of a model: micro-USD for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
	/// For a million tokens of prompts.
	#[serde(rename = "in")]
	pub input: u64,
	/// For a million tokens of answers.
	#[serde(rename = "out")]
	pub output: u64,
}

impl Rate {
	/// Price of a call in micro-USD: `(in × rate in + out × rate out) / 1,000,000`, rounded up, so that
	/// no call with a token is free. `None` if that exceeds 2^64 − 1.
	pub fn price(&self, tokens_in: u32, tokens_out: u32) -> Option<Cuc> {
		let input = u128::from(tokens_in) * u128::from(self.input);
		let output = u128::from(tokens_out) * u128::from(self.output);
		Cuc::try_from((input + output).div_ceil(UNIT)).ok()
	}
}

/// Rates by the name that calls give the model.
///
/// As JSON: `{"models": {"qwen/qwen3-32b": {"in": 90000, "out": 290000}}}`, in micro-USD for a
/// million tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
	/// Rates by model.
	pub models: BTreeMap<String, Rate>,
}

impl Rates {
	/// Rates from JSON.
	pub fn from_json(text: &str) -> Result<Self, Error> {
		let rates: Self =
			serde_json::from_str(text).map_err(|error| Error::Rates(error.to_string()))?;
		if rates.models.is_empty() {
			return Err(Error::Rates("it has no model".into()));
		}
		Ok(rates)
	}

	/// Rates from a file of JSON.
	pub fn from_file(path: &Path) -> Result<Self, Error> {
		Self::from_json(&std::fs::read_to_string(path).map_err(Error::file(path))?)
	}

	/// Rate of a model.
	pub fn get(&self, model: &str) -> Option<Rate> {
		self.models.get(model).copied()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn prices_should_be_rounded_up() {
		let rate = Rate { input: 90_000, output: 290_000 };
		assert_eq!(rate.price(0, 0), Some(0));
		assert_eq!(rate.price(1, 0), Some(1));
		// 0.09 × 100 = 9 exactly, one token more is 9.09.
		assert_eq!(rate.price(100, 0), Some(9));
		assert_eq!(rate.price(101, 0), Some(10));
		assert_eq!(rate.price(1_000_000, 1_000_000), Some(380_000));
		assert_eq!(Rate { input: 0, output: 0 }.price(5, 5), Some(0));
		assert_eq!(Rate { input: u64::MAX, output: 0 }.price(1_000_000, 0), Some(u64::MAX));
		assert_eq!(Rate { input: u64::MAX, output: 0 }.price(1_000_001, 0), None);
		assert_eq!(Rate { input: u64::MAX, output: u64::MAX }.price(u32::MAX, u32::MAX), None);
	}

	#[test]
	fn tables_should_be_strict() {
		let rates = Rates::from_json(r#"{"models":{"m":{"in":1,"out":2}}}"#).unwrap();
		assert_eq!(rates.get("m"), Some(Rate { input: 1, output: 2 }));
		assert_eq!(rates.get("M"), None);
		for bad in [
			"",
			"{}",
			r#"{"models":{}}"#,
			r#"{"models":{"m":{"in":1}}}"#,
			r#"{"models":{"m":{"in":1.5,"out":2}}}"#,
			r#"{"models":{"m":{"in":-1,"out":2}}}"#,
			r#"{"models":{"m":{"in":1,"out":2,"cached":1}}}"#,
		] {
			assert!(Rates::from_json(bad).unwrap_err().to_string().starts_with("the rate table: "));
		}
	}

	proptest! {
		#[test]
		fn a_price_should_be_less_than_one_micro_usd_above_the_exact_one(
			input in 0u64..10_000_000, output in 0u64..10_000_000, tokens_in: u32, tokens_out: u32,
		) {
			let price = u128::from(Rate { input, output }.price(tokens_in, tokens_out).unwrap());
			let exact = u128::from(input) * u128::from(tokens_in) + u128::from(output) * u128::from(tokens_out);
			prop_assert!(price * UNIT >= exact && price * UNIT < exact + UNIT);
		}
	}
}
