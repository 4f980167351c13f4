//! Stored types.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::{BlockNumber, EpochIndex};
use scale_info::TypeInfo;

/// A running epoch.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Epoch<Number> {
	/// Its index, which is the session's.
	pub index: EpochIndex,
	/// Its first block.
	pub first_block: Number,
}

/// What is remembered of an ended epoch.
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
pub struct EpochRecord {
	/// Blocks that were made in it.
	pub blocks: BlockNumber,
	/// Whether these are fewer than half of its slots.
	pub void: bool,
}

impl EpochRecord {
	/// An epoch of `slots` slots in which `blocks` blocks were made.
	pub fn new(blocks: BlockNumber, slots: u64) -> Self {
		Self { blocks, void: u64::from(blocks).saturating_mul(2) < slots }
	}
}
