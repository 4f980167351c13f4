//! Prices (SPEC §4).

use codec::{Decode, Encode};
use orogen_primitives_core::{Balance, Moment, Price};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

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
	/// Source 3, the protocol AMM, over the last blocks: it may lower the credit price and raise the
	/// payout price, by at most 5 %. Null while it does not count.
	#[serde(with = "crate::json::optional_price")]
	pub amm: Option<Price>,
	/// When a pause ends.
	pub paused_until: Option<Moment>,
}

/// One source of prices (`oracle_sources`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OracleSource {
	/// Id: 0 and 1 exchanges, 2 an external DEX, 3 the protocol AMM.
	pub source: u8,
	/// Stake-weighted median of the members' live samples. Of the AMM the pool's price at the end of
	/// the block, null while the pool is too small.
	#[serde(with = "crate::json::optional_price")]
	pub value: Option<Price>,
	/// Time-weighted mean over the window. Of the AMM the price that counts: a median over its last
	/// blocks, null while it does not count.
	#[serde(with = "crate::json::optional_price")]
	pub twap: Option<Price>,
	/// When the newest sample was taken; null for the AMM.
	pub newest: Option<Moment>,
	/// Members with a live sample; none for the AMM.
	pub feeders: u32,
	/// The AMM's pool; null for external sources.
	pub pool: Option<OraclePool>,
}

/// How deep the protocol AMM's pool is, and whether its price counts (SPEC §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OraclePool {
	/// Whether its price counts: the pool was deep enough at the end of each of the last blocks.
	pub live: bool,
	/// OROG in the pool, in planck.
	#[serde(with = "crate::json::decimal")]
	pub orog: Balance,
	/// USDC in the pool, in millionths.
	#[serde(with = "crate::json::decimal")]
	pub dollars: Balance,
	/// USDC in millionths that the pool must hold.
	#[serde(with = "crate::json::decimal")]
	pub min_dollars: Balance,
	/// Blocks in a row at whose end it held that, as far as they are counted.
	pub blocks: u32,
	/// How many of them make its price count.
	pub blocks_needed: u32,
}
