//! Credits and spending sessions (SPEC §5).

use alloc::vec::Vec;
use codec::{Decode, Encode};
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, Cuc, Day, Hash, Moment, Seq, SpendingSessionId,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most sessions on a page of [`SessionsPage`].
pub const MAX_SESSIONS_LISTED: u32 = 100;

/// Lots of an account (`credits_balance`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreditBalance {
	/// Sum of the lots in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub total: Cuc,
	/// Live lots, first to expire first.
	pub lots: Vec<Lot>,
	/// Sessions that the account has open.
	pub sessions: u32,
}

/// Credits of one expiry day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lot {
	/// Last day since the Unix epoch on which the lot can be spent.
	pub expiry_day: Day,
	/// Micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub amount: Cuc,
}

/// A spending session (`credits_session`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionInfo {
	/// Id of the session.
	#[serde(with = "crate::json::decimal")]
	pub id: SpendingSessionId,
	/// The customer.
	pub owner: AccountId,
	/// The gateway that may settle on it.
	pub gateway: AccountId,
	/// Scheme of the key: `sr25519`, `ed25519` or `ecdsa`.
	#[serde(with = "crate::json::text")]
	pub key_scheme: Vec<u8>,
	/// Public key that signs requests, hex.
	#[serde(with = "crate::json::hex")]
	pub key: Vec<u8>,
	/// Amount that it was opened with, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub cap: Cuc,
	/// Amount settled, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub settled: Cuc,
	/// Amount still to be settled, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub remaining: Cuc,
	/// New requests are valid until then.
	pub expires_at: Moment,
	/// Last block in which the gateway may settle.
	pub settle_until: BlockNumber,
	/// How many requests may be under way before the customer acknowledges.
	pub ack_window: u8,
	/// Model ids that it is bound to; empty means any.
	pub models: Vec<Hash>,
	/// Next seq to be claimed.
	pub next_seq: Seq,
	/// Deferred seqs, ascending.
	pub deferred: Vec<Seq>,
	/// Day of the lot that what is left returns to.
	pub expiry_day: Day,
	/// Whether the owner has asked for its end.
	pub closing: bool,
	/// Deposit in planck.
	#[serde(with = "crate::json::decimal")]
	pub deposit: Balance,
}

/// A page of an account's open sessions, oldest first (`credits_sessions`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPage {
	/// The sessions.
	pub sessions: Vec<SessionInfo>,
	/// Id to ask from for the next page; null after the last one.
	#[serde(with = "crate::json::optional_decimal")]
	pub next: Option<SpendingSessionId>,
}
