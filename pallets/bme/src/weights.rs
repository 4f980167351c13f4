//! Weights of `pallet-bme`.
//!
//! Counted by hand from the storage accesses until the bencher replaces this file.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{RuntimeDbWeight, Weight, constants::ParityDbWeight},
};

/// Weight functions of `pallet-bme`.
pub trait WeightInfo {
	/// [`crate::Pallet::burn`].
	fn burn() -> Weight;
	/// [`crate::Pallet::payout`] that prices `p` buckets.
	fn payout(p: u32) -> Weight;
	/// [`crate::Pallet::set_closing_delay`].
	fn set_closing_delay() -> Weight;
	/// [`crate::Pallet::set_elasticity`].
	fn set_elasticity() -> Weight;
	/// [`crate::Pallet::set_ceiling_days`].
	fn set_ceiling_days() -> Weight;
	/// [`crate::Pallet::set_rolling_window`].
	fn set_rolling_window() -> Weight;
	/// `WorkLedger::accrue` with `n` payees, each of whom is paid on the way; for the calls of other
	/// pallets that settle.
	fn accrue(n: u32) -> Weight;
	/// `EpochHandler::on_new_epoch`.
	fn on_new_epoch() -> Weight;
	/// `on_initialize` of a block in which no epoch is closed or released.
	fn on_initialize() -> Weight;
	/// Closing an epoch with work.
	fn close_epoch() -> Weight;
	/// Releasing a funded epoch.
	fn release_epoch() -> Weight;
	/// `on_idle` that visits nobody.
	fn on_idle() -> Weight;
	/// The visit of a payee by `on_idle` that prices `p` buckets.
	fn visit_payee(p: u32) -> Weight;
}

/// Computation of a call, in picoseconds.
const CALL: u64 = 30_000_000;

/// Computation of one assessment of the oracle's samples, in picoseconds; its own estimate.
const ASSESSMENT: u64 = 500_000_000;
/// Most assessments behind the prices of one moment: the current samples, and while they halt the
/// oracle the late ones that still price payouts.
const ASSESSMENTS: u64 = 2;
/// What they read: time, parameters, pause, three books, three rings of checkpoints, spots, the last
/// known prices, the bootstrap price and its floors.
const ORACLE_READS: u64 = 13;

/// The same counts for every database.
struct Counted(RuntimeDbWeight);

impl Counted {
	/// `calls` times the computation of a call, and database accesses.
	fn cost(&self, calls: u64, reads: u64, writes: u64) -> Weight {
		let accesses = self.0.reads_writes(reads, writes);
		Weight::from_parts(CALL, 0).saturating_mul(calls).saturating_add(accesses)
	}
	/// Asking the oracle once, at its worst. The benchmarks run on an oracle without samples, so what
	/// they measure does not hold it.
	fn oracle(&self) -> Weight {
		Weight::from_parts(ASSESSMENT, 0)
			.saturating_mul(ASSESSMENTS)
			.saturating_add(self.0.reads(ORACLE_READS))
	}
	/// Pricing a bucket: its closing, read and written.
	fn price(&self) -> Weight {
		self.0.reads_writes(1, 1).saturating_add(Weight::from_parts(2_000_000, 0))
	}
	// Credits 4, clock 3, time, parameters, supply, totals, days, line, account; of a burn under the
	// bootstrap price its floors. The prices are read once, also when the burn is refused for them.
	fn burn(&self) -> Weight {
		self.cost(3, 17, 8).saturating_add(self.oracle())
	}
	// Payee, two frontiers, owed, totals, pot, account.
	fn payout(&self, p: u32) -> Weight {
		self.cost(2, 7, 5).saturating_add(self.price().saturating_mul(p.into()))
	}
	fn set_parameter(&self) -> Weight {
		self.cost(1, 1, 1)
	}
	// Clock, two frontiers, work, totals, owed, pot; a payee: itself, its account, two closings.
	fn accrue(&self, n: u32) -> Weight {
		self.cost(1, 7, 4).saturating_add(self.cost(2, 4, 4).saturating_mul(n.into()))
	}
	// Clock 3, headroom, supply, line, days, time, parameters, issuance, owed, totals, four pots.
	fn on_new_epoch(&self) -> Weight {
		self.cost(5, 16, 10)
	}
	// Clock, two frontiers, parameters, a work record, a closing, the line; both frontiers move.
	fn on_initialize(&self) -> Weight {
		self.cost(1, 7, 2)
	}
	// Headroom, totals, issuance, pot; work, closing, line too. Also what a block pays in which the
	// epoch has to wait for a price: that is known only once the oracle is asked.
	fn close_epoch(&self) -> Weight {
		self.cost(3, 4, 7).saturating_add(self.oracle())
	}
	// Closing, owed, totals, sweep, four pots.
	fn release_epoch(&self) -> Weight {
		self.cost(4, 8, 8)
	}
	// The cursor.
	fn on_idle(&self) -> Weight {
		self.cost(1, 2, 1)
	}
	// As `payout`, and the step of the cursor.
	fn visit_payee(&self, p: u32) -> Weight {
		self.payout(p).saturating_add(self.0.reads(1))
	}
}

/// Weights with the runtime's database costs.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! counted {
	($db:expr) => {
		fn burn() -> Weight {
			Counted($db).burn()
		}
		fn payout(p: u32) -> Weight {
			Counted($db).payout(p)
		}
		fn set_closing_delay() -> Weight {
			Counted($db).set_parameter()
		}
		fn set_elasticity() -> Weight {
			Counted($db).set_parameter()
		}
		fn set_ceiling_days() -> Weight {
			Counted($db).set_parameter()
		}
		fn set_rolling_window() -> Weight {
			Counted($db).set_parameter()
		}
		fn accrue(n: u32) -> Weight {
			Counted($db).accrue(n)
		}
		fn on_new_epoch() -> Weight {
			Counted($db).on_new_epoch()
		}
		fn on_initialize() -> Weight {
			Counted($db).on_initialize()
		}
		fn close_epoch() -> Weight {
			Counted($db).close_epoch()
		}
		fn release_epoch() -> Weight {
			Counted($db).release_epoch()
		}
		fn on_idle() -> Weight {
			Counted($db).on_idle()
		}
		fn visit_payee(p: u32) -> Weight {
			Counted($db).visit_payee(p)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	counted!(T::DbWeight::get());
}

impl WeightInfo for () {
	counted!(ParityDbWeight::get());
}
