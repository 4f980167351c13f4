//! JSON forms that 53-bit readers survive.

use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

/// An integer as a decimal string; for `#[serde(with = "…::json::decimal")]`.
pub mod decimal {
	use super::*;
	use alloc::string::{String, ToString};
	use core::{fmt::Display, str::FromStr};

	/// Writes `value` as a decimal string.
	pub fn serialize<T: Display, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&value.to_string())
	}

	/// Reads a decimal string.
	pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<T, D::Error> {
		String::deserialize(deserializer)?
			.parse()
			.map_err(|_| D::Error::custom("expected a decimal string"))
	}
}

/// A price as a decimal string in USD per OROG with 18 decimals, such as `"0.500000000000000000"`.
pub mod price {
	use super::*;
	use alloc::{format, string::String};
	use orogen_primitives_core::Price;
	use sp_runtime::FixedPointNumber;

	/// Writes `price` as a decimal string.
	pub fn to_string(price: Price) -> String {
		let inner = price.into_inner();
		let one = Price::DIV;
		format!("{}.{:018}", inner / one, inner % one)
	}

	/// Reads what [`to_string`] writes, with any number of decimals up to 18.
	pub fn from_str(text: &str) -> Option<Price> {
		let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
		if fraction.len() > 18 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
			return None;
		}
		let whole: u128 = whole.parse().ok()?;
		let fraction: u128 = format!("{fraction:0<18}").parse().ok()?;
		whole.checked_mul(Price::DIV)?.checked_add(fraction).map(Price::from_inner)
	}

	/// Writes `price` as a decimal string.
	pub fn serialize<S: Serializer>(price: &Price, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&to_string(*price))
	}

	/// Reads a decimal string.
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Price, D::Error> {
		from_str(&String::deserialize(deserializer)?)
			.ok_or_else(|| D::Error::custom("expected a decimal price"))
	}
}

/// `Option` of a [`price`].
pub mod optional_price {
	use super::*;
	use alloc::string::String;
	use orogen_primitives_core::Price;

	/// Writes a decimal string or null.
	pub fn serialize<S: Serializer>(
		price: &Option<Price>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		match price {
			Some(price) => super::price::serialize(price, serializer),
			None => serializer.serialize_none(),
		}
	}

	/// Reads a decimal string or null.
	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<Price>, D::Error> {
		Option::<String>::deserialize(deserializer)?
			.map(|text| {
				super::price::from_str(&text)
					.ok_or_else(|| D::Error::custom("expected a decimal price"))
			})
			.transpose()
	}
}

/// Text in bytes, such as a URL; bytes that are not UTF-8 are replaced.
pub mod text {
	use super::*;
	use alloc::{string::String, vec::Vec};

	/// Writes the bytes as text.
	pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&String::from_utf8_lossy(bytes))
	}

	/// Reads text into bytes.
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
		String::deserialize(deserializer).map(String::into_bytes)
	}
}
