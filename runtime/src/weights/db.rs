//! Database weights, measured by `scripts/weights.sh database`; do not edit.
//!
//! 2026-11-21 (Y/M/D), AMD EPYC: ParityDB with a million accounts, averages without the cache of
//! trie nodes, 2000 writes a batch.

use frame_support::{
	parameter_types,
	weights::{RuntimeDbWeight, constants::WEIGHT_REF_TIME_PER_NANOS},
};

parameter_types! {
	/// Weights of the database that nodes run on.
	pub const DbWeight: RuntimeDbWeight = RuntimeDbWeight {
		// Nanoseconds: median 5_968, 95th percentile 7_321, 99th 8_403.
		read: 6_356 * WEIGHT_REF_TIME_PER_NANOS,
		// Nanoseconds: median 27_918, 95th percentile 46_473, 99th 79_675.
		write: 29_818 * WEIGHT_REF_TIME_PER_NANOS,
	};
}
