//! Signed requests, receipts, their Merkle-sum trees and the rows of a batch (SPEC §5 and §9).
//!
//! Free of FRAME: gateways, workers and validators link this crate.
//!
//! | Module | What it holds |
//! |---|---|
//! | [`request`] | what a customer signs for one call, and with which key |
//! | [`receipt`] | what an operator signs for one answer, and the checks that need no chain |
//! | [`body`] | hashes of requests and answers, and the ciphertext that a data demand is about |
//! | [`merkle`] | plain Merkle trees: rows and ciphertext chunks |
//! | [`tree`] | Merkle-sum trees: the two roots of a batch |
//! | [`rows`] | rows of a batch, as the chain checks them |
//! | [`batch`] | makes a batch from receipts, and checks one |
//! | [`refund`] | returns what void rows have taken |
//! | [`ack`] | how much of a session can be settled |
//! | [`json`] | the published JSON form |
//!
//! # Domain separation
//!
//! Everything is hashed with `blake2_256`, integers little-endian. A preimage begins either with one
//! of the tags of [`tags`] or with a text that names the protocol, the object and its version, such
//! as [`request::DOMAIN`]; no tag is the first byte of such a text.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss
	)
)]

extern crate alloc;

use codec::Encode;
use orogen_primitives_core::Hash;

pub mod ack;
pub mod batch;
pub mod body;
pub mod json;
pub mod merkle;
pub mod receipt;
pub mod refund;
pub mod request;
pub mod rows;
pub mod tree;

pub use ack::AckWindow;
pub use batch::{Batch, BatchError, Entry, EntryState, SessionPlan, Submission, check_batch};
pub use receipt::{Receipt, ReceiptBody, ReceiptFault, ReceiptVersion};
pub use refund::{RefundClaim, RefundFault};
pub use request::{KeySignature, RequestTerms, SessionKey, SignedRequest};
pub use rows::{
	OperatorRow, OperatorTerms, RowOpening, SessionRow, SessionTerms, SettledOperatorRow,
	SettledSessionRow, rows_root,
};
pub use tree::{Node, Opening, ProofError, RangeProof, Root, SumProof, Sums, Tree};

/// Hash over `domain` and the SCALE form of `value`.
fn domain_hash(domain: &[u8], value: &impl Encode) -> Hash {
	let mut preimage = domain.to_vec();
	value.encode_to(&mut preimage);
	sp_io::hashing::blake2_256(&preimage).into()
}

/// First bytes of the preimages of tree hashes. `0x03` to `0x07` belong to execution traces.
pub mod tags {
	/// A leaf: `tag ‖ kind ‖ index: u32 ‖ bytes`.
	pub const LEAF: u8 = 0x00;
	/// An inner node of a plain tree: `tag ‖ left ‖ right`.
	pub const NODE: u8 = 0x01;
	/// The root of a plain tree: `tag ‖ kind ‖ n: u32 ‖ depth: u8 ‖ top`.
	pub const ROOT: u8 = 0x02;
	/// An inner node of a sum tree: `tag ‖ left ‖ cuc: u64 ‖ tokens: u64 ‖ right ‖ cuc ‖ tokens`.
	pub const SUM_NODE: u8 = 0x08;
	/// The root of a sum tree: `tag ‖ kind ‖ n: u32 ‖ depth: u8 ‖ top ‖ cuc: u64 ‖ tokens: u64`.
	pub const SUM_ROOT: u8 = 0x09;
	/// A missing leaf: `tag ‖ kind`.
	pub const ZERO: u8 = 0xFF;
}

/// What a tree stands for; part of every leaf, missing leaf and root. Numbers below `0x10` belong to
/// execution traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TreeKind {
	/// Receipts of a batch, sorted as the operator rows are.
	Ops = 0x10,
	/// Entries of a batch, sorted by session and seq.
	Seq = 0x11,
	/// Operator rows of a batch.
	OperatorRows = 0x12,
	/// Session rows of a batch.
	SessionRows = 0x13,
	/// Chunks of an encrypted prompt and answer.
	Data = 0x14,
}

impl TreeKind {
	/// The byte that stands for this kind.
	pub const fn byte(self) -> u8 {
		// Fieldless enum with explicit `u8` values: the cast is exact.
		self as u8
	}
}
