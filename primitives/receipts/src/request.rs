//! What a customer signs for one call (SPEC §5).
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use crate::domain_hash;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::{
	AccountId, Cuc, Hash, Seq, SpendingSessionId, Tier, VerificationModes,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::{Perbill, traits::Verify};

/// Begins the preimage of what a session key signs.
pub const DOMAIN: &[u8] = b"orogen/request/1";

/// Most commission of a gateway, of the operator's share (SPEC §6).
pub const MAX_COMMISSION: Perbill = Perbill::from_percent(20);

/// Key of a spending session: signs requests off chain.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum SessionKey {
	/// Schnorr over Ristretto.
	#[codec(index = 0)]
	Sr25519(#[serde(with = "crate::json::bytes")] sr25519::Public),
	/// EdDSA.
	#[codec(index = 1)]
	Ed25519(#[serde(with = "crate::json::bytes")] ed25519::Public),
	/// ECDSA over secp256k1, compressed.
	#[codec(index = 2)]
	Ecdsa(#[serde(with = "crate::json::bytes")] ecdsa::Public),
}

impl SessionKey {
	/// Name of the scheme.
	pub const fn scheme(&self) -> &'static str {
		match self {
			Self::Sr25519(_) => "sr25519",
			Self::Ed25519(_) => "ed25519",
			Self::Ecdsa(_) => "ecdsa",
		}
	}

	/// The public key's bytes.
	pub fn as_bytes(&self) -> &[u8] {
		match self {
			Self::Sr25519(key) => key.as_ref(),
			Self::Ed25519(key) => key.as_ref(),
			Self::Ecdsa(key) => key.as_ref(),
		}
	}

	/// The key of `scheme` with these bytes; `None` for another scheme or length.
	pub fn from_parts(scheme: &str, bytes: &[u8]) -> Option<Self> {
		match scheme {
			"sr25519" => sr25519::Public::try_from(bytes).ok().map(Self::Sr25519),
			"ed25519" => ed25519::Public::try_from(bytes).ok().map(Self::Ed25519),
			"ecdsa" => ecdsa::Public::try_from(bytes).ok().map(Self::Ecdsa),
			_ => None,
		}
	}
}

/// Signature by a [`SessionKey`]. ECDSA signs the blake2-256 hash of the message, as everywhere in
/// Substrate.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum KeySignature {
	/// By an sr25519 key.
	#[codec(index = 0)]
	Sr25519(#[serde(with = "crate::json::bytes")] sr25519::Signature),
	/// By an ed25519 key.
	#[codec(index = 1)]
	Ed25519(#[serde(with = "crate::json::bytes")] ed25519::Signature),
	/// By an ECDSA key, recoverable.
	#[codec(index = 2)]
	Ecdsa(#[serde(with = "crate::json::bytes")] ecdsa::Signature),
}

impl KeySignature {
	/// Whether `key` has signed `message`; a signature of another scheme is none.
	pub fn verify(&self, message: &[u8], key: &SessionKey) -> bool {
		match (self, key) {
			(Self::Sr25519(signature), SessionKey::Sr25519(key)) => signature.verify(message, key),
			(Self::Ed25519(signature), SessionKey::Ed25519(key)) => signature.verify(message, key),
			(Self::Ecdsa(signature), SessionKey::Ecdsa(key)) => signature.verify(message, key),
			_ => false,
		}
	}
}

/// The terms of one request.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestTerms {
	/// Genesis hash of the chain that settles it.
	#[serde(with = "crate::json::hash")]
	pub genesis: Hash,
	/// The spending session that pays.
	#[serde(with = "crate::json::decimal")]
	pub session: SpendingSessionId,
	/// Place in the session.
	pub seq: Seq,
	/// The gateway of the session.
	#[serde(with = "crate::json::account")]
	pub gateway: AccountId,
	/// Hash of the request, by [`body::request_hash`](crate::body::request_hash).
	#[serde(with = "crate::json::hash")]
	pub request_hash: Hash,
	/// Id of the model.
	#[serde(with = "crate::json::hash")]
	pub model: Hash,
	/// Id of the adapter on top of it.
	#[serde(with = "crate::json::optional_hash")]
	pub adapter: Option<Hash>,
	/// Worst tier that may serve it.
	pub min_tier: Tier,
	/// How the receipt may be verified, as bits: 1 TEE, 2 zkML, 4 vanilla.
	pub modes: VerificationModes,
	/// Most that it may cost, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub max_price: Cuc,
	/// Most tokens of the prompt.
	pub max_tokens_in: u32,
	/// Most tokens of the answer.
	pub max_tokens_out: u32,
	/// The gateway's commission, in parts per billion of the operator's share.
	#[serde(with = "crate::json::parts")]
	pub commission: Perbill,
	/// Chosen by the customer, to tell requests apart before they have a seq.
	#[serde(with = "crate::json::decimal")]
	pub nonce: u64,
	/// Micro-USD that the customer accepts in all for the seqs up to `seq − ack_window`; see
	/// [`ack`](crate::ack).
	#[serde(with = "crate::json::decimal")]
	pub acked: Cuc,
}

impl RequestTerms {
	/// What the session key signs: a hash over [`DOMAIN`] and the SCALE form of the terms.
	pub fn payload(&self) -> Hash {
		domain_hash(DOMAIN, self)
	}
}

/// A request as the gateway gets it.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignedRequest {
	/// What is asked for.
	pub terms: RequestTerms,
	/// By the session's key, over [`RequestTerms::payload`].
	pub signature: KeySignature,
}

impl SignedRequest {
	/// Whether `key` has signed the terms.
	pub fn verify(&self, key: &SessionKey) -> bool {
		self.signature.verify(self.terms.payload().as_bytes(), key)
	}
}
