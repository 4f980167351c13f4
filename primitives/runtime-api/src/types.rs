//! What the runtime APIs return.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, Cuc, Day, EpochIndex, Hash, Moment, NodeKind, Price,
	Seq, SpendingSessionId, Tier, VerificationModes,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Totals of the burn and mint loop (`bme_status`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BmeStatus {
	/// Epoch of the queried block.
	pub epoch: EpochIndex,
	/// Oldest epoch that is not closed.
	pub first_open_epoch: EpochIndex,
	/// Epochs between an epoch's end and its closing (SPEC §9, W).
	pub closing_delay: EpochIndex,
	/// OROG in existence, in planck.
	#[serde(with = "crate::json::decimal")]
	pub issuance: Balance,
	/// OROG burned for credits since genesis, in planck.
	#[serde(with = "crate::json::decimal")]
	pub burned: Balance,
	/// OROG minted for finalised work since genesis, in planck.
	#[serde(with = "crate::json::decimal")]
	pub minted: Balance,
	/// CUC created since genesis, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub created_cuc: u128,
	/// CUC consumed by closed epochs since genesis, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub consumed_cuc: u128,
	/// CUC of batches in open epochs, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub open_cuc: u128,
	/// CUC that may still be created today, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub creatable_today: Cuc,
	/// Most OROG that this epoch may mint, in planck.
	#[serde(with = "crate::json::decimal")]
	pub headroom: Balance,
	/// What is left of this epoch's headroom, in planck.
	#[serde(with = "crate::json::decimal")]
	pub headroom_left: Balance,
	/// End of the line: all OROG ever queued for payment, in planck.
	#[serde(with = "crate::json::decimal")]
	pub queued: Balance,
	/// How far the line is funded: all OROG ever minted for it, in planck.
	#[serde(with = "crate::json::decimal")]
	pub funded: Balance,
	/// Oldest closed epoch that is not fully funded.
	pub oldest_unfunded_epoch: Option<EpochIndex>,
	/// Balance of the pots, in planck.
	pub pots: Pots,
}

/// Balances of the protocol's pots in planck (SPEC §3).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pots {
	/// Pays validators.
	#[serde(with = "crate::json::decimal")]
	pub verification: Balance,
	/// The treasury.
	#[serde(with = "crate::json::decimal")]
	pub treasury: Balance,
	/// Pays panels, oracle and council.
	#[serde(with = "crate::json::decimal")]
	pub governance: Balance,
	/// Minted OROG on its way to payees.
	#[serde(with = "crate::json::decimal")]
	pub payouts: Balance,
}

/// One epoch's due of a payee (`bme_claim`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PayeeDue {
	/// The epoch.
	pub epoch: EpochIndex,
	/// How far it is.
	pub state: DueState,
	/// The due in micro-USD; 0 once the epoch is closed and the due is in OROG.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// The due in planck; 0 while the epoch is open.
	#[serde(with = "crate::json::decimal")]
	pub amount: Balance,
}

/// How far an epoch's dues are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DueState {
	/// The epoch is not closed.
	Open,
	/// Closed, waiting in the line.
	Queued,
	/// Funded: `payout` transfers it.
	Payable,
}

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
	#[serde(serialize_with = "hex_bytes", deserialize_with = "hex_bytes_back")]
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

fn hex_bytes<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
	sp_core::bytes::serialize(bytes, serializer)
}

fn hex_bytes_back<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
	sp_core::bytes::deserialize(deserializer)
}

/// Trust in the oracle's prices (SPEC §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OracleHealth {
	/// At least two live sources agree within 5 %.
	Fresh,
	/// Burns go on at a worse price and a lower bound.
	Degraded,
	/// Burns stop.
	Halted,
}

/// The oracle now (`oracle_getCurrentTwap`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OracleStatus {
	/// Trust in the prices.
	pub state: OracleHealth,
	/// Median of the live sources' time-weighted means, USD per OROG.
	#[serde(with = "crate::json::optional_price")]
	pub twap: Option<Price>,
	/// Median of the live sources' values.
	#[serde(with = "crate::json::optional_price")]
	pub spot: Option<Price>,
	/// Price of a burn; null while burns stop.
	#[serde(with = "crate::json::optional_price")]
	pub credit_price: Option<Price>,
	/// Price of a payout; null while payouts wait.
	#[serde(with = "crate::json::optional_price")]
	pub payout_price: Option<Price>,
	/// Whether burns use the governed bootstrap price.
	pub bootstrap: bool,
	/// Window of the time-weighted mean in milliseconds.
	pub window: Moment,
	/// Members that may feed.
	pub members: u32,
	/// Live external sources.
	pub live_sources: u32,
	/// When a pause ends.
	pub paused_until: Option<Moment>,
}

/// One source of prices (`oracle_sources`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OracleSource {
	/// Id: 0 and 1 exchanges, 2 an external DEX.
	pub source: u8,
	/// Stake-weighted median of the members' live samples.
	#[serde(with = "crate::json::optional_price")]
	pub value: Option<Price>,
	/// Time-weighted mean over the window.
	#[serde(with = "crate::json::optional_price")]
	pub twap: Option<Price>,
	/// When the newest sample was taken.
	pub newest: Option<Moment>,
	/// Members with a live sample.
	pub feeders: u32,
}

/// An operator (`operators_get`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorInfo {
	/// Signs receipts.
	pub hotkey: AccountId,
	/// Owns the stake.
	pub coldkey: AccountId,
	/// Stake tier.
	pub tier: Tier,
	/// Where the model runs.
	pub kind: NodeKind,
	/// Modes that tier and kind allow, as bits: 1 TEE, 2 zkML, 4 vanilla.
	pub modes: VerificationModes,
	/// Where it is in its life.
	pub status: OperatorState,
	/// Until when that lasts, where it ends by itself.
	pub until: Option<BlockNumber>,
	/// Stake in planck; for a tier without stake floor, its deposit.
	#[serde(with = "crate::json::decimal")]
	pub stake: Balance,
	/// Part of the stake that a case holds, in planck.
	#[serde(with = "crate::json::decimal")]
	pub frozen: Balance,
	/// Account that payouts go to.
	pub payout: AccountId,
	/// Region as declared.
	#[serde(with = "crate::json::text")]
	pub region: Vec<u8>,
	/// Epoch of the last accepted heartbeat.
	pub last_heartbeat: Option<EpochIndex>,
	/// Heartbeats missed in a row.
	pub missed_heartbeats: u32,
	/// Part of its share that is paid, in parts per billion.
	pub emission_share: u32,
	/// Unfinalised work in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub unfinalised: Cuc,
	/// Most unfinalised work in micro-USD; null while there is no price to value the stake at.
	#[serde(serialize_with = "optional_decimal", deserialize_with = "optional_decimal_back")]
	pub capacity: Option<Cuc>,
	/// Gateways that it serves.
	pub gateways: Vec<ServedGateway>,
}

fn optional_decimal<S: serde::Serializer>(
	value: &Option<Cuc>,
	serializer: S,
) -> Result<S::Ok, S::Error> {
	match value {
		Some(value) => crate::json::decimal::serialize(value, serializer),
		None => serializer.serialize_none(),
	}
}

fn optional_decimal_back<'de, D: serde::Deserializer<'de>>(
	deserializer: D,
) -> Result<Option<Cuc>, D::Error> {
	use serde::de::Error as _;
	Option::<alloc::string::String>::deserialize(deserializer)?
		.map(|text| text.parse().map_err(|_| D::Error::custom("expected a decimal string")))
		.transpose()
}

/// A gateway that an operator serves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServedGateway {
	/// The gateway.
	pub gateway: AccountId,
	/// Part of the capacity that it may use, in parts per billion.
	pub capacity_share: u32,
	/// Most commission of the operator's share, in parts per billion.
	pub max_commission: u32,
}

/// Where an operator is in its life (SPEC §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OperatorState {
	/// Waits for an attestation.
	Pending,
	/// Serves.
	Active,
	/// Must not serve until the reason is gone.
	Suspended,
	/// Leaves; the stake can still be slashed.
	Unbonding,
	/// Will never serve again.
	Banned,
}

/// A batch (`receipts_batch`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchInfo {
	/// Id of the batch.
	#[serde(with = "crate::json::decimal")]
	pub id: BatchId,
	/// The gateway that submitted it.
	pub gateway: AccountId,
	/// Epoch in which it was submitted.
	pub epoch: EpochIndex,
	/// Block in which it was submitted.
	pub submitted: BlockNumber,
	/// Root over the receipts, sorted as the operator rows are.
	pub root_ops: Hash,
	/// Root over the entries, sorted by session and seq.
	pub root_seq: Hash,
	/// Hash over the rows.
	pub rows_root: Hash,
	/// Receipts.
	pub count: u32,
	/// Entries: receipts, void and deferred seqs.
	pub entries: u32,
	/// Operator rows.
	pub operator_rows: u32,
	/// Session rows.
	pub session_rows: u32,
	/// Tokens in and out, summed.
	#[serde(with = "crate::json::decimal")]
	pub tokens: u64,
	/// Micro-USD, summed.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// Where the receipts can be fetched.
	#[serde(with = "crate::json::text")]
	pub blob_url: Vec<u8>,
	/// How far it is.
	pub state: BatchState,
}

/// How far a batch is (SPEC §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BatchState {
	/// Its epoch is not closed: it can be challenged.
	Open,
	/// Its epoch is closed: its CUC is consumed and its pay is in the line.
	Final,
}

/// A gateway.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayInfo {
	/// The gateway's account.
	pub who: AccountId,
	/// Stake in planck.
	#[serde(with = "crate::json::decimal")]
	pub stake: Balance,
	/// Smallest cap of a session, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub min_session_cap: Cuc,
	/// Unfinalised micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub unfinalised: Cuc,
	/// Block from which the stake can be withdrawn, once it leaves.
	pub unbonding_until: Option<BlockNumber>,
}
