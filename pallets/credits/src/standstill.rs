//! Blocks in which nothing can be settled: the settlement grace does not run in them (SPEC §5).

use crate::{Config, LastStandstill, Pallet, Params, SessionOf};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::Get, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use scale_info::TypeInfo;
use sp_runtime::{Saturating, traits::One};

/// The last standstill: blocks in which no batch could be submitted, whoever tried.
///
/// A session whose settlement end is not before it is settled on for as many blocks longer, but not
/// beyond the grace after it. No seq that counts as burned ever stops to: a block of a standstill
/// moves an end by one block at most, and one that was passed before stays passed.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Standstill<BlockNumber> {
	/// Its first block.
	pub from: BlockNumber,
	/// Blocks in which nothing could be settled.
	pub blocks: BlockNumber,
	/// Last block to which it moves settlement ends: the grace after its last block.
	pub until: BlockNumber,
}

impl<BlockNumber: Copy + Ord + One + Saturating> Standstill<BlockNumber> {
	/// The last standstill once nothing can be settled in block `now` either: `last` goes on while
	/// settlement ends that it has moved may still be to come.
	pub(crate) fn noted(last: Option<Self>, now: BlockNumber, grace: BlockNumber) -> Self {
		let one = BlockNumber::one();
		let until = now.saturating_add(grace);
		match last.filter(|last| now <= last.until) {
			Some(Self { from, blocks, until: before }) => {
				Self { from, blocks: blocks.saturating_add(one), until: until.max(before) }
			}
			None => Self { from: now, blocks: one, until },
		}
	}

	/// Where the standstill moves the settlement end `end` to.
	pub(crate) fn moves(&self, end: BlockNumber) -> BlockNumber {
		if end < self.from {
			return end;
		}
		end.saturating_add(self.blocks).min(self.until).max(end)
	}
}

impl<T: Config> Pallet<T> {
	/// Last block in which the gateway of `session` may settle, by what is known now: a standstill
	/// moves it.
	pub fn settlement_end(session: &SessionOf<T>) -> BlockNumberFor<T> {
		let end = session.settle_until;
		LastStandstill::<T>::get().map_or(end, |standstill| standstill.moves(end))
	}

	/// Whether the gateway of `session` can no longer settle in block `now`.
	pub(crate) fn is_over(session: &SessionOf<T>, now: BlockNumberFor<T>) -> bool {
		// Ends are only ever moved away.
		now > session.settle_until && now > Self::settlement_end(session)
	}

	/// Nothing can be settled in this block.
	pub(crate) fn do_note_standstill() -> Weight {
		let now = frame_system::Pallet::<T>::block_number();
		let grace = Params::<T>::get().settlement_grace;
		LastStandstill::<T>::mutate(|last| *last = Some(Standstill::noted(*last, now, grace)));
		T::DbWeight::get().reads_writes(2, 1)
	}
}
