//! Plain Merkle trees.
//!
//! A full binary tree of depth `⌈log2 n⌉`; missing leaves are the zero subtree of the tree's kind,
//! an odd leaf is never duplicated or promoted. What is kept of a tree is its root, which binds kind,
//! `n` and depth. A proof has exactly `depth` siblings. `n = 0` is a tree whose top is the missing
//! leaf; nothing can be opened against it.

use crate::{TreeKind, tags};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::Hash;
use scale_info::TypeInfo;
use sp_core::{ConstU32, bounded::BoundedVec};
use sp_io::hashing::blake2_256;

/// Most siblings of a proof: the depth of a tree of 2^32 leaves.
pub const MAX_DEPTH: u32 = 32;

/// Depth of a tree of `n` leaves: `⌈log2 n⌉`, 0 for 0 and 1.
pub fn depth(n: u32) -> u8 {
	let last = n.saturating_sub(1);
	// `leading_zeros` is 0 to 32, so the difference is too.
	u8::try_from(u32::BITS.saturating_sub(last.leading_zeros())).unwrap_or(u8::MAX)
}

/// First of the leaves below node `index` of `level`. Both are within a tree of 2^32 leaves, so the
/// result is at most 2^33; the clamp is never reached.
pub(crate) fn first_leaf(level: u8, index: u64) -> u64 {
	index.checked_shl(level.into()).unwrap_or(u64::MAX)
}

/// Hash of the leaf `index` of a tree of `kind` that holds `bytes`.
pub fn leaf_hash(kind: TreeKind, index: u32, bytes: &[u8]) -> Hash {
	let mut preimage = Vec::with_capacity(bytes.len().saturating_add(6));
	preimage.push(tags::LEAF);
	preimage.push(kind.byte());
	preimage.extend_from_slice(&index.to_le_bytes());
	preimage.extend_from_slice(bytes);
	blake2_256(&preimage).into()
}

/// Hash that stands for a missing leaf of a tree of `kind`.
pub fn zero_hash(kind: TreeKind) -> Hash {
	blake2_256(&[tags::ZERO, kind.byte()]).into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
	let mut preimage = Vec::with_capacity(65);
	preimage.push(tags::NODE);
	preimage.extend_from_slice(left.as_bytes());
	preimage.extend_from_slice(right.as_bytes());
	blake2_256(&preimage).into()
}

fn root_hash(kind: TreeKind, n: u32, top: &Hash) -> Hash {
	let mut preimage = Vec::with_capacity(39);
	preimage.push(tags::ROOT);
	preimage.push(kind.byte());
	preimage.extend_from_slice(&n.to_le_bytes());
	preimage.push(depth(n));
	preimage.extend_from_slice(top.as_bytes());
	blake2_256(&preimage).into()
}

/// Siblings of a leaf, from the bottom up.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Path {
	/// One hash a level.
	pub siblings: BoundedVec<Hash, ConstU32<MAX_DEPTH>>,
}

/// The tree has more than 2^32 − 1 leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyLeaves;

/// Parents of `level`, whose missing right neighbour is `zero`.
fn parents(level: &[Hash], zero: &Hash) -> Vec<Hash> {
	level
		.chunks(2)
		.map(|pair| match pair {
			[left, right] => node_hash(left, right),
			[left] => node_hash(left, zero),
			_ => *zero,
		})
		.collect()
}

/// Root of the tree of `kind` over `leaves`, hashed by [`leaf_hash`].
pub fn root(kind: TreeKind, leaves: Vec<Hash>) -> Result<Hash, TooManyLeaves> {
	let n = u32::try_from(leaves.len()).map_err(|_| TooManyLeaves)?;
	let mut level = leaves;
	let mut zero = zero_hash(kind);
	for _ in 0..depth(n) {
		level = parents(&level, &zero);
		zero = node_hash(&zero, &zero);
	}
	Ok(root_hash(kind, n, level.first().unwrap_or(&zero)))
}

/// Siblings of leaf `index` of the tree of `kind` over `leaves`; `None` if there is no such leaf.
pub fn open(kind: TreeKind, leaves: Vec<Hash>, index: u32) -> Option<Path> {
	let n = u32::try_from(leaves.len()).ok()?;
	if index >= n {
		return None;
	}
	let mut level = leaves;
	let mut zero = zero_hash(kind);
	let mut at = usize::try_from(index).ok()?;
	let mut siblings = BoundedVec::new();
	for _ in 0..depth(n) {
		siblings.try_push(level.get(at ^ 1).copied().unwrap_or(zero)).ok()?;
		level = parents(&level, &zero);
		zero = node_hash(&zero, &zero);
		at >>= 1;
	}
	Some(Path { siblings })
}

/// Whether `leaf` is leaf `index` of the `n` under `root`.
pub fn verify(root: &Hash, kind: TreeKind, n: u32, index: u32, leaf: Hash, path: &Path) -> bool {
	if index >= n || path.siblings.len() != usize::from(depth(n)) {
		return false;
	}
	let mut at = u64::from(index);
	let mut zero = zero_hash(kind);
	let mut hash = leaf;
	for (level, sibling) in (0..depth(n)).zip(&path.siblings) {
		if first_leaf(level, at ^ 1) >= u64::from(n) && *sibling != zero {
			return false;
		}
		hash = if at & 1 == 0 { node_hash(&hash, sibling) } else { node_hash(sibling, &hash) };
		zero = node_hash(&zero, &zero);
		at >>= 1;
	}
	root_hash(kind, n, &hash) == *root
}
