//! Weights of `pallet-credits`, estimated by hand from counted reads and writes.
//!
//! `frame-omni-bencher` regenerates this file from `benchmarking.rs`; keep the functions' names.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::ParityDbWeight},
};

/// Weights of the calls, of settlement, and of the steps of `on_idle`.
pub trait WeightInfo {
	/// A session that takes all 31 lots.
	fn open_session() -> Weight;
	/// The owner ends a session before its time.
	fn stop_session() -> Weight;
	/// Someone else closes a session that is over.
	fn close_session() -> Weight;
	/// Governance changes the grace.
	fn set_settlement_grace() -> Weight;
	/// Governance changes the deposit.
	fn set_session_deposit() -> Weight;
	/// A lot is created for an account with 30 others.
	fn issue() -> Weight;
	/// One session row of a batch, the totals included.
	fn claim() -> Weight;
	/// `on_idle` without an account to look at, folding all days.
	fn sweep_base() -> Weight;
	/// `on_idle` drops the 31 lots of an account.
	fn sweep_account() -> Weight;
}

/// Weights by the database of `T`.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open_session() -> Weight {
		// Reads: Timestamp::Now, Params, Accounts, LotsByDay, TotalSupply, NextSessionId, the
		// gateway, Balances::Holds, System::Account.
		// Writes: Accounts, LotsByDay, TotalSupply, NextSessionId, Sessions, SessionsByOwner,
		// Balances::Holds, System::Account.
		Weight::from_parts(75_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 8))
	}

	fn stop_session() -> Weight {
		// Reads: Timestamp::Now, Params, Sessions, the gateway. Writes: Sessions.
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}

	fn close_session() -> Weight {
		// Reads: Timestamp::Now, Params, Sessions, the gateway, Accounts, LotsByDay, TotalSupply,
		// Balances::Holds, System::Account of owner and closer.
		// Writes: Sessions, SessionsByOwner, Accounts, LotsByDay, TotalSupply, Balances::Holds,
		// System::Account of owner and closer.
		Weight::from_parts(85_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 8))
	}

	fn set_settlement_grace() -> Weight {
		// Reads and writes: Params.
		Weight::from_parts(10_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}

	fn set_session_deposit() -> Weight {
		// Reads and writes: Params.
		Weight::from_parts(10_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}

	fn issue() -> Weight {
		// Reads: Timestamp::Now, Accounts, LotsByDay, TotalSupply.
		// Writes: Accounts, LotsByDay, TotalSupply.
		Weight::from_parts(25_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}

	fn claim() -> Weight {
		// Reads and writes: Sessions, TotalSupply. The totals are read and written once a batch,
		// whatever the number of rows.
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}

	fn sweep_base() -> Weight {
		// Reads: Timestamp::Now, LotsByDay, TotalSupply, SweepCursor.
		// Writes: LotsByDay, TotalSupply, SweepCursor.
		Weight::from_parts(10_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}

	fn sweep_account() -> Weight {
		// Reads: the next key, Accounts. Writes: Accounts.
		Weight::from_parts(15_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
}

impl WeightInfo for () {
	fn open_session() -> Weight {
		Weight::from_parts(75_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(9, 8))
	}

	fn stop_session() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 1))
	}

	fn close_session() -> Weight {
		Weight::from_parts(85_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(10, 8))
	}

	fn set_settlement_grace() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}

	fn set_session_deposit() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}

	fn issue() -> Weight {
		Weight::from_parts(25_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}

	fn claim() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 2))
	}

	fn sweep_base() -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(4, 3))
	}

	fn sweep_account() -> Weight {
		Weight::from_parts(15_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(2, 1))
	}
}
