//! What kinds of operators there are (SPEC §7).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Stake tier of an operator, best first. The order is the one of SPEC §7: a request's minimum tier
/// is met by every tier that is not greater.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
	/// Data centre, confidential GPU and CPU, 500 OROG.
	#[codec(index = 0)]
	DcPremium,
	/// Data centre, confidential GPU and CPU, 100 OROG.
	#[codec(index = 1)]
	DcStandard,
	/// Rented cloud machine, confidential GPU and TDX, 50 OROG.
	#[codec(index = 2)]
	CloudRented,
	/// Own machine, stake only, 25 OROG.
	#[codec(index = 3)]
	Prosumer,
	/// No stake, a deposit.
	#[codec(index = 4)]
	Edge,
	/// No stake, a deposit; embeddings only.
	#[codec(index = 5)]
	EmbedOnly,
}

impl Tier {
	/// All tiers, best first.
	pub const ALL: [Self; 6] = [
		Self::DcPremium,
		Self::DcStandard,
		Self::CloudRented,
		Self::Prosumer,
		Self::Edge,
		Self::EmbedOnly,
	];

	/// Whether operators of this tier must be attested.
	pub const fn needs_attestation(self) -> bool {
		matches!(self, Self::DcPremium | Self::DcStandard | Self::CloudRented)
	}

	/// Whether the tier has no stake floor, so that its capacity is a fixed amount.
	pub const fn is_unstaked(self) -> bool {
		matches!(self, Self::Edge | Self::EmbedOnly)
	}
}

/// Where the model runs (SPEC §7).
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
	/// The operator's own GPU runs a model of the registry.
	#[codec(index = 0)]
	LocalInference,
	/// A TEE fronts an outside provider; needs a tier with attestation.
	#[codec(index = 1)]
	LlmProxy,
}

/// How a receipt can be verified (SPEC §7).
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum VerificationMode {
	/// By the attestation of the TEE that served it.
	#[codec(index = 0)]
	Tee,
	/// By a zero-knowledge proof.
	#[codec(index = 1)]
	ZkMl,
	/// By replay.
	#[codec(index = 2)]
	Vanilla,
}

impl VerificationMode {
	/// The bit of this mode in [`VerificationModes`].
	const fn bit(self) -> u8 {
		match self {
			Self::Tee => 1,
			Self::ZkMl => 2,
			Self::Vanilla => 4,
		}
	}
}

/// A set of [`VerificationMode`]s: bit 0 TEE, bit 1 zkML, bit 2 vanilla.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
pub struct VerificationModes(u8);

impl VerificationModes {
	/// The set of `modes`.
	pub const fn of(modes: &[VerificationMode]) -> Self {
		let mut bits = 0;
		let mut rest = modes;
		while let [mode, tail @ ..] = rest {
			bits |= mode.bit();
			rest = tail;
		}
		Self(bits)
	}

	/// Whether `mode` is in the set.
	pub const fn contains(self, mode: VerificationMode) -> bool {
		self.0 & mode.bit() != 0
	}

	/// The modes of both sets.
	#[must_use]
	pub const fn with(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Whether there is a mode in the set and no bit that names none.
	pub const fn is_valid(self) -> bool {
		self.0 != 0 && self.0 < 8
	}
}
