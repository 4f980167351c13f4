//! What an operator signs for one answer (SPEC §9).
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use crate::{
	TreeKind, domain_hash,
	request::{MAX_COMMISSION, RequestTerms, SessionKey, SignedRequest},
	tree::{Node, Sums},
};
use codec::{Decode, DecodeAll, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::{AccountId, Cuc, Hash, Moment, NodeKind, VerificationMode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{MultiSignature, Perbill, traits::Verify};

/// Begins the preimage of what a hotkey signs.
pub const DOMAIN: &[u8] = b"orogen/receipt/1";

/// Longest SCALE form of a receipt in bytes.
pub const MAX_RECEIPT_LEN: usize = 2_048;

/// The operator's share of a receipt's price, before the gateway's commission (SPEC §6).
pub const OPERATOR_SHARE: Perbill = Perbill::from_percent(75);

/// Version of a receipt: its first byte. A version that is not listed does not decode.
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
#[serde(into = "u8", try_from = "u8")]
pub enum ReceiptVersion {
	/// As SPEC §9 has it.
	#[codec(index = 1)]
	V1,
}

impl From<ReceiptVersion> for u8 {
	fn from(version: ReceiptVersion) -> Self {
		match version {
			ReceiptVersion::V1 => 1,
		}
	}
}

impl TryFrom<u8> for ReceiptVersion {
	type Error = ReceiptFault;

	fn try_from(version: u8) -> Result<Self, ReceiptFault> {
		match version {
			1 => Ok(Self::V1),
			_ => Err(ReceiptFault::UnknownVersion(version)),
		}
	}
}

/// A receipt without the operator's signature.
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
pub struct ReceiptBody {
	/// Version of the form.
	pub version: ReceiptVersion,
	/// Genesis hash of the chain that settles it.
	#[serde(with = "crate::json::hash")]
	pub genesis: Hash,
	/// What the customer asked for.
	pub request: SignedRequest,
	/// The operator's hotkey.
	#[serde(with = "crate::json::account")]
	pub hotkey: AccountId,
	/// Where the model ran.
	pub kind: NodeKind,
	/// How the receipt can be verified.
	pub mode: VerificationMode,
	/// Hash of the answer, by [`body::response_hash`](crate::body::response_hash).
	#[serde(with = "crate::json::hash")]
	pub response_hash: Hash,
	/// Hash of the weights that ran; zero means not stated.
	#[serde(with = "crate::json::hash")]
	pub weights_hash: Hash,
	/// Hash of the kernels that ran; zero means not stated.
	#[serde(with = "crate::json::hash")]
	pub kernel_pack_hash: Hash,
	/// Hash of the operator's attestation report; zero means not attested.
	#[serde(with = "crate::json::hash")]
	pub attestation_hash: Hash,
	/// Tokens of the prompt.
	pub tokens_in: u32,
	/// Tokens of the answer.
	pub tokens_out: u32,
	/// What the customer pays, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub price: Cuc,
	/// Commitment to the fingerprint of the run; zero means not stated.
	#[serde(with = "crate::json::hash")]
	pub fingerprint: Hash,
	/// Root over the ciphertext of prompt and answer, by [`body::data_root`](crate::body::data_root).
	#[serde(with = "crate::json::hash")]
	pub data_root: Hash,
	/// Commitment to its key, by [`body::key_commitment`](crate::body::key_commitment).
	#[serde(with = "crate::json::hash")]
	pub key_commitment: Hash,
	/// Root over the execution trace, for models that run as a registered program.
	#[serde(with = "crate::json::optional_hash")]
	pub trace_root: Option<Hash>,
	/// When the answer was complete.
	#[serde(with = "crate::json::decimal")]
	pub timestamp: Moment,
}

impl ReceiptBody {
	/// What the hotkey signs: a hash over [`DOMAIN`] and the SCALE form of the body.
	pub fn payload(&self) -> Hash {
		domain_hash(DOMAIN, self)
	}
}

/// A receipt: a leaf of a batch.
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
pub struct Receipt {
	/// What was done.
	pub body: ReceiptBody,
	/// By the operator's hotkey, over [`ReceiptBody::payload`].
	#[serde(with = "crate::json::signature")]
	pub signature: MultiSignature,
}

/// What is wrong with a receipt that needs no look at the chain's state.
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
)]
pub enum ReceiptFault {
	/// It is longer than [`MAX_RECEIPT_LEN`].
	#[codec(index = 0)]
	TooLong,
	/// Its version is not known.
	#[codec(index = 1)]
	UnknownVersion(u8),
	/// Its bytes are no receipt, or there are bytes after it.
	#[codec(index = 2)]
	Malformed,
	/// It, or its request, is for another chain.
	#[codec(index = 3)]
	WrongGenesis,
	/// Its request is for another gateway.
	#[codec(index = 4)]
	WrongGateway,
	/// The set of modes that the request allows is empty or names an unknown mode.
	#[codec(index = 5)]
	InvalidModes,
	/// The request does not allow its mode.
	#[codec(index = 6)]
	ModeNotAllowed,
	/// It costs more than the request allows.
	#[codec(index = 7)]
	PriceTooHigh,
	/// The prompt has more tokens than the request allows.
	#[codec(index = 8)]
	TooManyTokensIn,
	/// The answer has more tokens than the request allows.
	#[codec(index = 9)]
	TooManyTokensOut,
	/// The gateway's commission is above [`MAX_COMMISSION`].
	#[codec(index = 10)]
	CommissionTooHigh,
	/// The session's key has not signed the request.
	#[codec(index = 11)]
	BadCustomerSignature,
	/// The hotkey has not signed the receipt.
	#[codec(index = 12)]
	BadOperatorSignature,
}

impl core::fmt::Display for ReceiptFault {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::TooLong => f.write_str("it is longer than 2,048 bytes"),
			Self::UnknownVersion(version) => write!(f, "its version {version} is not known"),
			Self::Malformed => f.write_str("its bytes are no receipt"),
			Self::WrongGenesis => f.write_str("it is for another chain"),
			Self::WrongGateway => f.write_str("its request is for another gateway"),
			Self::InvalidModes => f.write_str("its request allows no known mode"),
			Self::ModeNotAllowed => f.write_str("its request does not allow its mode"),
			Self::PriceTooHigh => f.write_str("it costs more than its request allows"),
			Self::TooManyTokensIn => {
				f.write_str("its prompt has more tokens than its request allows")
			}
			Self::TooManyTokensOut => {
				f.write_str("its answer has more tokens than its request allows")
			}
			Self::CommissionTooHigh => f.write_str("its commission is above 20 %"),
			Self::BadCustomerSignature => {
				f.write_str("the session's key has not signed its request")
			}
			Self::BadOperatorSignature => f.write_str("its hotkey has not signed it"),
		}
	}
}

#[cfg(feature = "std")]
impl std::error::Error for ReceiptFault {}

impl Receipt {
	/// Reads the SCALE form; refuses unknown versions and bytes after the receipt.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptFault> {
		if bytes.len() > MAX_RECEIPT_LEN {
			return Err(ReceiptFault::TooLong);
		}
		let version = bytes.first().ok_or(ReceiptFault::Malformed)?;
		ReceiptVersion::try_from(*version)?;
		let mut input = bytes;
		Self::decode_all(&mut input).map_err(|_| ReceiptFault::Malformed)
	}

	/// The terms of its request.
	pub const fn terms(&self) -> &RequestTerms {
		&self.body.request.terms
	}

	/// Tokens of prompt and answer.
	pub fn tokens(&self) -> u64 {
		// Two `u32` always fit.
		u64::from(self.body.tokens_in).saturating_add(self.body.tokens_out.into())
	}

	/// The gateway's commission in micro-USD: its part of the operator's share of the price, each
	/// rounded down.
	pub fn commission(&self) -> Cuc {
		self.terms().commission.mul_floor(OPERATOR_SHARE.mul_floor(self.body.price))
	}

	/// The leaf that stands for it at `index` of a batch.
	pub fn leaf(&self, index: u32) -> Node {
		let sums = Sums { cuc: self.body.price, tokens: self.tokens() };
		self.using_encoded(|bytes| Node::leaf(TreeKind::Ops, index, bytes, sums))
	}

	/// Checks it against the chain's genesis, the gateway that settles it and its request's terms;
	/// no signature. Tier, model and attestation are the chain's to check.
	pub fn check_terms(&self, genesis: &Hash, gateway: &AccountId) -> Result<(), ReceiptFault> {
		let (body, terms) = (&self.body, self.terms());
		let checks = [
			(body.genesis == *genesis && terms.genesis == *genesis, ReceiptFault::WrongGenesis),
			(terms.gateway == *gateway, ReceiptFault::WrongGateway),
			(terms.modes.is_valid(), ReceiptFault::InvalidModes),
			(terms.modes.contains(body.mode), ReceiptFault::ModeNotAllowed),
			(body.price <= terms.max_price, ReceiptFault::PriceTooHigh),
			(body.tokens_in <= terms.max_tokens_in, ReceiptFault::TooManyTokensIn),
			(body.tokens_out <= terms.max_tokens_out, ReceiptFault::TooManyTokensOut),
			(terms.commission <= MAX_COMMISSION, ReceiptFault::CommissionTooHigh),
		];
		checks.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, fault)| Err(fault))
	}

	/// Whether its hotkey has signed it.
	pub fn verify_operator(&self) -> bool {
		self.signature.verify(self.body.payload().as_bytes(), &self.body.hotkey)
	}

	/// All that can be checked without the chain: [`Self::check_terms`] and both signatures, `key`
	/// being the session's.
	pub fn checks(
		&self,
		genesis: &Hash,
		gateway: &AccountId,
		key: &SessionKey,
	) -> Result<(), ReceiptFault> {
		self.check_terms(genesis, gateway)?;
		if !self.body.request.verify(key) {
			return Err(ReceiptFault::BadCustomerSignature);
		}
		if !self.verify_operator() {
			return Err(ReceiptFault::BadOperatorSignature);
		}
		Ok(())
	}
}
