//! Prices (SPEC §4).

use crate::{OracleTwap, Runtime};
use alloc::vec::Vec;
use frame_support::traits::Get;
use orogen_primitives_runtime_api::{OracleHealth, OraclePool, OracleSource, OracleStatus};
use orogen_primitives_traits::{OracleState, Reserves};
use pallet_oracle_twap::{
	Amm,
	amm::{AMM_BLOCKS, MIN_POOL_DOLLARS},
	types::{AMM_STRETCH, SOURCES},
};

pub(crate) fn oracle() -> OracleStatus {
	let view = OracleTwap::status();
	OracleStatus {
		state: match view.state {
			OracleState::Fresh => OracleHealth::Fresh,
			OracleState::Degraded => OracleHealth::Degraded,
			OracleState::Halted => OracleHealth::Halted,
		},
		twap: view.twap,
		spot: view.spot,
		credit_price: view.credit,
		payout_price: view.payout,
		bootstrap: view.bootstrap,
		window: view.window,
		members: view.members,
		live_sources: view.live_sources,
		amm: OracleTwap::amm_price(),
		paused_until: view.paused_until,
	}
}

pub(crate) fn oracle_sources() -> Vec<OracleSource> {
	let external = OracleTwap::sources().into_iter().map(|source| OracleSource {
		source: source.source,
		value: source.value,
		twap: source.twap,
		newest: source.newest,
		feeders: source.feeders,
		pool: None,
	});
	external.chain([amm()]).collect()
}

/// The protocol AMM, whose number follows those of the external sources.
fn amm() -> OracleSource {
	let reserves = <Runtime as pallet_oracle_twap::Config>::Reserves::get();
	let Reserves { orog, dollars } = reserves.unwrap_or(Reserves { orog: 0, dollars: 0 });
	let noted = Amm::<Runtime>::get();
	let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
	let blocks = length(noted.medians.len())
		.saturating_mul(AMM_STRETCH)
		.saturating_add(length(noted.blocks.len()));
	let price = noted.price();
	OracleSource {
		source: SOURCES,
		value: OracleTwap::pool_price(),
		twap: price,
		newest: None,
		feeders: 0,
		pool: Some(OraclePool {
			live: price.is_some(),
			orog,
			dollars,
			min_dollars: MIN_POOL_DOLLARS,
			// Counted in stretches: there may be one that has just begun on top of enough of them.
			blocks: blocks.min(AMM_BLOCKS),
			blocks_needed: AMM_BLOCKS,
		}),
	}
}
