//! Merkle-sum trees and plain trees: what is in verifies, nothing else does.

use orogen_primitives_core::Hash;
use orogen_primitives_receipts::{
	Node, Opening, ProofError, Root, Sums, Tree, TreeKind,
	body::{CHUNK_LEN, data_root, open_chunk, verify_chunk},
	merkle::depth,
	tree::{verify, verify_range, verify_sum},
};
use proptest::prelude::*;

fn leaves(kind: TreeKind, n: u32) -> Vec<Node> {
	(0..n)
		.map(|i| {
			let sums = Sums { cuc: u64::from(i) * 7 + 1, tokens: u64::from(i) % 5 };
			Node::leaf(kind, i, &i.to_le_bytes(), sums)
		})
		.collect()
}

fn tree(n: u32) -> Tree {
	Tree::build(TreeKind::Ops, leaves(TreeKind::Ops, n)).unwrap()
}

fn sum(leaves: &[Node]) -> Sums {
	leaves.iter().fold(Sums::default(), |sums, leaf| sums.checked_add(leaf.sums).unwrap())
}

#[test]
fn depth_should_be_the_logarithm_rounded_up() {
	let cases = [
		(0, 0),
		(1, 0),
		(2, 1),
		(3, 2),
		(4, 2),
		(5, 3),
		(8, 3),
		(9, 4),
		(65_536, 16),
		(65_537, 17),
	];
	for (n, expected) in cases {
		assert_eq!(depth(n), expected, "{n}");
	}
	assert_eq!(depth(1 << 31), 31);
	assert_eq!(depth(u32::MAX), 32);
}

#[test]
fn every_leaf_should_verify_at_its_index_only() {
	for n in 1..=33 {
		let tree = tree(n);
		for (index, leaf) in tree.leaves().iter().enumerate() {
			let index = u32::try_from(index).unwrap();
			let opening = tree.open(index).unwrap();
			assert_eq!(verify(&tree.root(), TreeKind::Ops, index, leaf, &opening), Ok(()));
			for other in (0..n + 3).filter(|other| *other != index) {
				assert!(verify(&tree.root(), TreeKind::Ops, other, leaf, &opening).is_err());
			}
		}
		assert_eq!(tree.open(n), Err(ProofError::OutOfRange));
	}
}

#[test]
fn every_range_should_verify() {
	for n in 1..=17 {
		let tree = tree(n);
		for first in 0..n {
			for count in 1..=n - first {
				let run = &tree.leaves()[first as usize..(first + count) as usize];
				let proof = tree.open_range(first, count).unwrap();
				assert_eq!(
					verify_range(&tree.root(), TreeKind::Ops, first, run, &proof),
					Ok(sum(run))
				);
				let proof = tree.open_sum(first, count).unwrap();
				assert_eq!(
					verify_sum(&tree.root(), TreeKind::Ops, first, count, &proof),
					Ok(sum(run))
				);
				assert!(proof.inside.len() <= 2 * usize::from(depth(n)).max(1));
			}
			assert_eq!(tree.open_sum(first, 0), Err(ProofError::EmptyRange));
			assert_eq!(tree.open_sum(first, n - first + 1), Err(ProofError::OutOfRange));
			assert_eq!(tree.open_sum(first, u32::MAX), Err(ProofError::OutOfRange));
		}
	}
}

#[test]
fn an_empty_tree_should_open_nothing() {
	let tree = tree(0);
	assert_eq!(tree.root().sums, Sums::default());
	assert_eq!(tree.root(), Root::new(TreeKind::Ops, 0, &Node::zero(TreeKind::Ops)));
	assert_eq!(tree.open(0), Err(ProofError::OutOfRange));
	let none = Opening { siblings: Default::default() };
	let zero = Node::zero(TreeKind::Ops);
	assert_eq!(verify(&tree.root(), TreeKind::Ops, 0, &zero, &none), Err(ProofError::OutOfRange));
	assert_ne!(tree.root().hash, Tree::build(TreeKind::Seq, vec![]).unwrap().root().hash);
}

#[test]
fn an_inner_node_should_not_pass_as_a_leaf() {
	// The four leaves of one tree against a claim that their two parents are the leaves.
	let four = tree(4);
	let parents: Vec<Node> =
		four.leaves().chunks(2).map(|pair| Node::parent(&pair[0], &pair[1]).unwrap()).collect();
	let opening = Opening { siblings: vec![parents[1]].try_into().unwrap() };
	// With the right number of leaves the proof is too short, with the matching one the root differs.
	assert_eq!(
		verify(&four.root(), TreeKind::Ops, 0, &parents[0], &opening),
		Err(ProofError::WrongLength)
	);
	let as_two = Root { n: 2, ..four.root() };
	assert_eq!(
		verify(&as_two, TreeKind::Ops, 0, &parents[0], &opening),
		Err(ProofError::WrongRoot)
	);
	assert_ne!(Tree::build(TreeKind::Ops, parents).unwrap().root().hash, four.root().hash);
	// Nor can the preimage of an inner node be the bytes of a leaf: the tags differ.
	let parent = Node::parent(&four.leaves()[0], &four.leaves()[1]).unwrap();
	let mut preimage = Vec::new();
	for child in &four.leaves()[..2] {
		preimage.extend_from_slice(child.hash.as_bytes());
		preimage.extend_from_slice(&child.sums.cuc.to_le_bytes());
		preimage.extend_from_slice(&child.sums.tokens.to_le_bytes());
	}
	assert_ne!(Node::leaf(TreeKind::Ops, 0, &preimage, parent.sums).hash, parent.hash);
}

#[test]
fn an_odd_leaf_should_be_neither_duplicated_nor_promoted() {
	for n in [1u32, 3, 5, 6, 7] {
		let odd = tree(n);
		let mut doubled = odd.leaves().to_vec();
		doubled.push(*doubled.last().unwrap());
		let doubled = Tree::build(TreeKind::Ops, doubled).unwrap();
		assert_ne!(odd.root().hash, doubled.root().hash);
		assert_ne!(odd.root().sums, doubled.root().sums);
		// The copy cannot be opened against the true root under any number of leaves.
		let copy = doubled.open(n).unwrap();
		let leaf = odd.leaves().last().unwrap();
		for claimed in 0..=9 {
			let root = Root { n: claimed, ..odd.root() };
			assert!(verify(&root, TreeKind::Ops, n, leaf, &copy).is_err());
		}
	}
	// Promotion would make the top of three leaves depend on the third leaf's hash directly.
	let three = tree(3);
	let pair = Node::parent(&three.leaves()[0], &three.leaves()[1]).unwrap();
	let promoted = Node::parent(&pair, &three.leaves()[2]).unwrap();
	assert_ne!(Root::new(TreeKind::Ops, 3, &promoted).hash, three.root().hash);
}

#[test]
fn the_number_of_leaves_should_be_bound() {
	for n in 1..=16u32 {
		let tree = tree(n);
		// The same leaves and an explicit zero leaf: same top, another root.
		let mut padded = tree.leaves().to_vec();
		padded.push(Node::zero(TreeKind::Ops));
		let padded = Tree::build(TreeKind::Ops, padded).unwrap();
		assert_ne!(tree.root().hash, padded.root().hash);
		let opening = tree.open(0).unwrap();
		for claimed in (0..=34).filter(|claimed| *claimed != n) {
			let root = Root { n: claimed, ..tree.root() };
			assert!(verify(&root, TreeKind::Ops, 0, &tree.leaves()[0], &opening).is_err());
		}
	}
}

#[test]
fn leaves_hidden_behind_the_count_should_be_refused() {
	// A tree of four whose root claims three: the padding is no zero subtree.
	let leaves = leaves(TreeKind::Ops, 4);
	let left = Node::parent(&leaves[0], &leaves[1]).unwrap();
	let right = Node::parent(&leaves[2], &leaves[3]).unwrap();
	let top = Node::parent(&left, &right).unwrap();
	let root = Root::new(TreeKind::Ops, 3, &top);
	let opening = Opening { siblings: vec![leaves[3], left].try_into().unwrap() };
	assert_eq!(
		verify(&root, TreeKind::Ops, 2, &leaves[2], &opening),
		Err(ProofError::PaddingNotZero)
	);
}

#[test]
fn sums_should_be_checked() {
	let mut big = leaves(TreeKind::Ops, 3);
	big[0].sums.cuc = u64::MAX - 1;
	big[2].sums.cuc = 2;
	big[1].sums.cuc = 0;
	assert_eq!(Tree::build(TreeKind::Ops, big.clone()).unwrap_err(), ProofError::Overflow);
	big[2].sums.cuc = 1;
	assert_eq!(Tree::build(TreeKind::Ops, big.clone()).unwrap().root().sums.cuc, u64::MAX);
	big[0].sums.tokens = u64::MAX;
	assert_eq!(Tree::build(TreeKind::Ops, big).unwrap_err(), ProofError::Overflow);
	// In a proof too.
	let tree = tree(2);
	let mut opening = tree.open(0).unwrap();
	opening.siblings[0].sums.cuc = u64::MAX;
	assert_eq!(
		verify(&tree.root(), TreeKind::Ops, 0, &tree.leaves()[0], &opening),
		Err(ProofError::Overflow)
	);
}

#[test]
fn a_node_with_wrong_sums_should_hide_its_leaves() {
	// A gateway inflates an inner node: the root commits to it, its leaves no longer open.
	let leaves = leaves(TreeKind::Ops, 4);
	let left = Node::parent(&leaves[0], &leaves[1]).unwrap();
	let mut right = Node::parent(&leaves[2], &leaves[3]).unwrap();
	right.sums.cuc += 1_000;
	let root = Root::new(TreeKind::Ops, 4, &Node::parent(&left, &right).unwrap());
	let opening = Opening { siblings: vec![leaves[1], right].try_into().unwrap() };
	assert_eq!(verify(&root, TreeKind::Ops, 0, &leaves[0], &opening), Ok(()));
	let opening = Opening { siblings: vec![leaves[3], left].try_into().unwrap() };
	assert_eq!(verify(&root, TreeKind::Ops, 2, &leaves[2], &opening), Err(ProofError::WrongTotals));
}

fn mutate(node: &mut Node, byte: usize, flip: u8) {
	match byte % 48 {
		at @ 0..32 => node.hash.as_bytes_mut()[at] ^= flip,
		at @ 32..40 => node.sums.cuc ^= u64::from(flip) << ((at - 32) * 8),
		at => node.sums.tokens ^= u64::from(flip) << ((at - 40) * 8),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn a_changed_proof_should_fail(
		n in 1u32..300,
		index in any::<prop::sample::Index>(),
		at in any::<prop::sample::Index>(),
		byte in 0usize..48,
		flip in 1u8..,
		other in any::<u32>(),
	) {
		let tree = tree(n);
		let root = tree.root();
		let index = u32::try_from(index.index(n as usize)).unwrap();
		let leaf = tree.leaves()[index as usize];
		let opening = tree.open(index).unwrap();
		let check = |root: &Root, kind, index, leaf: &Node, opening: &Opening| verify(root, kind, index, leaf, opening);
		prop_assert_eq!(check(&root, TreeKind::Ops, index, &leaf, &opening), Ok(()));

		let mut bad_leaf = leaf;
		mutate(&mut bad_leaf, byte, flip);
		prop_assert!(check(&root, TreeKind::Ops, index, &bad_leaf, &opening).is_err());

		if !opening.siblings.is_empty() {
			let mut bad = opening.clone();
			let at = at.index(bad.siblings.len());
			mutate(&mut bad.siblings[at], byte, flip);
			prop_assert!(check(&root, TreeKind::Ops, index, &leaf, &bad).is_err());
			let mut short = opening.clone();
			short.siblings.pop();
			prop_assert_eq!(check(&root, TreeKind::Ops, index, &leaf, &short), Err(ProofError::WrongLength));
		}
		let mut long = opening.clone();
		long.siblings.try_push(Node::zero(TreeKind::Ops)).unwrap();
		prop_assert_eq!(check(&root, TreeKind::Ops, index, &leaf, &long), Err(ProofError::WrongLength));

		if other != index {
			prop_assert!(check(&root, TreeKind::Ops, other, &leaf, &opening).is_err());
		}
		if other != n {
			let bad_root = Root { n: other, ..root };
			prop_assert!(check(&bad_root, TreeKind::Ops, index, &leaf, &opening).is_err());
		}
		prop_assert!(check(&root, TreeKind::Seq, index, &leaf, &opening).is_err());
		let mut bad_root = root;
		bad_root.sums.cuc ^= u64::from(flip);
		prop_assert!(check(&bad_root, TreeKind::Ops, index, &leaf, &opening).is_err());
		let mut bad_root = root;
		bad_root.sums.tokens ^= u64::from(flip);
		prop_assert!(check(&bad_root, TreeKind::Ops, index, &leaf, &opening).is_err());
		let mut bad_root = root;
		bad_root.hash.as_bytes_mut()[byte % 32] ^= flip;
		prop_assert_eq!(check(&bad_root, TreeKind::Ops, index, &leaf, &opening), Err(ProofError::WrongRoot));
	}

	#[test]
	fn a_changed_range_should_fail(
		n in 1u32..120,
		a in any::<prop::sample::Index>(),
		b in any::<prop::sample::Index>(),
		at in any::<prop::sample::Index>(),
		byte in 0usize..48,
		flip in 1u8..,
	) {
		let tree = tree(n);
		let root = tree.root();
		let (a, b) = (a.index(n as usize), b.index(n as usize));
		let (first, last) = (a.min(b), a.max(b));
		let run = tree.leaves()[first..=last].to_vec();
		let (first, count) = (u32::try_from(first).unwrap(), u32::try_from(run.len()).unwrap());
		let range = tree.open_range(first, count).unwrap();
		let proof = tree.open_sum(first, count).unwrap();

		let mut bad = run.clone();
		let place = at.index(bad.len());
		mutate(&mut bad[place], byte, flip);
		prop_assert!(verify_range(&root, TreeKind::Ops, first, &bad, &range).is_err());
		let mut bad = proof.clone();
		let place = at.index(bad.inside.len());
		mutate(&mut bad.inside[place], byte, flip);
		prop_assert!(verify_sum(&root, TreeKind::Ops, first, count, &bad).is_err());
		if !proof.outside.is_empty() {
			let mut bad = proof.clone();
			let place = at.index(bad.outside.len());
			mutate(&mut bad.outside[place], byte, flip);
			prop_assert!(verify_sum(&root, TreeKind::Ops, first, count, &bad).is_err());
			let mut bad = range.clone();
			bad.outside.pop();
			prop_assert!(verify_range(&root, TreeKind::Ops, first, &run, &bad).is_err());
		}
		let mut bad = range.clone();
		bad.outside.try_push(Node::zero(TreeKind::Ops)).unwrap();
		prop_assert_eq!(verify_range(&root, TreeKind::Ops, first, &run, &bad), Err(ProofError::WrongLength));
		// Another range with the same proof. Ranges that need the same subtrees are one range.
		for other in (0..n).filter(|other| *other != first) {
			prop_assert!(verify_range(&root, TreeKind::Ops, other, &run, &range).is_err());
		}
		for other in (0..=n).filter(|other| *other != count) {
			prop_assert!(verify_sum(&root, TreeKind::Ops, first, other, &proof).is_err());
		}
		prop_assert!(verify_sum(&root, TreeKind::Seq, first, count, &proof).is_err());
		if count > 1 {
			prop_assert!(verify_range(&root, TreeKind::Ops, first, &run[1..], &range).is_err());
		}
	}

	#[test]
	fn hostile_proofs_should_not_panic(
		n in any::<u32>(),
		first in any::<u32>(),
		count in any::<u32>(),
		nodes in prop::collection::vec((any::<[u8; 32]>(), any::<u64>(), any::<u64>()), 1..64),
	) {
		let nodes: Vec<Node> = nodes
			.into_iter()
			.map(|(hash, cuc, tokens)| Node { hash: hash.into(), sums: Sums { cuc, tokens } })
			.collect();
		let root = Root { n, hash: Hash::zero(), sums: Sums::default() };
		let siblings = nodes.iter().take(32).copied().collect::<Vec<_>>().try_into().unwrap();
		let outside = orogen_primitives_receipts::RangeProof { outside: nodes.clone().try_into().unwrap() };
		let sums = orogen_primitives_receipts::SumProof {
			inside: nodes.clone().try_into().unwrap(),
			outside: outside.outside.clone(),
		};
		let opening = Opening { siblings };
		prop_assert!(verify(&root, TreeKind::Ops, first, &nodes[0], &opening).is_err());
		prop_assert!(verify_range(&root, TreeKind::Ops, first, &nodes, &outside).is_err());
		prop_assert!(verify_sum(&root, TreeKind::Ops, first, count, &sums).is_err());
	}

	#[test]
	fn chunks_should_verify_as_they_are_only(
		length in 1usize..6_000,
		index in any::<prop::sample::Index>(),
		flip in 1u8..,
		byte in any::<prop::sample::Index>(),
	) {
		let data: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
		let root = data_root(&data).unwrap();
		let chunks = length.div_ceil(CHUNK_LEN);
		let index = u32::try_from(index.index(chunks)).unwrap();
		let (n, chunk, path) = open_chunk(&data, index).unwrap();
		prop_assert_eq!(n as usize, chunks);
		prop_assert!(verify_chunk(&root, n, index, chunk, &path));
		prop_assert!(!verify_chunk(&root, n, index + 1, chunk, &path));
		prop_assert!(!verify_chunk(&root, n + 1, index, chunk, &path));
		prop_assert!(!verify_chunk(&root, n, index, &chunk[1..], &path));
		let mut bad = chunk.to_vec();
		bad[byte.index(chunk.len())] ^= flip;
		prop_assert!(!verify_chunk(&root, n, index, &bad, &path));
		let mut long = path.clone();
		long.siblings.try_push(Hash::zero()).unwrap();
		prop_assert!(!verify_chunk(&root, n, index, chunk, &long));
		prop_assert_eq!(open_chunk(&data, n), None);
	}
}
