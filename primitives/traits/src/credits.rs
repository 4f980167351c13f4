//! Credits and spending sessions (SPEC §5), and the gateways they are opened for.

use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{PalletError, weights::Weight};
use orogen_primitives_core::{BlockNumber, Cuc, Day};
use orogen_primitives_receipts::{SessionRow, SessionTerms};
use scale_info::TypeInfo;
use sp_runtime::DispatchResult;

/// Creates credits; only `pallet-bme` may use it. Implemented by `pallet-credits`.
pub trait CreditIssuer<AccountId> {
	/// Gives `who` a fresh lot of `amount`.
	fn issue(who: &AccountId, amount: Cuc) -> DispatchResult;
	/// Credits that are not settled: lots that have not expired, what sessions hold, and what void rows
	/// have taken and not given back.
	fn outstanding() -> Cuc;
	/// Nothing can be settled in this block, whoever tries: the settlement grace of sessions does not
	/// run (SPEC §5). Returns the weight of noting it.
	fn note_standstill() -> Weight;
}

/// Why a session row is refused.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, PalletError,
)]
pub enum SessionRefusal {
	/// There is no such session.
	#[codec(index = 0)]
	NotFound,
	/// The session is another gateway's.
	#[codec(index = 1)]
	OtherGateway,
	/// The settlement grace is over.
	#[codec(index = 2)]
	Expired,
	/// The range does not begin at the session's next seq, or ends past the last one.
	#[codec(index = 3)]
	WrongSeq,
	/// More void, deferred or late seqs than there are, or a bit that was not deferred before.
	#[codec(index = 4)]
	BadBitmap,
	/// The session does not hold the amount.
	#[codec(index = 5)]
	Exhausted,
	/// The row claims nothing, or an amount without a receipt.
	#[codec(index = 6)]
	Empty,
	/// The row does not follow the one before it.
	#[codec(index = 7)]
	NotSorted,
}

/// What a session row has claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedSession {
	/// Receipts that the row stands for.
	pub receipts: u32,
	/// The session, for the commitment to the rows.
	pub terms: SessionTerms,
}

/// Takes settled amounts out of sessions, and gives void ones back; only `pallet-receipts` may use it. Implemented by
/// `pallet-credits`.
pub trait SessionLedger<AccountId> {
	/// Checks `row` against its session, advances the counter and takes `row.cuc` out of the session
	/// and so out of the credits.
	fn claim(gateway: &AccountId, row: &SessionRow) -> Result<ClaimedSession, SessionRefusal>;
	/// `cuc` that were claimed belong to a row that is void now: they wait for their owners.
	fn void(cuc: Cuc) -> DispatchResult;
	/// Returns `cuc` of what waits to `owner`'s lot of `expiry_day`; a day that has passed is breakage
	/// (SPEC §5).
	fn refund(owner: &AccountId, expiry_day: Day, cuc: Cuc) -> DispatchResult;
	/// `cuc` of what waits were not claimed in time and are breakage.
	fn lapse(cuc: Cuc) -> DispatchResult;
	/// What waits for its owners.
	fn refundable() -> Cuc;

	/// Makes a session that [`claim`](Self::claim) accepts `count` fresh seqs and `cuc` of.
	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(
		owner: &AccountId,
		gateway: &AccountId,
		cuc: Cuc,
	) -> Result<orogen_primitives_core::SpendingSessionId, sp_runtime::DispatchError>;
}

/// What a gateway asks of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatewayTerms {
	/// Smallest cap of a session, in micro-USD.
	pub min_session_cap: Cuc,
	/// Whether it is active and takes new sessions.
	pub accepting: bool,
	/// Last block in which it can settle, once it is leaving; `None` while it is not.
	pub settles_until: Option<BlockNumber>,
}

impl GatewayTerms {
	/// Whether the gateway is on its way out.
	pub const fn is_leaving(&self) -> bool {
		self.settles_until.is_some()
	}

	/// Whether the gateway can settle in block `now`.
	pub fn may_settle(&self, now: BlockNumber) -> bool {
		self.settles_until.is_none_or(|last| now <= last)
	}
}

/// Looks gateways up; implemented by `pallet-receipts`.
pub trait GatewayRegistry<AccountId> {
	/// Terms of `gateway`, `None` if it is not registered.
	fn terms(gateway: &AccountId) -> Option<GatewayTerms>;

	/// Makes `gateway` a registered, active gateway.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(gateway: &AccountId) -> Result<(), sp_runtime::DispatchError>;
}
