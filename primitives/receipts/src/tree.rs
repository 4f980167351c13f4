//! Merkle-sum trees (SPEC §9): the two roots of a batch.
//!
//! As [`merkle`], and every node carries the sums of micro-USD and tokens under it:
//! an inner node is `tag ‖ left ‖ Σcuc ‖ Σtokens ‖ right ‖ Σcuc ‖ Σtokens`, so that a proof adds up
//! the sums on its way to the root, which binds kind, `n`, depth and the totals. A leaf's own sums
//! follow from its bytes. Sums are `u64`; a tree whose sums overflow does not exist.
//!
//! A node whose sums are not those of its children cannot be opened: no proof of a leaf below it
//! reaches the root. So an operator row that claims more than its leaves hold is either contradicted
//! by a [`SumProof`] or its leaves cannot be produced when they are demanded.

use crate::{
	TreeKind,
	merkle::{self, MAX_DEPTH, depth, first_leaf},
	tags,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use orogen_primitives_core::{Cuc, Hash};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, bounded::BoundedVec};
use sp_io::hashing::blake2_256;

/// Most nodes of a side of a range proof.
pub const MAX_RANGE_NODES: u32 = 2 * MAX_DEPTH;

/// Why a tree cannot be built or a proof does not hold.
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
pub enum ProofError {
	/// The index is not below the number of leaves, or the range reaches past it.
	#[codec(index = 0)]
	OutOfRange,
	/// The range holds no leaf.
	#[codec(index = 1)]
	EmptyRange,
	/// The proof has too few or too many nodes.
	#[codec(index = 2)]
	WrongLength,
	/// A node that stands for missing leaves only is not the zero subtree.
	#[codec(index = 3)]
	PaddingNotZero,
	/// A sum exceeds 2^64 − 1.
	#[codec(index = 4)]
	Overflow,
	/// The totals are not those of the proof.
	#[codec(index = 5)]
	WrongTotals,
	/// The proof leads to another root.
	#[codec(index = 6)]
	WrongRoot,
	/// There are more than 2^32 − 1 leaves.
	#[codec(index = 7)]
	TooManyLeaves,
}

/// Sums of a part of a tree.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sums {
	/// Micro-USD.
	#[serde(with = "crate::json::decimal")]
	pub cuc: Cuc,
	/// Tokens in and out; always 0 in a tree of entries.
	#[serde(with = "crate::json::decimal")]
	pub tokens: u64,
}

impl Sums {
	/// The sums of both parts.
	pub fn checked_add(self, other: Self) -> Option<Self> {
		Some(Self {
			cuc: self.cuc.checked_add(other.cuc)?,
			tokens: self.tokens.checked_add(other.tokens)?,
		})
	}
}

/// A node: a leaf or a subtree.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Node {
	/// Hash of the leaf or of the children.
	pub hash: Hash,
	/// What the leaves below add up to.
	pub sums: Sums,
}

impl Node {
	/// The leaf `index` of a tree of `kind` that holds `bytes`; the sums must follow from the bytes.
	pub fn leaf(kind: TreeKind, index: u32, bytes: &[u8], sums: Sums) -> Self {
		Self { hash: merkle::leaf_hash(kind, index, bytes), sums }
	}

	/// A missing leaf of a tree of `kind`.
	pub fn zero(kind: TreeKind) -> Self {
		Self { hash: merkle::zero_hash(kind), sums: Sums::default() }
	}

	/// The node above `left` and `right`; `None` if a sum overflows.
	pub fn parent(left: &Self, right: &Self) -> Option<Self> {
		let sums = left.sums.checked_add(right.sums)?;
		let mut preimage = Vec::with_capacity(97);
		preimage.push(tags::SUM_NODE);
		for child in [left, right] {
			preimage.extend_from_slice(child.hash.as_bytes());
			preimage.extend_from_slice(&child.sums.cuc.to_le_bytes());
			preimage.extend_from_slice(&child.sums.tokens.to_le_bytes());
		}
		Some(Self { hash: blake2_256(&preimage).into(), sums })
	}
}

/// What is kept of a tree.
///
/// The hash is `blake2_256(tag ‖ kind ‖ n ‖ depth ‖ top ‖ Σcuc ‖ Σtokens)`, so it commits to the rest
/// of this type. A batch's header stores the hashes of both roots beside its counts and sums.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Root {
	/// Commits to kind, number of leaves, depth, leaves and sums.
	pub hash: Hash,
	/// Number of leaves.
	pub n: u32,
	/// What all leaves add up to.
	pub sums: Sums,
}

impl Root {
	/// The root of the tree of `kind` with `n` leaves whose topmost node is `top`.
	pub fn new(kind: TreeKind, n: u32, top: &Node) -> Self {
		let mut preimage = Vec::with_capacity(55);
		preimage.push(tags::SUM_ROOT);
		preimage.push(kind.byte());
		preimage.extend_from_slice(&n.to_le_bytes());
		preimage.push(depth(n));
		preimage.extend_from_slice(top.hash.as_bytes());
		preimage.extend_from_slice(&top.sums.cuc.to_le_bytes());
		preimage.extend_from_slice(&top.sums.tokens.to_le_bytes());
		Self { hash: blake2_256(&preimage).into(), n, sums: top.sums }
	}

	fn check(kind: TreeKind, n: u32, top: &Node, expected: &Self) -> Result<(), ProofError> {
		if top.sums != expected.sums {
			return Err(ProofError::WrongTotals);
		}
		if Self::new(kind, n, top).hash != expected.hash {
			return Err(ProofError::WrongRoot);
		}
		Ok(())
	}
}

/// Siblings of one leaf, from the bottom up; exactly as many as the tree is deep.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Opening {
	/// One node a level.
	pub siblings: BoundedVec<Node, ConstU32<MAX_DEPTH>>,
}

/// Proof of a run of leaves: the largest subtrees outside of it, from left to right. Subtrees of
/// missing leaves only are left out.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct RangeProof {
	/// The subtrees.
	pub outside: BoundedVec<Node, ConstU32<MAX_RANGE_NODES>>,
}

/// Proof of what a run of leaves adds up to, without its leaves: `O(log n)` whatever its length.
#[derive(
	Clone,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct SumProof {
	/// The largest subtrees inside the run, from left to right.
	pub inside: BoundedVec<Node, ConstU32<MAX_RANGE_NODES>>,
	/// The largest subtrees outside of it, from left to right.
	pub outside: BoundedVec<Node, ConstU32<MAX_RANGE_NODES>>,
}

/// A whole tree.
#[derive(Clone, Debug)]
pub struct Tree {
	kind: TreeKind,
	n: u32,
	/// From the leaves up to the top; nodes over missing leaves only are left out.
	levels: Vec<Vec<Node>>,
	top: Node,
	/// The zero subtree of each level.
	zeros: Vec<Node>,
	root: Root,
}

impl Tree {
	/// The tree of `kind` over `leaves`.
	pub fn build(kind: TreeKind, leaves: Vec<Node>) -> Result<Self, ProofError> {
		let n = u32::try_from(leaves.len()).map_err(|_| ProofError::TooManyLeaves)?;
		let zeros = zeros(kind, depth(n))?;
		let mut levels = Vec::with_capacity(zeros.len());
		let mut level = leaves;
		for zero in zeros.iter().take(usize::from(depth(n))) {
			let next = level
				.chunks(2)
				.map(|pair| match pair {
					[left, right] => Node::parent(left, right),
					[left] => Node::parent(left, zero),
					_ => None,
				})
				.collect::<Option<Vec<_>>>()
				.ok_or(ProofError::Overflow)?;
			levels.push(core::mem::replace(&mut level, next));
		}
		let top = level.first().copied().unwrap_or_else(|| Node::zero(kind));
		levels.push(level);
		Ok(Self { kind, n, levels, top, zeros, root: Root::new(kind, n, &top) })
	}

	/// The topmost node, of which [`Root::new`] makes the root.
	pub const fn top(&self) -> Node {
		self.top
	}

	/// The root.
	pub const fn root(&self) -> Root {
		self.root
	}

	/// The leaves.
	pub fn leaves(&self) -> &[Node] {
		self.levels.first().map_or(&[], Vec::as_slice)
	}

	/// Node `index` of `level`, the zero subtree where there are only missing leaves.
	fn node(&self, level: u8, index: u64) -> Option<Node> {
		let at = usize::from(level);
		let node = usize::try_from(index).ok().and_then(|index| self.levels.get(at)?.get(index));
		node.or_else(|| self.zeros.get(at)).copied()
	}

	/// Siblings of leaf `index`.
	pub fn open(&self, index: u32) -> Result<Opening, ProofError> {
		if index >= self.n {
			return Err(ProofError::OutOfRange);
		}
		let mut siblings = BoundedVec::new();
		let mut at = u64::from(index);
		for level in 0..depth(self.n) {
			let sibling = self.node(level, at ^ 1).ok_or(ProofError::WrongLength)?;
			siblings.try_push(sibling).map_err(|_| ProofError::WrongLength)?;
			at >>= 1;
		}
		Ok(Opening { siblings })
	}

	/// Proof of the `count` leaves from `first` on, for [`verify_range`].
	pub fn open_range(&self, first: u32, count: u32) -> Result<RangeProof, ProofError> {
		let SumProof { outside, .. } = self.open_sum(first, count)?;
		Ok(RangeProof { outside })
	}

	/// Proof of what the `count` leaves from `first` on add up to, for [`verify_sum`].
	pub fn open_sum(&self, first: u32, count: u32) -> Result<SumProof, ProofError> {
		let span = Span::new(self.n, first, count)?;
		let mut proof = SumProof { inside: BoundedVec::new(), outside: BoundedVec::new() };
		self.collect(&span, depth(self.n), 0, &mut proof)?;
		Ok(proof)
	}

	fn collect(
		&self,
		span: &Span,
		level: u8,
		index: u64,
		proof: &mut SumProof,
	) -> Result<(), ProofError> {
		let side = match span.place(level, index) {
			Place::Missing => return Ok(()),
			Place::Outside => &mut proof.outside,
			Place::Inside => &mut proof.inside,
			Place::Across => {
				let (below, left, right) = children(level, index);
				self.collect(span, below, left, proof)?;
				return self.collect(span, below, right, proof);
			}
		};
		let node = self.node(level, index).ok_or(ProofError::WrongLength)?;
		side.try_push(node).map_err(|_| ProofError::WrongLength)
	}

	/// Kind of the tree.
	pub const fn kind(&self) -> TreeKind {
		self.kind
	}
}

/// The zero subtrees of the levels `0..=depth`.
fn zeros(kind: TreeKind, depth: u8) -> Result<Vec<Node>, ProofError> {
	let mut zeros = Vec::with_capacity(usize::from(depth).saturating_add(1));
	let mut zero = Node::zero(kind);
	for _ in 0..depth {
		let above = Node::parent(&zero, &zero).ok_or(ProofError::Overflow)?;
		zeros.push(core::mem::replace(&mut zero, above));
	}
	zeros.push(zero);
	Ok(zeros)
}

/// Level and indices of the children of node `index` of `level`.
const fn children(level: u8, index: u64) -> (u8, u64, u64) {
	// Indices are below 2^32.
	let left = index << 1;
	(level.saturating_sub(1), left, left | 1)
}

/// Where a subtree lies, seen from a run of leaves.
enum Place {
	/// Over missing leaves only.
	Missing,
	/// It has no leaf of the run.
	Outside,
	/// All its leaves are of the run.
	Inside,
	/// Some of its leaves are of the run.
	Across,
}

/// A run of leaves in a tree of `n`.
struct Span {
	n: u64,
	first: u64,
	end: u64,
}

impl Span {
	fn new(n: u32, first: u32, count: u32) -> Result<Self, ProofError> {
		let end = first.checked_add(count).filter(|end| *end <= n).ok_or(ProofError::OutOfRange)?;
		if count == 0 {
			return Err(ProofError::EmptyRange);
		}
		Ok(Self { n: n.into(), first: first.into(), end: end.into() })
	}

	/// Where node `index` of `level` lies; its missing leaves count as nothing.
	fn place(&self, level: u8, index: u64) -> Place {
		let start = first_leaf(level, index);
		let end = first_leaf(level, index.saturating_add(1));
		if start >= self.n {
			Place::Missing
		} else if end <= self.first || start >= self.end {
			Place::Outside
		} else if start >= self.first && end.min(self.n) <= self.end {
			Place::Inside
		} else {
			Place::Across
		}
	}
}

/// Rebuilds the top of a tree from parts of it.
struct Fold<'a> {
	span: Span,
	zeros: Vec<Node>,
	inside: core::slice::Iter<'a, Node>,
	outside: core::slice::Iter<'a, Node>,
	/// Whether `inside` holds leaves instead of subtrees.
	leaves: bool,
}

impl Fold<'_> {
	fn node(&mut self, level: u8, index: u64) -> Result<Node, ProofError> {
		let next = match self.span.place(level, index) {
			Place::Missing => self.zeros.get(usize::from(level)),
			Place::Outside => self.outside.next(),
			Place::Inside if !self.leaves || level == 0 => self.inside.next(),
			Place::Inside | Place::Across => {
				let (below, left, right) = children(level, index);
				let left = self.node(below, left)?;
				let right = self.node(below, right)?;
				return Node::parent(&left, &right).ok_or(ProofError::Overflow);
			}
		};
		next.copied().ok_or(ProofError::WrongLength)
	}

	fn top(&mut self, depth: u8) -> Result<Node, ProofError> {
		let top = self.node(depth, 0)?;
		if self.inside.len() != 0 || self.outside.len() != 0 {
			return Err(ProofError::WrongLength);
		}
		Ok(top)
	}
}

fn add_up(nodes: &[Node]) -> Result<Sums, ProofError> {
	nodes
		.iter()
		.try_fold(Sums::default(), |sums, node| sums.checked_add(node.sums))
		.ok_or(ProofError::Overflow)
}

/// Checks that `leaf` is leaf `index` under `root`, a tree of `kind`.
pub fn verify(
	root: &Root,
	kind: TreeKind,
	index: u32,
	leaf: &Node,
	opening: &Opening,
) -> Result<(), ProofError> {
	let depth = depth(root.n);
	if index >= root.n {
		return Err(ProofError::OutOfRange);
	}
	if opening.siblings.len() != usize::from(depth) {
		return Err(ProofError::WrongLength);
	}
	let mut at = u64::from(index);
	let mut node = *leaf;
	let mut zero = Node::zero(kind);
	for (level, sibling) in (0..depth).zip(&opening.siblings) {
		if first_leaf(level, at ^ 1) >= u64::from(root.n) && *sibling != zero {
			return Err(ProofError::PaddingNotZero);
		}
		let (left, right) = if at & 1 == 0 { (&node, sibling) } else { (sibling, &node) };
		node = Node::parent(left, right).ok_or(ProofError::Overflow)?;
		zero = Node::parent(&zero, &zero).ok_or(ProofError::Overflow)?;
		at >>= 1;
	}
	Root::check(kind, root.n, &node, root)
}

/// Checks that `leaves` are the leaves from `first` on under `root`, a tree of `kind`; returns what
/// they add up to.
pub fn verify_range(
	root: &Root,
	kind: TreeKind,
	first: u32,
	leaves: &[Node],
	proof: &RangeProof,
) -> Result<Sums, ProofError> {
	let count = u32::try_from(leaves.len()).map_err(|_| ProofError::OutOfRange)?;
	let depth = depth(root.n);
	let mut fold = Fold {
		span: Span::new(root.n, first, count)?,
		zeros: zeros(kind, depth)?,
		inside: leaves.iter(),
		outside: proof.outside.iter(),
		leaves: true,
	};
	let top = fold.top(depth)?;
	Root::check(kind, root.n, &top, root)?;
	add_up(leaves)
}

/// Checks what the `count` leaves from `first` on under `root`, a tree of `kind`, add up to, and
/// returns it.
pub fn verify_sum(
	root: &Root,
	kind: TreeKind,
	first: u32,
	count: u32,
	proof: &SumProof,
) -> Result<Sums, ProofError> {
	let depth = depth(root.n);
	let mut fold = Fold {
		span: Span::new(root.n, first, count)?,
		zeros: zeros(kind, depth)?,
		inside: proof.inside.iter(),
		outside: proof.outside.iter(),
		leaves: false,
	};
	let top = fold.top(depth)?;
	Root::check(kind, root.n, &top, root)?;
	add_up(&proof.inside)
}
