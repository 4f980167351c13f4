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
	/// [`crate::Pallet::top_up`] that meets `n` entries of the swap queue.
	fn top_up(n: u32) -> Weight;
	/// [`crate::Pallet::set_payout_preference`].
	fn set_payout_preference() -> Weight;
	/// [`crate::Pallet::set_trough_support`].
	fn set_trough_support() -> Weight;
	/// `AwardPoint::award`, for the calls of other pallets that award.
	fn award() -> Weight;
	/// `WorkLedger::accrue` with `n` payees, each of whom is paid on the way; for the calls of other
	/// pallets that settle.
	fn accrue(n: u32) -> Weight;
	/// `EpochHandler::on_new_epoch`.
	fn on_new_epoch() -> Weight;
	/// Trough support and sharing the governance pot with `n` transfers, in the first block of an epoch.
	fn settle_epoch(n: u32) -> Weight;
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
	/// Looking at the swap queue in an idle block.
	fn serve_queue() -> Weight;
	/// Paying an entry of the swap queue in OROG.
	fn pay_entry() -> Weight;
	/// Selling `n` entries of the swap queue to the AMM.
	fn sell_queued(n: u32) -> Weight;
	/// Looking for closings to prune in an idle block.
	fn prune() -> Weight;
	/// Pruning the closing of an epoch.
	fn prune_closing() -> Weight;
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
	// Payee, two frontiers, owed, totals, pot, account; standing, clock, preference, the queue's bounds
	// and entry, the coin and the payee's account of it.
	fn payout(&self, p: u32) -> Weight {
		self.cost(3, 14, 7).saturating_add(self.price().saturating_mul(p.into()))
	}
	// As `burn`, with the queue's bounds, the pool (itself, its fee, two balances, the coin twice), the
	// buyer's account of the coin and the pot; an entry: itself, its payee's account, and its account of
	// the coin or of OROG; the coin, the buyer's account, the bounds, the totals.
	fn top_up(&self, n: u32) -> Weight {
		self.burn()
			.saturating_add(self.cost(5, 14, 8))
			.saturating_add(self.cost(2, 8, 6).saturating_mul(n.into()))
	}
	// Preference, payee, the account and its holds.
	fn set_payout_preference(&self) -> Weight {
		self.cost(2, 4, 3)
	}
	// Time, the holders of a role.
	fn award(&self) -> Weight {
		self.cost(1, 3, 1)
	}
	// Closed work, headroom, parameters, line, supply, clock 3, totals, two pots, what is unclaimed, two
	// lists of holders, and the oracle; a transfer: an account.
	fn settle_epoch(&self, n: u32) -> Weight {
		self.cost(3, 15, 9)
			.saturating_add(self.oracle())
			.saturating_add(self.cost(1, 1, 1).saturating_mul(n.into()))
	}
	// The queue's bounds, clock, the oldest entry.
	fn serve_queue(&self) -> Weight {
		self.cost(1, 3, 0)
	}
	// Entry, bounds, totals, pot, account.
	fn pay_entry(&self) -> Weight {
		self.cost(2, 5, 5)
	}
	// The pool's reserves and the oracle; an entry: itself, bounds, totals, pot, the pool 6, the payee's
	// account of the coin and of OROG, the coin; the computation of up to 5 quotes.
	fn sell_queued(&self, n: u32) -> Weight {
		self.cost(1, 5, 0)
			.saturating_add(self.oracle())
			.saturating_add(self.cost(10, 14, 9).saturating_mul(n.into()))
	}
	// Clock 2, the pruned sums, a frontier.
	fn prune(&self) -> Weight {
		self.cost(1, 4, 1)
	}
	// The closing.
	fn prune_closing(&self) -> Weight {
		self.0.reads_writes(1, 1).saturating_add(Weight::from_parts(2_000_000, 0))
	}
	fn set_parameter(&self) -> Weight {
		self.cost(1, 1, 1)
	}
	// Clock, two frontiers, work, totals, owed, pot, the queue's bounds, the coin; a payee: itself, its
	// account, two closings, standing, preference, its account of the coin, an entry of the queue.
	fn accrue(&self, n: u32) -> Weight {
		self.cost(1, 9, 5).saturating_add(self.cost(3, 7, 5).saturating_mul(n.into()))
	}
	// Clock 3, headroom, supply, line, days, time, parameters, issuance, owed, totals, four pots.
	fn on_new_epoch(&self) -> Weight {
		self.cost(5, 16, 10)
	}
	// Clock, two frontiers, parameters, a work record, a closing, the line; both frontiers move.
	fn on_initialize(&self) -> Weight {
		self.cost(1, 7, 2)
	}
	// Headroom, totals, issuance, pot, closed work; work, closing, line too. Also what a block pays in which the
	// epoch has to wait for a price: that is known only once the oracle is asked.
	fn close_epoch(&self) -> Weight {
		self.cost(3, 5, 8).saturating_add(self.oracle())
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
		fn top_up(n: u32) -> Weight {
			Counted($db).top_up(n)
		}
		fn set_payout_preference() -> Weight {
			Counted($db).set_payout_preference()
		}
		fn set_trough_support() -> Weight {
			Counted($db).set_parameter()
		}
		fn award() -> Weight {
			Counted($db).award()
		}
		fn settle_epoch(n: u32) -> Weight {
			Counted($db).settle_epoch(n)
		}
		fn serve_queue() -> Weight {
			Counted($db).serve_queue()
		}
		fn pay_entry() -> Weight {
			Counted($db).pay_entry()
		}
		fn sell_queued(n: u32) -> Weight {
			Counted($db).sell_queued(n)
		}
		fn prune() -> Weight {
			Counted($db).prune()
		}
		fn prune_closing() -> Weight {
			Counted($db).prune_closing()
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
