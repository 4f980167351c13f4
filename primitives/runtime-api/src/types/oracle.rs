//! Prices (SPEC §4).

use codec::{Decode, Encode};
use orogen_primitives_core::{Moment, Price};
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
