//! Arguments that several commands take.

use crate::amounts::{parse_cuc, parse_orog, parse_usd};
use clap::ValueEnum;
use orogen_primitives_core::{
	AccountId, Balance, Cuc, Hash, Moment, NodeKind, Price, Tier, VerificationMode,
};
use sp_runtime::Perbill;
use std::{str::FromStr, time::Duration};

/// How a receipt can be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
	/// By the attestation of the TEE that served it.
	Tee,
	/// By a zero-knowledge proof.
	Zkml,
	/// By replay.
	Vanilla,
}

impl From<Mode> for VerificationMode {
	fn from(mode: Mode) -> Self {
		match mode {
			Mode::Tee => Self::Tee,
			Mode::Zkml => Self::ZkMl,
			Mode::Vanilla => Self::Vanilla,
		}
	}
}

/// Where the model runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
	/// On the operator's own GPU.
	LocalInference,
	/// At an outside provider, behind a TEE.
	LlmProxy,
}

impl From<Kind> for NodeKind {
	fn from(kind: Kind) -> Self {
		match kind {
			Kind::LocalInference => Self::LocalInference,
			Kind::LlmProxy => Self::LlmProxy,
		}
	}
}

/// Stake tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StakeTier {
	/// 500 OROG, confidential GPU and CPU.
	DcPremium,
	/// 100 OROG, confidential GPU and CPU.
	DcStandard,
	/// 50 OROG, confidential GPU and TDX.
	CloudRented,
	/// 25 OROG.
	Prosumer,
	/// A deposit of 1 OROG.
	Edge,
	/// A deposit of 1 OROG; embeddings only.
	EmbedOnly,
}

impl From<StakeTier> for Tier {
	fn from(tier: StakeTier) -> Self {
		match tier {
			StakeTier::DcPremium => Self::DcPremium,
			StakeTier::DcStandard => Self::DcStandard,
			StakeTier::CloudRented => Self::CloudRented,
			StakeTier::Prosumer => Self::Prosumer,
			StakeTier::Edge => Self::Edge,
			StakeTier::EmbedOnly => Self::EmbedOnly,
		}
	}
}

/// A value's published name, such as `dc-premium`.
pub(crate) fn name(value: &impl serde::Serialize) -> String {
	match serde_json::to_value(value) {
		Ok(serde_json::Value::String(text)) => text,
		Ok(other) => other.to_string(),
		Err(_) => "?".into(),
	}
}

pub(crate) fn hash(text: &str) -> Result<Hash, String> {
	text.strip_prefix("0x")
		.and_then(|digits| hex::decode(digits).ok())
		.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
		.map(Hash::from)
		.ok_or_else(|| "expected 0x and 64 hex digits".into())
}

pub(crate) fn model(text: &str) -> Result<(String, Hash), String> {
	let (name, id) = text.rsplit_once('=').ok_or("expected NAME=HASH")?;
	Ok((name.to_owned(), hash(id)?))
}

pub(crate) fn account(text: &str) -> Result<AccountId, String> {
	AccountId::from_str(text).map_err(|_| "expected an SS58 address or 0x and 64 hex digits".into())
}

pub(crate) fn orog(text: &str) -> Result<Balance, String> {
	parse_orog(text).map_err(|error| error.to_string())
}

pub(crate) fn cuc(text: &str) -> Result<Cuc, String> {
	parse_cuc(text).map_err(|error| error.to_string())
}

pub(crate) fn usd(text: &str) -> Result<Price, String> {
	parse_usd(text).map_err(|error| error.to_string())
}

/// A percentage with at most seven decimals.
fn percentage(text: &str, most: u32) -> Result<Perbill, String> {
	let fault =
		|| format!("expected a percentage from 0 to {most} with at most 7 decimals, such as 12.5");
	let text = text.trim_end_matches('%');
	let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if fraction.len() > 7 || whole.is_empty() || !digits(whole) || !digits(fraction) {
		return Err(fault());
	}
	let parts: u32 = format!("{whole}{fraction:0<7}").parse().map_err(|_| fault())?;
	if parts > most.saturating_mul(10_000_000) {
		return Err(fault());
	}
	Ok(Perbill::from_parts(parts))
}

/// A gateway's commission.
pub(crate) fn commission(text: &str) -> Result<Perbill, String> {
	percentage(text, 20)
}

/// A part of a whole.
pub(crate) fn share(text: &str) -> Result<Perbill, String> {
	percentage(text, 100)
}

/// Parts per billion as a percentage, such as `12.5 %`.
pub(crate) fn percent(parts: u32) -> String {
	let (whole, rest) = (parts / 10_000_000, parts % 10_000_000);
	let text = format!("{whole}.{rest:07}");
	format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A span of time: `90s`, `10m`, `1h`, `7d`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
	let fault = || "expected a time such as 90s, 10m, 1h or 7d".to_owned();
	let number = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
	let unit = match text.get(number.len()..) {
		Some("s") => 1,
		Some("m") => 60,
		Some("h") => 3_600,
		Some("d") => 86_400,
		_ => return Err(fault()),
	};
	let number: u64 = number.parse().map_err(|_| fault())?;
	number.checked_mul(unit).map(Duration::from_secs).ok_or_else(fault)
}

/// Milliseconds of a span.
pub(crate) fn millis(span: Duration) -> Moment {
	Moment::try_from(span.as_millis()).unwrap_or(Moment::MAX)
}

/// Time since the Unix epoch.
pub(crate) fn now() -> Moment {
	let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
	millis(now.unwrap_or_default())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn percentages_should_be_exact() {
		assert_eq!(commission("20").unwrap(), Perbill::from_percent(20));
		assert_eq!(commission("0.5%").unwrap(), Perbill::from_parts(5_000_000));
		assert_eq!(share("100").unwrap(), Perbill::one());
		assert_eq!(commission("12.3456789").unwrap(), Perbill::from_parts(123_456_789));
		for bad in ["", "20.0000001", "21", "-1", "1e1", "12.34567891", "x", "%"] {
			assert!(commission(bad).is_err(), "{bad}");
		}
		assert!(share("100.1").is_err() && share("999999999999").is_err());
		assert_eq!(percent(125_000_000), "12.5 %");
		assert_eq!(percent(1_000_000_000), "100 %");
		assert_eq!(percent(1), "0.0000001 %");
	}

	#[test]
	fn times_should_have_units() {
		assert_eq!(duration("90s").unwrap(), Duration::from_secs(90));
		assert_eq!(duration("2h").unwrap(), Duration::from_secs(7_200));
		for bad in ["", "5", "h", "1.5h", "-1s", "1w", "99999999999999999999d", "1 h"] {
			assert!(duration(bad).is_err(), "{bad}");
		}
	}

	#[test]
	fn hashes_and_accounts_should_be_read() {
		assert!(hash(&format!("0x{}", "ab".repeat(32))).is_ok());
		for bad in ["", "0x", "ab", &format!("0x{}", "zz".repeat(32))] {
			assert!(hash(bad).is_err());
		}
		assert!(account("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty").is_ok());
		assert!(account("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz").is_err());
		assert!(model("a=b").is_err() && model("a").is_err());
	}

	#[test]
	fn names_should_be_the_published_ones() {
		assert_eq!(name(&Tier::DcPremium), "dc-premium");
		assert_eq!(name(&NodeKind::LlmProxy), "llm-proxy");
	}
}
