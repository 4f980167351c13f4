//! Points for which the governance pot pays (SPEC §6); kept by `pallet-bme`.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Who shares in the governance pot.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum PotRole {
	/// Members of the oracle: a point for each source and ten minutes in which they fed a good sample.
	#[codec(index = 0)]
	Oracle,
	/// Members of the council: a point for a day on which they voted.
	#[codec(index = 1)]
	Council,
}

/// Gives points; used by `pallet-oracle-twap` and `pallet-timelock`.
pub trait AwardPoint<AccountId> {
	/// Gives `who` a point for `topic`, unless it has one for this topic and slice of time: ten minutes
	/// for the oracle, whose topics are its sources; a day for the council, which has one topic. What
	/// cannot be noted is no error: whoever works must not be stopped by it.
	fn award(role: PotRole, who: &AccountId, topic: u8);
}

impl<AccountId> AwardPoint<AccountId> for () {
	fn award(_: PotRole, _: &AccountId, _: u8) {}
}
