//! Bytes of everything that is stored or signed; a change here is a migration or breaks clients.

use crate::{
	Bucket, Call, Closing, DayRing, DayTotals, EpochWork, Headroom, Line, Parameters, Payee,
	PotShares, Supply, Sweep, Totals, mock::*,
};
use codec::{Decode, Encode, MaxEncodedLen};
use core::fmt::Debug;
use frame_support::BoundedVec;
use sp_core::bytes::to_hex;

fn assert_bytes<T: Encode + Decode + PartialEq + Debug>(value: T, expected: &str) {
	let bytes = value.encode();
	assert_eq!(to_hex(&bytes, false), expected, "{value:?}");
	assert_eq!(T::decode(&mut &bytes[..]), Ok(value));
}
