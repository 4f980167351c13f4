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

/// `Option` of a [`decimal`]; reads JSON integers as well.
pub mod optional_decimal {
	use super::*;
	use alloc::string::{String, ToString};
	use core::{fmt::Display, str::FromStr};

	/// Writes a decimal string or null.
	pub fn serialize<T: Display, S: Serializer>(
		value: &Option<T>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		match value {
			Some(value) => super::decimal::serialize(value, serializer),
			None => serializer.serialize_none(),
		}
	}

	/// Either form.
	#[derive(Deserialize)]
	#[serde(untagged)]
	enum Form {
		Number(u64),
		Text(String),
	}

	/// Reads a decimal string, an integer or null.
	pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<T>, D::Error> {
		Option::<Form>::deserialize(deserializer)?
			.map(|form| {
				let text = match form {
					Form::Number(number) => number.to_string(),
					Form::Text(text) => text,
				};
				text.parse().map_err(|_| D::Error::custom("expected a decimal string"))
			})
			.transpose()
	}
}

/// `Option` of a [`text`].
pub mod optional_text {
	use super::*;
	use alloc::{string::String, vec::Vec};

	/// Writes text or null.
	pub fn serialize<S: Serializer>(
		bytes: &Option<Vec<u8>>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		match bytes {
			Some(bytes) => super::text::serialize(bytes, serializer),
			None => serializer.serialize_none(),
		}
	}

	/// Reads text or null.
	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<Vec<u8>>, D::Error> {
		Ok(Option::<String>::deserialize(deserializer)?.map(String::into_bytes))
	}
}

/// `Option` of an account, written as SS58, read as SS58 or as hex.
pub mod optional_account {
	use super::*;
	use orogen_primitives_core::AccountId;
	use serde::Serialize;

	/// Writes SS58 or null.
	pub fn serialize<S: Serializer>(
		account: &Option<AccountId>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		account.serialize(serializer)
	}

	/// Reads SS58, hex or null.
	#[cfg(feature = "std")]
	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<AccountId>, D::Error> {
		Option::<alloc::string::String>::deserialize(deserializer)?
			.map(|text| {
				account_from(&text)
					.ok_or_else(|| D::Error::custom("expected an account as SS58 or as hex"))
			})
			.transpose()
	}

	/// Runtimes read no JSON of ours; the derives only want the function.
	#[cfg(not(feature = "std"))]
	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<AccountId>, D::Error> {
		Option::<AccountId>::deserialize(deserializer)
	}
}

/// Bytes as hex.
pub mod hex {
	use super::*;
	use alloc::vec::Vec;

	/// Writes hex with `0x`.
	pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
		sp_core::bytes::serialize(bytes, serializer)
	}

	/// Reads hex with `0x`.
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
		sp_core::bytes::deserialize(deserializer)
	}
}

/// An account from its SS58 form, or from its 32 bytes as `0x` and 64 hex digits.
#[cfg(feature = "std")]
pub fn account_from(text: &str) -> Option<orogen_primitives_core::AccountId> {
	use orogen_primitives_core::AccountId;
	use sp_core::crypto::Ss58Codec;
	match text.strip_prefix("0x") {
		// The library would skip spaces and pad with zeros.
		Some(digits) if digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
			let bytes = sp_core::bytes::from_hex(digits).ok()?;
			<[u8; 32]>::try_from(bytes).ok().map(AccountId::new)
		}
		Some(_) => None,
		None => AccountId::from_ss58check(text).ok(),
	}
}
