//! Burns, emission and the line of payouts (SPEC §6).

use alloc::vec::Vec;
use codec::{Decode, Encode};
use orogen_primitives_core::{Balance, BlockNumber, Cuc, Day, EpochIndex, Price};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most epochs on a page of [`ClaimsPage`].
pub const MAX_CLAIMS: u32 = 100;
/// Most epochs that one call looks at for a [`ClaimsPage`].
pub const MAX_EPOCHS_LOOKED_AT: u32 = 500;

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
	/// OROG minted since genesis: for finalised work, and the support of verification; in planck.
	#[serde(with = "crate::json::decimal")]
	pub minted: Balance,
	/// What of it supported verification in epochs with little work, in planck.
	#[serde(with = "crate::json::decimal")]
	pub supported: Balance,
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
	/// OROG of payees that waits to be sold for USDC, in planck.
	#[serde(with = "crate::json::decimal")]
	pub swap_queue: Balance,
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

/// What a burn would bring now (`bme_quoteBurn`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BurnQuote {
	/// The OROG asked about, in planck.
	#[serde(with = "crate::json::decimal")]
	pub orog: Balance,
	/// Price of a burn, USD per OROG; null while burns stop.
	#[serde(with = "crate::json::optional_price")]
	pub credit_price: Option<Price>,
	/// Whether only the governed bootstrap price backs it.
	pub bootstrap: bool,
	/// Credits that it is worth at that price, in micro-USD; null without a price.
	#[serde(with = "crate::json::optional_decimal")]
	pub cuc: Option<Cuc>,
	/// Last day since the Unix epoch on which credits created now can be spent.
	pub expiry_day: Day,
	/// Most that can be created now, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub creatable_today: Cuc,
	/// Why the burn would be refused now; null if it would not, as far as the price and the bounds
	/// go: whether the account has the OROG is not asked.
	pub refusal: Option<BurnRefusal>,
}

/// Why a burn would be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BurnRefusal {
	/// There is no credit price: wait until the oracle has fresh samples.
	BurnsHalted,
	/// It would bring less than 1 CUC: burn more.
	BurnTooSmall,
	/// More than may be created today: burn less, or burn tomorrow.
	DailyBoundReached,
	/// More than the coming headroom can pay: burn less, or wait until the line is funded.
	CreditCeiling,
	/// More than there can ever be.
	TooLarge,
}

/// What a top-up would cost now (`bme_quoteTopUp`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TopUpQuote {
	/// The asset asked about.
	pub asset: u32,
	/// The credits asked about, in micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// Price of the credits, USD per OROG; null while burns stop.
	#[serde(with = "crate::json::optional_price")]
	pub credit_price: Option<Price>,
	/// Whether only the governed bootstrap price backs it.
	pub bootstrap: bool,
	/// What it costs, in the asset's smallest unit; null when it would be refused.
	#[serde(with = "crate::json::optional_decimal")]
	pub cost: Option<Balance>,
	/// OROG that it buys and burns, in planck; null when it would be refused.
	#[serde(with = "crate::json::optional_decimal")]
	pub orog: Option<Balance>,
	/// Part of that OROG that comes from the swap queue, in planck; null when it would be refused.
	#[serde(with = "crate::json::optional_decimal")]
	pub queued: Option<Balance>,
	/// Why the top-up would be refused now; null if it would not, as far as prices and bounds go:
	/// whether the account has the asset is not asked.
	pub refusal: Option<TopUpRefusal>,
}

/// Why a top-up would be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TopUpRefusal {
	/// Credits are not sold for this asset.
	UnknownAsset,
	/// There is no price: wait until the oracle has fresh samples.
	BurnsHalted,
	/// Less than 1 CUC: buy more.
	BurnTooSmall,
	/// More than may be created today: buy less, or tomorrow.
	DailyBoundReached,
	/// More than the coming headroom can pay: buy less, or wait until the line is funded.
	CreditCeiling,
	/// The AMM is more than 2 % off the external spot price, or the purchase would move it so far:
	/// buy less, or wait.
	MarketOffSpot,
	/// There is no pool, or it does not hold as much: buy less, or burn own OROG.
	MarketTooSmall,
	/// More than there can ever be.
	TooLarge,
}

/// A page of the line, oldest epoch first (`bme_claims`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimsPage {
	/// End of the line: all OROG ever queued, in planck.
	#[serde(with = "crate::json::decimal")]
	pub queued: Balance,
	/// How far the line is funded, in planck.
	#[serde(with = "crate::json::decimal")]
	pub funded: Balance,
	/// Oldest closed epoch that is not fully funded.
	pub oldest_unfunded_epoch: Option<EpochIndex>,
	/// How many epochs ago that one was; null when everything is funded.
	pub oldest_age: Option<EpochIndex>,
	/// Closed epochs with work.
	pub claims: Vec<Claim>,
	/// Epoch to ask from for the next page; null after the last closed epoch.
	pub next: Option<EpochIndex>,
}

/// What a closed epoch claims of the line.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
	/// The epoch.
	pub epoch: EpochIndex,
	/// How far it is.
	pub state: ClaimState,
	/// How many epochs ago it was.
	pub age: EpochIndex,
	/// Micro-USD consumed.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// USD per OROG at which they were converted.
	#[serde(with = "crate::json::price")]
	pub price: Price,
	/// Where its interval of the line begins, in planck.
	#[serde(with = "crate::json::decimal")]
	pub start: Balance,
	/// Planck that it claims.
	#[serde(with = "crate::json::decimal")]
	pub queued: Balance,
	/// Planck of them that are funded.
	#[serde(with = "crate::json::decimal")]
	pub funded: Balance,
}

/// How far a closed epoch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClaimState {
	/// It waits for headroom.
	Queued,
	/// It is funded; its payees can be paid within some blocks.
	Funded,
	/// Its payees can be paid.
	Released,
}

/// The emission rule (`bme_emission`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmissionStatus {
	/// Epoch of the queried block.
	pub epoch: EpochIndex,
	/// First epoch of the chain; years are counted from it.
	pub genesis_epoch: EpochIndex,
	/// Epochs of a year.
	pub epochs_per_year: u32,
	/// Year of the epoch; the first is 1.
	pub year: u32,
	/// Place of the epoch in its year; the first is 1.
	pub epoch_of_year: u32,
	/// What the year's headroom follows.
	pub rule: EmissionRule,
	/// Issuance at the last anniversary, in planck.
	#[serde(with = "crate::json::decimal")]
	pub supply: Balance,
	/// Most OROG that this epoch may mint, granted for the epoch before, in planck.
	#[serde(with = "crate::json::decimal")]
	pub headroom: Balance,
	/// What is left of it, in planck.
	#[serde(with = "crate::json::decimal")]
	pub headroom_left: Balance,
	/// What the next epoch may mint if this one does not become void, as of now, in planck.
	#[serde(with = "crate::json::decimal")]
	pub next_headroom: Balance,
	/// Least headroom of an epoch that is not void, in planck.
	#[serde(with = "crate::json::decimal")]
	pub floor: Balance,
	/// Most headroom of an epoch from the third year on, in planck.
	#[serde(with = "crate::json::decimal")]
	pub cap: Balance,
	/// Emission per burn from the third year on, in parts per million.
	pub elasticity_ppm: u32,
	/// Days of the rolling burn.
	pub rolling_window_days: u32,
	/// The rolling burn, which counts from the third year on.
	pub rolling_burn: RollingBurn,
}

/// What the headroom of a year follows (SPEC §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EmissionRule {
	/// 8 % of the supply a year.
	FirstYear,
	/// From 8 % down to 4 % of the supply.
	SecondYear,
	/// The rolling burn times the elasticity.
	RollingBurn,
}

/// OROG burned for credits in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RollingBurn {
	/// Planck burned in those days.
	#[serde(with = "crate::json::decimal")]
	pub amount: Balance,
	/// Whole days that are really filled.
	pub days: u32,
}

/// How an epoch begins (`bme_subscribeEpochs`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EpochStart {
	/// The epoch.
	pub epoch: EpochIndex,
	/// The epoch before; null in the first one.
	pub ended: Option<EndedEpoch>,
	/// Most OROG that the epoch may mint, in planck.
	#[serde(with = "crate::json::decimal")]
	pub headroom: Balance,
	/// End of the line: all OROG ever queued, in planck.
	#[serde(with = "crate::json::decimal")]
	pub queued: Balance,
	/// How far the line is funded, in planck.
	#[serde(with = "crate::json::decimal")]
	pub funded: Balance,
	/// OROG minted for the support of verification since genesis, in planck.
	#[serde(with = "crate::json::decimal")]
	pub supported: Balance,
	/// Oldest closed epoch that is not fully funded.
	pub oldest_unfunded_epoch: Option<EpochIndex>,
}

/// An epoch that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndedEpoch {
	/// The epoch.
	pub epoch: EpochIndex,
	/// Blocks that were made in it.
	pub blocks: BlockNumber,
	/// Whether these are fewer than half of its slots: it brings no headroom and no duty.
	pub void: bool,
	/// Micro-USD settled in it; consumed when it closes.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
}
