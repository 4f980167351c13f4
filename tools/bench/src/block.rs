//! A block as the runtime executes it.

use crate::fault::Fault;
use codec::Encode;
use orogen_primitives_core::{BlockNumber, Hash, OpaqueBlock};
use serde_json::Value;
use sp_runtime::{
	DigestItem, OpaqueExtrinsic,
	traits::{BlakeTwo256, Hash as _},
};

/// Bit of the first byte of a transaction that says that an account has signed it.
const SIGNED: u8 = 0x80;

/// A block of the chain.
#[derive(Clone, Debug)]
pub(crate) struct Block(OpaqueBlock);

impl Block {
	/// Reads what `chain_getBlock` answers.
	pub(crate) fn from_answer(answer: &Value) -> Result<Self, Fault> {
		let block = answer.get("block").cloned().unwrap_or_default();
		serde_json::from_value(block)
			.map(Self)
			.map_err(|error| Fault::Said(format!("chain_getBlock: {error}")))
	}

	/// Its number.
	pub(crate) const fn number(&self) -> BlockNumber {
		self.0.header.number
	}

	/// The block before.
	pub(crate) const fn parent(&self) -> Hash {
		self.0.header.parent_hash
	}

	/// Transactions that accounts have signed; the others are the author's.
	pub(crate) fn signed(&self) -> impl Iterator<Item = &OpaqueExtrinsic> {
		self.0
			.extrinsics
			.iter()
			.filter(|one| one.inner().first().is_some_and(|first| first & SIGNED != 0))
	}

	/// Hash of the transaction at a place.
	pub(crate) fn hash_of(&self, place: u32) -> Option<Hash> {
		let one = self.0.extrinsics.get(usize::try_from(place).ok()?)?;
		Some(BlakeTwo256::hash_of(one))
	}

	/// Length of the transactions in bytes, the author's included.
	pub(crate) fn length(&self) -> usize {
		self.0.extrinsics.iter().map(Encode::encoded_size).sum()
	}

	/// The argument of `Core_execute_block`: the block without its author's seal, which import takes
	/// off as well.
	pub(crate) fn execute_argument(&self) -> Vec<u8> {
		let mut block = self.0.clone();
		block.header.digest.logs.retain(|log| !matches!(log, DigestItem::Seal(..)));
		block.encode()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn answer() -> Value {
		json!({
			"block": {
				"header": {
					"parentHash": format!("0x{}", "11".repeat(32)),
					"number": "0x2a",
					"stateRoot": format!("0x{}", "22".repeat(32)),
					"extrinsicsRoot": format!("0x{}", "33".repeat(32)),
					// A pre-runtime item, and a seal, both of BABE.
					"digest": { "logs": ["0x0642414245080102", "0x0542414245080304"] },
				},
				// Bare, then signed; each with its length before it.
				"extrinsics": ["0x0c050100", "0x0884ff"],
			},
			"justifications": null,
		})
	}

	#[test]
	fn block_should_be_executed_without_its_seal() {
		let block = Block::from_answer(&answer()).unwrap();
		let expected = [
			&[0x11; 32][..],
			// 42, compact.
			&[0xa8],
			&[0x22; 32],
			&[0x33; 32],
			// One digest item.
			&[0x04, 0x06, b'B', b'A', b'B', b'E', 0x08, 0x01, 0x02],
			// Two transactions.
			&[0x08, 0x0c, 0x05, 0x01, 0x00, 0x08, 0x84, 0xff],
		]
		.concat();
		assert_eq!(block.execute_argument(), expected);
	}

	#[test]
	fn signed_transactions_should_be_told_from_the_authors() {
		let block = Block::from_answer(&answer()).unwrap();
		assert_eq!((block.number(), block.parent()), (42, Hash::repeat_byte(0x11)));
		assert_eq!(block.signed().count(), 1);
		assert_eq!(block.length(), 4 + 3);
		assert_eq!(block.hash_of(1), Some(BlakeTwo256::hash(&[0x08, 0x84, 0xff])));
		assert_eq!(block.hash_of(2), None);
	}

	#[test]
	fn other_answers_should_be_refused() {
		assert!(Block::from_answer(&Value::Null).is_err());
		assert!(Block::from_answer(&json!({ "block": { "header": {} } })).is_err());
	}
}
