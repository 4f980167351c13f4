//! Prices (SPEC §4); implemented by `pallet-oracle-twap`.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::Price;
use scale_info::TypeInfo;

/// How far the prices can be trusted (SPEC §4).
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum OracleState {
	/// At least two live external sources agree within 5 %.
	#[codec(index = 0)]
	Fresh,
	/// One live source, disagreement, few members, a half-empty window or a fast move.
	#[codec(index = 1)]
	Degraded,
	/// No live source, disagreement above 25 %, or paused; burns stop, nothing else.
	#[codec(index = 2)]
	Halted,
}

/// The price at which OROG becomes CUC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditQuote {
	/// USD per OROG.
	pub price: Price,
	/// Whether only the governed bootstrap price backs it: burns under it are bounded by day and
	/// reported through [`PriceOracle::note_bootstrap_burn`].
	pub bootstrap: bool,
}

/// State and both prices of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OracleQuotes {
	/// See [`PriceOracle::state`].
	pub state: OracleState,
	/// See [`PriceOracle::credit`].
	pub credit: Option<CreditQuote>,
	/// See [`PriceOracle::payout`].
	pub payout: Option<Price>,
	/// See [`PriceOracle::spot`].
	pub spot: Option<Price>,
}

/// Two prices, so that lag is never an arbitrage.
pub trait PriceOracle {
	/// State of the oracle, worked out now.
	fn state() -> OracleState;
	/// Price for burns; `None` while burns must stop.
	fn credit() -> Option<CreditQuote>;
	/// Price for payouts; `None` while they must wait.
	fn payout() -> Option<Price>;
	/// What the external sources say now: the median of their values, or the governed fixed price
	/// while that alone backs burns. `None` while burns must stop. OROG of the protocol is bought and
	/// sold around it, never around what a pool on this chain says.
	fn spot() -> Option<Price>;
	/// All of them at once, for who needs more than one of them: the samples are read and weighed once.
	fn quotes() -> OracleQuotes {
		OracleQuotes {
			state: Self::state(),
			credit: Self::credit(),
			payout: Self::payout(),
			spot: Self::spot(),
		}
	}
	/// Price at which stake backs unfinalised work: the credit price, or the last known one while
	/// burns are stopped, so that a halted oracle does not stop settlement.
	fn collateral() -> Option<Price>;
	/// A burn has used the bootstrap price; keeps the payout price at or above it for 61 days.
	fn note_bootstrap_burn();

	/// Fills the books, so that a question is as dear as it gets; every answer is `price` or near it.
	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(price: Price);
}
