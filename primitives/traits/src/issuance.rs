//! Finalised work and its pay (SPEC §6); implemented by `pallet-bme`.

use alloc::vec::Vec;
use orogen_primitives_core::{Cuc, EpochIndex};
use sp_runtime::DispatchResult;

/// Takes settled work of open epochs; only `pallet-receipts` may use it.
pub trait WorkLedger<AccountId> {
	/// Adds a batch to the current epoch: `cuc` leaves the credits for good when the epoch closes;
	/// `dues` are the payees' parts of the operators' 75 %, in micro-USD, commission included. A
	/// payee may stand in `dues` more than once. The sum of `dues` is at most 75 % of `cuc`; what is
	/// missing (heartbeat decay) is not minted.
	fn accrue(cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> DispatchResult;
	/// Takes a row of a batch back out of `epoch`, in which it was accrued: `cuc`, and the `dues` that
	/// were booked for it. Refused when the epoch is closed, or when it holds less than that.
	fn revoke(epoch: EpochIndex, cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> DispatchResult;
	/// The operators' share of `cuc`: 75 %, rounded down.
	fn operator_share(cuc: Cuc) -> Cuc;
}

/// Which epochs are final.
pub trait EpochFinality {
	/// The oldest epoch whose batches are not final; everything before is closed.
	fn first_open() -> EpochIndex;
}
