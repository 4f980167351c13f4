//! Gateways and batches (SPEC §9).

use alloc::vec::Vec;
use codec::{Decode, Encode};
use orogen_primitives_core::{AccountId, Balance, BatchId, BlockNumber, Cuc, EpochIndex, Hash};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most batches on a page of [`PendingPage`].
pub const MAX_PENDING_LISTED: u32 = 100;

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
	/// What of it is void; null if nothing is.
	pub void: Option<VoidPart>,
}

/// What of a batch is void: operator rows that are not paid, and whose customers get back what they
/// took (SPEC §9).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoidPart {
	/// Leaves of the void rows under the root over the receipts, ascending; neighbours are one range.
	pub leaves: Vec<LeafRange>,
	/// Micro-USD that the void rows took.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// What of it still waits for the customers: `Receipts::claim_refund` returns it.
	#[serde(with = "crate::json::decimal")]
	pub refundable: Cuc,
}

impl VoidPart {
	/// Whether `leaf` belongs to a void row.
	pub fn contains(&self, leaf: u32) -> bool {
		self.leaves
			.iter()
			.any(|range| leaf.checked_sub(range.first).is_some_and(|place| place < range.count))
	}
}

/// Leaves that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct LeafRange {
	/// The first one.
	pub first: u32,
	/// How many they are.
	pub count: u32,
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

/// A page of a gateway's batches that are not final, newest first (`jobs_pending`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingPage {
	/// All of its batches that are not final.
	pub pending: u32,
	/// Unfinalised work in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub unfinalised: Cuc,
	/// Most unfinalised work in micro-USD; null without a price to value the stake at.
	#[serde(with = "crate::json::optional_decimal")]
	pub capacity: Option<Cuc>,
	/// The batches.
	pub batches: Vec<PendingBatch>,
	/// Id to ask before for the next page; null after the oldest one.
	#[serde(with = "crate::json::optional_decimal")]
	pub next: Option<BatchId>,
}

/// A batch that is not final.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingBatch {
	/// Id of the batch.
	#[serde(with = "crate::json::decimal")]
	pub id: BatchId,
	/// Epoch in which it was submitted.
	pub epoch: EpochIndex,
	/// Block in which it was submitted.
	pub submitted: BlockNumber,
	/// Receipts.
	pub count: u32,
	/// Micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// How far it is.
	pub state: BatchState,
	/// First epoch in which its own can close; it does so with a payout price, one epoch a block.
	pub closes_in: EpochIndex,
}
