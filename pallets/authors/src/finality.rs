//! What this pallet needs of the finality gadget.

/// The finality gadget as this pallet sees it.
pub trait ForceFinality<BlockNumber> {
	/// Whether the authorities are changing, or may not be changed by force yet. If they are not, the
	/// next session can carry out what [`force`](Self::force) asks for.
	fn is_changing() -> bool;

	/// Lets the next session change the authorities `delay` blocks after its start without finality;
	/// `best_finalized` is the last block that was finalised.
	fn force(delay: BlockNumber, best_finalized: BlockNumber);
}
