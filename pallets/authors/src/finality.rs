//! What this pallet needs of the finality gadget.

/// The finality gadget as this pallet sees it.
pub trait ForceFinality<BlockNumber> {
	/// Whether the next session forces a change already.
	fn is_forced() -> bool;

	/// Lets the next session change the authorities `delay` blocks after its start without finality;
	/// `best_finalized` is the last block that was finalised.
	fn force(delay: BlockNumber, best_finalized: BlockNumber);
}
