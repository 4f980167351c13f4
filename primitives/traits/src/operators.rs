//! Operators as settlement sees them (SPEC §7); implemented by `pallet-operator-stake`.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::PalletError;
use orogen_primitives_core::{Cuc, EpochIndex, OperatorId};
use orogen_primitives_receipts::OperatorRow;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// Why an operator row is refused.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, PalletError,
)]
pub enum OperatorRefusal {
	/// There is no such operator.
	#[codec(index = 0)]
	NotFound,
	/// The operator was not active within the last two epochs.
	#[codec(index = 1)]
	NotActive,
	/// The operator is banned.
	#[codec(index = 2)]
	Banned,
	/// The operator does not list the gateway.
	#[codec(index = 3)]
	GatewayNotListed,
	/// The operator's unfinalised work would exceed its capacity, or the gateway's share of it.
	#[codec(index = 4)]
	OverCapacity,
	/// The operator's tier or kind does not allow the mode.
	#[codec(index = 5)]
	ModeNotAllowed,
	/// The model or adapter is not registered, and unregistered ones are not allowed here.
	#[codec(index = 6)]
	ModelNotAllowed,
	/// The commission is above what the operator lists for the gateway.
	#[codec(index = 7)]
	CommissionTooHigh,
	/// The row has no receipt or no amount.
	#[codec(index = 8)]
	Empty,
	/// The row does not follow the one before it.
	#[codec(index = 9)]
	NotSorted,
}

/// Why an account cannot give up a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForfeitRefusal {
	/// It is not the coldkey of the row's operator.
	NotOwner,
	/// The operator is banned, or some of its stake is frozen.
	Held,
}

/// What an admitted row pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission<AccountId> {
	/// The operator whose row it is.
	pub operator: OperatorId,
	/// Account that the operator's share goes to.
	pub payee: AccountId,
	/// Part of the share that is paid after missed heartbeats; the rest is not minted.
	pub emission_share: Perbill,
}

/// Says whose pay waits; used by `pallet-bme`.
pub trait PayeeStanding<AccountId> {
	/// Whether `who` may be paid now. No answer is final: every hold ends.
	fn may_be_paid(who: &AccountId) -> bool;
}

/// Admits rows; only `pallet-receipts` may use it.
pub trait OperatorAdmission<AccountId> {
	/// Checks that `row` of `gateway` is within what its operator may serve and books `row.cuc` in the
	/// operator's unfinalised work of the current epoch.
	fn admit(
		gateway: &AccountId,
		row: &OperatorRow,
	) -> Result<Admission<AccountId>, OperatorRefusal>;

	/// Takes `cuc` that were booked in `epoch` for a row of `gateway` out of the unfinalised work of
	/// `operator`, because the row is void. Nothing happens if the operator or the epoch is gone.
	fn release(gateway: &AccountId, operator: OperatorId, epoch: EpochIndex, cuc: Cuc);
	/// Whether `who` may give up rows of `operator`: its coldkey, while nobody holds the operator to
	/// account.
	fn may_forfeit(who: &AccountId, operator: OperatorId) -> Result<(), ForfeitRefusal>;

	/// Makes `hotkey` an active operator that serves `gateway` with enough capacity for `cuc`.
	#[cfg(feature = "runtime-benchmarks")]
	fn activate_for_benchmark(
		hotkey: &AccountId,
		gateway: &AccountId,
		cuc: Cuc,
	) -> Result<(), sp_runtime::DispatchError>;
}
