//! The protocol clock (SPEC §2, "One clock"); implemented by `pallet-epochs`.

use frame_support::weights::Weight;
use orogen_primitives_core::{BlockNumber, EpochIndex};

/// Reads the protocol clock.
pub trait EpochClock {
	/// Epoch of this block.
	fn current() -> EpochIndex;
	/// First epoch of the chain; years are counted from it.
	fn genesis() -> EpochIndex;
	/// Epochs of a year: `round(365.25 d / epoch length)`.
	fn epochs_per_year() -> u32;
	/// Whether `epoch` has ended with blocks in fewer than half of its slots: it brings no
	/// heartbeat duty, no headroom and no reports. `false` for epochs too old to be remembered.
	fn is_void(epoch: EpochIndex) -> bool;
}

/// An epoch that has just ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedEpoch {
	/// Its index.
	pub index: EpochIndex,
	/// Blocks that were made in it.
	pub blocks: BlockNumber,
	/// Whether it is void, see [`EpochClock::is_void`].
	pub void: bool,
}

/// Acts once in the first block of an epoch, from `on_initialize`, in the order of the runtime's
/// tuple.
pub trait EpochHandler {
	/// `ended` is over and [`EpochClock::current`] is the new epoch. Returns the weight it used.
	fn on_new_epoch(ended: EndedEpoch) -> Weight;
}

#[impl_trait_for_tuples::impl_for_tuples(8)]
impl EpochHandler for Tuple {
	fn on_new_epoch(ended: EndedEpoch) -> Weight {
		let mut weight = Weight::zero();
		for_tuples!( #( weight = weight.saturating_add(Tuple::on_new_epoch(ended)); )* );
		weight
	}
}
