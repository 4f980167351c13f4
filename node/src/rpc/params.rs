//! Parameters of our methods, read by ourselves so that a bad one gets a typed error.

use super::error::{Kind, Namespace, RpcError};
use orogen_primitives_core::{AccountId, Hash};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;
use sp_core::crypto::Ss58Codec;

/// A parameter as it came.
#[derive(Clone, Debug)]
pub(crate) struct Param(Value);

impl<'de> Deserialize<'de> for Param {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Value::deserialize(deserializer).map(Self)
	}
}

/// Reads the parameters of one method's namespace.
impl Namespace {
	/// An account: SS58, or 32 bytes as hex.
	pub(crate) fn account(self, name: &'static str, param: &Param) -> Result<AccountId, RpcError> {
		param
			.0
			.as_str()
			.and_then(|text| match text.strip_prefix("0x") {
				Some(_) => bytes32(text).map(AccountId::new),
				None => AccountId::from_ss58check(text).ok(),
			})
			.ok_or_else(|| self.invalid(name, "an account as SS58 or as 0x and 64 hex digits"))
	}

	/// A hash: 32 bytes as hex.
	pub(crate) fn hash(self, name: &'static str, param: &Param) -> Result<Hash, RpcError> {
		param
			.0
			.as_str()
			.and_then(bytes32)
			.map(Hash::from)
			.ok_or_else(|| self.invalid(name, "a hash as 0x and 64 hex digits"))
	}

	/// An integer: a JSON integer or a decimal string.
	pub(crate) fn integer<T: TryFrom<u64>>(
		self,
		name: &'static str,
		param: &Param,
	) -> Result<T, RpcError> {
		let value = match &param.0 {
			Value::Number(number) => number.as_u64(),
			Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
				text.parse().ok()
			}
			_ => None,
		};
		value.and_then(|value| T::try_from(value).ok()).ok_or_else(|| {
			self.invalid(name, "an integer in range, as a number or a decimal string")
		})
	}

	/// A structure: `0x` and its SCALE bytes as hex, or its JSON form.
	pub(crate) fn structure<T: codec::Decode + DeserializeOwned>(
		self,
		name: &'static str,
		expected: &'static str,
		param: &Param,
	) -> Result<T, RpcError> {
		let value = match &param.0 {
			Value::String(text) => bytes(text)
				.and_then(|bytes| <T as codec::DecodeAll>::decode_all(&mut bytes.as_slice()).ok()),
			json => T::deserialize(json).ok(),
		};
		value.ok_or_else(|| self.invalid(name, expected))
	}

	fn invalid(self, parameter: &'static str, expected: &'static str) -> RpcError {
		self.error(Kind::InvalidParameter { parameter, expected })
	}
}

fn bytes(text: &str) -> Option<Vec<u8>> {
	text.strip_prefix("0x").and_then(|_| sp_core::bytes::from_hex(text).ok())
}

fn bytes32(text: &str) -> Option<[u8; 32]> {
	// Odd lengths are padded by the library, so the length of the text counts.
	(text.len() == 66).then(|| bytes(text)).flatten()?.try_into().ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;
	use sp_core::crypto::Ss58Codec;

	const NAMESPACE: Namespace = Namespace::Bme;

	#[test]
	fn account_should_read_both_forms() {
		let account = AccountId::new([7; 32]);
		let hex = format!("0x{}", "07".repeat(32));
		for form in [account.to_ss58check(), hex] {
			assert_eq!(NAMESPACE.account("who", &Param(json!(form))).unwrap(), account);
		}
	}

	#[test]
	fn account_should_refuse_what_is_no_account() {
		for value in [
			json!(null),
			json!(7),
			json!(""),
			json!("//Alice"),
			json!("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX"),
			json!(format!("0x{}", "07".repeat(31))),
			json!(format!("0x{}", "0g".repeat(32))),
			json!("07".repeat(32)),
		] {
			assert!(NAMESPACE.account("who", &Param(value.clone())).is_err(), "{value}");
		}
	}

	#[test]
	fn integer_should_read_numbers_and_decimal_strings_in_range() {
		for value in [json!(7), json!("7"), json!("007")] {
			assert_eq!(NAMESPACE.integer::<u64>("id", &Param(value)).unwrap(), 7);
		}
		let most = json!("18446744073709551615");
		assert_eq!(NAMESPACE.integer::<u64>("id", &Param(most.clone())).unwrap(), u64::MAX);
		for value in
			[json!(-1), json!(1.5), json!("0x7"), json!("+7"), json!(""), json!(true), most]
		{
			assert!(NAMESPACE.integer::<u32>("seq", &Param(value.clone())).is_err(), "{value}");
		}
	}

	#[test]
	fn hash_should_want_64_digits() {
		let text = format!("0x{}", "ab".repeat(32));
		assert_eq!(NAMESPACE.hash("at", &Param(json!(text))).unwrap(), Hash::repeat_byte(0xab));
		for value in
			[json!("0x"), json!(text[..65]), json!(text.trim_start_matches("0x")), json!(1)]
		{
			assert!(NAMESPACE.hash("at", &Param(value.clone())).is_err(), "{value}");
		}
	}
}
