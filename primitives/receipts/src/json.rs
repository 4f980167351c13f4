//! The published JSON form of requests and receipts.
//!
//! Keys are camelCase, integers of 64 bits and more decimal strings, hashes, keys and signatures hex
//! with `0x` and lower-case digits, accounts SS58 with the chain's prefix, 32-bit integers and shares
//! (in parts per billion) numbers. The form is canonical: reading refuses unknown fields and every
//! spelling that writing would not produce, so that SCALE and JSON convert into each other without
//! loss both ways. The functions here are for `#[serde(with = "…")]`.

use alloc::{
	format,
	string::{String, ToString},
};
use core::{fmt::Display, str::FromStr};
use orogen_primitives_core::{AccountId, Hash, SS58_PREFIX};
use serde::{Deserialize, Deserializer, Serializer, de::Error as _};
use sp_core::crypto::Ss58Codec;

/// Bytes as hex.
fn to_hex(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// Bytes from what [`to_hex`] writes.
fn from_hex<E: serde::de::Error>(text: &str) -> Result<alloc::vec::Vec<u8>, E> {
	text.strip_prefix("0x")
		.filter(|digits| !digits.bytes().any(|digit| digit.is_ascii_uppercase()))
		.and_then(|digits| hex::decode(digits).ok())
		.ok_or_else(|| E::custom("expected hex with 0x and lower-case digits"))
}

/// An integer as a decimal string.
pub mod decimal {
	use super::*;

	/// Writes `value` as a decimal string.
	pub fn serialize<T: Display, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.collect_str(value)
	}

	/// Reads a decimal string without sign or leading zeros.
	pub fn deserialize<'de, T: Display + FromStr, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<T, D::Error> {
		let text = String::deserialize(deserializer)?;
		text.parse::<T>()
			.ok()
			.filter(|value| value.to_string() == text)
			.ok_or_else(|| D::Error::custom("expected a decimal string"))
	}
}

/// A key, signature or other bytes of fixed length as hex.
pub mod bytes {
	use super::*;

	/// Writes hex.
	pub fn serialize<T: AsRef<[u8]>, S: Serializer>(
		value: &T,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&to_hex(value.as_ref()))
	}

	/// Reads hex of the right length.
	pub fn deserialize<'de, T: for<'a> TryFrom<&'a [u8]>, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<T, D::Error> {
		let bytes = from_hex::<D::Error>(&String::deserialize(deserializer)?)?;
		T::try_from(bytes.as_slice()).map_err(|_| D::Error::custom("wrong number of bytes"))
	}
}

/// A hash as hex.
pub mod hash {
	use super::*;

	/// Writes hex.
	pub fn serialize<S: Serializer>(value: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&to_hex(value.as_bytes()))
	}

	/// Reads 32 bytes of hex.
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
		parse(&String::deserialize(deserializer)?)
	}

	pub(super) fn parse<E: serde::de::Error>(text: &str) -> Result<Hash, E> {
		<[u8; 32]>::try_from(from_hex::<E>(text)?)
			.map(Hash::from)
			.map_err(|_| E::custom("expected 32 bytes"))
	}
}

/// A hash as hex, or null.
pub mod optional_hash {
	use super::*;

	/// Writes hex or null.
	pub fn serialize<S: Serializer>(
		value: &Option<Hash>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		match value {
			Some(value) => hash::serialize(value, serializer),
			None => serializer.serialize_none(),
		}
	}

	/// Reads hex or null.
	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<Option<Hash>, D::Error> {
		Option::<String>::deserialize(deserializer)?.map(|text| hash::parse(&text)).transpose()
	}
}

/// An account as SS58 with the chain's prefix.
pub mod account {
	use super::*;

	fn to_ss58(account: &AccountId) -> String {
		account.to_ss58check_with_version(SS58_PREFIX.into())
	}

	/// Writes SS58.
	pub fn serialize<S: Serializer>(value: &AccountId, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&to_ss58(value))
	}

	/// Reads SS58 with the chain's prefix.
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AccountId, D::Error> {
		let text = String::deserialize(deserializer)?;
		AccountId::from_ss58check(&text)
			.ok()
			.filter(|account| to_ss58(account) == text)
			.ok_or_else(|| D::Error::custom("expected an SS58 address with prefix 42"))
	}
}

/// A share in parts per billion.
pub mod parts {
	use super::*;
	use sp_runtime::{PerThing, Perbill};

	/// Writes the parts.
	pub fn serialize<S: Serializer>(value: &Perbill, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_u32(value.deconstruct())
	}

	/// Reads the parts.
	pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Perbill, D::Error> {
		let parts = u32::deserialize(deserializer)?;
		if parts > Perbill::ACCURACY {
			return Err(D::Error::custom("expected at most 1000000000 parts"));
		}
		Ok(Perbill::from_parts(parts))
	}
}

/// A signature of an account.
pub mod signature {
	use super::*;
	use serde::Serialize;
	use sp_core::{ecdsa, ed25519, sr25519};
	use sp_runtime::MultiSignature;

	#[derive(Serialize, Deserialize)]
	#[serde(rename_all = "camelCase")]
	enum Form {
		Ed25519(#[serde(with = "super::bytes")] ed25519::Signature),
		Sr25519(#[serde(with = "super::bytes")] sr25519::Signature),
		Ecdsa(#[serde(with = "super::bytes")] ecdsa::Signature),
		Eth(#[serde(with = "super::bytes")] ecdsa::KeccakSignature),
	}

	/// Writes an object with the scheme as its only key.
	pub fn serialize<S: Serializer>(
		value: &MultiSignature,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		match value.clone() {
			MultiSignature::Ed25519(signature) => Form::Ed25519(signature),
			MultiSignature::Sr25519(signature) => Form::Sr25519(signature),
			MultiSignature::Ecdsa(signature) => Form::Ecdsa(signature),
			MultiSignature::Eth(signature) => Form::Eth(signature),
		}
		.serialize(serializer)
	}

	/// Reads an object with the scheme as its only key.
	pub fn deserialize<'de, D: Deserializer<'de>>(
		deserializer: D,
	) -> Result<MultiSignature, D::Error> {
		Ok(match Form::deserialize(deserializer)? {
			Form::Ed25519(signature) => MultiSignature::Ed25519(signature),
			Form::Sr25519(signature) => MultiSignature::Sr25519(signature),
			Form::Ecdsa(signature) => MultiSignature::Ecdsa(signature),
			Form::Eth(signature) => MultiSignature::Eth(signature),
		})
	}
}
