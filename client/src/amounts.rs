//! OROG and CUC as people write them: decimals with a point, and no floating point anywhere.

use crate::Error;
use orogen_primitives_core::{Balance, CUC_DECIMALS, Cuc, OROG_DECIMALS, Price};
use orogen_primitives_runtime_api::json::price;

/// `amount` of a unit of `10^decimals`, with a comma every three digits of the whole part and without
/// zeros at the end.
fn format(amount: u128, decimals: u8) -> String {
	let unit = 10u128.pow(decimals.into());
	let (whole, rest) = (amount / unit, amount % unit);
	let digits = whole.to_string();
	let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
	for (place, digit) in digits.chars().enumerate() {
		if place > 0 && (digits.len() - place) % 3 == 0 {
			grouped.push(',');
		}
		grouped.push(digit);
	}
	if rest == 0 {
		return grouped;
	}
	let fraction = format!("{rest:0width$}", width = decimals.into());
	format!("{grouped}.{}", fraction.trim_end_matches('0'))
}

/// OROG of an amount in planck, such as `1,234.5`.
pub fn orog(planck: Balance) -> String {
	format(planck, OROG_DECIMALS)
}

/// CUC of an amount in micro-USD, such as `0.000123`.
pub fn cuc(micro_usd: u128) -> String {
	format(micro_usd, CUC_DECIMALS)
}

/// The difference `after − before` in OROG, with its sign.
pub fn orog_change(before: Balance, after: Balance) -> String {
	match after.checked_sub(before) {
		Some(0) => "0".into(),
		Some(more) => format!("+{}", orog(more)),
		None => format!("-{}", orog(before - after)),
	}
}

/// A price in USD per OROG, without zeros at the end.
pub fn usd(value: Price) -> String {
	let text = price::to_string(value);
	let trimmed = text.trim_end_matches('0');
	trimmed.strip_suffix('.').unwrap_or(trimmed).to_owned()
}

fn parse(text: &str, decimals: u8) -> Option<u128> {
	let (whole, fraction) = match text.split_once('.') {
		Some((_, "")) => return None,
		Some(parts) => parts,
		None => (text, ""),
	};
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > decimals.into() {
		return None;
	}
	format!("{whole}{fraction:0<width$}", width = decimals.into()).parse().ok()
}

/// An amount with or without a unit, in the smallest unit. `units` are names with their decimals; the
/// first is meant when there is no name. Case does not matter, a space may stand before the name.
fn parse_units(text: &str, units: &[(&str, u8)]) -> Option<u128> {
	let text = text.trim();
	let number =
		text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '-');
	let name = text.get(number.len()..)?;
	let decimals = if name.is_empty() {
		units.first().map(|(_, decimals)| *decimals)
	} else {
		let same = |unit: &&(&str, u8)| unit.0.eq_ignore_ascii_case(name);
		units.iter().find(same).map(|(_, decimals)| *decimals)
	};
	parse(number.trim_end(), decimals?)
}

/// Planck of an amount of OROG: `12.5`, `12.5 OROG`, `250000 planck`.
pub fn parse_orog(text: &str) -> Result<Balance, Error> {
	parse_units(text, &[("OROG", OROG_DECIMALS), ("planck", 0)]).ok_or_else(|| {
		Error::Argument(format!(
			"`{text}` is no amount of OROG with at most 12 decimals, nor of planck; such as `1.5 OROG`"
		))
	})
}

/// Micro-USD of an amount of CUC: `0.25`, `0.25 CUC`, `250000 micro-usd`.
pub fn parse_cuc(text: &str) -> Result<Cuc, Error> {
	parse_units(text, &[("CUC", CUC_DECIMALS), ("USD", CUC_DECIMALS), ("micro-usd", 0)])
		.and_then(|amount| Cuc::try_from(amount).ok())
		.ok_or_else(|| {
			Error::Argument(format!(
				"`{text}` is no amount of CUC with at most 6 decimals, nor of micro-usd; such as \
				 `12.5 CUC`"
			))
		})
}

/// The smallest unit of an asset of `decimals` digits: `5` or `5 USDC`.
pub fn parse_asset(text: &str, symbol: &str, decimals: u8) -> Result<u128, Error> {
	parse_units(text, &[(symbol, decimals)]).ok_or_else(|| {
		Error::Argument(format!(
			"`{text}` is no amount of {symbol} with at most {decimals} decimals"
		))
	})
}

/// An amount of an asset of `decimals` digits.
pub fn asset(amount: u128, decimals: u8) -> String {
	format(amount, decimals)
}

/// A price of an amount in USD per OROG, such as `0.5`.
pub fn parse_usd(text: &str) -> Result<Price, Error> {
	price::from_str(text).filter(|value| value.into_inner() > 0).ok_or_else(|| {
		Error::Argument(format!("`{text}` is no price in USD with at most 18 decimals"))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_should_be_written_and_read_exactly() {
		let cases = [
			(0, "0"),
			(1, "0.000000000001"),
			(1_500_000_000_000, "1.5"),
			(999_000_000_000_000, "999"),
			(1_000_000_000_000_000, "1,000"),
			(12_345_678_000_000_000_001, "12,345,678.000000000001"),
		];
		for (planck, text) in cases {
			assert_eq!(orog(planck), text);
			assert_eq!(parse_orog(&text.replace(',', "")).unwrap(), planck);
		}
		assert_eq!(cuc(1_234_560), "1.23456");
		assert_eq!(parse_cuc("0.000001").unwrap(), 1);
		for bad in ["", ".5", "1.", "-1", "+1", "1e3", "1,000", "0.0000000000001"] {
			assert!(parse_orog(bad).is_err(), "{bad}");
		}
		assert!(parse_cuc("18446744073710").is_err());
	}

	#[test]
	fn amounts_should_have_units() {
		for text in ["1.5", "1.5 OROG", "1.5orog", "1500000000000 planck", " 1.5  OROG "] {
			assert_eq!(parse_orog(text).unwrap(), 1_500_000_000_000, "{text}");
		}
		for text in ["12.5", "12.5 CUC", "12.5 usd", "12500000 micro-USD"] {
			assert_eq!(parse_cuc(text).unwrap(), 12_500_000, "{text}");
		}
		for bad in ["1.5 planck", "1 CUC", "OROG", "1 OROG OROG", "1 -", "- OROG", "1.5 x"] {
			assert!(parse_orog(bad).is_err(), "{bad}");
		}
		for bad in ["1 OROG", "0.5 micro-usd", "1 planck"] {
			assert!(parse_cuc(bad).is_err(), "{bad}");
		}
		assert_eq!(parse_asset("5 USDC", "USDC", 6).unwrap(), 5_000_000);
		assert!(parse_asset("5 DAI", "USDC", 6).is_err());
		assert_eq!(asset(5_250_000, 6), "5.25");
	}

	#[test]
	fn changes_and_prices_should_be_written() {
		assert_eq!(orog_change(5, 5), "0");
		assert_eq!(orog_change(0, 1_500_000_000_000), "+1.5");
		assert_eq!(orog_change(2_000_000_000_000, 500_000_000_000), "-1.5");
		assert_eq!(usd(parse_usd("0.4975").unwrap()), "0.4975");
		assert_eq!(usd(parse_usd("3").unwrap()), "3");
		assert!(parse_usd("0").is_err());
		assert!(parse_usd("abc").is_err());
	}
}
