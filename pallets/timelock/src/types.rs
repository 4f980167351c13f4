//! Stored types, and the origin check that other pallets use.

use crate::Origin;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	parameter_types,
	traits::{EnsureOrigin, Get, OriginTrait},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Class of a decision: its quorum, its delay and what it may contain (SPEC §11).
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
pub enum Track {
	/// Bounded setters.
	#[codec(index = 0)]
	Normal,
	/// Pause and resume, suspend, end a freeze, revocations.
	#[codec(index = 1)]
	Fast,
	/// What cannot wait: pause of the oracle, revocation of known flaws, freeze.
	#[codec(index = 2)]
	Guard,
	/// A new runtime.
	#[codec(index = 3)]
	Upgrade,
}

impl Track {
	/// All tracks.
	pub const ALL: [Self; 4] = [Self::Normal, Self::Fast, Self::Guard, Self::Upgrade];
}

/// Delays in blocks between a decision and its execution.
///
/// The default is SPEC §11's: a genesis that forgets them gets no chain without delays.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrackDelays<BlockNumber> {
	/// Of [`Track::Normal`].
	pub normal: BlockNumber,
	/// Of [`Track::Fast`].
	pub fast: BlockNumber,
	/// Of [`Track::Guard`].
	pub guard: BlockNumber,
	/// Of [`Track::Upgrade`].
	pub upgrade: BlockNumber,
}

impl<BlockNumber: From<u32>> Default for TrackDelays<BlockNumber> {
	fn default() -> Self {
		use orogen_primitives_core::DAYS;
		Self {
			normal: (16 * DAYS).into(),
			fast: (2 * DAYS).into(),
			guard: 0.into(),
			upgrade: (16 * DAYS).into(),
		}
	}
}

impl<BlockNumber: Copy> TrackDelays<BlockNumber> {
	/// Delay of `track`.
	pub fn of(&self, track: Track) -> BlockNumber {
		match track {
			Track::Normal => self.normal,
			Track::Fast => self.fast,
			Track::Guard => self.guard,
			Track::Upgrade => self.upgrade,
		}
	}
}

/// A decision that waits.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Decision<BlockNumber, Call> {
	/// Track that it was decided on.
	pub track: Track,
	/// First block in which it may be executed.
	pub ready_at: BlockNumber,
	/// Last block in which it may be executed.
	pub expires_at: BlockNumber,
	/// The encoded call.
	pub call: Call,
}

/// Passes a decision on track `T` and nothing else, root included.
pub struct EnsureTrack<T>(PhantomData<T>);

impl<O, T> EnsureOrigin<O> for EnsureTrack<T>
where
	O: OriginTrait + From<Origin>,
	for<'a> &'a O::PalletsOrigin: TryInto<&'a Origin>,
	T: Get<Track>,
{
	type Success = ();

	fn try_origin(origin: O) -> Result<(), O> {
		let decided = matches!(
			origin.caller().try_into(),
			Ok(Origin::Timelocked(track)) if *track == T::get()
		);
		if decided { Ok(()) } else { Err(origin) }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<O, ()> {
		Ok(Origin::Timelocked(T::get()).into())
	}
}

parameter_types! {
	/// [`Track::Normal`] as a type.
	pub const NormalTrack: Track = Track::Normal;
	/// [`Track::Fast`] as a type.
	pub const FastTrack: Track = Track::Fast;
	/// [`Track::Guard`] as a type.
	pub const GuardTrack: Track = Track::Guard;
	/// [`Track::Upgrade`] as a type.
	pub const UpgradeTrack: Track = Track::Upgrade;
}

/// Passes decisions on [`Track::Normal`].
pub type EnsureNormal = EnsureTrack<NormalTrack>;
/// Passes decisions on [`Track::Fast`].
pub type EnsureFast = EnsureTrack<FastTrack>;
/// Passes decisions on [`Track::Guard`].
pub type EnsureGuard = EnsureTrack<GuardTrack>;
/// Passes decisions on [`Track::Upgrade`].
pub type EnsureUpgrade = EnsureTrack<UpgradeTrack>;
