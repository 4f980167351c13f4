//! Parameters of our methods, read by ourselves so that a bad one gets a typed error.

use super::error::{Kind, Namespace, RpcError};
use orogen_primitives_core::{AccountId, Hash};
use orogen_primitives_runtime_api::json::account_from;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// A parameter as it came.
#[derive(Clone, Debug)]
pub(crate) struct Param(Value);

impl<'de> Deserialize<'de> for Param {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Value::deserialize(deserializer).map(Self)
	}
}

impl Param {
	/// The text, if it is one.
	pub(crate) fn text(&self) -> Option<&str> {
		self.0.as_str()
	}

	/// Whether it is a list that begins with an object that has this field.
	pub(crate) fn is_list_of_objects_with(&self, field: &str) -> bool {
		self.0.get(0).is_some_and(|first| first.get(field).is_some())
	}
}

/// Reads the parameters of one method's namespace.
impl Namespace {
	/// An account: SS58, or 32 bytes as hex.
	pub(crate) fn account(self, name: &'static str, param: &Param) -> Result<AccountId, RpcError> {
		param
			.0
			.as_str()
			.and_then(account_from)
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
	pub(crate) fn integer<T: TryFrom<u128>>(
		self,
		name: &'static str,
		param: &Param,
	) -> Result<T, RpcError> {
		let value = match &param.0 {
			Value::Number(number) => number.as_u64().map(u128::from),
			Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
				text.parse().ok()
			}
			_ => None,
		};
		value.and_then(|value| T::try_from(value).ok()).ok_or_else(|| {
			self.invalid(name, "an integer in range, as a number or a decimal string")
		})
	}

	/// Yes or no.
	pub(crate) fn boolean(self, name: &'static str, param: &Param) -> Result<bool, RpcError> {
		param.0.as_bool().ok_or_else(|| self.invalid(name, "true or false"))
	}

	/// An integer that may be left out.
	pub(crate) fn optional_integer<T: TryFrom<u128>>(
		self,
		name: &'static str,
		param: Option<&Param>,
	) -> Result<Option<T>, RpcError> {
		param.map(|param| self.integer(name, param)).transpose()
	}

	/// How many items a page has: from 1 to `most`, and `default` if it is left out.
	pub(crate) fn limit(
		self,
		name: &'static str,
		param: Option<&Param>,
		default: u32,
		most: u32,
	) -> Result<u32, RpcError> {
		match self.optional_integer::<u128>(name, param)? {
			None => Ok(default),
			Some(0) => Err(self.invalid(name, "an integer above 0")),
			Some(limit) => u32::try_from(limit)
				.ok()
				.filter(|limit| *limit <= most)
				.ok_or_else(|| self.error(Kind::LimitExceeded { parameter: name, most })),
		}
	}

	/// A JSON object of options; the defaults if it is left out.
	pub(crate) fn options<T: DeserializeOwned + Default>(
		self,
		name: &'static str,
		expected: &'static str,
		param: Option<&Param>,
	) -> Result<T, RpcError> {
		param.map_or(Ok(T::default()), |Param(json)| {
			object(json).ok_or_else(|| self.invalid(name, expected))
		})
	}

	/// A list of at most `most` items, each as `read` wants it.
	pub(crate) fn list<T>(
		self,
		name: &'static str,
		expected: &'static str,
		param: &Param,
		most: u32,
		read: impl Fn(&Value) -> Option<T>,
	) -> Result<Vec<T>, RpcError> {
		let items = param.0.as_array().ok_or_else(|| self.invalid(name, expected))?;
		if !u32::try_from(items.len()).is_ok_and(|count| count <= most) {
			return Err(self.error(Kind::LimitExceeded { parameter: name, most }));
		}
		items.iter().map(|item| read(item).ok_or_else(|| self.invalid(name, expected))).collect()
	}

	/// A structure: `0x` and its SCALE bytes as hex, or its JSON form.
	pub(crate) fn structure<T: codec::Decode + DeserializeOwned>(
		self,
		name: &'static str,
		expected: &'static str,
		param: &Param,
	) -> Result<T, RpcError> {
		structure(&param.0).ok_or_else(|| self.invalid(name, expected))
	}

	/// A parameter that cannot be read.
	pub(crate) fn invalid(self, parameter: &'static str, expected: &'static str) -> RpcError {
		self.error(Kind::InvalidParameter { parameter, expected })
	}
}

/// A structure from its SCALE bytes as hex, or from its JSON form.
pub(crate) fn structure<T: codec::Decode + DeserializeOwned>(value: &Value) -> Option<T> {
	match value {
		Value::String(text) => bytes(text)
			.and_then(|bytes| <T as codec::DecodeAll>::decode_all(&mut bytes.as_slice()).ok()),
		json => object(json),
	}
}

/// What is published as a JSON object.
pub(crate) fn object<T: DeserializeOwned>(value: &Value) -> Option<T> {
	// A list would be read as the fields in their order.
	value.is_object().then(|| T::deserialize(value).ok()).flatten()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
	// The library would skip spaces and pad with zeros.
	let digits = text.strip_prefix("0x").filter(|digits| digits.len().is_multiple_of(2))?;
	let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
	hex.then(|| sp_core::bytes::from_hex(digits).ok()).flatten()
}

fn bytes32(text: &str) -> Option<[u8; 32]> {
	bytes(text)?.try_into().ok()
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
		let planck = json!("340282366920938463463374607431768211455");
		assert_eq!(NAMESPACE.integer::<u128>("orog", &Param(planck.clone())).unwrap(), u128::MAX);
		assert!(NAMESPACE.integer::<u64>("id", &Param(planck)).is_err());
		for value in
			[json!(-1), json!(1.5), json!("0x7"), json!("+7"), json!(""), json!(true), most]
		{
			assert!(NAMESPACE.integer::<u32>("seq", &Param(value.clone())).is_err(), "{value}");
		}
	}

	#[test]
	fn limit_should_be_within_its_bound() {
		let limit = |value| NAMESPACE.limit("limit", Some(&Param(value)), 20, 100);
		assert_eq!(NAMESPACE.limit("limit", None, 20, 100).unwrap(), 20);
		assert_eq!(limit(json!(1)).unwrap(), 1);
		assert_eq!(limit(json!("100")).unwrap(), 100);
		for value in [json!(101), json!(u64::MAX), json!("18446744073709551616")] {
			let kind = limit(value.clone()).unwrap_err().kind;
			assert!(matches!(kind, Kind::LimitExceeded { most: 100, .. }), "{value}");
		}
		for value in [json!(0), json!(-1), json!("many"), json!([])] {
			let kind = limit(value.clone()).unwrap_err().kind;
			assert!(matches!(kind, Kind::InvalidParameter { .. }), "{value}");
		}
	}

	#[test]
	fn options_should_be_a_known_object() {
		use orogen_primitives_core::Tier;
		use orogen_primitives_runtime_api::OperatorFilter;
		let read = |param: Option<&Param>| NAMESPACE.options::<OperatorFilter>("filter", "", param);
		let hex = format!("0x{}", "07".repeat(32));
		let some = OperatorFilter {
			tier: Some(Tier::Edge),
			gateway: Some(AccountId::new([7; 32])),
			..Default::default()
		};
		assert_eq!(read(None).unwrap(), OperatorFilter::default());
		assert_eq!(read(Some(&Param(json!({})))).unwrap(), OperatorFilter::default());
		let given = json!({ "tier": "edge", "gateway": hex, "kind": null });
		assert_eq!(read(Some(&Param(given))).unwrap(), some);
		for value in [
			json!(["edge"]),
			json!("edge"),
			json!({ "model": "0x00" }),
			json!({ "tier": "best" }),
			json!({ "gateway": "0x07" }),
		] {
			assert!(read(Some(&Param(value.clone()))).is_err(), "{value}");
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
