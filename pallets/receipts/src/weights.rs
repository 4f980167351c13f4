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
	fn forfeit_row() -> Weight;
	/// `e` entries.
	fn claim_refund(e: u32) -> Weight;
	/// `on_idle` with nothing to do.
	fn prune_base() -> Weight;
	/// Notes that one epoch has closed.
	fn note_closing() -> Weight;
	/// Looks at one closed epoch, and forgets it.
	fn prune_epoch() -> Weight;
	/// Removes one header, with what its void rows left; without the bits of what was refunded.
	fn prune_batch() -> Weight;
	/// Removes the bits of one chunk of refunded entries, if there are any.
	fn prune_chunk() -> Weight;
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
			// Hashes: four a row at most.
			weight::<$db>(100, 10, 8)
				.saturating_add(weight::<$db>(ASSESSMENTS, ORACLE_READS, 0))
				.saturating_add(weight::<$db>(23, 3, 3).saturating_mul(o))
				.saturating_add(weight::<$db>(16, 1, 1).saturating_mul(s))
		}
		fn set_parameter() -> Weight {
			// R, W: CurrentParameters.
			weight::<$db>(15, 1, 1)
		}
		fn forfeit_row() -> Weight {
			// R: Batches, the first open epoch, VoidedRows, the operator and its id, its ring and the
			// gateway's with it, the epoch's books (2), two payees, the credits' totals.
			// W: VoidedRows, both rings, the epoch's books, two payees, the credits' totals.
			weight::<$db>(150, 12, 8)
		}
		fn claim_refund(e: u32) -> Weight {
			// R: Batches, VoidedRows, two of RefundedEntries, the time, the owner's lots and the credits'
			// totals (2). W: VoidedRows, two of RefundedEntries, the lots and the totals.
			// Hashes: 12 of the row, about 70 of the sum, 40 of the range; two an entry.
			weight::<$db>(300, 8, 6).saturating_add(weight::<$db>(5, 0, 0).saturating_mul(e.into()))
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
			// R: Batches, VoidedRows, the credits' totals, Holds, Account.
			// W: Batches, VoidedRows, the totals, Holds, Account.
			weight::<$db>(45, 5, 5)
		}
		fn prune_chunk() -> Weight {
			// R, W: one of RefundedEntries.
			weight::<$db>(8, 1, 1)
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
