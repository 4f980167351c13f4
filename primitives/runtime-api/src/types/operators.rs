//! Operators (SPEC §7).

use alloc::vec::Vec;
use codec::{Decode, Encode};
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, Cuc, EpochIndex, NodeKind, OperatorId, Price, Tier,
	VerificationMode, VerificationModes,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most operators on a page of [`OperatorsPage`] or [`EligiblePage`].
pub const MAX_OPERATORS_LISTED: u32 = 100;
/// Most operators that one call looks at for such a page.
pub const MAX_OPERATORS_LOOKED_AT: u32 = 200;

/// An operator (`operators_get`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorInfo {
	/// Names it for governance; a rotation of the hotkey does not change it.
	pub id: OperatorId,
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
	/// Why it must not serve, where that is its status.
	pub suspension: Option<SuspensionReason>,
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
	#[serde(with = "crate::json::optional_decimal")]
	pub capacity: Option<Cuc>,
	/// Gateways that it serves.
	pub gateways: Vec<ServedGateway>,
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

/// Why an operator must not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SuspensionReason {
	/// It has missed 20 heartbeats in a row; the next one ends it.
	MissedHeartbeats,
	/// Its stake has been below the tier's floor for too long; more stake ends it.
	StakeTooLow,
	/// Governance has suspended it, and governance ends it.
	Governance,
}

/// Which operators to list; what is absent does not matter (`operators_list`).
#[derive(
	Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OperatorFilter {
	/// Its stake tier.
	pub tier: Option<Tier>,
	/// Where the model runs.
	pub kind: Option<NodeKind>,
	/// A mode that tier and kind allow.
	pub mode: Option<VerificationMode>,
	/// Its region; a country includes its subdivisions.
	#[serde(with = "crate::json::optional_text")]
	pub region: Option<Vec<u8>>,
	/// Where it is in its life.
	pub status: Option<OperatorState>,
	/// A gateway that it lists.
	#[serde(with = "crate::json::optional_account")]
	pub gateway: Option<AccountId>,
}

/// A page of operators, in the order of the storage map (`operators_list`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorsPage {
	/// The operators. May be empty although there is a next page: a call looks at a bounded number.
	pub operators: Vec<OperatorInfo>,
	/// Hotkey to ask after for the next page; null after the last one.
	pub next: Option<AccountId>,
}

/// What a tier asks for and brings (`operators_tiers`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TierInfo {
	/// The tier.
	pub tier: Tier,
	/// Least stake in planck; 0 for the tiers without stake.
	#[serde(with = "crate::json::decimal")]
	pub floor: Balance,
	/// Deposit in planck.
	#[serde(with = "crate::json::decimal")]
	pub deposit: Balance,
	/// Part of the receipts that validators replay, in parts per billion.
	pub sample_rate: u32,
	/// Most that a receipt may cost, of the model's list price, in parts per billion.
	pub price_ceiling: u32,
	/// Whether operators of the tier must be attested.
	pub needs_attestation: bool,
	/// Modes of an operator with GPUs of its own, as bits: 1 TEE, 2 zkML, 4 vanilla.
	pub local_inference_modes: VerificationModes,
	/// Modes of a proxy, as bits; 0 where the tier takes none.
	pub llm_proxy_modes: VerificationModes,
	/// Most unfinalised work in micro-USD, for tiers without stake.
	#[serde(with = "crate::json::optional_decimal")]
	pub capacity: Option<Cuc>,
	/// Most unfinalised work per value of stake, for tiers with stake and GPUs of one's own.
	#[serde(with = "crate::json::optional_price")]
	pub capacity_factor: Option<Price>,
}

/// What a gateway's request needs; what is absent does not matter (`operators_eligible`).
#[derive(
	Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EligibleFilter {
	/// The request's minimum tier: better ones do as well.
	pub tier: Option<Tier>,
	/// Where the model runs.
	pub kind: Option<NodeKind>,
	/// A mode that must be possible.
	pub mode: Option<VerificationMode>,
	/// The region; a country includes its subdivisions.
	#[serde(with = "crate::json::optional_text")]
	pub region: Option<Vec<u8>>,
	/// Micro-USD of work that must still fit.
	#[serde(with = "crate::json::optional_decimal")]
	pub price: Option<Cuc>,
	/// Commission that the operator must accept, of its share, in parts per billion.
	pub commission: Option<u32>,
}

/// A page of the operators that a gateway may route to, in the order of the storage map
/// (`operators_eligible`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EligiblePage {
	/// The operators. May be empty although there is a next page: a call looks at a bounded number.
	pub operators: Vec<EligibleOperator>,
	/// Hotkey to ask after for the next page; null after the last one.
	pub next: Option<AccountId>,
}

/// An operator that a gateway may route to.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EligibleOperator {
	/// Names it for governance.
	pub id: OperatorId,
	/// Signs receipts.
	pub hotkey: AccountId,
	/// Stake tier.
	pub tier: Tier,
	/// Where the model runs.
	pub kind: NodeKind,
	/// Modes that tier and kind allow, as bits: 1 TEE, 2 zkML, 4 vanilla.
	pub modes: VerificationModes,
	/// Self-declared region.
	#[serde(with = "crate::json::text")]
	pub region: Vec<u8>,
	/// Account that it is paid to.
	pub payout: AccountId,
	/// Part of its share that is paid, in parts per billion.
	pub emission_share: u32,
	/// Most commission of its share that it lets the gateway take, in parts per billion.
	pub max_commission: u32,
	/// Work that it can still take from the gateway, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub capacity_left: Cuc,
	/// Its unfinalised work from the gateway, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub unfinalised: Cuc,
	/// Epoch of its last heartbeat.
	pub last_heartbeat: Option<EpochIndex>,
}
