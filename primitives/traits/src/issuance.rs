//! Finalised work and its pay (SPEC §6); implemented by `pallet-bme`.

use alloc::vec::Vec;
use orogen_primitives_core::{Cuc, EpochIndex};
use sp_runtime::{DispatchError, DispatchResult};

/// Takes settled work of open epochs; only `pallet-receipts` may use it.
pub trait WorkLedger<AccountId> {
	/// Most payees that one batch pays.
	const MAX_PAID: u32;

	/// Adds a batch to the current epoch: `cuc` leaves the credits for good when the epoch closes;
	/// `dues` are the payees' parts of the operators' 75 %, in micro-USD, commission included. A
	/// payee may stand in `dues` more than once. The sum of `dues` is at most 75 % of `cuc`; what is
	/// missing (heartbeat decay) is not minted.
	///
	/// Payees with something to be paid are paid on the way, up to [`Self::MAX_PAID`]; returns how
	/// many were.
	fn accrue(cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> Result<u32, DispatchError>;
	/// Takes a row of a batch back out of `epoch`, in which it was accrued: `cuc`, and the `dues` that
	/// were booked for it. Refused when the epoch is closed, or when it holds less than that.
	fn revoke(epoch: EpochIndex, cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> DispatchResult;
	/// The operators' share of `cuc`: 75 %, rounded down.
	fn operator_share(cuc: Cuc) -> Cuc;

	/// Makes booking for `who` as dear as it gets without anything to be paid.
	#[cfg(feature = "runtime-benchmarks")]
	fn burden_for_benchmark(who: &AccountId);
}

/// Which epochs are final.
pub trait EpochFinality {
	/// The oldest epoch whose batches are not final; everything before is closed.
	fn first_open() -> EpochIndex;
}
