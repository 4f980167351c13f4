//! Weights of `pallet_receipts`.
//!
//! Estimated by hand until the bencher regenerates this file from `benchmarking.rs`: reads and writes
//! are counted, times are generous guesses. What sessions, operators and fresh dues cost is part of
//! `submit_batch`, as the benchmark runs on the real pallets.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weight functions needed for `pallet_receipts`.
pub trait WeightInfo {
	fn register_gateway() -> Weight;
	fn bond_more() -> Weight;
	fn set_min_session_cap() -> Weight;
	fn deregister_gateway() -> Weight;
	fn withdraw_gateway() -> Weight;
	/// `o` operator rows and `s` session rows.
	fn submit_batch(o: u32, s: u32) -> Weight;
	fn set_parameter() -> Weight;
	/// `on_idle` with nothing to do.
	fn prune_base() -> Weight;
	/// Notes that one epoch has closed.
	fn note_closing() -> Weight;
	/// Looks at one closed epoch, and forgets it.
	fn prune_epoch() -> Weight;
	/// Removes one header.
	fn prune_batch() -> Weight;
}

/// Microseconds of the oracle's two assessments of its samples, 500 each by its own estimate: a batch
/// values the gateway's stake, and the first batch of a block the operators'.
const ASSESSMENTS: u64 = 1_000;
/// What that reads: time, parameters, pause, three books, three rings of checkpoints, spots, the last
/// known prices, the bootstrap price and its floors.
const ORACLE_READS: u64 = 13;

/// A time in microseconds, and storage accesses.
fn weight<Db: Get<frame_support::weights::RuntimeDbWeight>>(
	micros: u64,
	reads: u64,
	writes: u64,
) -> Weight {
	Weight::from_parts(micros.saturating_mul(1_000_000), 0)
		.saturating_add(Db::get().reads_writes(reads, writes))
}

macro_rules! estimates {
	($db:ty) => {
		fn register_gateway() -> Weight {
			// R: Gateways, CurrentParameters, Holds, Account. W: Gateways, Holds, Account.
			weight::<$db>(40, 4, 3)
		}
		fn bond_more() -> Weight {
			// R: Gateways, Holds, Account. W: the same.
			weight::<$db>(40, 3, 3)
		}
		fn set_min_session_cap() -> Weight {
			// R, W: Gateways.
			weight::<$db>(20, 1, 1)
		}
		fn deregister_gateway() -> Weight {
			// R: Gateways, CurrentParameters. W: Gateways.
			weight::<$db>(20, 2, 1)
		}
		fn withdraw_gateway() -> Weight {
			// R: Gateways, the first open epoch, Holds, Account. W: Gateways, Holds, Account.
			weight::<$db>(45, 4, 3)
		}
		fn submit_batch(o: u32, s: u32) -> Weight {
			// R: CurrentParameters, Gateways, the first open epoch, the epoch, BatchTotals, Holds,
			// Account, the epoch's books (2) and the credits' totals. The oracle: a benchmark runs
			// without samples and does not measure it.
			// W: Gateways, Batches, BatchTotals, Holds, Account, the epoch's books, the totals.
			// Per operator row: the operator, its ring and its due. Per session row: the session.
			let (o, s) = (u64::from(o), u64::from(s));
			weight::<$db>(100, 10, 8)
				.saturating_add(weight::<$db>(ASSESSMENTS, ORACLE_READS, 0))
				.saturating_add(weight::<$db>(20, 3, 3).saturating_mul(o))
				.saturating_add(weight::<$db>(12, 1, 1).saturating_mul(s))
		}
		fn set_parameter() -> Weight {
			// R, W: CurrentParameters.
			weight::<$db>(15, 1, 1)
		}
		fn prune_base() -> Weight {
			// R: Pruning, the first open epoch, CurrentParameters. W: Pruning.
			weight::<$db>(10, 3, 1)
		}
		fn note_closing() -> Weight {
			// W: Closings.
			weight::<$db>(3, 0, 1)
		}
		fn prune_epoch() -> Weight {
			// R: Closings, Batches. W: Closings.
			weight::<$db>(6, 2, 1)
		}
		fn prune_batch() -> Weight {
			// R: Batches, Holds, Account. W: the same.
			weight::<$db>(35, 3, 3)
		}
	};
}

/// Weights with the runtime's database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	estimates!(T::DbWeight);
}

/// For tests.
impl WeightInfo for () {
	estimates!(ParityDbWeight);
}
